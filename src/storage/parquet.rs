//! Parquet: zstd, key-value metadata, one row group per batch.

use std::fmt;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::PoisonError;

use polars::polars_utils::compression::ZstdLevel;
use polars::prelude::{
    BatchedWriter, Column as PolarsColumn, DataFrame, DataType, Field, KeyValueMetadata,
    ParquetCompression, ParquetWriter, PolarsError, Schema, StatisticsOptions,
};
use polars_parquet::write::{KeyValue, schema_to_metadata_key};

use super::table::{Column, Table};

/// Rows of a row group of draws.
const ROW_GROUP: usize = 65_536;

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

fn io_error(error: PolarsError) -> io::Error {
    match error {
        PolarsError::IO { error, .. } => io::Error::new(error.kind(), error.to_string()),
        other => io::Error::other(other.to_string()),
    }
}

/// Writes draws: a column `draw` and columns of numbers, batch by batch, in constant memory.
pub struct DrawWriter {
    names: Vec<String>,
    pending: Vec<Vec<f64>>,
    next_draw: u64,
    batched: BatchedWriter<BufWriter<File>>,
    check: File,
}

impl fmt::Debug for DrawWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DrawWriter")
            .field("names", &self.names)
            .field("next_draw", &self.next_draw)
            .finish_non_exhaustive()
    }
}

impl DrawWriter {
    /// Opens the file.
    ///
    /// # Errors
    /// When it cannot be created.
    pub fn create(path: &Path, names: Vec<String>) -> io::Result<Self> {
        let numbers = names
            .iter()
            .map(|name| Field::new(name.as_str().into(), DataType::Float64));
        let draw = Field::new("draw".into(), DataType::UInt64);
        let schema: Schema = std::iter::once(draw).chain(numbers).collect();
        let file = File::create(path)?;
        let check = file.try_clone()?;
        // Bounds of row groups tell nothing about draws, and cost as much as compressing them.
        let batched = writer(BufWriter::new(file))?
            .with_statistics(StatisticsOptions::empty())
            .batched(&schema)
            .map_err(io_error)?;
        let pending = vec![Vec::with_capacity(ROW_GROUP); names.len()];
        Ok(Self {
            names,
            pending,
            next_draw: 0,
            batched,
            check,
        })
    }

    /// Appends draws: one slice per column, all of one length.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn append(&mut self, columns: &[Vec<f64>]) -> io::Result<()> {
        for (pending, column) in self.pending.iter_mut().zip(columns) {
            pending.extend_from_slice(column);
        }
        if self.height() >= ROW_GROUP {
            self.flush()
        } else {
            Ok(())
        }
    }

    /// Writes what is left and the footer with key-value metadata: the number of draws is known only now.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self, metadata: &[(String, String)]) -> io::Result<()> {
        if self.height() > 0 {
            self.flush()?;
        }
        {
            let writer = self.batched.get_writer();
            let mut writer = writer.lock().unwrap_or_else(PoisonError::into_inner);
            let mut pairs = vec![schema_to_metadata_key(writer.schema())];
            pairs.extend(metadata.iter().map(|(key, value)| KeyValue {
                key: key.clone(),
                value: Some(value.clone()),
            }));
            writer.end(Some(pairs)).map_err(io_error)?;
        }
        drop(self.batched);
        self.check.sync_all()
    }

    fn height(&self) -> usize {
        self.pending.first().map_or(0, Vec::len)
    }

    fn flush(&mut self) -> io::Result<()> {
        let height = self.height();
        let draws: Vec<u64> = (self.next_draw..self.next_draw + height as u64).collect();
        let mut columns = vec![PolarsColumn::new("draw".into(), draws)];
        for (name, values) in self.names.iter().zip(&mut self.pending) {
            columns.push(PolarsColumn::new(name.as_str().into(), values.as_slice()));
            values.clear();
        }
        self.next_draw += height as u64;
        let frame = DataFrame::new(height, columns).map_err(io_error)?;
        self.batched.write_batch(&frame).map_err(io_error)
    }
}
