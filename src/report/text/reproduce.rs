//! Published figures against the case, table by table.

use super::audit::audit_text;
use crate::analysis::{Cell, Reproduction, Verdict};
use crate::model::Model;
use crate::report::digits::{rounded, significant};
use crate::report::grid::{Align, grid, wrapped};
use crate::report::words::{FIGURE, Noun};
use crate::text::Lang;

const EXPLAINED: Noun = Noun::new(
    ["erratum explained", "errata explained"],
    ["erratum verklaard", "errata verklaard"],
);
const NOT_REPRODUCED: Noun = Noun::new(
    ["NOT reproduced", "NOT reproduced"],
    ["NIET gereproduceerd", "NIET gereproduceerd"],
);
const UNFOUNDED: Noun = Noun::new(
    [
        "erratum that the case does not bear out",
        "errata that the case does not bear out",
    ],
    [
        "erratum dat de business case niet bevestigt",
        "errata die de business case niet bevestigt",
    ],
);

/// Printed tables, then all cells, then the errata and remarks, then the count.
#[must_use]
pub fn reproduce_text(lang: Lang, model: &Model, reproduction: &Reproduction) -> String {
    let columns = [
        ("", Align::Left),
        (lang.pick("published", "gepubliceerd"), Align::Right),
        (lang.pick("computed", "berekend"), Align::Right),
        (lang.pick("difference", "verschil"), Align::Right),
        (lang.pick("verdict", "oordeel"), Align::Left),
    ];
    let mut text = audit_text(lang, &reproduction.tables);
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
            grid(
                &columns,
                cells.iter().map(|cell| row(lang, model, cell)).collect()
            )
        );
        // A row has its remark once, whatever the number of its cells.
        let mut said = String::new();
        for cell in cells {
            let remarks = remarks(lang, cell);
            if remarks != said {
                text += &remarks;
                said = remarks;
            }
        }
        text.push('\n');
    }
    text + &conclusion(lang, reproduction)
}

fn row(lang: Lang, model: &Model, cell: &Cell) -> Vec<String> {
    let label = match cell.scenario.map(|index| &model.scenarios[index]) {
        Some(scenario) => {
            let scenario = scenario.label.or(lang, &scenario.name);
            format!("{}, {scenario}", cell.label)
        }
        None => cell.label.clone(),
    };
    let difference = cell.computed - cell.published;
    vec![
        label,
        like(lang, cell.published, cell),
        like(lang, cell.computed, cell),
        if difference.is_nan() {
            "–".to_owned()
        } else {
            like(lang, difference, cell)
        },
        cell.verdict.text(lang).to_owned(),
    ]
}

/// With two digits more than the tolerance has, so that a reader can judge.
pub(in crate::report) fn like(lang: Lang, value: f64, cell: &Cell) -> String {
    let decimals = match cell.tolerance {
        t if t >= 0.5 => 2,
        t if t >= 0.05 => 3,
        t if t >= 0.005 => 4,
        _ => 6,
    };
    rounded(lang, value, decimals)
}

fn remarks(lang: Lang, cell: &Cell) -> String {
    let mut text = String::new();
    let mut say = |remark: String| {
        text += &wrapped(&remark, 96, "    ");
        text.push('\n');
    };
    let label = &cell.label;
    if let Some(erratum) = &cell.erratum {
        let corrected = corrected(lang, cell);
        say(format!("erratum, {label}{corrected}: {erratum}"));
    }
    if let Some(note) = &cell.note {
        let word = lang.pick("note", "opmerking");
        say(format!("{word}, {label}: {note}"));
    }
    text
}

/// What a misprinted figure should have been, where the case says so.
pub(in crate::report) fn corrected(lang: Lang, cell: &Cell) -> String {
    let Some(figure) = cell.corrected else {
        return String::new();
    };
    let off = match cell.verdict {
        Verdict::NotReproduced => lang.pick(
            ", which is not what is computed either",
            ", maar dat komt er ook niet uit",
        ),
        _ => "",
    };
    let figure = significant(lang, figure, 9);
    match lang {
        Lang::En => format!(" (should be {figure}{off})"),
        Lang::Nl => format!(" (zou {figure} moeten zijn{off})"),
    }
}

fn conclusion(lang: Lang, reproduction: &Reproduction) -> String {
    let count = |verdict| reproduction.count(verdict) as u64;
    let reproduced = lang.pick("reproduced", "gereproduceerd");
    let mut parts = vec![format!("{} {reproduced}", count(Verdict::Reproduced))];
    for (verdict, words) in [
        (Verdict::ErratumExplained, EXPLAINED),
        (Verdict::NotReproduced, NOT_REPRODUCED),
        (Verdict::ErratumUnfounded, UNFOUNDED),
    ] {
        if count(verdict) > 0 {
            parts.push(words.counted(lang, count(verdict)));
        }
    }
    let all = FIGURE.counted(lang, reproduction.verdicts().count() as u64);
    format!("{all}: {}\n", parts.join(", "))
}
