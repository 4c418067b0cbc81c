//! Make a Latin hypercube without storing it: one point in each of n strata of equal probability, in keyed order.
//!
//! Point i of n is (π(i) + jitter)/n, with a permutation π for each input and replicate and jitter from the
//! stream of the input.
//!
//! *Reference.* `McKay`, Beckman & Conover (1979), Technometrics 21(2):239–245.

use super::key::Key;
use super::permutation::Permutation;
use crate::chunk::CHUNK;
use crate::simd::{self, Kernel};

/// One dimension of one replicate.
#[derive(Clone, Debug)]
pub(super) struct Strata {
    permutation: Permutation,
    /// Width of a stratum.
    width: f64,
    /// What is kept free on either side of a stratum, as a share of its width: 2⁻⁵¹ in terms of the uniform, more than all
    /// roundings together (3½·2⁻⁵³), so that no point is rounded into the next stratum.
    margin: f64,
}

impl Strata {
    pub(super) fn new(key: Key, points: u64) -> Self {
        Self {
            permutation: Permutation::new(key, points),
            width: 1.0 / points as f64,
            margin: points as f64 * (f64::EPSILON * 2.0),
        }
    }

    /// Moves a uniform into the stratum of a point.
    pub(super) fn at(&self, point: u64, jitter: f64) -> f64 {
        self.place(self.permutation.at(point), jitter)
    }

    /// Moves uniforms into the strata of the points from `first` on.
    pub(super) fn fill(&self, first: u64, uniforms: &mut [f64]) {
        simd::widest(Fill {
            strata: self,
            first,
            uniforms,
        });
    }

    /// (stratum + jitter)/n, rounded to (k + ½)·2⁻⁵².
    #[inline(always)]
    fn place(&self, stratum: u64, jitter: f64) -> f64 {
        /// A double with this exponent is 2⁵² plus its mantissa, so integers convert by plain `|` and `−`.
        const INTEGERS: f64 = 4_503_599_627_370_496.0;
        const OFFSET: f64 = 1.0 - f64::EPSILON / 2.0;
        const LAST: f64 = 2.0 - f64::EPSILON;
        let stratum = f64::from_bits(stratum | INTEGERS.to_bits()) - INTEGERS;
        let inside = jitter * (1.0 - 2.0 * self.margin) + self.margin;
        let u = (stratum + inside) * self.width;
        // 1 + k·2⁻⁵², where the sum rounds to a neighbour that may lie outside.
        (u + OFFSET).clamp(1.0, LAST) - OFFSET
    }
}

/// The part of a chunk that belongs to one replicate.
struct Fill<'a> {
    strata: &'a Strata,
    first: u64,
    uniforms: &'a mut [f64],
}

impl Kernel for Fill<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let mut strata = [0; CHUNK];
        let strata = &mut strata[..self.uniforms.len()];
        self.strata.permutation.fill(self.first, strata);
        for (u, &stratum) in self.uniforms.iter_mut().zip(&*strata) {
            *u = self.strata.place(stratum, *u);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Key, Strata};
    use crate::stream::permutation::ELEMENTS_MAX;

    /// u = (2k + 1)·2⁻⁵³, so its stratum is known exactly.
    #[test]
    fn points_stay_in_their_strata() {
        let sizes = [
            2,
            3,
            1000,
            1_000_003,
            (1 << 33) - 9,
            ELEMENTS_MAX - 1,
            ELEMENTS_MAX,
        ];
        for points in sizes {
            let strata = Strata::new(Key::new(1, "x"), points);
            let jitters = [0.5, 0.125, f64::EPSILON / 2.0, 1.0 - f64::EPSILON / 2.0];
            let somewhere = (1..2000).map(|i| (u128::from(points) * i / 2000) as u64);
            for stratum in somewhere.chain([0, points - 1]) {
                for jitter in jitters {
                    let u = strata.place(stratum, jitter);
                    let odd = (u * 9_007_199_254_740_992.0) as u128;
                    assert_eq!(odd % 2, 1);
                    assert_eq!((odd * u128::from(points)) >> 53, u128::from(stratum));
                }
            }
        }
    }
}
