//! `sroi break-even`: at which value of each input the outcome changes its sign.

use super::arguments::BreakEvenOptions;
use super::output::Exit;
use super::study::Study;
use crate::analysis::{Outcome, Target, crossings, sampled};
use crate::report::{self, CrossingReport};
use crate::stats::Moments;
use crate::text::Lang;

pub(super) fn break_even(lang: Lang, options: &BreakEvenOptions) -> Result<(), Exit> {
    let study = Study::begin(lang, "break-even", &options.study)?;
    let (model, variant) = (study.model(), &study.variant);
    let outcome = Outcome::named(model, &options.outcome);
    let outcome = outcome.map_err(|error| Exit::usage(format!("`--outcome`: {error}")))?;
    let balances = ["net_benefit", "hard_net_benefit"];
    if outcome.party.is_none() && !balances.contains(&outcome.name.as_str()) {
        return Err(Exit::usage(format!(
            "`--outcome {}`: at break-even a net benefit is zero; take net_benefit, hard_net_benefit, a stakeholder or a perspective",
            outcome.name
        )));
    }
    let targets = targets(&study, &outcome, &options.input)?;
    let folder = study.folder()?;
    let settings = study.random(options.draws);
    let progress = study.progress();
    let sample = sampled(model, variant, &outcome, settings, &progress);
    let rows = sample.and_then(|sample| {
        let rows = crossings(model, variant, &outcome, &targets, settings, &progress)?;
        Ok((sample, rows))
    });
    progress.finish();
    let (sample, rows) = rows.map_err(|error| study.failed(error))?;
    let mut expected = Moments::new();
    expected.update(&sample.outcome);
    if !expected.mean().value.is_finite() {
        return Err(Exit::wrong(format!(
            "`{}` is not a finite number in some draw; `sroi run` says which line it is",
            outcome.name
        )));
    }
    let tables = [
        report::crossings_table(model, &outcome, &rows),
        report::crossing_grid_table(model, &outcome, &rows),
    ];
    let said = vec![
        ("outcome", options.outcome.clone()),
        ("input", options.input.join(" ")),
    ];
    let manifest = study.manifest(settings, said);
    let text = report::crossing_text(CrossingReport {
        lang,
        model,
        variant,
        manifest: &manifest,
        outcome: &outcome,
        expected: expected.mean(),
        rows: &rows,
    });
    study.finish(folder, &manifest, &tables, &text)
}

/// What is moved: all that can be, unless inputs are named.
fn targets(study: &Study<'_>, outcome: &Outcome, named: &[String]) -> Result<Vec<Target>, Exit> {
    let (model, variant) = (study.model(), &study.variant);
    if named.is_empty() {
        return Ok(Target::all(model, variant, outcome));
    }
    let mut targets: Vec<Target> = Vec::new();
    for name in named {
        let target = Target::named(model, variant, outcome, name);
        let target = target.map_err(|error| Exit::usage(format!("`--input {name}`: {error}")))?;
        if targets.contains(&target) {
            return Err(Exit::usage(format!("`--input {name}` is given twice")));
        }
        targets.push(target);
    }
    Ok(targets)
}
