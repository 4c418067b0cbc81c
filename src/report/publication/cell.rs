//! Tables whose numbers know how they are printed.

use crate::report::digits;
use crate::report::grid::Align;
use crate::stats::Estimate;
use crate::text::Lang;

/// A cell of a publication table.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing, or nothing that means anything.
    Empty,
    /// Text, as it stands in the case: every format escapes it in its own way.
    Text(String),
    /// A number.
    Number {
        /// As a reader sees it, with its unit and the digits that its error allows.
        shown: String,
        /// The number itself; of percentages 0.64 for 64 %.
        value: f64,
    },
}

/// A column of a publication table.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its title.
    pub title: String,
    /// How its cells are set.
    pub align: Align,
}

/// A table for a publication.
#[derive(Clone, Debug, PartialEq)]
pub struct PublicationTable {
    /// Its file, without extension.
    pub name: &'static str,
    /// What it shows, in one sentence.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, each as long as there are columns.
    pub rows: Vec<Vec<Cell>>,
    /// What a reader must know, below the table.
    pub notes: Vec<String>,
}

impl Cell {
    /// A text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// An amount in euros with the digits its error allows.
    #[must_use]
    pub fn euro(lang: Lang, estimate: Estimate) -> Self {
        Self::printed(digits::euro(lang, estimate), estimate)
    }

    /// A plain number with the digits its error allows.
    #[must_use]
    pub fn number(lang: Lang, estimate: Estimate) -> Self {
        Self::printed(digits::number(lang, estimate), estimate)
    }

    /// A probability or share as a percentage.
    #[must_use]
    pub fn percent(lang: Lang, estimate: Estimate) -> Self {
        Self::printed(digits::percent(lang, estimate), estimate)
    }

    /// A standard error with two significant digits.
    #[must_use]
    pub fn error(lang: Lang, standard_error: f64) -> Self {
        Self::printed(
            digits::error(lang, standard_error),
            Estimate::exact(standard_error),
        )
    }

    /// A number as printed; nothing where it is none.
    #[must_use]
    pub fn printed(shown: String, estimate: Estimate) -> Self {
        if estimate.value.is_nan() {
            return Self::Empty;
        }
        Self::Number {
            shown,
            value: estimate.value,
        }
    }

    /// As a reader sees it.
    #[must_use]
    pub fn shown(&self) -> &str {
        match self {
            Self::Empty => "–",
            Self::Text(text) => text,
            Self::Number { shown, .. } => shown,
        }
    }
}

impl Column {
    /// A column of text.
    #[must_use]
    pub fn left(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            align: Align::Left,
        }
    }

    /// A column of numbers.
    #[must_use]
    pub fn right(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            align: Align::Right,
        }
    }
}
