//! The PERT distribution.

use super::check;
use super::distribution::{Distribution, Draw, public_methods};
use super::notation::number;
use super::parameters::{Parameters, PriorError};
use super::probability::Probability;
use super::sampler::Place;
use super::special::beta_lower;
use super::table::Shape;
use std::fmt;

/// A quantity judged by its bounds and most likely value, `PERT(min, mode, max)`: expert estimates.
///
/// It is a beta stretched to (min, max) with alpha = 1 + λ·(mode − min)/(max − min) and
/// beta = 1 + λ·(max − mode)/(max − min).
///
/// # Parameters
///
/// min ≤ mode ≤ max, min < max, in the unit of the quantity; λ > 0, the weight of the mode, usually 4.
///
/// # Moments
///
/// mean = (min + λ·mode + max)/(λ + 2), sd = √((mean − min)·(max − mean)/(λ + 3)). The sd is not (max − min)/6,
/// not even when the mode is in the middle.
///
/// # Quantile
///
/// As [`super::Beta`].
///
/// # Errors
///
/// min > mode, mode > max, min = max, λ ≤ 0 or above 1e10; numbers that are not finite.
///
/// # Example
///
/// ```
/// use sroi::dist::Pert;
/// let effect = Pert::new(0.1, 0.2, 0.3).unwrap();
/// assert!((effect.sd() - 0.037_796_447_301).abs() < 1e-12);
/// ```
///
/// # References
///
/// D. Vose (2008), Risk analysis, 3rd edition, for the weight λ.
#[derive(Clone, Debug, PartialEq)]
pub struct Pert {
    min: f64,
    mode: f64,
    max: f64,
    lambda: f64,
}

impl Pert {
    /// The PERT distribution with λ = 4.
    ///
    /// # Errors
    ///
    /// Unless min ≤ mode ≤ max and min < max.
    pub fn new(min: f64, mode: f64, max: f64) -> Result<Self, PriorError> {
        Self::with_lambda(min, mode, max, 4.0)
    }

    /// The PERT distribution with this weight of the mode.
    ///
    /// # Errors
    ///
    /// Unless min ≤ mode ≤ max, min < max and 0 < λ < 1e10.
    pub fn with_lambda(min: f64, mode: f64, max: f64, lambda: f64) -> Result<Self, PriorError> {
        check::ordered(min, mode, max)?;
        check::positive("lambda", lambda)?;
        if !(lambda < 1e10) {
            return Err(PriorError::at(
                "lambda",
                format!("`lambda` is {lambda:e}: above 1e10 the prior is a point"),
            ));
        }
        Ok(Self {
            min,
            mode,
            max,
            lambda,
        })
    }

    pub(crate) fn build(parameters: &Parameters) -> Result<Self, PriorError> {
        let [min, mode, max] = ["min", "mode", "max"].map(|key| parameters.number(key));
        let lambda = if parameters.has("lambda") {
            parameters.number("lambda")?
        } else {
            4.0
        };
        Self::with_lambda(min?, mode?, max?, lambda)
    }

    /// The lower bound.
    #[must_use]
    pub fn min(&self) -> f64 {
        self.min
    }

    /// The most likely value.
    #[must_use]
    pub fn mode(&self) -> f64 {
        self.mode
    }

    /// The upper bound.
    #[must_use]
    pub fn max(&self) -> f64 {
        self.max
    }

    /// The weight of the mode.
    #[must_use]
    pub fn lambda(&self) -> f64 {
        self.lambda
    }

    /// The parameters of the beta on (0, 1).
    #[must_use]
    pub fn alpha_beta(&self) -> (f64, f64) {
        let width = self.max - self.min;
        (
            1.0 + self.lambda * ((self.mode - self.min) / width),
            1.0 + self.lambda * ((self.max - self.mode) / width),
        )
    }

    /// The mean, (min + λ·mode + max)/(λ + 2).
    #[must_use]
    pub fn mean(&self) -> f64 {
        (self.min + self.lambda * self.mode + self.max) / (self.lambda + 2.0)
    }

    /// The standard deviation.
    #[must_use]
    pub fn sd(&self) -> f64 {
        let (alpha, beta) = self.alpha_beta();
        let total = alpha + beta;
        (self.max - self.min) * ((alpha / total) * (beta / total) / (total + 1.0)).sqrt()
    }

    /// P(X ≤ x).
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        let (alpha, beta) = self.alpha_beta();
        beta_lower(alpha, beta, (x - self.min) / (self.max - self.min))
    }

    /// P(X > x).
    #[must_use]
    pub fn sf(&self, x: f64) -> f64 {
        let (alpha, beta) = self.alpha_beta();
        beta_lower(beta, alpha, (self.max - x) / (self.max - self.min))
    }

    /// The x with P(X ≤ x) = p.
    #[must_use]
    pub fn quantile(&self, p: Probability) -> f64 {
        let (alpha, beta) = self.alpha_beta();
        let width = self.max - self.min;
        if p.is_upper() {
            let y = super::beta::standard(beta, alpha, Probability::lower(p.tail()));
            (self.max - width * y).max(self.min)
        } else {
            (self.min + width * super::beta::standard(alpha, beta, p)).min(self.max)
        }
    }

    /// (min, max).
    #[must_use]
    pub fn support(&self) -> (f64, f64) {
        (self.min, self.max)
    }
}

impl Distribution for Pert {
    fn family(&self) -> &'static str {
        "pert"
    }

    public_methods!();

    fn scaled(&self, factor: f64) -> Self {
        Self {
            min: self.min * factor,
            mode: self.mode * factor,
            max: self.max * factor,
            lambda: self.lambda,
        }
    }

    fn draw(&self) -> Draw {
        let (alpha, beta) = self.alpha_beta();
        let (low, high) = self.support();
        Draw::Table(
            Shape::Beta(alpha, beta),
            Place {
                shift: self.min,
                scale: high - low,
                low,
                high,
            },
        )
    }
}

impl fmt::Display for Pert {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [min, mode, max] = [self.min, self.mode, self.max].map(number);
        write!(f, "PERT({min}, {mode}, {max}")?;
        if self.lambda != 4.0 {
            write!(f, ", λ {}", number(self.lambda))?;
        }
        write!(f, ")")
    }
}
