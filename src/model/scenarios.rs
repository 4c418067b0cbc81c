//! Scenarios and switches: named departures from the base case.

use super::copula::Matrix;
use super::formula::Formula;
use super::variant::Uncertainty;
use crate::case::Localised;
use crate::dist::Dirichlet;

/// What a scenario or alternative makes of an input.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// Index of the input.
    pub input: usize,
    /// What it becomes, in base units.
    pub to: Uncertainty,
    /// Its price year, when it is in euros: what the setting says, else that of the input.
    pub price_year: Option<i32>,
}

/// A named set of values.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Its name.
    pub name: String,
    /// Its name for readers.
    pub label: Localised,
    /// What inputs become; shared priors are already spread over the inputs that use them.
    pub set: Vec<Setting>,
    /// Correlation groups by index: normal-score matrix and its statement.
    pub correlations: Vec<(usize, Matrix, String)>,
    /// Shares of a whole by index: their joint distribution and its statement. The priors of the shares are in `set`.
    pub compositions: Vec<(usize, Dirichlet, String)>,
    /// Switches by index and the index of the alternative.
    pub switches: Vec<(usize, usize)>,
    /// Whether euros of other years are converted; `None` leaves that to the case.
    pub reindex: Option<bool>,
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
    /// What inputs become.
    pub set: Vec<Setting>,
    /// Derived quantities by index and what they become.
    pub expr: Vec<(usize, Formula)>,
    /// The reason.
    pub note: Option<String>,
}
