//! The items of CHEERS 2022, described in words of our own.

use super::{Item, Status, joined, where_any};
use crate::model::{Kind, Model, Party, Share};
use crate::plan::evaluate;
use crate::report::digits::{rounded, significant};
use crate::report::publication::unit::each;
use crate::report::publication::{Publication, methods};
use crate::report::words::{INPUT, STAKEHOLDER};
use crate::text::Lang;

/// Topic and what is asked of one item, in English and in Dutch.
type Wording = ([&'static str; 2], [&'static str; 2]);

/// The 28 items, in their order.
const WORDINGS: [Wording; 28] = [
    (
        ["Title", "Titel"],
        [
            "A title that names the study as an economic evaluation and what is compared",
            "Een titel die de studie een economische evaluatie noemt en zegt wat vergeleken wordt",
        ],
    ),
    (
        ["Abstract", "Samenvatting"],
        [
            "A structured summary of context, methods, results and other analyses",
            "Een gestructureerde samenvatting van context, methode, resultaten en andere analyses",
        ],
    ),
    (
        ["Background and objectives", "Achtergrond en doel"],
        [
            "The context, the question, and why it matters for decisions",
            "De context, de vraag, en waarom die voor beslissingen van belang is",
        ],
    ),
    (
        ["Analysis plan", "Analyseplan"],
        [
            "Whether a plan was made beforehand and where it can be found",
            "Of er vooraf een plan was en waar dat te vinden is",
        ],
    ),
    (
        ["Study population", "Populatie"],
        [
            "Characteristics of the people concerned",
            "Kenmerken van de mensen om wie het gaat",
        ],
    ),
    (
        ["Setting and location", "Omgeving en plaats"],
        [
            "Where it takes place and what there bears on the findings",
            "Waar het plaatsvindt en wat daarvan de bevindingen beïnvloedt",
        ],
    ),
    (
        ["Comparators", "Alternatieven"],
        [
            "What is compared with what, and why",
            "Wat met wat vergeleken wordt, en waarom",
        ],
    ),
    (
        ["Perspective", "Perspectief"],
        [
            "Whose costs and benefits are counted, and why theirs",
            "Wiens kosten en baten geteld worden, en waarom die",
        ],
    ),
    (
        ["Time horizon", "Tijdshorizon"],
        [
            "Over how long costs and benefits are counted, and why so long",
            "Over welke tijd kosten en baten geteld worden, en waarom zo lang",
        ],
    ),
    (
        ["Discount rate", "Disconteringsvoet"],
        [
            "The rates at which later years are discounted, and why these",
            "De voeten waarmee latere jaren verdisconteerd worden, en waarom die",
        ],
    ),
    (
        ["Selection of outcomes", "Keuze van uitkomsten"],
        [
            "Which outcomes stand for benefit and harm",
            "Welke uitkomsten voor nut en schade staan",
        ],
    ),
    (
        ["Measurement of outcomes", "Meting van uitkomsten"],
        [
            "How these outcomes were measured",
            "Hoe die uitkomsten gemeten zijn",
        ],
    ),
    (
        ["Valuation of outcomes", "Waardering van uitkomsten"],
        [
            "Whose values, by which method, put outcomes in euros",
            "Wiens waarden, met welke methode, uitkomsten in euro's uitdrukken",
        ],
    ),
    (
        ["Resources and costs", "Middelen en kosten"],
        [
            "How use of resources was measured and priced",
            "Hoe het gebruik van middelen gemeten en geprijsd is",
        ],
    ),
    (
        [
            "Currency, price date, conversion",
            "Valuta, prijspeil, omrekening",
        ],
        [
            "Currency, the year of its prices, and how amounts of other years were converted",
            "Valuta, het jaar van de prijzen, en hoe bedragen van andere jaren zijn omgerekend",
        ],
    ),
    (
        ["Model", "Model"],
        [
            "The model, why this one, and where it can be found",
            "Het model, waarom dit, en waar het te vinden is",
        ],
    ),
    (
        ["Analytics and assumptions", "Analyse en aannames"],
        [
            "How data were transformed and extrapolated, and how the model was validated",
            "Hoe gegevens bewerkt en doorgetrokken zijn, en hoe het model is gevalideerd",
        ],
    ),
    (
        ["Heterogeneity", "Heterogeniteit"],
        [
            "How results for subgroups were estimated",
            "Hoe resultaten voor subgroepen zijn geschat",
        ],
    ),
    (
        ["Distributional effects", "Verdelingseffecten"],
        [
            "How effects fall on different people, or a priority for some of them",
            "Hoe effecten over mensen verdeeld zijn, of voorrang voor sommigen van hen",
        ],
    ),
    (
        ["Methods for uncertainty", "Methode voor onzekerheid"],
        [
            "How every source of uncertainty was dealt with",
            "Hoe met elke bron van onzekerheid is omgegaan",
        ],
    ),
    (
        ["Approach to engagement", "Aanpak van betrokkenheid"],
        [
            "How patients and others concerned took part in the design",
            "Hoe patiënten en andere betrokkenen aan de opzet meededen",
        ],
    ),
    (
        ["Study parameters", "Parameters"],
        [
            "Every input with value, spread or distribution, and reference",
            "Elke parameter met waarde, spreiding of verdeling, en bron",
        ],
    ),
    (
        ["Main results", "Hoofdresultaten"],
        [
            "Means of the main categories of costs and outcomes, and the overall measure",
            "Gemiddelden van de belangrijkste soorten kosten en uitkomsten, en de totale maat",
        ],
    ),
    (
        ["Effect of uncertainty", "Effect van onzekerheid"],
        [
            "How uncertain judgements, inputs and projections move the findings",
            "Hoe onzekere oordelen, parameters en projecties de bevindingen verschuiven",
        ],
    ),
    (
        ["Effect of engagement", "Effect van betrokkenheid"],
        [
            "What taking part by those concerned changed",
            "Wat deelname van betrokkenen heeft veranderd",
        ],
    ),
    (
        ["Findings and limitations", "Bevindingen en beperkingen"],
        [
            "Key findings, limitations, equity and what they mean elsewhere",
            "Kernbevindingen, beperkingen, billijkheid en wat ze elders betekenen",
        ],
    ),
    (
        ["Funding", "Financiering"],
        [
            "Who paid for the study and what part they had in it",
            "Wie de studie betaalde en welke rol die had",
        ],
    ),
    (
        ["Conflicts of interest", "Belangen"],
        [
            "Interests of the authors, by the rules of the journal",
            "Belangen van de auteurs, naar de regels van het tijdschrift",
        ],
    ),
];

pub(super) fn items(publication: &Publication<'_>) -> Vec<Item> {
    let lang = publication.lang;
    let wordings = WORDINGS.iter().enumerate();
    let items = wordings.map(|(place, (topic, asks))| {
        let number = place + 1;
        let (status, text) = known(publication, number);
        let [topic, asks] = [topic, asks].map(|[english, dutch]| lang.pick(*english, *dutch));
        Item {
            standard: "CHEERS 2022",
            number: number.to_string(),
            topic,
            asks,
            status,
            text,
        }
    });
    items.collect()
}

/// What the program knows of an item, and whether that is all that is asked.
fn known(publication: &Publication<'_>, number: usize) -> (Status, String) {
    let (lang, model) = (publication.lang, publication.model);
    let part = |text: String| (Status::NotReported, text);
    let whole = |text: String| (Status::Filled, text);
    match number {
        1 => {
            let title = model.heading(lang);
            part(lang.pick(
                format!("The title of the case: {title}"),
                format!("De titel van de business case: {title}"),
            ))
        }
        2 => part(methods::sentence(publication)),
        8 => part(perspectives(lang, model)),
        9 => part(horizon(lang, model)),
        10 => where_any(discounting(publication)),
        14 => part(resources(lang, model)),
        15 => whole(methods::prices(publication)),
        16 => whole(joined(&[
            methods::unit(publication),
            methods::draws(publication),
        ])),
        17 => whole(joined(&[
            methods::reproduced(publication),
            methods::self_checked(publication),
        ])),
        18 => part(heterogeneity(lang, model)),
        19 => part(parties(lang, publication)),
        20 => whole(uncertainty(publication)),
        22 => whole(inputs(lang, publication)),
        23 => whole(methods::main(publication)),
        24 => whole(joined(&[
            methods::counting_hard(publication),
            methods::structure(publication),
            methods::evpi(publication),
        ])),
        _ => part(String::new()),
    }
}

fn perspectives(lang: Lang, model: &Model) -> String {
    let all = 0..model.perspectives.len();
    let names = all.map(|index| model.party_label(Party::Perspective(index), lang));
    let names = names.collect::<Vec<&str>>().join(", ");
    lang.pick(
        format!("Results are given for: {names}. Why these, the author says."),
        format!("Resultaten zijn er voor: {names}. Waarom deze, zegt de auteur."),
    )
}

fn horizon(lang: Lang, model: &Model) -> String {
    let years = model.lines.iter().filter_map(|line| line.years);
    let per = match each(model) {
        per if per.is_empty() => per,
        per => lang.pick(
            format!("Results are{per}. "),
            format!("Resultaten zijn{per}. "),
        ),
    };
    match years.max() {
        None => lang.pick(
            format!("{per}No line is spread over years."),
            format!("{per}Geen post is over jaren verdeeld."),
        ),
        Some(most) => {
            let most = rounded(lang, f64::from(most), 0);
            lang.pick(
                format!("{per}The longest line lasts {most} years."),
                format!("{per}De langste post duurt {most} jaar."),
            )
        }
    }
}

/// The rates of lines that last longer than a year; nothing where none does.
fn discounting(publication: &Publication<'_>) -> String {
    let (lang, model) = (publication.lang, publication.model);
    let variant = publication.variant;
    let lasting = model
        .lines
        .iter()
        .filter(|line| line.years.is_some_and(|years| years > 1));
    let parts = lasting.map(|line| {
        let label = line.label.or(lang, &line.name);
        let years = rounded(lang, f64::from(line.years.unwrap_or(1)), 0);
        let rate = match &line.discount_rate {
            Share::Given(rate) => {
                let rate = evaluate(model, variant, &variant.points, rate);
                let rate = significant(lang, rate * 100.0, 3);
                lang.pick(format!("at {rate} %"), format!("met {rate} %"))
            }
            _ => lang
                .pick("not discounted", "niet verdisconteerd")
                .to_owned(),
        };
        lang.pick(
            format!("{label}: {years} years, {rate}"),
            format!("{label}: {years} jaar, {rate}"),
        )
    });
    let parts: Vec<String> = parts.collect();
    if parts.is_empty() {
        String::new()
    } else {
        parts.join("; ") + "."
    }
}

fn resources(lang: Lang, model: &Model) -> String {
    let prices = model
        .inputs
        .iter()
        .filter(|input| input.kind == Kind::Price);
    let names: Vec<&str> = prices.map(|input| input.name.as_str()).collect();
    if names.is_empty() {
        return String::new();
    }
    let names = names.join(", ");
    lang.pick(
        format!("Reference prices of the case: {names}."),
        format!("Referentieprijzen van de business case: {names}."),
    )
}

fn heterogeneity(lang: Lang, model: &Model) -> String {
    let kind = |input: &&crate::model::Input| input.kind == Kind::Variability;
    let varying = model.inputs.iter().filter(kind).count();
    if varying == 0 {
        return lang
            .pick(
                "The case has no inputs of variability between people.",
                "De business case heeft geen parameters van variatie tussen mensen.",
            )
            .to_owned();
    }
    let varying = INPUT.counted(lang, varying as u64);
    lang.pick(
        format!("The case has {varying} of variability between people, which only predictive runs draw."),
        format!("De business case heeft {varying} van variatie tussen mensen, die alleen voorspellende runs trekken."),
    )
}

fn parties(lang: Lang, publication: &Publication<'_>) -> String {
    let rows = STAKEHOLDER.counted(lang, publication.findings.stakeholders.len() as u64);
    lang.pick(
        format!("Benefits and costs are split over {rows} (table of stakeholders). Differences within a group of people are not modelled."),
        format!("Baten en kosten zijn verdeeld over {rows} (tabel met belanghebbenden). Verschillen binnen een groep mensen zijn niet gemodelleerd."),
    )
}

fn uncertainty(publication: &Publication<'_>) -> String {
    let lang = publication.lang;
    let scenarios = publication
        .scenarios
        .map_or(0, |s| s.rows.len().saturating_sub(1));
    let scenarios = rounded(lang, scenarios as f64, 0);
    let structural = lang.pick(
        format!("Structure and value judgements: {scenarios} scenarios and alternatives, on the same draws."),
        format!("Structuur en waardeoordelen: {scenarios} scenario's en alternatieven, op dezelfde trekkingen."),
    );
    joined(&[
        methods::draws(publication),
        methods::dependence(publication),
        methods::fixed(publication),
        structural,
    ])
}

fn inputs(lang: Lang, publication: &Publication<'_>) -> String {
    let model = publication.model;
    let all = INPUT.counted(lang, model.inputs.len() as u64);
    let drawn = rounded(lang, publication.manifest.drawn_inputs.len() as f64, 0);
    let uncited = model.inputs.iter().filter(|input| input.sources.is_empty());
    let uncited = rounded(lang, uncited.count() as f64, 0);
    let assumed = model
        .inputs
        .iter()
        .filter(|input| input.basis == Some(crate::model::Basis::Assumption));
    let assumed = rounded(lang, assumed.count() as f64, 0);
    lang.pick(
        format!("The table of parameters has {all}, {drawn} of them drawn; {uncited} cite no source and {assumed} rest on an assumption."),
        format!("De tabel met parameters heeft {all}, waarvan {drawn} getrokken; {uncited} noemen geen bron en {assumed} berusten op een aanname."),
    )
}
