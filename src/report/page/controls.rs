//! The panel with which a reader asks what if.

use super::matter::Matter;
use super::numbers::{Print, full, value};
use crate::analysis::{Carried, Dial};
use crate::model::{Euro, Party, SOCIETAL, Side};
use crate::plan::Metric;
use crate::report::digits::significant;
use crate::report::html::escaped;
use crate::report::words;
use crate::sim::OutputSummary;
use crate::stats::Estimate;
use crate::text::Lang;

/// The panel; a sentence on why there is none for a predictive run.
pub(super) fn panel(matter: &Matter<'_>) -> String {
    let lang = matter.lang();
    let Some(carried) = matter.publication.carried else {
        let why = lang.pick(
            "This is a predictive run: its draws hold the chance of the next clients as well as what is not known of the case. Leaving \
             out a line or turning a value would need those chances drawn again, so this page has nothing to turn. A report of the \
             run without `--predictive` has.",
            "Dit is een voorspellende run: de trekkingen bevatten naast wat onbekend is ook het toeval van de volgende cliënten. Voor het \
             weglaten van een post of het veranderen van een waarde zou dat toeval opnieuw getrokken moeten worden; op deze pagina valt \
             daarom niets te draaien. Een rapport van de run zonder `--predictive` kan dat wel.",
        );
        return format!("<p>{}</p>\n", escaped(why));
    };
    let about = lang.pick(
        "Move a slider, leave out a line or choose whose money counts: the answer above and the figures below follow at once, computed \
         from draws that this page carries.",
        "Schuif, laat een post weg of kies wiens geld telt: het antwoord hierboven en de figuren hieronder volgen meteen, berekend uit \
         trekkingen die in deze pagina zitten.",
    );
    let mut html = format!(
        "<p>{about}</p>\n<noscript><p class=\"note\">{}</p></noscript>\n<div id=\"panel\" class=\"panel\" role=\"group\" \
         aria-labelledby=\"heading-what-if\">\n<div class=\"turns\">\n",
        lang.pick(
            "This needs a browser that runs scripts; all else on the page does not.",
            "Hiervoor moet de browser scripts uitvoeren; voor de rest van de pagina niet."
        )
    );
    html += &threshold(matter);
    for (index, dial) in carried.dials.iter().enumerate() {
        html += &turned(matter, index, dial);
    }
    html += &whose(matter);
    html += &hard(lang);
    html += &format!(
        "<button type=\"button\" id=\"reset\" disabled>{}</button>\n</div>\n<div class=\"ledger\">\n",
        lang.pick("Back to the run", "Terug naar de run")
    );
    html += &side(matter, Side::Benefit);
    html += &side(matter, Side::Cost);
    html += "</div>\n</div>\n";
    html += &format!(
        "<p class=\"note\">{}</p>\n",
        escaped(&subset(matter, carried))
    );
    html
}

/// How many draws the page has, of how many.
fn subset(matter: &Matter<'_>, carried: &Carried) -> String {
    let lang = matter.lang();
    let [carried, all] = [
        super::live::draws(matter, carried),
        matter.publication.manifest.draws,
    ]
    .map(|draws| crate::report::digits::rounded(lang, draws as f64, 0));
    match lang {
        Lang::En => format!(
            "What is asked here is computed from the first {carried} of the {all} draws of the run, so its Monte Carlo errors are larger. \
             Other figures and tables remain those of the run. The money of a stakeholder is its own lines and its part of what it pays \
             for others."
        ),
        Lang::Nl => format!(
            "Wat hier wordt gevraagd, wordt berekend uit de eerste {carried} van de {all} trekkingen van de run; de Monte-Carlofouten \
             zijn dus groter. Andere figuren en tabellen blijven die van de run. Het geld van een belanghebbende is dat van de eigen \
             posten en het deel van wat hij voor anderen betaalt."
        ),
    }
}

/// A slider with its label and its value.
fn slider(id: &str, label: &str, [low, high, step, at]: [String; 4], shown: &str) -> String {
    let label = escaped(label);
    let shown = escaped(shown);
    format!(
        "<div class=\"control\">\n<label for=\"{id}\">{label}</label>\n<output id=\"{id}-shown\" for=\"{id}\">{shown}</output>\n\
         <input type=\"range\" id=\"{id}\" min=\"{low}\" max=\"{high}\" step=\"{step}\" value=\"{at}\" aria-valuetext=\"{shown}\">\n</div>\n"
    )
}

/// The threshold: from nothing to where nearly no draw is left.
fn threshold(matter: &Matter<'_>) -> String {
    let lang = matter.lang();
    let points = matter.publication.findings.acceptability.iter();
    let end = points.fold(2.0_f64, |end, point| end.max(point.threshold));
    let steps = [(5.0, 0.05), (20.0, 0.1), (50.0, 0.5)];
    let step = steps.iter().find(|(most, _)| end <= *most);
    let step = step.map_or(1.0, |(_, step)| *step);
    let end = ((end / step).ceil() * step).min(100.0);
    let label = lang.pick(
        "Threshold: euros that each euro must return",
        "Drempel: euro's die elke euro moet opleveren",
    );
    let shown = crate::report::digits::euro(lang, Estimate::exact(1.0));
    let ends = ["0".to_owned(), full(end), full(step), "1".to_owned()];
    slider("threshold", label, ends, &shown)
}

/// A value judgement.
fn turned(matter: &Matter<'_>, index: usize, dial: &Dial) -> String {
    let lang = matter.lang();
    let input = &matter.publication.model.inputs[dial.input];
    let label = input.label.or(lang, &input.name);
    let shown = format!("{} {}", significant(lang, dial.value, 5), input.unit_text);
    let [low, high] = dial.range;
    let step = (high - low) / 100.0;
    let places = (dial.value - low) / step;
    // The value of the run must be one of those that can be chosen.
    let step = if (places - places.round()).abs() < 1e-9 {
        full(step)
    } else {
        "any".to_owned()
    };
    let ends = [full(low), full(high), step, full(dial.value)];
    slider(&format!("dial-{index}"), label, ends, &shown)
}

/// Parties whose money can be counted, the society of all first, with a name for scripts.
pub(super) fn parties(matter: &Matter<'_>) -> Vec<(Option<Party>, String, String)> {
    let (lang, model) = (matter.lang(), matter.publication.model);
    let all = model.perspectives.iter().enumerate();
    let whole = |shares: &Option<_>| shares.is_none();
    let societal = all.clone().find(|(_, p)| whole(&p.shares));
    let society = societal.map_or_else(
        || lang.pick("Society", "Samenleving"),
        |(index, _)| model.party_label(Party::Perspective(index), lang),
    );
    let mut parties = vec![(None, SOCIETAL.to_owned(), society.to_owned())];
    let stakeholders = (0..model.stakeholders.len()).map(Party::Stakeholder);
    let others = all.filter(|(_, p)| !whole(&p.shares));
    let perspectives = others.map(|(index, _)| Party::Perspective(index));
    for party in stakeholders.chain(perspectives) {
        let mut sides = [Side::Benefit, Side::Cost].into_iter();
        if sides.any(|side| model.has_flow(party, side)) {
            let kind = match party {
                Party::Stakeholder(_) => "stakeholder",
                Party::Perspective(_) => "perspective",
            };
            let name = format!("{kind}:{}", model.party_name(party));
            parties.push((Some(party), name, model.party_label(party, lang).to_owned()));
        }
    }
    parties
}

fn whose(matter: &Matter<'_>) -> String {
    let lang = matter.lang();
    let mut html = format!(
        "<div class=\"control\">\n<label for=\"party\">{}</label>\n<select id=\"party\">\n",
        lang.pick("Whose money", "Wiens geld")
    );
    let mut last = None;
    for (index, (party, _, label)) in parties(matter).iter().enumerate() {
        let group = match party {
            None => None,
            Some(Party::Stakeholder(_)) => Some(lang.pick("Stakeholders", "Belanghebbenden")),
            Some(Party::Perspective(_)) => Some(lang.pick("Perspectives", "Perspectieven")),
        };
        if group != last {
            html += if last.is_some() { "</optgroup>\n" } else { "" };
            html += &format!("<optgroup label=\"{}\">\n", group.unwrap_or(""));
            last = group;
        }
        html += &format!("<option value=\"{index}\">{}</option>\n", escaped(label));
    }
    html += if last.is_some() { "</optgroup>\n" } else { "" };
    html + "</select>\n</div>\n"
}

fn hard(lang: Lang) -> String {
    format!(
        "<div class=\"control check\">\n<input type=\"checkbox\" id=\"hard\">\n<label for=\"hard\">{}</label>\n</div>\n",
        lang.pick(
            "Count hard euros only: money that can be spent again",
            "Tel alleen harde euro's: geld dat opnieuw kan worden uitgegeven"
        )
    )
}

/// The lines of a side with their expected amounts.
fn side(matter: &Matter<'_>, side: Side) -> String {
    let (lang, model) = (matter.lang(), matter.publication.model);
    let title = match side {
        Side::Benefit => lang.pick("Benefits", "Baten"),
        Side::Cost => lang.pick("Costs", "Kosten"),
    };
    let mut html = format!("<fieldset>\n<legend>{title}</legend>\n");
    let lines = model.lines.iter().enumerate();
    for (index, line) in lines.filter(|(_, line)| line.side == side) {
        let label = escaped(line.label.or(lang, &line.name));
        let who = model.party_label(Party::Stakeholder(line.stakeholder), lang);
        let who = escaped(who);
        // Costs are counted whatever euros they are in.
        let tag = match (side, line.euro) {
            (Side::Benefit, Euro::Soft) => {
                format!(
                    "<span class=\"tag\">{}</span>",
                    words::euro(lang, line.euro)
                )
            }
            _ => format!(
                "<span class=\"tag plain\">{}</span>",
                words::euro(lang, line.euro)
            ),
        };
        let simulation = matter.publication.simulation;
        let output = simulation.output(Metric::Line(index));
        let mean = output.map_or(Estimate::UNKNOWN, OutputSummary::mean);
        let amount = value(lang, &format!("line_{index}"), Print::Euro, mean);
        html += &format!(
            "<div class=\"line\">\n<input type=\"checkbox\" id=\"line-{index}\" checked>\n<label for=\"line-{index}\">{label} \
             <span class=\"who\">{who}</span> {tag}</label>\n<span class=\"amount\">{amount}</span>\n</div>\n"
        );
    }
    html + "</fieldset>\n"
}

/// What stays in view when something is changed.
pub(super) fn summary_bar(matter: &Matter<'_>) -> String {
    if matter.publication.carried.is_none() {
        return String::new();
    }
    let lang = matter.lang();
    let [changed, per_euro, chance, net] = lang.pick(
        ["What if", "per euro", "chance", "net benefit"],
        ["Wat als", "per euro", "kans", "saldo"],
    );
    format!(
        "<aside id=\"bar\" class=\"bar\" aria-label=\"{changed}\" hidden>\n<p><strong>{changed}</strong> \
         <span class=\"item\"><b data-name=\"bar_ratio\"></b> {per_euro}</span> <span class=\"item\"><b data-name=\"bar_chance\"></b> \
         {chance}</span> <span class=\"item\"><b data-name=\"bar_net\"></b> {net}</span> <span class=\"item from\" data-name=\"bar_from\"></span></p>\n\
         <a href=\"#what-if\">{}</a>\n<button type=\"button\" id=\"bar-reset\">{}</button>\n</aside>\n",
        lang.pick("Change", "Wijzig"),
        lang.pick("Reset", "Herstel")
    )
}
