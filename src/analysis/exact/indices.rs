//! Variance and its parts from the terms of a polynomial.

use std::collections::BTreeMap;

use super::blocks::{Blocks, Dependence};
use super::polynomial::Polynomial;

/// The parts of a variance that are due to one block, as shares of it; not-a-number where there is no variance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Index {
    /// By itself: what would be expected to go away if the block were known, Var(E\[Y | block\])/Var(Y).
    pub first: f64,
    /// With all interactions: what would be expected to stay if all others were known.
    pub total: f64,
}

/// A variance with the indices of all blocks.
pub(super) struct Decomposition {
    pub(super) variance: f64,
    pub(super) indices: Vec<Index>,
}

/// Terms with one set of blocks: the member of each block, and the coefficient.
type Terms = Vec<(Vec<usize>, f64)>;

/// V = Σ `V_S` over the sets S of blocks; the first-order part of a block is `V_{block}`, its total part the sum over the S that hold it.
pub(super) fn decompose(
    polynomial: &Polynomial,
    blocks: &Blocks,
    dependences: &[Dependence],
) -> Decomposition {
    let mut variance = 0.0;
    let mut parts = vec![[0.0; 2]; blocks.list.len()];
    for (set, terms) in by_blocks(polynomial, blocks) {
        let part = part(&set, &terms, dependences);
        variance += part;
        if let [block] = set[..] {
            parts[block][0] += part;
        }
        for block in set {
            parts[block][1] += part;
        }
    }
    let share = |part: f64| {
        if variance > 0.0 {
            part / variance
        } else {
            f64::NAN
        }
    };
    let indices = parts.into_iter().map(|[first, total]| Index {
        first: share(first),
        total: share(total),
    });
    Decomposition {
        variance,
        indices: indices.collect(),
    }
}

fn by_blocks(polynomial: &Polynomial, blocks: &Blocks) -> BTreeMap<Vec<usize>, Terms> {
    let mut sets: BTreeMap<Vec<usize>, Terms> = BTreeMap::new();
    for (inputs, c) in polynomial.terms().filter(|(inputs, _)| !inputs.is_empty()) {
        let places = inputs.iter().filter_map(|&input| blocks.place(input));
        let mut places: Vec<(usize, usize)> =
            places.map(|place| (place.block, place.member)).collect();
        places.sort_unstable();
        let (set, members) = places.into_iter().unzip();
        sets.entry(set).or_default().push((members, c));
    }
    sets
}

/// `V_S` = Σ cₜ cₜ′ Π r: what all terms with this set of blocks contribute together. Not below 0 by rounding.
fn part(set: &[usize], terms: &Terms, dependences: &[Dependence]) -> f64 {
    let product = |left: &[usize], right: &[usize]| -> f64 {
        let pairs = set.iter().zip(left.iter().zip(right));
        pairs
            .map(|(&block, (&i, &j))| dependences[block].correlation(i, j))
            .product()
    };
    let mut sum = 0.0;
    for (place, (left, a)) in terms.iter().enumerate() {
        sum += a * a;
        for (right, b) in &terms[..place] {
            sum += 2.0 * a * b * product(left, right);
        }
    }
    sum.max(0.0)
}
