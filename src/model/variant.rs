//! The model under one scenario, one choice per switch and the user's own settings.

use super::Model;
use super::copula::Matrix;
use super::degree::degree;
use super::formula::Formula;
use super::inputs::{Input, Kind};
use super::party_shares;
use super::predictive::Prediction;
use super::reindex::{Reindexing, Years};
use super::scenarios::{Alternative, Scenario, Setting};
use super::share_settings::Given;
use crate::dist::{Dirichlet, Prior};
use crate::text::{closest, listed};

/// What to run: names as the user gives them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    /// A scenario.
    pub scenario: Option<String>,
    /// Switches and the alternatives chosen.
    pub switches: Vec<(String, String)>,
    /// Inputs and the values they are fixed at, in their own units and price years.
    pub set: Vec<(String, f64)>,
    /// Convert inputs in euros of other years, whatever the case or the scenario says.
    pub reindex: bool,
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
    /// Joint distribution of the shares of every whole, and its statement.
    pub compositions: Vec<(Dirichlet, String)>,
    /// What was converted to the price year of the case; `None` where nothing is to be.
    pub reindexing: Option<Reindexing>,
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
    /// When a name is unknown, when alternatives chosen together contradict each other, when shares of a whole are not all
    /// fixed at values that sum to one, when shares of money are not, or when a price year has no index to convert it with.
    pub fn variant(&self, selection: &Selection) -> Result<Variant, SelectionError> {
        self.checked(&self.selected(selection)?)
    }

    /// The model as selected, when shares of money are still shares.
    pub(super) fn checked(&self, selected: &Selected) -> Result<Variant, SelectionError> {
        let variant = self.assemble(selected);
        if variant.predictive {
            self.check_predictions(&variant)?;
        }
        match party_shares::problems(self, &variant).into_iter().next() {
            None => Ok(variant),
            Some(problem) => Err(SelectionError {
                message: problem.message,
                help: problem.help,
            }),
        }
    }

    /// The selection by index.
    pub(super) fn selected(&self, selection: &Selection) -> Result<Selected, SelectionError> {
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
        if let Some(contradiction) = self.contradiction(scenario, &switches) {
            return Err(SelectionError {
                message: contradiction.text(self),
                help: Some("choose one of them".to_owned()),
            });
        }
        let refusal = selection.reindex.then(|| self.reindex_refusal()).flatten();
        if let Some((message, help)) = refusal {
            return Err(SelectionError {
                message,
                help: Some(help),
            });
        }
        Ok(Selected {
            scenario,
            switches,
            set,
            reindex: selection.reindex,
            predictive: selection.predictive,
        })
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

    /// The model as selected by index. What `switches` chooses wins over what the scenario chooses.
    ///
    /// Where several things set one input or quantity, the later of these wins: alternatives that are defaults, those that
    /// the scenario chooses, what it sets itself, alternatives chosen otherwise than by it, `set`. So the result depends
    /// on the scenario, the alternatives that hold in the end, and `set`. Euros are converted when the scenario, or else the
    /// case, says so.
    #[must_use]
    pub fn variant_of(
        &self,
        scenario: Option<usize>,
        switches: &[(usize, usize)],
        set: &[(usize, f64)],
    ) -> Variant {
        self.assemble(&Selected {
            scenario,
            switches: switches.to_vec(),
            set: set.to_vec(),
            reindex: false,
            predictive: false,
        })
    }

    /// The same for a predictive run.
    #[must_use]
    pub fn predictive_variant_of(
        &self,
        scenario: Option<usize>,
        switches: &[(usize, usize)],
        set: &[(usize, f64)],
    ) -> Variant {
        self.assemble(&Selected {
            scenario,
            switches: switches.to_vec(),
            set: set.to_vec(),
            reindex: false,
            predictive: true,
        })
    }

    /// The model as selected.
    pub(super) fn assemble(&self, selected: &Selected) -> Variant {
        let scenario = selected.scenario;
        let mut variant = Variant {
            scenario,
            alternatives: self.chosen(scenario, &selected.switches),
            set: selected.set.clone(),
            uncertainties: self
                .inputs
                .iter()
                .map(|input| base_uncertainty(input, selected.predictive))
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
            compositions: self
                .compositions
                .iter()
                .map(|c| (c.law.clone(), c.statement.clone()))
                .collect(),
            reindexing: None,
            predictive: selected.predictive,
        };
        let years = self.inputs.iter().map(|input| Years {
            point: input.price_year,
            uncertainty: input.price_year,
        });
        let mut years: Vec<Years> = years.collect();
        for authority in [Authority::Default, Authority::Scenario, Authority::Chosen] {
            for (index, alternative) in self.in_force(scenario, &variant.alternatives, authority) {
                variant.choose(&self.switches[index].alternatives[alternative], &mut years);
            }
            if let (Authority::Scenario, Some(scenario)) = (authority, scenario) {
                variant.depart(&self.scenarios[scenario], &mut years);
            }
        }
        for &(index, value) in &selected.set {
            let input = &self.inputs[index];
            let setting = Setting {
                input: index,
                to: Uncertainty::Fixed(value * input.unit.scale()),
                price_year: input.price_year,
            };
            variant.apply(&[setting], &mut years);
        }
        if selected.reindex || self.reindexes(scenario) {
            variant.reindex(self, &years);
        }
        variant
    }

    /// Switches and alternatives that hold by one authority, in the order of the file.
    pub(super) fn in_force(
        &self,
        scenario: Option<usize>,
        alternatives: &[usize],
        authority: Authority,
    ) -> Vec<(usize, usize)> {
        let planned = self.planned(scenario);
        let all = alternatives.iter().copied().enumerate();
        all.filter(|&(switch, chosen)| planned[switch].authority(chosen) == authority)
            .collect()
    }

    /// What becomes of every switch when nothing is chosen but the scenario.
    pub(super) fn planned(&self, scenario: Option<usize>) -> Vec<Planned> {
        let default = |alternative| Planned {
            alternative,
            by_scenario: false,
        };
        let switches = self.switches.iter();
        let mut planned: Vec<Planned> = switches.map(|switch| default(switch.default)).collect();
        for &(switch, alternative) in self.choices_of(scenario) {
            planned[switch] = Planned {
                alternative,
                by_scenario: true,
            };
        }
        planned
    }

    /// The alternatives that hold in the end.
    pub(super) fn chosen(
        &self,
        scenario: Option<usize>,
        switches: &[(usize, usize)],
    ) -> Vec<usize> {
        let planned = self.planned(scenario);
        let mut chosen: Vec<usize> = planned.iter().map(|p| p.alternative).collect();
        for &(switch, alternative) in switches {
            chosen[switch] = alternative;
        }
        chosen
    }

    fn choices_of(&self, scenario: Option<usize>) -> &[(usize, usize)] {
        scenario.map_or(&[][..], |index| &self.scenarios[index].switches)
    }
}

/// What is affine in the chance of a predictive run: see [`Variant::affine_in_chance`].
#[derive(Clone, Debug)]
pub struct AffineInChance {
    /// Per line.
    pub lines: Vec<bool>,
    /// Per derived quantity.
    pub derived: Vec<bool>,
    /// Whether no share of money depends on it at all.
    pub shares: bool,
}

/// A selection by index.
#[derive(Clone, Debug)]
pub(super) struct Selected {
    pub(super) scenario: Option<usize>,
    pub(super) switches: Vec<(usize, usize)>,
    pub(super) set: Vec<(usize, f64)>,
    /// Convert euros whatever the case or the scenario says.
    pub(super) reindex: bool,
    /// Draw the next clients too.
    pub(super) predictive: bool,
}

/// What becomes of a switch when nothing is chosen but the scenario.
#[derive(Clone, Copy, Debug)]
pub(super) struct Planned {
    pub(super) alternative: usize,
    /// Whether the scenario says so.
    pub(super) by_scenario: bool,
}

/// Who says which alternative holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Authority {
    /// The switch itself.
    Default,
    /// The scenario.
    Scenario,
    /// Who runs the case: otherwise than the scenario and the default.
    Chosen,
}

impl Planned {
    /// Who says so, when this alternative holds.
    pub(super) fn authority(self, alternative: usize) -> Authority {
        match (alternative == self.alternative, self.by_scenario) {
            (false, _) => Authority::Chosen,
            (true, true) => Authority::Scenario,
            (true, false) => Authority::Default,
        }
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
    fn choose(&mut self, alternative: &Alternative, years: &mut [Years]) {
        for (index, formula) in &alternative.expr {
            self.derived[*index] = formula.clone();
        }
        self.apply(&alternative.set, years);
    }

    fn depart(&mut self, scenario: &Scenario, years: &mut [Years]) {
        self.apply(&scenario.set, years);
        for (index, scores, statement) in &scenario.correlations {
            self.correlations[*index] = (scores.clone(), statement.clone());
        }
        for (index, law, statement) in &scenario.compositions {
            self.compositions[*index] = (law.clone(), statement.clone());
        }
    }

    fn apply(&mut self, settings: &[Setting], years: &mut [Years]) {
        for setting in settings {
            let input = setting.input;
            years[input].uncertainty = setting.price_year;
            let fixed = match &setting.to {
                Uncertainty::Fixed(value) => *value,
                Uncertainty::Drawn(prior) if prior.is_fixed() => prior.mean(),
                Uncertainty::Drawn(prior) => {
                    self.uncertainties[input] = Uncertainty::Drawn(prior.clone());
                    continue;
                }
            };
            self.uncertainties[input] = Uncertainty::Fixed(fixed);
            self.points[input] = fixed;
            years[input].point = setting.price_year;
        }
    }

    /// The degree of benefits minus costs in the common value of the break-even inputs; `None` without such inputs
    /// or when it is no polynomial in them.
    #[must_use]
    pub fn break_even_degree(&self, model: &Model) -> Option<u32> {
        let break_even = model.break_even.as_ref()?;
        self.degree_in(model, &break_even.inputs)
    }

    /// The degree of the lines as polynomials in these inputs, by index; `None` when one of them is no polynomial in them.
    #[must_use]
    pub fn degree_in(&self, model: &Model, inputs: &[usize]) -> Option<u32> {
        let mut chosen = vec![false; model.inputs.len()];
        for &index in inputs {
            chosen[index] = true;
        }
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

    /// Whether an input has any effect on a line or on whose money it is. A share of a whole has when another share of it
    /// has: the others are what it leaves.
    #[must_use]
    pub fn uses(&self, model: &Model) -> Vec<bool> {
        self.used(model).0
    }

    /// Which inputs and which derived quantities have an effect on a line or on whose money it is.
    pub(crate) fn used(&self, model: &Model) -> (Vec<bool>, Vec<bool>) {
        let lines = model.lines.iter().map(|line| &line.formula);
        self.reached(model, lines.chain(model.party_shares()))
    }

    /// Whether an input has any effect on a line.
    #[must_use]
    pub fn uses_in_lines(&self, model: &Model) -> Vec<bool> {
        self.reached(model, model.lines.iter().map(|line| &line.formula))
            .0
    }

    /// Which inputs and which derived quantities have an effect on some of these formulas.
    pub(super) fn reached<'a>(
        &self,
        model: &Model,
        formulas: impl Iterator<Item = &'a Formula>,
    ) -> (Vec<bool>, Vec<bool>) {
        let mut inputs = vec![false; model.inputs.len()];
        let mut derived = vec![false; self.derived.len()];
        let mut mark = |formula: &Formula, derived: &mut Vec<bool>| {
            formula.walk(&mut |part| match part {
                Formula::Input(index) => inputs[*index] = true,
                Formula::Derived(index) => derived[*index] = true,
                _ => {}
            });
        };
        formulas.for_each(|formula| mark(formula, &mut derived));
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

    /// Whether lines, derived quantities and shares of money are affine in what a predictive run draws besides the parameters:
    /// predicted quantities together, and inputs that vary between individuals. Then the result at their expected values is
    /// the expected result.
    #[must_use]
    pub fn affine_in_chance(&self, model: &Model) -> AffineInChance {
        let varies = |(input, how): (&Input, &Uncertainty)| {
            input.kind == Kind::Variability && matches!(how, Uncertainty::Drawn(_))
        };
        let inputs = model.inputs.iter().zip(&self.uncertainties);
        let chosen: Vec<bool> = inputs.map(varies).collect();
        let mut derived = vec![None; self.derived.len()];
        for &index in &model.derived_order {
            let own = degree(&self.derived[index], &chosen, &derived);
            derived[index] = match self.prediction(model, index) {
                None => own,
                // Arguments that are chance themselves make it a mixture.
                Some(prediction) => {
                    let arguments = prediction.law.arguments().into_iter();
                    let mut degrees = arguments.map(|argument| degree(argument, &chosen, &derived));
                    (own == Some(0) && degrees.all(|degree| degree == Some(0))).then_some(1)
                }
            };
        }
        let is_affine = |degree: Option<u32>| degree.is_some_and(|degree| degree <= 1);
        let lines = model.lines.iter();
        let mut shares = model.party_shares();
        AffineInChance {
            lines: lines
                .map(|line| is_affine(degree(&line.formula, &chosen, &derived)))
                .collect(),
            shares: shares.all(|share| degree(share, &chosen, &derived) == Some(0)),
            derived: derived.into_iter().map(is_affine).collect(),
        }
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
