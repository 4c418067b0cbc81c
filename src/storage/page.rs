//! Pages of a file of draws: one column of one block, with its head.

use std::io::{self, Read};

use super::thrift::{self, varint};
use super::zstd_frame;

/// Members of enumerations of the format.
mod code {
    pub(super) const DATA_PAGE: i32 = 0;
    pub(super) const RLE: i32 = 3;
    pub(super) const DELTA_BINARY_PACKED: i32 = 5;
    pub(super) const BYTE_STREAM_SPLIT: i32 = 9;
}

/// What numbers look like before compression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Differences of whole numbers.
    Delta,
    /// Planes of bytes.
    Planes,
}

impl Encoding {
    /// The number that the format gives it.
    pub(super) fn code(self) -> i32 {
        match self {
            Self::Delta => code::DELTA_BINARY_PACKED,
            Self::Planes => code::BYTE_STREAM_SPLIT,
        }
    }

    /// All encodings in a column: the numbers, and the levels, of which a column without nulls has none.
    pub(super) fn codes(self) -> [i32; 2] {
        [code::RLE, self.code()]
    }
}

/// What is known of a page before it is compressed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Page {
    /// Numbers in it.
    pub(super) rows: usize,
    /// Their encoding.
    pub(super) encoding: Encoding,
    /// Length in bytes before compression.
    pub(super) content: usize,
}

impl Page {
    /// Appends the head of a page that has `compressed` bytes. Returns its length.
    pub(super) fn head(self, compressed: usize, bytes: &mut Vec<u8>) -> usize {
        let start = bytes.len();
        thrift::record(bytes, |page| {
            page.int(1, code::DATA_PAGE);
            page.int(2, self.content as i32);
            page.int(3, compressed as i32);
            page.record(5, |data| {
                data.int(1, self.rows as i32);
                data.int(2, self.encoding.code());
                data.int(3, code::RLE);
                data.int(4, code::RLE);
            });
        });
        bytes.len() - start
    }

    /// Appends such a page, read with its head from an earlier file. Returns the length of the head.
    ///
    /// # Errors
    /// When it cannot be read, and when what is there is another kind of page.
    pub(super) fn copy(self, from: &mut impl Read, bytes: &mut Vec<u8>) -> io::Result<usize> {
        let start = bytes.len();
        // The head up to the length after compression, which comes as the third field.
        let mut before = Vec::new();
        thrift::record(&mut before, |page| {
            page.int(1, code::DATA_PAGE);
            page.int(2, self.content as i32);
            page.int(3, 0);
        });
        before.truncate(before.len() - 2);
        expect(from, &before)?;
        let compressed = thrift::read_natural(from)?;
        if compressed > 2 * self.content as u64 + 64 {
            return Err(damaged());
        }
        let compressed = compressed as usize;
        let head = self.head(compressed, bytes);
        varint(&mut before, 2 * compressed as u64);
        let after = bytes[start + before.len()..].to_vec();
        expect(from, &after)?;
        let body = bytes.len();
        bytes.resize(body + compressed, 0);
        from.read_exact(&mut bytes[body..]).map_err(cut_short)?;
        if bytes[body..].starts_with(&zstd_frame::head(self.content)) {
            Ok(head)
        } else {
            Err(damaged())
        }
    }
}

/// Reads bytes that must be `expected`.
///
/// # Errors
/// When they are others.
pub(super) fn expect(from: &mut impl Read, expected: &[u8]) -> io::Result<()> {
    let mut found = vec![0; expected.len()];
    from.read_exact(&mut found).map_err(cut_short)?;
    if found == expected {
        Ok(())
    } else {
        Err(damaged())
    }
}

/// What is said of a file that is not what its beginning or its end promises.
pub(super) fn damaged() -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        "the earlier draws are damaged: a page is not as it was written",
    )
}

fn cut_short(error: io::Error) -> io::Error {
    if error.kind() == io::ErrorKind::UnexpectedEof {
        damaged()
    } else {
        error
    }
}

/// Writes `count` consecutive whole numbers from `first` on as differences, all of them 1: blocks of 128 differences with the
/// smallest of them and four miniblocks of no bits.
///
/// # References
///
/// - Apache Parquet, *Encodings*, section *Delta Encoding*.
pub(super) fn consecutive(first: u64, count: usize, bytes: &mut Vec<u8>) {
    bytes.clear();
    varint(bytes, 128);
    varint(bytes, 4);
    varint(bytes, count as u64);
    varint(bytes, first << 1);
    for _ in 0..count.saturating_sub(1).div_ceil(128) {
        bytes.extend([2, 0, 0, 0, 0]);
    }
}
