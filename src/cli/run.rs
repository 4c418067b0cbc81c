//! `sroi run`: draws, results on disk, summary on the terminal.

use std::path::Path;

use super::arguments::{Choices, RunOptions, Sampling};
use super::ending::Ending;
use super::load::{Loaded, load};
use super::more;
use super::output::{Exit, painted, remark};
use super::progress::Progress;
use super::until;
use crate::analysis::{self, Findings, Goal, Reproduction};
use crate::model::{
    Euros, Formula, Kind, Model, Party, PartyResult, ResultName, Selection, SelectionError, Total,
    Variant,
};
use crate::plan::{self, Metric, Plan};
use crate::report::digits::rounded;
use crate::report::words::WARNING;
use crate::report::{self, DrawFile, Manifest, RunReport};
use crate::sim::{self, Broken, Nowhere, OutputSummary, Settings, Simulation, SimulationError};
use crate::storage::{Fate, FolderError, ResultsFolder, Table, write_table};
use crate::stream::Design;
use crate::text::Lang;

/// Draws of a run that does not say how many: enough to keep them all in memory.
const DRAWS: u64 = 100_000;
/// The same for Sobol' points, which come in powers of two.
const DRAWS_SOBOL: u64 = 131_072;

pub(super) fn run(lang: Lang, options: &RunOptions) -> Result<(), Exit> {
    let loaded = load(&options.case)?;
    let model = &loaded.model;
    let variant = select(model, options)?;
    check_shares(model, &variant)?;
    let reproduction = reproduce(model, &options.case, options.results.allow_unreproduced)?;
    let goal = until::goal(model, options)?;
    let first = goal.is_some().then(|| until::first_draws(options));
    let settings = settings(&options.sampling, first);
    let target = options
        .results
        .out
        .clone()
        .unwrap_or_else(|| Path::new("results").join(folder_name(model, &variant)));
    mention_leftovers(lang, &target);
    let plan = plan::compile(model, &variant);
    check_prediction(model, &variant, &plan)?;
    let manifest = Manifest::new(model, &variant, &plan, settings, &loaded.sha256);
    let earlier = if options.more {
        more::earlier_draws(&manifest, settings, &target)?
    } else {
        0
    };
    let folder = ResultsFolder::begin(&target, options.results.force || options.more)
        .map_err(|error| folder_error(&error))?;
    let (simulation, draws) = simulate(
        lang,
        model,
        &plan,
        settings,
        goal.as_ref(),
        &folder,
        options,
    )?;
    if simulation.draws <= earlier {
        remark(lang.pick(
            "stopped before the earlier draws were passed; the earlier results are unchanged",
            "gestopt voordat de eerdere trekkingen waren ingehaald; de eerdere resultaten zijn ongewijzigd",
        ));
        return Err(Exit::silent(130));
    }
    check_money(model, &simulation)?;
    let mut manifest = manifest.completed(&simulation);
    if let Some(goal) = &goal {
        let precision = until::precision(goal, model, &simulation)?;
        manifest.until = Some(until::record(goal, &precision));
    }
    if let Some(file) = draws {
        let finished = file.finish(&manifest.metadata());
        finished.map_err(|error| write_error(&target, &error))?;
    }
    // What else could have been chosen; nothing where the choices of the run leave no other.
    let family = model.family(&selection(&options.choices)?).ok();
    let findings = analysis::findings(model, &variant, family.as_ref(), &simulation);
    let tables = report::run_tables(model, &manifest, &simulation, &findings);
    write(&loaded, &manifest, &tables, &folder).map_err(|error| write_error(&target, &error))?;
    folder.finish().map_err(|error| folder_error(&error))?;
    let ending = Ending {
        lang,
        format: options.results.shown.format,
        quiet: options.results.quiet,
        target: Some(&target),
    };
    ending.show(
        || text(lang, model, &variant, &manifest, &reproduction, &findings),
        |folder| report::document(&manifest, &tables, folder),
    )?;
    if !options.results.quiet {
        mention_warnings(lang, &loaded, &options.case);
    }
    conclude(lang, &manifest)
}

/// The summary on the terminal.
fn text(
    lang: Lang,
    model: &Model,
    variant: &Variant,
    manifest: &Manifest,
    reproduction: &Reproduction,
    findings: &Findings,
) -> String {
    let ratios = [Total::Roi, Total::HardRoi];
    report::run_text(RunReport {
        lang,
        model,
        manifest,
        reproduction,
        at_points: plan::totals(model, variant, &variant.points, ratios),
        attribution_at_points: Euros::ATTRIBUTIONS.map(|(_, euros)| {
            let attribution = Formula::Result(ResultName::BreakEvenAttribution(euros));
            plan::evaluate(model, variant, &variant.points, &attribution)
        }),
        findings,
        paint: painted,
    })
}

/// A run that was stopped, or that did not reach its goal, says so in its exit code.
pub(super) fn conclude(lang: Lang, manifest: &Manifest) -> Result<(), Exit> {
    if manifest.interrupted {
        let [done, asked] =
            [manifest.draws, manifest.draws_requested].map(|n| rounded(lang, n as f64, 0));
        remark(&match lang {
            Lang::En => format!("stopped: {done} of {asked} draws were done"),
            Lang::Nl => format!("gestopt: {done} van {asked} trekkingen zijn gedaan"),
        });
        return Err(Exit::silent(130));
    }
    match &manifest.until {
        Some(until) => until::conclude(until, manifest.draws),
        None => Ok(()),
    }
}

fn select(model: &Model, options: &RunOptions) -> Result<Variant, Exit> {
    let mut selection = selection(&options.choices)?;
    selection.predictive = options.predictive;
    let variant = model.variant(&selection);
    variant.map_err(|error| selection_error(&error))
}

/// What is to be run; nothing may be given twice.
pub(super) fn selection(choices: &Choices) -> Result<Selection, Exit> {
    let names = choices
        .set
        .iter()
        .map(|(name, _)| name)
        .chain(choices.switch.iter().map(|(name, _)| name));
    let mut seen: Vec<&String> = Vec::new();
    for name in names {
        if seen.contains(&name) {
            return Err(Exit::usage(format!("`{name}` is given twice")));
        }
        seen.push(name);
    }
    Ok(Selection {
        scenario: choices.scenario.clone(),
        switches: choices.switch.clone(),
        set: choices.set.clone(),
        reindex: choices.reindex,
        predictive: false,
    })
}

pub(super) fn selection_error(error: &SelectionError) -> Exit {
    match &error.help {
        Some(help) => Exit::usage(format!("{}; {help}", error.message)),
        None => Exit::usage(error.message.clone()),
    }
}

/// A scenario or a setting may have moved a share of an impact chain to where it is none.
pub(super) fn check_shares(model: &Model, variant: &Variant) -> Result<(), Exit> {
    for line in &model.lines {
        for (name, share) in line.shares() {
            let value = plan::evaluate(model, variant, &variant.points, share);
            if !(0.0..=1.0).contains(&value) {
                return Err(Exit::wrong(format!(
                    "`{name}` of the line `{}` is {value} in this run; a share of an impact chain is between 0 and 1",
                    line.name
                )));
            }
        }
    }
    Ok(())
}

/// A predictive run must have something to predict, or it would call an ordinary result one.
fn check_prediction(model: &Model, variant: &Variant, plan: &Plan) -> Result<(), Exit> {
    let drawn = plan.registers();
    let varies = drawn
        .iter()
        .any(|&(input, _)| model.inputs[input].kind == Kind::Variability);
    if !variant.predictive || varies || !plan.uniforms.is_empty() {
        return Ok(());
    }
    Err(Exit::usage(
        "nothing that `--predictive` draws reaches a result: neither a quantity of a `[predictive]` table nor an input of \
         kind `variability` is used by a line; leave `--predictive` out, or use them",
    ))
}

/// Shares of money that are drawn may leave what a share can be, and then a party's results mean nothing.
fn check_money(model: &Model, simulation: &Simulation) -> Result<(), Exit> {
    let stakeholders = (0..model.stakeholders.len()).map(Party::Stakeholder);
    let perspectives = (0..model.perspectives.len()).map(Party::Perspective);
    for party in stakeholders.chain(perspectives) {
        let of = |what| simulation.output(Metric::of(party, what));
        let outputs = [PartyResult::Benefits, PartyResult::Costs].map(of);
        let broken = outputs.into_iter().flatten().map(OutputSummary::infinite);
        let broken = broken.max().unwrap_or(0);
        if broken > 0 {
            return Err(Exit::wrong(format!(
                "in {broken} of {} draws a share of money of `{}` is not between 0 and 1; nothing was written; give its inputs \
                 priors that stay there, such as a beta, or take the shares from one `[dirichlet]`",
                simulation.draws,
                model.party_name(party)
            )));
        }
    }
    Ok(())
}

/// Published figures come first: a case that does not reproduce them is not run without being asked.
pub(super) fn reproduce(model: &Model, case: &Path, allowed: bool) -> Result<Reproduction, Exit> {
    let reproduction = analysis::reproduce(model);
    if reproduction.is_fine() || allowed {
        return Ok(reproduction);
    }
    let all = reproduction.verdicts().count();
    let failed = all - reproduction.fine();
    Err(Exit::wrong(format!(
        "{failed} of {all} published figures are neither reproduced nor explained; see `sroi reproduce {}`, or run all the \
         same with `--allow-unreproduced`",
        case.display()
    )))
}

/// The threads asked for, else all there are.
pub(super) fn threads(asked: Option<u16>) -> usize {
    let all = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    asked.map_or(all, usize::from)
}

/// What the options ask for; a run with a goal begins with its first draws.
pub(super) fn settings(sampling: &Sampling, first: Option<u64>) -> Settings {
    let threads = threads(sampling.threads);
    let usual = match sampling.design {
        Design::Sobol => DRAWS_SOBOL,
        _ => DRAWS,
    };
    let draws = sampling.draws.or(first).unwrap_or(usual);
    let settings = Settings::random(draws, sampling.seed, threads).designed(sampling.design);
    Settings {
        replicates: sampling.replicates.unwrap_or(settings.replicates),
        ..settings
    }
}

/// The name of the case, and what departs from its base case: `netwerkzorg`, `netwerkzorg-optimistic`,
/// `netwerkzorg-rg_weight=trial`.
pub(super) fn folder_name(model: &Model, variant: &Variant) -> String {
    let mut parts = vec![model.name.clone()];
    parts.extend(
        variant
            .scenario
            .map(|index| model.scenarios[index].name.clone()),
    );
    for (switch, &chosen) in model.switches.iter().zip(&variant.alternatives) {
        if chosen != switch.default {
            parts.push(format!(
                "{}={}",
                switch.name, switch.alternatives[chosen].name
            ));
        }
    }
    if variant.reindexing.is_some() && !model.reindexes(variant.scenario) {
        parts.push("reindexed".to_owned());
    }
    for &(index, value) in &variant.set {
        parts.push(format!("{}={value}", model.inputs[index].name));
    }
    parts.extend(variant.predictive.then(|| "predictive".to_owned()));
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '=' | '.');
    let name: String = parts
        .join("-")
        .chars()
        .map(|c| if allowed(c) { c } else { '_' })
        .collect();
    // A leading dot would hide the folder; a name has at most 255 bytes.
    let name: String = name.trim_start_matches('.').chars().take(80).collect();
    if name.is_empty() {
        "case".to_owned()
    } else {
        name
    }
}

/// Runs, and keeps the draws in a file that still lacks its metadata.
fn simulate(
    lang: Lang,
    model: &Model,
    plan: &Plan,
    settings: Settings,
    goal: Option<&Goal>,
    folder: &ResultsFolder,
    options: &RunOptions,
) -> Result<(Simulation, Option<DrawFile>), Exit> {
    let draws = draw_file(model, plan, folder, options)?;
    let progress = Progress::new(lang, settings.draws, options.results.quiet);
    let mut next = |simulation: &Simulation| goal?.next(model, simulation, options.draws_max);
    let next = goal.is_some().then_some(&mut next as _);
    let result = match &draws {
        Some(file) => sim::simulate_with(plan, settings, &progress, file, next),
        None => sim::simulate_with(plan, settings, &progress, &Nowhere, next),
    };
    progress.finish();
    let simulation =
        result.map_err(|error| simulation_error(lang, model, folder.target(), error))?;
    Ok((simulation, draws))
}

/// The file of draws, if they are kept, with those of earlier results that the run goes on with.
fn draw_file(
    model: &Model,
    plan: &Plan,
    folder: &ResultsFolder,
    options: &RunOptions,
) -> Result<Option<DrawFile>, Exit> {
    if !options.keep_draws && !options.more {
        return Ok(None);
    }
    let io = |error: std::io::Error| write_error(folder.target(), &error);
    let mut file = DrawFile::create(&folder.file(DrawFile::NAME), model, plan).map_err(io)?;
    if options.more {
        more::take_over(&mut file, folder.target())?;
    }
    Ok(Some(file))
}

pub(super) fn simulation_error(
    lang: Lang,
    model: &Model,
    target: &Path,
    error: SimulationError,
) -> Exit {
    match error {
        SimulationError::Broken {
            what: Broken::Quantity(index),
            draw,
            ..
        } => Exit::wrong(format!(
            "`{}` cannot be predicted in draw {draw}: a probability is not between 0 and 1, probabilities do not sum to one, \
             or a mean or standard deviation is not positive; nothing was written",
            model.derived[index].name
        )),
        SimulationError::Broken { what, draw, .. } => {
            let what = match what {
                Broken::Line(index) => {
                    let line = &model.lines[index];
                    format!(
                        "the line `{}` ({})",
                        line.name,
                        line.label.or(Lang::En, &line.name)
                    )
                }
                _ => "a total".to_owned(),
            };
            Exit::wrong(format!(
                "{what} is not a finite number in draw {draw}: it divides by zero, takes the root or logarithm of a \
                 negative number, or overflows; nothing was written"
            ))
        }
        SimulationError::Sink(error) => write_error(target, &error),
        SimulationError::CutShort => {
            remark(lang.pick(
                "stopped: a Latin hypercube that is cut short is none; nothing was written",
                "gestopt: een Latijnse hyperkubus die niet af is, is er geen; er is niets weggeschreven",
            ));
            Exit::silent(130)
        }
        SimulationError::Stopped => {
            remark(lang.pick(
                "stopped before any draw was done; nothing was written",
                "gestopt voordat er een trekking was gedaan; er is niets weggeschreven",
            ));
            Exit::silent(130)
        }
        SimulationError::Design(error) => Exit::usage(error.to_string()),
        other @ SimulationError::Threads { .. } => Exit::wrong(other.to_string()),
    }
}

fn write(
    loaded: &Loaded,
    manifest: &Manifest,
    tables: &[Table],
    folder: &ResultsFolder,
) -> std::io::Result<()> {
    let metadata = manifest.metadata();
    for table in tables {
        write_table(
            &folder.file(&format!("{}.parquet", table.name)),
            table,
            &metadata,
        )?;
    }
    std::fs::write(folder.file("case.toml"), &loaded.source.text)?;
    std::fs::write(folder.file("manifest.json"), manifest.json())
}

pub(super) fn folder_error(error: &FolderError) -> Exit {
    match error {
        FolderError::Exists { .. } => Exit::usage(format!(
            "{error}; replace the earlier results with `--force` or choose another folder with `--out`"
        )),
        FolderError::Foreign { .. } | FolderError::Occupied { .. } => {
            Exit::usage(format!("{error}; choose another folder with `--out`"))
        }
        FolderError::Io { .. } => Exit::wrong(error.to_string()),
    }
}

pub(super) fn write_error(target: &Path, error: &std::io::Error) -> Exit {
    Exit::wrong(format!(
        "cannot write results to `{}`: {error}; nothing was kept",
        target.display()
    ))
}

pub(super) fn mention_leftovers(lang: Lang, target: &Path) {
    for leftover in ResultsFolder::leftovers(target) {
        let path = leftover.path.display();
        remark(&match (leftover.fate, lang) {
            (Fate::Removed, Lang::En) => {
                format!("note: removed `{path}`, left by a run that was killed")
            }
            (Fate::Removed, Lang::Nl) => {
                format!("opmerking: `{path}` van een afgebroken run is verwijderd")
            }
            (Fate::PutBack, Lang::En) => {
                format!("note: put back the results that a killed run had set aside as `{path}`")
            }
            (Fate::PutBack, Lang::Nl) => format!(
                "opmerking: de resultaten die een afgebroken run opzij had gezet als `{path}` zijn teruggezet"
            ),
            (Fate::Left, Lang::En) => {
                format!("note: `{path}` may belong to a run that is still going on")
            }
            (Fate::Left, Lang::Nl) => {
                format!("opmerking: `{path}` hoort misschien bij een run die nog bezig is")
            }
        });
    }
}

pub(super) fn mention_warnings(lang: Lang, loaded: &Loaded, case: &Path) {
    let count = loaded.warnings.len() as u64;
    if count > 0 {
        let (warnings, case) = (WARNING.counted(lang, count), case.display());
        let about = lang.pick("about the case", "over de business case");
        remark(&format!("{warnings} {about}: sroi check {case}"));
    }
}
