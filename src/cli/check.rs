//! `sroi check`: what the program understood.

use super::arguments::CheckOptions;
use super::load::load;
use super::output::{self, Exit, print};
use crate::report::check_text;
use crate::report::words::WARNING;
use crate::text::{Lang, render};

pub(super) fn check(lang: Lang, options: &CheckOptions) -> Result<(), Exit> {
    let loaded = load(&options.case)?;
    print(&check_text(lang, &loaded.model))?;
    if loaded.warnings.is_empty() {
        let none = lang.pick("no warnings", "geen waarschuwingen");
        return print(&format!("\n{none}\n"));
    }
    print(&format!(
        "\n{}\n",
        render(&loaded.warnings, &loaded.source, output::colour())
    ))?;
    let count = WARNING.counted(lang, loaded.warnings.len() as u64);
    print(&format!("\n{count}\n"))
}
