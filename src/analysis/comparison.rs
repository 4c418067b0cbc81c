//! How do several business cases compare?
//!
//! # Estimator
//! Each case keeps the results of its own run. Cases are ranked by P(B − C > 0), by E\[B − C\] or by E\[B\]/E\[C\]. The return of
//! the cases together is the ratio of the sums of expectations, ΣE\[B\]/ΣE\[C\]; the mean of their ratios is not a return on
//! anything, because it gives every case the same weight, and is labelled.
//!
//! # Error
//! Runs of different cases may share draws (inputs of one name and a common seed do), so what combines several results has
//! the error it would have at worst, when all errors add up: a bound, not an estimate.

use super::goal::half_width_95;
use super::headline::headline;
use super::stakeholders::stakeholders;
use crate::case::Localised;
use crate::model::Model;
use crate::sim::Simulation;
use crate::stats::Estimate;

/// The results of one case.
#[derive(Clone, Debug)]
pub struct Compared {
    /// Name of the case.
    pub case: String,
    /// What departs from its base case: scenario, switches, inputs fixed.
    pub departures: Vec<String>,
    /// What one evaluation stands for.
    pub per: String,
    /// Price year.
    pub price_year: Option<i32>,
    /// SHA-256 of the case file.
    pub case_sha256: String,
    /// The seed of the draws.
    pub seed: u64,
    /// Draws.
    pub draws: u64,
    /// How many standard errors make half a 95 % interval: 1.96, more where errors come from the spread of replicates.
    pub reach: f64,
    /// Expected benefits.
    pub benefits: Estimate,
    /// Expected costs.
    pub costs: Estimate,
    /// Expected benefits minus costs.
    pub net_benefit: Estimate,
    /// Its 95 % uncertainty interval.
    pub net_benefit_interval: [Estimate; 2],
    /// E\[B\]/E\[C\]; `None` where a ratio means nothing.
    pub ratio_of_means: Option<Estimate>,
    /// 95 % uncertainty interval of B/C.
    pub roi_interval: Option<[Estimate; 2]>,
    /// P(B − C > 0).
    pub p_break_even: Estimate,
    /// E\[B\]/E\[C\] of hard euros.
    pub hard_ratio_of_means: Option<Estimate>,
    /// P(B − C > 0) of hard euros.
    pub hard_p_break_even: Estimate,
    /// Who gains and pays.
    pub stakeholders: Vec<ComparedStakeholder>,
}

/// What a case means to one stakeholder.
#[derive(Clone, Debug)]
pub struct ComparedStakeholder {
    /// Its name.
    pub name: String,
    /// Its name for readers.
    pub label: Localised,
    /// Whether its money is part of that of others, whom it pays for.
    pub is_payer: bool,
    /// Expected benefits minus costs.
    pub net_benefit: Estimate,
    /// P(benefits minus costs > 0).
    pub p_net_benefit: Estimate,
}

impl Compared {
    /// The results of a run of the base case.
    #[must_use]
    pub fn of(model: &Model, case_sha256: &str, simulation: &Simulation) -> Self {
        let headline = headline(simulation);
        let stakeholders = stakeholders(model, simulation).into_iter();
        Self {
            case: model.name.clone(),
            departures: Vec::new(),
            per: model.per_text.clone(),
            price_year: model.price_year,
            case_sha256: case_sha256.to_owned(),
            seed: simulation.seed,
            draws: simulation.draws,
            reach: half_width_95(simulation.replicates),
            benefits: headline.all.benefits,
            costs: headline.costs,
            net_benefit: headline.all.net_benefit,
            net_benefit_interval: headline.all.net_benefit_interval,
            ratio_of_means: headline.all.ratio_of_means,
            roi_interval: headline.all.roi_interval,
            p_break_even: headline.all.p_break_even,
            hard_ratio_of_means: headline.hard.ratio_of_means,
            hard_p_break_even: headline.hard.p_break_even,
            stakeholders: stakeholders
                .map(|row| ComparedStakeholder {
                    name: row.name,
                    label: model.stakeholders[row.index].label.clone(),
                    is_payer: !row.pays_for.is_empty(),
                    net_benefit: row.net_benefit,
                    p_net_benefit: row.p_net_benefit,
                })
                .collect(),
        }
    }

    /// Expected net benefit of a part per euro of expected costs of the case, with a bound on its error. `None` where a ratio
    /// means nothing.
    #[must_use]
    pub fn per_euro(&self, part: Estimate) -> Option<Estimate> {
        self.ratio_of_means?;
        Some(worst_ratio(part, self.costs))
    }
}

/// A ratio of two estimates, with the error it has when the errors of both add up.
fn worst_ratio(numerator: Estimate, denominator: Estimate) -> Estimate {
    let ratio = numerator.value / denominator.value;
    let error = numerator.standard_error + ratio.abs() * denominator.standard_error;
    Estimate::new(ratio, error / denominator.value.abs())
}

/// By what cases are ranked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rank {
    /// P(B − C > 0).
    #[default]
    BreakEven,
    /// E\[B − C\].
    NetBenefit,
    /// E\[B\]/E\[C\].
    Ratio,
}

impl Rank {
    /// All of them with their names.
    pub const ALL: [(&'static str, Self); 3] = [
        ("p_break_even", Self::BreakEven),
        ("net_benefit", Self::NetBenefit),
        ("ratio", Self::Ratio),
    ];

    fn key(self, case: &Compared) -> Estimate {
        match self {
            Self::BreakEven => case.p_break_even,
            Self::NetBenefit => case.net_benefit,
            Self::Ratio => case.ratio_of_means.unwrap_or(Estimate::UNKNOWN),
        }
    }
}

/// Cases side by side.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The cases, best first; those that cannot be ranked last.
    pub cases: Vec<Compared>,
    /// By what they are ranked.
    pub rank: Rank,
    /// Whether a case is told apart from the one before it: their difference is more than their errors can make.
    pub told_apart: Vec<bool>,
    /// ΣE\[B\]/ΣE\[C\] of all cases, each once; `None` where their amounts cannot be added (one case twice, different units or price
    /// years) or where a ratio means nothing.
    pub pooled_ratio: Option<Estimate>,
    /// The mean of their ratios E\[B\]/E\[C\].
    pub mean_of_ratios: Option<Estimate>,
}

/// Whether amounts of the cases may be added: different cases, of the same kind of unit, in euros of one year.
fn are_addable(cases: &[Compared]) -> bool {
    let alike = |pair: &[Compared]| {
        (pair[0].price_year, &pair[0].per) == (pair[1].price_year, &pair[1].per)
    };
    let mut names: Vec<&str> = cases.iter().map(|case| case.case.as_str()).collect();
    names.sort_unstable();
    cases.windows(2).all(alike) && names.windows(2).all(|pair| pair[0] != pair[1])
}

/// Puts cases side by side.
#[must_use]
pub fn compare(mut cases: Vec<Compared>, rank: Rank) -> Comparison {
    let sortable = |case: &Compared| {
        let value = rank.key(case).value;
        if value.is_nan() {
            f64::NEG_INFINITY
        } else {
            value
        }
    };
    // Stable, so cases with equal results stay in the order they were given in.
    cases.sort_by(|a, b| sortable(b).total_cmp(&sortable(a)));
    let keys: Vec<(Estimate, f64)> = cases
        .iter()
        .map(|case| (rank.key(case), case.reach))
        .collect();
    let apart = keys.windows(2).map(|pair| {
        let [(first, reach), (second, other)] = [pair[0], pair[1]];
        first.value - second.value > reach * first.standard_error + other * second.standard_error
    });
    let told_apart = std::iter::once(true)
        .chain(apart)
        .take(cases.len())
        .collect();
    let addable = are_addable(&cases);
    let ratios: Option<Vec<Estimate>> = cases.iter().map(|case| case.ratio_of_means).collect();
    let sum = |what: fn(&Compared) -> Estimate| {
        let parts = cases.iter().map(what);
        parts.fold(Estimate::exact(0.0), |sum, part| {
            Estimate::new(
                sum.value + part.value,
                sum.standard_error + part.standard_error,
            )
        })
    };
    let pooled = worst_ratio(sum(|c| c.benefits), sum(|c| c.costs));
    Comparison {
        pooled_ratio: (addable && ratios.is_some()).then_some(pooled),
        mean_of_ratios: ratios.map(|ratios| {
            let n = ratios.len() as f64;
            let value: f64 = ratios.iter().map(|ratio| ratio.value).sum();
            let error: f64 = ratios.iter().map(|ratio| ratio.standard_error).sum();
            Estimate::new(value / n, error / n)
        }),
        rank,
        told_apart,
        cases,
    }
}
