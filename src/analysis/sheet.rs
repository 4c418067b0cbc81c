//! What must hold in a printed table: identities in every row, sums of columns, agreement with the case.

use std::rc::Rc;

use crate::model::{CellAddress, PrintedTable};

/// One thing that must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// An identity, by index, in a row; the number of rows stands for the totals.
    Identity {
        /// Index of the identity.
        identity: usize,
        /// Index of the row.
        row: usize,
    },
    /// The cells of a column add up to its total.
    Sum {
        /// Index of the column.
        column: usize,
    },
    /// A cell is what the case computes.
    Case {
        /// The cell.
        cell: CellAddress,
    },
}

/// A check with the cells it speaks of.
#[derive(Clone, Debug)]
pub(super) struct Checked {
    pub(super) check: Check,
    /// Those that are printed.
    pub(super) cells: Vec<CellAddress>,
}

/// The two sides of a check.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sides {
    pub(super) left: f64,
    pub(super) right: f64,
    tolerance: f64,
}

impl Sides {
    pub(super) fn difference(self) -> f64 {
        self.left - self.right
    }

    /// Whether they agree within what rounding explains. Sides that are no numbers say nothing.
    pub(super) fn agree(self) -> bool {
        // Room for the rounding of binary numbers.
        let slack = 1e-9 * self.left.abs().max(self.right.abs());
        let difference = self.difference().abs();
        !difference.is_finite() || difference <= self.tolerance + slack
    }
}

/// A table with the values that its cells have for now, and all that must hold.
#[derive(Clone, Debug)]
pub(super) struct Sheet<'a> {
    pub(super) table: &'a PrintedTable,
    values: Vec<f64>,
    /// Shared by all sheets of a table.
    checks: Rc<[Checked]>,
    /// What the case computes, for the cells it says anything of.
    computed: &'a [(CellAddress, f64)],
}

impl<'a> Sheet<'a> {
    /// The table as printed.
    pub(super) fn new(table: &'a PrintedTable, computed: &'a [(CellAddress, f64)]) -> Self {
        Self {
            table,
            // A blank counts as nothing.
            values: table.cells.iter().map(|cell| cell.unwrap_or(0.0)).collect(),
            checks: checks(table, computed).into(),
            computed,
        }
    }

    pub(super) fn checks(&self) -> &[Checked] {
        &self.checks
    }

    pub(super) fn value(&self, cell: CellAddress) -> f64 {
        self.values[self.table.index(cell)]
    }

    pub(super) fn set(&mut self, cell: CellAddress, value: f64) {
        let index = self.table.index(cell);
        self.values[index] = value;
    }

    /// What the case computes for a cell.
    pub(super) fn computed(&self, cell: CellAddress) -> Option<f64> {
        let found = self.computed.iter().find(|(of, _)| *of == cell);
        found.map(|(_, value)| *value)
    }

    /// The two sides of a check, with the values that cells have for now.
    pub(super) fn sides(&self, check: Check) -> Sides {
        let table = self.table;
        match check {
            Check::Identity { identity, row } => {
                let identity = &table.identities[identity];
                let column = |column| self.value(CellAddress { row, column });
                Sides {
                    left: identity.left.evaluate(&column),
                    right: identity.right.evaluate(&column),
                    tolerance: table.tolerance,
                }
            }
            Check::Sum { column } => {
                let last = table.rows.len();
                let cell = |row| self.value(CellAddress { row, column });
                Sides {
                    left: cell(last),
                    right: (0..last).map(cell).sum(),
                    tolerance: table.sum_tolerance,
                }
            }
            Check::Case { cell } => Sides {
                left: self.value(cell),
                right: self.computed(cell).unwrap_or(f64::NAN),
                tolerance: table.tolerance,
            },
        }
    }

    /// Whether a check holds. A number that the case cannot compute agrees with nothing.
    pub(super) fn holds(&self, check: Check) -> bool {
        let sides = self.sides(check);
        let of_table = !matches!(check, Check::Case { .. });
        sides.agree() && (of_table || sides.right.is_finite())
    }

    /// The checks that do not hold, by index.
    pub(super) fn failing(&self) -> Vec<usize> {
        let all = 0..self.checks.len();
        all.filter(|&index| !self.holds(self.checks[index].check))
            .collect()
    }

    /// Those of them that are about the table itself, whatever the case.
    pub(super) fn inconsistent(&self) -> Vec<usize> {
        let mut failing = self.failing();
        failing.retain(|&index| !matches!(self.checks[index].check, Check::Case { .. }));
        failing
    }

    /// How many cells are not what the case computes.
    pub(super) fn contradictions(&self) -> usize {
        self.failing().len() - self.inconsistent().len()
    }
}

/// Everything that must hold: identities row by row, sums of columns, cells of the case.
fn checks(table: &PrintedTable, computed: &[(CellAddress, f64)]) -> Vec<Checked> {
    let last = table.rows.len();
    let is_printed = |cell: &CellAddress| table.printed(*cell).is_some();
    let mut checks = Vec::new();
    for row in 0..=last {
        for (index, identity) in table.identities.iter().enumerate() {
            let columns = identity.columns.iter();
            let all: Vec<_> = columns.map(|&column| CellAddress { row, column }).collect();
            let cells: Vec<_> = all.iter().copied().filter(is_printed).collect();
            // A column without total has none that could be wrong, and products of sums are no sums of products.
            let applies = if row == last {
                identity.is_additive && cells.len() == all.len()
            } else {
                !cells.is_empty() && !is_blank_result(table, index, row)
            };
            if applies {
                let check = Check::Identity {
                    identity: index,
                    row,
                };
                checks.push(Checked { check, cells });
            }
        }
    }
    for column in 0..table.columns.len() {
        if is_printed(&CellAddress { row: last, column }) {
            let cells = (0..=last).map(|row| CellAddress { row, column });
            checks.push(Checked {
                check: Check::Sum { column },
                cells: cells.filter(is_printed).collect(),
            });
        }
    }
    checks.extend(computed.iter().map(|&(cell, _)| Checked {
        check: Check::Case { cell },
        cells: vec![cell],
    }));
    checks
}

/// Whether an identity would give a value to a cell that was left blank: then nothing is printed that could be wrong.
fn is_blank_result(table: &PrintedTable, identity: usize, row: usize) -> bool {
    let left = table.identities[identity].left.column();
    left.is_some_and(|column| table.printed(CellAddress { row, column }).is_none())
}
