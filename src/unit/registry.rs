//! The names of units: built in and declared by a case.

use super::{Unit, UnitError, notation};

/// A unit that every case knows.
#[derive(Clone, Copy, Debug)]
pub struct BuiltIn {
    /// Its name.
    pub name: &'static str,
    /// The base unit it is a multiple of; `None` for a plain number.
    pub base: Option<&'static str>,
    /// How many of the base unit.
    pub scale: f64,
    /// What it is, for reference pages.
    pub meaning: &'static str,
}

/// The built-in units.
///
/// Hours, days, weeks and years are independent base units on purpose: how many hours a working day has, and how
/// many working days a year, is a statement of the case, not of the calendar.
pub const BUILT_IN: &[BuiltIn] = &[
    BuiltIn {
        name: "1",
        base: None,
        scale: 1.0,
        meaning: "a plain number",
    },
    BuiltIn {
        name: "%",
        base: None,
        scale: 0.01,
        meaning: "per cent: 20 [%] is 0.2",
    },
    BuiltIn {
        name: "EUR",
        base: Some("EUR"),
        scale: 1.0,
        meaning: "euro",
    },
    BuiltIn {
        name: "kEUR",
        base: Some("EUR"),
        scale: 1e3,
        meaning: "thousand euros",
    },
    BuiltIn {
        name: "MEUR",
        base: Some("EUR"),
        scale: 1e6,
        meaning: "million euros",
    },
    BuiltIn {
        name: "QALY",
        base: Some("QALY"),
        scale: 1.0,
        meaning: "quality-adjusted life year",
    },
    BuiltIn {
        name: "hour",
        base: Some("hour"),
        scale: 1.0,
        meaning: "hour",
    },
    BuiltIn {
        name: "minute",
        base: Some("hour"),
        scale: 1.0 / 60.0,
        meaning: "1/60 hour",
    },
    BuiltIn {
        name: "day",
        base: Some("day"),
        scale: 1.0,
        meaning: "day (not a number of hours)",
    },
    BuiltIn {
        name: "week",
        base: Some("week"),
        scale: 1.0,
        meaning: "week (not a number of days)",
    },
    BuiltIn {
        name: "year",
        base: Some("year"),
        scale: 1.0,
        meaning: "year",
    },
    BuiltIn {
        name: "quarter",
        base: Some("year"),
        scale: 0.25,
        meaning: "quarter of a year",
    },
    BuiltIn {
        name: "month",
        base: Some("year"),
        scale: 1.0 / 12.0,
        meaning: "twelfth of a year",
    },
];

/// The unit names that one case may use.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    declared: Vec<String>,
}

impl Registry {
    /// Declares a counting unit; `false` when the name is taken.
    pub fn declare(&mut self, name: &str) -> bool {
        let free = self.get(name).is_none();
        if free {
            self.declared.push(name.to_owned());
        }
        free
    }

    /// The unit of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Unit> {
        if let Some(known) = BUILT_IN.iter().find(|unit| unit.name == name) {
            return Some(
                known
                    .base
                    .map_or_else(Unit::one, Unit::base)
                    .scaled(known.scale),
            );
        }
        self.declared
            .iter()
            .any(|declared| declared == name)
            .then(|| Unit::base(name))
    }

    /// All names, built in and declared.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        BUILT_IN
            .iter()
            .map(|unit| unit.name)
            .chain(self.declared.iter().map(String::as_str))
    }

    /// Reads a unit such as `QALY/client/year` or `EUR/(team·year)`.
    ///
    /// # Errors
    /// The place and reason when the text is not a unit or uses an unknown name.
    pub fn parse(&self, text: &str) -> Result<Unit, UnitError> {
        notation::parse(text, self)
    }
}
