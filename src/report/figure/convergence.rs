//! How the headline settled as draws were added.

use super::canvas::{Canvas, Stroke};
use super::frame::{Axis, BELOW, Frame};
use super::palette::{BLUE, SKY};
use super::scale::{Written, extent, padded};
use super::{Drawing, Figure};
use crate::analysis::{ConvergencePoint, half_width_95};
use crate::math;
use crate::report::digits::rounded;
use crate::report::publication::Publication;

/// Height of the plot, in parts of its width.
const ASPECT: f64 = 0.36;

pub(super) fn figure(publication: &Publication<'_>, width: f64) -> Option<Figure> {
    let lang = publication.lang;
    let convergence = &publication.findings.convergence;
    let of = |metric: &str| -> Vec<&ConvergencePoint> {
        let known = convergence.iter().filter(|point| point.metric == metric);
        known
            .filter(|point| point.estimate.value.is_finite())
            .collect()
    };
    let ratios = of("ratio_of_means");
    let (points, y_title) = if ratios.len() > 2 {
        (
            ratios,
            lang.pick("E[B]/E[C] so far", "E[B]/E[K] tot dan toe"),
        )
    } else {
        (
            of("p_break_even"),
            lang.pick("P(B > C) so far", "P(B > K) tot dan toe"),
        )
    };
    if points.len() < 3 || publication.manifest.drawn_inputs.is_empty() {
        return None;
    }
    let reach = half_width_95(publication.simulation.replicates);
    let band = |point: &ConvergencePoint| {
        let half = reach * point.estimate.standard_error;
        let half = if half.is_finite() { half } else { 0.0 };
        [point.estimate.value - half, point.estimate.value + half]
    };
    let extent = extent(points.iter().flat_map(|point| band(point)))?;
    let place = |draws: u64| math::log10(draws as f64);
    let (first, last) = (points.first()?, points.last()?);
    let x = Axis {
        title: lang.pick("draws (logarithmic)", "trekkingen (logaritmisch)"),
        domain: [place(first.draws), place(last.draws)],
        written: Written::PLAIN,
    };
    let y = Axis {
        title: y_title,
        domain: padded(extent, 0.05),
        written: Written::PLAIN,
    };
    let mut canvas = Canvas::new(width);
    let frame = Frame::draw_without_columns(&mut canvas, lang, [x, y], [8.0, ASPECT * width]);
    let low = points
        .iter()
        .map(|p| [frame.x.at(place(p.draws)), frame.y.at(band(p)[0])]);
    let high = points
        .iter()
        .map(|p| [frame.x.at(place(p.draws)), frame.y.at(band(p)[1])]);
    let area: Vec<[f64; 2]> = low.chain(high.rev()).collect();
    canvas.area(&area, SKY);
    let line: Vec<[f64; 2]> = points
        .iter()
        .map(|p| [frame.x.at(place(p.draws)), frame.y.at(p.estimate.value)])
        .collect();
    canvas.polyline(&line, Stroke::solid(BLUE, 1.4));
    powers(&mut canvas, publication, frame, x);
    let bottom = frame.sides()[3];
    let draws = rounded(lang, last.draws as f64, 0);
    let drawing = Drawing {
        name: "convergence",
        title: lang.pick("Convergence", "Convergentie").to_owned(),
        alt: lang.pick(
            format!("The running estimate with its 95 % Monte Carlo interval, which narrows until {draws} draws."),
            format!("De lopende schatting met haar 95 %-Monte-Carlo-interval, dat smaller wordt tot {draws} trekkingen."),
        ),
    };
    Some(drawing.finish(canvas, bottom + BELOW))
}

/// Powers of ten on the axis.
fn powers(canvas: &mut Canvas, publication: &Publication<'_>, frame: Frame, axis: Axis<'_>) {
    let [low, high] = axis.domain;
    let whole = low.ceil() as i32..=high.floor() as i32;
    let mut exponents: Vec<f64> = whole.map(f64::from).collect();
    if exponents.len() < 2 {
        exponents = vec![low, high];
    }
    let ticks = exponents.into_iter().map(|exponent| {
        let draws = math::pow(10.0, exponent).round();
        (frame.x.at(exponent), rounded(publication.lang, draws, 0))
    });
    frame.marked(canvas, ticks.collect(), axis.title);
}
