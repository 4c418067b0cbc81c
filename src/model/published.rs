//! Published figures to reproduce.

use super::formula::Formula;

/// A published figure.
#[derive(Clone, Debug)]
pub struct Published {
    /// Table or section.
    pub place: String,
    /// Row or cell.
    pub label: String,
    /// Index of the scenario it belongs to.
    pub scenario: Option<usize>,
    /// Alternatives it belongs to: indices of switch and alternative.
    pub switches: Vec<(usize, usize)>,
    /// What it is.
    pub formula: Formula,
    /// As the file writes it.
    pub quantity: String,
    /// The printed figure.
    pub value: f64,
    /// Largest difference that rounding explains.
    pub tolerance: f64,
    /// What the cell should have been.
    pub corrected: Option<f64>,
    /// Why the printed figure is wrong.
    pub erratum: Option<String>,
    /// A remark on a figure that is reproduced all the same.
    pub note: Option<String>,
}
