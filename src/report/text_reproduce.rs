//! Published figures against the case, table by table.

use super::digits::{rounded, significant};
use super::grid::{Align, grid, wrapped};
use super::text_audit::audit_text;
use crate::analysis::{Cell, Reproduction, Verdict};
use crate::text::Lang;

const COLUMNS: [(&str, Align); 5] = [
    ("", Align::Left),
    ("published", Align::Right),
    ("computed", Align::Right),
    ("difference", Align::Right),
    ("verdict", Align::Left),
];

/// Printed tables, then all cells, then the errata and remarks, then the count.
#[must_use]
pub fn reproduce_text(reproduction: &Reproduction) -> String {
    let mut text = audit_text(&reproduction.tables, Lang::En);
    let mut places: Vec<&str> = Vec::new();
    for cell in &reproduction.cells {
        if !places.contains(&cell.place.as_str()) {
            places.push(&cell.place);
        }
    }
    for place in places {
        let cells: Vec<&Cell> = reproduction
            .cells
            .iter()
            .filter(|cell| cell.place == place)
            .collect();
        text += &format!(
            "{place}\n{}",
            grid(&COLUMNS, cells.iter().map(|cell| row(cell)).collect())
        );
        // A row has its remark once, whatever the number of its cells.
        let mut said = String::new();
        for cell in cells {
            let remarks = remarks(cell);
            if remarks != said {
                text += &remarks;
                said = remarks;
            }
        }
        text.push('\n');
    }
    text + &conclusion(reproduction)
}

fn row(cell: &Cell) -> Vec<String> {
    let label = match &cell.scenario {
        Some(scenario) => format!("{}, {scenario}", cell.label),
        None => cell.label.clone(),
    };
    let difference = cell.computed - cell.published;
    vec![
        label,
        like(cell.published, cell),
        like(cell.computed, cell),
        if difference.is_nan() {
            "–".to_owned()
        } else {
            like(difference, cell)
        },
        cell.verdict.text().to_owned(),
    ]
}

/// With two digits more than the tolerance has, so that a reader can judge.
fn like(value: f64, cell: &Cell) -> String {
    let decimals = match cell.tolerance {
        t if t >= 0.5 => 2,
        t if t >= 0.05 => 3,
        t if t >= 0.005 => 4,
        _ => 6,
    };
    rounded(Lang::En, value, decimals)
}

fn remarks(cell: &Cell) -> String {
    let mut text = String::new();
    if let Some(erratum) = &cell.erratum {
        let corrected = cell.corrected.map_or_else(String::new, |c| {
            let off = if cell.verdict == Verdict::NotReproduced {
                ", which is not what is computed either"
            } else {
                ""
            };
            format!(" (should be {}{off})", significant(Lang::En, c, 9))
        });
        text += &wrapped(
            &format!("erratum, {}{corrected}: {erratum}", cell.label),
            96,
            "    ",
        );
        text.push('\n');
    }
    if let Some(note) = &cell.note {
        text += &wrapped(&format!("note, {}: {note}", cell.label), 96, "    ");
        text.push('\n');
    }
    text
}

fn conclusion(reproduction: &Reproduction) -> String {
    let count = |verdict| reproduction.count(verdict);
    let mut parts = vec![format!("{} reproduced", count(Verdict::Reproduced))];
    for (verdict, words) in [
        (Verdict::ErratumExplained, "errata explained"),
        (Verdict::NotReproduced, "NOT reproduced"),
        (
            Verdict::ErratumUnfounded,
            "errata that the case does not bear out",
        ),
    ] {
        if count(verdict) > 0 {
            parts.push(format!("{} {words}", count(verdict)));
        }
    }
    format!(
        "{} published figures: {}\n",
        reproduction.verdicts().count(),
        parts.join(", ")
    )
}
