//! The result tables. Columns are listed in the README, with their meaning.

use super::estimates;
use super::exact::exact_table;
use super::parties::{perspectives_table, stakeholders_table};
use super::tornado::tornado_of_run_table;
use crate::analysis::{
    AcceptabilityPoint, BreakEvenPoint, ConvergencePoint, DensityBin, Findings, QUANTILES,
    SpreadRow, SummaryRow,
};
use crate::model::{Euros, Model, Total};
use crate::plan::Metric;
use crate::sim::Simulation;
use crate::stats::Estimate;
use crate::storage::Table;

use crate::report::Manifest;

/// Names of the standard errors of the quantiles, in the order of [`QUANTILES`].
const QUANTILE_ERRORS: [&str; 7] = [
    "mcse_q025",
    "mcse_q05",
    "mcse_q25",
    "mcse_q50",
    "mcse_q75",
    "mcse_q95",
    "mcse_q975",
];

/// All tables of a run.
#[must_use]
pub fn run_tables(
    model: &Model,
    manifest: &Manifest,
    simulation: &Simulation,
    findings: &Findings,
) -> Vec<Table> {
    let [all, hard] = &findings.density;
    let self_check = findings.self_check.as_deref().unwrap_or_default();
    let mut tables = vec![
        summary_table(manifest, simulation, &findings.summary),
        roi_table(all, hard),
        break_even_table(model, &findings.break_even),
        acceptability_table(&findings.acceptability),
        convergence_table(&findings.convergence),
        exact_table(self_check),
        tornado_of_run_table(model, simulation, &findings.tornado, &findings.choices),
        stakeholders_table(simulation, &findings.stakeholders),
        perspectives_table(model, simulation, &findings.perspectives),
    ];
    if manifest.predictive {
        tables.push(predictive_table(&findings.spreads));
    }
    tables
}

/// `summary.parquet`: one row per metric.
fn summary_table(manifest: &Manifest, simulation: &Simulation, rows: &[SummaryRow]) -> Table {
    let variant: Vec<String> = manifest
        .switches
        .iter()
        .map(|(s, a)| format!("{s}={a}"))
        .collect();
    let of = |what: fn(&SummaryRow) -> f64| rows.iter().map(what).collect::<Vec<f64>>();
    let same = |text: &str| vec![text.to_owned(); rows.len()];
    let mut table = Table::new("summary")
        .text("case", same(&manifest.case))
        .maybe_text("scenario", rows.iter().map(|_| manifest.scenario.clone()))
        .text("variant", same(&variant.join(" ")))
        .text("metric", rows.iter().map(|row| row.metric.clone()))
        .maybe_text("name", rows.iter().map(|row| row.subject.clone()))
        .text("unit", rows.iter().map(|row| row.unit.clone()))
        .number("mean", of(|row| row.mean.value))
        .number("mcse_mean", of(|row| row.mean.standard_error))
        .number(
            "sd",
            of(|row| row.spread.as_ref().map_or(f64::NAN, |s| s.sd.value)),
        )
        .number(
            "mcse_sd",
            of(|row| {
                row.spread
                    .as_ref()
                    .map_or(f64::NAN, |s| s.sd.standard_error)
            }),
        );
    let quantile = |row: &SummaryRow, i: usize| {
        row.spread
            .as_ref()
            .map_or(Estimate::UNKNOWN, |s| s.quantiles[i])
    };
    for (i, (name, _)) in QUANTILES.iter().enumerate() {
        table = table.number(name, rows.iter().map(|row| quantile(row, i).value));
    }
    for (i, name) in QUANTILE_ERRORS.iter().enumerate() {
        table = table.number(name, rows.iter().map(|row| quantile(row, i).standard_error));
    }
    table
        .whole("n", rows.iter().map(|_| simulation.draws))
        .whole("n_infinite", rows.iter().map(|row| row.infinite))
        .whole(
            "n_nonpositive_cost",
            rows.iter().map(|_| simulation.nonpositive_costs),
        )
}

/// `roi.parquet`: density and distribution function of the ROI, counting all euros and hard euros only.
fn roi_table(all: &[DensityBin], hard: &[DensityBin]) -> Table {
    let rows = || {
        all.iter()
            .map(|bin| ("all", bin))
            .chain(hard.iter().map(|bin| ("hard", bin)))
    };
    Table::new("roi")
        .text("euros", rows().map(|(euros, _)| euros.to_owned()))
        .number("roi_low", rows().map(|(_, bin)| bin.low))
        .number("roi_high", rows().map(|(_, bin)| bin.high))
        .number("density", rows().map(|(_, bin)| bin.density.value))
        .number(
            "mcse_density",
            rows().map(|(_, bin)| bin.density.standard_error),
        )
        .number("cdf", rows().map(|(_, bin)| bin.cdf.value))
        .number("mcse_cdf", rows().map(|(_, bin)| bin.cdf.standard_error))
}

/// `acceptability.parquet`: probability that each euro returns more than a threshold.
fn acceptability_table(points: &[AcceptabilityPoint]) -> Table {
    let euros = |point: &AcceptabilityPoint| match point.euros {
        Euros::All => "all".to_owned(),
        Euros::Hard => "hard".to_owned(),
    };
    let table = Table::new("acceptability")
        .text("euros", points.iter().map(euros))
        .number("threshold", points.iter().map(|point| point.threshold));
    estimates(table, ["p", "mcse_p"], points.iter().map(|point| point.p))
}

/// `convergence.parquet`: the headline after more and more draws, and the draws that would show one more digit.
fn convergence_table(points: &[ConvergencePoint]) -> Table {
    let table = Table::new("convergence")
        .text("metric", points.iter().map(|point| point.metric.to_owned()))
        .whole("n", points.iter().map(|point| point.draws));
    estimates(
        table,
        ["value", "mcse"],
        points.iter().map(|point| point.estimate),
    )
    .number(
        "n_next_digit",
        points
            .iter()
            .map(|point| point.next_digit.unwrap_or(f64::NAN)),
    )
}

/// `break_even.parquet`: probability of break-even were the break-even inputs at a value for certain.
fn break_even_table(model: &Model, points: &[BreakEvenPoint]) -> Table {
    let inputs = model
        .break_even
        .as_ref()
        .map_or_else(String::new, |break_even| {
            let names: Vec<&str> = break_even
                .inputs
                .iter()
                .map(|&i| model.inputs[i].name.as_str())
                .collect();
            names.join(" ")
        });
    let unit = Metric::Total(Total::BreakEven).unit(model);
    Table::new("break_even")
        .text("param", points.iter().map(|_| inputs.clone()))
        .text("unit", points.iter().map(|_| unit.clone()))
        .text(
            "euros",
            points
                .iter()
                .map(|point| if point.hard { "hard" } else { "all" }.to_owned()),
        )
        .number("value", points.iter().map(|point| point.value))
        .number(
            "p_break_even",
            points.iter().map(|point| point.p_break_even.value),
        )
        .number(
            "mcse_p_break_even",
            points.iter().map(|point| point.p_break_even.standard_error),
        )
}

/// `predictive.parquet`: every metric of a predictive run, with chance and given the parameters alone.
fn predictive_table(rows: &[SpreadRow]) -> Table {
    type Column = (&'static str, &'static str, fn(&SpreadRow) -> Estimate);
    const COLUMNS: [Column; 7] = [
        ("sd_parameter", "mcse_sd_parameter", |row| row.parameter.sd),
        ("sd_predictive", "mcse_sd_predictive", |row| {
            row.predictive.sd
        }),
        ("parameter_share", "mcse_parameter_share", |row| {
            row.parameter_share.unwrap_or(Estimate::UNKNOWN)
        }),
        ("parameter_q025", "mcse_parameter_q025", |row| {
            row.parameter.interval[0]
        }),
        ("parameter_q975", "mcse_parameter_q975", |row| {
            row.parameter.interval[1]
        }),
        ("predictive_q025", "mcse_predictive_q025", |row| {
            row.predictive.interval[0]
        }),
        ("predictive_q975", "mcse_predictive_q975", |row| {
            row.predictive.interval[1]
        }),
    ];
    let mut table = Table::new("predictive")
        .text("metric", rows.iter().map(|row| row.metric.clone()))
        .maybe_text("name", rows.iter().map(|row| row.subject.clone()))
        .text("unit", rows.iter().map(|row| row.unit.clone()));
    for (name, error, of) in COLUMNS {
        table = table
            .number(name, rows.iter().map(|row| of(row).value))
            .number(error, rows.iter().map(|row| of(row).standard_error));
    }
    table
}
