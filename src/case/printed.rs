//! Reads printed tables.

use toml::de::DeValue;

use super::keys::TABLE_ERRATUM;
use super::read::{choices, each};
use super::table::{Table, span_of};
use super::{Identity, PrintedColumn, PrintedTable, Spanned, TableErratum};
use crate::text::Diagnostic;

pub(super) fn table(name: &Spanned<String>, table: Table<'_>) -> Option<PrintedTable> {
    let (place, rows) = (table.plain_text("where"), table.texts("rows"));
    let tolerance = table.number("tolerance");
    let numbers = |key| each(table, key, |names, key, value| names.number_of(key, value));
    let labels = |key| each(table, key, |names, key, _| Some(names.label(key)));
    let expressions = |key| {
        each(table, key, |names, key, value| {
            names.expression_of(key, value)
        })
    };
    let columns = each(table, "columns", |names, key, value| {
        column(names, key, value)
    });
    let read = PrintedTable {
        name: name.clone(),
        note: table.plain_text("note"),
        columns,
        totals: numbers("totals"),
        labels: labels("labels"),
        identities: identities(table),
        quantities: expressions("quantities"),
        total_quantities: expressions("total_quantities"),
        scenario: table.text("scenario"),
        switches: choices(table),
        sum_tolerance: table.number("sum_tolerance"),
        errata: errata(table),
        place: place?,
        rows: rows?,
        tolerance: tolerance?,
    };
    // A part that cannot be read was reported; what depends on it is no mistake of its own.
    let whole = [
        ("columns", read.columns.len()),
        ("totals", read.totals.len()),
        ("identities", read.identities.len()),
        ("quantities", read.quantities.len()),
        ("total_quantities", read.total_quantities.len()),
    ];
    let whole = table.value("columns").is_some()
        && whole.into_iter().all(|(key, parts)| {
            let written = match table.value(key).map(toml::Spanned::get_ref) {
                Some(DeValue::Table(names)) => names.iter().count(),
                Some(DeValue::Array(items)) => items.len(),
                _ => usize::from(table.value(key).is_some() || table.misspells(key)),
            };
            written == parts
        });
    whole.then_some(read)
}

/// The cells of a column; `""` is a blank.
fn column(
    names: Table<'_>,
    key: &str,
    value: &toml::Spanned<DeValue<'_>>,
) -> Option<PrintedColumn> {
    let mut cells = Vec::new();
    for item in names.items_of(key, "a list of numbers", value)? {
        cells.push(match item.get_ref() {
            DeValue::String(text) if text.trim().is_empty() => None,
            DeValue::String(_) => {
                let error = Diagnostic::error("value", format!("a cell of `{key}` is a text"));
                let help =
                    "write a number without thousands separators, or `\"\"` for a blank cell";
                names.report(error.at(span_of(item), "").help(help));
                return None;
            }
            _ => Some(names.number_of(key, item)?.value),
        });
    }
    Some(Spanned::new(cells, span_of(value)))
}

fn identities(table: Table<'_>) -> Vec<Identity> {
    let texts = table.texts("identities").unwrap_or_default().into_iter();
    texts
        .filter_map(|text| {
            let (left, right) = table.identity(&text)?;
            Some(Identity { text, left, right })
        })
        .collect()
}

/// `row.column = { corrected = …, erratum = "…" }`.
fn errata(table: Table<'_>) -> Vec<TableErratum> {
    let mut errata = Vec::new();
    for (row, columns) in table.names("errata").into_iter().flat_map(|t| t.entries()) {
        // The table reads what stands behind a name of its own.
        let Some(columns) = table.table_of(&row.value, columns) else {
            continue;
        };
        for (column, _) in columns.entries() {
            let inner = columns.section(&column.value, &TABLE_ERRATUM);
            errata.extend(inner.and_then(|inner| {
                let (corrected, erratum) = (inner.number("corrected"), inner.plain_text("erratum"));
                Some(TableErratum {
                    row: row.clone(),
                    column,
                    corrected: corrected?,
                    erratum: erratum?,
                })
            }));
        }
    }
    errata
}
