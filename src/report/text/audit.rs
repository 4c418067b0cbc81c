//! Printed tables against themselves and the case: what does not hold, and which cell is likely to be wrong.

use crate::analysis::{AuditedCell, Change, Check, Finding, Slip, Suspicion, TableAudit, Verdict};
use crate::model::{CellAddress, Heading, Identity, PrintedTable};
use crate::report::digits::{rounded, significant};
use crate::report::grid::{Align, grid, wrapped};
use crate::text::Lang;

const WIDTH: usize = 96;
const INDENT: &str = "    ";
/// Other explanations that are told.
const OTHERS: usize = 3;

/// Every printed table: what was checked, what does not hold, and why.
#[must_use]
pub fn audit_text(lang: Lang, tables: &[TableAudit]) -> String {
    tables.iter().map(|audit| table_text(lang, audit)).collect()
}

fn table_text(lang: Lang, audit: &TableAudit) -> String {
    let of = lang.pick("table", "tabel");
    let mut text = format!("{} ({of} `{}`)\n", audit.table.place, audit.table.name);
    text += &wrapped(&scope(lang, audit), WIDTH, "  ");
    text.push('\n');
    if !audit.findings.is_empty() {
        text += &findings(lang, audit);
    }
    let mut remark = |remark: String| {
        text += &wrapped(&remark, WIDTH, INDENT);
        text.push('\n');
    };
    for suspicion in &audit.suspicions {
        remark(suspected(lang, &audit.table, suspicion));
    }
    if audit.unlocated > 0 {
        remark(unlocated(lang, audit));
    }
    for cell in &audit.cells {
        cell.erratum
            .iter()
            .for_each(|erratum| remark(erratum_text(lang, audit, cell, erratum)));
    }
    if let Some(note) = &audit.table.note {
        remark(format!("{}: {note}", lang.pick("note", "opmerking")));
    }
    text.push('\n');
    text
}

/// That some checks fail and no cell can be named.
fn unlocated(lang: Lang, audit: &TableAudit) -> String {
    if audit.suspicions.is_empty() {
        let none = (
            "no single cell explains this, nor do two together",
            "geen enkele cel verklaart dit, en twee samen evenmin",
        );
        return lang.pick(none.0, none.1).to_owned();
    }
    let number = rounded(lang, audit.unlocated as f64, 0);
    let rest = (
        "of what does not hold stays unexplained by any one or two cells",
        "van wat niet klopt blijft onverklaard, ook door twee cellen samen",
    );
    format!("{number} {}", lang.pick(rest.0, rest.1))
}

/// How many checks of each kind, and how many failed.
pub(in crate::report) fn scope(lang: Lang, audit: &TableAudit) -> String {
    let count = |number: usize, [one, many]: [&str; 2]| {
        let number_text = rounded(lang, number as f64, 0);
        format!("{number_text} {}", if number == 1 { one } else { many })
    };
    let checks = [
        (
            audit.checks.identities,
            lang.pick(["identity", "identities"], ["identiteit", "identiteiten"]),
        ),
        (
            audit.checks.sums,
            lang.pick(["column sum", "column sums"], ["kolomsom", "kolomsommen"]),
        ),
        (
            audit.checks.cells,
            lang.pick(
                ["cell against the case", "cells against the case"],
                ["cel tegen de case", "cellen tegen de case"],
            ),
        ),
    ];
    let checks = checks.into_iter().filter(|(number, _)| *number > 0);
    let checks: Vec<String> = checks.map(|(number, words)| count(number, words)).collect();
    let outcome = match audit.findings.len() {
        0 => lang.pick("all hold", "alles klopt").to_owned(),
        failed => count(
            failed,
            lang.pick(
                ["does not hold", "do not hold"],
                ["klopt niet", "kloppen niet"],
            ),
        ),
    };
    format!(
        "{} {}: {outcome}",
        checks.join(", "),
        lang.pick("checked", "nagegaan")
    )
}

fn findings(lang: Lang, audit: &TableAudit) -> String {
    let columns = [
        (lang.pick("what must hold", "wat moet kloppen"), Align::Left),
        (lang.pick("left", "links"), Align::Right),
        (lang.pick("right", "rechts"), Align::Right),
        (lang.pick("difference", "verschil"), Align::Right),
        (lang.pick("verdict", "oordeel"), Align::Left),
    ];
    let rows = audit.findings.iter().map(|finding| {
        let number = |value: f64| like(lang, value, finding);
        vec![
            check_text(lang, &audit.table, finding.check),
            number(finding.left),
            number(finding.right),
            number(finding.left - finding.right),
            verdict(lang, finding).to_owned(),
        ]
    });
    grid(&columns, rows.collect())
}

fn verdict(lang: Lang, finding: &Finding) -> &'static str {
    match (finding.is_explained, finding.only_corrected) {
        (true, _) => lang.pick("erratum explained", "erratum verklaart het"),
        (false, true) => lang.pick("FAILS WITH ERRATA", "KLOPT NIET MET ERRATA"),
        (false, false) => lang.pick("FAILS", "KLOPT NIET"),
    }
}

/// Whole numbers as such, others with enough decimals to see the difference.
fn like(lang: Lang, value: f64, finding: &Finding) -> String {
    let whole = |value: f64| (value - value.round()).abs() <= 1e-9 * value.abs();
    let decimals = match (finding.left - finding.right).abs() {
        _ if whole(finding.left) && whole(finding.right) => 0,
        d if d >= 1.0 => 2,
        d if d >= 0.01 => 4,
        _ => 6,
    };
    rounded(lang, value, decimals)
}

fn check_text(lang: Lang, table: &PrintedTable, check: Check) -> String {
    match check {
        Check::Identity { identity, row } => {
            let identity = identity_text(lang, table, &table.identities[identity]);
            format!("{}: {identity}", row_text(lang, table, row))
        }
        Check::Sum { column } => {
            let sum = lang.pick("total = sum of the column", "totaal = som van de kolom");
            format!("{}: {sum}", name(lang, &table.columns[column]))
        }
        Check::Case { cell } => {
            let same = lang.pick("as in the case", "als in de case");
            format!("{}: {same}", cell_text(lang, table, cell))
        }
    }
}

/// An identity with the labels of columns in place of their names.
fn identity_text(lang: Lang, table: &PrintedTable, identity: &Identity) -> String {
    let mut text = String::new();
    let mut word = String::new();
    for c in identity.text.trim().chars().chain(['\n']) {
        if c.is_alphanumeric() || c == '_' {
            word.push(c);
            continue;
        }
        let column = table.columns.iter().find(|column| column.name == word);
        text += column.map_or(word.as_str(), |column| name(lang, column));
        word.clear();
        match c {
            '-' => text.push('−'),
            '*' => text.push('×'),
            c => text.push(c),
        }
    }
    text.trim_end().to_owned()
}

fn name(lang: Lang, heading: &Heading) -> &str {
    heading.label.or(lang, &heading.name)
}

fn row_text(lang: Lang, table: &PrintedTable, row: usize) -> &str {
    let total = lang.pick("total", "totaal");
    table.rows.get(row).map_or(total, |row| name(lang, row))
}

/// "Kessler Foundation, net".
fn cell_text(lang: Lang, table: &PrintedTable, cell: CellAddress) -> String {
    let column = name(lang, &table.columns[cell.column]);
    format!("{}, {column}", row_text(lang, table, cell.row))
}

/// The likely culprits, and what else would explain as much.
fn suspected(lang: Lang, table: &PrintedTable, suspicion: &Suspicion) -> String {
    let mut text = format!(
        "{}: {}",
        lang.pick("likely wrong", "waarschijnlijk fout"),
        changes(lang, table, &suspicion.changes)
    );
    if suspicion.is_carried() {
        let carried = (
            "both are off by the same amount, as when a slip is carried into the total",
            "beide wijken evenveel af, zoals wanneer een vergissing in het totaal doorwerkt",
        );
        text += &format!("; {}", lang.pick(carried.0, carried.1));
    }
    let others = suspicion.alternatives.iter();
    let told: Vec<String> = others
        .take(OTHERS)
        .map(|other| changes(lang, table, other))
        .collect();
    if !told.is_empty() {
        let or = lang.pick("it could as well be", "het kan ook zijn");
        text += &format!("; {or} {}", told.join(lang.pick(", or ", ", of ")));
    }
    let untold = suspicion.alternatives.len().saturating_sub(OTHERS);
    if untold > 0 {
        let more = lang.pick("more cells", "andere cellen");
        text += &format!(", {} {untold} {more}", lang.pick("or", "of"));
    }
    text
}

fn changes(lang: Lang, table: &PrintedTable, changes: &[Change]) -> String {
    let told: Vec<String> = changes.iter().map(|c| change(lang, table, c)).collect();
    told.join(lang.pick(" and ", " en "))
}

/// "Beweging 3.0, net: 19,970 should be 17,970 (one digit differs)".
fn change(lang: Lang, table: &PrintedTable, change: &Change) -> String {
    let slip = change
        .slip
        .map_or_else(String::new, |slip| format!(" ({})", slip_text(lang, slip)));
    format!(
        "{}: {} {} {}{slip}",
        cell_text(lang, table, change.cell),
        significant(lang, change.from, 9),
        lang.pick("should be", "moet zijn"),
        significant(lang, change.to, 9)
    )
}

fn slip_text(lang: Lang, slip: Slip) -> &'static str {
    match slip {
        Slip::Transposed => lang.pick("digits transposed", "cijfers verwisseld"),
        Slip::OneDigit => lang.pick("one digit differs", "één cijfer verschilt"),
        Slip::Sign => lang.pick("the sign differs", "het teken verschilt"),
        Slip::PowerOfTen => lang.pick("a factor of ten", "een factor tien"),
    }
}

fn erratum_text(
    lang: Lang,
    audit: &TableAudit,
    cell: &AuditedCell,
    (corrected, reason): &(f64, String),
) -> String {
    let verdict = match cell.verdict {
        Verdict::ErratumExplained | Verdict::Reproduced => "",
        Verdict::ErratumUnfounded => lang.pick(
            " – UNFOUNDED: without it nothing would fail",
            " – ONGEGROND: zonder dit erratum klopt alles",
        ),
        Verdict::NotReproduced => lang.pick(
            " – NOT EXPLAINED: with it something still fails",
            " – NIET VERKLAARD: ook hiermee klopt niet alles",
        ),
    };
    format!(
        "erratum, {} ({} {}, {} {}){verdict}: {reason}",
        cell_text(lang, &audit.table, cell.cell),
        lang.pick("printed", "gedrukt"),
        significant(lang, cell.printed, 9),
        lang.pick("should be", "moet zijn"),
        significant(lang, *corrected, 9)
    )
}
