//! Compiles a [`Variant`](crate::model::Variant) into a [`Plan`]: samplers, copulas, shares and one columnar program.
//!
//! A plan holds no randomness and no threads. Fixed inputs are constants of the program, equal subexpressions are
//! computed once, and everything that follows from constants is computed here; with every input fixed the whole case
//! is, which is how published figures and tornado bars are evaluated ([`evaluate`]).
//!
//! Variants that are to be compared are compiled into one plan ([`compile_family`]): what they have in common is drawn and
//! computed once.

mod builder;
mod compile;
mod conditional;
mod evaluate;
mod family;
mod inputs;
mod metric;
mod operation;
mod predicted;
mod program;

pub use compile::{
    Copula, CopulaMember, DrawnInput, Output, Plan, RatioDifference, Share, UniformColumn, Whole,
    compile, compile_for,
};
pub use evaluate::{evaluate, metrics_at, totals};
pub use family::compile_family;
pub use metric::{Metric, Ratio, StakeholderMetric, VariantMetric};
pub use operation::{BinaryOperation, DrawOperation, Operation, UnaryOperation};
pub use program::{Operand, Program, Registers};
