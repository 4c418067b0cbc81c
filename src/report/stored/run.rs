//! What a run was, so that it can be done again and compared with its folder.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{StoredError, manifest, text_of, whole_of};
use crate::report::Manifest;
use crate::storage::{StoredTable, Table};
use crate::stream::Design;

/// A run as its manifest tells it.
#[derive(Clone, Debug)]
pub struct StoredRun {
    folder: PathBuf,
    manifest: Value,
    /// SHA-256 of the text of the case.
    pub case_sha256: String,
    /// The scenario.
    pub scenario: Option<String>,
    /// Every switch and its alternative.
    pub switches: Vec<(String, String)>,
    /// Inputs that were fixed, in their own units.
    pub set: Vec<(String, f64)>,
    /// Whether euros of other years were converted.
    pub reindexed: bool,
    /// Whether it was predictive.
    pub predictive: bool,
    /// The seed.
    pub seed: u64,
    /// The design.
    pub design: Design,
    /// Randomisations of the design.
    pub replicates: u32,
    /// Draws done.
    pub draws: u64,
    /// Draws asked for.
    pub draws_requested: u64,
}

impl StoredRun {
    /// The copy of the case among the results.
    #[must_use]
    pub fn case(&self) -> PathBuf {
        self.folder.join("case.toml")
    }
}

/// Fields that follow from how a run went, not from what it was.
const OF_THE_COURSE: [&str; 1] = ["until"];

/// Reads the manifest of a run.
///
/// # Errors
/// When it is none of a run of this version.
pub fn read_run(folder: &Path) -> Result<StoredRun, StoredError> {
    let manifest = manifest(folder)?;
    check_command(&manifest, folder)?;
    let text = |key| text_of(&manifest, folder, key);
    let whole = |key| whole_of(&manifest, folder, key);
    let missing = |what| StoredError::Manifest {
        folder: folder.to_owned(),
        what,
    };
    let theirs = text("version")?;
    let ours = env!("CARGO_PKG_VERSION");
    if theirs != ours {
        return Err(StoredError::OtherVersion {
            folder: folder.to_owned(),
            theirs,
            ours,
        });
    }
    let truth = |key: &str| manifest.get(key).and_then(Value::as_bool).unwrap_or(false);
    let list = |key: &'static str| {
        let list = manifest.get(key).and_then(Value::as_array);
        list.ok_or_else(|| missing(key))
    };
    let design = text("design")?;
    let mut designs = [Design::Random, Design::LatinHypercube, Design::Sobol].into_iter();
    let run = StoredRun {
        case_sha256: text("case_sha256")?,
        scenario: manifest
            .get("scenario")
            .and_then(Value::as_str)
            .map(str::to_owned),
        switches: pairs(list("switches")?, |value| value.as_str().map(str::to_owned))
            .ok_or_else(|| missing("switches"))?,
        set: pairs(list("set")?, Value::as_f64).ok_or_else(|| missing("set"))?,
        reindexed: manifest.get("reindexing").is_some_and(|of| !of.is_null()),
        predictive: truth("predictive"),
        seed: whole("seed")?,
        design: designs
            .find(|known| known.name() == design)
            .ok_or_else(|| missing("design"))?,
        replicates: u32::try_from(whole("replicates")?).map_err(|_| missing("replicates"))?,
        draws: whole("draws")?,
        draws_requested: whole("draws_requested")?,
        folder: folder.to_owned(),
        manifest,
    };
    if run.draws == 0 || run.replicates == 0 {
        return Err(missing("draws"));
    }
    Ok(run)
}

/// Refuses the results of another command.
fn check_command(manifest: &Value, folder: &Path) -> Result<(), StoredError> {
    let named = manifest
        .pointer("/analysis/command")
        .and_then(Value::as_str);
    let compared = manifest.get("compared").and_then(Value::as_array);
    let of_scenarios = compared.is_some_and(|departures| !departures.is_empty());
    let command = named
        .or(of_scenarios.then_some("scenarios"))
        .or(manifest.get("command").and_then(Value::as_str));
    match command {
        Some(command) => Err(StoredError::OtherCommand {
            folder: folder.to_owned(),
            command: command.to_owned(),
        }),
        None => Ok(()),
    }
}

/// A list of pairs of a name and something.
fn pairs<T>(list: &[Value], of: impl Fn(&Value) -> Option<T>) -> Option<Vec<(String, T)>> {
    let pair = |pair: &Value| Some((pair.get(0)?.as_str()?.to_owned(), of(pair.get(1)?)?));
    list.iter().map(pair).collect()
}

/// Whether the manifest says what the run that was done again says.
///
/// # Errors
/// The first field that differs.
pub fn check_manifest(run: &StoredRun, again: &Manifest) -> Result<(), StoredError> {
    let again = serde_json::to_value(again).unwrap_or_default();
    let empty = serde_json::Map::new();
    let [there, here] = [&run.manifest, &again].map(|value| value.as_object().unwrap_or(&empty));
    let fields = here.keys().chain(there.keys());
    let mut fields = fields.filter(|field| !OF_THE_COURSE.contains(&field.as_str()));
    match fields.find(|field| there.get(*field) != here.get(*field)) {
        Some(field) => Err(StoredError::OtherManifest {
            folder: run.folder.clone(),
            field: field.clone(),
        }),
        None => Ok(()),
    }
}

/// Whether the folder has these tables.
///
/// # Errors
/// The first table that is missing, cannot be read or holds something else.
pub fn check_tables(run: &StoredRun, tables: &[Table]) -> Result<(), StoredError> {
    for table in tables {
        let path = run.folder.join(format!("{}.parquet", table.name));
        match StoredTable::read(&path) {
            Err(error) => return Err(StoredError::Table { path, error }),
            Ok(stored) => {
                if let Some(difference) = stored.difference(table) {
                    return Err(StoredError::OtherTable { path, difference });
                }
            }
        }
    }
    Ok(())
}
