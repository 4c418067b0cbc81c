//! Checks shares of a whole: exclusive categories whose shares sum to one, drawn from a Dirichlet.

use super::inputs::Input;
use super::joint::{GroupKind, Joint};
use super::share::{Share, excess, in_percent, outside, percent, sum_of};
use crate::case::{self, Case};
use crate::dist::{Dirichlet, Prior, PriorError};
use crate::text::{Diagnostic, Diagnostics, Span};

/// Sums of points that are further from one than this, and than rounding explains, are mistakes.
const FAR_OFF: f64 = 0.05;

/// Inputs that are shares of a whole. Their priors, as inputs, are the marginal betas; drawn they sum to one.
#[derive(Clone, Debug, PartialEq)]
pub struct Composition {
    /// Its name.
    pub name: String,
    /// Indices of the inputs.
    pub members: Vec<usize>,
    /// Their joint distribution, as fractions: the base unit of a share.
    pub law: Dirichlet,
    /// What the case states, for readers: "Dirichlet(26.5, 11.5, 4.5)".
    pub statement: String,
}

/// Checks one; gives its members their marginal priors.
pub(super) fn check(group: &case::Dirichlet, joint: &mut Joint<'_>) -> Option<Composition> {
    let members = joint.members((GroupKind::Dirichlet, &group.name), &group.inputs);
    if group.inputs.len() < 2 {
        return None;
    }
    let law = law(group, joint.diagnostics);
    let members = members?;
    let shares = shares(&members, group, joint)?;
    check_points(group, &shares, joint.diagnostics);
    let law = law?;
    for (&index, marginal) in members.iter().zip(law.marginals()) {
        if let Some(input) = &mut joint.inputs[index] {
            input.prior = Some(Prior::Beta(marginal.clone()));
        }
    }
    Some(Composition {
        name: group.name.value.clone(),
        members,
        statement: statement(group, &law),
        law,
    })
}

/// The joint distribution of a whole and its statement; `None` after reporting why there is none.
pub(super) fn law_and_statement(
    group: &case::Dirichlet,
    diagnostics: &mut Diagnostics,
) -> Option<(Dirichlet, String)> {
    let law = law(group, diagnostics)?;
    let statement = statement(group, &law);
    Some((law, statement))
}

/// As a reader may check it: "Dirichlet(26.5, 11.5, 4.5): counts 26, 11, 4, pseudo-count 0.5".
fn statement(group: &case::Dirichlet, law: &Dirichlet) -> String {
    match (&group.counts, &group.pseudo_count) {
        (Some(counts), Some(pseudo)) => {
            let counts: Vec<String> = counts.value.iter().map(f64::to_string).collect();
            format!(
                "{law}: counts {}, pseudo-count {}",
                counts.join(", "),
                pseudo.value
            )
        }
        _ => law.to_string(),
    }
}

fn law(group: &case::Dirichlet, diagnostics: &mut Diagnostics) -> Option<Dirichlet> {
    let size = group.inputs.len();
    let refuse = |error: Diagnostic, diagnostics: &mut Diagnostics| {
        diagnostics.push(error);
        None
    };
    let (key, numbers) = match (&group.counts, &group.alpha) {
        (Some(counts), None) => ("counts", counts),
        (None, Some(alpha)) => ("alpha", alpha),
        (None, None) => {
            let message = format!(
                "`{}` needs `counts` and `pseudo_count`, or `alpha`",
                group.name.value
            );
            let error = Diagnostic::error("missing", message).at(group.name.span, "");
            return refuse(error, diagnostics);
        }
        (Some(_), Some(alpha)) => {
            let message = "a Dirichlet has `counts` or `alpha`, not both";
            let error = Diagnostic::error("key", message).at(alpha.span, "the second one");
            return refuse(error, diagnostics);
        }
    };
    if numbers.value.len() != size {
        let found = numbers.value.len();
        let message = format!("`{key}` must have {size} numbers, one per input, found {found}");
        let error = Diagnostic::error("dirichlet", message).at(numbers.span, "");
        return refuse(error, diagnostics);
    }
    let built = match (&group.counts, &group.pseudo_count) {
        (Some(counts), Some(pseudo)) => Dirichlet::from_counts(&counts.value, pseudo.value),
        (Some(counts), None) => {
            let error = Diagnostic::error("missing", "`counts` need a `pseudo_count`")
                .at(counts.span, "")
                .note("`pseudo_count` is added to each count: 0.5 is Jeffreys, 1 is uniform")
                .help("`pseudo_count = 0` takes the counts as they are");
            return refuse(error, diagnostics);
        }
        (None, Some(pseudo)) => {
            let message = "`pseudo_count` goes with `counts`; `alpha` has it in it";
            let error = Diagnostic::error("key", message).at(pseudo.span, "");
            return refuse(error, diagnostics);
        }
        (None, None) => Dirichlet::new(&numbers.value),
    };
    match built {
        Ok(law) => Some(law),
        Err(error) => refuse(placed(error, numbers.span, group), diagnostics),
    }
}

fn placed(error: PriorError, numbers: Span, group: &case::Dirichlet) -> Diagnostic {
    let pseudo = group.pseudo_count.as_ref();
    let span = match (error.key.as_deref(), pseudo) {
        (Some("pseudo_count"), Some(pseudo)) => pseudo.span,
        _ => numbers,
    };
    Diagnostic::error("dirichlet", error.message)
        .at(span, "")
        .maybe_help(error.help)
}

/// The points of the members as shares; `None` after reporting a unit that no share has.
fn shares<'a>(
    members: &[usize],
    group: &case::Dirichlet,
    joint: &mut Joint<'a>,
) -> Option<Vec<Share<'a>>> {
    let mut shares = Vec::new();
    for (&index, listed) in members.iter().zip(&group.inputs) {
        let written = &joint.case.inputs[index];
        let unit = &joint.inputs[index].as_ref()?.unit;
        if unit.is_dimensionless() {
            let name = written.name.value.as_str();
            shares.push(Share::new(name, written.point.value, unit.scale()));
            continue;
        }
        let message = format!(
            "a share of a whole is in `%` or `1`, `{}` is not",
            listed.value
        );
        let error = Diagnostic::error("unit", message)
            .at(written.unit.span, format!("{unit}"))
            .and(listed.span, "a share here");
        joint.diagnostics.push(error);
    }
    (shares.len() == members.len()).then_some(shares)
}

/// Points are shares, and sum to one to their printed digits, or nearly.
fn check_points(group: &case::Dirichlet, shares: &[Share<'_>], diagnostics: &mut Diagnostics) {
    if let Some(share) = shares.iter().find(|s| !(0.0..=1.0).contains(&s.value)) {
        let place = group.inputs.iter().find(|name| name.value == share.name);
        diagnostics.push(
            Diagnostic::error("dirichlet", outside(share))
                .at(place.map_or(group.name.span, |name| name.span), "")
                .maybe_help(in_percent(share)),
        );
    } else if excess(shares).is_some_and(|distance| distance > FAR_OFF) {
        diagnostics.push(
            Diagnostic::error("dirichlet", points_sum(&group.name.value, shares))
                .at(group.name.span, "")
                .help("add the missing share, or give the points as shares of those counted"),
        );
    }
}

fn points_sum(group: &str, shares: &[Share<'_>]) -> String {
    let values: Vec<String> = shares.iter().map(|share| percent(share.value)).collect();
    format!(
        "the points of `{group}` sum to {}, not to 100 %: {}",
        sum_of(shares),
        values.join(", ")
    )
}

/// That the points do not sum to one, when rounding does not explain it.
pub(super) fn points_off(
    case: &Case,
    composition: &Composition,
    inputs: &[Input],
) -> Option<String> {
    let share = |&index: &usize| {
        let (written, input) = (&case.inputs[index], &inputs[index]);
        Share::new(&input.name, written.point.value, input.unit.scale())
    };
    let shares: Vec<Share<'_>> = composition.members.iter().map(share).collect();
    excess(&shares).map(|_| points_sum(&composition.name, &shares))
}
