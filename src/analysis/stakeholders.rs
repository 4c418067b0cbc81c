//! Who gains and who pays?
//!
//! Two shares are given, because they differ: the share within each draw (its mean over the draws, and its uncertainty
//! interval) and the share of the expected total. In draws whose benefits are not positive there is no share of benefits:
//! such draws are left out of the interval and counted, and then there is no mean either, because a ratio whose
//! denominator may vanish has none. The same goes for shares of costs.
//!
//! A stakeholder that pays for others has a row of its own: its own lines and its shares of theirs. That is the same
//! money as in their rows.

use super::money::Money;
use crate::model::{Model, Party};
use crate::plan::{Metric, Ratio, StakeholderMetric};
use crate::sim::{OutputSummary, Simulation};
use crate::stats::Estimate;
use crate::text::Lang;

/// Results of one stakeholder.
#[derive(Clone, Debug)]
pub struct StakeholderRow {
    /// Its index in the model.
    pub index: usize,
    /// Its name.
    pub name: String,
    /// Its name for readers of the table, English first.
    pub label: String,
    /// Names of the stakeholders that it pays for.
    pub pays_for: Vec<String>,
    /// Expected benefits.
    pub benefits: Estimate,
    /// Expected costs.
    pub costs: Estimate,
    /// Expected benefits minus costs.
    pub net_benefit: Estimate,
    /// Its 95 % uncertainty interval.
    pub net_benefit_interval: [Estimate; 2],
    /// P(benefits minus costs > 0) of this stakeholder.
    pub p_net_benefit: Estimate,
    /// P(society gains and this stakeholder loses).
    pub p_wrong_pocket: Estimate,
    /// E\[B\]/E\[C\] of this stakeholder; `None` where its costs are not positive in every draw, or it gains nothing.
    pub ratio_of_means: Option<Estimate>,
    /// Median and 95 % uncertainty interval of its B/C; `None` likewise.
    pub roi: Option<[Estimate; 3]>,
    /// Mean of its share of benefits in each draw; `None` when some draw has no positive benefits.
    pub share: Option<Estimate>,
    /// Median and 95 % uncertainty interval of its share, over the draws with positive benefits.
    pub share_quantiles: Option<[Estimate; 3]>,
    /// Its share of the expected benefits.
    pub share_of_means: Estimate,
    /// Mean of its share of costs in each draw; `None` when some draw has no positive costs.
    pub cost_share: Option<Estimate>,
    /// Median and 95 % uncertainty interval of its share of costs, over the draws with positive costs.
    pub cost_share_quantiles: Option<[Estimate; 3]>,
    /// Its share of the expected costs.
    pub cost_share_of_means: Estimate,
}

/// One row per stakeholder that has a line or pays for one that has.
#[must_use]
pub fn stakeholders(model: &Model, simulation: &Simulation) -> Vec<StakeholderRow> {
    let mut rows = Vec::new();
    for (index, stakeholder) in model.stakeholders.iter().enumerate() {
        let Some(money) = Money::of(Party::Stakeholder(index), simulation) else {
            continue;
        };
        let share = |what, nonpositive| {
            let output = simulation.output(Metric::Stakeholder(index, what));
            Share::of(output, nonpositive, simulation.draws)
        };
        let benefits = share(
            StakeholderMetric::BenefitShare,
            simulation.nonpositive_benefits,
        );
        let costs = share(StakeholderMetric::CostShare, simulation.nonpositive_costs);
        let of_means = |ratio| {
            let ratio = simulation.ratio_of_means(ratio);
            ratio.unwrap_or(Estimate::exact(0.0))
        };
        let paid = model.pays_for(index).into_iter();
        rows.push(StakeholderRow {
            index,
            name: stakeholder.name.clone(),
            label: stakeholder.label.or(Lang::En, &stakeholder.name).to_owned(),
            pays_for: paid
                .map(|who| model.stakeholders[who].name.clone())
                .collect(),
            benefits: money.benefits,
            costs: money.costs,
            net_benefit: money.net_benefit,
            net_benefit_interval: money.net_benefit_interval,
            p_net_benefit: money.p_net_benefit,
            p_wrong_pocket: money.p_wrong_pocket,
            ratio_of_means: money.ratio_of_means,
            roi: money.roi,
            share: benefits.mean,
            share_quantiles: benefits.quantiles,
            share_of_means: of_means(Ratio::BenefitShare(index)),
            cost_share: costs.mean,
            cost_share_quantiles: costs.quantiles,
            cost_share_of_means: of_means(Ratio::CostShare(index)),
        });
    }
    rows
}

/// A share within each draw.
struct Share {
    mean: Option<Estimate>,
    quantiles: Option<[Estimate; 3]>,
}

impl Share {
    /// Of a total that is not positive in so many of the draws.
    fn of(output: Option<&OutputSummary>, nonpositive: u64, draws: u64) -> Self {
        let output = output.filter(|_| nonpositive < draws);
        let always = output.filter(|_| nonpositive == 0);
        Self {
            mean: always.map(OutputSummary::mean),
            quantiles: output
                .map(|output| [0.5, 0.025, 0.975].map(|p| output.quantile_of_finite(p))),
        }
    }
}
