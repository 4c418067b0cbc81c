//! Threads that take blocks in turn, and the merging of their results in order.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use rayon::ThreadPool;

use super::block::{Block, BlockSink, Nowhere};
use super::draw::{Sources, Workspace};
use super::running::Running;
use super::settings::{BLOCK_CHUNKS, BLOCK_DRAWS, Observer, Settings};
use super::simulation::Simulation;
use super::spread::Bins;
use super::tally::{Broken, Counts, Places, Spare, Sums};
use crate::chunk::CHUNK;
use crate::plan::Plan;
use crate::stream::{DesignError, Layout};

/// Blocks that may wait for the next one in order.
const AHEAD: u64 = 8;

/// Why a run gave no result.
#[derive(Debug, thiserror::Error)]
pub enum SimulationError {
    /// The design cannot have these draws.
    #[error(transparent)]
    Design(#[from] DesignError),
    /// The threads could not be started.
    #[error("cannot start {threads} threads: {reason}")]
    Threads {
        /// How many.
        threads: usize,
        /// What the system says.
        reason: String,
    },
    /// A line has no value in some draw: a division by zero, the logarithm of a negative number, an overflow.
    #[error("{what:?} is not a finite number in draw {draw}")]
    Broken {
        /// Index of the variant; 0 but for families.
        variant: usize,
        /// What it is.
        what: Broken,
        /// The first such draw.
        draw: u64,
    },
    /// The draws could not be kept.
    #[error("the draws could not be written: {0}")]
    Sink(#[from] io::Error),
    /// It was stopped before the first block was done.
    #[error("stopped before any draw was done")]
    Stopped,
    /// It was stopped in the middle of a design that cannot end there.
    #[error("stopped: a Latin hypercube that is cut short is none")]
    CutShort,
}

/// Draws, evaluates and sums up.
///
/// When the observer stops the run, the results are those of the draws done: always the first ones.
///
/// # Errors
/// See [`SimulationError`].
pub fn simulate(
    plan: &Plan,
    settings: Settings,
    observer: &dyn Observer,
) -> Result<Simulation, SimulationError> {
    simulate_with(plan, settings, observer, &Nowhere, None)
}

/// Says to how many draws in all a run goes on, from the results so far; `None` when they are enough.
pub type GoOn<'a> = dyn FnMut(&Simulation) -> Option<u64> + 'a;

/// Draws, evaluates and sums up. Blocks of draws go to `sink`. After `settings.draws` draws, and after every extension,
/// `goal` is asked how far the run goes on.
///
/// A run that was extended gives the same bits as one that had all the draws from the beginning. Only whole blocks are
/// extended: a run whose draws do not fill its last block, and a Latin hypercube, end where they are.
///
/// # Errors
/// See [`SimulationError`].
pub fn simulate_with<S: BlockSink>(
    plan: &Plan,
    settings: Settings,
    observer: &dyn Observer,
    sink: &S,
    mut goal: Option<&mut GoOn<'_>>,
) -> Result<Simulation, SimulationError> {
    let pool = pool(settings, goal.is_some())?;
    let mut state = State::new(plan, settings)?;
    let mut draws = settings.draws;
    loop {
        observer.expect(draws);
        state.extend(plan, draws, observer, sink, &pool)?;
        let ended = state.done < draws || !state.can_grow();
        let Some(goal) = goal.as_mut().filter(|_| !ended) else {
            return Ok(pool.install(|| state.into_results(plan)));
        };
        let simulation = pool.install(|| state.clone().into_results(plan));
        match goal(&simulation) {
            Some(more) if more > draws => draws = more,
            _ => return Ok(simulation),
        }
    }
}

fn pool(settings: Settings, may_grow: bool) -> Result<ThreadPool, SimulationError> {
    let blocks = usize::try_from(settings.draws.div_ceil(BLOCK_DRAWS)).unwrap_or(usize::MAX);
    // Threads without a block are not worth starting, but a run that grows will have blocks for all.
    let useful = if may_grow { usize::MAX } else { blocks.max(1) };
    let threads = settings.threads.max(1).min(useful);
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|error| SimulationError::Threads {
            threads,
            reason: error.to_string(),
        })
}

/// What has been drawn and summed up so far.
#[derive(Clone)]
struct State {
    settings: Settings,
    layout: Layout,
    sources: Sources,
    places: Places,
    /// One entry per output column; empty for random draws.
    bins: Vec<Bins>,
    /// One entry per replicate.
    sums: Vec<Sums>,
    counts: Counts,
    /// The headline after the first so many blocks.
    running: Running,
    done: u64,
}

impl State {
    fn new(plan: &Plan, settings: Settings) -> Result<Self, SimulationError> {
        let layout = layout(plan, settings, settings.draws)?;
        let places = Places::of(plan);
        let sources = Sources::new(plan, &layout, settings.seed);
        let replicates = settings.replicates;
        Ok(Self {
            bins: bins(plan, &layout, &sources, &places),
            sums: vec![Sums::new(&places); replicates as usize],
            counts: Counts::new(&places, settings.draws, replicates),
            settings,
            layout,
            sources,
            places,
            running: Running::default(),
            done: 0,
        })
    }

    /// Whether more draws can follow those done.
    fn can_grow(&self) -> bool {
        self.layout.grows() && self.done.is_multiple_of(BLOCK_DRAWS)
    }

    /// Goes on to `draws` draws in all.
    fn extend<S: BlockSink>(
        &mut self,
        plan: &Plan,
        draws: u64,
        observer: &dyn Observer,
        sink: &S,
        pool: &ThreadPool,
    ) -> Result<(), SimulationError> {
        self.settings.draws = draws;
        self.layout = layout(plan, self.settings, draws)?;
        let first = self.done / BLOCK_DRAWS;
        let run = Run {
            plan,
            state: self,
            observer,
            sink,
            end: AtomicU64::new(draws.div_ceil(BLOCK_DRAWS)),
            next: AtomicU64::new(first),
            failed: AtomicBool::new(false),
            merger: Mutex::new(Merger {
                next_block: first,
                waiting: BTreeMap::new(),
                sums: self.sums.clone(),
                running: self.running.clone(),
                error: None,
            }),
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
        self.sums = merger.sums;
        self.running = merger.running;
        self.done = draws.min(merger.next_block * BLOCK_DRAWS);
        let mut counts = counts.into_iter();
        if first == 0 {
            self.counts = counts.next().unwrap_or_else(|| self.counts.clone());
        }
        counts.for_each(|other| self.counts.merge(&other));
        if let Some((draw, variant, what)) = self.counts.broken {
            return Err(SimulationError::Broken {
                variant,
                what,
                draw,
            });
        }
        if self.done == 0 {
            return Err(SimulationError::Stopped);
        }
        if self.done < draws && self.layout.round().is_none() {
            return Err(SimulationError::CutShort);
        }
        Ok(())
    }

    fn into_results(self, plan: &Plan) -> Simulation {
        let (sums, counts) = (&self.sums, self.counts);
        let simulation = Simulation::finish(
            plan,
            &self.places,
            self.settings,
            self.done,
            sums,
            counts,
            &self.bins,
        );
        Simulation {
            running: self.running.into_points(plan, &self.places, sums),
            ..simulation
        }
    }
}

fn layout(plan: &Plan, settings: Settings, draws: u64) -> Result<Layout, DesignError> {
    let (design, replicates) = (settings.design, settings.replicates);
    Layout::new(design, draws, replicates, plan.dimension_count())
}

/// The bins in which replicates are compared, from the first block of the run.
fn bins(plan: &Plan, layout: &Layout, sources: &Sources, places: &Places) -> Vec<Bins> {
    if layout.replicates() == 1 {
        return Vec::new();
    }
    let mut workspace = Workspace::new(plan);
    let mut columns = vec![Vec::new(); places.distributed];
    for (chunk, length) in crate::chunk::chunks(layout.draws().min(BLOCK_DRAWS)) {
        workspace.fill(plan, sources, chunk);
        for (column, &register) in columns.iter_mut().zip(&places.outputs) {
            column.extend_from_slice(&workspace.registers.column(register)[..length]);
        }
    }
    columns.iter().map(|column| Bins::of(column)).collect()
}

/// Sums of consecutive draws, one entry per stretch of one replicate.
type Segments = Vec<(u32, Sums)>;

/// What the threads of a run share.
struct Run<'a, S: BlockSink> {
    plan: &'a Plan,
    state: &'a State,
    observer: &'a dyn Observer,
    sink: &'a S,
    /// Where the run ends; sooner when it is stopped.
    end: AtomicU64,
    next: AtomicU64,
    failed: AtomicBool,
    merger: Mutex<Merger<S>>,
    /// Told when blocks have been merged.
    merged: Condvar,
}

/// What one thread works with.
struct Worker<S: BlockSink> {
    workspace: Workspace,
    counts: Counts,
    spare: Spare,
    /// The block on its way to the sink.
    block: Block,
    scratch: S::Scratch,
}

impl<S: BlockSink> Run<'_, S> {
    /// Takes blocks until none is left. Every block that is taken is finished, so the blocks done are always the first.
    fn work(&self) -> Counts {
        let _alarm = Alarm(self);
        let settings = &self.state.settings;
        let counts = Counts::new(&self.state.places, settings.draws, settings.replicates);
        let scratch = match self.sink.scratch() {
            Ok(scratch) => scratch,
            Err(error) => {
                self.fail(Some(error));
                return counts;
            }
        };
        let mut worker = Worker::<S> {
            workspace: Workspace::new(self.plan),
            counts,
            spare: Spare::default(),
            block: Block::empty(self.plan),
            scratch,
        };
        while !self.failed.load(Ordering::Relaxed) {
            if self.observer.stopped() {
                self.end_soon();
            }
            let index = self.next.fetch_add(1, Ordering::Relaxed);
            if index >= self.end.load(Ordering::Relaxed) {
                break;
            }
            let done = self.block(index, &mut worker);
            if worker.counts.broken.is_some() {
                // The blocks taken so far are finished, so the first broken draw is found all the same.
                self.fail(None);
            }
            self.observer.advance(done);
        }
        worker.counts
    }

    /// Lets the run end after the blocks taken, or after as many more as give all replicates of a design the same draws.
    fn end_soon(&self) {
        let taken = self.next.load(Ordering::Relaxed);
        let end = match self.state.layout.round() {
            // As many blocks as have a multiple of so many chunks.
            Some(chunks) => {
                taken.next_multiple_of(chunks >> chunks.trailing_zeros().min(BLOCK_CHUNKS.ilog2()))
            }
            None => taken,
        };
        self.end.fetch_min(end, Ordering::Relaxed);
    }

    /// Draws a block, hands it over, and says how many draws it has.
    fn block(&self, index: u64, worker: &mut Worker<S>) -> u64 {
        let first = index * BLOCK_DRAWS;
        let draws = (self.state.layout.draws() - first).min(BLOCK_DRAWS);
        let keeps = S::KEEPS && first >= self.sink.kept();
        worker.block.begin(first);
        let segments = self.draw(index, draws, worker, keeps);
        let encoded = keeps.then(|| self.sink.encode(&mut worker.scratch, &mut worker.block));
        match encoded.transpose() {
            Ok(encoded) => self.hand_over(index, segments, encoded),
            Err(error) => self.fail(Some(error)),
        }
        draws
    }

    /// Fills and sums up the chunks of a block.
    fn draw(&self, index: u64, draws: u64, worker: &mut Worker<S>, keeps: bool) -> Segments {
        let State {
            layout,
            sources,
            places,
            bins,
            ..
        } = self.state;
        let mut segments = Segments::new();
        for (offset, length) in crate::chunk::chunks(draws) {
            let chunk = index * BLOCK_CHUNKS + offset;
            worker.workspace.fill(self.plan, sources, chunk);
            let registers = &worker.workspace.registers;
            for part in layout.segments(chunk) {
                if segments.last().is_none_or(|(last, _)| *last != part.0) {
                    segments.push((part.0, Sums::new(places)));
                }
                if let Some((_, sums)) = segments.last_mut() {
                    sums.update(places, registers, &part.1, &mut worker.spare);
                }
                worker.counts.update_spread(places, registers, &part, bins);
            }
            let first_draw = chunk * CHUNK as u64;
            worker
                .counts
                .update(self.plan, places, registers, length, first_draw);
            if keeps {
                worker.block.append(self.plan, registers, length);
            }
        }
        segments
    }

    /// Merges a block once all before it are merged.
    fn hand_over(&self, index: u64, segments: Segments, encoded: Option<S::Encoded>) {
        let mut merger = self.lock();
        // A thread that is far ahead of the one that has the next block waits, which bounds the memory of kept blocks.
        while index >= merger.next_block + AHEAD && !self.failed.load(Ordering::Relaxed) {
            merger = self
                .merged
                .wait(merger)
                .unwrap_or_else(PoisonError::into_inner);
        }
        let taken = merger.take(self, index, segments, encoded);
        drop(merger);
        match taken {
            Ok(()) => self.merged.notify_all(),
            Err(error) => self.fail(Some(error)),
        }
    }

    /// Ends the run, and wakes the threads that wait for a block that will not come.
    fn fail(&self, error: Option<io::Error>) {
        // Under the lock, so that no thread is between looking and waiting.
        let mut merger = self.lock();
        merger.error = merger.error.take().or(error);
        self.failed.store(true, Ordering::Relaxed);
        self.merged.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Merger<S>> {
        // A poisoned lock means that another thread panicked; rayon carries that panic on.
        self.merger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Wakes the waiting threads when one of them panics, so that the panic is seen and not waited for.
struct Alarm<'a, 'b, S: BlockSink>(&'a Run<'b, S>);

impl<S: BlockSink> Drop for Alarm<'_, '_, S> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.fail(None);
        }
    }
}

/// Merges blocks in order; blocks that come early wait.
struct Merger<S: BlockSink> {
    next_block: u64,
    waiting: BTreeMap<u64, (Segments, Option<S::Encoded>)>,
    sums: Vec<Sums>,
    running: Running,
    error: Option<io::Error>,
}

impl<S: BlockSink> Merger<S> {
    fn take(
        &mut self,
        run: &Run<'_, S>,
        index: u64,
        segments: Segments,
        encoded: Option<S::Encoded>,
    ) -> io::Result<()> {
        self.waiting.insert(index, (segments, encoded));
        while let Some((segments, encoded)) = self.waiting.remove(&self.next_block) {
            for (replicate, sums) in segments {
                self.sums[replicate as usize].merge(&sums);
            }
            self.next_block += 1;
            let state = run.state;
            let chunks = self.next_block * BLOCK_CHUNKS;
            // Replicates are compared when all have the same draws.
            if state
                .layout
                .round()
                .is_some_and(|round| chunks.is_multiple_of(round))
            {
                self.running
                    .take(self.next_block, run.plan, &state.places, &self.sums);
            }
            if let Some(encoded) = encoded {
                run.sink.take(encoded)?;
            }
        }
        Ok(())
    }
}
