//! How much to draw, from which seed, on how many threads.

use crate::chunk::CHUNK;

/// Chunks that one thread takes at a time; the unit in which results are merged in order.
pub const BLOCK_CHUNKS: u64 = 8;

/// Draws of a block.
pub(super) const BLOCK_DRAWS: u64 = BLOCK_CHUNKS * CHUNK as u64;

/// Settings of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Number of draws, at least 1.
    pub draws: u64,
    /// Seed; 0 is a seed like any other.
    pub seed: u64,
    /// Threads, at least 1. Results do not depend on it.
    pub threads: usize,
}

/// Follows a run from outside, from any thread.
pub trait Observer: Sync {
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
