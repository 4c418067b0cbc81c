//! Cases for tests: read them through the library, run them, keep their draws, compare them with what is known.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use sroi::analysis;
use sroi::dist::Prior;
use sroi::model::{Model, Selection, Total, Uncertainty, Variant};
use sroi::plan::{Metric, Plan, compile};
use sroi::sim::{
    Block, BlockSink, Observer, OutputSummary, Settings, Silent, Simulation, simulate,
    simulate_with,
};
use sroi::stats::Estimate;
use sroi::text::Source;

/// Draws of a run whose results are compared with closed forms.
pub(crate) const MANY: u64 = 1_000_000;

/// A file of the repository.
pub(crate) fn path(relative: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(relative)
}

/// The text of a file of the repository.
pub(crate) fn text(relative: &str) -> String {
    std::fs::read_to_string(path(relative)).unwrap()
}

/// The model of a case; its mistakes fail the test.
pub(crate) fn parse(text: &str) -> Model {
    let source = Source::new("case", text);
    let (case, mut diagnostics) = sroi::case::read(&source);
    let model = case.and_then(|case| sroi::model::check(&case, &mut diagnostics));
    model.unwrap_or_else(|| panic!("{:#?}", diagnostics.sorted()))
}

/// A case of `tests/cases`.
pub(crate) fn case(name: &str) -> Model {
    parse(&text(&format!("tests/cases/{name}.toml")))
}

/// The shipped case.
pub(crate) fn netwerkzorg() -> Model {
    parse(&text("priors/netwerkzorg.toml"))
}

/// The model under a scenario.
pub(crate) fn scenario(model: &Model, name: &str) -> Variant {
    let selection = Selection {
        scenario: Some(name.to_owned()),
        ..Selection::default()
    };
    model.variant(&selection).unwrap()
}

pub(crate) fn settings(draws: u64, seed: u64) -> Settings {
    Settings::random(draws, seed, 2)
}

/// Runs a variant with seed 1.
pub(crate) fn run(model: &Model, variant: &Variant, draws: u64) -> Simulation {
    simulate(&compile(model, variant), settings(draws, 1), &Silent).unwrap()
}

/// Runs the base case of `tests/cases/NAME.toml` with many draws.
pub(crate) fn run_case(name: &str) -> (Model, Simulation) {
    let model = case(name);
    let simulation = run(&model, &model.base(), MANY);
    (model, simulation)
}

/// The summary of a total.
pub(crate) fn total(simulation: &Simulation, total: Total) -> &OutputSummary {
    simulation.total(total).unwrap()
}

/// The summary of a line.
pub(crate) fn line<'a>(model: &Model, simulation: &'a Simulation, name: &str) -> &'a OutputSummary {
    let index = model.lines.iter().position(|l| l.name == name).unwrap();
    simulation.output(Metric::Line(index)).unwrap()
}

/// The prior of an input.
pub(crate) fn prior<'a>(model: &'a Model, name: &str) -> &'a Prior {
    let input = model.inputs.iter().find(|input| input.name == name);
    input.unwrap().prior.as_ref().unwrap()
}

/// The value of a metric that is one number per run, as the summary reports it.
pub(crate) fn reported(model: &Model, simulation: &Simulation, metric: &str) -> Option<Estimate> {
    analysis::summary(model, simulation)
        .into_iter()
        .find(|row| row.metric == metric)
        .map(|row| row.mean)
}

/// Fixes every drawn input at its point, except those for which `drawn` holds.
pub(crate) fn fix_others(model: &Model, variant: &mut Variant, drawn: impl Fn(&str) -> bool) {
    for (index, input) in model.inputs.iter().enumerate() {
        if !drawn(&input.name) {
            variant.uncertainties[index] = Uncertainty::Fixed(variant.points[index]);
        }
    }
}

/// Whether an estimate lies within four of its standard errors of the truth: false alarms 6e-5.
#[track_caller]
pub(crate) fn assert_within(estimate: Estimate, truth: f64, what: &str) {
    let Estimate {
        value,
        standard_error,
    } = estimate;
    assert!(
        standard_error > 0.0 && (value - truth).abs() <= 4.0 * standard_error,
        "{what}: {value} ± {standard_error}, expected {truth}: {:.1} standard errors",
        (value - truth) / standard_error
    );
}

/// Whether two numbers agree to a relative precision.
#[track_caller]
pub(crate) fn assert_close(actual: f64, expected: f64, relative: f64, what: &str) {
    assert!(
        (actual - expected).abs() <= relative * expected.abs(),
        "{what}: {actual}, expected {expected}"
    );
}

/// The columns of a run, in base units.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Draws {
    /// Names: of inputs as in the case, of lines with `lines.` before them, of totals.
    pub(crate) names: Vec<String>,
    /// One column per name.
    pub(crate) columns: Vec<Vec<f64>>,
}

impl Draws {
    /// An empty collection for the draws of a plan.
    pub(crate) fn of(model: &Model, plan: &Plan) -> Self {
        let inputs = plan
            .registers()
            .into_iter()
            .map(|(input, _)| model.inputs[input].name.clone());
        let outputs = plan.kept_outputs().map(|output| match output.metric {
            Metric::Line(index) => format!("lines.{}", model.lines[index].name),
            Metric::Quantity(index) => format!("predicted.{}", model.derived[index].name),
            metric => metric.name().to_owned(),
        });
        let names: Vec<String> = inputs.chain(outputs).collect();
        let columns = vec![Vec::new(); names.len()];
        Self { names, columns }
    }

    /// The column of that name.
    #[track_caller]
    pub(crate) fn column(&self, name: &str) -> &[f64] {
        let place = self.names.iter().position(|known| known == name);
        &self.columns[place.unwrap_or_else(|| panic!("no column {name}"))]
    }

    /// The column of that name as bits, if there is one.
    pub(crate) fn bits(&self, name: &str) -> Option<Vec<u64>> {
        let place = self.names.iter().position(|known| known == name)?;
        Some(self.columns[place].iter().map(|x| x.to_bits()).collect())
    }
}

/// Collects draws.
struct Collector(Mutex<Draws>);

impl BlockSink for Collector {
    type Encoded = Block;
    type Scratch = ();

    fn scratch(&self) -> io::Result<()> {
        Ok(())
    }

    fn encode(&self, _scratch: &mut (), block: &mut Block) -> io::Result<Block> {
        Ok(block.clone())
    }

    fn take(&self, block: Block) -> io::Result<()> {
        let mut draws = self.0.lock().unwrap();
        assert_eq!(block.first_draw, draws.columns[0].len() as u64);
        for (column, more) in draws.columns.iter_mut().zip(block.columns) {
            column.extend(more);
        }
        Ok(())
    }
}

/// Runs a variant and keeps its draws.
pub(crate) fn draws_of(
    model: &Model,
    variant: &Variant,
    settings: Settings,
    observer: &dyn Observer,
) -> (Draws, Simulation) {
    let plan = compile(model, variant);
    let sink = Collector(Mutex::new(Draws::of(model, &plan)));
    let simulation = simulate_with(&plan, settings, observer, &sink, None).unwrap();
    (sink.0.into_inner().unwrap(), simulation)
}

/// Draws of a variant under a seed.
pub(crate) fn draws(model: &Model, variant: &Variant, count: u64, seed: u64) -> Draws {
    draws_of(model, variant, settings(count, seed), &Silent).0
}
