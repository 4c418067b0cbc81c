//! How the result is spread, with the share of the draws on either side of break-even.

use super::canvas::{Anchor, Canvas, Font, Stroke};
use super::frame::{Axis, BELOW, Frame};
use super::palette::{BLUE, INK, PAPER, RUST, SKY, VERMILLION};
use super::scale::{Written, padded};
use super::{Drawing, Figure};
use crate::analysis::{Histogram, HistogramOf};
use crate::report::digits::{euro, number, percent};
use crate::report::publication::Publication;
use crate::stats::Estimate;
use crate::text::Lang;

/// Height of the plot, in parts of its width.
const ASPECT: f64 = 0.42;
/// Room for the interval below the bins.
const STRIP: f64 = 9.0;

pub(super) fn figure(publication: &Publication<'_>, width: f64) -> Option<Figure> {
    let lang = publication.lang;
    let histogram = publication.findings.histogram.as_ref()?;
    let mut canvas = Canvas::new(width);
    let (first, last) = (histogram.bins.first()?, histogram.bins.last()?);
    let highest = histogram
        .bins
        .iter()
        .map(|bin| bin.share)
        .fold(0.0, f64::max);
    let size = first.low.abs().max(last.high.abs());
    let written = match histogram.of {
        HistogramOf::Ratio => Written::PLAIN,
        HistogramOf::NetBenefit => Written::amounts(size),
    };
    let title = axis_title(publication, histogram, written);
    let x = Axis {
        title: &title,
        domain: padded([first.low, last.high], 0.01),
        written,
    };
    let y = Axis {
        title: lang.pick("share of draws per bar", "aandeel trekkingen per balk"),
        domain: [0.0, 1.22 * highest],
        written: Written::PERCENT,
    };
    let height = ASPECT * width;
    let frame = Frame::draw(&mut canvas, lang, [x, y], [8.0, height]);
    bins(&mut canvas, frame, histogram);
    frame.upright(
        &mut canvas,
        histogram.break_even,
        lang.pick("break-even", "break-even"),
    );
    sides(&mut canvas, lang, frame, histogram);
    let bottom = frame.sides()[3];
    interval(&mut canvas, frame, histogram);
    let drawing = Drawing {
        name: "density",
        title: heading(lang, histogram),
        alt: alt(lang, histogram),
    };
    Some(drawing.finish(canvas, bottom + BELOW))
}

fn axis_title(publication: &Publication<'_>, histogram: &Histogram, written: Written) -> String {
    let lang = publication.lang;
    match histogram.of {
        HistogramOf::Ratio => lang
            .pick("euros returned per euro (B/C)", "opbrengst per euro (B/K)")
            .to_owned(),
        HistogramOf::NetBenefit => {
            let (euros, per) = (written.euros(lang), &publication.model.per_text);
            let net = lang.pick("net benefit", "netto baten");
            format!("{net} ({euros} per {per})")
        }
    }
}

fn heading(lang: Lang, histogram: &Histogram) -> String {
    match histogram.of {
        HistogramOf::Ratio => lang.pick(
            "Distribution of the return per euro",
            "Verdeling van de opbrengst per euro",
        ),
        HistogramOf::NetBenefit => lang.pick(
            "Distribution of net benefit",
            "Verdeling van de netto baten",
        ),
    }
    .to_owned()
}

fn bins(canvas: &mut Canvas, frame: Frame, histogram: &Histogram) {
    let zero = frame.y.at(0.0);
    for (place, bin) in histogram.bins.iter().enumerate() {
        let fill = if (place as i64) < histogram.below {
            VERMILLION
        } else {
            SKY
        };
        let [left, right] = [frame.x.at(bin.low), frame.x.at(bin.high)];
        // A hair between bars, less where they are narrow.
        let gap = (0.08 * (right - left)).min(0.35);
        canvas.bar(
            [left + gap, frame.y.at(bin.share)],
            [right - gap, zero],
            fill,
        );
    }
}

/// The share of each side, on its side, in words: nothing rests on colour.
fn sides(canvas: &mut Canvas, lang: Lang, frame: Frame, histogram: &Histogram) {
    let [left, right, top, _] = frame.sides();
    let at = frame.x.within(histogram.break_even);
    let short = percent(lang, histogram.short);
    let beyond = percent(lang, histogram.beyond);
    let texts = [
        (
            lang.pick(format!("{short} short of it"), format!("{short} eronder")),
            Font::plain(Anchor::End).bold().colour(RUST),
            at - 5.0,
        ),
        (
            lang.pick(format!("{beyond} beyond"), format!("{beyond} erboven")),
            Font::plain(Anchor::Start).bold().colour(BLUE),
            at + 5.0,
        ),
    ];
    for (place, (text, font, x)) in texts.into_iter().enumerate() {
        let wide = font.width(&text);
        let fits = if place == 0 {
            x - wide >= left
        } else {
            x + wide <= right
        };
        let y = top + 7.0;
        match (place, fits) {
            (_, true) => canvas.halo([x, y], font, &text),
            // No room on its side: at the edge, one line further down.
            (0, false) => {
                let font = Font {
                    anchor: Anchor::Start,
                    ..font
                };
                canvas.halo([left + 2.0, y + 9.0], font, &text);
            }
            _ => {
                let font = Font {
                    anchor: Anchor::End,
                    ..font
                };
                canvas.halo([right, y + 9.0], font, &text);
            }
        }
    }
}

/// The 95 % uncertainty interval with the median, on the axis.
fn interval(canvas: &mut Canvas, frame: Frame, histogram: &Histogram) {
    let y = frame.sides()[3] - 0.5 * STRIP;
    let [low, high] = histogram.interval.map(|end| frame.x.within(end.value));
    canvas.line([low, y], [high, y], Stroke::solid(PAPER, 3.4));
    canvas.line([low, y], [high, y], Stroke::solid(INK, 1.4));
    for end in [low, high] {
        canvas.line([end, y - 2.2], [end, y + 2.2], Stroke::solid(INK, 1.0));
    }
    let median = [frame.x.within(histogram.median.value), y];
    canvas.dot(median, 3.2, PAPER);
    canvas.dot(median, 2.3, INK);
}

fn alt(lang: Lang, histogram: &Histogram) -> String {
    let print = |estimate: Estimate| match histogram.of {
        HistogramOf::Ratio => number(lang, estimate),
        HistogramOf::NetBenefit => euro(lang, estimate),
    };
    let [low, high] = histogram.interval.map(print);
    let median = print(histogram.median);
    let (short, beyond) = (
        percent(lang, histogram.short),
        percent(lang, histogram.beyond),
    );
    lang.pick(
        format!(
            "Histogram: {short} of the draws fall short of break-even and {beyond} lie beyond it. Median {median}; the line with \
             the dot is the 95 % uncertainty interval, {low} to {high}."
        ),
        format!(
            "Histogram: {short} van de trekkingen blijft onder break-even en {beyond} ligt erboven. Mediaan {median}; de lijn met \
             de stip is het 95 %-onzekerheidsinterval, {low} tot {high}."
        ),
    )
}
