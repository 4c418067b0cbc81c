//! Answers questions about a case or a run: one file, one question, one result struct of estimates.

mod acceptability;
mod audit;
mod blocks;
mod break_even;
mod carried;
mod choices;
mod comparison;
mod conclusion;
mod convergence;
mod correlated;
mod crossing;
mod density;
mod exact;
mod findings;
mod goal;
mod headline;
mod histogram;
mod lines;
mod money;
mod nested;
mod outcome;
mod perspectives;
mod predictive;
mod reproduction;
pub mod sample;
mod sampled;
mod scenarios;
mod self_check;
mod sheet;
mod slip;
mod sobol_indices;
mod stakeholders;
mod summary;
mod suspects;
mod tornado;
mod two_way;
mod voi;

pub use acceptability::{AcceptabilityPoint, acceptability_curve};
pub use audit::{AuditedCell, CheckCount, Finding, TableAudit, audit};
pub use blocks::{Block, BlockKind, blocks};
pub use break_even::{BreakEvenPoint, break_even_curve};
pub use carried::{Carried, CarriedShare, Dial, EffectLine, carried};
pub use choices::{Choice, ChoiceEnd, choices};
pub use comparison::{Compared, ComparedStakeholder, Comparison, Rank, compare};
pub use conclusion::reversals;
pub use convergence::{ConvergencePoint, convergence};
pub use crossing::{Crossing, EFFECT, GridPoint, Target, TargetError, crossings};
pub use density::{DensityBin, density};
pub use exact::{
    EXACT_TOTALS, Exact, ExactEvppi, ExactOutcome, Index, NotExact, Obstacle, exact, exact_evppi,
};
pub use findings::{Findings, findings};
pub use goal::{Goal, GoalError, Precision, half_width_95};
pub use headline::{Balance, Headline, headline};
pub use histogram::{Histogram, HistogramBin, HistogramOf, histogram};
pub use lines::{LineRow, lines};
pub use nested::{Nested, NestedError, NestedSettings, nested_evppi};
pub use outcome::{Outcome, OutcomeError};
pub use perspectives::{PerspectiveRow, perspectives};
pub use predictive::{Spread, SpreadRow, spreads};
pub use reproduction::{Cell, Reproduction, Verdict, reproduce};
pub use sampled::{Sampled, sampled};
pub use scenarios::{
    AtPoints, ScenarioBalance, ScenarioDifference, ScenarioRow, Shift, largest_change, scenarios,
};
pub use self_check::{CheckedMoment, SELF_CHECK_LIMIT, SelfCheckRow, is_beyond_chance, self_check};
pub use sheet::Check;
pub use slip::{Slip, slip};
pub use sobol_indices::{
    BlockIndices, PairIndices, Pairs, SobolError, SobolIndices, sobol_indices,
};
pub use stakeholders::{StakeholderRow, stakeholders};
pub use summary::{QUANTILES, Statistics, SummaryRow, summary};
pub use suspects::{Change, Suspicion};
pub use tornado::{Bar, BarEnd, HIGH, LOW, OUTCOMES, Tornado, tornado, tornado_of};
pub use two_way::{TwoWay, TwoWayError, two_way};
pub use voi::{Population, Voi, VoiError, VoiGroup, VoiRow, voi, voi_groups};
