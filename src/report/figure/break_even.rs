//! How likely benefits exceed costs, were the effect so large for certain.

use super::canvas::Canvas;
use super::curve::{Points, curves};
use super::scale::Written;
use super::{Drawing, Figure};
use crate::analysis::BreakEvenPoint;
use crate::report::digits::{number, percentage};
use crate::report::publication::Publication;
use crate::stats::Estimate;

pub(super) fn figure(publication: &Publication<'_>, width: f64) -> Option<Figure> {
    let (lang, findings) = (publication.lang, publication.findings);
    let of = publication.model.break_even.as_ref()?;
    let points = |hard: bool| -> Points {
        let of = |point: &&BreakEvenPoint| point.hard == hard;
        let points = findings.break_even.iter().filter(of);
        points
            .map(|point| [point.value, point.p_break_even.value])
            .collect()
    };
    let (all, hard) = (points(false), points(true));
    let is_share = of.unit.is_dimensionless();
    let written = if is_share {
        Written::PERCENT
    } else {
        Written::PLAIN
    };
    let label = of.label.or(lang, lang.pick("effect", "effect"));
    let unit = publication.model.inputs.get(*of.inputs.first()?)?;
    let title = if is_share {
        label.to_owned()
    } else {
        format!("{label} ({})", unit.unit_text)
    };
    let y = lang.pick("probability of break-even", "kans op kostendekking");
    let mut canvas = Canvas::new(width);
    let (frame, height) = curves(&mut canvas, lang, (&title, written), y, [&all, &hard])?;
    let median = findings.headline.all.break_even.map(|[median, ..]| {
        let scale = of.unit.scale();
        Estimate::new(median.value / scale, median.standard_error / scale)
    });
    let print = |value: Estimate| {
        if is_share {
            percentage(lang, value)
        } else {
            number(lang, value)
        }
    };
    if let Some(median) = median {
        frame.upright(&mut canvas, median.value, &print(median));
    }
    let at = median.map_or_else(String::new, |median| {
        let median = print(median);
        lang.pick(
            format!(" All euros: even odds at {median}."),
            format!(" Alle euro's: even kansen bij {median}."),
        )
    });
    let drawing = Drawing {
        name: "break_even",
        title: lang.pick("Break-even curve", "Break-evencurve").to_owned(),
        alt: lang.pick(
            format!(
                "Two rising curves: the probability that benefits exceed costs, were the {label} known to be so large and all \
                 else as uncertain as it is.{at}"
            ),
            format!(
                "Twee stijgende lijnen: de kans dat de baten groter zijn dan de kosten als de {label} zeker zo groot was en al \
                 het andere zo onzeker als het is.{at}"
            ),
        ),
    };
    Some(drawing.finish(canvas, height))
}
