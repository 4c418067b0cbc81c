//! Which inputs move the result most?
//!
//! # Estimator
//! Each drawn input goes from its 2.5 % to its 97.5 % quantile while all others stay at their means: the same range of
//! probability for every bar, taken from the priors. Correlated inputs cannot be varied alone meaningfully (Ades, Claxton
//! & Sculpher 2006), so a correlation group moves as one block; members that correlate negatively with its first move the
//! other way. The base of all bars is the case at the means.
//!
//! A share of a whole has a bar of its own: it goes from quantile to quantile of its marginal beta, and the other shares
//! keep their proportions among each other, xⱼ = meanⱼ·(1 − xᵢ)/(1 − meanᵢ), which is their mean given xᵢ (a Dirichlet is
//! neutral: proportions among the other shares do not depend on xᵢ).
//!
//! # Error
//! None: nothing is sampled.

use super::correlated::correlated;
use crate::dist::Probability;
use crate::model::{Model, Total, Uncertainty, Variant};
use crate::plan::totals;
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

/// The bars of a case, widest first by net benefit.
#[derive(Clone, Debug)]
pub struct Tornado {
    /// The outcomes with every input at its mean, in the order of [`OUTCOMES`]; not-a-number for ratios over costs that
    /// are not positive.
    pub base: [f64; 4],
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
    /// The outcomes, in the order of [`OUTCOMES`].
    pub outcomes: [f64; 4],
}

impl Bar {
    /// How far an outcome moves between the ends.
    #[must_use]
    pub fn swing(&self, outcome: usize) -> f64 {
        (self.high.outcomes[outcome] - self.low.outcomes[outcome]).abs()
    }
}

/// The tornado of a variant.
#[must_use]
pub fn tornado(model: &Model, variant: &Variant) -> Tornado {
    // Whose money it is moves no total.
    let uses = variant.uses_in_lines(model);
    let means: Vec<f64> = variant
        .uncertainties
        .iter()
        .map(|uncertainty| match uncertainty {
            Uncertainty::Fixed(value) => *value,
            Uncertainty::Drawn(prior) => prior.mean(),
        })
        .collect();
    let mut bars: Vec<Bar> = blocks(model, variant, &uses)
        .into_iter()
        .map(|block| bar(model, variant, &means, block))
        .collect();
    let swing = |bar: &Bar| bar.swing(0);
    bars.sort_by(|a, b| swing(b).total_cmp(&swing(a)));
    Tornado {
        base: outcomes(model, variant, &means),
        bars,
    }
}

/// Inputs that move together, with the direction of each.
struct Block {
    name: String,
    label: String,
    members: Vec<(usize, bool)>,
    /// Other shares of the whole that the member is a share of: they divide what it leaves.
    others: Vec<usize>,
}

fn blocks(model: &Model, variant: &Variant, uses: &[bool]) -> Vec<Block> {
    let drawn =
        |index: usize| uses[index] && matches!(variant.uncertainties[index], Uncertainty::Drawn(_));
    let mut blocks = Vec::new();
    let mut grouped = vec![false; model.inputs.len()];
    for (group, component) in correlated(model, variant, &drawn) {
        let group = &model.correlations[group];
        let members: Vec<(usize, bool)> = component
            .into_iter()
            .map(|(place, forward)| (group.members[place], forward))
            .collect();
        for (index, _) in &members {
            grouped[*index] = true;
        }
        let label = format!("{} ({} inputs together)", group.name, members.len());
        blocks.push(Block {
            name: group.name.clone(),
            label,
            members,
            others: Vec::new(),
        });
    }
    for (index, input) in model.inputs.iter().enumerate() {
        if drawn(index) && !grouped[index] {
            let others = other_shares(model, variant, index);
            let mut label = input.label.or(Lang::En, &input.name).to_owned();
            if !others.is_empty() {
                label += " (other shares in proportion)";
            }
            blocks.push(Block {
                name: input.name.clone(),
                label,
                members: vec![(index, true)],
                others,
            });
        }
    }
    blocks
}

/// The drawn shares of the whole that an input is a share of, without itself.
fn other_shares(model: &Model, variant: &Variant, input: usize) -> Vec<usize> {
    let drawn = |index: usize| matches!(variant.uncertainties[index], Uncertainty::Drawn(_));
    let mut all = model.compositions.iter();
    let whole = all.find(|composition| composition.members.contains(&input));
    let members = whole.into_iter().flat_map(|whole| &whole.members);
    members
        .copied()
        .filter(|&index| index != input && drawn(index))
        .collect()
}

fn bar(model: &Model, variant: &Variant, means: &[f64], block: Block) -> Bar {
    let end = |low: bool| {
        let mut inputs = means.to_vec();
        let mut values = Vec::new();
        for &(index, forward) in &block.members {
            if let Uncertainty::Drawn(prior) = &variant.uncertainties[index] {
                let p = if low == forward { LOW } else { HIGH };
                inputs[index] = prior.quantile(Probability::new(p));
            }
            values.push(model.inputs[index].in_own_unit(inputs[index]));
            for &other in &block.others {
                inputs[other] = means[other] * (1.0 - inputs[index]) / (1.0 - means[index]);
            }
        }
        let common = values
            .iter()
            .all(|value| *value == values[0])
            .then(|| values[0]);
        BarEnd {
            value: common,
            outcomes: outcomes(model, variant, &inputs),
        }
    };
    Bar {
        low: end(true),
        high: end(false),
        name: block.name,
        label: block.label,
        members: block.members.iter().map(|(index, _)| *index).collect(),
    }
}

fn outcomes(model: &Model, variant: &Variant, inputs: &[f64]) -> [f64; 4] {
    let [costs] = totals(model, variant, inputs, [Total::Costs]);
    let mut values = totals(model, variant, inputs, OUTCOMES.map(|(_, total)| total));
    if costs <= 0.0 {
        (values[1], values[3]) = (f64::NAN, f64::NAN);
    }
    values
}
