//! `sroi sobol`: variance by source.

use super::arguments::SobolOptions;
use super::output::Exit;
use super::study::Study;
use crate::analysis::sample::one_way;
use crate::analysis::{
    BlockKind, Outcome, Pairs, SobolError, SobolIndices, blocks, exact, sampled, sobol_indices,
};
use crate::report::{self, SobolReport};
use crate::sim::Settings;
use crate::stats::Estimate;
use crate::stream::Design;
use crate::text::Lang;

/// Draws of each sample, unless told otherwise.
const DRAWS: u64 = 131_072;
/// Draws for the given-data indices of inputs that depend on each other.
const DRAWS_GIVEN: u64 = 100_000;

pub(super) fn run(lang: Lang, options: &SobolOptions) -> Result<(), Exit> {
    let study = Study::begin(lang, "sobol", &options.study)?;
    let (model, variant) = (study.model(), &study.variant);
    let outcomes = outcomes(&study, &options.outcome)?;
    let pairs = pairs(&study, options)?;
    let folder = study.folder()?;
    let settings = settings(&study, options);
    let progress = study.progress();
    let found = sobol_indices(model, variant, &outcomes, settings, &pairs, &progress);
    progress.finish();
    let found = found.map_err(|error| match error {
        SobolError::Simulation(error) => study.failed(error),
        SobolError::Undefined(_) => Exit::wrong(error.to_string()),
        other => Exit::usage(other.to_string()),
    })?;
    let given = given_data(&study, &found)?;
    let said = vec![
        (
            "outcome",
            outcomes
                .iter()
                .map(|o| o.name.clone())
                .collect::<Vec<_>>()
                .join(" "),
        ),
        (
            "pairs",
            if options.pairs {
                "all".to_owned()
            } else {
                options.pair.join(" ")
            },
        ),
    ];
    let manifest = study.manifest(settings, said);
    let report = SobolReport {
        lang,
        model,
        manifest: &manifest,
        indices: &found,
        given_data: &given,
        exact: &exact_indices(&study),
    };
    let tables = report::sobol_tables(&report);
    study.finish(folder, &manifest, &tables, &report::sobol_text(report))
}

fn outcomes(study: &Study<'_>, names: &[String]) -> Result<Vec<Outcome>, Exit> {
    let usual = ["net_benefit".to_owned()];
    let names = if names.is_empty() { &usual[..] } else { names };
    let mut outcomes: Vec<Outcome> = Vec::new();
    for name in names {
        let outcome = Outcome::named(study.model(), name);
        let outcome = outcome.map_err(|error| Exit::usage(format!("`--outcome`: {error}")))?;
        if outcomes.contains(&outcome) {
            return Err(Exit::usage(format!("`--outcome {name}` is given twice")));
        }
        outcomes.push(outcome);
    }
    Ok(outcomes)
}

fn pairs(study: &Study<'_>, options: &SobolOptions) -> Result<Pairs, Exit> {
    if options.pairs {
        return Ok(Pairs::All);
    }
    if options.pair.is_empty() {
        return Ok(Pairs::None);
    }
    let pair = |text: &String| match text.split(',').collect::<Vec<_>>()[..] {
        [a, b] if a.trim() == b.trim() => Err(Exit::usage(format!(
            "`--pair {text}`: `{}` is given twice",
            a.trim()
        ))),
        [a, b] => Ok([block(study, a.trim())?, block(study, b.trim())?]),
        _ => Err(Exit::usage(format!(
            "`--pair {text}`: expected two inputs and a comma, such as `--pair hours,wage`"
        ))),
    };
    Ok(Pairs::Of(
        options.pair.iter().map(pair).collect::<Result<_, _>>()?,
    ))
}

/// A member of the block of this name: an input that depends on no other, a correlation or a whole.
fn block(study: &Study<'_>, name: &str) -> Result<usize, Exit> {
    let (model, variant) = (study.model(), &study.variant);
    let all = blocks(model, variant, &variant.uses(model));
    if let Some(known) = all.iter().find(|block| block.name == name) {
        return Ok(known.members[0]);
    }
    let input = study.input("--pair", name)?;
    match all.iter().find(|block| block.members.contains(&input)) {
        Some(block) => Err(Exit::usage(format!(
            "`--pair`: `{name}` depends on others; name all of them, `{}`",
            block.name
        ))),
        None => Ok(input),
    }
}

fn settings(study: &Study<'_>, options: &SobolOptions) -> Settings {
    let settings = study
        .random(options.draws.unwrap_or(DRAWS))
        .designed(options.design);
    Settings {
        replicates: match options.design {
            Design::Random => options.replicates.unwrap_or(1),
            _ => options.replicates.unwrap_or(settings.replicates),
        },
        ..settings
    }
}

/// Indices that are known without drawing: outcome, members of a block, first and total; none where the case has not the form.
fn exact_indices(study: &Study<'_>) -> Vec<(String, Vec<usize>, [f64; 2])> {
    let Ok(exact) = exact(study.model(), &study.variant) else {
        return Vec::new();
    };
    let mut known = Vec::new();
    for outcome in &exact.outcomes {
        for (block, index) in exact.blocks.iter().zip(&outcome.indices) {
            let name = Outcome::total(outcome.total).name;
            known.push((name, block.members.clone(), [index.first, index.total]));
        }
    }
    known
}

/// First-order indices of inputs that depend on each other, from draws.
fn given_data(
    study: &Study<'_>,
    found: &[SobolIndices],
) -> Result<Vec<(String, usize, Estimate)>, Exit> {
    let model = study.model();
    let mut rows = Vec::new();
    for one in found {
        let blocks = one.blocks.iter().map(|index| &index.block);
        let dependent = blocks.filter(|block| block.kind != BlockKind::Single);
        let members: Vec<usize> = dependent.flat_map(|block| block.members.clone()).collect();
        if members.is_empty() {
            continue;
        }
        let settings = study.random(DRAWS_GIVEN);
        let progress = study.progress();
        let sample = sampled(model, &study.variant, &one.outcome, settings, &progress);
        progress.finish();
        let sample = sample.map_err(|error| study.failed(error))?;
        let psa = sample
            .decision(model)
            .map_err(|error| Exit::wrong(error.to_string()))?;
        for member in members {
            let Some(place) = sample.inputs.iter().position(|input| *input == member) else {
                continue;
            };
            study.go_on(&progress)?;
            let curves = one_way(&psa, place, f64::NAN);
            let curves = curves.map_err(|error| Exit::wrong(error.to_string()))?;
            rows.extend(
                curves
                    .iter()
                    .map(|curve| (one.outcome.name.clone(), member, curve.s1)),
            );
        }
    }
    Ok(rows)
}
