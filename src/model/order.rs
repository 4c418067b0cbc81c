//! The order of derived quantities: each after what it uses.

use super::names::Names;
use crate::case::{Case, Expr, ExprKind};
use crate::text::{Diagnostic, Diagnostics, Span};

/// A cycle longer than this is told in part.
const MAX_TOLD: usize = 6;

/// Where a derived quantity uses another.
#[derive(Clone, Copy, Debug)]
struct Use {
    /// What is used.
    index: usize,
    /// Where.
    span: Span,
    /// Whether an alternative of a switch says so.
    alternative: bool,
}

/// An order in which every derived quantity comes after what it uses, under any choice of alternatives; `None` after
/// reporting a cycle.
pub(super) fn derived_order(
    case: &Case,
    names: &Names,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<usize>> {
    let mut uses: Vec<Vec<Use>> = vec![Vec::new(); case.derived.len()];
    for (index, derived) in case.derived.iter().enumerate() {
        collect(&derived.expr, names, false, &mut uses[index]);
    }
    let alternatives = case.switches.iter().flat_map(|switch| &switch.alternatives);
    for (name, expr) in alternatives.flat_map(|alternative| &alternative.expr) {
        if let Some(index) = names.derived(&name.value) {
            collect(expr, names, true, &mut uses[index]);
        }
    }
    // A draw comes after what its arguments use, whether or not it is made in this run.
    for table in &case.predictive {
        let drawn = table.quantities.iter();
        for index in drawn.filter_map(|name| names.derived(&name.value)) {
            for argument in table.law.arguments() {
                collect(argument, names, false, &mut uses[index]);
            }
        }
    }
    match sorted(&uses) {
        Ok(order) => Some(order),
        Err(cycle) => {
            diagnostics.push(told(case, &cycle));
            None
        }
    }
}

fn collect(expr: &Expr, names: &Names, alternative: bool, uses: &mut Vec<Use>) {
    match &expr.kind {
        ExprKind::Number { .. } => {}
        ExprKind::Name(name) => uses.extend(names.derived(name).map(|index| Use {
            index,
            span: expr.span,
            alternative,
        })),
        ExprKind::Unary { operand, .. } => collect(operand, names, alternative, uses),
        ExprKind::Binary { left, right, .. } => {
            collect(left, names, alternative, uses);
            collect(right, names, alternative, uses);
        }
        ExprKind::Call { arguments, .. } => {
            for argument in arguments {
                collect(argument, names, alternative, uses);
            }
        }
    }
}

/// Depth-first order without recursion: a chain of derived quantities may be as long as the file. `Err` is a cycle:
/// who uses whom.
fn sorted(uses: &[Vec<Use>]) -> Result<Vec<usize>, Vec<(usize, Use)>> {
    #[derive(Clone, Copy, PartialEq)]
    enum Visit {
        New,
        Open,
        Done,
    }
    let mut order = Vec::with_capacity(uses.len());
    let mut state = vec![Visit::New; uses.len()];
    // The path from a root, each with the number of its uses that were followed.
    let mut path: Vec<(usize, usize)> = Vec::new();
    for root in 0..uses.len() {
        if state[root] == Visit::New {
            state[root] = Visit::Open;
            path.push((root, 0));
        }
        while let Some((index, followed)) = path.last_mut() {
            let Some(next) = uses[*index].get(*followed) else {
                state[*index] = Visit::Done;
                order.push(*index);
                path.pop();
                continue;
            };
            *followed += 1;
            match state[next.index] {
                Visit::Done => {}
                Visit::New => {
                    state[next.index] = Visit::Open;
                    path.push((next.index, 0));
                }
                Visit::Open => {
                    let start = path.iter().position(|(index, _)| *index == next.index);
                    let cycle = path.iter().skip(start.unwrap_or(0));
                    return Err(cycle
                        .map(|(index, followed)| (*index, uses[*index][followed - 1]))
                        .collect());
                }
            }
        }
    }
    Ok(order)
}

fn told(case: &Case, cycle: &[(usize, Use)]) -> Diagnostic {
    let name = |index: usize| case.derived[index].name.value.as_str();
    let (first, _) = cycle[0];
    let mut error = Diagnostic::error("cycle", format!("`{}` depends on itself", name(first)));
    for (place, (index, used)) in cycle.iter().take(MAX_TOLD).enumerate() {
        let label = if cycle.len() == 1 {
            String::new()
        } else {
            format!("`{}` uses `{}`", name(*index), name(used.index))
        };
        error = if place == 0 {
            error.at(used.span, label)
        } else {
            error.and(used.span, label)
        };
    }
    if cycle.len() > MAX_TOLD {
        error = error.note(format!("the circle has {} steps", cycle.len()));
    }
    if cycle.iter().any(|(_, used)| used.alternative) {
        error = error.note("what alternatives replace counts, whichever of them is chosen");
    }
    error
}
