//! Benefits and costs by line, and what has no amount.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::chart::{Axis, Bars, Frame, bars, height};
use super::names::Name;
use super::sheet::Sheet;
use super::style::{BLUE, ORANGE};
use super::table::{Column, Place, Table};
use super::value::{Kind, Value};
use crate::analysis::SummaryRow;
use crate::model::{Line, Memo, Party, Side};
use crate::report::grid::shortened;
use crate::report::publication::Publication;
use crate::report::words;

/// Bars that a chart holds at most.
pub(super) const BARS: usize = 40;
/// Characters of a label beside a bar.
pub(super) const LABEL: usize = 44;
/// Columns of the table: amounts of benefits and costs, and what charts need.
const BENEFIT: usize = 5;
const COST: usize = 6;
const SHORT: usize = 14;
/// Width of the chart.
const WIDTH: u32 = 960;

/// The sheet of the lines; none where the case has none.
pub(super) fn lines(publication: &Publication<'_>) -> Result<Option<Worksheet>, XlsxError> {
    let (lang, model) = (publication.lang, publication.model);
    let of = |side: Side| model.lines.iter().filter(move |line| line.side == side);
    let in_order: Vec<&Line> = of(Side::Benefit).chain(of(Side::Cost)).collect();
    if in_order.is_empty() {
        return Ok(None);
    }
    let rows = in_order.iter().map(|line| row(publication, line));
    let table = Table::new(columns(publication)).with(rows);
    let name = Name::Lines;
    let mut sheet = Sheet::new(name.of(lang), name.of(lang), &table.columns)?;
    sheet.caption(name.about(lang))?;
    sheet.skip();
    let shown = in_order.len().min(BARS);
    let size = [WIDTH, height(shown, 1)];
    let top = sheet.room(size[1]);
    let place = sheet.table_below(&table, 1)?;
    let sides = [(Side::Benefit, BENEFIT, BLUE), (Side::Cost, COST, ORANGE)];
    let sides = sides
        .into_iter()
        .filter(|(side, ..)| in_order[..shown].iter().any(|line| line.side == *side));
    let all: Vec<Bars<'_>> = sides
        .map(|(side, column, colour)| Bars {
            name: words::side(lang, side),
            values: place.part(column, 0, shown),
            colour,
            interval: Some(reach(&place, shown)),
        })
        .collect();
    let title = lang.pick(
        "Expected benefits and costs by line, with 95 % uncertainty intervals",
        "Verwachte baten en kosten per post, met 95 %-onzekerheidsintervallen",
    );
    let axis = format!("{} {}", lang.pick("euros per", "euro per"), model.per_text);
    let frame = Frame {
        title,
        x: Axis::new(&axis, Kind::Euro).over(ends(publication).into_iter()),
        y: Axis::new("", Kind::Plain),
        size,
    };
    sheet.chart(
        top,
        0,
        bars(&frame, &place.part(SHORT, 0, shown), &all, true),
    )?;
    Ok(Some(sheet.done()?))
}

/// The means of all lines and the ends of their intervals.
fn ends(publication: &Publication<'_>) -> Vec<f64> {
    let lines = publication.findings.summary.iter();
    let lines = lines.filter(|row| row.metric == "line");
    let ends = lines.flat_map(|row| {
        let spread = row.spread.iter();
        let quantiles = spread.flat_map(|of| [of.quantiles[0].value, of.quantiles[6].value]);
        quantiles.chain([row.mean.value])
    });
    ends.collect()
}

/// How far intervals reach above and below the means.
fn reach(place: &Place, shown: usize) -> [rust_xlsxwriter::ChartRange; 2] {
    [
        place.part(SHORT + 1, 0, shown),
        place.part(SHORT + 2, 0, shown),
    ]
}

fn columns(publication: &Publication<'_>) -> Vec<Column> {
    let lang = publication.lang;
    vec![
        Column::prose(lang.pick("line", "post"), 40.0),
        Column::label(lang.pick("name", "naam"), 26.0),
        Column::label(lang.pick("side", "soort"), 9.0),
        Column::prose(lang.pick("stakeholder", "belanghebbende"), 24.0),
        Column::label(lang.pick("euros", "euro's"), 8.0),
        Column::number(lang.pick("expected benefit", "verwachte baten")),
        Column::number(lang.pick("expected cost", "verwachte kosten")),
        Column::number("MCSE"),
        Column::number("sd"),
        Column::number(lang.pick("2.5 % quantile", "2,5e percentiel")),
        Column::number("MCSE"),
        Column::number(lang.pick("median", "mediaan")),
        Column::number(lang.pick("97.5 % quantile", "97,5e percentiel")),
        Column::number("MCSE"),
        Column::aside(lang.pick("label of the bar", "label van de balk"), 12.0),
        Column::aside(lang.pick("97.5 % − mean", "97,5 % − gemiddelde"), 12.0),
        Column::aside(lang.pick("mean − 2.5 %", "gemiddelde − 2,5 %"), 12.0),
    ]
}

fn row(publication: &Publication<'_>, line: &Line) -> Vec<Value> {
    let (lang, model) = (publication.lang, publication.model);
    let of_line =
        |row: &&SummaryRow| row.metric == "line" && row.subject.as_deref() == Some(&line.name);
    let found = publication.findings.summary.iter().find(of_line);
    let stakeholder = model.party_label(Party::Stakeholder(line.stakeholder), lang);
    let label = line.label.or(lang, &line.name);
    let mut cells = vec![
        Value::text(label),
        Value::text(&line.name),
        Value::text(words::side(lang, line.side)),
        Value::text(stakeholder),
        Value::text(words::euro(lang, line.euro)),
    ];
    let Some(found) = found else {
        cells.resize(SHORT + 3, Value::Empty);
        return cells;
    };
    let mean = Kind::Euro.value(found.mean);
    cells.extend(match line.side {
        Side::Benefit => [mean, Value::Empty],
        Side::Cost => [Value::Empty, mean],
    });
    cells.push(Kind::Euro.error(found.mean));
    if let Some(spread) = &found.spread {
        let [low, _, _, median, _, _, high] = spread.quantiles;
        cells.extend([
            Kind::Euro.value(spread.sd),
            Kind::Euro.value(low),
            Kind::Euro.error(low),
            Kind::Euro.value(median),
            Kind::Euro.value(high),
            Kind::Euro.error(high),
            Value::text(shortened(label, LABEL)),
            Kind::Euro.exact(high.value - found.mean.value),
            Kind::Euro.exact(found.mean.value - low.value),
        ]);
    }
    cells.resize(SHORT + 3, Value::Empty);
    cells
}

/// What has no amount; none where everything has.
pub(super) fn memo(publication: &Publication<'_>) -> Result<Option<Worksheet>, XlsxError> {
    let (lang, model) = (publication.lang, publication.model);
    if model.memo.is_empty() {
        return Ok(None);
    }
    let row = |memo: &Memo| {
        let who = memo
            .stakeholder
            .map(|who| model.party_label(Party::Stakeholder(who), lang));
        vec![
            Value::text(memo.label.or(lang, &memo.name)),
            Value::text(words::side(lang, memo.side)),
            Value::text(&memo.sign),
            who.map_or(Value::Empty, Value::text),
            memo.note.as_ref().map_or(Value::Empty, Value::text),
            Value::text(&memo.name),
        ]
    };
    let columns = vec![
        Column::prose(lang.pick("memo line", "PM-post"), 48.0),
        Column::label(lang.pick("side", "soort"), 10.0),
        Column::label(lang.pick("expected sign", "verwacht teken"), 10.0),
        Column::prose(lang.pick("stakeholder", "belanghebbende"), 26.0),
        Column::prose(lang.pick("note", "toelichting"), 60.0),
        Column::label(lang.pick("name", "naam"), 26.0),
    ];
    let table = Table::new(columns).with(model.memo.iter().map(row));
    let name = Name::Memo;
    let title = lang.pick("Not counted (P.M.)", "Niet meegeteld (PM)");
    let mut sheet = Sheet::new(name.of(lang), title, &table.columns)?;
    sheet.caption(name.about(lang))?;
    sheet.skip();
    sheet.main_table(&table, 1)?;
    Ok(Some(sheet.done()?))
}
