//! Checks a [`Case`](crate::case::Case) into a [`Model`]: names resolved, units inferred, priors built.
//!
//! A `Model` that exists is valid: every name refers to something, every line is in euros per what the case is per,
//! every prior and correlation can be drawn, no derived quantity depends on itself. A [`Variant`] is the model under
//! one scenario, one choice for every switch and the user's own settings; it is what the next stage compiles.

mod chain;
mod check;
mod check_parties;
mod composition;
mod contradictions;
mod copula;
mod correlations;
pub(crate) mod degree;
mod family;
mod formula;
mod infer;
mod inputs;
mod joint;
mod lines;
mod multivariate_normal;
mod names;
mod order;
mod overruled;
mod parties;
mod party_shares;
mod predictive;
mod predictive_values;
mod price_index;
mod price_years;
mod printed;
mod printed_check;
mod printed_identity;
mod pseudo_counts;
mod published;
mod reindex;
mod scenarios;
mod share;
mod share_changes;
mod share_settings;
mod units;
mod values;
mod variant;
mod warnings;

pub use chain::Share;
pub use check::check;
pub use composition::Composition;
pub use copula::{Matrix, cholesky, score_of_rank};
pub use correlations::Correlation;
pub use family::{Departure, Family};
pub use formula::{Euros, Formula, PartyResult, ResultName, Total};
pub use inputs::{Basis, Input, Kind};
pub use lines::{BreakEven, Derived, Euro, Line, Memo, Side};
pub use names::is_name;
pub use overruled::Overruled;
pub use parties::{Party, Payment, Perspective, Purse, SOCIETAL, Stakeholder};
pub use predictive::{Law, Prediction, Spread};
pub use price_index::PriceIndex;
pub use printed::{Arithmetic, CellAddress, Heading, Identity, PrintedTable, TableErratum};
pub use published::Published;
pub use reindex::{Reindexed, Reindexing};
pub use scenarios::{Alternative, Scenario, Setting, Switch};
pub use variant::{AffineInChance, Selection, SelectionError, Uncertainty, Variant};

use crate::case::{Localised, SourceEntry};
use crate::text::Lang;
use crate::unit::Unit;

/// A checked case. Values are in base units; [`Input::unit`] says how they are written and read.
#[derive(Clone, Debug)]
pub struct Model {
    /// Short name.
    pub name: String,
    /// Title.
    pub title: Localised,
    /// What one evaluation stands for.
    pub per: Unit,
    /// How the file writes it.
    pub per_text: String,
    /// The price year of the case.
    pub price_year: Option<i32>,
    /// Whether inputs in euros of other years are converted to it, unless a scenario says otherwise.
    pub reindex: bool,
    /// What converts them.
    pub price_index: PriceIndex,
    /// Why inputs outside joint priors and correlations are independent.
    pub independence: Option<String>,
    /// The bibliography.
    pub sources: Vec<SourceEntry>,
    /// Who gains and pays.
    pub stakeholders: Vec<Stakeholder>,
    /// For whom benefits and costs are counted; the societal one first, unless the case declares it.
    pub perspectives: Vec<Perspective>,
    /// The inputs, in the order of the file.
    pub inputs: Vec<Input>,
    /// Correlated inputs, multivariate normals among them.
    pub correlations: Vec<Correlation>,
    /// Inputs that are shares of a whole.
    pub compositions: Vec<Composition>,
    /// Named expressions, in the order of the file.
    pub derived: Vec<Derived>,
    /// Indices into `derived` such that each comes after what it uses, whatever the switches.
    pub derived_order: Vec<usize>,
    /// Derived quantities that predictive runs draw around their expected values.
    pub predictions: Vec<Prediction>,
    /// What a predictive run is about: the next 100 clients.
    pub next: Localised,
    /// Benefits and costs.
    pub lines: Vec<Line>,
    /// What has no amount.
    pub memo: Vec<Memo>,
    /// What is set to one common value to find break-even.
    pub break_even: Option<BreakEven>,
    /// Scenarios.
    pub scenarios: Vec<Scenario>,
    /// Structural choices.
    pub switches: Vec<Switch>,
    /// Published figures.
    pub published: Vec<Published>,
    /// Printed tables.
    pub tables: Vec<PrintedTable>,
    /// The scenario of published cells that name none.
    pub published_scenario: Option<usize>,
}

impl Model {
    /// The unit of every line: euros per what the case is per.
    #[must_use]
    pub fn amount_unit(&self) -> Unit {
        Unit::base("EUR").per(&self.per)
    }

    /// Whether anything stands against the costs.
    #[must_use]
    pub fn has_benefits(&self) -> bool {
        self.lines.iter().any(|line| line.side == Side::Benefit)
    }

    /// Whether an input is a share of a whole, drawn from a Dirichlet.
    #[must_use]
    pub fn is_share(&self, input: usize) -> bool {
        let mut all = self.compositions.iter();
        all.any(|composition| composition.members.contains(&input))
    }

    /// The title in a language, else in the other, else the name.
    #[must_use]
    pub fn heading(&self, lang: Lang) -> &str {
        self.title.or(lang, &self.name)
    }
}
