//! How does the result go with two inputs at a time?
//!
//! # Estimator
//! The outcome on a grid of two inputs, each from its lower to its upper quantile in even steps, with all others at their means.
//!
//! # Error
//! None: nothing is sampled.

use super::outcome::Outcome;
use super::tornado::AtValues;
use crate::dist::Probability;
use crate::model::{Model, Uncertainty, Variant};

/// Values of each input.
const POINTS: usize = 21;

/// Outcomes on a grid of two inputs.
#[derive(Clone, Debug)]
pub struct TwoWay {
    /// The inputs, by index.
    pub inputs: [usize; 2],
    /// Their values, in their own units.
    pub values: [Vec<f64>; 2],
    /// The outcomes at every pair: those of all values of the second input for the first of the first, and so on.
    pub outcomes: Vec<Vec<f64>>,
}

/// Why there is no grid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TwoWayError {
    /// It has no range.
    #[error("`{0}` is fixed, so it has no range; name inputs that are drawn")]
    Fixed(String),
    /// It cannot move alone.
    #[error("`{0}` is a share of a whole: it cannot move while the other shares stay")]
    Share(String),
    /// Both are the same.
    #[error("`{0}` is given twice; name two inputs")]
    Same(String),
}

/// The outcomes on a grid of two inputs, by index, between the quantiles at two probabilities.
///
/// # Errors
/// See [`TwoWayError`].
pub fn two_way(
    model: &Model,
    variant: &Variant,
    outcomes: &[Outcome],
    inputs: [usize; 2],
    ends: [f64; 2],
) -> Result<TwoWay, TwoWayError> {
    let name = |index: usize| model.inputs[index].name.clone();
    if inputs[0] == inputs[1] {
        return Err(TwoWayError::Same(name(inputs[0])));
    }
    let values = |index: usize| match &variant.uncertainties[index] {
        _ if model.is_share(index) => Err(TwoWayError::Share(name(index))),
        Uncertainty::Fixed(_) => Err(TwoWayError::Fixed(name(index))),
        Uncertainty::Drawn(prior) => {
            let [low, high] = ends.map(|p| prior.quantile(Probability::new(p)));
            let step = (high - low) / (POINTS - 1) as f64;
            Ok((0..POINTS)
                .map(|i| low + step * i as f64)
                .collect::<Vec<f64>>())
        }
    };
    let (first, second) = (values(inputs[0])?, values(inputs[1])?);
    let case = AtValues::new(model, variant, outcomes);
    let mut at = case.means();
    let mut grid = Vec::new();
    for &x in &first {
        for &y in &second {
            (at[inputs[0]], at[inputs[1]]) = (x, y);
            grid.push(case.at(&at));
        }
    }
    let own = |index: usize, values: Vec<f64>| {
        let input = &model.inputs[index];
        values.into_iter().map(|x| input.in_own_unit(x)).collect()
    };
    Ok(TwoWay {
        inputs,
        values: [own(inputs[0], first), own(inputs[1], second)],
        outcomes: grid,
    })
}
