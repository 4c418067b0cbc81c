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
        let name = target
            .file_name()
            .ok_or_else(|| io(io::Error::other("it has no name")))?;
        let parent = target
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        fs::create_dir_all(parent).map_err(io)?;
        let partial = parent.join(format!(
            ".{}.partial-{}",
            name.to_string_lossy(),
            std::process::id()
        ));
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
        let old = self.partial.with_extension("old");
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

    /// Folders that runs which were killed left beside `target`.
    #[must_use]
    pub fn leftovers(target: &Path) -> Vec<PathBuf> {
        let Some(name) = target.file_name() else {
            return Vec::new();
        };
        let parent = target
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        let prefix = format!(".{}.partial-", name.to_string_lossy());
        let Ok(entries) = fs::read_dir(parent) else {
            return Vec::new();
        };
        let mut found: Vec<PathBuf> = entries
            .flatten()
            .filter(|entry| entry.file_name().to_string_lossy().starts_with(&prefix))
            .map(|entry| entry.path())
            .collect();
        found.sort();
        found
    }
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
    if force {
        Ok(())
    } else {
        Err(FolderError::Exists { path: path() })
    }
}
