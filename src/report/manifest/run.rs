//! What a run was: enough to repeat it. The same run gives the same manifest, byte by byte, wherever it is done.

use serde::Serialize;
use serde_json::Value;

use crate::model::{Departure, Model, Variant};
use crate::plan::Plan;
use crate::sim::{OutputSummary, Settings, Simulation};
use crate::stream::Design;

/// The manifest of a run.
#[derive(Clone, Debug, Serialize)]
pub struct Manifest {
    /// `sroi`.
    pub program: &'static str,
    /// Version of the program.
    pub version: &'static str,
    /// Short name of the case.
    pub case: String,
    /// SHA-256 of the case file.
    pub case_sha256: String,
    /// What one evaluation stands for.
    pub per: String,
    /// Price year of the case.
    pub price_year: Option<i32>,
    /// What was converted to that year; absent when nothing was to be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reindexing: Option<PriceFactors>,
    /// The scenario.
    pub scenario: Option<String>,
    /// Switch and alternative, for every switch.
    pub switches: Vec<(String, String)>,
    /// Inputs fixed on the command line, in their units.
    pub set: Vec<(String, f64)>,
    /// What was asked of the case, when not a run: the command and its options.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub analysis: Option<Analysed>,
    /// What was compared with this on the same draws: scenarios, and alternatives as `switch=alternative`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub compared: Vec<String>,
    /// Whether the next people were drawn too; absent from the manifest of an ordinary run.
    #[serde(skip_serializing_if = "is_false")]
    pub predictive: bool,
    /// What was drawn around its expected value, and by which law; absent from the manifest of an ordinary run.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub predictions: Vec<(String, String)>,
    /// The seed.
    pub seed: u64,
    /// How points are laid out.
    pub design: &'static str,
    /// Independent randomisations of the design.
    pub replicates: u32,
    /// How uniforms are made.
    pub generator: &'static str,
    /// The precision that was asked for.
    pub until: Option<Until>,
    /// Draws done.
    pub draws: u64,
    /// Draws asked for.
    pub draws_requested: u64,
    /// Whether the run was stopped early.
    pub interrupted: bool,
    /// Inputs that were drawn.
    pub drawn_inputs: Vec<String>,
    /// Inputs that stayed at one value, or that no line uses.
    pub fixed_inputs: Vec<String>,
    /// Correlation groups of which some input was drawn.
    pub correlations: Vec<(String, String)>,
    /// Shares of a whole, drawn from a Dirichlet, of which some were drawn.
    pub dirichlet: Vec<(String, String)>,
    /// Why the other inputs are independent.
    pub independence: Option<String>,
    /// Draws with costs that are not positive.
    pub nonpositive_costs: u64,
    /// Bound on the error of ranks by the sketches, over all metrics; 0 when all draws were kept in memory.
    pub rank_error: f64,
}

/// How inputs in euros were converted to the price year of the case.
#[derive(Clone, Debug, Serialize)]
pub struct PriceFactors {
    /// The price index.
    pub index: String,
    /// Input, the price year in which it was given, and what it was multiplied by.
    pub inputs: Vec<(String, i32, f64)>,
    /// Inputs in euros that say of no year, and were left as given.
    pub without_price_year: Vec<String>,
}

impl PriceFactors {
    /// What a variant converted.
    fn of(model: &Model, variant: &Variant) -> Option<Self> {
        let reindexing = variant.reindexing.as_ref()?;
        let name = |index: usize| model.inputs[index].name.clone();
        let inputs = reindexing.inputs.iter();
        Some(Self {
            index: model.price_index.name().to_owned(),
            inputs: inputs.map(|i| (name(i.input), i.from, i.factor)).collect(),
            without_price_year: reindexing.undated.iter().map(|&i| name(i)).collect(),
        })
    }
}

/// What a longer run may have otherwise than a shorter one.
const OF_THE_DRAWS: [&str; 6] = [
    "draws",
    "draws_requested",
    "interrupted",
    "until",
    "nonpositive_costs",
    "rank_error",
];

/// What follows from other fields, and is said only when nothing else differs.
const CONSEQUENCES: [&str; 6] = [
    "generator",
    "drawn_inputs",
    "fixed_inputs",
    "correlations",
    "dirichlet",
    "predictions",
];

/// Why a run cannot go on with earlier results.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OtherRun {
    /// There is no manifest of this program.
    #[error("their manifest cannot be read")]
    Unreadable,
    /// They are of another text of the case.
    #[error(
        "the case file has changed since; `case.toml` among the results is the one that was run"
    )]
    OtherCase,
    /// They are of another run: a line for each field of the manifest that differs.
    #[error("they are of another run\n{}", .0.join("\n"))]
    Differs(Vec<String>),
}

/// An analysis of a case.
#[derive(Clone, Debug, Serialize)]
pub struct Analysed {
    /// `tornado`, `break-even`, `sobol` or `voi`.
    pub command: &'static str,
    /// Its own options, with their values.
    pub options: Vec<(&'static str, String)>,
}

/// A precision that was asked for, and what came of it.
#[derive(Clone, Debug, Serialize)]
pub struct Until {
    /// `p_break_even ± 0.001`.
    pub goal: String,
    /// Half of the 95 % Monte Carlo interval at the end.
    pub half_width: f64,
    /// What that may be.
    pub tolerance: f64,
    /// Whether it is as small.
    pub reached: bool,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_false(value: &bool) -> bool {
    !value
}

fn generator(design: Design) -> &'static str {
    match design {
        Design::Random => {
            "xoshiro256++ in 16 lanes, restarted every 1024 draws, keyed by SHA-256 of seed and input name"
        }
        Design::LatinHypercube => {
            "strata by a Feistel permutation, jitter by xoshiro256++, keyed by SHA-256 of seed and input name"
        }
        Design::Sobol => {
            "Sobol' sequence with the direction numbers D6 of Joe and Kuo, nested uniform scrambling keyed by SHA-256 of seed \
             and input name"
        }
    }
}

/// A value of the manifest without the punctuation of JSON: `gain = 3, effort = 80`.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::String(text) => text.clone(),
        // Whole ones may be larger than a float holds.
        Value::Number(number) if number.is_f64() => number.as_f64().unwrap_or(f64::NAN).to_string(),
        Value::Array(items) if items.is_empty() => "none".to_owned(),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(item).collect();
            items.join(", ")
        }
        Value::Object(fields) => {
            let part = |(name, value): (&String, &Value)| format!("{name} {}", plain(value));
            let parts: Vec<String> = fields.iter().map(part).collect();
            parts.join("; ")
        }
        other => other.to_string(),
    }
}

/// A member of a list: a name, or a name with its value.
fn item(value: &Value) -> String {
    match value.as_array().map(Vec::as_slice) {
        Some([name, value]) => format!("{} = {}", plain(name), plain(value)),
        _ => plain(value),
    }
}

/// The predictions of which some quantity reaches a line.
fn predictions(model: &Model, plan: &Plan) -> Vec<(String, String)> {
    let drawn = |name: &str| plan.uniforms.iter().any(|column| column.name == name);
    let all = model.predictions.iter();
    all.filter(|prediction| drawn(&prediction.address(0)))
        .map(|prediction| (prediction.name.clone(), prediction.statement.clone()))
        .collect()
}

impl Manifest {
    /// The manifest of a run that is about to start.
    #[must_use]
    pub fn new(
        model: &Model,
        variant: &Variant,
        plan: &Plan,
        settings: Settings,
        case_sha256: &str,
    ) -> Self {
        let mut drawn: Vec<usize> = plan.registers().iter().map(|(input, _)| *input).collect();
        // In a family an input may be drawn in several ways.
        drawn.dedup();
        let name = |index: usize| model.inputs[index].name.clone();
        let switches = model.switches.iter().zip(&variant.alternatives);
        Self {
            program: "sroi",
            version: env!("CARGO_PKG_VERSION"),
            case: model.name.clone(),
            case_sha256: case_sha256.to_owned(),
            per: model.per_text.clone(),
            price_year: model.price_year,
            reindexing: PriceFactors::of(model, variant),
            scenario: variant
                .scenario
                .map(|index| model.scenarios[index].name.clone()),
            switches: switches
                .map(|(s, &a)| (s.name.clone(), s.alternatives[a].name.clone()))
                .collect(),
            set: variant
                .set
                .iter()
                .map(|&(index, value)| (name(index), value))
                .collect(),
            analysis: None,
            compared: Vec::new(),
            predictive: variant.predictive,
            predictions: predictions(model, plan),
            seed: settings.seed,
            design: settings.design.name(),
            replicates: settings.replicates,
            generator: generator(settings.design),
            until: None,
            draws: settings.draws,
            draws_requested: settings.draws,
            interrupted: false,
            drawn_inputs: drawn.iter().map(|&index| name(index)).collect(),
            fixed_inputs: (0..model.inputs.len())
                .filter(|index| !drawn.contains(index))
                .map(name)
                .collect(),
            correlations: model
                .correlations
                .iter()
                .zip(&variant.correlations)
                .filter(|(group, _)| group.members.iter().any(|member| drawn.contains(member)))
                .map(|(group, (_, statement))| (group.name.clone(), statement.clone()))
                .collect(),
            dirichlet: model
                .compositions
                .iter()
                .zip(&variant.compositions)
                .filter(|(whole, _)| whole.members.iter().any(|member| drawn.contains(member)))
                .map(|(whole, (_, statement))| (whole.name.clone(), statement.clone()))
                .collect(),
            independence: model.independence.clone(),
            nonpositive_costs: 0,
            rank_error: 0.0,
        }
    }

    /// The manifest of a comparison with these scenarios and alternatives.
    #[must_use]
    pub fn comparing(mut self, model: &Model, departures: impl Iterator<Item = Departure>) -> Self {
        let name = |departure| match departure {
            Departure::Scenario(index) => model.scenarios[index].name.clone(),
            Departure::Alternative {
                switch,
                alternative,
            } => {
                let switch = &model.switches[switch];
                format!("{}={}", switch.name, switch.alternatives[alternative].name)
            }
        };
        self.compared = departures.map(name).collect();
        self
    }

    /// The manifest of an analysis with these options.
    #[must_use]
    pub fn analysing(
        mut self,
        command: &'static str,
        options: Vec<(&'static str, String)>,
    ) -> Self {
        self.analysis = Some(Analysed { command, options });
        self
    }

    /// The manifest once the run is done.
    #[must_use]
    pub fn completed(mut self, simulation: &Simulation) -> Self {
        self.draws = simulation.draws;
        self.draws_requested = simulation.requested;
        self.interrupted = simulation.draws < simulation.requested;
        self.nonpositive_costs = simulation.nonpositive_costs;
        let errors = simulation.outputs.iter().map(OutputSummary::rank_error);
        self.rank_error = errors.fold(0.0, f64::max);
        self
    }

    /// The number of draws of an earlier run that this one goes on with: everything but the draws must be the same.
    ///
    /// # Errors
    /// See [`OtherRun`].
    pub fn draws_of_earlier(&self, earlier: &str) -> Result<u64, OtherRun> {
        let earlier: Value = serde_json::from_str(earlier).map_err(|_| OtherRun::Unreadable)?;
        let now = serde_json::to_value(self).map_err(|_| OtherRun::Unreadable)?;
        if let Some(command) = earlier.pointer("/analysis/command").and_then(Value::as_str) {
            let line = format!("  command: sroi {command} there, sroi run here");
            return Err(OtherRun::Differs(vec![line]));
        }
        let fields = now.as_object().ok_or(OtherRun::Unreadable)?;
        let of_the_run = |name: &&String| !OF_THE_DRAWS.contains(&name.as_str());
        // A field that is absent says that a predictive run is none, or that the other program did not know it.
        let of = |run: &Value, name: &str| match run.get(name) {
            None if name == "predictive" => Value::Bool(false),
            found => found.cloned().unwrap_or(Value::Null),
        };
        let differs = |name: &&String| of(&earlier, name) != of(&now, name);
        // What only the earlier run has, such as converted euros, makes it another run as well.
        let dropped = earlier.as_object().ok_or(OtherRun::Unreadable)?.keys();
        let dropped = dropped.filter(|name| !fields.contains_key(*name));
        let all = fields.keys().chain(dropped);
        let names: Vec<&String> = all.filter(of_the_run).filter(differs).collect();
        if names.iter().any(|name| *name == "case_sha256") {
            return Err(OtherRun::OtherCase);
        }
        let follows = |name: &&&String| CONSEQUENCES.contains(&name.as_str());
        let chosen = names.iter().any(|name| !follows(&name));
        let said = names.iter().filter(|name| !chosen || !follows(name));
        let lines: Vec<String> = said
            .map(|name| {
                let [there, here] = [&earlier, &now].map(|run| plain(&of(run, name)));
                format!("  {name}: {there} there, {here} here")
            })
            .collect();
        if !lines.is_empty() {
            return Err(OtherRun::Differs(lines));
        }
        let draws = earlier.get("draws").and_then(Value::as_u64);
        draws.ok_or(OtherRun::Unreadable)
    }

    /// As JSON.
    #[must_use]
    pub fn json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// As key-value metadata of a result file.
    #[must_use]
    pub fn metadata(&self) -> Vec<(String, String)> {
        let price_year = self
            .price_year
            .map_or_else(|| "not stated".to_owned(), |year| year.to_string());
        [
            ("version", self.version.to_owned()),
            ("case", self.case.clone()),
            ("case_sha256", self.case_sha256.clone()),
            ("scenario", self.scenario.clone().unwrap_or_default()),
            ("seed", self.seed.to_string()),
            ("design", self.design.to_owned()),
            ("replicates", self.replicates.to_string()),
            ("draws", self.draws.to_string()),
            ("price_year", price_year),
            ("manifest", self.json()),
        ]
        .into_iter()
        .map(|(key, value)| (format!("sroi.{key}"), value))
        .collect()
    }
}
