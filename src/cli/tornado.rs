//! `sroi tornado`: what moves the result, input by input and choice by choice.

use super::arguments::TornadoOptions;
use super::output::Exit;
use super::study::Study;
use crate::analysis::sample::{EvppiError, OneWay, one_way};
use crate::analysis::{Choice, Outcome, TwoWay, choices, sampled, tornado_of, two_way};
use crate::model::{Family, Model};
use crate::report::{self, TornadoReport};
use crate::sim::Settings;
use crate::text::Lang;

pub(super) fn tornado(lang: Lang, options: &TornadoOptions) -> Result<(), Exit> {
    let study = Study::begin(lang, "tornado", &options.study)?;
    let (model, variant) = (study.model(), &study.variant);
    let outcomes = outcomes(model, &options.outcome)?;
    let ends = match options.range.as_str() {
        "80" => [0.1, 0.9],
        "90" => [0.05, 0.95],
        _ => [0.025, 0.975],
    };
    let grids = grids(&study, &outcomes, ends, &options.two_way)?;
    let folder = study.folder()?;
    let tornado = tornado_of(model, variant, outcomes.clone(), ends);
    let choices = panel(&study, &outcomes, ends)?;
    let settings = study.random(options.draws);
    let curves = curves(&study, &outcomes[0], settings)?;
    let mut tables = vec![
        report::tornado_table(model, &tornado, &choices),
        report::conditional_mean_table(model, &outcomes[0], &curves),
        report::given_data_table(model, &outcomes[0], &curves),
    ];
    tables.extend(report::two_way_table(model, &outcomes, &grids));
    let said = vec![
        ("outcome", options.outcome.clone()),
        ("range", options.range.clone()),
        ("two_way", options.two_way.join(" ")),
    ];
    let manifest = study.manifest(settings, said);
    let text = report::tornado_text(TornadoReport {
        lang,
        model,
        manifest: &manifest,
        tornado: &tornado,
        choices: &choices,
        curves: &curves,
    });
    study.finish(folder, &manifest, &tables, &text)
}

/// All outcomes, the one asked for first.
fn outcomes(model: &Model, first: &str) -> Result<Vec<Outcome>, Exit> {
    let named = |name: &str| {
        Outcome::named(model, name).map_err(|error| Exit::usage(format!("`--outcome`: {error}")))
    };
    let mut all = vec![named(first)?];
    for name in Outcome::names(model).filter(|name| name != first) {
        let outcome = named(&name)?;
        // A party that is known by the name of another.
        if !all.contains(&outcome) {
            all.push(outcome);
        }
    }
    Ok(all)
}

fn grids(
    study: &Study<'_>,
    outcomes: &[Outcome],
    ends: [f64; 2],
    pairs: &[String],
) -> Result<Vec<TwoWay>, Exit> {
    let grid = |text: &String| {
        let inputs = study.pair("--two-way", text)?;
        two_way(study.model(), &study.variant, outcomes, inputs, ends)
            .map_err(|error| Exit::usage(format!("`--two-way {text}`: {error}")))
    };
    pairs.iter().map(grid).collect()
}

/// Structural choices and value judgements.
fn panel(study: &Study<'_>, outcomes: &[Outcome], ends: [f64; 2]) -> Result<Vec<Choice>, Exit> {
    let family: Family = study
        .model()
        .family(&study.selection)
        .map_err(|error| super::run::selection_error(&error))?;
    Ok(choices(study.model(), &family, outcomes, ends))
}

/// The conditional mean of the first outcome along every input; none where too few draws were asked for.
fn curves(
    study: &Study<'_>,
    outcome: &Outcome,
    settings: Settings,
) -> Result<Vec<(usize, OneWay)>, Exit> {
    let (model, progress) = (study.model(), study.progress());
    let sample = sampled(model, &study.variant, outcome, settings, &progress);
    progress.finish();
    let sample = sample.map_err(|error| study.failed(error))?;
    if sample.inputs.is_empty() {
        return Ok(Vec::new());
    }
    if sample.outcome.iter().any(|x| x.is_nan()) {
        return Err(Exit::wrong(format!(
            "`{}` has no value in some draw, where costs are not positive; take the net benefit as the outcome",
            outcome.name
        )));
    }
    let psa = match sample.decision(model) {
        Ok(psa) => psa,
        Err(error) => return Err(Exit::wrong(format!("`{}`: {error}", outcome.name))),
    };
    let mut curves = Vec::new();
    for (place, &input) in sample.inputs.iter().enumerate() {
        study.go_on(&progress)?;
        let found = one_way(&psa, place, f64::NAN);
        let found = found.map_err(|error: EvppiError| Exit::usage(error.to_string()))?;
        curves.extend(found.into_iter().map(|curve| (input, curve)));
    }
    Ok(curves)
}
