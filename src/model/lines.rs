//! Lines, derived quantities, memo lines and break-even.

use super::chain::{DEDUCTIONS, Share};
use super::formula::Formula;
use crate::case::Localised;
use crate::unit::Unit;

/// The side of a line. A negative benefit stays a benefit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Counted in the numerator of the ratio.
    Benefit,
    /// Counted in the denominator.
    Cost,
}

impl Side {
    /// As the case language writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Benefit => "benefit",
            Self::Cost => "cost",
        }
    }

    pub(super) fn of(word: &str) -> Self {
        if word == "cost" {
            Self::Cost
        } else {
            Self::Benefit
        }
    }
}

/// Whether euros can be spent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Euro {
    /// Money.
    Hard,
    /// Well-being or time expressed in money.
    Soft,
}

impl Euro {
    /// As the case language writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Hard => "hard",
            Self::Soft => "soft",
        }
    }

    pub(super) fn of(word: &str) -> Self {
        if word == "soft" {
            Self::Soft
        } else {
            Self::Hard
        }
    }
}

/// A named expression.
#[derive(Clone, Debug)]
pub struct Derived {
    /// Its name.
    pub name: String,
    /// Its name for readers.
    pub label: Localised,
    /// What it is when no switch says otherwise.
    pub formula: Formula,
    /// Its inferred unit.
    pub unit: Unit,
}

/// A benefit or cost.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its name.
    pub name: String,
    /// Its name for readers.
    pub label: Localised,
    /// Its side.
    pub side: Side,
    /// Its amount in euros per what the case is per, impact chain included.
    pub formula: Formula,
    /// Index of the stakeholder who gains or pays.
    pub stakeholder: usize,
    /// Hard or soft.
    pub euro: Euro,
    /// Deadweight, attribution, displacement.
    pub deductions: [Share; 3],
    /// Share lost each year after the first.
    pub drop_off: Share,
    /// How many years it lasts, where the case says so.
    pub years: Option<u32>,
    /// The rate at which later years are discounted.
    pub discount_rate: Share,
}

impl Line {
    /// The shares of its impact chain that are given, with their names.
    pub fn shares(&self) -> impl Iterator<Item = (&'static str, &Formula)> {
        let names = DEDUCTIONS.into_iter().chain(["drop_off"]);
        let shares = self.deductions.iter().chain([&self.drop_off]);
        names.zip(shares).filter_map(|(name, share)| match share {
            Share::Given(formula) => Some((name, formula)),
            _ => None,
        })
    }
}

/// A line without amount (pro memorie).
#[derive(Clone, Debug)]
pub struct Memo {
    /// Its name.
    pub name: String,
    /// Its name for readers.
    pub label: Localised,
    /// Its side.
    pub side: Side,
    /// Expected sign: `+`, `-` or `?`.
    pub sign: String,
    /// Index of the stakeholder.
    pub stakeholder: Option<usize>,
    /// Anything else.
    pub note: Option<String>,
}

/// The inputs that are set to one common value to find the value at which benefits equal costs.
#[derive(Clone, Debug)]
pub struct BreakEven {
    /// Indices of the inputs.
    pub inputs: Vec<usize>,
    /// What the common value is called.
    pub label: Localised,
    /// Their common unit, with scale.
    pub unit: Unit,
}
