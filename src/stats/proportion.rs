//! Count the draws that have a property.

use super::{Estimate, real};

/// The number of draws with a property, out of all draws.
///
/// # Example
///
/// ```
/// use sroi::stats::Proportion;
///
/// let mut cost_saving = Proportion::default();
/// cost_saving.update(&[-3.0, 1.0, 2.0, 5.0], |nmb| nmb > 0.0);
/// assert_eq!(cost_saving.estimate().value, 0.75);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Proportion {
    /// Draws with the property.
    pub hits: u64,
    /// All draws.
    pub count: u64,
}

impl Proportion {
    /// Takes a chunk of values, `hit` telling which have the property.
    #[inline]
    pub fn update(&mut self, values: &[f64], hit: impl Fn(f64) -> bool) {
        self.hits += values
            .iter()
            .map(|&value| u64::from(hit(value)))
            .sum::<u64>();
        self.count += values.len() as u64;
    }

    /// Takes the counts of other draws.
    pub const fn merge(&mut self, other: &Self) {
        self.hits += other.hits;
        self.count += other.count;
    }

    /// The share p = hits/n, with standard error √(p(1 − p)/n). Unknown without draws.
    ///
    /// When none or all of the draws are hits that error would be 0, as if the probability were known to
    /// be 0 or 1. Then p̃ = (hits + 1)/(n + 2) takes the place of p in the error (Laplace's rule of
    /// succession), which becomes about 1/n: one more draw could have been the first hit.
    #[must_use]
    pub fn estimate(&self) -> Estimate {
        if self.count == 0 {
            return Estimate::UNKNOWN;
        }
        Self::estimate_of(real(self.hits), real(self.count))
    }

    /// The estimate for `hits` out of n > 0 draws, where `hits` may be interpolated.
    pub(super) fn estimate_of(hits: f64, n: f64) -> Estimate {
        let known = hits > 0.0 && hits < n;
        let p = if known {
            hits / n
        } else {
            (hits + 1.0) / (n + 2.0)
        };
        Estimate::new(hits / n, (p * (1.0 - p) / n).sqrt())
    }
}
