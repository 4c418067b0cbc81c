//! What moves the result, within 80 columns.

use super::run::{RunReport, paragraph};
use super::study::{capital, fitted, heading, result};
use crate::analysis::sample::OneWay;
use crate::analysis::{Bar, BarEnd, Choice, ChoiceEnd, Outcome, Tornado};
use crate::model::Model;
use crate::report::Manifest;
use crate::report::digits::{euro, number, rounded, significant};
use crate::report::grid::{Align, grid};
use crate::stats::Estimate;
use crate::text::Lang;

/// Bars shown on the terminal.
const BARS: usize = 5;

/// The bars with their title; nothing where nothing is drawn.
pub(super) fn bars(report: RunReport<'_>) -> String {
    let (lang, all) = (report.lang, &report.findings.tornado.bars);
    if all.is_empty() {
        return String::new();
    }
    let columns = [
        ("", Align::Left),
        (lang.pick("from … to", "van … tot"), Align::Left),
        (lang.pick("net benefit", "netto baten"), Align::Right),
        (lang.pick("to", "tot"), Align::Right),
    ];
    let rows = all.iter().take(BARS).map(|bar| {
        let money = |end: &BarEnd| euro(lang, Estimate::exact(end.outcomes[0]));
        let (label, range) = (label(lang, report.model, bar), range(lang, bar));
        vec![label, range, money(&bar.low), money(&bar.high)]
    });
    let rows = fitted(&columns, rows.collect());
    let title = lang.pick(
        "What moves net benefit most (each input from its 2.5 % to its 97.5 % quantile)",
        "Grootste invloed op de netto baten (elk van het 2,5e tot het 97,5e percentiel)",
    );
    let mut text = format!("\n{title}\n{}", grid(&columns, rows));
    let more = all.len().saturating_sub(BARS);
    if more > 0 {
        text += &match lang {
            Lang::En => format!("  and {more} more in tornado.parquet\n"),
            Lang::Nl => format!("  en nog {more} in tornado.parquet\n"),
        };
    }
    text
}

/// What an input is called; of a block its name, which is the group's.
pub(in crate::report) fn label(lang: Lang, model: &Model, bar: &Bar) -> String {
    if let [index] = bar.members[..] {
        return model.inputs[index].label.or(lang, &bar.name).to_owned();
    }
    let together = lang.pick("together", "samen");
    format!("{} ({} {together})", bar.name, bar.members.len())
}

/// From which value to which an input goes, in its own unit.
fn range(lang: Lang, bar: &Bar) -> String {
    let various = lang.pick("various", "divers");
    if bar.low.value.is_none() && bar.high.value.is_none() {
        return various.to_owned();
    }
    let end = |end: &BarEnd| {
        end.value
            .map_or_else(|| various.to_owned(), |value| significant(lang, value, 3))
    };
    format!("{} … {}", end(&bar.low), end(&bar.high))
}

/// What the panels are made of.
#[derive(Clone, Copy, Debug)]
pub struct TornadoReport<'a> {
    /// The language.
    pub lang: Lang,
    /// The case.
    pub model: &'a Model,
    /// What was done.
    pub manifest: &'a Manifest,
    /// The bars; the first outcome is the one shown.
    pub tornado: &'a Tornado,
    /// What is chosen, not drawn.
    pub choices: &'a [Choice],
    /// Per input the conditional mean of the first outcome, and the share of its variance.
    pub curves: &'a [(usize, OneWay)],
}

/// Bars of the inputs, and a panel of choices.
#[must_use]
pub fn tornado_text(report: TornadoReport<'_>) -> String {
    let lang = report.lang;
    let outcome = &report.tornado.outcomes[0];
    let mut text = heading(lang, report.model, report.manifest);
    let base = result(lang, outcome, Estimate::exact(report.tornado.base[0]));
    let name = capital(&outcome.label(report.model, lang));
    text += "\n";
    text += &paragraph(&lang.pick(
        format!("{name} with every input at its mean: {base}."),
        format!("{name} met elke parameter op het gemiddelde: {base}."),
    ));
    text += &inputs_panel(report, outcome);
    text += &choices_panel(report, outcome);
    text
}

/// The bars with the outcome at both ends.
fn inputs_panel(report: TornadoReport<'_>, outcome: &Outcome) -> String {
    let (lang, tornado) = (report.lang, report.tornado);
    let bars = tornado.bars_of(0);
    if bars.is_empty() {
        let nothing = "Nothing is drawn, so there are no bars.";
        return paragraph(lang.pick(
            nothing,
            "Er wordt niets getrokken, dus er zijn geen balken.",
        ));
    }
    let percents = tornado
        .ends
        .map(|p| rounded(lang, 100.0 * p, i32::from(!(0.05..=0.95).contains(&p))));
    let [low, high] = &percents;
    let title = lang.pick(
        format!("Each input from its {low} % to its {high} % quantile, all others at their means"),
        format!(
            "Elke parameter van het {low}e tot het {high}e percentiel, de andere op het gemiddelde"
        ),
    );
    let header = [
        ("", Align::Left),
        (lang.pick("from … to", "van … tot"), Align::Left),
        (lang.pick("outcome", "uitkomst"), Align::Right),
        (lang.pick("to", "tot"), Align::Right),
        ("S₁", Align::Right),
    ];
    let rows = bars.iter().take(SHOWN);
    let rows = rows.map(|bar| {
        let end = |end: &BarEnd| result(lang, outcome, Estimate::exact(end.outcomes[0]));
        let label = label(lang, report.model, bar);
        vec![
            label,
            range(lang, bar),
            end(&bar.low),
            end(&bar.high),
            share(report, bar),
        ]
    });
    let rows = fitted(&header, rows.collect());
    let mut text = format!("\n{}{}", paragraph(&title), grid(&header, rows));
    let more = bars.len().saturating_sub(SHOWN);
    if more > 0 {
        text += &match lang {
            Lang::En => format!("  and {more} more in tornado.parquet\n"),
            Lang::Nl => format!("  en nog {more} in tornado.parquet\n"),
        };
    }
    let outside = |bar: &Bar| is_outside(bar, tornado.base[0]);
    let all = bars.iter().take(SHOWN).filter(|bar| outside(bar));
    let names: Vec<&str> = all.map(|bar| bar.name.as_str()).collect();
    if !names.is_empty() {
        let names = names.join(", ");
        text += &paragraph(&lang.pick(
            format!("Both ends of {names} are on one side of the outcome at the means: it does not rise or fall throughout, and such a bar says too little."),
            format!("Beide uiteinden van {names} liggen aan één kant van de uitkomst bij de gemiddelden: die stijgt of daalt niet overal, en zo'n balk zegt te weinig."),
        ));
    }
    text + &paragraph(lang.pick(
        "S₁: share of the variance of the outcome that goes when the input is known, from the draws. Inputs that depend on each \
         other include what they share, so shares may add up to more than 1.",
        "S₁: aandeel van de variantie van de uitkomst dat verdwijnt als de parameter bekend is, uit de trekkingen. Bij \
         parameters die samenhangen telt wat ze delen dubbel, zodat de som boven 1 kan uitkomen.",
    ))
}

/// Whether the outcome at the means lies beyond both ends of a bar.
fn is_outside(bar: &Bar, base: f64) -> bool {
    let [low, high] = [bar.low.outcomes[0], bar.high.outcomes[0]];
    let room = 1e-9 * base.abs();
    base > low.max(high) + room || base < low.min(high) - room
}

/// Bars that are shown where there is room.
const SHOWN: usize = 15;

/// The given-data first-order index of a bar of one input.
fn share(report: TornadoReport<'_>, bar: &Bar) -> String {
    let [input] = bar.members[..] else {
        return "–".to_owned();
    };
    let curve = report.curves.iter().find(|(of, _)| *of == input);
    let Some((_, curve)) = curve else {
        return "–".to_owned();
    };
    if curve.s1_interval()[0] <= 0.0 {
        return "≈ 0".to_owned();
    }
    number(report.lang, curve.s1)
}

/// Switches and value judgements.
fn choices_panel(report: TornadoReport<'_>, outcome: &Outcome) -> String {
    let lang = report.lang;
    if report.choices.iter().all(|choice| choice.swing(0) == 0.0) {
        return String::new();
    }
    let title = lang.pick(
        "Choices that are not drawn: every alternative, and value judgements from end to end",
        "Keuzes, niet getrokken: elk alternatief, en waardeoordelen van uiterste tot uiterste",
    );
    let header = [
        ("", Align::Left),
        (lang.pick("from … to", "van … tot"), Align::Left),
        (lang.pick("outcome", "uitkomst"), Align::Right),
        (lang.pick("to", "tot"), Align::Right),
        (lang.pick("swing", "verschil"), Align::Right),
    ];
    let moving = report.choices.iter().filter(|choice| choice.swing(0) > 0.0);
    let rows = moving.map(|choice| {
        let [low, high] = choice.shown(0);
        let name = |end: &ChoiceEnd| match (&end.name, end.value) {
            (Some(name), _) => name.clone(),
            (None, Some(value)) => significant(lang, value, 3),
            (None, None) => String::new(),
        };
        let end = |end: &ChoiceEnd| result(lang, outcome, Estimate::exact(end.outcomes[0]));
        let label = choice.label(report.model, lang).to_owned();
        let swing = result(lang, outcome, Estimate::exact(choice.swing(0)));
        vec![
            label,
            format!("{} … {}", name(low), name(high)),
            end(low),
            end(high),
            swing,
        ]
    });
    let rows = fitted(&header, rows.collect());
    format!("\n{}{}", paragraph(title), grid(&header, rows))
}
