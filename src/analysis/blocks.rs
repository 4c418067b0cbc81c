//! Which inputs depend on each other?
//!
//! Drawn inputs fall into blocks that are independent of each other: an input on its own, the connected members of a
//! correlation, the shares of a whole. What is said of inputs one at a time needs independence; where there is none it is said
//! of their block.

use super::correlated::correlated;
use crate::model::{Model, Uncertainty, Variant};

/// What ties the members of a block together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// Nothing: it is one input.
    Single,
    /// Correlations.
    Correlated,
    /// They sum to one.
    Whole,
}

impl BlockKind {
    /// Its name in result files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Single => "input",
            Self::Correlated => "correlated",
            Self::Whole => "dirichlet",
        }
    }
}

/// Drawn inputs that depend on each other, and on no others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The input, or the correlation or whole it is of.
    pub name: String,
    /// What ties its members.
    pub kind: BlockKind,
    /// The inputs, by index.
    pub members: Vec<usize>,
    /// Per member, whether it goes with the first: along the signs of the correlations.
    pub forward: Vec<bool>,
}

/// The blocks of the drawn inputs for which `uses` holds: correlated ones first, then in the order of the file. Of a whole of
/// which a share is used all drawn shares are members.
#[must_use]
pub fn blocks(model: &Model, variant: &Variant, uses: &[bool]) -> Vec<Block> {
    let is_drawn = |index: usize| matches!(variant.uncertainties[index], Uncertainty::Drawn(_));
    let mut blocks = Vec::new();
    let mut taken = vec![false; model.inputs.len()];
    for (group, component) in correlated(model, variant, &|index| uses[index] && is_drawn(index)) {
        let group = &model.correlations[group];
        let (members, forward): (Vec<usize>, Vec<bool>) = component
            .into_iter()
            .map(|(place, forward)| (group.members[place], forward))
            .unzip();
        for &index in &members {
            taken[index] = true;
        }
        blocks.push(Block {
            name: group.name.clone(),
            kind: BlockKind::Correlated,
            members,
            forward,
        });
    }
    for (index, input) in model.inputs.iter().enumerate() {
        if taken[index] || !uses[index] || !is_drawn(index) {
            continue;
        }
        let mut wholes = model.compositions.iter();
        let whole = wholes.find(|whole| whole.members.contains(&index));
        let (name, kind, members) = match whole {
            Some(whole) => {
                let drawn = whole.members.iter().copied().filter(|&i| is_drawn(i));
                (&whole.name, BlockKind::Whole, drawn.collect())
            }
            None => (&input.name, BlockKind::Single, vec![index]),
        };
        for &index in &members {
            taken[index] = true;
        }
        blocks.push(Block {
            name: name.clone(),
            kind,
            forward: vec![true; members.len()],
            members,
        });
    }
    blocks
}
