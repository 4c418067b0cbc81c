//! Every metric of the run.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::names::Name;
use super::sheet::Sheet;
use super::table::{Column, Table};
use super::value::{Kind, Value};
use super::words::{is_share, metric, subject};
use crate::analysis::{QUANTILES, SpreadRow, SummaryRow};
use crate::report::digits::rounded;
use crate::report::publication::Publication;
use crate::stats::Estimate;
use crate::text::Lang;

/// The sheet of all results.
pub(super) fn results(publication: &Publication<'_>) -> Result<Worksheet, XlsxError> {
    let lang = publication.lang;
    let rows = publication.findings.summary.iter();
    let table = Table::new(columns(lang)).with(rows.map(|of| row(publication, of)));
    let name = Name::Results;
    let mut sheet = Sheet::new(name.of(lang), name.of(lang), &table.columns)?;
    sheet.caption(name.about(lang))?;
    sheet.skip();
    sheet.main_table(&table, 2)?;
    sheet.done()
}

fn columns(lang: Lang) -> Vec<Column> {
    let mut columns = vec![
        Column::prose(lang.pick("result", "uitkomst"), 30.0),
        Column::prose(lang.pick("of", "van"), 30.0),
        Column::label(lang.pick("column", "kolom"), 24.0),
        Column::label(lang.pick("name", "naam"), 20.0),
        Column::label(lang.pick("unit", "eenheid"), 14.0),
        Column::number(lang.pick("mean", "gemiddelde")),
        Column::number("MCSE"),
        Column::number("sd"),
        Column::number(lang.pick("MCSE of sd", "MCSE van sd")),
    ];
    for (_, p) in QUANTILES {
        columns.push(Column::number(quantile(lang, p)));
        columns.push(Column::number("MCSE"));
    }
    columns.push(Column::number(
        lang.pick("infinite draws", "oneindige trekkingen"),
    ));
    columns
}

/// What the quantile at a probability is called.
fn quantile(lang: Lang, p: f64) -> String {
    let percent = rounded(lang, 100.0 * p, i32::from((100.0 * p).fract() != 0.0));
    lang.pick(
        format!("{percent} % quantile"),
        format!("{percent}e percentiel"),
    )
}

fn row(publication: &Publication<'_>, row: &SummaryRow) -> Vec<Value> {
    let (lang, model) = (publication.lang, publication.model);
    let kind = Kind::of(&row.unit, is_share(publication, &row.metric));
    let name = row.subject.as_deref();
    let of = name.map(|name| subject(lang, model, &row.metric, name));
    let mut cells = vec![
        Value::text(metric(lang, &row.metric)),
        of.map_or(Value::Empty, Value::text),
        Value::text(&row.metric),
        name.map_or(Value::Empty, Value::text),
        Value::text(&row.unit),
        kind.value(row.mean),
        kind.error(row.mean),
    ];
    match &row.spread {
        None => cells.resize(9 + 2 * QUANTILES.len(), Value::Empty),
        Some(spread) => {
            cells.extend(both(kind, spread.sd));
            for quantile in spread.quantiles {
                cells.extend(both(kind, quantile));
            }
        }
    }
    cells.push(Value::whole(row.infinite));
    cells
}

fn both(kind: Kind, estimate: Estimate) -> [Value; 2] {
    [kind.value(estimate), kind.error(estimate)]
}

/// Where the spread of a predictive run comes from; none for an ordinary run.
pub(super) fn predictive(publication: &Publication<'_>) -> Result<Option<Worksheet>, XlsxError> {
    let (lang, model) = (publication.lang, publication.model);
    let rows = &publication.findings.spreads;
    if rows.is_empty() {
        return Ok(None);
    }
    let mut columns = vec![
        Column::label(lang.pick("result", "uitkomst"), 34.0),
        Column::label(lang.pick("of", "van"), 34.0),
        Column::label(lang.pick("unit", "eenheid"), 16.0),
    ];
    let titles = lang.pick(
        [
            "sd, prediction",
            "2.5 %, prediction",
            "97.5 %, prediction",
            "sd, parameters only",
            "2.5 %, parameters only",
            "97.5 %, parameters only",
            "share of variance from parameters",
        ],
        [
            "sd, voorspelling",
            "2,5 %, voorspelling",
            "97,5 %, voorspelling",
            "sd, alleen parameters",
            "2,5 %, alleen parameters",
            "97,5 %, alleen parameters",
            "aandeel van de variantie door parameters",
        ],
    );
    for title in titles {
        columns.extend([title, "MCSE"].map(Column::number));
    }
    let cells = |row: &SpreadRow| {
        let kind = Kind::of(&row.unit, is_share(publication, &row.metric));
        let of = row.subject.as_ref();
        let of = of.map(|name| subject(lang, model, &row.metric, name));
        let mut cells = vec![
            Value::text(metric(lang, &row.metric)),
            of.map_or(Value::Empty, Value::text),
            Value::text(&row.unit),
        ];
        for spread in [row.predictive, row.parameter] {
            let [low, high] = spread.interval;
            for estimate in [spread.sd, low, high] {
                cells.extend(both(kind, estimate));
            }
        }
        cells.push(Kind::Percent.maybe(row.parameter_share));
        cells.push(Kind::Percent.maybe_error(row.parameter_share));
        cells
    };
    let table = Table::new(columns).with(rows.iter().map(cells));
    let name = Name::Predictive;
    let mut sheet = Sheet::new(name.of(lang), name.of(lang), &table.columns)?;
    sheet.caption(name.about(lang))?;
    sheet.skip();
    sheet.main_table(&table, 2)?;
    Ok(Some(sheet.done()?))
}
