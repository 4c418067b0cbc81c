//! Probabilities over a threshold: all euros as a solid line, hard euros as a dashed one, each with its name beside it.

use super::canvas::{Anchor, Canvas, Font, Stroke};
use super::frame::{Axis, BELOW, Frame};
use super::palette::{BLUE, RUST, VERMILLION};
use super::scale::Written;
use crate::text::Lang;

/// Height of the plot, in parts of its width.
const ASPECT: f64 = 0.44;

/// The points of a curve: value and probability.
pub(super) type Points = Vec<[f64; 2]>;

/// Draws both curves; returns the frame and the height of the whole.
pub(super) fn curves(
    canvas: &mut Canvas,
    lang: Lang,
    (title, written): (&str, Written),
    y_title: &str,
    [all, hard]: [&Points; 2],
) -> Option<(Frame, f64)> {
    let ends = all.iter().chain(hard).map(|point| point[0]);
    let domain = super::scale::extent(ends)?;
    let x = Axis {
        title,
        domain,
        written,
    };
    let y = Axis {
        title: y_title,
        domain: [0.0, 1.0],
        written: Written::PERCENT,
    };
    let height = ASPECT * canvas.width;
    let frame = Frame::draw(canvas, lang, [x, y], [8.0, height]);
    let named = [
        (
            hard,
            lang.pick("hard euros", "harde euro's"),
            Stroke::dashed(VERMILLION, 1.5),
        ),
        (
            all,
            lang.pick("all euros", "alle euro's"),
            Stroke::solid(BLUE, 1.5),
        ),
    ];
    for (points, _, stroke) in &named {
        let places: Points = points
            .iter()
            .map(|[x, p]| [frame.x.at(*x), frame.y.at(*p)])
            .collect();
        canvas.polyline(&places, *stroke);
    }
    if all == hard {
        let both = lang.pick("all and hard euros", "alle en harde euro's");
        name(canvas, frame, all, all, (both, BLUE));
    } else {
        let [(hard, hard_name, _), (all, all_name, solid)] = named;
        name(canvas, frame, all, hard, (all_name, solid.colour));
        name(canvas, frame, hard, all, (hard_name, RUST));
    }
    let bottom = frame.sides()[3];
    Some((frame, bottom + BELOW))
}

/// The name of a curve where it is halfway, on the side away from the other one.
fn name(
    canvas: &mut Canvas,
    frame: Frame,
    points: &Points,
    other: &Points,
    (name, colour): (&str, &'static str),
) {
    let [left, right, top, bottom] = frame.sides();
    let middle = |points: &Points| {
        let near = |point: &&[f64; 2]| (point[1] - 0.5).abs();
        let nearest = points.iter().min_by(|a, b| near(a).total_cmp(&near(b)));
        nearest.copied().unwrap_or([0.0, 0.5])
    };
    let (own, others) = (middle(points), middle(other));
    let rightwards = own[0] >= others[0];
    let (at, dx) = (frame.x.at(own[0]), if rightwards { 7.0 } else { -7.0 });
    let anchor = if rightwards {
        Anchor::Start
    } else {
        Anchor::End
    };
    let font = Font::plain(anchor).bold().colour(colour);
    let wide = font.width(name);
    let x = if rightwards {
        (at + dx).min(right - wide)
    } else {
        (at + dx).max(left + wide + 2.0)
    };
    let y =
        (frame.y.at(own[1]) + if rightwards { -3.0 } else { 9.0 }).clamp(top + 8.0, bottom - 4.0);
    canvas.halo([x, y], font, name);
}

/// A vertical and a horizontal guide to a point of a curve, with what it says.
pub(super) fn reading(
    canvas: &mut Canvas,
    frame: Frame,
    at: [f64; 2],
    text: &str,
    colour: &'static str,
) {
    let [left, right, top, _] = frame.sides();
    let [x, y] = [frame.x.at(at[0]), frame.y.at(at[1])];
    if !(left..=right).contains(&x) {
        return;
    }
    canvas.dot([x, y], 2.2, colour);
    let font = Font::plain(Anchor::Start).colour(colour);
    let wide = font.width(text);
    let beside = if x + 5.0 + wide <= right {
        x + 5.0
    } else {
        x - 5.0 - wide
    };
    canvas.halo(
        [beside.max(left + 1.0), (y - 4.0).max(top + 6.0)],
        font,
        text,
    );
}
