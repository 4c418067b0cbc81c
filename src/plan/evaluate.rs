//! The case at given values of its inputs: a plan in which everything is constant.

use super::builder::Builder;
use super::metric::Metric;
use super::program::Operand;
use crate::model::{Formula, Model, Total, Variant};

/// The value of `formula` when the inputs have these values (base units). Not-a-number where a result has no value,
/// such as break-even of a case that is not linear in it.
#[must_use]
pub fn evaluate(model: &Model, variant: &Variant, inputs: &[f64], formula: &Formula) -> f64 {
    let mut builder = Builder::new(model, variant, 0);
    let mut env = builder.environment(constants(inputs));
    constant(builder.formula(formula, &mut env))
}

/// The values of totals when the inputs have these values.
#[must_use]
pub fn totals<const N: usize>(
    model: &Model,
    variant: &Variant,
    inputs: &[f64],
    wanted: [Total; N],
) -> [f64; N] {
    let mut builder = Builder::new(model, variant, 0);
    let mut env = builder.environment(constants(inputs));
    wanted.map(|total| builder.total(total, &mut env).map_or(f64::NAN, constant))
}

/// The values of metrics when the inputs have these values; not-a-number for those that the model does not have.
#[must_use]
pub fn metrics_at(model: &Model, variant: &Variant, inputs: &[f64], wanted: &[Metric]) -> Vec<f64> {
    let mut builder = Builder::new(model, variant, 0);
    let mut env = builder.environment(constants(inputs));
    let found = builder.outputs(wanted, &mut env);
    let value = |metric: &Metric| {
        let output = found.iter().find(|output| output.metric == *metric);
        output.map_or(f64::NAN, |output| constant(output.operand))
    };
    wanted.iter().map(value).collect()
}

fn constants(inputs: &[f64]) -> Vec<Operand> {
    inputs
        .iter()
        .map(|&value| Operand::Constant(value))
        .collect()
}

fn constant(operand: Operand) -> f64 {
    match operand {
        Operand::Constant(value) => value,
        Operand::Register(_) => f64::NAN,
    }
}
