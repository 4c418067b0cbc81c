//! Scramble a Sobol' sequence: a random member of Owen's nested permutations, applied level by level.
//!
//! A point of one dimension is a word whose lowest bit is the level ½ of the number, the next one the level
//! ¼, and so on: the bits of the number reversed. In that order "a level may depend on the levels above
//! it" means "a bit may depend on the bits below it", which is what `+`, `×`, `<<`, `^`, `&` do by themselves.
//!
//! The scramble is two maps after each other.
//! 1. A random lower-triangular matrix over GF(2) and a random shift (Matoušek 1998). The matrix is applied to
//!    the columns of the generator, so it costs nothing per point. It alone gives every pair of points the
//!    joint distribution that Owen's scramble gives, hence its unbiased means and its variances.
//! 2. Keyed triangular bijections (Klimov & Shamir 2003) after the idea of Laine & Karras (2011): they make the
//!    flips of a level depend on the levels above in an irregular way, so that the distribution of an estimate
//!    over replicates is that of nested scrambling and not that of a shift with a few random bits.
//!
//! After 1, a map of kind 2 keeps the joint distribution of pairs whatever its quality. Its quality was
//! measured (and is, in the tests below): all 2⁷ permutations of the upper 3 levels and all 2¹⁵ of the upper 4 are
//! equally likely, and so are the derivatives of order 2, 3 and 4 of deeper levels. The published hash of
//! Laine & Karras with Vegdahl's constants (Burley 2020) fails the first of these by far, and the second even after 1.
//!
//! *References.* Owen (1995), "Randomly permuted (t,m,s)-nets and (t,s)-sequences". Matoušek (1998), "On the
//! L2-discrepancy for anchored boxes", J. Complexity 14:527–556. Klimov & Shamir (2003), "A new class of invertible
//! mappings", CHES 2002. Laine & Karras (2011), "Stratified sampling for stochastic transparency", CGF 30(4).
//! Burley (2020), "Practical hash-based Owen scrambling", JCGT 9(4).

use super::key::Key;

/// Levels that are scrambled: one for each bit of a word.
const LEVELS: usize = u64::BITS as usize;

/// The lower 32 bits of a word: products of two such numbers are exact and vectorise without AVX-512.
const LOW: u64 = 0xFFFF_FFFF;

/// One random scramble.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scramble {
    /// Column l has bit l set, random bits above and zeros below.
    matrix: [u64; LEVELS],
    shift: u64,
    hash: Hash,
}

/// The constants of the keyed bijections.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hash {
    square: [u64; 2],
    factor: u64,
    mask: [u64; 2],
}

impl Scramble {
    /// The scramble that belongs to a key.
    pub(super) fn new(key: Key) -> Self {
        let mut matrix = [0; LEVELS];
        for (level, column) in matrix.iter_mut().enumerate() {
            let [word, ..] = key.lane_state(level as u64 + 2, 0);
            *column = (word | 1) << level;
        }
        let [shift, factor, ..] = key.lane_state(0, 0);
        let [a, b, c, d] = key.lane_state(1, 0);
        Self {
            matrix,
            shift,
            hash: Hash {
                square: [a | 1, b | 1],
                // An even number below 2³².
                factor: factor & (LOW - 1),
                mask: [c, d],
            },
        }
    }

    /// The matrix times a word.
    pub(super) fn linear(&self, word: u64) -> u64 {
        let columns = self.matrix.iter().enumerate();
        columns.fold(0, |sum, (level, column)| {
            sum ^ (column & (word >> level & 1).wrapping_neg())
        })
    }

    /// What is added, without carries, to every point.
    pub(super) const fn shift(&self) -> u64 {
        self.shift
    }

    /// The second map.
    pub(super) const fn hash(&self) -> Hash {
        self.hash
    }
}

impl Hash {
    /// Scrambles a word: a bijection in which bit l depends on bits 0 to l.
    #[inline(always)]
    pub(super) fn apply(self, x: u64) -> u64 {
        let x = square(x, self.square[0]);
        let x = x ^ (x << 1 & x << 2 & self.mask[0]);
        let x = x ^ ((x & LOW) * self.factor);
        let x = x ^ (x << 1 & x << 3 & self.mask[1]);
        square(x, self.square[1])
    }
}

/// x + (x² ∨ k) for odd k: bit l > 0 of x² depends on bits below l only.
#[inline(always)]
fn square(x: u64, k: u64) -> u64 {
    let low = x & LOW;
    x.wrapping_add((low * low) | k)
}

#[cfg(test)]
mod tests {
    use super::{Key, LEVELS, Scramble};

    /// Bit l of the scrambled word flips iff the first difference lies at l, and never below it.
    #[test]
    fn is_nested() {
        for name in 0..50 {
            let scramble = Scramble::new(Key::new(9, &format!("{name}")));
            let map = |word| {
                scramble
                    .hash()
                    .apply(scramble.linear(word) ^ scramble.shift())
            };
            for level in 0..LEVELS as u32 {
                let x = Key::new(level.into(), "x").words()[0];
                let [noise, ..] = Key::new(level.into(), "noise").words();
                let y = x ^ (noise | 1) << level;
                assert_eq!((map(x) ^ map(y)).trailing_zeros(), level);
            }
        }
    }

    /// The permutations of the upper 4 levels: 15 flips, one for each node of the tree.
    ///
    /// False alarm: a chi-square statistic with 32,767 degrees of freedom beyond 6 sigma, below 1e-8.
    #[test]
    fn permutations_of_upper_levels_are_equally_likely() {
        const DRAWS: u32 = 1 << 20;
        let mut counts = vec![0_u32; 1 << 15];
        for run in 0..DRAWS {
            let scramble = Scramble::new(key(run));
            let mut flips = 0_usize;
            for node in 1..16_u64 {
                // The node 1xyz stands for the flip of level 3 below the prefix xyz, in reversed order.
                let level = node.ilog2();
                let word = node ^ 1 << level;
                let image = scramble
                    .hash()
                    .apply(scramble.linear(word) ^ scramble.shift());
                flips = flips << 1 | (image >> level & 1) as usize;
            }
            counts[flips] += 1;
        }
        let expected = f64::from(DRAWS) / counts.len() as f64;
        let excess = |&count: &u32| (f64::from(count) - expected) * (f64::from(count) - expected);
        let statistic = counts.iter().map(excess).sum::<f64>() / expected;
        let freedom = (counts.len() - 1) as f64;
        let z = (statistic - freedom) / (2.0 * freedom).sqrt();
        assert!(z.abs() < 6.0, "z = {z}");
    }

    /// The sum over GF(2) of the flips at the corners of a cube of prefixes: 0 always for linear scrambles,
    /// a fair coin for nested ones. False alarm: 15 statistics beyond 5.5 sigma, below 1e-6.
    #[test]
    fn deep_levels_are_not_linear() {
        const DRAWS: u32 = 1 << 14;
        for level in [5_u64, 8, 12, 20, 30] {
            for order in 2..=4 {
                let mut ones = 0_u32;
                for run in 0..DRAWS {
                    let scramble = Scramble::new(key(run ^ 0x5555_0000));
                    let [place, word, ..] = key(run).words();
                    // Distinct directions: `order` different bits below the level.
                    let mut directions = Vec::new();
                    let mut state = place;
                    while directions.len() < order {
                        let direction = 1_u64 << (state % level);
                        state = (state / level) ^ (state << 57);
                        if !directions.contains(&direction) {
                            directions.push(direction);
                        }
                    }
                    let base = word & ((1 << level) - 1);
                    let mut sum = 0;
                    for corner in 0..1_u32 << order {
                        let chosen = directions.iter().enumerate();
                        let x = chosen.fold(base, |x, (i, direction)| {
                            x ^ (direction * u64::from(corner >> i & 1))
                        });
                        sum ^= scramble.hash().apply(scramble.linear(x) ^ scramble.shift());
                    }
                    ones += (sum >> level & 1) as u32;
                }
                let z = (2.0 * f64::from(ones) - f64::from(DRAWS)) / f64::from(DRAWS).sqrt();
                assert!(z.abs() < 5.5, "level {level}, order {order}: z = {z}");
            }
        }
    }

    fn key(run: u32) -> Key {
        // One SHA-256 is enough: the lane states of a key are keys of their own for this purpose.
        Key::new(run.into(), "scramble")
    }
}
