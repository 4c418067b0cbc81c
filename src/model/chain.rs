//! The SROI impact chain: what of an outcome is due to the programme.
//!
//! The factors multiply: outcome × (1 − deadweight) × (1 − attribution) × (1 − displacement), and over a duration each
//! further year keeps (1 − drop-off) of the year before, discounted. Adding the deductions up instead is a known mistake.

use super::formula::Formula;
use super::infer::{Scope, Type};
use crate::case::{BinaryOp, Chain, ChainElement, Input};
use crate::text::{Diagnostic, Diagnostics};

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
    /// The share lost each year after the first.
    pub(super) drop_off: Share,
    /// How many years it lasts, where the case says so.
    pub(super) years: Option<u32>,
    /// At which rate later years are discounted.
    pub(super) discount_rate: Share,
    /// What the amount is multiplied by.
    pub(super) factor: Option<Formula>,
}

/// Checks the chain of a line; elements it does not state itself are those of the chain of the case.
pub(super) fn check(
    (own, shared): (Option<&Chain>, &Chain),
    inputs: &[Input],
    scope: &Scope<'_>,
    diagnostics: &mut Diagnostics,
) -> Checked {
    let empty = Chain::default();
    let own = own.unwrap_or(&empty);
    let mut pick = |select: fn(&Chain) -> Option<&ChainElement>| {
        let element = select(own).or_else(|| select(shared));
        share(element, inputs, scope, diagnostics)
    };
    let deductions = [
        pick(|c| c.deadweight.as_ref()),
        pick(|c| c.attribution.as_ref()),
        pick(|c| c.displacement.as_ref()),
    ];
    let drop_off = pick(|c| c.drop_off.as_ref());
    let discount_rate = pick(|c| c.discount_rate.as_ref());
    let mut factors: Vec<Formula> = deductions
        .iter()
        .filter_map(|share| match share {
            Share::Given(formula) => Some(formula.clone().complement()),
            _ => None,
        })
        .collect();
    let mut lasts = None;
    match own.duration.as_ref().or(shared.duration.as_ref()) {
        Some(years) if (1..=MAX_DURATION).contains(&years.value) => {
            lasts = u32::try_from(years.value).ok();
            let (drop_off, rate) = (drop_off.clone(), discount_rate.clone());
            factors.extend(years_factor(years.value, drop_off, rate));
        }
        Some(years) => {
            let message = format!(
                "`duration` is {}: it must be between 1 and {MAX_DURATION} years",
                years.value
            );
            diagnostics.push(Diagnostic::error("chain", message).at(years.span, ""));
        }
        None => needs_duration(own, shared, diagnostics),
    }
    Checked {
        deductions,
        drop_off,
        years: lasts,
        discount_rate,
        factor: factors.into_iter().reduce(Formula::times),
    }
}

fn needs_duration(own: &Chain, shared: &Chain, diagnostics: &mut Diagnostics) {
    let elements = [
        (
            "drop_off",
            own.drop_off.as_ref().or(shared.drop_off.as_ref()),
        ),
        (
            "discount_rate",
            own.discount_rate.as_ref().or(shared.discount_rate.as_ref()),
        ),
    ];
    for (name, element) in elements {
        if let Some(ChainElement::Share(expr)) = element {
            let message = format!("`{name}` has no effect without `duration`");
            diagnostics.push(
                Diagnostic::error("chain", message)
                    .at(expr.span, "")
                    .help("say how many years the effect lasts: `duration = 5`"),
            );
        }
    }
}

fn share(
    element: Option<&ChainElement>,
    inputs: &[Input],
    scope: &Scope<'_>,
    diagnostics: &mut Diagnostics,
) -> Share {
    let expr = match element {
        None => return Share::NotStated,
        Some(ChainElement::NotAssessed) => return Share::NotAssessed,
        Some(ChainElement::Share(expr)) => expr,
    };
    let Some((formula, kind)) = scope.infer(expr, diagnostics) else {
        return Share::NotStated;
    };
    let found = match kind {
        Type::Zero => return Share::Given(formula),
        Type::Quantity(unit) if unit.is_dimensionless() => None,
        Type::Quantity(unit) => Some(format!("in `{unit}`")),
        Type::Truth => Some("a comparison".to_owned()),
    };
    if let Some(found) = found {
        let message = "an element of an impact chain is a plain number between 0 and 1";
        diagnostics.push(Diagnostic::error("unit", message).at(expr.span, found));
        return Share::NotStated;
    }
    if let Some(value) = formula.number().filter(|value| !is_share(*value)) {
        let message = format!("an element of an impact chain is between 0 and 1, found {value}");
        let percent = (2.0..=100.0).contains(&value);
        diagnostics.push(
            Diagnostic::error("chain", message)
                .at(expr.span, "")
                .maybe_help(percent.then(|| format!("write `\"{value}%\"`"))),
        );
    }
    if let Formula::Input(index) = formula
        && let (Some(input), Some(Some(unit))) = (inputs.get(index), scope.input_units.get(index))
        && !is_share(input.point.value * unit.scale())
    {
        let message = format!(
            "an element of an impact chain is between 0 and 1, `{}` is {}",
            input.name.value, input.point.value
        );
        diagnostics.push(
            Diagnostic::error("chain", message)
                .at(input.point.span, "")
                .and(expr.span, "used as a share here"),
        );
    }
    Share::Given(formula)
}

fn is_share(value: f64) -> bool {
    (0.0..=1.0).contains(&value)
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
