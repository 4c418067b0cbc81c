//! All results of a command as one JSON document, for scripts.

use serde::Serialize;
use serde_json::{Map, Number, Value, json};

use crate::storage::{Column, Table};

/// The manifest, the tables as lists of rows, and the folder they were written to, if any.
///
/// Numbers have the digits that tell them from every other double. What is not a number is null, as in the files; JSON has no
/// infinity, which is the text `Infinity` or `-Infinity`.
#[must_use]
pub fn document<'a>(
    manifest: &impl Serialize,
    tables: impl IntoIterator<Item = &'a Table>,
    results: Option<&str>,
) -> String {
    let tables = tables
        .into_iter()
        .map(|table| (table.name.to_owned(), rows(table)));
    let manifest = serde_json::to_value(manifest).unwrap_or_default();
    let document = json!({
        "manifest": manifest,
        "tables": tables.collect::<Map<String, Value>>(),
        "results": results,
    });
    format!("{document}\n")
}

/// An object per row, whose columns are in the order of the table.
fn rows(table: &Table) -> Value {
    let count = table
        .columns
        .first()
        .map_or(0, |(_, column)| length(column));
    let row = |row: usize| {
        let cells = table.columns.iter();
        let cells = cells.map(|(name, column)| ((*name).to_owned(), cell(column, row)));
        Value::Object(cells.collect())
    };
    (0..count).map(row).collect()
}

fn length(column: &Column) -> usize {
    match column {
        Column::Text(values) => values.len(),
        Column::Number(values) => values.len(),
        Column::Whole(values) => values.len(),
        Column::Truth(values) => values.len(),
    }
}

fn cell(column: &Column, row: usize) -> Value {
    match column {
        Column::Text(values) => json!(values.get(row)),
        Column::Number(values) => values.get(row).map_or(Value::Null, |&value| number(value)),
        Column::Whole(values) => json!(values.get(row)),
        Column::Truth(values) => json!(values.get(row)),
    }
}

fn number(value: f64) -> Value {
    match Number::from_f64(value) {
        Some(number) => Value::Number(number),
        None if value == f64::INFINITY => json!("Infinity"),
        None if value == f64::NEG_INFINITY => json!("-Infinity"),
        None => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::document;
    use crate::storage::Table;

    #[test]
    fn every_kind_of_cell_is_said_exactly() {
        let numbers = [0.1 + 0.2, 1e300, f64::NAN, f64::INFINITY, f64::NEG_INFINITY];
        let table = Table::new("t")
            .number("x", numbers)
            .maybe_text("a", [Some("€".to_owned()), None, None, None, None])
            .whole("n", [u64::MAX, 0, 0, 0, 0])
            .truth("b", [true, false, true, true, true]);
        let text = document(&"m", [&table], None);
        let begin = "{\"manifest\":\"m\",\"tables\":{\"t\":[\
                     {\"x\":0.30000000000000004,\"a\":\"€\",\"n\":18446744073709551615,\"b\":true},\
                     {\"x\":1e+300,\"a\":null,\"n\":0,\"b\":false},{\"x\":null,";
        assert!(text.starts_with(begin), "{text}");
        for infinity in ["{\"x\":\"Infinity\",", "{\"x\":\"-Infinity\","] {
            assert!(text.contains(infinity), "{text}");
        }
        assert!(text.ends_with("}]},\"results\":null}\n"), "{text}");
    }

    #[test]
    fn a_table_without_rows_is_an_empty_list() {
        let text = document(&1, [&Table::new("t").number("x", [])], Some("out"));
        assert!(text.contains("\"t\":[]"), "{text}");
        assert!(text.contains("\"results\":\"out\""), "{text}");
    }
}
