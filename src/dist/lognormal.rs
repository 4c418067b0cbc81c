//! The lognormal distribution.

use super::check;
use super::distribution::{Distribution, Draw, public_methods};
use super::normal::{check_sd, score, standard};
use super::notation::number;
use super::parameters::{Parameters, PriorError};
use super::probability::Probability;
use super::quantiles::Pair;
use super::sampler::Place;
use super::special::normal_cdf;
use super::table::Shape;
use crate::math;
use std::fmt;

/// A positive quantity known up to a factor, `LogNormal(meanlog, sdlog)`: relative risks, costs.
///
/// # Parameters
///
/// meanlog: mean of ln X; 0 < sdlog ≤ 10: its standard deviation. Also mean with `sd`, `se` or `cv`
/// (sdlog² = ln(1 + cv²), meanlog = ln mean − sdlog²/2), median with `cv`, or two quantiles.
///
/// # Moments
///
/// mean = exp(meanlog + sdlog²/2), sd = mean·√(exp(sdlog²) − 1).
///
/// # Quantile
///
/// exp(meanlog + sdlog·Φ⁻¹(p)); tabulated for sampling with |F(x) − u| below 2e-11.
///
/// # Errors
///
/// mean, median, sd, cv or sdlog ≤ 0; sdlog above 10; quantiles out of order or not above 0.
///
/// # Example
///
/// ```
/// use sroi::dist::LogNormal;
/// let cost = LogNormal::from_mean_sd(11000.0, 3850.0).unwrap();
/// assert!((cost.median() - 10_382.441_920).abs() < 1e-6);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct LogNormal {
    meanlog: f64,
    sdlog: f64,
}

impl LogNormal {
    /// The distribution of exp(N(meanlog, sdlog²)).
    ///
    /// # Errors
    ///
    /// Unless 0 < sdlog ≤ 10 and |meanlog| ≤ 300.
    pub fn new(meanlog: f64, sdlog: f64) -> Result<Self, PriorError> {
        let meanlog = check::finite("meanlog", meanlog)?;
        let sdlog = check::spread("sdlog", sdlog)?;
        if !(meanlog.abs() <= 300.0) {
            let message =
                format!("`meanlog` is {meanlog}: it is the mean of the logarithm, within ±300");
            return Err(PriorError::at("meanlog", message).help("give `mean` for the mean itself"));
        }
        if !(sdlog <= 10.0) {
            let message = format!("`sdlog` is {sdlog}: it is the sd of the logarithm, at most 10");
            return Err(PriorError::at("sdlog", message).help("give `sd` for the sd itself"));
        }
        Ok(Self { meanlog, sdlog })
    }

    /// The lognormal with this mean and standard deviation.
    ///
    /// # Errors
    ///
    /// Unless both are above 0 and finite.
    pub fn from_mean_sd(mean: f64, sd: f64) -> Result<Self, PriorError> {
        let mean = check::positive("mean", mean)?;
        let cv = check::spread("sd", sd)? / mean;
        let variance = math::ln_1p(cv * cv);
        Self::spread_checked("sd", math::ln(mean) - 0.5 * variance, variance.sqrt())
    }

    /// `new`, with the blame on the parameter that states the spread.
    fn spread_checked(key: &str, meanlog: f64, sdlog: f64) -> Result<Self, PriorError> {
        if !(1e-12..=10.0).contains(&sdlog) {
            let message = format!(
                "the sd of the logarithm would be {sdlog:.3e}: it must lie between 1e-12 and 10"
            );
            return Err(PriorError::at(key, message));
        }
        Self::new(meanlog, sdlog)
    }

    pub(crate) fn build(parameters: &Parameters) -> Result<Self, PriorError> {
        if parameters.has("meanlog") {
            return Self::new(parameters.number("meanlog")?, parameters.number("sdlog")?);
        }
        if parameters.has("mean") {
            let mean = check::positive("mean", parameters.number("mean")?)?;
            let (key, sd) = check_sd(parameters, mean)?;
            return Self::from_mean_sd(mean, sd).map_err(|error| match error.key.as_deref() {
                Some("sd") => PriorError {
                    key: Some(key.to_owned()),
                    ..error
                },
                _ => error,
            });
        }
        if parameters.has("median") {
            let median = check::positive("median", parameters.number("median")?)?;
            let cv = check::spread("cv", parameters.number("cv")?)?;
            return Self::spread_checked("cv", math::ln(median), math::ln_1p(cv * cv).sqrt());
        }
        let pair = Pair::read(parameters)?;
        pair.within("lognormal", 0.0, f64::INFINITY)?;
        let [z1, z2] = pair.p.map(score);
        let [l1, l2] = pair.q.map(math::ln);
        let sdlog = math::ln(pair.q[1] / pair.q[0]) / (z2 - z1);
        let fit = Self::spread_checked(&pair.keys[1], (l1 * z2 - l2 * z1) / (z2 - z1), sdlog)?;
        pair.hit("lognormal", |x| fit.cdf(x))?;
        Ok(fit)
    }

    /// The mean of ln X.
    #[must_use]
    pub fn meanlog(&self) -> f64 {
        self.meanlog
    }

    /// The standard deviation of ln X.
    #[must_use]
    pub fn sdlog(&self) -> f64 {
        self.sdlog
    }

    /// The median, exp(meanlog).
    #[must_use]
    pub fn median(&self) -> f64 {
        math::exp(self.meanlog)
    }

    /// The mean, exp(meanlog + sdlog²/2).
    #[must_use]
    pub fn mean(&self) -> f64 {
        math::exp(self.meanlog + 0.5 * self.sdlog * self.sdlog)
    }

    /// The standard deviation.
    #[must_use]
    pub fn sd(&self) -> f64 {
        self.mean() * math::exp_m1(self.sdlog * self.sdlog).sqrt()
    }

    /// P(X ≤ x).
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        normal_cdf(self.score(x))
    }

    /// P(X > x).
    #[must_use]
    pub fn sf(&self, x: f64) -> f64 {
        normal_cdf(-self.score(x))
    }

    fn score(&self, x: f64) -> f64 {
        if x <= 0.0 {
            f64::NEG_INFINITY
        } else {
            (math::ln(x) - self.meanlog) / self.sdlog
        }
    }

    /// The x with P(X ≤ x) = p.
    #[must_use]
    pub fn quantile(&self, p: Probability) -> f64 {
        math::exp(self.meanlog + self.sdlog * standard(p))
    }

    /// (0, ∞).
    #[must_use]
    pub fn support(&self) -> (f64, f64) {
        (0.0, f64::INFINITY)
    }
}

impl Distribution for LogNormal {
    fn family(&self) -> &'static str {
        "lognormal"
    }

    public_methods!();

    fn scaled(&self, factor: f64) -> Self {
        Self {
            meanlog: self.meanlog + math::ln(factor),
            sdlog: self.sdlog,
        }
    }

    fn draw(&self) -> Draw {
        let (low, high) = self.support();
        Draw::Table(
            Shape::LogNormal(self.sdlog),
            Place {
                shift: 0.0,
                scale: self.median(),
                low,
                high,
            },
        )
    }
}

impl fmt::Display for LogNormal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mean, sd) = (number(self.meanlog), number(self.sdlog));
        write!(f, "Lognormal(mean log {mean}, sd log {sd})")
    }
}
