//! Consumer price indices: what euros of one year are in euros of another.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::inputs;
use crate::case::Case;
use crate::text::{Diagnostic, Diagnostics};

/// The Dutch consumer price index, as factors between years with their sources.
const CPI: &str = include_str!("../../priors/cpi.csv");

/// A consumer price index: one level per year.
///
/// An amount in euros of year *a* is, in euros of year *b*, that amount times [`factor`](PriceIndex::factor)(a, b), the ratio
/// of the levels of both years.
///
/// # Example
///
/// ```
/// use sroi::model::PriceIndex;
///
/// let index = PriceIndex::dutch();
/// let factor = index.factor(2021, 2023).unwrap();
/// assert!((factor - 1.100 * 1.038).abs() < 1e-12);
/// assert_eq!(index.factor(1850, 2023), None);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct PriceIndex {
    levels: BTreeMap<i32, f64>,
    name: String,
    own: bool,
}

/// What levels may be: wider than any index, and no ratio of two of them overflows.
const LEVELS: RangeInclusive<f64> = 1e-6..=1e12;

/// A printed factor between two years.
struct Link {
    from: i32,
    to: i32,
    factor: f64,
}

impl PriceIndex {
    /// The consumer price index of the Netherlands (CBS), from `priors/cpi.csv`.
    #[must_use]
    pub fn dutch() -> Self {
        let links = CPI.lines().skip(1).filter_map(link);
        let links: Vec<Link> = links.collect();
        Self {
            levels: levels(&links),
            name: "Dutch consumer price index (CBS)".to_owned(),
            own: false,
        }
    }

    /// The index that printed factors imply, each a line `from,to,factor` with or without more columns.
    ///
    /// Factors of one year go before wider ones, which only bridge years without them; years that nothing connects with the
    /// latest one are left out.
    #[must_use]
    pub fn from_factors(lines: &str) -> Self {
        let links: Vec<Link> = lines.lines().filter_map(link).collect();
        Self {
            levels: levels(&links),
            name: "printed factors".to_owned(),
            own: true,
        }
    }

    /// What it is, for readers.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What amounts in euros of `from` are multiplied by to be in euros of `to`; `None` when the index lacks one of them.
    #[must_use]
    pub fn factor(&self, from: i32, to: i32) -> Option<f64> {
        Some(self.levels.get(&to)? / self.levels.get(&from)?)
    }

    /// Whether it stands in the place of the built-in one.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.own
    }

    /// Whether it has a level for a year.
    #[must_use]
    pub fn has(&self, year: i32) -> bool {
        self.levels.contains_key(&year)
    }

    /// The years it has, as runs: "2014, 2016–2018".
    #[must_use]
    pub fn years(&self) -> String {
        let mut runs: Vec<(i32, i32)> = Vec::new();
        for &year in self.levels.keys() {
            match runs.last_mut() {
                Some((_, last)) if *last + 1 == year => *last = year,
                _ => runs.push((year, year)),
            }
        }
        let shown = runs.into_iter().map(|(first, last)| match last - first {
            0 => first.to_string(),
            _ => format!("{first}–{last}"),
        });
        shown.collect::<Vec<_>>().join(", ")
    }
}

/// A line `from,to,factor,…`.
fn link(line: &str) -> Option<Link> {
    let mut cells = line.split(',').map(str::trim);
    let mut year = || {
        let year: i32 = cells.next()?.parse().ok()?;
        (1900..=2200).contains(&year).then_some(year)
    };
    let (from, to) = (year()?, year()?);
    let factor = cells.next()?.parse().ok()?;
    LEVELS
        .contains(&factor)
        .then_some(Link { from, to, factor })
}

/// One level per year, 1 in the latest year that has a factor: along one-year factors as far as they go, then over a wider
/// one, then on from there.
fn levels(links: &[Link]) -> BTreeMap<i32, f64> {
    let (single, wide): (Vec<&Link>, Vec<&Link>) =
        links.iter().partition(|link| link.to - link.from == 1);
    let latest = links.iter().map(|link| link.from.max(link.to)).max();
    let mut levels: BTreeMap<i32, f64> = latest.into_iter().map(|year| (year, 1.0)).collect();
    while single.iter().any(|link| bridge(link, &mut levels))
        || wide.iter().any(|link| bridge(link, &mut levels))
    {}
    levels
}

/// Adds the year of which a link knows the other; whether there was one.
fn bridge(link: &Link, levels: &mut BTreeMap<i32, f64>) -> bool {
    let (year, level) = match (levels.get(&link.from), levels.get(&link.to)) {
        (Some(level), None) => (link.to, level * link.factor),
        (None, Some(level)) => (link.from, level / link.factor),
        _ => return false,
    };
    levels.insert(year, level);
    true
}

/// The index of a case: its own, else the built-in one.
pub(super) fn check(case: &Case, diagnostics: &mut Diagnostics) -> PriceIndex {
    let Some(own) = &case.price_index else {
        return PriceIndex::dutch();
    };
    inputs::check_sources(&own.sources, case, diagnostics);
    let mut levels = BTreeMap::new();
    for (year, value) in &own.values {
        if LEVELS.contains(&value.value) {
            levels.insert(year.value, value.value);
            continue;
        }
        let (low, high) = LEVELS.into_inner();
        let message = format!(
            "the price index of {} is {}: it must be between {low} and {high:e}",
            year.value, value.value
        );
        diagnostics.push(Diagnostic::error("price-index", message).at(value.span, ""));
    }
    if own.values.len() < 2 {
        let message = "a price index needs at least two years";
        diagnostics.push(Diagnostic::error("price-index", message).at(own.span, ""));
    }
    let titles = own.sources.iter().filter_map(|source| {
        let mut all = case.sources.iter();
        all.find(|known| known.key.value == source.key.value)
            .map(|known| known.title.clone())
    });
    let titles: Vec<String> = titles.collect();
    PriceIndex {
        levels,
        name: if titles.is_empty() {
            "price index of the case".to_owned()
        } else {
            titles.join("; ")
        },
        own: true,
    }
}
