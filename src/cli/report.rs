//! `sroi report`: the results of a run as one web page.

use super::arguments::ReportOptions;
use super::export::{beside, file_error};
use super::output::{Exit, print};
use super::rebuild::rebuild;
use crate::report;
use crate::storage::{FileError, write_file};
use crate::text::Lang;

pub(super) fn report(lang: Lang, options: &ReportOptions) -> Result<(), Exit> {
    let source = &options.source;
    let target = match &options.out {
        Some(out) => out.clone(),
        None => beside(&source.results, ".html")?,
    };
    // What would not be written is said before the run is done again.
    if !source.force && target.symlink_metadata().is_ok() {
        return Err(file_error(&FileError::Exists { path: target }));
    }
    let rebuilt = rebuild(lang, &source.results, source.threads, source.quiet)?;
    let page = report::page(&rebuilt.publication(lang));
    write_file(&target, page.as_bytes(), source.force).map_err(|error| file_error(&error))?;
    if source.quiet {
        return Ok(());
    }
    let written = lang.pick("written to", "geschreven naar");
    print(&format!("{written} {}\n", target.display()))
}
