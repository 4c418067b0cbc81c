//! Every input, with what is known of it and where that comes from.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::names::Name;
use super::sheet::Sheet;
use super::sources::reference;
use super::table::{Column, Table};
use super::value::Value;
use crate::dist::Probability;
use crate::model::{Input, Model, Uncertainty};
use crate::report::notation::notation;
use crate::report::publication::Publication;
use crate::report::words;
use crate::text::Lang;

/// The sheet of the inputs, as they were run.
pub(super) fn inputs(publication: &Publication<'_>) -> Result<Worksheet, XlsxError> {
    let (lang, model, variant) = (publication.lang, publication.model, publication.variant);
    let drawn = &publication.manifest.drawn_inputs;
    let all = model
        .inputs
        .iter()
        .zip(&variant.points)
        .zip(&variant.uncertainties);
    let rows = all.map(|((input, point), uncertainty)| {
        let is_drawn = drawn.contains(&input.name);
        row(lang, input, *point, uncertainty, is_drawn)
    });
    let table = Table::new(columns(lang)).with(rows);
    let title = lang.pick("Inputs", "Parameters");
    let mut sheet = Sheet::new(Name::Inputs.of(lang), title, &table.columns)?;
    sheet.caption(Name::Inputs.about(lang))?;
    sheet.skip();
    let place = sheet.main_table(&table, 1)?;
    for (row, input) in model.inputs.iter().enumerate() {
        sheet.note(&place, row, 0, &note(lang, model, input))?;
    }
    joint(publication, &mut sheet)?;
    sheet.done()
}

fn columns(lang: Lang) -> Vec<Column> {
    vec![
        Column::label(lang.pick("input", "parameter"), 28.0),
        Column::prose(lang.pick("label", "label"), 38.0),
        Column::number(lang.pick("point", "puntwaarde")),
        Column::label(lang.pick("unit", "eenheid"), 18.0),
        Column::label(lang.pick("price year", "prijsjaar"), 9.0),
        Column::label(lang.pick("kind", "soort"), 13.0),
        Column::label(lang.pick("drawn", "getrokken"), 10.0),
        Column::prose(lang.pick("distribution", "verdeling"), 34.0),
        Column::number(lang.pick("mean", "gemiddelde")),
        Column::number(lang.pick("2.5 % quantile", "2,5e percentiel")),
        Column::number(lang.pick("97.5 % quantile", "97,5e percentiel")),
        Column::label(lang.pick("evidence", "onderbouwing"), 13.0),
        Column::prose(lang.pick("source", "bron"), 34.0),
    ]
}

fn row(
    lang: Lang,
    input: &Input,
    point: f64,
    uncertainty: &Uncertainty,
    is_drawn: bool,
) -> Vec<Value> {
    let own = |value: f64| Value::plain(input.in_own_unit(value));
    let (distribution, mean, low, high) = match uncertainty {
        Uncertainty::Fixed(value) => {
            let fixed = lang.pick("fixed", "vast").to_owned();
            (fixed, own(*value), Value::Empty, Value::Empty)
        }
        Uncertainty::Drawn(prior) => {
            let written = prior.scaled(1.0 / input.unit.scale());
            let at = |p: f64| own(prior.quantile(Probability::new(p)));
            let written = notation(lang, &written.to_string());
            (written, own(prior.mean()), at(0.025), at(0.975))
        }
    };
    let sources = input.sources.iter().map(|(key, place)| match place {
        Some(place) => format!("{key}, {place}"),
        None => key.clone(),
    });
    let sources: Vec<String> = sources.collect();
    let basis = input.basis.map(|basis| words::basis(lang, basis));
    vec![
        Value::text(&input.name),
        Value::text(input.label.or(lang, "")),
        own(point),
        Value::text(&input.unit_text),
        input.price_year.map_or(Value::Empty, Value::year),
        Value::text(words::kind(lang, input.kind)),
        Value::truth(lang.pick(["yes", "no"], ["ja", "nee"]), is_drawn),
        Value::text(distribution),
        mean,
        low,
        high,
        basis.map_or(Value::Empty, Value::text),
        Value::text(sources.join("; ")),
    ]
}

/// The full references of an input with the places in them, and what is said of it.
fn note(lang: Lang, model: &Model, input: &Input) -> String {
    let mut parts: Vec<String> = Vec::new();
    for (key, place) in &input.sources {
        let entry = model.sources.iter().find(|entry| entry.key.value == *key);
        let mut text = entry.map_or_else(|| key.clone(), reference);
        if let Some(place) = place {
            text += &format!(" [{place}]");
        }
        parts.push(text);
    }
    if let Some(note) = &input.note {
        let word = lang.pick("Note", "Toelichting");
        parts.push(format!("{word}: {note}"));
    }
    parts.join("\n\n")
}

/// What is drawn jointly, and why the rest is independent.
fn joint(publication: &Publication<'_>, sheet: &mut Sheet) -> Result<(), XlsxError> {
    let (lang, manifest) = (publication.lang, publication.manifest);
    let groups = manifest.correlations.iter().chain(&manifest.dirichlet);
    let mut lines: Vec<String> = groups
        .map(|(name, statement)| format!("{name}: {}", notation(lang, statement)))
        .collect();
    if let Some(reason) = &manifest.independence {
        let others = lang.pick("all others independent", "alle andere onafhankelijk");
        lines.push(format!("{others}: {reason}"));
    }
    if lines.is_empty() {
        return Ok(());
    }
    sheet.heading(lang.pick("Drawn jointly", "Gezamenlijk getrokken"))?;
    for line in lines {
        sheet.paragraph(&line, &super::style::prose())?;
    }
    Ok(())
}
