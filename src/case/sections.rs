//! The parts of a case as written: values with places, references by name.

use std::collections::BTreeSet;

use super::{Expr, Spanned};
use crate::dist::Parameters;
use crate::text::{Lang, Span};

/// A text per language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Localised {
    /// English.
    pub en: Option<String>,
    /// Dutch.
    pub nl: Option<String>,
}

impl Localised {
    /// The text in `lang`, else the one in the other language, else `name`.
    #[must_use]
    pub fn or<'a>(&'a self, lang: Lang, name: &'a str) -> &'a str {
        let (first, second) = lang.pick((&self.en, &self.nl), (&self.nl, &self.en));
        first.as_deref().or(second.as_deref()).unwrap_or(name)
    }
}

/// A case file as read.
#[derive(Clone, Debug)]
#[allow(
    missing_docs,
    reason = "each field is the section of that name; see the module `keys`"
)]
pub struct Case {
    pub header: Header,
    pub sources: Vec<SourceEntry>,
    pub price_index: Option<PriceIndex>,
    pub stakeholders: Vec<Stakeholder>,
    pub perspectives: Vec<Perspective>,
    pub priors: Vec<(Spanned<String>, PriorText)>,
    pub inputs: Vec<Input>,
    pub correlations: Vec<Correlation>,
    pub dirichlet: Vec<Dirichlet>,
    pub multivariate_normal: Vec<MultivariateNormal>,
    pub derived: Vec<Derived>,
    pub predictive: Vec<Predictive>,
    pub chain: Chain,
    pub lines: Vec<Line>,
    pub memo: Vec<Memo>,
    pub break_even: Option<BreakEven>,
    pub scenarios: Vec<Scenario>,
    pub switches: Vec<Switch>,
    pub published: Vec<Published>,
    pub tables: Vec<PrintedTable>,
    pub unread: Unread,
}

/// What the file has but could not be read, by section and name. It was reported once, where it stands; nothing that
/// refers to it is a mistake of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unread {
    names: BTreeSet<(String, String)>,
}

impl Unread {
    /// Notes that `name` of `section` could not be read.
    pub(super) fn insert(&mut self, section: &str, name: &str) {
        self.names.insert((section.to_owned(), name.to_owned()));
    }

    /// Notes that nothing of `section` could be read.
    pub(super) fn insert_all(&mut self, section: &str) {
        self.insert(section, "");
    }

    /// Whether `name` of `section` stands in the file but could not be read.
    #[must_use]
    pub fn contains(&self, section: &str, name: &str) -> bool {
        let has = |name: &str| self.names.contains(&(section.to_owned(), name.to_owned()));
        !self.names.is_empty() && (has(name) || has(""))
    }

    /// Whether nothing of `section` could be read.
    #[must_use]
    pub fn all(&self, section: &str) -> bool {
        self.contains(section, "")
    }
}

/// `[case]`.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "see the module `keys`")]
pub struct Header {
    pub name: Spanned<String>,
    pub title: Localised,
    pub per: Option<Spanned<String>>,
    pub price_year: Option<i32>,
    pub reindex: Option<Spanned<bool>>,
    pub units: Vec<Spanned<String>>,
    pub scenario: Option<Spanned<String>>,
    pub independence: Option<String>,
    pub next: Localised,
    pub note: Option<String>,
    pub span: Span,
}

/// `[sources.KEY]`.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "see the module `keys`")]
pub struct SourceEntry {
    pub key: Spanned<String>,
    pub title: String,
    pub author: Option<String>,
    pub year: Option<i32>,
    pub doi: Option<String>,
    pub url: Option<String>,
    pub note: Option<String>,
}

/// `[price_index]`.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "see the module `keys`")]
pub struct PriceIndex {
    /// Year and value, in the order of the file.
    pub values: Vec<(Spanned<i32>, Spanned<f64>)>,
    pub sources: Vec<SourceRef>,
    pub span: Span,
}

/// `[stakeholders.NAME]`.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "see the module `keys`")]
pub struct Stakeholder {
    pub name: Spanned<String>,
    pub label: Localised,
    pub paid_by: Option<Vec<(Spanned<String>, Expr)>>,
}

/// `[perspectives.NAME]`.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "see the module `keys`")]
pub struct Perspective {
    pub name: Spanned<String>,
    pub label: Localised,
    pub stakeholders: Option<Members>,
    pub shares: Option<Vec<(Spanned<String>, Expr)>>,
}

/// Whom a perspective counts in whole.
#[derive(Clone, Debug)]
pub enum Members {
    /// `"all"`.
    All,
    /// A list, and its place.
    Listed(Spanned<Vec<Spanned<String>>>),
}

/// A prior as written: a family with parameters, or the name of a shared prior.
#[derive(Clone, Debug)]
pub enum PriorText {
    /// `prior.normal = { mean = …, sd = … }`.
    Family {
        /// The family.
        family: Spanned<String>,
        /// The parameters.
        parameters: Parameters,
        /// Places of the parameters, by name.
        places: Vec<(String, Span)>,
        /// The whole table.
        span: Span,
    },
    /// `prior = "effect"`.
    Shared(Spanned<String>),
    /// Something that could not be read and was reported.
    Unread,
}

/// A citation.
#[derive(Clone, Debug)]
pub struct SourceRef {
    /// Key of the source.
    pub key: Spanned<String>,
    /// Page, table or section.
    pub place: Option<String>,
}

/// `[inputs.NAME]`.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "see the module `keys`")]
pub struct Input {
    pub name: Spanned<String>,
    pub label: Localised,
    pub unit: Spanned<String>,
    pub point: Spanned<f64>,
    pub prior: Option<PriorText>,
    pub kind: Option<Spanned<String>>,
    pub basis: Option<Spanned<String>>,
    pub price_year: Option<Spanned<i32>>,
    pub range: Option<Spanned<(f64, f64)>>,
    pub sources: Vec<SourceRef>,
    pub note: Option<String>,
}

/// `[correlations.NAME]`.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "see the module `keys`")]
pub struct Correlation {
    pub name: Spanned<String>,
    pub inputs: Vec<Spanned<String>>,
    pub rank: Option<Spanned<CorrelationValue>>,
    pub normal_score: Option<Spanned<CorrelationValue>>,
}

/// One number for all pairs, or a matrix.
#[derive(Clone, Debug, PartialEq)]
pub enum CorrelationValue {
    /// The same for all pairs.
    Common(f64),
    /// Row by row.
    Matrix(Vec<Vec<f64>>),
}

/// `[dirichlet.NAME]`.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "see the module `keys`")]
pub struct Dirichlet {
    pub name: Spanned<String>,
    pub inputs: Vec<Spanned<String>>,
    pub counts: Option<Spanned<Vec<f64>>>,
    pub pseudo_count: Option<Spanned<f64>>,
    pub alpha: Option<Spanned<Vec<f64>>>,
}

/// `[multivariate_normal.NAME]`.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "see the module `keys`")]
pub struct MultivariateNormal {
    pub name: Spanned<String>,
    pub inputs: Vec<Spanned<String>>,
    pub mean: Spanned<Vec<f64>>,
    pub covariance: Option<Spanned<Vec<Vec<f64>>>>,
    pub sd: Option<Spanned<Vec<f64>>>,
    pub correlation: Option<Spanned<CorrelationValue>>,
}

/// `[derived.NAME]`.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "see the module `keys`")]
pub struct Derived {
    pub name: Spanned<String>,
    pub label: Localised,
    pub expr: Expr,
    pub unit: Option<Spanned<String>>,
}

/// `[predictive.NAME]`.
#[derive(Clone, Debug)]
pub struct Predictive {
    /// Its name.
    pub name: Spanned<String>,
    /// The derived quantities it draws: one, or those of a multinomial.
    pub quantities: Vec<Spanned<String>>,
    /// How.
    pub law: PredictiveLaw,
    /// The table of arguments.
    pub span: Span,
}

/// How a derived quantity is drawn around its expected value.
#[derive(Clone, Debug)]
pub enum PredictiveLaw {
    /// A number of events among independent trials.
    Binomial {
        /// How many there are.
        trials: Expr,
        /// The probability of an event in each.
        probability: Expr,
    },
    /// Numbers in exclusive categories.
    Multinomial {
        /// How many there are.
        trials: Expr,
        /// The probability of each category.
        probabilities: Vec<Expr>,
        /// Whether there is a last category, which is what the others leave.
        rest: Option<Span>,
    },
    /// A number of independent events.
    Poisson,
    /// The mean of values that differ between individuals.
    MeanOf {
        /// How many individuals.
        number: Expr,
        /// Standard deviation between them.
        sd: Expr,
        /// `gamma` or `normal`.
        family: Option<Spanned<String>>,
    },
}

impl PredictiveLaw {
    /// The expressions of its arguments.
    #[must_use]
    pub fn arguments(&self) -> Vec<&Expr> {
        match self {
            Self::Binomial {
                trials,
                probability,
            } => vec![trials, probability],
            Self::Multinomial {
                trials,
                probabilities,
                ..
            } => std::iter::once(trials).chain(probabilities).collect(),
            Self::Poisson => Vec::new(),
            Self::MeanOf { number, sd, .. } => vec![number, sd],
        }
    }
}

/// An element of an impact chain.
#[derive(Clone, Debug)]
pub enum ChainElement {
    /// `"not assessed"`: counts as 0, and is reported.
    NotAssessed,
    /// An expression.
    Share(Expr),
}

/// `chain = { … }`.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs, reason = "see the module `keys`")]
pub struct Chain {
    pub deadweight: Option<ChainElement>,
    pub attribution: Option<ChainElement>,
    pub displacement: Option<ChainElement>,
    pub drop_off: Option<ChainElement>,
    pub duration: Option<Spanned<i64>>,
    pub discount_rate: Option<ChainElement>,
    pub span: Option<Span>,
}

/// `[lines.NAME]`.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "see the module `keys`")]
pub struct Line {
    pub name: Spanned<String>,
    pub label: Localised,
    pub side: String,
    pub amount: Expr,
    pub to: Spanned<String>,
    pub euro: String,
    pub chain: Option<Chain>,
}

/// `[memo.NAME]`.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "see the module `keys`")]
pub struct Memo {
    pub name: Spanned<String>,
    pub label: Localised,
    pub side: String,
    pub sign: String,
    pub to: Option<Spanned<String>>,
    pub note: Option<String>,
}

/// `[break_even]`.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "see the module `keys`")]
pub struct BreakEven {
    pub inputs: Vec<Spanned<String>>,
    pub label: Localised,
    pub span: Span,
}

/// What a scenario or an alternative makes of an input, and in prices of which year when it says so:
/// `{ value = 42.79, price_year = 2024 }`.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "see above")]
pub struct Setting {
    pub value: SettingValue,
    pub price_year: Option<Spanned<i32>>,
}

/// What an input is set to.
#[derive(Clone, Debug)]
pub enum SettingValue {
    /// Fixed at a number, in the unit of the input.
    Number(f64),
    /// Drawn from another prior.
    Prior(PriorText),
}

/// `dirichlet = { NAME = { … } }` of a scenario.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "see the module `keys`")]
pub struct DirichletChange {
    pub name: Spanned<String>,
    pub counts: Option<Spanned<Vec<f64>>>,
    pub pseudo_count: Option<Spanned<f64>>,
    pub alpha: Option<Spanned<Vec<f64>>>,
}

/// `[scenarios.NAME]`.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "see the module `keys`")]
pub struct Scenario {
    pub name: Spanned<String>,
    pub label: Localised,
    pub set: Vec<(Spanned<String>, Spanned<Setting>)>,
    pub priors: Vec<(Spanned<String>, PriorText)>,
    pub correlations: Vec<(Spanned<String>, Spanned<f64>)>,
    pub dirichlet: Vec<DirichletChange>,
    pub switches: Vec<(Spanned<String>, Spanned<String>)>,
    pub reindex: Option<Spanned<bool>>,
}

/// `[switches.NAME]`.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "see the module `keys`")]
pub struct Switch {
    pub name: Spanned<String>,
    pub label: Localised,
    pub default: Spanned<String>,
    pub alternatives: Vec<Alternative>,
}

/// `[switches.NAME.alternatives.NAME]`.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "see the module `keys`")]
pub struct Alternative {
    pub name: Spanned<String>,
    pub label: Localised,
    pub set: Vec<(Spanned<String>, Spanned<Setting>)>,
    pub expr: Vec<(Spanned<String>, Expr)>,
    pub note: Option<String>,
}

/// `[[published]]`.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "see the module `keys`")]
pub struct Published {
    pub place: String,
    pub label: Option<String>,
    pub scenario: Option<Spanned<String>>,
    pub switches: Vec<(Spanned<String>, Spanned<String>)>,
    pub quantity: Expr,
    pub quantity_text: String,
    pub value: f64,
    pub tolerance: Spanned<f64>,
    pub corrected: Option<Spanned<f64>>,
    pub erratum: Option<String>,
    pub note: Option<String>,
    pub span: Span,
}

/// `[tables.NAME]`.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "see the module `keys`")]
pub struct PrintedTable {
    pub name: Spanned<String>,
    pub place: String,
    pub note: Option<String>,
    pub rows: Vec<Spanned<String>>,
    pub columns: Vec<(Spanned<String>, PrintedColumn)>,
    pub totals: Vec<(Spanned<String>, Spanned<f64>)>,
    pub labels: Vec<(Spanned<String>, Localised)>,
    pub identities: Vec<Identity>,
    pub quantities: Vec<(Spanned<String>, Expr)>,
    pub total_quantities: Vec<(Spanned<String>, Expr)>,
    pub scenario: Option<Spanned<String>>,
    pub switches: Vec<(Spanned<String>, Spanned<String>)>,
    pub tolerance: Spanned<f64>,
    pub sum_tolerance: Option<Spanned<f64>>,
    pub errata: Vec<TableErratum>,
}

/// A column of a printed table; blank cells are `None`.
pub type PrintedColumn = Spanned<Vec<Option<f64>>>;

/// What must hold in every row of a printed table.
#[derive(Clone, Debug)]
pub struct Identity {
    /// As the file writes it.
    pub text: Spanned<String>,
    /// Left of the `=`.
    pub left: Expr,
    /// Right of the `=`.
    pub right: Expr,
}

/// A cell of a printed table that is wrong.
#[derive(Clone, Debug)]
pub struct TableErratum {
    /// Its row, or `total`.
    pub row: Spanned<String>,
    /// Its column.
    pub column: Spanned<String>,
    /// What it should have been.
    pub corrected: Spanned<f64>,
    /// Why it is wrong.
    pub erratum: String,
}
