//! What would each scenario and each alternative change?
//!
//! All variants of a family share their draws, so a difference from the base is taken draw by draw.
//!
//! # Estimator
//! E\[B − C\] and P(B > C): the mean of the differences of the draws. E\[B\]/E\[C\]: the difference of the two ratios of means.
//!
//! # Error
//! That of the paired draws: of a mean of differences, and the delta method over both ratios ([`PairedRatios`]). Far below
//! the root of the sum of two squared errors, as what two variants have in common cancels. For designs the spread of the
//! replicates.
//!
//! [`PairedRatios`]: crate::stats::PairedRatios

use super::goal::half_width_95;
use crate::model::{Departure, Euros, Family, Model, Total, Variant};
use crate::plan::{Metric, Ratio, VariantMetric, totals};
use crate::sim::{OutputSummary, Simulation};
use crate::stats::{Estimate, Proportion};

/// What is this small beside the numbers it is a difference of comes from rounding.
const ROUNDING: f64 = 1e-12;

/// A variant, and how far it is from the base.
#[derive(Clone, Debug)]
pub struct ScenarioRow {
    /// How it departs from the base; `None` for the base itself.
    pub departure: Option<Departure>,
    /// At its points, nothing drawn: what publications print.
    pub at_points: AtPoints,
    /// Expected costs.
    pub costs: Estimate,
    /// Draws in which costs are not positive.
    pub nonpositive_costs: u64,
    /// Counting all benefits, and hard ones only.
    pub counted: [ScenarioBalance; 2],
}

/// The totals of a variant at its points; not a number where there is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AtPoints {
    /// Benefits.
    pub benefits: f64,
    /// Costs.
    pub costs: f64,
    /// Benefits over costs, for all and for hard euros.
    pub roi: [f64; 2],
    /// Break-even, in the unit of its inputs, for all and for hard euros.
    pub break_even: [f64; 2],
}

/// Benefits of a variant against its costs.
#[derive(Clone, Copy, Debug)]
pub struct ScenarioBalance {
    /// Expected benefits.
    pub benefits: Estimate,
    /// Expected benefits minus costs.
    pub net_benefit: Estimate,
    /// E\[B\]/E\[C\]; `None` where costs are not positive in some draw.
    pub ratio_of_means: Option<Estimate>,
    /// The 2.5 %, 50 % and 97.5 % quantiles of B/C.
    pub roi_quantiles: Option<[Estimate; 3]>,
    /// P(B − C > 0).
    pub p_break_even: Estimate,
    /// How far it is from the base; `None` for the base itself.
    pub difference: Option<ScenarioDifference>,
}

/// How far a variant is from the base. A difference that is 0 in every draw, but for rounding, is exactly 0.
#[derive(Clone, Copy, Debug)]
pub struct ScenarioDifference {
    /// In expected benefits minus costs.
    pub net_benefit: Estimate,
    /// In E\[B\]/E\[C\]; `None` where one of the two has no ratio.
    pub ratio: Option<Estimate>,
    /// In P(B − C > 0).
    pub p_break_even: Estimate,
    /// How many standard errors make half a 95 % interval: 1.96, more where errors come from the spread of replicates.
    pub reach: f64,
}

/// What can be said of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shift {
    /// There is none in any draw.
    None,
    /// It cannot be told from zero: it is within its 95 % interval.
    Unclear,
    /// There is one.
    Clear,
}

impl Shift {
    /// What can be said of this difference, of whose standard errors `reach` make half a 95 % interval.
    #[must_use]
    pub fn of(difference: Estimate, reach: f64) -> Self {
        let (size, error) = (difference.value.abs(), difference.standard_error);
        if size == 0.0 && error == 0.0 {
            Self::None
        } else if size >= reach * error {
            Self::Clear
        } else {
            Self::Unclear
        }
    }
}

/// The base, and then every variant of the family, in its order.
#[must_use]
pub fn scenarios(model: &Model, family: &Family, simulation: &Simulation) -> Vec<ScenarioRow> {
    let departures = family.others.iter();
    let all = departures.map(|(departure, variant)| (Some(*departure), variant));
    std::iter::once((None, &family.base))
        .chain(all)
        .enumerate()
        .map(|(index, (departure, variant))| ScenarioRow {
            departure,
            at_points: at_points(model, variant),
            costs: mean(simulation, index, VariantMetric::Total(Total::Costs)),
            nonpositive_costs: nonpositive_costs(simulation, index),
            counted: Euros::ALL.map(|euros| balance(simulation, index, euros)),
        })
        .collect()
}

/// The row that moves P(B > C) most, of those for which `choose` holds; `None` when no change is clear.
#[must_use]
pub fn largest_change(
    rows: &[ScenarioRow],
    choose: impl Fn(Departure) -> bool,
) -> Option<&ScenarioRow> {
    let size = |row: &ScenarioRow| {
        let difference = row.counted[0].difference?;
        let (p, reach) = (difference.p_break_even, difference.reach);
        (Shift::of(p, reach) == Shift::Clear).then_some(p.value.abs())
    };
    let mut largest: Option<(f64, &ScenarioRow)> = None;
    for row in rows.iter().filter(|row| row.departure.is_some_and(&choose)) {
        if let Some(size) = size(row)
            && largest.is_none_or(|(before, _)| size > before)
        {
            largest = Some((size, row));
        }
    }
    largest.map(|(_, row)| row)
}

fn at_points(model: &Model, variant: &Variant) -> AtPoints {
    let wanted = [
        Total::Benefits,
        Total::Costs,
        Total::Roi,
        Total::HardRoi,
        Total::BreakEven,
        Total::HardBreakEven,
    ];
    let found = totals(model, variant, &variant.points, wanted);
    let [benefits, costs, roi, hard_roi, break_even, hard_break_even] = found;
    let scale = Metric::Total(Total::BreakEven).scale(model);
    AtPoints {
        benefits,
        costs,
        roi: [roi, hard_roi],
        break_even: [break_even / scale, hard_break_even / scale],
    }
}

fn output(simulation: &Simulation, index: usize, metric: VariantMetric) -> Option<&OutputSummary> {
    simulation.output(Metric::Variant(index, metric))
}

fn mean(simulation: &Simulation, index: usize, metric: VariantMetric) -> Estimate {
    output(simulation, index, metric).map_or(Estimate::UNKNOWN, OutputSummary::mean)
}

/// There the ratio is not a number.
fn nonpositive_costs(simulation: &Simulation, index: usize) -> u64 {
    let wanted = Metric::Variant(index, VariantMetric::Total(Total::Roi));
    let mut all = simulation.outputs.iter();
    let roi = all.find(|output| output.metric == wanted);
    roi.map_or(0, OutputSummary::infinite)
}

fn balance(simulation: &Simulation, index: usize, euros: Euros) -> ScenarioBalance {
    let total = |total| mean(simulation, index, VariantMetric::Total(total));
    let ratio = |index: usize| {
        output(simulation, index, VariantMetric::Total(euros.roi()))?;
        simulation.ratio_of_means(Ratio::Variant(index, euros))
    };
    let roi = output(simulation, index, VariantMetric::Total(euros.roi()));
    let (net_benefit, own) = (total(euros.net_benefit()), ratio(index));
    let difference = (index > 0).then(|| ScenarioDifference {
        net_benefit: but_for_rounding(
            mean(
                simulation,
                index,
                VariantMetric::NetBenefitDifference(euros),
            ),
            total(euros.benefits()).value.abs() + total(Total::Costs).value.abs(),
        ),
        ratio: match (own, ratio(0)) {
            (Some(own), Some(_)) => simulation
                .difference_of_ratios(index, euros)
                .map(|difference| but_for_rounding(difference, own.value.abs())),
            _ => None,
        },
        p_break_even: p_difference(simulation, index, euros),
        reach: half_width_95(simulation.replicates),
    });
    ScenarioBalance {
        benefits: total(euros.benefits()),
        net_benefit,
        ratio_of_means: own,
        roi_quantiles: roi.map(|roi| [0.025, 0.5, 0.975].map(|p| roi.quantile(p))),
        p_break_even: p_break_even(simulation, index, euros),
        difference,
    }
}

/// A difference that rounding explains is none.
fn but_for_rounding(difference: Estimate, size: f64) -> Estimate {
    let least = ROUNDING * size;
    if difference.value.abs() <= least && difference.standard_error <= least {
        Estimate::exact(0.0)
    } else {
        difference
    }
}

/// The share of draws in which benefits exceed costs: as for a run of the variant alone, from the draws in which they do not.
fn p_break_even(simulation: &Simulation, index: usize, euros: Euros) -> Estimate {
    let mean = mean(simulation, index, VariantMetric::BreaksEven(euros));
    if mean.standard_error == 0.0 && (mean.value == 0.0 || mean.value == 1.0) {
        let fixed = output(simulation, index, VariantMetric::Total(euros.net_benefit()));
        if fixed.is_some_and(|output| output.mean().standard_error == 0.0) {
            return mean;
        }
    }
    let count = simulation.draws;
    let hits = count - (mean.value * count as f64).round() as u64;
    let below = Proportion { hits, count }.estimate();
    let error = if simulation.replicates == 1 {
        below.standard_error
    } else {
        at_least_one_draw(mean.standard_error, count)
    };
    Estimate::new(1.0 - below.value, error)
}

/// The difference of two such shares. Where it is the same in every draw, or in every replicate, the next draw may still
/// differ, unless nothing is drawn.
fn p_difference(simulation: &Simulation, index: usize, euros: Euros) -> Estimate {
    let metric = VariantMetric::BreaksEvenDifference(euros);
    let mean = mean(simulation, index, metric);
    let output = simulation.output(Metric::Variant(index, metric));
    let is_same = output.is_some_and(OutputSummary::is_constant);
    let count = simulation.draws;
    let value = (mean.value * count as f64).round() / count as f64;
    let shares = [index, 0].map(|index| p_break_even(simulation, index, euros));
    let nothing_drawn = shares.iter().all(|share| share.standard_error == 0.0);
    let error = if nothing_drawn || is_same {
        mean.standard_error
    } else {
        at_least_one_draw(mean.standard_error, count)
    };
    Estimate::new(value, error)
}

fn at_least_one_draw(error: f64, draws: u64) -> f64 {
    let floor = 1.0 / draws as f64;
    if error < floor { floor } else { error }
}
