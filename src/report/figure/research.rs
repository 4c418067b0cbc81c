//! What knowing an input for certain would be worth, against knowing everything.

use super::canvas::{Anchor, Canvas, Font, Stroke};
use super::frame::Axis;
use super::lines::whisker;
use super::palette::{BLUE, GREY};
use super::rows::{LABELS, Rows};
use super::scale::Written;
use super::{Drawing, Figure};
use crate::analysis::VoiRow;
use crate::report::digits::euro;
use crate::report::publication::Publication;
use crate::report::text::input_label;

/// Rows that are shown.
const SHOWN: usize = 12;
/// Half the height of a bar.
const HALF: f64 = 4.5;
/// Standard errors of half a 95 % interval.
const REACH: f64 = 1.96;

pub(super) fn figure(publication: &Publication<'_>, width: f64) -> Option<Figure> {
    let (lang, model) = (publication.lang, publication.model);
    let voi = publication.voi?.voi;
    let rows = voi.rows.iter().filter(|row| row.regression.distinguishable);
    let all: Vec<&VoiRow> = rows.take(SHOWN).collect();
    let evpi = voi.threshold.evpi;
    if all.is_empty() || evpi.value <= 0.0 {
        return None;
    }
    let written = Written::amounts(evpi.value);
    let title = lang.pick(
        format!(
            "{} per {} and decision",
            written.euros(lang),
            model.per_text
        ),
        format!("{} per {} en besluit", written.euros(lang), model.per_text),
    );
    let axis = Axis {
        title: &title,
        domain: [0.0, 1.06 * evpi.value],
        written,
    };
    let label = |row: &&VoiRow| input_label(lang, model, &row.group.name).to_owned();
    let labels: Vec<String> = all.iter().map(label).collect();
    let mut canvas = Canvas::new(width);
    let drawn = Rows::draw(&mut canvas, lang, axis, (&labels, LABELS), [16.0, 8.0]);
    let x = drawn.frame.x;
    for (place, row) in all.iter().enumerate() {
        let (y, value) = (drawn.middle(place), row.regression.value);
        canvas.bar([x.at(0.0), y - HALF], [x.at(value.value), y + HALF], BLUE);
        let half = REACH * value.standard_error;
        if half > 0.0 {
            let ends = [value.value - half, value.value + half];
            whisker(&mut canvas, ends.map(|end| x.within(end)), y);
        }
    }
    let [_, _, top, bottom] = drawn.frame.sides();
    let at = x.at(evpi.value);
    canvas.line([at, top - 2.0], [at, bottom], Stroke::dashed(GREY, 1.0));
    let text = format!("EVPI {}", euro(lang, evpi));
    let font = Font::plain(Anchor::End).small().colour(GREY);
    canvas.halo([at, top - 4.0], font, &text);
    let said = all.iter().zip(&labels);
    let said = said.map(|(row, label)| format!("{label} {}", euro(lang, row.regression.value)));
    let said: Vec<String> = said.collect();
    let (said, evpi) = (said.join("; "), euro(lang, evpi));
    let drawing = Drawing {
        name: "research",
        title: lang
            .pick("What more research would be worth", "Wat nader onderzoek waard is")
            .to_owned(),
        alt: lang.pick(
            format!("EVPPI by input or group, with EVPI {evpi} as the most that any information is worth: {said}."),
            format!("EVPPI per parameter of groep, met EVPI {evpi} als het meeste dat informatie waard is: {said}."),
        ),
    };
    Some(drawing.finish(canvas, drawn.height()))
}
