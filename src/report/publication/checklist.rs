//! Which items of CHEERS 2022 and the further standards a run reports by itself.

use super::{Publication, PublicationTable};

/// The checklist of a publication.
#[must_use]
pub fn checklist(publication: &Publication<'_>) -> PublicationTable {
    let _ = publication;
    PublicationTable {
        name: "checklist",
        caption: String::new(),
        columns: Vec::new(),
        rows: Vec::new(),
        notes: Vec::new(),
    }
}
