//! The fixed value: no uncertainty.

use super::check;
use super::distribution::{Distribution, Draw, public_methods};
use super::notation::number;
use super::parameters::{Parameters, PriorError};
use super::probability::Probability;
use super::sampler::Closed;
use std::fmt;

/// A quantity that is known, `Fixed(value)`: prices, counts, choices.
///
/// # Parameters
///
/// value: any finite number.
///
/// # Moments
///
/// mean = value, sd = 0.
///
/// # Quantile
///
/// Closed form: the value.
///
/// # Errors
///
/// A value that is not finite or beyond ±1e100.
///
/// # Example
///
/// ```
/// use sroi::dist::Fixed;
/// assert_eq!(Fixed::new(3.0).unwrap().mean(), 3.0);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Fixed {
    value: f64,
}

impl Fixed {
    /// A known value.
    ///
    /// # Errors
    ///
    /// A value that is not finite or beyond ±1e100.
    pub fn new(value: f64) -> Result<Self, PriorError> {
        Ok(Self {
            value: check::finite("value", value)?,
        })
    }

    pub(crate) fn build(parameters: &Parameters) -> Result<Self, PriorError> {
        Self::new(parameters.number("value")?)
    }

    /// The value.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.value
    }

    /// The mean: the value.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.value
    }

    /// The standard deviation: 0.
    #[must_use]
    pub fn sd(&self) -> f64 {
        0.0
    }

    /// P(X ≤ x).
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        if x >= self.value { 1.0 } else { 0.0 }
    }

    /// P(X > x).
    #[must_use]
    pub fn sf(&self, x: f64) -> f64 {
        1.0 - self.cdf(x)
    }

    /// The value, whatever the probability.
    #[must_use]
    pub fn quantile(&self, _p: Probability) -> f64 {
        self.value
    }

    /// The value twice.
    #[must_use]
    pub fn support(&self) -> (f64, f64) {
        (self.value, self.value)
    }
}

impl Distribution for Fixed {
    fn family(&self) -> &'static str {
        "fixed"
    }

    public_methods!();

    fn scaled(&self, factor: f64) -> Self {
        Self {
            value: self.value * factor,
        }
    }

    fn draw(&self) -> Draw {
        Draw::Closed(Closed::Constant(self.value))
    }
}

impl fmt::Display for Fixed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fixed({})", number(self.value))
    }
}
