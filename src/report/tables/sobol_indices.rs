//! Tables of variance by source.

use super::estimates;
use crate::analysis::SobolIndices;
use crate::model::Model;
use crate::report::SobolReport;
use crate::stats::Estimate;
use crate::storage::Table;

/// `sobol.parquet`, and `sobol_pairs.parquet` where pairs were asked for.
#[must_use]
pub fn sobol_tables(report: &SobolReport<'_>) -> Vec<Table> {
    let mut tables = vec![indices(report)];
    if report.indices.iter().any(|one| !one.pairs.is_empty()) {
        tables.push(pairs(report));
    }
    tables
}

/// A row of indices.
struct Row {
    outcome: String,
    param: String,
    kind: &'static str,
    members: String,
    method: &'static str,
    first: Estimate,
    total: Estimate,
    reach: f64,
    exact: [f64; 2],
}

fn rows(report: &SobolReport<'_>) -> Vec<Row> {
    let model = report.model;
    let mut rows = Vec::new();
    for one in report.indices {
        for index in &one.blocks {
            rows.push(Row {
                outcome: one.outcome.name.clone(),
                param: index.block.name.clone(),
                kind: index.block.kind.name(),
                members: names(model, &index.block.members),
                method: "pick-freeze",
                first: index.first,
                total: index.total,
                reach: one.reach,
                exact: report.exact_of(one, &index.block),
            });
        }
    }
    for (outcome, input, s1) in report.given_data {
        rows.push(Row {
            outcome: outcome.clone(),
            param: model.inputs[*input].name.clone(),
            kind: "member",
            members: model.inputs[*input].name.clone(),
            method: "given-data",
            first: *s1,
            total: Estimate::UNKNOWN,
            reach: 1.959_963_984_540_054,
            exact: [f64::NAN; 2],
        });
    }
    rows
}

fn indices(report: &SobolReport<'_>) -> Table {
    let rows = rows(report);
    let mut table = Table::new("sobol")
        .text("outcome", rows.iter().map(|row| row.outcome.clone()))
        .text("param", rows.iter().map(|row| row.param.clone()))
        .text("kind", rows.iter().map(|row| row.kind.to_owned()))
        .text("members", rows.iter().map(|row| row.members.clone()))
        .text("method", rows.iter().map(|row| row.method.to_owned()));
    for (names, of) in [
        (["s1", "s1_se", "s1_low", "s1_high", "s1_exact"], 0),
        (["st", "st_se", "st_low", "st_high", "st_exact"], 1),
    ] {
        let pick = |row: &Row| [row.first, row.total][of];
        let end = |row: &Row, side: f64| {
            let estimate = pick(row);
            estimate.value + side * row.reach * estimate.standard_error
        };
        table = estimates(table, [names[0], names[1]], rows.iter().map(pick))
            .number(names[2], rows.iter().map(|row| end(row, -1.0)))
            .number(names[3], rows.iter().map(|row| end(row, 1.0)))
            .number(names[4], rows.iter().map(|row| row.exact[of]));
    }
    table
}

fn pairs(report: &SobolReport<'_>) -> Table {
    let all = report.indices.iter();
    let rows = all.flat_map(|one| one.pairs.iter().map(move |pair| (one, pair)));
    let rows: Vec<_> = rows.collect();
    let name = |one: &SobolIndices, block: usize| one.blocks[block].block.name.clone();
    let mut table = Table::new("sobol_pairs")
        .text(
            "outcome",
            rows.iter().map(|(one, _)| one.outcome.name.clone()),
        )
        .text(
            "param_1",
            rows.iter().map(|(one, pair)| name(one, pair.blocks[0])),
        )
        .text(
            "param_2",
            rows.iter().map(|(one, pair)| name(one, pair.blocks[1])),
        );
    table = estimates(
        table,
        ["s2_closed", "s2_closed_se"],
        rows.iter().map(|row| row.1.closed),
    );
    let end = |row: &(&SobolIndices, &crate::analysis::PairIndices), side: f64| {
        let estimate = row.1.interaction;
        estimate.value + side * row.0.reach * estimate.standard_error
    };
    estimates(
        table,
        ["s2", "s2_se"],
        rows.iter().map(|row| row.1.interaction),
    )
    .number("s2_low", rows.iter().map(|row| end(row, -1.0)))
    .number("s2_high", rows.iter().map(|row| end(row, 1.0)))
}

fn names(model: &Model, members: &[usize]) -> String {
    let names = members.iter().map(|&i| model.inputs[i].name.as_str());
    names.collect::<Vec<_>>().join(" ")
}
