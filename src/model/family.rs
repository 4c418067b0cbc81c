//! All scenarios and alternatives of a case, each as a departure from one base.

use super::Model;
use super::variant::{Selected, Selection, SelectionError, Variant};

/// How a variant departs from the base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Departure {
    /// By a scenario, by index, in place of that of the base.
    Scenario(usize),
    /// By one alternative of a switch: their indices.
    Alternative {
        /// The switch.
        switch: usize,
        /// The alternative.
        alternative: usize,
    },
}

/// A base and all that depart from it in one scenario or one alternative.
#[derive(Clone, Debug)]
pub struct Family {
    /// What all depart from.
    pub base: Variant,
    /// Scenarios and then alternatives, in the order of the file, without those of the base.
    pub others: Vec<(Departure, Variant)>,
    /// Departures that contradict what the base chooses, and why.
    pub left_out: Vec<(Departure, String)>,
}

impl Model {
    /// The selection as a base, with every scenario and every alternative of a switch that it does not have.
    ///
    /// A scenario takes the place of that of the base; alternatives and inputs that are part of the selection stay as they
    /// are. An alternative takes the place of that of its switch.
    ///
    /// # Errors
    /// As for [`Model::variant`].
    pub fn family(&self, selection: &Selection) -> Result<Family, SelectionError> {
        let Selected {
            scenario,
            switches,
            set,
        } = self.selected(selection)?;
        let base = self.variant_of(scenario, &switches, &set);
        let mut family = Family {
            base,
            others: Vec::new(),
            left_out: Vec::new(),
        };
        for departure in self.departures(&family.base) {
            let (scenario, switches) = match departure {
                Departure::Scenario(scenario) => (Some(scenario), switches.clone()),
                Departure::Alternative {
                    switch,
                    alternative,
                } => {
                    let others = switches.iter().copied().filter(|(s, _)| *s != switch);
                    (scenario, others.chain([(switch, alternative)]).collect())
                }
            };
            if let Some(contradiction) = self.contradiction(scenario, &switches) {
                let why = contradiction.text(self);
                family.left_out.push((departure, why));
            } else {
                let variant = self.variant_of(scenario, &switches, &set);
                family.others.push((departure, variant));
            }
        }
        Ok(family)
    }

    fn departures(&self, base: &Variant) -> Vec<Departure> {
        let scenarios = (0..self.scenarios.len())
            .filter(|&index| base.scenario != Some(index))
            .map(Departure::Scenario);
        let switches = self.switches.iter().zip(&base.alternatives).enumerate();
        let alternatives = switches.flat_map(|(switch, (of, &chosen))| {
            (0..of.alternatives.len())
                .filter(move |&alternative| alternative != chosen)
                .map(move |alternative| Departure::Alternative {
                    switch,
                    alternative,
                })
        });
        scenarios.chain(alternatives).collect()
    }
}
