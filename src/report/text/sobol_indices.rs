//! Variance by source, within 80 columns.

use super::run::paragraph;
use super::study::{capital, fitted, heading, label, result};
use crate::analysis::{
    Block, BlockIndices, BlockKind, PairIndices, SobolIndices, is_beyond_chance,
};
use crate::model::Model;
use crate::report::Manifest;
use crate::report::digits::{error, number, percent, rounded};
use crate::report::grid::{Align, grid, shortened};
use crate::stats::Estimate;
use crate::text::Lang;

/// Blocks and pairs that are shown.
const SHOWN: usize = 15;
/// Columns of a label, and of one of two.
const LABEL: usize = 34;
const PAIR: usize = 18;

/// What the tables are made of.
#[derive(Clone, Copy, Debug)]
pub struct SobolReport<'a> {
    /// The language.
    pub lang: Lang,
    /// The case.
    pub model: &'a Model,
    /// What was done.
    pub manifest: &'a Manifest,
    /// Per outcome.
    pub indices: &'a [SobolIndices],
    /// First-order indices from the draws: outcome, member of a block, index.
    pub given_data: &'a [(String, usize, Estimate)],
    /// Indices that are known without sampling: outcome, members of a block, first and total.
    pub exact: &'a [(String, Vec<usize>, [f64; 2])],
}

impl SobolReport<'_> {
    /// The exact indices of a block; not-a-number where they are not known.
    pub(in crate::report) fn exact_of(&self, one: &SobolIndices, block: &Block) -> [f64; 2] {
        let mut all = self.exact.iter();
        let found = all.find(|(outcome, members, _)| {
            *outcome == one.outcome.name
                && members.len() == block.members.len()
                && members.iter().all(|member| block.members.contains(member))
        });
        found.map_or([f64::NAN; 2], |(.., indices)| *indices)
    }
}

/// A table per outcome.
#[must_use]
pub fn sobol_text(report: SobolReport<'_>) -> String {
    let lang = report.lang;
    let mut text = heading(lang, report.model, report.manifest);
    for one in report.indices {
        text += "\n";
        text += &outcome(report, one);
    }
    text
}

fn outcome(report: SobolReport<'_>, one: &SobolIndices) -> String {
    let (lang, model) = (report.lang, report.model);
    let name = capital(&one.outcome.label(model, lang));
    let mean = result(lang, &one.outcome, one.mean);
    let sd = one.variance.value.sqrt();
    let sd = Estimate::new(sd, one.variance.standard_error / (2.0 * sd));
    if one.blocks.is_empty() {
        return paragraph(&lang.pick(
            format!("{name}: {mean} in every draw; there is no variance to explain."),
            format!("{name}: {mean} in elke trekking; er is geen variantie te verklaren."),
        ));
    }
    let sd = result(lang, &one.outcome, sd);
    let mut text = paragraph(&lang.pick(
        format!("{name}: mean {mean}, standard deviation {sd}. Share of the variance by input:"),
        format!("{name}: gemiddelde {mean}, standaardafwijking {sd}. Aandeel van de variantie per parameter:"),
    ));
    text += &table(report, one);
    text += &paragraph(&interactions(lang, one));
    text += &pairs(report, one);
    text + &members(report, one)
}

fn table(report: SobolReport<'_>, one: &SobolIndices) -> String {
    let lang = report.lang;
    let exact = one
        .blocks
        .iter()
        .any(|b| report.exact_of(one, &b.block)[0].is_finite());
    let columns = |name| {
        let all = [
            (name, Align::Right),
            ("MCSE", Align::Right),
            ("exact", Align::Right),
        ];
        all.into_iter().take(if exact { 3 } else { 2 })
    };
    let mut header = vec![("", Align::Left)];
    header.extend(columns("S"));
    header.extend(columns("T"));
    let mut rows: Vec<&BlockIndices> = one.blocks.iter().collect();
    rows.sort_by(|a, b| b.total.value.total_cmp(&a.total.value));
    let left = rows.len().saturating_sub(SHOWN);
    let lines = rows.iter().take(SHOWN).map(|row| {
        let mut cells = vec![block_label(lang, report.model, &row.block)];
        let known = report.exact_of(one, &row.block);
        for (estimate, exact_value) in [row.first, row.total].into_iter().zip(known) {
            cells.push(index(lang, one, estimate));
            cells.push(error(lang, estimate.standard_error));
            if exact {
                cells.push(known_index(lang, exact_value));
            }
        }
        cells
    });
    let lines: Vec<Vec<String>> = lines.collect();
    let mut text = grid(&header, fitted(&header, lines));
    if left > 0 {
        text += &lang.pick(
            format!("  and {left} more in sobol.parquet\n"),
            format!("  en nog {left} in sobol.parquet\n"),
        );
    }
    text += &beyond_chance(report, one);
    text + &paragraph(lang.pick(
        "S: first-order index, the share that goes when the input is known. T: total index, the share that is left when all \
         others are known.",
        "S: index van eerste orde, het aandeel dat verdwijnt als de parameter bekend is. T: totale index, het aandeel dat \
         overblijft als alle andere bekend zijn.",
    ))
}

/// How many indices are not what is known without sampling.
fn beyond_chance(report: SobolReport<'_>, one: &SobolIndices) -> String {
    let lang = report.lang;
    let is_off = |estimate: Estimate, exact: f64| is_beyond_chance(estimate, exact, one.parts);
    let off = one.blocks.iter().map(|row| {
        let [first, total] = report.exact_of(one, &row.block);
        usize::from(is_off(row.first, first)) + usize::from(is_off(row.total, total))
    });
    let off: usize = off.sum();
    if off == 0 {
        return String::new();
    }
    paragraph(&lang.pick(
        format!("WARNING: {off} indices are further from their exact values than chance explains; take the exact ones."),
        format!("LET OP: {off} indices wijken verder van hun exacte waarde af dan toeval verklaart; neem de exacte."),
    ))
}

/// An index without error.
fn known_index(lang: Lang, value: f64) -> String {
    if value < 5e-5 {
        return "≈ 0".to_owned();
    }
    rounded(lang, value, 4)
}

/// An index, unless it is not told apart from zero.
fn index(lang: Lang, one: &SobolIndices, estimate: Estimate) -> String {
    if estimate.value <= one.reach * estimate.standard_error {
        return "≈ 0".to_owned();
    }
    number(lang, estimate)
}

fn block_label(lang: Lang, model: &Model, block: &Block) -> String {
    let together = lang.pick("together", "samen");
    match block.kind {
        BlockKind::Single => label(lang, model, &block.name).to_owned(),
        _ => format!("{} ({} {together})", block.name, block.members.len()),
    }
}

/// What inputs do together.
fn interactions(lang: Lang, one: &SobolIndices) -> String {
    let rest = Estimate::new(1.0 - one.first_sum.value, one.first_sum.standard_error);
    if rest.value <= one.reach * rest.standard_error {
        return lang
            .pick(
                "First-order indices add up to 1: inputs act separately, as far as the draws can tell.",
                "De indices van eerste orde zijn samen 1: voor zover de trekkingen laten zien werken de parameters los van elkaar.",
            )
            .to_owned();
    }
    let rest = percent(lang, rest);
    lang.pick(
        format!("{rest} of the variance is due to inputs together, not to one alone."),
        format!("{rest} van de variantie komt van parameters samen, niet van één alleen."),
    )
}

/// The pairs with the largest interactions.
fn pairs(report: SobolReport<'_>, one: &SobolIndices) -> String {
    let (lang, model) = (report.lang, report.model);
    if one.pairs.is_empty() {
        return String::new();
    }
    let header = [
        ("", Align::Left),
        ("", Align::Left),
        (lang.pick("interaction", "interactie"), Align::Right),
        ("MCSE", Align::Right),
        (lang.pick("together", "samen"), Align::Right),
    ];
    let mut rows: Vec<&PairIndices> = one.pairs.iter().collect();
    rows.sort_by(|a, b| b.interaction.value.total_cmp(&a.interaction.value));
    let left = rows.len().saturating_sub(SHOWN);
    let lines = rows.iter().take(SHOWN).map(|pair| {
        let name =
            |block: usize| shortened(&block_label(lang, model, &one.blocks[block].block), PAIR);
        vec![
            name(pair.blocks[0]),
            name(pair.blocks[1]),
            index(lang, one, pair.interaction),
            error(lang, pair.interaction.standard_error),
            index(lang, one, pair.closed),
        ]
    });
    let mut text = format!("\n{}", grid(&header, lines.collect()));
    if left > 0 {
        text += &lang.pick(
            format!("  and {left} more in sobol_pairs.parquet\n"),
            format!("  en nog {left} in sobol_pairs.parquet\n"),
        );
    }
    text
}

/// Indices of inputs that depend on others.
fn members(report: SobolReport<'_>, one: &SobolIndices) -> String {
    let lang = report.lang;
    let rows = report.given_data.iter();
    let mut rows: Vec<_> = rows
        .filter(|(outcome, ..)| *outcome == one.outcome.name)
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    rows.sort_by(|a, b| b.2.value.total_cmp(&a.2.value));
    let header = [
        ("", Align::Left),
        ("S₁", Align::Right),
        ("MCSE", Align::Right),
    ];
    let lines = rows.iter().map(|(_, input, s1)| {
        let name = &report.model.inputs[*input].name;
        let value = if s1.value <= 1.96 * s1.standard_error {
            "≈ 0".to_owned()
        } else {
            number(lang, *s1)
        };
        vec![
            shortened(label(lang, report.model, name), LABEL),
            value,
            error(lang, s1.standard_error),
        ]
    });
    let title = lang.pick(
        "Inputs that depend on each other have no index of their own. Share of the variance that goes when one of them is known, \
         with what it says of the others (from the draws):",
        "Parameters die samenhangen hebben geen eigen index. Aandeel van de variantie dat verdwijnt als één ervan bekend is, met \
         wat die over de andere zegt (uit de trekkingen):",
    );
    format!("\n{}{}", paragraph(title), grid(&header, lines.collect()))
}
