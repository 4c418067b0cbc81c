//! Numbers of a page, as a reader sees them and in full.

use crate::report::digits;
use crate::stats::Estimate;
use crate::text::Lang;

/// How a number is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Print {
    Euro,
    Number,
    Percent,
}

impl Print {
    pub(super) fn text(self, lang: Lang, estimate: Estimate) -> String {
        match self {
            Self::Euro => digits::euro(lang, estimate),
            Self::Number => digits::number(lang, estimate),
            Self::Percent => digits::percent(lang, estimate),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Euro => "euro",
            Self::Number => "number",
            Self::Percent => "percent",
        }
    }
}

/// A number that the script may replace, with all its digits and its error in attributes.
pub(super) fn value(lang: Lang, name: &str, print: Print, estimate: Estimate) -> String {
    format!(
        "<span class=\"value\" data-name=\"{name}\" data-kind=\"{}\" data-value=\"{}\" data-error=\"{}\">{}</span>",
        print.name(),
        full(estimate.value),
        full(estimate.standard_error),
        unbroken(&print.text(lang, estimate))
    )
}

/// A number with all its digits, as scripts read it.
pub(super) fn full(value: f64) -> String {
    if value.is_infinite() {
        return if value > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    format!("{value}")
}

/// `± 0.0031`, or that there is no error.
pub(super) fn error(lang: Lang, print: Print, estimate: Estimate) -> String {
    let size = estimate.standard_error;
    if size == 0.0 {
        return lang
            .pick("exact: nothing was drawn", "exact: er is niets getrokken")
            .to_owned();
    }
    match print {
        Print::Percent => format!("± {} %", digits::error(lang, size * 100.0)),
        Print::Euro => format!("± € {}", digits::error(lang, size)),
        Print::Number => format!("± {}", digits::error(lang, size)),
    }
}

/// A text whose amounts and percentages stay on one line.
pub(super) fn unbroken(text: &str) -> String {
    text.replace("€ ", "€\u{a0}").replace(" %", "\u{a0}%")
}
