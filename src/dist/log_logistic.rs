//! The log-logistic distribution.

use super::check;
use super::distribution::{Distribution, Draw, public_methods};
use super::notation::number;
use super::parameters::{Parameters, PriorError};
use super::probability::Probability;
use super::quantiles::Pair;
use super::sampler::Place;
use super::table::Shape;
use crate::math;
use std::fmt;

/// A positive quantity with a heavy upper tail, `LogLogistic(shape, scale)`: durations, costs with rare extremes.
///
/// The odds of lying below x are (x/scale)^shape. Like a lognormal in the middle, but the upper tail falls as a power.
///
/// # Parameters
///
/// 2 < shape ≤ 1e5; scale > 0 in the unit of the quantity, the median. Also two quantiles.
///
/// # Moments
///
/// With b = π/shape: mean = scale·b/sin b, sd = mean·√(tan b/b − 1). A shape up to 1 has no mean and one up to 2 no
/// standard deviation: a simulation of it would not settle, so such shapes are refused.
///
/// # Quantile
///
/// scale·(p/(1 − p))^(1/shape); tabulated for sampling with |F(x) − u| below 1e-10.
///
/// # Errors
///
/// shape ≤ 2 or above 1e5; scale ≤ 0; quantiles out of order, not above 0 or so far apart that the shape is 2 or less.
///
/// # Example
///
/// ```
/// use sroi::dist::LogLogistic;
/// let days = LogLogistic::new(4.0, 12.0).unwrap();
/// assert!((days.sf(24.0) - 1.0 / 17.0).abs() < 1e-15);
/// ```
///
/// # References
///
/// P. R. Fisk (1961), The graduation of income distributions, Econometrica 29.
#[derive(Clone, Debug, PartialEq)]
pub struct LogLogistic {
    shape: f64,
    scale: f64,
}

impl LogLogistic {
    /// The log-logistic distribution with this shape and median.
    ///
    /// # Errors
    ///
    /// Unless 2 < shape ≤ 1e5 and scale > 0.
    pub fn new(shape: f64, scale: f64) -> Result<Self, PriorError> {
        let shape = check::positive("shape", shape)?;
        let scale = check::positive("scale", scale)?;
        Self::shape_checked("shape", shape, scale)
    }

    /// `new`, with the blame on the parameter that fixes the shape.
    fn shape_checked(key: &str, shape: f64, scale: f64) -> Result<Self, PriorError> {
        if !(shape > 2.0) {
            let message = format!(
                "the shape of the log-logistic would be {}: up to 2 it has no standard deviation",
                number(shape)
            );
            return Err(
                PriorError::at(key, message).help("a lognormal has all moments, however wide")
            );
        }
        if !(shape <= 1e5) {
            let message = format!(
                "the shape of the log-logistic would be {shape:.3e}: above 1e5 the prior is a point"
            );
            return Err(PriorError::at(key, message).help("use `fixed`"));
        }
        let scale = check::positive(key, scale)?;
        Ok(Self { shape, scale })
    }

    pub(crate) fn build(parameters: &Parameters) -> Result<Self, PriorError> {
        if parameters.has("shape") {
            return Self::new(parameters.number("shape")?, parameters.number("scale")?);
        }
        let pair = Pair::read(parameters)?;
        pair.within("log-logistic", 0.0, f64::INFINITY)?;
        let [l1, l2] = pair.p.map(|p| math::ln(p / (1.0 - p)));
        let [q1, q2] = pair.q;
        let shape = (l2 - l1) / math::ln(q2 / q1);
        let fit = Self::shape_checked(&pair.keys[1], shape, q2 * math::exp(-l2 / shape))?;
        pair.hit("log-logistic", |x| fit.cdf(x))?;
        Ok(fit)
    }

    /// The power by which the upper tail falls.
    #[must_use]
    pub fn shape(&self) -> f64 {
        self.shape
    }

    /// The scale, which is the median.
    #[must_use]
    pub fn scale(&self) -> f64 {
        self.scale
    }

    /// The mean.
    #[must_use]
    pub fn mean(&self) -> f64 {
        let b = std::f64::consts::PI / self.shape;
        self.scale * (b / math::sin(b))
    }

    /// The standard deviation.
    #[must_use]
    pub fn sd(&self) -> f64 {
        self.mean() * square_of_cv(std::f64::consts::PI / self.shape).sqrt()
    }

    /// P(X ≤ x).
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        1.0 / (1.0 + self.odds(x, -self.shape))
    }

    /// P(X > x).
    #[must_use]
    pub fn sf(&self, x: f64) -> f64 {
        1.0 / (1.0 + self.odds(x, self.shape))
    }

    fn odds(&self, x: f64, power: f64) -> f64 {
        math::pow(x.max(0.0) / self.scale, power)
    }

    /// The x with P(X ≤ x) = p.
    #[must_use]
    pub fn quantile(&self, p: Probability) -> f64 {
        let odds = p.tail() / (1.0 - p.tail());
        let power = if p.is_upper() { -1.0 } else { 1.0 } / self.shape;
        self.scale * math::pow(odds, power)
    }

    /// (0, ∞).
    #[must_use]
    pub fn support(&self) -> (f64, f64) {
        (0.0, f64::INFINITY)
    }
}

/// tan b/b − 1; near 0 by its series, where the difference would cancel.
fn square_of_cv(b: f64) -> f64 {
    // Bernoulli's coefficients of the tangent.
    const TERMS: [f64; 6] = [
        1.0 / 3.0,
        2.0 / 15.0,
        17.0 / 315.0,
        62.0 / 2835.0,
        1382.0 / 155_925.0,
        21_844.0 / 6_081_075.0,
    ];
    if b > 0.05 {
        return math::sin(b) / math::cos(b) / b - 1.0;
    }
    let square = b * b;
    TERMS
        .iter()
        .rev()
        .fold(0.0, |sum, term| sum * square + term)
        * square
}

impl Distribution for LogLogistic {
    fn family(&self) -> &'static str {
        "log_logistic"
    }

    public_methods!();

    fn scaled(&self, factor: f64) -> Self {
        Self {
            shape: self.shape,
            scale: self.scale * factor,
        }
    }

    fn draw(&self) -> Draw {
        let (low, high) = self.support();
        Draw::Table(
            Shape::LogLogistic(self.shape),
            Place {
                shift: 0.0,
                scale: self.scale,
                low,
                high,
            },
        )
    }
}

impl fmt::Display for LogLogistic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (shape, scale) = (number(self.shape), number(self.scale));
        write!(f, "Log-logistic(shape {shape}, scale {scale})")
    }
}
