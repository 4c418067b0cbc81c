//! Permute 0..n without a table: a keyed bijection that is evaluated at one index.
//!
//! An index i becomes a pair (⌊i/b⌋, i mod b) in a rectangle of a × b ≥ n cells, with a = ⌈√n⌉ and b = ⌈n/a⌉. Rounds add
//! a keyed hash of one coordinate to the other, modulo its range: an unbalanced Feistel network, a
//! bijection of the rectangle whatever the hash. What lands at n or beyond is sent through again until it lands below n
//! (cycle walking); fewer than one cell in b is beyond, so that is rare.
//!
//! *Reference.* Black & Rogaway (2002), "Ciphers with arbitrary finite domains", CT-RSA 2002.

use super::key::Key;
use crate::chunk::CHUNK;

/// Permutations of up to so many elements: both coordinates stay below 2²⁰.
pub(super) const ELEMENTS_MAX: u64 = 1 << 40;

/// Rounds in each direction: pairs of indices that meet in a cell of a small rectangle need more of them.
const fn rounds(elements: u64) -> usize {
    match elements {
        ..256 => ROUNDS_MAX,
        256..1_048_576 => 3,
        _ => 2,
    }
}

const ROUNDS_MAX: usize = 8;

/// Products of two numbers below 2³² vectorise on every instruction set.
const LOW: u64 = 0xFFFF_FFFF;

/// A permutation of 0..n.
#[derive(Clone, Debug)]
pub(super) struct Permutation {
    elements: u64,
    rows: u64,
    columns: u64,
    /// Per round: what is added and multiplied for the row, then for the column.
    rounds: Vec<[u64; 4]>,
}

impl Permutation {
    /// The permutation of `elements` numbers, between 1 and [`ELEMENTS_MAX`], that belongs to a key.
    pub(super) fn new(key: Key, elements: u64) -> Self {
        debug_assert!((1..=ELEMENTS_MAX).contains(&elements));
        let root = elements.isqrt();
        let rows = root + u64::from(root * root < elements);
        Self {
            elements,
            rows,
            columns: elements.div_ceil(rows),
            rounds: (0..rounds(elements) as u64)
                .map(|round| key.lane_state(round, 0))
                .collect(),
        }
    }

    /// The image of one index.
    pub(super) fn at(&self, index: u64) -> u64 {
        let (row, column) = (index / self.columns, index % self.columns);
        self.walk(self.cell(row, column))
    }

    /// The images of the indices from `first` on, as many as fit into `out`, a chunk at most.
    ///
    /// Goes round by round instead of index by index, so that every loop is plain and long.
    #[inline(always)]
    pub(super) fn fill(&self, first: u64, out: &mut [u64]) {
        let mut columns = [0; CHUNK];
        let columns = &mut columns[..out.len()];
        let (mut row, mut column) = (first / self.columns, first % self.columns);
        for (r, c) in out.iter_mut().zip(&mut *columns) {
            (*r, *c) = (row, column);
            column += 1;
            if column == self.columns {
                (row, column) = (row + 1, 0);
            }
        }
        for round in &self.rounds {
            for (r, c) in out.iter_mut().zip(&mut *columns) {
                (*r, *c) = self.round(round, *r, *c);
            }
        }
        let mut beyond = 0;
        for (image, column) in out.iter_mut().zip(&*columns) {
            *image = self.image(*image, *column);
            beyond |= self.elements.wrapping_sub(1).wrapping_sub(*image);
        }
        // The highest bit of a difference says that an image was larger.
        if beyond >> 63 == 1 {
            for image in out {
                *image = self.walk(*image);
            }
        }
    }

    /// Goes on until an image is one of the elements.
    fn walk(&self, mut image: u64) -> u64 {
        while image >= self.elements {
            image = self.cell(image / self.columns, image % self.columns);
        }
        image
    }

    /// The bijection of the rectangle.
    fn cell(&self, row: u64, column: u64) -> u64 {
        let cells = self.rounds.iter();
        let (row, column) = cells.fold((row, column), |(row, column), round| {
            self.round(round, row, column)
        });
        self.image(row, column)
    }

    #[inline(always)]
    fn round(&self, &[a, b, c, d]: &[u64; 4], row: u64, column: u64) -> (u64, u64) {
        let row = add(row, hash(column, a, b), self.rows);
        (row, add(column, hash(row, c, d), self.columns))
    }

    #[inline(always)]
    fn image(&self, row: u64, column: u64) -> u64 {
        (row & LOW) * (self.columns & LOW) + column
    }
}

/// A keyed hash of a number below 2³² to 32 bits; two multiplications of 32 bits each.
#[inline(always)]
fn hash(x: u64, key: u64, factor: u64) -> u64 {
    let x = (x.wrapping_add(key) & LOW) * (factor & LOW | 1);
    let x = (x ^ x >> 32 ^ key >> 32) & LOW;
    ((x * ((factor >> 32) | 1)) >> 16) & LOW
}

/// x plus a share of `range` given by 32 random bits, modulo `range`.
#[inline(always)]
fn add(x: u64, random: u64, range: u64) -> u64 {
    let sum = x
        .wrapping_add((random * (range & LOW)) >> 32)
        .wrapping_sub(range);
    // The highest bit says that the sum was below the range; without a comparison this vectorises everywhere.
    sum.wrapping_add((sum >> 63) * (range & LOW))
}

#[cfg(test)]
mod tests {
    use super::{ELEMENTS_MAX, Key, Permutation};

    fn permutation(run: u64, elements: u64) -> Permutation {
        Permutation::new(Key::new(run, "permutation"), elements)
    }

    #[test]
    fn is_a_bijection() {
        let awkward = [
            1021, 1024, 1025, 4095, 6250, 65_535, 65_537, 99_991, 100_000,
        ];
        for elements in (1..=130).chain(awkward) {
            let permutation = permutation(3, elements);
            let mut hit = vec![false; elements as usize];
            for index in 0..elements {
                let image = permutation.at(index) as usize;
                assert!(!hit[image], "{image} of {elements} twice");
                hit[image] = true;
            }
        }
    }

    /// Round trips are too long for the largest sizes, but images must be in range and differ.
    #[test]
    fn large_sizes_stay_in_range() {
        for elements in [
            ELEMENTS_MAX,
            ELEMENTS_MAX - 1,
            (1 << 39) + 1,
            1_000_003 * 1_000_003,
        ] {
            let permutation = permutation(4, elements);
            let indices = (0..2000).chain(elements - 2000..elements);
            let mut images: Vec<u64> = indices.map(|index| permutation.at(index)).collect();
            images.sort_unstable();
            assert!(images.windows(2).all(|pair| pair[0] < pair[1]));
            assert!(images[3999] < elements && images[3999] > elements / 10 * 9);
        }
    }

    #[test]
    fn fills_what_it_says() {
        for elements in [2, 5, 1000, 100_000, ELEMENTS_MAX - 5] {
            let permutation = permutation(5, elements);
            for first in [0, elements / 3, elements - elements.min(700)] {
                let mut images = vec![0; 700.min(elements - first) as usize];
                permutation.fill(first, &mut images);
                for (index, image) in (first..).zip(images) {
                    assert_eq!(image, permutation.at(index));
                }
            }
        }
    }

    /// All orders of 2 to 6 elements. False alarm: 5 chi-square statistics beyond 6.5 of their sigmas, below 1e-6.
    #[test]
    fn small_permutations_are_equally_likely() {
        for elements in 2..=6_u64 {
            let orders: u64 = (1..=elements).product();
            let mut counts = vec![0.0_f64; orders as usize];
            let runs = 400 * orders;
            for run in 0..runs {
                let permutation = permutation(run, elements);
                let images: Vec<u64> = (0..elements).map(|index| permutation.at(index)).collect();
                // The number of the order in the factorial system.
                let rank = (0..images.len()).fold(0, |rank, i| {
                    let smaller = images[i..]
                        .iter()
                        .filter(|&&image| image < images[i])
                        .count();
                    rank * (images.len() - i) + smaller
                });
                counts[rank] += 1.0;
            }
            let statistic: f64 = counts
                .iter()
                .map(|c| (c - 400.0) * (c - 400.0) / 400.0)
                .sum();
            let freedom = (orders - 1) as f64;
            let z = (statistic - freedom) / (2.0 * freedom).sqrt();
            assert!(z.abs() < 6.5, "{elements} elements: z = {z}");
        }
    }

    /// Where two indices go, as cells of an 8 × 8 grid of halves of the range, over many keys: neighbours, and indices that
    /// share a row or a column of the rectangle. False alarm: 8 chi-square statistics beyond 7 sigma, below 1e-6.
    #[test]
    fn pairs_go_anywhere() {
        const RUNS: u64 = 20_000;
        for elements in [1000_u64, 65_536] {
            let across = permutation(0, elements).columns;
            for (first, second) in [(0, 1), (0, across), (7, 7 + 3 * across), (elements - 1, 2)] {
                let mut counts = [0.0_f64; 64];
                for run in 0..RUNS {
                    let permutation = permutation(run, elements);
                    let cell = |index| permutation.at(index) * 8 / elements;
                    counts[(cell(first) * 8 + cell(second)) as usize] += 1.0;
                }
                let expected = RUNS as f64 / 64.0;
                let statistic: f64 = counts
                    .iter()
                    .map(|c| (c - expected) * (c - expected) / expected)
                    .sum();
                let z = (statistic - 63.0) / 126.0_f64.sqrt();
                assert!(z.abs() < 7.0, "{first} and {second} of {elements}: z = {z}");
            }
        }
    }
}
