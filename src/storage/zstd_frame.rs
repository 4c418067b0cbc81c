//! Zstandard frames whose beginning is stored as it is.
//!
//! The bytes that cannot be compressed become raw blocks, and the blocks of what the library makes of the rest follow in the
//! same frame. That is an ordinary frame: a raw block touches neither the tables of codes nor the repeated offsets, so blocks
//! of a frame of their own may follow it, and they never refer to anything before themselves.
//!
//! # References
//!
//! - Y. Collet and M. Kucherawy, *Zstandard Compression and the `application/zstd` Media Type*, RFC 8878, 2021, section 3.1.1.

use std::io;

use zstd::bulk::Compressor;
use zstd::zstd_safe::{CParameter, compress_bound};

const MAGIC: [u8; 4] = 0xfd2f_b528_u32.to_le_bytes();

/// The largest block of any frame.
const BLOCK: usize = 1 << 17;

/// Head of a block.
const HEAD: usize = 3;

/// Compresses frames; its tables and buffers are used again.
pub(super) struct FrameEncoder {
    whole: Compressor<'static>,
    rest: Compressor<'static>,
    compressed: Vec<u8>,
}

/// A frame about to be written, so that its length can be written before it.
pub(super) struct Frame<'a> {
    /// Length of the content.
    content: usize,
    raw: &'a [u8],
    /// The blocks that follow the raw ones; a whole frame where there are none.
    compressed: &'a [u8],
}

impl FrameEncoder {
    /// # Errors
    /// When the library refuses, for lack of memory.
    pub(super) fn new() -> io::Result<Self> {
        let mut rest = Compressor::new(1)?;
        // What follows raw blocks are the planes of sign, exponent and top of the mantissa: shaped, with few and long
        // repetitions. Looking for short ones costs half as much again and makes the file smaller by less than 0.1 %.
        rest.set_parameter(CParameter::HashLog(6))?;
        rest.set_parameter(CParameter::MinMatch(7))?;
        Ok(Self {
            whole: Compressor::new(1)?,
            rest,
            compressed: Vec::new(),
        })
    }

    /// A frame of `content`, whose first `raw` bytes are stored as they are.
    ///
    /// # Errors
    /// When the library refuses, for lack of memory.
    pub(super) fn encode<'a>(&'a mut self, content: &'a [u8], raw: usize) -> io::Result<Frame<'a>> {
        let (raw, rest) = content.split_at(raw.min(content.len()));
        self.compressed.clear();
        self.compressed.reserve(compress_bound(rest.len()));
        let mut skipped = 0;
        if raw.is_empty() {
            self.whole.compress_to_buffer(rest, &mut self.compressed)?;
        } else if !rest.is_empty() {
            self.rest.compress_to_buffer(rest, &mut self.compressed)?;
            skipped = head_length(&self.compressed);
        }
        Ok(Frame {
            content: content.len(),
            raw,
            compressed: &self.compressed[skipped..],
        })
    }
}

impl Frame<'_> {
    /// Length in bytes.
    pub(super) fn len(&self) -> usize {
        if self.raw.is_empty() {
            return self.compressed.len();
        }
        let heads = head(self.content).len() + HEAD * self.raw.len().div_ceil(BLOCK);
        heads + self.raw.len() + self.compressed.len()
    }

    /// Appends the frame.
    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        if !self.raw.is_empty() {
            bytes.extend_from_slice(&head(self.content));
        }
        let blocks = self.raw.len().div_ceil(BLOCK);
        for (index, block) in self.raw.chunks(BLOCK).enumerate() {
            let last = index + 1 == blocks && self.compressed.is_empty();
            let block_head = (block.len() << 3) as u32 | u32::from(last);
            bytes.extend_from_slice(&block_head.to_le_bytes()[..HEAD]);
            bytes.extend_from_slice(block);
        }
        bytes.extend_from_slice(self.compressed);
    }
}

/// The head of a frame of known content in a single segment: magic number, descriptor, length of the content.
pub(super) fn head(content: usize) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    if content < 256 {
        bytes.extend([0x20, content as u8]);
    } else if content < 65_536 + 256 {
        bytes.push(0x60);
        bytes.extend(((content - 256) as u16).to_le_bytes());
    } else {
        bytes.push(0xa0);
        bytes.extend((content as u32).to_le_bytes());
    }
    bytes
}

/// The length of the head of a frame made by the library, without a dictionary.
fn head_length(frame: &[u8]) -> usize {
    let descriptor = frame.get(MAGIC.len()).copied().unwrap_or_default();
    let single_segment = descriptor >> 5 & 1;
    let length_of_content = match descriptor >> 6 {
        0 => usize::from(single_segment),
        flag => 1 << flag,
    };
    let window = usize::from(1 - single_segment);
    MAGIC.len() + 1 + window + length_of_content
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Stretches of random bytes, of one byte, of few bytes and of repetitions.
    fn content() -> impl Strategy<Value = Vec<u8>> {
        let stretch = (1_usize..9000).prop_flat_map(|length| {
            prop_oneof![
                prop::collection::vec(any::<u8>(), length),
                any::<u8>().prop_map(move |byte| vec![byte; length]),
                prop::collection::vec(0_u8..3, length),
                prop::collection::vec(any::<u8>(), 1..20).prop_map(move |word| word
                    .into_iter()
                    .cycle()
                    .take(length)
                    .collect()),
            ]
        });
        prop::collection::vec(stretch, 0..9).prop_map(|stretches| stretches.concat())
    }

    fn frame(encoder: &mut FrameEncoder, content: &[u8], raw: usize) -> Vec<u8> {
        let frame = encoder.encode(content, raw).unwrap();
        let mut bytes = Vec::new();
        frame.write(&mut bytes);
        assert_eq!(bytes.len(), frame.len());
        bytes
    }

    fn check(encoder: &mut FrameEncoder, content: &[u8], raw: usize) -> Vec<u8> {
        let frame = frame(encoder, content, raw);
        let decoded = zstd::bulk::decompress(&frame, content.len()).unwrap();
        assert!(decoded == content);
        // In pieces as well as in one go, and with nothing left over.
        let streamed = zstd::stream::decode_all(&frame[..]).unwrap();
        assert!(streamed == content);
        let size = zstd::zstd_safe::find_frame_compressed_size(&frame).unwrap();
        assert_eq!(size, frame.len());
        frame
    }

    proptest! {
        #[test]
        fn the_library_reads_every_mixture(content in content(), share in 0.0..=1.0) {
            let mut encoder = FrameEncoder::new().unwrap();
            let raw = (content.len() as f64 * share) as usize;
            for raw in [0, raw, content.len()] {
                let first = check(&mut encoder, &content, raw);
                // What an encoder did before does not show.
                prop_assert!(first == check(&mut encoder, &content, raw));
                let mut fresh = FrameEncoder::new().unwrap();
                prop_assert!(first == frame(&mut fresh, &content, raw));
            }
        }
    }

    #[test]
    fn blocks_and_heads_of_every_size() {
        let mut encoder = FrameEncoder::new().unwrap();
        for length in [1, 255, 256, 65_791, 65_792, 131_072, 131_073, 400_000] {
            let content: Vec<u8> = (0..length).map(|index| (index / 7) as u8).collect();
            for raw in [0, 1, length / 2, length - 1, length] {
                let frame = check(&mut encoder, &content, raw);
                assert!(frame.starts_with(&head(length)), "{length}, {raw}");
            }
        }
    }

    #[test]
    fn raw_bytes_are_not_compressed() {
        let mut encoder = FrameEncoder::new().unwrap();
        let content = vec![0; 10_000];
        assert!(check(&mut encoder, &content, 0).len() < 30);
        let half = check(&mut encoder, &content, 5000);
        assert!((5000..5040).contains(&half.len()), "{}", half.len());
        assert_eq!(check(&mut encoder, &content, 10_000).len(), 7 + 3 + 10_000);
    }
}
