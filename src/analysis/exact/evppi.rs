//! The value of knowing one input before deciding whether to implement.
//!
//! Terms with further blocks have mean 0 given the input, so E\[NB | X\] has the terms of its own block only. For an input on its own
//! and for a share (a Dirichlet is neutral: other shares are expected in proportion to what it leaves) that is m + b·Z, and EVPPI is a
//! partial moment of the prior. For a member of a correlated group it is a function of the member's normal score, which may rise and
//! fall; its zeros are found and the parts between them integrated.
//!
//! What is known is the value, not the score: where values have probabilities of their own, the function is averaged over the
//! scores that give the same value.

use super::blocks::{Blocks, Dependence};
use super::copula::Conditional;
use super::grid::{Panel, nodes};
use super::polynomial::Polynomial;
use crate::analysis::blocks::BlockKind;
use crate::dist::root;

/// E\[max(E\[NB | X\], 0)\] − max(E\[NB\], 0): the gain of the better of implementing and not, in base units.
///
/// It is computed as what is avoided when knowing X turns the decision round: nothing cancels.
pub(super) fn evppi(
    net_benefit: &Polynomial,
    input: usize,
    blocks: &Blocks,
    dependences: &[Dependence],
) -> f64 {
    let (Some(place), Some(prior)) = (blocks.place(input), blocks.prior(input)) else {
        return 0.0;
    };
    let (block, dependence) = (&blocks.list[place.block], &dependences[place.block]);
    let mut weights = vec![0.0; block.members.len()];
    for (inputs, c) in net_benefit.terms() {
        if let [own] = inputs
            && let Some(own) = blocks.place(*own)
            && own.block == place.block
        {
            weights[own.member] = c;
        }
    }
    // The decision without knowledge is kept where this is negative.
    let mean = net_benefit.mean();
    let turned = if mean >= 0.0 { -1.0 } else { 1.0 };
    for weight in &mut weights {
        *weight *= turned;
    }
    let mean = turned * mean;
    if let (BlockKind::Correlated, Dependence::Correlated(copula, _)) = (block.kind, dependence) {
        return positive_part(&copula.conditional(mean, place.member, &weights));
    }
    let members = weights.iter().enumerate();
    let slope: f64 = members
        .map(|(j, weight)| weight * dependence.correlation(place.member, j))
        .sum();
    let threshold = place.mean - mean * place.sd / slope;
    if slope > 0.0 {
        slope / place.sd * prior.upper_partial_moment(threshold)
    } else if slope < 0.0 {
        -slope / place.sd * prior.lower_partial_moment(threshold)
    } else {
        0.0
    }
}

/// E\[max(f, 0)\] for what is expected given a member.
fn positive_part(f: &Conditional) -> f64 {
    let mut sum = 0.0;
    // Scores that give one and the same value: that value and their part of the integral of f.
    let mut run: Option<(f64, f64)> = None;
    let has_atoms = f.has_atoms();
    for panel in f.panels() {
        let known = f.known(panel);
        if has_atoms && known.iter().all(|x| *x == known[0]) {
            let part = whole(f, panel);
            run = match run {
                Some((value, before)) if value == known[0] => Some((value, before + part)),
                _ => {
                    sum += run.map_or(0.0, |(_, part)| part.max(0.0));
                    Some((known[0], part))
                }
            };
        } else {
            sum += run.take().map_or(0.0, |(_, part)| part.max(0.0));
            sum += positive_part_of(f, panel);
        }
    }
    sum + run.map_or(0.0, |(_, part)| part.max(0.0))
}

/// ∫ f φ dz over a panel.
fn whole(f: &Conditional, panel: &Panel) -> f64 {
    let values = f.at_nodes(panel).into_iter();
    let nodes = nodes(panel.a, panel.b).into_iter();
    nodes.zip(values).map(|((_, weight), f)| weight * f).sum()
}

/// ∫ max(f, 0) φ dz over a panel, cut where f changes its sign between nodes.
fn positive_part_of(f: &Conditional, panel: &Panel) -> f64 {
    let nodes = nodes(panel.a, panel.b);
    let inside = nodes.iter().map(|(z, _)| *z).zip(f.at_nodes(panel));
    let ends = [panel.a, panel.b].map(|z| (z, f.at(z)));
    let points: Vec<(f64, f64)> = [ends[0]]
        .into_iter()
        .chain(inside)
        .chain([ends[1]])
        .collect();
    let mut cuts = vec![panel.a];
    for pair in points.windows(2) {
        if (pair[0].1 > 0.0) != (pair[1].1 > 0.0) {
            cuts.extend(root(pair[0].0, pair[1].0, |z| f.at(z)));
        }
    }
    if cuts.len() == 1 {
        return whole(f, panel).max(0.0);
    }
    cuts.push(panel.b);
    cuts.windows(2)
        .map(|ends| {
            let nodes = self::nodes(ends[0], ends[1]).into_iter();
            nodes
                .map(|(z, weight)| weight * f.at(z))
                .sum::<f64>()
                .max(0.0)
        })
        .sum()
}
