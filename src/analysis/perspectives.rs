//! Does the programme pay for itself, for whom?
//!
//! A perspective is a weighted set of stakeholders. Perspectives overlap, and are not parts of a whole.

use super::money::Money;
use crate::model::{Model, Party};
use crate::sim::Simulation;
use crate::stats::Estimate;

/// Results from one perspective.
#[derive(Clone, Debug)]
pub struct PerspectiveRow {
    /// Its index in the model.
    pub index: usize,
    /// Its name.
    pub name: String,
    /// Expected benefits.
    pub benefits: Estimate,
    /// Expected costs.
    pub costs: Estimate,
    /// Expected benefits minus costs.
    pub net_benefit: Estimate,
    /// Its 95 % uncertainty interval.
    pub net_benefit_interval: [Estimate; 2],
    /// P(benefits minus costs > 0).
    pub p_net_benefit: Estimate,
    /// P(society gains and those of this perspective lose).
    pub p_wrong_pocket: Estimate,
    /// E\[B\]/E\[C\]; `None` where costs are not positive in every draw, or nothing is gained.
    pub ratio_of_means: Option<Estimate>,
    /// Median and 95 % uncertainty interval of B/C; `None` likewise.
    pub roi: Option<[Estimate; 3]>,
}

/// One row per perspective.
#[must_use]
pub fn perspectives(model: &Model, simulation: &Simulation) -> Vec<PerspectiveRow> {
    let row = |(index, perspective): (usize, &crate::model::Perspective)| {
        let money = Money::of(Party::Perspective(index), simulation)?;
        Some(PerspectiveRow {
            index,
            name: perspective.name.clone(),
            benefits: money.benefits,
            costs: money.costs,
            net_benefit: money.net_benefit,
            net_benefit_interval: money.net_benefit_interval,
            p_net_benefit: money.p_net_benefit,
            p_wrong_pocket: money.p_wrong_pocket,
            ratio_of_means: money.ratio_of_means,
            roi: money.roi,
        })
    };
    let all = model.perspectives.iter().enumerate();
    all.filter_map(row).collect()
}
