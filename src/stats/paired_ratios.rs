//! Accumulate two ratios of means from the same draws, and how far they differ.

use super::lanes::{sums, sums_of_columns};
use super::{Estimate, real};
use crate::chunk::CHUNK;
use crate::simd::{self, Kernel};

/// Columns: the difference of the numerators, that of the denominators, and the second ratio's numerator and denominator.
const COLUMNS: usize = 4;

/// Pairs of columns, each pair once.
const PAIRS: usize = COLUMNS * (COLUMNS + 1) / 2;

/// Count, means and products of the columns of two ratios R = x̄/ȳ and R₀ = x̄₀/ȳ₀ over the same draws, for instance the
/// benefits and the costs of a scenario and of the base case.
///
/// It takes x − x₀, y − y₀, x₀ and y₀ rather than x, y, x₀ and y₀: where the two ratios have nearly all of their
/// uncertainty in common, what they do not is a difference of large numbers otherwise. Chunks are summed and merged as in
/// [`Moments`](super::Moments); the values must be finite.
///
/// # Example
///
/// ```
/// use sroi::stats::PairedRatios;
///
/// // The second ratio is 4/2; the first has one more in the numerator of every draw: 5/2.
/// let mut paired = PairedRatios::new();
/// paired.update([&[1.0, 1.0], &[0.0, 0.0], &[3.0, 5.0], &[1.0, 3.0]]);
/// assert_eq!(paired.difference().value, 0.5);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PairedRatios {
    count: u64,
    means: [f64; COLUMNS],
    /// Σ(a − ā)(b − b̄) of the pairs of columns, in the order of [`pairs`].
    products: [f64; PAIRS],
}

/// The pairs of columns: (0, 0), (1, 0), (1, 1), (2, 0) …
#[inline(always)]
fn pairs(mut each: impl FnMut(usize, usize, usize)) {
    let mut place = 0;
    for i in 0..COLUMNS {
        for j in 0..=i {
            each(place, i, j);
            place += 1;
        }
    }
}

/// The moments of blocks, as a kernel.
struct OfBlocks<'a>([&'a [f64]; COLUMNS]);

impl Kernel for OfBlocks<'_> {
    type Output = PairedRatios;

    #[inline(always)]
    fn run(self) -> PairedRatios {
        PairedRatios::of(self.0)
    }
}

impl PairedRatios {
    /// The moments of no draws.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            count: 0,
            means: [0.0; COLUMNS],
            products: [0.0; PAIRS],
        }
    }

    /// Takes a chunk of x − x₀, y − y₀, x₀ and y₀; longer slices are taken chunk by chunk.
    ///
    /// # Panics
    ///
    /// If the columns differ in length: they would not be the same draws.
    pub fn update(&mut self, columns: [&[f64]; COLUMNS]) {
        let length = columns[0].len();
        assert!(
            columns.iter().all(|column| column.len() == length),
            "columns of the same draws have the same length"
        );
        let mut start = 0;
        while start < length {
            let end = length.min(start + CHUNK);
            let part = columns.map(|column| &column[start..end]);
            self.merge(&simd::widest(OfBlocks(part)));
            start = end;
        }
    }

    /// The moments of blocks that are not empty.
    #[inline(always)]
    fn of(columns: [&[f64]; COLUMNS]) -> Self {
        let count = columns[0].len() as u64;
        let n = real(count);
        let pivots = columns.map(|column| sums(column, |x| [x])[0] / n);
        let rests = sums_of_columns(columns, |values| {
            let mut rests = values;
            for (rest, pivot) in rests.iter_mut().zip(pivots) {
                *rest -= pivot;
            }
            rests
        });
        let mut products = sums_of_columns(columns, |values| {
            let mut products = [0.0; PAIRS];
            pairs(|place, i, j| {
                products[place] = (values[i] - pivots[i]) * (values[j] - pivots[j]);
            });
            products
        });
        // The pivots are the means but for rounding; move the sums to the means themselves.
        pairs(|place, i, j| products[place] -= rests[i] / n * rests[j]);
        let mut means = pivots;
        for (mean, rest) in means.iter_mut().zip(rests) {
            *mean += rest / n;
        }
        Self {
            count,
            means,
            products,
        }
    }

    /// Takes the moments of other draws (formulas of Pébay 2008).
    pub fn merge(&mut self, other: &Self) {
        if other.count == 0 {
            return;
        }
        if self.count == 0 {
            *self = *other;
            return;
        }
        let count = self.count + other.count;
        let share = real(other.count) / real(count);
        let weight = real(self.count) * share;
        let mut apart = other.means;
        for (theirs, mine) in apart.iter_mut().zip(self.means) {
            *theirs -= mine;
        }
        pairs(|place, i, j| {
            self.products[place] += other.products[place] + apart[i] * apart[j] * weight;
        });
        for (mean, apart) in self.means.iter_mut().zip(apart) {
            *mean += apart * share;
        }
        self.count = count;
    }

    /// The difference R − R₀ of the ratios of means, with the standard error of the delta method.
    ///
    /// To first order R − R₀ is the mean over the draws of
    /// `(x − R y)/ȳ − (x₀ − R₀ y₀)/ȳ₀`, whose variance is a quadratic form of the covariances of the columns. What both
    /// ratios have in common cancels in it, draw by draw, so the error is far below that of two independent runs; where
    /// both are equal in every draw difference and error are exactly 0. As in
    /// [`Comoments::ratio_of_means`](super::Comoments::ratio_of_means) it presumes that ȳ and ȳ₀ are many standard errors
    /// away from 0. Unknown without draws and when ȳ or ȳ₀ is 0; the error is NaN with one draw.
    ///
    /// Source: Cochran (1977), "Sampling techniques", chapter on ratio estimators: comparison of two ratios.
    #[must_use]
    pub fn difference(&self) -> Estimate {
        let [more_x, more_y, x0, y0] = self.means;
        let y = y0 + more_y;
        if self.count == 0 || y == 0.0 || y0 == 0.0 {
            return Estimate::UNKNOWN;
        }
        let (ratio, base) = ((x0 + more_x) / y, x0 / y0);
        let weights = [
            1.0 / y,
            -ratio / y,
            1.0 / y - 1.0 / y0,
            base / y0 - ratio / y,
        ];
        let mut form = 0.0;
        pairs(|place, i, j| {
            let twice = if i == j { 1.0 } else { 2.0 };
            form += twice * weights[i] * weights[j] * self.products[place];
        });
        // Never negative but for rounding.
        let form = if form < 0.0 { 0.0 } else { form };
        let error = if self.count < 2 {
            f64::NAN
        } else {
            (form / real(self.count - 1) / real(self.count)).sqrt()
        };
        Estimate::new((more_x - base * more_y) / y, error)
    }
}
