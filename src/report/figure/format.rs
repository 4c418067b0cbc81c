//! A figure as a file: SVG with its fonts, PDF and PNG.

use krilla::Document;
use krilla::geom::Size;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla_svg::{SurfaceExt, SvgSettings};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use super::canvas::POINTS_PER_MM;
use super::{Figure, font};

/// Why a figure could not be made.
#[derive(Debug, thiserror::Error)]
pub enum FigureError {
    /// The drawing is not understood.
    #[error("the figure `{name}` could not be drawn: {reason}")]
    Drawing {
        /// The figure.
        name: &'static str,
        /// What the renderer says.
        reason: String,
    },
    /// The picture would be too large.
    #[error(
        "the figure `{name}` is too large for a picture; choose a smaller width or fewer dots per inch"
    )]
    Size {
        /// The figure.
        name: &'static str,
    },
}

/// Pixels of a side at most.
const PIXELS: f64 = 30_000.0;
/// CSS pixels, in which the renderer measures, in a point.
const PIXELS_PER_POINT: f64 = 96.0 / 72.0;

impl Figure {
    /// The drawing as a file of its own, which carries its fonts.
    #[must_use]
    pub fn standalone(&self) -> String {
        let style = format!("<style>\n{}</style>\n<title ", font::faces());
        self.svg.replacen("<title ", &style, 1)
    }

    /// As a page of its own size, with the letters of the fonts that it uses.
    ///
    /// # Errors
    /// When the drawing cannot be converted.
    pub fn pdf(&self) -> Result<Vec<u8>, FigureError> {
        let tree = self.tree()?;
        let points = |side: f32| side / PIXELS_PER_POINT as f32;
        let (wide, high) = (points(tree.size().width()), points(tree.size().height()));
        let size = Size::from_wh(wide, high).ok_or_else(|| self.failed("it has no size"))?;
        let settings = PageSettings::from_wh(wide, high);
        let settings = settings.ok_or_else(|| self.failed("it has no size"))?;
        let mut document = Document::new();
        document.set_metadata(Metadata::new().title(self.title.clone()));
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        let drawn = surface.draw_svg(&tree, size, SvgSettings::default());
        surface.finish();
        page.finish();
        drawn.ok_or_else(|| self.failed("it cannot be a page"))?;
        let written = document.finish();
        written.map_err(|error| self.failed(&format!("{error:?}")))
    }

    /// As a picture with so many dots per inch.
    ///
    /// # Errors
    /// When it would be too large.
    pub fn png(&self, dpi: f64) -> Result<Vec<u8>, FigureError> {
        let tree = self.tree()?;
        let too_large = || FigureError::Size { name: self.name };
        let scale = dpi / 72.0 / PIXELS_PER_POINT;
        let size = [tree.size().width(), tree.size().height()];
        let [wide, high] = size.map(|side| (f64::from(side) * scale).round());
        if !(1.0..=PIXELS).contains(&wide) || !(1.0..=PIXELS).contains(&high) {
            return Err(too_large());
        }
        let mut picture = Pixmap::new(wide as u32, high as u32).ok_or_else(too_large)?;
        let transform = Transform::from_scale(scale as f32, scale as f32);
        resvg::render(&tree, transform, &mut picture.as_mut());
        let encoded = picture.encode_png();
        encoded.map_err(|error| self.failed(&error.to_string()))
    }

    fn tree(&self) -> Result<Tree, FigureError> {
        let options = Options {
            dpi: (POINTS_PER_MM * 25.4 * PIXELS_PER_POINT) as f32,
            font_family: font::FAMILY.to_owned(),
            fontdb: font::database(),
            ..Options::default()
        };
        Tree::from_str(&self.svg, &options).map_err(|error| self.failed(&error.to_string()))
    }

    fn failed(&self, reason: &str) -> FigureError {
        FigureError::Drawing {
            name: self.name,
            reason: reason.to_owned(),
        }
    }
}
