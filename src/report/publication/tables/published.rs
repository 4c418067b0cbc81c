//! Published figures against the case.

use super::print::known;
use crate::analysis::{self, TableAudit};
use crate::report::publication::{Cell, Column, Publication, PublicationTable};
use crate::report::text::{corrected, like, scope};
use crate::stats::Estimate;
use crate::text::Lang;

pub(super) fn published(publication: &Publication<'_>) -> PublicationTable {
    let lang = publication.lang;
    let reproduction = publication.reproduction;
    let tables = reproduction.tables.iter().map(|audit| summary(lang, audit));
    let figures = reproduction.cells.iter().map(|cell| row(publication, cell));
    let (fine, all) = (reproduction.fine(), reproduction.verdicts().count());
    PublicationTable {
        name: "published",
        caption: lang
            .pick(
                "Published figures and what the case computes at the published values",
                "Gepubliceerde cijfers en wat de business case bij de gepubliceerde waarden berekent",
            )
            .to_owned(),
        columns: vec![
            Column::left(lang.pick("Place", "Plaats")),
            Column::left(lang.pick("Figure", "Cijfer")),
            Column::right(lang.pick("Published", "Gepubliceerd")),
            Column::right(lang.pick("Computed", "Berekend")),
            Column::left(lang.pick("Verdict", "Oordeel")),
            Column::left(lang.pick("Remark", "Opmerking")),
        ],
        rows: tables.chain(figures).collect(),
        notes: vec![lang.pick(
            format!("Reproduced or explained: {fine} of {all} published figures. Nothing is drawn."),
            format!("Gereproduceerd of verklaard: {fine} van {all} gepubliceerde cijfers. Er is niets getrokken."),
        )],
    }
}

fn row(publication: &Publication<'_>, cell: &analysis::Cell) -> Vec<Cell> {
    let (lang, model) = (publication.lang, publication.model);
    let scenario = cell.scenario.map(|index| &model.scenarios[index]);
    let label = scenario.map_or_else(
        || cell.label.clone(),
        |scenario| {
            format!(
                "{}, {}",
                cell.label,
                scenario.label.or(lang, &scenario.name)
            )
        },
    );
    let computed = like(lang, cell.computed, cell);
    let computed = Cell::printed(computed, Estimate::exact(cell.computed));
    let erratum = cell.erratum.as_ref().map(|erratum| {
        let corrected = corrected(lang, cell);
        format!("erratum{corrected}: {erratum}")
    });
    let remarks: Vec<String> = erratum.into_iter().chain(cell.note.clone()).collect();
    vec![
        Cell::text(&cell.place),
        Cell::text(label),
        known(lang, cell.published, 9),
        computed,
        Cell::text(cell.verdict.text(lang)),
        Cell::text(remarks.join(" ")),
    ]
}

/// A printed table in one row.
fn summary(lang: Lang, audit: &TableAudit) -> Vec<Cell> {
    let verdict = match (audit.is_fine(), audit.findings.is_empty()) {
        (true, true) => lang.pick("agrees", "klopt"),
        (true, false) => lang.pick("errata explained", "errata verklaard"),
        (false, _) => lang.pick("DOES NOT AGREE", "KLOPT NIET"),
    };
    let note = audit.table.note.iter().map(String::as_str);
    let errata = audit.table.errata.iter().map(|one| one.reason.as_str());
    let remarks: Vec<&str> = errata.chain(note).collect();
    vec![
        Cell::text(&audit.table.place),
        Cell::text(scope(lang, audit)),
        Cell::Empty,
        Cell::Empty,
        Cell::text(verdict),
        Cell::text(remarks.join(" ")),
    ]
}
