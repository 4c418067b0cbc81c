//! The tables of a publication.

use super::{Publication, PublicationTable};

/// All tables, in the order in which a publication has them.
#[must_use]
pub fn publication_tables(publication: &Publication<'_>) -> Vec<PublicationTable> {
    let _ = publication;
    Vec::new()
}
