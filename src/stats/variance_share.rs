//! Accumulate how much of the variance of one column another one explains.

use super::lanes::sums_of_pairs;
use super::{Estimate, real};
use crate::chunk::CHUNK;
use crate::simd::{self, Kernel};

/// The variance of a part x as a share of the variance of the whole y, of the same draws: for instance the result given the
/// parameters alone, and the result with chance.
///
/// Where E\[y | x\] = x it is the share of variance that x explains: Var(y) = Var(x) + E\[Var(y | x)\].
///
/// Chunks are summed and merged as in [`Moments`](super::Moments); the values must be finite.
///
/// # Example
///
/// ```
/// use sroi::stats::VarianceShare;
///
/// let mut share = VarianceShare::new();
/// share.update(&[1.0, 2.0, 3.0], &[2.0, 4.0, 6.0]);
/// assert_eq!(share.estimate().value, 0.25);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct VarianceShare {
    count: u64,
    mean: [f64; 2],
    sums: Sums,
}

/// Σ dxⁱ dyʲ of the deviations from two pivots.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Sums {
    second: [f64; 3],
    /// dx³, dx² dy, dx dy², dy³.
    third: [f64; 4],
    /// dx⁴, dx² dy², dy⁴.
    fourth: [f64; 3],
}

impl Sums {
    /// The sums of n draws whose deviations are larger by a and b, when their first sums are 0.
    #[inline]
    fn moved(&self, n: f64, a: f64, b: f64) -> Self {
        let ([xx, xy, yy], [xxx, xxy, xyy, yyy]) = (self.second, self.third);
        let [x4, xxyy, y4] = self.fourth;
        let (aa, bb) = (a * a, b * b);
        Self {
            second: [xx + n * aa, xy + n * a * b, yy + n * bb],
            third: [
                xxx + 3.0 * a * xx + n * aa * a,
                xxy + 2.0 * a * xy + b * xx + n * aa * b,
                xyy + 2.0 * b * xy + a * yy + n * a * bb,
                yyy + 3.0 * b * yy + n * bb * b,
            ],
            fourth: [
                x4 + 4.0 * a * xxx + 6.0 * aa * xx + n * aa * aa,
                xxyy + 2.0 * b * xxy
                    + 2.0 * a * xyy
                    + bb * xx
                    + 4.0 * a * b * xy
                    + aa * yy
                    + n * aa * bb,
                y4 + 4.0 * b * yyy + 6.0 * bb * yy + n * bb * bb,
            ],
        }
    }

    #[inline]
    fn plus(&self, other: &Self) -> Self {
        fn add<const N: usize>(a: [f64; N], b: [f64; N]) -> [f64; N] {
            std::array::from_fn(|i| a[i] + b[i])
        }
        Self {
            second: add(self.second, other.second),
            third: add(self.third, other.third),
            fourth: add(self.fourth, other.fourth),
        }
    }
}

/// The sums of two blocks, as a kernel.
struct OfBlock<'a>(&'a [f64], &'a [f64]);

impl Kernel for OfBlock<'_> {
    type Output = VarianceShare;

    #[inline(always)]
    fn run(self) -> VarianceShare {
        VarianceShare::of(self.0, self.1)
    }
}

impl VarianceShare {
    /// Of no draws.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            count: 0,
            mean: [0.0; 2],
            sums: Sums {
                second: [0.0; 3],
                third: [0.0; 4],
                fourth: [0.0; 3],
            },
        }
    }

    /// Takes a chunk of the part and of the whole; longer slices are taken chunk by chunk.
    ///
    /// # Panics
    ///
    /// If the columns differ in length: they would not be the same draws.
    #[inline]
    pub fn update(&mut self, part: &[f64], whole: &[f64]) {
        assert_eq!(
            part.len(),
            whole.len(),
            "two columns of the same draws have the same length"
        );
        for (x, y) in part.chunks(CHUNK).zip(whole.chunks(CHUNK)) {
            self.merge(&simd::widest(OfBlock(x, y)));
        }
    }

    /// The sums of two blocks that are not empty.
    #[inline(always)]
    fn of(x: &[f64], y: &[f64]) -> Self {
        let count = x.len() as u64;
        let n = real(count);
        let [first, second] = sums_of_pairs(x, y, |x, y| [x, y]).map(|sum| sum / n);
        // The pivots are the means but for rounding; what is left is moved into them.
        let [sx, sy] = sums_of_pairs(x, y, |x, y| [x - first, y - second]);
        let (px, py) = (first + sx / n, second + sy / n);
        let sums = sums_of_pairs(x, y, |x, y| {
            let (dx, dy) = (x - px, y - py);
            let (xx, xy, yy) = (dx * dx, dx * dy, dy * dy);
            [
                xx,
                xy,
                yy,
                xx * dx,
                xx * dy,
                dx * yy,
                yy * dy,
                xx * xx,
                xx * yy,
                yy * yy,
            ]
        });
        let [xx, xy, yy, xxx, xxy, xyy, yyy, x4, xxyy, y4] = sums;
        Self {
            count,
            mean: [px, py],
            sums: Sums {
                second: [xx, xy, yy],
                third: [xxx, xxy, xyy, yyy],
                fourth: [x4, xxyy, y4],
            },
        }
    }

    /// Takes the sums of other draws (formulas of Pébay 2008, both sets moved to the common mean).
    #[inline]
    pub fn merge(&mut self, other: &Self) {
        if other.count == 0 {
            return;
        }
        if self.count == 0 {
            *self = *other;
            return;
        }
        let count = self.count + other.count;
        let (n, a, b) = (real(count), real(self.count), real(other.count));
        let d: [f64; 2] = std::array::from_fn(|i| other.mean[i] - self.mean[i]);
        let ours = self.sums.moved(a, -d[0] * (b / n), -d[1] * (b / n));
        let theirs = other.sums.moved(b, d[0] * (a / n), d[1] * (a / n));
        *self = Self {
            count,
            mean: std::array::from_fn(|i| self.mean[i] + d[i] * (b / n)),
            sums: ours.plus(&theirs),
        };
    }

    /// The number of draws.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// The share R = Var(x)/Var(y), with the standard error of the delta method,
    /// √(E\[(dx² − R dy²)²\]/n) / Var(y). Unknown below two draws and where the whole does not vary; 1 and exact where
    /// both columns are the same.
    #[must_use]
    pub fn estimate(&self) -> Estimate {
        let [xx, _, yy] = self.sums.second;
        if self.count < 2 || yy == 0.0 {
            return Estimate::UNKNOWN;
        }
        let share = xx / yy;
        let [x4, xxyy, y4] = self.sums.fourth;
        let square = x4 - 2.0 * share * xxyy + share * share * y4;
        // Rounding may make it negative where the columns are nearly the same.
        let square = if square < 0.0 { 0.0 } else { square };
        Estimate::new(share, square.sqrt() / yy)
    }
}
