//! What results are per, and in which euros: ends of captions and sentences.

use crate::model::Model;
use crate::text::Lang;

/// ", per team·year, euros of 2023"; nothing where a case is per nothing and states no year.
pub(super) fn per(lang: Lang, model: &Model) -> String {
    let mut text = match each(model) {
        each if each.is_empty() => each,
        each => format!(",{each}"),
    };
    if let Some(year) = model.price_year {
        text += &lang.pick(format!(", euros of {year}"), format!(", prijspeil {year}"));
    }
    text
}

/// " per team·year"; nothing where a case is per nothing.
pub(super) fn each(model: &Model) -> String {
    match model.per_text.as_str() {
        "1" => String::new(),
        per => format!(" per {per}"),
    }
}
