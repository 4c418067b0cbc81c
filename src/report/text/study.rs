//! The heading of an analysis of a case.

use super::run::{WIDTH, conditions, drawn, paragraph, per};
use crate::analysis::Outcome;
use crate::model::Model;
use crate::report::Manifest;
use crate::report::digits::{euro, number, significant};
use crate::report::grid::{Align, shortened};
use crate::stats::Estimate;
use crate::text::Lang;

/// Labels are not cut off before this.
const SHORTEST: usize = 12;

/// The case, what was drawn, and what departs from the base case.
pub(super) fn heading(lang: Lang, model: &Model, manifest: &Manifest) -> String {
    let mut lines = vec![
        model.heading(lang).to_owned(),
        per(lang, model),
        drawn(lang, model, manifest),
    ];
    lines.extend(conditions(lang, model, manifest));
    lines.iter().map(|line| paragraph(line)).collect()
}

/// A value of an outcome: euros, or a ratio.
pub(super) fn result(lang: Lang, outcome: &Outcome, value: Estimate) -> String {
    match outcome.is_ratio {
        true if value.standard_error == 0.0 => significant(lang, value.value, 3),
        true => number(lang, value),
        false => euro(lang, value),
    }
}

/// What an input is called.
pub(in crate::report) fn label<'a>(lang: Lang, model: &'a Model, name: &'a str) -> &'a str {
    let mut inputs = model.inputs.iter();
    let input = inputs.find(|input| input.name == name);
    input.map_or(name, |input| input.label.or(lang, name))
}

/// The first letter as a capital.
pub(in crate::report) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// Rows whose labels, the first cells, are cut to the room that the other columns of a table of 80 columns leave.
pub(super) fn fitted(columns: &[(&str, Align)], mut rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let widest = |column: usize| {
        let title = columns[column].0.chars().count();
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.max().unwrap_or(0).max(title) + 2
    };
    let taken: usize = (1..columns.len()).map(widest).sum();
    let room = WIDTH.saturating_sub(2 + taken).max(SHORTEST);
    let cut: Vec<String> = rows.iter().map(|row| shortened(&row[0], room)).collect();
    for (place, row) in rows.iter_mut().enumerate() {
        let mut others = cut.iter().enumerate().filter(|(other, _)| *other != place);
        // Labels that begin alike are told apart by their ends.
        row[0] = if others.any(|(_, label)| *label == cut[place]) {
            shortened_within(&row[0], room)
        } else {
            cut[place].clone()
        };
    }
    rows
}

/// The text with an ellipsis in its middle where it is longer than `width`.
fn shortened_within(text: &str, width: usize) -> String {
    let letters: Vec<char> = text.chars().collect();
    if letters.len() <= width {
        return text.to_owned();
    }
    let end = width / 2;
    let start = width - end - 1;
    let first: String = letters[..start].iter().collect();
    let last: String = letters[letters.len() - end..].iter().collect();
    format!("{}…{}", first.trim_end(), last.trim_start())
}
