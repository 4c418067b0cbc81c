//! Benefits and costs by line.

use super::print::{Print, ends, interval, mcse};
use crate::analysis::{self, LineRow};
use crate::model::{Party, Side};
use crate::report::publication::unit::per;
use crate::report::publication::{Cell, Column, Publication, PublicationTable};
use crate::report::words::{euro, side};
use crate::stats::Estimate;
use crate::text::Lang;

pub(super) fn lines(publication: &Publication<'_>) -> PublicationTable {
    let (lang, model) = (publication.lang, publication.model);
    let all = analysis::lines(model, &publication.findings.summary);
    let rows = [Side::Benefit, Side::Cost].into_iter().flat_map(|side| {
        let of_side = all
            .iter()
            .filter(move |row| model.lines[row.index].side == side);
        let mut rows: Vec<Vec<Cell>> = of_side.map(|one| row(publication, one)).collect();
        if !rows.is_empty() {
            rows.extend(total(publication, side));
        }
        rows
    });
    let per = per(lang, model);
    PublicationTable {
        name: "lines",
        caption: lang.pick(
            format!("Benefits and costs by line{per}"),
            format!("Baten en kosten per post{per}"),
        ),
        columns: columns(lang),
        rows: rows.collect(),
        notes: vec![
            mcse(lang),
            interval(lang),
            lang.pick(
                "Share: part of the expected total of its side; its digits are those of a bound on its error.",
                "Aandeel: deel van het verwachte totaal van zijn kant; de cijfers zijn die van een grens aan de fout.",
            )
            .to_owned(),
        ],
    }
}

fn columns(lang: Lang) -> Vec<Column> {
    let [low, high] = ends(lang);
    vec![
        Column::left(lang.pick("Line", "Post")),
        Column::left(lang.pick("Side", "Soort")),
        Column::left(lang.pick("Stakeholder", "Belanghebbende")),
        Column::left(lang.pick("Euros", "Euro's")),
        Column::right(lang.pick("Expected", "Verwacht")),
        Column::right("MCSE"),
        Column::right(low),
        Column::right(high),
        Column::right(lang.pick("Share", "Aandeel")),
    ]
}

fn row(publication: &Publication<'_>, row: &LineRow) -> Vec<Cell> {
    let (lang, model) = (publication.lang, publication.model);
    let line = &model.lines[row.index];
    let who = model.party_label(Party::Stakeholder(line.stakeholder), lang);
    let mut cells = vec![
        Cell::text(line.label.or(lang, &line.name)),
        Cell::text(side(lang, line.side)),
        Cell::text(who),
        Cell::text(euro(lang, line.euro)),
    ];
    cells.extend(amounts(lang, row.amount, row.interval));
    cells.push(Print::Ratio.maybe(lang, row.share));
    cells
}

fn amounts(lang: Lang, amount: Estimate, interval: [Estimate; 2]) -> Vec<Cell> {
    let mut cells = Print::Euro.both(lang, Some(amount)).to_vec();
    cells.extend(interval.map(|end| Print::Euro.value(lang, end)));
    cells
}

fn total(publication: &Publication<'_>, of: Side) -> Option<Vec<Cell>> {
    let lang = publication.lang;
    let (metric, title) = match of {
        Side::Benefit => ("benefits", lang.pick("Total benefits", "Totale baten")),
        Side::Cost => ("costs", lang.pick("Total costs", "Totale kosten")),
    };
    let mut summary = publication.findings.summary.iter();
    let found = summary.find(|row| row.metric == metric)?;
    let quantiles = found.spread.as_ref()?.quantiles;
    let mut cells = vec![
        Cell::text(title),
        Cell::text(side(lang, of)),
        Cell::Empty,
        Cell::Empty,
    ];
    cells.extend(amounts(lang, found.mean, [quantiles[0], quantiles[6]]));
    cells.push(Cell::Empty);
    Some(cells)
}
