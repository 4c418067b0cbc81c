//! The distribution of the ROI: density and distribution function on a grid.
//!
//! # Estimator
//! A histogram with bins of a round width from the 0.1 % to the 99.9 % quantile; the density of a bin is its share of
//! the draws divided by its width.
//!
//! # Error
//! √(p(1 − p)/n) for the share of a bin and for the distribution function.

use crate::sim::{OutputSummary, Simulation};
use crate::stats::{Estimate, Proportion};

/// About so many bins.
const BINS: f64 = 150.0;

/// A bin of the histogram.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DensityBin {
    /// Lower edge.
    pub low: f64,
    /// Upper edge.
    pub high: f64,
    /// Share of the draws per unit.
    pub density: Estimate,
    /// Share of draws up to the upper edge.
    pub cdf: Estimate,
}

/// The distribution of a metric; empty when it does not vary.
#[must_use]
pub fn density(simulation: &Simulation, output: &OutputSummary) -> Vec<DensityBin> {
    let (from, to) = (output.quantile(0.001).value, output.quantile(0.999).value);
    let range = to - from;
    if range <= 0.0 || !range.is_finite() {
        return Vec::new();
    }
    let width = round_width(range / BINS);
    // A bin holds its upper edge, not its lower one.
    let first = (from / width).ceil() - 1.0;
    let count = ((to / width).ceil() - first) as u32;
    let edge = |i: u32| (first + f64::from(i)) * width;
    (0..count)
        .map(|i| {
            let (low, high) = (edge(i), edge(i + 1));
            let (below, cdf) = (output.cdf(low), output.cdf(high));
            let share = cdf.value - below.value;
            let hits = (share * simulation.draws as f64).round() as u64;
            let error = Proportion {
                hits,
                count: simulation.draws,
            }
            .estimate()
            .standard_error;
            DensityBin {
                low,
                high,
                density: Estimate::new(share / width, error / width),
                cdf,
            }
        })
        .collect()
}

/// The nearest 1, 2 or 5 times a power of ten at or above `width`.
pub(super) fn round_width(width: f64) -> f64 {
    let power = crate::math::pow(10.0, crate::math::log10(width).floor());
    let steps = [1.0, 2.0, 5.0, 10.0];
    steps
        .into_iter()
        .map(|step| step * power)
        .find(|&w| w >= width)
        .unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::round_width;

    #[test]
    fn widths_are_round() {
        for (width, round) in [(0.013, 0.02), (0.05, 0.05), (1.1, 2.0), (700.0, 1000.0)] {
            assert!((round_width(width) / round - 1.0).abs() < 1e-12, "{width}");
        }
    }
}
