//! What would it be worth to know some inputs, by brute force on the model?
//!
//! # Question
//! The expected value of partial perfect information (EVPPI) about an input or a group, for the decision to implement or not.
//!
//! # Estimator
//! Outer draws of the inputs in question, and for each of them inner draws of all others given it. With m the mean outcome of N
//! inner draws, EVPPI = E\[max(m, 0)\] − max(E\[m\], 0) is biased upwards by 1/N; with the means m₁ and m₂ of the halves of the inner
//! draws, 2·max(m, 0) − ½(max(m₁, 0) + max(m₂, 0)) takes its place, which is not biased in that order (Richardson; the
//! correction of Giles & Goda 2019, Statistics and Computing 29:739). It is max(m, 0) wherever both halves agree in sign.
//! Outer draws are Latin hypercubes, for one input a stratified sample; inner draws are independent between outer ones.
//!
//! Given some inputs of a correlation the others are drawn from their conditional distribution (the correlation is factored with
//! those given first); given shares of a whole the others divide what is left in proportion (a Dirichlet is neutral).
//!
//! # Cost
//! Outer × inner draws.
//!
//! # Error
//! The spread of 16 independent Latin hypercubes of outer draws. An estimate within 1.96 standard errors, by Student's t, of zero
//! is reported as 0; `raw` is the plain one, which may be negative.
//!
//! # Example
//! See [`nested_evppi`].

use super::goal::half_width_95;
use crate::chunk::{CHUNK, chunks};
use crate::model::{Euros, Model, Variant};
use crate::plan::{Metric, Operand, Plan, compile_for};
use crate::sim::{Experiment, Observer, Settings, SimulationError, Trial, by_parts};
use crate::stats::Estimate;
use crate::stream::Design;

/// How much is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NestedSettings {
    /// Draws of the inputs that are to be known; a multiple of 16.
    pub outer: u64,
    /// Draws of all others for each of them; an even number.
    pub inner: u64,
    /// The seed.
    pub seed: u64,
    /// Threads, at least 1. Results do not depend on it.
    pub threads: usize,
}

/// The value of knowing some inputs.
#[derive(Clone, Debug)]
pub struct Nested {
    /// The inputs, by index.
    pub inputs: Vec<usize>,
    /// EVPPI: 0 where it is not distinguishable from zero.
    pub value: Estimate,
    /// The estimate as it came out.
    pub raw: f64,
    /// The estimate without correction for the inner draws.
    pub uncorrected: f64,
    /// Whether it is distinguishable from zero.
    pub distinguishable: bool,
}

/// Why there is no nested EVPPI.
#[derive(Debug, thiserror::Error)]
pub enum NestedError {
    /// The draws could not be made.
    #[error(transparent)]
    Simulation(#[from] SimulationError),
    /// A number of draws that cannot be used.
    #[error(
        "{0} outer and {1} inner draws: outer draws come in multiples of 16 from 32 on, inner ones in even numbers from 2 on"
    )]
    Draws(u64, u64),
    /// The conditional distribution cannot be had.
    #[error("the correlations are too near to singular to draw the others given `{0}`")]
    Singular(String),
}

impl NestedSettings {
    /// Whether so many outer and inner draws can be used.
    ///
    /// # Errors
    /// When they cannot.
    pub fn numbers(outer: u64, inner: u64) -> Result<(), NestedError> {
        let fine = outer >= 32 && outer.is_multiple_of(16) && inner >= 2 && inner.is_multiple_of(2);
        fine.then_some(()).ok_or(NestedError::Draws(outer, inner))
    }
}

/// EVPPI of groups of inputs, by index, for net benefit in these euros against 0; each by itself.
///
/// # Errors
/// See [`NestedError`].
pub fn nested_evppi(
    model: &Model,
    variant: &Variant,
    euros: Euros,
    groups: &[Vec<usize>],
    settings: NestedSettings,
    observer: &dyn Observer,
) -> Result<Vec<Nested>, NestedError> {
    NestedSettings::numbers(settings.outer, settings.inner)?;
    let metric = Metric::Total(euros.net_benefit());
    let plan = compile_for(model, variant, &[metric], &[]);
    observer.expect(settings.outer * groups.len() as u64);
    let groups = groups.iter();
    groups
        .map(|group| of_group(model, &plan, metric, group, settings, observer))
        .collect()
}

fn of_group(
    model: &Model,
    plan: &Plan,
    metric: Metric,
    group: &[usize],
    settings: NestedSettings,
    observer: &dyn Observer,
) -> Result<Nested, NestedError> {
    let names = || group.iter().map(|&input| model.inputs[input].name.as_str());
    let plan = plan
        .with_first(group)
        .ok_or_else(|| NestedError::Singular(names().collect::<Vec<_>>().join(", ")))?;
    let output = plan.operand(metric).unwrap_or(Operand::Constant(f64::NAN));
    let of = |draws| Settings::random(draws, settings.seed, settings.threads);
    let outer = of(settings.outer).designed(Design::LatinHypercube);
    let outer = Experiment::new(&plan, outer, 1).map_err(SimulationError::from)?;
    let chunks_inner = settings.inner.div_ceil(CHUNK as u64);
    let draws = settings.outer * chunks_inner * CHUNK as u64;
    let inner = Experiment::new(&plan, of(draws), 2).map_err(SimulationError::from)?;
    let means = inner.map(observer, settings.outer, |trial, draw| {
        let given = outer.given(0, draw, group);
        let first = draw * chunks_inner;
        halves(settings.inner, |chunk, values| {
            // Copy 1: copy 0 has the addresses of the outer draws.
            trial.draw_given(1, first + chunk, &given);
            evaluate(trial, output, values);
        })
    })?;
    Ok(estimate(group.to_vec(), &means, &outer))
}

fn evaluate(trial: &mut Trial<'_>, output: Operand, values: &mut [f64]) {
    trial.evaluate();
    trial.output(output, values);
}

/// The sums of both halves of the inner draws, over half their number.
fn halves(draws: u64, mut fill: impl FnMut(u64, &mut [f64])) -> [f64; 2] {
    let half = draws / 2;
    let mut sums = [0.0; 2];
    let mut values = [0.0; CHUNK];
    for (chunk, length) in chunks(draws) {
        let values = &mut values[..length];
        fill(chunk, values);
        let first = chunk * CHUNK as u64;
        let split = half.saturating_sub(first).min(length as u64) as usize;
        sums[0] += values[..split].iter().sum::<f64>();
        sums[1] += values[split..].iter().sum::<f64>();
    }
    sums.map(|sum| sum / half as f64)
}

/// What one part of the outer draws says.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    count: f64,
    mean: f64,
    corrected: f64,
    plain: f64,
}

impl Sums {
    fn add(&mut self, [first, second]: [f64; 2]) {
        let mean = 0.5 * (first + second);
        let plain = mean.max(0.0);
        self.count += 1.0;
        self.mean += mean;
        self.plain += plain;
        self.corrected += 2.0 * plain - 0.5 * (first.max(0.0) + second.max(0.0));
    }

    fn merge(&mut self, other: &Self) {
        self.count += other.count;
        self.mean += other.mean;
        self.plain += other.plain;
        self.corrected += other.corrected;
    }

    /// The value of knowing, over what one would choose without.
    fn over(&self, value: f64, implement: bool) -> f64 {
        let without = if implement { self.mean } else { 0.0 };
        (value - without) / self.count
    }
}

fn estimate(inputs: Vec<usize>, means: &[[f64; 2]], outer: &Experiment<'_>) -> Nested {
    let mut parts = vec![Sums::default(); outer.parts() as usize];
    for (draw, halves) in means.iter().enumerate() {
        parts[outer.part(draw as u64) as usize].add(*halves);
    }
    let mut whole = Sums::default();
    for part in &parts {
        whole.merge(part);
    }
    let implement = whole.mean > 0.0;
    let of = |sums: &Sums| sums.over(sums.corrected, implement);
    let each: Vec<f64> = parts.iter().map(of).collect();
    let raw = by_parts(of(&whole), &each);
    let reach = half_width_95(outer.parts() as u32);
    let distinguishable = raw.value > reach * raw.standard_error && raw.value > 0.0;
    let value = if distinguishable || raw.value.is_nan() {
        raw.value
    } else {
        0.0
    };
    Nested {
        inputs,
        value: Estimate::new(value, raw.standard_error),
        raw: raw.value,
        uncorrected: whole.over(whole.plain, implement),
        distinguishable,
    }
}
