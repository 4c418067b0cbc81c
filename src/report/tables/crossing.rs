//! Tables of break-even along inputs.

use super::estimates;
use crate::analysis::{Crossing, Outcome};
use crate::model::Model;
use crate::stats::Estimate;
use crate::storage::Table;

const Z95: f64 = 1.959_963_984_540_054;

/// `break_even_values.parquet`: per input, every value at which the expected outcome is zero; one row without a value where it
/// never is.
#[must_use]
pub fn crossings_table(model: &Model, outcome: &Outcome, rows: &[Crossing]) -> Table {
    let each = rows.iter().flat_map(|row| {
        let values: Vec<Option<Estimate>> = match row.values.len() {
            0 => vec![None],
            _ => row.values.iter().copied().map(Some).collect(),
        };
        values
            .into_iter()
            .map(move |value| (row, value.unwrap_or(Estimate::UNKNOWN)))
    });
    let rows: Vec<_> = each.collect();
    let unit = |row: &Crossing| model.inputs[row.target.members[0]].unit_text.clone();
    let rises = |row: &Crossing| {
        row.rises
            .map(|up| if up { "rises" } else { "falls" }.to_owned())
    };
    let p_good = |row: &Crossing| row.p_good.unwrap_or(Estimate::UNKNOWN);
    let end = |value: Estimate, side: f64| value.value + side * Z95 * value.standard_error;
    let table = Table::new("break_even_values")
        .text("outcome", rows.iter().map(|_| outcome.name.clone()))
        .text("param", rows.iter().map(|(row, _)| row.target.name.clone()))
        .text("unit", rows.iter().map(|(row, _)| unit(row)))
        .number(
            "current",
            rows.iter().map(|(row, _)| row.current.unwrap_or(f64::NAN)),
        );
    let table = estimates(
        table,
        ["value", "mcse_value"],
        rows.iter().map(|(_, value)| *value),
    )
    .number("value_low", rows.iter().map(|(_, value)| end(*value, -1.0)))
    .number("value_high", rows.iter().map(|(_, value)| end(*value, 1.0)))
    .maybe_text("outcome_with_input", rows.iter().map(|(row, _)| rises(row)));
    estimates(
        table,
        ["p_good", "mcse_p_good"],
        rows.iter().map(|(row, _)| p_good(row)),
    )
}

/// `break_even_grid.parquet`: expected outcome and probability that it is positive, along every input.
#[must_use]
pub fn crossing_grid_table(model: &Model, outcome: &Outcome, rows: &[Crossing]) -> Table {
    let each = rows
        .iter()
        .flat_map(|row| row.grid.iter().map(move |point| (row, point)));
    let rows: Vec<_> = each.collect();
    let unit = |row: &Crossing| model.inputs[row.target.members[0]].unit_text.clone();
    let table = Table::new("break_even_grid")
        .text("outcome", rows.iter().map(|_| outcome.name.clone()))
        .text("param", rows.iter().map(|(row, _)| row.target.name.clone()))
        .text("unit", rows.iter().map(|(row, _)| unit(row)))
        .number("value", rows.iter().map(|(_, point)| point.value));
    let table = estimates(
        table,
        ["mean", "mcse_mean"],
        rows.iter().map(|(_, point)| point.mean),
    );
    estimates(
        table,
        ["p_break_even", "mcse_p_break_even"],
        rows.iter().map(|(_, point)| point.p_positive),
    )
}
