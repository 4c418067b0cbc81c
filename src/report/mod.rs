//! Turns results into tables, text and JSON; computes nothing.

pub mod digits;
mod document;
mod draws;
mod figure;
mod grid;
pub(crate) mod html;
mod manifest;
mod notation;
mod page;
mod publication;
mod stored;
mod tables;
mod text;
pub mod words;
mod workbook;

pub use document::document;
pub use draws::DrawFile;
pub use figure::{Figure, FigureError, figures};
pub use grid::Align;
pub use manifest::{
    AnalyseManifest, Analysed, CompareManifest, ComparedCase, Manifest, OtherRun, PriceFactors,
    SampleFile, Until,
};
pub use notation::notation;
pub use page::page;
pub use publication::{
    Cell, Column, Publication, PublicationTable, ResearchValue, Scenarios, checklist, csv, latex,
    latex_document, markdown, methods, publication_tables, sentence, table_files, word,
};
pub use stored::{StoredError, StoredRun, check_manifest, check_tables, read_results, read_run};
pub use tables::{
    analyse_tables, compare_stakeholders_table, compare_table, conditional_mean_table,
    crossing_grid_table, crossings_table, given_data_table, run_tables, scenarios_table,
    sobol_tables, tornado_table, two_way_table, voi_tables,
};
pub use text::{
    AnalyseReport, BarSide, BenchRow, CrossingReport, Paint, PartiesReport, RunReport,
    ScenariosReport, SobolReport, TornadoReport, VoiReport, analyse_text, audit_text, bench_text,
    check_text, compare_text, crossing_text, parties_text, reproduce_text, run_text,
    scenarios_text, sobol_text, tornado_text, unpainted, until_text, voi_text,
};
pub use workbook::{WorkbookError, workbook};
