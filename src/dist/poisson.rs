//! The Poisson distribution.

use super::check;
use super::counts::{self, Count, Counts};
use super::distribution::{Distribution, Draw, public_methods};
use super::notation::number;
use super::parameters::{Parameters, PriorError};
use super::probability::Probability;
use super::sampler::Closed;
use super::special::{gamma_log_power, gamma_lower, gamma_upper};
use crate::math;
use std::fmt;
use std::sync::Arc;

/// The largest mean.
const MOST_MEAN: f64 = 1e8;

/// The number of events in a period when they occur independently at a known rate, `Poisson(mean)`.
///
/// It is the chance of the count alone. Uncertainty of the rate is not in it: that is a gamma, as an input of its
/// own.
///
/// # Parameters
///
/// mean: the expected number, above 0 and at most 1e8. A change of unit multiplies the values.
///
/// # Moments
///
/// mean, sd = √mean, both times the scale.
///
/// # Quantile
///
/// The smallest count whose cumulated probability, an incomplete gamma function, reaches u. Draws look it up in the
/// list of cumulated probabilities, without the counts that have less than 2⁻⁶⁰ on either side.
///
/// # Errors
///
/// A mean that is not above 0, or beyond 1e8.
///
/// # Example
///
/// ```
/// use sroi::dist::{Poisson, Probability};
/// let admissions = Poisson::new(4.0).unwrap();
/// assert_eq!(admissions.sd(), 2.0);
/// assert_eq!(admissions.quantile(Probability::new(0.975)), 8.0);
/// ```
///
/// # References
///
/// C. Loader (2000), Fast and accurate computation of binomial probabilities.
#[derive(Clone, Debug, PartialEq)]
pub struct Poisson {
    /// The expected number of events.
    rate: f64,
    /// What one event counts: 1 unless the unit was changed.
    scale: f64,
}

impl Poisson {
    /// The number of events of which so many are expected.
    ///
    /// # Errors
    ///
    /// Unless 0 < mean ≤ 1e8.
    pub fn new(mean: f64) -> Result<Self, PriorError> {
        let rate = check::positive("mean", mean)?;
        if !(rate <= MOST_MEAN) {
            let message = format!("`mean` is {rate:e}: at most 1e8 events are counted one by one");
            let help = "use `normal` with this mean and its root as sd, which hardly differs then";
            return Err(PriorError::at("mean", message).help(help));
        }
        Ok(Self { rate, scale: 1.0 })
    }

    pub(crate) fn build(parameters: &Parameters) -> Result<Self, PriorError> {
        Self::new(parameters.number("mean")?)
    }

    /// The mean.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.scale * self.rate
    }

    /// The standard deviation, √mean times the scale.
    #[must_use]
    pub fn sd(&self) -> f64 {
        self.scale * self.rate.sqrt()
    }

    /// P(X = x).
    #[must_use]
    pub fn pmf(&self, x: f64) -> f64 {
        counts::pmf(self, Count::of(x, self.scale))
    }

    /// P(X ≤ x).
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        counts::cdf(self, Count::of(x, self.scale))
    }

    /// P(X > x).
    #[must_use]
    pub fn sf(&self, x: f64) -> f64 {
        counts::sf(self, Count::of(x, self.scale))
    }

    /// The smallest x with P(X ≤ x) ≥ p.
    #[must_use]
    pub fn quantile(&self, p: Probability) -> f64 {
        self.scale * counts::quantile(self, p)
    }

    /// (0, ∞).
    #[must_use]
    pub fn support(&self) -> (f64, f64) {
        (0.0, f64::INFINITY)
    }
}

impl Counts for Poisson {
    fn mass(&self, k: f64) -> f64 {
        if k == 0.0 {
            return math::exp(-self.rate);
        }
        // m^k·e^−m / k! = m^k·e^−m / Γ(k) / k
        math::exp(gamma_log_power(k, self.rate)) / k
    }

    fn below(&self, k: f64) -> f64 {
        gamma_upper(k + 1.0, self.rate)
    }

    fn above(&self, k: f64) -> f64 {
        gamma_lower(k + 1.0, self.rate)
    }

    fn middle(&self) -> f64 {
        self.rate.floor()
    }

    fn most(&self) -> f64 {
        f64::INFINITY
    }
}

impl Distribution for Poisson {
    fn family(&self) -> &'static str {
        "poisson"
    }

    public_methods!();

    fn scaled(&self, factor: f64) -> Self {
        Self {
            rate: self.rate,
            scale: self.scale * factor,
        }
    }

    fn draw(&self) -> Draw {
        Draw::Closed(Closed::Stairs(Arc::new(counts::stairs(self, self.scale))))
    }
}

impl fmt::Display for Poisson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        counts::write_scale(f, self.scale)?;
        write!(f, "Poisson({})", number(self.rate))
    }
}
