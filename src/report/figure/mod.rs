//! Figures of a publication.

use super::publication::Publication;

/// A figure as SVG.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Its file, without extension.
    pub name: &'static str,
    /// What it shows, in a few words.
    pub title: String,
    /// What there is to see, in words.
    pub alt: String,
    /// The drawing, without its fonts: `Inter` must be known where it is shown.
    pub svg: String,
}

/// The figures of a publication, so many millimetres wide.
#[must_use]
pub fn figures(publication: &Publication<'_>, width: f64) -> Vec<Figure> {
    let _ = (publication, width);
    Vec::new()
}
