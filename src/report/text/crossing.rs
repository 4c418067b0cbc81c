//! Break-even along inputs, within 80 columns.

use super::run::paragraph;
use super::study::{capital, fitted, heading, label};
use crate::analysis::{Crossing, EFFECT, Outcome};
use crate::model::{Model, Uncertainty, Variant};
use crate::report::Manifest;
use crate::report::digits::{error, euro, number, percent, significant};
use crate::report::grid::{Align, grid};
use crate::stats::Estimate;
use crate::text::Lang;

/// Names in a sentence; beyond, their number is enough.
const NAMED: usize = 8;

/// What the tables are made of.
#[derive(Clone, Copy, Debug)]
pub struct CrossingReport<'a> {
    /// The language.
    pub lang: Lang,
    /// The case.
    pub model: &'a Model,
    /// Its variant.
    pub variant: &'a Variant,
    /// What was done.
    pub manifest: &'a Manifest,
    /// Whose break-even.
    pub outcome: &'a Outcome,
    /// Expected value of the outcome.
    pub expected: Estimate,
    /// Per input.
    pub rows: &'a [Crossing],
}

/// Drawn inputs by how likely they are on the wrong side, and then fixed ones.
#[must_use]
pub fn crossing_text(report: CrossingReport<'_>) -> String {
    let (lang, model) = (report.lang, report.model);
    let name = capital(&report.outcome.label(model, lang));
    let expected = euro(lang, report.expected);
    let mut text = heading(lang, model, report.manifest);
    text += "\n";
    text += &paragraph(&introduction(report, &name, &expected));
    let (crossing, others): (Vec<&Crossing>, Vec<&Crossing>) =
        report.rows.iter().partition(|row| !row.values.is_empty());
    let (fixed, drawn): (Vec<&Crossing>, Vec<&Crossing>) =
        crossing.into_iter().partition(|row| is_fixed(report, row));
    let mut drawn = drawn;
    // The nearest to a change of the answer first.
    let doubt = |row: &Crossing| row.p_good.map_or(2.0, |p| (p.value - 0.5).abs());
    drawn.sort_by(|a, b| {
        let effect = |row: &Crossing| row.target.name != EFFECT;
        effect(a)
            .cmp(&effect(b))
            .then(doubt(a).total_cmp(&doubt(b)))
    });
    text += &table(report, &drawn, true);
    if !fixed.is_empty() {
        text += "\n";
        text += &paragraph(lang.pick("Fixed inputs:", "Vaste parameters:"));
        text += &table(report, &fixed, false);
    }
    let (moving, still): (Vec<&Crossing>, Vec<&Crossing>) =
        others.into_iter().partition(|row| row.moves);
    let never = lang.pick(
        "No plausible value of these inputs makes it zero",
        "Bij geen aannemelijke waarde van deze parameters is dat nul",
    );
    let level = lang.pick(
        "These inputs do not move it, as far as the draws can tell",
        "Deze parameters doen er voor zover de trekkingen laten zien niet toe",
    );
    text + &named(report, &moving, never) + &named(report, &still, level)
}

fn introduction(report: CrossingReport<'_>, name: &str, expected: &str) -> String {
    let lang = report.lang;
    if report.rows.iter().all(|row| row.values.is_empty()) {
        return lang.pick(
            format!("{name}: {expected} expected, whatever one input alone may be."),
            format!("{name}: {expected} verwacht, wat één parameter alleen ook is."),
        );
    }
    lang.pick(
        format!(
            "{name}: {expected} expected. It is zero when one input has this value, all others as uncertain as they are:"
        ),
        format!(
            "{name}: {expected} verwacht. Dat is nul als één parameter deze waarde heeft en de andere even onzeker blijven:"
        ),
    )
}

fn is_fixed(report: CrossingReport<'_>, row: &Crossing) -> bool {
    let fixed = |i: &usize| matches!(report.variant.uncertainties[*i], Uncertainty::Fixed(_));
    row.target.members.iter().all(fixed)
}

fn table(report: CrossingReport<'_>, rows: &[&Crossing], drawn: bool) -> String {
    let lang = report.lang;
    if rows.is_empty() {
        return String::new();
    }
    let mut header = vec![
        ("", Align::Left),
        (lang.pick("now", "nu"), Align::Right),
        (lang.pick("break-even at", "break-even bij"), Align::Right),
        ("MCSE", Align::Right),
        ("", Align::Left),
    ];
    if drawn {
        header.push((lang.pick("P(good side)", "P(goede kant)"), Align::Right));
    }
    let cells: Vec<Vec<String>> = rows.iter().map(|row| cells(report, row, drawn)).collect();
    grid(&header, fitted(&header, cells))
}

fn cells(report: CrossingReport<'_>, row: &Crossing, drawn: bool) -> Vec<String> {
    let (lang, model) = (report.lang, report.model);
    let name = if row.target.members.len() == 1 {
        label(lang, model, &row.target.name).to_owned()
    } else {
        let own = model.break_even.as_ref().map(|b| b.label.or(lang, ""));
        let own = own.filter(|label| !label.is_empty()).unwrap_or("Effect");
        let together = lang.pick("inputs together", "parameters samen");
        format!("{own} ({together})")
    };
    let now = row
        .current
        .map_or("–".to_owned(), |value| significant(lang, value, 3));
    // What is zero but for rounding is zero.
    let is_zero = |value: &Estimate| value.value.abs() < 1e-9 * row.current.unwrap_or(1.0).abs();
    let values = row.values.iter().map(|value| {
        if is_zero(value) {
            return "0".to_owned();
        }
        number(lang, *value)
    });
    let values: Vec<String> = values.collect();
    let better = match (row.rises, row.values.len()) {
        (Some(true), _) => lang.pick("or more", "of meer"),
        (Some(false), _) => lang.pick("or less", "of minder"),
        (None, 2) if is_good_between(row) => lang.pick("between these", "ertussen"),
        (None, 2) => lang.pick("outside these", "erbuiten"),
        (None, _) => "",
    };
    let errors = row
        .values
        .iter()
        .map(|value| error(lang, value.standard_error));
    let errors = errors.collect::<Vec<_>>().join(", ");
    let mut cells = vec![name, now, values.join(", "), errors, better.to_owned()];
    if drawn {
        cells.push(row.p_good.map_or("–".to_owned(), |p| probability(lang, p)));
    }
    cells
}

/// Whether the outcome is positive between two crossings.
fn is_good_between(row: &Crossing) -> bool {
    let [low, high] = [row.values[0].value, row.values[1].value];
    let mut between = row
        .grid
        .iter()
        .filter(|point| low < point.value && point.value < high);
    between.next().is_none_or(|point| point.mean.value > 0.0)
}

/// The probability of a side, which the prior gives to many digits: nearly all and hardly any are said as such.
fn probability(lang: Lang, p: Estimate) -> String {
    let limit = |text: &str| text.replace('.', lang.pick(".", ","));
    match p.value {
        p if p < 1e-4 => limit("< 0.01 %"),
        p if p > 1.0 - 1e-4 => limit("> 99.99 %"),
        _ => percent(lang, p),
    }
}

/// Inputs of which one thing is said.
fn named(report: CrossingReport<'_>, rows: &[&Crossing], title: &str) -> String {
    let lang = report.lang;
    if rows.is_empty() {
        return String::new();
    }
    let names = rows.iter().take(NAMED);
    let names = names.map(|row| label(lang, report.model, &row.target.name));
    let mut names = names.collect::<Vec<_>>().join("; ");
    let more = rows.len().saturating_sub(NAMED);
    if more > 0 {
        names += &lang.pick(
            format!("; and {more} more (break_even_values.parquet)"),
            format!("; en nog {more} (break_even_values.parquet)"),
        );
    }
    format!("\n{}", paragraph(&format!("{title}: {names}.")))
}
