//! What would it be worth to know some inputs, by brute force on the model?
//!
//! # Question
//! The expected value of partial perfect information (EVPPI) about an input or a group, for the decision to implement or not.
//!
//! # Estimator
//! Outer draws of the inputs in question, and the mean m of the outcome over inner draws of all others given each. EVPPI =
//! E\[max(m, 0)\] − max(E\[m\], 0).
//!
//! Outer draws are 16 Latin hypercubes, for one input a stratified sample. All outer draws of one of them share their inner draws, so that what
//! the inner draws have by chance moves all m alike, and is taken away: their mean is moved to the expected outcome, which a run of
//! its own gives. An input that does not matter therefore has equal m and a value of zero, also where the decision hangs in the balance;
//! with inner draws of their own the highest of noisy means would make it worth something.
//!
//! What is left of the noise of m makes max(m, 0) too high by the order of 1/inner draws; with the means m₁ and m₂ of the halves of the inner draws
//! 2·max(m, 0) − ½(max(m₁, 0) + max(m₂, 0)) takes its place, which is not too high in that order (Richardson; the correction of Giles &
//! Goda 2019, Statistics and Computing 29:739).
//!
//! Given some inputs of a correlation the others are drawn from their conditional distribution (the correlation is factored with
//! those given first); given shares of a whole the others divide what is left in proportion (a Dirichlet is neutral).
//!
//! # Cost
//! Outer × inner evaluations of the case; inputs are drawn once for all outer draws of a hypercube.
//!
//! # Error
//! The spread of the 16 hypercubes, and the error of the expected outcome. An estimate within its 95 % interval of zero, by Student's
//! t, is reported as 0; `raw` is the plain one, which may be negative. Rare outcomes that no outer draw has seen are in neither: with skewed inputs and few
//! outer draws the error is too small.
//!
//! # Example
//! See [`nested_evppi`].

use super::goal::half_width_95;
use crate::chunk::{CHUNK, chunks};
use crate::model::{Euros, Model, Variant};
use crate::plan::{Metric, Operand, Plan, compile_for};
use crate::sim::{Experiment, Observer, REPLICATES, Settings, SimulationError, by_parts};
use crate::stats::{Estimate, Moments};
use crate::stream::Design;

/// How much is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NestedSettings {
    /// Draws of the inputs that are to be known; a multiple of 16, from 128 on.
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
        "{0} outer and {1} inner draws: outer draws come in multiples of 16 from 128 on, inner ones in even numbers from 2 on"
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
        let fine =
            outer >= 128 && outer.is_multiple_of(16) && inner >= 2 && inner.is_multiple_of(2);
        fine.then_some(()).ok_or(NestedError::Draws(outer, inner))
    }
}

/// EVPPI of groups of inputs, by index, for net benefit in these euros against 0; each by itself.
///
/// # Errors
/// See [`NestedError`].
///
/// # Example
///
/// A gain with mean 0 and standard deviation 100, and another input that does not matter: knowing the first is worth 100·φ(0).
///
/// ```
/// use sroi::analysis::{NestedSettings, nested_evppi};
/// use sroi::model::Euros;
/// use sroi::sim::Silent;
///
/// # let text = r#"
/// # [case]
/// # name = "example"
/// # [stakeholders.all]
/// # [inputs.gain]
/// # unit = "EUR"
/// # point = 0
/// # prior.normal = { mean = 0, sd = 100 }
/// # kind = "parameter"
/// # [inputs.share]
/// # unit = "1"
/// # point = 0.5
/// # prior.beta = { alpha = 5, beta = 5 }
/// # kind = "parameter"
/// # [lines.gain]
/// # side = "benefit"
/// # amount = "gain + 0[EUR] * share"
/// # to = "all"
/// # euro = "hard"
/// # "#;
/// # let (case, mut diagnostics) = sroi::case::read(&sroi::text::Source::new("example", text));
/// # let model = sroi::model::check(&case.unwrap(), &mut diagnostics).unwrap();
/// let settings = NestedSettings { outer: 1024, inner: 16, seed: 1, threads: 1 };
/// let groups = [vec![0], vec![1]];
/// let found = nested_evppi(&model, &model.base(), Euros::All, &groups, settings, &Silent)?;
/// assert!((found[0].value.value - 39.894).abs() < 1.0);
/// assert!(!found[1].distinguishable);
/// # Ok::<(), sroi::analysis::NestedError>(())
/// ```
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
    let output = plan.operand(metric).unwrap_or(Operand::Constant(f64::NAN));
    let stretches = settings.inner.div_ceil(CHUNK as u64) * u64::from(REPLICATES);
    observer.expect(stretches * groups.len() as u64);
    let expected = expected(&plan, output, settings, observer)?;
    let groups = groups.iter();
    groups
        .map(|group| of_group(model, &plan, metric, expected, (group, settings), observer))
        .collect()
}

/// Draws for the expected outcome.
const DRAWS_EXPECTED: u64 = 131_072;

/// The expected outcome.
fn expected(
    plan: &Plan,
    output: Operand,
    settings: NestedSettings,
    observer: &dyn Observer,
) -> Result<Estimate, SimulationError> {
    let random = Settings::random(DRAWS_EXPECTED, settings.seed, settings.threads);
    let experiment = Experiment::new(plan, random, 1)?;
    let all = experiment.map(observer, DRAWS_EXPECTED / CHUNK as u64, |trial, chunk| {
        let (mut moments, mut values) = (Moments::new(), [0.0; CHUNK]);
        trial.draw(0, chunk);
        trial.evaluate();
        trial.output(output, &mut values);
        moments.update(&values);
        moments
    })?;
    let mut merged = Moments::new();
    for moments in &all {
        merged.merge(moments);
    }
    Ok(merged.mean())
}

fn of_group(
    model: &Model,
    plan: &Plan,
    metric: Metric,
    expected: Estimate,
    (group, settings): (&[usize], NestedSettings),
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
    let parts = outer.parts();
    let points = settings.outer / parts;
    let lengths: Vec<usize> = chunks(settings.inner).map(|(_, length)| length).collect();
    let stretches = lengths.len() as u64;
    let draws = parts * stretches * CHUNK as u64;
    // Copy 0 has the addresses of the outer draws, copy 1 those of the inner ones.
    let inner = Experiment::new(&plan, of(draws), 2).map_err(SimulationError::from)?;
    let sums = inner.map(observer, parts * stretches, |trial, chunk| {
        let (part, stretch) = (chunk / stretches, chunk % stretches);
        trial.draw(1, chunk);
        let mut values = [0.0; CHUNK];
        let values = &mut values[..lengths[stretch as usize]];
        let split = split(settings.inner, stretch, values.len());
        let of_point = |point: u64| {
            let given = outer.given(0, part * points + point, group);
            trial.give(1, chunk, &given);
            trial.evaluate();
            trial.output(output, values);
            [&values[..split], &values[split..]].map(|half| half.iter().sum::<f64>())
        };
        (0..points).map(of_point).collect::<Vec<[f64; 2]>>()
    })?;
    let half = settings.inner as f64 / 2.0;
    let parts = sums
        .chunks(stretches as usize)
        .map(|part| Part::of(part, half, expected.value));
    Ok(estimate(
        group.to_vec(),
        &parts.collect::<Vec<_>>(),
        expected,
    ))
}

/// How many draws of a stretch of the inner draws belong to their first half.
fn split(draws: u64, stretch: u64, length: usize) -> usize {
    let first = stretch * CHUNK as u64;
    (draws / 2).saturating_sub(first).min(length as u64) as usize
}

/// What one hypercube of outer draws says.
#[derive(Clone, Copy, Debug)]
struct Part {
    /// The value of knowing, over what one would choose without.
    corrected: f64,
    /// The same without correction.
    plain: f64,
    /// The share of outer draws in which implementing is the better choice.
    implements: f64,
}

impl Part {
    /// Of the sums over stretches of the inner draws, per outer draw and half, and the size of a half.
    fn of(stretches: &[Vec<[f64; 2]>], half: f64, expected: f64) -> Self {
        let points = stretches[0].len();
        let mut means = vec![[0.0; 2]; points];
        for sums in stretches {
            for (mean, sum) in means.iter_mut().zip(sums) {
                mean[0] += sum[0] / half;
                mean[1] += sum[1] / half;
            }
        }
        // What the inner draws have by chance is common to all points: the mean of each half is moved to the expected outcome.
        let n = points as f64;
        let centre = [0, 1].map(|i| expected - means.iter().map(|mean| mean[i]).sum::<f64>() / n);
        let (mut corrected, mut plain, mut implements) = (0.0, 0.0, 0.0);
        for [first, second] in means {
            let (first, second) = (first + centre[0], second + centre[1]);
            let mean = 0.5 * (first + second);
            plain += mean.max(0.0);
            corrected += 2.0 * mean.max(0.0) - 0.5 * (first.max(0.0) + second.max(0.0));
            implements += f64::from(u8::from(mean > 0.0));
        }
        let without = expected.max(0.0);
        Self {
            corrected: corrected / n - without,
            plain: plain / n - without,
            implements: implements / n,
        }
    }
}

fn estimate(inputs: Vec<usize>, parts: &[Part], expected: Estimate) -> Nested {
    let n = parts.len() as f64;
    let mean = |of: fn(&Part) -> f64| parts.iter().map(of).sum::<f64>() / n;
    let each: Vec<f64> = parts.iter().map(|part| part.corrected).collect();
    let spread = by_parts(mean(|part| part.corrected), &each);
    // How the value moves with the expected outcome.
    let without = if expected.value > 0.0 { 1.0 } else { 0.0 };
    let slope = mean(|part| part.implements) - without;
    let error = spread.standard_error.hypot(slope * expected.standard_error);
    let raw = spread.value;
    // Equal means differ by rounding.
    let rounding = 1e-12 * expected.value.abs().max(expected.standard_error);
    let reach = half_width_95(parts.len() as u32);
    let distinguishable = raw > (reach * error).max(rounding);
    let value = if distinguishable || raw.is_nan() {
        raw
    } else {
        0.0
    };
    // Where no outer draw changes the decision, nothing says how often one would.
    let changed = parts.iter().any(|part| part.implements != without);
    let error = if changed { error } else { f64::NAN };
    Nested {
        inputs,
        value: Estimate::new(value, error),
        raw,
        uncorrected: mean(|part| part.plain),
        distinguishable,
    }
}
