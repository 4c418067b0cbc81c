//! Which cells of a printed table are likely to be wrong.
//!
//! Every check that fails says of each of its cells what it would have to be. Such a change is an explanation when it
//! mends some check and breaks none: where a failing row crosses a failing column, one cell mends both. Changes of two
//! cells are tried where no single one will do, as when a slip was carried into a total.

use super::sheet::Sheet;
use super::slip::{Slip, decimals, slip};
use crate::model::CellAddress;

/// Changes of one cell that are tried, those of failing rows first. Only tables of thousands of rows have more.
const MOST_TRIED: usize = 2_000;
/// Explanations that are found one after the other in one table.
const MOST: usize = 16;
/// Changes of one cell beyond which pairs of them are not tried: there would be thousands.
const MOST_PAIRED: usize = 60;

/// A cell and what it would have to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// The cell.
    pub cell: CellAddress,
    /// As printed, or as an erratum corrects it.
    pub from: f64,
    /// As the other cells need it.
    pub to: f64,
    /// What turns one into the other.
    pub slip: Option<Slip>,
}

/// What would mend checks that fail.
#[derive(Clone, Debug, PartialEq)]
pub struct Suspicion {
    /// The likeliest change, of one cell or of two.
    pub changes: Vec<Change>,
    /// Other changes that mend as much and agree with the case as well.
    pub alternatives: Vec<Vec<Change>>,
}

impl Suspicion {
    /// Whether a slip was carried into the total of its column.
    #[must_use]
    pub fn is_carried(&self) -> bool {
        let [a, b] = self.changes.as_slice() else {
            return false;
        };
        let off = |change: &Change| change.to - change.from;
        a.cell.column == b.cell.column && (off(a) - off(b)).abs() <= 1e-9 * off(a).abs()
    }
}

/// A set of changes, and how well it explains.
struct Explanation {
    changes: Vec<Change>,
    /// What fails afterwards, and what then contradicts the case.
    left: (usize, usize),
    /// Entered cells among the changes, and changes that no slip explains: computed cells and slips are likelier.
    unlikely: (usize, usize),
}

/// Explanations of what fails in a table, the most telling first, and how many checks fail that none explains.
pub(super) fn suspects(sheet: &Sheet<'_>) -> (Vec<Suspicion>, usize) {
    let digits = digits(sheet);
    let mut sheet = sheet.clone();
    let mut suspicions = Vec::new();
    while suspicions.len() < MOST && !sheet.inconsistent().is_empty() {
        let singles = changes(&sheet, &digits);
        let mut found = explanations(&sheet, singles.iter().map(|change| vec![*change]));
        if found.is_empty() && singles.len() <= MOST_PAIRED {
            found = explanations(&sheet, pairs(&sheet, &singles, &digits));
        }
        found.sort_by_key(|explanation| (explanation.left, explanation.unlikely));
        let mut found = found.into_iter();
        let Some(best) = found.next() else { break };
        let cells = |changes: &[Change]| changes.iter().map(|c| c.cell).collect::<Vec<_>>();
        let chosen = cells(&best.changes);
        let alternatives = found
            .filter(|other| other.left == best.left && cells(&other.changes) != chosen)
            .map(|other| other.changes)
            .collect();
        for change in &best.changes {
            sheet.set(change.cell, change.to);
        }
        add(
            &mut suspicions,
            Suspicion {
                changes: best.changes,
                alternatives,
            },
        );
    }
    (suspicions, sheet.inconsistent().len())
}

/// Adds a suspicion; one that changes a cell again goes on with the earlier one.
fn add(suspicions: &mut Vec<Suspicion>, more: Suspicion) {
    let shared = |known: &&mut Suspicion| {
        let cells = |change: &Change| known.changes.iter().any(|c| c.cell == change.cell);
        more.changes.iter().any(cells)
    };
    let Some(earlier) = suspicions.iter_mut().find(shared) else {
        return suspicions.push(more);
    };
    // What else either could have been is no alternative to both together.
    earlier.alternatives.clear();
    for change in more.changes {
        match earlier.changes.iter_mut().find(|c| c.cell == change.cell) {
            Some(known) => {
                known.to = change.to;
                let digits = decimals(known.from).max(decimals(known.to));
                known.slip = slip(known.from, known.to, digits);
            }
            None => earlier.changes.push(change),
        }
    }
    earlier.changes.sort_by_key(|change| change.cell);
}

/// How many decimals each column is printed with.
fn digits(sheet: &Sheet<'_>) -> Vec<usize> {
    let mut digits = vec![0; sheet.table.columns.len()];
    for cell in sheet.table.printed_cells() {
        let column = &mut digits[cell.column];
        *column = decimals(sheet.value(cell)).max(*column);
    }
    digits
}

/// What each cell of each failing check would have to be for the check to hold.
fn changes(sheet: &Sheet<'_>, digits: &[usize]) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    for index in sheet.inconsistent() {
        for &cell in &sheet.checks()[index].cells {
            if changes.len() >= MOST_TRIED {
                return changes;
            }
            let Some(change) = needed(sheet, index, cell, digits[cell.column]) else {
                continue;
            };
            let known = |known: &Change| known.cell == cell && known.to == change.to;
            if !changes.iter().any(known) {
                changes.push(change);
            }
        }
    }
    changes
}

/// The value of a cell with which a check holds, when the check is linear in it; with so many decimals, unless the check
/// needs more.
fn needed(sheet: &Sheet<'_>, index: usize, cell: CellAddress, digits: usize) -> Option<Change> {
    let check = sheet.checks()[index].check;
    let from = sheet.value(cell);
    let mut trial = sheet.clone();
    let mut difference = |value: f64| {
        trial.set(cell, value);
        trial.sides(check).difference()
    };
    let step = from.abs().max(1.0);
    let (here, there) = (difference(from), difference(from + step));
    let to = from - here * step / (there - here);
    let rounded: f64 = format!("{to:.digits$}").parse().ok()?;
    let mut holds = |value: f64| {
        trial.set(cell, value);
        value.is_finite() && trial.holds(check)
    };
    let to = if holds(rounded) { rounded } else { to };
    holds(to).then(|| Change {
        cell,
        from,
        to,
        slip: slip(from, to, digits.max(decimals(to))),
    })
}

/// Every change of a cell with a change of another that is needed afterwards.
fn pairs(
    sheet: &Sheet<'_>,
    singles: &[Change],
    digits: &[usize],
) -> impl Iterator<Item = Vec<Change>> {
    let mut pairs: Vec<Vec<Change>> = Vec::new();
    for first in singles {
        let mut trial = sheet.clone();
        trial.set(first.cell, first.to);
        for second in changes(&trial, digits) {
            let mut pair = vec![*first, second];
            pair.sort_by_key(|change| change.cell);
            if first.cell != second.cell && !pairs.contains(&pair) {
                pairs.push(pair);
            }
        }
    }
    pairs.into_iter()
}

/// Those changes that mend some check and break none.
fn explanations(sheet: &Sheet<'_>, changes: impl Iterator<Item = Vec<Change>>) -> Vec<Explanation> {
    let before = sheet.inconsistent();
    let computed = |change: &Change| {
        let mut identities = sheet.table.identities.iter();
        identities.any(|identity| identity.left.column() == Some(change.cell.column))
    };
    let weighed = changes.filter_map(|changes| {
        let mut trial = sheet.clone();
        for change in &changes {
            trial.set(change.cell, change.to);
        }
        let after = trial.inconsistent();
        let breaks_none = after.iter().all(|check| before.contains(check));
        (breaks_none && after.len() < before.len()).then(|| Explanation {
            left: (after.len(), trial.contradictions()),
            unlikely: (
                changes.iter().filter(|change| !computed(change)).count(),
                changes.iter().filter(|c| c.slip.is_none()).count(),
            ),
            changes,
        })
    });
    weighed.collect()
}
