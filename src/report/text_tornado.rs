//! The widest bars of the tornado, within 80 columns.

use super::digits::{euro, significant};
use super::grid::{Align, grid, shortened};
use super::text_run::{RunReport, WIDTH};
use crate::analysis::{Bar, BarEnd};
use crate::model::Model;
use crate::stats::Estimate;
use crate::text::Lang;

/// Bars shown on the terminal.
const BARS: usize = 6;
/// Labels are not cut off before this, whatever the width of the numbers.
const SHORTEST: usize = 12;

/// The bars with their title; nothing where nothing is drawn.
pub(super) fn bars(report: RunReport<'_>) -> String {
    let (lang, all) = (report.lang, &report.tornado.bars);
    if all.is_empty() {
        return String::new();
    }
    let columns = [
        ("", Align::Left),
        (lang.pick("from … to", "van … tot"), Align::Left),
        (lang.pick("net benefit", "netto baten"), Align::Right),
        (lang.pick("to", "tot"), Align::Right),
    ];
    let mut rows: Vec<[String; 4]> = Vec::new();
    for bar in all.iter().take(BARS) {
        let money = |end: &BarEnd| euro(lang, Estimate::exact(end.outcomes[0]));
        let (label, range) = (label(lang, report.model, bar), range(lang, bar));
        rows.push([label, range, money(&bar.low), money(&bar.high)]);
    }
    // Labels have what the numbers leave, two blanks before every column.
    let widest = |column: usize| {
        let titles = columns.iter().map(|(title, _)| title.chars().count());
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.chain(titles.skip(column).take(1)).max().unwrap_or(0) + 2
    };
    let room = WIDTH.saturating_sub(2 + widest(1) + widest(2) + widest(3));
    let rows = rows.iter().map(|[label, rest @ ..]| {
        let mut cells = vec![shortened(label, room.max(SHORTEST))];
        cells.extend(rest.iter().cloned());
        cells
    });
    let title = lang.pick(
        "What moves net benefit most (each input from its 2.5 % to its 97.5 % quantile)",
        "Grootste invloed op de netto baten (elk van het 2,5e tot het 97,5e percentiel)",
    );
    let mut text = format!("\n{title}\n{}", grid(&columns, rows.collect()));
    let more = all.len().saturating_sub(BARS);
    if more > 0 {
        text += &match lang {
            Lang::En => format!("  and {more} more in tornado.parquet\n"),
            Lang::Nl => format!("  en nog {more} in tornado.parquet\n"),
        };
    }
    text
}

/// What an input is called; of a block its name, which is the group's.
fn label(lang: Lang, model: &Model, bar: &Bar) -> String {
    if let [index] = bar.members[..] {
        return model.inputs[index].label.or(lang, &bar.name).to_owned();
    }
    let together = lang.pick("together", "samen");
    format!("{} ({} {together})", bar.name, bar.members.len())
}

/// From which value to which an input goes, in its own unit.
fn range(lang: Lang, bar: &Bar) -> String {
    let various = lang.pick("various", "divers");
    if bar.low.value.is_none() && bar.high.value.is_none() {
        return various.to_owned();
    }
    let end = |end: &BarEnd| {
        end.value
            .map_or_else(|| various.to_owned(), |value| significant(lang, value, 3))
    };
    format!("{} … {}", end(&bar.low), end(&bar.high))
}
