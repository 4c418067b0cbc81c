//! Result files: Parquet tables, and a folder that appears complete or not at all.
//!
//! The only place that knows polars and Parquet. Names, types and metadata of the files are decided above; here they become bytes.

mod byte_planes;
mod draws;
mod encoder;
mod file;
mod folder;
mod footer;
mod numeric;
mod numeric_csv;
mod numeric_parquet;
mod page;
mod parquet;
mod read;
mod table;
mod thrift;
mod zstd_frame;

pub use draws::DrawWriter;
pub use encoder::{DrawEncoder, EncodedDraws, Scratch};
pub use file::{FileError, write_file};
pub use folder::{Fate, FolderError, Leftover, ResultsFolder};
pub use numeric::{NumericError, NumericTable, Place, Reason};
pub use parquet::write_table;
pub use read::{Difference, StoredTable};
pub use table::{Column, Table};
