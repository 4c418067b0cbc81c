//! The results of a run, each with its Monte Carlo standard error.

use std::sync::Arc;

use rayon::prelude::*;

use super::running::RunningPoint;
use super::settings::Settings;
use super::spread::{Bins, CdfErrors, Draws};
use super::tally::{Counts, Places, Sums};
use crate::model::{Euros, Party, PartyResult, Total};
use crate::plan::{Metric, Operand, Output, Plan, Ratio, StakeholderMetric, VariantMetric};
use crate::stats::{
    Comoments, Distribution, Estimate, Moments, PairedRatios, Proportion, VarianceShare,
};
use crate::stream::Design;

/// What a run found.
#[derive(Clone, Debug)]
pub struct Simulation {
    /// Draws done.
    pub draws: u64,
    /// Draws asked for; more than were done when the run was stopped.
    pub requested: u64,
    /// The seed.
    pub seed: u64,
    /// The design of the draws.
    pub design: Design,
    /// Its independent randomisations, from whose spread the standard errors come; 1 for random draws, whose errors come
    /// from the draws themselves.
    pub replicates: u32,
    /// One entry per output of the plan.
    pub outputs: Vec<OutputSummary>,
    /// The ratios of expectations, with the standard errors of the delta method.
    pub ratios: Vec<(Ratio, Estimate)>,
    /// The probability that society gains and a party loses, by party.
    pub wrong_pockets: Vec<(Party, Estimate)>,
    /// In a family, how far the ratios of expectations of each variant, by index, are from those of the first.
    pub differences: Vec<(usize, Euros, Estimate)>,
    /// In a predictive run, the outputs given the parameters alone.
    pub expected: Vec<OutputSummary>,
    /// In a predictive run, the variance given the parameters alone as a share of the whole, per sum of lines and predicted
    /// quantity.
    pub parameter_shares: Vec<(Metric, Estimate)>,
    /// The headline after the first draws, more and more of them; none for a Latin hypercube, which is none before its end.
    pub running: Vec<RunningPoint>,
    /// The expected value of perfect information for the decision to implement or not, in all and in hard euros; none in a
    /// family.
    pub evpi: [Option<Estimate>; 2],
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
    /// Only the mean was kept.
    Mean(Estimate),
    Varying(Arc<Column>),
}

/// What is known of a column.
#[derive(Clone, Debug)]
struct Column {
    moments: Moments,
    distribution: Distribution,
    /// For draws in a design.
    errors: Option<Errors>,
}

/// Standard errors by the spread of replicates.
#[derive(Clone, Debug)]
struct Errors {
    mean: f64,
    sd: f64,
    cdf: CdfErrors,
    /// Of the draws with a finite value; absent where all have one.
    finite_cdf: Option<CdfErrors>,
}

impl Simulation {
    pub(super) fn finish(
        plan: &Plan,
        places: &Places,
        settings: Settings,
        draws: u64,
        sums: &[Sums],
        counts: Counts,
        bins: &[Bins],
    ) -> Self {
        let spread = counts.spread.as_ref();
        // Sorting the values of a column is most of the work of a small run; columns do not know of each other.
        let columns: Vec<Arc<Column>> = counts
            .quantiles
            .into_par_iter()
            .enumerate()
            .map(|(index, quantiles)| {
                let distribution = quantiles.finish();
                let errors = spread.map(|spread| {
                    let cdf = |of| spread.errors(index, &bins[index], of);
                    Errors {
                        mean: over(sums, |sums| sums.moments[index].mean()).standard_error,
                        sd: over(sums, |sums| sums.moments[index].sd()).standard_error,
                        cdf: cdf(Draws::All),
                        finite_cdf: (distribution.non_finite() > 0).then(|| cdf(Draws::Finite)),
                    }
                });
                Arc::new(Column {
                    moments: merged(sums, index),
                    distribution,
                    errors,
                })
            })
            .collect();
        let (registers, _) = plan.output_registers();
        let column = |register: usize| registers.iter().position(|known| *known == register);
        let summary = |output: &Output| OutputSummary {
            metric: output.metric,
            draws,
            kind: match output.operand {
                Operand::Constant(value) => Kind::Constant(value),
                Operand::Register(register) => match column(register) {
                    None => Kind::Constant(f64::NAN),
                    Some(index) => columns.get(index).map_or_else(
                        || Kind::Mean(mean(sums, index)),
                        |column| Kind::Varying(Arc::clone(column)),
                    ),
                },
            },
        };
        let outputs = plan.outputs.iter().map(summary).collect();
        let expected = plan.expected.iter().map(summary).collect();
        let shares = plan.compared().enumerate();
        let shares = shares.map(|(index, (metric, pair))| {
            let same = pair[0] == pair[1];
            let share = if same {
                Estimate::exact(1.0)
            } else {
                variance_share(sums, index)
            };
            (metric, share)
        });
        let ratios = plan.ratios.iter();
        let ratios = ratios.map(|(ratio, pair)| (*ratio, ratio_of_means(sums, places, *pair)));
        let pockets = plan.pockets.iter();
        let pockets = pockets.map(|(party, pair)| (*party, wrong_pocket(sums, places, *pair)));
        let differences = plan.differences.iter().enumerate().map(|(index, of)| {
            let difference = difference_of_ratios(sums, index);
            (of.variant, of.euros, difference)
        });
        Self {
            draws,
            requested: settings.draws,
            seed: settings.seed,
            design: settings.design,
            replicates: settings.replicates,
            outputs,
            ratios: ratios.collect(),
            wrong_pockets: pockets.collect(),
            differences: differences.collect(),
            expected,
            parameter_shares: shares.collect(),
            running: Vec::new(),
            evpi: [0, 1].map(|euros| {
                let operand = places.net_benefit[euros]?;
                let constant = matches!(operand, Operand::Constant(_));
                Some(evpi(sums, euros, constant))
            }),
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

    /// The probability that society gains and a party loses; `None` when the plan does not have it.
    #[must_use]
    pub fn wrong_pocket(&self, party: Party) -> Option<Estimate> {
        let found = self.wrong_pockets.iter().find(|(known, _)| *known == party);
        found.map(|(_, estimate)| *estimate)
    }

    /// How far a ratio of expectations of a variant of a family is from that of the first; `None` when the plan does not
    /// have it.
    #[must_use]
    pub fn difference_of_ratios(&self, variant: usize, euros: Euros) -> Option<Estimate> {
        let mut all = self.differences.iter();
        let found = all.find(|(v, e, _)| (*v, *e) == (variant, euros));
        found.map(|(.., estimate)| *estimate)
    }

    /// Whether a metric means something in every draw.
    #[must_use]
    pub fn is_defined(&self, metric: Metric) -> bool {
        match metric {
            Metric::Stakeholder(_, StakeholderMetric::Roi)
            | Metric::Perspective(_, PartyResult::Roi) => {
                let output = self.outputs.iter().find(|output| output.metric == metric);
                output.is_some_and(|output| output.infinite() == 0)
            }
            Metric::Total(Total::Roi | Total::HardRoi) => self.nonpositive_costs == 0,
            Metric::Total(Total::BreakEven) => self.no_least_effect[0] == 0,
            Metric::Total(Total::HardBreakEven) => self.no_least_effect[1] == 0,
            Metric::Variant(_, VariantMetric::Total(Total::Roi | Total::HardRoi)) => {
                let mut all = self.outputs.iter();
                all.any(|output| output.metric == metric && output.infinite() == 0)
            }
            _ => true,
        }
    }

    /// The summary of a total.
    #[must_use]
    pub fn total(&self, total: Total) -> Option<&OutputSummary> {
        self.output(Metric::Total(total))
    }
}

/// The mean of an estimate over replicates, with the standard error of their spread.
pub(super) fn over(sums: &[Sums], estimate: impl Fn(&Sums) -> Estimate) -> Estimate {
    let values: Vec<f64> = sums.iter().map(|sums| estimate(sums).value).collect();
    let mut moments = Moments::new();
    moments.update(&values);
    moments.mean()
}

/// What the better choice loses on average: the least expected loss, of the choice with the highest expected net benefit. With
/// errors as for means.
fn evpi(sums: &[Sums], euros: usize, constant: bool) -> Estimate {
    let loss = |choice: usize| {
        let mut moments = Moments::new();
        for sums in sums {
            moments.merge(&sums.losses[euros][choice]);
        }
        moments.mean()
    };
    let [nothing, programme] = [loss(0), loss(1)];
    // Not to implement loses the positive part, to implement the negative one.
    let choice = usize::from(programme.value < nothing.value);
    let estimate = [nothing, programme][choice];
    if estimate.value == 0.0 && !constant {
        // No draw in which the choice is wrong: there may be some among the next, and nothing says how much they lose.
        return Estimate::new(0.0, f64::NAN);
    }
    if sums.len() == 1 {
        return estimate;
    }
    let spread = over(sums, |sums| sums.losses[euros][choice].mean());
    Estimate::new(estimate.value, spread.standard_error)
}

/// The moments of a column over all draws.
fn merged(sums: &[Sums], index: usize) -> Moments {
    let mut moments = Moments::new();
    for sums in sums {
        moments.merge(&sums.moments[index]);
    }
    moments
}

/// The mean of a column, with the error of independent draws or of the spread of the replicates.
pub(super) fn mean(sums: &[Sums], index: usize) -> Estimate {
    let mean = merged(sums, index).mean();
    if sums.len() == 1 {
        return mean;
    }
    let spread = over(sums, |sums| sums.moments[index].mean());
    Estimate::new(mean.value, spread.standard_error)
}

/// The difference of two ratios of means, with its error as for [`ratio_of_means`].
fn difference_of_ratios(sums: &[Sums], index: usize) -> Estimate {
    let mut paired = PairedRatios::new();
    for sums in sums {
        paired.merge(&sums.differences[index]);
    }
    let estimate = paired.difference();
    if sums.len() == 1 {
        return estimate;
    }
    let spread = over(sums, |sums| sums.differences[index].difference());
    Estimate::new(estimate.value, spread.standard_error)
}

/// A ratio of means: of all draws, with the error of the delta method for random draws and of the spread of the replicates
/// for others.
pub(super) fn ratio_of_means(sums: &[Sums], places: &Places, pair: [Operand; 2]) -> Estimate {
    let Some(index) = places.ratios.iter().position(|known| *known == pair) else {
        return match pair {
            [Operand::Constant(_), Operand::Constant(0.0)] => Estimate::UNKNOWN,
            [Operand::Constant(above), Operand::Constant(below)] => Estimate::exact(above / below),
            // Of a column with itself.
            _ => Estimate::exact(1.0),
        };
    };
    let mut joint = Comoments::new();
    for sums in sums {
        joint.merge(&sums.ratios[index]);
    }
    let estimate = joint.ratio_of_means();
    if sums.len() == 1 {
        return estimate;
    }
    let spread = over(sums, |sums| sums.ratios[index].ratio_of_means());
    Estimate::new(estimate.value, spread.standard_error)
}

/// The share of draws in which the first column of a pair is above 0 and the second below, with the error of a proportion
/// for random draws and of the spread of the replicates for others.
fn wrong_pocket(sums: &[Sums], places: &Places, pair: [Operand; 2]) -> Estimate {
    let Some(index) = places.pockets.iter().position(|known| *known == pair) else {
        return Estimate::exact(match pair {
            [Operand::Constant(society), Operand::Constant(own)] if society > 0.0 && own < 0.0 => {
                1.0
            }
            // A column is not above and below 0 at the same time.
            _ => 0.0,
        });
    };
    let hits = sums.iter().map(|sums| sums.pockets[index]).sum();
    let count = sums.iter().map(|sums| sums.draws).sum();
    let estimate = Proportion { hits, count }.estimate();
    if sums.len() == 1 {
        return estimate;
    }
    let share = |sums: &Sums| Estimate::exact(sums.pockets[index] as f64 / sums.draws as f64);
    let spread = over(sums, share).standard_error;
    // Where replicates agree to the last draw, the next one may still differ.
    let floor = 1.0 / count as f64;
    let error = if spread < floor { floor } else { spread };
    Estimate::new(estimate.value, error)
}

/// The variance given the parameters alone as a share of the whole: errors as for ratios of means.
fn variance_share(sums: &[Sums], index: usize) -> Estimate {
    let mut joint = VarianceShare::new();
    for sums in sums {
        joint.merge(&sums.shares[index]);
    }
    let estimate = joint.estimate();
    // Sums of the same numbers in another order differ by rounding, which is no chance.
    if (estimate.value - 1.0).abs() < 1e-9 {
        return Estimate::exact(1.0);
    }
    if sums.len() == 1 {
        return estimate;
    }
    let spread = over(sums, |sums| sums.shares[index].estimate());
    Estimate::new(estimate.value, spread.standard_error)
}

impl OutputSummary {
    /// The mean over the draws; unknown when the metric is infinite in some draw.
    #[must_use]
    pub fn mean(&self) -> Estimate {
        match self.kind {
            Kind::Mean(mean) => mean,
            _ => self.of_moments(Moments::mean, |errors| errors.mean, Estimate::exact),
        }
    }

    /// The standard deviation over the draws.
    #[must_use]
    pub fn sd(&self) -> Estimate {
        self.of_moments(Moments::sd, |errors| errors.sd, |_| Estimate::exact(0.0))
    }

    /// The value that a share `p` of the draws does not exceed. Draws in which the metric is infinite count as largest.
    #[must_use]
    pub fn quantile(&self, p: f64) -> Estimate {
        match &self.kind {
            Kind::Constant(value) => Estimate::exact(*value),
            Kind::Mean(_) => Estimate::UNKNOWN,
            Kind::Varying(column) => column.quantile(p, Draws::All),
        }
    }

    /// The value that a share `p` of the draws in which the metric is finite does not exceed.
    #[must_use]
    pub fn quantile_of_finite(&self, p: f64) -> Estimate {
        match &self.kind {
            Kind::Constant(value) if !value.is_finite() => Estimate::UNKNOWN,
            Kind::Constant(value) => Estimate::exact(*value),
            Kind::Mean(_) => Estimate::UNKNOWN,
            Kind::Varying(column) => column.quantile(p, Draws::Finite),
        }
    }

    /// The share of draws with a value of at most `x`.
    #[must_use]
    pub fn cdf(&self, x: f64) -> Estimate {
        match &self.kind {
            Kind::Constant(value) => Estimate::exact(if *value <= x { 1.0 } else { 0.0 }),
            Kind::Mean(_) => Estimate::UNKNOWN,
            Kind::Varying(column) => column.cdf(x),
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
            Kind::Constant(_) | Kind::Mean(_) => 0.0,
            Kind::Varying(column) => column.distribution.rank_error(),
        }
    }

    /// Least and greatest finite value.
    #[must_use]
    pub fn extremes(&self) -> (f64, f64) {
        match &self.kind {
            Kind::Constant(value) => (*value, *value),
            Kind::Mean(_) => (f64::NAN, f64::NAN),
            Kind::Varying(column) => (column.distribution.min(), column.distribution.max()),
        }
    }

    /// Whether it is the same in every draw there is, by what it is and not by chance.
    #[must_use]
    pub fn is_constant(&self) -> bool {
        matches!(self.kind, Kind::Constant(_))
    }

    /// Draws in which the metric is infinite.
    #[must_use]
    pub fn infinite(&self) -> u64 {
        match &self.kind {
            Kind::Mean(_) => 0,
            Kind::Constant(value) if value.is_finite() => 0,
            Kind::Constant(_) => self.draws,
            Kind::Varying(column) => column.distribution.non_finite(),
        }
    }

    fn of_moments(
        &self,
        varying: fn(&Moments) -> Estimate,
        error: fn(&Errors) -> f64,
        constant: impl Fn(f64) -> Estimate,
    ) -> Estimate {
        match &self.kind {
            _ if self.infinite() > 0 => Estimate::UNKNOWN,
            Kind::Mean(_) => Estimate::UNKNOWN,
            Kind::Constant(value) => constant(*value),
            Kind::Varying(column) => {
                let estimate = varying(&column.moments);
                column.errors.as_ref().map_or(estimate, |errors| {
                    Estimate::new(estimate.value, error(errors))
                })
            }
        }
    }
}

impl Column {
    fn cdf(&self, x: f64) -> Estimate {
        let distribution = &self.distribution;
        let finite = distribution.cdf(x);
        let estimate = if distribution.non_finite() == 0 {
            finite
        } else {
            let hits = (finite.value * distribution.count() as f64).round();
            let count = distribution.count() + distribution.non_finite();
            let hits = hits as u64;
            Proportion { hits, count }.estimate()
        };
        self.errors.as_ref().map_or(estimate, |errors| {
            Estimate::new(estimate.value, errors.cdf.at(x, estimate.value))
        })
    }

    /// A quantile of all draws or of those with a finite value. Under a design its error is half the distance between the
    /// quantiles one standard error of the distribution function below and above, and at least what the sketch cannot tell.
    fn quantile(&self, p: f64, draws: Draws) -> Estimate {
        let of = match draws {
            Draws::All => Distribution::quantile_of_all,
            Draws::Finite => Distribution::quantile,
        };
        let estimate = of(&self.distribution, p);
        let Some(errors) = &self.errors else {
            return estimate;
        };
        if !estimate.value.is_finite() {
            return estimate;
        }
        let cdf = match (draws, &errors.finite_cdf) {
            (Draws::Finite, Some(finite)) => finite,
            _ => &errors.cdf,
        };
        let at = |p: f64| of(&self.distribution, p.clamp(0.0, 1.0)).value;
        let distance = |error: f64| {
            let (below, above) = (
                estimate.value - at(p - error),
                at(p + error) - estimate.value,
            );
            match (p > error, p + error < 1.0 && above.is_finite()) {
                (true, false) => below,
                (false, true) => above,
                _ => 0.5 * (below + above),
            }
        };
        let error = cdf.at(estimate.value, p);
        let near = distance(error);
        // Within an atom: is its end within three standard errors?
        let error = if near == 0.0 {
            distance(3.0 * error) / 3.0
        } else {
            near
        };
        Estimate::new(
            estimate.value,
            error.hypot(self.distribution.resolution(estimate.value)),
        )
    }
}
