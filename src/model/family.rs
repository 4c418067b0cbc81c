//! All scenarios and alternatives of a case, each as a departure from one base.

use super::Model;
use super::variant::{Selection, SelectionError, Variant};

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
        let selected = self.selected(selection)?;
        let mut family = Family {
            base: self.checked(&selected)?,
            others: Vec::new(),
            left_out: Vec::new(),
        };
        for departure in self.departures(&family.base) {
            let mut departed = selected.clone();
            match departure {
                Departure::Scenario(scenario) => departed.scenario = Some(scenario),
                Departure::Alternative {
                    switch,
                    alternative,
                } => {
                    departed.switches.retain(|(chosen, _)| *chosen != switch);
                    departed.switches.push((switch, alternative));
                }
            }
            match self.contradiction(departed.scenario, &departed.switches) {
                Some(contradiction) => family.left_out.push((departure, contradiction.text(self))),
                None => match self.checked(&departed) {
                    Ok(variant) => family.others.push((departure, variant)),
                    Err(error) => family.left_out.push((departure, error.message)),
                },
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
