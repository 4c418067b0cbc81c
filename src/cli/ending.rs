//! What a command shows of its results: text to read, or one JSON document for scripts.

use std::path::Path;

use super::arguments::Format;
use super::output::{Exit, print};
use crate::text::Lang;

/// How results are shown, and where they were written.
pub(super) struct Ending<'a> {
    pub(super) lang: Lang,
    pub(super) format: Format,
    /// Whether text is left out; a document is asked for and stays.
    pub(super) quiet: bool,
    pub(super) target: Option<&'a Path>,
}

impl Ending<'_> {
    /// Prints the one that is asked for, which alone is made. A document is given the folder of the results.
    pub(super) fn show(
        &self,
        text: impl FnOnce() -> String,
        document: impl FnOnce(Option<&str>) -> String,
    ) -> Result<(), Exit> {
        let target = self.target.map(|target| target.display().to_string());
        if self.format == Format::Json {
            return print(&document(target.as_deref()));
        }
        if self.quiet {
            return Ok(());
        }
        print(&text())?;
        let Some(target) = target else { return Ok(()) };
        let results = self.lang.pick("results", "resultaten");
        print(&format!("\n{results}: {target}\n"))
    }
}
