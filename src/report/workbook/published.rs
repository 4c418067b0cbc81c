//! The figures of the publication beside what the case computes.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::names::Name;
use super::sheet::Sheet;
use super::table::{Column, Table};
use super::value::{Shown, Value};
use crate::analysis::{AuditedCell, Cell, TableAudit};
use crate::model::Heading;
use crate::report::publication::Publication;
use crate::text::Lang;

/// None where nothing was published.
pub(super) fn published(publication: &Publication<'_>) -> Result<Option<Worksheet>, XlsxError> {
    let (lang, model) = (publication.lang, publication.model);
    let reproduction = publication.reproduction;
    let is_empty = reproduction.cells.is_empty() && reproduction.tables.is_empty();
    if is_empty {
        return Ok(None);
    }
    let scenario = |cell: &Cell| {
        let scenario = cell.scenario.map(|index| &model.scenarios[index]);
        scenario.map_or(Value::Empty, |of| Value::text(of.label.or(lang, &of.name)))
    };
    let mut rows: Vec<Vec<Value>> = reproduction
        .cells
        .iter()
        .map(|cell| of_cell(lang, cell, scenario(cell)))
        .collect();
    for audit in &reproduction.tables {
        rows.extend(audit.cells.iter().map(|cell| of_audited(lang, audit, cell)));
    }
    let table = Table::new(columns(lang)).with(rows);
    let name = Name::Published;
    let title = lang.pick("Published figures", "Gepubliceerde cijfers");
    let mut sheet = Sheet::new(name.of(lang), title, &table.columns)?;
    sheet.caption(name.about(lang))?;
    let (fine, all) = (reproduction.fine(), reproduction.verdicts().count());
    sheet.caption(&lang.pick(
        format!("Reproduced or explained: {fine} of {all}. A figure is reproduced when the difference is within what rounding explains."),
        format!("Gereproduceerd of verklaard: {fine} van {all}. Een cijfer is gereproduceerd als het verschil uit afronding te verklaren is."),
    ))?;
    sheet.skip();
    sheet.main_table(&table, 2)?;
    Ok(Some(sheet.done()?))
}

fn columns(lang: Lang) -> Vec<Column> {
    vec![
        Column::prose(lang.pick("place", "plaats"), 24.0),
        Column::prose(lang.pick("figure", "cijfer"), 36.0),
        Column::prose(lang.pick("scenario", "scenario"), 22.0),
        Column::number(lang.pick("published", "gepubliceerd")),
        Column::number(lang.pick("computed", "berekend")),
        Column::number(lang.pick("difference", "verschil")),
        Column::number(lang.pick("rounding explains", "afronding verklaart")),
        Column::label(lang.pick("verdict", "oordeel"), 22.0),
        Column::number(lang.pick("should be", "zou moeten zijn")),
        Column::prose(lang.pick("erratum", "erratum"), 46.0),
        Column::prose(lang.pick("note", "toelichting"), 46.0),
    ]
}

fn of_cell(lang: Lang, cell: &Cell, scenario: Value) -> Vec<Value> {
    let like = |value: f64| like(value, cell.tolerance);
    let maybe = |text: &Option<String>| text.as_ref().map_or(Value::Empty, Value::text);
    vec![
        Value::text(&cell.place),
        Value::text(&cell.label),
        scenario,
        Value::plain(cell.published),
        like(cell.computed),
        like(cell.computed - cell.published),
        Value::plain(cell.tolerance),
        Value::text(cell.verdict.text(lang)),
        cell.corrected.map_or(Value::Empty, Value::plain),
        maybe(&cell.erratum),
        maybe(&cell.note),
    ]
}

fn of_audited(lang: Lang, audit: &TableAudit, cell: &AuditedCell) -> Vec<Value> {
    let label = |heading: &Heading| heading.label.or(lang, &heading.name).to_owned();
    let row = audit.table.rows.get(cell.cell.row);
    let row = row.map_or_else(|| lang.pick("total", "totaal").to_owned(), label);
    let column = audit.table.columns.get(cell.cell.column);
    let column = column.map_or_else(String::new, label);
    let erratum = cell.erratum.as_ref();
    vec![
        Value::text(&audit.table.place),
        Value::text(format!("{row}, {column}")),
        Value::Empty,
        Value::plain(cell.printed),
        Value::Empty,
        Value::Empty,
        Value::plain(audit.table.tolerance),
        Value::text(cell.verdict.text(lang)),
        erratum.map_or(Value::Empty, |(figure, _)| Value::plain(*figure)),
        erratum.map_or(Value::Empty, |(_, reason)| Value::text(reason)),
        Value::Empty,
    ]
}

/// With two digits more than the tolerance has, so that a reader can judge.
fn like(value: f64, tolerance: f64) -> Value {
    let decimals = match tolerance {
        t if t >= 0.5 => 2,
        t if t >= 0.05 => 3,
        t if t >= 0.005 => 4,
        _ => 6,
    };
    match Value::plain(value) {
        Value::Number(number, _) => Value::Number(number, Shown::Plain(decimals)),
        other => other,
    }
}
