//! Answers questions about a case or a run: one file, one question, one result struct of estimates.

mod audit;
mod break_even;
mod comparison;
mod correlated;
mod density;
mod exact;
mod goal;
mod headline;
mod money;
mod perspectives;
mod predictive;
mod reproduction;
pub mod sample;
mod scenarios;
mod self_check;
mod sheet;
mod slip;
mod stakeholders;
mod summary;
mod suspects;
mod tornado;

pub use audit::{AuditedCell, CheckCount, Finding, TableAudit, audit};
pub use break_even::{BreakEvenPoint, break_even_curve};
pub use comparison::{Compared, ComparedStakeholder, Comparison, Rank, compare};
pub use density::{DensityBin, density};
pub use exact::{
    Block, BlockKind, EXACT_TOTALS, Exact, ExactEvppi, ExactOutcome, Index, NotExact, Obstacle,
    exact,
};
pub use goal::{Goal, GoalError, Precision, half_width_95};
pub use headline::{Balance, Headline, headline};
pub use perspectives::{PerspectiveRow, perspectives};
pub use predictive::{Spread, SpreadRow, spreads};
pub use reproduction::{Cell, Reproduction, Verdict, reproduce};
pub use scenarios::{
    AtPoints, ScenarioBalance, ScenarioDifference, ScenarioRow, Shift, largest_change, scenarios,
};
pub use self_check::{CheckedMoment, SELF_CHECK_LIMIT, SelfCheckRow, self_check};
pub use sheet::Check;
pub use slip::{Slip, slip};
pub use stakeholders::{StakeholderRow, stakeholders};
pub use summary::{QUANTILES, Statistics, SummaryRow, summary};
pub use suspects::{Change, Suspicion};
pub use tornado::{Bar, BarEnd, HIGH, LOW, OUTCOMES, Tornado, tornado};
