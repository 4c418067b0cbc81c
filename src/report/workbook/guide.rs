//! What the sheets show, and how to read their numbers.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::names::Name;
use super::sheet::Sheet;
use super::style;
use super::table::{Column, Table};
use super::value::Value;
use crate::text::Lang;

/// Words that recur, in English and Dutch.
const TERMS: [(&str, &str, &str, &str); 11] = [
    (
        "numbers",
        "Cells hold numbers in full precision; their formats show only the digits that the Monte Carlo error allows.",
        "getallen",
        "Cellen bevatten getallen in volle precisie; de opmaak toont alleen de cijfers die de Monte-Carlo-fout toelaat.",
    ),
    (
        "MCSE",
        "Monte Carlo standard error: how far a number may be off because draws are finite. More draws make it smaller; it says nothing of \
         how uncertain the inputs are.",
        "MCSE",
        "Monte-Carlo-standaardfout: hoe ver een getal ernaast kan zitten doordat er eindig veel trekkingen zijn. Meer trekkingen maken \
         haar kleiner; zij zegt niets over hoe onzeker de parameters zijn.",
    ),
    (
        "95 % uncertainty interval",
        "From the 2.5 % to the 97.5 % quantile of the draws: how uncertain the result is, given the model and the distributions of the \
         inputs.",
        "95 %-onzekerheidsinterval",
        "Van het 2,5e tot het 97,5e percentiel van de trekkingen: hoe onzeker het resultaat is, gegeven het model en de gekozen \
         verdelingen.",
    ),
    (
        "ROI = E[B]/E[C]",
        "Expected benefits over expected costs: what each euro returns. The mean of the ratios of the draws is another number, and no \
         estimate of the return on the programme.",
        "ROI = E[B]/E[K]",
        "Verwachte baten gedeeld door verwachte kosten: wat elke euro oplevert. Het gemiddelde van de ratio's van de trekkingen is een \
         ander getal, en geen schatting van het rendement.",
    ),
    (
        "B/C",
        "Benefits over costs within a draw; its quantiles make the interval of the ROI.",
        "B/K",
        "Baten gedeeld door kosten binnen een trekking; de percentielen daarvan zijn het interval van de ROI.",
    ),
    (
        "P(benefits > costs)",
        "Probability of break-even: the share of draws in which benefits exceed costs.",
        "kans op kostendekking",
        "Het aandeel van de trekkingen waarin de baten groter zijn dan de kosten.",
    ),
    (
        "hard and soft euros",
        "Hard euros can be spent again; soft euros are well-being or time expressed in money. Results in hard euros leave soft benefits \
         out and count all costs.",
        "harde en zachte euro's",
        "Harde euro's kunnen opnieuw worden uitgegeven; zachte euro's zijn welzijn of tijd uitgedrukt in geld. Resultaten in harde \
         euro's laten zachte baten weg en tellen alle kosten.",
    ),
    (
        "break-even attribution",
        "E[C]/E[B]: the share of the benefits that must be due to the programme for benefits to equal costs.",
        "break-even-attributie",
        "E[K]/E[B]: het deel van de baten dat aan het programma te danken moet zijn om de kosten te dekken.",
    ),
    (
        "EVPI and EVPPI",
        "Expected value of perfect information: what it would be worth to decide knowing everything, or knowing some inputs.",
        "EVPI en EVPPI",
        "Verwachte waarde van volledige informatie: wat het waard is om te besluiten met kennis van alles, of van enkele parameters.",
    ),
    (
        "empty cells",
        "There is no such number: no ratio where costs are not positive in some draw, for instance.",
        "lege cellen",
        "Er is geen getal: geen verhouding bijvoorbeeld waar de kosten in sommige trekkingen niet positief zijn.",
    ),
    (
        "grey columns",
        "What the charts need; the same numbers in another form.",
        "grijze kolommen",
        "Wat de grafieken nodig hebben; dezelfde getallen in een andere vorm.",
    ),
];

/// The guide to these sheets.
pub(super) fn guide(lang: Lang, sheets: &[Name]) -> Result<Worksheet, XlsxError> {
    let columns =
        |first: &str, second: &str| vec![Column::label(first, 32.0), Column::prose(second, 110.0)];
    let titles = columns(
        lang.pick("sheet", "blad"),
        lang.pick("what it shows", "wat het toont"),
    );
    let mut sheet = Sheet::new(Name::Guide.of(lang), Name::Guide.of(lang), &titles)?;
    sheet.skip();
    let rows = sheets
        .iter()
        .map(|name| vec![Value::text(name.of(lang)), Value::text(name.about(lang))]);
    let place = sheet.table(&Table::new(titles).with(rows))?;
    for (row, name) in sheets.iter().enumerate() {
        sheet.link(&place, row, name.of(lang))?;
    }
    sheet.heading(lang.pick("Words", "Begrippen"))?;
    let rows = TERMS.iter().map(|(term, meaning, dutch, betekenis)| {
        let both = lang.pick([term, meaning], [dutch, betekenis]);
        both.map(|text| Value::text(*text)).to_vec()
    });
    let titles = columns(
        lang.pick("word", "begrip"),
        lang.pick("meaning", "betekenis"),
    );
    sheet.table(&Table::new(titles).with(rows))?;
    sheet.skip();
    sheet.paragraph(
        lang.pick(
            "The sheets hold values, no formulas: they are the results of one run, which can be done again from its case, seed and number \
             of draws.",
            "De bladen bevatten waarden, geen formules: het zijn de uitkomsten van één run, die met dezelfde case, startwaarde en \
             hetzelfde aantal trekkingen opnieuw te doen is.",
        ),
        &style::caption(),
    )?;
    sheet.done()
}
