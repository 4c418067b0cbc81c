//! Tables read back.

use std::fs::File;
use std::io;
use std::path::Path;

use polars::prelude::{DataFrame, DataType, ParquetReader, SerReader};

use super::table::{Column, Table};

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

    /// The first thing in which it is not this table; `None` where it holds the same numbers and texts in the same columns.
    #[must_use]
    pub fn difference(&self, table: &Table) -> Option<Difference> {
        let expected: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
        let found = self.frame.get_column_names().into_iter();
        let found: Vec<&str> = found.map(AsRef::as_ref).collect();
        if let Some(name) = expected.iter().find(|name| !found.contains(name)) {
            return Some(Difference::Lacks((*name).to_owned()));
        }
        if let Some(name) = found.iter().find(|name| !expected.contains(name)) {
            return Some(Difference::Extra((*name).to_owned()));
        }
        let mut columns = table.columns.iter();
        columns.find_map(|(name, column)| self.other_cell(name, column))
    }

    /// The first cell of a column that is another.
    fn other_cell(&self, name: &str, column: &Column) -> Option<Difference> {
        let lacks = || Some(Difference::Lacks(name.to_owned()));
        let row = match column {
            Column::Text(values) => match self.texts(name) {
                Some(found) => other(&found, values, |a, b| a == b),
                None => return lacks(),
            },
            Column::Number(values) => match self.numbers(name) {
                Some(found) => other(&found, values, |a, b| a == b || (a.is_nan() && b.is_nan())),
                None => return lacks(),
            },
            Column::Whole(values) => match self.wholes(name) {
                Some(found) => other(&found, values, |a, b| a == b),
                None => return lacks(),
            },
            Column::Truth(values) => match self.truths(name) {
                Some(found) => other(&found, values, |a, b| a == b),
                None => return lacks(),
            },
        };
        row.map(|row| Difference::Cell(name.to_owned(), row + 1))
    }

    fn wholes(&self, name: &str) -> Option<Vec<u64>> {
        let values = self.frame.column(name).ok()?.u64().ok()?.clone();
        values.iter().collect()
    }

    fn truths(&self, name: &str) -> Option<Vec<Option<bool>>> {
        let values = self.frame.column(name).ok()?.bool().ok()?.clone();
        Some(values.iter().collect())
    }
}

/// In what a stored table is not another one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Difference {
    /// It has no such column.
    #[error("it has no column `{0}`")]
    Lacks(String),
    /// It has a column too many.
    #[error("it has a column `{0}`, which is not one of sroi")]
    Extra(String),
    /// A cell of a column, by row from 1, is another, or there are fewer or more rows.
    #[error("column `{0}` is another from row {1}")]
    Cell(String, usize),
}

/// The first row in which two columns differ.
fn other<T>(found: &[T], expected: &[T], same: impl Fn(&T, &T) -> bool) -> Option<usize> {
    let mut pairs = found.iter().zip(expected);
    let row = pairs.position(|(a, b)| !same(a, b));
    row.or_else(|| (found.len() != expected.len()).then_some(found.len().min(expected.len())))
}
