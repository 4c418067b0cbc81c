//! What do structural choices and value judgements do to the result?
//!
//! # Estimator
//! Every alternative of every switch, and every fixed input of kind `value`, `price` or `structure` from end to end of its prior or
//! range, with all inputs at their means. They are not drawn, so they have no probabilities and stand apart from the bars of
//! drawn inputs.
//!
//! # Error
//! None: nothing is sampled.

use super::outcome::Outcome;
use super::tornado::AtValues;
use crate::dist::Probability;
use crate::model::{Departure, Family, Input, Kind, Model, Uncertainty};
use crate::text::Lang;

/// A switch, or an input that is a matter of choice.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Its name.
    pub name: String,
    /// `switch`, `value`, `price` or `structure`.
    pub kind: &'static str,
    /// The input, by index; `None` for a switch.
    pub input: Option<usize>,
    /// Whether the ends are the quantiles of a prior.
    pub quantiles: bool,
    /// What can be chosen.
    pub ends: Vec<ChoiceEnd>,
}

/// One way to choose.
#[derive(Clone, Debug)]
pub struct ChoiceEnd {
    /// The alternative of a switch.
    pub name: Option<String>,
    /// The value of an input, in its own unit.
    pub value: Option<f64>,
    /// The outcomes.
    pub outcomes: Vec<f64>,
}

impl Choice {
    /// The choices with the least and the greatest outcome, the first of equals.
    #[must_use]
    pub fn extremes(&self, outcome: usize) -> [&ChoiceEnd; 2] {
        let (mut low, mut high) = (&self.ends[0], &self.ends[0]);
        for end in &self.ends {
            if end.outcomes[outcome] < low.outcomes[outcome] {
                low = end;
            }
            if end.outcomes[outcome] > high.outcomes[outcome] {
                high = end;
            }
        }
        [low, high]
    }

    /// The ends of the bar: of an input from its lower to its higher value, of a switch from the least outcome to the greatest.
    #[must_use]
    pub fn shown(&self, outcome: usize) -> [&ChoiceEnd; 2] {
        match (self.input, &self.ends[..]) {
            (Some(_), [low, high]) => [low, high],
            _ => self.extremes(outcome),
        }
    }

    /// How far an outcome moves.
    #[must_use]
    pub fn swing(&self, outcome: usize) -> f64 {
        let [low, high] = self.extremes(outcome);
        high.outcomes[outcome] - low.outcomes[outcome]
    }

    /// What it is called.
    #[must_use]
    pub fn label<'a>(&'a self, model: &'a Model, lang: Lang) -> &'a str {
        if let Some(index) = self.input {
            model.inputs[index].label.or(lang, &self.name)
        } else {
            let mut switches = model.switches.iter();
            let switch = switches.find(|switch| switch.name == self.name);
            switch.map_or(&self.name, |switch| switch.label.or(lang, &self.name))
        }
    }
}

/// All that can be chosen otherwise than in the base of a family, the widest first by the first outcome; what moves nothing is left
/// out.
#[must_use]
pub fn choices(
    model: &Model,
    family: &Family,
    outcomes: &[Outcome],
    ends: [f64; 2],
) -> Vec<Choice> {
    let mut all = switches(model, family, outcomes);
    all.extend(inputs(model, family, outcomes, ends));
    all.retain(|choice| (0..outcomes.len()).any(|outcome| choice.swing(outcome) > 0.0));
    all.sort_by(|a, b| b.swing(0).total_cmp(&a.swing(0)));
    all
}

fn switches(model: &Model, family: &Family, outcomes: &[Outcome]) -> Vec<Choice> {
    let at_means = |variant| {
        let case = AtValues::new(model, variant, outcomes);
        case.at(&case.means())
    };
    let switches = model.switches.iter().zip(&family.base.alternatives);
    let switches = switches.enumerate().map(|(index, (switch, &chosen))| {
        let name = |alternative: usize| Some(switch.alternatives[alternative].name.clone());
        let mut ends = vec![ChoiceEnd {
            name: name(chosen),
            value: None,
            outcomes: at_means(&family.base),
        }];
        for (departure, variant) in &family.others {
            if let Departure::Alternative {
                switch,
                alternative,
            } = departure
                && *switch == index
            {
                ends.push(ChoiceEnd {
                    name: name(*alternative),
                    value: None,
                    outcomes: at_means(variant),
                });
            }
        }
        Choice {
            name: switch.name.clone(),
            kind: "switch",
            input: None,
            quantiles: false,
            ends,
        }
    });
    switches.collect()
}

fn inputs(model: &Model, family: &Family, outcomes: &[Outcome], ends: [f64; 2]) -> Vec<Choice> {
    let case = AtValues::new(model, &family.base, outcomes);
    let means = case.means();
    let uses = family.base.uses_in_lines(model);
    let mut choices = Vec::new();
    for (index, input) in model.inputs.iter().enumerate() {
        let is_fixed = matches!(family.base.uncertainties[index], Uncertainty::Fixed(_));
        let Some((range, is_prior)) = range(input, ends).filter(|_| uses[index] && is_fixed) else {
            continue;
        };
        let at = |value: f64| {
            let mut inputs = means.clone();
            inputs[index] = value;
            ChoiceEnd {
                name: None,
                value: Some(input.in_own_unit(value)),
                outcomes: case.at(&inputs),
            }
        };
        choices.push(Choice {
            name: input.name.clone(),
            kind: input.kind.name(),
            input: Some(index),
            quantiles: is_prior,
            ends: range.map(at).to_vec(),
        });
    }
    choices
}

/// From where to where a matter of choice goes, and whether these are quantiles of its prior.
fn range(input: &Input, ends: [f64; 2]) -> Option<([f64; 2], bool)> {
    if !matches!(input.kind, Kind::Value | Kind::Price | Kind::Structure) {
        return None;
    }
    match &input.prior {
        Some(prior) if !prior.is_fixed() => {
            Some((ends.map(|p| prior.quantile(Probability::new(p))), true))
        }
        _ => input.range.map(|(low, high)| ([low, high], false)),
    }
}
