//! Draws on their way to a file.

use std::io;

use crate::plan::{Operand, Plan, Registers};

/// Columns of consecutive draws: the drawn inputs in base units, then the outputs of the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Index of the first draw.
    pub first_draw: u64,
    /// One column per drawn input, in the order of [`Plan::registers`], then one per [kept output](Plan::kept_outputs).
    pub columns: Vec<Vec<f64>>,
}

/// Keeps draws. Blocks are encoded by the threads that drew them, in any order, and taken in the order of the draws.
pub trait BlockSink: Sync {
    /// What a block becomes.
    type Encoded: Send;
    /// What a thread needs for its work and uses again for every block.
    type Scratch;
    /// Whether it wants blocks at all.
    const KEEPS: bool = true;

    /// Made once per thread.
    ///
    /// # Errors
    /// When there is no memory for it.
    fn scratch(&self) -> io::Result<Self::Scratch>;

    /// Draws that need no keeping, since they are kept already: the first so many, whole blocks of them.
    fn kept(&self) -> u64 {
        0
    }

    /// Encodes a block, whose columns may be changed; called from many threads at a time.
    ///
    /// # Errors
    /// When it cannot be encoded; the run then ends.
    fn encode(&self, scratch: &mut Self::Scratch, block: &mut Block) -> io::Result<Self::Encoded>;

    /// Takes the next block; called from one thread at a time.
    ///
    /// # Errors
    /// When it cannot be kept; the run then ends.
    fn take(&self, encoded: Self::Encoded) -> io::Result<()>;
}

/// Keeps nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nowhere;

impl BlockSink for Nowhere {
    type Encoded = ();
    type Scratch = ();
    const KEEPS: bool = false;

    fn scratch(&self) -> io::Result<()> {
        Ok(())
    }

    fn encode(&self, _scratch: &mut (), _block: &mut Block) -> io::Result<()> {
        Ok(())
    }

    fn take(&self, _encoded: ()) -> io::Result<()> {
        Ok(())
    }
}

impl Block {
    /// A block without draws.
    pub(super) fn empty(plan: &Plan) -> Self {
        let count = plan.registers().len() + plan.kept_outputs().count();
        Self {
            first_draw: 0,
            columns: vec![Vec::new(); count],
        }
    }

    /// Empties the block and lets it begin at `first_draw`; its columns keep their memory.
    pub(super) fn begin(&mut self, first_draw: u64) {
        self.first_draw = first_draw;
        self.columns.iter_mut().for_each(Vec::clear);
    }

    /// Appends the first `length` draws of a chunk.
    pub(super) fn append(&mut self, plan: &Plan, registers: &Registers, length: usize) {
        let inputs = plan
            .registers()
            .into_iter()
            .map(|(_, register)| Operand::Register(register));
        let outputs = plan.kept_outputs().map(|output| output.operand);
        for (column, operand) in self.columns.iter_mut().zip(inputs.chain(outputs)) {
            match operand {
                Operand::Register(register) => {
                    column.extend_from_slice(&registers.column(register)[..length]);
                }
                Operand::Constant(value) => column.extend(std::iter::repeat_n(value, length)),
            }
        }
    }
}
