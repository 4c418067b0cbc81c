//! Who gains and who pays: expected benefits to the right, expected costs to the left, and what is left of them.

use super::canvas::{Anchor, Canvas, Font, Stroke};
use super::frame::Axis;
use super::lines::whisker;
use super::palette::{GREY, INK, PAPER, SKY, VERMILLION};
use super::rows::{LABELS, Rows};
use super::scale::{Written, extent, padded};
use super::{Drawing, Figure};
use crate::analysis::StakeholderRow;
use crate::model::Party;
use crate::report::digits::{euro, percent};
use crate::report::publication::Publication;
use crate::text::Lang;

/// Half the height of a bar.
const HALF: f64 = 4.5;

pub(super) fn figure(publication: &Publication<'_>, width: f64) -> Option<Figure> {
    let (lang, model) = (publication.lang, publication.model);
    let all = &publication.findings.stakeholders;
    let values = all.iter().flat_map(|row| {
        let [low, high] = row.net_benefit_interval.map(|end| end.value);
        [row.benefits.value, -row.costs.value, low, high, 0.0]
    });
    let extent = extent(values)?;
    let written = Written::amounts(extent[0].abs().max(extent[1].abs()));
    let title = format!("{} per {}", written.euros(lang), model.per_text);
    let axis = Axis {
        title: &title,
        domain: padded(extent, 0.03),
        written,
    };
    let labels: Vec<String> = all.iter().map(|row| label(publication, row)).collect();
    let mut canvas = Canvas::new(width);
    let top = super::legend(
        &mut canvas,
        &[
            (lang.pick("costs", "kosten"), VERMILLION),
            (lang.pick("benefits", "baten"), SKY),
            (
                lang.pick("net benefit, 95 % interval", "netto baten, 95 %-interval"),
                INK,
            ),
        ],
    );
    let rows = Rows::draw(&mut canvas, lang, axis, (&labels, LABELS), [top, 8.0]);
    let x = rows.frame.x;
    for (place, row) in all.iter().enumerate() {
        let y = rows.middle(place);
        let zero = x.at(0.0);
        canvas.bar([zero, y - HALF], [x.at(row.benefits.value), y + HALF], SKY);
        canvas.bar(
            [zero, y - HALF],
            [x.at(-row.costs.value), y + HALF],
            VERMILLION,
        );
        let [low, high] = row.net_benefit_interval.map(|end| x.at(end.value));
        whisker(&mut canvas, [low, high], y);
        let at = [x.at(row.net_benefit.value), y];
        canvas.dot(at, 2.9, PAPER);
        canvas.dot(at, 2.1, INK);
    }
    let [_, _, top, bottom] = rows.frame.sides();
    let zero = x.at(0.0);
    canvas.line([zero, top], [zero, bottom], Stroke::solid(INK, 0.6));
    let drawing = Drawing {
        name: "stakeholders",
        title: lang
            .pick("Who gains and who pays", "Wie ontvangt en wie betaalt")
            .to_owned(),
        alt: alt(lang, publication, all),
    };
    let height = note(&mut canvas, lang, all, rows.height());
    Some(drawing.finish(canvas, height))
}

/// What the star of payers means; returns the height with it.
fn note(canvas: &mut Canvas, lang: Lang, rows: &[StakeholderRow], height: f64) -> f64 {
    if rows.iter().all(|row| row.pays_for.is_empty()) {
        return height;
    }
    let font = Font::plain(Anchor::Start).small().colour(GREY);
    let text = lang.pick(
        "* pays for others: the same money once more",
        "* betaalt voor anderen: hetzelfde geld nog een keer",
    );
    canvas.text([0.0, height + 2.0], font, text);
    height + 6.0
}

/// Payers of others' money say so: it is the same money once more.
fn label(publication: &Publication<'_>, row: &StakeholderRow) -> String {
    let lang = publication.lang;
    let party = Party::Stakeholder(row.index);
    let label = publication.model.party_label(party, lang);
    if row.pays_for.is_empty() {
        label.to_owned()
    } else {
        format!("{label} *")
    }
}

fn alt(lang: Lang, publication: &Publication<'_>, rows: &[StakeholderRow]) -> String {
    let said = rows.iter().map(|row| {
        let (label, net) = (label(publication, row), euro(lang, row.net_benefit));
        let chance = percent(lang, row.p_net_benefit);
        lang.pick(
            format!("{label} {net}, above zero in {chance}"),
            format!("{label} {net}, boven nul in {chance}"),
        )
    });
    let said: Vec<String> = said.collect();
    let said = said.join("; ");
    let mut text = lang.pick(
        format!("Expected net benefit, and the share of draws in which it is above zero: {said}."),
        format!(
            "Verwachte netto baten, en het aandeel trekkingen waarin ze boven nul zijn: {said}."
        ),
    );
    if rows.iter().any(|row| !row.pays_for.is_empty()) {
        text += lang.pick(
            " * pays for others: the same money once more.",
            " * betaalt voor anderen: hetzelfde geld nog een keer.",
        );
    }
    text
}
