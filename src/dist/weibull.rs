//! The Weibull distribution.

use super::check;
use super::distribution::{Distribution, Draw, public_methods};
use super::normal::check_sd;
use super::notation::number;
use super::parameters::{Parameters, PriorError};
use super::probability::Probability;
use super::quantiles::Pair;
use super::root::root;
use super::sampler::Place;
use super::table::Shape;
use crate::math;
use std::fmt;

/// A positive quantity whose hazard rises or falls by a power, `Weibull(shape, scale)`: durations, times to an event.
///
/// # Parameters
///
/// 0.2 ≤ shape ≤ 1e5; scale > 0 in the unit of the quantity, the quantile at 1 − 1/e. Also mean with `sd`, `se` or `cv`,
/// or two quantiles.
///
/// # Moments
///
/// mean = scale·Γ(1 + 1/shape), sd = mean·√(Γ(1 + 2/shape)/Γ(1 + 1/shape)² − 1).
///
/// # Quantile
///
/// scale·(−ln(1 − p))^(1/shape); tabulated for sampling with |F(x) − u| below 1e-10.
///
/// # Errors
///
/// mean, sd, cv, shape or scale ≤ 0; a shape out of range; quantiles out of order or not above 0.
///
/// # Example
///
/// ```
/// use sroi::dist::Weibull;
/// let months = Weibull::new(1.5, 8.0).unwrap();
/// assert!((months.sf(8.0) - 0.367_879_441_171).abs() < 1e-12);
/// ```
///
/// # References
///
/// W. Weibull (1951), A statistical distribution function of wide applicability, Journal of Applied Mechanics 18.
#[derive(Clone, Debug, PartialEq)]
pub struct Weibull {
    shape: f64,
    scale: f64,
}

/// The range of shapes: below, nearly all probability sits at 0; above, the prior is a point.
const SHAPES: [f64; 2] = [0.2, 1e5];

impl Weibull {
    /// The Weibull distribution with this shape and scale.
    ///
    /// # Errors
    ///
    /// Unless 0.2 ≤ shape ≤ 1e5 and scale > 0.
    pub fn new(shape: f64, scale: f64) -> Result<Self, PriorError> {
        let shape = check::positive("shape", shape)?;
        let scale = check::positive("scale", scale)?;
        Self::shape_checked("shape", shape, scale)
    }

    /// The Weibull with this mean and standard deviation.
    ///
    /// # Errors
    ///
    /// Unless both are above 0 and the coefficient of variation belongs to a shape between 0.2 and 1e5.
    pub fn from_mean_sd(mean: f64, sd: f64) -> Result<Self, PriorError> {
        Self::from_spread("sd", mean, sd)
    }

    /// The coefficient of variation falls as the shape rises, which fixes the shape; the mean fixes the scale.
    fn from_spread(key: &str, mean: f64, sd: f64) -> Result<Self, PriorError> {
        let mean = check::positive("mean", mean)?;
        let cv = check::spread(key, sd)? / mean;
        let target = math::ln_1p(cv * cv);
        let [low, high] = SHAPES.map(math::ln);
        let excess = |log_shape: f64| log_second_moment(math::exp(-log_shape)) - target;
        let log_shape = root(low, high, excess).ok_or_else(|| {
            let [low, high] = SHAPES;
            let message = format!(
                "no weibull with a shape between {low} and {high:e} has sd {} at mean {}",
                number(sd),
                number(mean)
            );
            PriorError::at(key, message).help("a gamma or a lognormal has any spread")
        })?;
        let shape = math::exp(log_shape);
        Self::shape_checked(key, shape, mean / math::gamma(1.0 + 1.0 / shape))
    }

    /// `new`, with the blame on the parameter that fixes the shape.
    fn shape_checked(key: &str, shape: f64, scale: f64) -> Result<Self, PriorError> {
        let [low, high] = SHAPES;
        if !(low..=high).contains(&shape) {
            let message = format!(
                "the shape of the weibull would be {shape:.3e}: it must lie between {low} and {high:e}"
            );
            return Err(PriorError::at(key, message));
        }
        let scale = check::positive(key, scale)?;
        Ok(Self { shape, scale })
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
        pair.within("weibull", 0.0, f64::INFINITY)?;
        let [e1, e2] = pair.p.map(|p| -math::ln_1p(-p));
        let [q1, q2] = pair.q;
        let shape = math::ln(e2 / e1) / math::ln(q2 / q1);
        let scale = q2 * math::pow(e2, -1.0 / shape);
        let fit = Self::shape_checked(&pair.keys[1], shape, scale)?;
        pair.hit("weibull", |x| fit.cdf(x))?;
        Ok(fit)
    }

    /// The shape: 1 is the exponential, above 1 the hazard rises.
    #[must_use]
    pub fn shape(&self) -> f64 {
        self.shape
    }

    /// The scale, the quantile at 1 − 1/e.
    #[must_use]
    pub fn scale(&self) -> f64 {
        self.scale
    }

    /// The mean, scale·Γ(1 + 1/shape).
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.scale * math::gamma(1.0 + 1.0 / self.shape)
    }

    /// The standard deviation.
    #[must_use]
    pub fn sd(&self) -> f64 {
        self.mean() * math::exp_m1(log_second_moment(1.0 / self.shape)).sqrt()
    }

    /// P(X ≤ x).
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        -math::exp_m1(-self.cumulated_hazard(x))
    }

    /// P(X > x).
    #[must_use]
    pub fn sf(&self, x: f64) -> f64 {
        math::exp(-self.cumulated_hazard(x))
    }

    fn cumulated_hazard(&self, x: f64) -> f64 {
        if x <= 0.0 {
            0.0
        } else {
            math::pow(x / self.scale, self.shape)
        }
    }

    /// The x with P(X ≤ x) = p.
    #[must_use]
    pub fn quantile(&self, p: Probability) -> f64 {
        let exponential = if p.is_upper() {
            -math::ln(p.tail())
        } else {
            -math::ln_1p(-p.tail())
        };
        self.scale * math::pow(exponential, 1.0 / self.shape)
    }

    /// (0, ∞).
    #[must_use]
    pub fn support(&self) -> (f64, f64) {
        (0.0, f64::INFINITY)
    }
}

/// ln E X² − 2 ln E X for a Weibull of shape 1/ε: ln Γ(1 + 2ε) − 2 ln Γ(1 + ε), which falls to 0 with ε.
///
/// For small ε the two logarithms cancel; there Σ (−1)ⁿ ζ(n)/n·(2ⁿ − 2)·εⁿ from n = 2 is summed.
fn log_second_moment(epsilon: f64) -> f64 {
    // ζ(2) to ζ(13).
    const ZETA: [f64; 12] = [
        1.644_934_066_848_226_4,
        1.202_056_903_159_594_3,
        1.082_323_233_711_138_2,
        1.036_927_755_143_37,
        1.017_343_061_984_449,
        1.008_349_277_381_922_8,
        1.004_077_356_197_944_3,
        1.002_008_392_826_082_2,
        1.000_994_575_127_818,
        1.000_494_188_604_119_5,
        1.000_246_086_553_308,
        1.000_122_713_347_578_5,
    ];
    if epsilon > 0.02 {
        return math::lgamma(1.0 + 2.0 * epsilon) - 2.0 * math::lgamma(1.0 + epsilon);
    }
    let (mut sum, mut n) = (0.0, 1.0);
    let (mut single, mut double) = (-epsilon, -2.0 * epsilon);
    for zeta in ZETA {
        n += 1.0;
        single *= -epsilon;
        double *= -2.0 * epsilon;
        sum += zeta / n * (double - 2.0 * single);
    }
    sum
}

impl Distribution for Weibull {
    fn family(&self) -> &'static str {
        "weibull"
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
            Shape::Weibull(self.shape),
            Place {
                shift: 0.0,
                scale: self.scale,
                low,
                high,
            },
        )
    }
}

impl fmt::Display for Weibull {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (shape, scale) = (number(self.shape), number(self.scale));
        write!(f, "Weibull(shape {shape}, scale {scale})")
    }
}
