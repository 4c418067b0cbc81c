//! Parquet files of numbers.

use std::fs::File;
use std::path::Path;

use polars::prelude::{Column, DataType, ParquetReader, SerReader};

use super::numeric::{NumericTable, Reason};

/// Reads every column; not-a-number stands for nulls.
pub(super) fn read(path: &Path) -> Result<NumericTable, Reason> {
    let file = File::open(path).map_err(Reason::Io)?;
    let frame = ParquetReader::new(file)
        .finish()
        .map_err(|error| Reason::Io(super::parquet::io_error(error)))?;
    let mut table = NumericTable::default();
    for column in frame.columns() {
        table.names.push(column.name().to_string());
        table.columns.push(numbers(column)?);
    }
    table.checked()
}

fn numbers(column: &Column) -> Result<Vec<f64>, Reason> {
    let name = column.name().to_string();
    let kind = column.dtype();
    if !(kind.is_primitive_numeric() || kind.is_bool()) {
        let kind = kind.to_string();
        return Err(Reason::Kind { name, kind });
    }
    let failed = |error| Reason::Io(super::parquet::io_error(error));
    let floats = column.cast(&DataType::Float64).map_err(failed)?;
    let values = floats.f64().map_err(failed)?;
    Ok(values.iter().map(|x| x.unwrap_or(f64::NAN)).collect())
}
