//! What moves the result: inputs, choices, and what more research would be worth.

use super::matter::Matter;
use super::outcomes::with_text;
use super::sections::Section;

/// The sections on what moves the result.
pub(super) fn sections(matter: &Matter<'_>) -> Vec<Section> {
    vec![tornado(matter), scenarios(matter), research(matter)]
}

fn tornado(matter: &Matter<'_>) -> Section {
    let lang = matter.lang();
    let table: Vec<_> = matter.table("tornado").cloned().into_iter().collect();
    let about = lang.pick(
        "Every bar takes one input from the low to the high end of its prior, with the others at their means. The values at the ends stand \
         beside the bar.",
        "Elke balk brengt één parameter van de lage naar de hoge kant van zijn verdeling, met de andere op hun gemiddelde. De waarden aan de \
         uiteinden staan erbij.",
    );
    Section {
        id: "tornado",
        title: lang.pick(
            "What moves the result most?",
            "Wat bepaalt de uitkomst het meest?",
        ),
        short: lang.pick("What matters", "Wat telt"),
        body: with_text(about, matter.figure("tornado", &table)),
    }
}

fn scenarios(matter: &Matter<'_>) -> Section {
    let lang = matter.lang();
    let table: Vec<_> = matter.table("scenarios").cloned().into_iter().collect();
    let heading = lang.pick("Choices beside the inputs", "Keuzes naast de parameters");
    Section {
        id: "scenarios",
        title: lang.pick(
            "What if choices were made otherwise?",
            "En met andere keuzes?",
        ),
        short: lang.pick("Scenarios", "Scenario's"),
        body: matter.figure("scenarios", &table) + &matter.folded("choices", heading),
    }
}

fn research(matter: &Matter<'_>) -> Section {
    let lang = matter.lang();
    let table: Vec<_> = matter.table("voi").cloned().into_iter().collect();
    Section {
        id: "research",
        title: lang.pick(
            "What would more research be worth?",
            "Wat is meer onderzoek waard?",
        ),
        short: lang.pick("More research", "Meer onderzoek"),
        body: matter.figure("research", &table),
    }
}
