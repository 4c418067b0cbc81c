//! Cases side by side on the terminal, within 80 columns.

use crate::analysis::{Compared, ComparedStakeholder, Comparison, Rank};
use crate::report::digits::{euro, number, percent, rounded};
use crate::report::grid::{Align, grid, shortened, wrapped};
use crate::stats::Estimate;
use crate::text::Lang;

const WIDTH: usize = 80;
/// Longest name of a case, and of a stakeholder.
const NAME: usize = 26;
/// Cases in one block of the table of stakeholders.
const BLOCK: usize = 4;

/// The comparison.
#[must_use]
pub fn compare_text(lang: Lang, comparison: &Comparison) -> String {
    let mut text = ranking(lang, comparison);
    text += &together(lang, comparison);
    text += &by_stakeholder(lang, comparison);
    text
}

fn ranking(lang: Lang, comparison: &Comparison) -> String {
    let by = match comparison.rank {
        Rank::BreakEven => lang.pick("P(B > C)", "P(B > K)"),
        Rank::NetBenefit => lang.pick("expected net benefit", "verwachte netto baten"),
        Rank::Ratio => lang.pick("E[B]/E[C]", "E[B]/E[K]"),
    };
    let count = comparison.cases.len();
    let mut text = lang.pick(
        format!("{count} cases by {by}; ≈ is not told apart from the one before\n\n"),
        format!("{count} cases naar {by}; ≈ is niet te onderscheiden van de vorige\n\n"),
    );
    let columns = [
        ("", Align::Right),
        ("", Align::Left),
        (lang.pick("P(B > C)", "P(B > K)"), Align::Right),
        (lang.pick("E[B]/E[C]", "E[B]/E[K]"), Align::Right),
        (
            lang.pick("B/C in 95 % of draws", "B/K in 95 % van de trekkingen"),
            Align::Left,
        ),
        (lang.pick("net benefit", "netto baten"), Align::Right),
    ];
    let rows = comparison
        .cases
        .iter()
        .zip(&comparison.told_apart)
        .enumerate();
    let rows = rows.map(|(index, (case, apart))| {
        let place = if *apart {
            (index + 1).to_string()
        } else {
            "≈".to_owned()
        };
        let dash = || "–".to_owned();
        let interval = case.roi_interval.map_or_else(dash, |[low, high]| {
            let to = lang.pick("to", "tot");
            format!("{} {to} {}", number(lang, low), number(lang, high))
        });
        vec![
            place,
            shortened(&name(case), NAME),
            percent(lang, case.p_break_even),
            case.ratio_of_means
                .map_or_else(dash, |ratio| number(lang, ratio)),
            interval,
            euro(lang, case.net_benefit),
        ]
    });
    text += &grid(&columns, rows.collect());
    text
}

fn name(case: &Compared) -> String {
    if case.departures.is_empty() {
        return case.case.clone();
    }
    format!("{} ({})", case.case, case.departures.join(" "))
}

/// What the cases return together, and what they are per.
fn together(lang: Lang, comparison: &Comparison) -> String {
    let mut text = String::from("\n");
    if let (Some(pooled), Some(mean)) = (comparison.pooled_ratio, comparison.mean_of_ratios) {
        let (pooled, mean) = (number(lang, pooled), number(lang, mean));
        text += &wrapped(
            &lang.pick(
                format!(
                    "Together, each once: ΣE[B]/ΣE[C] = {pooled}. The mean of the ratios, {mean}, counts every case the same \
                     whatever it costs and is not a return on anything."
                ),
                format!(
                    "Samen, elk eenmaal: ΣE[B]/ΣE[K] = {pooled}. Het gemiddelde van de ratio's, {mean}, telt iedere case even \
                     zwaar, wat die ook kost, en is nergens een rendement op."
                ),
            ),
            WIDTH,
            "",
        );
        text.push('\n');
    }
    let mut bases: Vec<String> = comparison
        .cases
        .iter()
        .map(|case| basis(lang, case))
        .collect();
    bases.dedup();
    if bases.len() > 1 {
        let note = lang.pick(
            "Euros do not compare across cases that stand for different things or years: ",
            "Euro's zijn niet vergelijkbaar tussen cases die voor iets anders of een ander jaar staan: ",
        );
        let parts: Vec<String> = comparison
            .cases
            .iter()
            .map(|case| format!("{} {}", case.case, basis(lang, case)))
            .collect();
        text += &wrapped(&format!("{note}{}.", parts.join("; ")), WIDTH, "");
        text.push('\n');
    }
    text
}

fn basis(lang: Lang, case: &Compared) -> String {
    let per = lang.pick("per", "per");
    match case.price_year {
        Some(year) => format!("{per} {} ({year})", case.per),
        None => format!("{per} {}", case.per),
    }
}

/// Net benefit of each stakeholder per euro that a case costs.
fn by_stakeholder(lang: Lang, comparison: &Comparison) -> String {
    let mut known: Vec<&ComparedStakeholder> = Vec::new();
    for row in comparison.cases.iter().flat_map(|case| &case.stakeholders) {
        if known.iter().all(|other| other.name != row.name) {
            known.push(row);
        }
    }
    let mut text = lang
        .pick(
            "\nNet benefit per euro of the case's costs, by stakeholder\n",
            "\nNetto baten per euro aan kosten van de case, naar belanghebbende\n",
        )
        .to_owned();
    for block in comparison.cases.chunks(BLOCK) {
        let titles: Vec<String> = block
            .iter()
            .map(|case| shortened(&name(case), 13))
            .collect();
        let mut columns = vec![("", Align::Left)];
        columns.extend(titles.iter().map(|title| (title.as_str(), Align::Right)));
        let mut rows: Vec<Vec<String>> = Vec::new();
        for stakeholder in &known {
            let cells: Vec<Option<String>> = block
                .iter()
                .map(|case| {
                    let row = case
                        .stakeholders
                        .iter()
                        .find(|row| row.name == stakeholder.name)?;
                    Some(per_euro(lang, case, row.net_benefit))
                })
                .collect();
            if cells.iter().any(Option::is_some) {
                let mut row = vec![title(lang, stakeholder)];
                row.extend(cells.into_iter().map(Option::unwrap_or_default));
                rows.push(row);
            }
        }
        let mut all = vec![lang.pick("all", "allen").to_owned()];
        all.extend(
            block
                .iter()
                .map(|case| per_euro(lang, case, case.net_benefit)),
        );
        rows.push(all);
        text += &grid(&columns, rows);
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    if known.iter().any(|stakeholder| stakeholder.is_payer) {
        text += lang.pick(
            "  * with its part of what it pays for, which is counted in those rows as well\n",
            "  * met zijn deel van wie het betaalt, dat ook in die regels is geteld\n",
        );
    }
    text
}

/// Its label, marked when its money is part of that of others.
fn title(lang: Lang, stakeholder: &ComparedStakeholder) -> String {
    let label = stakeholder.label.or(lang, &stakeholder.name);
    if stakeholder.is_payer {
        format!("{} *", shortened(label, 20))
    } else {
        shortened(label, 22)
    }
}

fn per_euro(lang: Lang, case: &Compared, part: Estimate) -> String {
    match case.per_euro(part) {
        Some(ratio) if ratio.value == 0.0 => rounded(lang, 0.0, 0),
        Some(ratio) => euro(lang, ratio),
        None => "–".to_owned(),
    }
}
