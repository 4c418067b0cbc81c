//! Turns results into tables, text and JSON; computes nothing.

pub mod digits;
mod draws;
mod grid;
mod manifest;
mod manifest_analyse;
mod manifest_compare;
mod stored;
mod tables;
mod tables_analyse;
mod tables_compare;
mod text_analyse;
mod text_bench;
mod text_check;
mod text_compare;
mod text_reproduce;
mod text_run;

pub use draws::DrawFile;
pub use manifest::{Manifest, OtherRun, Until};
pub use manifest_analyse::{AnalyseManifest, SampleFile};
pub use manifest_compare::{CompareManifest, ComparedCase};
pub use stored::{StoredError, read_results};
pub use tables::{break_even_table, roi_table, stakeholders_table, summary_table, tornado_table};
pub use tables_analyse::analyse_tables;
pub use tables_compare::{compare_stakeholders_table, compare_table};
pub use text_analyse::{AnalyseReport, analyse_text};
pub use text_bench::{BenchRow, bench_text};
pub use text_check::check_text;
pub use text_compare::compare_text;
pub use text_reproduce::reproduce_text;
pub use text_run::{RunReport, run_text, until_text};
