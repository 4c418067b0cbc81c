//! `sroi voi`: what more research would be worth.

use super::arguments::VoiOptions;
use super::output::Exit;
use super::study::Study;
use crate::analysis::sample::EvppiError;
use crate::analysis::{
    NestedError, NestedSettings, Population, VoiError, VoiGroup, exact_evppi, voi as value,
    voi_groups,
};
use crate::model::Euros;
use crate::report::{self, VoiReport};
use crate::text::Lang;

pub(super) fn voi(lang: Lang, options: &VoiOptions) -> Result<(), Exit> {
    let command = if options.hard { "voi-hard" } else { "voi" };
    let study = Study::begin(lang, command, &options.study)?;
    let (model, variant) = (study.model(), &study.variant);
    let groups = groups(&study, &options.evppi)?;
    let folder = study.folder()?;
    let settings = study.random(options.draws);
    let nested = options.nested.0.map(|(outer, inner)| NestedSettings {
        outer,
        inner,
        seed: settings.seed,
        threads: settings.threads,
    });
    let euros = if options.hard {
        Euros::Hard
    } else {
        Euros::All
    };
    let progress = study.progress();
    let found = value(model, variant, euros, &groups, settings, nested, &progress);
    study.go_on(&progress)?;
    progress.finish();
    let found = found.map_err(|error| match error {
        VoiError::Simulation(error) | VoiError::Nested(NestedError::Simulation(error)) => {
            study.failed(error)
        }
        VoiError::Regression(EvppiError::FewDraws { .. }) => Exit::usage(error.to_string()),
        other => Exit::wrong(other.to_string()),
    })?;
    let population = match (options.units, options.years, options.discount) {
        (Some(units), Some(years), Some(rate)) => Some(Population { units, years, rate }),
        _ => None,
    };
    let manifest = study.manifest(settings, said(options, population));
    let report = VoiReport {
        lang,
        model,
        manifest: &manifest,
        voi: &found,
        exact: &exact(&study, euros),
        population,
    };
    let tables = report::voi_tables(&report);
    study.finish(folder, &manifest, &tables, &report::voi_text(report))
}

/// EVPPI of inputs that is known without drawing; none where the case has not the form.
fn exact(study: &Study<'_>, euros: Euros) -> Vec<(Vec<usize>, f64)> {
    let known = exact_evppi(study.model(), &study.variant).unwrap_or_default();
    known
        .iter()
        .map(|one| (vec![one.input], one.of(euros)))
        .collect()
}

/// The options, as the manifest has them.
fn said(options: &VoiOptions, population: Option<Population>) -> Vec<(&'static str, String)> {
    let nested = options.nested.0;
    let nested = nested.map_or("none".to_owned(), |(outer, inner)| {
        format!("{outer}×{inner}")
    });
    let mut said = vec![
        (
            "euros",
            if options.hard { "hard" } else { "all" }.to_owned(),
        ),
        ("nested", nested),
        ("evppi", options.evppi.join(" ")),
    ];
    if let Some(population) = population {
        said.push(("units", population.units.to_string()));
        said.push(("years", population.years.to_string()));
        said.push(("discount", population.rate.to_string()));
    }
    said
}

/// What knowing is asked of: every input and every group of dependent ones, unless some are named.
fn groups(study: &Study<'_>, named: &[String]) -> Result<Vec<VoiGroup>, Exit> {
    let all = voi_groups(study.model(), &study.variant);
    if named.is_empty() {
        return Ok(all);
    }
    let drawn = |name: &str| {
        let index = study.input("--evppi", name)?;
        if all.iter().any(|group| group.inputs == [index]) {
            Ok(index)
        } else {
            Err(Exit::usage(format!(
                "`{name}` is not drawn, or no line uses it: nothing can be learned about it"
            )))
        }
    };
    let group = |text: &String| {
        if let Some(known) = all.iter().find(|group| group.name == *text) {
            return Ok(known.clone());
        }
        let names: Vec<&str> = text.split(',').map(str::trim).collect();
        let mut inputs: Vec<usize> = names
            .iter()
            .map(|name| drawn(name))
            .collect::<Result<_, _>>()?;
        inputs.sort_unstable();
        inputs.dedup();
        Ok(VoiGroup {
            name: names.join(","),
            inputs,
        })
    };
    named.iter().map(group).collect()
}
