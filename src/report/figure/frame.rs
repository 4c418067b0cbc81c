//! The axes of a figure.

use super::canvas::{Anchor, Canvas, Font, SIZE, Stroke};
use super::palette::{GREY, INK, PALE};
use super::scale::{Scale, Tick, Written};
use crate::text::Lang;

/// A rectangle in which values have places.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) x: Scale,
    pub(super) y: Scale,
}

/// An axis.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axis<'a> {
    pub(super) title: &'a str,
    pub(super) domain: [f64; 2],
    pub(super) written: Written,
}

const THIN: Stroke = Stroke::solid(INK, 0.5);
const GRID: Stroke = Stroke::solid(PALE, 0.5);

impl Frame {
    /// Left and right, top and bottom.
    pub(super) fn sides(self) -> [f64; 4] {
        let [left, right] = self.x.range;
        let [bottom, top] = self.y.range;
        [left, right, top, bottom]
    }

    /// A frame with both axes drawn, whose plot is so many points high, below `top`. The y axis has its title above it, which is read
    /// without turning one's head.
    pub(super) fn draw(
        canvas: &mut Canvas,
        lang: Lang,
        axes: [Axis<'_>; 2],
        room: [f64; 2],
    ) -> Self {
        let frame = Self::draw_without_columns(canvas, lang, axes, room);
        frame.bottom(canvas, lang, axes[0]);
        frame
    }

    /// The same without the x axis.
    pub(super) fn draw_without_columns(
        canvas: &mut Canvas,
        lang: Lang,
        [x, y]: [Axis<'_>; 2],
        [top, height]: [f64; 2],
    ) -> Self {
        let font = Font::plain(Anchor::Start);
        // The title of the y axis, then what stands above the plot.
        let top = top + SIZE + 15.0;
        let bottom = top + height;
        let mut vertical = Scale {
            domain: y.domain,
            range: [bottom, top],
        };
        let marks = vertical.ticks(lang, 5.0, y.written);
        let widest = marks.iter().map(|tick| font.width(&tick.label));
        let left = widest.fold(0.0, f64::max) + 5.0;
        vertical.range = [bottom, top];
        let frame = Self {
            x: Scale {
                domain: x.domain,
                range: [left, canvas.width - 8.0],
            },
            y: vertical,
        };
        canvas.text([0.0, top - 15.0], font, &font.fitted(y.title, canvas.width));
        frame.rows(canvas, &marks);
        frame
    }

    /// Grid lines with their values.
    fn rows(self, canvas: &mut Canvas, marks: &[Tick]) {
        let [left, right, _, _] = self.sides();
        for tick in marks {
            canvas.line([left, tick.at], [right, tick.at], GRID);
            let font = Font::plain(Anchor::End);
            canvas.text([left - 4.0, tick.at + 2.5], font, &tick.label);
        }
    }

    /// The x axis below the plot.
    pub(super) fn bottom(self, canvas: &mut Canvas, lang: Lang, axis: Axis<'_>) {
        let ticks = self.columns(lang, axis.written).into_iter();
        let ticks = ticks.map(|tick| (tick.at, tick.label));
        self.marked(canvas, ticks.collect(), axis.title);
    }

    /// The x axis with these places and their labels, and its title.
    pub(super) fn marked(self, canvas: &mut Canvas, ticks: Vec<(f64, String)>, title: &str) {
        let [left, right, _, bottom] = self.sides();
        canvas.line([left, bottom], [right, bottom], THIN);
        let font = Font::plain(Anchor::Middle);
        for (at, label) in ticks {
            canvas.line([at, bottom], [at, bottom + 2.5], THIN);
            let half = 0.5 * font.width(&label);
            let at = at.clamp(half, canvas.width - half);
            canvas.text([at, bottom + 3.5 + SIZE], font, &label);
        }
        let font = Font::plain(Anchor::End);
        let title = font.fitted(title, right);
        canvas.text([right, bottom + 6.5 + 2.0 * SIZE], font, &title);
    }

    /// Round values of the x axis, as many as there is room for.
    pub(super) fn columns(self, lang: Lang, written: Written) -> Vec<Tick> {
        let [left, right, _, _] = self.sides();
        let font = Font::plain(Anchor::Middle);
        for about in [8.0, 6.0, 4.0, 3.0] {
            let ticks = self.x.ticks(lang, about, written);
            let widest = ticks.iter().map(|tick| font.width(&tick.label) + 9.0);
            let room = (right - left) / ticks.len().max(1) as f64;
            if widest.fold(0.0, f64::max) <= room {
                return ticks;
            }
        }
        self.x.ticks(lang, 2.0, written)
    }

    /// A vertical line at a value of the x axis with its name on top.
    pub(super) fn upright(self, canvas: &mut Canvas, value: f64, name: &str) {
        let [left, right, top, bottom] = self.sides();
        let at = self.x.at(value);
        if !(left..=right).contains(&at) {
            return;
        }
        canvas.line([at, top - 2.0], [at, bottom], Stroke::dashed(GREY, 0.8));
        let font = Font::plain(Anchor::Middle).small().colour(GREY);
        let half = 0.5 * font.width(name);
        let x = at.clamp(left + half, right - half);
        canvas.halo([x, top - 4.0], font, name);
    }
}

/// What there is below a plot: the numbers and the title of the x axis.
pub(super) const BELOW: f64 = 2.0 * SIZE + 11.0;
