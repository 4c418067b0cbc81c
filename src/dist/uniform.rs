//! The uniform distribution.

use super::check;
use super::distribution::{Distribution, Draw, public_methods};
use super::notation::number;
use super::parameters::{Parameters, PriorError};
use super::probability::Probability;
use super::quantiles::Pair;
use super::sampler::{Closed, between};
use std::fmt;

/// A quantity of which only two bounds are known, `Uniform(min, max)`.
///
/// # Parameters
///
/// min < max, in the unit of the quantity; or two quantiles.
///
/// # Moments
///
/// mean = (min + max)/2, sd = (max − min)/√12.
///
/// # Quantile
///
/// Closed form: min + (max − min)·u.
///
/// # Errors
///
/// min ≥ max; numbers that are not finite; quantiles out of order.
///
/// # Example
///
/// ```
/// use sroi::dist::Uniform;
/// assert_eq!(Uniform::new(5000.0, 20000.0).unwrap().mean(), 12500.0);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Uniform {
    min: f64,
    max: f64,
}

impl Uniform {
    /// The uniform distribution between two bounds.
    ///
    /// # Errors
    ///
    /// Unless min < max and both are finite.
    pub fn new(min: f64, max: f64) -> Result<Self, PriorError> {
        check::ends(min, max)?;
        Ok(Self { min, max })
    }

    pub(crate) fn build(parameters: &Parameters) -> Result<Self, PriorError> {
        if parameters.has("min") {
            return Self::new(parameters.number("min")?, parameters.number("max")?);
        }
        let pair = Pair::read(parameters)?;
        let ([p1, p2], [q1, q2]) = (pair.p, pair.q);
        let width = (q2 - q1) / (p2 - p1);
        let fit = Self::new(q1 - p1 * width, q2 + (1.0 - p2) * width)?;
        pair.hit("uniform", |x| fit.cdf(x))?;
        Ok(fit)
    }

    /// The lower bound.
    #[must_use]
    pub fn min(&self) -> f64 {
        self.min
    }

    /// The upper bound.
    #[must_use]
    pub fn max(&self) -> f64 {
        self.max
    }

    /// The mean, (min + max)/2.
    #[must_use]
    pub fn mean(&self) -> f64 {
        0.5 * (self.min + self.max)
    }

    /// The standard deviation, (max − min)/√12.
    #[must_use]
    pub fn sd(&self) -> f64 {
        (self.max - self.min) / 12.0_f64.sqrt()
    }

    /// P(X ≤ x).
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        ((x - self.min) / (self.max - self.min)).clamp(0.0, 1.0)
    }

    /// P(X > x).
    #[must_use]
    pub fn sf(&self, x: f64) -> f64 {
        ((self.max - x) / (self.max - self.min)).clamp(0.0, 1.0)
    }

    /// The x with P(X ≤ x) = p.
    #[must_use]
    pub fn quantile(&self, p: Probability) -> f64 {
        if p.is_upper() {
            (self.max - (self.max - self.min) * p.tail()).max(self.min)
        } else {
            between(self.min, self.max, p.tail())
        }
    }

    /// (min, max).
    #[must_use]
    pub fn support(&self) -> (f64, f64) {
        (self.min, self.max)
    }
}

impl Distribution for Uniform {
    fn family(&self) -> &'static str {
        "uniform"
    }

    public_methods!();

    fn scaled(&self, factor: f64) -> Self {
        Self {
            min: self.min * factor,
            max: self.max * factor,
        }
    }

    fn draw(&self) -> Draw {
        Draw::Closed(Closed::Uniform {
            min: self.min,
            max: self.max,
        })
    }
}

impl fmt::Display for Uniform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Uniform({}, {})", number(self.min), number(self.max))
    }
}
