//! The model under one scenario, one choice per switch and the user's own settings.

use super::Model;
use super::copula::Matrix;
use super::degree::degree;
use super::formula::Formula;
use super::inputs::{Input, Kind};
use super::predictive::Prediction;
use super::scenarios::Setting;
use super::share_settings::Given;
use crate::dist::Prior;
use crate::text::{closest, listed};

/// What to run: names as the user gives them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    /// A scenario.
    pub scenario: Option<String>,
    /// Switches and the alternatives chosen.
    pub switches: Vec<(String, String)>,
    /// Inputs and the values they are fixed at, in their own units.
    pub set: Vec<(String, f64)>,
    /// Whether the next clients are drawn too, not their expected result alone.
    pub predictive: bool,
}

/// A name that the model does not have, or values that cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SelectionError {
    /// The sentence.
    pub message: String,
    /// The way out.
    pub help: Option<String>,
}

/// How one input enters a run, in base units.
#[derive(Clone, Debug, PartialEq)]
pub enum Uncertainty {
    /// At one value.
    Fixed(f64),
    /// Drawn.
    Drawn(Prior),
}

/// A model ready to compile.
#[derive(Clone, Debug)]
pub struct Variant {
    /// The scenario, by index.
    pub scenario: Option<usize>,
    /// The alternative of every switch.
    pub alternatives: Vec<usize>,
    /// Inputs the user fixed, by index, in their own units, as typed.
    pub set: Vec<(usize, f64)>,
    /// How every input enters.
    pub uncertainties: Vec<Uncertainty>,
    /// The point of every input, where scenarios and switches may have moved it.
    pub points: Vec<f64>,
    /// The formula of every derived quantity.
    pub derived: Vec<Formula>,
    /// Normal-score matrix of every correlation, and its statement.
    pub correlations: Vec<(Matrix, String)>,
    /// Whether predicted quantities are drawn around their expected values, and inputs of kind `variability` from their
    /// priors.
    pub predictive: bool,
}

impl Model {
    /// The base case: no scenario, every switch at its default.
    #[must_use]
    pub fn base(&self) -> Variant {
        self.variant_of(None, &[], &[])
    }

    /// The model as selected by name.
    ///
    /// # Errors
    /// When a name is unknown, or when shares of a whole are not all fixed at values that sum to one.
    pub fn variant(&self, selection: &Selection) -> Result<Variant, SelectionError> {
        let scenario = match &selection.scenario {
            Some(name) => Some(find(
                "scenario",
                name,
                self.scenarios.iter().map(|s| s.name.as_str()),
            )?),
            None => None,
        };
        let mut switches = Vec::new();
        for (name, choice) in &selection.switches {
            let switch = find(
                "switch",
                name,
                self.switches.iter().map(|s| s.name.as_str()),
            )?;
            let alternatives = self.switches[switch]
                .alternatives
                .iter()
                .map(|a| a.name.as_str());
            switches.push((switch, find("alternative", choice, alternatives)?));
        }
        let mut set = Vec::new();
        for (name, value) in &selection.set {
            let index = find("input", name, self.inputs.iter().map(|i| i.name.as_str()))?;
            set.push((index, *value));
        }
        self.check_shares(&set)?;
        if !selection.predictive {
            return Ok(self.variant_of(scenario, &switches, &set));
        }
        let variant = self.predictive_variant_of(scenario, &switches, &set);
        self.check_predictions(&variant)?;
        Ok(variant)
    }

    /// Of shares of a whole all are fixed, or none.
    fn check_shares(&self, set: &[(usize, f64)]) -> Result<(), SelectionError> {
        for composition in &self.compositions {
            let members = composition.members.iter();
            let inputs: Vec<_> = members.clone().map(|&index| &self.inputs[index]).collect();
            let given: Vec<Option<Given>> = members
                .map(|&member| {
                    let last = set.iter().rfind(|(index, _)| *index == member);
                    last.map(|(_, value)| Given::Number(*value))
                })
                .collect();
            if let Some(refusal) = composition.refusal(&inputs, &given) {
                return Err(SelectionError {
                    message: refusal.message,
                    help: refusal.help,
                });
            }
        }
        Ok(())
    }

    /// The model as selected by index. Later settings win: switches of the scenario, then `switches`; what the
    /// alternatives set, then what the scenario sets, then `set`.
    #[must_use]
    pub fn variant_of(
        &self,
        scenario: Option<usize>,
        switches: &[(usize, usize)],
        set: &[(usize, f64)],
    ) -> Variant {
        self.build(scenario, switches, set, false)
    }

    /// The same for a predictive run.
    #[must_use]
    pub fn predictive_variant_of(
        &self,
        scenario: Option<usize>,
        switches: &[(usize, usize)],
        set: &[(usize, f64)],
    ) -> Variant {
        self.build(scenario, switches, set, true)
    }

    fn build(
        &self,
        scenario: Option<usize>,
        switches: &[(usize, usize)],
        set: &[(usize, f64)],
        predictive: bool,
    ) -> Variant {
        let inputs = self.inputs.iter();
        let mut variant = Variant {
            scenario,
            alternatives: self.switches.iter().map(|switch| switch.default).collect(),
            set: set.to_vec(),
            uncertainties: inputs
                .map(|input| base_uncertainty(input, predictive))
                .collect(),
            points: self.inputs.iter().map(|input| input.point).collect(),
            derived: self
                .derived
                .iter()
                .map(|derived| derived.formula.clone())
                .collect(),
            correlations: self
                .correlations
                .iter()
                .map(|c| (c.scores.clone(), c.statement.clone()))
                .collect(),
            predictive,
        };
        let scenario = scenario.map(|index| &self.scenarios[index]);
        let chosen = scenario
            .map_or(&[][..], |scenario| &scenario.switches)
            .iter()
            .chain(switches);
        for &(switch, alternative) in chosen {
            variant.alternatives[switch] = alternative;
        }
        for (switch, &alternative) in self.switches.iter().zip(&variant.alternatives.clone()) {
            let alternative = &switch.alternatives[alternative];
            for (index, formula) in &alternative.expr {
                variant.derived[*index] = formula.clone();
            }
            variant.apply(&alternative.set);
        }
        if let Some(scenario) = scenario {
            variant.apply(&scenario.set);
            for (index, scores, statement) in &scenario.correlations {
                variant.correlations[*index] = (scores.clone(), statement.clone());
            }
        }
        for &(index, value) in set {
            let base = value * self.inputs[index].unit.scale();
            variant.apply(&[(index, Setting::Fixed(base))]);
        }
        variant
    }
}

fn base_uncertainty(input: &Input, predictive: bool) -> Uncertainty {
    let differs = predictive && input.kind == Kind::Variability;
    match &input.prior {
        Some(prior) if input.is_drawn() || differs && !prior.is_fixed() => {
            Uncertainty::Drawn(prior.clone())
        }
        _ => Uncertainty::Fixed(input.point),
    }
}

impl Variant {
    fn apply(&mut self, settings: &[(usize, Setting)]) {
        for (index, setting) in settings {
            match setting {
                Setting::Fixed(value) => {
                    self.uncertainties[*index] = Uncertainty::Fixed(*value);
                    self.points[*index] = *value;
                }
                Setting::Drawn(prior) if prior.is_fixed() => {
                    self.uncertainties[*index] = Uncertainty::Fixed(prior.mean());
                    self.points[*index] = prior.mean();
                }
                Setting::Drawn(prior) => {
                    self.uncertainties[*index] = Uncertainty::Drawn(prior.clone());
                }
            }
        }
    }

    /// The degree of benefits minus costs in the common value of the break-even inputs; `None` without such inputs
    /// or when it is no polynomial in them.
    #[must_use]
    pub fn break_even_degree(&self, model: &Model) -> Option<u32> {
        let break_even = model.break_even.as_ref()?;
        let mut chosen = vec![false; model.inputs.len()];
        break_even
            .inputs
            .iter()
            .for_each(|&index| chosen[index] = true);
        let mut derived = vec![None; self.derived.len()];
        for &index in &model.derived_order {
            let own = degree(&self.derived[index], &chosen, &derived);
            // A draw around a value is no polynomial in what moves the value or its spread.
            let still = self.prediction(model, index).is_none_or(|prediction| {
                let arguments = prediction.law.arguments().into_iter();
                let all = arguments.map(|argument| degree(argument, &chosen, &derived));
                own == Some(0) && all.into_iter().all(|degree| degree == Some(0))
            });
            derived[index] = own.filter(|_| still);
        }
        let degrees: Option<Vec<u32>> = model
            .lines
            .iter()
            .map(|line| degree(&line.formula, &chosen, &derived))
            .collect();
        degrees?.into_iter().max()
    }

    /// Whether an input has any effect on a line. A share of a whole has when another share of it has: the others are what
    /// it leaves.
    #[must_use]
    pub fn uses(&self, model: &Model) -> Vec<bool> {
        self.used(model).0
    }

    /// Which inputs and which derived quantities have an effect on a line.
    pub(crate) fn used(&self, model: &Model) -> (Vec<bool>, Vec<bool>) {
        let mut inputs = vec![false; model.inputs.len()];
        let mut derived = vec![false; self.derived.len()];
        let mut mark = |formula: &Formula, derived: &mut Vec<bool>| {
            formula.walk(&mut |part| match part {
                Formula::Input(index) => inputs[*index] = true,
                Formula::Derived(index) => derived[*index] = true,
                _ => {}
            });
        };
        model
            .lines
            .iter()
            .for_each(|line| mark(&line.formula, &mut derived));
        for &index in model.derived_order.iter().rev() {
            if derived[index] {
                mark(&self.derived[index], &mut derived);
                let prediction = self.prediction(model, index);
                for argument in prediction.map_or_else(Vec::new, |p| p.law.arguments()) {
                    mark(argument, &mut derived);
                }
            }
        }
        for composition in &model.compositions {
            let members = composition.members.iter();
            if members.clone().any(|&index| inputs[index]) {
                members.for_each(|&index| inputs[index] = true);
            }
        }
        (inputs, derived)
    }

    /// What draws a derived quantity in this variant.
    #[must_use]
    pub fn prediction<'m>(&self, model: &'m Model, derived: usize) -> Option<&'m Prediction> {
        let found = model.prediction_of(derived).filter(|_| self.predictive);
        found.map(|(prediction, _)| &model.predictions[prediction])
    }

    /// The ordinary variant with the same choices: the expected result given the parameters.
    #[must_use]
    pub fn expected(&self, model: &Model) -> Self {
        let mut variant = self.clone();
        variant.predictive = false;
        for (index, input) in model.inputs.iter().enumerate() {
            if input.kind == Kind::Variability {
                variant.uncertainties[index] = Uncertainty::Fixed(self.points[index]);
            }
        }
        variant
    }
}

fn find<'a>(
    what: &str,
    name: &str,
    known: impl Iterator<Item = &'a str>,
) -> Result<usize, SelectionError> {
    let known: Vec<&str> = known.collect();
    let found = known.iter().position(|candidate| *candidate == name);
    found.ok_or_else(|| {
        let help =
            closest(name, known.iter().copied()).map(|near| format!("did you mean `{near}`?"));
        let all = || format!("the case has {}", listed(known.iter().copied()));
        SelectionError {
            message: format!("the case has no {what} `{name}`"),
            help: help.or_else(|| (!known.is_empty()).then(all)),
        }
    })
}
