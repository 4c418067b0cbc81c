//! Writes 32-bit words of streams to standard output, for a battery of tests that reads them there:
//! `words ORDER [BITS]`, without end. See `benches/battery/run.sh`.
//!
//! A uniform is (k + ½)·2⁻⁵² with a whole number k of 52 bits; k is taken back exactly and 32 of its bits are written.

use std::io::{self, Write};
use std::process::ExitCode;

use sroi::chunk::CHUNK;
use sroi::stream::{Key, LANES};

/// The order in which uniforms are taken, and what it would show.
const ORDERS: [(&str, &str); 7] = [
    ("stream", "one stream from its beginning"),
    (
        "names",
        "64 streams of neighbouring names, draw by draw in turn",
    ),
    (
        "seeds",
        "64 streams of neighbouring seeds, draw by draw in turn",
    ),
    ("chunks", "the first draw of each chunk of one stream"),
    (
        "lanes",
        "the first draw of each lane of each chunk of one stream",
    ),
    ("first-of-names", "the first draw of input_0, input_1, …"),
    ("first-of-seeds", "the first draw under seed 0, 1, …"),
];

/// Takes 32 of the 52 bits.
type Take = fn(u64) -> u32;

/// Which of the 52 bits are written.
const BITS: [(&str, Take); 4] = [
    ("upper", |k| (k >> 20) as u32),
    ("lower", |k| k as u32),
    ("upper-reversed", |k| ((k >> 20) as u32).reverse_bits()),
    ("lower-reversed", |k| (k as u32).reverse_bits()),
];

/// Streams that take turns.
const STREAMS: u64 = 64;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let order = arguments.first().map_or("", String::as_str);
    let bits = arguments.get(1).map_or("upper", String::as_str);
    let take = BITS.iter().find(|(name, _)| *name == bits);
    let (Some(&(_, take)), true) = (take, ORDERS.iter().any(|(name, _)| *name == order)) else {
        return usage();
    };
    match write(order, take) {
        // Whoever reads has had enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
        Ok(()) => ExitCode::SUCCESS,
    }
}

fn usage() -> ExitCode {
    eprintln!("words ORDER [BITS]\n\nORDER");
    for (name, what) in ORDERS {
        eprintln!("  {name:15} {what}");
    }
    eprintln!("BITS\n  {}", BITS.map(|(name, _)| name).join(", "));
    ExitCode::from(2)
}

/// Writes until nobody reads.
fn write(order: &str, take: Take) -> io::Result<()> {
    let key = Key::new(1, "input_1");
    let name = |i: u64| Key::new(1, &format!("input_{i}"));
    let seed = |i: u64| Key::new(i, "input_1");
    let mut words = Words::new(take);
    match order {
        "stream" => side_by_side(&mut words, &[key]),
        "names" => side_by_side(&mut words, &(0..STREAMS).map(name).collect::<Vec<_>>()),
        "seeds" => side_by_side(&mut words, &(0..STREAMS).map(seed).collect::<Vec<_>>()),
        "chunks" => (0..).try_for_each(|chunk| words.put(key.uniform(chunk * CHUNK as u64))),
        "lanes" => (0..).try_for_each(|i| {
            let (chunk, lane) = (i / LANES as u64, i % LANES as u64);
            words.put(key.uniform(chunk * CHUNK as u64 + lane))
        }),
        "first-of-names" => (0..).try_for_each(|i| words.put(name(i).uniform(0))),
        _ => (0..).try_for_each(|i| words.put(seed(i).uniform(0))),
    }
}

/// The draws of several streams in turn, chunk by chunk.
fn side_by_side(words: &mut Words, keys: &[Key]) -> io::Result<()> {
    let mut columns = vec![[0.0; CHUNK]; keys.len()];
    (0..).try_for_each(|chunk| {
        for (key, column) in keys.iter().zip(&mut columns) {
            key.uniforms(chunk, column);
        }
        (0..CHUNK).try_for_each(|draw| {
            columns
                .iter()
                .try_for_each(|column| words.put(column[draw]))
        })
    })
}

/// Words on their way out.
struct Words {
    take: Take,
    waiting: Vec<u8>,
    out: io::StdoutLock<'static>,
}

impl Words {
    const BUFFER: usize = 1 << 16;

    fn new(take: Take) -> Self {
        Self {
            take,
            waiting: Vec::with_capacity(Self::BUFFER),
            out: io::stdout().lock(),
        }
    }

    fn put(&mut self, u: f64) -> io::Result<()> {
        // Exact: u·2⁵² is k + ½.
        let k = (u * 4_503_599_627_370_496.0) as u64;
        self.waiting.extend((self.take)(k).to_le_bytes());
        if self.waiting.len() >= Self::BUFFER {
            self.out.write_all(&self.waiting)?;
            self.waiting.clear();
        }
        Ok(())
    }
}
