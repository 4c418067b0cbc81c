//! Whose money is whose, as the program understood it.

use crate::model::{Formula, Model, Party};
use crate::plan::evaluate;
use crate::report::digits::significant;
use crate::report::grid::{Align, grid};
use crate::text::Lang;

/// Who pays for whom, at the published points; nothing when everybody's money is its own.
pub(super) fn payers(lang: Lang, model: &Model) -> String {
    let rows: Vec<Vec<String>> = model
        .stakeholders
        .iter()
        .filter(|stakeholder| !stakeholder.paid_by.is_empty())
        .map(|stakeholder| {
            let payments = stakeholder.paid_by.iter();
            let payers = payments.map(|payment| {
                let payer = &model.stakeholders[payment.payer].name;
                format!("{payer} {}", percent(lang, model, &payment.share))
            });
            vec![
                stakeholder.name.clone(),
                payers.collect::<Vec<_>>().join(", "),
            ]
        })
        .collect();
    table(rows)
}

/// The perspectives that the case declares: stakeholders, with the share of each where that is not all.
pub(super) fn perspectives(lang: Lang, model: &Model) -> String {
    let declared = model.perspectives.iter().filter(|p| p.declared);
    let rows: Vec<Vec<String>> = declared
        .map(|perspective| {
            let Some(shares) = &perspective.shares else {
                return vec![
                    perspective.name.clone(),
                    lang.pick("all", "alle").to_owned(),
                ];
            };
            let members = shares.iter().map(|(who, share)| {
                let name = model.party_name(Party::Stakeholder(*who));
                if *share == Formula::Constant(1.0) {
                    name.to_owned()
                } else {
                    format!("{name} {}", percent(lang, model, share))
                }
            });
            vec![
                perspective.name.clone(),
                members.collect::<Vec<_>>().join(", "),
            ]
        })
        .collect();
    table(rows)
}

fn percent(lang: Lang, model: &Model, share: &Formula) -> String {
    let base = model.base();
    let share = evaluate(model, &base, &base.points, share);
    format!("{} %", significant(lang, share * 100.0, 3))
}

fn table(rows: Vec<Vec<String>>) -> String {
    if rows.is_empty() {
        return String::new();
    }
    grid(&[("", Align::Left), ("", Align::Left)], rows)
}
