//! The footer of a file of draws: columns, row groups, metadata.
//!
//! Written here and not by polars, whose writer keeps the head of every page until the end: memory would grow by 3 bytes
//! with every draw. Kept here are two numbers per column and row group.
//!
//! # References
//!
//! - Apache Parquet, `parquet.thrift`.

use std::iter::once;

use polars::prelude::{ArrowDataType, ArrowField, ArrowSchema};
use polars_parquet::write::schema_to_metadata_key;

use super::page::Encoding;
use super::thrift::{self, Record};

/// Members of enumerations of the format.
mod code {
    pub(super) const INT64: i32 = 2;
    pub(super) const DOUBLE: i32 = 5;
    pub(super) const REQUIRED: i32 = 0;
    pub(super) const UINT_64: i32 = 14;
    pub(super) const ZSTD: i32 = 6;
    pub(super) const VERSION: i32 = 1;
}

/// The column that numbers the draws.
const DRAW: &str = "draw";

/// What begins and ends a file.
pub(super) const MAGIC: [u8; 4] = *b"PAR1";

/// The pages of a column in a row group: lengths in bytes, heads included.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Chunk {
    /// As in the file.
    pub(super) compressed: u64,
    /// Before compression.
    pub(super) content: u64,
}

impl Chunk {
    /// Counts a page.
    pub(super) fn add(&mut self, page: Self) {
        self.compressed += page.compressed;
        self.content += page.content;
    }
}

/// A row group: its chunks lie one behind the other, and row groups do.
#[derive(Clone, Debug)]
pub(super) struct RowGroup {
    /// Draws.
    pub(super) rows: u64,
    /// Columns: `draw` and the numbers.
    pub(super) chunks: Vec<Chunk>,
}

/// The bytes with which the footer begins, which say all about the columns, and the head of the number of draws that follows.
pub(super) fn opening(names: &[String]) -> Vec<u8> {
    let mut bytes = Vec::new();
    thrift::record(&mut bytes, |file| {
        columns(file, names);
        file.long(3, 0);
    });
    // Without the number and the end of the record.
    bytes.truncate(bytes.len() - 2);
    bytes
}

/// The whole footer without its length and the magic number.
pub(super) fn footer(
    names: &[String],
    groups: &[RowGroup],
    metadata: &[(String, String)],
) -> Vec<u8> {
    let mut bytes = Vec::new();
    let schema = schema_to_metadata_key(&arrow_schema(names));
    let mut pairs = vec![(schema.key, schema.value.unwrap_or_default())];
    pairs.extend_from_slice(metadata);
    let mut offset = MAGIC.len() as u64;
    thrift::record(&mut bytes, |file| {
        columns(file, names);
        file.long(3, groups.iter().map(|group| group.rows).sum());
        file.records(4, groups.iter(), |record, group| {
            row_group(record, names, group, &mut offset);
        });
        file.records(5, pairs.iter(), |pair, (key, value)| {
            pair.text(1, key);
            pair.text(2, value);
        });
        file.text(6, concat!("sroi version ", env!("CARGO_PKG_VERSION")));
    });
    bytes
}

fn columns(file: &mut Record<'_>, names: &[String]) {
    file.int(1, code::VERSION);
    let count = names.len() + 1;
    let leaves = once(DRAW).chain(names.iter().map(String::as_str));
    let elements: Vec<&str> = once("root").chain(leaves).collect();
    file.records(
        2,
        elements.into_iter().enumerate(),
        |element, (index, name)| match index {
            0 => {
                element.text(4, name);
                element.int(5, count as i32);
            }
            1 => {
                element.int(1, code::INT64);
                element.int(3, code::REQUIRED);
                element.text(4, name);
                element.int(6, code::UINT_64);
                // The same in the newer way: a whole number of 64 bits without sign.
                element.record(10, |kind| {
                    kind.record(10, |whole| {
                        whole.byte(1, 64);
                        whole.truth(2, false);
                    });
                });
            }
            _ => {
                element.int(1, code::DOUBLE);
                element.int(3, code::REQUIRED);
                element.text(4, name);
            }
        },
    );
}

fn row_group(record: &mut Record<'_>, names: &[String], group: &RowGroup, offset: &mut u64) {
    let start = *offset;
    let kinds = once((DRAW, code::INT64, Encoding::Delta)).chain(
        names
            .iter()
            .map(|name| (name.as_str(), code::DOUBLE, Encoding::Planes)),
    );
    let chunks: Vec<_> = group.chunks.iter().zip(kinds).collect();
    record.records(
        1,
        chunks.into_iter(),
        |column, (chunk, (name, kind, encoding))| {
            column.long(2, *offset);
            column.record(3, |data| {
                data.int(1, kind);
                data.ints(2, &encoding.codes());
                data.texts(3, &[name]);
                data.int(4, code::ZSTD);
                data.long(5, group.rows);
                data.long(6, chunk.content);
                data.long(7, chunk.compressed);
                data.long(9, *offset);
            });
            *offset += chunk.compressed;
        },
    );
    record.long(2, group.chunks.iter().map(|chunk| chunk.content).sum());
    record.long(3, group.rows);
    record.long(5, start);
    record.long(6, *offset - start);
}

/// The columns as Arrow knows them, for readers that look there first.
fn arrow_schema(names: &[String]) -> ArrowSchema {
    let field = |name: &str, kind| ArrowField::new(name.into(), kind, false);
    let numbers = names.iter().map(|name| field(name, ArrowDataType::Float64));
    once(field(DRAW, ArrowDataType::UInt64))
        .chain(numbers)
        .map(|field| (field.name.clone(), field))
        .collect()
}
