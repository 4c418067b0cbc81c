//! What all analyses of a case do before and after their own work.

use std::path::{Path, PathBuf};

use super::arguments::StudyOptions;
use super::ending::Ending;
use super::load::{Loaded, load};
use super::output::{Exit, remark};
use super::progress::Progress;
use super::run::{
    check_shares, folder_error, folder_name, mention_leftovers, mention_warnings, reproduce,
    selection, selection_error, simulation_error, threads, write_error,
};
use crate::model::{Model, Selection, Total, Variant};
use crate::plan::{self, Metric};
use crate::report::{self, Manifest};
use crate::sim::{Observer, Settings, SimulationError};
use crate::storage::{ResultsFolder, Table, write_table};
use crate::text::Lang;

/// A case that is being analysed.
pub(super) struct Study<'a> {
    pub(super) lang: Lang,
    pub(super) loaded: Loaded,
    pub(super) selection: Selection,
    pub(super) variant: Variant,
    options: &'a StudyOptions,
    command: &'static str,
    target: PathBuf,
}

impl<'a> Study<'a> {
    /// Reads the case, and refuses what cannot be run.
    pub(super) fn begin(
        lang: Lang,
        command: &'static str,
        options: &'a StudyOptions,
    ) -> Result<Self, Exit> {
        let loaded = load(&options.case)?;
        let model = &loaded.model;
        let selection = selection(&options.choices)?;
        let variant = model.variant(&selection);
        let variant = variant.map_err(|error| selection_error(&error))?;
        check_shares(model, &variant)?;
        reproduce(model, &options.case, options.results.allow_unreproduced)?;
        let target = options.results.out.clone().unwrap_or_else(|| {
            let name = folder_name(model, &variant);
            Path::new("results").join(format!("{name}-{command}"))
        });
        mention_leftovers(lang, &target);
        Ok(Self {
            lang,
            loaded,
            selection,
            variant,
            options,
            command,
            target,
        })
    }

    pub(super) fn model(&self) -> &Model {
        &self.loaded.model
    }

    /// The threads asked for.
    pub(super) fn threads(&self) -> usize {
        threads(self.options.threads)
    }

    /// So many random draws.
    pub(super) fn random(&self, draws: u64) -> Settings {
        Settings::random(draws, self.options.seed, self.threads())
    }

    /// The folder of the results, which must not hold anything else.
    pub(super) fn folder(&self) -> Result<ResultsFolder, Exit> {
        ResultsFolder::begin(&self.target, self.options.results.force)
            .map_err(|error| folder_error(&error))
    }

    /// A progress bar.
    pub(super) fn progress(&self) -> Progress {
        Progress::of_work(self.options.results.quiet)
    }

    /// The index of an input.
    pub(super) fn input(&self, option: &str, name: &str) -> Result<usize, Exit> {
        let names = || self.model().inputs.iter().map(|input| input.name.as_str());
        names().position(|known| known == name).ok_or_else(|| {
            let close = crate::text::closest(name, names());
            let help = close.map_or_else(String::new, |close| format!("; did you mean `{close}`?"));
            Exit::usage(format!("`{option}`: the case has no input `{name}`{help}"))
        })
    }

    /// Two inputs between which there is a comma.
    pub(super) fn pair(&self, option: &str, text: &str) -> Result<[usize; 2], Exit> {
        match text.split(',').collect::<Vec<_>>()[..] {
            [a, b] => Ok([self.input(option, a.trim())?, self.input(option, b.trim())?]),
            _ => Err(Exit::usage(format!(
                "`{option} {text}`: expected two inputs and a comma, such as `{option} hours,wage`"
            ))),
        }
    }

    /// Why draws could not be made.
    pub(super) fn failed(&self, error: SimulationError) -> Exit {
        if matches!(error, SimulationError::Stopped) {
            return self.stopped();
        }
        simulation_error(self.lang, self.model(), &self.target, error)
    }

    /// What is done: enough to repeat it.
    pub(super) fn manifest(
        &self,
        settings: Settings,
        options: Vec<(&'static str, String)>,
    ) -> Manifest {
        let model = self.model();
        let net_benefit = [Metric::Total(Total::NetBenefit)];
        let plan = plan::compile_for(model, &self.variant, &net_benefit, &[]);
        Manifest::new(model, &self.variant, &plan, settings, &self.loaded.sha256)
            .analysing(self.command.trim_end_matches("-hard"), options)
    }

    /// An analysis that was stopped has no results.
    fn stopped(&self) -> Exit {
        remark(self.lang.pick(
            "stopped; nothing was written",
            "gestopt; er is niets weggeschreven",
        ));
        Exit::silent(130)
    }

    /// Ends where Ctrl-C was pressed.
    pub(super) fn go_on(&self, progress: &Progress) -> Result<(), Exit> {
        if progress.stopped() {
            return Err(self.stopped());
        }
        Ok(())
    }

    /// Writes the tables, and prints them or the text.
    pub(super) fn finish(
        &self,
        folder: ResultsFolder,
        manifest: &Manifest,
        tables: &[Table],
        text: &str,
    ) -> Result<(), Exit> {
        self.write(&folder, manifest, tables)
            .map_err(|error| write_error(&self.target, &error))?;
        folder.finish().map_err(|error| folder_error(&error))?;
        self.ending().show(
            || text.to_owned(),
            |results| report::document(manifest, tables, results),
        )?;
        if !self.options.results.quiet {
            mention_warnings(self.lang, &self.loaded, &self.options.case);
        }
        Ok(())
    }

    fn ending(&self) -> Ending<'_> {
        Ending {
            lang: self.lang,
            format: self.options.results.shown.format,
            quiet: self.options.results.quiet,
            target: Some(&self.target),
        }
    }

    fn write(
        &self,
        folder: &ResultsFolder,
        manifest: &Manifest,
        tables: &[Table],
    ) -> std::io::Result<()> {
        for table in tables {
            let file = folder.file(&format!("{}.parquet", table.name));
            write_table(&file, table, &manifest.metadata())?;
        }
        std::fs::write(folder.file("case.toml"), &self.loaded.source.text)?;
        std::fs::write(folder.file("manifest.json"), manifest.json())
    }
}
