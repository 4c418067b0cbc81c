//! Turns results into tables, text and JSON; computes nothing.

pub mod digits;
mod draws;
mod grid;
mod manifest;
mod tables;
mod tables_parties;
mod text_bench;
mod text_check;
mod text_check_parties;
mod text_reproduce;
mod text_run;
mod text_stakeholders;

pub use draws::DrawFile;
pub use manifest::{Manifest, OtherRun, Until};
pub use tables::{break_even_table, roi_table, summary_table, tornado_table};
pub use tables_parties::{perspectives_table, stakeholders_table};
pub use text_bench::{BenchRow, bench_text};
pub use text_check::check_text;
pub use text_reproduce::reproduce_text;
pub use text_run::{RunReport, run_text, until_text};
pub use text_stakeholders::{PartiesReport, parties_text};
