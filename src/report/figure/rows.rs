//! Figures with a row for each of several things: labels to the left, marks to the right.

use super::canvas::{Anchor, Canvas, Font, SIZE, Stroke};
use super::frame::{Axis, BELOW, Frame};
use super::palette::PALE;
use super::scale::Scale;
use crate::text::Lang;

/// Height of a row.
pub(super) const ROW: f64 = 18.0;
/// Of the width, what labels may take.
pub(super) const LABELS: f64 = 0.36;

/// Rows below each other on a common axis.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rows {
    pub(super) frame: Frame,
    labels: f64,
}

impl Rows {
    /// The axis and the labels of the rows, which may take `part` of the width; `margin` is room to the right of the plot.
    pub(super) fn draw(
        canvas: &mut Canvas,
        lang: Lang,
        axis: Axis<'_>,
        (labels, part): (&[String], f64),
        [top, margin]: [f64; 2],
    ) -> Self {
        let font = Font::plain(Anchor::End);
        let most = part * canvas.width;
        let wanted = labels.iter().map(|label| {
            let lines = font.lines(label, most);
            let widths = lines.iter().map(|line| font.width(line));
            widths.fold(0.0, f64::max)
        });
        let room = wanted.fold(0.0, f64::max);
        let bottom = top + ROW * labels.len() as f64 + 2.0;
        let right = canvas.width - margin.max(8.0);
        let frame = Frame {
            x: Scale {
                domain: axis.domain,
                range: [room + 8.0, right],
            },
            y: Scale {
                domain: [labels.len() as f64, 0.0],
                range: [bottom, top],
            },
        };
        for tick in frame.columns(lang, axis.written) {
            canvas.line([tick.at, top], [tick.at, bottom], Stroke::solid(PALE, 0.5));
        }
        let rows = Self {
            frame,
            labels: room,
        };
        for (place, label) in labels.iter().enumerate() {
            rows.label(canvas, place, label);
        }
        frame.bottom(canvas, lang, axis);
        rows
    }

    fn label(self, canvas: &mut Canvas, place: usize, label: &str) {
        let font = Font::plain(Anchor::End);
        let lines = font.lines(label, self.labels + 0.5);
        let middle = self.middle(place);
        let first = middle + 2.5 - 0.5 * (SIZE + 1.0) * (lines.len() as f64 - 1.0);
        for (number, line) in lines.iter().enumerate() {
            let y = first + (SIZE + 1.0) * number as f64;
            canvas.text([self.labels, y], font, line);
        }
    }

    /// The height of the middle of a row.
    pub(super) fn middle(self, place: usize) -> f64 {
        self.frame.y.range[1] + ROW * (place as f64 + 0.5)
    }

    /// The height of the whole figure.
    pub(super) fn height(self) -> f64 {
        self.frame.y.range[0] + BELOW
    }
}
