//! The gamma distribution.

use super::check;
use super::curve::Curve;
use super::distribution::{Distribution, Draw, public_methods};
use super::normal::check_sd;
use super::notation::number;
use super::parameters::{Parameters, PriorError};
use super::probability::Probability;
use super::quantiles::Pair;
use super::root::root;
use super::sampler::Place;
use super::special::{gamma_lower, gamma_upper};
use super::table::Shape;
use crate::math;
use std::fmt;

/// A positive mean, `Gamma(shape, scale)`: costs, hours, numbers of contacts.
///
/// # Parameters
///
/// 0.01 ≤ shape ≤ 1e10; scale > 0 in the unit of the quantity. Also mean with `sd`, `se` or `cv`
/// (shape = 1/cv², scale = sd²/mean), or two quantiles.
///
/// # Moments
///
/// mean = shape·scale, sd = √shape·scale.
///
/// # Quantile
///
/// Halley's method on the logarithm of the incomplete gamma function; tabulated for sampling with
/// |F(x) − u| below 1e-10. Quantiles below 1e-295 scales are 0.
///
/// # Errors
///
/// mean, sd, cv, shape or scale ≤ 0; a shape out of range; quantiles out of order or not above 0.
///
/// # Example
///
/// ```
/// use sroi::dist::Gamma;
/// let hours = Gamma::from_mean_sd(137.248, 30.195).unwrap();
/// assert!((hours.shape() - 20.66).abs() < 0.01);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Gamma {
    shape: f64,
    scale: f64,
}

impl Gamma {
    /// The gamma distribution with this shape and scale.
    ///
    /// # Errors
    ///
    /// Unless 0.01 ≤ shape ≤ 1e10 and scale > 0.
    pub fn new(shape: f64, scale: f64) -> Result<Self, PriorError> {
        let shape = check::positive("shape", shape)?;
        let scale = check::positive("scale", scale)?;
        Ok(Self {
            shape: check::shape(Some("shape"), "the shape of the gamma", shape)?,
            scale,
        })
    }

    /// The gamma with this mean and standard deviation.
    ///
    /// # Errors
    ///
    /// Unless both are above 0 and the coefficient of variation lies between 1e-5 and 10.
    pub fn from_mean_sd(mean: f64, sd: f64) -> Result<Self, PriorError> {
        Self::from_spread("sd", mean, sd)
    }

    fn from_spread(key: &str, mean: f64, sd: f64) -> Result<Self, PriorError> {
        let mean = check::positive("mean", mean)?;
        let cv = check::spread(key, sd)? / mean;
        let shape = check::shape(Some(key), "the shape of the gamma, 1/cv²,", 1.0 / (cv * cv))?;
        Ok(Self {
            shape,
            scale: check::positive(key, sd * cv)?,
        })
    }

    pub(crate) fn build(parameters: &Parameters) -> Result<Self, PriorError> {
        if parameters.has("shape") {
            return Self::new(parameters.number("shape")?, parameters.number("scale")?);
        }
        if parameters.has("mean") {
            let mean = check::positive("mean", parameters.number("mean")?)?;
            let (key, sd) = check_sd(parameters, mean)?;
            return Self::from_spread(key, mean, sd);
        }
        let pair = Pair::read(parameters)?;
        pair.within("gamma", 0.0, f64::INFINITY)?;
        Self::fit(&pair)
    }

    /// The ratio of two quantiles falls as the shape rises, which fixes the shape; one quantile the scale.
    fn fit(pair: &Pair) -> Result<Self, PriorError> {
        let [q1, q2] = pair.q;
        let target = math::ln(q2 / q1);
        let unit = |shape: f64, p: f64| Self { shape, scale: 1.0 }.quantile(Probability::lower(p));
        let excess = |log_shape: f64| {
            let shape = math::exp(log_shape);
            let [x1, x2] = pair.p.map(|p| unit(shape, p));
            if x1 > 0.0 {
                math::ln(x2 / x1) - target
            } else {
                1e3
            }
        };
        let log_shape = root(math::ln(0.01), math::ln(1e10), excess)
            .ok_or_else(|| pair.unreachable("gamma"))?;
        let shape = math::exp(log_shape);
        let fit = Self::new(shape, q2 / unit(shape, pair.p[1]))?;
        pair.hit("gamma", |x| fit.cdf(x))?;
        Ok(fit)
    }

    /// The shape, 1/cv².
    #[must_use]
    pub fn shape(&self) -> f64 {
        self.shape
    }

    /// The scale, sd²/mean.
    #[must_use]
    pub fn scale(&self) -> f64 {
        self.scale
    }

    /// The mean, shape·scale.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.shape * self.scale
    }

    /// The standard deviation, √shape·scale.
    #[must_use]
    pub fn sd(&self) -> f64 {
        self.shape.sqrt() * self.scale
    }

    /// P(X ≤ x).
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        gamma_lower(self.shape, x / self.scale)
    }

    /// P(X > x).
    #[must_use]
    pub fn sf(&self, x: f64) -> f64 {
        gamma_upper(self.shape, x / self.scale)
    }

    /// The x with P(X ≤ x) = p.
    #[must_use]
    pub fn quantile(&self, p: Probability) -> f64 {
        if !(p.tail() > 0.0) {
            return if p.is_upper() { f64::INFINITY } else { 0.0 };
        }
        let curve = Curve::Gamma {
            a: self.shape,
            upper: p.is_upper(),
        };
        self.scale * curve.solve(p.tail(), None).x
    }

    /// (0, ∞).
    #[must_use]
    pub fn support(&self) -> (f64, f64) {
        (0.0, f64::INFINITY)
    }
}

impl Distribution for Gamma {
    fn family(&self) -> &'static str {
        "gamma"
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
            Shape::Gamma(self.shape),
            Place {
                shift: 0.0,
                scale: self.scale,
                low,
                high,
            },
        )
    }
}

impl fmt::Display for Gamma {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (shape, scale) = (number(self.shape), number(self.scale));
        write!(f, "Gamma(shape {shape}, scale {scale})")
    }
}
