//! What is known without drawing, beside what a run found.

use super::estimates;
use crate::analysis::{CheckedMoment, SelfCheckRow};
use crate::plan::Metric;
use crate::storage::Table;

/// `exact.parquet`: mean and standard deviation of every total; no rows where the case does not have the form.
pub(super) fn exact_table(rows: &[SelfCheckRow]) -> Table {
    let moment = |row: &SelfCheckRow| match row.moment {
        CheckedMoment::Mean => "mean".to_owned(),
        CheckedMoment::Sd => "sd".to_owned(),
    };
    let metric = |row: &SelfCheckRow| Metric::Total(row.total).name().to_owned();
    let table = Table::new("exact")
        .text("metric", rows.iter().map(metric))
        .text("moment", rows.iter().map(moment))
        .number("exact", rows.iter().map(|row| row.exact));
    estimates(
        table,
        ["estimate", "mcse_estimate"],
        rows.iter().map(|row| row.estimate),
    )
    .number("z", rows.iter().map(|row| row.z))
    .maybe_truth("agrees", rows.iter().map(|row| row.agrees))
}
