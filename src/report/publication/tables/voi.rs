//! What more research would be worth.

use super::print::Print;
use crate::analysis::VoiRow;
use crate::report::publication::unit::per;
use crate::report::publication::{Cell, Column, Publication, PublicationTable, ResearchValue};
use crate::report::text::group_label;
use crate::report::words::DRAW;
use crate::stats::Estimate;
use crate::text::Lang;

pub(super) fn voi(publication: &Publication<'_>) -> PublicationTable {
    let lang = publication.lang;
    let per = per(lang, publication.model);
    let (rows, notes) = publication.voi.map_or_else(Default::default, |research| {
        let mut rows = vec![evpi(lang, research)];
        let all = research.voi.rows.iter();
        rows.extend(all.map(|one| row(publication, research, one)));
        (rows, notes(lang, research))
    });
    PublicationTable {
        name: "voi",
        caption: lang.pick(
            format!("Expected value of information for the decision to implement or not{per}"),
            format!(
                "Verwachte waarde van informatie voor de beslissing om in te voeren of niet{per}"
            ),
        ),
        columns: vec![
            Column::left(lang.pick("Known for certain", "Zeker bekend")),
            Column::right(lang.pick("Value", "Waarde")),
            Column::right(lang.pick("Standard error", "Standaardfout")),
            Column::right(lang.pick("95 % from", "95 % van")),
            Column::right(lang.pick("to", "tot")),
            Column::right(lang.pick("Exact", "Exact")),
        ],
        rows,
        notes,
    }
}

fn evpi(lang: Lang, research: ResearchValue<'_>) -> Vec<Cell> {
    let evpi = research.voi.threshold.evpi;
    let title = lang.pick("Everything (EVPI)", "Alles (EVPI)");
    let value = if evpi.value == 0.0 {
        Cell::printed("≈ 0".to_owned(), evpi)
    } else {
        Print::Loss.value(lang, evpi)
    };
    vec![
        Cell::text(title),
        value,
        Print::Loss.error(lang, evpi),
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
    ]
}

fn row(publication: &Publication<'_>, research: ResearchValue<'_>, row: &VoiRow) -> Vec<Cell> {
    let lang = publication.lang;
    let found = &row.regression;
    let mut known = research.exact.iter();
    let exact = known.find(|(inputs, _)| *inputs == row.group.inputs);
    let exact = exact.map(|(_, value)| Estimate::exact(*value));
    let title = Cell::text(group_label(lang, publication.model, row));
    let exact = Print::Euro.maybe(lang, exact);
    if !found.distinguishable {
        let none = Cell::printed("≈ 0".to_owned(), found.value);
        let error = Print::Euro.error(lang, found.value);
        return vec![title, none, error, Cell::Empty, Cell::Empty, exact];
    }
    let [low, high] = found.interval().map(|end| {
        let end = Estimate::new(end, found.value.standard_error);
        Print::Euro.value(lang, end)
    });
    let [value, error] = Print::Euro.both(lang, Some(found.value));
    vec![title, value, error, low, high, exact]
}

fn notes(lang: Lang, research: ResearchValue<'_>) -> Vec<String> {
    let draws = DRAW.counted(lang, research.voi.draws);
    let mut notes = vec![
        lang.pick(
            format!("EVPPI by regression of net benefit on {draws} of their own; the standard error and the 95 % limits are those of Monte Carlo and of the fit. Not scaled to a population: multiply by the number of decisions that the information serves."),
            format!("EVPPI door regressie van de netto baten op {draws}, los van die van de run; de standaardfout en de 95 %-grenzen zijn die van Monte Carlo en van de regressie. Niet opgeschaald naar een populatie: vermenigvuldig met het aantal beslissingen waarvoor de informatie dient."),
        ),
        lang.pick(
            "≈ 0: not distinguishable from zero. Exact: known without sampling.",
            "≈ 0: niet van nul te onderscheiden. Exact: zonder trekkingen bekend.",
        )
        .to_owned(),
    ];
    if research.voi.rows.is_empty() {
        notes.truncate(0);
    }
    notes
}
