//! What pseudo-counts of scenarios do to prior means: nobody writes that shift down, so it is said.

use super::Model;
use super::scenarios::{Scenario, Setting};
use super::variant::Uncertainty;
use super::warnings::moved;
use crate::case::{self, Case, PriorText, SettingValue, Spanned};
use crate::dist::Value;
use crate::text::{Diagnostic, Diagnostics};

/// One remark per scenario whose pseudo-counts move prior means away from the points.
pub(super) fn check(case: &Case, model: &Model, diagnostics: &mut Diagnostics) {
    for (written, scenario) in case.scenarios.iter().zip(&model.scenarios) {
        let is_counted = |setting: &&Setting| counted(written, scenario, model, setting.input);
        let moved: Vec<String> = scenario
            .set
            .iter()
            .filter(is_counted)
            .filter_map(|setting| match &setting.to {
                Uncertainty::Drawn(prior) => moved(&model.inputs[setting.input], prior.mean()),
                Uncertainty::Fixed(_) => None,
            })
            .collect();
        if moved.is_empty() {
            continue;
        }
        let message = format!(
            "pseudo-counts of scenario `{}` move prior means away from the points",
            scenario.name
        );
        let mut warning = Diagnostic::warning("mean", message).at(written.name.span, "");
        warning.notes = moved;
        diagnostics.push(warning);
    }
}

/// Whether a scenario draws an input from counts, with a pseudo-count above 0.
fn counted(written: &case::Scenario, scenario: &Scenario, model: &Model, index: usize) -> bool {
    let name = &model.inputs[index].name;
    let mut set = written.set.iter();
    let own = set.find(|(set, _)| set.value == *name);
    let own = own.and_then(|(_, setting)| pseudo_count(setting));
    let shares = scenario.compositions.iter().zip(&written.dirichlet);
    let mut of_a_whole = shares.filter(|((group, ..), change)| {
        let pseudo = change.pseudo_count.as_ref();
        pseudo.is_some_and(|pseudo| pseudo.value > 0.0)
            && model.compositions[*group].members.contains(&index)
    });
    own.is_some_and(|pseudo| pseudo > 0.0) || of_a_whole.next().is_some()
}

fn pseudo_count(setting: &Spanned<case::Setting>) -> Option<f64> {
    let SettingValue::Prior(PriorText::Family { parameters, .. }) = &setting.value.value else {
        return None;
    };
    match parameters.get("pseudo_count")? {
        Value::Number(pseudo) => Some(*pseudo),
        _ => None,
    }
}
