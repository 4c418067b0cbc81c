//! Printed tables: cells, what must hold among them, and what they are in the case.

use super::formula::Formula;
use crate::case::{BinaryOp, Localised};

/// A table as a publication prints it.
#[derive(Clone, Debug)]
pub struct PrintedTable {
    /// Its name in the file.
    pub name: String,
    /// Table or section of the publication.
    pub place: String,
    /// A remark.
    pub note: Option<String>,
    /// Its rows, without totals.
    pub rows: Vec<Heading>,
    /// Its columns.
    pub columns: Vec<Heading>,
    /// Its cells, row by row, the totals last: see [`PrintedTable::index`]. Blank ones are `None`.
    pub cells: Vec<Option<f64>>,
    /// What must hold in every row.
    pub identities: Vec<Identity>,
    /// What cells are in the case.
    pub quantities: Vec<(CellAddress, Formula)>,
    /// Index of the scenario it belongs to.
    pub scenario: Option<usize>,
    /// Alternatives it belongs to: indices of switch and alternative.
    pub switches: Vec<(usize, usize)>,
    /// Largest difference that rounding explains.
    pub tolerance: f64,
    /// The same for sums of columns.
    pub sum_tolerance: f64,
    /// Cells that are wrong, each once.
    pub errata: Vec<TableErratum>,
}

/// A row or column.
#[derive(Clone, Debug)]
pub struct Heading {
    /// Its name in the file.
    pub name: String,
    /// Its label, else that of the stakeholder of that name.
    pub label: Localised,
}

/// A cell of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellAddress {
    /// Index of the row; the number of rows stands for the totals.
    pub row: usize,
    /// Index of the column.
    pub column: usize,
}

/// A cell that is printed wrongly.
#[derive(Clone, Debug)]
pub struct TableErratum {
    /// The cell.
    pub cell: CellAddress,
    /// What it should have been.
    pub corrected: f64,
    /// Why it is wrong.
    pub reason: String,
}

/// Two expressions over the columns that are equal in every row.
#[derive(Clone, Debug)]
pub struct Identity {
    /// As the file writes it.
    pub text: String,
    /// Left of the `=`.
    pub left: Arithmetic,
    /// Right of the `=`.
    pub right: Arithmetic,
    /// The columns it uses.
    pub columns: Vec<usize>,
    /// Whether it holds of sums because it holds in every row: columns are added, subtracted and multiplied by numbers.
    pub is_additive: bool,
}

/// An expression over the columns of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Arithmetic {
    /// A number.
    Number(f64),
    /// A column, by index.
    Column(usize),
    /// Sign change.
    Negate(Box<Arithmetic>),
    /// Sum, difference, product or quotient.
    Binary(BinaryOp, Box<Arithmetic>, Box<Arithmetic>),
}

impl PrintedTable {
    /// The place of a cell in `cells`.
    #[must_use]
    pub fn index(&self, cell: CellAddress) -> usize {
        cell.row * self.columns.len() + cell.column
    }

    /// What is printed there.
    #[must_use]
    pub fn printed(&self, cell: CellAddress) -> Option<f64> {
        self.cells.get(self.index(cell)).copied().flatten()
    }

    /// The cells that are not blank, row by row.
    pub fn printed_cells(&self) -> impl Iterator<Item = CellAddress> {
        let columns = self.columns.len();
        let all = (0..=self.rows.len())
            .flat_map(move |row| (0..columns).map(move |column| CellAddress { row, column }));
        all.filter(|cell| self.printed(*cell).is_some())
    }
}

impl Arithmetic {
    /// Its value where columns have these values.
    pub fn evaluate(&self, column: &impl Fn(usize) -> f64) -> f64 {
        match self {
            Self::Number(value) => *value,
            Self::Column(index) => column(*index),
            Self::Negate(operand) => -operand.evaluate(column),
            Self::Binary(op, left, right) => {
                let (left, right) = (left.evaluate(column), right.evaluate(column));
                match op {
                    BinaryOp::Add => left + right,
                    BinaryOp::Subtract => left - right,
                    BinaryOp::Multiply => left * right,
                    BinaryOp::Divide => left / right,
                    _ => f64::NAN,
                }
            }
        }
    }

    /// The column, when it is nothing else.
    #[must_use]
    pub fn column(&self) -> Option<usize> {
        match self {
            Self::Column(index) => Some(*index),
            _ => None,
        }
    }
}
