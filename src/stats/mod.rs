//! Reduce chunks of draws to a few numbers, each with its Monte Carlo standard error.
//!
//! Every accumulator follows one pattern: `update` takes a chunk, `merge` takes the accumulator of other
//! draws, and the finishing methods return an [`Estimate`]. None keeps the draws unless it says so.
//!
//! | accumulator | of what | merging |
//! |---|---|---|
//! | [`Moments`] | mean, spread and skewness of one column | equal up to rounding in any order; bit for bit in a fixed order |
//! | [`Comoments`] | two columns: covariance, ratio of means | as above |
//! | [`PairedRatios`] | two ratios of means from the same draws: their difference | as above |
//! | [`VarianceShare`] | two columns: the variance of one as a share of that of the other | as above |
//! | [`PickFreeze`] | one outcome of two samples and mixtures of them: variance-based indices | as above |
//! | [`Proportion`] | share of draws with a property | bit for bit in any order |
//! | [`Quantiles`] | the whole distribution of one column | bit for bit in any order |
//!
//! *Invariants.*
//! - Sums run in a fixed number of lanes that are added in a fixed order, without fused operations: the
//!   same draws, chunks and order of merging give the same bits on every machine.
//! - What the draws cannot tell is NaN ([`Estimate::UNKNOWN`]), never a panic and never a false zero: the
//!   mean of no draws, the error of a single draw.
//! - Standard errors assume independent draws. Latin hypercube and quasi-random designs need replicates
//!   instead (methods, section 3.9).

mod comoments;
mod estimate;
mod lanes;
mod moments;
mod paired_ratios;
mod pick_freeze;
mod proportion;
mod quantiles;
mod variance_share;

pub use comoments::Comoments;
pub use estimate::Estimate;
pub use moments::Moments;
pub use paired_ratios::PairedRatios;
pub use pick_freeze::PickFreeze;
pub use proportion::Proportion;
pub use quantiles::{Distribution, EXACT_DRAWS, Quantiles, SKETCH_WIDTH};
pub use variance_share::VarianceShare;

/// A count as a real number; exact up to 2⁵³ draws.
#[allow(clippy::cast_precision_loss, reason = "nobody makes 2^53 draws")]
const fn real(count: u64) -> f64 {
    count as f64
}
