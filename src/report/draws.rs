//! The file of draws: every drawn input in its own unit, every line, the totals, and what a predictive run predicts.

use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crate::model::Model;
use crate::plan::{Metric, Plan};
use crate::sim::{Block, BlockSink};
use crate::storage::{DrawEncoder, DrawWriter, EncodedDraws, Scratch};

/// Writes blocks of draws to a Parquet file.
#[derive(Debug)]
pub struct DrawFile {
    writer: Mutex<DrawWriter>,
    encoder: DrawEncoder,
    /// Scale of each column.
    scales: Vec<f64>,
    /// Draws taken over from an earlier file.
    kept: u64,
}

impl DrawFile {
    /// Its name in a results folder.
    pub const NAME: &str = "draws.parquet";

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
                Metric::Quantity(index) => format!("predicted.{}", model.derived[index].name),
                metric => metric.name().to_owned(),
            });
            scales.push(output.metric.scale(model));
        }
        let writer = DrawWriter::create(path, names)?;
        Ok(Self {
            encoder: writer.encoder(),
            writer: Mutex::new(writer),
            scales,
            kept: 0,
        })
    }

    /// Takes over the complete row groups of an earlier file of the same case, and returns how many draws they have. They are
    /// not encoded again.
    ///
    /// # Errors
    /// See [`DrawWriter::take_over`].
    pub fn take_over(&mut self, earlier: &Path) -> io::Result<u64> {
        let writer = self.writer.get_mut();
        self.kept = writer
            .unwrap_or_else(PoisonError::into_inner)
            .take_over(earlier)?;
        Ok(self.kept)
    }

    /// Writes what is left, and the metadata.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self, metadata: &[(String, String)]) -> io::Result<()> {
        let writer = self.writer.into_inner();
        let writer = writer.unwrap_or_else(PoisonError::into_inner);
        writer.finish(metadata)
    }
}

impl BlockSink for DrawFile {
    type Encoded = EncodedDraws;
    type Scratch = Scratch;

    fn scratch(&self) -> io::Result<Scratch> {
        self.encoder.scratch()
    }

    fn kept(&self) -> u64 {
        self.kept
    }

    fn encode(&self, scratch: &mut Scratch, block: &mut Block) -> io::Result<EncodedDraws> {
        for (column, &scale) in block.columns.iter_mut().zip(&self.scales) {
            if scale != 1.0 {
                for value in column {
                    *value /= scale;
                }
            }
        }
        let first = block.first_draw;
        self.encoder.encode(scratch, first, &block.columns)
    }

    fn take(&self, encoded: EncodedDraws) -> io::Result<()> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.append(encoded)
    }
}
