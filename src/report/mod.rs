//! Turns results into tables, text and JSON; computes nothing.

pub mod digits;
mod document;
mod draws;
mod grid;
mod manifest;
mod notation;
mod stored;
mod tables;
mod text;
pub mod words;

pub use document::document;
pub use draws::DrawFile;
pub use manifest::{
    AnalyseManifest, Analysed, CompareManifest, ComparedCase, Manifest, OtherRun, PriceFactors,
    SampleFile, Until,
};
pub use notation::notation;
pub use stored::{StoredError, read_results};
pub use tables::{
    acceptability_table, analyse_tables, break_even_table, compare_stakeholders_table,
    compare_table, conditional_mean_table, convergence_table, crossing_grid_table, crossings_table,
    exact_table, given_data_table, perspectives_table, predictive_table, roi_table,
    scenarios_table, sobol_tables, stakeholders_table, summary_table, tornado_of_run_table,
    tornado_table, two_way_table, voi_tables,
};
pub use text::{
    AnalyseReport, BarSide, BenchRow, CrossingReport, Paint, PartiesReport, RunReport,
    ScenariosReport, SobolReport, TornadoReport, VoiReport, analyse_text, audit_text, bench_text,
    check_text, compare_text, crossing_text, parties_text, reproduce_text, run_text,
    scenarios_text, sobol_text, tornado_text, unpainted, until_text, voi_text,
};
