//! Run xoshiro256++ in interleaved lanes and turn its words into uniforms.
//!
//! Draw i of a chunk comes from lane i mod 16, step ⌊i / 16⌋. The lanes are independent generators, so
//! the loops below are loops over arrays of plain integers, which the compiler turns into vector code
//! for whatever instruction set it is given; the numbers are the same.

use crate::chunk::CHUNK;
use crate::simd::{self, Kernel};

/// Generators side by side in a chunk.
pub const LANES: usize = 16;

const _: () = assert!(
    CHUNK.is_multiple_of(LANES),
    "every lane makes the same number of steps"
);

/// The states of `W` generators, word by word.
pub(super) type States<const W: usize> = [[u64; W]; 4];

/// Fills a chunk from the states of its lanes.
pub(super) fn fill(states: &States<LANES>, out: &mut [f64; CHUNK]) {
    let states = *states;
    simd::widest(Fill { states, out });
}

struct Fill<'a> {
    states: States<LANES>,
    out: &'a mut [f64; CHUNK],
}

impl Kernel for Fill<'_> {
    type Output = ();

    #[inline(always)]
    fn run(mut self) {
        for row in self.out.as_chunks_mut::<LANES>().0 {
            step(&mut self.states, |lane, word| row[lane] = uniform(word));
        }
    }
}

/// The uniform at one step of one lane, without the rest of the chunk.
pub(super) fn at(state: [u64; 4], place: usize) -> f64 {
    let mut states = state.map(|word| [word]);
    let mut last = 0;
    for _ in 0..=place {
        step(&mut states, |_, word| last = word);
    }
    uniform(last)
}

/// Advances `W` generators by one step and hands out a word of each (Blackman & Vigna 2021).
#[inline(always)]
fn step<const W: usize>(states: &mut States<W>, mut put: impl FnMut(usize, u64)) {
    let [s0, s1, s2, s3] = states;
    for lane in 0..W {
        let (a, b, c, d) = (s0[lane], s1[lane], s2[lane], s3[lane]);
        put(lane, a.wrapping_add(d).rotate_left(23).wrapping_add(a));
        let (c, d, shifted) = (c ^ a, d ^ b, b << 17);
        s0[lane] = a ^ d;
        s1[lane] = b ^ c;
        s2[lane] = c ^ shifted;
        s3[lane] = d.rotate_left(45);
    }
}

/// The uniform (k + ½)·2⁻⁵², where k is the upper 52 bits of `word`.
///
/// With k as the mantissa of a number in \[1, 2) we have 1 + k·2⁻⁵²; taking away 1 − 2⁻⁵³ leaves
/// (2k + 1)·2⁻⁵³, which needs 53 bits at most, so the subtraction is exact.
#[inline(always)]
pub(super) fn uniform(word: u64) -> f64 {
    const ONE: u64 = 1.0_f64.to_bits();
    const OFFSET: f64 = 1.0 - f64::EPSILON / 2.0;
    f64::from_bits((word >> 12) | ONE) - OFFSET
}

#[cfg(test)]
mod tests {
    use super::uniform;

    /// 2⁻⁵³: half of the distance between two uniforms.
    const HALF: f64 = f64::EPSILON / 2.0;

    #[test]
    fn extremes_lie_strictly_inside() {
        assert_eq!(uniform(0).to_bits(), HALF.to_bits());
        assert_eq!(uniform(u64::MAX).to_bits(), (1.0 - HALF).to_bits());
    }

    #[test]
    fn complement_is_exact() {
        for word in [
            0,
            1 << 12,
            1 << 40,
            1 << 63,
            0x0123_4567_89AB_CDEF,
            u64::MAX,
        ] {
            assert_eq!((1.0 - uniform(word)).to_bits(), uniform(!word).to_bits());
        }
    }
}
