//! What a run was: enough to repeat it. The same run gives the same manifest, byte by byte, wherever it is done.

use serde::Serialize;
use serde_json::Value;

use crate::model::{Model, Variant};
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
    /// The scenario.
    pub scenario: Option<String>,
    /// Switch and alternative, for every switch.
    pub switches: Vec<(String, String)>,
    /// Inputs fixed on the command line, in their units.
    pub set: Vec<(String, f64)>,
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

/// What a longer run may have otherwise than a shorter one.
const OF_THE_DRAWS: [&str; 6] = [
    "draws",
    "draws_requested",
    "interrupted",
    "until",
    "nonpositive_costs",
    "rank_error",
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
    /// They are of another run.
    #[error("they have `{name}` {before}, this run {now}")]
    Differs {
        /// Field of the manifest.
        name: String,
        /// What it was.
        before: String,
        /// What it would be.
        now: String,
    },
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
        let drawn: Vec<usize> = plan.registers().iter().map(|(input, _)| *input).collect();
        let name = |index: usize| model.inputs[index].name.clone();
        let switches = model.switches.iter().zip(&variant.alternatives);
        Self {
            program: "sroi",
            version: env!("CARGO_PKG_VERSION"),
            case: model.name.clone(),
            case_sha256: case_sha256.to_owned(),
            per: model.per_text.clone(),
            price_year: model.price_year,
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
                .filter(|whole| whole.members.iter().any(|member| drawn.contains(member)))
                .map(|whole| (whole.name.clone(), whole.statement.clone()))
                .collect(),
            independence: model.independence.clone(),
            nonpositive_costs: 0,
            rank_error: 0.0,
        }
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
        let fields = now.as_object().ok_or(OtherRun::Unreadable)?;
        let others = earlier.as_object().ok_or(OtherRun::Unreadable)?;
        // A field that is absent says that a predictive run is none, or that the other program did not know it.
        let absent = |name: &str| match name {
            "predictive" => Value::Bool(false),
            _ => Value::Null,
        };
        let missing = others.keys().filter(|name| !fields.contains_key(*name));
        let mut names: Vec<&String> = fields.keys().chain(missing).collect();
        // What a run is comes before what follows from it.
        names.sort_by_key(|name| *name != "predictive");
        for name in names {
            let now = &fields.get(name).cloned().unwrap_or_else(|| absent(name));
            let before = &others.get(name).cloned().unwrap_or_else(|| absent(name));
            if name == "case_sha256" && before != now {
                return Err(OtherRun::OtherCase);
            }
            if !OF_THE_DRAWS.contains(&name.as_str()) && before != now {
                return Err(OtherRun::Differs {
                    name: name.clone(),
                    before: before.to_string(),
                    now: now.to_string(),
                });
            }
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
