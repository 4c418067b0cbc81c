//! At which value of an input does the programme break even?
//!
//! # Question
//! What must an input be, all others as uncertain as they are, for the expected outcome to change its sign? How likely is it that it
//! lies on the good side? And how likely is break-even at each of its values?
//!
//! # Estimator
//! m(x) = E\[outcome | the input is x\] over common draws of all other inputs, which stay as they are (as `--set` leaves them). Where the
//! lines are affine in the input, m(x) = E\[a\] + E\[b\]·x and the crossing is −E\[a\]/E\[b\]; otherwise m is looked at on a grid between the
//! 0.01 % and the 99.99 % quantile of the prior (of a fixed input: its range, or from a thousandth to a thousand times its value), and
//! every change of sign is followed by bisection; where m dips towards zero between points its bottom is looked for. Where m does not move by
//! more than 4 of its standard errors nothing is said. P(good side) is that of the prior: for a correlated input its marginal one, although the
//! others do not follow it here (the conditional mean of `sroi tornado` does).
//! The break-even inputs of the case are moved together to one common value. Of a share of a whole the others keep their proportions, so m is
//! then the conditional expectation (a Dirichlet is neutral).
//!
//! # Cost
//! Two evaluations of the case per draw and input, where it is affine; [`GRID`] and some 30 for every crossing where it is not.
//!
//! # Error
//! The delta method for −E\[a\]/E\[b\], the error of m over its slope elsewhere; s/√n for means and √(p(1 − p)/n) for probabilities. Draws are
//! independent.
//!
//! # Example
//! See [`crossings`].

mod evaluate;
mod target;

use super::outcome::Outcome;
use crate::dist::{Prior, Probability};
use crate::model::{Model, Uncertainty, Variant};
use crate::plan::{Operand, compile_for};
use crate::sim::{Experiment, Observer, Settings, SimulationError};
use crate::stats::Estimate;

pub use target::{EFFECT, Target, TargetError};

use evaluate::{Column, Evaluator, Sums};

/// Values of an input at which the outcome is looked at.
const GRID: usize = 41;

/// Most steps of the search for a crossing.
const STEPS: usize = 60;

/// Where an outcome changes its sign along an input.
#[derive(Clone, Debug)]
pub struct Crossing {
    /// What is moved.
    pub target: Target,
    /// The value it has in the case: its mean, or its point where it is fixed. In its own unit, as all values here. `None` for
    /// inputs that are moved together and have different ones.
    pub current: Option<f64>,
    /// Whether the expected outcome moves along the input, beyond what chance explains (4 standard errors): otherwise nothing is
    /// said of crossings.
    pub moves: bool,
    /// The values at which the expected outcome is zero, in order; none where it never is.
    pub values: Vec<Estimate>,
    /// Whether the expected outcome rises with the input; `None` where it does both, or neither.
    pub rises: Option<bool>,
    /// Probability that the input has a value at which the expected outcome is positive; `None` for fixed inputs, and where
    /// the draws do not tell.
    pub p_good: Option<Estimate>,
    /// The outcome along the input.
    pub grid: Vec<GridPoint>,
}

/// The outcome at one value of an input.
#[derive(Clone, Copy, Debug)]
pub struct GridPoint {
    /// The value.
    pub value: f64,
    /// The expected outcome.
    pub mean: Estimate,
    /// The probability that it is positive.
    pub p_positive: Estimate,
}

/// The crossings of an outcome along each target.
///
/// # Errors
/// When draws cannot be made, or are stopped.
///
/// # Example
///
/// ```
/// use sroi::analysis::{Outcome, Target, crossings};
/// use sroi::model::Euros;
/// use sroi::sim::{Settings, Silent};
///
/// # let text = r#"
/// # [case]
/// # name = "example"
/// # title.en = "Example"
/// # per = "year"
/// # currency = "EUR"
/// # price_year = 2023
/// # [inputs.clients]
/// # label.en = "Clients"
/// # unit = "1"
/// # point = 10
/// # prior.normal = { mean = 10, sd = 2 }
/// # basis = "assumption"
/// # [stakeholders.payer]
/// # label.en = "Payer"
/// # [lines.saved]
/// # label.en = "Saved"
/// # side = "benefit"
/// # euro = "hard"
/// # to = "payer"
/// # amount = "clients * 100 [EUR/year]"
/// # [lines.paid]
/// # label.en = "Paid"
/// # side = "cost"
/// # euro = "hard"
/// # to = "payer"
/// # amount = "800 [EUR/year]"
/// # "#;
/// # let (case, mut diagnostics) = sroi::case::read(&sroi::text::Source::new("example", text));
/// # let model = sroi::model::check(&case.unwrap(), &mut diagnostics).unwrap();
/// let (variant, outcome) = (model.base(), Outcome::net_benefit(Euros::All));
/// let targets = Target::all(&model, &variant, &outcome);
/// let settings = Settings::random(2000, 1, 1);
/// let found = crossings(&model, &variant, &outcome, &targets, settings, &Silent)?;
/// // Savings of 100 per client pay for 800 from 8 clients on: P(8 or more) = Φ(1).
/// assert!((found[0].values[0].value - 8.0).abs() < 1e-9);
/// assert!((found[0].p_good.unwrap().value - 0.841_344_746).abs() < 1e-8);
/// # Ok::<(), sroi::sim::SimulationError>(())
/// ```
pub fn crossings(
    model: &Model,
    variant: &Variant,
    outcome: &Outcome,
    targets: &[Target],
    settings: Settings,
    observer: &dyn Observer,
) -> Result<Vec<Crossing>, SimulationError> {
    let mut open: Vec<usize> = targets.iter().flat_map(|t| t.members.clone()).collect();
    open.sort_unstable();
    open.dedup();
    let plan = compile_for(model, variant, &[outcome.metric], &open);
    let output = plan.operand(outcome.metric);
    let experiment = Experiment::new(&plan, settings, 1)?;
    let columns: Vec<Column> = targets
        .iter()
        .map(|target| Column::of(model, variant, outcome, &plan, target))
        .collect();
    let fixed = plan.opened.iter();
    let fixed = fixed.filter_map(|&(input, register)| match variant.uncertainties[input] {
        Uncertainty::Fixed(value) => Some((register, value)),
        Uncertainty::Drawn(_) => None,
    });
    let evaluator = Evaluator {
        experiment: &experiment,
        fixed: fixed.collect(),
        output: output.unwrap_or(Operand::Constant(f64::NAN)),
        draws: settings.draws,
        observer,
    };
    let sums = evaluator.along(&columns)?;
    let rows = targets.iter().zip(&columns).zip(&sums);
    rows.map(|((target, column), sums)| crossing(model, variant, &evaluator, target, column, sums))
        .collect()
}

fn crossing(
    model: &Model,
    variant: &Variant,
    evaluator: &Evaluator<'_>,
    target: &Target,
    column: &Column,
    sums: &Sums,
) -> Result<Crossing, SimulationError> {
    let scale = model.inputs[target.members[0]].unit.scale();
    let own = |e: Estimate| Estimate::new(e.value / scale, e.standard_error / scale);
    let means: Vec<Estimate> = sums.means();
    let moves = sums.moves();
    let values: Vec<Estimate> = if !moves {
        Vec::new()
    } else if column.affine {
        let root = sums.root(column.ends());
        let possible = |root: &Estimate| column.holds(root.value);
        root.into_iter().filter(possible).collect()
    } else {
        evaluator.roots(column, &means)?
    };
    let told = !values.is_empty() || means.iter().all(is_told);
    let prior = prior(variant, target).filter(|_| told);
    let grid = column.grid.iter().zip(&means).zip(sums.positive());
    let grid = grid.map(|((x, mean), p_positive)| GridPoint {
        value: x / scale,
        mean: *mean,
        p_positive,
    });
    Ok(Crossing {
        current: current(variant, target).map(|value| value / scale),
        moves,
        rises: rises(&means).filter(|_| moves),
        p_good: prior.map(|prior| p_good(prior, &values, &means, column)),
        values: values.into_iter().map(own).collect(),
        grid: grid.collect(),
        target: target.clone(),
    })
}

/// Whether an expected outcome is on one side of zero beyond doubt.
fn is_told(mean: &Estimate) -> bool {
    mean.value.abs() > 4.0 * mean.standard_error
}

/// The mean or the point of a target whose members have the same.
fn current(variant: &Variant, target: &Target) -> Option<f64> {
    let value = |&index: &usize| match &variant.uncertainties[index] {
        Uncertainty::Fixed(value) => *value,
        Uncertainty::Drawn(prior) => prior.mean(),
    };
    let mut values = target.members.iter().map(value);
    let first = values.next()?;
    values.all(|value| value == first).then_some(first)
}

/// The prior of a target of one input.
fn prior<'a>(variant: &'a Variant, target: &Target) -> Option<&'a Prior> {
    let [index] = target.members[..] else {
        return None;
    };
    match &variant.uncertainties[index] {
        Uncertainty::Fixed(_) => None,
        Uncertainty::Drawn(prior) => Some(prior),
    }
}

/// Whether the expected outcome only rises, or only falls, along the grid; `None` where it does both or does not move.
fn rises(means: &[Estimate]) -> Option<bool> {
    let step = |pair: &[Estimate]| pair[1].value - pair[0].value;
    let size = means.iter().map(|m| m.value.abs()).fold(0.0, f64::max);
    let still = |change: f64| change.abs() <= 1e-12 * size;
    let changes: Vec<f64> = means.windows(2).map(step).filter(|c| !still(*c)).collect();
    let up = changes.iter().any(|change| *change > 0.0);
    let down = changes.iter().any(|change| *change < 0.0);
    (up != down).then_some(up)
}

/// The probability of the values at which the expected outcome is positive. Between crossings its sign is that of the grid.
fn p_good(prior: &Prior, values: &[Estimate], means: &[Estimate], column: &Column) -> Estimate {
    if values.is_empty() {
        let positive = means.iter().all(|mean| mean.value > 0.0);
        return Estimate::exact(if positive { 1.0 } else { 0.0 });
    }
    // The sign below the first crossing, which changes at every crossing.
    let first = values[0].value;
    let below = column.grid.iter().zip(means).find(|(x, _)| **x < first);
    let above = column.grid.iter().zip(means).find(|(x, _)| **x > first);
    let mut positive = match (below, above) {
        (Some((_, mean)), _) => mean.value > 0.0,
        (None, Some((_, mean))) => mean.value <= 0.0,
        (None, None) => false,
    };
    let (mut p, mut variance, mut low) = (0.0, 0.0, 0.0);
    for value in values {
        let at = prior.cdf(value.value);
        if positive {
            p += at - low;
        }
        let reach = |sign: f64| prior.cdf(value.value + sign * value.standard_error);
        let error = 0.5 * (reach(1.0) - reach(-1.0));
        variance += error * error;
        (low, positive) = (at, !positive);
    }
    if positive {
        p += match values {
            [only] => prior.sf(only.value),
            _ => 1.0 - low,
        };
    }
    Estimate::new(p, variance.sqrt())
}

/// The quantile of a prior.
fn quantile(prior: &Prior, p: f64) -> f64 {
    prior.quantile(Probability::new(p))
}
