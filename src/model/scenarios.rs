//! Scenarios and switches: named departures from the base case.

use super::copula::Matrix;
use super::formula::Formula;
use crate::case::Localised;
use crate::dist::{Dirichlet, Prior};

/// What a scenario or alternative makes of an input, in base units.
#[derive(Clone, Debug, PartialEq)]
pub enum Setting {
    /// Fixed.
    Fixed(f64),
    /// Drawn from another prior.
    Drawn(Prior),
}

/// A named set of values.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Its name.
    pub name: String,
    /// Its name for readers.
    pub label: Localised,
    /// Inputs by index; shared priors are already spread over the inputs that use them.
    pub set: Vec<(usize, Setting)>,
    /// Correlation groups by index: normal-score matrix and its statement.
    pub correlations: Vec<(usize, Matrix, String)>,
    /// Shares of a whole by index: their joint distribution and its statement. The priors of the shares are in `set`.
    pub compositions: Vec<(usize, Dirichlet, String)>,
    /// Switches by index and the index of the alternative.
    pub switches: Vec<(usize, usize)>,
}

/// A structural choice.
#[derive(Clone, Debug)]
pub struct Switch {
    /// Its name.
    pub name: String,
    /// Its name for readers.
    pub label: Localised,
    /// Index of the alternative of the base case.
    pub default: usize,
    /// The alternatives.
    pub alternatives: Vec<Alternative>,
}

/// One way to decide a switch.
#[derive(Clone, Debug)]
pub struct Alternative {
    /// Its name.
    pub name: String,
    /// Its name for readers.
    pub label: Localised,
    /// Inputs by index.
    pub set: Vec<(usize, Setting)>,
    /// Derived quantities by index and what they become.
    pub expr: Vec<(usize, Formula)>,
    /// The reason.
    pub note: Option<String>,
}
