//! The degree of a formula as a polynomial in chosen inputs.

use super::formula::Formula;
use crate::case::{BinaryOp, UnaryOp};

/// The degree of `formula` in the inputs for which `chosen` holds: 0 when it does not depend on them, `None` when it
/// is no polynomial in them. `derived` gives the degrees of the derived quantities.
pub(crate) fn degree(formula: &Formula, chosen: &[bool], derived: &[Option<u32>]) -> Option<u32> {
    let of = |part: &Formula| degree(part, chosen, derived);
    match formula {
        Formula::Constant(_) => Some(0),
        Formula::Input(index) => Some(u32::from(chosen[*index])),
        Formula::Derived(index) => derived[*index],
        Formula::Result(_) => None,
        Formula::Unary(UnaryOp::Negate, operand) => of(operand),
        Formula::Unary(UnaryOp::Not, operand) => constant(of(operand)),
        Formula::Binary(op, left, right) => {
            let (a, b) = (of(left)?, of(right)?);
            match op {
                BinaryOp::Add | BinaryOp::Subtract => Some(a.max(b)),
                BinaryOp::Multiply => Some(a.saturating_add(b)),
                BinaryOp::Divide if b == 0 => Some(a),
                BinaryOp::Power => match **right {
                    Formula::Constant(n) if b == 0 && n >= 0.0 && n.fract() == 0.0 && n < 100.0 => {
                        Some(a.saturating_mul(n as u32))
                    }
                    _ => constant(Some(a.max(b))),
                },
                _ => constant(Some(a.max(b))),
            }
        }
        Formula::Call(_, arguments) => {
            let degrees: Option<Vec<u32>> = arguments.iter().map(of).collect();
            constant(degrees?.into_iter().max())
        }
    }
}

/// Functions keep degree 0 and make anything else no polynomial.
fn constant(degree: Option<u32>) -> Option<u32> {
    degree.filter(|degree| *degree == 0)
}
