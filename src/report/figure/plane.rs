//! Costs and benefits of single draws against the line on which they are equal.

use super::canvas::{Anchor, Canvas, Font, Stroke};
use super::frame::{Axis, BELOW, Frame};
use super::palette::{BLUE, GREY, INK};
use super::scale::{Scale, Written, extent, padded};
use super::{Drawing, Figure};
use crate::report::digits::{euro, percent, rounded};
use crate::report::publication::Publication;

/// Height of the plot, in parts of its width.
const ASPECT: f64 = 0.6;
/// Draws that are shown.
const SHOWN: usize = 1_500;

pub(super) fn figure(publication: &Publication<'_>, width: f64) -> Option<Figure> {
    let (lang, headline) = (publication.lang, &publication.findings.headline);
    let totals = &publication.carried?.totals;
    let draws: Vec<[f64; 2]> = totals.iter().take(SHOWN).copied().collect();
    if publication.manifest.drawn_inputs.is_empty() {
        return None;
    }
    let costs = extent(draws.iter().map(|draw| draw[1]))?;
    let benefits = extent(draws.iter().map(|draw| draw[0]))?;
    let written = Written::amounts(costs[1].abs().max(benefits[1].abs()));
    let (euros, per) = (written.euros(lang), &publication.model.per_text);
    let title = lang.pick(
        format!("costs ({euros} per {per})"),
        format!("kosten ({euros} per {per})"),
    );
    let above = lang.pick(format!("benefits ({euros})"), format!("baten ({euros})"));
    let x = Axis {
        title: &title,
        domain: from_zero(costs),
        written,
    };
    let y = Axis {
        title: &above,
        domain: from_zero(benefits),
        written,
    };
    let mut canvas = Canvas::new(width);
    let height = ASPECT * width;
    let frame = Frame::draw(&mut canvas, lang, [x, y], [8.0, height]);
    let places: Vec<[f64; 2]> = draws
        .iter()
        .map(|[benefit, cost]| [frame.x.at(*cost), frame.y.at(*benefit)])
        .collect();
    canvas.cloud(&places, 0.9, BLUE);
    equal(
        &mut canvas,
        frame,
        lang.pick("benefits = costs", "baten = kosten"),
    );
    let mean = [headline.costs.value, headline.all.benefits.value];
    let at = [frame.x.within(mean[0]), frame.y.within(mean[1])];
    canvas.dot(at, 3.6, "#FFFFFF");
    canvas.dot(at, 2.6, INK);
    let font = Font::plain(Anchor::Start).bold();
    let text = lang.pick("expected", "verwacht");
    canvas.halo([at[0] + 5.0, at[1] + 2.5], font, text);
    let bottom = frame.sides()[3];
    let shown = rounded(lang, draws.len() as f64, 0);
    let chance = percent(lang, headline.all.p_break_even);
    let expected = [headline.costs, headline.all.benefits].map(|of| euro(lang, of));
    let [costs, benefits] = expected;
    let drawing = Drawing {
        name: "plane",
        title: lang
            .pick("Costs and benefits of single draws", "Kosten en baten van losse trekkingen")
            .to_owned(),
        alt: lang.pick(
            format!(
                "Scatter plot of the first {shown} draws. Above the line benefits exceed costs: {chance} of all draws. Expected \
                 costs {costs}, expected benefits {benefits}."
            ),
            format!(
                "Puntenwolk van de eerste {shown} trekkingen. Boven de lijn zijn de baten groter dan de kosten: {chance} van alle \
                 trekkingen. Verwachte kosten {costs}, verwachte baten {benefits}."
            ),
        ),
    };
    Some(drawing.finish(canvas, bottom + BELOW))
}

/// Amounts begin at zero unless that leaves them in a corner.
fn from_zero(extent: [f64; 2]) -> [f64; 2] {
    let [low, high] = padded(extent, 0.03);
    let near = low > 0.0 && low < 0.6 * high;
    [if near { 0.0 } else { low }, high]
}

/// The line on which benefits equal costs, as far as it is in the frame.
fn equal(canvas: &mut Canvas, frame: Frame, name: &str) {
    let inside = |scale: Scale, value: f64| {
        let [low, high] = scale.domain;
        (low..=high).contains(&value)
    };
    let low = frame.x.domain[0].max(frame.y.domain[0]);
    let high = frame.x.domain[1].min(frame.y.domain[1]);
    if low >= high || !inside(frame.x, high) {
        return;
    }
    let place = |value: f64| [frame.x.at(value), frame.y.at(value)];
    canvas.line(place(low), place(high), Stroke::dashed(GREY, 1.0));
    let [x, y] = place(high);
    let right = frame.x.range[1];
    let font = Font::plain(Anchor::End).small().colour(GREY);
    let wide = font.width(name);
    // Above the line, or right of its upper end where that is at the top.
    if y < frame.y.range[1] + 12.0 && x < right - wide - 4.0 {
        let font = Font {
            anchor: Anchor::Start,
            ..font
        };
        canvas.halo([x + 4.0, y + 8.0], font, name);
    } else {
        canvas.halo([x - 2.0, y - 5.0], font, name);
    }
}
