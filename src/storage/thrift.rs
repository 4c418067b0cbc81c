//! Writes the compact protocol of Thrift: the language of the headers and the footer of a Parquet file.
//!
//! # References
//!
//! - Apache Thrift, *Thrift compact protocol encoding*, `doc/specs/thrift-compact-protocol.md`.

use std::io::{self, Read};

const TRUE: u8 = 1;
const FALSE: u8 = 2;
const BYTE: u8 = 3;
const INT: u8 = 5;
const LONG: u8 = 6;
const TEXT: u8 = 8;
const LIST: u8 = 9;
const RECORD: u8 = 12;

/// Appends a record, which `fill` fills.
pub(super) fn record(bytes: &mut Vec<u8>, fill: impl FnOnce(&mut Record<'_>)) {
    fill(&mut Record { bytes, last: 0 });
    bytes.push(0);
}

/// A record that is being written: fields in ascending order of their numbers, at most 15 apart.
pub(super) struct Record<'a> {
    bytes: &'a mut Vec<u8>,
    last: u8,
}

impl Record<'_> {
    /// A whole number of 32 bits, or a member of an enumeration.
    pub(super) fn int(&mut self, number: u8, value: i32) {
        self.field(number, INT);
        varint(self.bytes, zigzag(value.into()));
    }

    /// A whole number of 64 bits.
    pub(super) fn long(&mut self, number: u8, value: u64) {
        self.field(number, LONG);
        varint(self.bytes, zigzag(value as i64));
    }

    /// A whole number of 8 bits.
    pub(super) fn byte(&mut self, number: u8, value: u8) {
        self.field(number, BYTE);
        self.bytes.push(value);
    }

    /// A truth value.
    pub(super) fn truth(&mut self, number: u8, value: bool) {
        self.field(number, if value { TRUE } else { FALSE });
    }

    /// A text.
    pub(super) fn text(&mut self, number: u8, value: &str) {
        self.field(number, TEXT);
        text(self.bytes, value);
    }

    /// A record.
    pub(super) fn record(&mut self, number: u8, fill: impl FnOnce(&mut Record<'_>)) {
        self.field(number, RECORD);
        record(self.bytes, fill);
    }

    /// A list of whole numbers of 32 bits.
    pub(super) fn ints(&mut self, number: u8, values: &[i32]) {
        self.list(number, INT, values.len());
        for &value in values {
            varint(self.bytes, zigzag(value.into()));
        }
    }

    /// A list of texts.
    pub(super) fn texts(&mut self, number: u8, values: &[&str]) {
        self.list(number, TEXT, values.len());
        for value in values {
            text(self.bytes, value);
        }
    }

    /// A list of records, each filled by `fill`.
    pub(super) fn records<T>(
        &mut self,
        number: u8,
        items: impl ExactSizeIterator<Item = T>,
        mut fill: impl FnMut(&mut Record<'_>, T),
    ) {
        self.list(number, RECORD, items.len());
        for item in items {
            record(self.bytes, |record| fill(record, item));
        }
    }

    fn field(&mut self, number: u8, kind: u8) {
        self.bytes.push((number - self.last) << 4 | kind);
        self.last = number;
    }

    fn list(&mut self, number: u8, kind: u8, length: usize) {
        self.field(number, LIST);
        if length < 15 {
            self.bytes.push((length as u8) << 4 | kind);
        } else {
            self.bytes.push(0xf0 | kind);
            varint(self.bytes, length as u64);
        }
    }
}

fn text(bytes: &mut Vec<u8>, value: &str) {
    varint(bytes, value.len() as u64);
    bytes.extend_from_slice(value.as_bytes());
}

/// Small numbers of either sign as small numbers: 0, −1, 1, −2 … become 0, 1, 2, 3 …
fn zigzag(value: i64) -> u64 {
    (value << 1 ^ value >> 63) as u64
}

/// Appends a number, seven bits a byte, the lowest first.
pub(super) fn varint(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

/// Reads a number that is not negative, written by [`Record::int`] or [`Record::long`] after the head of its field.
pub(super) fn read_natural(from: &mut impl Read) -> io::Result<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let mut byte = [0];
        from.read_exact(&mut byte)?;
        value |= u64::from(byte[0] & 0x7f) << shift;
        if byte[0] < 0x80 {
            return if value & 1 == 0 {
                Ok(value >> 1)
            } else {
                Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    "a size is negative",
                ))
            };
        }
    }
    Err(io::Error::new(
        io::ErrorKind::InvalidData,
        "a size has more than 64 bits",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand from the specification.
    #[test]
    fn bytes_of_a_record() {
        let mut bytes = Vec::new();
        record(&mut bytes, |record| {
            record.int(1, -3);
            record.long(3, 150);
            record.truth(4, true);
            record.text(6, "ab");
            record.record(7, |inner| inner.byte(2, 64));
            record.ints(9, &[9, 3]);
            record.texts(10, &["c"]);
        });
        assert_eq!(
            bytes,
            [
                0x15, 0x05, 0x26, 0xac, 0x02, 0x11, 0x28, 2, b'a', b'b', 0x1c, 0x23, 64, 0, 0x29,
                0x25, 18, 6, 0x19, 0x18, 1, b'c', 0
            ]
        );
    }

    #[test]
    fn long_lists_have_their_length_beside() {
        let mut bytes = Vec::new();
        record(&mut bytes, |record| {
            record.records(1, 0..15, |_, _| ());
        });
        assert_eq!(bytes[..3], [0x19, 0xfc, 15]);
        assert_eq!(bytes.len(), 3 + 15 + 1);
    }

    #[test]
    fn naturals_come_back() {
        for value in [0, 1, 63, 64, 65_536, u64::MAX >> 2] {
            let mut bytes = Vec::new();
            varint(&mut bytes, zigzag(value as i64));
            assert_eq!(read_natural(&mut &bytes[..]).unwrap(), value);
        }
        assert!(read_natural(&mut &[1_u8][..]).is_err());
        assert!(read_natural(&mut &[0x80_u8][..]).is_err());
        assert!(read_natural(&mut &[0x80_u8; 11][..]).is_err());
    }
}
