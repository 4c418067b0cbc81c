//! What would more research be worth?
//!
//! # Question
//! Implement the programme or not: what would it be worth to decide without any uncertainty (EVPI), or after learning some inputs
//! (EVPPI)?
//!
//! # Estimator
//! Net benefit against 0. EVPI and EVPPI by regression on the draws of a run ([`sample`](super::sample)), EVPPI by nested draws on the
//! model ([`nested_evppi`]), two independent ways to the same number. No group is worth less than one of its parts,
//! by either way: it is raised to the best of those that were estimated (`raised_to`).
//!
//! Per decision, that is per what the case is per (a team and a year), unless a [`Population`] is given.
//!
//! # Cost
//! That of its parts.
//!
//! # Error
//! That of its parts.

use super::nested::{Nested, NestedError, NestedSettings, nested_evppi};
use super::outcome::Outcome;
use super::sample::{Evppi, EvppiError, PsaError, Threshold, acceptability, evppi_groups};
use super::sampled::{Sampled, sampled};
use super::{BlockKind, blocks};
use crate::model::{Euros, Model, Variant};
use crate::sim::{Observer, Settings, SimulationError};
use crate::stats::Estimate;

/// Inputs whose value is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoiGroup {
    /// The input, the correlation or whole they are, or their names.
    pub name: String,
    /// The inputs, by index.
    pub inputs: Vec<usize>,
}

/// What knowing a group is worth.
#[derive(Clone, Debug)]
pub struct VoiRow {
    /// The group.
    pub group: VoiGroup,
    /// By regression.
    pub regression: Evppi,
    /// By nested draws; `None` when they were not asked for.
    pub nested: Option<Nested>,
    /// The part that is worth as much, where the nested estimate of the group was lower.
    pub nested_raised_to: Option<String>,
}

/// The value of information about a case.
#[derive(Clone, Debug)]
pub struct Voi {
    /// The euros that count.
    pub euros: Euros,
    /// Draws of the regression.
    pub draws: u64,
    /// EVPI, its bias, and the option that is best in expectation: 1 is the programme.
    pub threshold: Threshold,
    /// By group, the most valuable first.
    pub rows: Vec<VoiRow>,
}

/// Why there is no value of information.
#[derive(Debug, thiserror::Error)]
pub enum VoiError {
    /// The draws could not be made.
    #[error(transparent)]
    Simulation(#[from] SimulationError),
    /// They say nothing.
    #[error(transparent)]
    Sample(#[from] PsaError),
    /// There is no regression.
    #[error(transparent)]
    Regression(#[from] EvppiError),
    /// There are no nested draws.
    #[error(transparent)]
    Nested(#[from] NestedError),
}

/// How many decisions the information serves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Population {
    /// Units of the case that are decided on each year, such as teams.
    pub units: f64,
    /// Years in which the information is used.
    pub years: u32,
    /// Discount rate per year.
    pub rate: f64,
}

impl Population {
    /// The number that a value per unit and year is multiplied by: units × Σ (1 + rate)⁻ᵗ over t = 0 … years − 1; the first year is
    /// not discounted.
    #[must_use]
    pub fn factor(self) -> f64 {
        let mut weight = 1.0;
        let mut sum = 0.0;
        for _ in 0..self.years {
            sum += weight;
            weight /= 1.0 + self.rate;
        }
        self.units * sum
    }

    /// A value for the population.
    #[must_use]
    pub fn scaled(self, value: Estimate) -> Estimate {
        let factor = self.factor();
        Estimate::new(value.value * factor, value.standard_error * factor)
    }
}

/// Every drawn input that reaches a line by itself, and every block of inputs that depend on each other.
#[must_use]
pub fn voi_groups(model: &Model, variant: &Variant) -> Vec<VoiGroup> {
    let mut groups = Vec::new();
    for block in blocks(model, variant, &variant.uses_in_lines(model)) {
        for &input in &block.members {
            groups.push(VoiGroup {
                name: model.inputs[input].name.clone(),
                inputs: vec![input],
            });
        }
        if block.kind != BlockKind::Single {
            groups.push(VoiGroup {
                name: block.name,
                inputs: block.members,
            });
        }
    }
    groups
}

/// EVPI, and EVPPI of every group.
///
/// # Errors
/// See [`VoiError`].
pub fn voi(
    model: &Model,
    variant: &Variant,
    euros: Euros,
    groups: &[VoiGroup],
    settings: Settings,
    nested: Option<NestedSettings>,
    observer: &dyn Observer,
) -> Result<Voi, VoiError> {
    let outcome = Outcome::net_benefit(euros);
    let sample = sampled(model, variant, &outcome, settings, observer)?;
    let psa = sample.decision(model)?;
    let threshold = acceptability(&psa, &[]).thresholds.swap_remove(0);
    let places: Vec<Vec<usize>> = groups
        .iter()
        .map(|group| places(model, &sample, group))
        .collect();
    let regressions = evppi_groups(&psa, &places, f64::NAN)?;
    let brute: Vec<Option<Nested>> = match nested {
        None => vec![None; groups.len()],
        Some(nested) => {
            let inputs: Vec<Vec<usize>> = groups.iter().map(|group| group.inputs.clone()).collect();
            let found = nested_evppi(model, variant, euros, &inputs, nested, observer)?;
            found.into_iter().map(Some).collect()
        }
    };
    let rows = groups.iter().zip(regressions).zip(brute);
    let mut rows: Vec<VoiRow> = rows
        .map(|((group, regression), nested)| VoiRow {
            group: group.clone(),
            regression,
            nested,
            nested_raised_to: None,
        })
        .collect();
    raise(&mut rows);
    let worth = |row: &VoiRow| (row.regression.value.value, row.regression.raw);
    rows.sort_by(|a, b| {
        let ((a, raw_a), (b, raw_b)) = (worth(a), worth(b));
        b.total_cmp(&a).then(raw_b.total_cmp(&raw_a))
    });
    Ok(Voi {
        euros,
        draws: settings.draws,
        threshold,
        rows,
    })
}

/// The columns of a group in the sample. The last share of a whole follows from the others.
fn places(model: &Model, sample: &Sampled, group: &VoiGroup) -> Vec<usize> {
    let follows = |input: &usize| {
        let mut wholes = model.compositions.iter();
        wholes.any(|whole| {
            let within = whole.members.iter().filter(|i| sample.inputs.contains(i));
            whole.members.last() == Some(input)
                && within.clone().count() == whole.members.len()
                && within.into_iter().all(|i| group.inputs.contains(i))
        })
    };
    let known = group.inputs.iter().filter(|input| !follows(input));
    known
        .filter_map(|input| sample.inputs.iter().position(|known| known == input))
        .collect()
}

/// A group is worth no less than a part of it.
fn raise(rows: &mut [VoiRow]) {
    let known: Vec<(VoiGroup, Nested)> = rows
        .iter()
        .filter_map(|row| Some((row.group.clone(), row.nested.clone()?)))
        .collect();
    for row in rows {
        let group = &row.group.inputs;
        let Some(own) = &mut row.nested else { continue };
        let parts = known.iter().filter(|(part, _)| {
            part.inputs.len() < group.len() && part.inputs.iter().all(|i| group.contains(i))
        });
        let best = parts.max_by(|a, b| a.1.value.value.total_cmp(&b.1.value.value));
        if let Some((part, best)) = best
            && best.value.value > own.value.value
        {
            own.value = best.value;
            own.distinguishable = true;
            row.nested_raised_to = Some(part.name.clone());
        }
    }
}
