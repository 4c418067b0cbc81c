//! Scenarios that replace numbers of a Dirichlet: another pseudo-count, other counts, other parameters.
//!
//! What a scenario does not give stays as in the case, so that `pseudo_count = 0.5` alone is a prior with the same counts.
//! The shares keep their names, which are the addresses of their uniforms: scenarios share their draws.

use super::composition::{self, Composition};
use super::names::{Names, unknown};
use super::scenarios::{Scenario, Setting};
use super::variant::Uncertainty;
use crate::case::{self, Case, DirichletChange, SettingValue, Spanned};
use crate::dist::Prior;
use crate::text::{Diagnostic, Diagnostics};

/// Checks the changes of every scenario and adds them: the joint distribution of the whole, and the priors of its shares.
pub(super) fn check(
    case: &Case,
    compositions: &[Option<Composition>],
    names: &Names,
    scenarios: &mut [Scenario],
    diagnostics: &mut Diagnostics,
) {
    for (written, scenario) in case.scenarios.iter().zip(scenarios) {
        for change in &written.dirichlet {
            let mut groups = case.dirichlet.iter();
            let Some(index) = groups.position(|group| group.name.value == change.name.value) else {
                diagnostics.extend(no_dirichlet(case, &change.name));
                continue;
            };
            // What is wrong with the group itself was reported there.
            let Some(Some(composition)) = compositions.get(index) else {
                continue;
            };
            if let Some(set) = share_set(written, composition, names) {
                diagnostics.extend(contradiction(written, change, set));
                continue;
            }
            let group = &case.dirichlet[index];
            let Some(changed) = changed(group, change, diagnostics) else {
                continue;
            };
            let Some((law, statement)) = composition::law_and_statement(&changed, diagnostics)
            else {
                continue;
            };
            let shares = composition.members.iter().zip(law.marginals());
            let set = shares.map(|(&input, beta)| Setting {
                input,
                to: Uncertainty::Drawn(Prior::Beta(beta.clone())),
                price_year: None,
            });
            scenario.set.extend(set);
            scenario.compositions.push((index, law, statement));
        }
    }
}

/// The group with the numbers of the change in place of its own.
fn changed(
    group: &case::Dirichlet,
    change: &DirichletChange,
    diagnostics: &mut Diagnostics,
) -> Option<case::Dirichlet> {
    let (mut counts, mut pseudo_count) = (change.counts.clone(), change.pseudo_count.clone());
    // What is taken over has the place of what is given beside it: that is where a mistake came in.
    match (&change.counts, &change.pseudo_count, &change.alpha) {
        (None, None, None) => {
            let message = format!("nothing of `{}` is changed", group.name.value);
            let error = Diagnostic::error("missing", message).at(change.name.span, "");
            diagnostics.push(error.help("give a `pseudo_count`, `counts` or `alpha`"));
            return None;
        }
        (None, Some(pseudo), None) => {
            let Some(own) = &group.counts else {
                let message = format!("`{}` has no counts to add to", group.name.value);
                let error = Diagnostic::error("dirichlet", message).at(pseudo.span, "");
                diagnostics.push(error.help("give `alpha`, or `counts` too"));
                return None;
            };
            counts = Some(Spanned::new(own.value.clone(), pseudo.span));
        }
        (Some(counts), None, None) => {
            let own = group.pseudo_count.as_ref();
            pseudo_count = own.map(|own| Spanned::new(own.value, counts.span));
        }
        _ => {}
    }
    Some(case::Dirichlet {
        name: change.name.clone(),
        inputs: group.inputs.clone(),
        counts,
        pseudo_count,
        alpha: change.alpha.clone(),
    })
}

/// A share of the whole that the scenario sets as well.
fn share_set<'a>(
    scenario: &'a case::Scenario,
    composition: &Composition,
    names: &Names,
) -> Option<&'a (Spanned<String>, Spanned<case::Setting>)> {
    scenario.set.iter().find(|(name, _)| {
        let index = names.input(&name.value);
        index.is_some_and(|index| composition.members.contains(&index))
    })
}

/// Shares that a scenario fixes cannot be drawn in it. (That it draws one of them on its own is a mistake anyway.)
fn contradiction(
    scenario: &case::Scenario,
    change: &DirichletChange,
    (fixed, setting): &(Spanned<String>, Spanned<case::Setting>),
) -> Option<Diagnostic> {
    let SettingValue::Number(_) = setting.value.value else {
        return None;
    };
    let message = format!(
        "scenario `{}` fixes `{}` and changes the Dirichlet that draws it",
        scenario.name.value, fixed.value
    );
    Some(
        Diagnostic::error("dirichlet", message)
            .at(fixed.span, "fixed here")
            .and(change.name.span, "drawn here")
            .help("fix the shares, or change their prior"),
    )
}

/// That there is no such Dirichlet; what else is called so.
fn no_dirichlet(case: &Case, name: &Spanned<String>) -> Option<Diagnostic> {
    let groups = case.dirichlet.iter();
    let known = groups.map(|group| group.name.value.as_str());
    unknown(("Dirichlet", "dirichlet"), name, known, &case.unread)
}
