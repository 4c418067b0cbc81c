//! Turns results into tables, text and JSON; computes nothing.

pub mod digits;
mod draws;
mod grid;
mod manifest;
mod manifest_compare;
mod stored;
mod table_scenarios;
mod tables;
mod tables_compare;
mod text_bench;
mod text_chain;
mod text_check;
mod text_compare;
mod text_overruled;
mod text_price;
mod text_reproduce;
mod text_run;
mod text_scenarios;

pub use draws::DrawFile;
pub use manifest::{Manifest, OtherRun, PriceFactors, Until};
pub use manifest_compare::{CompareManifest, ComparedCase};
pub use stored::{StoredError, read_results};
pub use table_scenarios::scenarios_table;
pub use tables::{break_even_table, roi_table, stakeholders_table, summary_table, tornado_table};
pub use tables_compare::{compare_stakeholders_table, compare_table};
pub use text_bench::{BenchRow, bench_text};
pub use text_check::check_text;
pub use text_compare::compare_text;
pub use text_reproduce::reproduce_text;
pub use text_run::{RunReport, run_text, until_text};
pub use text_scenarios::{ScenariosReport, scenarios_text};
