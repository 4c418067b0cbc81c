//! How likely each euro returns more than so much.

use super::canvas::Canvas;
use super::curve::{Points, curves, reading};
use super::palette::{BLUE, RUST};
use super::scale::Written;
use super::{Drawing, Figure};
use crate::analysis::AcceptabilityPoint;
use crate::model::Euros;
use crate::report::digits::percent;
use crate::report::publication::Publication;

pub(super) fn figure(publication: &Publication<'_>, width: f64) -> Option<Figure> {
    let lang = publication.lang;
    let points = |euros: Euros| -> Points {
        let of = |point: &&AcceptabilityPoint| point.euros == euros;
        let points = publication.findings.acceptability.iter().filter(of);
        points
            .map(|point| [point.threshold, point.p.value])
            .collect()
    };
    let [all, hard] = Euros::ALL.map(points);
    // A return that does not vary has no curve.
    if all.is_empty() || publication.findings.density[0].is_empty() {
        return None;
    }
    let mut canvas = Canvas::new(width);
    let title = lang.pick(
        "threshold: euros returned per euro",
        "drempel: opbrengst per euro",
    );
    let y = lang.pick(
        "probability of a higher return",
        "kans op een hogere opbrengst",
    );
    let (frame, height) = curves(&mut canvas, lang, (title, Written::PLAIN), y, [&all, &hard])?;
    let headline = &publication.findings.headline;
    let (p, hard_p) = (headline.all.p_break_even, headline.hard.p_break_even);
    frame.upright(&mut canvas, 1.0, lang.pick("break-even", "break-even"));
    reading(&mut canvas, frame, [1.0, p.value], &percent(lang, p), BLUE);
    if all != hard {
        let text = percent(lang, hard_p);
        reading(&mut canvas, frame, [1.0, hard_p.value], &text, RUST);
    }
    let (p, hard_p) = (percent(lang, p), percent(lang, hard_p));
    let drawing = Drawing {
        name: "acceptability",
        title: lang
            .pick("Acceptability curve", "Aanvaardbaarheidscurve")
            .to_owned(),
        alt: lang.pick(
            format!(
                "Two falling curves over the return that is asked for. At 1 euro per euro, break-even, the probability is {p}; in \
                 hard euros only {hard_p}."
            ),
            format!(
                "Twee dalende lijnen over de gevraagde opbrengst. Bij 1 euro per euro, break-even, is de kans {p}; met alleen harde \
                 euro's {hard_p}."
            ),
        ),
    };
    Some(drawing.finish(canvas, height))
}
