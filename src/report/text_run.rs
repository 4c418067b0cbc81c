//! The summary at the end of a run, within 80 columns.

use super::digits::{counted, error, euro, number, percent, rounded, significant};
use super::grid::{Align, grid, wrapped};
use super::manifest::{Manifest, Until};
use super::text_predictive;
use crate::analysis::{Balance, Headline, Reproduction, SpreadRow, StakeholderRow, Tornado};
use crate::model::{Model, label_or};
use crate::stats::Estimate;
use crate::text::Lang;

/// Bars shown on the terminal.
const BARS: usize = 6;
const WIDTH: usize = 80;
const LOW_QUANTILE: &str = "  2.5 % quantile";
const HIGH_QUANTILE: &str = "  97.5 % quantile";
/// Below this tail quantiles rest on some twenty draws.
const FEW_DRAWS: u64 = 1_000;
/// Longest label of a row.
const LABEL: usize = 22;

/// What the summary is made of.
#[derive(Clone, Copy, Debug)]
pub struct RunReport<'a> {
    /// The case.
    pub model: &'a Model,
    /// What was run.
    pub manifest: &'a Manifest,
    /// The published figures.
    pub reproduction: &'a Reproduction,
    /// ROI at the published points, for all and hard euros.
    pub at_points: [f64; 2],
    /// The results.
    pub headline: &'a Headline,
    /// Who gains and pays.
    pub stakeholders: &'a [StakeholderRow],
    /// What moves the result.
    pub tornado: &'a Tornado,
    /// Where the spread of a predictive run comes from.
    pub spreads: &'a [SpreadRow],
}

/// The summary.
#[must_use]
pub fn run_text(report: RunReport<'_>) -> String {
    let mut text = heading(report);
    text += "\n";
    text += &wrapped(&sentence(report), WIDTH, "");
    text += "\n\n";
    text += &balance_table(report);
    text += &remarks(report);
    text += &text_predictive::spread_text(Lang::En, report.model, report.spreads);
    text += "\nWho gains and who pays (expected)\n";
    text += &stakeholder_table(report.stakeholders);
    let left_out = report.headline.nonpositive_benefits;
    if left_out > 0.0 {
        let left_out = significant(Lang::En, left_out * 100.0, 2);
        text +=
            &format!("  shares leave out the {left_out} % of draws without positive benefits\n");
    }
    if !report.tornado.bars.is_empty() {
        text +=
            "\nWhat moves net benefit most (each input from its 2.5 % to its 97.5 % quantile)\n";
        text += &bars(report);
    }
    text + &memo(report.model)
}

fn heading(report: RunReport<'_>) -> String {
    let (model, manifest) = (report.model, report.manifest);
    let price_year = model
        .price_year
        .map_or_else(String::new, |year| format!(", euros of {year}"));
    let mut lines = vec![
        model.heading().to_owned(),
        format!("per {}{price_year}", model.per_text),
        format!(
            "{}{}, seed {}; {} of {} drawn",
            counted(Lang::En, manifest.draws as usize, "draw"),
            design(manifest),
            manifest.seed,
            manifest.drawn_inputs.len(),
            counted(Lang::En, model.inputs.len(), "input")
        ),
    ];
    lines.extend(text_predictive::heading(Lang::En, model, manifest));
    lines.extend(
        manifest
            .until
            .iter()
            .map(|until| until_text(until, manifest.draws)),
    );
    lines.extend(
        manifest
            .correlations
            .iter()
            .chain(&manifest.dirichlet)
            .map(|(name, statement)| format!("{name}: {statement}")),
    );
    lines.extend(departures(model, manifest));
    if !report.reproduction.cells.is_empty() {
        let fine = report
            .reproduction
            .cells
            .iter()
            .filter(|cell| cell.verdict.is_fine())
            .count();
        let all = report.reproduction.cells.len();
        lines.push(format!(
            "published figures reproduced or explained: {fine} of {all}"
        ));
    }
    if manifest.interrupted {
        let asked = rounded(Lang::En, manifest.draws_requested as f64, 0);
        lines.push(format!(
            "INTERRUPTED: these are the first draws of the {asked} asked for"
        ));
    }
    lines.join("\n") + "\n"
}

/// What departs from the base case: scenario, switches, inputs fixed.
fn departures(model: &Model, manifest: &Manifest) -> Vec<String> {
    let scenario = manifest.scenario.iter();
    let mut lines: Vec<String> = scenario.map(|name| format!("scenario {name}")).collect();
    for (switch, (name, alternative)) in model.switches.iter().zip(&manifest.switches) {
        let default = switch.alternatives.get(switch.default);
        if default.is_some_and(|default| default.name != *alternative) {
            lines.push(format!("switch {name} = {alternative}"));
        }
    }
    let set = manifest.set.iter();
    lines.extend(set.map(|(name, value)| format!("{name} fixed at {value}")));
    lines
}

/// The design of the draws, when they are not independent.
fn design(manifest: &Manifest) -> String {
    let name = match manifest.design {
        "lhs" => "Latin hypercubes",
        "sobol" => "scrambled Sobol' sequences",
        _ => return String::new(),
    };
    format!(" in {} {name}", manifest.replicates)
}

/// What became of a precision that was asked for.
#[must_use]
pub fn until_text(until: &Until, draws: u64) -> String {
    let verdict = if until.reached {
        "reached"
    } else {
        "not reached"
    };
    format!(
        "`{}` {verdict} with {}: ± {}",
        until.goal,
        counted(Lang::En, draws as usize, "draw"),
        significant(Lang::En, until.half_width, 2)
    )
}

/// The answer in one or two sentences.
fn sentence(report: RunReport<'_>) -> String {
    let headline = report.headline;
    if report.manifest.drawn_inputs.is_empty() {
        let returned = headline.all.ratio_of_means.map_or_else(
            || "costs are not positive".to_owned(),
            |ratio| format!("each euro returns {}", euro(Lang::En, ratio)),
        );
        return format!(
            "Nothing is drawn. At these values {returned}; how sure that is, the case does not say."
        );
    }
    let chance = percent(Lang::En, headline.all.p_break_even);
    let hard = percent(Lang::En, headline.hard.p_break_even);
    let Some(ratio) = headline.all.ratio_of_means else {
        return format!(
            "Benefits exceed costs in {chance} of the draws ({hard} counting hard euros only). Costs are not positive in \
             {} of the draws, so a ratio of benefits to costs means nothing here.",
            percent(Lang::En, Estimate::exact(headline.nonpositive_costs))
        );
    };
    format!(
        "Each euro is expected to return {}. The probability that benefits exceed costs{}, given the model and its priors, \
         is {chance}; counting hard euros only it is {hard}.",
        euro(Lang::En, ratio),
        text_predictive::for_whom(Lang::En, report.model, report.manifest)
    )
}

/// How a row of the balance prints its estimates.
#[derive(Clone, Copy)]
enum Print {
    Euro,
    Number,
    Percent,
}

/// A row of the balance: its title, how it is printed, and its estimate for all and for hard euros.
type Row = (String, Print, [Option<Estimate>; 2]);

fn balance_table(report: RunReport<'_>) -> String {
    const COLUMNS: [(&str, Align); 5] = [
        ("", Align::Left),
        ("all euros", Align::Right),
        ("MCSE", Align::Right),
        ("hard euros", Align::Right),
        ("MCSE", Align::Right),
    ];
    let mut rows = money_rows(report.headline);
    rows.extend(ratio_rows(report.headline));
    rows.extend(break_even_rows(report));
    let cells = rows.into_iter().map(|(title, print, pair)| {
        let mut cells = vec![title];
        for estimate in pair {
            cells.push(estimate.map_or_else(|| "–".to_owned(), |e| print.value(e)));
            cells.push(estimate.map_or_else(String::new, |e| print.error(e)));
        }
        cells
    });
    grid(&COLUMNS, cells.collect())
}

impl Print {
    fn value(self, estimate: Estimate) -> String {
        match self {
            Self::Euro => euro(Lang::En, estimate),
            Self::Number => number(Lang::En, estimate),
            Self::Percent => percent(Lang::En, estimate),
        }
    }

    fn error(self, estimate: Estimate) -> String {
        match (self, estimate.standard_error) {
            (_, 0.0) => "exact".to_owned(),
            (Self::Percent, points) => error(Lang::En, points * 100.0),
            (_, points) => error(Lang::En, points),
        }
    }
}

/// A row with the same statistic of both balances.
fn row_of(
    headline: &Headline,
    title: &str,
    print: Print,
    what: fn(&Balance) -> Option<Estimate>,
) -> Row {
    let pair = [what(&headline.all), what(&headline.hard)];
    (title.to_owned(), print, pair)
}

fn money_rows(headline: &Headline) -> Vec<Row> {
    let row = |title, what| row_of(headline, title, Print::Euro, what);
    let costs = [Some(headline.costs); 2];
    vec![
        row("expected benefits", |b| Some(b.benefits)),
        ("expected costs".to_owned(), Print::Euro, costs),
        row("expected net benefit", |b| Some(b.net_benefit)),
        row(LOW_QUANTILE, |b| Some(b.net_benefit_interval[0])),
        row(HIGH_QUANTILE, |b| Some(b.net_benefit_interval[1])),
    ]
}

fn ratio_rows(headline: &Headline) -> Vec<Row> {
    let row = |title, what| row_of(headline, title, Print::Number, what);
    vec![
        row("ROI = E[B]/E[C]", |b| b.ratio_of_means),
        row("B/C: median", |b| b.roi_median),
        row(LOW_QUANTILE, |b| b.roi_interval.map(|i| i[0])),
        row(HIGH_QUANTILE, |b| b.roi_interval.map(|i| i[1])),
        row("  mean of ratios *", |b| b.mean_of_ratios),
        row_of(headline, "P(benefits > costs)", Print::Percent, |b| {
            Some(b.p_break_even)
        }),
    ]
}

/// Median and interval of break-even: as a percentage where it is a share, else in the unit of its inputs.
fn break_even_rows(report: RunReport<'_>) -> Vec<Row> {
    let Headline { all, hard, .. } = report.headline;
    let Some(break_even) = &report.model.break_even else {
        return Vec::new();
    };
    if all.break_even.is_none() && hard.break_even.is_none() {
        return Vec::new();
    }
    let is_share = break_even.unit.is_dimensionless();
    let (print, scale) = if is_share {
        (Print::Percent, 1.0)
    } else {
        (Print::Number, break_even.unit.scale())
    };
    let at = |i: usize| {
        [all.break_even, hard.break_even].map(|balance| {
            let estimate: Estimate = balance?[i];
            Some(Estimate::new(
                estimate.value / scale,
                estimate.standard_error / scale,
            ))
        })
    };
    let label = break_even_label(report.model);
    [label, LOW_QUANTILE.to_owned(), HIGH_QUANTILE.to_owned()]
        .into_iter()
        .enumerate()
        .map(|(i, title)| (title, print, at(i)))
        .collect()
}

/// What the common value of the break-even inputs is called.
fn break_even_label(model: &Model) -> String {
    let label = model
        .break_even
        .as_ref()
        .map_or("effect", |b| label_or(&b.label, "effect"));
    format!("break-even {}", shortened(&label.to_lowercase(), 17))
}

/// The text, cut off with an ellipsis where it is longer than `width`.
fn shortened(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width - 1).collect();
    format!("{}…", kept.trim_end())
}

fn remarks(report: RunReport<'_>) -> String {
    let exact = |value: f64| rounded(Lang::En, value, 3);
    let mut text = String::from(
        "MCSE: Monte Carlo standard error in the unit of the row (for % in points).\n\
         * the mean of ratios is not an estimate of the return on the programme.\n",
    );
    // No ratio, not even at one point, where costs are not positive in some draw.
    if report.headline.nonpositive_costs == 0.0 {
        let [_, at_means, _, hard_at_means] = report.tornado.base;
        for (where_, [all, hard]) in [
            ("At the points, nothing drawn:", report.at_points),
            ("At the means of the priors:  ", [at_means, hard_at_means]),
        ] {
            if all.is_finite() {
                text += &format!("{where_} ROI {}, hard euros {}.\n", exact(all), exact(hard));
            }
        }
    }
    if report.model.break_even.is_some() && report.headline.all.break_even.is_none() {
        text += "No break-even for all euros: benefits minus costs are not linear in it, or in some draw\n\
                 they are positive without it and more of it does not help.\n";
    }
    if report.manifest.draws < FEW_DRAWS {
        text += "Fewer than 1,000 draws: tail quantiles and their errors are rough.\n";
    }
    text
}

fn stakeholder_table(rows: &[StakeholderRow]) -> String {
    const COLUMNS: [(&str, Align); 5] = [
        ("", Align::Left),
        ("benefits", Align::Right),
        ("costs", Align::Right),
        ("of benefits", Align::Right),
        ("in 95 % of draws", Align::Left),
    ];
    let none = || "–".to_owned();
    let rows = rows.iter().map(|row| {
        let money = |estimate: Estimate| {
            if estimate.value == 0.0 {
                none()
            } else {
                euro(Lang::En, estimate)
            }
        };
        let interval = |[_, low, high]: [Estimate; 3]| {
            format!("{} to {}", percent(Lang::En, low), percent(Lang::En, high))
        };
        let share = if row.benefits.value == 0.0 {
            none()
        } else {
            percent(Lang::En, row.share_of_means)
        };
        let interval = row.share_quantiles.map_or_else(String::new, interval);
        vec![
            shortened(&row.label, LABEL),
            money(row.benefits),
            money(row.costs),
            share,
            interval,
        ]
    });
    grid(&COLUMNS, rows.collect())
}

fn bars(report: RunReport<'_>) -> String {
    const COLUMNS: [(&str, Align); 4] = [
        ("", Align::Left),
        ("from … to", Align::Left),
        ("net benefit", Align::Right),
        ("to", Align::Right),
    ];
    let money = |value: f64| euro(Lang::En, Estimate::exact(value));
    let rows: Vec<Vec<String>> = report
        .tornado
        .bars
        .iter()
        .take(BARS)
        .map(|bar| {
            let end = |value: Option<f64>| {
                value.map_or_else(|| "various".to_owned(), |v| significant(Lang::En, v, 3))
            };
            let range = format!("{} … {}", end(bar.low.value), end(bar.high.value));
            vec![
                bar.name.clone(),
                range,
                money(bar.low.outcomes[0]),
                money(bar.high.outcomes[0]),
            ]
        })
        .collect();
    let mut text = grid(&COLUMNS, rows);
    if report.tornado.bars.len() > BARS {
        text += &format!(
            "  and {} more in tornado.parquet\n",
            report.tornado.bars.len() - BARS
        );
    }
    text
}

fn memo(model: &Model) -> String {
    if model.memo.is_empty() {
        return String::new();
    }
    let items: Vec<String> = model
        .memo
        .iter()
        .map(|memo| {
            format!(
                "{} ({} {})",
                label_or(&memo.label, &memo.name),
                memo.side.name(),
                memo.sign
            )
        })
        .collect();
    format!(
        "\n{}\n",
        wrapped(
            &format!("Not counted (P.M.): {}.", items.join("; ")),
            WIDTH,
            ""
        )
    )
}
