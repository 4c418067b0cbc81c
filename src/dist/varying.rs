//! Quantiles of laws whose parameters differ from draw to draw, where no table pays.
//!
//! Counts are found by adding probabilities from the nearer end, or from a place near the answer whose distribution
//! function is computed. Where rounding could decide, and far out in the tails, the exact search of the priors decides:
//! so every result is that of [`Binomial::quantile`](super::Binomial::quantile) and
//! [`Poisson::quantile`](super::Poisson::quantile).
//!
//! # Invariants
//!
//! One uniform, one value; no panics. Parameters that mean nothing give not-a-number, so that a broken draw is seen.
//!
//! # References
//!
//! E. A. Cornish, R. A. Fisher (1937), Moments and cumulants in the specification of distributions, for the place to
//! begin at.

use super::binomial::Binomial;
use super::counts::{self, Counts};
use super::curve::Curve;
use super::poisson::Poisson;
use super::probability::Probability;
use super::special::normal_quantile;

/// Most trials of a count that is drawn anew in every draw.
pub const MOST_TRIALS: f64 = 1e6;
/// Up to so many expected events probabilities are added from the end.
const FEW: f64 = 40.0;
/// Tails below this are left to the exact search.
const TAIL: f64 = 1e-6;
/// Closer to a border than this share, rounding of the sums could decide.
const CLOSE: f64 = 1e-11;
/// More steps than this from the place near the answer mean that it was not near.
const STEPS: u32 = 400;

/// The smallest count of events in `trials` whose cumulated probability reaches `u`.
///
/// Without trials there are no events, whatever the probability. Not a number unless trials are whole and between 0 and
/// [`MOST_TRIALS`], and 0 ≤ probability ≤ 1.
///
/// # Example
///
/// ```
/// use sroi::dist::varying;
/// assert_eq!(varying::binomial(100.0, 0.05, 0.5), 5.0);
/// assert!(varying::binomial(100.0, 1.05, 0.5).is_nan());
/// ```
#[must_use]
pub fn binomial(trials: f64, probability: f64, u: f64) -> f64 {
    if trials == 0.0 {
        return 0.0;
    }
    if !((0.0..=MOST_TRIALS).contains(&trials) && trials.fract() == 0.0) {
        return f64::NAN;
    }
    if probability == 0.0 || probability == 1.0 {
        return trials * probability;
    }
    let Ok(law) = Binomial::new(trials, probability) else {
        return f64::NAN;
    };
    let fast = if trials * probability <= FEW {
        upwards(&law, u)
    } else if trials * (1.0 - probability) <= FEW {
        downwards(&law, u)
    } else {
        nearby(&law, u)
    };
    fast.unwrap_or_else(|| counts::quantile(&law, Probability::lower(u)))
}

/// The smallest count whose cumulated probability reaches `u`, when `mean` events are expected.
///
/// Not a number unless 0 ≤ mean ≤ 1e8.
///
/// # Example
///
/// ```
/// assert_eq!(sroi::dist::varying::poisson(4.0, 0.975), 8.0);
/// ```
#[must_use]
pub fn poisson(mean: f64, u: f64) -> f64 {
    if mean == 0.0 {
        return 0.0;
    }
    let Ok(law) = Poisson::new(mean) else {
        return f64::NAN;
    };
    let fast = if mean <= FEW {
        upwards(&law, u)
    } else {
        nearby(&law, u)
    };
    fast.unwrap_or_else(|| counts::quantile(&law, Probability::lower(u)))
}

/// The value of a gamma with this mean and standard deviation that a share `u` does not exceed.
///
/// Not a number unless mean > 0, sd ≥ 0 and sd ≤ 10 means; a mean of 0 without spread is 0. Below 1e-5 means of spread a
/// gamma is a normal to the last digits that matter, and taken as one.
///
/// # Example
///
/// ```
/// let hours = sroi::dist::varying::gamma(20.0, 1.49, 0.5);
/// assert!((hours - 19.963).abs() < 1e-3);
/// ```
#[must_use]
pub fn gamma(mean: f64, sd: f64, u: f64) -> f64 {
    if sd == 0.0 && mean >= 0.0 {
        return mean;
    }
    let cv = sd / mean;
    if !(mean > 0.0 && cv > 0.0 && cv <= 10.0) {
        return f64::NAN;
    }
    if cv < 1e-5 {
        return normal(mean, sd, u);
    }
    let p = Probability::lower(u);
    let curve = Curve::Gamma {
        a: 1.0 / (cv * cv),
        upper: p.is_upper(),
    };
    sd * cv * curve.solve(p.tail(), None).x
}

/// The value of a normal with this mean and standard deviation that a share `u` does not exceed; not a number when sd < 0.
///
/// # Example
///
/// ```
/// assert_eq!(sroi::dist::varying::normal(20.0, 1.49, 0.5), 20.0);
/// ```
#[must_use]
pub fn normal(mean: f64, sd: f64, u: f64) -> f64 {
    if sd >= 0.0 {
        mean + sd * score(u)
    } else {
        f64::NAN
    }
}

/// The normal score of a uniform, from the smaller tail.
fn score(u: f64) -> f64 {
    let p = Probability::lower(u);
    let z = normal_quantile(p.tail());
    if p.is_upper() { -z } else { z }
}

/// A law of counts along which one can walk.
trait Walk: Counts {
    /// P(K = k + 1) / P(K = k).
    fn growth(&self, k: f64) -> f64;

    /// Mean, standard deviation and skewness.
    fn shape(&self) -> [f64; 3];
}

impl Walk for Binomial {
    fn growth(&self, k: f64) -> f64 {
        let (n, p) = (self.trials(), self.probability());
        (n - k) / (k + 1.0) * (p / (1.0 - p))
    }

    fn shape(&self) -> [f64; 3] {
        let p = self.probability();
        [self.mean(), self.sd(), (1.0 - 2.0 * p) / self.sd()]
    }
}

impl Walk for Poisson {
    fn growth(&self, k: f64) -> f64 {
        self.mean() / (k + 1.0)
    }

    fn shape(&self) -> [f64; 3] {
        [self.mean(), self.sd(), 1.0 / self.sd()]
    }
}

/// Whether `u` lies so far inside (below, upto] that rounding of sums of this size cannot have moved it across.
fn inside(below: f64, u: f64, upto: f64, size: f64) -> bool {
    upto - u > CLOSE * size && (u - below > CLOSE * size || below == 0.0)
}

/// Adds probabilities from 0 events upwards.
fn upwards(law: &impl Walk, u: f64) -> Option<f64> {
    if !(u > TAIL && 1.0 - u > TAIL) {
        return None;
    }
    let (mut k, mut mass) = (0.0, law.mass(0.0));
    let (mut below, mut upto) = (0.0, mass);
    for _ in 0..STEPS {
        if upto >= u {
            return inside(below, u, upto, 1.0).then_some(k);
        }
        mass *= law.growth(k);
        k += 1.0;
        (below, upto) = (upto, upto + mass);
    }
    None
}

/// Adds probabilities from as many events as trials downwards.
fn downwards(law: &Binomial, u: f64) -> Option<f64> {
    let v = 1.0 - u;
    if !(u > TAIL && v > TAIL) {
        return None;
    }
    let (mut k, mut mass) = (law.trials(), law.mass(law.trials()));
    let (mut above, mut from) = (0.0, mass);
    for _ in 0..STEPS {
        // P(K > k) ≤ v < P(K ≥ k): the smallest count whose upper tail is at most v.
        if from > v {
            return inside(above, v, from, 1.0).then_some(k);
        }
        k -= 1.0;
        mass /= law.growth(k);
        (above, from) = (from, from + mass);
    }
    None
}

/// Walks from where a normal with the skewness of the law says, in the smaller tail.
fn nearby(law: &impl Walk, u: f64) -> Option<f64> {
    let p = Probability::lower(u);
    if !(p.tail() > TAIL) {
        return None;
    }
    let ([mean, sd, skewness], z) = (law.shape(), score(u));
    let guess = (mean + sd * (z + skewness * (z * z - 1.0) / 6.0)).floor();
    let mut k = guess.max(0.0).min(law.most() - 1.0);
    let mut mass = law.mass(k);
    // The tail up to k, or beyond it, against that of u; `further` is the tail one count nearer to the middle of the law.
    let upper = p.is_upper();
    let anchor = if upper { law.above(k) } else { law.below(k) };
    let mut upto = if upper { anchor + mass } else { anchor };
    // Lower: (upto − mass, upto] holds u. Upper: [upto − mass, upto) holds v.
    let reached = |upto: f64| {
        if upper {
            upto > p.tail()
        } else {
            upto >= p.tail()
        }
    };
    let outwards = if upper { 1.0 } else { -1.0 };
    for _ in 0..STEPS {
        let below = upto - mass;
        if !reached(upto) {
            // Towards the middle.
            let next = k - outwards;
            mass *= if upper {
                1.0 / law.growth(next)
            } else {
                law.growth(k)
            };
            k = next;
            upto += mass;
        } else if reached(below) {
            // Outwards.
            let next = k + outwards;
            mass *= if upper {
                law.growth(k)
            } else {
                1.0 / law.growth(next)
            };
            k = next;
            upto = below;
        } else {
            let possible = (0.0..=law.most()).contains(&k);
            return (possible && inside(below, p.tail(), upto, anchor.max(upto))).then_some(k);
        }
    }
    None
}
