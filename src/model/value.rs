//! The value of a formula at given inputs, for checks that leave room for rounding. Results come from the plan.

use super::formula::Formula;
use super::{Model, Variant};
use crate::case::{BinaryOp, Function, UnaryOp};
use crate::math;

/// The values of all derived quantities when the inputs are at the points of the variant.
pub(super) fn derived_at_points(model: &Model, variant: &Variant) -> Vec<f64> {
    let mut values = vec![f64::NAN; variant.derived.len()];
    for &index in &model.derived_order {
        values[index] = value(&variant.derived[index], &variant.points, &values);
    }
    values
}

/// The value of a formula; not a number for results, which no checked formula has.
pub(super) fn value(formula: &Formula, inputs: &[f64], derived: &[f64]) -> f64 {
    let of = |part: &Formula| value(part, inputs, derived);
    match formula {
        Formula::Constant(value) => *value,
        Formula::Input(index) => inputs[*index],
        Formula::Derived(index) => derived[*index],
        Formula::Result(_) => f64::NAN,
        Formula::Unary(UnaryOp::Negate, operand) => -of(operand),
        Formula::Unary(UnaryOp::Not, operand) => truth(of(operand) == 0.0),
        Formula::Binary(op, left, right) => binary(*op, of(left), of(right)),
        Formula::Call(function, arguments) => {
            let values: Vec<f64> = arguments.iter().map(of).collect();
            call(*function, &values)
        }
    }
}

#[allow(clippy::float_cmp, reason = "`==` in a case means equality of numbers")]
fn binary(op: BinaryOp, x: f64, y: f64) -> f64 {
    match op {
        BinaryOp::Add => x + y,
        BinaryOp::Subtract => x - y,
        BinaryOp::Multiply => x * y,
        BinaryOp::Divide => x / y,
        BinaryOp::Power => math::pow(x, y),
        BinaryOp::Less => truth(x < y),
        BinaryOp::LessEqual => truth(x <= y),
        BinaryOp::Greater => truth(x > y),
        BinaryOp::GreaterEqual => truth(x >= y),
        BinaryOp::Equal => truth(x == y),
        BinaryOp::NotEqual => truth(x != y),
        BinaryOp::And => truth(x != 0.0 && y != 0.0),
        BinaryOp::Or => truth(x != 0.0 || y != 0.0),
    }
}

fn call(function: Function, values: &[f64]) -> f64 {
    let first = values[0];
    match function {
        Function::If if first == 0.0 => values[2],
        Function::If => values[1],
        Function::Min => values.iter().copied().fold(first, f64::min),
        Function::Max => values.iter().copied().fold(first, f64::max),
        Function::Abs => first.abs(),
        Function::Sqrt => first.sqrt(),
        Function::Exp => math::exp(first),
        Function::Ln => math::ln(first),
        Function::Log10 => math::log10(first),
        Function::Floor => first.floor(),
        Function::Ceil => first.ceil(),
        Function::Round => first.round(),
    }
}

fn truth(condition: bool) -> f64 {
    if condition { 1.0 } else { 0.0 }
}
