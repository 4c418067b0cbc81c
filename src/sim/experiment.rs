//! Draws that an analysis mixes, sets and evaluates itself: several independent copies of the inputs of a plan.
//!
//! Copy 0 has the draws of an ordinary run with the same settings. Work is cut into items that do not know of each other and
//! whose results come back in their order, so that nothing depends on the number of threads.

use std::ops::Range;

use rayon::prelude::*;

use super::draw::{Known, Sources, Workspace};
use super::run::SimulationError;
use super::settings::{Observer, Settings};
use crate::chunk::CHUNK;
use crate::plan::{Operand, Plan};
use crate::stats::Estimate;
use crate::stream::{Design, DesignError, Layout};

/// Parts into which random draws are cut where an estimate has no formula for its error.
const BATCHES: u64 = 64;

/// The inputs of a plan, drawn several times over.
#[derive(Debug)]
pub struct Experiment<'a> {
    plan: &'a Plan,
    layout: Layout,
    copies: Vec<Sources>,
    threads: usize,
}

impl<'a> Experiment<'a> {
    /// An experiment with so many independent copies of the inputs.
    ///
    /// # Errors
    /// When the design cannot have these draws.
    pub fn new(plan: &'a Plan, settings: Settings, copies: u32) -> Result<Self, DesignError> {
        let dimensions = plan.dimension_count() * copies;
        let layout = Layout::new(
            settings.design,
            settings.draws,
            settings.replicates,
            dimensions,
        )?;
        let copy = |copy| Sources::copy(plan, &layout, settings.seed, copy);
        Ok(Self {
            plan,
            layout,
            copies: (0..copies).map(copy).collect(),
            threads: settings.threads,
        })
    }

    /// How the draws are laid out.
    #[must_use]
    pub const fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The part of the run that a chunk of draws belongs to, of those whose spread gives standard errors: replicates of a
    /// design, batches of random draws.
    #[must_use]
    pub fn part(&self, draw: u64) -> u32 {
        match self.layout.design() {
            Design::Random => (draw / CHUNK as u64 % self.parts()) as u32,
            _ => self.layout.replicate(draw),
        }
    }

    /// The stretches of a chunk of so many draws that belong to one part each, in order.
    #[must_use]
    pub fn segments(&self, chunk: u64, length: usize) -> Vec<(u32, Range<usize>)> {
        match self.layout.design() {
            Design::Random => vec![(self.part(chunk * CHUNK as u64), 0..length)],
            _ => self.layout.segments(chunk).collect(),
        }
    }

    /// How many parts there are.
    #[must_use]
    pub fn parts(&self) -> u64 {
        match self.layout.design() {
            Design::Random => self.layout.draws().div_ceil(CHUNK as u64).min(BATCHES),
            _ => u64::from(self.layout.replicates()),
        }
    }

    /// What the draw numbered `draw` of a copy says of some inputs. Members of a correlation among them must be the first of it:
    /// see [`Plan::with_first`].
    #[must_use]
    pub fn given(&self, copy: usize, draw: u64, inputs: &[usize]) -> Given {
        Given(Known::of(self.plan, &self.copies[copy], draw, inputs))
    }

    /// Results of items of work, in their order.
    ///
    /// # Errors
    /// When threads cannot be started, or the observer stops the work.
    pub fn map<T: Send>(
        &self,
        observer: &dyn Observer,
        items: u64,
        work: impl Fn(&mut Trial<'_>, u64) -> T + Sync,
    ) -> Result<Vec<T>, SimulationError> {
        let threads = self.threads.max(1);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        let pool = pool.build().map_err(|error| SimulationError::Threads {
            threads,
            reason: error.to_string(),
        })?;
        pool.install(|| {
            let items = (0..items).into_par_iter();
            let results = items.map_init(
                || self.trial(),
                |trial, item| {
                    if observer.stopped() {
                        return Err(SimulationError::Stopped);
                    }
                    let result = work(trial, item);
                    observer.advance(1);
                    Ok(result)
                },
            );
            results.collect()
        })
    }

    /// Columns to work in.
    #[must_use]
    pub fn trial(&self) -> Trial<'_> {
        Trial {
            plan: self.plan,
            copies: &self.copies,
            workspace: Workspace::new(self.plan),
        }
    }
}

/// Values of some inputs that draws are conditional on.
#[derive(Clone, Debug)]
pub struct Given(Known);

/// A chunk of draws.
pub struct Trial<'a> {
    plan: &'a Plan,
    copies: &'a [Sources],
    workspace: Workspace,
}

impl std::fmt::Debug for Trial<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Trial").finish_non_exhaustive()
    }
}

impl Trial<'_> {
    /// Draws the inputs of a chunk.
    pub fn draw(&mut self, copy: usize, chunk: u64) {
        let sources = &self.copies[copy];
        self.workspace.draw(self.plan, sources, chunk);
    }

    /// Changes the inputs of a chunk that was drawn to what they are given the values of some; inputs that do not depend on
    /// these stay.
    pub fn give(&mut self, copy: usize, chunk: u64, given: &Given) {
        let sources = &self.copies[copy];
        self.workspace.give(self.plan, sources, chunk, &given.0);
    }

    /// The column of an input.
    #[must_use]
    pub fn input(&self, register: usize) -> &[f64] {
        self.workspace.registers.column(register)
    }

    /// The column of an input, to be set.
    pub fn input_mut(&mut self, register: usize) -> &mut [f64] {
        self.workspace.registers.column_mut(register)
    }

    /// Computes the outputs from the inputs, which stay as they are.
    pub fn evaluate(&mut self) {
        self.plan.program.run(&mut self.workspace.registers);
    }

    /// Copies the first values of an output.
    pub fn output(&self, operand: Operand, values: &mut [f64]) {
        match operand {
            Operand::Register(register) => {
                values.copy_from_slice(&self.input(register)[..values.len()]);
            }
            Operand::Constant(value) => values.fill(value),
        }
    }
}

/// The estimate from all draws with the error that the spread of the estimates of parts of equal size gives.
#[must_use]
pub fn by_parts(value: f64, parts: &[f64]) -> Estimate {
    let count = parts.len() as f64;
    let mean = parts.iter().sum::<f64>() / count;
    let squares: f64 = parts.iter().map(|part| (part - mean) * (part - mean)).sum();
    Estimate::new(value, (squares / (count * (count - 1.0))).sqrt())
}
