//! How a run was done, as titles and values.

use super::value::Value;
use crate::report::digits::rounded;
use crate::report::publication::Publication;
use crate::report::words::INPUT;
use crate::text::Lang;

/// What is needed to do it again, and what departs from the base case.
pub(super) fn how(publication: &Publication<'_>) -> Vec<(&'static str, Value)> {
    let (lang, manifest) = (publication.lang, publication.manifest);
    let mut rows = vec![
        (
            lang.pick("draws", "trekkingen"),
            Value::whole(manifest.draws),
        ),
        // A seed may have more digits than a number of a spreadsheet.
        (
            lang.pick("seed", "startwaarde"),
            Value::text(manifest.seed.to_string()),
        ),
        (
            lang.pick("design", "ontwerp"),
            Value::text(design(lang, manifest.design, manifest.replicates)),
        ),
        (
            lang.pick("generator", "generator"),
            Value::text(manifest.generator),
        ),
        (
            lang.pick("inputs drawn", "parameters getrokken"),
            Value::text(drawn(publication)),
        ),
    ];
    rows.extend(departures(publication));
    if let Some(until) = &manifest.until {
        rows.push((
            lang.pick("precision asked for", "gevraagde precisie"),
            Value::text(&until.goal),
        ));
    }
    if manifest.interrupted {
        let asked = Value::whole(manifest.draws_requested);
        rows.push((lang.pick("draws asked for", "gevraagde trekkingen"), asked));
    }
    let (fine, all) = (
        publication.reproduction.fine(),
        publication.reproduction.verdicts().count(),
    );
    if all > 0 {
        let title = lang.pick(
            "figures reproduced or explained",
            "cijfers gereproduceerd of verklaard",
        );
        let of = lang.pick("of", "van");
        rows.push((title, Value::text(format!("{fine} {of} {all}"))));
    }
    rows.push((
        lang.pick("case", "business case"),
        Value::text(&manifest.case),
    ));
    rows.push((
        lang.pick("SHA-256 of the case", "SHA-256 van de business case"),
        Value::text(&manifest.case_sha256),
    ));
    let program = format!("{} {}", manifest.program, manifest.version);
    rows.push((lang.pick("program", "programma"), Value::text(program)));
    rows
}

fn design(lang: Lang, design: &str, replicates: u32) -> String {
    let name = match design {
        "lhs" => lang.pick("Latin hypercubes", "Latijnse hyperkubussen"),
        "sobol" => lang.pick(
            "scrambled Sobol' sequences",
            "gerandomiseerde Sobol'-reeksen",
        ),
        _ => {
            return lang
                .pick("independent draws", "onafhankelijke trekkingen")
                .to_owned();
        }
    };
    format!("{replicates} {name}")
}

fn drawn(publication: &Publication<'_>) -> String {
    let (lang, model) = (publication.lang, publication.model);
    let drawn = rounded(lang, publication.manifest.drawn_inputs.len() as f64, 0);
    let all = INPUT.counted(lang, model.inputs.len() as u64);
    lang.pick(format!("{drawn} of {all}"), format!("{drawn} van de {all}"))
}

fn departures(publication: &Publication<'_>) -> Vec<(&'static str, Value)> {
    let (lang, model, manifest) = (publication.lang, publication.model, publication.manifest);
    let labelled = |name: &str, label: &str| {
        if label.is_empty() {
            name.to_owned()
        } else {
            format!("{name}: {label}")
        }
    };
    let mut rows = Vec::new();
    for scenario in &model.scenarios {
        if manifest.scenario.as_ref() == Some(&scenario.name) {
            let text = labelled(&scenario.name, scenario.label.or(lang, ""));
            rows.push(("scenario", Value::text(text)));
        }
    }
    for (switch, (name, chosen)) in model.switches.iter().zip(&manifest.switches) {
        let alternative = switch.alternatives.iter().find(|of| of.name == *chosen);
        let usual = switch.alternatives.get(switch.default);
        if usual.is_some_and(|usual| usual.name == *chosen) {
            continue;
        }
        let label = alternative.map_or("", |of| of.label.or(lang, ""));
        let text = labelled(&format!("{name} = {chosen}"), label);
        rows.push((lang.pick("switch", "keuze"), Value::text(text)));
    }
    if rows.is_empty() {
        let base = lang.pick("the base case", "het uitgangspunt");
        rows.push(("scenario", Value::text(base)));
    }
    for (name, value) in &manifest.set {
        // As typed: nothing is rounded away from a value that somebody chose.
        let value = value.to_string().replace('.', lang.pick(".", ","));
        rows.push((
            lang.pick("fixed", "vastgezet"),
            Value::text(format!("{name} = {value}")),
        ));
    }
    if let (Some(prices), Some(year)) = (&manifest.reindexing, manifest.price_year) {
        let count = INPUT.counted(lang, prices.inputs.len() as u64);
        let text = lang.pick(
            format!("{count} converted to {year} with {}", prices.index),
            format!("{count} omgerekend naar {year} met {}", prices.index),
        );
        rows.push((lang.pick("prices", "prijzen"), Value::text(text)));
    }
    rows
}
