//! The empirical distribution of observations.

use super::check;
use super::distribution::{Distribution, Draw, public_methods};
use super::notation::number;
use super::parameters::{Parameters, PriorError};
use super::probability::Probability;
use super::sampler::Closed;
use super::steps::Steps;
use std::fmt;
use std::sync::Arc;

/// Observations as they are, `Empirical(values)`: every draw is one of them.
///
/// **It describes the spread between observations, not the uncertainty of their mean.** The hours of a single client
/// are drawn from it; the mean hours per client, which a business case multiplies by the number of clients, is far
/// better known: take `normal`, `gamma` or `lognormal` with the observed mean and `se` = sd / √n for that.
///
/// # Parameters
///
/// values: the observations, finite numbers in any order; equal ones add up. weights (optional): one for each, ≥ 0, with
/// any positive sum; without them all observations weigh the same.
///
/// # Moments
///
/// mean = Σ w·x, sd = √(Σ w·(x − mean)²), where the weights w have been divided by their sum. The sd is that of the
/// draws: it divides by n, where the sd of a sample divides by n − 1.
///
/// # Quantile
///
/// Closed form: a step function, the smallest observation with P(X ≤ x) ≥ u. Nothing is drawn between or beyond the
/// observations.
///
/// # Errors
///
/// No values; as many weights as values are needed, none negative, not all 0; numbers that are not finite.
///
/// # Example
///
/// ```
/// use sroi::dist::Empirical;
/// let hours = Empirical::new(&[9.0, 16.0, 9.0, 70.0]).unwrap();
/// assert_eq!(hours.mean(), 26.0);
/// assert_eq!(hours.cdf(9.0), 0.5);
/// ```
///
/// # References
///
/// B. Efron, R. J. Tibshirani (1993), An introduction to the bootstrap, chapter 4.
#[derive(Clone, Debug, PartialEq)]
pub struct Empirical {
    steps: Steps,
    /// How many were listed.
    observations: usize,
}

impl Empirical {
    /// Draws that are each of these observations with equal probability.
    ///
    /// # Errors
    ///
    /// Unless there is an observation, and all are finite.
    pub fn new(values: &[f64]) -> Result<Self, PriorError> {
        Self::weighted(values, &vec![1.0; values.len()])
    }

    /// Draws that are each of these observations with probability proportional to its weight.
    ///
    /// # Errors
    ///
    /// Unless there are as many weights as values, at least one, none negative, not all 0, and all are finite.
    pub fn weighted(values: &[f64], weights: &[f64]) -> Result<Self, PriorError> {
        let (n, m) = (values.len(), weights.len());
        if n == 0 {
            let message = "`values` is empty: at least one observation is needed";
            return Err(PriorError::at("values", message));
        }
        if n != m {
            let message = format!("{n} values have {m} weights: give one for each");
            return Err(
                PriorError::at("weights", message).help("leave out `weights` for equal ones")
            );
        }
        for x in values {
            check::finite("values", *x)?;
        }
        check::weights("weights", "weight", weights)?;
        Ok(Self {
            steps: Steps::listed(values.iter().copied().zip(weights.iter().copied())),
            observations: n,
        })
    }

    pub(crate) fn build(parameters: &Parameters) -> Result<Self, PriorError> {
        let values = parameters.list("values")?;
        if parameters.has("weights") {
            Self::weighted(values, parameters.list("weights")?)
        } else {
            Self::new(values)
        }
    }

    /// Different observations and their probabilities, in increasing order.
    pub fn atoms(&self) -> impl Iterator<Item = (f64, f64)> {
        self.steps.iter().map(|step| (step.x, step.own))
    }

    /// The mean of the observations.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.steps.mean()
    }

    /// The standard deviation between observations, with divisor n.
    #[must_use]
    pub fn sd(&self) -> f64 {
        self.steps.sd()
    }

    /// P(X = x).
    #[must_use]
    pub fn pmf(&self, x: f64) -> f64 {
        self.steps.pmf(x)
    }

    /// P(X ≤ x).
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        self.steps.cdf(x)
    }

    /// P(X > x).
    #[must_use]
    pub fn sf(&self, x: f64) -> f64 {
        self.steps.sf(x)
    }

    /// The smallest observation x with P(X ≤ x) ≥ p.
    #[must_use]
    pub fn quantile(&self, p: Probability) -> f64 {
        self.steps.quantile(p)
    }

    /// The smallest and the largest observation.
    #[must_use]
    pub fn support(&self) -> (f64, f64) {
        self.steps.support()
    }
}

impl Distribution for Empirical {
    fn family(&self) -> &'static str {
        "empirical"
    }

    public_methods!();

    fn scaled(&self, factor: f64) -> Self {
        Self {
            steps: self.steps.scaled(factor),
            observations: self.observations,
        }
    }

    fn draw(&self) -> Draw {
        Draw::Closed(Closed::Stairs(Arc::new(self.steps.stairs(1.0))))
    }
}

/// `Empirical(39 observations, mean 20.05, sd 14.9)`.
impl fmt::Display for Empirical {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let n = self.observations;
        let what = if n == 1 {
            "observation"
        } else {
            "observations"
        };
        let (mean, sd) = (number(self.mean()), number(self.sd()));
        write!(f, "Empirical({n} {what}, mean {mean}, sd {sd})")
    }
}
