//! Does the case reproduce its publication?
//!
//! Every published figure is computed at the points of its scenario, before anything is drawn. A figure is reproduced when
//! the difference is within what rounding explains; a figure with an erratum must differ from what is printed and, where
//! a corrected figure is stated, equal that.

use super::audit::{TableAudit, audit};
use crate::model::{Model, Published};
use crate::plan::evaluate;
use crate::text::Lang;

/// What became of a published figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Computed as printed.
    Reproduced,
    /// Printed wrongly, and the case says why.
    ErratumExplained,
    /// Computed differently, without an explanation that holds.
    NotReproduced,
    /// Said to be wrong, yet computed as printed.
    ErratumUnfounded,
}

impl Verdict {
    /// For readers.
    #[must_use]
    pub fn text(self, lang: Lang) -> &'static str {
        match self {
            Self::Reproduced => lang.pick("reproduced", "gereproduceerd"),
            Self::ErratumExplained => lang.pick("erratum explained", "erratum verklaard"),
            Self::NotReproduced => lang.pick("NOT REPRODUCED", "NIET GEREPRODUCEERD"),
            Self::ErratumUnfounded => lang.pick("ERRATUM UNFOUNDED", "ERRATUM ONGEGROND"),
        }
    }

    /// Whether the case and the publication agree, or their difference is explained.
    #[must_use]
    pub fn is_fine(self) -> bool {
        matches!(self, Self::Reproduced | Self::ErratumExplained)
    }
}

/// A published figure against the case.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Table or section.
    pub place: String,
    /// Row or cell.
    pub label: String,
    /// The scenario, by index.
    pub scenario: Option<usize>,
    /// As printed.
    pub published: f64,
    /// As computed.
    pub computed: f64,
    /// What rounding explains.
    pub tolerance: f64,
    /// What the cell should have been.
    pub corrected: Option<f64>,
    /// Why the printed figure is wrong.
    pub erratum: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// What became of it.
    pub verdict: Verdict,
}

/// All published figures of a case.
#[derive(Clone, Debug)]
pub struct Reproduction {
    /// In the order of the file.
    pub cells: Vec<Cell>,
    /// Printed tables, in the order of the file.
    pub tables: Vec<TableAudit>,
}

impl Reproduction {
    /// The verdicts on all published figures, cells of tables among them.
    pub fn verdicts(&self) -> impl Iterator<Item = Verdict> {
        let figures = self.cells.iter().map(|cell| cell.verdict);
        let cells = self.tables.iter().flat_map(|table| &table.cells);
        figures.chain(cells.map(|cell| cell.verdict))
    }

    /// How many published figures have a verdict.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> usize {
        self.verdicts().filter(|found| *found == verdict).count()
    }

    /// How many published figures are reproduced or explained.
    #[must_use]
    pub fn fine(&self) -> usize {
        self.verdicts().filter(|verdict| verdict.is_fine()).count()
    }

    /// Whether nothing is left unexplained.
    #[must_use]
    pub fn is_fine(&self) -> bool {
        self.verdicts().all(Verdict::is_fine) && self.tables.iter().all(TableAudit::is_fine)
    }
}

/// Computes every published figure, and audits printed tables.
#[must_use]
pub fn reproduce(model: &Model) -> Reproduction {
    Reproduction {
        cells: model
            .published
            .iter()
            .map(|published| cell(model, published))
            .collect(),
        tables: audit(model),
    }
}

fn cell(model: &Model, published: &Published) -> Cell {
    let scenario = published.scenario.or(model.published_scenario);
    let variant = model.variant_of(scenario, &published.switches, &[]);
    let computed = evaluate(model, &variant, &variant.points, &published.formula);
    Cell {
        place: published.place.clone(),
        label: published.label.clone(),
        scenario: published.scenario,
        published: published.value,
        computed,
        tolerance: published.tolerance,
        corrected: published.corrected,
        erratum: published.erratum.clone(),
        note: published.note.clone(),
        verdict: verdict(published, computed),
    }
}

fn verdict(published: &Published, computed: f64) -> Verdict {
    // Room for the rounding of binary numbers, so that 2.135 may be printed as 2.14 with a tolerance of 0.005.
    let slack = 1e-9 * published.value.abs().max(1e-300);
    let near = |figure: f64| (computed - figure).abs() <= published.tolerance + slack;
    if !computed.is_finite() {
        return Verdict::NotReproduced;
    }
    match (&published.erratum, near(published.value)) {
        (None, true) => Verdict::Reproduced,
        (Some(_), true) => Verdict::ErratumUnfounded,
        (Some(_), false) if published.corrected.is_none_or(near) => Verdict::ErratumExplained,
        (_, false) => Verdict::NotReproduced,
    }
}
