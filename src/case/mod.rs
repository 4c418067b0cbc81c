//! Reads a case file into a [`Case`]: every value with its place, nothing resolved.
//!
//! TOML text → spanned tree → [`Case`]. What a file may contain is written once, in [`keys`]: the reader checks
//! names against it, and the JSON Schema for editors ([`schema`]) is generated from it. Names, units and priors
//! are not looked at here; that is the next stage, [`crate::model`].

mod expr;
mod expr_parser;
mod joint;
pub mod keys;
mod lexer;
mod parties;
mod predictive;
mod prices;
mod printed;
mod quoted;
mod read;
mod schema;
mod sections;
mod table;
mod toml_error;

pub use expr::{BinaryOp, Expr, ExprKind, FUNCTIONS, Function, FunctionRow, UnaryOp};
pub use read::{MAX_BYTES, decode, read};
pub use schema::schema;
pub use sections::{
    Alternative, BreakEven, Case, Chain, ChainElement, Correlation, CorrelationValue, Derived,
    Dirichlet, DirichletChange, Header, Identity, Input, Line, Localised, Members, Memo,
    MultivariateNormal, Perspective, Predictive, PredictiveLaw, PriceIndex, PrintedColumn,
    PrintedTable, PriorText, Published, Scenario, Setting, SettingValue, SourceEntry, SourceRef,
    Stakeholder, Switch, TableErratum, Unread,
};

use crate::text::Span;

/// A value with its place in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// A value at a place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}
