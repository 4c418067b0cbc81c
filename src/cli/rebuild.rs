//! From a results folder to everything a publication shows: the run is done again, and must give what the folder has.

use std::path::Path;

use super::load::{Loaded, load};
use super::output::{Exit, remark};
use super::progress::Progress;
use super::run::{selection_error, simulation_error, threads};
use crate::analysis::{
    self, Carried, Findings, Reproduction, ScenarioRow, Voi, VoiError, exact_evppi, voi_groups,
};
use crate::model::{Euros, Family, Model, Selection, Total, Variant};
use crate::plan;
use crate::report::{self, Manifest, Publication, ResearchValue, Scenarios, StoredRun};
use crate::sim::{self, Settings, Simulation};
use crate::stream::Design;
use crate::text::Lang;

/// Draws of what is computed beside the run, at most.
const BESIDE: u64 = 100_000;

/// What is compared, how it was drawn, and the results.
type Compared = (Family, Manifest, Vec<ScenarioRow>);
/// The value of information, and EVPPI that is known without drawing.
type Research = (Voi, Vec<(Vec<usize>, f64)>);

/// A run that was done again, and what is computed beside it.
pub(super) struct Rebuilt {
    loaded: Loaded,
    variant: Variant,
    manifest: Manifest,
    simulation: Simulation,
    findings: Findings,
    reproduction: Reproduction,
    scenarios: Option<Compared>,
    voi: Option<Research>,
    carried: Option<Carried>,
}

/// Does the run of a results folder again, and refuses a folder that holds anything else than what comes of it.
pub(super) fn rebuild(
    lang: Lang,
    folder: &Path,
    asked: Option<u16>,
    quiet: bool,
) -> Result<Rebuilt, Exit> {
    let stored = report::read_run(folder).map_err(|error| Exit::wrong(error.to_string()))?;
    let loaded = load(&stored.case())?;
    if loaded.sha256 != stored.case_sha256 {
        let path = stored.case();
        return Err(Exit::wrong(
            report::StoredError::OtherCase { path }.to_string(),
        ));
    }
    let model = &loaded.model;
    let selection = selected(model, &stored)?;
    let variant = model.variant(&selection);
    let variant = variant.map_err(|error| selection_error(&error))?;
    let settings = Settings {
        replicates: stored.replicates,
        ..Settings::random(stored.draws, stored.seed, threads(asked)).designed(stored.design)
    };
    let plan = plan::compile(model, &variant);
    let progress = Progress::new(lang, settings.draws, quiet);
    let simulation = sim::simulate(&plan, settings, &progress);
    progress.finish();
    let failed = |error| simulation_error(lang, model, folder, error);
    let simulation = simulation.map_err(failed)?;
    if simulation.draws < settings.draws {
        remark(lang.pick(
            "stopped; nothing was written",
            "gestopt; er is niets weggeschreven",
        ));
        return Err(Exit::silent(130));
    }
    let mut manifest = Manifest::new(model, &variant, &plan, settings, &loaded.sha256);
    manifest = manifest.completed(&simulation);
    manifest.draws_requested = stored.draws_requested;
    manifest.interrupted = stored.draws < stored.draws_requested;
    // As `sroi run` has it: choices are of the expected result.
    let expected = Selection {
        predictive: false,
        ..selection
    };
    let family = model.family(&expected).ok();
    let findings = analysis::findings(model, &variant, family.as_ref(), &simulation);
    check(&stored, model, &manifest, &simulation, &findings)?;
    let aside = beside(settings);
    let scenarios = match family.filter(|family| !family.others.is_empty()) {
        Some(family) => Some(scenarios(model, family, aside, &loaded.sha256).map_err(failed)?),
        None => None,
    };
    let voi = if variant.predictive {
        None
    } else {
        research(model, &variant, aside)
    };
    let carried = if variant.predictive {
        None
    } else {
        Some(analysis::carried(model, &variant, settings).map_err(failed)?)
    };
    Ok(Rebuilt {
        reproduction: analysis::reproduce(model),
        variant,
        manifest,
        simulation,
        findings,
        scenarios,
        voi,
        carried,
        loaded,
    })
}

/// What was chosen: of the switches, those that are not as the scenario leaves them.
fn selected(model: &Model, stored: &StoredRun) -> Result<Selection, Exit> {
    let mut selection = Selection {
        scenario: stored.scenario.clone(),
        switches: Vec::new(),
        set: stored.set.clone(),
        reindex: stored.reindexed,
        predictive: stored.predictive,
    };
    let alone = Selection {
        scenario: stored.scenario.clone(),
        ..Selection::default()
    };
    let usual = model.variant(&alone);
    let usual = usual.map_err(|error| selection_error(&error))?.alternatives;
    let switches = model.switches.iter().zip(usual);
    for (switch, usual) in switches {
        let chosen = stored
            .switches
            .iter()
            .find(|(name, _)| *name == switch.name);
        if let Some(chosen) = chosen
            && chosen.1 != switch.alternatives[usual].name
        {
            selection.switches.push(chosen.clone());
        }
    }
    Ok(selection)
}

/// The folder must hold what comes of its case.
fn check(
    stored: &StoredRun,
    model: &Model,
    manifest: &Manifest,
    simulation: &Simulation,
    findings: &Findings,
) -> Result<(), Exit> {
    let tables = report::run_tables(model, manifest, simulation, findings);
    report::check_manifest(stored, manifest)
        .and_then(|()| report::check_tables(stored, &tables))
        .map_err(|error| Exit::wrong(error.to_string()))
}

/// The settings of what is computed beside the run: its own, unless it has more draws than that takes.
fn beside(settings: Settings) -> Settings {
    if settings.draws <= BESIDE {
        return settings;
    }
    match settings.design {
        Design::Random => Settings {
            draws: BESIDE,
            ..settings
        },
        // A part of a design is none.
        _ => Settings::random(BESIDE, settings.seed, settings.threads),
    }
}

fn scenarios(
    model: &Model,
    family: Family,
    settings: Settings,
    sha256: &str,
) -> Result<Compared, sim::SimulationError> {
    let others: Vec<Variant> = family.others.iter().map(|(_, v)| v.clone()).collect();
    let plan = plan::compile_family(model, &family.base, &others);
    let simulation = sim::simulate(&plan, settings, &sim::Silent)?;
    let manifest = Manifest::new(model, &family.base, &plan, settings, sha256)
        .comparing(model, family.others.iter().map(|(departure, _)| *departure))
        .completed(&simulation);
    let rows = analysis::scenarios(model, &family, &simulation);
    Ok((family, manifest, rows))
}

/// None where there are too few draws for a regression, or nothing varies.
fn research(model: &Model, variant: &Variant, settings: Settings) -> Option<Research> {
    let settings = Settings::random(settings.draws, settings.seed, settings.threads);
    let groups = voi_groups(model, variant);
    if groups.is_empty() {
        return None;
    }
    let found: Result<Voi, VoiError> = analysis::voi(
        model,
        variant,
        Euros::All,
        &groups,
        settings,
        None,
        &sim::Silent,
    );
    let known = exact_evppi(model, variant).unwrap_or_default();
    let known = known.iter();
    let exact = known.map(|one| (vec![one.input], one.of(Euros::All)));
    Some((found.ok()?, exact.collect()))
}

impl Rebuilt {
    /// As it is shown.
    pub(super) fn publication(&self, lang: Lang) -> Publication<'_> {
        let ratios = [Total::Roi, Total::HardRoi];
        let model = &self.loaded.model;
        Publication {
            lang,
            model,
            variant: &self.variant,
            manifest: &self.manifest,
            simulation: &self.simulation,
            findings: &self.findings,
            reproduction: &self.reproduction,
            at_points: plan::totals(model, &self.variant, &self.variant.points, ratios),
            scenarios: self
                .scenarios
                .as_ref()
                .map(|(family, manifest, rows)| Scenarios {
                    family,
                    manifest,
                    rows,
                }),
            voi: self
                .voi
                .as_ref()
                .map(|(voi, exact)| ResearchValue { voi, exact }),
            carried: self.carried.as_ref(),
            warnings: &self.loaded.warnings,
        }
    }
}
