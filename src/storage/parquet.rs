//! Tables as Parquet: zstd, key-value metadata, one row group.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use polars::polars_utils::compression::ZstdLevel;
use polars::prelude::{
    Column as PolarsColumn, DataFrame, KeyValueMetadata, ParquetCompression, ParquetWriter,
    PolarsError,
};

use super::table::{Column, Table};

/// Writes a table to `path` with key-value metadata.
///
/// # Errors
/// When the file cannot be written.
pub fn write_table(path: &Path, table: &Table, metadata: &[(String, String)]) -> io::Result<()> {
    let columns: Vec<PolarsColumn> = table
        .columns
        .iter()
        .map(|(name, column)| polars_column(name, column))
        .collect();
    let height = columns.first().map_or(0, PolarsColumn::len);
    let frame = DataFrame::new(height, columns).map_err(io_error)?;
    let mut file = BufWriter::new(File::create(path)?);
    let mut batched = writer(&mut file)?
        .with_key_value_metadata(Some(KeyValueMetadata::from_static(metadata.to_vec())))
        .batched(frame.schema())
        .map_err(io_error)?;
    batched.write_batch(&frame).map_err(io_error)?;
    batched.finish().map_err(io_error)?;
    drop(batched);
    close(file)
}

fn polars_column(name: &str, column: &Column) -> PolarsColumn {
    match column {
        Column::Text(values) => PolarsColumn::new(name.into(), values.as_slice()),
        Column::Number(values) => {
            let known: Vec<Option<f64>> =
                values.iter().map(|x| (!x.is_nan()).then_some(*x)).collect();
            PolarsColumn::new(name.into(), known)
        }
        Column::Whole(values) => PolarsColumn::new(name.into(), values.as_slice()),
        Column::Truth(values) => PolarsColumn::new(name.into(), values.as_slice()),
    }
}

fn writer<W: Write>(file: W) -> io::Result<ParquetWriter<W>> {
    let level = ZstdLevel::try_new(1).map_err(io_error)?;
    Ok(ParquetWriter::new(file).with_compression(ParquetCompression::Zstd(Some(level))))
}

/// Everything on disk, or an error: a full disk shows only here.
fn close(file: BufWriter<File>) -> io::Result<()> {
    file.into_inner()
        .map_err(io::IntoInnerError::into_error)?
        .sync_all()
}

pub(super) fn io_error(error: PolarsError) -> io::Error {
    match error {
        PolarsError::IO { error, .. } => io::Error::new(error.kind(), error.to_string()),
        other => io::Error::other(other.to_string()),
    }
}
