//! Integration tests: one binary, one file per subject.

// Tests fail by panicking, and compare with the platform's mathematics on purpose.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod cli;
mod distributions;
mod layering;
mod program;
mod readme;
mod statistics;
mod streams;
