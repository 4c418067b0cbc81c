//! Figures of a publication, drawn once for the page, the journal and the screen.
//!
//! One unit of a drawing is a point, so sizes and weights are those on paper at the width asked for. Every figure is legible in grey:
//! light and dark, solid and dashed, and words beside marks.

mod acceptability;
mod break_even;
mod canvas;
mod convergence;
mod curve;
mod density;
mod font;
mod format;
mod frame;
mod lines;
mod palette;
mod plane;
mod research;
mod rows;
mod scale;
mod scenarios;
mod stakeholders;
mod tornado;

use super::publication::Publication;
use canvas::{Anchor, Canvas, Font, POINTS_PER_MM, SIZE};

pub(in crate::report) use font::faces;
pub use format::FigureError;

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

/// Draws a figure of a publication so many points wide; `None` where there is nothing to draw.
type Draw = fn(&Publication<'_>, f64) -> Option<Figure>;

/// The figures in the order in which a publication has them.
const FIGURES: [Draw; 10] = [
    density::figure,
    acceptability::figure,
    break_even::figure,
    tornado::figure,
    plane::figure,
    lines::figure,
    stakeholders::figure,
    scenarios::figure,
    research::figure,
    convergence::figure,
];

/// The figures of a publication, so many millimetres wide: a column of a journal is some 85, a page some 175.
#[must_use]
pub fn figures(publication: &Publication<'_>, width: f64) -> Vec<Figure> {
    let points = width * POINTS_PER_MM;
    let drawn = FIGURES.iter().map(|draw| draw(publication, points));
    drawn.flatten().collect()
}

/// What a figure is called and says.
struct Drawing {
    name: &'static str,
    title: String,
    alt: String,
}

impl Drawing {
    /// The figure, so many points high.
    fn finish(self, canvas: Canvas, height: f64) -> Figure {
        let svg = canvas.finish(height, self.name, &self.title, &self.alt);
        Figure {
            name: self.name,
            title: self.title,
            alt: self.alt,
            svg,
        }
    }
}

/// Colours with their names, in one line or, where there is no room, in two; returns where what is below begins.
fn legend(canvas: &mut Canvas, entries: &[(&str, &'static str)]) -> f64 {
    let font = Font::plain(Anchor::Start);
    let (mut x, mut y) = (0.0, 3.0);
    for (text, fill) in entries {
        let wide = 11.0 + font.width(text);
        if x > 0.0 && x + wide > canvas.width {
            (x, y) = (0.0, y + SIZE + 4.0);
        }
        canvas.bar([x, y], [x + 8.0, y + 6.0], fill);
        canvas.text([x + 11.0, y + 5.5], font, text);
        x += wide + 12.0;
    }
    y + SIZE + 7.0
}
