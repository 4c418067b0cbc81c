//! Threads that take blocks in turn, and the merging of their results in order.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::block::{Block, BlockSink};
use super::draw::{Keys, Workspace};
use super::settings::{BLOCK_CHUNKS, BLOCK_DRAWS, Observer, Settings};
use super::simulation::Simulation;
use super::tally::{Counts, Places, Spare, Sums};
use crate::chunk::CHUNK;
use crate::plan::Plan;

/// Blocks that may wait for the next one in order.
const AHEAD: u64 = 8;

/// Why a run gave no result.
#[derive(Debug, thiserror::Error)]
pub enum SimulationError {
    /// The threads could not be started.
    #[error("cannot start {threads} threads: {reason}")]
    Threads {
        /// How many.
        threads: usize,
        /// What the system says.
        reason: String,
    },
    /// A line has no value in some draw: a division by zero, the logarithm of a negative number, an overflow.
    #[error("line {line:?} is not a finite number in draw {draw}")]
    Broken {
        /// Index of the line; `None` when the lines are finite and their sum is not.
        line: Option<usize>,
        /// The first such draw.
        draw: u64,
    },
    /// The draws could not be kept.
    #[error("the draws could not be written: {0}")]
    Sink(#[from] io::Error),
    /// It was stopped before the first block was done.
    #[error("stopped before any draw was done")]
    Stopped,
}

/// Draws, evaluates and sums up. Blocks go to `sink`, if there is one, in the order of the draws.
///
/// When the observer stops the run, the results are those of the draws done: always the first ones.
///
/// # Errors
/// See [`SimulationError`].
pub fn simulate(
    plan: &Plan,
    settings: Settings,
    observer: &dyn Observer,
    sink: Option<&mut dyn BlockSink>,
) -> Result<Simulation, SimulationError> {
    let blocks = settings.draws.div_ceil(BLOCK_DRAWS);
    let threads = settings
        .threads
        .max(1)
        .min(usize::try_from(blocks).unwrap_or(usize::MAX));
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|error| SimulationError::Threads {
            threads,
            reason: error.to_string(),
        })?;
    let places = Places::of(plan);
    let run = Run {
        plan,
        settings,
        observer,
        keys: Keys::new(plan, settings.seed),
        places: places.clone(),
        blocks,
        next: AtomicU64::new(0),
        failed: AtomicBool::new(false),
        merger: Mutex::new(Merger::new(plan, &places, sink)),
        merged: Condvar::new(),
    };
    let counts = pool.broadcast(|_| run.work());
    let merger = run
        .merger
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    if let Some(error) = merger.error {
        return Err(SimulationError::Sink(error));
    }
    let draws = settings.draws.min(merger.next_block * BLOCK_DRAWS);
    let mut counts = counts.into_iter();
    let mut total = counts
        .next()
        .unwrap_or_else(|| Counts::new(&places, settings.draws));
    counts.for_each(|other| total.merge(&other));
    if let Some((draw, line)) = total.broken {
        return Err(SimulationError::Broken { line, draw });
    }
    if merger.next_block == 0 {
        return Err(SimulationError::Stopped);
    }
    Ok(pool.install(|| Simulation::finish(plan, settings, draws, merger.sums, total)))
}

/// What the threads of a run share.
struct Run<'a, 's> {
    plan: &'a Plan,
    settings: Settings,
    observer: &'a dyn Observer,
    keys: Keys,
    places: Places,
    blocks: u64,
    next: AtomicU64,
    failed: AtomicBool,
    merger: Mutex<Merger<'s>>,
    /// Told when blocks have been merged.
    merged: Condvar,
}

impl<'s> Run<'_, 's> {
    /// Takes blocks until none is left. Every block that is taken is finished, so the blocks done are always the first.
    fn work(&self) -> Counts {
        let _alarm = Alarm(self);
        let mut workspace = Workspace::new(self.plan);
        let mut counts = Counts::new(&self.places, self.settings.draws);
        let mut spare = Spare::default();
        while !self.failed.load(Ordering::Relaxed) && !self.observer.stopped() {
            let index = self.next.fetch_add(1, Ordering::Relaxed);
            if index >= self.blocks {
                break;
            }
            let done = self.block(index, &mut workspace, &mut counts, &mut spare);
            if counts.broken.is_some() {
                // The blocks taken so far are finished, so the first broken draw is found all the same.
                self.failed.store(true, Ordering::Relaxed);
                self.merged.notify_all();
            }
            self.observer.advance(done);
        }
        counts
    }

    fn block(
        &self,
        index: u64,
        workspace: &mut Workspace,
        counts: &mut Counts,
        spare: &mut Spare,
    ) -> u64 {
        let first = index * BLOCK_DRAWS;
        let draws = (self.settings.draws - first).min(BLOCK_DRAWS);
        let mut sums = Sums::new(self.plan, &self.places);
        let mut kept = self
            .lock()
            .keeps_draws()
            .then(|| Block::new(first, self.plan));
        for (offset, length) in crate::chunk::chunks(draws) {
            let chunk = index * BLOCK_CHUNKS + offset;
            workspace.fill(self.plan, &self.keys, chunk);
            let registers = &workspace.registers;
            sums.update(self.plan, &self.places, registers, length, spare);
            counts.update(
                self.plan,
                &self.places,
                registers,
                length,
                chunk * CHUNK as u64,
            );
            if let Some(block) = &mut kept {
                block.append(self.plan, registers, length);
            }
        }
        let mut merger = self.lock();
        // A thread that is far ahead of the one that has the next block waits, which bounds the memory of kept blocks.
        while index >= merger.next_block + AHEAD && !self.failed.load(Ordering::Relaxed) {
            merger = self
                .merged
                .wait(merger)
                .unwrap_or_else(PoisonError::into_inner);
        }
        if merger.take(index, sums, kept).is_err() {
            self.failed.store(true, Ordering::Relaxed);
        }
        drop(merger);
        self.merged.notify_all();
        draws
    }

    fn lock(&self) -> MutexGuard<'_, Merger<'s>> {
        // A poisoned lock means that another thread panicked; rayon carries that panic on.
        self.merger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Wakes the waiting threads when one of them panics, so that the panic is seen and not waited for.
struct Alarm<'a, 'b, 's>(&'a Run<'b, 's>);

impl Drop for Alarm<'_, '_, '_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            // Under the lock, so that no thread is between looking and waiting.
            let _guard = self.0.lock();
            self.0.failed.store(true, Ordering::Relaxed);
            self.0.merged.notify_all();
        }
    }
}

/// Merges blocks in order; blocks that come early wait.
struct Merger<'s> {
    next_block: u64,
    waiting: BTreeMap<u64, (Sums, Option<Block>)>,
    sums: Sums,
    sink: Option<&'s mut dyn BlockSink>,
    error: Option<io::Error>,
}

impl<'s> Merger<'s> {
    fn new(plan: &Plan, places: &Places, sink: Option<&'s mut dyn BlockSink>) -> Self {
        Self {
            next_block: 0,
            waiting: BTreeMap::new(),
            sums: Sums::new(plan, places),
            sink,
            error: None,
        }
    }

    fn keeps_draws(&self) -> bool {
        self.sink.is_some()
    }

    fn take(&mut self, index: u64, sums: Sums, block: Option<Block>) -> Result<(), ()> {
        self.waiting.insert(index, (sums, block));
        while let Some((sums, block)) = self.waiting.remove(&self.next_block) {
            self.sums.merge(&sums);
            self.next_block += 1;
            if let (Some(sink), Some(block)) = (&mut self.sink, block)
                && let Err(error) = sink.take(block)
            {
                self.error = Some(error);
                return Err(());
            }
        }
        Ok(())
    }
}
