//! What is moved to find break-even.

use crate::analysis::outcome::Outcome;
use crate::model::{Model, Uncertainty, Variant};
use crate::text::closest;

/// An input, or inputs that are moved together to one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The input, or `effect` for the break-even inputs of the case together.
    pub name: String,
    /// The inputs, by index.
    pub members: Vec<usize>,
}

/// What cannot be moved.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    /// No such input.
    #[error("the case has no input `{name}`{}", .close.as_ref().map_or_else(String::new, |close| format!("; did you mean `{close}`?")))]
    Unknown {
        /// What was asked for.
        name: String,
        /// What may have been meant.
        close: Option<String>,
    },
    /// The case does not name its effect.
    #[error("the case has no `[break_even]` inputs, so there is no effect fraction; name an input")]
    NoEffect,
    /// It moves nothing.
    #[error("no line of the outcome uses `{0}`: it moves nothing")]
    Unused(String),
    /// A fixed share of a whole.
    #[error("`{0}` is a fixed share of a whole: it cannot be moved alone")]
    FixedShare(String),
}

/// The name of the break-even inputs together.
pub const EFFECT: &str = "effect";

impl Target {
    /// The break-even inputs together, if there are several, and every input that moves some line: drawn ones before fixed ones.
    #[must_use]
    pub fn all(model: &Model, variant: &Variant, outcome: &Outcome) -> Vec<Self> {
        let inputs = model.inputs.iter().map(|input| input.name.as_str());
        let several = model
            .break_even
            .as_ref()
            .is_some_and(|b| b.inputs.len() > 1);
        let effect = several.then_some(EFFECT);
        let mut targets: Vec<Self> = effect
            .into_iter()
            .chain(inputs)
            .filter_map(|name| Self::named(model, variant, outcome, name).ok())
            .collect();
        let fixed = |target: &Self| {
            let fixed = |&i: &usize| matches!(variant.uncertainties[i], Uncertainty::Fixed(_));
            target.name != EFFECT && target.members.iter().all(fixed)
        };
        targets.sort_by_key(fixed);
        targets
    }

    /// The target of this name: an input, or `effect` where no input has that name.
    ///
    /// # Errors
    /// When there is none, or it moves nothing.
    pub fn named(
        model: &Model,
        variant: &Variant,
        outcome: &Outcome,
        name: &str,
    ) -> Result<Self, TargetError> {
        let index = model.inputs.iter().position(|input| input.name == name);
        let members = match (index, &model.break_even) {
            (Some(index), _) => vec![index],
            (None, Some(break_even)) if name == EFFECT => break_even.inputs.clone(),
            (None, None) if name == EFFECT => return Err(TargetError::NoEffect),
            (None, _) => {
                let names = model.inputs.iter().map(|input| input.name.as_str());
                let close = closest(name, names).map(str::to_owned);
                let name = name.to_owned();
                return Err(TargetError::Unknown { name, close });
            }
        };
        let uses = outcome.uses(model, variant);
        if !members.iter().any(|&index| uses[index]) {
            return Err(TargetError::Unused(name.to_owned()));
        }
        let is_fixed = |i: &usize| matches!(variant.uncertainties[*i], Uncertainty::Fixed(_));
        if members.iter().any(|i| model.is_share(*i) && is_fixed(i)) {
            return Err(TargetError::FixedShare(name.to_owned()));
        }
        Ok(Self {
            name: name.to_owned(),
            members,
        })
    }
}
