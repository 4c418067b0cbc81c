//! What the case is, leaves out, and was checked against.

use crate::analysis::Verdict;
use crate::model::Memo;
use crate::report::digits::rounded;
use crate::report::publication::Publication;
use crate::report::publication::unit::each;
use crate::report::text::{not_assessed_parts, not_exact};
use crate::report::words::{FIGURE, LINE, STAKEHOLDER, side};

/// What one evaluation stands for.
pub(in crate::report::publication) fn unit(publication: &Publication<'_>) -> String {
    let (lang, model) = (publication.lang, publication.model);
    let lines = LINE.counted(lang, model.lines.len() as u64);
    let parties = STAKEHOLDER.counted(lang, model.stakeholders.len() as u64);
    let per = each(model);
    lang.pick(
        format!("The model adds up {lines} of {parties}{per}."),
        format!("Het model telt {lines} van {parties} op{per}."),
    )
}

/// What has no amount.
pub(in crate::report::publication) fn memo(publication: &Publication<'_>) -> String {
    let (lang, model) = (publication.lang, publication.model);
    let one = |memo: &Memo| {
        let sign = match memo.sign.as_str() {
            "+" => lang.pick("expected to be positive", "naar verwachting positief"),
            "-" => lang.pick("expected to be negative", "naar verwachting negatief"),
            _ => lang.pick("of either sign", "met onbekend teken"),
        };
        format!(
            "{} ({}, {sign})",
            memo.label.or(lang, &memo.name),
            side(lang, memo.side)
        )
    };
    let all: Vec<String> = model.memo.iter().map(one).collect();
    let all = all.join("; ");
    if all.is_empty() {
        return lang
            .pick(
                "The case lists no effects without an amount.",
                "De business case noemt geen effecten zonder bedrag.",
            )
            .to_owned();
    }
    lang.pick(
        format!("Without an amount, and counted in no total (P.M.): {all}."),
        format!("Zonder bedrag, en in geen totaal geteld (PM): {all}."),
    )
}

/// Deductions that are not assessed.
pub(in crate::report::publication) fn chain(publication: &Publication<'_>) -> String {
    let lang = publication.lang;
    let parts = not_assessed_parts(lang, publication.model).join(", ");
    if parts.is_empty() {
        return String::new();
    }
    lang.pick(
        format!("Not assessed, so counted as 0: {parts}."),
        format!("Niet beoordeeld, dus als 0 geteld: {parts}."),
    )
}

/// How many published figures the case reproduces.
pub(in crate::report::publication) fn reproduced(publication: &Publication<'_>) -> String {
    let lang = publication.lang;
    let reproduction = publication.reproduction;
    let all = reproduction.verdicts().count();
    if all == 0 {
        return lang
            .pick(
                "The case has no published figures to be compared with.",
                "De business case heeft geen gepubliceerde cijfers om mee te vergelijken.",
            )
            .to_owned();
    }
    let [same, explained] = [Verdict::Reproduced, Verdict::ErratumExplained]
        .map(|verdict| rounded(lang, reproduction.count(verdict) as f64, 0));
    let off = rounded(lang, (all - reproduction.fine()) as f64, 0);
    let all = FIGURE.counted(lang, all as u64);
    lang.pick(
        format!("At the published values, with nothing drawn, the model was compared with {all}: {same} reproduced, {explained} explained by an erratum, {off} unexplained."),
        format!("Bij de gepubliceerde waarden, zonder trekkingen, is het model vergeleken met {all}: {same} gereproduceerd, {explained} door een erratum verklaard, {off} onverklaard."),
    )
}

/// Whether estimates are what is known without sampling.
pub(in crate::report::publication) fn self_checked(publication: &Publication<'_>) -> String {
    let lang = publication.lang;
    match &publication.findings.self_check {
        Err(reason) => {
            let reason = not_exact(lang, reason);
            lang.pick(
                format!("There is no check of the draws against exact values: {reason}."),
                format!("Er is geen controle van de trekkingen met exacte waarden: {reason}."),
            )
        }
        Ok(rows) => {
            let judged = rows.iter().filter(|row| row.agrees.is_some()).count();
            let off = rows.iter().filter(|row| row.agrees == Some(false)).count();
            let [judged, off] = [judged, off].map(|number| rounded(lang, number as f64, 0));
            lang.pick(
                format!("Of {judged} means and standard deviations that are known without sampling, {off} are further from their estimates than chance explains."),
                format!("Van {judged} gemiddelden en standaarddeviaties die zonder trekkingen bekend zijn, wijken er {off} verder van hun schatting af dan toeval verklaart."),
            )
        }
    }
}
