//! The sentences of a publication, with the numbers filled in.

use super::Publication;

/// The methods paragraph and the results, as Markdown.
#[must_use]
pub fn methods(publication: &Publication<'_>) -> String {
    let _ = publication;
    String::new()
}

/// The answer in one or two sentences.
#[must_use]
pub fn sentence(publication: &Publication<'_>) -> String {
    let _ = publication;
    String::new()
}
