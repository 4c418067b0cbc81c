//! Splits numbers into planes of bytes, and says which planes are worth compressing.
//!
//! Plane *k* of a column holds byte *k* of every number, the lowest byte of the mantissa first: the encoding
//! `BYTE_STREAM_SPLIT` of Parquet. In a column of continuous draws sign and exponent repeat, the top of the mantissa has a
//! shape, and everything below is as good as random: trying to compress it costs most of the time and gains nothing.
//!
//! # References
//!
//! - Apache Parquet, *Encodings*, section *Byte Stream Split*.

use crate::simd::{self, Kernel};

/// Planes of a column of `f64`.
const PLANES: usize = 8;

/// Numbers that are split at a time: what lies between the steps stays in the fastest cache.
const WINDOW: usize = 256;

/// Bytes of a plane that are looked at: the first ones, as draws have no order.
const SAMPLE: usize = 256;

/// Writes the planes of `values` one after another.
pub(super) fn split(values: &[f64], planes: &mut Vec<u8>) {
    planes.resize(PLANES * values.len(), 0);
    simd::widest(Split { values, planes });
}

/// Halves three times, from 64 to 8 bits: each step is a loop that every instruction set has instructions for.
struct Split<'a> {
    values: &'a [f64],
    planes: &'a mut [u8],
}

impl Kernel for Split<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let mut words = [[0_u32; WINDOW]; 2];
        let mut halves = [[0_u16; WINDOW]; 4];
        let length = self.values.len();
        let mut start = 0;
        for values in self.values.chunks(WINDOW) {
            let [low, high] = &mut words;
            for ((low, high), value) in low.iter_mut().zip(high).zip(values) {
                let bits = value.to_bits();
                *low = bits as u32;
                *high = (bits >> 32) as u32;
            }
            for (halves, words) in halves.chunks_exact_mut(2).zip(&words) {
                let [low, high] = halves else { continue };
                for ((low, high), word) in low.iter_mut().zip(high).zip(words) {
                    *low = *word as u16;
                    *high = (*word >> 16) as u16;
                }
            }
            for (index, halves) in halves.iter().enumerate() {
                let even = 2 * index * length + start;
                let plane = &mut self.planes[even..even + values.len()];
                for (byte, half) in plane.iter_mut().zip(halves) {
                    *byte = *half as u8;
                }
                let odd = even + length;
                let plane = &mut self.planes[odd..odd + values.len()];
                for (byte, half) in plane.iter_mut().zip(halves) {
                    *byte = (*half >> 8) as u8;
                }
            }
            start += values.len();
        }
    }
}

/// The length of the planes at the beginning that are better left as they are.
///
/// A byte is the more predictable, the more often two bytes of a plane are equal: one pair in 256 if all values are
/// equally likely. Planes are passed over from the bottom as long as fewer than one pair in 16 is equal: the lowest plane
/// often has some more zeros than others, which is not worth a pass over all. Then planes are taken back from the top where
/// more than two pairs in 256 are equal.
///
/// The answer depends on the bytes alone, and only the size of the file depends on the answer.
pub(super) fn incompressible(planes: &[u8]) -> usize {
    let length = planes.len() / PLANES;
    if length == 0 {
        return 0;
    }
    let pairs: Vec<(u64, u64)> = planes
        .chunks_exact(length)
        .map(equal_pairs)
        .take_while(|(equal, all)| 16 * equal < *all)
        .collect();
    let shaped = pairs
        .iter()
        .rev()
        .take_while(|(equal, all)| 128 * equal > *all)
        .count();
    (pairs.len() - shaped) * length
}

/// Among the first bytes of a plane: the ordered pairs of equal bytes, and all pairs.
fn equal_pairs(plane: &[u8]) -> (u64, u64) {
    let sample = &plane[..plane.len().min(SAMPLE)];
    let mut counts = [0_u16; 256];
    for &byte in sample {
        counts[usize::from(byte)] += 1;
    }
    let pairs = |count: u64| count * count.saturating_sub(1);
    let equal = counts.iter().map(|&count| pairs(count.into())).sum();
    (equal, pairs(sample.len() as u64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simd::Instructions;
    use proptest::prelude::*;

    fn planes(values: &[f64]) -> Vec<u8> {
        // What is left from before must not show.
        let mut planes = vec![7; 11];
        split(values, &mut planes);
        planes
    }

    /// Numbers between 1 and 2 with random mantissas.
    fn random(count: u64) -> Vec<f64> {
        let mix = |index: u64| {
            let x = (index + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let x = (x ^ x >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let x = (x ^ x >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
            x ^ x >> 31
        };
        let number = |index| f64::from_bits(0x3ff0_0000_0000_0000 | mix(index) >> 12);
        (0..count).map(number).collect()
    }

    proptest! {
        #[test]
        fn plane_k_holds_byte_k(bits in prop::collection::vec(any::<u64>(), 0..600)) {
            let values: Vec<f64> = bits.iter().map(|&bits| f64::from_bits(bits)).collect();
            for (name, set) in Instructions::ALL {
                simd::limit(set);
                let planes = planes(&values);
                prop_assert_eq!(planes.len(), 8 * values.len());
                for (index, bits) in bits.iter().enumerate() {
                    for (k, byte) in bits.to_le_bytes().into_iter().enumerate() {
                        prop_assert_eq!(planes[k * values.len() + index], byte, "{}", name);
                    }
                }
            }
        }
    }

    #[test]
    fn mantissas_are_left_alone() {
        // The seventh plane holds four bits of the exponent, which repeat, and four of the mantissa.
        assert_eq!(incompressible(&planes(&random(8192))), 6 * 8192);
        let mut spiked = random(8192);
        for value in spiked.iter_mut().step_by(6) {
            *value = f64::from_bits(value.to_bits() & !0xff);
        }
        assert_eq!(incompressible(&planes(&spiked)), 6 * 8192);
    }

    #[test]
    fn regular_columns_are_compressed_whole() {
        assert_eq!(incompressible(&[]), 0);
        assert_eq!(incompressible(&planes(&[0.1])), 0);
        assert_eq!(incompressible(&planes(&vec![0.1; 8192])), 0);
        let whole: Vec<f64> = random(8192).iter().map(|x| (x * 1e6).floor()).collect();
        assert_eq!(incompressible(&planes(&whole)), 0);
        let few: Vec<f64> = random(8192)
            .iter()
            .map(|x| (x * 7.0).floor() / 7.0)
            .collect();
        assert_eq!(incompressible(&planes(&few)), 0);
    }
}
