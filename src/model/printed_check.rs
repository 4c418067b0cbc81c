//! The checking of printed tables.

use super::formula::Formula;
use super::infer::{Scope, Type};
use super::printed::{CellAddress, Heading, Identity, PrintedTable, TableErratum};
use super::printed_identity;
use crate::case::{self, Expr, Spanned};
use crate::text::{Diagnostic, Diagnostics, closest, listed};

/// The name of the row of totals.
const TOTAL: &str = "total";
/// What stands for the name of a row in `quantities`.
const ROW: &str = "ROW";

/// What a table is checked against.
pub(super) struct Context<'a> {
    pub(super) scope: &'a Scope<'a>,
    pub(super) stakeholders: &'a [case::Stakeholder],
    /// The scenario and the alternatives that the table names.
    pub(super) scenario: Option<usize>,
    pub(super) switches: Vec<(usize, usize)>,
}

/// Checks a table. Where names are unknown or lengths differ, it is left out after all mistakes have been said.
pub(super) fn check(
    table: &case::PrintedTable,
    context: Context<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<PrintedTable> {
    let checker = Checker { table };
    checker.shape(diagnostics);
    checker.tolerances(diagnostics);
    checker.labels(diagnostics);
    let cells = checker.cells(diagnostics);
    let quantities = checker.quantities(context.scope, diagnostics);
    let errata = checker.errata(diagnostics);
    let identities: Vec<Option<Identity>> = table
        .identities
        .iter()
        .map(|identity| printed_identity::check(identity, &checker.column_names(), diagnostics))
        .collect();
    let heading = |name: &Spanned<String>| {
        let known = context
            .stakeholders
            .iter()
            .find(|s| s.name.value == name.value);
        let own = table.labels.iter().find(|(of, _)| of.value == name.value);
        let label = own.map(|(_, label)| label).or(known.map(|s| &s.label));
        Heading {
            name: name.value.clone(),
            label: label.cloned().unwrap_or_default(),
        }
    };
    Some(PrintedTable {
        name: table.name.value.clone(),
        place: table.place.clone(),
        note: table.note.clone(),
        rows: table.rows.iter().map(heading).collect(),
        columns: table
            .columns
            .iter()
            .map(|(name, _)| heading(name))
            .collect(),
        cells: cells?,
        identities: identities.into_iter().collect::<Option<_>>()?,
        quantities,
        scenario: context.scenario,
        switches: context.switches,
        tolerance: table.tolerance.value,
        sum_tolerance: table
            .sum_tolerance
            .as_ref()
            .unwrap_or(&table.tolerance)
            .value,
        errata,
    })
}

struct Checker<'a> {
    table: &'a case::PrintedTable,
}

impl Checker<'_> {
    fn column(&self, name: &str) -> Option<usize> {
        let mut columns = self.table.columns.iter();
        columns.position(|(column, _)| column.value == name)
    }

    fn column_names(&self) -> Vec<&str> {
        let columns = self.table.columns.iter();
        columns.map(|(name, _)| name.value.as_str()).collect()
    }

    fn row_names(&self) -> Vec<&str> {
        let rows = self.table.rows.iter();
        rows.map(|name| name.value.as_str()).collect()
    }

    /// Names of rows and columns; that there are rows, and that something is checked.
    fn shape(&self, diagnostics: &mut Diagnostics) {
        let table = self.table;
        let mut refuse = |message: &str, help: &str| {
            let error = Diagnostic::error("table", format!("`{}` {message}", table.name.value));
            diagnostics.push(error.at(table.name.span, "").help(help));
        };
        if table.rows.is_empty() {
            refuse(
                "has no rows",
                "name them: `rows = [\"funds\", \"insurer\"]`",
            );
        }
        let checks = table.identities.len()
            + table.totals.len()
            + table.quantities.len()
            + table.total_quantities.len();
        if checks == 0 {
            refuse(
                "says nothing that could be checked",
                "add `totals`, `identities` or `quantities`",
            );
        }
        for (i, row) in table.rows.iter().enumerate() {
            if row.value == TOTAL {
                let error = Diagnostic::error("table", "`total` cannot be the name of a row");
                let help = "leave it out of `rows` and `columns`, and write `totals`";
                diagnostics.push(error.at(row.span, "").help(help));
            }
            if let Some(first) = table.rows[..i].iter().find(|r| r.value == row.value) {
                let message = format!("two rows are called `{}`", row.value);
                let error = Diagnostic::error("table", message).at(row.span, "");
                diagnostics.push(error.and(first.span, "the first one"));
            }
        }
    }

    fn tolerances(&self, diagnostics: &mut Diagnostics) {
        let own = ("tolerance", Some(&self.table.tolerance));
        let sums = ("sum_tolerance", self.table.sum_tolerance.as_ref());
        for (key, tolerance) in [own, sums] {
            if let Some(tolerance) = tolerance.filter(|t| t.value < 0.0) {
                let message = format!("`{key}` is {}: it cannot be negative", tolerance.value);
                diagnostics.push(Diagnostic::error("value", message).at(tolerance.span, ""));
            }
        }
    }

    fn labels(&self, diagnostics: &mut Diagnostics) {
        for (name, _) in &self.table.labels {
            let known = [self.row_names(), self.column_names()].concat();
            if !known.contains(&name.value.as_str()) {
                diagnostics.push(unknown("row or column", name, &known));
            }
        }
    }

    /// Row by row, the totals last; `None` when a column has not as many cells as there are rows.
    fn cells(&self, diagnostics: &mut Diagnostics) -> Option<Vec<Option<f64>>> {
        let (rows, columns) = (self.table.rows.len(), self.table.columns.len());
        let mut cells = vec![None; (rows + 1) * columns];
        let mut whole = true;
        for (index, (name, column)) in self.table.columns.iter().enumerate() {
            if column.value.len() != rows {
                let message = format!(
                    "`{}` has {} cells, the table has {rows} rows",
                    name.value,
                    column.value.len()
                );
                let error = Diagnostic::error("table", message).at(column.span, "");
                diagnostics.push(error.help("write `\"\"` for a blank cell"));
                whole = false;
                continue;
            }
            for (row, cell) in column.value.iter().enumerate() {
                cells[row * columns + index] = *cell;
            }
        }
        for (name, total) in &self.table.totals {
            match self.column(&name.value) {
                Some(column) => cells[rows * columns + column] = Some(total.value),
                None => diagnostics.push(unknown("column", name, &self.column_names())),
            }
        }
        whole.then_some(cells)
    }

    /// What is printed in a cell; `None` when it is blank, or not there at all.
    fn printed(&self, row: usize, column: usize) -> Option<f64> {
        let (name, cells) = self.table.columns.get(column)?;
        if row < self.table.rows.len() {
            return cells.value.get(row).copied().flatten();
        }
        let mut totals = self.table.totals.iter();
        let total = totals.find(|(of, _)| of.value == name.value);
        total.map(|(_, value)| value.value)
    }

    fn quantities(
        &self,
        scope: &Scope<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<(CellAddress, Formula)> {
        let mut found = Vec::new();
        let mut add = |cell, expr: &Expr, diagnostics: &mut Diagnostics| {
            let inferred = scope.infer(expr, diagnostics);
            match inferred {
                Some((_, Type::Truth)) => {
                    let message = "expected a number, found a comparison";
                    diagnostics.push(Diagnostic::error("type", message).at(expr.span, ""));
                }
                Some((formula, _)) => found.push((cell, formula)),
                None => {}
            }
        };
        for (name, expr) in &self.table.quantities {
            let Some(column) = self.column(&name.value) else {
                diagnostics.push(unknown("column", name, &self.column_names()));
                continue;
            };
            for (row, of) in self.table.rows.iter().enumerate() {
                if self.printed(row, column).is_some() {
                    let expr = expr.renamed(&|word| for_row(word, &of.value));
                    add(CellAddress { row, column }, &expr, diagnostics);
                }
            }
        }
        let row = self.table.rows.len();
        for (name, expr) in &self.table.total_quantities {
            match self.column(&name.value) {
                Some(column) if self.printed(row, column).is_some() => {
                    add(CellAddress { row, column }, expr, diagnostics);
                }
                Some(_) => {
                    let message = format!("`{}` has no total", name.value);
                    let error = Diagnostic::error("table", message).at(name.span, "");
                    diagnostics.push(error.help("give it in `totals`"));
                }
                None => diagnostics.push(unknown("column", name, &self.column_names())),
            }
        }
        found
    }

    fn errata(&self, diagnostics: &mut Diagnostics) -> Vec<TableErratum> {
        let mut errata = Vec::new();
        for erratum in &self.table.errata {
            let mut rows = self.table.rows.iter();
            let row = match rows.position(|row| row.value == erratum.row.value) {
                None if erratum.row.value == TOTAL => Some(self.table.rows.len()),
                row => row,
            };
            let column = self.column(&erratum.column.value);
            if row.is_none() {
                let known = [self.row_names(), vec![TOTAL]].concat();
                diagnostics.push(unknown("row", &erratum.row, &known));
            }
            if column.is_none() {
                diagnostics.push(unknown("column", &erratum.column, &self.column_names()));
            }
            let (Some(row), Some(column)) = (row, column) else {
                continue;
            };
            if self.printed(row, column).is_none() {
                let message = format!(
                    "`{}.{}` is blank: nothing is printed there that could be wrong",
                    erratum.row.value, erratum.column.value
                );
                diagnostics.push(Diagnostic::error("table", message).at(erratum.column.span, ""));
            }
            errata.push(TableErratum {
                cell: CellAddress { row, column },
                corrected: erratum.corrected.value,
                reason: erratum.erratum.clone(),
            });
        }
        errata
    }
}

/// The error for a name that no row or column has.
pub(super) fn unknown(what: &str, name: &Spanned<String>, known: &[&str]) -> Diagnostic {
    let near = closest(&name.value, known.iter().copied());
    let error = Diagnostic::error("name", format!("unknown {what} `{}`", name.value));
    let error = error.at(name.span, "");
    match near {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.note(format!("expected {}", listed(known.iter().copied()))),
    }
}

/// A name with the row in place of `ROW`: `stakeholders.ROW.costs`.
fn for_row(name: &str, row: &str) -> String {
    let parts: Vec<&str> = name
        .split('.')
        .map(|part| if part == ROW { row } else { part })
        .collect();
    parts.join(".")
}
