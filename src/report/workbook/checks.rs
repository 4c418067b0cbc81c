//! The run beside what is known without drawing, and remarks on the case.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::names::Name;
use super::sheet::Sheet;
use super::table::{Column, Table};
use super::value::{Kind, Value};
use super::words::metric;
use crate::analysis::{CheckedMoment, SelfCheckRow};
use crate::model::Total;
use crate::report::publication::Publication;
use crate::text::Diagnostic;

/// None where nothing is known and nothing is to be said.
pub(super) fn checks(publication: &Publication<'_>) -> Result<Option<Worksheet>, XlsxError> {
    let lang = publication.lang;
    let known = publication.findings.self_check.as_ref().ok();
    let known = known.filter(|rows| !rows.is_empty());
    if known.is_none() && publication.warnings.is_empty() {
        return Ok(None);
    }
    let name = Name::Checks;
    let columns = columns(publication);
    let mut sheet = Sheet::new(name.of(lang), name.of(lang), &columns)?;
    sheet.caption(name.about(lang))?;
    if let Some(rows) = known {
        sheet.heading(lang.pick("Against exact values", "Tegen exacte waarden"))?;
        let table = Table::new(columns).with(rows.iter().map(|row| cells(publication, row)));
        sheet.table(&table)?;
        sheet.caption(lang.pick(
            "z: how many standard errors the estimate is above the exact value; beyond ±4 is no chance.",
            "z: hoeveel standaardfouten de schatting boven de exacte waarde ligt; voorbij ±4 is geen toeval.",
        ))?;
    }
    if !publication.warnings.is_empty() {
        sheet.heading(lang.pick("Remarks on the case", "Opmerkingen bij de business case"))?;
        for warning in publication.warnings {
            sheet.paragraph(&said(warning), &super::style::prose())?;
        }
    }
    Ok(Some(sheet.done()?))
}

fn columns(publication: &Publication<'_>) -> Vec<Column> {
    let lang = publication.lang;
    vec![
        Column::label(lang.pick("result", "uitkomst"), 30.0),
        Column::label(lang.pick("moment", "moment"), 22.0),
        Column::number(lang.pick("exact", "exact")),
        Column::number(lang.pick("estimate", "schatting")),
        Column::number("MCSE"),
        Column::number("z"),
        Column::label(lang.pick("agrees", "klopt"), 14.0),
    ]
}

fn cells(publication: &Publication<'_>, row: &SelfCheckRow) -> Vec<Value> {
    let lang = publication.lang;
    let total = Total::ALL.iter().find(|(_, total)| *total == row.total);
    let name = total.map_or("", |(name, _)| *name);
    let kind = match row.total {
        Total::Roi | Total::HardRoi | Total::BreakEven | Total::HardBreakEven => Kind::Plain,
        _ => Kind::Euro,
    };
    let moment = match row.moment {
        CheckedMoment::Mean => lang.pick("mean", "gemiddelde"),
        CheckedMoment::Sd => lang.pick("standard deviation", "standaarddeviatie"),
    };
    let words = lang.pick(["yes", "NO"], ["ja", "NEE"]);
    vec![
        Value::text(metric(lang, name)),
        Value::text(moment),
        kind.exact(row.exact),
        kind.value(row.estimate),
        kind.error(row.estimate),
        match Kind::Plain.exact(row.z) {
            Value::Number(z, _) => Value::Number(z, super::value::Shown::Plain(2)),
            other => other,
        },
        row.agrees
            .map_or(Value::Empty, |agrees| Value::truth(words, agrees)),
    ]
}

/// A remark with its notes and the way out.
fn said(warning: &Diagnostic) -> String {
    let mut text = format!("• {}", warning.message);
    for note in &warning.notes {
        text += &format!("\n   {note}");
    }
    if let Some(help) = &warning.help {
        text += &format!("\n   → {help}");
    }
    text
}
