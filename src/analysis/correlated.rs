//! Which inputs are correlated with each other?
//!
//! A correlation group may fall apart: fixing a member that ties two others, or a correlation of zero, leaves parts that
//! are independent of each other, since normal scores without correlation are. Inputs in different parts can be varied alone.

use crate::model::{Matrix, Model, Variant};

/// Places in a group that belong together, each with its direction.
pub(super) type Component = Vec<(usize, bool)>;

/// The parts of every correlation group, two or more inputs each, among the inputs for which `drawn` holds: the group by
/// index, and the places of its members.
pub(super) fn correlated(
    model: &Model,
    variant: &Variant,
    drawn: &impl Fn(usize) -> bool,
) -> Vec<(usize, Component)> {
    let groups = model.correlations.iter().zip(&variant.correlations);
    let parts = groups
        .enumerate()
        .flat_map(|(index, (group, (scores, _)))| {
            let places = 0..group.members.len();
            let drawn: Vec<usize> = places
                .filter(|&place| drawn(group.members[place]))
                .collect();
            let components = components(&drawn, scores).into_iter();
            components.map(move |component| (index, component))
        });
    parts.collect()
}

/// The places of a group that are connected by correlations, two or more at a time, each with its direction: along the
/// signs of the correlations from the first.
fn components(drawn: &[usize], scores: &Matrix) -> Vec<Component> {
    let mut seen: Vec<usize> = Vec::new();
    let mut components = Vec::new();
    for &start in drawn {
        if seen.contains(&start) {
            continue;
        }
        seen.push(start);
        let mut component = vec![(start, true)];
        let mut next = 0;
        while let Some(&(place, forward)) = component.get(next) {
            next += 1;
            for &other in drawn {
                let score = scores[place][other];
                if score != 0.0 && !seen.contains(&other) {
                    seen.push(other);
                    component.push((other, forward == (score > 0.0)));
                }
            }
        }
        if component.len() > 1 {
            components.push(component);
        }
    }
    components
}

#[cfg(test)]
mod tests {
    use super::components;

    fn symmetric(size: usize, pairs: &[(usize, usize, f64)]) -> Vec<Vec<f64>> {
        let mut matrix = vec![vec![0.0; size]; size];
        for &(i, j, r) in pairs {
            (matrix[i][j], matrix[j][i]) = (r, r);
        }
        matrix
    }

    #[test]
    fn blocks_are_what_is_connected() {
        let scores = symmetric(5, &[(1, 2, -0.8), (3, 4, 0.5)]);
        let blocks = components(&[0, 1, 2, 3, 4], &scores);
        assert_eq!(
            blocks,
            [vec![(1, true), (2, false)], vec![(3, true), (4, true)]]
        );
        assert!(components(&[0, 1], &scores).is_empty());
    }

    #[test]
    fn directions_follow_the_correlations() {
        let scores = symmetric(3, &[(0, 1, 0.5), (1, 2, -0.5)]);
        assert_eq!(
            components(&[0, 1, 2], &scores),
            [vec![(0, true), (1, true), (2, false)]]
        );
    }
}
