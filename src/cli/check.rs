//! `sroi check`: what the program understood.

use super::arguments::CheckOptions;
use super::load::load;
use super::output::{self, Exit, print};
use crate::report::check_text;
use crate::text::render;

pub(super) fn check(options: &CheckOptions) -> Result<(), Exit> {
    let loaded = load(&options.case)?;
    print(&check_text(&loaded.model))?;
    if loaded.warnings.is_empty() {
        return print("\nno warnings\n");
    }
    print(&format!(
        "\n{}\n",
        render(&loaded.warnings, &loaded.source, output::colour())
    ))?;
    let count = loaded.warnings.len();
    print(&format!(
        "\n{count} {}\n",
        if count == 1 { "warning" } else { "warnings" }
    ))
}
