//! `sroi schema`: the JSON Schema of case files.

use super::output::{Exit, print};
use crate::case;

pub(super) fn schema() -> Result<(), Exit> {
    let text = serde_json::to_string_pretty(&case::schema()).unwrap_or_default();
    print(&(text + "\n"))
}
