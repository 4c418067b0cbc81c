//! Tables of the curves behind the figures, at some twenty points each.

use super::live::axis;
use super::matter::Matter;
use crate::analysis::{AcceptabilityPoint, BreakEvenPoint, ConvergencePoint, DensityBin};
use crate::model::Euros;
use crate::report::digits::{percentage, rounded, significant};
use crate::report::publication::{Cell, Column, PublicationTable};
use crate::stats::Estimate;
use crate::text::Lang;

/// About so many rows.
const ROWS: usize = 20;

fn table(
    name: &'static str,
    caption: &str,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
) -> PublicationTable {
    PublicationTable {
        name,
        caption: caption.to_owned(),
        columns,
        rows,
        notes: Vec::new(),
    }
}

/// Some of many, the last among them.
fn some<T>(all: &[T]) -> impl Iterator<Item = &T> {
    let step = all.len().div_ceil(ROWS).max(1);
    let last = all.len().wrapping_sub(1);
    let indexed = all.iter().enumerate();
    indexed.filter_map(move |(i, item)| (i % step == 0 || i == last).then_some(item))
}

fn place(lang: Lang, value: f64) -> Cell {
    Cell::printed(significant(lang, value, 3), Estimate::exact(value))
}

/// The distribution of the ROI in all and in hard euros.
pub(super) fn density(matter: &Matter<'_>) -> Vec<PublicationTable> {
    let lang = matter.lang();
    let captions = lang.pick(
        [
            "Distribution of benefits over costs, all euros",
            "Distribution of benefits over costs, hard euros",
        ],
        [
            "Verdeling van baten gedeeld door kosten, alle euro's",
            "Verdeling van baten gedeeld door kosten, harde euro's",
        ],
    );
    let names = ["density", "density_hard"];
    let columns = || {
        vec![
            Column::left(lang.pick("Benefits over costs", "Baten gedeeld door kosten")),
            Column::right(lang.pick("density up to there", "dichtheid tot daar")),
            Column::right(lang.pick(
                "share of draws up to there",
                "deel van de trekkingen tot daar",
            )),
        ]
    };
    let row = |bin: &DensityBin| {
        vec![
            place(lang, bin.high),
            Cell::number(lang, bin.density),
            Cell::percent(lang, bin.cdf),
        ]
    };
    let bins = matter.publication.findings.density.iter().zip(names);
    let tables = bins.zip(captions).map(|((bins, name), caption)| {
        table(name, caption, columns(), some(bins).map(row).collect())
    });
    tables.collect()
}

/// All and hard euros side by side, on the grid that they share.
fn paired<T>(all: &[T], hard: &[T], row: impl Fn(&T, Option<&T>) -> Vec<Cell>) -> Vec<Vec<Cell>> {
    let places: Vec<usize> = (0..all.len()).collect();
    some(&places).map(|&i| row(&all[i], hard.get(i))).collect()
}

fn titles(lang: Lang, first: &str) -> Vec<Column> {
    vec![
        Column::left(first),
        Column::right(lang.pick("probability, all euros", "kans, alle euro's")),
        Column::right(lang.pick("probability, hard euros", "kans, harde euro's")),
    ]
}

/// P(B/C > t).
pub(super) fn acceptability(matter: &Matter<'_>) -> PublicationTable {
    let lang = matter.lang();
    let points = &matter.publication.findings.acceptability;
    let of = |euros: Euros| -> Vec<AcceptabilityPoint> {
        let points = points.iter().filter(|point| point.euros == euros);
        points.copied().collect()
    };
    let rows = paired(&of(Euros::All), &of(Euros::Hard), |all, hard| {
        let hard = hard.map_or(Cell::Empty, |point| Cell::percent(lang, point.p));
        vec![place(lang, all.threshold), Cell::percent(lang, all.p), hard]
    });
    table(
        "acceptability",
        lang.pick(
            "Probability that each euro returns more than a threshold",
            "Kans dat elke euro meer oplevert dan een drempel",
        ),
        titles(
            lang,
            lang.pick("Threshold, euros per euro", "Drempel, euro per euro"),
        ),
        rows,
    )
}

/// P(break-even) by the effect.
pub(super) fn break_even(matter: &Matter<'_>) -> Option<PublicationTable> {
    let lang = matter.lang();
    let of = matter.publication.model.break_even.as_ref()?;
    let points = &matter.publication.findings.break_even;
    let half = |hard: bool| -> Vec<BreakEvenPoint> {
        let points = points.iter().filter(|point| point.hard == hard);
        points.copied().collect()
    };
    let scale = of.unit.scale();
    let at = |value: f64| {
        if of.unit.is_dimensionless() {
            let share = Estimate::exact(value * scale);
            Cell::printed(percentage(lang, share), Estimate::exact(value))
        } else {
            place(lang, value)
        }
    };
    let rows = paired(&half(false), &half(true), |all, hard| {
        let hard = hard.map_or(Cell::Empty, |point| Cell::percent(lang, point.p_break_even));
        vec![at(all.value), Cell::percent(lang, all.p_break_even), hard]
    });
    let caption = lang.pick(
        "Probability that benefits exceed costs, were the effect known",
        "Kans op kostendekking als het effect bekend was",
    );
    Some(table(
        "break_even",
        caption,
        titles(lang, &axis(matter, of)),
        rows,
    ))
}

/// How the headline settled.
pub(super) fn convergence(matter: &Matter<'_>) -> PublicationTable {
    let lang = matter.lang();
    let of = |metric: &str| -> Vec<ConvergencePoint> {
        let all = matter.publication.findings.convergence.iter();
        all.filter(|point| point.metric == metric)
            .copied()
            .collect()
    };
    let (chance, ratio) = (of("p_break_even"), of("ratio_of_means"));
    let rows = paired(&chance, &ratio, |chance, ratio| {
        vec![
            Cell::printed(
                rounded(lang, chance.draws as f64, 0),
                Estimate::exact(chance.draws as f64),
            ),
            ratio.map_or(Cell::Empty, |point| Cell::number(lang, point.estimate)),
            Cell::percent(lang, chance.estimate),
        ]
    });
    let columns = vec![
        Column::left(lang.pick("Draws", "Trekkingen")),
        Column::right("ROI"),
        Column::right(lang.pick("P(benefits > costs)", "kans op kostendekking")),
    ];
    table(
        "settling",
        lang.pick(
            "The results after the first draws",
            "De uitkomsten na de eerste trekkingen",
        ),
        columns,
        rows,
    )
}
