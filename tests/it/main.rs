//! Integration tests: one binary, one file per subject.

// Tests fail by panicking, and compare with the platform's mathematics on purpose.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod analyse;
mod analysis;
mod audit;
mod cli;
mod closed_forms;
mod compare;
mod convergence;
mod corpus;
mod designs;
mod determinism;
mod distributions;
mod distributions_continuous;
mod distributions_counts;
mod draws;
mod exact;
mod fit;
mod golden;
mod goodness;
mod guide;
mod joint_priors;
mod languages;
mod layering;
mod listed;
mod netwerkzorg;
mod new_case;
mod parties;
mod predictive;
mod prices;
mod program;
mod readme;
mod runs;
mod same_bits;
mod sample;
mod scenarios;
mod schema;
mod sensitivity;
mod shipped;
mod snv;
mod statistics;
mod streams;
mod studies;
mod support;
mod voi;
