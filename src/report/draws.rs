//! The file of draws: every drawn input in its own unit, every line, the totals.

use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::model::Model;
use crate::plan::{Metric, Plan};
use crate::sim::{Block, BlockSink};
use crate::storage::{DrawEncoder, DrawWriter, EncodedDraws, Scratch};

/// Writes blocks of draws to a Parquet file.
#[derive(Debug)]
pub struct DrawFile {
    writer: DrawWriter,
    encoder: BlockEncoder,
    scratch: Scratch,
}

/// Turns blocks into pages of the file, on any thread.
#[derive(Clone, Debug)]
pub struct BlockEncoder {
    encoder: DrawEncoder,
    /// Scale of each column.
    scales: Arc<[f64]>,
}

impl DrawFile {
    /// Opens the file.
    ///
    /// # Errors
    /// When it cannot be created.
    pub fn create(path: &Path, model: &Model, plan: &Plan) -> io::Result<Self> {
        let mut names = Vec::new();
        let mut scales = Vec::new();
        for (input, _) in plan.registers() {
            names.push(model.inputs[input].name.clone());
            scales.push(model.inputs[input].unit.scale());
        }
        for output in plan.kept_outputs() {
            names.push(match output.metric {
                Metric::Line(index) => format!("lines.{}", model.lines[index].name),
                metric => metric.name().to_owned(),
            });
            scales.push(output.metric.scale(model));
        }
        let writer = DrawWriter::create(path, names)?;
        let encoder = BlockEncoder {
            encoder: writer.encoder(),
            scales: scales.into(),
        };
        Ok(Self {
            scratch: encoder.scratch()?,
            encoder,
            writer,
        })
    }

    /// What encodes blocks for this file. Clone it for every thread.
    #[must_use]
    pub fn encoder(&self) -> BlockEncoder {
        self.encoder.clone()
    }

    /// Takes over the complete row groups of an earlier file of the same case, and returns how many draws they have.
    ///
    /// # Errors
    /// See [`DrawWriter::take_over`].
    pub fn take_over(&mut self, earlier: &Path) -> io::Result<u64> {
        self.writer.take_over(earlier)
    }

    /// Appends the next block.
    ///
    /// # Errors
    /// When it is not the next one, and when it cannot be written.
    pub fn append(&mut self, block: EncodedDraws) -> io::Result<()> {
        self.writer.append(block)
    }

    /// Writes what is left, and the metadata.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self, metadata: &[(String, String)]) -> io::Result<()> {
        self.writer.finish(metadata)
    }
}

impl BlockEncoder {
    /// What a thread needs for [`encode`](Self::encode) and uses again for every block.
    ///
    /// # Errors
    /// When there is no memory for the tables of the compression.
    pub fn scratch(&self) -> io::Result<Scratch> {
        self.encoder.scratch()
    }

    /// Encodes a block, and leaves it in the units of the file.
    ///
    /// # Errors
    /// When there is no memory, or the block is not one of this plan.
    pub fn encode(&self, scratch: &mut Scratch, block: &mut Block) -> io::Result<EncodedDraws> {
        for (column, &scale) in block.columns.iter_mut().zip(&*self.scales) {
            if scale != 1.0 {
                for value in column {
                    *value /= scale;
                }
            }
        }
        self.encoder
            .encode(scratch, block.first_draw, &block.columns)
    }
}

impl BlockSink for DrawFile {
    fn take(&mut self, mut block: Block) -> io::Result<()> {
        let encoded = self.encoder.encode(&mut self.scratch, &mut block)?;
        self.append(encoded)
    }
}
