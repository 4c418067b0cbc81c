//! The binomial distribution.

use super::counts::{self, Count, Counts};
use super::distribution::{Distribution, Draw, public_methods};
use super::notation::number;
use super::parameters::{Parameters, PriorError};
use super::probability::Probability;
use super::sampler::Closed;
use super::special::{beta_log_power, beta_lower, beta_upper};
use super::{check, notation};
use crate::math;
use std::fmt;
use std::sync::Arc;

/// So many trials at most.
const MOST_TRIALS: f64 = 1e8;

/// The number of events among independent trials with a known probability, `Binomial(trials, probability)`.
///
/// It is the chance of the count alone. Where the probability is itself estimated, use
/// [`BetaBinomial`](super::BetaBinomial), or a beta for the probability as an input of its own: a binomial with the
/// estimate put in understates the spread.
///
/// # Parameters
///
/// trials n: a whole number from 1 to 1e8; probability p strictly between 0 and 1. A change of unit multiplies the
/// values.
///
/// # Moments
///
/// mean = n·p, sd = √(n·p·(1 − p)), times the scale.
///
/// # Quantile
///
/// The smallest count whose cumulated probability, an incomplete beta function, reaches u. Draws look it up in the
/// list of cumulated probabilities, without the counts that have less than 2⁻⁶⁰ on either side.
///
/// # Errors
///
/// trials that are not whole, or out of range; a probability of 0 or 1, which leaves nothing to draw, or beyond.
///
/// # Example
///
/// ```
/// use sroi::dist::Binomial;
/// let events = Binomial::new(100.0, 0.05).unwrap();
/// assert_eq!(events.mean(), 5.0);
/// assert!((events.pmf(0.0) - 0.95_f64.powi(100)).abs() < 1e-16);
/// ```
///
/// # References
///
/// C. Loader (2000), Fast and accurate computation of binomial probabilities.
#[derive(Clone, Debug, PartialEq)]
pub struct Binomial {
    trials: f64,
    probability: f64,
    /// What one event counts: 1 unless the unit was changed.
    scale: f64,
}

impl Binomial {
    /// The number of events in so many trials.
    ///
    /// # Errors
    ///
    /// Unless trials is whole and between 1 and 1e8, and 0 < probability < 1.
    pub fn new(trials: f64, probability: f64) -> Result<Self, PriorError> {
        let trials = counts::trials(
            trials,
            MOST_TRIALS,
            "use `normal` with mean = trials × probability and its sd, or `beta` for the share",
        )?;
        check::finite("probability", probability)?;
        if !(0.0..=1.0).contains(&probability) {
            let message = format!("`probability` is {probability}: it lies between 0 and 1");
            return Err(PriorError::at("probability", message));
        }
        if probability == 0.0 || probability == 1.0 {
            let (count, p) = (notation::number(trials * probability), probability);
            let message = format!("`probability` is {p}: the count is certain to be {count}");
            return Err(PriorError::at("probability", message).help("use `fixed`"));
        }
        Ok(Self {
            trials,
            probability,
            scale: 1.0,
        })
    }

    pub(crate) fn build(parameters: &Parameters) -> Result<Self, PriorError> {
        Self::new(
            parameters.number("trials")?,
            parameters.number("probability")?,
        )
    }

    /// The number of trials.
    #[must_use]
    pub fn trials(&self) -> f64 {
        self.trials
    }

    /// The probability of an event in one trial.
    #[must_use]
    pub fn probability(&self) -> f64 {
        self.probability
    }

    /// The mean, n·p times the scale.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.scale * (self.trials * self.probability)
    }

    /// The standard deviation, √(n·p·(1 − p)) times the scale.
    #[must_use]
    pub fn sd(&self) -> f64 {
        self.scale * (self.trials * self.probability * (1.0 - self.probability)).sqrt()
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

    /// 0 and all trials.
    #[must_use]
    pub fn support(&self) -> (f64, f64) {
        (0.0, self.scale * self.trials)
    }
}

impl Counts for Binomial {
    fn mass(&self, k: f64) -> f64 {
        let (n, p, q) = (self.trials, self.probability, 1.0 - self.probability);
        if k == 0.0 {
            return math::exp(n * math::ln_1p(-p));
        }
        if k == n {
            // 1 − p is exact from ½ on.
            let log_p = if p < 0.5 {
                math::ln(p)
            } else {
                math::ln_1p(-q)
            };
            return math::exp(n * log_p);
        }
        // (n over k)·p^k·q^(n − k) = p^k·q^(n − k) / B(k, n − k) · n / (k·(n − k))
        math::exp(beta_log_power(k, n - k, p, q)) / (k * ((n - k) / n))
    }

    fn below(&self, k: f64) -> f64 {
        beta_upper(k + 1.0, self.trials - k, self.probability)
    }

    fn above(&self, k: f64) -> f64 {
        beta_lower(k + 1.0, self.trials - k, self.probability)
    }

    fn middle(&self) -> f64 {
        (self.trials * self.probability).floor()
    }

    fn most(&self) -> f64 {
        self.trials
    }
}

impl Distribution for Binomial {
    fn family(&self) -> &'static str {
        "binomial"
    }

    public_methods!();

    fn scaled(&self, factor: f64) -> Self {
        Self {
            scale: self.scale * factor,
            ..self.clone()
        }
    }

    fn draw(&self) -> Draw {
        Draw::Closed(Closed::Stairs(Arc::new(counts::stairs(self, self.scale))))
    }
}

impl fmt::Display for Binomial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        counts::write_scale(f, self.scale)?;
        let (n, p) = (number(self.trials), number(self.probability));
        write!(f, "Binomial({n}, {p})")
    }
}
