//! Expected benefits and costs by line, with their 95 % uncertainty intervals.

use super::canvas::{Canvas, Stroke};
use super::frame::Axis;
use super::palette::{BLUE, INK, SKY, VERMILLION};
use super::rows::{LABELS, Rows};
use super::scale::{Written, extent, padded};
use super::{Drawing, Figure};
use crate::analysis::SummaryRow;
use crate::model::{Euro, Line, Side};
use crate::report::digits::euro;
use crate::report::publication::Publication;

/// Half the height of a bar.
const HALF: f64 = 4.5;
/// Lines that are shown.
const SHOWN: usize = 24;

pub(super) fn figure(publication: &Publication<'_>, width: f64) -> Option<Figure> {
    let (lang, model) = (publication.lang, publication.model);
    let mut rows: Vec<(&Line, &SummaryRow)> = model
        .lines
        .iter()
        .filter_map(|line| Some((line, found(publication, line)?)))
        .collect();
    // Benefits above costs, each from large to small.
    let key = |(line, row): &(&Line, &SummaryRow)| (line.side == Side::Cost, -row.mean.value);
    rows.sort_by(|a, b| {
        let ((a_cost, a), (b_cost, b)) = (key(a), key(b));
        a_cost.cmp(&b_cost).then(a.total_cmp(&b))
    });
    rows.truncate(SHOWN);
    let ends = rows.iter().flat_map(|(_, row)| {
        let ends = interval(row).unwrap_or([row.mean.value; 2]);
        [ends[0], ends[1], row.mean.value, 0.0]
    });
    let extent = extent(ends)?;
    let written = Written::amounts(extent[0].abs().max(extent[1].abs()));
    let title = format!("{} per {}", written.euros(lang), model.per_text);
    let [low, high] = padded(extent, 0.02);
    let axis = Axis {
        title: &title,
        domain: [if extent[0] == 0.0 { 0.0 } else { low }, high],
        written,
    };
    let soft = lang.pick("soft", "zacht");
    let label = |(line, _): &(&Line, &SummaryRow)| {
        let label = line.label.or(lang, &line.name);
        match line.euro {
            Euro::Soft => format!("{label} ({soft})"),
            Euro::Hard => label.to_owned(),
        }
    };
    let labels: Vec<String> = rows.iter().map(label).collect();
    let mut canvas = Canvas::new(width);
    let colours = [
        (lang.pick("benefits", "baten"), BLUE),
        (
            lang.pick("benefits, soft euros", "baten, zachte euro's"),
            SKY,
        ),
        (lang.pick("costs", "kosten"), VERMILLION),
    ];
    let used = |fill: &str| rows.iter().any(|(line, _)| colour(line) == fill);
    let colours: Vec<_> = colours.into_iter().filter(|(_, fill)| used(fill)).collect();
    let top = super::legend(&mut canvas, &colours);
    let drawn = Rows::draw(&mut canvas, lang, axis, (&labels, LABELS), [top, 8.0]);
    let zero = drawn.frame.x.at(0.0);
    for (place, (line, row)) in rows.iter().enumerate() {
        let y = drawn.middle(place);
        let fill = colour(line);
        canvas.bar(
            [zero, y - HALF],
            [drawn.frame.x.at(row.mean.value), y + HALF],
            fill,
        );
        if let Some(ends) = interval(row) {
            let [low, high] = ends.map(|end| drawn.frame.x.at(end));
            whisker(&mut canvas, [low, high], y);
        }
    }
    let [_, _, top, bottom] = drawn.frame.sides();
    canvas.line([zero, top], [zero, bottom], Stroke::solid(INK, 0.6));
    let said = rows.iter().map(|(line, row)| {
        let label = line.label.or(lang, &line.name);
        format!("{label} {}", euro(lang, row.mean))
    });
    let said: Vec<String> = said.collect();
    let drawing = Drawing {
        name: "lines",
        title: lang
            .pick(
                "Expected benefits and costs by line",
                "Verwachte baten en kosten per post",
            )
            .to_owned(),
        alt: lang.pick(
            format!("Bars with 95 % uncertainty intervals: {}.", said.join("; ")),
            format!(
                "Balken met 95 %-onzekerheidsintervallen: {}.",
                said.join("; ")
            ),
        ),
    };
    Some(drawing.finish(canvas, drawn.height()))
}

fn colour(line: &Line) -> &'static str {
    match (line.side, line.euro) {
        (Side::Cost, _) => VERMILLION,
        (Side::Benefit, Euro::Hard) => BLUE,
        (Side::Benefit, Euro::Soft) => SKY,
    }
}

fn found<'a>(publication: &Publication<'a>, line: &Line) -> Option<&'a SummaryRow> {
    let mut rows = publication.findings.summary.iter();
    rows.find(|row| row.metric == "line" && row.subject.as_deref() == Some(&line.name))
}

/// The 2.5 % and the 97.5 % quantile of a line that varies.
fn interval(row: &SummaryRow) -> Option<[f64; 2]> {
    let quantiles = row.spread.as_ref()?.quantiles;
    let ends = [quantiles[0].value, quantiles[6].value];
    (ends[0] < ends[1]).then_some(ends)
}

/// A line from end to end with caps.
pub(super) fn whisker(canvas: &mut Canvas, [low, high]: [f64; 2], y: f64) {
    canvas.line([low, y], [high, y], Stroke::solid("#FFFFFF", 1.6));
    canvas.line([low, y], [high, y], Stroke::solid(INK, 0.8));
    for end in [low, high] {
        canvas.line([end, y - 2.0], [end, y + 2.0], Stroke::solid(INK, 0.8));
    }
}
