//! Publications of cases, made as the program makes them, of a few draws.

use sroi::analysis::{self, Carried, Findings, Reproduction, ScenarioRow, Voi};
use sroi::model::{Euros, Family, Model, Selection, Total, Variant};
use sroi::plan::{compile, compile_family, totals};
use sroi::report::{Manifest, Publication, ResearchValue, Scenarios};
use sroi::sim::{Settings, Silent, Simulation, simulate};
use sroi::text::Lang;

use crate::support::{parse, settings};

/// The value of information, and EVPPI that is known without drawing.
type Research = (Voi, Vec<(Vec<usize>, f64)>);

/// A run with all that a publication shows.
pub(crate) struct Made {
    pub(crate) model: Model,
    variant: Variant,
    pub(crate) manifest: Manifest,
    simulation: Simulation,
    pub(crate) findings: Findings,
    reproduction: Reproduction,
    at_points: [f64; 2],
    scenarios: Option<(Family, Manifest, Vec<ScenarioRow>)>,
    voi: Option<Research>,
    carried: Option<Carried>,
}

/// A publication of the case as written.
pub(crate) fn made(text: &str, draws: u64) -> Made {
    made_of(text, &Selection::default(), settings(draws, 1))
}

/// A publication of what is selected, with these settings.
pub(crate) fn made_of(text: &str, selection: &Selection, settings: Settings) -> Made {
    let model = parse(text);
    let variant = model.variant(selection).unwrap();
    let plan = compile(&model, &variant);
    let simulation = simulate(&plan, settings, &Silent).unwrap();
    let manifest = Manifest::new(&model, &variant, &plan, settings, "0a1b2c3d");
    let expected = Selection {
        predictive: false,
        ..selection.clone()
    };
    let family = model.family(&expected).unwrap();
    let findings = analysis::findings(&model, &variant, Some(&family), &simulation);
    let scenarios = (!family.others.is_empty()).then(|| {
        let others: Vec<Variant> = family.others.iter().map(|(_, v)| v.clone()).collect();
        let plan = compile_family(&model, &family.base, &others);
        let simulation = simulate(&plan, settings, &Silent).unwrap();
        let manifest = Manifest::new(&model, &family.base, &plan, settings, "0a1b2c3d");
        let manifest = manifest.completed(&simulation);
        let rows = analysis::scenarios(&model, &family, &simulation);
        (family, manifest, rows)
    });
    let voi = (!variant.predictive)
        .then(|| research(&model, &variant, settings))
        .flatten();
    let carried =
        (!variant.predictive).then(|| analysis::carried(&model, &variant, settings).unwrap());
    Made {
        at_points: totals(
            &model,
            &variant,
            &variant.points,
            [Total::Roi, Total::HardRoi],
        ),
        manifest: manifest.completed(&simulation),
        reproduction: analysis::reproduce(&model),
        model,
        variant,
        simulation,
        findings,
        scenarios,
        voi,
        carried,
    }
}

fn research(model: &Model, variant: &Variant, settings: Settings) -> Option<Research> {
    let settings = Settings::random(settings.draws, settings.seed, settings.threads);
    let groups = analysis::voi_groups(model, variant);
    let all = Euros::All;
    let voi = analysis::voi(model, variant, all, &groups, settings, None, &Silent).ok()?;
    let exact = analysis::exact_evppi(model, variant).unwrap_or_default();
    let exact = exact.iter().map(|one| (vec![one.input], one.of(all)));
    Some((voi, exact.collect()))
}

impl Made {
    pub(crate) fn publication(&self, lang: Lang) -> Publication<'_> {
        Publication {
            lang,
            model: &self.model,
            variant: &self.variant,
            manifest: &self.manifest,
            simulation: &self.simulation,
            findings: &self.findings,
            reproduction: &self.reproduction,
            at_points: self.at_points,
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
            warnings: &[],
        }
    }

    /// The scenarios, the base first.
    pub(crate) fn rows(&self) -> &[ScenarioRow] {
        self.scenarios.as_ref().map_or(&[], |(_, _, rows)| rows)
    }
}
