//! Times that mean something on a machine that others use: the least of many short rounds.

use std::time::{Duration, Instant};

use sroi::chunk::CHUNK;

/// Rounds are this short, so that some of them run undisturbed.
const ROUND: Duration = Duration::from_micros(500);
/// How long to go on.
const ALL: Duration = Duration::from_millis(300);
/// At least so many rounds, however long they take.
const ROUNDS_MIN: usize = 5;

/// Nanoseconds per call.
pub fn per_call(mut call: impl FnMut()) -> f64 {
    let mut timed = |calls: u32| {
        let start = Instant::now();
        (0..calls).for_each(|_| call());
        start.elapsed()
    };
    let mut calls = 1;
    while timed(calls) < ROUND && calls < 1 << 24 {
        calls *= 2;
    }
    let start = Instant::now();
    let mut least = Duration::MAX;
    let mut rounds = 0;
    while rounds < ROUNDS_MIN || start.elapsed() < ALL {
        least = least.min(timed(calls));
        rounds += 1;
    }
    least.as_secs_f64() * 1e9 / f64::from(calls)
}

/// Nanoseconds per value of a call that takes a chunk.
pub fn per_value(chunk: impl FnMut()) -> f64 {
    per_call(chunk) / CHUNK as f64
}
