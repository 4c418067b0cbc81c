//! Make the points of Sobol' sequences: direction numbers, and scrambled points of one dimension.
//!
//! The direction numbers are those of Joe and Kuo (2008), set D6, for 1,000 dimensions. Points come in the order of
//! Antonov & Saleev (point i has the index i ⊕ ⌊i/2⌋), as in `SciPy`; any 2ᵏ points from a multiple of 2ᵏ on are the same
//! set in both orders.
//!
//! Words have the levels in reversed order, lowest bit first; see `scramble.rs`.

use std::sync::LazyLock;

use sobol::params::JoeKuoD6;

use super::key::Key;
use super::lanes::uniform;
use super::scramble::{Hash, Scramble};
use crate::chunk::CHUNK;
use crate::simd::{self, Kernel};

/// Dimensions with direction numbers.
pub(super) const DIMENSIONS: u32 = 1000;

/// A sequence has up to 2⁴⁰ points.
pub(super) const INDEX_BITS: usize = 40;

/// Bits of a place in a chunk; the rest of an index numbers the chunks.
const PLACE_BITS: usize = CHUNK.ilog2() as usize;

/// A chunk is filled as rows of so many points.
const ROW_BITS: usize = 5;
const ROW: usize = 1 << ROW_BITS;

const _: () = assert!(CHUNK == 1 << PLACE_BITS && PLACE_BITS == 2 * ROW_BITS);

/// What bit j of the number of a point contributes to the point.
type Columns = [u64; INDEX_BITS];

/// Polynomials and initial numbers, from dimension 2 on.
static DIRECTIONS: LazyLock<JoeKuoD6> = LazyLock::new(JoeKuoD6::standard);

/// The columns of one dimension, unscrambled.
fn columns(dimension: u32) -> Columns {
    // Direction numbers with the level ½ as their highest bit.
    let mut directions = [0; INDEX_BITS];
    let row = dimension
        .checked_sub(1)
        .and_then(|row| DIRECTIONS.dim_params.get(row as usize));
    if let Some(row) = row {
        let degree = row.m.len();
        for j in 0..INDEX_BITS {
            directions[j] = if j < degree {
                u64::from(row.m[j]) << (63 - j)
            } else {
                // v_j = v_{j−s} ⊕ v_{j−s}/2^s ⊕ a₁ v_{j−1} ⊕ … ⊕ a_{s−1} v_{j−s+1}
                let oldest = directions[j - degree];
                (1..degree)
                    .filter(|k| row.a >> (degree - 1 - k) & 1 == 1)
                    .fold(oldest ^ oldest >> degree, |sum, k| sum ^ directions[j - k])
            };
        }
    } else {
        directions = std::array::from_fn(|j| 1 << (63 - j));
    }
    // The index is i ⊕ ⌊i/2⌋, so bit j of i switches bits j and j − 1 of the index.
    let mut columns = directions.map(u64::reverse_bits);
    for j in (1..INDEX_BITS).rev() {
        columns[j] ^= columns[j - 1];
    }
    columns
}

/// One scrambled dimension of one replicate.
#[derive(Clone, Debug)]
pub(super) struct Sequence {
    columns: Columns,
    shift: u64,
    hash: Hash,
}

impl Sequence {
    /// # Panics
    ///
    /// If `dimension` is not below [`DIMENSIONS`].
    pub(super) fn new(key: Key, dimension: u32) -> Self {
        let scramble = Scramble::new(key);
        Self {
            columns: columns(dimension).map(|column| scramble.linear(column)),
            shift: scramble.shift(),
            hash: scramble.hash(),
        }
    }

    /// The point before the second map.
    fn linear(&self, point: u64) -> u64 {
        combine(&self.columns, point, self.shift)
    }

    /// One point of the sequence.
    pub(super) fn at(&self, point: u64) -> f64 {
        self.finish(self.linear(point))
    }

    /// The points block · 1024 to block · 1024 + 1023.
    pub(super) fn fill(&self, block: u64, out: &mut [f64; CHUNK]) {
        let start = self.linear(block << PLACE_BITS);
        simd::widest(Fill {
            sequence: self,
            start,
            out,
        });
    }

    #[inline(always)]
    fn finish(&self, word: u64) -> f64 {
        uniform(reverse(self.hash.apply(word)))
    }
}

/// Fills a chunk from its first point: the other points differ from it by what the bits of their places contribute.
struct Fill<'a> {
    sequence: &'a Sequence,
    start: u64,
    out: &'a mut [f64; CHUNK],
}

impl Kernel for Fill<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let (places, rows) = self.sequence.columns[..PLACE_BITS].split_at(ROW_BITS);
        let places: [u64; ROW] = std::array::from_fn(|place| combine(places, place as u64, 0));
        for (index, row) in self.out.as_chunks_mut::<ROW>().0.iter_mut().enumerate() {
            let start = combine(rows, index as u64, self.start);
            for (u, place) in row.iter_mut().zip(&places) {
                *u = self.sequence.finish(start ^ place);
            }
        }
    }
}

/// The sum of the columns at the bits of `number` that are set, and of `start`.
#[inline(always)]
fn combine(columns: &[u64], number: u64, start: u64) -> u64 {
    let columns = columns.iter().enumerate();
    columns.fold(start, |sum, (j, column)| {
        sum ^ (column & (number >> j & 1).wrapping_neg())
    })
}

/// The bits in reversed order, spelled out: `u64::reverse_bits` takes twice as long with SSE2, and equally long otherwise.
#[inline(always)]
fn reverse(x: u64) -> u64 {
    let x = (x >> 1 & 0x5555_5555_5555_5555) | (x & 0x5555_5555_5555_5555) << 1;
    let x = (x >> 2 & 0x3333_3333_3333_3333) | (x & 0x3333_3333_3333_3333) << 2;
    let x = (x >> 4 & 0x0F0F_0F0F_0F0F_0F0F) | (x & 0x0F0F_0F0F_0F0F_0F0F) << 4;
    let x = (x >> 8 & 0x00FF_00FF_00FF_00FF) | (x & 0x00FF_00FF_00FF_00FF) << 8;
    let x = (x >> 16 & 0x0000_FFFF_0000_FFFF) | (x & 0x0000_FFFF_0000_FFFF) << 16;
    x.rotate_left(32)
}

#[cfg(test)]
mod tests {
    use super::{
        CHUNK, DIMENSIONS, DIRECTIONS, INDEX_BITS, Key, Sequence, columns, combine, reverse,
    };

    /// `scipy.stats.qmc.Sobol(1000, scramble=False, bits=30)` of `SciPy` 1.17.1, times 2³⁰.
    #[test]
    fn equals_scipy() {
        let points = [1, 2, 3, 6, 100, 1023, 1025, 2047, 1_000_003];
        let published = [
            (
                0,
                [
                    536870912, 805306368, 268435456, 671088640, 444596224, 1048576, 538443776,
                    524288, 296862720,
                ],
            ),
            (
                1,
                [
                    536870912, 268435456, 805306368, 134217728, 276824064, 808452096, 941096960,
                    673710080, 603356160,
                ],
            ),
            (
                2,
                [
                    536870912, 268435456, 805306368, 939524096, 830472192, 657457152, 1017643008,
                    999817216, 83747840,
                ],
            ),
            (
                9,
                [
                    536870912, 805306368, 268435456, 402653184, 746586112, 913309696, 184025088,
                    478674944, 4725760,
                ],
            ),
            (
                27,
                [
                    536870912, 805306368, 268435456, 402653184, 713031680, 816840704, 364380160,
                    84410368, 597478400,
                ],
            ),
            (
                99,
                [
                    536870912, 805306368, 268435456, 134217728, 947912704, 569376768, 921174016,
                    924319744, 53261312,
                ],
            ),
            (
                999,
                [
                    536870912, 805306368, 268435456, 939524096, 981467136, 919601152, 174587904,
                    481820672, 42687488,
                ],
            ),
        ];
        for (dimension, values) in published {
            let columns = columns(dimension);
            assert_eq!(combine(&columns, 0, 0), 0);
            for (point, value) in points.into_iter().zip(values) {
                let word = combine(&columns, point, 0).reverse_bits();
                assert_eq!(word, value << 34, "point {point} of dimension {dimension}");
            }
        }
    }

    /// Points 2ᵏ, k below 20, of all dimensions, from the same source: every number of the table takes part.
    #[test]
    fn all_dimensions_equal_scipy() {
        let mut sum = 0;
        for dimension in 0..DIMENSIONS {
            let columns = columns(dimension);
            for k in 0..20 {
                let word = combine(&columns, 1 << k, 0).reverse_bits() >> 34;
                sum += u64::from(dimension + 1) * (k + 1) * word;
            }
        }
        assert_eq!(sum, 56305417165033472);
    }

    /// The polynomials are primitive, in order of degree, complete up to degree 12, with odd initial numbers.
    #[test]
    fn polynomials_are_primitive() {
        let table = &DIRECTIONS.dim_params;
        assert!(table.len() + 1 >= DIMENSIONS as usize);
        let mut polynomials = Vec::new();
        for row in table {
            let degree = row.m.len() as u32;
            assert!((1..).zip(&row.m).all(|(j, m)| m % 2 == 1 && *m < 1 << j));
            let polynomial = 1_u64 << degree | u64::from(row.a) << 1 | 1;
            let mut power = 1_u64;
            let mut order = 0;
            loop {
                power <<= 1;
                power ^= polynomial * (power >> degree);
                order += 1;
                if power == 1 {
                    break;
                }
            }
            assert_eq!(order, (1_u64 << degree) - 1, "degree {degree}");
            polynomials.push(polynomial);
        }
        let counts =
            (1..=12).map(|degree| polynomials.iter().filter(|p| p.ilog2() == degree).count());
        // φ(2^s − 1)/s
        assert!(counts.eq([1, 1, 2, 2, 6, 6, 18, 16, 48, 60, 176, 144]));
        assert!(polynomials.is_sorted_by(|a, b| a.ilog2() <= b.ilog2() && a != b));
        polynomials.sort_unstable();
        polynomials.dedup();
        assert_eq!(polynomials.len(), table.len());
    }

    /// Each dimension visits every stratum of 2⁻⁴⁰ once: the columns are triangular.
    #[test]
    fn columns_are_triangular() {
        for dimension in 0..DIMENSIONS {
            let columns = columns(dimension);
            for (j, column) in columns.into_iter().enumerate() {
                let before = if j == 0 { 0 } else { columns[j - 1] };
                assert_eq!((column ^ before).ilog2(), j as u32);
            }
        }
    }

    #[test]
    fn fills_what_it_says() {
        let sequence = Sequence::new(Key::new(1, "x"), 7);
        let mut out = [0.0; CHUNK];
        for block in [0, 1, 5, 1 << 20, (1 << (INDEX_BITS - 10)) - 1] {
            sequence.fill(block, &mut out);
            for (point, u) in (block * CHUNK as u64..).zip(out) {
                assert_eq!(u, sequence.at(point));
            }
        }
    }

    #[test]
    fn reverses_bits() {
        for word in [
            0,
            1,
            0x0123_4567_89AB_CDEF,
            0x8000_0000_0000_0001,
            u64::MAX - 5,
        ] {
            assert_eq!(reverse(word), word.reverse_bits());
        }
    }
}
