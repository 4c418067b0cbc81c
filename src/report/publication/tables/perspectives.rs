//! For whom it pays.

use super::print::{Print, ends, interval, mcse};
use super::stakeholders::amount;
use crate::analysis::PerspectiveRow;
use crate::model::{Model, Party};
use crate::report::publication::unit::per;
use crate::report::publication::{Cell, Column, Publication, PublicationTable};
use crate::text::Lang;

/// The perspectives, if the case declares any.
pub(super) fn perspectives(publication: &Publication<'_>) -> PublicationTable {
    let (lang, model) = (publication.lang, publication.model);
    let is_declared = model.perspectives.iter().any(|p| p.declared);
    let rows = publication.findings.perspectives.iter();
    let rows = rows.filter(|_| is_declared);
    let per = per(lang, model);
    let [low, high] = ends(lang);
    PublicationTable {
        name: "perspectives",
        caption: lang.pick(
            format!("Results by perspective{per}"),
            format!("Resultaten per perspectief{per}"),
        ),
        columns: vec![
            Column::left(lang.pick("Perspective", "Perspectief")),
            Column::right(lang.pick("Benefits", "Baten")),
            Column::right(lang.pick("Costs", "Kosten")),
            Column::right(lang.pick("Net benefit", "Saldo")),
            Column::right("MCSE"),
            Column::right(low),
            Column::right(high),
            Column::right(lang.pick("E[B]/E[C]", "E[B]/E[K]")),
            Column::right(lang.pick("P(net > 0)", "P(saldo > 0)")),
            Column::right("MCSE"),
        ],
        rows: rows.map(|one| row(lang, model, one)).collect(),
        notes: vec![
            mcse(lang),
            interval(lang),
            lang.pick(
                "Perspectives overlap; they are not parts of a whole.",
                "Perspectieven overlappen; het zijn geen delen van een geheel.",
            )
            .to_owned(),
        ],
    }
}

fn row(lang: Lang, model: &Model, row: &PerspectiveRow) -> Vec<Cell> {
    let label = model.party_label(Party::Perspective(row.index), lang);
    let mut cells = vec![
        Cell::text(label),
        amount(lang, row.benefits),
        amount(lang, row.costs),
    ];
    cells.extend(Print::Euro.both(lang, Some(row.net_benefit)));
    cells.extend(
        row.net_benefit_interval
            .map(|end| Print::Euro.value(lang, end)),
    );
    cells.push(Print::Number.maybe(lang, row.ratio_of_means));
    cells.extend(Print::Percent.both(lang, Some(row.p_net_benefit)));
    cells
}
