//! The tables of a comparison of cases.

use crate::analysis::{Compared, ComparedStakeholder, Comparison};
use crate::stats::Estimate;
use crate::storage::Table;
use crate::text::Lang;

/// `compare.parquet`: one row per case, best first.
#[must_use]
pub fn compare_table(comparison: &Comparison) -> Table {
    let cases = &comparison.cases;
    let unknown = |estimate: Option<Estimate>| estimate.unwrap_or(Estimate::UNKNOWN);
    let of = |what: &dyn Fn(&Compared) -> Estimate| cases.iter().map(what).collect::<Vec<_>>();
    let mut table = Table::new("compare")
        .whole("rank", (1..).take(cases.len()))
        .truth("told_apart", comparison.told_apart.iter().copied())
        .text("case", cases.iter().map(|case| case.case.clone()))
        .text("departures", cases.iter().map(|c| c.departures.join(" ")))
        .text("per", cases.iter().map(|case| case.per.clone()))
        .number("price_year", cases.iter().map(price_year))
        .text("case_sha256", cases.iter().map(|c| c.case_sha256.clone()));
    for (name, error, values) in [
        ("benefits", "mcse_benefits", of(&|c| c.benefits)),
        ("costs", "mcse_costs", of(&|c| c.costs)),
        ("net_benefit", "mcse_net_benefit", of(&|c| c.net_benefit)),
        (
            "net_benefit_q025",
            "mcse_net_benefit_q025",
            of(&|c| c.net_benefit_interval[0]),
        ),
        (
            "net_benefit_q975",
            "mcse_net_benefit_q975",
            of(&|c| c.net_benefit_interval[1]),
        ),
        (
            "ratio_of_means",
            "mcse_ratio_of_means",
            of(&|c| unknown(c.ratio_of_means)),
        ),
        (
            "roi_q025",
            "mcse_roi_q025",
            of(&|c| unknown(c.roi_interval.map(|i| i[0]))),
        ),
        (
            "roi_q975",
            "mcse_roi_q975",
            of(&|c| unknown(c.roi_interval.map(|i| i[1]))),
        ),
        ("p_break_even", "mcse_p_break_even", of(&|c| c.p_break_even)),
        (
            "hard_ratio_of_means",
            "mcse_hard_ratio_of_means",
            of(&|c| unknown(c.hard_ratio_of_means)),
        ),
        (
            "hard_p_break_even",
            "mcse_hard_p_break_even",
            of(&|c| c.hard_p_break_even),
        ),
    ] {
        table = table
            .number(name, values.iter().map(|estimate| estimate.value))
            .number(error, values.iter().map(|estimate| estimate.standard_error));
    }
    table
        .whole("seed", cases.iter().map(|case| case.seed))
        .whole("n", cases.iter().map(|case| case.draws))
}

fn price_year(case: &Compared) -> f64 {
    case.price_year.map_or(f64::NAN, f64::from)
}

fn label(row: &ComparedStakeholder) -> String {
    row.label.or(Lang::En, &row.name).to_owned()
}

/// `compare_stakeholders.parquet`: one row per case and stakeholder.
#[must_use]
pub fn compare_stakeholders_table(comparison: &Comparison) -> Table {
    let rows: Vec<_> = comparison
        .cases
        .iter()
        .flat_map(|case| case.stakeholders.iter().map(move |row| (case, row)))
        .collect();
    let per_euro: Vec<Estimate> = rows
        .iter()
        .map(|(case, row)| case.per_euro(row.net_benefit))
        .map(|ratio| ratio.unwrap_or(Estimate::UNKNOWN))
        .collect();
    let mut table = Table::new("compare_stakeholders")
        .text("case", rows.iter().map(|(case, _)| case.case.clone()))
        .text(
            "departures",
            rows.iter().map(|(case, _)| case.departures.join(" ")),
        )
        .text("stakeholder", rows.iter().map(|(_, row)| row.name.clone()))
        .text("label", rows.iter().map(|(_, row)| label(row)))
        .truth("is_payer", rows.iter().map(|(_, row)| row.is_payer));
    let net: Vec<Estimate> = rows.iter().map(|(_, row)| row.net_benefit).collect();
    let chance: Vec<Estimate> = rows.iter().map(|(_, row)| row.p_net_benefit).collect();
    for (name, error, values) in [
        ("net_benefit_mean", "mcse_net_benefit_mean", net),
        ("p_net_benefit", "mcse_p_net_benefit", chance),
        (
            "net_benefit_per_euro",
            "mcse_net_benefit_per_euro",
            per_euro,
        ),
    ] {
        table = table
            .number(name, values.iter().map(|estimate| estimate.value))
            .number(error, values.iter().map(|estimate| estimate.standard_error));
    }
    table
}
