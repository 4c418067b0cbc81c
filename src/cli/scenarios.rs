//! `sroi scenarios`: every scenario and every alternative beside the base case.

use std::path::Path;

use super::arguments::ScenariosOptions;
use super::ending::Ending;
use super::load::{Loaded, load};
use super::output::Exit;
use super::progress::Progress;
use super::run::{
    check_shares, conclude, folder_error, folder_name, mention_leftovers, mention_warnings,
    reproduce, selection, selection_error, settings, simulation_error, write_error,
};
use crate::analysis;
use crate::model::{Departure, Family, Model, Variant};
use crate::plan;
use crate::report::{self, Manifest, ScenariosReport};
use crate::sim::{self, SimulationError};
use crate::storage::{ResultsFolder, Table, write_table};
use crate::text::Lang;

pub(super) fn scenarios(lang: Lang, options: &ScenariosOptions) -> Result<(), Exit> {
    let loaded = load(&options.case)?;
    let model = &loaded.model;
    let family = model.family(&selection(&options.choices)?);
    let family = family.map_err(|error| selection_error(&error))?;
    check_all_shares(model, &family)?;
    reproduce(model, &options.case, options.results.allow_unreproduced)?;
    let settings = settings(&options.sampling, None);
    let target = options.results.out.clone().unwrap_or_else(|| {
        let name = folder_name(model, &family.base);
        Path::new("results").join(format!("{name}-scenarios"))
    });
    mention_leftovers(lang, &target);
    let others: Vec<Variant> = family.others.iter().map(|(_, v)| v.clone()).collect();
    let plan = plan::compile_family(model, &family.base, &others);
    let manifest = Manifest::new(model, &family.base, &plan, settings, &loaded.sha256)
        .comparing(model, family.others.iter().map(|(departure, _)| *departure));
    let folder = ResultsFolder::begin(&target, options.results.force)
        .map_err(|error| folder_error(&error))?;
    let progress = Progress::new(lang, settings.draws, options.results.quiet);
    let result = sim::simulate(&plan, settings, &progress);
    progress.finish();
    let simulation = result.map_err(|error| failure(lang, model, &family, &target, error))?;
    let manifest = manifest.completed(&simulation);
    let rows = analysis::scenarios(model, &family, &simulation);
    let table = report::scenarios_table(model, &simulation, &rows);
    write(&loaded, &manifest, &table, &folder).map_err(|error| write_error(&target, &error))?;
    folder.finish().map_err(|error| folder_error(&error))?;
    let ending = Ending {
        lang,
        format: options.results.shown.format,
        quiet: options.results.quiet,
        target: Some(&target),
    };
    let report = ScenariosReport {
        model,
        manifest: &manifest,
        family: &family,
        rows: &rows,
    };
    ending.show(
        || report::scenarios_text(lang, report),
        |results| report::document(&manifest, [&table], results),
    )?;
    if !options.results.quiet {
        mention_warnings(lang, &loaded, &options.case);
    }
    conclude(lang, &manifest)
}

fn write(
    loaded: &Loaded,
    manifest: &Manifest,
    table: &Table,
    folder: &ResultsFolder,
) -> std::io::Result<()> {
    let file = folder.file(&format!("{}.parquet", table.name));
    write_table(&file, table, &manifest.metadata())?;
    std::fs::write(folder.file("case.toml"), &loaded.source.text)?;
    std::fs::write(folder.file("manifest.json"), manifest.json())
}

/// As for a run, of every row.
fn check_all_shares(model: &Model, family: &Family) -> Result<(), Exit> {
    check_shares(model, &family.base)?;
    for (departure, variant) in &family.others {
        check_shares(model, variant).map_err(|exit| in_row(model, Some(*departure), exit))?;
    }
    Ok(())
}

/// A row that has no number names itself: `sroi run` of it then says which line it is.
fn failure(
    lang: Lang,
    model: &Model,
    family: &Family,
    target: &Path,
    error: SimulationError,
) -> Exit {
    let departure = match error {
        SimulationError::Broken { variant, .. } => {
            let place = variant.checked_sub(1);
            place
                .and_then(|place| family.others.get(place))
                .map(|(d, _)| *d)
        }
        _ => None,
    };
    in_row(
        model,
        departure,
        simulation_error(lang, model, target, error),
    )
}

/// Says how to run the row on its own.
fn in_row(model: &Model, departure: Option<Departure>, mut exit: Exit) -> Exit {
    let option = match departure {
        None => return exit,
        Some(Departure::Scenario(index)) => format!("--scenario {}", model.scenarios[index].name),
        Some(Departure::Alternative {
            switch,
            alternative,
        }) => {
            let switch = &model.switches[switch];
            let alternative = &switch.alternatives[alternative];
            format!("--switch {}={}", switch.name, alternative.name)
        }
    };
    exit.message = exit
        .message
        .map(|message| format!("with `{option}`: {message}"));
    exit
}
