//! `sroi export`: what a publication takes, as files.

use std::path::{Path, PathBuf};

use super::arguments::ExportOptions;
use super::output::{Exit, print};
use super::rebuild::rebuild;
use crate::report::{self, Figure, FigureError, Publication};
use crate::storage::{FileError, write_file};
use crate::text::Lang;

/// A file: where it goes in the folder, and what it holds.
type File = (String, Vec<u8>);

pub(super) fn export(lang: Lang, options: &ExportOptions) -> Result<(), Exit> {
    let source = &options.source;
    let rebuilt = rebuild(lang, &source.results, source.threads, source.quiet)?;
    let publication = rebuilt.publication(lang);
    let target = match &options.out {
        Some(out) => out.clone(),
        None => beside(&source.results, "-publication")?,
    };
    let files = files(&publication, options)?;
    refuse_earlier(&target, &files, source.force)?;
    for (name, bytes) in &files {
        write_file(&target.join(name), bytes, source.force).map_err(|error| file_error(&error))?;
    }
    if source.quiet {
        return Ok(());
    }
    print(&said(lang, &target, &files))
}

/// The path beside the results folder that has its name and something more.
pub(super) fn beside(results: &Path, more: &str) -> Result<PathBuf, Exit> {
    // `.` has no name of its own.
    let whole = results
        .canonicalize()
        .unwrap_or_else(|_| results.to_owned());
    let path = if results.file_name().is_some() {
        results
    } else {
        &whole
    };
    let Some(name) = path.file_name() else {
        let shown = results.display();
        return Err(Exit::usage(format!(
            "`{shown}` has no name to name a file after; say where to write with `--out`"
        )));
    };
    let mut name = name.to_owned();
    name.push(more);
    Ok(path.with_file_name(name))
}

/// What the options ask for; all of it where they ask for nothing.
fn files(publication: &Publication<'_>, options: &ExportOptions) -> Result<Vec<File>, Exit> {
    let all = !(options.figures || options.tables || options.xlsx);
    let mut files = Vec::new();
    if all || options.figures {
        for figure in report::figures(publication, options.width) {
            let made = figure_files(&figure, options.dpi);
            files.extend(made.map_err(|error| Exit::wrong(error.to_string()))?);
        }
    }
    if all || options.tables {
        files.extend(report::table_files(publication));
    }
    if all || options.xlsx {
        let made = report::workbook(publication);
        let made = made.map_err(|error| Exit::wrong(error.to_string()))?;
        files.push(("workbook.xlsx".to_owned(), made));
    }
    Ok(files)
}

fn figure_files(figure: &Figure, dpi: f64) -> Result<[File; 3], FigureError> {
    let name = |extension: &str| format!("figures/{}.{extension}", figure.name);
    Ok([
        (name("svg"), figure.standalone().into_bytes()),
        (name("pdf"), figure.pdf()?),
        (name("png"), figure.png(dpi)?),
    ])
}

/// Nothing is written where one file would replace another.
fn refuse_earlier(target: &Path, files: &[File], force: bool) -> Result<(), Exit> {
    let mut paths = files.iter().map(|(name, _)| target.join(name));
    match paths.find(|path| !force && path.symlink_metadata().is_ok()) {
        Some(path) => Err(file_error(&FileError::Exists { path })),
        None => Ok(()),
    }
}

pub(super) fn file_error(error: &FileError) -> Exit {
    match error {
        FileError::Exists { .. } => Exit::usage(format!(
            "{error}; replace it with `--force` or write elsewhere with `--out`"
        )),
        FileError::Io { .. } => Exit::wrong(error.to_string()),
    }
}

/// The folder and what is in it.
fn said(lang: Lang, target: &Path, files: &[File]) -> String {
    let written = lang.pick("written to", "geschreven naar");
    let mut text = format!("{written} {}\n", target.display());
    for (name, _) in files {
        text += &format!("  {name}\n");
    }
    text
}
