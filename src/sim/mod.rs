//! Runs a [`Plan`](crate::plan::Plan) over draws: the only place with threads.
//!
//! # Invariants
//!
//! - A draw depends on the seed, the names of the inputs and its index, on nothing else.
//! - Results depend on the plan, the seed and the number of draws, not on the number of threads: floating-point
//!   sums are merged in the order of the blocks, everything else is counted in integers or sorted.
//! - Memory does not grow with the number of draws.

mod block;
mod draw;
mod experiment;
mod run;
mod running;
mod settings;
mod simulation;
mod spread;
mod tally;

pub use block::{Block, BlockSink, Nowhere};
pub use experiment::{Experiment, Given, Trial, by_parts};
pub use run::{GoOn, SimulationError, simulate, simulate_with};
pub use running::RunningPoint;
pub use settings::{BLOCK_CHUNKS, BLOCK_DRAWS, Observer, REPLICATES, Settings, Silent};
pub use simulation::{OutputSummary, Simulation};
pub use tally::Broken;
