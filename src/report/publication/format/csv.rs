//! Tables as comma-separated values: RFC 4180, with a byte order mark.
//!
//! The mark is there because spreadsheets take a file without it for one in the code page of the computer, and then spoil every
//! accent; readers of other programs know it and skip it. Numbers are plain ones with a decimal point, whatever the language,
//! with the digits that are printed: `€ 305,000` is `305000`, and `64 %` is `0.64`.

use super::markdown::is_hidden;
use crate::report::publication::{Cell, PublicationTable};
use crate::text::Lang;

/// A table: its titles, and its rows.
#[must_use]
pub fn csv(lang: Lang, table: &PublicationTable) -> String {
    let line = |fields: Vec<String>| fields.join(",") + "\r\n";
    let titles = table.columns.iter().map(|column| field(&column.title));
    let mut text = format!("\u{feff}{}", line(titles.collect()));
    for row in &table.rows {
        text += &line(row.iter().map(|cell| of_cell(lang, cell)).collect());
    }
    text
}

fn of_cell(lang: Lang, cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => field(text),
        Cell::Number { shown, value } => plain(lang, shown, *value),
    }
}

/// A text that no spreadsheet takes for a formula, in quotes where it needs them.
fn field(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| match c {
            '\n' | '\t' => c,
            c if is_hidden(c) => '\u{fffd}',
            c => c,
        })
        .collect();
    let first = text.trim_start_matches([' ', '\u{a0}']).chars().next();
    // Also what comes before other blanks, which some programs trim.
    let is_formula = matches!(
        first,
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠')
    );
    let text = if is_formula { format!("'{text}") } else { text };
    if text.contains(['"', ',', ';', '\n', '\r', '\t']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

/// The number as printed, without unit and separators; the number itself where what is printed is a bound or a word.
fn plain(lang: Lang, shown: &str, value: f64) -> String {
    if !value.is_finite() {
        return String::new();
    }
    let (comma, point) = lang.pick((',', '.'), ('.', ','));
    let is_bound = shown.starts_with(['<', '>']);
    let digits: String = shown
        .chars()
        .filter_map(|c| match c {
            '−' => Some('-'),
            c if c == comma => None,
            c if c == point => Some('.'),
            c if c.is_ascii_digit() || matches!(c, 'e' | '-') => Some(c),
            _ => None,
        })
        .collect();
    let is_percentage = shown.ends_with('%') || shown.ends_with("pp");
    match digits.parse::<f64>() {
        Ok(_) if is_bound => value.to_string(),
        Ok(number) if is_percentage => {
            let decimals = digits.split_once('.').map_or(0, |(_, after)| after.len());
            format!("{:.*}", decimals + 2, number / 100.0)
        }
        Ok(_) if digits.contains('e') => value.to_string(),
        Ok(_) => digits,
        Err(_) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_plain() {
        let nl = |shown, value| plain(Lang::Nl, shown, value);
        assert_eq!(plain(Lang::En, "−€ 305,110", -305_106.2), "-305110");
        assert_eq!(nl("€ 1.234,50", 1234.5), "1234.50");
        assert_eq!(nl("64,3 %", 0.6431), "0.643");
        assert_eq!(nl("+4,2 pp", 0.0417), "0.042");
        assert_eq!(nl("< 0,0030 %", 0.0), "0");
        assert_eq!(nl("≈ 0", 12.3), "0");
        assert_eq!(nl("geen", 0.0), "0");
        assert_eq!(nl("exact", 0.0), "0");
        assert_eq!(nl("∞", f64::INFINITY), "");
        assert_eq!(plain(Lang::En, "1e-9", 1.2e-9), "0.0000000012");
    }

    #[test]
    fn texts_are_no_formulas() {
        assert_eq!(field("=1+1"), "'=1+1");
        assert_eq!(field(" @x"), "' @x");
        assert_eq!(field("-a, \"b\""), "\"'-a, \"\"b\"\"\"");
        assert_eq!(field("\ta"), "\"'\ta\"");
        assert_eq!(field("a = b"), "a = b");
    }
}
