//! Monte Carlo uncertainty for social and health-economic business cases.
//!
//! A case file is read into a spanned [`case::Case`], checked into a [`model::Model`], compiled to a [`plan::Plan`],
//! run over addressed draws by [`sim`], analysed by [`analysis`] and reported by [`report`]. One folder per noun, arrows
//! point down only; `ARCHITECTURE.md` has the map.

pub mod chunk;
pub mod math;
pub mod simd;
pub mod text;

pub mod dist;
pub mod stats;
pub mod storage;
pub mod stream;
pub mod unit;

pub mod case;
pub mod model;
pub mod plan;
pub mod sim;

pub mod analysis;
pub mod report;

pub mod cli;
