//! `sroi new`: a case of one's own, begun from the template.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;

use super::arguments::NewOptions;
use super::output::{Exit, print};
use crate::model::is_name;

/// A complete case that explains itself.
const TEMPLATE: &str = include_str!("../../priors/template.toml");
/// Longest name: it is that of a file, and part of that of the results folder.
const LONGEST: usize = 60;

pub(super) fn new(options: &NewOptions) -> Result<(), Exit> {
    let name = options.name.as_str();
    check(name)?;
    let path = options.out.clone();
    let path = path.unwrap_or_else(|| PathBuf::from(format!("{name}.toml")));
    let shown = path.display().to_string();
    // A path may hold what a comment may not.
    let shown = shown.replace(char::is_control, "?");
    let text = TEMPLATE
        .replace("template.toml", &shown)
        .replace("\"template\"", &format!("\"{name}\""));
    let file = OpenOptions::new().write(true).create_new(true).open(&path);
    let mut file = file.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Exit::usage(format!(
            "`{shown}` exists and is left as it is; choose another name, or another file with `--out`"
        )),
        _ => Exit::wrong(format!("cannot write `{shown}`: {error}")),
    })?;
    let written = file.write_all(text.as_bytes());
    written.map_err(|error| Exit::wrong(format!("cannot write `{shown}`: {error}")))?;
    print(&format!(
        "wrote `{shown}`, an invented case that explains itself\n\nnext:\n  sroi check {shown}\n  sroi reproduce {shown}\n  \
         sroi run {shown}\n"
    ))
}

/// Names are those of the case language, so that folders and commands need no quotes.
fn check(name: &str) -> Result<(), Exit> {
    if let Some(bare) = name.strip_suffix(".toml").filter(|bare| is_name(bare)) {
        let message = format!("give the name of the case, not of its file: `sroi new {bare}`");
        return Err(Exit::usage(message));
    }
    if !is_name(name) {
        return Err(Exit::usage(format!(
            "`{name}` cannot be the name of a case; names begin with a small letter and go on with small letters, digits and \
             underscores"
        )));
    }
    if name.len() > LONGEST {
        let length = name.len();
        return Err(Exit::usage(format!(
            "a name has at most {LONGEST} letters, this one has {length}"
        )));
    }
    Ok(())
}
