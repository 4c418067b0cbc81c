//! Accumulate the joint second moments of two columns.

use super::lanes::sums_of_pairs;
use super::{Estimate, real};
use crate::chunk::CHUNK;
use crate::simd::{self, Kernel};

/// Count, means, sums of squares and sum of products of two columns x and y, for instance the benefits
/// and the costs of the same draws.
///
/// Chunks are summed and merged as in [`Moments`](super::Moments); the values must be finite.
///
/// # Example
///
/// ```
/// use sroi::stats::Comoments;
///
/// let mut joint = Comoments::new();
/// joint.update(&[2.0, 4.0, 6.0], &[1.0, 2.0, 3.0]);
/// assert_eq!(joint.ratio_of_means().value, 2.0);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Comoments {
    count: u64,
    mean_x: f64,
    mean_y: f64,
    /// Σ(x − mean)², Σ(y − mean)² and Σ(x − mean)(y − mean).
    xx: f64,
    yy: f64,
    xy: f64,
}

/// The moments of two blocks, as a kernel.
struct OfBlock<'a>(&'a [f64], &'a [f64]);

impl Kernel for OfBlock<'_> {
    type Output = Comoments;

    #[inline(always)]
    fn run(self) -> Comoments {
        Comoments::of(self.0, self.1)
    }
}

impl Comoments {
    /// The moments of no draws.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            count: 0,
            mean_x: 0.0,
            mean_y: 0.0,
            xx: 0.0,
            yy: 0.0,
            xy: 0.0,
        }
    }

    /// Takes a chunk of each column; longer slices are taken chunk by chunk.
    ///
    /// # Panics
    ///
    /// If the columns differ in length: they would not be the same draws.
    #[inline]
    pub fn update(&mut self, x: &[f64], y: &[f64]) {
        assert_eq!(
            x.len(),
            y.len(),
            "two columns of the same draws have the same length"
        );
        for (x, y) in x.chunks(CHUNK).zip(y.chunks(CHUNK)) {
            self.merge(&simd::widest(OfBlock(x, y)));
        }
    }

    /// The moments of two blocks that are not empty.
    #[inline(always)]
    fn of(x: &[f64], y: &[f64]) -> Self {
        let count = x.len() as u64;
        let n = real(count);
        let [pivot_x, pivot_y] = sums_of_pairs(x, y, |x, y| [x, y]).map(|sum| sum / n);
        let [sx, sy, xx, yy, xy] = sums_of_pairs(x, y, |x, y| {
            let (dx, dy) = (x - pivot_x, y - pivot_y);
            [dx, dy, dx * dx, dy * dy, dx * dy]
        });
        // The pivots are the means but for rounding; move the sums to the means themselves.
        let (dx, dy) = (sx / n, sy / n);
        Self {
            count,
            mean_x: pivot_x + dx,
            mean_y: pivot_y + dy,
            xx: xx - dx * sx,
            yy: yy - dy * sy,
            xy: xy - dx * sy,
        }
    }

    /// Takes the moments of other draws (formulas of Pébay 2008).
    #[inline]
    pub fn merge(&mut self, other: &Self) {
        if other.count == 0 {
            return;
        }
        if self.count == 0 {
            *self = *other;
            return;
        }
        let count = self.count + other.count;
        let share = real(other.count) / real(count);
        let weight = real(self.count) * share;
        let (dx, dy) = (other.mean_x - self.mean_x, other.mean_y - self.mean_y);
        *self = Self {
            count,
            mean_x: self.mean_x + dx * share,
            mean_y: self.mean_y + dy * share,
            xx: self.xx + other.xx + dx * dx * weight,
            yy: self.yy + other.yy + dy * dy * weight,
            xy: self.xy + other.xy + dx * dy * weight,
        };
    }

    /// The number of draws.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// The covariance Σ(x − x̄)(y − ȳ)/(n − 1); NaN below two draws.
    ///
    /// An ingredient of other estimates, and therefore without an error of its own.
    #[must_use]
    pub fn covariance(&self) -> f64 {
        self.divided(self.xy)
    }

    /// The ratio of the means R = x̄/ȳ, with the standard error of the delta method,
    /// `√((s_x² − 2 R s_xy + R² s_y²)/n) / |ȳ|`.
    ///
    /// This is the headline ratio E\[B\]/E\[C\], which is consistent, unlike the mean of the ratios (Stinnett
    /// & Paltiel 1997). The error presumes that ȳ is many standard errors away from 0; near 0 neither the
    /// ratio nor its error means anything. Unknown without draws and when ȳ is 0; the error is NaN with
    /// one draw.
    ///
    /// Source: Cochran (1977), "Sampling techniques", chapter on ratio estimators.
    #[must_use]
    pub fn ratio_of_means(&self) -> Estimate {
        if self.count == 0 || self.mean_y == 0.0 {
            return Estimate::UNKNOWN;
        }
        let ratio = self.mean_x / self.mean_y;
        // Σ((x − x̄) − R (y − ȳ))²: never negative but for rounding.
        let residual = self.xx - 2.0 * ratio * self.xy + ratio * ratio * self.yy;
        let residual = if residual < 0.0 { 0.0 } else { residual };
        let error = (self.divided(residual) / real(self.count)).sqrt() / self.mean_y.abs();
        Estimate::new(ratio, error)
    }

    /// A sum of products over n − 1; NaN below two draws.
    fn divided(&self, sum: f64) -> f64 {
        if self.count < 2 {
            return f64::NAN;
        }
        sum / real(self.count - 1)
    }
}
