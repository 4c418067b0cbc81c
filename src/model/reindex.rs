//! Conversion of a variant to euros of one year.

use super::Model;
use super::inputs::Input;
use super::variant::{Uncertainty, Variant};

/// The price years of what a variant has of each input.
#[derive(Clone, Copy, Debug)]
pub(super) struct Years {
    /// Of its point.
    pub(super) point: Option<i32>,
    /// Of the value it is fixed at, or of its prior.
    pub(super) uncertainty: Option<i32>,
}

/// An input that was converted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reindexed {
    /// Its index in the model.
    pub input: usize,
    /// The price year in which it was given.
    pub from: i32,
    /// What it was multiplied by: the factor between the years, to the power that euros have in its unit.
    pub factor: f64,
}

/// What was converted to the price year of the case.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reindexing {
    /// Inputs that were converted.
    pub inputs: Vec<Reindexed>,
    /// Inputs in euros that were left as they are, because nothing says of which year.
    pub undated: Vec<usize>,
}

impl Input {
    /// Whether its unit contains euros, in the numerator or below.
    #[must_use]
    pub fn is_in_euros(&self) -> bool {
        self.unit.power_of("EUR") != 0
    }
}

impl Model {
    /// Whether inputs in euros of other years are converted under a scenario.
    #[must_use]
    pub fn reindexes(&self, scenario: Option<usize>) -> bool {
        let own = scenario.and_then(|index| self.scenarios[index].reindex);
        own.unwrap_or(self.reindex)
    }

    /// What an input in euros of `year` is multiplied by to be in euros of the case; `None` when it is there already, when it
    /// is not in euros, or when the price index lacks a year.
    #[must_use]
    pub fn price_factor(&self, input: usize, year: i32) -> Option<f64> {
        let to = self.price_year.filter(|to| *to != year)?;
        let power = self.inputs[input].unit.power_of("EUR");
        if power == 0 {
            return None;
        }
        let factor = self.price_index.factor(year, to)?;
        let magnitude = (0..power.unsigned_abs()).fold(1.0, |product, _| product * factor);
        Some(if power < 0 {
            1.0 / magnitude
        } else {
            magnitude
        })
    }
}

impl Variant {
    /// Converts points, fixed values and priors to the price year of the case, each from its own.
    ///
    /// A prior is that of `factor` times the quantity, so its coefficient of variation, its shape and its place in a copula
    /// stay: Pearson's correlations of a multivariate normal are those of the normal scores, and covariances are multiplied
    /// by the factors of both inputs.
    pub(super) fn reindex(&mut self, model: &Model, years: &[Years]) {
        let mut reindexing = Reindexing::default();
        for (input, years) in years.iter().enumerate() {
            let factor = |year: Option<i32>| Some((year?, model.price_factor(input, year?)?));
            if let Some((_, factor)) = factor(years.point) {
                self.points[input] *= factor;
            }
            if let Some((from, factor)) = factor(years.uncertainty) {
                match &mut self.uncertainties[input] {
                    Uncertainty::Fixed(value) => *value *= factor,
                    Uncertainty::Drawn(prior) => *prior = prior.scaled(factor),
                }
                reindexing.inputs.push(Reindexed {
                    input,
                    from,
                    factor,
                });
            } else if years.uncertainty.is_none() && model.inputs[input].is_in_euros() {
                reindexing.undated.push(input);
            }
        }
        self.reindexing = Some(reindexing);
    }
}
