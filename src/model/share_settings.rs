//! What scenarios, alternatives and runs may make of shares of a whole: all are fixed, at values that sum to one, or none.

use super::composition::Composition;
use super::inputs::Input;
use super::names::Names;
use super::share::{Share, outside, sum_of};
use crate::case::{self, Case, Spanned};
use crate::text::{Diagnostic, Diagnostics};

/// How far from one the sum of fixed shares may be.
const SUM_TOLERANCE: f64 = 1e-6;

/// What a run, scenario or alternative makes of a component.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Given {
    /// Fixed at a number, in the unit of the input.
    Number(f64),
    /// Drawn from another prior.
    Prior,
}

/// Why components cannot be set like that.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Refusal {
    /// The place of the component among the members.
    pub(super) component: usize,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

impl Composition {
    /// Why the components, of which `given` are set, cannot be set like that: all are fixed, at values that sum to one, or
    /// none is.
    pub(super) fn refusal(&self, inputs: &[&Input], given: &[Option<Given>]) -> Option<Refusal> {
        let refuse = |component: usize, message: String, help: Option<String>| {
            Some(Refusal {
                component,
                message,
                help,
            })
        };
        let set = given.iter().position(Option::is_some)?;
        if let Some(component) = given.iter().position(|g| *g == Some(Given::Prior)) {
            let message = format!(
                "`{}` is a share of `{}`, which has one prior for all its shares",
                inputs[component].name, self.name
            );
            let help = "fix all of its shares at numbers that sum to one, or none of them";
            return refuse(component, message, Some(help.to_owned()));
        }
        let missing: Vec<String> = inputs
            .iter()
            .zip(given)
            .filter(|(_, given)| given.is_none())
            .map(|(input, _)| format!("`{}`", input.name))
            .collect();
        if !missing.is_empty() {
            let message = format!(
                "`{}` is fixed without {}, but the shares of `{}` sum to one",
                inputs[set].name,
                and(&missing),
                self.name
            );
            let help = "fix all of them, or none";
            return refuse(set, message, Some(help.to_owned()));
        }
        let shares: Vec<Share<'_>> = inputs
            .iter()
            .zip(given)
            .filter_map(|(input, given)| match given {
                Some(Given::Number(n)) => Some(Share::new(&input.name, *n, input.unit.scale())),
                _ => None,
            })
            .collect();
        if let Some(place) = shares.iter().position(|s| !(0.0..=1.0).contains(&s.value)) {
            return refuse(place, outside(&shares[place]), None);
        }
        // Settings are meant as they are: rounding does not explain anything here.
        let sum: f64 = shares.iter().map(|share| share.value).sum();
        if (sum - 1.0).abs() <= SUM_TOLERANCE {
            return None;
        }
        let message = format!(
            "the shares of `{}` are fixed at values that sum to {}, not to 100 %",
            self.name,
            sum_of(&shares)
        );
        refuse(set, message, None)
    }
}

/// `a`, `b` and `c`.
fn and(names: &[String]) -> String {
    match names {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => names.concat(),
    }
}

/// Checks what scenarios and alternatives set.
pub(super) fn check_settings(
    case: &Case,
    compositions: &[Option<Composition>],
    (names, inputs): (&Names, &[Option<Input>]),
    diagnostics: &mut Diagnostics,
) {
    let alternatives = case.switches.iter().flat_map(|switch| &switch.alternatives);
    let sets = case.scenarios.iter().map(|scenario| &scenario.set);
    for set in sets.chain(alternatives.map(|alternative| &alternative.set)) {
        for composition in compositions.iter().flatten() {
            let members = composition.members.iter();
            let members: Option<Vec<&Input>> = members.map(|&i| inputs[i].as_ref()).collect();
            let Some(members) = members else { continue };
            let written: Vec<_> = composition
                .members
                .iter()
                .map(|&index| {
                    set.iter()
                        .find(|(name, _)| names.input(&name.value) == Some(index))
                })
                .collect();
            let given: Vec<Option<Given>> = written
                .iter()
                .map(|setting| setting.map(|(_, setting)| given(setting)))
                .collect();
            let Some(refusal) = composition.refusal(&members, &given) else {
                continue;
            };
            let place = written[refusal.component].map(|(name, _)| name.span);
            let mut error = Diagnostic::error("dirichlet", refusal.message);
            if let Some(place) = place {
                error = error.at(place, "");
            }
            diagnostics.push(error.maybe_help(refusal.help));
        }
    }
}

fn given(setting: &Spanned<case::Setting>) -> Given {
    match &setting.value.value {
        case::SettingValue::Number(value) => Given::Number(*value),
        case::SettingValue::Prior(_) => Given::Prior,
    }
}

/// A component has no break-even value: it cannot move without the others.
pub(super) fn check_break_even(
    case: &Case,
    compositions: &[Option<Composition>],
    names: &Names,
    diagnostics: &mut Diagnostics,
) {
    let listed = case.break_even.iter().flat_map(|section| &section.inputs);
    for name in listed {
        let Some(index) = names.input(&name.value) else {
            continue;
        };
        let of = compositions
            .iter()
            .flatten()
            .find(|c| c.members.contains(&index));
        if let Some(composition) = of {
            let message = format!(
                "`{}` is a share of `{}`, so it has no break-even value",
                name.value, composition.name
            );
            diagnostics.push(
                Diagnostic::error("break-even", message)
                    .at(name.span, "cannot move without the other shares")
                    .help("ask for the break-even of an input that can move alone"),
            );
        }
    }
}
