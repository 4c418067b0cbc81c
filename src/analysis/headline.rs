//! Does the programme pay for itself, and how sure is that?
//!
//! # Estimator
//! The headline ratio is E\[B\]/E\[C\], which is consistent; the mean of the ratios of the draws is not and is labelled as
//! such (Stinnett & Paltiel 1997). Break-even is P(B − C > 0). Where costs are not positive in some draw a ratio means
//! nothing and none is given. The break-even attribution E\[C\]/E\[B\] is its inverse: how much of the benefits others may
//! claim before the programme costs more than it returns (above 1 they fall short as they are).
//!
//! # Error
//! Delta method for the ratio, √(p(1 − p)/n) for the probability, order statistics for quantiles, s/√n for EVPI: the least
//! of the expected losses max(C − B, 0) of implementing and max(B − C, 0) of not, which is biased downwards where they are equal within
//! their errors.

use crate::model::Total;
use crate::plan::Ratio;
use crate::sim::{OutputSummary, Simulation};
use crate::stats::Estimate;

/// Standard errors that expected benefits must be above 0 to divide by them.
const CLEAR: f64 = 4.0;

/// The headline results, counting all euros and hard euros only.
#[derive(Clone, Debug)]
pub struct Headline {
    /// All benefits against all costs.
    pub all: Balance,
    /// Benefits in hard euros against all costs.
    pub hard: Balance,
    /// Expected costs.
    pub costs: Estimate,
    /// Share of draws in which costs are not positive.
    pub nonpositive_costs: f64,
    /// Share of draws in which benefits are not positive.
    pub nonpositive_benefits: f64,
}

/// Benefits against costs.
#[derive(Clone, Copy, Debug)]
pub struct Balance {
    /// Expected benefits.
    pub benefits: Estimate,
    /// Expected benefits minus costs.
    pub net_benefit: Estimate,
    /// Its 95 % uncertainty interval.
    pub net_benefit_interval: [Estimate; 2],
    /// E\[B\]/E\[C\]; `None` where a ratio means nothing.
    pub ratio_of_means: Option<Estimate>,
    /// Break-even attribution E\[C\]/E\[B\]: the share of the benefits that must be due to the programme for benefits to equal
    /// costs. `None` where a ratio means nothing, or expected benefits are not above 0 beyond doubt.
    pub break_even_attribution: Option<Estimate>,
    /// Median of B/C.
    pub roi_median: Option<Estimate>,
    /// 95 % uncertainty interval of B/C.
    pub roi_interval: Option<[Estimate; 2]>,
    /// Mean of B/C over the draws: not the headline.
    pub mean_of_ratios: Option<Estimate>,
    /// P(B − C > 0).
    pub p_break_even: Estimate,
    /// Expected value of perfect information for the decision to implement or not; `None` where draws hold chance that no
    /// information takes away.
    pub evpi: Option<Estimate>,
    /// Median and 95 % uncertainty interval of the fraction at which benefits equal costs.
    pub break_even: Option<[Estimate; 3]>,
}

/// The headline of a run.
#[must_use]
pub fn headline(simulation: &Simulation) -> Headline {
    let mean = |total| {
        simulation
            .total(total)
            .map_or(Estimate::UNKNOWN, OutputSummary::mean)
    };
    Headline {
        all: balance(
            simulation,
            (Ratio::Roi, 0),
            [
                Total::Benefits,
                Total::NetBenefit,
                Total::Roi,
                Total::BreakEven,
            ],
        ),
        hard: balance(
            simulation,
            (Ratio::HardRoi, 1),
            [
                Total::HardBenefits,
                Total::HardNetBenefit,
                Total::HardRoi,
                Total::HardBreakEven,
            ],
        ),
        costs: mean(Total::Costs),
        nonpositive_costs: simulation.nonpositive_costs as f64 / simulation.draws as f64,
        nonpositive_benefits: simulation.nonpositive_benefits as f64 / simulation.draws as f64,
    }
}

/// E\[C\]/E\[B\], with the error of the delta method, that of the ratio over its square.
fn inverse(ratio: Estimate, benefits: Estimate) -> Option<Estimate> {
    let doubtful = benefits.value <= CLEAR * benefits.standard_error;
    let error = ratio.standard_error / (ratio.value * ratio.value);
    (!doubtful && benefits.value > 0.0).then(|| Estimate::new(1.0 / ratio.value, error))
}

fn balance(
    simulation: &Simulation,
    (ratio, euros): (Ratio, usize),
    [benefits, net_benefit, roi, break_even]: [Total; 4],
) -> Balance {
    let of = |total, what: fn(&OutputSummary) -> Estimate| {
        simulation.total(total).map_or(Estimate::UNKNOWN, what)
    };
    let roi = simulation.total(roi);
    let ratio_of_means = roi.and_then(|_| simulation.ratio_of_means(ratio));
    let benefits = of(benefits, OutputSummary::mean);
    Balance {
        benefits,
        net_benefit: of(net_benefit, OutputSummary::mean),
        net_benefit_interval: [
            of(net_benefit, |o| o.quantile(0.025)),
            of(net_benefit, |o| o.quantile(0.975)),
        ],
        ratio_of_means,
        break_even_attribution: ratio_of_means.and_then(|ratio| inverse(ratio, benefits)),
        roi_median: roi.map(|roi| roi.quantile(0.5)),
        roi_interval: roi.map(|roi| [roi.quantile(0.025), roi.quantile(0.975)]),
        mean_of_ratios: roi.map(OutputSummary::mean),
        p_break_even: of(net_benefit, |o| o.exceedance(0.0)),
        evpi: simulation.evpi[euros].filter(|_| simulation.expected.is_empty()),
        break_even: simulation
            .total(break_even)
            .map(|o| [o.quantile(0.5), o.quantile(0.025), o.quantile(0.975)]),
    }
}
