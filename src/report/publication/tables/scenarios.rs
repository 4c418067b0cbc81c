//! Scenarios and alternatives beside the base case.

use super::print::{Print, ends, mcse};
use crate::analysis::{ScenarioRow, Shift};
use crate::model::{Departure, Model};
use crate::report::digits;
use crate::report::publication::unit::per;
use crate::report::publication::{Cell, Column, Publication, PublicationTable, Scenarios};
use crate::report::text::{ScenariosReport, departures, overruled_in, row_label, signed};
use crate::report::words::DRAW;
use crate::stats::Estimate;
use crate::text::Lang;

pub(super) fn scenarios(publication: &Publication<'_>) -> PublicationTable {
    let (lang, model) = (publication.lang, publication.model);
    let rows = publication.scenarios.map_or_else(Vec::new, |scenarios| {
        let rows = scenarios.rows.iter();
        rows.map(|one| row(lang, model, scenarios, one)).collect()
    });
    let per = per(lang, model);
    PublicationTable {
        name: "scenarios",
        caption: lang.pick(
            format!("Scenarios and structural choices{per}"),
            format!("Scenario's en structurele keuzes{per}"),
        ),
        columns: columns(lang),
        rows,
        notes: publication
            .scenarios
            .map_or_else(Vec::new, |scenarios| notes(lang, model, scenarios)),
    }
}

fn columns(lang: Lang) -> Vec<Column> {
    let [low, high] = ends(lang);
    vec![
        Column::left(lang.pick("Variant", "Variant")),
        Column::right("E[B]"),
        Column::right(lang.pick("E[C]", "E[K]")),
        Column::right(lang.pick("E[B]/E[C]", "E[B]/E[K]")),
        Column::right(low),
        Column::right(high),
        Column::right(lang.pick("P(B > C)", "P(B > K)")),
        Column::right("MCSE"),
        Column::right(lang.pick("Δ E[B]/E[C]", "Δ E[B]/E[K]")),
        Column::right("Δ P"),
        Column::right(lang.pick("Δ E[B − C]", "Δ E[B − K]")),
    ]
}

/// What a variant is called: the base case, a scenario, or a switch with its alternative.
pub(in crate::report::publication) fn name(
    lang: Lang,
    model: &Model,
    scenarios: Scenarios<'_>,
    row: &ScenarioRow,
) -> String {
    let report = ScenariosReport {
        model,
        manifest: scenarios.manifest,
        family: scenarios.family,
        rows: scenarios.rows,
    };
    let label = row_label(lang, report, row).trim().to_owned();
    match row.departure {
        None => lang.pick("Base case", "Uitgangspunt").to_owned(),
        Some(Departure::Scenario(_)) => label,
        Some(Departure::Alternative { switch, .. }) => {
            let switch = &model.switches[switch];
            format!("{}: {label}", switch.label.or(lang, &switch.name))
        }
    }
}

fn row(lang: Lang, model: &Model, scenarios: Scenarios<'_>, row: &ScenarioRow) -> Vec<Cell> {
    let balance = &row.counted[0];
    let [low, high] = [0, 2].map(|place: usize| balance.roi_quantiles.map(|q| q[place]));
    let mut cells = vec![
        Cell::text(name(lang, model, scenarios, row)),
        Print::Euro.value(lang, balance.benefits),
        Print::Euro.value(lang, row.costs),
        Print::Number.maybe(lang, balance.ratio_of_means),
        Print::Number.maybe(lang, low),
        Print::Number.maybe(lang, high),
    ];
    cells.extend(Print::Percent.both(lang, Some(balance.p_break_even)));
    let Some(difference) = balance.difference else {
        cells.extend([Cell::Empty, Cell::Empty, Cell::Empty]);
        return cells;
    };
    let reach = difference.reach;
    let shown = |found: Estimate, print: &dyn Fn(Estimate) -> String| {
        Cell::printed(signed(lang, found, reach, print), found)
    };
    let number = |estimate| digits::number(lang, estimate);
    let ratio = difference.ratio;
    cells.push(ratio.map_or(Cell::Empty, |found| shown(found, &number)));
    cells.push(points(lang, difference.p_break_even, reach));
    cells.push(shown(difference.net_benefit, &|estimate| {
        digits::euro(lang, estimate)
    }));
    cells
}

/// A difference of probabilities in percentage points.
fn points(lang: Lang, difference: Estimate, reach: f64) -> Cell {
    let scaled = Estimate::new(difference.value * 100.0, difference.standard_error * 100.0);
    let mut shown = signed(lang, scaled, reach, |points| digits::number(lang, points));
    if Shift::of(scaled, reach) == Shift::Clear {
        shown += " pp";
    }
    Cell::printed(shown, difference)
}

fn notes(lang: Lang, model: &Model, scenarios: Scenarios<'_>) -> Vec<String> {
    let (manifest, family) = (scenarios.manifest, scenarios.family);
    let draws = DRAW.counted(lang, manifest.draws);
    let mut notes = vec![
        lang.pick(
            format!("{draws}, the same for every row. 2.5 % and 97.5 %: ends of the 95 % uncertainty interval of B/C."),
            format!("{draws}, dezelfde voor elke rij. 2,5 % en 97,5 %: uiteinden van het 95 %-onzekerheidsinterval van B/K."),
        ),
        lang.pick(
            "Δ: difference from the base case, draw by draw, in points for P. none: the same in every draw. ≈ 0: cannot be told from zero with these draws.",
            "Δ: verschil met het uitgangspunt, trekking voor trekking, voor P in punten. geen: in elke trekking gelijk. ≈ 0: met deze trekkingen niet van nul te onderscheiden.",
        )
        .to_owned(),
        mcse(lang),
    ];
    if scenarios.rows.iter().any(|row| row.nonpositive_costs > 0) {
        notes.push(
            lang.pick(
                "No ratio where costs are not positive in some draw.",
                "Geen verhouding waar in sommige trekkingen de kosten niet positief zijn.",
            )
            .to_owned(),
        );
    }
    let base = departures(lang, model, manifest);
    if !base.is_empty() {
        let base = base.join("; ");
        notes.push(lang.pick(
            format!("Base case: {base}."),
            format!("Uitgangspunt: {base}."),
        ));
    }
    let known = overruled_in(lang, model, &family.base);
    notes.extend(known.iter().map(|line| format!("{line}.")));
    let rows = scenarios.rows.iter().skip(1).zip(&family.others);
    for (row, (_, variant)) in rows {
        let own = overruled_in(lang, model, variant).into_iter();
        let own = own.filter(|line| !known.contains(line));
        let name = name(lang, model, scenarios, row);
        notes.extend(own.map(|line| format!("{name}: {line}.")));
    }
    notes
}
