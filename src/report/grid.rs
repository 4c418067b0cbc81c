//! Tables for the terminal.

use comfy_table::{CellAlignment, Table, presets};

/// Alignment of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Text.
    Left,
    /// Numbers.
    Right,
}

/// A table with a header line and aligned columns, indented by two blanks.
pub(super) fn grid(header: &[(&str, Align)], rows: Vec<Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    if header.iter().any(|(title, _)| !title.is_empty()) {
        table.set_header(header.iter().map(|(title, _)| *title).collect::<Vec<_>>());
    }
    for row in rows {
        table.add_row(row);
    }
    for (index, (_, align)) in header.iter().enumerate() {
        if let Some(column) = table.column_mut(index) {
            column.set_cell_alignment(match align {
                Align::Left => CellAlignment::Left,
                Align::Right => CellAlignment::Right,
            });
        }
    }
    let lines: Vec<String> = table
        .lines()
        .map(|line| format!(" {}", line.trim_end()))
        .collect();
    lines.join("\n") + "\n"
}

/// Breaks a text into lines of at most `width` characters. A number stays with its sign and unit.
pub(super) fn wrapped(text: &str, width: usize, indent: &str) -> String {
    let mut lines = String::new();
    let mut length = 0;
    for word in words(text) {
        let size = word.chars().count();
        if length > 0 && length + 1 + size > width.saturating_sub(indent.len()) {
            lines.push('\n');
            length = 0;
        }
        lines.push_str(if length == 0 { indent } else { " " });
        lines.push_str(&word);
        length += size + usize::from(length > 0);
    }
    lines
}

/// The words of a text, with "6 %" and "€ 3" as one each.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match words.last_mut() {
            Some(last) if word.starts_with('%') || last.ends_with('€') => {
                last.push(' ');
                last.push_str(word);
            }
            _ => words.push(word.to_owned()),
        }
    }
    words
}

/// The text, cut off with an ellipsis where it is longer than `width`.
pub(super) fn shortened(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// Entries of a list: names in a column, their texts beside them, broken into lines of at most `width` characters. A name
/// that is longer than the column has a line of its own.
pub(super) fn entries(items: &[(String, String)], width: usize) -> String {
    const WIDEST: usize = 32;
    let length = |name: &str| name.chars().count();
    let short = items.iter().map(|(name, _)| length(name));
    let column = short.filter(|&size| size <= WIDEST).max().unwrap_or(0) + 4;
    let indent = " ".repeat(column);
    let mut list = String::new();
    for (name, text) in items {
        let body = wrapped(text, width, &indent);
        if length(name) > WIDEST || body.is_empty() {
            list += &format!("  {name}\n");
            if !body.is_empty() {
                list += &format!("{body}\n");
            }
            continue;
        }
        let blanks = " ".repeat(column - 2 - length(name));
        list += &format!("  {name}{blanks}{}\n", body.trim_start());
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_off_with_an_ellipsis() {
        assert_eq!(shortened("clients", 7), "clients");
        assert_eq!(shortened("the clients", 6), "the c…");
        assert_eq!(shortened("the clients", 5), "the…", "no blank before it");
    }

    #[test]
    fn entries_stay_within_their_width() {
        let long = "a_name_that_is_longer_than_the_column_of_names";
        let items = [("b", "one two three"), (long, "four"), ("cc", "")];
        let items = items.map(|(name, text)| (name.to_owned(), text.to_owned()));
        let expected = format!("  b   one two\n      three\n  {long}\n      four\n  cc\n");
        assert_eq!(entries(&items, 14), expected);
    }
}
