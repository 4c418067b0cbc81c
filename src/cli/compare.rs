//! `sroi compare`: several cases, or their results, side by side.

use std::path::Path;

use super::arguments::CompareOptions;
use super::ending::Ending;
use super::load::load;
use super::output::Exit;
use super::progress::Progress;
use super::run::{folder_error, reproduce, simulation_error, write_error};
use crate::analysis::{self, Compared};
use crate::plan;
use crate::report::{self, CompareManifest};
use crate::sim::{self, Settings};
use crate::storage::{ResultsFolder, Table, write_table};
use crate::text::Lang;

pub(super) fn compare(lang: Lang, options: &CompareOptions) -> Result<(), Exit> {
    let threads = super::run::threads(options.threads);
    let settings = Settings::random(options.draws, options.seed, threads);
    let cases = options.cases.iter().map(|path| {
        if path.is_dir() {
            report::read_results(path).map_err(|error| Exit::wrong(error.to_string()))
        } else {
            simulated(lang, path, settings, options)
        }
    });
    let cases = cases.collect::<Result<Vec<Compared>, Exit>>()?;
    let comparison = analysis::compare(cases, options.by);
    let manifest = CompareManifest::new(&comparison);
    let tables = [
        report::compare_table(&comparison),
        report::compare_stakeholders_table(&comparison),
    ];
    if let Some(target) = &options.out {
        write(&manifest, &tables, target, options.force)?;
    }
    let ending = Ending {
        lang,
        format: options.shown.format,
        quiet: false,
        target: options.out.as_deref(),
    };
    ending.show(
        || report::compare_text(lang, &comparison),
        |results| report::document(&manifest, &tables, results),
    )
}

/// A case is run in memory, as `sroi run` with the same seed and draws would.
fn simulated(
    lang: Lang,
    path: &Path,
    settings: Settings,
    options: &CompareOptions,
) -> Result<Compared, Exit> {
    let loaded = load(path)?;
    let model = &loaded.model;
    reproduce(model, path, options.allow_unreproduced)?;
    let plan = plan::compile(model, &model.base());
    let progress = Progress::new(lang, settings.draws, options.quiet);
    let result = sim::simulate(&plan, settings, &progress);
    progress.finish();
    let simulation = result.map_err(|error| simulation_error(lang, model, path, error))?;
    if simulation.draws < settings.draws {
        // A comparison with fewer draws of one case is not what was asked for.
        return Err(Exit {
            code: 130,
            message: Some("stopped; nothing was compared".to_owned()),
        });
    }
    Ok(Compared::of(model, &loaded.sha256, &simulation))
}

fn write(
    manifest: &CompareManifest,
    tables: &[Table],
    target: &Path,
    force: bool,
) -> Result<(), Exit> {
    let folder = ResultsFolder::begin(target, force).map_err(|error| folder_error(&error))?;
    let written = tables.iter().try_for_each(|table| {
        let path = folder.file(&format!("{}.parquet", table.name));
        write_table(&path, table, &manifest.metadata())
    });
    written
        .and_then(|()| std::fs::write(folder.file("manifest.json"), manifest.json()))
        .map_err(|error| write_error(target, &error))?;
    folder.finish().map_err(|error| folder_error(&error))
}
