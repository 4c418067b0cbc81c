//! What further standards ask of a probabilistic analysis and of an SROI: simulation, value of information, impact chain.

use super::{Item, Status, joined, where_any};
use crate::model::{Share, Side};
use crate::report::digits::{percent, percentage, rounded};
use crate::report::publication::unit::each;
use crate::report::publication::{Publication, methods};
use crate::report::words::DRAW;
use crate::stats::Estimate;
use crate::text::Lang;

/// Standard, topic and what is asked; then status and text.
type Further = ([&'static str; 2], [&'static str; 2], (Status, String));

pub(super) fn items(publication: &Publication<'_>) -> Vec<Item> {
    let lang = publication.lang;
    let mut items = Vec::new();
    let groups = [
        (
            lang.pick("Value of information", "Waarde van informatie"),
            research(publication),
        ),
        (
            lang.pick("Simulation", "Simulatie"),
            simulation(publication),
        ),
        ("SROI", returns(publication)),
    ];
    for (standard, group) in groups {
        for (place, (topic, asks, (status, text))) in group.into_iter().enumerate() {
            items.push(Item {
                standard,
                number: (place + 1).to_string(),
                topic: lang.pick(topic[0], topic[1]),
                asks: lang.pick(asks[0], asks[1]),
                status,
                text,
            });
        }
    }
    items
}

fn research(publication: &Publication<'_>) -> Vec<Further> {
    vec![
        (
            ["Method and estimator", "Methode en schatter"],
            [
                "Which value of information was computed, how and from what",
                "Welke waarde van informatie is berekend, hoe en waaruit",
            ],
            where_any(estimator(publication)),
        ),
        (
            [
                "Results and their accuracy",
                "Resultaten en hun nauwkeurigheid",
            ],
            [
                "Each value with its standard error",
                "Elke waarde met haar standaardfout",
            ],
            where_any(methods::evpi(publication)),
        ),
        (
            ["Population and horizon", "Populatie en horizon"],
            [
                "For how many decisions, over how many years, the information serves",
                "Voor hoeveel beslissingen, over hoeveel jaren, de informatie dient",
            ],
            population(publication),
        ),
    ]
}

fn estimator(publication: &Publication<'_>) -> String {
    let lang = publication.lang;
    let Some(research) = publication.voi else {
        return String::new();
    };
    let draws = DRAW.counted(lang, research.voi.draws);
    let groups = rounded(lang, research.voi.rows.len() as f64, 0);
    lang.pick(
        format!("Decision: implement or not; net benefit against 0. EVPI from the draws; EVPPI of {groups} inputs and groups by regression of net benefit on {draws}, with standard errors that include the fit; exact values where they are known."),
        format!("Beslissing: invoeren of niet; netto baten tegenover 0. EVPI uit de trekkingen; EVPPI van {groups} parameters en groepen door regressie van de netto baten op {draws}, met standaardfouten die de regressie omvatten; exacte waarden waar die bekend zijn."),
    )
}

fn population(publication: &Publication<'_>) -> (Status, String) {
    let lang = publication.lang;
    if publication.voi.is_none() {
        return (Status::NotApplicable, String::new());
    }
    let per = each(publication.model);
    let text = lang.pick(
        format!("Values are of one decision{per}, not scaled; the author says for how many decisions and years."),
        format!("Waarden zijn van één beslissing{per}, niet opgeschaald; de auteur zegt voor hoeveel beslissingen en jaren."),
    );
    (Status::NotReported, text)
}

fn simulation(publication: &Publication<'_>) -> Vec<Further> {
    let lang = publication.lang;
    let filled = |text: String| (Status::Filled, text);
    vec![
        (
            [
                "Draws and Monte Carlo error",
                "Trekkingen en Monte-Carlo-fout",
            ],
            [
                "How many draws, why so many, and the error they leave",
                "Hoeveel trekkingen, waarom zoveel, en welke fout ze laten",
            ],
            where_any(draws(publication)),
        ),
        (
            ["Dependence", "Afhankelijkheid"],
            [
                "Which inputs depend on each other, and why others do not",
                "Welke parameters samenhangen, en waarom andere niet",
            ],
            where_any(methods::dependence(publication)),
        ),
        (
            ["Fixed inputs", "Vaste parameters"],
            [
                "What was not drawn, and why",
                "Wat niet getrokken is, en waarom",
            ],
            where_any(methods::fixed(publication)),
        ),
        (
            ["Scenarios", "Scenario's"],
            [
                "Structure and value judgements beside the draws",
                "Structuur en waardeoordelen naast de trekkingen",
            ],
            scenarios(publication),
        ),
        (
            [
                "Costs that are not positive",
                "Kosten die niet positief zijn",
            ],
            [
                "Draws in which a ratio means nothing",
                "Trekkingen waarin een verhouding niets zegt",
            ],
            filled(nonpositive(publication)),
        ),
        (
            ["Simulation and base values", "Simulatie en puntwaarden"],
            [
                "The result without drawing beside the mean of the draws",
                "Het resultaat zonder trekkingen naast het gemiddelde van de trekkingen",
            ],
            where_any(methods::at_points(publication)),
        ),
        (
            ["Price years", "Prijsjaren"],
            ["The year of every amount", "Het jaar van elk bedrag"],
            (
                if publication.model.price_year.is_some() {
                    Status::Filled
                } else {
                    Status::NotReported
                },
                methods::prices(publication),
            ),
        ),
        (
            ["Reproducibility", "Herhaalbaarheid"],
            [
                "Software, version, seed and the identity of the model",
                "Programma, versie, startwaarde en de identiteit van het model",
            ],
            filled(lang.pick(
                format!(
                    "sroi {}, seed {}, SHA-256 of the case {}.",
                    publication.manifest.version,
                    publication.manifest.seed,
                    publication.manifest.case_sha256
                ),
                format!(
                    "sroi {}, startwaarde {}, SHA-256 van de business case {}.",
                    publication.manifest.version,
                    publication.manifest.seed,
                    publication.manifest.case_sha256
                ),
            )),
        ),
    ]
}

fn draws(publication: &Publication<'_>) -> String {
    let (lang, manifest) = (publication.lang, publication.manifest);
    if manifest.drawn_inputs.is_empty() {
        return String::new();
    }
    let count = DRAW.counted(lang, manifest.draws);
    joined(&[format!("{count}."), methods::error(publication)])
}

fn scenarios(publication: &Publication<'_>) -> (Status, String) {
    let status = if publication.scenarios.is_some() {
        Status::Filled
    } else {
        Status::NotApplicable
    };
    (status, methods::structure(publication))
}

fn nonpositive(publication: &Publication<'_>) -> String {
    let lang = publication.lang;
    let share = publication.findings.headline.nonpositive_costs;
    if share == 0.0 {
        return lang
            .pick(
                "Costs are positive in every draw.",
                "In elke trekking zijn de kosten positief.",
            )
            .to_owned();
    }
    let share = percent(lang, Estimate::exact(share));
    lang.pick(
        format!("Costs are not positive in {share} of the draws; no ratio is given."),
        format!(
            "In {share} van de trekkingen zijn de kosten niet positief; er is geen verhouding."
        ),
    )
}

fn returns(publication: &Publication<'_>) -> Vec<Further> {
    let stakeholders = publication.findings.stakeholders.len();
    vec![
        (
            [
                "Deadweight, attribution, displacement, drop-off",
                "Deadweight, attributie, verdringing, drop-off",
            ],
            [
                "What would have happened anyway, what others did, what was moved elsewhere, what wears off",
                "Wat anders ook gebeurd was, wat anderen deden, wat elders verdween, wat wegebt",
            ],
            chain(publication),
        ),
        (
            ["Break-even attribution", "Break-even-attributie"],
            [
                "The share of the benefits that must be due to the programme for it to pay",
                "Het deel van de baten dat aan het programma moet liggen om kostendekkend te zijn",
            ],
            where_any(attribution(publication)),
        ),
        (
            ["Split over stakeholders", "Verdeling over belanghebbenden"],
            ["Who gains and who pays", "Wie ontvangt en wie betaalt"],
            if stakeholders > 1 {
                (Status::Filled, split(publication))
            } else {
                (Status::NotApplicable, String::new())
            },
        ),
        (
            ["What is not counted", "Wat niet is meegeteld"],
            [
                "Effects without an amount, with their expected sign",
                "Effecten zonder bedrag, met hun verwachte teken",
            ],
            (Status::Filled, methods::memo(publication)),
        ),
        (
            ["Hard and soft euros", "Harde en zachte euro's"],
            [
                "Whether the conclusion depends on benefits that cannot be spent again",
                "Of de conclusie afhangt van baten die niet opnieuw besteed kunnen worden",
            ],
            where_any(methods::counting_hard(publication)),
        ),
    ]
}

/// Of how many benefits each element of the impact chain is given, not assessed, or not mentioned.
fn chain(publication: &Publication<'_>) -> (Status, String) {
    let (lang, model) = (publication.lang, publication.model);
    let names = lang.pick(
        ["deadweight", "attribution", "displacement", "drop-off"],
        ["deadweight", "attributie", "verdringing", "drop-off"],
    );
    let lines = model.lines.iter().filter(|line| line.side == Side::Benefit);
    let elements: Vec<[&Share; 4]> = lines
        .map(|line| {
            let [deadweight, attribution, displacement] = &line.deductions;
            [deadweight, attribution, displacement, &line.drop_off]
        })
        .collect();
    if elements.is_empty() {
        return (Status::NotApplicable, String::new());
    }
    let count = |place: usize, wanted: fn(&Share) -> bool| {
        elements.iter().filter(|all| wanted(all[place])).count()
    };
    let lasts = model.lines.iter().any(|line| line.years.is_some());
    let mut open = 0;
    let parts = names.iter().enumerate().map(|(place, name)| {
        let given = count(place, |share| matches!(share, Share::Given(_)));
        let not_assessed = count(place, |share| matches!(share, Share::NotAssessed));
        let silent = count(place, |share| matches!(share, Share::NotStated));
        // Without years there is nothing to wear off.
        if place == 3 && !lasts {
            let none = ("no benefit has a duration", "geen baten hebben een duur");
            return format!("{name}: {}", lang.pick(none.0, none.1));
        }
        open += silent;
        told(lang, name, [given, not_assessed, silent])
    });
    let parts: Vec<String> = parts.collect();
    let status = if open == 0 {
        Status::Filled
    } else {
        Status::NotReported
    };
    (status, parts.join("; ") + ".")
}

fn told(lang: Lang, name: &str, counts: [usize; 3]) -> String {
    let words = lang.pick(
        ["stated", "not assessed", "not mentioned"],
        ["opgegeven", "niet beoordeeld", "niet genoemd"],
    );
    let some = counts
        .into_iter()
        .zip(words)
        .filter(|(count, _)| *count > 0);
    let parts: Vec<String> = some
        .map(|(count, word)| {
            let count = rounded(lang, count as f64, 0);
            lang.pick(
                format!("{word} for {count} benefits"),
                format!("{word} bij {count} baten"),
            )
        })
        .collect();
    format!("{name}: {}", parts.join(", "))
}

fn attribution(publication: &Publication<'_>) -> String {
    let (lang, headline) = (publication.lang, &publication.findings.headline);
    let Some(all) = headline.all.break_even_attribution else {
        return String::new();
    };
    let all = percentage(lang, all);
    let hard = headline.hard.break_even_attribution.map(|hard| {
        let hard = percentage(lang, hard);
        lang.pick(
            format!(", of those in hard euros {hard}"),
            format!(", van die in harde euro's {hard}"),
        )
    });
    let hard = hard.unwrap_or_default();
    lang.pick(
        format!("{all} of the expected benefits{hard}; above 100 % they fall short as they are."),
        format!("{all} van de verwachte baten{hard}; boven 100 % schieten ze al tekort."),
    )
}

fn split(publication: &Publication<'_>) -> String {
    let lang = publication.lang;
    let losers = publication.findings.stakeholders.iter();
    let losers = losers.filter(|row| row.net_benefit.value < 0.0);
    let model = publication.model;
    let names =
        losers.map(|row| model.party_label(crate::model::Party::Stakeholder(row.index), lang));
    let names = names.collect::<Vec<&str>>().join(", ");
    if names.is_empty() {
        return lang
            .pick(
                "No stakeholder has an expected loss (table of stakeholders).",
                "Geen belanghebbende heeft een verwacht verlies (tabel met belanghebbenden).",
            )
            .to_owned();
    }
    lang.pick(
        format!("With an expected loss: {names} (table of stakeholders)."),
        format!("Met een verwacht verlies: {names} (tabel met belanghebbenden)."),
    )
}
