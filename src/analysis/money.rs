//! The balance of one party: a stakeholder, a payer or a perspective.
//!
//! # Estimator
//! The ratio of expectations E\[B\]/E\[C\] and the distribution of B/C are given where the costs of the party are positive in
//! every draw. The *wrong pocket* is P(society gains and the party loses): the share of draws in which all benefits exceed
//! all costs and the party's own benefits fall short of its own costs.
//!
//! # Error
//! √(p(1 − p)/n) for probabilities and the delta method for ratios; under a design the spread of its replicates.

use crate::model::{Party, PartyResult};
use crate::plan::{Metric, Ratio};
use crate::sim::{OutputSummary, Simulation};
use crate::stats::Estimate;

/// What a party gains and pays.
#[derive(Clone, Copy, Debug)]
pub(super) struct Money {
    pub(super) benefits: Estimate,
    pub(super) costs: Estimate,
    pub(super) net_benefit: Estimate,
    pub(super) net_benefit_interval: [Estimate; 2],
    pub(super) p_net_benefit: Estimate,
    pub(super) p_wrong_pocket: Estimate,
    pub(super) ratio_of_means: Option<Estimate>,
    /// Median and 95 % uncertainty interval.
    pub(super) roi: Option<[Estimate; 3]>,
}

impl Money {
    /// That of a party; `None` for a stakeholder without any.
    pub(super) fn of(party: Party, simulation: &Simulation) -> Option<Self> {
        let output = |what| simulation.output(Metric::of(party, what));
        let mean = |what| output(what).map_or(Estimate::exact(0.0), OutputSummary::mean);
        let net = output(PartyResult::NetBenefit)?;
        let roi = output(PartyResult::Roi);
        Some(Self {
            benefits: mean(PartyResult::Benefits),
            costs: mean(PartyResult::Costs),
            net_benefit: net.mean(),
            net_benefit_interval: [0.025, 0.975].map(|p| net.quantile(p)),
            p_net_benefit: net.exceedance(0.0),
            p_wrong_pocket: simulation.wrong_pocket(party).unwrap_or(Estimate::UNKNOWN),
            ratio_of_means: roi.and_then(|_| simulation.ratio_of_means(Ratio::PartyRoi(party))),
            roi: roi.map(|roi| [0.5, 0.025, 0.975].map(|p| roi.quantile(p))),
        })
    }
}
