//! The result tables of stakeholders and perspectives. Columns are listed in the README, with their meaning.

use crate::analysis::{PerspectiveRow, StakeholderRow};
use crate::model::{Model, Party};
use crate::sim::Simulation;
use crate::stats::Estimate;
use crate::storage::Table;
use crate::text::Lang;

/// A column of estimates and its standard errors: their names and what they are of a row.
type Column<R> = (&'static str, &'static str, fn(&R) -> Estimate);

/// `stakeholders.parquet`: who gains and who pays.
pub(super) fn stakeholders_table(simulation: &Simulation, rows: &[StakeholderRow]) -> Table {
    let known = |row: &StakeholderRow| {
        let paid = &row.pays_for;
        (!paid.is_empty()).then(|| paid.join(" "))
    };
    let table = Table::new("stakeholders")
        .text("stakeholder", rows.iter().map(|row| row.name.clone()))
        .text("label", rows.iter().map(|row| row.label.clone()))
        .maybe_text("pays_for", rows.iter().map(known));
    with_estimates(table, rows, &STAKEHOLDER)
        .whole("n", rows.iter().map(|_| simulation.draws))
        .whole(
            "n_nonpositive_benefit",
            rows.iter().map(|_| simulation.nonpositive_benefits),
        )
        .whole(
            "n_nonpositive_cost",
            rows.iter().map(|_| simulation.nonpositive_costs),
        )
}

/// `perspectives.parquet`: whether the programme pays for itself, for whom.
pub(super) fn perspectives_table(
    model: &Model,
    simulation: &Simulation,
    rows: &[PerspectiveRow],
) -> Table {
    let label = |row: &PerspectiveRow| {
        model
            .party_label(Party::Perspective(row.index), Lang::En)
            .to_owned()
    };
    let table = Table::new("perspectives")
        .text("perspective", rows.iter().map(|row| row.name.clone()))
        .text("label", rows.iter().map(label));
    with_estimates(table, rows, &PERSPECTIVE).whole("n", rows.iter().map(|_| simulation.draws))
}

fn with_estimates<R>(table: Table, rows: &[R], columns: &[Column<R>]) -> Table {
    columns.iter().fold(table, |table, (name, error, of)| {
        table
            .number(name, rows.iter().map(|row| of(row).value))
            .number(error, rows.iter().map(|row| of(row).standard_error))
    })
}

/// A median, low or high end, where there is one.
fn of_three(three: Option<[Estimate; 3]>, which: usize) -> Estimate {
    three.map_or(Estimate::UNKNOWN, |three| three[which])
}

fn known(estimate: Option<Estimate>) -> Estimate {
    estimate.unwrap_or(Estimate::UNKNOWN)
}

const STAKEHOLDER: [Column<StakeholderRow>; 21] = [
    ("benefit_mean", "mcse_benefit_mean", |row| row.benefits),
    ("cost_mean", "mcse_cost_mean", |row| row.costs),
    ("net_benefit_mean", "mcse_net_benefit_mean", |row| {
        row.net_benefit
    }),
    ("net_benefit_q025", "mcse_net_benefit_q025", |row| {
        row.net_benefit_interval[0]
    }),
    ("net_benefit_q975", "mcse_net_benefit_q975", |row| {
        row.net_benefit_interval[1]
    }),
    ("p_net_benefit", "mcse_p_net_benefit", |row| {
        row.p_net_benefit
    }),
    ("p_wrong_pocket", "mcse_p_wrong_pocket", |row| {
        row.p_wrong_pocket
    }),
    ("ratio_of_means", "mcse_ratio_of_means", |row| {
        known(row.ratio_of_means)
    }),
    ("roi_q025", "mcse_roi_q025", |row| of_three(row.roi, 1)),
    ("roi_q50", "mcse_roi_q50", |row| of_three(row.roi, 0)),
    ("roi_q975", "mcse_roi_q975", |row| of_three(row.roi, 2)),
    ("share_of_means", "mcse_share_of_means", |row| {
        row.share_of_means
    }),
    ("share_mean", "mcse_share_mean", |row| known(row.share)),
    ("share_q025", "mcse_share_q025", |row| {
        of_three(row.share_quantiles, 1)
    }),
    ("share_q50", "mcse_share_q50", |row| {
        of_three(row.share_quantiles, 0)
    }),
    ("share_q975", "mcse_share_q975", |row| {
        of_three(row.share_quantiles, 2)
    }),
    ("cost_share_of_means", "mcse_cost_share_of_means", |row| {
        row.cost_share_of_means
    }),
    ("cost_share_mean", "mcse_cost_share_mean", |row| {
        known(row.cost_share)
    }),
    ("cost_share_q025", "mcse_cost_share_q025", |row| {
        of_three(row.cost_share_quantiles, 1)
    }),
    ("cost_share_q50", "mcse_cost_share_q50", |row| {
        of_three(row.cost_share_quantiles, 0)
    }),
    ("cost_share_q975", "mcse_cost_share_q975", |row| {
        of_three(row.cost_share_quantiles, 2)
    }),
];

const PERSPECTIVE: [Column<PerspectiveRow>; 11] = [
    ("benefit_mean", "mcse_benefit_mean", |row| row.benefits),
    ("cost_mean", "mcse_cost_mean", |row| row.costs),
    ("net_benefit_mean", "mcse_net_benefit_mean", |row| {
        row.net_benefit
    }),
    ("net_benefit_q025", "mcse_net_benefit_q025", |row| {
        row.net_benefit_interval[0]
    }),
    ("net_benefit_q975", "mcse_net_benefit_q975", |row| {
        row.net_benefit_interval[1]
    }),
    ("ratio_of_means", "mcse_ratio_of_means", |row| {
        known(row.ratio_of_means)
    }),
    ("roi_q025", "mcse_roi_q025", |row| of_three(row.roi, 1)),
    ("roi_q50", "mcse_roi_q50", |row| of_three(row.roi, 0)),
    ("roi_q975", "mcse_roi_q975", |row| of_three(row.roi, 2)),
    ("p_net_benefit", "mcse_p_net_benefit", |row| {
        row.p_net_benefit
    }),
    ("p_wrong_pocket", "mcse_p_wrong_pocket", |row| {
        row.p_wrong_pocket
    }),
];
