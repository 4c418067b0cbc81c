//! The file of draws: every drawn input in its own unit, every line, the totals.

use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crate::model::Model;
use crate::plan::{Metric, Plan};
use crate::sim::{Block, BlockSink};
use crate::storage::DrawWriter;

/// Writes blocks of draws to a Parquet file.
#[derive(Debug)]
pub struct DrawFile {
    writer: Mutex<DrawWriter>,
    /// Scale of each column.
    scales: Vec<f64>,
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
        Ok(Self {
            writer: Mutex::new(DrawWriter::create(path, names)?),
            scales,
        })
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
    type Encoded = Block;
    type Scratch = ();

    fn encode(&self, _scratch: &mut (), mut block: Block) -> io::Result<Block> {
        for (column, &scale) in block.columns.iter_mut().zip(&self.scales) {
            if scale != 1.0 {
                for value in column {
                    *value /= scale;
                }
            }
        }
        Ok(block)
    }

    fn take(&self, block: Block) -> io::Result<()> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.append(&block.columns)
    }
}
