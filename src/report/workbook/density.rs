//! The distribution of the result: its data on a sheet of its own, and the chart for the summary.

use rust_xlsxwriter::{Chart, Worksheet, XlsxError};

use super::chart::{Axis, Curve, Frame, curves};
use super::names::Name;
use super::sheet::Sheet;
use super::style::{BLUE, GREEN, GREY};
use super::table::{Column, Table};
use super::value::{Kind, Value};
use crate::analysis::{DensityBin, Histogram, HistogramOf};
use crate::report::publication::Publication;
use crate::stats::Estimate;
use crate::text::Lang;

/// How much higher than the curve the mark of break-even is.
const ABOVE: f64 = 1.05;
/// Width and height of the chart.
const SIZE: [u32; 2] = [900, 380];

/// The data and the chart.
pub(super) struct Distribution {
    pub(super) worksheet: Worksheet,
    pub(super) chart: Chart,
}

/// One distribution: its columns after the first three, which are edges and middle, and its rows.
struct Block {
    name: &'static str,
    colour: u32,
    rows: Vec<Vec<Value>>,
    top: f64,
}

/// None where nothing varies.
pub(super) fn distribution(
    publication: &Publication<'_>,
) -> Result<Option<Distribution>, XlsxError> {
    let (lang, findings) = (publication.lang, publication.findings);
    let counted = [
        (lang.pick("all euros", "alle euro's"), BLUE),
        (lang.pick("hard euros", "harde euro's"), GREEN),
    ];
    let densities = findings.density.iter().zip(counted);
    let densities = densities.filter(|(bins, _)| !bins.is_empty());
    let blocks: Vec<Block> = densities
        .map(|(bins, (name, colour))| of_density(name, colour, bins))
        .collect();
    if !blocks.is_empty() {
        let title = lang.pick("Distribution of the ROI", "Verdeling van de ROI");
        let words = [
            title,
            lang.pick(
                "benefits per euro of costs (B/C)",
                "baten per euro kosten (B/K)",
            ),
            density_word(lang),
        ];
        return made(lang, words, Kind::Plain, 1.0, &blocks).map(Some);
    }
    let Some(histogram) = &findings.histogram else {
        return Ok(None);
    };
    let (title, axis, kind) = match histogram.of {
        HistogramOf::Ratio => (
            lang.pick("Distribution of the ROI", "Verdeling van de ROI"),
            lang.pick(
                "benefits per euro of costs (B/C)",
                "baten per euro kosten (B/K)",
            ),
            Kind::Plain,
        ),
        HistogramOf::NetBenefit => (
            lang.pick(
                "Distribution of net benefit",
                "Verdeling van de netto baten",
            ),
            lang.pick("benefits minus costs", "baten min kosten"),
            Kind::Euro,
        ),
    };
    let words = [
        title,
        axis,
        lang.pick(
            "share of draws per bin",
            "aandeel van de trekkingen per klasse",
        ),
    ];
    let block = of_histogram(counted[0].0, BLUE, kind, histogram);
    made(lang, words, kind, histogram.break_even, &[block]).map(Some)
}

fn density_word(lang: Lang) -> &'static str {
    lang.pick("probability density", "kansdichtheid")
}

fn of_density(name: &'static str, colour: u32, bins: &[DensityBin]) -> Block {
    let row = |bin: &DensityBin| {
        vec![
            Kind::Plain.exact(bin.low),
            Kind::Plain.exact(bin.high),
            Kind::Plain.exact(0.5 * (bin.low + bin.high)),
            Kind::Plain.value(bin.density),
            Kind::Plain.error(bin.density),
            Kind::Percent.value(bin.cdf),
            Kind::Percent.error(bin.cdf),
        ]
    };
    let tops = bins.iter().map(|bin| bin.density.value);
    Block {
        name,
        colour,
        rows: bins.iter().map(row).collect(),
        top: tops.fold(0.0, f64::max),
    }
}

fn of_histogram(name: &'static str, colour: u32, kind: Kind, histogram: &Histogram) -> Block {
    let bins = &histogram.bins;
    let row = |bin: &crate::analysis::HistogramBin| {
        vec![
            kind.exact(bin.low),
            kind.exact(bin.high),
            kind.exact(0.5 * (bin.low + bin.high)),
            Kind::Percent.value(Estimate::exact(bin.share)),
        ]
    };
    let tops = bins.iter().map(|bin| bin.share);
    Block {
        name,
        colour,
        rows: bins.iter().map(row).collect(),
        top: tops.fold(0.0, f64::max),
    }
}

fn made(
    lang: Lang,
    [title, x, y]: [&'static str; 3],
    kind: Kind,
    break_even: f64,
    blocks: &[Block],
) -> Result<Distribution, XlsxError> {
    let top = ABOVE * blocks.iter().map(|block| block.top).fold(0.0, f64::max);
    let height = if blocks[0].rows[0].len() > 4 {
        Kind::Plain
    } else {
        Kind::Percent
    };
    let (table, starts) = joined(lang, y, blocks, [kind.exact(break_even), height.exact(top)]);
    let name = Name::Density.of(lang);
    let mut sheet = Sheet::new(name, title, &table.columns)?;
    sheet.caption(lang.pick(
        "The data of the chart on the first sheet. Bins hold their upper edge, not their lower one.",
        "De gegevens van de grafiek op het eerste blad. De bovengrens hoort bij een klasse, de ondergrens niet.",
    ))?;
    sheet.skip();
    let place = sheet.main_table(&table, 0)?;
    let mut all: Vec<Curve<'_>> = blocks
        .iter()
        .zip(&starts)
        .map(|(block, &start)| Curve {
            name: block.name,
            x: place.part(start + 2, 0, block.rows.len()),
            y: place.part(start + 3, 0, block.rows.len()),
            colour: block.colour,
            is_mark: false,
        })
        .collect();
    let mark = table.columns.len() - 2;
    all.push(Curve {
        name: "break-even",
        x: place.part(mark, 0, 2),
        y: place.part(mark + 1, 0, 2),
        colour: GREY,
        is_mark: true,
    });
    let frame = Frame {
        title,
        x: Axis::new(x, kind),
        y: Axis {
            ends: [Some(0.0), None],
            ..Axis::new(y, height)
        },
        size: SIZE,
    };
    Ok(Distribution {
        worksheet: sheet.done()?,
        chart: curves(&frame, &all),
    })
}

/// All blocks side by side, and where each begins; the mark of break-even in the last two columns.
fn joined(lang: Lang, y: &str, blocks: &[Block], [at, top]: [Value; 2]) -> (Table, Vec<usize>) {
    let mut table = Table::default();
    let mut starts = Vec::new();
    for block in blocks {
        starts.push(table.columns.len());
        let name = block.name;
        let mut titles = vec![
            lang.pick("lower edge", "ondergrens").to_owned(),
            lang.pick("upper edge", "bovengrens").to_owned(),
            lang.pick("middle", "midden").to_owned(),
            y.to_owned(),
        ];
        if block.rows[0].len() > 4 {
            let below = lang.pick("P(B/C ≤ upper edge)", "P(B/K ≤ bovengrens)");
            titles.extend(["MCSE".to_owned(), below.to_owned(), "MCSE".to_owned()]);
        }
        let columns = titles
            .into_iter()
            .map(|title| Column::number(format!("{name}: {title}")));
        table.columns.extend(columns);
    }
    let mark = [
        lang.pick("break-even", "break-even"),
        lang.pick("height of the mark", "hoogte van de lijn"),
    ];
    table
        .columns
        .extend(mark.map(|title| Column::aside(title, 12.0)));
    let longest = blocks
        .iter()
        .map(|block| block.rows.len())
        .max()
        .unwrap_or(0);
    for index in 0..longest.max(2) {
        let mut row = Vec::new();
        for block in blocks {
            let width = block.rows[0].len();
            let known = block.rows.get(index).cloned();
            row.extend(known.unwrap_or_else(|| vec![Value::Empty; width]));
        }
        row.extend(match index {
            0 => [at.clone(), Kind::Plain.exact(0.0)],
            1 => [at.clone(), top.clone()],
            _ => [Value::Empty, Value::Empty],
        });
        table.rows.push(row);
    }
    (table, starts)
}
