//! When is the Monte Carlo error small enough?
//!
//! # Estimator
//! A goal such as `p_break_even ± 0.001` is reached when half of the 95 % Monte Carlo interval of its quantity is at most
//! the tolerance: t·s with the standard error s, where t is the 97.5 % quantile of Student's t with R − 1 degrees of freedom
//! for a design with R replicates, and 1.96 for random draws.
//!
//! # Error
//! The rule looks at an estimate of the error, which under a design with few replicates is itself uncertain; t allows for
//! that. Looking again after each extension makes the coverage smaller than 95 %: about 94 % for probabilities, 91 % for means and
//! tails of skewed quantities (measured).

use super::headline::headline;
use super::summary::QUANTILES;
use crate::dist::{Beta, Probability};
use crate::model::{Model, Total};
use crate::plan::Metric;
use crate::sim::{BLOCK_DRAWS, Simulation};
use crate::stats::Estimate;
use crate::stream::Design;

/// The 97.5 % quantile of the standard normal distribution.
const NORMAL: f64 = 1.959_963_984_540_054;
/// More than the draws that the error asks for, since the error is an estimate too.
const RESERVE: f64 = 1.03;
/// A run grows at least by this factor and at most by the other.
const GROWTH: [f64; 2] = [1.1, 16.0];

/// The quantities that are one number per run.
const SINGLE: [&str; 6] = [
    "p_break_even",
    "hard_p_break_even",
    "ratio_of_means",
    "hard_ratio_of_means",
    "break_even_attribution",
    "hard_break_even_attribution",
];

/// A precision to reach.
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    /// As it was asked for, in one spelling: `p_break_even ± 0.001`.
    pub text: String,
    quantity: Quantity,
    tolerance: Tolerance,
}

#[derive(Clone, Debug, PartialEq)]
enum Quantity {
    /// One of [`SINGLE`].
    Single(usize),
    Of(Metric, Statistic),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Statistic {
    Mean,
    Sd,
    Quantile(f64),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Tolerance {
    Absolute(f64),
    /// As a share of the estimate.
    Relative(f64),
}

/// Why something is no goal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GoalError {
    /// It does not read like one.
    #[error(
        "expected a quantity and a tolerance such as `p_break_even ± 0.001` or `roi.q975 ± 1%`, not `{0}`"
    )]
    Form(String),
    /// The tolerance is no positive number.
    #[error("the tolerance `{0}` is not a positive number")]
    Tolerance(String),
    /// Nothing has this name.
    #[error("`{name}` is not a result with a Monte Carlo error; {known}")]
    Unknown {
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
    /// Repetitions would give the same.
    #[error("`{0}` has no Monte Carlo error: repetitions of the run would give the same")]
    Exact(String),
    /// A share of nothing.
    #[error(
        "`{0}` is 0 by now, so that a tolerance in per cent of it means nothing; give an absolute one"
    )]
    Zero(String),
    /// It has no value, or its error is unknown.
    #[error("`{0}` has no Monte Carlo error in this case: it is not defined in every draw")]
    Undefined(String),
}

/// How far a run is from its goal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Precision {
    /// The quantity, in the unit of the result files.
    pub estimate: Estimate,
    /// Half of its 95 % Monte Carlo interval.
    pub half_width: f64,
    /// What that may be.
    pub tolerance: f64,
}

impl Precision {
    /// Whether the goal is reached.
    #[must_use]
    pub fn is_reached(&self) -> bool {
        self.half_width <= self.tolerance
    }
}

impl Goal {
    /// Reads a goal: a quantity, `±` (or `+-`), and a tolerance, absolute or in per cent of the quantity.
    ///
    /// Quantities are named as in the result files: `p_break_even`, `ratio_of_means`, `break_even_attribution` and their `hard_`
    /// forms, or a metric with a statistic: `net_benefit.mean`, `roi.q975`, `lines.NAME.mean`.
    ///
    /// # Errors
    /// See [`GoalError`].
    pub fn parse(text: &str, model: &Model) -> Result<Self, GoalError> {
        let separator = ["±", "+/-", "+-"]
            .into_iter()
            .find(|separator| text.contains(separator));
        let Some((name, tolerance)) = separator.and_then(|at| text.split_once(at)) else {
            return Err(GoalError::Form(text.to_owned()));
        };
        let (name, tolerance) = (name.trim(), tolerance.trim());
        let (number, relative) = match tolerance.strip_suffix('%') {
            Some(number) => (number.trim(), true),
            None => (tolerance, false),
        };
        let size = number.parse::<f64>().ok();
        let Some(size) = size.filter(|size| *size > 0.0 && size.is_finite()) else {
            return Err(GoalError::Tolerance(tolerance.to_owned()));
        };
        Ok(Self {
            text: format!("{name} ± {tolerance}"),
            quantity: quantity(name, model)?,
            tolerance: if relative {
                Tolerance::Relative(size / 100.0)
            } else {
                Tolerance::Absolute(size)
            },
        })
    }

    /// The quantity and how precise it is by now.
    ///
    /// # Errors
    /// When it has no Monte Carlo error.
    pub fn precision(
        &self,
        model: &Model,
        simulation: &Simulation,
    ) -> Result<Precision, GoalError> {
        let name = || self.name().to_owned();
        let estimate = self.estimate(model, simulation);
        let estimate = estimate.ok_or_else(|| GoalError::Undefined(name()))?;
        if estimate.standard_error == 0.0 {
            return Err(GoalError::Exact(name()));
        }
        if !estimate.value.is_finite() || !estimate.standard_error.is_finite() {
            return Err(GoalError::Undefined(name()));
        }
        let tolerance = match self.tolerance {
            Tolerance::Absolute(size) => size,
            Tolerance::Relative(share) => share * estimate.value.abs(),
        };
        if tolerance == 0.0 {
            return Err(GoalError::Zero(name()));
        }
        // None or all of the draws: the 95 % limit is 3/n (rule of three), and the error stands for 1/n.
        let is_probability = matches!(self.quantity, Quantity::Single(0 | 1));
        let extreme = is_probability && (estimate.value == 0.0 || estimate.value == 1.0);
        let factor = if extreme {
            3.0
        } else {
            half_width_95(simulation.replicates)
        };
        Ok(Precision {
            estimate,
            half_width: factor * estimate.standard_error,
            tolerance,
        })
    }

    /// How many draws should do, at most `limit`; `None` when the goal is reached or there are as many already.
    #[must_use]
    pub fn next(&self, model: &Model, simulation: &Simulation, limit: u64) -> Option<u64> {
        let precision = self.precision(model, simulation).ok()?;
        if precision.is_reached() || simulation.draws >= limit {
            return None;
        }
        if simulation.design == Design::Sobol {
            // Between powers of two a Sobol' sequence gains little.
            return simulation
                .draws
                .checked_mul(2)
                .filter(|twice| *twice <= limit);
        }
        let ratio = precision.half_width / precision.tolerance;
        let growth = (RESERVE * ratio * ratio).clamp(GROWTH[0], GROWTH[1]);
        let needed = simulation.draws as f64 * growth;
        let whole = (needed / BLOCK_DRAWS as f64).ceil() as u64 * BLOCK_DRAWS;
        Some(whole.min(limit))
    }

    fn name(&self) -> &str {
        self.text.split(" ±").next().unwrap_or_default()
    }

    fn estimate(&self, model: &Model, simulation: &Simulation) -> Option<Estimate> {
        match &self.quantity {
            Quantity::Single(which) => {
                let headline = headline(simulation);
                match which {
                    0 => Some(headline.all.p_break_even),
                    1 => Some(headline.hard.p_break_even),
                    2 => headline.all.ratio_of_means,
                    3 => headline.hard.ratio_of_means,
                    4 => headline.all.break_even_attribution,
                    _ => headline.hard.break_even_attribution,
                }
            }
            Quantity::Of(metric, statistic) => {
                let output = simulation.output(*metric)?;
                let estimate = match statistic {
                    Statistic::Mean => output.mean(),
                    Statistic::Sd => output.sd(),
                    Statistic::Quantile(p) => output.quantile(*p),
                };
                let scale = metric.scale(model);
                Some(Estimate::new(
                    estimate.value / scale,
                    estimate.standard_error / scale,
                ))
            }
        }
    }
}

fn quantity(name: &str, model: &Model) -> Result<Quantity, GoalError> {
    let unknown = || GoalError::Unknown {
        name: name.to_owned(),
        known: known(),
    };
    if let Some(which) = SINGLE.iter().position(|single| *single == name) {
        return Ok(Quantity::Single(which));
    }
    let (metric, statistic) = name.rsplit_once('.').ok_or_else(unknown)?;
    let statistic = match statistic {
        "mean" => Statistic::Mean,
        "sd" => Statistic::Sd,
        other => {
            let found = QUANTILES.iter().find(|(known, _)| *known == other);
            Statistic::Quantile(found.ok_or_else(unknown)?.1)
        }
    };
    let total = Total::ALL.iter().find(|(known, _)| *known == metric);
    let metric = match (total, metric.strip_prefix("lines.")) {
        (Some((_, total)), _) => Metric::Total(*total),
        (None, Some(line)) => {
            let index = model.lines.iter().position(|known| known.name == line);
            Metric::Line(index.ok_or_else(unknown)?)
        }
        (None, None) => return Err(unknown()),
    };
    Ok(Quantity::Of(metric, statistic))
}

fn known() -> String {
    let totals = Total::ALL.map(|(name, _)| name).join(", ");
    let quantiles = QUANTILES.map(|(name, _)| name).join(", ");
    format!(
        "there are {}, and {totals} or lines.NAME with .mean, .sd or a quantile ({quantiles}), for example `net_benefit.mean`",
        SINGLE.join(", ")
    )
}

/// Half of a 95 % interval in standard errors: 1.96 for random draws, and with errors from the spread of R replicates the 97.5 % quantile
/// of Student's t with R − 1 degrees of freedom; T²/(ν + T²) has a Beta(½, ν/2) distribution.
#[must_use]
pub fn half_width_95(replicates: u32) -> f64 {
    let freedom = f64::from(replicates.saturating_sub(1));
    match Beta::new(0.5, 0.5 * freedom) {
        Ok(beta) => {
            let share = beta.quantile(Probability::new(0.95));
            (freedom * share / (1.0 - share)).sqrt()
        }
        Err(_) => NORMAL,
    }
}

#[cfg(test)]
mod tests {
    use super::{NORMAL, half_width_95};

    /// Tables of Student's t.
    #[test]
    fn quantiles_of_t() {
        assert_eq!(half_width_95(1), NORMAL);
        for (replicates, quantile) in [
            (2, 12.706_204_736),
            (16, 2.131_449_546),
            (64, 1.998_340_543),
        ] {
            assert!(
                (half_width_95(replicates) - quantile).abs() < 1e-8,
                "{replicates}"
            );
        }
    }
}
