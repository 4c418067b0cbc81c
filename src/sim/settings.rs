//! How much to draw, in which design, from which seed, on how many threads.

use crate::chunk::CHUNK;
use crate::stream::Design;

/// Chunks that one thread takes at a time; the unit in which results are merged in order.
pub const BLOCK_CHUNKS: u64 = 8;

/// Draws of a block.
pub const BLOCK_DRAWS: u64 = BLOCK_CHUNKS * CHUNK as u64;

/// Replicates of a design that needs them, unless told otherwise: 15 degrees of freedom for every standard error.
pub const REPLICATES: u32 = 16;

/// Settings of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Number of draws, at least 1.
    pub draws: u64,
    /// Seed; 0 is a seed like any other.
    pub seed: u64,
    /// Threads, at least 1. Results do not depend on it.
    pub threads: usize,
    /// How the uniforms of the inputs are chosen together.
    pub design: Design,
    /// Independent randomisations of the design, whose spread gives the standard errors: 1 for random draws.
    pub replicates: u32,
}

impl Settings {
    /// Random draws.
    #[must_use]
    pub const fn random(draws: u64, seed: u64, threads: usize) -> Self {
        Self {
            draws,
            seed,
            threads,
            design: Design::Random,
            replicates: 1,
        }
    }

    /// Draws in a design with the usual number of replicates.
    #[must_use]
    pub const fn designed(self, design: Design) -> Self {
        let replicates = match design {
            Design::Random => 1,
            Design::LatinHypercube | Design::Sobol => REPLICATES,
        };
        Self {
            design,
            replicates,
            ..self
        }
    }
}

/// Follows a run from outside, from any thread.
pub trait Observer: Sync {
    /// So many draws are to be done in all; said again when a run is extended.
    fn expect(&self, _draws: u64) {}
    /// So many further draws are done.
    fn advance(&self, draws: u64);
    /// Whether the run should end; asked before each block.
    fn stopped(&self) -> bool;
}

/// An observer that shows nothing and never stops.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Observer for Silent {
    fn advance(&self, _draws: u64) {}

    fn stopped(&self) -> bool {
        false
    }
}
