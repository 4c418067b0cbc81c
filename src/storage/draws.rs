//! The file of draws: Parquet with a column `draw` and columns of numbers, written block by block in constant memory.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::encoder::{BLOCK, DrawEncoder, EncodedDraws, Pages, Scratch};
use super::footer::{Chunk, MAGIC, RowGroup, footer, opening};
use super::page::{self, Encoding, Page};
use super::thrift;

/// Blocks of a row group.
const BLOCKS: usize = 8;

/// Draws of a complete row group.
const ROWS: u64 = (BLOCKS * BLOCK) as u64;

/// Writes draws: blocks that a [`DrawEncoder`] has encoded, in order.
///
/// Eight blocks of 8192 draws make a row group. A row group is written when it is complete; what is left, and the footer, by
/// [`finish`](Self::finish). The file is a function of names, draws and metadata.
#[derive(Debug)]
pub struct DrawWriter {
    names: Vec<String>,
    encoder: DrawEncoder,
    /// Blocks of the row group that is not complete yet.
    pending: Vec<EncodedDraws>,
    next_draw: u64,
    groups: Vec<RowGroup>,
    file: File,
}

impl DrawWriter {
    /// Opens the file for draws of columns with these names.
    ///
    /// # Errors
    /// When it cannot be created.
    pub fn create(path: &Path, names: Vec<String>) -> io::Result<Self> {
        let mut file = File::create(path)?;
        file.write_all(&MAGIC)?;
        Ok(Self {
            encoder: DrawEncoder::new(names.len()),
            names,
            pending: Vec::new(),
            next_draw: 0,
            groups: Vec::new(),
            file,
        })
    }

    /// What encodes blocks for this file, on any thread.
    #[must_use]
    pub fn encoder(&self) -> DrawEncoder {
        self.encoder.clone()
    }

    /// Appends the next block. All but the last one have 8192 draws.
    ///
    /// # Errors
    /// When it is not the next block, and when it cannot be written.
    pub fn append(&mut self, block: EncodedDraws) -> io::Result<()> {
        let full = self.next_draw.is_multiple_of(BLOCK as u64);
        if !full || block.first_draw() != self.next_draw {
            return Err(misused("blocks of draws are appended in order"));
        }
        self.next_draw += block.rows() as u64;
        self.pending.push(block);
        if self.pending.len() == BLOCKS {
            self.flush()
        } else {
            Ok(())
        }
    }

    /// Writes what is left and the footer with key-value metadata, and waits until everything is on disk.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self, metadata: &[(String, String)]) -> io::Result<()> {
        if !self.pending.is_empty() {
            self.flush()?;
        }
        let mut bytes = footer(&self.names, &self.groups, metadata);
        let length = u32::try_from(bytes.len())
            .map_err(|_| io::Error::other("too many draws for the footer of one Parquet file"))?;
        bytes.extend(length.to_le_bytes());
        bytes.extend(MAGIC);
        self.file.write_all(&bytes)?;
        self.file.sync_all()
    }

    /// Takes over all complete row groups of an earlier file of the same columns, and returns how many draws they have. Pages
    /// are copied as they are, so that the file becomes what it would be, had all draws been appended.
    ///
    /// # Errors
    /// When draws have been appended already; when the earlier file has other columns, is damaged, or was not written by
    /// [`DrawWriter`]; when it cannot be read, or not be written. A file after an error is of no use.
    pub fn take_over(&mut self, earlier: &Path) -> io::Result<u64> {
        if self.next_draw > 0 {
            return Err(misused("earlier draws come first"));
        }
        let mut earlier = BufReader::with_capacity(1 << 18, File::open(earlier)?);
        let rows = rows(&mut earlier, &self.names)?;
        earlier.seek(SeekFrom::Start(0))?;
        page::expect(&mut earlier, &MAGIC)?;
        let mut scratch = self.encoder.scratch()?;
        for _ in 0..rows / ROWS {
            self.copy_group(&mut earlier, &mut scratch)?;
        }
        Ok(self.next_draw)
    }

    /// Writes the pending blocks as a row group, column by column.
    fn flush(&mut self) -> io::Result<()> {
        let mut group = RowGroup {
            rows: 0,
            chunks: vec![Chunk::default(); self.names.len() + 1],
        };
        let mut starts = [0_usize; BLOCKS];
        for (column, chunk) in group.chunks.iter_mut().enumerate() {
            for (block, start) in self.pending.iter().zip(&mut starts) {
                let Pages { bytes, sizes } = block.pages();
                let end = *start + sizes[column].compressed as usize;
                self.file.write_all(&bytes[*start..end])?;
                *start = end;
                chunk.add(sizes[column]);
            }
        }
        group.rows = self.pending.iter().map(|block| block.rows() as u64).sum();
        self.groups.push(group);
        self.pending.clear();
        Ok(())
    }

    /// Copies a complete row group.
    fn copy_group(&mut self, earlier: &mut impl Read, scratch: &mut Scratch) -> io::Result<()> {
        let mut group = RowGroup {
            rows: ROWS,
            chunks: Vec::with_capacity(self.names.len() + 1),
        };
        // The numbers of the draws are known: they must be the same bytes.
        let mut draws = Pages::default();
        for block in 0..BLOCKS {
            let first_draw = self.next_draw + (block * BLOCK) as u64;
            draws.push_draws(scratch, first_draw, BLOCK)?;
        }
        page::expect(earlier, &draws.bytes)?;
        self.file.write_all(&draws.bytes)?;
        group.chunks.push(Chunk::default());
        for &size in &draws.sizes {
            group.chunks[0].add(size);
        }
        let page = Page {
            rows: BLOCK,
            encoding: Encoding::Planes,
            content: BLOCK * size_of::<f64>(),
        };
        let mut bytes = Vec::new();
        for _ in &self.names {
            let mut chunk = Chunk::default();
            bytes.clear();
            for _ in 0..BLOCKS {
                let head = page.copy(earlier, &mut bytes)?;
                chunk.content += (head + page.content) as u64;
            }
            chunk.compressed = bytes.len() as u64;
            self.file.write_all(&bytes)?;
            group.chunks.push(chunk);
        }
        self.groups.push(group);
        self.next_draw += ROWS;
        Ok(())
    }
}

/// The number of draws of an earlier file, whose footer must begin with the same columns.
fn rows(earlier: &mut (impl Read + Seek), names: &[String]) -> io::Result<u64> {
    let incomplete = || invalid("the earlier draws are not a complete Parquet file");
    let size = earlier.seek(SeekFrom::End(0))?;
    let tail = size.checked_sub(8).ok_or_else(incomplete)?;
    earlier.seek(SeekFrom::Start(tail))?;
    let mut length = [0; 4];
    earlier.read_exact(&mut length)?;
    page::expect(earlier, &MAGIC).map_err(|_| incomplete())?;
    let length = u64::from(u32::from_le_bytes(length));
    let start = tail.checked_sub(length).ok_or_else(incomplete)?;
    earlier.seek(SeekFrom::Start(start))?;
    page::expect(earlier, &opening(names)).map_err(|_| {
        invalid("the earlier draws have other columns, or another program wrote them")
    })?;
    thrift::read_natural(earlier)
}

fn invalid(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

fn misused(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, what)
}
