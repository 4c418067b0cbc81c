//! Integration tests: one binary, one file per subject.

mod corpus;
mod distributions;
mod schema;
mod statistics;
mod streams;
