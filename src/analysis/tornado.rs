//! Which inputs move the result most?
//!
//! # Estimator
//! Each drawn input goes from its 2.5 % to its 97.5 % quantile (or another pair, the same for every bar) while all others stay at
//! their means: equal ranges of probability, taken from the priors. Correlated inputs cannot be varied alone meaningfully (Ades, Claxton
//! & Sculpher 2006), so a correlation group moves as one block; members that correlate negatively with its first move the
//! other way. The base of all bars is the case at the means.
//!
//! A share of a whole has a bar of its own: it goes from quantile to quantile of its marginal beta, and the other shares
//! keep their proportions among each other, xⱼ = meanⱼ·(1 − xᵢ)/(1 − meanᵢ), which is their mean given xᵢ (a Dirichlet is
//! neutral: proportions among the other shares do not depend on xᵢ).
//!
//! # Error
//! None: nothing is sampled.

use super::blocks::{BlockKind, blocks};
use super::outcome::Outcome;
use crate::dist::Probability;
use crate::model::{Model, Total, Uncertainty, Variant};
use crate::plan::{Metric, metrics_at};
use crate::text::Lang;

/// Probability at the low end of a bar.
pub const LOW: f64 = 0.025;
/// Probability at the high end of a bar.
pub const HIGH: f64 = 0.975;
/// The outcomes of a tornado.
pub const OUTCOMES: [(&str, Total); 4] = [
    ("net_benefit", Total::NetBenefit),
    ("roi", Total::Roi),
    ("hard_net_benefit", Total::HardNetBenefit),
    ("hard_roi", Total::HardRoi),
];

/// The bars of a case, widest first by the first outcome.
#[derive(Clone, Debug)]
pub struct Tornado {
    /// What the bars are of.
    pub outcomes: Vec<Outcome>,
    /// The probabilities at the ends of every bar.
    pub ends: [f64; 2],
    /// The outcomes with every input at its mean; not-a-number for ratios over costs that are not positive.
    pub base: Vec<f64>,
    /// The bars.
    pub bars: Vec<Bar>,
}

/// One input or block.
#[derive(Clone, Debug)]
pub struct Bar {
    /// The input or correlation group.
    pub name: String,
    /// Its name for readers of the table, English first.
    pub label: String,
    /// The inputs that move, by index.
    pub members: Vec<usize>,
    /// Whether they reach a line; those that decide only whose money it is move no total.
    pub moves_totals: bool,
    /// At the low end.
    pub low: BarEnd,
    /// At the high end.
    pub high: BarEnd,
}

/// One end of a bar.
#[derive(Clone, Debug)]
pub struct BarEnd {
    /// The value of the input in its own unit; `None` when members of a block have different values.
    pub value: Option<f64>,
    /// The outcomes, in the order of the tornado's.
    pub outcomes: Vec<f64>,
}

impl Tornado {
    /// The bars of an outcome, by index, the widest first.
    #[must_use]
    pub fn bars_of(&self, outcome: usize) -> Vec<&Bar> {
        let is_total = self.outcomes[outcome].party.is_none();
        let all = self.bars.iter().filter(|bar| bar.moves_totals || !is_total);
        let mut bars: Vec<&Bar> = all.collect();
        bars.sort_by(|a, b| b.swing(outcome).total_cmp(&a.swing(outcome)));
        bars
    }
}

impl Bar {
    /// How far an outcome moves between the ends.
    #[must_use]
    pub fn swing(&self, outcome: usize) -> f64 {
        (self.high.outcomes[outcome] - self.low.outcomes[outcome]).abs()
    }
}

/// The tornado of a variant: the [`OUTCOMES`] from [`LOW`] to [`HIGH`].
#[must_use]
pub fn tornado(model: &Model, variant: &Variant) -> Tornado {
    let outcomes = OUTCOMES.map(|(_, total)| Outcome::total(total));
    tornado_of(model, variant, outcomes.to_vec(), [LOW, HIGH])
}

/// The tornado of some outcomes, every bar between the quantiles at two probabilities.
#[must_use]
pub fn tornado_of(
    model: &Model,
    variant: &Variant,
    outcomes: Vec<Outcome>,
    ends: [f64; 2],
) -> Tornado {
    // Whose money it is moves no total.
    let uses = if outcomes.iter().any(|outcome| outcome.party.is_some()) {
        variant.uses(model)
    } else {
        variant.uses_in_lines(model)
    };
    let case = AtValues::new(model, variant, &outcomes);
    let means = case.means();
    let in_lines = variant.uses_in_lines(model);
    let all = moves(model, variant, &uses).into_iter();
    let mut bars: Vec<Bar> = all
        .map(|each| {
            let moves_totals = each.members.iter().any(|(index, _)| in_lines[*index]);
            bar(&case, &means, each, ends, moves_totals)
        })
        .collect();
    let swing = |bar: &Bar| bar.swing(0);
    bars.sort_by(|a, b| swing(b).total_cmp(&swing(a)));
    Tornado {
        base: case.at(&means),
        outcomes,
        ends,
        bars,
    }
}

/// Outcomes of a case at given values of its inputs.
pub(super) struct AtValues<'a> {
    pub(super) model: &'a Model,
    pub(super) variant: &'a Variant,
    metrics: Vec<Metric>,
    ratios: Vec<bool>,
}

impl<'a> AtValues<'a> {
    pub(super) fn new(model: &'a Model, variant: &'a Variant, outcomes: &[Outcome]) -> Self {
        let mut metrics: Vec<Metric> = outcomes.iter().map(|outcome| outcome.metric).collect();
        metrics.push(Metric::Total(Total::Costs));
        Self {
            model,
            variant,
            metrics,
            ratios: outcomes.iter().map(|outcome| outcome.is_ratio).collect(),
        }
    }

    /// The means of the inputs.
    pub(super) fn means(&self) -> Vec<f64> {
        let mean = |uncertainty: &Uncertainty| match uncertainty {
            Uncertainty::Fixed(value) => *value,
            Uncertainty::Drawn(prior) => prior.mean(),
        };
        self.variant.uncertainties.iter().map(mean).collect()
    }

    /// The outcomes; no ratio over costs that are not positive.
    pub(super) fn at(&self, inputs: &[f64]) -> Vec<f64> {
        let mut values = metrics_at(self.model, self.variant, inputs, &self.metrics);
        let costs = values.pop().unwrap_or(f64::NAN);
        for (value, is_ratio) in values.iter_mut().zip(&self.ratios) {
            if *is_ratio && costs <= 0.0 {
                *value = f64::NAN;
            }
        }
        values
    }
}

/// Inputs that move together, with the direction of each.
struct Move {
    name: String,
    label: String,
    members: Vec<(usize, bool)>,
    /// Other shares of the whole that the member is a share of: they divide what it leaves.
    others: Vec<usize>,
}

/// What a bar moves: a correlated block, or an input; a share of a whole on its own.
fn moves(model: &Model, variant: &Variant, uses: &[bool]) -> Vec<Move> {
    let mut moves = Vec::new();
    for block in blocks(model, variant, uses) {
        if block.kind == BlockKind::Correlated {
            let count = block.members.len();
            moves.push(Move {
                label: format!("{} ({count} inputs together)", block.name),
                name: block.name,
                members: block.members.into_iter().zip(block.forward).collect(),
                others: Vec::new(),
            });
            continue;
        }
        for &index in block.members.iter().filter(|&&index| uses[index]) {
            let input = &model.inputs[index];
            let mut label = input.label.or(Lang::En, &input.name).to_owned();
            if block.members.len() > 1 {
                label += " (other shares in proportion)";
            }
            let others = block.members.iter().filter(|&&other| other != index);
            moves.push(Move {
                name: input.name.clone(),
                label,
                members: vec![(index, true)],
                others: others.copied().collect(),
            });
        }
    }
    moves
}

fn bar(case: &AtValues<'_>, means: &[f64], all: Move, ends: [f64; 2], moves_totals: bool) -> Bar {
    let end = |low: bool| {
        let mut inputs = means.to_vec();
        let mut values = Vec::new();
        for &(index, forward) in &all.members {
            if let Uncertainty::Drawn(prior) = &case.variant.uncertainties[index] {
                let p = ends[usize::from(low != forward)];
                inputs[index] = prior.quantile(Probability::new(p));
            }
            values.push(case.model.inputs[index].in_own_unit(inputs[index]));
            for &other in &all.others {
                inputs[other] = means[other] * (1.0 - inputs[index]) / (1.0 - means[index]);
            }
        }
        let common = values
            .iter()
            .all(|value| *value == values[0])
            .then(|| values[0]);
        BarEnd {
            value: common,
            outcomes: case.at(&inputs),
        }
    };
    Bar {
        moves_totals,
        low: end(true),
        high: end(false),
        name: all.name,
        label: all.label,
        members: all.members.iter().map(|(index, _)| *index).collect(),
    }
}
