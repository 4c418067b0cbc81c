//! How wide the columns of a printed table are, and how small its type.
//!
//! Widths are counted in letters: a line of so many fits on a page in type of that size. A column is at least as wide as its
//! longest word; numbers are not broken.

use super::symbols::{BREAKS, words};
use crate::report::Align;
use crate::report::publication::{Cell, PublicationTable};

/// Rows that fit on a page beside other text.
const SHORT: usize = 30;
/// Lines that fit on a page.
const LINES: usize = 42;
/// Letters that the space between columns takes.
const GAP: usize = 2;
/// A column of text is not made narrower than this for want of room.
const READABLE: usize = 22;

/// Page and size of type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// Columns as wide as what is in them.
    Natural,
    /// Columns that share the width of the page.
    Upright,
    /// The same in smaller type.
    UprightSmall,
    /// On its side.
    Sideways,
    /// The same in the smallest type.
    SidewaysSmall,
}

/// How a table is set.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    pub(super) layout: Layout,
    /// Whether it may take several pages.
    pub(super) is_long: bool,
    /// Parts of the width of the page, by column.
    pub(super) widths: Vec<f64>,
}

impl Layout {
    /// Letters of a line.
    fn letters(self) -> usize {
        match self {
            Self::Natural | Self::Upright => 84,
            Self::UprightSmall => 98,
            Self::Sideways => 152,
            Self::SidewaysSmall => 176,
        }
    }

    /// The commands for its type, and for the space between columns.
    pub(super) fn size(self) -> &'static str {
        match self {
            Self::Natural => "\\small",
            Self::Upright => "\\small\\setlength{\\tabcolsep}{4pt}",
            Self::UprightSmall | Self::Sideways => "\\footnotesize\\setlength{\\tabcolsep}{4pt}",
            Self::SidewaysSmall => "\\scriptsize\\setlength{\\tabcolsep}{4pt}",
        }
    }

    pub(super) fn is_landscape(self) -> bool {
        matches!(self, Self::Sideways | Self::SidewaysSmall)
    }
}

impl Shape {
    pub(super) fn of(table: &PublicationTable) -> Self {
        let wants: Vec<Want> = (0..table.columns.len())
            .map(|column| Want::of(table, column))
            .collect();
        let sum = |of: fn(&Want) -> usize| wants.iter().map(|want| of(want) + GAP).sum::<usize>();
        let readable = sum(Want::readable);
        let layouts = [Layout::Upright, Layout::UprightSmall, Layout::Sideways];
        let layout = if sum(|want| want.all) <= Layout::Natural.letters() {
            Layout::Natural
        } else {
            let fits = |layout: &Layout| readable <= layout.letters();
            layouts
                .into_iter()
                .find(fits)
                .unwrap_or(Layout::SidewaysSmall)
        };
        let letters = layout.letters();
        let widths = shared(&wants, letters.saturating_sub(GAP * wants.len()));
        let is_long = layout.is_landscape() || lines(table, &widths, layout) > LINES;
        let all: usize = widths.iter().map(|width| width + GAP).sum();
        let all = all.max(letters) as f64;
        let parts = widths.iter().map(|width| (width + GAP) as f64 / all);
        Self {
            layout,
            is_long,
            widths: parts.collect(),
        }
    }
}

/// The room that a column wants.
struct Want {
    /// For its longest word.
    least: usize,
    /// For all its text in one line.
    all: usize,
}

impl Want {
    fn of(table: &PublicationTable, column: usize) -> Self {
        let title = &table.columns[column].title;
        let mut want = Self {
            least: longest_word(title),
            all: title.chars().count(),
        };
        for row in &table.rows {
            let shown = row[column].shown();
            let all = shown.chars().count();
            let least = match row[column] {
                Cell::Number { .. } => all + 1,
                _ => longest_word(shown),
            };
            want = Self {
                least: want.least.max(least),
                all: want.all.max(all),
            };
        }
        if table.columns[column].align == Align::Right {
            want.all = want.all.max(want.least);
        }
        want
    }

    fn readable(&self) -> usize {
        self.all.min(self.least.max(READABLE))
    }
}

/// Text may be broken after blanks, and within names and addresses after the marks at which LaTeX is told that it may.
fn longest_word(text: &str) -> usize {
    let words = words(text);
    let parts = words.iter().flat_map(|word| word.split(BREAKS));
    let longest = parts.map(|part| part.chars().count()).max();
    let longest = longest.unwrap_or(0);
    // Letters may be wider than digits.
    longest + 1 + longest / 8
}

/// Room by column: the least first, then for readability, then for all, each in proportion to what is wanted.
fn shared(wants: &[Want], room: usize) -> Vec<usize> {
    let mut widths: Vec<usize> = wants.iter().map(|want| want.least.min(want.all)).collect();
    for of in [Want::readable, |want: &Want| want.all] {
        let free = room.saturating_sub(widths.iter().sum());
        let lacks: Vec<usize> = wants
            .iter()
            .zip(&widths)
            .map(|(want, width)| of(want).saturating_sub(*width))
            .collect();
        let lack: usize = lacks.iter().sum();
        for (width, lacking) in widths.iter_mut().zip(lacks) {
            *width += if lack <= free {
                lacking
            } else {
                lacking * free / lack
            };
        }
    }
    widths
}

/// Printed lines.
fn lines(table: &PublicationTable, widths: &[usize], layout: Layout) -> usize {
    if layout == Layout::Natural {
        return table.rows.len() * LINES / SHORT;
    }
    let of_row = |row: &Vec<Cell>| {
        let cells = row.iter().zip(widths);
        let lines =
            cells.map(|(cell, width)| cell.shown().chars().count().div_ceil(*width.max(&1)));
        lines.max().unwrap_or(1).max(1)
    };
    table.rows.iter().map(of_row).sum()
}
