//! Checks whose money is whose: shares that sum to one, and no money that is counted twice.

use super::formula::Formula;
use super::infer::{Scope, Type};
use super::names::{Names, unknown};
use super::parties::{Payment, Perspective};
use crate::case::{self, BinaryOp, Case, Expr, ExprKind, Members, Spanned};
use crate::text::{Diagnostic, Diagnostics, Span};

/// What the others leave.
const REST: &str = "rest";

/// The payers of every stakeholder, in the order of the case.
pub(super) fn payments(
    case: &Case,
    scope: &Scope<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Vec<Payment>> {
    let mut all = Vec::new();
    for who in &case.stakeholders {
        let written = who.paid_by.as_deref().unwrap_or_default();
        all.push(payments_of(case, &who.name, written, scope, diagnostics));
    }
    all
}

fn payments_of(
    case: &Case,
    who: &Spanned<String>,
    written: &[(Spanned<String>, Expr)],
    scope: &Scope<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Payment> {
    let mut payments = Vec::new();
    let mut rest: Option<(usize, usize, Span)> = None;
    for (name, expr) in written {
        let payer = payer(case, who, name, scope.names, diagnostics);
        if is_rest(expr) {
            if let Some((_, _, earlier)) = rest {
                let message = format!("two payers of `{}` have the rest", who.value);
                diagnostics.push(
                    Diagnostic::error("payer", message)
                        .at(expr.span, "")
                        .and(earlier, "the other one"),
                );
            } else if let Some(payer) = payer {
                rest = Some((payments.len(), payer, expr.span));
            }
            continue;
        }
        let share = plain_share(expr, scope, diagnostics);
        if let (Some(payer), Some(share)) = (payer, share) {
            payments.push(Payment { payer, share });
        }
    }
    if let Some((place, payer, _)) = rest {
        let minus = |left: Formula, payment: &Payment| {
            let share = Box::new(payment.share.clone());
            Formula::Binary(BinaryOp::Subtract, Box::new(left), share)
        };
        let share = payments.iter().fold(Formula::Constant(1.0), minus);
        payments.insert(place, Payment { payer, share });
    }
    payments
}

/// Whether one of the payers has what the others leave.
pub(super) fn has_rest(who: &case::Stakeholder) -> bool {
    who.paid_by
        .iter()
        .flatten()
        .any(|(_, share)| is_rest(share))
}

fn is_rest(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Name(name) if name == REST)
}

/// The index of a payer, who pays for others and is paid by nobody.
fn payer(
    case: &Case,
    who: &Spanned<String>,
    name: &Spanned<String>,
    names: &Names,
    diagnostics: &mut Diagnostics,
) -> Option<usize> {
    let index = stakeholder(case, name, names, diagnostics)?;
    if name.value == who.value {
        let message = format!("`{}` cannot pay for itself", who.value);
        diagnostics.push(
            Diagnostic::error("payer", message)
                .at(name.span, "")
                .help("leave out `paid_by` when its money is its own"),
        );
        return None;
    }
    if case.stakeholders[index].paid_by.is_some() {
        let message = format!(
            "`{}` pays for `{}` and is itself paid by others",
            name.value, who.value
        );
        diagnostics.push(
            Diagnostic::error("payer", message)
                .at(name.span, "")
                .and(case.stakeholders[index].name.span, "paid by others")
                .help("name those who pay in the end"),
        );
        return None;
    }
    Some(index)
}

/// The index of a stakeholder.
pub(super) fn stakeholder(
    case: &Case,
    name: &Spanned<String>,
    names: &Names,
    diagnostics: &mut Diagnostics,
) -> Option<usize> {
    let found = names.stakeholder(&name.value);
    if found.is_none() {
        let what = ("stakeholder", "stakeholders");
        let error = unknown(what, name, names.stakeholders(), &case.unread);
        let declare = || format!("declare it: `[stakeholders.{}]`", name.value);
        diagnostics.extend(error.map(|error| match error.help {
            Some(_) => error,
            None => error.help(declare()),
        }));
    }
    found
}

/// An expression that is a plain number.
fn plain_share(expr: &Expr, scope: &Scope<'_>, diagnostics: &mut Diagnostics) -> Option<Formula> {
    let (formula, kind) = scope.infer(expr, diagnostics)?;
    let found = match kind {
        Type::Zero => return Some(formula),
        Type::Quantity(unit) if unit.is_dimensionless() => return Some(formula),
        Type::Quantity(unit) => format!("in `{unit}`"),
        Type::Truth => "a comparison".to_owned(),
    };
    let message = "a share of money is a plain number between 0 and 1";
    diagnostics.push(Diagnostic::error("unit", message).at(expr.span, found));
    None
}

/// The perspectives of the case, after the societal one if the case declares none of that name.
pub(super) fn perspectives(
    case: &Case,
    scope: &Scope<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Perspective> {
    let mut all = Vec::new();
    if !declares_societal(case) {
        all.push(Perspective::societal());
    }
    for written in &case.perspectives {
        let read = match (&written.stakeholders, &written.shares) {
            (Some(members), None) => members_of(case, members, scope, diagnostics),
            (None, Some(shares)) => Some(shares_of(case, written, shares, scope, diagnostics)),
            (None, None) => {
                let message = format!("`{}` needs `stakeholders` or `shares`", written.name.value);
                diagnostics.push(
                    Diagnostic::error("missing", message)
                        .at(written.name.span, "")
                        .help("`stakeholders = [\"client\"]`, or `shares = { client = 1, insurer = 0.4 }`"),
                );
                continue;
            }
            (Some(_), Some(_)) => {
                let message = "a perspective has `stakeholders` or `shares`, not both";
                diagnostics.push(Diagnostic::error("key", message).at(written.name.span, ""));
                continue;
            }
        };
        all.push(Perspective {
            name: written.name.value.clone(),
            label: written.label.clone(),
            declared: true,
            shares: read,
        });
    }
    all
}

/// Whether the case says itself what the societal perspective is.
pub(super) fn declares_societal(case: &Case) -> bool {
    let mut names = case.perspectives.iter().map(|p| p.name.value.as_str());
    names.any(|name| name == super::parties::SOCIETAL)
        || case
            .unread
            .contains("perspectives", super::parties::SOCIETAL)
}

fn members_of(
    case: &Case,
    members: &Members,
    scope: &Scope<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<(usize, Formula)>> {
    let Members::Listed(listed) = members else {
        return None;
    };
    if listed.value.is_empty() {
        let message = "a perspective needs at least one stakeholder";
        diagnostics.push(
            Diagnostic::error("perspective", message)
                .at(listed.span, "")
                .help("`stakeholders = \"all\"` is that of society"),
        );
    }
    let mut seen: Vec<(usize, Span)> = Vec::new();
    for name in &listed.value {
        let Some(index) = stakeholder(case, name, scope.names, diagnostics) else {
            continue;
        };
        if let Some((_, earlier)) = seen.iter().find(|(known, _)| *known == index) {
            let message = format!("`{}` is listed twice", name.value);
            diagnostics.push(
                Diagnostic::error("perspective", message)
                    .at(name.span, "")
                    .and(*earlier, "listed here"),
            );
            continue;
        }
        seen.push((index, name.span));
    }
    check_counted_once(case, &seen, diagnostics);
    let whole = |(index, _)| (index, Formula::Constant(1.0));
    Some(seen.into_iter().map(whole).collect())
}

fn shares_of(
    case: &Case,
    written: &case::Perspective,
    shares: &[(Spanned<String>, Expr)],
    scope: &Scope<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<(usize, Formula)> {
    if shares.is_empty() {
        let message = "a perspective needs at least one stakeholder";
        diagnostics.push(Diagnostic::error("perspective", message).at(written.name.span, ""));
    }
    let mut seen = Vec::new();
    let mut read = Vec::new();
    for (name, expr) in shares {
        let index = stakeholder(case, name, scope.names, diagnostics);
        let share = plain_share(expr, scope, diagnostics);
        if let (Some(index), Some(share)) = (index, share) {
            seen.push((index, name.span));
            read.push((index, share));
        }
    }
    check_counted_once(case, &seen, diagnostics);
    read
}

/// A stakeholder and one of those who pay for it have the same money.
fn check_counted_once(case: &Case, seen: &[(usize, Span)], diagnostics: &mut Diagnostics) {
    for &(paid, place) in seen {
        let who = &case.stakeholders[paid];
        for (payer, _) in who.paid_by.iter().flatten() {
            let named = seen
                .iter()
                .find(|(index, _)| case.stakeholders[*index].name.value == payer.value);
            let Some((_, other)) = named else { continue };
            let message = format!(
                "this perspective counts money twice: `{}` pays for `{}`",
                payer.value, who.name.value
            );
            diagnostics.push(
                Diagnostic::error("perspective", message)
                    .at(*other, "the money of this one")
                    .and(place, "is counted here as well")
                    .help(format!(
                        "name `{}`, or those who pay for it",
                        who.name.value
                    )),
            );
            return;
        }
    }
}
