//! Do the printed tables agree with themselves, and with the case?
//!
//! A table is audited before it is compared: identities in every row, sums of columns. What fails is a slip of the
//! publication, whatever the case; the case can then be held to the cells that are right. An erratum must concern a
//! cell that some check implicates, and with all corrections in place everything must hold.

use super::reproduction::Verdict;
use super::sheet::{Check, Checked, Sheet};
use super::suspects::{Suspicion, suspects};
use crate::model::{CellAddress, Model, PrintedTable};
use crate::plan::evaluate;

/// What became of a printed table.
#[derive(Clone, Debug)]
pub struct TableAudit {
    /// The table.
    pub table: PrintedTable,
    /// How many identities, sums and cells of the case were checked.
    pub checks: CheckCount,
    /// What does not hold.
    pub findings: Vec<Finding>,
    /// The cells that are likely to be wrong, where findings are not explained by errata.
    pub suspicions: Vec<Suspicion>,
    /// How many identities and sums fail that no suspicion mends.
    pub unlocated: usize,
    /// The cells that are part of some check, row by row.
    pub cells: Vec<AuditedCell>,
}

/// Numbers of checks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CheckCount {
    /// Identities, row by row.
    pub identities: usize,
    /// Sums of columns.
    pub sums: usize,
    /// Cells that the case computes.
    pub cells: usize,
}

/// A check that does not hold.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What does not hold.
    pub check: Check,
    /// The left side of an identity, a total, or a printed cell.
    pub left: f64,
    /// The right side of an identity, the sum of a column, or what the case computes.
    pub right: f64,
    /// Whether it holds with the corrections of the errata.
    pub is_explained: bool,
    /// Whether it holds as printed, and no longer with the corrections.
    pub only_corrected: bool,
}

/// A cell that some check speaks of.
#[derive(Clone, Debug)]
pub struct AuditedCell {
    /// The cell.
    pub cell: CellAddress,
    /// As printed.
    pub printed: f64,
    /// What it should have been, and why.
    pub erratum: Option<(f64, String)>,
    /// What became of it.
    pub verdict: Verdict,
}

impl TableAudit {
    /// Whether nothing is left unexplained.
    #[must_use]
    pub fn is_fine(&self) -> bool {
        self.findings.iter().all(|finding| finding.is_explained)
            && self.cells.iter().all(|cell| cell.verdict.is_fine())
    }
}

/// Audits every printed table of a case.
#[must_use]
pub fn audit(model: &Model) -> Vec<TableAudit> {
    let tables = model.tables.iter();
    tables.map(|table| audit_table(model, table)).collect()
}

fn audit_table(model: &Model, table: &PrintedTable) -> TableAudit {
    let scenario = table.scenario.or(model.published_scenario);
    let variant = model.variant_of(scenario, &table.switches, &[]);
    let computed: Vec<(CellAddress, f64)> = table
        .quantities
        .iter()
        .map(|(cell, formula)| (*cell, evaluate(model, &variant, &variant.points, formula)))
        .collect();
    let printed = Sheet::new(table, &computed);
    let corrected = corrected(&printed, None);
    let findings = findings(&printed, &corrected);
    let (suspicions, unlocated) = suspects(&corrected);
    let cells = cells(&printed, &corrected, &suspicions);
    TableAudit {
        table: table.clone(),
        checks: count(printed.checks()),
        findings,
        suspicions,
        unlocated,
        cells,
    }
}

/// The table with its corrections in place, without that of one cell.
fn corrected<'a>(printed: &Sheet<'a>, without: Option<CellAddress>) -> Sheet<'a> {
    let mut sheet = printed.clone();
    for erratum in &printed.table.errata {
        if Some(erratum.cell) != without {
            sheet.set(erratum.cell, erratum.corrected);
        }
    }
    sheet
}

fn count(checks: &[Checked]) -> CheckCount {
    let mut count = CheckCount::default();
    for checked in checks {
        *match checked.check {
            Check::Identity { .. } => &mut count.identities,
            Check::Sum { .. } => &mut count.sums,
            Check::Case { .. } => &mut count.cells,
        } += 1;
    }
    count
}

fn findings(printed: &Sheet<'_>, corrected: &Sheet<'_>) -> Vec<Finding> {
    let checks = printed.checks().iter().map(|checked| checked.check);
    let failing = checks.filter_map(|check| {
        let (before, after) = (printed.holds(check), corrected.holds(check));
        let sides = if before { corrected } else { printed }.sides(check);
        (!(before && after)).then_some(Finding {
            check,
            left: sides.left,
            right: sides.right,
            is_explained: after,
            only_corrected: before,
        })
    });
    failing.collect()
}

/// The verdict on every cell that some check speaks of, and on every erratum.
fn cells(printed: &Sheet<'_>, corrected: &Sheet<'_>, suspicions: &[Suspicion]) -> Vec<AuditedCell> {
    let table = printed.table;
    let blamed = blamed(corrected, suspicions);
    let mut cells = Vec::new();
    for cell in table.printed_cells() {
        let erratum = table.errata.iter().find(|erratum| erratum.cell == cell);
        let mut checks = printed.checks().iter();
        if erratum.is_none() && !checks.any(|checked| checked.cells.contains(&cell)) {
            continue;
        }
        let verdict = match erratum {
            Some(_) => erratum_verdict(printed, corrected, cell),
            None if blamed.contains(&cell) => Verdict::NotReproduced,
            None => Verdict::Reproduced,
        };
        cells.push(AuditedCell {
            cell,
            printed: printed.value(cell),
            erratum: erratum.map(|erratum| (erratum.corrected, erratum.reason.clone())),
            verdict,
        });
    }
    cells
}

/// An erratum is founded when some check fails as printed because of its cell, and fails again without it.
fn erratum_verdict(printed: &Sheet<'_>, corrected: &Sheet<'_>, cell: CellAddress) -> Verdict {
    let without = self::corrected(printed, Some(cell));
    let fails = |sheet: &Sheet<'_>| {
        let mut checks = sheet.checks().iter();
        checks.any(|checked| checked.cells.contains(&cell) && !sheet.holds(checked.check))
    };
    if printed.value(cell) == corrected.value(cell) || !fails(printed) || !fails(&without) {
        Verdict::ErratumUnfounded
    } else if fails(corrected) {
        Verdict::NotReproduced
    } else {
        Verdict::ErratumExplained
    }
}

/// Cells that answer for what still fails: those suspected, else the result of the check that fails.
fn blamed(sheet: &Sheet<'_>, suspicions: &[Suspicion]) -> Vec<CellAddress> {
    let changes = suspicions.iter().flat_map(|suspicion| &suspicion.changes);
    let mut blamed: Vec<CellAddress> = changes.map(|change| change.cell).collect();
    for index in sheet.failing() {
        let checked = &sheet.checks()[index];
        if !checked.cells.iter().any(|cell| blamed.contains(cell)) {
            blamed.extend(result(sheet.table, checked));
        }
    }
    blamed
}

/// The cell that a check computes.
fn result(table: &PrintedTable, checked: &Checked) -> Option<CellAddress> {
    let row = table.rows.len();
    match checked.check {
        Check::Identity { identity, row } => {
            let column = table.identities[identity].left.column();
            let left = column.map(|column| CellAddress { row, column });
            left.or(checked.cells.first().copied())
        }
        Check::Sum { column } => Some(CellAddress { row, column }),
        Check::Case { cell } => Some(cell),
    }
}
