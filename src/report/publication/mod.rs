//! What a publication is made of: a run, what was found in it, and what is computed beside it.

mod cell;
mod checklist;
mod format;
mod methods;
mod tables;
mod unit;

pub use cell::{Cell, Column, PublicationTable};
pub use checklist::checklist;
pub use format::{csv, latex, latex_document, markdown, table_files, word};
pub use methods::{methods, sentence};
pub use tables::publication_tables;

use crate::analysis::{Carried, Findings, Reproduction, ScenarioRow, Voi};
use crate::model::{Family, Model, Variant};
use crate::report::Manifest;
use crate::sim::Simulation;
use crate::text::{Diagnostic, Lang};

/// A run with all that its report, figures, tables and workbook show.
#[derive(Clone, Copy, Debug)]
pub struct Publication<'a> {
    /// The language.
    pub lang: Lang,
    /// The case.
    pub model: &'a Model,
    /// What was run.
    pub variant: &'a Variant,
    /// How it was run.
    pub manifest: &'a Manifest,
    /// The draws, summed up.
    pub simulation: &'a Simulation,
    /// The results.
    pub findings: &'a Findings,
    /// The published figures.
    pub reproduction: &'a Reproduction,
    /// ROI at the published points, nothing drawn, for all and hard euros; not a number where there is none.
    pub at_points: [f64; 2],
    /// Scenarios and alternatives; none where the choices of the run leave no other.
    pub scenarios: Option<Scenarios<'a>>,
    /// What more research would be worth; none for a predictive run, or where nothing varies.
    pub voi: Option<ResearchValue<'a>>,
    /// Draws for readers to ask of; none for a predictive run.
    pub carried: Option<&'a Carried>,
    /// What a reviewer would raise about the case.
    pub warnings: &'a [Diagnostic],
}

/// Scenarios and alternatives beside the run, on draws of their own.
#[derive(Clone, Copy, Debug)]
pub struct Scenarios<'a> {
    /// What is compared.
    pub family: &'a Family,
    /// How it was drawn.
    pub manifest: &'a Manifest,
    /// The results, the base first.
    pub rows: &'a [ScenarioRow],
}

/// The value of information, on draws of its own.
#[derive(Clone, Copy, Debug)]
pub struct ResearchValue<'a> {
    /// By regression.
    pub voi: &'a Voi,
    /// EVPPI that is known without drawing, by inputs.
    pub exact: &'a [(Vec<usize>, f64)],
}
