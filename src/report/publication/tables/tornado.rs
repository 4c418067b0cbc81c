//! What moves the expected result: inputs that are drawn, and choices that are not.

use super::print::known;
use crate::analysis::{Bar, BarEnd, Choice, ChoiceEnd};
use crate::report::digits::rounded;
use crate::report::publication::{Cell, Column, Publication, PublicationTable};
use crate::report::text::bar_label;
use crate::report::words::kind;
use crate::stats::Estimate;
use crate::text::Lang;

/// An exact amount.
fn amount(lang: Lang, value: f64) -> Cell {
    Cell::euro(lang, Estimate::exact(value))
}

/// The bars, the widest first.
pub(super) fn tornado(publication: &Publication<'_>) -> PublicationTable {
    let lang = publication.lang;
    let tornado = &publication.findings.tornado;
    let bars = tornado.bars_of(0).into_iter();
    let [low, high] = tornado.ends.map(|p| {
        let decimals = i32::from(!(0.05..=0.95).contains(&p));
        rounded(lang, 100.0 * p, decimals)
    });
    let base = amount(lang, tornado.base[0]);
    let base = base.shown();
    PublicationTable {
        name: "tornado",
        caption: lang.pick(
            format!("What moves net benefit: each input from its {low} % to its {high} % quantile, all others at their means"),
            format!("Wat de netto baten beweegt: elke parameter van het {low}e tot het {high}e percentiel, de andere op hun gemiddelde"),
        ),
        columns: vec![
            Column::left(lang.pick("Input", "Parameter")),
            Column::right(lang.pick("From", "Van")),
            Column::right(lang.pick("To", "Tot")),
            Column::left(lang.pick("Unit", "Eenheid")),
            Column::right(lang.pick("Net benefit at low", "Netto baten bij laag")),
            Column::right(lang.pick("at high", "bij hoog")),
            Column::right(lang.pick("Swing", "Verschil")),
        ],
        rows: bars.map(|bar| bar_row(publication, bar)).collect(),
        notes: vec![lang.pick(
            format!("With every input at its mean net benefit is {base}. Inputs that are drawn together move together. Nothing is sampled here, so there is no Monte Carlo error."),
            format!("Met elke parameter op het gemiddelde zijn de netto baten {base}. Parameters die samen getrokken worden, bewegen samen. Hier wordt niets getrokken, dus er is geen Monte-Carlo-fout."),
        )],
    }
}

fn bar_row(publication: &Publication<'_>, bar: &Bar) -> Vec<Cell> {
    let (lang, model) = (publication.lang, publication.model);
    let various = || Cell::text(lang.pick("various", "divers"));
    let at = |end: &BarEnd| {
        end.value
            .map_or_else(various, |value| known(lang, value, 4))
    };
    let unit = match bar.members[..] {
        [input] => Cell::text(&model.inputs[input].unit_text),
        _ => Cell::Empty,
    };
    vec![
        Cell::text(bar_label(lang, model, bar)),
        at(&bar.low),
        at(&bar.high),
        unit,
        amount(lang, bar.low.outcomes[0]),
        amount(lang, bar.high.outcomes[0]),
        amount(lang, bar.swing(0)),
    ]
}

/// Switches and value judgements.
pub(super) fn choices(publication: &Publication<'_>) -> PublicationTable {
    let lang = publication.lang;
    let all = publication.findings.choices.iter();
    let moving = all.filter(|choice| choice.swing(0) > 0.0);
    PublicationTable {
        name: "choices",
        caption: lang
            .pick(
                "Choices that are not drawn: every alternative, and value judgements from end to end",
                "Keuzes, niet getrokken: elk alternatief, en waardeoordelen van uiterste tot uiterste",
            )
            .to_owned(),
        columns: vec![
            Column::left(lang.pick("Choice", "Keuze")),
            Column::left(lang.pick("Kind", "Soort")),
            Column::left(lang.pick("From", "Van")),
            Column::left(lang.pick("To", "Tot")),
            Column::right(lang.pick("Net benefit", "Netto baten")),
            Column::right(lang.pick("to", "tot")),
            Column::right(lang.pick("Swing", "Verschil")),
        ],
        rows: moving
            .map(|choice| choice_row(publication, choice))
            .collect(),
        notes: vec![
            lang.pick(
                "All drawn inputs are at their means. Choices have no probabilities.",
                "Alle getrokken parameters staan op hun gemiddelde. Keuzes hebben geen kansen.",
            )
            .to_owned(),
        ],
    }
}

fn choice_row(publication: &Publication<'_>, choice: &Choice) -> Vec<Cell> {
    let (lang, model) = (publication.lang, publication.model);
    let [low, high] = choice.shown(0);
    let switch = model
        .switches
        .iter()
        .find(|switch| choice.input.is_none() && switch.name == choice.name);
    let at = |end: &ChoiceEnd| match (&end.name, end.value) {
        (Some(name), _) => {
            let mut alternatives = switch.iter().flat_map(|switch| &switch.alternatives);
            let found = alternatives.find(|alternative| alternative.name == *name);
            Cell::text(found.map_or(name.as_str(), |found| found.label.or(lang, name)))
        }
        (None, Some(value)) => known(lang, value, 4),
        (None, None) => Cell::Empty,
    };
    let what = choice.input.map_or_else(
        || lang.pick("switch", "keuze"),
        |input| kind(lang, model.inputs[input].kind),
    );
    vec![
        Cell::text(choice.label(model, lang)),
        Cell::text(what),
        at(low),
        at(high),
        amount(lang, low.outcomes[0]),
        amount(lang, high.outcomes[0]),
        amount(lang, choice.swing(0)),
    ]
}
