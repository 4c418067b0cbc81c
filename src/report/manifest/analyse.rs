//! What was analysed, and how: enough to repeat it.

use serde::Serialize;

use crate::report::AnalyseReport;

/// The manifest of analyses of a sample.
#[derive(Clone, Debug, Serialize)]
pub struct AnalyseManifest {
    /// `sroi`.
    pub program: &'static str,
    /// Version of the program.
    pub version: &'static str,
    /// `analyse`.
    pub command: &'static str,
    /// The files of the sample.
    pub files: Vec<SampleFile>,
    /// Draws.
    pub draws: u64,
    /// Options, in their order.
    pub options: Vec<String>,
    /// The option that increments are taken against.
    pub reference: String,
    /// Inputs, in their order.
    pub inputs: Vec<String>,
    /// Inputs that were left out.
    pub omitted: Vec<String>,
    /// Willingness to pay.
    pub wtp: Vec<f64>,
    /// Willingness to pay of the analyses by input.
    pub at: Vec<f64>,
    /// Groups of inputs whose EVPPI was computed.
    pub evppi: Vec<Vec<String>>,
}

/// A file of a sample.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SampleFile {
    /// What it holds: inputs, effects, costs, net benefit or draws.
    pub part: &'static str,
    /// Its name, without folders.
    pub name: String,
    /// SHA-256 of the file.
    pub sha256: String,
}

impl AnalyseManifest {
    /// The manifest of a report.
    #[must_use]
    pub fn new(report: &AnalyseReport, files: Vec<SampleFile>, omitted: Vec<String>) -> Self {
        let psa = report.psa;
        let known = |wtp: &f64| wtp.is_finite();
        let thresholds = report.acceptability.thresholds.iter().map(|at| at.wtp);
        let mut groups: Vec<Vec<String>> = Vec::new();
        for row in &report.evppi {
            if !groups.contains(&row.names) {
                groups.push(row.names.clone());
            }
        }
        Self {
            program: "sroi",
            version: env!("CARGO_PKG_VERSION"),
            command: "analyse",
            files,
            draws: psa.draws() as u64,
            options: psa.options().to_vec(),
            reference: psa.options()[psa.reference()].clone(),
            inputs: psa
                .inputs()
                .iter()
                .map(|input| input.name.clone())
                .collect(),
            omitted,
            wtp: thresholds.filter(known).collect(),
            at: report.at.iter().copied().filter(known).collect(),
            evppi: groups,
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
        vec![
            ("sroi.version".to_owned(), self.version.to_owned()),
            ("sroi.manifest".to_owned(), self.json()),
        ]
    }
}
