//! Integration tests: one binary, one file per subject.

mod analysis;
mod closed_forms;
mod determinism;
mod distributions;
mod golden;
mod netwerkzorg;
mod statistics;
mod streams;
mod support;
