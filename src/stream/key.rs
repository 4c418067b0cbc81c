//! Derive the key of a stream from its seed and name, and the states of a chunk from the key.

use sha2::{Digest, Sha256};

use super::lanes::{self, LANES};
use super::mix::{GOLDEN, mix};
use crate::chunk::{self, CHUNK};

/// Version of the address scheme; hashed into every key, so that a new scheme cannot repeat old draws.
const VERSION: &[u8] = b"sroi stream 1\0";

/// The address of one stream of uniforms: a seed and a name.
///
/// # Example
///
/// ```
/// use sroi::chunk::CHUNK;
/// use sroi::stream::Key;
///
/// let key = Key::new(1, "participants");
/// let mut uniforms = [0.0; CHUNK];
/// key.uniforms(3, &mut uniforms);
/// assert_eq!(uniforms[5], key.uniform(3 * 1024 + 5));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key([u64; 4]);

impl Key {
    /// Derives the key of the stream `name` in a run with this `seed`.
    ///
    /// The key is SHA-256(`"sroi stream 1\0"` ‖ seed as 8 bytes, little endian ‖ name in UTF-8), read as
    /// four little-endian words. All that precedes the name has a fixed length, so two different
    /// addresses never hash the same bytes. Every seed is as good as any other, 0 included.
    #[must_use]
    pub fn new(seed: u64, name: &str) -> Self {
        let digest = Sha256::new()
            .chain_update(VERSION)
            .chain_update(seed.to_le_bytes())
            .chain_update(name.as_bytes())
            .finalize();
        let mut words = [0; 4];
        for (word, bytes) in words.iter_mut().zip(digest.chunks_exact(8)) {
            *word = bytes
                .iter()
                .rev()
                .fold(0, |word, &byte| word << 8 | u64::from(byte));
        }
        Self(words)
    }

    /// The four words of the key, for logs and for tests.
    #[must_use]
    pub const fn words(self) -> [u64; 4] {
        self.0
    }

    /// Fills `out` with the uniforms of one chunk: draws `chunk`·1024 to `chunk`·1024 + 1023.
    ///
    /// Chunks up to 2⁵⁴, that is all draws a `u64` can number, have states of their own.
    #[inline]
    pub fn uniforms(self, chunk: u64, out: &mut [f64; CHUNK]) {
        let mut states = [[0; LANES]; 4];
        for lane in 0..LANES {
            for (words, word) in states.iter_mut().zip(self.lane_state(chunk, lane)) {
                words[lane] = word;
            }
        }
        lanes::fill(&states, out);
    }

    /// The uniform of one draw: the same number as the entry of its chunk, at the cost of up to 64 steps.
    #[must_use]
    pub fn uniform(self, draw: u64) -> f64 {
        let (chunk, place) = chunk::locate(draw);
        lanes::at(self.lane_state(chunk, place % LANES), place / LANES)
    }

    /// The state in which lane `lane` of a chunk starts: word w is
    /// `mix(key_w ⊕ mix(g·(counter + 1)))`, where counter = 16·chunk + lane, mix is the finaliser of
    /// `SplitMix64` and g its increment.
    ///
    /// Both maps are bijections, so two lanes of one key never share even one word of their states. The
    /// state is never zero throughout, which xoshiro256++ could not leave.
    #[must_use]
    #[inline]
    pub fn lane_state(self, chunk: u64, lane: usize) -> [u64; 4] {
        let counter = chunk.wrapping_mul(LANES as u64).wrapping_add(lane as u64);
        let blur = mix(counter.wrapping_add(1).wrapping_mul(GOLDEN));
        let state = self.0.map(|word| mix(word ^ blur));
        if state == [0; 4] { [GOLDEN; 4] } else { state }
    }
}

#[cfg(test)]
mod tests {
    use super::{GOLDEN, Key, LANES, mix};

    /// A key all of whose words cancel the counter of one lane; no name is known to give one.
    #[test]
    fn a_state_is_never_zero() {
        let (chunk, lane) = (7, 3);
        let counter = chunk * LANES as u64 + lane as u64;
        let key = Key([mix((counter + 1).wrapping_mul(GOLDEN)); 4]);
        assert_ne!(key.lane_state(chunk, lane), [0; 4]);
        assert!(key.uniform(chunk * 1024 + lane as u64) > 0.0);
    }
}
