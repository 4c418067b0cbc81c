//! Tables read back.

use std::fs::File;
use std::io;
use std::path::Path;

use polars::prelude::{DataFrame, DataType, ParquetReader, SerReader};

/// A result table as it stands on disk.
#[derive(Debug)]
pub struct StoredTable {
    frame: DataFrame,
}

impl StoredTable {
    /// Reads a table.
    ///
    /// # Errors
    /// When the file is missing, or is not Parquet.
    pub fn read(path: &Path) -> io::Result<Self> {
        let reader = ParquetReader::new(File::open(path)?);
        let frame = reader.finish().map_err(super::parquet::io_error)?;
        Ok(Self { frame })
    }

    /// A column of numbers: not-a-number for nulls, `None` when there is no such column.
    #[must_use]
    pub fn numbers(&self, name: &str) -> Option<Vec<f64>> {
        let column = self
            .frame
            .column(name)
            .ok()?
            .cast(&DataType::Float64)
            .ok()?;
        let values = column.f64().ok()?;
        Some(values.iter().map(|x| x.unwrap_or(f64::NAN)).collect())
    }

    /// A column of text, `None` when there is no such column.
    #[must_use]
    pub fn texts(&self, name: &str) -> Option<Vec<Option<String>>> {
        let column = self.frame.column(name).ok()?;
        let values = column.str().ok()?;
        Some(values.iter().map(|x| x.map(str::to_owned)).collect())
    }
}
