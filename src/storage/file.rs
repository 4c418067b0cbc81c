//! A single file that appears complete or not at all.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// There is something already.
    #[error("`{}` exists already; nothing was changed", .path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// The system refuses.
    #[error("cannot write `{}`: {error}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

/// Writes a file, and the folders above it. What is there is replaced only with `force`, and only once the new one is complete.
///
/// # Errors
/// When there is something at `path`, or the system refuses; what was there is then as it was.
pub fn write_file(path: &Path, bytes: &[u8], force: bool) -> Result<(), FileError> {
    let io = |error| FileError::Io {
        path: path.to_owned(),
        error,
    };
    if path.is_dir() {
        return Err(io(io::Error::from(io::ErrorKind::IsADirectory)));
    }
    if !force && path.symlink_metadata().is_ok() {
        return Err(FileError::Exists {
            path: path.to_owned(),
        });
    }
    let name = path
        .file_name()
        .ok_or_else(|| io(io::Error::other("it has no name")))?;
    let parent = path.parent().unwrap_or(Path::new(""));
    if !parent.as_os_str().is_empty() {
        fs::create_dir_all(parent).map_err(io)?;
    }
    let process = std::process::id();
    let partial = path.with_file_name(format!(".{}.partial-{process}", name.to_string_lossy()));
    let written = fs::write(&partial, bytes).and_then(|()| fs::rename(&partial, path));
    written.map_err(|error| {
        let _ = fs::remove_file(&partial);
        io(error)
    })
}
