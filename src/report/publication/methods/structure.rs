//! What scenarios and structural choices do to the conclusion.

use crate::analysis::{ScenarioRow, reversals};
use crate::report::digits::{euro, percent, rounded};
use crate::report::publication::tables::scenario_name;
use crate::report::publication::{Publication, Scenarios};

/// Variants that are named.
const NAMED: usize = 6;

/// Which of them lead to another conclusion.
pub(in crate::report::publication) fn structure(publication: &Publication<'_>) -> String {
    let lang = publication.lang;
    let Some(scenarios) = publication.scenarios else {
        return lang
            .pick(
                "The case has no scenarios and no structural choices beside what was run, so that structural uncertainty is not explored.",
                "De business case heeft geen scenario's en geen structurele keuzes naast wat is doorgerekend, zodat structurele onzekerheid niet is verkend.",
            )
            .to_owned();
    };
    let all = rounded(lang, scenarios.rows.len().saturating_sub(1) as f64, 0);
    let found = reversals(scenarios.rows);
    if found.is_empty() {
        return lang.pick(
            format!("Of {all} scenarios and alternatives, none changes the sign of expected net benefit or moves the probability of break-even to the other side of 50 % by more than Monte Carlo error."),
            format!("Van {all} scenario's en alternatieven verandert er geen het teken van de verwachte netto baten of brengt de kans op kostendekking aan de andere kant van 50 %, meer dan de Monte-Carlo-fout."),
        );
    }
    let number = rounded(lang, found.len() as f64, 0);
    let mut named: Vec<String> = found
        .iter()
        .take(NAMED)
        .map(|row| told(publication, scenarios, row))
        .collect();
    let more = found.len().saturating_sub(NAMED);
    if more > 0 {
        named.push(lang.pick(format!("{more} more"), format!("nog {more}")));
    }
    let named = named.join("; ");
    lang.pick(
        format!("Of {all} scenarios and alternatives, {number} lead to another conclusion than the base case, by the sign of expected net benefit or a probability of break-even on the other side of 50 %: {named}. Whether benefits exceed costs depends on these choices, which have no probabilities."),
        format!("Van {all} scenario's en alternatieven leiden er {number} tot een andere conclusie dan het uitgangspunt, door het teken van de verwachte netto baten of een kans op kostendekking aan de andere kant van 50 %: {named}. Of de baten de kosten overtreffen hangt af van deze keuzes, die geen kansen hebben."),
    )
}

/// "no productivity (−€ 1,000, 11 %)".
fn told(publication: &Publication<'_>, scenarios: Scenarios<'_>, row: &ScenarioRow) -> String {
    let lang = publication.lang;
    let balance = &row.counted[0];
    let name = scenario_name(lang, publication.model, scenarios, row);
    let (net, chance) = (
        euro(lang, balance.net_benefit),
        percent(lang, balance.p_break_even),
    );
    format!("{name} ({net}, {chance})")
}
