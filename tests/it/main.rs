//! Integration tests: one binary, one file per subject.

mod cli;
mod distributions;
mod layering;
mod program;
mod readme;
mod statistics;
mod streams;
