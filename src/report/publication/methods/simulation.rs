//! How the run was done.

use super::sentence::cut_short;
use crate::model::{Kind, Uncertainty};
use crate::report::digits::rounded;
use crate::report::notation::notation;
use crate::report::publication::Publication;
use crate::report::text::{self, capital, converted, design, next, overruled_in};
use crate::report::words::{DRAW, INPUT};

/// Names that are listed; more are counted.
const LISTED: usize = 8;

/// Draws, generator, seed, design, version and case.
pub(in crate::report::publication) fn draws(publication: &Publication<'_>) -> String {
    let (lang, manifest) = (publication.lang, publication.manifest);
    let (version, seed, sha256) = (manifest.version, manifest.seed, &manifest.case_sha256);
    let (case, generator) = (&manifest.case, generator(publication));
    let inputs = publication.model.inputs.len();
    if manifest.drawn_inputs.is_empty() {
        let all = INPUT.counted(lang, inputs as u64);
        return lang.pick(
            format!("The case `{case}` (SHA-256 of its file: {sha256}) was computed with sroi {version}. Drawn of {all}: none."),
            format!("De business case `{case}` (SHA-256 van het bestand: {sha256}) is doorgerekend met sroi {version}. Getrokken van {all}: geen."),
        );
    }
    let count = DRAW.counted(lang, manifest.draws);
    let layout = match design(lang, manifest) {
        layout if layout.is_empty() => lang
            .pick(", independent of each other", ", onafhankelijk van elkaar")
            .to_owned(),
        layout => layout,
    };
    let [drawn, inputs] =
        [manifest.drawn_inputs.len(), inputs].map(|number| rounded(lang, number as f64, 0));
    let mut text = lang.pick(
        format!(
            "Uncertainty was propagated by Monte Carlo simulation of the case `{case}` (SHA-256 of its file: {sha256}) with sroi {version}: {count}{layout}, seed {seed}, generator {generator}. The same case, seed and draws give the same results, bit for bit. Inputs drawn: {drawn} of {inputs}, from the probability distributions in the table of parameters. An input that several lines use has one value in each draw."
        ),
        format!(
            "De onzekerheid is doorgerekend met Monte-Carlo-simulatie van de business case `{case}` (SHA-256 van het bestand: {sha256}) met sroi {version}: {count}{layout}, startwaarde {seed}, generator {generator}. Dezelfde business case, startwaarde en trekkingen geven dezelfde resultaten, bit voor bit. Getrokken parameters: {drawn} van {inputs}, uit de kansverdelingen in de tabel met parameters. Een parameter die in meerdere posten voorkomt heeft in elke trekking één waarde."
        ),
    );
    let cut_short = cut_short(publication);
    if !cut_short.is_empty() {
        text = format!("{text} {cut_short}");
    }
    text
}

/// How uniform numbers were made.
fn generator(publication: &Publication<'_>) -> &'static str {
    let manifest = publication.manifest;
    let dutch = match manifest.design {
        "lhs" => {
            "strata door een Feistel-permutatie, daarbinnen xoshiro256++, met een sleutel uit SHA-256 van startwaarde en parameternaam"
        }
        "sobol" => {
            "Sobol'-reeks met de richtingsgetallen D6 van Joe en Kuo, geneste uniforme randomisatie met een sleutel uit SHA-256 van startwaarde en parameternaam"
        }
        _ => {
            "xoshiro256++ in 16 banen, elke 1024 trekkingen opnieuw begonnen, met een sleutel uit SHA-256 van startwaarde en parameternaam"
        }
    };
    publication.lang.pick(manifest.generator, dutch)
}

/// Correlations, wholes, and why the rest is independent.
pub(in crate::report::publication) fn dependence(publication: &Publication<'_>) -> String {
    let (lang, manifest) = (publication.lang, publication.manifest);
    if manifest.drawn_inputs.len() < 2 {
        return String::new();
    }
    let model = publication.model;
    let names = |members: &[usize]| {
        let names = members
            .iter()
            .map(|&index| model.inputs[index].name.as_str());
        names.collect::<Vec<&str>>().join(", ")
    };
    let joint = manifest.correlations.iter().chain(&manifest.dirichlet);
    let joint = joint.map(|(name, statement)| {
        let groups = model
            .correlations
            .iter()
            .map(|group| (&group.name, &group.members));
        let wholes = model
            .compositions
            .iter()
            .map(|whole| (&whole.name, &whole.members));
        let members = groups.chain(wholes).find(|(known, _)| *known == name);
        let members = members.map_or_else(String::new, |(_, members)| names(members));
        format!("{members} ({})", notation(lang, statement))
    });
    let joint: Vec<String> = joint.collect();
    let joint = if joint.is_empty() {
        lang.pick(
            "No inputs were drawn jointly.".to_owned(),
            "Er zijn geen parameters samen getrokken.".to_owned(),
        )
    } else {
        let list = joint.join("; ");
        lang.pick(
            format!("Drawn jointly: {list}."),
            format!("Samen getrokken: {list}."),
        )
    };
    let reason = manifest.independence.as_ref().map_or_else(
        || {
            lang.pick(
                "All others were drawn independently; the case gives no reason for that.",
                "Alle andere zijn onafhankelijk getrokken; de business case geeft daar geen reden voor.",
            )
            .to_owned()
        },
        |reason| {
            let reason = reason.trim();
            let end = if reason.ends_with('.') { "" } else { "." };
            lang.pick(
                format!("All others were drawn independently. The reason given: {reason}{end}"),
                format!("Alle andere zijn onafhankelijk getrokken. De opgegeven reden: {reason}{end}"),
            )
        },
    );
    format!("{joint} {reason}")
}

/// What was not drawn, and why.
pub(in crate::report::publication) fn fixed(publication: &Publication<'_>) -> String {
    let lang = publication.lang;
    let reasons = [
        (
            Kind::Value,
            lang.pick(
                "value judgements, which are chosen and have no probabilities",
                "waardeoordelen, die gekozen worden en geen kansen hebben",
            ),
        ),
        (
            Kind::Price,
            lang.pick(
                "reference prices, which are agreed",
                "referentieprijzen, die zijn afgesproken",
            ),
        ),
        (
            Kind::Structure,
            lang.pick(
                "structural assumptions, which are chosen",
                "structurele aannames, die gekozen worden",
            ),
        ),
        (
            Kind::Variability,
            lang.pick(
                "variation between people, which is no uncertainty of a mean",
                "variatie tussen mensen, wat geen onzekerheid van een gemiddelde is",
            ),
        ),
        (
            Kind::Parameter,
            lang.pick(
                "parameters without a probability distribution",
                "parameters zonder kansverdeling",
            ),
        ),
    ];
    let parts = reasons.into_iter().filter_map(|(kind, reason)| {
        let names = fixed_of(publication, kind);
        (!names.is_empty()).then(|| format!("{reason} ({})", listed(publication, &names)))
    });
    let mut parts: Vec<String> = parts.collect();
    let set: Vec<String> = publication
        .variant
        .set
        .iter()
        .map(|(index, value)| {
            let value = value.to_string().replace('.', lang.pick(".", ","));
            format!("{} = {value}", publication.model.inputs[*index].name)
        })
        .collect();
    if !set.is_empty() {
        let set = set.join(", ");
        parts.push(lang.pick(
            format!("what was set for this run ({set})"),
            format!("wat voor deze run is vastgezet ({set})"),
        ));
    }
    if parts.is_empty() {
        return String::new();
    }
    let parts = parts.join("; ");
    lang.pick(
        format!("Kept at one value: {parts}."),
        format!("Op één waarde gehouden: {parts}."),
    )
}

/// Inputs of a kind at one value, apart from those set for the run.
fn fixed_of<'a>(publication: &Publication<'a>, kind: Kind) -> Vec<&'a str> {
    let inputs = publication.model.inputs.iter();
    let all = inputs.zip(&publication.variant.uncertainties).enumerate();
    let set = &publication.variant.set;
    let fixed = all.filter(|(index, (input, uncertainty))| {
        input.kind == kind
            && matches!(uncertainty, Uncertainty::Fixed(_))
            && !set.iter().any(|(known, _)| known == index)
    });
    fixed.map(|(_, (input, _))| input.name.as_str()).collect()
}

fn listed(publication: &Publication<'_>, names: &[&str]) -> String {
    let lang = publication.lang;
    let first: Vec<&str> = names.iter().take(LISTED).copied().collect();
    let more = names.len().saturating_sub(LISTED);
    let list = first.join(", ");
    if more == 0 {
        return list;
    }
    lang.pick(
        format!("{list} and {more} more in the table of parameters"),
        format!("{list} en nog {more} in de tabel met parameters"),
    )
}

/// What the spread is of.
pub(super) fn predictive(publication: &Publication<'_>) -> String {
    let (lang, model) = (publication.lang, publication.model);
    if publication.manifest.drawn_inputs.is_empty() {
        return String::new();
    }
    if !publication.manifest.predictive {
        return lang
            .pick(
                "The spread is uncertainty about the expected result; chance among individual people is not part of it.",
                "De spreiding is onzekerheid over het verwachte resultaat; toeval tussen individuele mensen hoort daar niet bij.",
            )
            .to_owned();
    }
    let next = next(lang, model);
    lang.pick(
        format!("The run is predictive: it is about {next}. Chance among them was drawn as well as the parameters, so that intervals and probabilities are not those of the expected result, and no value of information is given."),
        format!("De run is voorspellend: hij gaat over {next}. Naast de parameters is ook het toeval daarin getrokken, zodat intervallen en kansen niet die van het verwachte resultaat zijn, en er geen waarde van informatie is."),
    )
}

/// What departs from the base case.
pub(super) fn departures(publication: &Publication<'_>) -> String {
    let (lang, model) = (publication.lang, publication.model);
    // Inputs that were set are told with what was kept at one value.
    let mut lines = text::departures(lang, model, publication.manifest);
    lines.truncate(lines.len() - publication.manifest.set.len());
    lines.extend(overruled_in(lang, model, publication.variant));
    if lines.is_empty() {
        return String::new();
    }
    let lines = lines.join("; ");
    lang.pick(
        format!("Otherwise than in the base case: {lines}."),
        format!("Anders dan in het basisgeval: {lines}."),
    )
}

/// Price years, and what was converted.
pub(in crate::report::publication) fn prices(publication: &Publication<'_>) -> String {
    let (lang, model) = (publication.lang, publication.model);
    let Some(year) = model.price_year else {
        return lang
            .pick(
                "The case states no price year.",
                "De business case noemt geen prijsjaar.",
            )
            .to_owned();
    };
    let mut text = lang.pick(
        format!("Amounts are in euros of {year}."),
        format!("Bedragen zijn in euro's van {year}."),
    );
    if let Some(prices) = &publication.manifest.reindexing {
        for line in converted(lang, prices, year, usize::MAX) {
            text += &format!(" {}.", capital(&line));
        }
        let index = &prices.index;
        text += &lang.pick(
            format!(" Price index: {index}."),
            format!(" Prijsindex: {index}."),
        );
        return text;
    }
    let others = model.inputs.iter().filter(|input| input.is_in_euros());
    let others = others.filter(|input| input.price_year != Some(year));
    let names: Vec<&str> = others.map(|input| input.name.as_str()).collect();
    if !names.is_empty() {
        let names = listed(publication, &names);
        text += &lang.pick(
            format!(" Of another year or of none, and not converted: {names}."),
            format!(" Van een ander jaar of zonder jaar, en niet omgerekend: {names}."),
        );
    }
    text
}

/// How Monte Carlo errors were found and what they allow.
pub(in crate::report::publication) fn error(publication: &Publication<'_>) -> String {
    let (lang, manifest) = (publication.lang, publication.manifest);
    if manifest.drawn_inputs.is_empty() {
        return String::new();
    }
    let from = if manifest.replicates > 1 {
        let replicates = rounded(lang, f64::from(manifest.replicates), 0);
        lang.pick(
            format!("from the spread of {replicates} independent replicates of the design"),
            format!("uit de spreiding van {replicates} onafhankelijke herhalingen van het ontwerp"),
        )
    } else {
        lang.pick(
            "from the draws themselves: s/√n for means, √(p(1 − p)/n) for probabilities, order statistics for quantiles and the delta method for ratios".to_owned(),
            "uit de trekkingen zelf: s/√n voor gemiddelden, √(p(1 − p)/n) voor kansen, ordestatistieken voor percentielen en de deltamethode voor verhoudingen".to_owned(),
        )
    };
    let headline = &publication.findings.headline.all;
    let of = crate::report::digits::error(lang, headline.p_break_even.standard_error * 100.0);
    lang.pick(
        format!("Monte Carlo standard errors (MCSE) are {from}; that of the probability of break-even is {of} percentage points. Numbers are given with the digits that their error allows."),
        format!("Monte-Carlo-standaardfouten (MCSE) komen {from}; die van de kans op kostendekking is {of} procentpunten. Getallen hebben de cijfers die hun fout toelaat."),
    )
}
