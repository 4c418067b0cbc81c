//! Integration tests: one binary, one file per subject.

mod distributions;
mod statistics;
mod streams;
