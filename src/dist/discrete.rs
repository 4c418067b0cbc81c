//! The discrete distribution on listed values.

use super::check;
use super::distribution::{Distribution, Draw, public_methods};
use super::notation;
use super::parameters::{Parameters, PriorError};
use super::probability::Probability;
use super::sampler::Closed;
use std::fmt;

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
    /// In increasing order of value.
    steps: Vec<Step>,
}

/// One value: its own probability, and that of lying at or below, and above.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Step {
    x: f64,
    own: f64,
    below: f64,
    above: f64,
}

impl Discrete {
    /// The distribution that takes each value with its probability.
    ///
    /// # Errors
    ///
    /// Unless there are as many probabilities as values, at least one, none negative, with sum 1.
    pub fn new(values: &[f64], probabilities: &[f64]) -> Result<Self, PriorError> {
        check_lists(values, probabilities)?;
        let sum: f64 = probabilities.iter().sum();
        let mut pairs: Vec<(f64, f64)> = values
            .iter()
            .copied()
            .zip(probabilities.iter().map(|p| p / sum))
            .collect();
        pairs.retain(|&(_, p)| p > 0.0);
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
        pairs.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        let mut steps: Vec<Step> = pairs
            .into_iter()
            .map(|(x, own)| Step {
                x,
                own,
                below: 0.0,
                above: 0.0,
            })
            .collect();
        let mut below = 0.0;
        for step in &mut steps {
            below += step.own;
            step.below = below;
        }
        let mut above = 0.0;
        for step in steps.iter_mut().rev() {
            step.above = above;
            above += step.own;
        }
        if let Some(last) = steps.last_mut() {
            last.below = 1.0;
        }
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
        self.atoms().map(|(x, p)| x * p).sum()
    }

    /// The standard deviation.
    #[must_use]
    pub fn sd(&self) -> f64 {
        let mean = self.mean();
        self.atoms()
            .map(|(x, p)| p * (x - mean) * (x - mean))
            .sum::<f64>()
            .sqrt()
    }

    /// P(X ≤ x).
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        self.last_upto(x).map_or(0.0, |step| step.below)
    }

    /// P(X > x).
    #[must_use]
    pub fn sf(&self, x: f64) -> f64 {
        self.last_upto(x).map_or(1.0, |step| step.above)
    }

    fn last_upto(&self, x: f64) -> Option<&Step> {
        self.steps.iter().rev().find(|step| step.x <= x)
    }

    /// The smallest value x with P(X ≤ x) ≥ p.
    #[must_use]
    pub fn quantile(&self, p: Probability) -> f64 {
        let reached = |step: &&Step| {
            if p.is_upper() {
                step.above <= p.tail()
            } else {
                step.below >= p.tail()
            }
        };
        self.steps
            .iter()
            .find(reached)
            .or(self.steps.last())
            .map_or(0.0, |step| step.x)
    }

    /// The smallest and the largest value.
    #[must_use]
    pub fn support(&self) -> (f64, f64) {
        let x = |step: Option<&Step>| step.map_or(0.0, |step| step.x);
        (x(self.steps.first()), x(self.steps.last()))
    }
}

impl Distribution for Discrete {
    fn family(&self) -> &'static str {
        "discrete"
    }

    public_methods!();

    fn scaled(&self, factor: f64) -> Self {
        let steps = self
            .steps
            .iter()
            .map(|step| Step {
                x: step.x * factor,
                ..*step
            })
            .collect();
        Self { steps }
    }

    fn draw(&self) -> Draw {
        Draw::Closed(Closed::Steps(
            self.steps.iter().map(|step| (step.x, step.below)).collect(),
        ))
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
    for p in probabilities {
        check::finite("probabilities", *p)?;
        if !(*p >= 0.0) {
            return Err(PriorError::at(
                "probabilities",
                format!("probability {p} is negative"),
            ));
        }
    }
    let sum: f64 = probabilities.iter().sum();
    if !((sum - 1.0).abs() <= 1e-9) {
        return Err(PriorError::at(
            "probabilities",
            format!("the probabilities sum to {sum}, not to 1"),
        ));
    }
    Ok(())
}
