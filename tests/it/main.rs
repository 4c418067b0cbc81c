//! Integration tests: one binary, one file per subject.

mod corpus;
mod distributions;
mod statistics;
mod streams;
