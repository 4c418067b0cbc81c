//! The results of a run, each with its Monte Carlo standard error.

use std::sync::Arc;

use rayon::prelude::*;

use super::settings::Settings;
use super::tally::{Counts, Sums};
use crate::model::Total;
use crate::plan::{Metric, Operand, Plan, Ratio};
use crate::stats::{Comoments, Distribution, Estimate, Moments, Proportion};

/// What a run found.
#[derive(Clone, Debug)]
pub struct Simulation {
    /// Draws done.
    pub draws: u64,
    /// Draws asked for; more than were done when the run was stopped.
    pub requested: u64,
    /// The seed.
    pub seed: u64,
    /// One entry per output of the plan.
    pub outputs: Vec<OutputSummary>,
    /// The ratios of expectations, with the standard errors of the delta method.
    pub ratios: Vec<(Ratio, Estimate)>,
    /// Draws in which costs were not positive: there a ratio means nothing.
    pub nonpositive_costs: u64,
    /// Draws in which benefits were not positive: there a share of benefits means nothing.
    pub nonpositive_benefits: u64,
    /// Draws in which benefits exceed costs without effect and more effect does not help, for all and for hard euros: there
    /// is no least effect then, and no break-even.
    pub no_least_effect: [u64; 2],
}

/// The distribution of one metric.
#[derive(Clone, Debug)]
pub struct OutputSummary {
    /// What it is.
    pub metric: Metric,
    draws: u64,
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    Constant(f64),
    Varying(Arc<(Moments, Distribution)>),
}

impl Simulation {
    pub(super) fn finish(
        plan: &Plan,
        settings: Settings,
        draws: u64,
        sums: Sums,
        counts: Counts,
    ) -> Self {
        // Sorting the values of a column is most of the work of a small run; columns do not know of each other.
        let columns: Vec<Arc<(Moments, Distribution)>> = sums
            .moments
            .into_par_iter()
            .zip(counts.quantiles)
            .map(|(moments, quantiles)| Arc::new((moments, quantiles.finish())))
            .collect();
        let registers = plan.output_registers();
        let column = |register: usize| registers.iter().position(|known| *known == register);
        let outputs = plan.outputs.iter().map(|output| OutputSummary {
            metric: output.metric,
            draws,
            kind: match output.operand {
                Operand::Constant(value) => Kind::Constant(value),
                Operand::Register(register) => column(register)
                    .map_or(Kind::Constant(f64::NAN), |index| {
                        Kind::Varying(Arc::clone(&columns[index]))
                    }),
            },
        });
        let outputs = outputs.collect();
        let ratios = plan.ratios.iter().map(|(ratio, _)| *ratio);
        let ratios = ratios.zip(sums.ratios.iter().map(Comoments::ratio_of_means));
        Self {
            draws,
            requested: settings.draws,
            seed: settings.seed,
            outputs,
            ratios: ratios.collect(),
            nonpositive_costs: counts.nonpositive_costs,
            nonpositive_benefits: counts.nonpositive_benefits,
            no_least_effect: counts.no_least_effect,
        }
    }

    /// The summary of a metric; `None` when the plan does not have it or it means nothing in some draw: a ratio where costs
    /// are not positive, break-even where there is no least effect.
    #[must_use]
    pub fn output(&self, metric: Metric) -> Option<&OutputSummary> {
        let output = self.outputs.iter().find(|output| output.metric == metric);
        output.filter(|_| self.is_defined(metric))
    }

    /// A ratio of expectations; `None` when the plan does not have it.
    #[must_use]
    pub fn ratio_of_means(&self, ratio: Ratio) -> Option<Estimate> {
        let found = self.ratios.iter().find(|(known, _)| *known == ratio);
        found.map(|(_, estimate)| *estimate)
    }

    /// Whether a metric means something in every draw.
    #[must_use]
    pub fn is_defined(&self, metric: Metric) -> bool {
        match metric {
            Metric::Total(Total::Roi | Total::HardRoi) => self.nonpositive_costs == 0,
            Metric::Total(Total::BreakEven) => self.no_least_effect[0] == 0,
            Metric::Total(Total::HardBreakEven) => self.no_least_effect[1] == 0,
            _ => true,
        }
    }

    /// The summary of a total.
    #[must_use]
    pub fn total(&self, total: Total) -> Option<&OutputSummary> {
        self.output(Metric::Total(total))
    }
}

impl OutputSummary {
    /// The mean over the draws; unknown when the metric is infinite in some draw.
    #[must_use]
    pub fn mean(&self) -> Estimate {
        self.of_moments(Moments::mean, Estimate::exact)
    }

    /// The standard deviation over the draws.
    #[must_use]
    pub fn sd(&self) -> Estimate {
        self.of_moments(Moments::sd, |_| Estimate::exact(0.0))
    }

    /// The value that a share `p` of the draws does not exceed. Draws in which the metric is infinite count as largest.
    #[must_use]
    pub fn quantile(&self, p: f64) -> Estimate {
        match &self.kind {
            Kind::Constant(value) => Estimate::exact(*value),
            Kind::Varying(parts) => parts.1.quantile_of_all(p),
        }
    }

    /// The value that a share `p` of the draws in which the metric is finite does not exceed.
    #[must_use]
    pub fn quantile_of_finite(&self, p: f64) -> Estimate {
        match &self.kind {
            Kind::Constant(value) if !value.is_finite() => Estimate::UNKNOWN,
            Kind::Constant(value) => Estimate::exact(*value),
            Kind::Varying(parts) => parts.1.quantile(p),
        }
    }

    /// The share of draws with a value of at most `x`.
    #[must_use]
    pub fn cdf(&self, x: f64) -> Estimate {
        match &self.kind {
            Kind::Constant(value) => Estimate::exact(if *value <= x { 1.0 } else { 0.0 }),
            Kind::Varying(parts) => {
                let distribution = &parts.1;
                if distribution.non_finite() == 0 {
                    return distribution.cdf(x);
                }
                let all = distribution.count() + distribution.non_finite();
                let hits = (distribution.cdf(x).value * distribution.count() as f64).round();
                Proportion {
                    hits: hits as u64,
                    count: all,
                }
                .estimate()
            }
        }
    }

    /// The share of draws with a value above `x`.
    #[must_use]
    pub fn exceedance(&self, x: f64) -> Estimate {
        let below = self.cdf(x);
        Estimate::new(1.0 - below.value, below.standard_error)
    }

    /// A bound on the error of ranks and shares by the sketch; 0 when all values were kept.
    #[must_use]
    pub fn rank_error(&self) -> f64 {
        match &self.kind {
            Kind::Constant(_) => 0.0,
            Kind::Varying(parts) => parts.1.rank_error(),
        }
    }

    /// Least and greatest finite value.
    #[must_use]
    pub fn extremes(&self) -> (f64, f64) {
        match &self.kind {
            Kind::Constant(value) => (*value, *value),
            Kind::Varying(parts) => (parts.1.min(), parts.1.max()),
        }
    }

    /// Draws in which the metric is infinite.
    #[must_use]
    pub fn infinite(&self) -> u64 {
        match &self.kind {
            Kind::Constant(value) if value.is_finite() => 0,
            Kind::Constant(_) => self.draws,
            Kind::Varying(parts) => parts.1.non_finite(),
        }
    }

    fn of_moments(
        &self,
        varying: fn(&Moments) -> Estimate,
        constant: impl Fn(f64) -> Estimate,
    ) -> Estimate {
        match &self.kind {
            _ if self.infinite() > 0 => Estimate::UNKNOWN,
            Kind::Constant(value) => constant(*value),
            Kind::Varying(parts) => varying(&parts.0),
        }
    }
}
