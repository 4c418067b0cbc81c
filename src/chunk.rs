//! Cut a run of draws into chunks of fixed length.
//!
//! A chunk is the unit of everything that repeats: random numbers restart at its beginning, the columnar
//! program runs over it, and accumulators take it whole and are merged in chunk order.
//!
//! *Invariants.* The length of a chunk is a constant of the program, not of the machine or of the number
//! of threads; only the last chunk of a run may be shorter. Hence the same draws give the same bits on
//! any schedule.

/// Draws per chunk: 8 KiB per column of `f64`, so that some dozens of columns fit in the L2 cache.
pub const CHUNK: usize = 1024;

/// The same length as a count of draws.
const DRAWS: u64 = CHUNK as u64;

/// Lists the chunks of a run of `draws` draws: index and length of each, in order.
///
/// # Example
///
/// ```
/// use sroi::chunk::chunks;
///
/// let run: Vec<_> = chunks(2500).collect();
/// assert_eq!(run, [(0, 1024), (1, 1024), (2, 452)]);
/// ```
pub fn chunks(draws: u64) -> impl Iterator<Item = (u64, usize)> {
    (0..draws.div_ceil(DRAWS)).map(move |chunk| {
        let left = draws - chunk * DRAWS;
        (
            chunk,
            usize::try_from(left).map_or(CHUNK, |left| left.min(CHUNK)),
        )
    })
}

/// Says where a draw lies: the index of its chunk and its place inside that chunk.
///
/// # Example
///
/// ```
/// assert_eq!(sroi::chunk::locate(2049), (2, 1));
/// ```
#[must_use]
#[allow(
    clippy::cast_possible_truncation,
    reason = "the remainder is below CHUNK"
)]
pub const fn locate(draw: u64) -> (u64, usize) {
    (draw / DRAWS, (draw % DRAWS) as usize)
}
