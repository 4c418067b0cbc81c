//! Collect the distribution of one column and answer questions about its quantiles.
//!
//! ```text
//!               n ≤ EXACT_DRAWS: the values ──sort──────────▶ ┐
//!  Quantiles ──┤ n > EXACT_DRAWS, few values: their counts ──▶ ├─▶ Distribution: quantile, cdf
//!               n > EXACT_DRAWS: counts per bucket ──add up─▶ ┘
//! ```
//!
//! *Invariants.*
//! - What has been collected depends on the values and on nothing else: not on their order, not on how
//!   they were split and merged. Counts are integers and values are sorted in the end.
//! - −0 counts as 0. Values that are not finite are counted apart and take no part in anything else.

mod bucket;
mod distribution;
mod few;
mod sketch;
mod sort;

pub use bucket::SKETCH_WIDTH;
pub use distribution::Distribution;

use super::real;
use few::Few;
use sketch::Sketch;

/// Up to so many draws the values are kept (1 MiB) and quantiles are exact; beyond, they are sketched.
pub const EXACT_DRAWS: u64 = 131_072;

/// Collects the distribution of one column: exactly if small, in a sketch of bounded size otherwise.
///
/// The sketch counts values per bucket; buckets have a relative width between 2⁻¹² and 2⁻¹¹
/// ([`SKETCH_WIDTH`]), like those of an HDR histogram. Its size depends on the range of the values and
/// not on their number: 16 KiB, 2 KiB for each factor of two that occurs, of either sign, and 16 KiB more for those in
/// which a bucket counts beyond 255. In 10⁷ draws a lognormal with coefficient of variation 0.5 spans eight or nine
/// factors of two; a column around zero spans some fifty, because few draws near zero open many octaves.
///
/// # Example
///
/// ```
/// use sroi::stats::Quantiles;
///
/// let mut quantiles = Quantiles::new(5);
/// quantiles.update(&[3.0, 1.0, 2.0, 5.0, 4.0]);
/// let distribution = quantiles.finish();
/// assert_eq!(distribution.quantile(0.5).value, 3.0);
/// assert_eq!(distribution.cdf(2.0).value, 0.4);
/// ```
///
/// # References
///
/// Tene (2012), `HdrHistogram` (buckets from exponent and upper mantissa bits). Masson, Rim & Lee (2019),
/// "`DDSketch`", PVLDB 12:2195 (merging of histograms with relative widths).
#[derive(Clone, Debug)]
pub struct Quantiles(Store);

/// What has been collected.
#[derive(Clone, Debug)]
enum Store {
    /// The finite values in order of arrival, and the number of the others.
    Exact { values: Vec<f64>, non_finite: u64 },
    /// Counts per value, while different values are few.
    Few(Few),
    /// Counts per bucket.
    Sketch(Sketch),
}

impl Quantiles {
    /// An empty collection for a run of `expected_draws` draws in all.
    ///
    /// Give every part of a run the number of draws of the whole run. If more than [`EXACT_DRAWS`] finite
    /// values arrive all the same, the collection turns into a sketch by itself.
    #[must_use]
    pub fn new(expected_draws: u64) -> Self {
        Self(if expected_draws <= EXACT_DRAWS {
            Store::Exact {
                values: Vec::new(),
                non_finite: 0,
            }
        } else {
            Store::Few(Few::default())
        })
    }

    /// Takes a chunk of values.
    #[inline]
    pub fn update(&mut self, values: &[f64]) {
        match &mut self.0 {
            Store::Sketch(sketch) => sketch.update(values),
            Store::Few(few) => {
                let taken = values
                    .iter()
                    .take_while(|value| few.add(**value, 1))
                    .count();
                if taken < values.len() {
                    let mut sketch = sketch_of_few(few);
                    sketch.update(&values[taken..]);
                    self.0 = Store::Sketch(sketch);
                }
            }
            Store::Exact {
                values: kept,
                non_finite,
            } => {
                let before = kept.len();
                // Adding 0 turns −0 into 0.
                kept.extend(values.iter().filter(|x| x.is_finite()).map(|x| x + 0.0));
                *non_finite += (values.len() - (kept.len() - before)) as u64;
                self.bound();
            }
        }
    }

    /// Takes what was collected of other draws.
    pub fn merge(&mut self, other: &Self) {
        match &other.0 {
            Store::Exact { values, non_finite } => {
                self.update(values);
                self.add_non_finite(*non_finite);
            }
            Store::Few(few) => {
                for &(value, count) in &few.counts {
                    self.add(value, count);
                }
                self.add_non_finite(few.non_finite);
            }
            Store::Sketch(sketch) => {
                let mut all = self.as_sketch();
                all.merge(sketch);
                self.0 = Store::Sketch(all);
            }
        }
    }

    /// Counts a finite value many times.
    fn add(&mut self, value: f64, count: u64) {
        let counted = match &mut self.0 {
            Store::Few(few) => few.add(value, count),
            Store::Sketch(_) | Store::Exact { .. } => false,
        };
        if !counted {
            let mut sketch = self.as_sketch();
            sketch.add_value(value, count);
            self.0 = Store::Sketch(sketch);
        }
    }

    /// Counts values that are not finite, without being shown them.
    fn add_non_finite(&mut self, count: u64) {
        match &mut self.0 {
            Store::Exact { non_finite, .. } => *non_finite += count,
            Store::Few(few) => few.non_finite += count,
            Store::Sketch(sketch) => sketch.add_non_finite(count),
        }
    }

    /// What was collected, in buckets; nothing is left behind.
    fn as_sketch(&mut self) -> Sketch {
        match std::mem::replace(&mut self.0, Store::Few(Few::default())) {
            Store::Exact { values, non_finite } => Self::counted(&values, non_finite).as_sketch(),
            Store::Few(few) => sketch_of_few(&few),
            Store::Sketch(sketch) => sketch,
        }
    }

    /// Sorts or adds up what was collected.
    #[must_use]
    pub fn finish(self) -> Distribution {
        match self.0 {
            Store::Exact { values, non_finite } => Distribution::from_values(values, non_finite),
            Store::Few(few) => Distribution::from_few(&few),
            Store::Sketch(sketch) => Distribution::from_sketch(&sketch),
        }
    }

    /// Turns into a sketch when more values arrived than may be kept.
    fn bound(&mut self) {
        if let Store::Exact { values, non_finite } = &self.0
            && values.len() as u64 > EXACT_DRAWS
        {
            *self = Self::counted(values, *non_finite);
        }
    }

    /// Counts what was kept.
    fn counted(values: &[f64], non_finite: u64) -> Self {
        let mut all = Self(Store::Few(Few::default()));
        all.update(values);
        all.add_non_finite(non_finite);
        all
    }
}

/// The sketch of values that were counted one by one.
fn sketch_of_few(few: &Few) -> Sketch {
    let range = match few.counts.as_slice() {
        [(only, _)] => (*only, *only),
        [(min, _), .., (max, _)] => (*min, *max),
        [] => (0.0, 0.0),
    };
    let mut sketch = Sketch::new(range.0, range.1);
    for &(value, count) in &few.counts {
        sketch.add_value(value, count);
    }
    sketch.add_non_finite(few.non_finite);
    sketch
}
