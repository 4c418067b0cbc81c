//! The distribution of every metric of a run, as rows.

use crate::model::Model;
use crate::plan::{Metric, StakeholderMetric};
use crate::sim::{OutputSummary, Simulation};
use crate::stats::Estimate;

use super::headline::headline;

/// The quantiles of a summary, with their names in result files.
pub const QUANTILES: [(&str, f64); 7] = [
    ("q025", 0.025),
    ("q05", 0.05),
    ("q25", 0.25),
    ("q50", 0.5),
    ("q75", 0.75),
    ("q95", 0.95),
    ("q975", 0.975),
];

/// One metric.
#[derive(Clone, Debug)]
pub struct SummaryRow {
    /// `benefits`, `roi`, `line` …
    pub metric: String,
    /// The line, stakeholder or perspective it is of.
    pub subject: Option<String>,
    /// Its unit.
    pub unit: String,
    /// Mean, or the value itself for what is one number per run (`ratio_of_means`, `p_break_even`).
    pub mean: Estimate,
    /// Spread over the draws; `None` for what is one number per run.
    pub spread: Option<Statistics>,
    /// Draws in which the metric is infinite, which quantiles count as largest.
    pub infinite: u64,
}

/// Standard deviation and quantiles.
#[derive(Clone, Debug)]
pub struct Statistics {
    /// Standard deviation.
    pub sd: Estimate,
    /// In the order of [`QUANTILES`].
    pub quantiles: [Estimate; 7],
}

/// All metrics of a run. Ratios are left out where costs are not positive in some draw. Shares of benefits and costs have
/// rows of their own, [`super::stakeholders`].
#[must_use]
pub fn summary(model: &Model, simulation: &Simulation) -> Vec<SummaryRow> {
    let mut rows: Vec<SummaryRow> = simulation
        .outputs
        .iter()
        .filter(|output| is_defined(model, output.metric, simulation))
        .map(|output| row(model, output))
        .collect();
    let headline = headline(simulation);
    let mut one_number = |metric: &str, value: Option<Estimate>| {
        if let Some(mean) = value {
            let unit = match metric {
                "evpi" | "hard_evpi" => model.amount_unit().to_string(),
                _ => "1".to_owned(),
            };
            rows.push(SummaryRow {
                metric: metric.to_owned(),
                subject: None,
                unit,
                mean,
                spread: None,
                infinite: 0,
            });
        }
    };
    one_number("ratio_of_means", headline.all.ratio_of_means);
    one_number("hard_ratio_of_means", headline.hard.ratio_of_means);
    let [all, hard] = [&headline.all, &headline.hard].map(|b| b.break_even_attribution);
    one_number("break_even_attribution", all);
    one_number("hard_break_even_attribution", hard);
    one_number("p_break_even", Some(headline.all.p_break_even));
    one_number("hard_p_break_even", Some(headline.hard.p_break_even));
    one_number("evpi", headline.all.evpi);
    one_number("hard_evpi", headline.hard.evpi);
    rows
}

fn is_defined(model: &Model, metric: Metric, simulation: &Simulation) -> bool {
    match metric {
        Metric::Stakeholder(_, StakeholderMetric::BenefitShare | StakeholderMetric::CostShare) => {
            false
        }
        // The totals by other names.
        Metric::Perspective(index, _) if !model.perspectives[index].declared => false,
        _ => simulation.is_defined(metric),
    }
}

fn row(model: &Model, output: &OutputSummary) -> SummaryRow {
    let scale = output.metric.scale(model);
    let scaled =
        |estimate: Estimate| Estimate::new(estimate.value / scale, estimate.standard_error / scale);
    SummaryRow {
        metric: output.metric.name().to_owned(),
        subject: output.metric.subject(model).map(str::to_owned),
        unit: output.metric.unit(model),
        mean: scaled(output.mean()),
        spread: Some(Statistics {
            sd: scaled(output.sd()),
            quantiles: QUANTILES.map(|(_, p)| scaled(output.quantile(p))),
        }),
        infinite: output.infinite(),
    }
}
