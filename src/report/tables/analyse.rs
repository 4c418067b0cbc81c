//! The tables of the analyses of a sample, with the column names of the field.

use super::estimates;
use crate::analysis::sample::{AtThreshold, IcerRow, OneWay, Regression, RegressionRow, Threshold};
use crate::stats::Estimate;
use crate::storage::Table;

use crate::report::AnalyseReport;

/// All tables that the sample allows.
#[must_use]
pub fn analyse_tables(report: &AnalyseReport) -> Vec<Table> {
    let mut tables = vec![ceac(report), expected_loss(report), evpi(report)];
    if let Some(rows) = &report.icers {
        tables.push(icers(rows));
    }
    tables.extend(plane(report));
    tables.extend(ellipses(report));
    if !report.evppi.is_empty() {
        tables.push(evppi(report));
    }
    if !report.one_way.is_empty() {
        tables.push(sensitivity(report));
        tables.push(conditional_mean(report));
    }
    tables
}

/// Thresholds and options, one row each.
fn by_option<'a>(report: &'a AnalyseReport<'_>) -> Vec<(&'a Threshold, usize, &'a AtThreshold)> {
    let thresholds = report.acceptability.thresholds.iter();
    let rows = thresholds.flat_map(|at| {
        let options = at.options.iter().enumerate();
        options.map(move |(option, row)| (at, option, row))
    });
    rows.collect()
}

fn with_options(report: &AnalyseReport, name: &'static str) -> Table {
    let rows = by_option(report);
    let strategy = |option: usize| report.psa.options()[option].clone();
    Table::new(name)
        .number("wtp", rows.iter().map(|(at, ..)| at.wtp))
        .text(
            "strategy",
            rows.iter().map(|(_, option, _)| strategy(*option)),
        )
}

fn ceac(report: &AnalyseReport) -> Table {
    let rows = by_option(report);
    let table = with_options(report, "ceac");
    let proportions = rows.iter().map(|(.., row)| row.proportion);
    estimates(table, ["proportion", "se"], proportions)
        .truth(
            "on_frontier",
            rows.iter().map(|(at, o, _)| at.frontier == *o),
        )
        .whole("n", rows.iter().map(|_| report.acceptability.draws))
}

fn expected_loss(report: &AnalyseReport) -> Table {
    let rows = by_option(report);
    let table = with_options(report, "expected_loss");
    let losses = rows.iter().map(|(.., row)| row.expected_loss);
    estimates(table, ["expected_loss", "se"], losses)
        .truth(
            "on_frontier",
            rows.iter().map(|(at, o, _)| at.frontier == *o),
        )
        .whole("n", rows.iter().map(|_| report.acceptability.draws))
}

fn evpi(report: &AnalyseReport) -> Table {
    let rows = &report.acceptability.thresholds;
    let best = |at: &Threshold| report.psa.options()[at.frontier].clone();
    let table = Table::new("evpi")
        .number("wtp", rows.iter().map(|at| at.wtp))
        .text("strategy", rows.iter().map(best));
    let table = estimates(
        table,
        ["ceaf", "mcse_ceaf"],
        rows.iter().map(Threshold::ceaf),
    );
    estimates(table, ["evpi", "se"], rows.iter().map(|at| at.evpi))
        .number("bias", rows.iter().map(|at| -at.evpi_bias))
        .whole("n", rows.iter().map(|_| report.acceptability.draws))
}

fn evppi(report: &AnalyseReport) -> Table {
    let rows = &report.evppi;
    let table = Table::new("evppi")
        .text("pars", rows.iter().map(|row| row.names.join(",")))
        .number("k", rows.iter().map(|row| row.wtp));
    estimates(table, ["evppi", "se"], rows.iter().map(|row| row.value))
        .truth(
            "distinguishable",
            rows.iter().map(|row| row.distinguishable),
        )
        .number("raw", rows.iter().map(|row| row.raw))
        .number("bias", rows.iter().map(|row| row.bias))
        .maybe_text(
            "raised_to",
            rows.iter()
                .map(|row| row.raised_to.as_ref().map(|names| names.join(","))),
        )
        .number("freedom", rows.iter().map(|row| row.freedom))
        .whole("order", rows.iter().map(|row| row.order as u64))
        .whole("n", rows.iter().map(|_| report.acceptability.draws))
}

fn icers(rows: &[IcerRow]) -> Table {
    let or_null = |estimate: Option<Estimate>| estimate.unwrap_or(Estimate::UNKNOWN);
    let mut table = Table::new("icers").text("strategy", rows.iter().map(|r| r.strategy.clone()));
    table = estimates(table, ["cost", "mcse_cost"], rows.iter().map(|r| r.cost));
    table = estimates(
        table,
        ["effect", "mcse_effect"],
        rows.iter().map(|r| r.effect),
    );
    let inc_cost = rows.iter().map(|row| or_null(row.inc_cost));
    table = estimates(table, ["inc_cost", "mcse_inc_cost"], inc_cost);
    let inc_effect = rows.iter().map(|row| or_null(row.inc_effect));
    table = estimates(table, ["inc_effect", "mcse_inc_effect"], inc_effect);
    let icer = rows.iter().map(|row| or_null(row.icer));
    estimates(table, ["icer", "mcse_icer"], icer).text(
        "status",
        rows.iter().map(|row| row.status.code().to_owned()),
    )
}

fn plane(report: &AnalyseReport) -> Option<Table> {
    let options = report.plane.as_ref()?;
    let rows = options.iter().flat_map(|points| {
        let pairs = points.inc_effect.iter().zip(&points.inc_cost);
        pairs
            .enumerate()
            .map(|(draw, (e, c))| (&points.strategy, draw as u64, *e, *c))
    });
    let rows: Vec<_> = rows.collect();
    Some(
        Table::new("plane")
            .whole("draw", rows.iter().map(|row| row.1))
            .text("strategy", rows.iter().map(|row| row.0.clone()))
            .number("inc_effect", rows.iter().map(|row| row.2))
            .number("inc_cost", rows.iter().map(|row| row.3)),
    )
}

fn ellipses(report: &AnalyseReport) -> Option<Table> {
    let rows = report.ellipses.as_ref()?;
    let reference = &report.psa.options()[report.psa.reference()];
    let mut table = Table::new("ellipses")
        .text("strategy", rows.iter().map(|row| row.strategy.clone()))
        .text("reference", rows.iter().map(|_| reference.clone()));
    let inc_effect = rows.iter().map(|row| row.inc_effect);
    table = estimates(table, ["inc_effect", "mcse_inc_effect"], inc_effect);
    let inc_cost = rows.iter().map(|row| row.inc_cost);
    table = estimates(table, ["inc_cost", "mcse_inc_cost"], inc_cost)
        .number("sd_effect", rows.iter().map(|row| row.sd_effect))
        .number("sd_cost", rows.iter().map(|row| row.sd_cost))
        .number("covariance", rows.iter().map(|row| row.covariance))
        .number("semi_major", rows.iter().map(|row| row.semi_major))
        .number("semi_minor", rows.iter().map(|row| row.semi_minor))
        .number("angle", rows.iter().map(|row| row.angle));
    table = estimates(
        table,
        ["inside", "mcse_inside"],
        rows.iter().map(|row| row.inside),
    );
    let quadrants = rows.iter().map(|row| row.quadrants);
    let quadrants: Vec<_> = quadrants.collect();
    table = estimates(
        table,
        ["north_east", "mcse_north_east"],
        quadrants.iter().map(|q| q.north_east),
    );
    table = estimates(
        table,
        ["south_east", "mcse_south_east"],
        quadrants.iter().map(|q| q.south_east),
    );
    table = estimates(
        table,
        ["south_west", "mcse_south_west"],
        quadrants.iter().map(|q| q.south_west),
    );
    Some(estimates(
        table,
        ["north_west", "mcse_north_west"],
        quadrants.iter().map(|q| q.north_west),
    ))
}

/// The regression of the option and threshold of a row; NaN thresholds are those of net benefits, of which there is one.
pub(in crate::report) fn regression_of<'a>(
    report: &'a AnalyseReport,
    row: &OneWay,
) -> Option<&'a Regression> {
    report.regressions.iter().find(|regression| {
        regression.option == row.option
            && (regression.wtp == row.wtp || regression.wtp.is_nan() && row.wtp.is_nan())
    })
}

fn sensitivity(report: &AnalyseReport) -> Table {
    let rows = &report.one_way;
    let regressions: Vec<_> = rows.iter().map(|row| regression_of(report, row)).collect();
    let of_input = |place: usize| regressions[place].and_then(|r| r.rows.get(rows[place].input));
    let places = 0..rows.len();
    let src = |place: usize| of_input(place).map_or(Estimate::UNKNOWN, |row| row.src);
    let prcc = |place: usize| of_input(place).map_or(Estimate::UNKNOWN, |row| row.prcc);
    let unknown = [f64::NAN; 2];
    let src_interval = |place: usize| of_input(place).map_or(unknown, RegressionRow::src_interval);
    let prcc_interval = |place: usize| of_input(place).map_or(unknown, |row| row.prcc_interval);
    let input = |row: &OneWay| report.psa.inputs()[row.input].name.clone();
    let mut table = Table::new("sensitivity")
        .text("input", rows.iter().map(input))
        .text("strategy", rows.iter().map(|row| row.strategy.clone()))
        .number("k", rows.iter().map(|row| row.wtp));
    table = estimates(table, ["s1", "mcse_s1"], rows.iter().map(|row| row.s1))
        .number("s1_low", rows.iter().map(|row| row.s1_interval()[0]))
        .number("s1_high", rows.iter().map(|row| row.s1_interval()[1]));
    table = estimates(table, ["src", "mcse_src"], places.clone().map(src))
        .number(
            "src_low",
            places.clone().map(|place| src_interval(place)[0]),
        )
        .number(
            "src_high",
            places.clone().map(|place| src_interval(place)[1]),
        );
    estimates(table, ["prcc", "mcse_prcc"], places.clone().map(prcc))
        .number(
            "prcc_low",
            places.clone().map(|place| prcc_interval(place)[0]),
        )
        .number(
            "prcc_high",
            places.clone().map(|place| prcc_interval(place)[1]),
        )
        .number(
            "r_squared",
            places.map(|place| regressions[place].map_or(f64::NAN, |r| r.r_squared)),
        )
}

fn conditional_mean(report: &AnalyseReport) -> Table {
    let rows = report.one_way.iter();
    let rows: Vec<_> = rows
        .flat_map(|row| row.curve.iter().map(move |point| (row, point)))
        .collect();
    let input = |row: &OneWay| report.psa.inputs()[row.input].name.clone();
    let table = Table::new("conditional_mean")
        .text("input", rows.iter().map(|(row, _)| input(row)))
        .text("strategy", rows.iter().map(|(row, _)| row.strategy.clone()))
        .number("k", rows.iter().map(|(row, _)| row.wtp))
        .number("x", rows.iter().map(|(_, point)| point.x));
    estimates(
        table,
        ["mean", "mcse_mean"],
        rows.iter().map(|(_, point)| point.mean),
    )
    .number("low", rows.iter().map(|(_, point)| point.band()[0]))
    .number("high", rows.iter().map(|(_, point)| point.band()[1]))
}
