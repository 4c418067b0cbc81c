//! From a path to a checked model.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::output::{self, Exit};
use crate::case::{self, MAX_BYTES};
use crate::model::{self, Model};
use crate::text::{Diagnostic, Severity, Source, render};

/// A checked case with what was said about it.
pub(super) struct Loaded {
    pub(super) model: Model,
    pub(super) source: Source,
    pub(super) sha256: String,
    pub(super) warnings: Vec<Diagnostic>,
}

/// Reads and checks a case; mistakes are printed, all at once.
pub(super) fn load(path: &Path) -> Result<Loaded, Exit> {
    let bytes = bytes(path)?;
    let source = match case::decode(&path.to_string_lossy(), bytes) {
        Ok(source) => source,
        Err(diagnostic) => {
            let nothing = Source::new(path.to_string_lossy(), "");
            return Err(refuse(&[*diagnostic], &nothing));
        }
    };
    // Of the text as it is read and kept beside the results, without a byte order mark.
    let sha256 = hexadecimal(&Sha256::digest(source.text.as_bytes()));
    let (case, mut diagnostics) = case::read(&source);
    let model = case.and_then(|case| model::check(&case, &mut diagnostics));
    let all = diagnostics.sorted();
    if let Some(model) = model {
        return Ok(Loaded {
            model,
            source,
            sha256,
            warnings: all,
        });
    }
    let errors: Vec<Diagnostic> = all
        .into_iter()
        .filter(|d| d.severity == Severity::Error)
        .collect();
    Err(refuse(&errors, &source))
}

fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes {
        text += &format!("{byte:02x}");
    }
    text
}

/// At most one byte more than a case may have, so that a huge file is refused without being read.
fn bytes(path: &Path) -> Result<Vec<u8>, Exit> {
    let shown = path.display();
    let missing = |error| Exit::usage(format!("cannot read `{shown}`: {error}"));
    let file = File::open(path).map_err(missing)?;
    let metadata = file.metadata().map_err(missing)?;
    if metadata.is_dir() {
        return Err(Exit::usage(format!(
            "`{shown}` is a folder, not a case file"
        )));
    }
    if metadata.len() > MAX_BYTES as u64 {
        let (size, limit) = (metadata.len() >> 20, MAX_BYTES >> 20);
        return Err(Exit::wrong(format!(
            "`{shown}` has {size} MB: a case file has at most {limit} MB"
        )));
    }
    let mut bytes = Vec::new();
    file.take(MAX_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(missing)?;
    Ok(bytes)
}

fn refuse(errors: &[Diagnostic], source: &Source) -> Exit {
    output::remark(&render(errors, source, output::colour()));
    let count = errors.len();
    let mistakes = if count == 1 {
        "one mistake".to_owned()
    } else {
        format!("{count} mistakes")
    };
    Exit::wrong(format!("{mistakes} in `{}`", source.name))
}
