//! The base case, scenarios and alternatives below each other: expected return, its interval and the chance of break-even.

use super::canvas::{Anchor, Canvas, Font, Stroke};
use super::frame::Axis;
use super::palette::{BLUE, GREY, INK, PAPER};
use super::rows::Rows;
use super::scale::{Written, extent, padded};
use super::{Drawing, Figure};
use crate::analysis::ScenarioRow;
use crate::model::{Departure, Model};
use crate::report::digits::{number, percent};
use crate::report::publication::Publication;
use crate::text::Lang;

/// Of the width, what labels may take: an alternative has its switch before it.
const WIDE: f64 = 0.45;
/// Rows that are shown.
const SHOWN: usize = 30;

pub(super) fn figure(publication: &Publication<'_>, width: f64) -> Option<Figure> {
    let (lang, model) = (publication.lang, publication.model);
    let scenarios = publication.scenarios?;
    let all: Vec<&ScenarioRow> = scenarios.rows.iter().take(SHOWN).collect();
    let values = all.iter().filter_map(|row| row.counted[0].roi_quantiles);
    let ends = values
        .flat_map(|quantiles| quantiles.map(|q| q.value))
        .chain([1.0]);
    let means = all.iter().filter_map(|row| row.counted[0].ratio_of_means);
    let extent = extent(ends.chain(means.clone().map(|mean| mean.value)))?;
    means.clone().next()?;
    let axis = Axis {
        title: lang.pick("euros returned per euro (B/C)", "opbrengst per euro (B/K)"),
        domain: padded(extent, 0.03),
        written: Written::PLAIN,
    };
    let labels: Vec<String> = all.iter().map(|row| label(lang, model, row)).collect();
    let mut canvas = Canvas::new(width);
    let font = Font::plain(Anchor::End);
    let header = lang.pick("P(B > C)", "P(B > K)");
    let margin = font.width(header).max(font.width("< 0.0030 %")) + 6.0;
    let rows = Rows::draw(&mut canvas, lang, axis, (&labels, WIDE), [20.0, margin]);
    canvas.text([width, 8.0], font.small().colour(GREY), header);
    rows.frame
        .upright(&mut canvas, 1.0, lang.pick("break-even", "break-even"));
    for (place, row) in all.iter().enumerate() {
        draw(&mut canvas, lang, rows, (place, row));
    }
    let height = rows.height();
    let drawing = Drawing {
        name: "scenarios",
        title: lang
            .pick("Scenarios and choices", "Scenario's en keuzes")
            .to_owned(),
        alt: alt(lang, &labels, &all),
    };
    Some(drawing.finish(canvas, height))
}

/// What a row is called: an alternative with its switch.
pub(super) fn label(lang: Lang, model: &Model, row: &ScenarioRow) -> String {
    match row.departure {
        None => lang.pick("Base case", "Uitgangspunt").to_owned(),
        Some(Departure::Scenario(index)) => {
            let scenario = &model.scenarios[index];
            scenario.label.or(lang, &scenario.name).to_owned()
        }
        Some(Departure::Alternative {
            switch,
            alternative,
        }) => {
            let switch = &model.switches[switch];
            let alternative = &switch.alternatives[alternative];
            let (of, to) = (
                switch.label.or(lang, &switch.name),
                alternative.label.or(lang, &alternative.name),
            );
            format!("{of}: {to}")
        }
    }
}

fn draw(canvas: &mut Canvas, lang: Lang, rows: Rows, (place, row): (usize, &ScenarioRow)) {
    let (y, x) = (rows.middle(place), rows.frame.x);
    let balance = &row.counted[0];
    let colour = if row.departure.is_none() { INK } else { BLUE };
    if let Some([low, _, high]) = balance.roi_quantiles {
        let [low, high] = [low, high].map(|end| x.at(end.value));
        canvas.line([low, y], [high, y], Stroke::solid(colour, 1.2));
    }
    if let Some(ratio) = balance.ratio_of_means {
        let at = [x.at(ratio.value), y];
        canvas.dot(at, 3.4, PAPER);
        canvas.dot(at, 2.6, colour);
    }
    let text = percent(lang, balance.p_break_even);
    canvas.text([canvas.width, y + 2.5], Font::plain(Anchor::End), &text);
}

fn alt(lang: Lang, labels: &[String], rows: &[&ScenarioRow]) -> String {
    let said = labels.iter().zip(rows).map(|(label, row)| {
        let balance = &row.counted[0];
        let ratio = balance
            .ratio_of_means
            .map_or_else(|| "–".to_owned(), |r| number(lang, r));
        format!("{label}: {ratio}, {}", percent(lang, balance.p_break_even))
    });
    let said: Vec<String> = said.collect();
    let said = said.join("; ");
    lang.pick(
        format!(
            "Expected return per euro with the 95 % uncertainty interval of B/C, and the probability of break-even. {said}."
        ),
        format!(
            "Verwachte opbrengst per euro met het 95 %-onzekerheidsinterval van B/K, en de kans op kostendekking. {said}."
        ),
    )
}
