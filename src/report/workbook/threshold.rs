//! Curves of probabilities: over a threshold of returns, and over the effect.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::chart::{Axis, Curve, Frame, curves};
use super::names::Name;
use super::sheet::Sheet;
use super::style::{BLUE, GREEN, GREY};
use super::table::{Column, Table};
use super::value::{Kind, Value};
use crate::model::{Euros, Model};
use crate::report::publication::Publication;
use crate::stats::Estimate;
use crate::text::Lang;

/// Width and height of a chart.
const SIZE: [u32; 2] = [760, 420];

/// Points of both curves: where, and the probability for all and for hard euros.
type Points = Vec<(f64, [Option<Estimate>; 2])>;

/// How a curve is shown.
struct Words<'a> {
    name: &'static str,
    title: &'a str,
    caption: &'a str,
    x: &'a str,
    y: &'a str,
    kind: Kind,
    mark: Option<f64>,
}

/// The acceptability curve; none where there is no ratio.
pub(super) fn acceptability(publication: &Publication<'_>) -> Result<Option<Worksheet>, XlsxError> {
    let lang = publication.lang;
    let points = publication.findings.acceptability.iter();
    let points = points.map(|point| (point.euros == Euros::Hard, point.threshold, point.p));
    let words = Words {
        name: Name::Acceptability.of(lang),
        title: lang.pick("Acceptability", "Aanvaardbaarheid"),
        caption: Name::Acceptability.about(lang),
        x: lang.pick(
            "threshold: euros returned per euro",
            "drempel: opbrengst per euro",
        ),
        y: lang.pick("P(B/C > threshold)", "P(B/K > drempel)"),
        kind: Kind::Plain,
        mark: Some(1.0),
    };
    sheet(lang, &words, &paired(points))
}

/// The break-even curve; none where the case has none.
pub(super) fn break_even(publication: &Publication<'_>) -> Result<Option<Worksheet>, XlsxError> {
    let (lang, model) = (publication.lang, publication.model);
    let points = publication.findings.break_even.iter();
    let points = points.map(|point| (point.hard, point.value, point.p_break_even));
    let (label, kind) = effect(lang, model);
    let words = Words {
        name: Name::BreakEven.of(lang),
        title: lang.pick("Break-even", "Break-even"),
        caption: Name::BreakEven.about(lang),
        x: &label,
        y: lang.pick("P(benefits > costs)", "kans op kostendekking"),
        kind,
        mark: None,
    };
    sheet(lang, &words, &paired(points))
}

/// What the common value of the break-even inputs is called, and what it is.
pub(super) fn effect(lang: Lang, model: &Model) -> (String, Kind) {
    let unnamed = lang.pick("effect", "effect");
    let Some(of) = &model.break_even else {
        return (unnamed.to_owned(), Kind::Plain);
    };
    let label = of.label.or(lang, unnamed).to_owned();
    let first = of.inputs.first().and_then(|&index| model.inputs.get(index));
    let unit = first.map_or("", |input| input.unit_text.as_str());
    if of.unit.is_dimensionless() && of.unit.scale() == 1.0 {
        (label, Kind::Percent)
    } else if unit.is_empty() || unit == "1" {
        (label, Kind::Plain)
    } else {
        (format!("{label} ({unit})"), Kind::Plain)
    }
}

/// The points of both curves on one grid; those of all euros come first.
fn paired(points: impl Iterator<Item = (bool, f64, Estimate)>) -> Points {
    let mut pairs: Points = Vec::new();
    let mut next = 0;
    for (is_hard, at, p) in points {
        let place = usize::from(is_hard);
        if is_hard {
            let found = pairs[next.min(pairs.len())..]
                .iter()
                .position(|(known, _)| *known == at);
            if let Some(found) = found {
                pairs[next + found].1[1] = Some(p);
                next += found + 1;
                continue;
            }
        }
        let mut both = [None; 2];
        both[place] = Some(p);
        pairs.push((at, both));
        if is_hard {
            next = pairs.len();
        }
    }
    pairs
}

fn sheet(lang: Lang, words: &Words<'_>, points: &Points) -> Result<Option<Worksheet>, XlsxError> {
    if points.is_empty() {
        return Ok(None);
    }
    let counted = [
        (lang.pick("all euros", "alle euro's"), BLUE),
        (lang.pick("hard euros", "harde euro's"), GREEN),
    ];
    let has = |hard: usize| points.iter().any(|(_, p)| p[hard].is_some());
    let shown: Vec<usize> = [0, 1].into_iter().filter(|&hard| has(hard)).collect();
    let mut columns = vec![Column::number(words.x)];
    columns[0].width = 18.0;
    for &hard in &shown {
        columns.push(Column::number(format!("{}, {}", words.y, counted[hard].0)));
        columns.push(Column::number("MCSE"));
    }
    let is_marked = words.mark.is_some();
    if is_marked {
        columns.extend(["break-even", ""].map(|title| Column::aside(title, 11.0)));
    }
    let row = |(index, (at, p)): (usize, &(f64, [Option<Estimate>; 2]))| {
        let mut row = vec![words.kind.exact(*at)];
        for &hard in &shown {
            row.extend([
                Kind::Percent.maybe(p[hard]),
                Kind::Percent.maybe_error(p[hard]),
            ]);
        }
        if let Some(mark) = words.mark {
            row.extend(match index {
                0 => [Kind::Plain.exact(mark), Kind::Percent.exact(0.0)],
                1 => [Kind::Plain.exact(mark), Kind::Percent.exact(1.0)],
                _ => [Value::Empty, Value::Empty],
            });
        }
        row
    };
    let table = Table::new(columns).with(points.iter().enumerate().map(row));
    let mut sheet = Sheet::new(words.name, words.title, &spread(&table.columns))?;
    sheet.caption(words.caption)?;
    sheet.skip();
    let place = sheet.main_table(&table, 1)?;
    let mut all: Vec<Curve<'_>> = Vec::new();
    for (order, &hard) in shown.iter().enumerate() {
        all.push(Curve {
            name: counted[hard].0,
            x: place.column(0),
            y: place.column(1 + 2 * order),
            colour: counted[hard].1,
            is_mark: false,
        });
    }
    if is_marked && points.len() > 1 {
        let mark = table.columns.len() - 2;
        all.push(Curve {
            name: "break-even",
            x: place.part(mark, 0, 2),
            y: place.part(mark + 1, 0, 2),
            colour: GREY,
            is_mark: true,
        });
    }
    let last = points.iter().map(|(at, _)| *at).fold(0.0, f64::max);
    let mut x = Axis::new(words.x, words.kind);
    if last > 0.0 {
        x = x.between(0.0, last);
    }
    let frame = Frame {
        title: words.title,
        x,
        y: Axis::chance(words.y),
        size: SIZE,
    };
    let column = table.columns.len() as u16 + 1;
    sheet.chart(place.row(0), column, curves(&frame, &all))?;
    Ok(Some(sheet.done()?))
}

/// The columns of a table beside a chart, whose room the sentences above may take.
fn spread(columns: &[Column]) -> Vec<Column> {
    let mut all = columns.to_vec();
    all.extend(std::iter::repeat_n(Column::number(""), 4));
    all
}
