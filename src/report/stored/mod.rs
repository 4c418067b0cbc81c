//! Reads a results folder back.

mod compared;
mod run;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::storage::Difference;

pub use compared::read_results;
pub use run::{StoredRun, check_manifest, check_tables, read_run};

/// Why a results folder cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum StoredError {
    /// There is no such folder.
    #[error("there is no folder `{}`", .folder.display())]
    Missing {
        /// The folder.
        folder: PathBuf,
    },
    /// There is no manifest.
    #[error("`{}` is not a results folder of sroi: it has no `manifest.json` that can be read", .folder.display())]
    Foreign {
        /// The folder.
        folder: PathBuf,
    },
    /// The manifest is not one of a run.
    #[error("the manifest of `{}` has no {what}; were these results written by `sroi run`?", .folder.display())]
    Manifest {
        /// The folder.
        folder: PathBuf,
        /// What is missing.
        what: &'static str,
    },
    /// The results are of another command.
    #[error("`{}` has the results of `sroi {command}`; a report is made from those of `sroi run`", .folder.display())]
    OtherCommand {
        /// The folder.
        folder: PathBuf,
        /// The command.
        command: String,
    },
    /// The results are of another version.
    #[error(
        "`{}` was written by sroi {theirs}, this is sroi {ours}: numbers may differ between versions; run the case again, for \
         instance `sroi run {}`, or make the report with sroi {theirs}",
        .folder.display(), .folder.join("case.toml").display()
    )]
    OtherVersion {
        /// The folder.
        folder: PathBuf,
        /// The version that wrote them.
        theirs: String,
        /// This version.
        ours: &'static str,
    },
    /// The copy of the case is not the one that was run.
    #[error(
        "`{}` is not the case that was run: its text has changed; run it again", .path.display()
    )]
    OtherCase {
        /// The copy of the case.
        path: PathBuf,
    },
    /// A field of the manifest is not what the case and its settings give.
    #[error(
        "the manifest of `{}` has another `{field}` than its case and settings give; it is damaged or of another version of \
         sroi: run the case again", .folder.display()
    )]
    OtherManifest {
        /// The folder.
        folder: PathBuf,
        /// The field.
        field: String,
    },
    /// A table is not what the case and its settings give.
    #[error(
        "`{}` is not what its case and settings give: {difference}; it is damaged or of another version of sroi: run the case \
         again", .path.display()
    )]
    OtherTable {
        /// The file.
        path: PathBuf,
        /// In what it differs.
        difference: Difference,
    },
    /// A table cannot be read.
    #[error("cannot read `{}`: {error}; run the case again", .path.display())]
    Table {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// A table lacks something.
    #[error("`{}` has no {what}; it is damaged or of another version of sroi: run the case again", .path.display())]
    Incomplete {
        /// The file.
        path: PathBuf,
        /// What is missing.
        what: String,
    },
}

fn manifest(folder: &Path) -> Result<Value, StoredError> {
    let folder_of = || folder.to_owned();
    if !folder.exists() {
        return Err(StoredError::Missing {
            folder: folder_of(),
        });
    }
    let foreign = || StoredError::Foreign {
        folder: folder_of(),
    };
    let text = fs::read_to_string(folder.join("manifest.json")).map_err(|_| foreign())?;
    let manifest: Value = serde_json::from_str(&text).map_err(|_| foreign())?;
    let program = manifest.get("program").and_then(Value::as_str);
    if program == Some("sroi") {
        Ok(manifest)
    } else {
        Err(foreign())
    }
}

/// A text of the manifest.
fn text_of(manifest: &Value, folder: &Path, key: &'static str) -> Result<String, StoredError> {
    let value = manifest.get(key).and_then(Value::as_str);
    value.map(str::to_owned).ok_or(StoredError::Manifest {
        folder: folder.to_owned(),
        what: key,
    })
}

/// A whole number of the manifest.
fn whole_of(manifest: &Value, folder: &Path, key: &'static str) -> Result<u64, StoredError> {
    let value = manifest.get(key).and_then(Value::as_u64);
    value.ok_or(StoredError::Manifest {
        folder: folder.to_owned(),
        what: key,
    })
}
