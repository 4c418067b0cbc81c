//! Whether the shares of money are shares: between 0 and 1, and one together, at the points and in every draw.

use super::formula::Formula;
use super::values::Values;
use super::{Model, Uncertainty, Variant, check_parties};
use crate::case::{self, Case, Expr, Spanned};
use crate::text::{Diagnostic, Diagnostics, Span};

/// What sums of numbers in binary may miss one by.
const ROUNDING: f64 = 1e-9;

/// Where a mistake is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Those who pay for a stakeholder.
    Payers(usize),
    /// One of them.
    Payment(usize, usize),
    /// A share of a perspective.
    Weight(usize, usize),
}

/// Shares that are none in a variant of the case.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Problem {
    place: Place,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

impl Problem {
    fn new(place: Place, message: String) -> Self {
        Self {
            place,
            message,
            help: None,
        }
    }

    /// A number that was probably meant as a percentage.
    fn in_percent(self, share: &Formula) -> Self {
        match share {
            Formula::Constant(value) if (1.0..=100.0).contains(value) => {
                self.help(&format!("write `\"{value}%\"`"))
            }
            _ => self,
        }
    }

    fn help(mut self, help: &str) -> Self {
        self.help = Some(help.to_owned());
        self
    }
}

/// What is wrong with the shares of money in a variant; one thing per stakeholder.
pub(super) fn problems(model: &Model, variant: &Variant) -> Vec<Problem> {
    let is_given = |share: &Formula| *share != Formula::Constant(1.0);
    if !model.party_shares().any(is_given) {
        return Vec::new();
    }
    let values = Values::new(&variant.points, &variant.derived, &model.derived_order);
    let at_points = |share: &Formula| values.of(share);
    let mut problems = Vec::new();
    for who in 0..model.stakeholders.len() {
        problems.extend(of_payers(model, variant, who, at_points));
    }
    for (index, perspective) in model.perspectives.iter().enumerate() {
        let shares = perspective.shares.iter().flatten().enumerate();
        for (place, (who, share)) in shares {
            let of = &model.stakeholders[*who].name;
            let found = outside(at_points(share));
            problems.extend(found.map(|found| {
                let message = format!("a share is between 0 and 100 %, that of `{of}` is {found}");
                Problem::new(Place::Weight(index, place), message).in_percent(share)
            }));
        }
    }
    problems
}

fn of_payers(
    model: &Model,
    variant: &Variant,
    who: usize,
    at_points: impl Fn(&Formula) -> f64,
) -> Option<Problem> {
    let stakeholder = &model.stakeholders[who];
    let payments = &stakeholder.paid_by;
    if payments.is_empty() {
        return None;
    }
    let values: Vec<f64> = payments.iter().map(|p| at_points(&p.share)).collect();
    let beyond = values.iter().map(|value| outside(*value));
    if let Some((place, found)) = beyond.enumerate().find_map(|(i, found)| Some((i, found?))) {
        let payer = &model.stakeholders[payments[place].payer].name;
        let message = format!(
            "a share is between 0 and 100 %, that of `{payer}` in `{}` is {found}",
            stakeholder.name
        );
        let problem = Problem::new(Place::Payment(who, place), message);
        return Some(problem.in_percent(&payments[place].share));
    }
    if stakeholder.has_rest {
        return None;
    }
    let shares = || payments.iter().map(|payment| &payment.share);
    if is_drawn(model, variant, shares()) && !is_one_whole(model, shares()) {
        let message = format!(
            "the shares that pay for `{}` are drawn, so they must sum to one in every draw",
            stakeholder.name
        );
        let help = "write one of them as `\"rest\"`, or take all of them from one `[dirichlet]`";
        return Some(Problem::new(Place::Payers(who), message).help(help));
    }
    let sum: f64 = values.iter().sum();
    if (sum - 1.0).abs() <= ROUNDING {
        return None;
    }
    let message = format!(
        "the shares that pay for `{}` sum to {}, not to 100 %",
        stakeholder.name,
        percent(sum)
    );
    let help = "write one of them as `\"rest\"`, which is what the others leave";
    Some(Problem::new(Place::Payers(who), message).help(help))
}

/// How a value is printed that is no share.
fn outside(value: f64) -> Option<String> {
    let is_share = (-ROUNDING..=1.0 + ROUNDING).contains(&value);
    (!is_share).then(|| percent(value))
}

/// A fraction as a percentage, with all that tells it from another.
fn percent(fraction: f64) -> String {
    format!("{} %", (fraction * 1e12).round() / 1e10)
}

fn is_drawn<'a>(
    model: &Model,
    variant: &Variant,
    shares: impl Iterator<Item = &'a Formula>,
) -> bool {
    let (reached, _) = variant.reached(model, shares);
    let drawn = |uncertainty: &Uncertainty| matches!(uncertainty, Uncertainty::Drawn(_));
    let mut inputs = variant.uncertainties.iter().zip(reached);
    inputs.any(|(uncertainty, reached)| reached && drawn(uncertainty))
}

/// Whether the shares are all the inputs of one Dirichlet, each once.
fn is_one_whole<'a>(model: &Model, shares: impl Iterator<Item = &'a Formula>) -> bool {
    let input = |share: &Formula| match share {
        Formula::Input(index) => Some(*index),
        _ => None,
    };
    let Some(mut inputs) = shares.map(input).collect::<Option<Vec<usize>>>() else {
        return false;
    };
    inputs.sort_unstable();
    model.compositions.iter().any(|composition| {
        let mut members = composition.members.clone();
        members.sort_unstable();
        members == inputs
    })
}

/// Reports what is wrong at the points, under the scenarios and under the alternatives.
pub(super) fn check(case: &Case, model: &Model, diagnostics: &mut Diagnostics) {
    let report = |variant: &Variant, whose: &str, diagnostics: &mut Diagnostics| {
        let found = problems(model, variant);
        let any = !found.is_empty();
        for problem in found {
            let message = format!("{}{whose}", problem.message);
            diagnostics.push(
                Diagnostic::error("share", message)
                    .at(span(case, problem.place), "")
                    .maybe_help(problem.help),
            );
        }
        any
    };
    if report(&model.base(), "", diagnostics) {
        return;
    }
    for (index, scenario) in model.scenarios.iter().enumerate() {
        let whose = format!(", in scenario `{}`", scenario.name);
        report(
            &model.variant_of(Some(index), &[], &[]),
            &whose,
            diagnostics,
        );
    }
    for (index, switch) in model.switches.iter().enumerate() {
        for (chosen, alternative) in switch.alternatives.iter().enumerate() {
            if chosen != switch.default {
                let whose = format!(", with `{}` = `{}`", switch.name, alternative.name);
                let variant = model.variant_of(None, &[(index, chosen)], &[]);
                report(&variant, &whose, diagnostics);
            }
        }
    }
}

/// The place of a share in the file.
fn span(case: &Case, place: Place) -> Span {
    type Written = [(Spanned<String>, Expr)];
    let payers = |who: usize| -> &Written {
        case.stakeholders[who]
            .paid_by
            .as_deref()
            .unwrap_or_default()
    };
    match place {
        Place::Payers(who) => {
            let written = payers(who);
            let ends = written.first().zip(written.last());
            ends.map_or(
                case.stakeholders[who].name.span,
                |((first, _), (_, last))| first.span.to(last.span),
            )
        }
        Place::Payment(who, payment) => payers(who)[payment].1.span,
        Place::Weight(index, share) => {
            // The societal perspective comes first where the case declares none.
            let index = index - usize::from(!check_parties::declares_societal(case));
            let perspective: &case::Perspective = &case.perspectives[index];
            match &perspective.shares {
                Some(shares) => shares[share].1.span,
                None => perspective.name.span,
            }
        }
    }
}
