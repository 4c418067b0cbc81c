//! How the headline settled.

use super::print::{Print, count};
use crate::analysis::ConvergencePoint;
use crate::math;
use crate::report::digits::rounded;
use crate::report::publication::{Cell, Column, Publication, PublicationTable};
use crate::stats::Estimate;
use crate::text::Lang;

/// Rows of each balance.
const ROWS: usize = 16;

type Metrics = [(&'static str, Print); 3];

/// The results, by balance.
const BALANCES: [Metrics; 2] = [
    [
        ("net_benefit", Print::Euro),
        ("ratio_of_means", Print::Number),
        ("p_break_even", Print::Percent),
    ],
    [
        ("hard_net_benefit", Print::Euro),
        ("hard_ratio_of_means", Print::Number),
        ("hard_p_break_even", Print::Percent),
    ],
];

pub(super) fn convergence(publication: &Publication<'_>) -> PublicationTable {
    let lang = publication.lang;
    let points = &publication.findings.convergence;
    let names = lang.pick(["all", "hard"], ["alle", "harde"]);
    let rows = names.into_iter().zip(BALANCES).flat_map(|(name, metrics)| {
        let mut rows: Vec<Vec<Cell>> = stops(points)
            .into_iter()
            .map(|draws| row(lang, points, (name, &metrics), draws))
            .collect();
        if !rows.is_empty() {
            rows.push(next_digit(lang, points, (name, &metrics)));
        }
        rows
    });
    PublicationTable {
        name: "convergence",
        caption: lang
            .pick(
                "Convergence: the headline after the first draws",
                "Convergentie: de hoofdresultaten na de eerste trekkingen",
            )
            .to_owned(),
        columns: vec![
            Column::left(lang.pick("Euros", "Euro's")),
            Column::right(lang.pick("Draws", "Trekkingen")),
            Column::right(lang.pick("E[B − C]", "E[B − K]")),
            Column::right("MCSE"),
            Column::right(lang.pick("E[B]/E[C]", "E[B]/E[K]")),
            Column::right("MCSE"),
            Column::right(lang.pick("P(B > C)", "P(B > K)")),
            Column::right("MCSE"),
        ],
        rows: rows.collect(),
        notes: vec![
            lang.pick(
                "MCSE: Monte Carlo standard error (pp: percentage points). Last row of each: how many draws would show one more digit.",
                "MCSE: Monte-Carlo-standaardfout (pp: procentpunten). Laatste rij van elk: hoeveel trekkingen een cijfer meer zouden geven.",
            )
            .to_owned(),
        ],
    }
}

/// Numbers of draws that are shown: evenly spaced, the last always.
fn stops(points: &[ConvergencePoint]) -> Vec<u64> {
    let of_net_benefit = points
        .iter()
        .filter(|point| point.metric == BALANCES[0][0].0);
    let all: Vec<u64> = of_net_benefit.map(|point| point.draws).collect();
    let step = all.len().div_ceil(ROWS).max(1);
    let mut stops: Vec<u64> = all.iter().rev().step_by(step).copied().collect();
    stops.reverse();
    stops
}

fn row(
    lang: Lang,
    points: &[ConvergencePoint],
    (name, metrics): (&str, &Metrics),
    draws: u64,
) -> Vec<Cell> {
    let mut cells = vec![Cell::text(name), count(lang, draws)];
    for (metric, print) in metrics {
        let mut all = points.iter();
        let point = all.find(|point| point.metric == *metric && point.draws == draws);
        cells.extend(print.both(lang, point.map(|point| point.estimate)));
    }
    cells
}

/// Draws for one more digit, by the last of the points.
fn next_digit(
    lang: Lang,
    points: &[ConvergencePoint],
    (name, metrics): (&str, &Metrics),
) -> Vec<Cell> {
    let title = lang.pick("for one more digit", "voor een cijfer meer");
    let mut cells = vec![Cell::text(name), Cell::text(title)];
    for (metric, _) in metrics {
        let last = points.iter().rfind(|point| point.metric == *metric);
        let draws = last.and_then(|point| point.next_digit);
        cells.push(draws.map_or(Cell::Empty, |draws| {
            let shown = rounded(lang, draws, 1 - math::log10(draws).floor() as i32);
            Cell::printed(shown, Estimate::exact(draws))
        }));
        cells.push(Cell::Empty);
    }
    cells
}
