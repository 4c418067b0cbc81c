//! What is known without drawing, beside what the run found.

use super::print::Print;
use crate::analysis::{CheckedMoment, SelfCheckRow};
use crate::model::Total;
use crate::report::digits::rounded;
use crate::report::publication::{Cell, Column, Publication, PublicationTable};
use crate::stats::Estimate;
use crate::text::Lang;

pub(super) fn self_check(publication: &Publication<'_>) -> PublicationTable {
    let lang = publication.lang;
    let rows = publication.findings.self_check.as_ref();
    let rows = rows.map_or_else(
        |_| Vec::new(),
        |rows| rows.iter().map(|one| row(lang, one)).collect(),
    );
    PublicationTable {
        name: "self_check",
        caption: lang
            .pick(
                "Self-check: computed from the probability distributions without sampling, and as estimated",
                "Zelfcontrole: uit de kansverdelingen berekend zonder trekkingen, en zoals geschat",
            )
            .to_owned(),
        columns: vec![
            Column::left(lang.pick("Total", "Totaal")),
            Column::left(lang.pick("Of its distribution", "Van de verdeling")),
            Column::right(lang.pick("Exact", "Exact")),
            Column::right(lang.pick("Estimate", "Schatting")),
            Column::right("MCSE"),
            Column::right("z"),
            Column::left(lang.pick("Agrees", "Klopt")),
        ],
        rows,
        notes: vec![
            lang.pick(
                "z: deviation in standard errors. Agrees: within what chance explains; –: chance has no simple law here, and nothing is concluded.",
                "z: afwijking in standaardfouten. Klopt: past bij toeval; –: toeval heeft hier geen eenvoudige wet, en er wordt niets geconcludeerd.",
            )
            .to_owned(),
        ],
    }
}

fn row(lang: Lang, row: &SelfCheckRow) -> Vec<Cell> {
    let moment = match row.moment {
        CheckedMoment::Mean => lang.pick("mean", "gemiddelde"),
        CheckedMoment::Sd => lang.pick("standard deviation", "standaarddeviatie"),
    };
    let agrees = match row.agrees {
        None => Cell::Empty,
        Some(true) => Cell::text(lang.pick("yes", "ja")),
        Some(false) => Cell::text(lang.pick("NO", "NEE")),
    };
    let [estimate, error] = Print::Euro.both(lang, Some(row.estimate));
    vec![
        Cell::text(name(lang, row.total)),
        Cell::text(moment),
        Cell::euro(lang, Estimate::exact(row.exact)),
        estimate,
        error,
        Cell::printed(rounded(lang, row.z, 1), Estimate::exact(row.z)),
        agrees,
    ]
}

fn name(lang: Lang, total: Total) -> &'static str {
    match total {
        Total::Benefits => lang.pick("benefits", "baten"),
        Total::HardBenefits => lang.pick("benefits, hard euros", "baten, harde euro's"),
        Total::Costs => lang.pick("costs", "kosten"),
        Total::HardNetBenefit => lang.pick("net benefit, hard euros", "netto baten, harde euro's"),
        _ => lang.pick("net benefit", "netto baten"),
    }
}
