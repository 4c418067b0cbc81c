//! Who gains and who pays.

use super::print::{Print, ends, interval, mcse};
use crate::analysis::StakeholderRow;
use crate::model::{Model, Party};
use crate::report::publication::unit::per;
use crate::report::publication::{Cell, Column, Publication, PublicationTable};
use crate::report::text::paid_by;
use crate::stats::Estimate;
use crate::text::Lang;

pub(super) fn stakeholders(publication: &Publication<'_>) -> PublicationTable {
    let (lang, model) = (publication.lang, publication.model);
    let rows = publication.findings.stakeholders.iter();
    let per = per(lang, model);
    PublicationTable {
        name: "stakeholders",
        caption: lang.pick(
            format!("Who gains and who pays{per}"),
            format!("Wie ontvangt en wie betaalt{per}"),
        ),
        columns: columns(lang),
        rows: rows.map(|one| row(lang, model, one)).collect(),
        notes: notes(publication),
    }
}

fn columns(lang: Lang) -> Vec<Column> {
    let [low, high] = ends(lang);
    vec![
        Column::left(lang.pick("Stakeholder", "Belanghebbende")),
        Column::right(lang.pick("Benefits", "Baten")),
        Column::right(lang.pick("Costs", "Kosten")),
        Column::right(lang.pick("Net benefit", "Saldo")),
        Column::right("MCSE"),
        Column::right(low),
        Column::right(high),
        Column::right(lang.pick("P(net > 0)", "P(saldo > 0)")),
        Column::right(lang.pick("Of benefits", "Van baten")),
        Column::right(lang.pick("Of costs", "Van kosten")),
        Column::right(lang.pick("P(wrong pocket)", "P(verkeerde portemonnee)")),
    ]
}

/// An amount; nothing where there is none.
pub(super) fn amount(lang: Lang, estimate: Estimate) -> Cell {
    if estimate.value == 0.0 {
        Cell::Empty
    } else {
        Print::Euro.value(lang, estimate)
    }
}

fn row(lang: Lang, model: &Model, row: &StakeholderRow) -> Vec<Cell> {
    let label = model.party_label(Party::Stakeholder(row.index), lang);
    let share = |amount: Estimate, share: Estimate| {
        let some = (amount.value != 0.0).then_some(share);
        Print::Percent.maybe(lang, some)
    };
    let mut cells = vec![
        Cell::text(format!("{label}{}", paid_by(lang, model, row))),
        amount(lang, row.benefits),
        amount(lang, row.costs),
    ];
    cells.extend(Print::Euro.both(lang, Some(row.net_benefit)));
    cells.extend(
        row.net_benefit_interval
            .map(|end| Print::Euro.value(lang, end)),
    );
    cells.extend([
        Print::Percent.value(lang, row.p_net_benefit),
        share(row.benefits, row.share_of_means),
        share(row.costs, row.cost_share_of_means),
        Print::Percent.value(lang, row.p_wrong_pocket),
    ]);
    cells
}

fn notes(publication: &Publication<'_>) -> Vec<String> {
    let lang = publication.lang;
    let mut notes = vec![
        mcse(lang),
        interval(lang),
        lang.pick(
            "Of benefits, of costs: shares of the expected totals. P(wrong pocket): probability that the programme pays for society while they lose.",
            "Van baten, van kosten: aandelen in de verwachte totalen. P(verkeerde portemonnee): kans dat het programma voor de samenleving loont terwijl zij verliezen.",
        )
        .to_owned(),
    ];
    let rows = &publication.findings.stakeholders;
    if rows.iter().any(|row| !row.pays_for.is_empty()) {
        notes.push(
            lang.pick(
                "Who pays for another has its part of that money as well, so that rows overlap.",
                "Wie voor een ander betaalt heeft ook zijn deel van dat geld, zodat rijen overlappen.",
            )
            .to_owned(),
        );
    }
    notes
}
