//! Tables of numbers that users bring: CSV or Parquet.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::numeric_csv;
use super::numeric_parquet;

/// Named columns of numbers of one length.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NumericTable {
    /// Names, in order, no two alike.
    pub names: Vec<String>,
    /// Columns, in the order of the names.
    pub columns: Vec<Vec<f64>>,
    /// Whether a first column without a name that only numbers the rows was left out.
    pub index_left_out: bool,
}

impl NumericTable {
    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, Vec::len)
    }

    /// Reads a table, Parquet if the file begins as Parquet does and CSV otherwise. The format of CSV is described at
    /// [`NumericTable::read_csv`].
    ///
    /// # Errors
    /// When the file cannot be read, or holds anything but named columns of finite numbers.
    pub fn read(path: &Path) -> Result<Self, NumericError> {
        let failed = |reason| NumericError::new(path, Reason::Io(reason));
        let mut magic = [0; 4];
        let mut file = File::open(path).map_err(failed)?;
        if file.metadata().map_err(failed)?.is_dir() {
            let folder = io::Error::other("it is a folder, not a file");
            return Err(failed(folder));
        }
        let length = file.read(&mut magic).map_err(failed)?;
        if &magic[..length] == b"PAR1" {
            Self::read_parquet(path)?.finite(path)
        } else {
            Self::read_csv(path)
        }
    }

    /// Reads a Parquet table, in which numbers may be infinite or missing (then they are not-a-number).
    ///
    /// # Errors
    /// When the file cannot be read, or some column does not hold numbers.
    pub fn read_parquet(path: &Path) -> Result<Self, NumericError> {
        numeric_parquet::read(path).map_err(|reason| NumericError::new(path, reason))
    }

    /// The same table if all its numbers can be used.
    fn finite(self, path: &Path) -> Result<Self, NumericError> {
        for (name, column) in self.names.iter().zip(&self.columns) {
            if let Some(row) = column.iter().position(|x| !is_usable(*x)) {
                let found = match column[row] {
                    x if x.is_nan() => "nothing".to_owned(),
                    x => format!("`{x}`"),
                };
                let (name, place) = (name.clone(), Place::Row(row + 1));
                return Err(NumericError::new(path, Reason::Cell { place, name, found }));
            }
        }
        Ok(self)
    }

    /// Reads a table of comma-, semicolon- or tab-separated numbers with a header row.
    ///
    /// The separator is the first of tab, semicolon and comma that the header has outside quotes. Names and numbers may stand in double
    /// quotes. With semicolons or tabs, numbers may have a decimal comma, if none of the file has a decimal point. A first column without a
    /// name is left out if it counts the rows, as R and pandas write it. A byte order mark, and lines ending in CR LF, are fine.
    ///
    /// # Errors
    /// When the file cannot be read, or a cell is empty, no number or not finite.
    pub fn read_csv(path: &Path) -> Result<Self, NumericError> {
        numeric_csv::read(path).map_err(|reason| NumericError::new(path, reason))
    }

    /// The names must be there and differ.
    pub(super) fn checked(self) -> Result<Self, Reason> {
        for (index, name) in self.names.iter().enumerate() {
            if name.is_empty() {
                return Err(Reason::NoName { column: index + 1 });
            }
            if self.names[..index].contains(name) {
                return Err(Reason::Repeated { name: name.clone() });
            }
        }
        if self.rows() == 0 {
            return Err(Reason::NoRows);
        }
        Ok(self)
    }
}

/// A table that cannot be read, with the file it is in.
#[derive(Debug, thiserror::Error)]
#[error("`{}`: {reason}", .path.display())]
pub struct NumericError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub reason: Reason,
}

impl NumericError {
    fn new(path: &Path, reason: Reason) -> Self {
        Self {
            path: path.to_owned(),
            reason,
        }
    }
}

/// Where a cell stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A line of a text file; the header is line 1.
    Line(usize),
    /// A row of a table, counted from 1.
    Row(usize),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line}"),
            Self::Row(row) => write!(f, "row {row}"),
        }
    }
}

/// What is wrong with a table. Lines are those of the file, the header being line 1.
#[derive(Debug, thiserror::Error)]
pub enum Reason {
    /// The system refuses.
    #[error("cannot be read: {0}")]
    Io(io::Error),
    /// Not text.
    #[error("line {line} is not UTF-8; save the table as CSV in UTF-8, or as Parquet")]
    NotText {
        /// The line.
        line: usize,
    },
    /// Nothing in it.
    #[error("the file is empty; a table has a header row of names and a row of numbers per draw")]
    Empty,
    /// A header and nothing else.
    #[error("there are no rows of numbers below the header")]
    NoRows,
    /// The first row holds numbers.
    #[error("the first row holds numbers where names are expected; put a header row above it")]
    NoHeader,
    /// A column without a name.
    #[error(
        "column {column} has no name; name it in the header row, or leave it out (R: `write.csv(…, row.names = FALSE)`)"
    )]
    NoName {
        /// The column, counted from 1.
        column: usize,
    },
    /// Two columns of one name.
    #[error("two columns are named `{name}`; rename one")]
    Repeated {
        /// The name.
        name: String,
    },
    /// A row with more or fewer cells than names.
    #[error("line {line} has {found} cells and the header {expected} names{}", width_help(*.found, *.expected))]
    Width {
        /// The line.
        line: usize,
        /// Its cells.
        found: usize,
        /// Cells of the header.
        expected: usize,
    },
    /// A quotation mark that is not closed on its line.
    #[error(
        "line {line} has a quotation mark that is not closed; names and numbers must stand on one line"
    )]
    Quote {
        /// The line.
        line: usize,
    },
    /// A cell that is no number.
    #[error("{place}, column `{name}`: expected a finite number, found {found}{}", cell_help(.found))]
    Cell {
        /// Where.
        place: Place,
        /// The column.
        name: String,
        /// What is there, in backticks, or "nothing".
        found: String,
    },
    /// Decimal commas and decimal points.
    #[error(
        "line {line}, column `{name}`: `{found}` has a decimal comma, and other numbers of the file have a decimal point; write all alike"
    )]
    Mixed {
        /// The line.
        line: usize,
        /// The column.
        name: String,
        /// What is there.
        found: String,
    },
    /// A column that does not hold numbers.
    #[error("column `{name}` holds {kind}, not numbers; leave it out or convert it")]
    Kind {
        /// The column.
        name: String,
        /// What it holds.
        kind: String,
    },
}

fn width_help(found: usize, expected: usize) -> &'static str {
    if found == expected + 1 {
        "; if the first cell numbers the rows, write the table without row names (R: `row.names = FALSE`)"
    } else {
        "; names that hold the separator must stand in quotes"
    }
}

fn cell_help(found: &str) -> &'static str {
    let digits = found.bytes().any(|b| b.is_ascii_digit());
    if digits && found.contains(',') {
        "; write numbers with a decimal point and without thousands separators"
    } else {
        "; complete the draw or leave it out of every table"
    }
}

/// Whether a number can be used: squares and sums of larger ones would be no numbers.
pub(super) fn is_usable(x: f64) -> bool {
    x.abs() <= 1e100
}
