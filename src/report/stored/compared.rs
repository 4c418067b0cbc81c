//! The headline and the parties of a run, for a comparison.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{StoredError, manifest, text_of, whole_of};
use crate::analysis::{Compared, ComparedStakeholder, half_width_95};
use crate::case::{self, Case, Localised};
use crate::stats::Estimate;
use crate::storage::StoredTable;

/// The results of a run, from its folder.
///
/// # Errors
/// See [`StoredError`].
pub fn read_results(folder: &Path) -> Result<Compared, StoredError> {
    let manifest = manifest(folder)?;
    let text = |key| text_of(&manifest, folder, key);
    let whole = |key| whole_of(&manifest, folder, key);
    let (case, seed, draws) = (text("case")?, whole("seed")?, whole("draws")?);
    let beside = case_beside(folder);
    let summary = Summary::read(folder)?;
    let price_year = manifest.get("price_year").and_then(Value::as_i64);
    let roi = summary.maybe("roi");
    Ok(Compared {
        case,
        departures: departures(&manifest, beside.as_ref()),
        per: text("per")?,
        price_year: price_year.and_then(|year| i32::try_from(year).ok()),
        case_sha256: text("case_sha256")?,
        seed,
        draws,
        reach: reach(&manifest),
        benefits: summary.mean("benefits")?,
        costs: summary.mean("costs")?,
        net_benefit: summary.mean("net_benefit")?,
        net_benefit_interval: summary.interval(summary.row("net_benefit")?),
        ratio_of_means: summary.maybe_mean("ratio_of_means"),
        roi_interval: roi.map(|row| summary.interval(row)),
        p_break_even: summary.mean("p_break_even")?,
        hard_ratio_of_means: summary.maybe_mean("hard_ratio_of_means"),
        hard_p_break_even: summary.mean("hard_p_break_even")?,
        stakeholders: stakeholders(folder, beside.as_ref())?,
    })
}

/// How many standard errors make half a 95 % interval: those of a design come from the spread of its replicates.
fn reach(manifest: &Value) -> f64 {
    let replicates = manifest.get("replicates").and_then(Value::as_u64);
    let replicates = replicates.and_then(|number| u32::try_from(number).ok());
    half_width_95(replicates.unwrap_or(1))
}

/// The scenario, the switches that are not at their default, the inputs fixed, and what else is not as in an ordinary run.
fn departures(manifest: &Value, case: Option<&Case>) -> Vec<String> {
    let scenario = manifest.get("scenario").and_then(Value::as_str);
    let mut departures: Vec<String> = scenario.map(str::to_owned).into_iter().collect();
    let is_default = |switch: &str, alternative: &str| {
        let mut switches = case.iter().flat_map(|case| &case.switches);
        switches.any(|of| of.name.value == switch && of.default.value == alternative)
    };
    let pairs = |key: &str| manifest.get(key).and_then(Value::as_array).into_iter();
    for pair in pairs("switches").flatten() {
        if let (Some(switch), Some(alternative)) = (pair[0].as_str(), pair[1].as_str())
            && !is_default(switch, alternative)
        {
            departures.push(format!("{switch}={alternative}"));
        }
    }
    for pair in pairs("set").flatten() {
        if let (Some(input), Some(value)) = (pair[0].as_str(), pair[1].as_f64()) {
            departures.push(format!("{input}={value}"));
        }
    }
    let says = |key: &str| {
        manifest
            .get(key)
            .is_some_and(|value| *value != Value::Bool(false))
    };
    let kinds = [
        ("reindexing", "reindexed"),
        ("predictive", "predictive"),
        ("interrupted", "interrupted"),
    ];
    let kinds = kinds.into_iter().filter(|(key, _)| says(key));
    departures.extend(kinds.map(|(_, word)| word.to_owned()));
    departures
}

/// The case, as it was copied beside the results: for defaults and labels, which results do not depend on.
fn case_beside(folder: &Path) -> Option<Case> {
    let path = folder.join("case.toml");
    let bytes = fs::read(&path).ok()?;
    let source = case::decode(&path.to_string_lossy(), bytes).ok()?;
    case::read(&source).0
}

/// A table with its path, for messages.
struct Stored {
    path: PathBuf,
    table: StoredTable,
}

impl Stored {
    fn read(folder: &Path, name: &str) -> Result<Self, StoredError> {
        let path = folder.join(name);
        match StoredTable::read(&path) {
            Ok(table) => Ok(Self { path, table }),
            Err(error) => Err(StoredError::Table { path, error }),
        }
    }

    fn incomplete(&self, what: String) -> StoredError {
        StoredError::Incomplete {
            path: self.path.clone(),
            what,
        }
    }

    fn numbers(&self, name: &str) -> Result<Vec<f64>, StoredError> {
        let column = self.table.numbers(name);
        column.ok_or_else(|| self.incomplete(format!("column `{name}`")))
    }

    fn texts(&self, name: &str) -> Result<Vec<Option<String>>, StoredError> {
        let column = self.table.texts(name);
        column.ok_or_else(|| self.incomplete(format!("column `{name}`")))
    }

    /// A column with its standard errors.
    fn estimates(&self, name: &str) -> Result<Vec<Estimate>, StoredError> {
        let values = self.numbers(name)?;
        let errors = self.numbers(&format!("mcse_{name}"))?;
        let pairs = values.into_iter().zip(errors);
        Ok(pairs
            .map(|(value, error)| Estimate::new(value, error))
            .collect())
    }
}

/// `summary.parquet`.
struct Summary {
    stored: Stored,
    metrics: Vec<Option<String>>,
    means: Vec<Estimate>,
    low: Vec<Estimate>,
    high: Vec<Estimate>,
}

impl Summary {
    fn read(folder: &Path) -> Result<Self, StoredError> {
        let stored = Stored::read(folder, "summary.parquet")?;
        Ok(Self {
            metrics: stored.texts("metric")?,
            means: stored.estimates("mean")?,
            low: stored.estimates("q025")?,
            high: stored.estimates("q975")?,
            stored,
        })
    }

    fn maybe(&self, metric: &str) -> Option<usize> {
        let known = |name: &Option<String>| name.as_deref() == Some(metric);
        self.metrics.iter().position(known)
    }

    fn row(&self, metric: &str) -> Result<usize, StoredError> {
        let row = self.maybe(metric);
        row.ok_or_else(|| self.stored.incomplete(format!("row `{metric}`")))
    }

    fn mean(&self, metric: &str) -> Result<Estimate, StoredError> {
        Ok(self.means[self.row(metric)?])
    }

    fn maybe_mean(&self, metric: &str) -> Option<Estimate> {
        Some(self.means[self.maybe(metric)?])
    }

    fn interval(&self, row: usize) -> [Estimate; 2] {
        [self.low[row], self.high[row]]
    }
}

fn stakeholders(
    folder: &Path,
    case: Option<&Case>,
) -> Result<Vec<ComparedStakeholder>, StoredError> {
    let stored = Stored::read(folder, "stakeholders.parquet")?;
    let names = stored.texts("stakeholder")?;
    let labels = stored.texts("label")?;
    let paid = stored.texts("pays_for")?;
    let net_benefits = stored.estimates("net_benefit_mean")?;
    let chances = stored.estimates("p_net_benefit")?;
    let label = |name: &str, english: Option<String>| {
        let mut known = case.iter().flat_map(|case| &case.stakeholders);
        let found = known.find(|stakeholder| stakeholder.name.value == name);
        found.map_or(
            Localised {
                en: english,
                nl: None,
            },
            |s| s.label.clone(),
        )
    };
    let rows = names
        .into_iter()
        .map(Option::unwrap_or_default)
        .zip(labels)
        .zip(paid);
    let rows = rows.zip(net_benefits.into_iter().zip(chances));
    Ok(rows
        .map(
            |(((name, english), paid), (net_benefit, p_net_benefit))| ComparedStakeholder {
                label: label(&name, english),
                name,
                is_payer: paid.is_some(),
                net_benefit,
                p_net_benefit,
            },
        )
        .collect())
}
