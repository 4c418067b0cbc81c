//! Who gains and who pays, for whom it pays, and who pays for what others gain: within 80 columns.

use crate::analysis::{Headline, PerspectiveRow, StakeholderRow};
use crate::model::{Model, Party, Side};
use crate::report::digits::{euro, number, percent, significant};
use crate::report::grid::{Align, grid, shortened, wrapped};
use crate::stats::Estimate;
use crate::text::Lang;

const WIDTH: usize = 80;
/// Longest label of a row.
const LABEL: usize = 24;
/// The same where amounts leave little room.
const LEAST: usize = 8;

/// What the block is made of.
#[derive(Clone, Copy, Debug)]
pub struct PartiesReport<'a> {
    /// The case.
    pub model: &'a Model,
    /// The results, for the draws without shares.
    pub headline: &'a Headline,
    /// Who gains and pays.
    pub stakeholders: &'a [StakeholderRow],
    /// For whom it is counted.
    pub perspectives: &'a [PerspectiveRow],
}

/// The block of stakeholders, payers and perspectives.
#[must_use]
pub fn parties_text(lang: Lang, report: PartiesReport<'_>) -> String {
    let title = lang.pick(
        "Who gains and who pays (expected)",
        "Wie ontvangt en wie betaalt (verwacht)",
    );
    let rows = in_order(report);
    let mut text = format!("\n{title}\n");
    text += &money(lang, report, &rows);
    text.push('\n');
    text += &shares(lang, report, &rows);
    text += &remarks(lang, report, &rows);
    text += &wrong_pockets(lang, report, &rows);
    text + &perspectives(lang, report)
}

/// A row and how it is shown.
struct Shown<'a> {
    row: &'a StakeholderRow,
    place: Place,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Its own lines.
    Own,
    /// All its money is a part of the row above.
    Within,
    /// Its own lines and parts of other rows.
    Across,
}

/// The stakeholders, each with those below it that pay for it and nothing else, then payers of more than that.
fn in_order(report: PartiesReport<'_>) -> Vec<Shown<'_>> {
    let place = |row: &StakeholderRow| match (row.pays_for.len(), has_lines(report, row)) {
        (0, _) => Place::Own,
        (1, false) => Place::Within,
        _ => Place::Across,
    };
    let of_place = |wanted: Place| {
        let rows = report.stakeholders.iter();
        rows.filter(move |row| place(row) == wanted)
    };
    let mut shown = Vec::new();
    let mut push = |row, place| shown.push(Shown { row, place });
    for row in of_place(Place::Own) {
        push(row, Place::Own);
        for payer in of_place(Place::Within).filter(|payer| payer.pays_for[0] == row.name) {
            push(payer, Place::Within);
        }
    }
    of_place(Place::Across).for_each(|row| push(row, Place::Across));
    shown
}

fn has_lines(report: PartiesReport<'_>, row: &StakeholderRow) -> bool {
    let mut sides = [Side::Benefit, Side::Cost].into_iter();
    sides.any(|side| report.model.has_line(row.index, side))
}

fn label(lang: Lang, report: PartiesReport<'_>, shown: &Shown<'_>) -> String {
    let party = Party::Stakeholder(shown.row.index);
    let name = report.model.party_label(party, lang);
    match shown.place {
        Place::Own => shortened(name, LABEL),
        Place::Within => {
            let of_which = lang.pick("of which", "waarvan");
            shortened(&format!("  {of_which} {name}"), LABEL)
        }
        Place::Across => shortened(name, LABEL - 2) + " *",
    }
}

/// A table whose labels are cut off where it would be too wide.
fn fitted(columns: &[(&str, Align)], mut rows: Vec<Vec<String>>) -> String {
    let text = grid(columns, rows.clone());
    let widest = text.lines().map(|line| line.chars().count()).max();
    let excess = widest.unwrap_or(0).saturating_sub(WIDTH);
    if excess == 0 {
        return text;
    }
    let labels = rows.iter().map(|row| row[0].chars().count()).max();
    let width = labels.unwrap_or(0).saturating_sub(excess).max(LEAST);
    for row in &mut rows {
        row[0] = shortened(&row[0], width);
    }
    grid(columns, rows)
}

/// An indented text.
fn paragraph(text: &str) -> String {
    wrapped(text, WIDTH, "  ")
}

/// An amount; nothing where there is none.
fn amount(lang: Lang, estimate: Estimate) -> String {
    if estimate.value == 0.0 {
        "–".to_owned()
    } else {
        euro(lang, estimate)
    }
}

fn money(lang: Lang, report: PartiesReport<'_>, rows: &[Shown<'_>]) -> String {
    let columns = [
        ("", Align::Left),
        (lang.pick("benefits", "baten"), Align::Right),
        (lang.pick("costs", "kosten"), Align::Right),
        (lang.pick("net benefit", "saldo"), Align::Right),
        (lang.pick("P(net > 0)", "P(saldo > 0)"), Align::Right),
    ];
    let cells = rows.iter().map(|shown| {
        let row = shown.row;
        vec![
            label(lang, report, shown),
            amount(lang, row.benefits),
            amount(lang, row.costs),
            euro(lang, row.net_benefit),
            percent(lang, row.p_net_benefit),
        ]
    });
    fitted(&columns, cells.collect())
}

/// Shares of the expected total, and where they lie in 95 % of the draws.
fn shares(lang: Lang, report: PartiesReport<'_>, rows: &[Shown<'_>]) -> String {
    let draws = lang.pick("in 95 % of draws", "95 %-interval");
    let columns = [
        ("", Align::Left),
        (lang.pick("of benefits", "van baten"), Align::Right),
        (draws, Align::Left),
        (lang.pick("of costs", "van kosten"), Align::Right),
        (draws, Align::Left),
    ];
    let cells = rows.iter().map(|shown| {
        let row = shown.row;
        let mut cells = vec![label(lang, report, shown)];
        for (amount, share, quantiles) in [
            (row.benefits, row.share_of_means, row.share_quantiles),
            (row.costs, row.cost_share_of_means, row.cost_share_quantiles),
        ] {
            if amount.value == 0.0 {
                cells.extend(["–".to_owned(), String::new()]);
            } else {
                cells.push(percent(lang, share));
                cells.push(quantiles.map_or_else(String::new, |q| interval(lang, q)));
            }
        }
        cells
    });
    fitted(&columns, cells.collect())
}

fn interval(lang: Lang, [_, low, high]: [Estimate; 3]) -> String {
    if low == high {
        // The same in every draw.
        return String::new();
    }
    let to = lang.pick("to", "tot");
    format!("{} {to} {}", percent(lang, low), percent(lang, high))
}

fn remarks(lang: Lang, report: PartiesReport<'_>, rows: &[Shown<'_>]) -> String {
    let mut text = String::new();
    let left_out = [
        (
            report.headline.nonpositive_benefits,
            lang.pick("benefits", "baten"),
        ),
        (
            report.headline.nonpositive_costs,
            lang.pick("costs", "kosten"),
        ),
    ];
    for (share, what) in left_out.into_iter().filter(|(share, _)| *share > 0.0) {
        let share = significant(lang, share * 100.0, 2);
        text += &match lang {
            Lang::En => {
                format!("  shares leave out the {share} % of draws without positive {what}\n")
            }
            Lang::Nl => format!(
                "  zonder de {share} % van de trekkingen die geen positieve {what} hebben\n"
            ),
        };
    }
    if rows.iter().any(|shown| shown.place == Place::Across) {
        text += lang.pick(
            "  * with its part of what it pays for, which is counted in those rows as well\n",
            "  * met zijn deel van wie het betaalt, dat ook in die regels is geteld\n",
        );
    }
    text
}

/// Those who bear more of the costs than they receive of the benefits.
fn wrong_pockets(lang: Lang, report: PartiesReport<'_>, rows: &[Shown<'_>]) -> String {
    let pays = |shown: &&Shown<'_>| {
        let row = shown.row;
        shown.place != Place::Within
            && (row.cost_share_of_means.value > row.share_of_means.value
                || row.net_benefit.value < 0.0)
    };
    let sentences: Vec<String> = rows
        .iter()
        .filter(pays)
        .map(|shown| paragraph(&sentence(lang, report, shown.row)))
        .collect();
    if sentences.is_empty() {
        return String::new();
    }
    let title = lang.pick(
        "Who pays for what others gain (the wrong pocket)",
        "Wie betaalt voor wat anderen ontvangen (de verkeerde portemonnee)",
    );
    format!("\n{title}\n{}\n", sentences.join("\n"))
}

fn sentence(lang: Lang, report: PartiesReport<'_>, row: &StakeholderRow) -> String {
    let name = report
        .model
        .party_label(Party::Stakeholder(row.index), lang);
    let name = format!("{name}{}", paid_by(lang, report.model, row));
    let share = |amount: Estimate, share: Estimate| {
        if amount.value == 0.0 {
            lang.pick("none", "niets").to_owned()
        } else {
            percent(lang, share)
        }
    };
    let costs = share(row.costs, row.cost_share_of_means);
    let benefits = share(row.benefits, row.share_of_means);
    let size = Estimate::new(row.net_benefit.value.abs(), row.net_benefit.standard_error);
    let outcome = if row.net_benefit.value < 0.0 {
        lang.pick("an expected loss of", "naar verwachting een verlies van")
    } else {
        lang.pick("an expected gain of", "naar verwachting een winst van")
    };
    let size = euro(lang, size);
    let wrong = percent(lang, row.p_wrong_pocket);
    match lang {
        Lang::En => format!(
            "{name}: {costs} of the costs, {benefits} of the benefits, {outcome} {size}. In {wrong} of the draws \
             the programme pays for society while they lose."
        ),
        Lang::Nl => format!(
            "{name}: {costs} van de kosten, {benefits} van de baten, {outcome} {size}. In {wrong} van de trekkingen \
             loont het programma voor de samenleving en verliezen zij."
        ),
    }
}

/// Whose money it is, where it is not its own.
pub(in crate::report) fn paid_by(lang: Lang, model: &Model, row: &StakeholderRow) -> String {
    let payers = model.stakeholders[row.index].paid_by.iter();
    let payers = payers.map(|payment| model.party_label(Party::Stakeholder(payment.payer), lang));
    let payers: Vec<&str> = payers.collect();
    if payers.is_empty() {
        return String::new();
    }
    let whose = lang.pick("money of", "geld van");
    format!(" ({whose} {})", payers.join(", "))
}

/// The perspectives, if the case declares any.
fn perspectives(lang: Lang, report: PartiesReport<'_>) -> String {
    let model = report.model;
    if !model.perspectives.iter().any(|p| p.declared) {
        return String::new();
    }
    let columns = [
        ("", Align::Left),
        (lang.pick("benefits", "baten"), Align::Right),
        (lang.pick("costs", "kosten"), Align::Right),
        (lang.pick("net benefit", "saldo"), Align::Right),
        ("ROI", Align::Right),
        (lang.pick("P(net > 0)", "P(saldo > 0)"), Align::Right),
    ];
    let cells = report.perspectives.iter().map(|row| {
        let name = model.party_label(Party::Perspective(row.index), lang);
        let ratio = row.ratio_of_means;
        vec![
            shortened(name, LABEL),
            amount(lang, row.benefits),
            amount(lang, row.costs),
            euro(lang, row.net_benefit),
            ratio.map_or_else(|| "–".to_owned(), |ratio| number(lang, ratio)),
            percent(lang, row.p_net_benefit),
        ]
    });
    let title = lang.pick(
        "From whose perspective (expected; these overlap)",
        "Vanuit wiens perspectief (verwacht; deze overlappen)",
    );
    format!("\n{title}\n{}", fitted(&columns, cells.collect()))
}
