//! Integration tests: one binary, one file per subject.

// Tests fail by panicking, and compare with the platform's mathematics on purpose.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod analyse;
mod analysis;
mod cli;
mod closed_forms;
mod compare;
mod corpus;
mod designs;
mod determinism;
mod distributions;
mod distributions_continuous;
mod distributions_counts;
mod draws;
mod fit;
mod golden;
mod goodness;
mod joint_priors;
mod layering;
mod listed;
mod netwerkzorg;
mod program;
mod readme;
mod runs;
mod same_bits;
mod sample;
mod schema;
mod statistics;
mod streams;
mod support;
