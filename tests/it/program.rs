//! Runs the built program.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The shipped case.
pub(crate) fn netwerkzorg() -> PathBuf {
    root().join("priors/netwerkzorg.toml")
}

/// A command that runs the program.
pub(crate) fn sroi() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sroi"));
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command
}

/// A folder of its own for one test, removed at the end.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "sroi-test-{}-{}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::Relaxed)
        );
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Writes a file and returns its path.
    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.join(name);
        fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Exit code, standard output and standard error.
pub(crate) fn outcome(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.code().unwrap_or(-1),
        text(&output.stdout),
        text(&output.stderr),
    )
}

/// Runs with these arguments and returns exit code, standard output and standard error.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    outcome(&sroi().current_dir(folder).args(arguments).output().unwrap())
}

/// A small case that can be run, with a line to be appended or replaced by tests.
pub(crate) const SMALL: &str = r#"
[case]
name = "small"
price_year = 2023
per = "year"
independence = "unrelated quantities"
[sources.made_up]
title = "Made up for a test"
[stakeholders.town]
[inputs.gain]
unit = "EUR/year"
point = 100
prior.normal = { mean = 100, sd = 10 }
price_year = 2023
source = { ref = "made_up" }
[inputs.effort]
unit = "EUR/year"
point = 80
prior.gamma = { mean = 80, cv = 0.1 }
price_year = 2023
source = { ref = "made_up" }
[chain]
deadweight = "not assessed"
attribution = "not assessed"
displacement = "not assessed"
[lines.gain]
side = "benefit"
amount = "gain"
to = "town"
euro = "hard"
[lines.effort]
side = "cost"
amount = "effort"
to = "town"
euro = "hard"
"#;
