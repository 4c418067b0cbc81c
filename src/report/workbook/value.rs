//! What a cell holds: texts, and numbers with the format that shows the digits their error allows.

use crate::math;
use crate::report::digits::decimals;
use crate::stats::Estimate;

/// Decimals that are shown at most.
const MOST: i32 = 6;

/// The content of a cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// Nothing, or nothing that means anything.
    Empty,
    /// Text.
    Text(String),
    /// A number, in full, and how it is shown.
    Number(f64, Shown),
}

/// How a number is shown, with so many decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// An amount in euros.
    Euro(u8),
    /// A plain number.
    Plain(u8),
    /// A share as a percentage.
    Percent(u8),
    /// A whole number without separators.
    Year,
    /// A number so small that it takes a power of ten.
    Scientific,
}

/// What a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An amount in euros.
    Euro,
    /// A plain number.
    Plain,
    /// A share.
    Percent,
}

impl Value {
    /// A text.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A whole number.
    pub(super) fn whole(number: u64) -> Self {
        Self::Number(number as f64, Shown::Plain(0))
    }

    /// A year or another number without separators.
    pub(super) fn year(year: i32) -> Self {
        Self::Number(f64::from(year), Shown::Year)
    }

    /// A number as it stands in a case, with at most five significant digits unless there are more before the decimal point.
    pub(super) fn plain(number: f64) -> Self {
        Kind::Plain.exact(number)
    }

    /// Yes or no.
    pub(super) fn truth(words: [&str; 2], truth: bool) -> Self {
        Self::text(words[usize::from(!truth)])
    }

    /// A number with a format; a text where it is infinite, nothing where it is none.
    fn number(number: f64, shown: Shown) -> Self {
        if number.is_nan() {
            Self::Empty
        } else if number.is_infinite() {
            Self::text(if number > 0.0 { "∞" } else { "−∞" })
        } else {
            Self::Number(number, shown)
        }
    }
}

impl Shown {
    /// Without zeros at the end of an exact number, and without cents of whole euros.
    fn trimmed(self, value: f64) -> Self {
        let left = |value: f64, most: u8| {
            let digits = format!("{value:.*}", usize::from(most));
            let zeros = digits.bytes().rev().take_while(|digit| *digit == b'0');
            most - (zeros.count() as u8).min(most)
        };
        match self {
            Self::Plain(most) => Self::Plain(left(value, most)),
            Self::Percent(most) => Self::Percent(left(100.0 * value, most)),
            Self::Euro(_) if value.fract() == 0.0 => Self::Euro(0),
            other => other,
        }
    }

    /// The number format. Programs show separators as their users have chosen.
    pub(super) fn code(self) -> String {
        let digits = |decimals: u8, whole: &str| match decimals {
            0 => whole.to_owned(),
            more => format!("{whole}.{}", "0".repeat(usize::from(more))),
        };
        match self {
            Self::Euro(decimals) => {
                let digits = digits(decimals, "#,##0");
                format!("\"€ \"{digits};\"−€ \"{digits}")
            }
            Self::Plain(decimals) => digits(decimals, "#,##0"),
            Self::Percent(decimals) => format!("{} %", digits(decimals, "0")),
            Self::Year => "0".to_owned(),
            Self::Scientific => "0.0E+00".to_owned(),
        }
    }
}

impl Kind {
    /// The kind of a number with this unit: euros, percentages where it is a share, else plain.
    pub(super) fn of(unit: &str, is_share: bool) -> Self {
        match unit {
            _ if is_share => Self::Percent,
            euros if euros.starts_with("EUR") => Self::Euro,
            _ => Self::Plain,
        }
    }

    /// An estimate with the digits its error allows.
    pub(super) fn value(self, estimate: Estimate) -> Value {
        let value = estimate.value;
        let shown = match self {
            Self::Euro => {
                let limit = if value.abs() >= 100.0 { 0 } else { 2 };
                Shown::Euro(match estimate.standard_error {
                    0.0 => limit as u8,
                    _ => decimals(estimate).clamp(0, limit) as u8,
                })
            }
            Self::Plain => plain(value, decimals(estimate)),
            Self::Percent => {
                let scaled = Estimate::new(100.0 * value, 100.0 * estimate.standard_error);
                let most = if scaled.standard_error == 0.0 { 2 } else { 4 };
                Shown::Percent(decimals(scaled).clamp(0, most) as u8)
            }
        };
        let shown = if estimate.standard_error == 0.0 {
            shown.trimmed(value)
        } else {
            shown
        };
        Value::number(value, shown)
    }

    /// A value without error.
    pub(super) fn exact(self, value: f64) -> Value {
        self.value(Estimate::exact(value))
    }

    /// An estimate that may be absent.
    pub(super) fn maybe(self, estimate: Option<Estimate>) -> Value {
        estimate.map_or(Value::Empty, |estimate| self.value(estimate))
    }

    /// A standard error with two significant digits.
    pub(super) fn error(self, estimate: Estimate) -> Value {
        let error = estimate.standard_error;
        let digits = |error: f64, most: i32| {
            if error == 0.0 || !error.is_finite() {
                return 0;
            }
            (1 - math::log10(error.abs()).floor() as i32).clamp(0, most) as u8
        };
        let shown = match self {
            Self::Euro => Shown::Euro(digits(error, 4)),
            Self::Plain if error > 0.0 && error < 1e-5 => Shown::Scientific,
            Self::Plain => Shown::Plain(digits(error, MOST)),
            Self::Percent => Shown::Percent(digits(100.0 * error, MOST)),
        };
        Value::number(error, shown)
    }

    /// The standard error of an estimate that may be absent.
    pub(super) fn maybe_error(self, estimate: Option<Estimate>) -> Value {
        estimate.map_or(Value::Empty, |estimate| self.error(estimate))
    }

    /// The format of numbers along an axis.
    pub(super) fn axis(self) -> String {
        match self {
            Self::Euro => Shown::Euro(0).code(),
            Self::Percent => Shown::Percent(0).code(),
            Self::Plain => "General".to_owned(),
        }
    }
}

/// Numbers that few decimals would show as nothing take a power of ten.
fn plain(value: f64, decimals: i32) -> Shown {
    if value != 0.0 && value.abs() < 1e-4 {
        Shown::Scientific
    } else {
        Shown::Plain(decimals.clamp(0, MOST) as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_show_what_the_error_allows() {
        let ratio = Kind::Plain.value(Estimate::new(1.2284, 0.0012));
        assert_eq!(ratio, Value::Number(1.2284, Shown::Plain(2)));
        let euro = Kind::Euro.value(Estimate::new(-305_106.23, 3.0));
        assert_eq!(euro, Value::Number(-305_106.23, Shown::Euro(0)));
        let share = Kind::Percent.value(Estimate::new(0.6431, 0.000_15));
        assert_eq!(share, Value::Number(0.6431, Shown::Percent(1)));
        assert_eq!(Shown::Percent(1).code(), "0.0 %");
        assert_eq!(Shown::Euro(2).code(), "\"€ \"#,##0.00;\"−€ \"#,##0.00");
    }

    #[test]
    fn exact_numbers_have_no_zeros_at_their_end() {
        assert_eq!(Value::plain(0.2), Value::Number(0.2, Shown::Plain(1)));
        assert_eq!(
            Value::plain(30_906.0),
            Value::Number(30_906.0, Shown::Plain(0))
        );
        assert_eq!(Value::plain(0.0), Value::Number(0.0, Shown::Plain(0)));
    }

    #[test]
    fn what_is_no_number_is_none() {
        assert_eq!(Kind::Euro.value(Estimate::UNKNOWN), Value::Empty);
        assert_eq!(Kind::Plain.exact(f64::NEG_INFINITY), Value::text("−∞"));
        assert_eq!(
            Kind::Plain.error(Estimate::new(1.0, f64::NAN)),
            Value::Empty
        );
    }
}
