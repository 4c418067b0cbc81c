//! What would it be worth to know one input, or a group of inputs, for certain?
//!
//! # Question
//! The expected value of partial perfect information (EVPPI) of an input or a group at a willingness to pay, per decision.
//!
//! # Estimator
//! E\[NB of each option | inputs\] by regression over the draws, then the mean over the draws of the highest fitted value minus the highest
//! mean (Strong, Oakley & Brennan 2014, Med Decis Making 34:311; Heath, Manolopoulou & Baio 2017, Med Decis Making 37:747). The regression
//! is penalised cubic splines for one input, and for a group the sum of splines and of products of the smoothest functions of two
//! and three inputs; with many inputs or few draws products are left out (`order` says how many factors they have). Smoothing by REML. A
//! Gaussian process would need no choice of products, but costs the cube of the draws, so that it sees only thousands of them;
//! business cases are sums of products, which these features contain. Outcomes are taken as differences from the mean of all options in a
//! draw, so that neither the reference nor what the options have in common matters.
//!
//! # Cost
//! Draws × features² for one input (24 features) or a group (at most 160), twice.
//!
//! # Error
//! Two parts are added: the spread of the mean over the inputs' draws, and the spread that errors of the fit cause, by a bootstrap with
//! normal multipliers on blocks of consecutive draws. The same bootstrap estimates the upward `bias`: the highest of noisy
//! curves is too high.
//!
//! *Not distinguishable from zero*: an estimate that exceeds its bias by less than 1.96 standard errors is reported as 0. Regression
//! always finds something, so the plain estimate of an input that is worth nothing is positive; it is kept as `raw`.
//!
//! A group is never worth less than a part of it: [`evppi_groups`] raises a group to the highest of the parts it was given and of its single
//! inputs, and says so. Nothing is worth more than EVPI of the same draws.
//!
//! # Example
//! See [`evppi`].

use std::fmt;

use super::basis::quantile;
use super::columns::combine;
use super::features::Features;
use super::psa::Psa;
use super::smooth::{Fit, Smoother};
use crate::chunk::{CHUNK, chunks};
use crate::dist::special::normal_quantile;
use crate::stats::{Estimate, Moments};
use crate::stream::Key;

/// Fewest draws for a regression.
pub const EVPPI_DRAWS_MIN: usize = 50;

/// Repetitions of the bootstrap.
const REPETITIONS: usize = 200;

/// Rows at which the bootstrap looks.
const POINTS: usize = 1024;
const POINTS_OF_GROUP: usize = 4096;

/// An estimate within so many standard errors of zero is not distinguished from it.
const Z95: f64 = 1.959_963_984_540_054;

/// The value of knowing some inputs.
#[derive(Clone, Debug)]
pub struct Evppi {
    /// The inputs.
    pub inputs: Vec<usize>,
    /// Their names.
    pub names: Vec<String>,
    /// Willingness to pay; NaN for a sample of net benefits.
    pub wtp: f64,
    /// EVPPI: 0 where it is not distinguishable from zero, and never more than EVPI.
    pub value: Estimate,
    /// The plain estimate of the regression.
    pub raw: f64,
    /// How much too high that is expected to be.
    pub bias: f64,
    /// Whether it is distinguishable from zero.
    pub distinguishable: bool,
    /// The part of the group that is worth as much, where the group's own estimate was lower.
    pub raised_to: Option<Vec<String>>,
    /// Degrees of freedom of the regression, the most of all options.
    pub freedom: f64,
    /// Most inputs of a product in the regression: 1 if it is additive.
    pub order: usize,
}

impl Evppi {
    /// The ends of a 95 % interval for its Monte Carlo error; EVPPI is never below 0.
    #[must_use]
    pub fn interval(&self) -> [f64; 2] {
        let reach = Z95 * self.value.standard_error;
        [
            (self.value.value - reach).max(0.0),
            self.value.value + reach,
        ]
    }
}

/// Why there is no EVPPI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvppiError {
    /// No regression can be made of so few draws.
    FewDraws {
        /// Draws.
        draws: usize,
    },
    /// More inputs than the draws can carry.
    ManyInputs {
        /// Inputs of the group.
        inputs: usize,
        /// Most that can be carried.
        most: usize,
    },
    /// A group of no inputs.
    NoInputs,
}

impl fmt::Display for EvppiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FewDraws { draws } => write!(
                f,
                "{draws} draws are too few for a regression; EVPPI needs {EVPPI_DRAWS_MIN} or more"
            ),
            Self::ManyInputs { inputs, most } => write!(
                f,
                "a group of {inputs} inputs needs more draws; these can carry {most} inputs at most"
            ),
            Self::NoInputs => write!(f, "a group needs at least one input"),
        }
    }
}

impl std::error::Error for EvppiError {}

/// EVPPI of one group of inputs at willingness to pay `wtp`, without regard to other groups.
///
/// # Errors
/// With fewer than [`EVPPI_DRAWS_MIN`] draws or too large a group.
///
/// # Example
///
/// Knowing an input that settles everything is worth as much as knowing all:
///
/// ```
/// use sroi::analysis::sample::{Named, Psa, acceptability, evppi};
///
/// let x: Vec<f64> = (0..1000).map(|i| f64::from(i * 389 % 1000)).collect();
/// let gain = x.iter().map(|x| x - 400.0).collect();
/// let options = vec![Named::new("usual", vec![0.0; 1000]), Named::new("new", gain)];
/// let psa = Psa::of_net_benefit(vec![Named::new("x", x)], options)?;
/// let evpi = acceptability(&psa, &[]).thresholds[0].evpi.value;
/// let evppi = evppi(&psa, &[0], f64::NAN)?;
/// assert!((evppi.value.value - evpi).abs() < 1e-6 * evpi);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn evppi(psa: &Psa, inputs: &[usize], wtp: f64) -> Result<Evppi, EvppiError> {
    let inputs = checked(psa, inputs)?;
    let columns = inputs.iter().map(|input| &psa.inputs()[*input].values[..]);
    let smoother = Smoother::new(columns.collect());
    let options = psa.options().len();
    let mut gains = vec![Moments::new(); options];
    let mut losses = vec![Moments::new(); options];
    let fits = smoother.fit(
        options,
        &|draws, out| deviations(psa, wtp, draws, out),
        &mut |rows, fitted, outcomes| {
            below_best(rows, fitted, &mut gains);
            below_best(rows, outcomes, &mut losses);
        },
    );
    let raw = least(&gains);
    let evpi = least(&losses);
    let points = points(psa, &inputs);
    let points: Vec<&[f64]> = points.iter().map(Vec::as_slice).collect();
    let shaken = bootstrap(&fits, &smoother.features_at(&points), points[0].len());
    let error = (raw.standard_error * raw.standard_error + shaken.variance).sqrt();
    let distinguishable = raw.value - shaken.bias > Z95 * error;
    let value = if distinguishable {
        raw.value.min(evpi.value)
    } else {
        0.0
    };
    Ok(Evppi {
        names: inputs
            .iter()
            .map(|input| psa.inputs()[*input].name.clone())
            .collect(),
        inputs,
        wtp,
        value: Estimate::new(value, error),
        raw: raw.value,
        bias: shaken.bias,
        distinguishable,
        raised_to: None,
        freedom: fits.iter().map(|fit| fit.freedom).fold(0.0, f64::max),
        order: smoother.order(),
    })
}

/// The inputs in order and once each, if there are draws enough.
fn checked(psa: &Psa, inputs: &[usize]) -> Result<Vec<usize>, EvppiError> {
    let draws = psa.draws();
    if draws < EVPPI_DRAWS_MIN {
        return Err(EvppiError::FewDraws { draws });
    }
    let mut inputs = inputs.to_vec();
    inputs.sort_unstable();
    inputs.dedup();
    let most = Features::inputs_max(draws);
    match inputs.len() {
        0 => Err(EvppiError::NoInputs),
        count if count > most => Err(EvppiError::ManyInputs {
            inputs: count,
            most,
        }),
        _ => Ok(inputs),
    }
}

/// EVPPI of several groups at willingness to pay `wtp`, none below that of a part of it among these groups and their single inputs.
///
/// # Errors
/// As for [`evppi`].
pub fn evppi_groups(psa: &Psa, groups: &[Vec<usize>], wtp: f64) -> Result<Vec<Evppi>, EvppiError> {
    let mut asked: Vec<Evppi> = Vec::new();
    for group in groups {
        asked.push(evppi(psa, group, wtp)?);
    }
    let mut known = asked.clone();
    let mut singles: Vec<usize> = asked
        .iter()
        .filter(|group| group.inputs.len() > 1)
        .flat_map(|group| group.inputs.clone())
        .collect();
    singles.sort_unstable();
    singles.dedup();
    for input in singles {
        if known.iter().all(|group| group.inputs != [input]) {
            known.push(evppi(psa, &[input], wtp)?);
        }
    }
    for group in &mut asked {
        let parts = known.iter().filter(|part| {
            part.inputs.len() < group.inputs.len()
                && part.inputs.iter().all(|input| group.inputs.contains(input))
        });
        let best = parts.max_by(|a, b| a.value.value.total_cmp(&b.value.value));
        if let Some(best) = best
            && best.value.value > group.value.value
        {
            group.value = best.value;
            group.distinguishable = true;
            group.raised_to = Some(best.names.clone());
        }
    }
    Ok(asked)
}

/// Net benefits minus their mean over the options, draw by draw.
fn deviations(psa: &Psa, wtp: f64, draws: std::ops::Range<usize>, out: &mut [f64]) {
    let rows = draws.len();
    let options = psa.options().len();
    for (option, column) in out.chunks_exact_mut(rows).enumerate() {
        psa.fill(option, wtp, draws.clone(), column);
    }
    for row in 0..rows {
        let column = |option: usize| option * rows + row;
        let mean = (0..options).map(|o| out[column(o)]).sum::<f64>() / options as f64;
        (0..options).for_each(|o| out[column(o)] -= mean);
    }
}

/// Takes how far each column is below the highest.
fn below_best(rows: usize, columns: &[f64], moments: &mut [Moments]) {
    let mut best = columns[..rows].to_vec();
    for column in columns.chunks_exact(rows) {
        for (best, value) in best.iter_mut().zip(column) {
            *best = best.max(*value);
        }
    }
    let mut below = vec![0.0; rows];
    for (column, moments) in columns.chunks_exact(rows).zip(moments) {
        for ((below, best), value) in below.iter_mut().zip(&best).zip(column) {
            *below = best - value;
        }
        moments.update(&below);
    }
}

/// The least mean, the first of equals.
fn least(moments: &[Moments]) -> Estimate {
    let means = moments.iter().map(Moments::mean);
    means.fold(Estimate::new(f64::INFINITY, 0.0), |least, mean| {
        if mean.value < least.value {
            mean
        } else {
            least
        }
    })
}

/// Rows that stand for the draws: evenly spaced quantiles of one input, evenly spaced draws of several.
fn points(psa: &Psa, inputs: &[usize]) -> Vec<Vec<f64>> {
    let draws = psa.draws();
    if let [input] = inputs {
        let mut sorted = psa.inputs()[*input].values.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        let count = draws.min(POINTS);
        let at = |i: usize| quantile(&sorted, (i as f64 + 0.5) / count as f64);
        return vec![(0..count).map(at).collect()];
    }
    let count = draws.min(POINTS_OF_GROUP);
    let column = |input: &usize| {
        let values = &psa.inputs()[*input].values;
        (0..count).map(|i| values[i * draws / count]).collect()
    };
    inputs.iter().map(column).collect()
}

/// What errors of the fit do to the estimate.
struct Shaken {
    variance: f64,
    bias: f64,
}

fn bootstrap(fits: &[Fit], features: &[f64], rows: usize) -> Shaken {
    let mut columns = vec![0.0; fits.len() * rows];
    for (fit, column) in fits.iter().zip(columns.chunks_exact_mut(rows)) {
        combine(features, &fit.coefficients, column);
    }
    let plain = gain(&columns, rows);
    let blocks = fits.first().map_or(0, |fit| fit.influences.len());
    let multipliers = normals(REPETITIONS * blocks);
    let mut gains = Moments::new();
    for multipliers in multipliers.chunks_exact(blocks) {
        for (fit, column) in fits.iter().zip(columns.chunks_exact_mut(rows)) {
            let mut coefficients = fit.coefficients.clone();
            for (influence, multiplier) in fit.influences.iter().zip(multipliers) {
                for (c, moved) in coefficients.iter_mut().zip(influence) {
                    *c += multiplier * moved;
                }
            }
            combine(features, &coefficients, column);
        }
        gains.update(&[gain(&columns, rows)]);
    }
    Shaken {
        variance: gains.variance().value,
        bias: (gains.mean().value - plain).max(0.0),
    }
}

/// Mean of the highest value minus the highest mean.
fn gain(columns: &[f64], rows: usize) -> f64 {
    let mut moments = vec![Moments::new(); columns.len() / rows];
    below_best(rows, columns, &mut moments);
    least(&moments).value
}

/// Standard normal numbers, always the same.
fn normals(count: usize) -> Vec<f64> {
    let key = Key::new(0, "evppi bootstrap");
    let mut uniforms = [0.0; CHUNK];
    let mut values = Vec::with_capacity(count);
    for (chunk, length) in chunks(count as u64) {
        key.uniforms(chunk, &mut uniforms);
        values.extend(uniforms[..length].iter().map(|u| {
            if *u <= 0.5 {
                normal_quantile(*u)
            } else {
                -normal_quantile(1.0 - u)
            }
        }));
    }
    values
}
