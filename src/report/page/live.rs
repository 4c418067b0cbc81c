//! The draws that travel in the page, and the words that its script needs.

use serde_json::{Value, json};

use super::controls::parties;
use super::embedded::column;
use super::matter::Matter;
use crate::analysis::{Carried, Dial};
use crate::model::{BreakEven, Euro, Party, Side};
use crate::text::Lang;

/// Bytes that draws may take, so that a page stays below five megabytes.
const BYTES: usize = 3_400_000;
/// Bytes of a number: four as they are, a third more as text.
const BYTES_OF_NUMBER: f64 = 16.0 / 3.0;

/// Draws that the page has: those that are carried, fewer where they would be too large.
pub(super) fn draws(matter: &Matter<'_>, carried: &Carried) -> u64 {
    let effect = carried.effect.iter().flatten();
    let effect = effect.flat_map(|line| [&line.at_zero, &line.slope]);
    let shares = carried.shares.iter().map(|share| &share.values);
    let columns = carried.lines.iter().chain(shares).chain(effect);
    let varying = columns.filter(|column| constant(column).is_none()).count();
    let most = BYTES as f64 / BYTES_OF_NUMBER / varying.max(1) as f64;
    carried
        .draws
        .min(most as u64)
        .min(matter.publication.manifest.draws)
}

/// The value that a column has in every draw, if it is one.
fn constant(column: &[f64]) -> Option<f64> {
    let first = *column.first()?;
    column.iter().all(|value| *value == first).then_some(first)
}

/// A column: a number where it is one, else its first draws.
fn values(column_of: &[f64], draws: u64) -> Value {
    match constant(column_of) {
        Some(value) => json!(value),
        None => json!(column(&column_of[..column_of.len().min(draws as usize)])),
    }
}

/// The data of the page in an element that is not run; nothing for a predictive run.
pub(super) fn data(matter: &Matter<'_>) -> String {
    let Some(carried) = matter.publication.carried else {
        return String::new();
    };
    let draws = draws(matter, carried);
    let shares = carried.shares.iter();
    let shares: Vec<Value> = shares.map(|share| values(&share.values, draws)).collect();
    let dials: Vec<Value> = carried
        .dials
        .iter()
        .map(|dial| turned(matter, dial))
        .collect();
    let headline = &matter.publication.findings.headline;
    let data = json!({
        "draws": draws,
        "of": matter.publication.manifest.draws,
        "ratio": headline.all.ratio_of_means.is_some(),
        "lang": matter.lang().name(),
        "lines": lines(matter, carried, draws),
        "parties": whose(matter, carried),
        "shares": shares,
        "dials": dials,
        "effect": effect(matter, carried, draws),
        "words": words(matter.lang()),
    });
    // Nothing in it can end the element: `<` stands in texts alone, where it can be written like this.
    let text = data.to_string().replace('<', "\\u003c");
    format!("<script type=\"application/json\" id=\"data\">{text}</script>\n")
}

fn lines(matter: &Matter<'_>, carried: &Carried, draws: u64) -> Vec<Value> {
    let (lang, model) = (matter.lang(), matter.publication.model);
    let line = |(line, column): (&crate::model::Line, &Vec<f64>)| {
        json!({
            "name": line.name,
            "label": line.label.or(lang, &line.name),
            "benefit": line.side == Side::Benefit,
            "hard": line.euro == Euro::Hard,
            "stakeholder": line.stakeholder,
            "amounts": values(column, draws),
        })
    };
    model.lines.iter().zip(&carried.lines).map(line).collect()
}

/// Of every party, what part of the money of every stakeholder is its own: all, nothing, or a share by number.
fn whose(matter: &Matter<'_>, carried: &Carried) -> Vec<Value> {
    let model = matter.publication.model;
    let party = |(party, name, label): (Option<Party>, String, String)| {
        let purse = party.map(|party| (party, model.purse(party)));
        let weight = |who: usize| match &purse {
            None => json!(1),
            Some((_, purse)) if purse.whole.contains(&who) => json!(1),
            Some((party, _)) => {
                let mut shares = carried.shares.iter();
                let share = shares.position(|s| (s.party, s.stakeholder) == (*party, who));
                share.map_or(json!(0), |index| json!({ "share": index }))
            }
        };
        let weights: Vec<Value> = (0..model.stakeholders.len()).map(weight).collect();
        json!({ "name": name, "label": label, "weights": weights })
    };
    parties(matter).into_iter().map(party).collect()
}

fn turned(matter: &Matter<'_>, dial: &Dial) -> Value {
    let input = &matter.publication.model.inputs[dial.input];
    json!({
        "name": input.name,
        "value": dial.value,
        "unit": input.unit_text,
        "lines": dial.lines,
    })
}

/// Lines by the common value of the break-even inputs, up to where the curve of the run ends.
fn effect(matter: &Matter<'_>, carried: &Carried, draws: u64) -> Value {
    let (Some(lines), Some(of)) = (&carried.effect, &matter.publication.model.break_even) else {
        return Value::Null;
    };
    let points = matter.publication.findings.break_even.iter();
    let high = points.fold(0.0_f64, |high, point| high.max(point.value));
    let lines = lines.iter().map(|line| {
        json!({
            "line": line.line,
            "at_zero": values(&line.at_zero, draws),
            "slope": values(&line.slope, draws),
        })
    });
    json!({
        "label": axis(matter, of),
        "high": if high > 0.0 { high } else { 1.0 / of.unit.scale() },
        // Of a share in per cent, whatever the case writes it in.
        "percent": of.unit.is_dimensionless(),
        "scale": of.unit.scale(),
        "lines": lines.collect::<Vec<Value>>(),
    })
}

/// What the common value is called, with its unit where it is no share.
pub(super) fn axis(matter: &Matter<'_>, of: &BreakEven) -> String {
    let lang = matter.lang();
    let label = of.label.or(lang, lang.pick("Effect", "Effect"));
    let unit = of
        .inputs
        .first()
        .map(|&index| matter.publication.model.inputs[index].unit_text.as_str());
    match unit {
        Some(unit) if !of.unit.is_dimensionless() => format!("{label} ({unit})"),
        _ => label.to_owned(),
    }
}

/// The wordings of the script.
fn words(lang: Lang) -> Value {
    let pick = |english: &'static str, dutch: &'static str| lang.pick(english, dutch);
    json!({
        "unknown": pick("unknown", "onbekend"),
        "exact": pick("exact: nothing was drawn", "exact: er is niets getrokken"),
        "with_ratio": pick(
            "{whom}, each euro is expected to return {ratio} (95 % uncertainty interval {low} to {high}). The probability that \
             {event}, given the model and its priors, is {chance}.",
            "{whom} levert elke euro naar verwachting {ratio} op (95 %-onzekerheidsinterval {low} tot {high}). De kans dat {event}, \
             gegeven het model en de gekozen verdelingen, is {chance}.",
        ),
        "without_ratio": pick(
            "{whom}, the expected net benefit is {net} (95 % uncertainty interval {low} to {high}). The probability that \
             benefits exceed costs, given the model and its priors, is {chance}. There is no ratio: {why}.",
            "{whom} is het verwachte saldo {net} (95 %-onzekerheidsinterval {low} tot {high}). De kans op \
             kostendekking, gegeven het model en de gekozen verdelingen, is {chance}. Er is geen verhouding: {why}.",
        ),
        "for_all": pick("For {party}", "Voor {party}"),
        "for_hard": pick("For {party}, counting hard euros only", "Voor {party}, met alleen harde euro's,"),
        "society": pick("society as a whole", "de samenleving als geheel"),
        "break_even": pick("benefits exceed costs", "de baten groter zijn dan de kosten"),
        "exceeds": pick("each euro returns more than {threshold}", "elke euro meer dan {threshold} oplevert"),
        "chance_break_even": pick("Chance of break-even", "Kans op kostendekking"),
        "chance_exceeds": pick("Chance of more than {threshold}", "Kans op meer dan {threshold}"),
        "event_given": pick("that {event}, given the model and its priors", "dat {event}, gegeven model en verdelingen"),
        "no_costs": pick("no costs are counted", "er worden geen kosten geteld"),
        "no_ratio": pick(
            "costs are not positive in {share} of these draws",
            "in {share} van deze trekkingen zijn de kosten niet positief",
        ),
        "never": pick(
            "costs are not positive in every draw of the run",
            "de kosten zijn niet in elke trekking van de run positief",
        ),
        "from": pick(
            "Computed from the first {draws} of {of} draws carried in this file: larger error than that of the run.",
            "Berekend uit de eerste {draws} van {of} trekkingen die in dit bestand zitten: een grotere fout dan die van de run.",
        ),
        "from_short": pick("first {draws} of {of} draws", "eerste {draws} van {of} trekkingen"),
        "return_axis": pick("euros returned per euro (B/C)", "euro opbrengst per euro (B/K)"),
        "net_axis": pick("benefits minus costs ({euros})", "baten min kosten ({euros})"),
        "density_axis": pick("share of draws per bar", "deel van de trekkingen per staaf"),
        "threshold_axis": pick("threshold: euros returned per euro", "drempel: euro opbrengst per euro"),
        "chance_axis": pick("probability of a higher return", "kans op een hoger rendement"),
        "break_even_axis": pick("probability that {event}", "kans dat {event}"),
        "below": pick("{share} not above", "{share} er niet boven"),
        "above": pick("{share} above", "{share} erboven"),
        "threshold": pick("threshold", "drempel"),
        "break_even_line": pick("break-even", "break-even"),
        "euros": [
            pick("euros", "euro"),
            pick("thousand euros", "duizend euro"),
            pick("million euros", "miljoen euro"),
        ],
        "benefits": pick("Benefits", "Baten"),
        "costs": pick("Costs", "Kosten"),
        "alt": pick("{title}, drawn again for what was changed. {sentence}", "{title}, opnieuw getekend voor wat is gewijzigd. {sentence}"),
        "nothing": pick("Nothing varies: there is nothing to draw.", "Er varieert niets: er valt niets te tekenen."),
        "copied": pick("Copied", "Gekopieerd"),
    })
}
