//! Answers questions about a case or a run: one file, one question, one result struct of estimates.

mod break_even;
mod comparison;
mod density;
mod goal;
mod headline;
mod reproduction;
pub mod sample;
mod stakeholders;
mod summary;
mod tornado;

pub use break_even::{BreakEvenPoint, break_even_curve};
pub use comparison::{Compared, ComparedStakeholder, Comparison, Rank, compare};
pub use density::{DensityBin, density};
pub use goal::{Goal, GoalError, Precision};
pub use headline::{Balance, Headline, headline};
pub use reproduction::{Cell, Reproduction, Verdict, reproduce};
pub use stakeholders::{StakeholderRow, stakeholders};
pub use summary::{QUANTILES, Statistics, SummaryRow, summary};
pub use tornado::{Bar, BarEnd, HIGH, LOW, OUTCOMES, Tornado, tornado};
