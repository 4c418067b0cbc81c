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

/// Takes blocks in the order of the draws.
pub trait BlockSink: Send {
    /// Takes the next block.
    ///
    /// # Errors
    /// When it cannot be kept; the run then ends.
    fn take(&mut self, block: Block) -> io::Result<()>;
}

impl Block {
    /// An empty block that begins at `first_draw`.
    pub(super) fn new(first_draw: u64, plan: &Plan) -> Self {
        let count = plan.registers().len() + plan.kept_outputs().count();
        Self {
            first_draw,
            columns: vec![Vec::new(); count],
        }
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
