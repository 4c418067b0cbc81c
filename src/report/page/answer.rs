//! The answer, first and large: one or two sentences and three numbers.

use super::matter::Matter;
use super::numbers::{Print, error, unbroken, value};
use crate::analysis::Balance;
use crate::report::digits::{percent, rounded};
use crate::report::html::escaped;
use crate::report::publication::sentence;
use crate::report::words::DRAW;
use crate::stats::Estimate;
use crate::text::Lang;

/// The top of the page.
pub(super) fn answer(matter: &Matter<'_>) -> String {
    let (lang, model) = (matter.lang(), matter.publication.model);
    let mut html = format!(
        "<header id=\"answer\">\n<p class=\"kicker\">{}</p>\n<h1>{}</h1>\n",
        escaped(&per(matter)),
        escaped(model.heading(lang))
    );
    for departure in departures(matter) {
        html += &format!("<p class=\"departure\">{}</p>\n", escaped(&departure));
    }
    html += &format!(
        "<p id=\"sentence\" class=\"sentence\" aria-live=\"polite\">{}</p>\n<div class=\"key\">\n",
        escaped(&unbroken(&said(matter)))
    );
    html += &ratio(matter);
    html += &chance(matter);
    html += &net_benefit(matter);
    html += &format!(
        "</div>\n<p id=\"basis\" class=\"basis\">{}</p>\n</header>\n",
        escaped(&basis(matter))
    );
    html
}

fn per(matter: &Matter<'_>) -> String {
    let (lang, model) = (matter.lang(), matter.publication.model);
    let year = model.price_year.map_or_else(String::new, |year| {
        format!("{} {year}", lang.pick(", euros of", ", prijspeil"))
    });
    let amounts = lang.pick("Amounts per", "Bedragen per");
    format!("{amounts} {}{year}", model.per_text)
}

/// What departs from the base case.
fn departures(matter: &Matter<'_>) -> Vec<String> {
    let (lang, of) = (matter.lang(), &matter.publication);
    let mut all = Vec::new();
    if of.manifest.predictive {
        all.push(
            lang.pick(
                "Predictive run: the next clients themselves are drawn, not their expected result alone.",
                "Voorspellende run: ook de volgende cliënten zelf zijn getrokken, niet alleen hun verwachte uitkomst.",
            )
            .to_owned(),
        );
    }
    if let Some(index) = of.variant.scenario {
        let scenario = &of.model.scenarios[index];
        all.push(format!(
            "Scenario: {}",
            scenario.label.or(lang, &scenario.name)
        ));
    }
    let switches = of.model.switches.iter().zip(&of.variant.alternatives);
    for (switch, &chosen) in switches.filter(|(switch, chosen)| switch.default != **chosen) {
        let alternative = &switch.alternatives[chosen];
        all.push(format!(
            "{}: {}",
            switch.label.or(lang, &switch.name),
            alternative.label.or(lang, &alternative.name)
        ));
    }
    let fixed = lang.pick("fixed at", "vastgezet op");
    let point = lang.pick(".", ",");
    let set = of.manifest.set.iter();
    all.extend(
        set.map(|(name, value)| {
            format!("{name} {fixed} {}", value.to_string().replace('.', point))
        }),
    );
    if of.manifest.interrupted {
        let asked = rounded(lang, of.manifest.draws_requested as f64, 0);
        all.push(match lang {
            Lang::En => format!("Interrupted: the first of the {asked} draws that were asked for."),
            Lang::Nl => format!("Afgebroken: de eerste van de {asked} gevraagde trekkingen."),
        });
    }
    all
}

/// The sentence of the publication, or one of our own.
fn said(matter: &Matter<'_>) -> String {
    let sentence = sentence(&matter.publication);
    if !sentence.is_empty() {
        return sentence;
    }
    let (lang, headline) = (matter.lang(), &matter.publication.findings.headline);
    let chance = percent(lang, headline.all.p_break_even);
    let hard = percent(lang, headline.hard.p_break_even);
    let Some(ratio) = headline.all.ratio_of_means else {
        return match lang {
            Lang::En => format!(
                "Benefits exceed costs in {chance} of the draws ({hard} counting hard euros only). Costs are not positive in every \
                 draw, so a ratio of benefits to costs means nothing here."
            ),
            Lang::Nl => format!(
                "In {chance} van de trekkingen zijn de baten groter dan de kosten (met alleen harde euro's in {hard}). De kosten \
                 zijn niet in elke trekking positief; een verhouding van baten en kosten zegt hier dus niets."
            ),
        };
    };
    let ratio = Print::Euro.text(lang, ratio);
    match lang {
        Lang::En => format!(
            "Each euro is expected to return {ratio}. The probability that benefits exceed costs, given the model and its priors, \
             is {chance}; counting hard euros only it is {hard}."
        ),
        Lang::Nl => format!(
            "Elke euro levert naar verwachting {ratio} op. De kans op kostendekking, gegeven het model en de gekozen verdelingen, \
             is {chance}; met alleen harde euro's is die kans {hard}."
        ),
    }
}

/// One of the three numbers.
fn key(name: &str, title: &str, number: &str, beside: &[String]) -> String {
    let beside = beside
        .iter()
        .map(|line| format!("<span class=\"beside\">{line}</span>\n"));
    let beside: Vec<String> = beside.collect();
    let beside = beside.concat();
    format!(
        "<div class=\"figure\" id=\"key-{name}\">\n<h2 class=\"title\">{title}</h2>\n<p class=\"big\">{number}</p>\n<p>{beside}</p>\n</div>\n"
    )
}

/// An interval as it stands below its number.
fn interval(lang: Lang, name: &str, print: Print, [low, high]: [Estimate; 2]) -> String {
    let to = lang.pick("to", "tot");
    let [low, high] = [("low", low), ("high", high)]
        .map(|(end, estimate)| value(lang, &format!("{name}_{end}"), print, estimate));
    let title = lang.pick("95 % uncertainty interval", "95 %-onzekerheidsinterval");
    format!("{} {low} {to} {high}", unbroken(title))
}

fn mcse(lang: Lang, name: &str, print: Print, estimate: Estimate) -> String {
    let title = lang.pick("Monte Carlo error", "Monte-Carlofout");
    format!(
        "{title} <span data-name=\"{name}_error\">{}</span>",
        unbroken(&error(lang, print, estimate))
    )
}

fn balance<'a>(matter: &Matter<'a>) -> &'a Balance {
    &matter.publication.findings.headline.all
}

fn ratio(matter: &Matter<'_>) -> String {
    let (lang, all) = (matter.lang(), balance(matter));
    let title = lang.pick("Return per euro", "Opbrengst per euro");
    let (Some(ratio), Some(ends)) = (all.ratio_of_means, all.roi_interval) else {
        let why = lang.pick(
            "Costs are not positive in every draw: a ratio means nothing here.",
            "De kosten zijn niet in elke trekking positief: een verhouding zegt hier niets.",
        );
        return key("ratio", title, "–", &[why.to_owned()]);
    };
    let beside = [
        interval(lang, "roi", Print::Number, ends),
        mcse(lang, "ratio", Print::Euro, ratio),
    ];
    key(
        "ratio",
        title,
        &value(lang, "ratio", Print::Euro, ratio),
        &beside,
    )
}

fn chance(matter: &Matter<'_>) -> String {
    let (lang, all) = (matter.lang(), balance(matter));
    let title = lang.pick("Chance of break-even", "Kans op kostendekking");
    let what = lang.pick(
        "that benefits exceed costs, given the model and its priors",
        "dat de baten groter zijn dan de kosten, gegeven model en verdelingen",
    );
    let p = all.p_break_even;
    let beside = [
        format!("<span data-name=\"event\">{what}</span>"),
        mcse(lang, "chance", Print::Percent, p),
    ];
    key(
        "chance",
        title,
        &value(lang, "chance", Print::Percent, p),
        &beside,
    )
}

fn net_benefit(matter: &Matter<'_>) -> String {
    let (lang, all) = (matter.lang(), balance(matter));
    let title = lang.pick("Expected net benefit", "Verwacht saldo");
    let beside = [
        interval(lang, "net", Print::Euro, all.net_benefit_interval),
        mcse(lang, "net", Print::Euro, all.net_benefit),
    ];
    key(
        "net",
        title,
        &value(lang, "net", Print::Euro, all.net_benefit),
        &beside,
    )
}

fn basis(matter: &Matter<'_>) -> String {
    let lang = matter.lang();
    let draws = DRAW.counted(lang, matter.publication.manifest.draws);
    match lang {
        Lang::En => format!(
            "All euros, society as a whole; {draws}. The Monte Carlo error is one standard error: how far the number would be off by \
             the luck of the draws alone."
        ),
        Lang::Nl => format!(
            "Alle euro's, de samenleving als geheel; {draws}. De Monte-Carlofout is één standaardfout: hoeveel het cijfer door het \
             toeval van de trekkingen alleen afwijkt."
        ),
    }
}
