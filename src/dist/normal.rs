//! The normal distribution.

use super::check;
use super::distribution::{Distribution, Draw, public_methods};
use super::notation::number;
use super::parameters::{Parameters, PriorError};
use super::probability::Probability;
use super::quantiles::Pair;
use super::sampler::Place;
use super::special::{normal_cdf, normal_quantile};
use super::table::Shape;
use std::fmt;

/// A difference or a well-estimated mean, `Normal(mean, sd)`: utility gains, risk differences.
///
/// It is never truncated: cutting off the negative part of an uncertain gain biases its mean upwards.
///
/// # Parameters
///
/// mean: any number; sd > 0, the spread of the uncertainty (a standard error), in the unit of the quantity.
/// Also mean with `cv` = sd/|mean|, or two quantiles.
///
/// # Moments
///
/// mean, sd.
///
/// # Quantile
///
/// mean + sd·Φ⁻¹(p), by Wichura's AS 241; tabulated for sampling with |F(x) − u| below 2e-11.
///
/// # Errors
///
/// sd ≤ 0; numbers that are not finite; quantiles out of order.
///
/// # Example
///
/// ```
/// use sroi::dist::Normal;
/// let gain = Normal::new(0.055, 0.035).unwrap();
/// assert!((gain.cdf(0.0) - 0.058_041_566_869).abs() < 1e-12);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Normal {
    mean: f64,
    sd: f64,
}

impl Normal {
    /// The normal distribution with this mean and standard deviation.
    ///
    /// # Errors
    ///
    /// Unless sd > 0 and both are finite.
    pub fn new(mean: f64, sd: f64) -> Result<Self, PriorError> {
        let mean = check::finite("mean", mean)?;
        Ok(Self {
            mean,
            sd: check::spread("sd", sd)?,
        })
    }

    pub(crate) fn build(parameters: &Parameters) -> Result<Self, PriorError> {
        if parameters.has("mean") {
            let mean = parameters.number("mean")?;
            if parameters.has("cv") && mean == 0.0 {
                return Err(
                    PriorError::at("cv", "`cv` says nothing about a mean of 0").help("give `sd`")
                );
            }
            let (_, sd) = check_sd(parameters, mean)?;
            return Self::new(mean, sd);
        }
        let pair = Pair::read(parameters)?;
        let [z1, z2] = pair.p.map(score);
        let [q1, q2] = pair.q;
        let fit = Self::new((q1 * z2 - q2 * z1) / (z2 - z1), (q2 - q1) / (z2 - z1))?;
        pair.hit("normal", |x| fit.cdf(x))?;
        Ok(fit)
    }

    /// The mean.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// The standard deviation.
    #[must_use]
    pub fn sd(&self) -> f64 {
        self.sd
    }

    /// P(X ≤ x).
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        normal_cdf((x - self.mean) / self.sd)
    }

    /// P(X > x).
    #[must_use]
    pub fn sf(&self, x: f64) -> f64 {
        normal_cdf((self.mean - x) / self.sd)
    }

    /// The x with P(X ≤ x) = p.
    #[must_use]
    pub fn quantile(&self, p: Probability) -> f64 {
        self.mean + self.sd * standard(p)
    }

    /// All real numbers.
    #[must_use]
    pub fn support(&self) -> (f64, f64) {
        (f64::NEG_INFINITY, f64::INFINITY)
    }
}

impl Distribution for Normal {
    fn family(&self) -> &'static str {
        "normal"
    }

    public_methods!();

    fn scaled(&self, factor: f64) -> Self {
        Self {
            mean: self.mean * factor,
            sd: self.sd * factor,
        }
    }

    fn draw(&self) -> Draw {
        let (low, high) = self.support();
        Draw::Table(
            Shape::Normal,
            Place {
                shift: self.mean,
                scale: self.sd,
                low,
                high,
            },
        )
    }
}

impl fmt::Display for Normal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Normal({}, sd {})", number(self.mean), number(self.sd))
    }
}

/// The standard normal quantile of a probability.
pub(crate) fn standard(p: Probability) -> f64 {
    let z = normal_quantile(p.tail());
    if p.is_upper() { -z } else { z }
}

/// The standard normal quantile of one of the listed probabilities, symmetric about ½ to the last bit.
pub(crate) fn score(p: f64) -> f64 {
    normal_quantile(p)
}

/// The parameter that states the spread, and the sd it amounts to.
pub(crate) fn check_sd(
    parameters: &Parameters,
    mean: f64,
) -> Result<(&'static str, f64), PriorError> {
    for key in ["sd", "se"] {
        if parameters.has(key) {
            return Ok((key, check::spread(key, parameters.number(key)?)?));
        }
    }
    let cv = check::spread("cv", parameters.number("cv")?)?;
    Ok(("cv", check::spread("cv", cv * mean.abs())?))
}
