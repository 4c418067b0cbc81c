//! The same joint distribution with some correlated inputs drawn first, so that the others can be drawn given them.

use super::compile::{Copula, Plan};
use crate::model::{Matrix, cholesky};

impl Plan {
    /// The plan in which the given inputs, by index, are the first of the correlations they belong to. Inputs have the same
    /// joint distribution; the draws of a correlation with such an input are others. `None` where correlations are so near to
    /// singular that they cannot be taken in this order.
    #[must_use]
    pub fn with_first(&self, inputs: &[usize]) -> Option<Self> {
        let first = |copula: &Copula| with_first(copula, inputs);
        let copulas = self.copulas.iter().map(first).collect::<Option<Vec<_>>>()?;
        Some(Self {
            copulas,
            ..self.clone()
        })
    }
}

/// The correlation of the scores of the members is that of the rows of the factor; it is factored again in the new order. Fixed
/// inputs lend no uniforms here.
fn with_first(copula: &Copula, inputs: &[usize]) -> Option<Copula> {
    let is_first = |place: &usize| inputs.contains(&copula.members[*place].input);
    let (mut order, others): (Vec<usize>, Vec<usize>) =
        (0..copula.members.len()).partition(|place| is_first(place));
    if order.is_empty() {
        return Some(copula.clone());
    }
    order.extend(others);
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
    let row = |&i: &usize| -> Vec<f64> {
        let row = order.iter();
        row.map(|&j| {
            if i == j {
                1.0
            } else {
                product(&copula.lower[i], &copula.lower[j])
            }
        })
        .collect()
    };
    let scores: Matrix = order.iter().map(row).collect();
    // A member's own row ends at its own name.
    let name = |&place: &usize| copula.names[copula.lower[place].len() - 1].clone();
    let lower = cholesky(&scores)?.into_iter().enumerate();
    Some(Copula {
        names: order.iter().map(name).collect(),
        members: order.iter().map(|&i| copula.members[i].clone()).collect(),
        lower: lower.map(|(place, row)| row[..=place].to_vec()).collect(),
    })
}
