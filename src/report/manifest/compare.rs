//! What a comparison was: enough to repeat it.

use serde::Serialize;

use crate::analysis::{Comparison, Rank};

/// The manifest of a comparison.
#[derive(Clone, Debug, Serialize)]
pub struct CompareManifest {
    /// `sroi`.
    pub program: &'static str,
    /// Version of the program.
    pub version: &'static str,
    /// `compare`.
    pub command: &'static str,
    /// By what the cases are ranked.
    pub by: &'static str,
    /// The cases, best first.
    pub cases: Vec<ComparedCase>,
    /// ΣE\[B\]/ΣE\[C\] and a bound on its standard error.
    pub pooled_ratio: Option<[f64; 2]>,
    /// The mean of the ratios and a bound on its standard error.
    pub mean_of_ratios: Option<[f64; 2]>,
}

/// A case of a comparison.
#[derive(Clone, Debug, Serialize)]
pub struct ComparedCase {
    /// Its name.
    pub case: String,
    /// What departs from its base case.
    pub departures: Vec<String>,
    /// SHA-256 of the case file.
    pub case_sha256: String,
    /// The seed.
    pub seed: u64,
    /// Draws.
    pub draws: u64,
}

impl CompareManifest {
    /// The manifest of a comparison.
    #[must_use]
    pub fn new(comparison: &Comparison) -> Self {
        let by = Rank::ALL.iter().find(|(_, by)| *by == comparison.rank);
        let cases = comparison.cases.iter().map(|case| ComparedCase {
            case: case.case.clone(),
            departures: case.departures.clone(),
            case_sha256: case.case_sha256.clone(),
            seed: case.seed,
            draws: case.draws,
        });
        let pair = |estimate: crate::stats::Estimate| [estimate.value, estimate.standard_error];
        Self {
            program: "sroi",
            version: env!("CARGO_PKG_VERSION"),
            command: "compare",
            by: by.map_or("", |(name, _)| name),
            cases: cases.collect(),
            pooled_ratio: comparison.pooled_ratio.map(pair),
            mean_of_ratios: comparison.mean_of_ratios.map(pair),
        }
    }

    /// As JSON.
    #[must_use]
    pub fn json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// As key-value metadata of a result file.
    #[must_use]
    pub fn metadata(&self) -> Vec<(String, String)> {
        let pairs = [
            ("version", self.version.to_owned()),
            ("manifest", self.json()),
        ];
        let named = pairs
            .into_iter()
            .map(|(key, value)| (format!("sroi.{key}"), value));
        named.collect()
    }
}
