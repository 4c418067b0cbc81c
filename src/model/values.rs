//! Values of formulas at given inputs, for checks that come before anything is compiled.
//!
//! Results never come from here but from the plan: what is checked here is checked with a tolerance, so that the last bits
//! of the two cannot matter.

use super::formula::Formula;
use crate::case::{BinaryOp, Function, UnaryOp};
use crate::math;

/// Inputs in base units, and the derived quantities they give.
pub(super) struct Values<'a> {
    inputs: &'a [f64],
    derived: Vec<f64>,
}

impl<'a> Values<'a> {
    /// The values of derived quantities with these formulas, each of which comes after what it uses in `order`.
    pub(super) fn new(inputs: &'a [f64], formulas: &[Formula], order: &[usize]) -> Self {
        let mut values = Self {
            inputs,
            derived: vec![f64::NAN; formulas.len()],
        };
        for &index in order {
            values.derived[index] = values.of(&formulas[index]);
        }
        values
    }

    /// The value of a derived quantity.
    pub(super) fn derived(&self, index: usize) -> f64 {
        self.derived[index]
    }

    /// The value of a formula; not a number for results.
    pub(super) fn of(&self, formula: &Formula) -> f64 {
        match formula {
            Formula::Constant(value) => *value,
            Formula::Input(index) => self.inputs[*index],
            Formula::Derived(index) => self.derived[*index],
            Formula::Result(_) => f64::NAN,
            Formula::Unary(UnaryOp::Negate, operand) => -self.of(operand),
            Formula::Unary(UnaryOp::Not, operand) => truth(self.of(operand) == 0.0),
            Formula::Binary(op, left, right) => binary(*op, self.of(left), self.of(right)),
            Formula::Call(function, arguments) => {
                let arguments: Vec<f64> = arguments.iter().map(|part| self.of(part)).collect();
                call(*function, &arguments)
            }
        }
    }
}

fn truth(condition: bool) -> f64 {
    f64::from(u8::from(condition))
}

fn binary(op: BinaryOp, a: f64, b: f64) -> f64 {
    match op {
        BinaryOp::Add => a + b,
        BinaryOp::Subtract => a - b,
        BinaryOp::Multiply => a * b,
        BinaryOp::Divide => a / b,
        BinaryOp::Power => math::pow(a, b),
        BinaryOp::Less => truth(a < b),
        BinaryOp::LessEqual => truth(a <= b),
        BinaryOp::Greater => truth(a > b),
        BinaryOp::GreaterEqual => truth(a >= b),
        BinaryOp::Equal => truth(a == b),
        BinaryOp::NotEqual => truth(a != b),
        BinaryOp::And => truth(a != 0.0 && b != 0.0),
        BinaryOp::Or => truth(a != 0.0 || b != 0.0),
    }
}

fn call(function: Function, arguments: &[f64]) -> f64 {
    let first = arguments[0];
    match function {
        Function::If if first == 0.0 => arguments[2],
        Function::If => arguments[1],
        Function::Min => arguments.iter().copied().fold(f64::INFINITY, f64::min),
        Function::Max => arguments.iter().copied().fold(f64::NEG_INFINITY, f64::max),
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
