//! How estimates become cells.

use crate::report::digits::{self, error, percent, percentage, significant};
use crate::report::publication::Cell;
use crate::stats::Estimate;
use crate::text::Lang;

/// How an estimate is printed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Print {
    /// An amount.
    Euro,
    /// An expected loss, which no draw may have shown.
    Loss,
    /// A plain number.
    Number,
    /// A probability, or a share of a whole.
    Percent,
    /// A ratio as a percentage, which may be more than 100 %.
    Ratio,
}

impl Print {
    /// The estimate with the digits that its error allows.
    pub(super) fn value(self, lang: Lang, estimate: Estimate) -> Cell {
        let shown = match self {
            // No draw has a loss: the error is not known.
            Self::Loss if estimate.standard_error.is_nan() => "≈ 0".to_owned(),
            Self::Euro | Self::Loss => digits::euro(lang, estimate),
            Self::Number => digits::number(lang, estimate),
            Self::Percent => percent(lang, estimate),
            Self::Ratio => percentage(lang, estimate),
        };
        Cell::printed(shown, estimate)
    }

    /// Its Monte Carlo standard error: of percentages in percentage points.
    pub(super) fn error(self, lang: Lang, estimate: Estimate) -> Cell {
        let points = estimate.standard_error;
        let shown = match self {
            _ if points == 0.0 => "exact".to_owned(),
            Self::Percent | Self::Ratio => format!("{} pp", error(lang, points * 100.0)),
            _ => error(lang, points),
        };
        Cell::printed(shown, Estimate::exact(points))
    }

    /// Both; nothing where there is no estimate.
    pub(super) fn both(self, lang: Lang, estimate: Option<Estimate>) -> [Cell; 2] {
        estimate.map_or([Cell::Empty, Cell::Empty], |estimate| {
            [self.value(lang, estimate), self.error(lang, estimate)]
        })
    }

    /// The estimate, where there is one.
    pub(super) fn maybe(self, lang: Lang, estimate: Option<Estimate>) -> Cell {
        estimate.map_or(Cell::Empty, |estimate| self.value(lang, estimate))
    }
}

/// A number that was not estimated, with so many significant digits.
pub(super) fn known(lang: Lang, value: f64, digits: i32) -> Cell {
    Cell::printed(significant(lang, value, digits), Estimate::exact(value))
}

/// A count.
pub(super) fn count(lang: Lang, number: u64) -> Cell {
    let number = number as f64;
    Cell::printed(digits::rounded(lang, number, 0), Estimate::exact(number))
}

/// What the errors of a table are.
pub(super) fn mcse(lang: Lang) -> String {
    lang.pick(
        "MCSE: Monte Carlo standard error, in the unit of the number before it (pp: percentage points). Numbers have the digits that it allows.",
        "MCSE: Monte-Carlo-standaardfout, in de eenheid van het getal ervoor (pp: procentpunten). Getallen hebben de cijfers die deze toelaat.",
    )
    .to_owned()
}

/// What the columns "2.5 %" and "97.5 %" are.
pub(super) fn interval(lang: Lang) -> String {
    lang.pick(
        "2.5 % and 97.5 %: ends of the 95 % uncertainty interval, the quantiles of the draws.",
        "2,5 % en 97,5 %: uiteinden van het 95 %-onzekerheidsinterval, de percentielen van de trekkingen.",
    )
    .to_owned()
}

/// The titles of those columns.
pub(super) fn ends(lang: Lang) -> [&'static str; 2] {
    lang.pick(["2.5 %", "97.5 %"], ["2,5 %", "97,5 %"])
}
