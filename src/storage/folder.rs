//! A results folder that appears complete or not at all.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Why a results folder could not be made.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// There is something already.
    #[error("`{}` exists already; nothing was changed", .path.display())]
    Exists {
        /// The folder.
        path: PathBuf,
    },
    /// There is something that is not a results folder, which is never replaced.
    #[error("`{}` exists and is not a results folder of sroi; nothing was changed", .path.display())]
    Foreign {
        /// The file or folder.
        path: PathBuf,
    },
    /// Earlier results with a file that is not ours, which would be lost.
    #[error("`{}` also holds `{name}`, which is not a result; nothing was changed", .path.display())]
    Occupied {
        /// The folder.
        path: PathBuf,
        /// The file.
        name: String,
    },
    /// The system refuses.
    #[error("cannot write `{}`: {error}", .path.display())]
    Io {
        /// What was to be written.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

/// The file that marks a results folder.
const MANIFEST: &str = "manifest.json";

/// The files that runs and other commands write.
const OURS: [&str; 30] = [
    MANIFEST,
    "case.toml",
    "summary.parquet",
    "roi.parquet",
    "break_even.parquet",
    "tornado.parquet",
    "predictive.parquet",
    "stakeholders.parquet",
    "perspectives.parquet",
    "draws.parquet",
    "compare.parquet",
    "compare_stakeholders.parquet",
    "scenarios.parquet",
    "ceac.parquet",
    "expected_loss.parquet",
    "evpi.parquet",
    "evppi.parquet",
    "icers.parquet",
    "plane.parquet",
    "ellipses.parquet",
    "sensitivity.parquet",
    "conditional_mean.parquet",
    "acceptability.parquet",
    "convergence.parquet",
    "exact.parquet",
    "two_way.parquet",
    "sobol.parquet",
    "sobol_pairs.parquet",
    "break_even_values.parquet",
    "break_even_grid.parquet",
];

/// A folder under construction, beside its final place. Dropping it removes what was written.
#[derive(Debug)]
pub struct ResultsFolder {
    target: PathBuf,
    partial: PathBuf,
    force: bool,
    done: bool,
}

impl ResultsFolder {
    /// Begins a folder that will be `target`. Earlier results are replaced only with `force`, and only once the new ones
    /// are complete.
    ///
    /// # Errors
    /// When there is something at `target`, or the folder cannot be created.
    pub fn begin(target: &Path, force: bool) -> Result<Self, FolderError> {
        check_target(target, force)?;
        let io = |error| FolderError::Io {
            path: target.to_owned(),
            error,
        };
        if target.file_name().is_none() {
            return Err(io(io::Error::other("it has no name")));
        }
        let parent = parent(target);
        fs::create_dir_all(parent).map_err(io)?;
        let partial = beside(target, "partial", std::process::id());
        // A leftover under this very process number belongs to a process that is gone.
        let _ = fs::remove_dir_all(&partial);
        fs::create_dir(&partial).map_err(io)?;
        Ok(Self {
            target: target.to_owned(),
            partial,
            force,
            done: false,
        })
    }

    /// Where a file of that name is to be written.
    #[must_use]
    pub fn file(&self, name: &str) -> PathBuf {
        self.partial.join(name)
    }

    /// Where the folder will be.
    #[must_use]
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Moves the folder to its final place.
    ///
    /// # Errors
    /// When something has appeared there meanwhile, or the system refuses; the final place is then as it was.
    pub fn finish(mut self) -> Result<(), FolderError> {
        check_target(&self.target, self.force)?;
        let io = |error| FolderError::Io {
            path: self.target.clone(),
            error,
        };
        let old = beside(&self.target, "old", std::process::id());
        let replaces = self.target.exists();
        if replaces {
            fs::rename(&self.target, &old).map_err(io)?;
        }
        if let Err(error) = fs::rename(&self.partial, &self.target) {
            if replaces {
                let _ = fs::rename(&old, &self.target);
            }
            return Err(io(error));
        }
        if replaces {
            let _ = fs::remove_dir_all(&old);
        }
        self.done = true;
        Ok(())
    }

    /// Looks for what other runs into `target` have left beside it. What a run that is known to be gone left unfinished is
    /// removed; earlier results that it was just replacing are put back.
    #[must_use]
    pub fn leftovers(target: &Path) -> Vec<Leftover> {
        let Some(name) = target.file_name() else {
            return Vec::new();
        };
        let name = name.to_string_lossy();
        let prefixes = [format!(".{name}.partial-"), format!(".{name}.old-")];
        let Ok(entries) = fs::read_dir(parent(target)) else {
            return Vec::new();
        };
        let mut found: Vec<Leftover> = entries
            .flatten()
            .filter_map(|entry| {
                let name = entry.file_name().to_string_lossy().into_owned();
                let path = entry.path();
                // Only names that a run gives: the prefix and the number of its process.
                let process = |prefix: &str| name.strip_prefix(prefix)?.parse::<u32>().ok();
                let (process, unfinished) = match process(&prefixes[0]) {
                    Some(process) => (process, true),
                    None => (process(&prefixes[1])?, false),
                };
                let fate = settle(&path, target, process, unfinished);
                Some(Leftover { path, fate })
            })
            .collect();
        found.sort_by(|a, b| a.path.cmp(&b.path));
        found
    }
}

/// A folder that another run has left beside its target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leftover {
    /// The folder.
    pub path: PathBuf,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a folder that another run has left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Its run is gone, and so is it now.
    Removed,
    /// It held the earlier results, which a run was just replacing; they are back in their place.
    PutBack,
    /// Its run may still be going on, or it could not be removed.
    Left,
}

/// Removes what a run that is gone has left, or puts earlier results back that it had set aside.
fn settle(path: &Path, target: &Path, process: u32, unfinished: bool) -> Fate {
    if !is_gone(process) {
        return Fate::Left;
    }
    let (done, fate) = if unfinished || target.exists() {
        (fs::remove_dir_all(path), Fate::Removed)
    } else {
        (fs::rename(path, target), Fate::PutBack)
    };
    if done.is_ok() { fate } else { Fate::Left }
}

/// Whether a process has ended, where the system tells.
fn is_gone(process: u32) -> bool {
    Path::new("/proc/self").exists() && !Path::new("/proc").join(process.to_string()).exists()
}

/// A hidden folder beside `target` that belongs to a process.
fn beside(target: &Path, what: &str, process: u32) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    parent(target).join(format!(".{name}.{what}-{process}"))
}

/// The folder in which `target` is.
fn parent(target: &Path) -> &Path {
    let parent = target.parent();
    parent
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

impl Drop for ResultsFolder {
    fn drop(&mut self) {
        if !self.done {
            let _ = fs::remove_dir_all(&self.partial);
        }
    }
}

fn check_target(target: &Path, force: bool) -> Result<(), FolderError> {
    if target.symlink_metadata().is_err() {
        return Ok(());
    }
    let path = || target.to_owned();
    let empty = fs::read_dir(target).is_ok_and(|mut entries| entries.next().is_none());
    if empty {
        return Ok(());
    }
    if !target.join(MANIFEST).is_file() {
        return Err(FolderError::Foreign { path: path() });
    }
    if !force {
        return Err(FolderError::Exists { path: path() });
    }
    // Replacing a folder removes it: files that somebody put there stay safe.
    let entries = fs::read_dir(target).into_iter().flatten().flatten();
    let other = entries
        .map(|entry| entry.file_name())
        .find(|name| !OURS.contains(&&*name.to_string_lossy()));
    match other {
        Some(name) => Err(FolderError::Occupied {
            path: path(),
            name: name.to_string_lossy().into_owned(),
        }),
        None => Ok(()),
    }
}
