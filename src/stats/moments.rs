//! Accumulate the mean and the central moments of one column.

use super::lanes::sums;
use super::{Estimate, real};
use crate::chunk::CHUNK;
use crate::simd::{self, Kernel};

/// Count, mean and the sums of the second, third and fourth powers of the deviations from the mean.
///
/// A chunk is summed in two passes, first its mean and then its deviations, and merged as a whole. Both
/// steps keep their precision when the mean is far larger than the spread, where the textbook formula
/// E\[x²\] − E\[x\]² loses all digits.
///
/// The values must be finite: count the others apart. A value that is not finite makes the results NaN.
///
/// # Example
///
/// ```
/// use sroi::stats::Moments;
///
/// let mut moments = Moments::new();
/// moments.update(&[1.0, 2.0, 3.0, 4.0]);
/// assert_eq!(moments.mean().value, 2.5);
/// ```
///
/// # References
///
/// Chan, Golub & `LeVeque` (1983), "Algorithms for computing the sample variance", The American
/// Statistician 37:242 (two passes with correction). Pébay (2008), "Formulas for robust, one-pass
/// parallel computation of covariances and arbitrary-order statistical moments", SAND2008-6212 (merging).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    count: u64,
    mean: f64,
    /// Σ(x − mean)², Σ(x − mean)³ and Σ(x − mean)⁴.
    powers: [f64; 3],
}

/// The moments of a block, as a kernel.
struct OfBlock<'a>(&'a [f64]);

impl Kernel for OfBlock<'_> {
    type Output = Moments;

    #[inline(always)]
    fn run(self) -> Moments {
        Moments::of(self.0)
    }
}

impl Moments {
    /// The moments of no draws.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            count: 0,
            mean: 0.0,
            powers: [0.0; 3],
        }
    }

    /// Takes a chunk of values; a longer slice is taken chunk by chunk.
    #[inline]
    pub fn update(&mut self, values: &[f64]) {
        for block in values.chunks(CHUNK) {
            self.merge(&simd::widest(OfBlock(block)));
        }
    }

    /// The moments of a block that is not empty.
    #[inline(always)]
    fn of(values: &[f64]) -> Self {
        let count = values.len() as u64;
        let n = real(count);
        let pivot = sums(values, |x| [x])[0] / n;
        let [s1, s2, s3, s4] = sums(values, |x| {
            let d = x - pivot;
            let square = d * d;
            [d, square, square * d, square * square]
        });
        // The pivot is the mean but for rounding; move the sums to the mean itself.
        let d = s1 / n;
        let powers = [
            s2 - d * s1,
            s3 - 3.0 * d * s2 + 2.0 * d * d * s1,
            s4 - 4.0 * d * s3 + 6.0 * d * d * s2 - 3.0 * d * d * d * s1,
        ];
        Self {
            count,
            mean: pivot + d,
            powers,
        }
    }

    /// Takes the moments of other draws (Pébay 2008, formulas for two sets).
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
        let (pa, pb) = (a / n, b / n);
        let d = other.mean - self.mean;
        let ([a2, a3, a4], [b2, b3, b4]) = (self.powers, other.powers);
        let square = d * d;
        let between = square * a * pb;
        self.powers = [
            a2 + b2 + between,
            a3 + b3 + between * d * (pa - pb) + 3.0 * d * (pa * b2 - pb * a2),
            a4 + b4
                + between * square * (pa * pa - pa * pb + pb * pb)
                + 6.0 * square * (pa * pa * b2 + pb * pb * a2)
                + 4.0 * d * (pa * b3 - pb * a3),
        ];
        self.mean += d * pb;
        self.count = count;
    }

    /// The number of draws.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// The mean, with standard error s/√n. Unknown without draws; the error is NaN with one draw.
    #[must_use]
    pub fn mean(&self) -> Estimate {
        if self.count == 0 {
            return Estimate::UNKNOWN;
        }
        Estimate::new(
            self.mean,
            (self.sample_variance() / real(self.count)).sqrt(),
        )
    }

    /// The variance Σ(x − mean)²/(n − 1), with standard error √((m₄ − m₂²)/n), where m₂ and m₄ are the
    /// central moments (divided by n). Unknown below two draws.
    ///
    /// Source of the error: Cramér (1946), "Mathematical methods of statistics".
    #[must_use]
    pub fn variance(&self) -> Estimate {
        Estimate::new(
            self.sample_variance(),
            (self.spread_of_squares() / real(self.count)).sqrt(),
        )
    }

    /// The standard deviation, with standard error √((m₄ − m₂²)/(4 m₂ n)): that of the variance by the
    /// delta method. Exactly 0 for a constant column; unknown below two draws.
    #[must_use]
    pub fn sd(&self) -> Estimate {
        let value = self.sample_variance().sqrt();
        if value == 0.0 {
            return Estimate::exact(0.0);
        }
        let [m2, ..] = self.central();
        let error = (self.spread_of_squares() / (4.0 * m2 * real(self.count))).sqrt();
        Estimate::new(value, error)
    }

    /// The skewness m₃/m₂^{3/2}: 0 for a symmetric distribution, positive for a long right tail. NaN
    /// below two draws and for a constant column.
    ///
    /// A description of shape and the one number here without an error, which would need the sixth moment.
    #[must_use]
    pub fn skewness(&self) -> f64 {
        let [m2, m3, _] = self.central();
        m3 / (m2 * m2.sqrt())
    }

    /// The unbiased variance; NaN below two draws.
    fn sample_variance(&self) -> f64 {
        if self.count < 2 {
            return f64::NAN;
        }
        self.powers[0] / real(self.count - 1)
    }

    /// The central moments m₂, m₃ and m₄, with divisor n.
    fn central(&self) -> [f64; 3] {
        self.powers.map(|power| power / real(self.count))
    }

    /// The variance of a squared deviation, m₄ − m₂²; NaN below two draws. Rounding may make the
    /// difference of a nearly constant column negative: then it is 0.
    fn spread_of_squares(&self) -> f64 {
        if self.count < 2 {
            return f64::NAN;
        }
        let [m2, _, m4] = self.central();
        let spread = m4 - m2 * m2;
        if spread < 0.0 { 0.0 } else { spread }
    }
}
