//! `scenarios.parquet`: one row per variant.

use crate::analysis::{ScenarioBalance, ScenarioDifference, ScenarioRow};
use crate::model::{Departure, Model};
use crate::sim::Simulation;
use crate::stats::Estimate;
use crate::storage::Table;
use crate::text::Lang;

/// Names of the columns of a balance and of their standard errors, counting all euros and hard ones only, and what they hold.
type BalanceColumn = (
    [(&'static str, &'static str); 2],
    fn(&ScenarioBalance) -> Estimate,
);

const COLUMNS: [BalanceColumn; 10] = [
    (
        [
            ("benefits", "mcse_benefits"),
            ("hard_benefits", "mcse_hard_benefits"),
        ],
        |b| b.benefits,
    ),
    (
        [
            ("net_benefit", "mcse_net_benefit"),
            ("hard_net_benefit", "mcse_hard_net_benefit"),
        ],
        |b| b.net_benefit,
    ),
    (
        [
            ("ratio_of_means", "mcse_ratio_of_means"),
            ("hard_ratio_of_means", "mcse_hard_ratio_of_means"),
        ],
        |b| b.ratio_of_means.unwrap_or(Estimate::UNKNOWN),
    ),
    (
        [
            ("roi_q025", "mcse_roi_q025"),
            ("hard_roi_q025", "mcse_hard_roi_q025"),
        ],
        |b| quantile(b, 0),
    ),
    (
        [
            ("roi_q50", "mcse_roi_q50"),
            ("hard_roi_q50", "mcse_hard_roi_q50"),
        ],
        |b| quantile(b, 1),
    ),
    (
        [
            ("roi_q975", "mcse_roi_q975"),
            ("hard_roi_q975", "mcse_hard_roi_q975"),
        ],
        |b| quantile(b, 2),
    ),
    (
        [
            ("p_break_even", "mcse_p_break_even"),
            ("hard_p_break_even", "mcse_hard_p_break_even"),
        ],
        |b| b.p_break_even,
    ),
    (
        [
            ("difference_net_benefit", "mcse_difference_net_benefit"),
            (
                "hard_difference_net_benefit",
                "mcse_hard_difference_net_benefit",
            ),
        ],
        |b| difference(b, |d| Some(d.net_benefit)),
    ),
    (
        [
            ("difference_ratio", "mcse_difference_ratio"),
            ("hard_difference_ratio", "mcse_hard_difference_ratio"),
        ],
        |b| difference(b, |d| d.ratio),
    ),
    (
        [
            ("difference_p_break_even", "mcse_difference_p_break_even"),
            (
                "hard_difference_p_break_even",
                "mcse_hard_difference_p_break_even",
            ),
        ],
        |b| difference(b, |d| Some(d.p_break_even)),
    ),
];

fn quantile(balance: &ScenarioBalance, place: usize) -> Estimate {
    let quantiles = balance.roi_quantiles;
    quantiles.map_or(Estimate::UNKNOWN, |quantiles| quantiles[place])
}

fn difference(
    balance: &ScenarioBalance,
    of: fn(&ScenarioDifference) -> Option<Estimate>,
) -> Estimate {
    let difference = balance.difference.as_ref();
    difference.and_then(of).unwrap_or(Estimate::UNKNOWN)
}

/// The table, the base first. Differences of the base, and ratios where there are none, are null.
#[must_use]
pub fn scenarios_table(model: &Model, simulation: &Simulation, rows: &[ScenarioRow]) -> Table {
    let names = rows.iter().map(|row| names(model, row));
    let names: Vec<Names> = names.collect();
    let point = |of: fn(&ScenarioRow) -> f64| rows.iter().map(of);
    let mut table = Table::new("scenarios")
        .text("kind", names.iter().map(|names| names.kind.to_owned()))
        .maybe_text("name", names.iter().map(|names| names.name.clone()))
        .maybe_text(
            "alternative",
            names.iter().map(|names| names.alternative.clone()),
        )
        .text("label", names.iter().map(|names| names.label.clone()))
        .number("benefits_at_points", point(|row| row.at_points.benefits))
        .number("costs_at_points", point(|row| row.at_points.costs))
        .number("ratio_at_points", point(|row| row.at_points.roi[0]))
        .number("hard_ratio_at_points", point(|row| row.at_points.roi[1]))
        .number(
            "break_even_at_points",
            point(|row| row.at_points.break_even[0]),
        )
        .number(
            "hard_break_even_at_points",
            point(|row| row.at_points.break_even[1]),
        )
        .number("costs", point(|row| row.costs.value))
        .number("mcse_costs", point(|row| row.costs.standard_error));
    for euros in [0, 1] {
        for (names, of) in COLUMNS {
            let (name, error) = names[euros];
            let estimates = || rows.iter().map(|row| of(&row.counted[euros]));
            table = table
                .number(name, estimates().map(|estimate| estimate.value))
                .number(error, estimates().map(|estimate| estimate.standard_error));
        }
    }
    table
        .whole("n", rows.iter().map(|_| simulation.draws))
        .whole(
            "n_nonpositive_cost",
            rows.iter().map(|row| row.nonpositive_costs),
        )
}

/// What a variant is called.
struct Names {
    kind: &'static str,
    name: Option<String>,
    alternative: Option<String>,
    label: String,
}

fn names(model: &Model, row: &ScenarioRow) -> Names {
    match row.departure {
        None => Names {
            kind: "base",
            name: None,
            alternative: None,
            label: "Base case".to_owned(),
        },
        Some(Departure::Scenario(index)) => {
            let scenario = &model.scenarios[index];
            Names {
                kind: "scenario",
                name: Some(scenario.name.clone()),
                alternative: None,
                label: scenario.label.or(Lang::En, &scenario.name).to_owned(),
            }
        }
        Some(Departure::Alternative {
            switch,
            alternative,
        }) => {
            let switch = &model.switches[switch];
            let alternative = &switch.alternatives[alternative];
            Names {
                kind: "switch",
                name: Some(switch.name.clone()),
                alternative: Some(alternative.name.clone()),
                label: alternative.label.or(Lang::En, &alternative.name).to_owned(),
            }
        }
    }
}
