//! Tables of the value of information.

use super::estimates;
use crate::analysis::VoiRow;
use crate::model::Euros;
use crate::report::VoiReport;
use crate::stats::Estimate;
use crate::storage::Table;

/// `evpi.parquet` and `evppi.parquet`.
#[must_use]
pub fn voi_tables(report: &VoiReport<'_>) -> Vec<Table> {
    let mut tables = vec![evpi(report)];
    if !report.voi.rows.is_empty() {
        tables.push(evppi(report));
    }
    tables
}

fn euros(report: &VoiReport<'_>) -> String {
    match report.voi.euros {
        Euros::All => "all".to_owned(),
        Euros::Hard => "hard".to_owned(),
    }
}

/// A value for the population, where one is given.
fn population(report: &VoiReport<'_>, value: Estimate) -> Estimate {
    report
        .population
        .map_or(Estimate::UNKNOWN, |population| population.scaled(value))
}

fn evpi(report: &VoiReport<'_>) -> Table {
    let threshold = &report.voi.threshold;
    let strategies = ["nothing", "programme"];
    let rows = || threshold.options.iter().enumerate();
    let table = Table::new("evpi")
        .text("euros", rows().map(|_| euros(report)))
        .text(
            "strategy",
            rows().map(|(option, _)| strategies[option.min(1)].to_owned()),
        )
        .truth(
            "on_frontier",
            rows().map(|(option, _)| option == threshold.frontier),
        );
    let table = estimates(
        table,
        ["proportion", "mcse_proportion"],
        rows().map(|(_, at)| at.proportion),
    );
    let table = estimates(
        table,
        ["expected_loss", "mcse_expected_loss"],
        rows().map(|(_, at)| at.expected_loss),
    );
    let table = estimates(table, ["evpi", "se"], rows().map(|_| threshold.evpi))
        .number("bias", rows().map(|_| -threshold.evpi_bias));
    let scaled = population(report, threshold.evpi);
    estimates(
        table,
        ["evpi_population", "se_population"],
        rows().map(|_| scaled),
    )
    .whole("n", rows().map(|_| report.voi.draws))
}

/// One way to estimate the EVPPI of a group.
struct Row<'a> {
    of: &'a VoiRow,
    method: &'static str,
    value: Estimate,
    distinguishable: bool,
    raw: f64,
    raised_to: Option<String>,
}

fn rows<'a>(report: &VoiReport<'a>) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    for row in &report.voi.rows {
        let regression = &row.regression;
        rows.push(Row {
            of: row,
            method: "regression",
            value: regression.value,
            distinguishable: regression.distinguishable,
            raw: regression.raw,
            raised_to: regression.raised_to.as_ref().map(|names| names.join(",")),
        });
        if let Some(nested) = &row.nested {
            rows.push(Row {
                of: row,
                method: "nested",
                value: nested.value,
                distinguishable: nested.distinguishable,
                raw: nested.raw,
                raised_to: row.nested_raised_to.clone(),
            });
        }
        if let Some(exact) = report.exact_of(row) {
            rows.push(Row {
                of: row,
                method: "exact",
                value: Estimate::exact(exact),
                distinguishable: exact > 0.0,
                raw: exact,
                raised_to: None,
            });
        }
    }
    rows
}

fn evppi(report: &VoiReport<'_>) -> Table {
    let model = report.model;
    let rows = rows(report);
    let pars = |row: &VoiRow| {
        let names = row
            .group
            .inputs
            .iter()
            .map(|&i| model.inputs[i].name.as_str());
        names.collect::<Vec<_>>().join(",")
    };
    let table = Table::new("evppi")
        .text("pars", rows.iter().map(|row| pars(row.of)))
        .text("group", rows.iter().map(|row| row.of.group.name.clone()))
        // Net benefit is in euros: no willingness to pay stands between.
        .number("k", rows.iter().map(|_| f64::NAN))
        .text("euros", rows.iter().map(|_| euros(report)))
        .text("method", rows.iter().map(|row| row.method.to_owned()));
    let table = estimates(table, ["evppi", "se"], rows.iter().map(|row| row.value))
        .truth(
            "distinguishable",
            rows.iter().map(|row| row.distinguishable),
        )
        .number("raw", rows.iter().map(|row| row.raw))
        .maybe_text("raised_to", rows.iter().map(|row| row.raised_to.clone()));
    estimates(
        table,
        ["evppi_population", "se_population"],
        rows.iter().map(|row| population(report, row.value)),
    )
}
