//! What has no amount.

use crate::model::Party;
use crate::report::publication::{Cell, Column, Publication, PublicationTable};
use crate::report::words::side;

pub(super) fn memo(publication: &Publication<'_>) -> PublicationTable {
    let (lang, model) = (publication.lang, publication.model);
    let rows = model.memo.iter().map(|memo| {
        let who = memo.stakeholder.map_or(Cell::Empty, |who| {
            Cell::text(model.party_label(Party::Stakeholder(who), lang))
        });
        let sign = match memo.sign.as_str() {
            "-" => "−",
            sign => sign,
        };
        vec![
            Cell::text(memo.label.or(lang, &memo.name)),
            Cell::text(side(lang, memo.side)),
            Cell::text(sign),
            who,
            memo.note.as_ref().map_or(Cell::Empty, Cell::text),
        ]
    });
    PublicationTable {
        name: "memo",
        caption: lang
            .pick(
                "Not counted (P.M.): effects without an amount",
                "Niet meegeteld (PM): effecten zonder bedrag",
            )
            .to_owned(),
        columns: vec![
            Column::left(lang.pick("Effect", "Effect")),
            Column::left(lang.pick("Side", "Soort")),
            Column::left(lang.pick("Expected sign", "Verwacht teken")),
            Column::left(lang.pick("Stakeholder", "Belanghebbende")),
            Column::left(lang.pick("Remark", "Opmerking")),
        ],
        rows: rows.collect(),
        notes: vec![
            lang.pick(
                "Counted in no total. Sign: whether the amount is expected to be positive (+), negative (−) or either (?).",
                "In geen totaal geteld. Teken: of het bedrag naar verwachting positief (+), negatief (−) of onbepaald (?) is.",
            )
            .to_owned(),
        ],
    }
}
