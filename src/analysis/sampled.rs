//! The draws of a run in memory, for analyses that need them all.
//!
//! They are the draws of `sroi run` with the same number, seed and design: inputs in their own units, outcomes as they are.

use super::outcome::Outcome;
use super::sample::{Named, Psa, PsaError};
use crate::chunk::{CHUNK, chunks};
use crate::model::{Model, Variant};
use crate::plan::{Operand, compile_for};
use crate::sim::{Experiment, Observer, Settings, SimulationError};

/// Draws, column by column.
#[derive(Clone, Debug)]
pub struct Sampled {
    /// The drawn inputs that reach the outcome, by index.
    pub inputs: Vec<usize>,
    /// Their draws, in their own units.
    pub values: Vec<Vec<f64>>,
    /// The draws of the outcome.
    pub outcome: Vec<f64>,
}

impl Sampled {
    /// As a sample of a decision: the outcome against nothing, which is 0.
    ///
    /// # Errors
    /// When an outcome is not a finite number in some draw, or nothing varies.
    pub fn decision(&self, model: &Model) -> Result<Psa, PsaError> {
        let inputs = self.inputs.iter().zip(&self.values);
        let inputs = inputs
            .map(|(&index, values)| Named::new(model.inputs[index].name.clone(), values.clone()));
        let options = vec![
            Named::new("nothing", vec![0.0; self.outcome.len()]),
            Named::new("programme", self.outcome.clone()),
        ];
        Psa::of_net_benefit(inputs.collect(), options)
    }
}

/// The draws of a variant.
///
/// # Errors
/// When they cannot be made.
pub fn sampled(
    model: &Model,
    variant: &Variant,
    outcome: &Outcome,
    settings: Settings,
    observer: &dyn Observer,
) -> Result<Sampled, SimulationError> {
    let plan = compile_for(model, variant, &[outcome.metric], &[]);
    let experiment = Experiment::new(&plan, settings, 1)?;
    let uses = outcome.uses(model, variant);
    let registers: Vec<(usize, usize)> = plan
        .registers()
        .into_iter()
        .filter(|(input, _)| uses[*input])
        .collect();
    let output = plan
        .operand(outcome.metric)
        .unwrap_or(Operand::Constant(f64::NAN));
    let lengths: Vec<usize> = chunks(settings.draws).map(|(_, length)| length).collect();
    observer.expect(lengths.len() as u64);
    let parts = experiment.map(observer, lengths.len() as u64, |trial, chunk| {
        let length = lengths[chunk as usize];
        trial.draw(0, chunk);
        trial.evaluate();
        let mut columns: Vec<Vec<f64>> = registers
            .iter()
            .map(|(_, register)| trial.input(*register)[..length].to_vec())
            .collect();
        let mut values = [0.0; CHUNK];
        trial.output(output, &mut values[..length]);
        columns.push(values[..length].to_vec());
        columns
    })?;
    let mut columns: Vec<Vec<f64>> = (0..=registers.len())
        .map(|column| {
            parts
                .iter()
                .flat_map(|part| part[column].iter().copied())
                .collect()
        })
        .collect();
    let outcome = columns.pop().unwrap_or_default();
    for (column, (input, _)) in columns.iter_mut().zip(&registers) {
        let scale = model.inputs[*input].unit.scale();
        for value in column {
            *value /= scale;
        }
    }
    Ok(Sampled {
        inputs: registers.into_iter().map(|(input, _)| input).collect(),
        values: columns,
        outcome,
    })
}
