//! `sroi reproduce`: the published figures, before any draw.

use super::arguments::ReproduceOptions;
use super::load::load;
use super::output::{Exit, print};
use crate::analysis;
use crate::report::reproduce_text;
use crate::text::Lang;

pub(super) fn reproduce(lang: Lang, options: &ReproduceOptions) -> Result<(), Exit> {
    let mut unexplained = Vec::new();
    for path in &options.cases {
        let loaded = load(path)?;
        if options.cases.len() > 1 {
            print(&format!("{}\n\n", loaded.model.heading(lang)))?;
        }
        if loaded.model.published.is_empty() && loaded.model.tables.is_empty() {
            return Err(Exit::wrong(format!(
                "`{}` has no published figures",
                path.display()
            )));
        }
        let reproduction = analysis::reproduce(&loaded.model);
        print(&reproduce_text(lang, &loaded.model, &reproduction))?;
        if !reproduction.is_fine() {
            unexplained.push(path.display().to_string());
        }
    }
    if unexplained.is_empty() {
        return Ok(());
    }
    Err(Exit::wrong(format!(
        "published figures of {} are neither reproduced nor explained",
        unexplained.join(", ")
    )))
}
