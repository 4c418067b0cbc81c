//! The checking of what must hold among the columns of a printed table.

use super::printed::{Arithmetic, Identity};
use super::printed_check::unknown;
use crate::case::{self, BinaryOp, Expr, ExprKind, Spanned, UnaryOp};
use crate::text::{Diagnostic, Diagnostics, Span, listed};

/// Checks an identity over the columns with these names.
pub(super) fn check(
    identity: &case::Identity,
    names: &[&str],
    diagnostics: &mut Diagnostics,
) -> Option<Identity> {
    let mut columns = Vec::new();
    let mut side = |expr: &Expr| arithmetic(expr, names, &mut columns, diagnostics);
    let (left, right) = (side(&identity.left), side(&identity.right));
    let (left, right) = (left?, right?);
    if columns.is_empty() {
        let error = Diagnostic::error("table", "this identity uses no column");
        let known = listed(names.iter().copied());
        let error = error.at(identity.text.span, format!("expected {known}"));
        diagnostics.push(error);
        return None;
    }
    columns.sort_unstable();
    columns.dedup();
    let additive = |side: &Arithmetic| matches!(form(side), Form::Additive | Form::Zero);
    Some(Identity {
        text: identity.text.value.clone(),
        is_additive: additive(&left) && additive(&right),
        left,
        right,
        columns,
    })
}

fn arithmetic(
    expr: &Expr,
    names: &[&str],
    columns: &mut Vec<usize>,
    diagnostics: &mut Diagnostics,
) -> Option<Arithmetic> {
    match &expr.kind {
        ExprKind::Number { value, unit: None } => Some(Arithmetic::Number(*value)),
        ExprKind::Name(name) => {
            let Some(column) = names.iter().position(|column| column == name) else {
                let name = Spanned::new(name.clone(), expr.span);
                diagnostics.push(unknown("column", &name, names));
                return None;
            };
            columns.push(column);
            Some(Arithmetic::Column(column))
        }
        ExprKind::Unary {
            op: UnaryOp::Negate,
            operand,
        } => {
            let operand = arithmetic(operand, names, columns, diagnostics)?;
            Some(Arithmetic::Negate(Box::new(operand)))
        }
        ExprKind::Binary { op, left, right } if is_arithmetic(*op) => {
            let mut side = |expr| arithmetic(expr, names, columns, diagnostics);
            let (left, right) = (side(left), side(right));
            Some(Arithmetic::Binary(*op, Box::new(left?), Box::new(right?)))
        }
        _ => {
            diagnostics.push(not_arithmetic(expr.span));
            None
        }
    }
}

fn not_arithmetic(span: Span) -> Diagnostic {
    let message = "an identity has columns, numbers without unit, `+ - * /` and parentheses";
    Diagnostic::error("table", message).at(span, "")
}

fn is_arithmetic(op: BinaryOp) -> bool {
    use BinaryOp::{Add, Divide, Multiply, Subtract};
    matches!(op, Add | Subtract | Multiply | Divide)
}

/// How an expression depends on the columns of its row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// The number 0.
    Zero,
    /// Another number, or a combination of numbers.
    Constant,
    /// A sum of multiples of columns.
    Additive,
    /// Anything else.
    Other,
}

fn form(expr: &Arithmetic) -> Form {
    match expr {
        Arithmetic::Number(0.0) => Form::Zero,
        Arithmetic::Number(_) => Form::Constant,
        Arithmetic::Column(_) => Form::Additive,
        Arithmetic::Negate(operand) => form(operand),
        Arithmetic::Binary(op, left, right) => match (op, form(left), form(right)) {
            // Nothing added, and multiples, leave the form as it is.
            (BinaryOp::Add | BinaryOp::Subtract, Form::Zero, one)
            | (BinaryOp::Add | BinaryOp::Subtract, one, Form::Zero)
            | (BinaryOp::Multiply, Form::Constant, one)
            | (BinaryOp::Multiply | BinaryOp::Divide, one, Form::Constant) => one,
            (BinaryOp::Add | BinaryOp::Subtract, left, right) if left == right => left,
            _ => Form::Other,
        },
    }
}
