//! Choices that contradict each other: two alternatives, or a scenario and an alternative that it chooses, that make
//! different things of one input or derived quantity.

use super::Model;
use super::scenarios::{Alternative, Scenario, Setting};
use super::variant::Authority;
use crate::case::{self, Case, Spanned};
use crate::text::{Diagnostic, Diagnostics, Span};

/// A switch and one of its alternatives, by index.
pub(super) type Choice = (usize, usize);

/// Two alternatives that are chosen together and replace one thing differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Contradiction {
    first: Choice,
    second: Choice,
    /// The input or derived quantity.
    name: String,
}

impl Contradiction {
    /// The sentence.
    pub(super) fn text(&self, model: &Model) -> String {
        let [first, second] = [self.first, self.second].map(|choice| model.choice_text(choice));
        format!(
            "`{first}` and `{second}` contradict each other: both replace `{}`",
            self.name
        )
    }
}

impl Model {
    /// A choice as it is typed: `rg_weight = trial`.
    pub(super) fn choice_text(&self, (switch, alternative): Choice) -> String {
        let switch = &self.switches[switch];
        format!(
            "{} = {}",
            switch.name, switch.alternatives[alternative].name
        )
    }

    /// The first two alternatives that contradict each other among those that the scenario chooses, or among those that are
    /// chosen otherwise: of these the latter win.
    pub(super) fn contradiction(
        &self,
        scenario: Option<usize>,
        switches: &[Choice],
    ) -> Option<Contradiction> {
        let all = self.chosen(scenario, switches);
        [Authority::Scenario, Authority::Chosen]
            .into_iter()
            .find_map(|authority| self.among(&self.in_force(scenario, &all, authority)))
    }

    fn among(&self, choices: &[Choice]) -> Option<Contradiction> {
        choices.iter().enumerate().find_map(|(place, &second)| {
            choices[..place].iter().find_map(|&first| {
                let [a, b] = [first, second].map(|(s, a)| &self.switches[s].alternatives[a]);
                let name = self.replaced_differently(a, b)?;
                Some(Contradiction {
                    first,
                    second,
                    name,
                })
            })
        })
    }

    fn replaced_differently(&self, a: &Alternative, b: &Alternative) -> Option<String> {
        let input = a.set.iter().find_map(|setting| {
            let differs = |other: &Setting| other.input == setting.input && other != setting;
            let found = b.set.iter().any(differs);
            found.then(|| self.inputs[setting.input].name.clone())
        });
        let derived = || {
            a.expr.iter().find_map(|(index, formula)| {
                let differs = |(i, other): &(_, _)| i == index && other != formula;
                let found = b.expr.iter().any(differs);
                found.then(|| self.derived[*index].name.clone())
            })
        };
        input.or_else(derived)
    }
}

/// An input that a scenario and an alternative set differently.
fn set_differently(scenario: &Scenario, alternative: &Alternative) -> Option<usize> {
    alternative.set.iter().find_map(|setting| {
        // Later settings of a scenario win: its own values over its shared priors.
        let mut all = scenario.set.iter();
        let last = all.rfind(|other| other.input == setting.input);
        last.is_some_and(|other| other != setting)
            .then_some(setting.input)
    })
}

/// Checks what scenarios and published figures choose. The case has no other mistakes, so the parts of the model are in the
/// order of its sections.
pub(super) fn check(case: &Case, model: &Model, diagnostics: &mut Diagnostics) {
    let check = Check { case, model };
    for (written, scenario) in case.scenarios.iter().zip(&model.scenarios) {
        let what = format!("the scenario `{}`", scenario.name);
        for (place, &choice) in written.switches.iter().zip(&scenario.switches) {
            diagnostics.extend(check.against_scenario(&what, scenario, choice, place.1.span));
        }
        let places: Vec<Span> = written.switches.iter().map(|(_, a)| a.span).collect();
        diagnostics.extend(check.pair(&scenario.switches, &places));
    }
    let spans = |switches: &[(Spanned<String>, Spanned<String>)]| {
        let spans = switches.iter().map(|(_, alternative)| alternative.span);
        spans.collect::<Vec<Span>>()
    };
    for (written, published) in case.published.iter().zip(&model.published) {
        let places = spans(&written.switches);
        check.printed(
            published.scenario,
            &published.switches,
            &places,
            diagnostics,
        );
    }
    for (written, table) in case.tables.iter().zip(&model.tables) {
        let places = spans(&written.switches);
        check.printed(table.scenario, &table.switches, &places, diagnostics);
    }
}

/// The case as written and as understood.
struct Check<'a> {
    case: &'a Case,
    model: &'a Model,
}

impl Check<'_> {
    /// What a published figure or a printed table chooses.
    fn printed(
        &self,
        scenario: Option<usize>,
        switches: &[Choice],
        places: &[Span],
        diagnostics: &mut Diagnostics,
    ) {
        let index = scenario.or(self.model.published_scenario);
        for (&choice, &place) in switches.iter().zip(places) {
            let Some(chosen) = index.map(|index| &self.model.scenarios[index]) else {
                continue;
            };
            let what = format!("its scenario `{}`", chosen.name);
            // Of figures that name no scenario, the choice is a departure from the one of the case.
            if scenario.is_some() {
                diagnostics.extend(self.other_choice(chosen, choice, place));
            }
            diagnostics.extend(self.against_scenario(&what, chosen, choice, place));
        }
        diagnostics.extend(self.pair(switches, places));
    }

    /// A scenario sets what an alternative sets that is chosen with it.
    fn against_scenario(
        &self,
        what: &str,
        scenario: &Scenario,
        choice: Choice,
        chosen: Span,
    ) -> Option<Diagnostic> {
        let alternative = &self.model.switches[choice.0].alternatives[choice.1];
        let input = set_differently(scenario, alternative)?;
        let name = &self.model.inputs[input].name;
        let message = format!(
            "`{}` contradicts {what}: both set `{name}`",
            self.model.choice_text(choice)
        );
        let mut error = Diagnostic::error("contradiction", message).at(chosen, "chosen here");
        if let Some(span) = self.setting(scenario, input) {
            error = error.and(span, "set by the scenario");
        }
        if let Some(span) = self.replaced(choice, name) {
            error = error.and(span, "set by the alternative");
        }
        Some(error.help("leave out one of the two"))
    }

    /// A published figure chooses another alternative than its scenario.
    fn other_choice(&self, scenario: &Scenario, choice: Choice, place: Span) -> Option<Diagnostic> {
        let other =
            |(switch, alternative): &&Choice| *switch == choice.0 && *alternative != choice.1;
        let theirs = scenario.switches.iter().find(other)?;
        let [ours, theirs] = [choice, *theirs].map(|choice| self.model.choice_text(choice));
        let message = format!(
            "`{ours}` contradicts its scenario `{}`, which chooses `{theirs}`",
            scenario.name
        );
        let written = self.written(scenario)?;
        let name = &self.model.switches[choice.0].name;
        let chosen = written.switches.iter().find(|(n, _)| n.value == *name)?;
        Some(
            Diagnostic::error("contradiction", message)
                .at(place, "chosen here")
                .and(chosen.1.span, "chosen by the scenario"),
        )
    }

    /// Two of these alternatives replace one thing differently.
    fn pair(&self, choices: &[Choice], places: &[Span]) -> Option<Diagnostic> {
        let found = self.model.among(choices)?;
        let place = choices.iter().position(|choice| *choice == found.second)?;
        let mut error = Diagnostic::error("contradiction", found.text(self.model))
            .at(places[place], "the second choice");
        for choice in [found.first, found.second] {
            if let Some(span) = self.replaced(choice, &found.name) {
                error = error.and(span, format!("by `{}`", self.model.choice_text(choice)));
            }
        }
        Some(error.help("choose one of them"))
    }

    fn written(&self, scenario: &Scenario) -> Option<&case::Scenario> {
        let mut all = self.case.scenarios.iter();
        all.find(|written| written.name.value == scenario.name)
    }

    /// Where a scenario sets an input: by its name, by the shared prior that it uses, or by the whole of which it is a share.
    fn setting(&self, scenario: &Scenario, input: usize) -> Option<Span> {
        let written = self.written(scenario)?;
        let mut wholes = self.model.compositions.iter();
        let whole = wholes.find(|whole| whole.members.contains(&input));
        let input = &self.model.inputs[input];
        let named = written.set.iter().find(|(n, _)| n.value == input.name);
        let shared = || {
            let prior = input.shared_prior.as_ref()?;
            let found = written.priors.iter().find(|(n, _)| n.value == *prior);
            found.map(|(name, _)| name.span)
        };
        let changed = || {
            let mut changes = written.dirichlet.iter();
            let found = changes.find(|change| whole.is_some_and(|w| w.name == change.name.value));
            found.map(|change| change.name.span)
        };
        named
            .map(|(name, _)| name.span)
            .or_else(shared)
            .or_else(changed)
    }

    /// Where an alternative replaces an input or derived quantity.
    fn replaced(&self, (switch, alternative): Choice, name: &str) -> Option<Span> {
        let alternative = self
            .case
            .switches
            .get(switch)?
            .alternatives
            .get(alternative)?;
        let is = |written: &Spanned<String>| (written.value == name).then_some(written.span);
        let set = alternative.set.iter().find_map(|(written, _)| is(written));
        set.or_else(|| alternative.expr.iter().find_map(|(written, _)| is(written)))
    }
}
