//! Who gains and who pays?
//!
//! Two shares of benefits are given, because they differ: the share within each draw (its mean over the draws, and its
//! uncertainty interval) and the share of the expected benefits. In draws whose benefits are not positive there is no
//! share: such draws are left out of the interval and counted, and then there is no mean either, because a ratio whose
//! denominator may vanish has none.

use crate::model::Model;
use crate::plan::{Metric, Ratio, StakeholderMetric};
use crate::sim::{OutputSummary, Simulation};
use crate::stats::Estimate;
use crate::text::Lang;

/// Results of one stakeholder.
#[derive(Clone, Debug)]
pub struct StakeholderRow {
    /// Its name.
    pub name: String,
    /// Its name for readers of the table, English first.
    pub label: String,
    /// Expected benefits.
    pub benefits: Estimate,
    /// Expected costs.
    pub costs: Estimate,
    /// Expected benefits minus costs.
    pub net_benefit: Estimate,
    /// P(benefits minus costs > 0) of this stakeholder.
    pub p_net_benefit: Estimate,
    /// Mean of its share of benefits in each draw; `None` when some draw has no positive benefits.
    pub share: Option<Estimate>,
    /// Median and 95 % uncertainty interval of its share, over the draws with positive benefits.
    pub share_quantiles: Option<[Estimate; 3]>,
    /// Its share of the expected benefits.
    pub share_of_means: Estimate,
}

/// One row per stakeholder that has a line.
#[must_use]
pub fn stakeholders(model: &Model, simulation: &Simulation) -> Vec<StakeholderRow> {
    let mut rows = Vec::new();
    for (index, stakeholder) in model.stakeholders.iter().enumerate() {
        let of = |what| simulation.output(Metric::Stakeholder(index, what));
        let Some(net) = of(StakeholderMetric::NetBenefit) else {
            continue;
        };
        let mean = |what| of(what).map_or(Estimate::exact(0.0), OutputSummary::mean);
        let benefits = mean(StakeholderMetric::Benefits);
        let share = of(StakeholderMetric::BenefitShare);
        let share = share.filter(|share| share.infinite() < simulation.draws);
        rows.push(StakeholderRow {
            name: stakeholder.name.clone(),
            label: stakeholder.label.or(Lang::En, &stakeholder.name).to_owned(),
            benefits,
            costs: mean(StakeholderMetric::Costs),
            net_benefit: net.mean(),
            p_net_benefit: net.exceedance(0.0),
            share: share
                .filter(|share| share.infinite() == 0)
                .map(OutputSummary::mean),
            share_quantiles: share
                .map(|share| [0.5, 0.025, 0.975].map(|p| share.quantile_of_finite(p))),
            share_of_means: simulation
                .ratio_of_means(Ratio::BenefitShare(index))
                .unwrap_or(Estimate::exact(0.0)),
        });
    }
    rows
}
