//! Result files: Parquet tables, and a folder that appears complete or not at all.
//!
//! The only place that knows polars. Names, types and metadata of the files are decided above; here they become bytes.

mod folder;
mod parquet;
mod table;

pub use folder::{Fate, FolderError, Leftover, ResultsFolder};
pub use parquet::{DrawWriter, write_table};
pub use table::{Column, Table};
