//! The beta distribution.

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
use super::special::{beta_lower, beta_upper};
use super::table::Shape;
use crate::math;
use std::fmt;

/// A proportion, `Beta(alpha, beta)`: probabilities, shares, effect fractions, utilities.
///
/// # Parameters
///
/// alpha, beta in [0.01, 1e10]. Also mean with `sd`, `se` or `cv` (κ = mean·(1 − mean)/sd² − 1,
/// alpha = mean·κ, beta = (1 − mean)·κ); counts `count` out of `of` with a stated `pseudo_count` c
/// (alpha = count + c, beta = of − count + c); or two quantiles. A change of unit, say to per cent,
/// multiplies the support.
///
/// # Moments
///
/// mean = alpha/(alpha + beta), sd = √(mean·(1 − mean)/(alpha + beta + 1)), times the scale.
///
/// # Quantile
///
/// Halley's method on the logarithm of the incomplete beta function; tabulated for sampling with
/// |F(x) − u| below 1e-10, except where the doubles next to 1 are too coarse (beta < 1, or a mean within 1e-6
/// of 1): there x is within one double of the quantile.
///
/// # Errors
///
/// mean outside (0, 1); sd² ≥ mean·(1 − mean); counts that are no counts; a pseudo-count that is missing,
/// or 0 where it may not be; quantiles out of order or outside (0, 1).
///
/// # Example
///
/// ```
/// use sroi::dist::Beta;
/// let share = Beta::from_mean_sd(0.10, 0.05).unwrap();
/// assert!((share.alpha() - 3.5).abs() < 1e-12);
/// ```
///
/// # References
///
/// A. Briggs, K. Claxton, M. Sculpher (2006), Decision modelling for health economic evaluation, chapter 4.
#[allow(
    clippy::struct_field_names,
    reason = "alpha and beta are the names of the parameters"
)]
#[derive(Clone, Debug, PartialEq)]
pub struct Beta {
    alpha: f64,
    beta: f64,
    /// The upper end of the support: 1 unless the unit was changed.
    scale: f64,
}

impl Beta {
    /// The beta distribution on (0, 1) with these parameters.
    ///
    /// # Errors
    ///
    /// Unless both lie in [0.01, 1e10].
    pub fn new(alpha: f64, beta: f64) -> Result<Self, PriorError> {
        let alpha = check::positive("alpha", alpha)?;
        let beta = check::positive("beta", beta)?;
        check::shape(Some("alpha"), "alpha", alpha)?;
        check::shape(Some("beta"), "beta", beta)?;
        Ok(Self {
            alpha,
            beta,
            scale: 1.0,
        })
    }

    /// The beta with this mean and standard deviation.
    ///
    /// # Errors
    ///
    /// Unless 0 < mean < 1 and 0 < sd² < mean·(1 − mean).
    pub fn from_mean_sd(mean: f64, sd: f64) -> Result<Self, PriorError> {
        Self::from_spread("sd", mean, sd)
    }

    fn from_spread(key: &str, mean: f64, sd: f64) -> Result<Self, PriorError> {
        let mean = check_mean(mean)?;
        let sd = check::spread(key, sd)?;
        let bound = mean * (1.0 - mean);
        if !(sd * sd < bound) {
            let (sd, mean, bound) = (number(sd), number(mean), number(bound));
            return Err(PriorError::at(
                key,
                format!(
                    "sd {sd} is too large for a beta with mean {mean}: sd² must be below mean × (1 − mean) = {bound}"
                ),
            ));
        }
        let concentration = bound / (sd * sd) - 1.0;
        let (alpha, beta) = (mean * concentration, (1.0 - mean) * concentration);
        check::shape(Some(key), "alpha of the beta", alpha)?;
        check::shape(Some(key), "beta of the beta", beta)?;
        Self::new(alpha, beta)
    }

    /// The beta from `count` events among `of` trials and a pseudo-count on either side.
    ///
    /// # Errors
    ///
    /// Unless count and of are whole, 0 ≤ count ≤ of, of > 0, and pseudo-count ≥ 0; a pseudo-count of 0
    /// needs 0 < count < of.
    pub fn from_counts(count: f64, of: f64, pseudo_count: f64) -> Result<Self, PriorError> {
        check::count("count", count)?;
        check::count("of", of)?;
        if !(of > 0.0) {
            return Err(PriorError::at("of", "`of` is 0: there is nothing to count"));
        }
        if !(count <= of) {
            return Err(PriorError::at(
                "count",
                format!("`count` {count} is more than `of` {of}"),
            ));
        }
        let pseudo = check::finite("pseudo_count", pseudo_count)?;
        if !(pseudo >= 0.0) {
            return Err(PriorError::at(
                "pseudo_count",
                format!("`pseudo_count` is {pseudo}: it cannot be negative"),
            ));
        }
        if pseudo == 0.0 && !(count > 0.0 && count < of) {
            let message = format!(
                "a `pseudo_count` of 0 needs 0 < count < of, and `count` is {count} of {of}"
            );
            return Err(
                PriorError::at("pseudo_count", message).help("0.5 is Jeffreys, 1 is uniform")
            );
        }
        check::shape(Some("pseudo_count"), "alpha of the beta", count + pseudo)?;
        check::shape(
            Some("pseudo_count"),
            "beta of the beta",
            of - count + pseudo,
        )?;
        Self::new(count + pseudo, of - count + pseudo)
    }

    pub(crate) fn build(parameters: &Parameters) -> Result<Self, PriorError> {
        if parameters.has("alpha") {
            return Self::new(parameters.number("alpha")?, parameters.number("beta")?);
        }
        if parameters.has("mean") {
            let mean = check_mean(parameters.number("mean")?)?;
            let (key, sd) = check_sd(parameters, mean)?;
            return Self::from_spread(key, mean, sd);
        }
        if parameters.has("count") {
            let [count, of] = [parameters.number("count")?, parameters.number("of")?];
            return Self::from_counts(count, of, parameters.number("pseudo_count")?);
        }
        let pair = Pair::read(parameters)?;
        pair.within("beta", 0.0, 1.0)?;
        Self::fit(&pair)
    }

    /// For each concentration one mean puts p₁ below q₁; the probability below q₂ then rises with the
    /// concentration.
    fn fit(pair: &Pair) -> Result<Self, PriorError> {
        let ([p1, p2], [q1, q2]) = (pair.p, pair.q);
        let member = |log_kappa: f64, logit: f64| {
            let kappa = math::exp(log_kappa);
            let odds = math::exp(logit);
            [kappa * odds / (1.0 + odds), kappa / (1.0 + odds)]
        };
        let below = |[a, b]: [f64; 2], x: f64| beta_lower(a, b, x);
        let mean_for = |log_kappa: f64| {
            root(-40.0, 40.0, |logit| {
                below(member(log_kappa, logit), q1) - p1
            })
        };
        let excess = |log_kappa: f64| match mean_for(log_kappa) {
            Some(logit) => below(member(log_kappa, logit), q2) - p2,
            None => f64::NAN,
        };
        let log_kappa =
            root(math::ln(0.02), math::ln(1e10), excess).ok_or_else(|| pair.unreachable("beta"))?;
        let logit = mean_for(log_kappa).ok_or_else(|| pair.unreachable("beta"))?;
        let [alpha, beta] = member(log_kappa, logit);
        check::shape(None, "alpha of the beta", alpha)?;
        check::shape(None, "beta of the beta", beta)?;
        let fit = Self::new(alpha, beta)?;
        pair.hit("beta", |x| fit.cdf(x))?;
        Ok(fit)
    }

    /// The first parameter.
    #[must_use]
    pub fn alpha(&self) -> f64 {
        self.alpha
    }

    /// The second parameter.
    #[must_use]
    pub fn beta(&self) -> f64 {
        self.beta
    }

    /// The upper end of the support: 1 unless the unit was changed.
    #[must_use]
    pub fn scale(&self) -> f64 {
        self.scale
    }

    /// The mean, alpha/(alpha + beta) times the scale.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.scale * (self.alpha / (self.alpha + self.beta))
    }

    /// The standard deviation.
    #[must_use]
    pub fn sd(&self) -> f64 {
        let total = self.alpha + self.beta;
        let variance = (self.alpha / total) * (self.beta / total) / (total + 1.0);
        self.scale * variance.sqrt()
    }

    /// P(X ≤ x).
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        beta_lower(self.alpha, self.beta, x / self.scale)
    }

    /// P(X > x).
    #[must_use]
    pub fn sf(&self, x: f64) -> f64 {
        beta_upper(self.alpha, self.beta, x / self.scale)
    }

    /// The x with P(X ≤ x) = p.
    #[must_use]
    pub fn quantile(&self, p: Probability) -> f64 {
        self.scale * standard(self.alpha, self.beta, p)
    }

    /// (0, scale).
    #[must_use]
    pub fn support(&self) -> (f64, f64) {
        (0.0, self.scale)
    }
}

impl Distribution for Beta {
    fn family(&self) -> &'static str {
        "beta"
    }

    public_methods!();

    fn scaled(&self, factor: f64) -> Self {
        Self {
            scale: self.scale * factor,
            ..self.clone()
        }
    }

    fn draw(&self) -> Draw {
        let (low, high) = self.support();
        Draw::Table(
            Shape::Beta(self.alpha, self.beta),
            Place {
                shift: 0.0,
                scale: self.scale,
                low,
                high,
            },
        )
    }
}

impl fmt::Display for Beta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.scale != 1.0 {
            write!(f, "{} × ", number(self.scale))?;
        }
        write!(f, "Beta({}, {})", number(self.alpha), number(self.beta))
    }
}

/// The quantile of a beta on (0, 1).
pub(crate) fn standard(a: f64, b: f64, p: Probability) -> f64 {
    if !(p.tail() > 0.0) {
        return if p.is_upper() { 1.0 } else { 0.0 };
    }
    if p.is_upper() {
        Curve::Beta { a: b, b: a }.solve(p.tail(), None).y
    } else {
        Curve::Beta { a, b }.solve(p.tail(), None).x
    }
}

fn check_mean(mean: f64) -> Result<f64, PriorError> {
    check::finite("mean", mean)?;
    if !(mean > 0.0 && mean < 1.0) {
        let message = format!("`mean` is {mean}: the mean of a beta lies strictly between 0 and 1");
        return Err(PriorError::at("mean", message));
    }
    Ok(mean)
}
