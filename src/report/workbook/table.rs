//! A table of a sheet, and where it came to stand.

use rust_xlsxwriter::ChartRange;

use super::value::Value;

/// A column.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// Its title.
    pub(super) title: String,
    /// Its width in characters.
    pub(super) width: f64,
    /// What is done with its cells.
    pub(super) role: Role,
}

/// What a column is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Text on one line.
    Label,
    /// Text on as many lines as it takes.
    Prose,
    /// Numbers.
    Number,
    /// For a chart only.
    Aside,
}

/// Columns and rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// Its columns.
    pub(super) columns: Vec<Column>,
    /// Its rows, each as long as there are columns.
    pub(super) rows: Vec<Vec<Value>>,
}

/// Where the rows of a table stand.
#[derive(Clone, Debug)]
pub(super) struct Place {
    sheet: String,
    first: u32,
    column: u16,
    rows: usize,
}

impl Table {
    /// A table without rows.
    pub(super) fn new(columns: Vec<Column>) -> Self {
        Self {
            columns,
            rows: Vec::new(),
        }
    }

    /// The table with these rows.
    pub(super) fn with(mut self, rows: impl IntoIterator<Item = Vec<Value>>) -> Self {
        self.rows.extend(rows);
        self
    }
}

impl Column {
    /// No word of a title is broken.
    fn new(title: impl Into<String>, width: f64, role: Role) -> Self {
        let title = title.into();
        let words = title.split(' ').map(|word| word.chars().count());
        let longest = words.max().unwrap_or(0) as f64;
        let width = match role {
            Role::Aside => width,
            _ => width.max(1.1 * longest + 2.0),
        };
        Self { title, width, role }
    }

    /// Text on one line.
    pub(super) fn label(title: impl Into<String>, width: f64) -> Self {
        Self::new(title, width, Role::Label)
    }

    /// Text on as many lines as it takes.
    pub(super) fn prose(title: impl Into<String>, width: f64) -> Self {
        Self::new(title, width, Role::Prose)
    }

    /// Numbers.
    pub(super) fn number(title: impl Into<String>) -> Self {
        let title = title.into();
        let width = if title == "MCSE" { 9.0 } else { 11.5 };
        Self::new(title, width, Role::Number)
    }

    /// Numbers, and names in the place of some.
    pub(super) fn wide(title: impl Into<String>) -> Self {
        Self::new(title, 18.0, Role::Number)
    }

    /// What a chart needs.
    pub(super) fn aside(title: impl Into<String>, width: f64) -> Self {
        Self::new(title, width, Role::Aside)
    }
}

impl Place {
    /// The rows of a table that stands there.
    pub(super) fn new(sheet: &str, first: u32, column: u16, rows: usize) -> Self {
        Self {
            sheet: sheet.to_owned(),
            first,
            column,
            rows,
        }
    }

    /// A row of the sheet, by its place in the table.
    pub(super) fn row(&self, row: usize) -> u32 {
        self.first + row as u32
    }

    /// A column, by its place in the table.
    pub(super) fn column(&self, column: usize) -> ChartRange {
        self.part(column, 0, self.rows)
    }

    /// So many rows of a column, from one on.
    pub(super) fn part(&self, column: usize, from: usize, rows: usize) -> ChartRange {
        let column = self.column + column as u16;
        let first = self.first + from as u32;
        let last = first + rows.max(1) as u32 - 1;
        ChartRange::new_from_range(&self.sheet, first, column, last, column)
    }
}
