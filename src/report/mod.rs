//! Turns results into tables, text and JSON; computes nothing.

pub mod digits;
mod draws;
mod grid;
mod manifest;
mod table_scenarios;
mod tables;
mod text_bench;
mod text_check;
mod text_overruled;
mod text_reproduce;
mod text_run;
mod text_scenarios;

pub use draws::DrawFile;
pub use manifest::{Manifest, OtherRun, Until};
pub use table_scenarios::scenarios_table;
pub use tables::{break_even_table, roi_table, stakeholders_table, summary_table, tornado_table};
pub use text_bench::{BenchRow, bench_text};
pub use text_check::check_text;
pub use text_reproduce::reproduce_text;
pub use text_run::{RunReport, run_text, until_text};
pub use text_scenarios::{ScenariosReport, scenarios_text};
