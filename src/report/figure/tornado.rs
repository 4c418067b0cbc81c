//! What moves net benefit most: each input from the low end to the high end of its uncertainty.

use super::canvas::{Anchor, Canvas, Font, Stroke};
use super::frame::Axis;
use super::palette::{BLUE, GREY, INK, SAND};
use super::rows::{LABELS, Rows};
use super::scale::{Written, extent, padded};
use super::{Drawing, Figure};
use crate::analysis::{Bar, BarEnd, Tornado};
use crate::model::Model;
use crate::report::digits::{rounded, significant};
use crate::report::publication::Publication;
use crate::report::text::bar_label;
use crate::text::Lang;

/// Bars in a figure.
const BARS: usize = 12;
/// Half the height of a bar.
const HALF: f64 = 5.0;

pub(super) fn figure(publication: &Publication<'_>, width: f64) -> Option<Figure> {
    let (lang, model) = (publication.lang, publication.model);
    let tornado = &publication.findings.tornado;
    let bars: Vec<&Bar> = tornado.bars_of(0).into_iter().take(BARS).collect();
    let base = *tornado.base.first()?;
    if bars.is_empty() {
        return None;
    }
    let ends = bars.iter().flat_map(|bar| [&bar.low, &bar.high]);
    let ends = ends.map(|end| end.outcomes[0]).chain([base]);
    let extent = extent(ends)?;
    let size = extent[0].abs().max(extent[1].abs());
    let written = Written::amounts(size);
    let labels: Vec<String> = bars.iter().map(|bar| bar_label(lang, model, bar)).collect();
    let mut canvas = Canvas::new(width);
    let title = format!(
        "{} ({} per {})",
        lang.pick("net benefit", "netto baten"),
        written.euros(lang),
        model.per_text
    );
    // Values of inputs stand at the ends of the bars.
    let axis = Axis {
        title: &title,
        domain: padded(extent, 0.16),
        written,
    };
    let top = legend(&mut canvas, lang, tornado);
    let rows = Rows::draw(&mut canvas, lang, axis, (&labels, LABELS), [top, 4.0]);
    zero(&mut canvas, lang, rows);
    for (place, bar) in bars.iter().enumerate() {
        draw(&mut canvas, lang, rows, (place, bar), base);
    }
    let at = rows.frame.x.at(base);
    let [_, _, top, bottom] = rows.frame.sides();
    canvas.line([at, top], [at, bottom], Stroke::solid(INK, 0.8));
    let height = rows.height();
    let drawing = Drawing {
        name: "tornado",
        title: lang
            .pick(
                "What moves net benefit most",
                "Wat de netto baten het meest beweegt",
            )
            .to_owned(),
        alt: alt(lang, model, &bars),
    };
    Some(drawing.finish(canvas, height))
}

/// Which colour is which end; returns where the rows begin.
fn legend(canvas: &mut Canvas, lang: Lang, tornado: &Tornado) -> f64 {
    let percents = tornado.ends.map(|p| {
        let decimals = i32::from(!(0.05..=0.95).contains(&p));
        rounded(lang, 100.0 * p, decimals)
    });
    let [low, high] = percents;
    let texts = lang.pick(
        [
            format!("input at its {low} % quantile"),
            format!("at its {high} % quantile"),
        ],
        [
            format!("parameter op het {low}e percentiel"),
            format!("op het {high}e percentiel"),
        ],
    );
    let [low, high] = &texts;
    super::legend(canvas, &[(low, SAND), (high, BLUE)]) + 4.0
}

/// Both ends from the base, the value of the input at each.
fn draw(canvas: &mut Canvas, lang: Lang, rows: Rows, (place, bar): (usize, &Bar), base: f64) {
    let (y, zero) = (rows.middle(place), rows.frame.x.at(base));
    let ends = [(&bar.low, SAND), (&bar.high, BLUE)];
    let at = |end: &BarEnd| rows.frame.x.at(end.outcomes[0]);
    // Where both ends are on one side, the shorter is drawn over the longer, and thinner.
    let mut order = ends;
    order.sort_by(|a, b| (at(b.0) - zero).abs().total_cmp(&(at(a.0) - zero).abs()));
    let same_side = (at(ends[0].0) - zero) * (at(ends[1].0) - zero) > 0.0;
    for (number, (end, fill)) in order.into_iter().enumerate() {
        let half = if same_side && number == 1 {
            0.5 * HALF
        } else {
            HALF
        };
        canvas.bar([zero, y - half], [at(end), y + half], fill);
    }
    let font = Font::plain(Anchor::Start).small();
    let [low, high] = [at(&bar.low), at(&bar.high)];
    let low_is_left = low <= high;
    for (end, place, leftmost) in [
        (&bar.low, low, low_is_left),
        (&bar.high, high, !low_is_left),
    ] {
        let Some(value) = end.value else { continue };
        let text = significant(lang, value, 3);
        let (x, anchor) = if leftmost {
            (place.min(zero) - 2.5, Anchor::End)
        } else {
            (place.max(zero) + 2.5, Anchor::Start)
        };
        canvas.halo([x, y + 2.3], Font { anchor, ..font }, &text);
    }
}

/// Where benefits equal costs.
fn zero(canvas: &mut Canvas, lang: Lang, rows: Rows) {
    let [left, right, top, bottom] = rows.frame.sides();
    let at = rows.frame.x.at(0.0);
    if at <= left || at >= right {
        return;
    }
    canvas.line([at, top], [at, bottom], Stroke::dashed(GREY, 0.8));
    let font = Font::plain(Anchor::Middle).small().colour(GREY);
    let text = lang.pick("break-even", "break-even");
    let half = 0.5 * font.width(text);
    canvas.halo([at.clamp(left + half, right - half), top - 1.0], font, text);
}

fn alt(lang: Lang, model: &Model, bars: &[&Bar]) -> String {
    let names = bars.iter().take(3).map(|bar| bar_label(lang, model, bar));
    let names: Vec<String> = names.collect();
    let (count, names) = (bars.len(), names.join("; "));
    lang.pick(
        format!("Tornado diagram of {count} bars, the widest on top: {names}."),
        format!("Tornadodiagram met {count} balken, de breedste boven: {names}."),
    )
}
