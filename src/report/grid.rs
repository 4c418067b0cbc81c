//! Tables for the terminal.

use comfy_table::{CellAlignment, Table, presets};

/// Alignment of a column.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
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

/// Breaks a text into lines of at most `width` characters.
pub(super) fn wrapped(text: &str, width: usize, indent: &str) -> String {
    let mut lines = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let size = word.chars().count();
        if length > 0 && length + 1 + size > width.saturating_sub(indent.len()) {
            lines.push('\n');
            length = 0;
        }
        lines.push_str(if length == 0 { indent } else { " " });
        lines.push_str(word);
        length += size + usize::from(length > 0);
    }
    lines
}
