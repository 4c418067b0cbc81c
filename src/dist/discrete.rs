//! The discrete distribution on listed values.

use super::check;
use super::distribution::{Distribution, Draw, public_methods};
use super::notation;
use super::parameters::{Parameters, PriorError};
use super::probability::Probability;
use super::sampler::Closed;
use super::steps::Steps;
use std::fmt;
use std::sync::Arc;

/// A choice between a few values, `Discrete(value: probability, …)`: alternative estimates with weights.
///
/// # Parameters
///
/// values: finite numbers, in any order; probabilities: as many, each ≥ 0, with sum 1 (to 1e-9).
/// Equal values are merged and values of probability 0 dropped.
///
/// # Moments
///
/// mean = Σ p·x, sd = √(Σ p·(x − mean)²).
///
/// # Quantile
///
/// Closed form: the smallest value whose cumulated probability reaches u.
///
/// # Errors
///
/// No values; lengths that differ; a negative probability; a sum other than 1; numbers that are not finite.
///
/// # Example
///
/// ```
/// use sroi::dist::Discrete;
/// let visits = Discrete::new(&[2.0, 4.0], &[0.75, 0.25]).unwrap();
/// assert_eq!(visits.mean(), 2.5);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Discrete {
    steps: Steps,
}

impl Discrete {
    /// The distribution that takes each value with its probability.
    ///
    /// # Errors
    ///
    /// Unless there are as many probabilities as values, at least one, none negative, with sum 1.
    pub fn new(values: &[f64], probabilities: &[f64]) -> Result<Self, PriorError> {
        check_lists(values, probabilities)?;
        let steps = Steps::listed(values.iter().copied().zip(probabilities.iter().copied()));
        Ok(Self { steps })
    }

    pub(crate) fn build(parameters: &Parameters) -> Result<Self, PriorError> {
        Self::new(
            parameters.list("values")?,
            parameters.list("probabilities")?,
        )
    }

    /// Values and their probabilities, in increasing order of value.
    pub fn atoms(&self) -> impl Iterator<Item = (f64, f64)> {
        self.steps.iter().map(|step| (step.x, step.own))
    }

    /// The mean, Σ p·x.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.steps.mean()
    }

    /// The standard deviation.
    #[must_use]
    pub fn sd(&self) -> f64 {
        self.steps.sd()
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

    /// The smallest value x with P(X ≤ x) ≥ p.
    #[must_use]
    pub fn quantile(&self, p: Probability) -> f64 {
        self.steps.quantile(p)
    }

    /// The smallest and the largest value.
    #[must_use]
    pub fn support(&self) -> (f64, f64) {
        self.steps.support()
    }
}

impl Distribution for Discrete {
    fn family(&self) -> &'static str {
        "discrete"
    }

    public_methods!();

    fn scaled(&self, factor: f64) -> Self {
        Self {
            steps: self.steps.scaled(factor),
        }
    }

    fn draw(&self) -> Draw {
        Draw::Closed(Closed::Stairs(Arc::new(self.steps.stairs(1.0))))
    }
}

impl fmt::Display for Discrete {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let atoms: Vec<String> = self
            .atoms()
            .map(|(x, p)| format!("{}: {}", notation::number(x), notation::number(p)))
            .collect();
        write!(f, "Discrete({})", atoms.join(", "))
    }
}

fn check_lists(values: &[f64], probabilities: &[f64]) -> Result<(), PriorError> {
    let (n, m) = (values.len(), probabilities.len());
    if n == 0 {
        return Err(PriorError::at(
            "values",
            "`values` is empty: at least one value is needed",
        ));
    }
    if n != m {
        return Err(PriorError::at(
            "probabilities",
            format!("{n} values have {m} probabilities: give one for each"),
        ));
    }
    for x in values {
        check::finite("values", *x)?;
    }
    check::probabilities(probabilities)
}
