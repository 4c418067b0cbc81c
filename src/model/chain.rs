//! The SROI impact chain: what of an outcome is due to the programme.
//!
//! The factors multiply: outcome × (1 − deadweight) × (1 − attribution) × (1 − displacement), and over a duration each
//! further year keeps (1 − drop-off) of the year before, discounted. Adding the deductions up instead is a known mistake.

use super::formula::Formula;
use super::infer::{Scope, Type};
use crate::case::{BinaryOp, Chain, ChainElement};
use crate::text::{Diagnostic, Diagnostics, Span};

/// Longest duration in years.
const MAX_DURATION: i64 = 100;

/// What a case says of one element of a chain.
#[derive(Clone, Debug, PartialEq)]
pub enum Share {
    /// Nothing: counts as 0, and is a warning.
    NotStated,
    /// "not assessed": counts as 0, and is reported.
    NotAssessed,
    /// A share.
    Given(Formula),
}

/// The deductions of a line: deadweight, attribution, displacement.
pub(super) const DEDUCTIONS: [&str; 3] = ["deadweight", "attribution", "displacement"];

/// A chain after checking.
pub(super) struct Checked {
    /// The deductions, in the order of [`DEDUCTIONS`].
    pub(super) deductions: [Share; 3],
    /// What the amount is multiplied by.
    pub(super) factor: Option<Formula>,
}

/// Checks the chain of a line; elements it does not state are those of `fallback`.
pub(super) fn check(
    own: Option<&Chain>,
    fallback: &Chain,
    scope: &Scope<'_>,
    diagnostics: &mut Diagnostics,
) -> Checked {
    let empty = Chain::default();
    let own = own.unwrap_or(&empty);
    let mut pick = |select: fn(&Chain) -> Option<&ChainElement>| {
        share(select(own).or_else(|| select(fallback)), scope, diagnostics)
    };
    let deductions = [
        pick(|c| c.deadweight.as_ref()),
        pick(|c| c.attribution.as_ref()),
        pick(|c| c.displacement.as_ref()),
    ];
    let drop_off = pick(|c| c.drop_off.as_ref());
    let discount_rate = pick(|c| c.discount_rate.as_ref());
    let duration = own.duration.as_ref().or(fallback.duration.as_ref());
    let mut factors: Vec<Formula> = deductions
        .iter()
        .filter_map(|share| match share {
            Share::Given(formula) => Some(formula.clone().complement()),
            _ => None,
        })
        .collect();
    let place = own.span.or(fallback.span).unwrap_or_default();
    match duration {
        Some(years) if (1..=MAX_DURATION).contains(&years.value) => {
            factors.extend(years_factor(years.value, drop_off, discount_rate));
        }
        Some(years) => {
            let message = format!(
                "`duration` must be between 1 and {MAX_DURATION} years, found {}",
                years.value
            );
            diagnostics.push(Diagnostic::error("chain", message).at(years.span, ""));
        }
        None => needs_duration(&drop_off, &discount_rate, place, diagnostics),
    }
    Checked {
        deductions,
        factor: factors.into_iter().reduce(Formula::times),
    }
}

fn needs_duration(
    drop_off: &Share,
    discount_rate: &Share,
    place: Span,
    diagnostics: &mut Diagnostics,
) {
    for (name, share) in [("drop_off", drop_off), ("discount_rate", discount_rate)] {
        if matches!(share, Share::Given(_)) {
            let message = format!("`{name}` has no effect without `duration`");
            let help = "say how many years the effect lasts: `duration = 5`";
            diagnostics.push(Diagnostic::error("chain", message).at(place, "").help(help));
        }
    }
}

fn share(
    element: Option<&ChainElement>,
    scope: &Scope<'_>,
    diagnostics: &mut Diagnostics,
) -> Share {
    let expr = match element {
        None => return Share::NotStated,
        Some(ChainElement::NotAssessed) => return Share::NotAssessed,
        Some(ChainElement::Share(expr)) => expr,
    };
    match scope.infer(expr, diagnostics) {
        Some((formula, Type::Zero)) => Share::Given(formula),
        Some((formula, Type::Quantity(unit))) if unit.is_dimensionless() => {
            if let Formula::Constant(value) = formula
                && !(0.0..=1.0).contains(&value)
            {
                let message =
                    format!("a share of an impact chain is between 0 and 1, found {value}");
                let help = (1.0..=100.0)
                    .contains(&value)
                    .then(|| format!("write `{value}%`"));
                diagnostics.push(
                    Diagnostic::error("chain", message)
                        .at(expr.span, "")
                        .maybe_help(help),
                );
            }
            Share::Given(formula)
        }
        Some(_) => {
            let message = "an element of an impact chain is a plain number between 0 and 1";
            diagnostics.push(Diagnostic::error("unit", message).at(expr.span, ""));
            Share::NotStated
        }
        None => Share::NotStated,
    }
}

/// Σ q^t over t = 0 … years − 1 with q = (1 − drop-off) / (1 + discount rate), by Horner's rule.
fn years_factor(years: i64, drop_off: Share, discount_rate: Share) -> Option<Formula> {
    let given = |share| {
        if let Share::Given(formula) = share {
            Some(formula)
        } else {
            None
        }
    };
    let plus = |a: Formula, b: Formula| Formula::Binary(BinaryOp::Add, Box::new(a), Box::new(b));
    let one = || Formula::Constant(1.0);
    let kept = given(drop_off).map_or_else(one, Formula::complement);
    let growth = given(discount_rate).map_or_else(one, |rate| plus(one(), rate));
    let ratio = Formula::Binary(BinaryOp::Divide, Box::new(kept), Box::new(growth));
    (years > 1).then(|| (1..years).fold(one(), |sum, _| plus(one(), ratio.clone().times(sum))))
}
