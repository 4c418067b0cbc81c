//! How the headline settled.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::chart::{Axis, Curve, Frame, curves};
use super::names::Name;
use super::sheet::Sheet;
use super::style::{BLUE, GREY};
use super::table::{Column, Place, Table};
use super::value::{Kind, Value};
use super::words::metric;
use crate::analysis::{ConvergencePoint, half_width_95};
use crate::report::publication::Publication;
use crate::stats::Estimate;

/// Width and height of a chart.
const SIZE: [u32; 2] = [760, 340];
/// Pixels from one chart to the next.
const ROWS: u32 = 18;

/// None for a run that has no running estimates.
pub(super) fn convergence(publication: &Publication<'_>) -> Result<Option<Worksheet>, XlsxError> {
    let (lang, points) = (publication.lang, &publication.findings.convergence);
    if points.is_empty() {
        return Ok(None);
    }
    let reach = half_width_95(publication.simulation.replicates);
    let row = |point: &ConvergencePoint| {
        let (kind, estimate) = (kind(point.metric), point.estimate);
        let half = reach * estimate.standard_error;
        let end = |value: f64| kind.value(Estimate::new(value, estimate.standard_error));
        vec![
            Value::text(metric(lang, point.metric)),
            Value::whole(point.draws),
            kind.value(estimate),
            kind.error(estimate),
            end(estimate.value - half),
            end(estimate.value + half),
            point
                .next_digit
                .map_or(Value::Empty, |draws| Kind::Plain.exact(draws.ceil())),
        ]
    };
    let columns = vec![
        Column::label(lang.pick("result", "uitkomst"), 30.0),
        Column::number(lang.pick("draws", "trekkingen")),
        Column::number(lang.pick("estimate", "schatting")),
        Column::number("MCSE"),
        Column::number(lang.pick(
            "95 % Monte Carlo interval, from",
            "95 %-Monte-Carlo-interval, van",
        )),
        Column::number(lang.pick("to", "tot")),
        Column::number(lang.pick(
            "draws for one more digit",
            "trekkingen voor een cijfer meer",
        )),
    ];
    let table = Table::new(columns).with(points.iter().map(row));
    let name = Name::Convergence;
    let mut sheet = Sheet::new(
        name.of(lang),
        lang.pick("Convergence", "Convergentie"),
        &table.columns,
    )?;
    sheet.caption(name.about(lang))?;
    sheet.skip();
    let place = sheet.main_table(&table, 1)?;
    let column = table.columns.len() as u16 + 1;
    let mut top = place.row(0);
    for shown in charted(points) {
        let chart = chart(publication, &place, shown, points);
        sheet.chart(top, column, chart)?;
        top += ROWS;
    }
    Ok(Some(sheet.done()?))
}

fn kind(name: &str) -> Kind {
    if name.ends_with("p_break_even") {
        Kind::Percent
    } else if name.ends_with("ratio_of_means") {
        Kind::Plain
    } else {
        Kind::Euro
    }
}

/// The ratio, or net benefit where there is none, and the probability of break-even.
fn charted(points: &[ConvergencePoint]) -> Vec<&'static str> {
    let has = |name: &&str| points.iter().filter(|point| point.metric == *name).count() > 1;
    let first = ["ratio_of_means", "net_benefit"].into_iter().find(has);
    let second = Some("p_break_even").filter(has);
    first.into_iter().chain(second).collect()
}

fn chart(
    publication: &Publication<'_>,
    place: &Place,
    shown: &'static str,
    points: &[ConvergencePoint],
) -> rust_xlsxwriter::Chart {
    let lang = publication.lang;
    let from = points
        .iter()
        .position(|point| point.metric == shown)
        .unwrap_or(0);
    let of = points.iter().filter(|point| point.metric == shown);
    let count = of.clone().count();
    let most = of.map(|point| point.draws).max().unwrap_or(0);
    let interval = lang.pick("95 % Monte Carlo interval", "95 %-Monte-Carlo-interval");
    let curve = |name, column, colour, is_mark| Curve {
        name,
        x: place.part(1, from, count),
        y: place.part(column, from, count),
        colour,
        is_mark,
    };
    let all = [
        curve(lang.pick("estimate", "schatting"), 2, BLUE, false),
        curve(interval, 4, GREY, true),
        curve(interval, 5, GREY, true),
    ];
    let title = metric(lang, shown);
    let kind = kind(shown);
    let frame = Frame {
        title: &title,
        x: Axis::new(lang.pick("draws", "trekkingen"), Kind::Plain).between(0.0, most as f64),
        y: Axis::new(&title, kind),
        size: SIZE,
    };
    let mut chart = curves(&frame, &all);
    // Both ends of the interval have one entry.
    chart.legend().delete_entries(&[2]);
    chart.x_axis().set_num_format("#,##0");
    if kind == Kind::Percent {
        chart.y_axis().set_num_format("0.0 %");
    }
    chart
}
