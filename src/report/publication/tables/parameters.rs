//! The inputs, what is known of them and where that comes from.

use super::cited;
use super::print::{ends, known};
use crate::dist::Probability;
use crate::model::{Input, Model, Uncertainty};
use crate::report::notation::notation;
use crate::report::publication::{Cell, Column, Publication, PublicationTable};
use crate::report::text::converted;
use crate::report::words::{basis, kind};
use crate::text::Lang;

pub(super) fn parameters(publication: &Publication<'_>) -> PublicationTable {
    let (lang, model) = (publication.lang, publication.model);
    let rows = (0..model.inputs.len()).map(|index| row(publication, index));
    PublicationTable {
        name: "parameters",
        caption: lang
            .pick(
                "Parameters: values, probability distributions, grade of evidence and sources",
                "Parameters: waarden, kansverdelingen, onderbouwing en bronnen",
            )
            .to_owned(),
        columns: columns(lang),
        rows: rows.collect(),
        notes: notes(publication),
    }
}

fn columns(lang: Lang) -> Vec<Column> {
    let [low, high] = ends(lang);
    vec![
        Column::left(lang.pick("Input", "Parameter")),
        Column::left(lang.pick("Description", "Omschrijving")),
        Column::right(lang.pick("Value", "Waarde")),
        Column::left(lang.pick("Unit", "Eenheid")),
        Column::left(lang.pick("Price year", "Prijsjaar")),
        Column::left(lang.pick("Kind", "Soort")),
        Column::left(lang.pick("Distribution", "Verdeling")),
        Column::right(lang.pick("Mean", "Gemiddelde")),
        Column::right(low),
        Column::right(high),
        Column::left(lang.pick("Drawn with", "Samen getrokken")),
        Column::left(lang.pick("Evidence", "Onderbouwing")),
        Column::left(lang.pick("Source", "Bron")),
    ]
}

fn row(publication: &Publication<'_>, index: usize) -> Vec<Cell> {
    let (lang, model) = (publication.lang, publication.model);
    let input = &model.inputs[index];
    let own = |value: f64, digits| known(lang, input.in_own_unit(value), digits);
    let uncertainty = &publication.variant.uncertainties[index];
    let [mean, low, high] = match uncertainty {
        Uncertainty::Fixed(value) => [own(*value, 6), Cell::Empty, Cell::Empty],
        Uncertainty::Drawn(prior) => {
            let at = |p: f64| own(prior.quantile(Probability::new(p)), 4);
            [own(prior.mean(), 4), at(0.025), at(0.975)]
        }
    };
    vec![
        Cell::text(&input.name),
        Cell::text(input.label.or(lang, "")),
        own(publication.variant.points[index], 6),
        Cell::text(&input.unit_text),
        Cell::text(price_year(publication, index)),
        Cell::text(kind(lang, input.kind)),
        Cell::text(distribution(publication, index)),
        mean,
        low,
        high,
        Cell::text(group(publication, index)),
        Cell::text(input.basis.map_or("", |grade| basis(lang, grade))),
        Cell::text(cited(model, &input.sources)),
    ]
}

/// The year whose euros it is in, as run.
fn price_year(publication: &Publication<'_>, index: usize) -> String {
    let input = &publication.model.inputs[index];
    let converted = publication.variant.reindexing.as_ref();
    let is_converted =
        converted.is_some_and(|prices| prices.inputs.iter().any(|one| one.input == index));
    let year = if is_converted {
        publication.model.price_year
    } else {
        input.price_year
    };
    year.map_or_else(String::new, |year| year.to_string())
}

/// The prior in the notation of the field, or that the input is fixed.
fn distribution(publication: &Publication<'_>, index: usize) -> String {
    let lang = publication.lang;
    let input = &publication.model.inputs[index];
    match &publication.variant.uncertainties[index] {
        Uncertainty::Fixed(_) if is_set(publication, index) => lang
            .pick("fixed for this run", "vastgezet voor deze run")
            .to_owned(),
        Uncertainty::Fixed(_) => lang.pick("fixed", "vast").to_owned(),
        Uncertainty::Drawn(prior) => {
            let written = prior.scaled(1.0 / input.unit.scale());
            notation(lang, &written.to_string())
        }
    }
}

fn is_set(publication: &Publication<'_>, index: usize) -> bool {
    let mut set = publication.variant.set.iter();
    set.any(|(known, _)| *known == index)
}

/// The correlation or whole that it is drawn with.
fn group(publication: &Publication<'_>, index: usize) -> String {
    let (model, manifest) = (publication.model, publication.manifest);
    let drawn = |name: &str, groups: &[(String, String)]| groups.iter().any(|(of, _)| of == name);
    let correlations = model.correlations.iter().filter(|group| {
        group.members.contains(&index) && drawn(&group.name, &manifest.correlations)
    });
    let wholes = model
        .compositions
        .iter()
        .filter(|whole| whole.members.contains(&index) && drawn(&whole.name, &manifest.dirichlet));
    let names = correlations.map(|group| group.name.as_str());
    let names: Vec<&str> = names
        .chain(wholes.map(|whole| whole.name.as_str()))
        .collect();
    names.join(", ")
}

fn notes(publication: &Publication<'_>) -> Vec<String> {
    let (lang, model, manifest) = (publication.lang, publication.model, publication.manifest);
    let mut notes = vec![
        lang.pick(
            "Value: as published, or as the run has it. Mean, 2.5 % and 97.5 %: of the probability distribution. Money is in euros.",
            "Waarde: zoals gepubliceerd, of zoals de run haar heeft. Gemiddelde, 2,5 % en 97,5 %: van de kansverdeling. Bedragen zijn in euro's.",
        )
        .to_owned(),
    ];
    let joint = manifest.correlations.iter().chain(&manifest.dirichlet);
    notes.extend(joint.map(|(name, statement)| format!("{name}: {}.", notation(lang, statement))));
    let list = |title: &str, inputs: Vec<&Input>| {
        let names: Vec<&str> = inputs.iter().map(|input| input.name.as_str()).collect();
        (!names.is_empty()).then(|| format!("{title}: {}.", names.join(", ")))
    };
    notes.extend(list(
        lang.pick(
            "Otherwise than in the base case, by what was chosen for this run",
            "Anders dan in het basisgeval, door wat voor deze run is gekozen",
        ),
        changed(publication),
    ));
    notes.extend(list(
        lang.pick(
            "Not drawn, since no line of this run depends on it",
            "Niet getrokken, want geen post van deze run hangt ervan af",
        ),
        unused(publication),
    ));
    if let (Some(prices), Some(to)) = (&manifest.reindexing, manifest.price_year) {
        let lines = converted(lang, prices, to, usize::MAX);
        notes.extend(lines.iter().map(|line| format!("{line}.")));
    }
    if has_unstated_year(model) {
        notes.push(
            lang.pick(
                "Without price year: the case states none for that amount.",
                "Zonder prijsjaar: de business case noemt er geen bij dat bedrag.",
            )
            .to_owned(),
        );
    }
    notes
}

/// Inputs that enter otherwise than in the base case.
fn changed<'a>(publication: &Publication<'a>) -> Vec<&'a Input> {
    let (base, variant) = (publication.model.base(), publication.variant);
    let inputs = publication.model.inputs.iter().enumerate();
    let changed = inputs.filter(|(index, _)| {
        base.uncertainties[*index] != variant.uncertainties[*index]
            || base.points[*index] != variant.points[*index]
    });
    changed.map(|(_, input)| input).collect()
}

/// Inputs with a prior that was not drawn.
fn unused<'a>(publication: &Publication<'a>) -> Vec<&'a Input> {
    let inputs = publication.model.inputs.iter();
    let all = inputs.zip(&publication.variant.uncertainties);
    let drawn = &publication.manifest.drawn_inputs;
    let unused = all.filter(|(input, uncertainty)| {
        matches!(uncertainty, Uncertainty::Drawn(_)) && !drawn.contains(&input.name)
    });
    unused.map(|(input, _)| input).collect()
}

fn has_unstated_year(model: &Model) -> bool {
    let mut inputs = model.inputs.iter();
    inputs.any(|input| input.is_in_euros() && input.price_year.is_none())
}
