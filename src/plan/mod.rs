//! Compiles a [`Variant`](crate::model::Variant) into a [`Plan`]: samplers, copulas, shares and one columnar program.
//!
//! A plan holds no randomness and no threads. Fixed inputs are constants of the program, equal subexpressions are
//! computed once, and everything that follows from constants is computed here; with every input fixed the whole case
//! is, which is how published figures and tornado bars are evaluated ([`evaluate`]).

mod builder;
mod compile;
mod evaluate;
mod metric;
mod operation;
mod predicted;
mod program;

pub use compile::{
    Copula, CopulaMember, DrawnInput, Output, Plan, Share, UniformColumn, Whole, compile,
};
pub use evaluate::{evaluate, totals};
pub use metric::{Metric, Ratio, StakeholderMetric};
pub use operation::{BinaryOperation, DrawOperation, Operation, UnaryOperation};
pub use program::{Operand, Program, Registers};
