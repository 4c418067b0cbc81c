//! Scramble a 64-bit word so that every input bit moves every output bit.

/// 2⁶⁴ divided by the golden ratio, rounded to odd: the increment of `SplitMix64`.
pub(super) const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// The finaliser of `SplitMix64` (Stafford's variant 13): a bijection of the 64-bit words that maps 0 to 0.
///
/// Source: Steele, Lea & Flood (2014).
#[inline]
pub(super) const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::{GOLDEN, mix};

    /// The first outputs of `SplitMix64` seeded with 1234567, as widely published.
    #[test]
    fn equals_splitmix64() {
        let outputs =
            [1_u64, 2, 3].map(|i| mix(1_234_567_u64.wrapping_add(GOLDEN.wrapping_mul(i))));
        let published = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
        ];
        assert_eq!(outputs, published);
    }
}
