//! Where do the options lie on the cost-effectiveness plane?
//!
//! # Question
//! How much more does each option cost than the reference, how much more does it bring, and how do the two go together?
//!
//! # Estimator
//! Means, standard deviations and correlation of incremental effect and cost over the draws. The ellipse holds 95 % of a bivariate normal
//! distribution with that covariance: semi-axes √(5.991·λ) along the eigenvectors (χ² with two degrees of freedom: −2 ln 0.05). It shows
//! the uncertainty of the decision, not that of the means. `inside` is the share of draws that truly lie in it.
//! (van Hout et al. 1994, Health Econ. 3:309.)
//!
//! # Cost
//! Two passes over the draws.
//!
//! # Error
//! s/√n for means, √(p(1 − p)/n) for shares.
//!
//! # Example
//! See [`ellipses`].

use super::psa::Psa;
use super::spread::{Contrast, Spread};
use crate::math;
use crate::stats::{Estimate, Proportion};

/// −2 ln 0.05: 95 % of a χ² distribution with two degrees of freedom.
const CHI_SQUARE_95: f64 = 5.991_464_547_107_98;

/// Shares of the draws in the quadrants of the plane; a difference of 0 counts as not more.
#[derive(Clone, Copy, Debug)]
pub struct Quadrants {
    /// More effect at more cost.
    pub north_east: Estimate,
    /// More effect at no more cost.
    pub south_east: Estimate,
    /// No more effect at no more cost.
    pub south_west: Estimate,
    /// No more effect at more cost.
    pub north_west: Estimate,
}

/// An option against the reference.
#[derive(Clone, Debug)]
pub struct Ellipse {
    /// Index of the option.
    pub option: usize,
    /// Its name.
    pub strategy: String,
    /// The centre: mean incremental effect.
    pub inc_effect: Estimate,
    /// The centre: mean incremental cost.
    pub inc_cost: Estimate,
    /// Standard deviation of the incremental effect.
    pub sd_effect: f64,
    /// Standard deviation of the incremental cost.
    pub sd_cost: f64,
    /// Their covariance.
    pub covariance: f64,
    /// Long semi-axis of the 95 % ellipse, in the units of the plane as it stands.
    pub semi_major: f64,
    /// Short semi-axis.
    pub semi_minor: f64,
    /// Angle of the long axis against the axis of effects, in radians from −π/2 to π/2.
    pub angle: f64,
    /// Share of the draws inside.
    pub inside: Estimate,
    /// Shares of the draws by quadrant.
    pub quadrants: Quadrants,
}

/// Increments of one option, draw by draw.
#[derive(Clone, Debug)]
pub struct PlanePoints {
    /// The option.
    pub strategy: String,
    /// Incremental effects.
    pub inc_effect: Vec<f64>,
    /// Incremental costs.
    pub inc_cost: Vec<f64>,
}

/// The increments of every option other than the reference in the first `most` draws; `None` for a sample of net benefits.
#[must_use]
pub fn plane_points(psa: &Psa, most: usize) -> Option<Vec<PlanePoints>> {
    let (effects, costs) = psa.effect_and_cost(psa.reference())?;
    let less = |x: &[f64], y: &[f64]| x.iter().zip(y).take(most).map(|(x, y)| x - y).collect();
    let points = psa.others().filter_map(|option| {
        let (effect, cost) = psa.effect_and_cost(option)?;
        Some(PlanePoints {
            strategy: psa.options()[option].clone(),
            inc_effect: less(effect, effects),
            inc_cost: less(cost, costs),
        })
    });
    Some(points.collect())
}

/// The ellipse of every option other than the reference; `None` for a sample of net benefits.
///
/// # Example
///
/// ```
/// use sroi::analysis::sample::{Named, Psa, ellipses};
///
/// let effects = vec![Named::new("usual", vec![0.0; 4]), Named::new("new", vec![1.0, 3.0, 1.0, 3.0])];
/// let costs = vec![Named::new("usual", vec![0.0; 4]), Named::new("new", vec![2.0, 2.0, 4.0, 4.0])];
/// let plane = ellipses(&Psa::new(Vec::new(), effects, costs)?).unwrap();
/// assert_eq!(plane[0].inc_cost.value, 3.0);
/// assert_eq!(plane[0].quadrants.north_east.value, 1.0);
/// # Ok::<(), sroi::analysis::sample::PsaError>(())
/// ```
#[must_use]
pub fn ellipses(psa: &Psa) -> Option<Vec<Ellipse>> {
    let (effects, costs) = psa.effect_and_cost(psa.reference())?;
    let spread = Spread::of(psa);
    let rows = psa.others().filter_map(|option| {
        let (effect, cost) = psa.effect_and_cost(option)?;
        let contrast = spread.contrast(option, psa.reference());
        let increments = effect.iter().zip(effects).zip(cost.iter().zip(costs));
        let increments = increments.map(|((e, e0), (c, c0))| [e - e0, c - c0]);
        let [ee, ec, cc] = contrast.covariances;
        let axes = Axes::of(ee, ec, cc);
        let (quadrants, inside) = shares(increments, &contrast);
        let [inc_effect, inc_cost] = contrast.means;
        Some(Ellipse {
            option,
            strategy: psa.options()[option].clone(),
            inc_effect: Estimate::new(inc_effect, contrast.error(1.0, 0.0)),
            inc_cost: Estimate::new(inc_cost, contrast.error(0.0, 1.0)),
            sd_effect: ee.sqrt(),
            sd_cost: cc.sqrt(),
            covariance: ec,
            semi_major: axes.major,
            semi_minor: axes.minor,
            angle: axes.angle,
            inside,
            quadrants,
        })
    });
    Some(rows.collect())
}

/// Shares of the draws by quadrant and inside the ellipse.
fn shares(
    increments: impl Iterator<Item = [f64; 2]>,
    contrast: &Contrast,
) -> (Quadrants, Estimate) {
    let [mean_effect, mean_cost] = contrast.means;
    let [ee, ec, cc] = contrast.covariances;
    let limit = CHI_SQUARE_95 * (ee * cc - ec * ec);
    let mut counts = [Proportion::default(); 5];
    for [e, c] in increments {
        let (de, dc) = (e - mean_effect, c - mean_cost);
        // Without the division, so that a degenerate ellipse holds what lies on its line.
        let distance = cc * de * de - 2.0 * ec * de * dc + ee * dc * dc;
        let hits = [
            e > 0.0 && c > 0.0,
            e > 0.0 && c <= 0.0,
            e <= 0.0 && c <= 0.0,
            e <= 0.0 && c > 0.0,
            distance <= limit,
        ];
        for (count, hit) in counts.iter_mut().zip(hits) {
            count.hits += u64::from(hit);
            count.count += 1;
        }
    }
    let [north_east, south_east, south_west, north_west, inside] =
        counts.map(|count| count.estimate());
    let quadrants = Quadrants {
        north_east,
        south_east,
        south_west,
        north_west,
    };
    (quadrants, inside)
}

struct Axes {
    major: f64,
    minor: f64,
    angle: f64,
}

impl Axes {
    /// The axes of the 95 % ellipse of a covariance matrix \[\[xx, xy\], \[xy, yy\]\].
    fn of(xx: f64, xy: f64, yy: f64) -> Self {
        let half = 0.5 * (xx - yy);
        let root = (half * half + xy * xy).sqrt();
        let large = 0.5 * (xx + yy) + root;
        // The small eigenvalue as determinant over the large one: no cancellation.
        let small = if large > 0.0 {
            ((xx * yy - xy * xy) / large).max(0.0)
        } else {
            0.0
        };
        // The long axis is at half the angle of (half, xy); its slope is (λ − xx)/xy = (root − half)/xy.
        let (run, rise) = if half >= 0.0 {
            (half + root, xy)
        } else {
            (xy, root - half)
        };
        let length = (run * run + rise * rise).sqrt();
        let angle = if length > 0.0 {
            let sign = if run < 0.0 { -1.0 } else { 1.0 };
            math::asin((sign * rise / length).clamp(-1.0, 1.0))
        } else {
            0.0
        };
        Self {
            major: (CHI_SQUARE_95 * large).sqrt(),
            minor: (CHI_SQUARE_95 * small).sqrt(),
            angle,
        }
    }
}
