//! `sroi schema`: the JSON Schema of case files.

use super::output::{Exit, print};
use crate::case;

pub(super) fn schema() -> Result<(), Exit> {
    let text = serde_json::to_string_pretty(&case::schema());
    let text = text.map_err(|error| Exit::wrong(error.to_string()))?;
    print(&(text + "\n"))
}
