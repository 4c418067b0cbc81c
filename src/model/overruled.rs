//! What a scenario says and a run does otherwise, because who runs it chooses so.

use super::Model;
use super::contradictions::Choice;
use super::scenarios::Setting;
use super::variant::{Authority, Variant};

/// Something that a scenario says in vain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Overruled {
    /// It chooses another alternative than holds in the end: indices of the switch, of the alternative that holds, and of
    /// the one the scenario chooses.
    Choice {
        /// The switch.
        switch: usize,
        /// The alternative that holds.
        alternative: usize,
        /// The alternative of the scenario.
        scenario: usize,
    },
    /// It makes something else of an input or derived quantity, by itself or by an alternative.
    Quantity {
        /// The input or derived quantity.
        name: String,
        /// Switch and alternative that win; `None` for an input that is fixed for the run.
        winner: Option<Choice>,
        /// Switch and alternative that lose; `None` for the scenario itself.
        loser: Option<Choice>,
    },
}

/// What says what becomes of a quantity, from the weakest on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layer {
    Alternative(Choice),
    Scenario,
    Set,
}

impl Layer {
    fn choice(self) -> Option<Choice> {
        match self {
            Self::Alternative(choice) => Some(choice),
            Self::Scenario | Self::Set => None,
        }
    }
}

impl Model {
    /// What the scenario of a variant says and the variant does otherwise, and inputs fixed for a run that an alternative
    /// sets.
    #[must_use]
    pub fn overruled(&self, variant: &Variant) -> Vec<Overruled> {
        let planned = self.planned(variant.scenario);
        let mut found = Vec::new();
        let mut layers = [Vec::new(), Vec::new(), vec![Layer::Set]];
        for (switch, &alternative) in variant.alternatives.iter().enumerate() {
            let plan = planned[switch];
            let level = match plan.authority(alternative) {
                Authority::Default => continue,
                Authority::Scenario => 0,
                Authority::Chosen => 1,
            };
            layers[level].push(Layer::Alternative((switch, alternative)));
            if level == 1 && plan.by_scenario {
                found.push(Overruled::Choice {
                    switch,
                    alternative,
                    scenario: plan.alternative,
                });
            }
        }
        layers[0].extend(variant.scenario.map(|_| Layer::Scenario));
        for (index, input) in self.inputs.iter().enumerate() {
            let says = |layer| self.sets(layer, variant, index);
            found.extend(overruled(&layers, &input.name, says));
        }
        for (index, derived) in self.derived.iter().enumerate() {
            let says = |layer| self.replaces(layer, index);
            found.extend(overruled(&layers, &derived.name, says));
        }
        found
    }

    /// Whether a layer sets an input.
    fn sets(&self, layer: Layer, variant: &Variant, input: usize) -> bool {
        let among = |set: &[Setting]| set.iter().any(|setting| setting.input == input);
        match layer {
            Layer::Alternative((s, a)) => among(&self.switches[s].alternatives[a].set),
            Layer::Scenario => variant
                .scenario
                .is_some_and(|scenario| among(&self.scenarios[scenario].set)),
            Layer::Set => variant.set.iter().any(|(index, _)| *index == input),
        }
    }

    /// Whether a layer replaces a derived quantity.
    fn replaces(&self, layer: Layer, derived: usize) -> bool {
        layer.choice().is_some_and(|(s, a)| {
            let expr = &self.switches[s].alternatives[a].expr;
            expr.iter().any(|(index, _)| *index == derived)
        })
    }
}

/// Who wins and who loses where layers of different levels say something of one quantity.
fn overruled(layers: &[Vec<Layer>], name: &str, says: impl Fn(Layer) -> bool) -> Option<Overruled> {
    let level = |layers: &Vec<Layer>| layers.iter().copied().rfind(|layer| says(*layer));
    let mut said = layers.iter().rev().filter_map(level);
    let (winner, loser) = (said.next()?, said.next()?);
    Some(Overruled::Quantity {
        name: name.to_owned(),
        winner: winner.choice(),
        loser: loser.choice(),
    })
}
