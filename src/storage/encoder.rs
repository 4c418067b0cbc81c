//! Blocks of draws become compressed pages, on any thread.

use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use super::byte_planes;
use super::footer::Chunk;
use super::page::{self, Encoding, Page};
use super::zstd_frame::FrameEncoder;

/// Draws of a full block.
pub(super) const BLOCK: usize = 8192;

/// Encodes blocks of draws. Clones share their buffers; give each thread one.
#[derive(Clone, Debug)]
pub struct DrawEncoder {
    columns: usize,
    buffers: Buffers,
}

/// Buffers of blocks that have been written, for blocks to come.
#[derive(Clone, Debug, Default)]
pub(super) struct Buffers(Arc<Mutex<Vec<Vec<u8>>>>);

/// What a thread needs for encoding and uses again for every block.
pub struct Scratch {
    planes: Vec<u8>,
    frames: FrameEncoder,
}

impl fmt::Debug for Scratch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scratch").finish_non_exhaustive()
    }
}

impl Scratch {
    /// # Errors
    /// When there is no memory for the tables of the compression.
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self {
            planes: Vec::new(),
            frames: FrameEncoder::new()?,
        })
    }
}

/// The compressed pages of a block: `draw`, then the columns.
#[derive(Debug)]
pub struct EncodedDraws {
    first_draw: u64,
    rows: usize,
    pages: Pages,
    buffers: Buffers,
}

/// Pages one behind the other.
#[derive(Debug, Default)]
pub(super) struct Pages {
    /// Heads and compressed numbers.
    pub(super) bytes: Vec<u8>,
    /// Lengths of each page.
    pub(super) sizes: Vec<Chunk>,
}

impl DrawEncoder {
    /// For blocks of that many columns.
    pub(super) fn new(columns: usize) -> Self {
        Self {
            columns,
            buffers: Buffers::default(),
        }
    }

    /// What a thread needs for [`encode`](Self::encode).
    ///
    /// # Errors
    /// When there is no memory for the tables of the compression.
    pub fn scratch(&self) -> io::Result<Scratch> {
        Scratch::new()
    }

    /// Encodes the draws from `first_draw` on: one column per name given to the writer, all of one length of 1 to 8192.
    ///
    /// The bytes depend on the draws alone, not on the thread, the scratch or the instruction set.
    ///
    /// # Errors
    /// When the columns are not such, and when there is no memory.
    pub fn encode(
        &self,
        scratch: &mut Scratch,
        first_draw: u64,
        columns: &[Vec<f64>],
    ) -> io::Result<EncodedDraws> {
        let rows = columns.first().map_or(0, Vec::len);
        let whole = columns.iter().all(|column| column.len() == rows);
        if columns.len() != self.columns || !whole || !(1..=BLOCK).contains(&rows) {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                format!(
                    "a block of draws has {} columns of one length from 1 to {BLOCK}",
                    self.columns
                ),
            ));
        }
        let mut pages = Pages {
            bytes: self.buffers.take(),
            sizes: Vec::with_capacity(columns.len() + 1),
        };
        pages.push_draws(scratch, first_draw, rows)?;
        for column in columns {
            pages.push_numbers(scratch, column)?;
        }
        Ok(EncodedDraws {
            first_draw,
            rows,
            pages,
            buffers: self.buffers.clone(),
        })
    }
}

impl Pages {
    /// Appends the page that numbers the draws.
    ///
    /// # Errors
    /// When there is no memory.
    pub(super) fn push_draws(
        &mut self,
        scratch: &mut Scratch,
        first_draw: u64,
        rows: usize,
    ) -> io::Result<()> {
        page::consecutive(first_draw, rows, &mut scratch.planes);
        self.push(scratch, Encoding::Delta, rows, 0)
    }

    fn push_numbers(&mut self, scratch: &mut Scratch, column: &[f64]) -> io::Result<()> {
        byte_planes::split(column, &mut scratch.planes);
        let raw = byte_planes::incompressible(&scratch.planes);
        self.push(scratch, Encoding::Planes, column.len(), raw)
    }

    fn push(
        &mut self,
        scratch: &mut Scratch,
        encoding: Encoding,
        rows: usize,
        raw: usize,
    ) -> io::Result<()> {
        let page = Page {
            rows,
            encoding,
            content: scratch.planes.len(),
        };
        let frame = scratch.frames.encode(&scratch.planes, raw)?;
        let head = page.head(frame.len(), &mut self.bytes);
        frame.write(&mut self.bytes);
        self.sizes.push(Chunk {
            compressed: (head + frame.len()) as u64,
            content: (head + page.content) as u64,
        });
        Ok(())
    }
}

impl EncodedDraws {
    /// Index of the first draw.
    #[must_use]
    pub fn first_draw(&self) -> u64 {
        self.first_draw
    }

    /// Number of draws.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    pub(super) fn pages(&self) -> &Pages {
        &self.pages
    }
}

impl Drop for EncodedDraws {
    fn drop(&mut self) {
        self.buffers.give(std::mem::take(&mut self.pages.bytes));
    }
}

impl Buffers {
    fn take(&self) -> Vec<u8> {
        let mut free = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        free.pop().unwrap_or_default()
    }

    fn give(&self, mut buffer: Vec<u8>) {
        buffer.clear();
        let mut free = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        free.push(buffer);
    }
}
