//! Turns results into tables, text and JSON; computes nothing.

pub mod digits;
mod draws;
mod grid;
mod manifest;
mod tables;
mod text_bench;
mod text_check;
mod text_predictive;
mod text_reproduce;
mod text_run;

pub use draws::DrawFile;
pub use manifest::{Manifest, OtherRun, Until};
pub use tables::{
    break_even_table, predictive_table, roi_table, stakeholders_table, summary_table, tornado_table,
};
pub use text_bench::{BenchRow, bench_text};
pub use text_check::check_text;
pub use text_reproduce::reproduce_text;
pub use text_run::{RunReport, run_text, until_text};
