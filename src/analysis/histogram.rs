//! How the result is spread around break-even, in a few bins.
//!
//! # Estimator
//! Bins of a round width, of which break-even is an edge, over the 0.5 % to the 99.5 % quantile of B/C, or of net benefit where there
//! is no ratio. Break-even is in view when it is at most half of that range away. A bin holds the share of the draws above its lower
//! and up to its upper edge.
//!
//! # Error
//! √(p(1 − p)/n) for both sides, or the spread of the replicates of a design; those of the quantiles are order statistics.

use super::density::round_width;
use crate::model::Total;
use crate::sim::{OutputSummary, Simulation};
use crate::stats::Estimate;

/// At most so many bins, and no fewer than two fifths of them.
const BINS: f64 = 54.0;
/// How far outside the range, in parts of it, break-even is still shown.
const REACH: f64 = 0.5;

/// What is spread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistogramOf {
    /// Benefits over costs, which break even at 1.
    Ratio,
    /// Benefits minus costs, which break even at 0, where costs are not positive in some draw.
    NetBenefit,
}

/// A bin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HistogramBin {
    /// Lower edge, which is not in it.
    pub low: f64,
    /// Upper edge, which is.
    pub high: f64,
    /// Share of the draws.
    pub share: f64,
}

/// A distribution and where it breaks even.
#[derive(Clone, Debug)]
pub struct Histogram {
    /// What is spread.
    pub of: HistogramOf,
    /// At which value it breaks even.
    pub break_even: f64,
    /// Its median.
    pub median: Estimate,
    /// Its 95 % uncertainty interval.
    pub interval: [Estimate; 2],
    /// Bins, from low to high.
    pub bins: Vec<HistogramBin>,
    /// Bins from the lowest edge to break-even: fewer than none, or more than there are, where that is out of view.
    pub below: i64,
    /// Share of the draws in which benefits do not exceed costs.
    pub short: Estimate,
    /// Share of the draws in which they do.
    pub beyond: Estimate,
}

/// The histogram of a run; `None` where the result does not vary.
#[must_use]
pub fn histogram(simulation: &Simulation) -> Option<Histogram> {
    let net_benefit = simulation.total(Total::NetBenefit)?;
    let (of, output, break_even) = match simulation.total(Total::Roi) {
        Some(roi) => (HistogramOf::Ratio, roi, 1.0),
        None => (HistogramOf::NetBenefit, net_benefit, 0.0),
    };
    let ends = [0.005, 0.995].map(|p| output.quantile(p).value);
    let (edges, below) = edges(ends, break_even)?;
    let beyond = net_benefit.exceedance(0.0);
    Some(Histogram {
        of,
        break_even,
        median: output.quantile(0.5),
        interval: [output.quantile(0.025), output.quantile(0.975)],
        bins: bins(output, &edges),
        below,
        short: Estimate::new(1.0 - beyond.value, beyond.standard_error),
        beyond,
    })
}

/// Edges at whole steps from break-even, and how many of these it is above the first; nothing where there is no range.
fn edges([low, high]: [f64; 2], break_even: f64) -> Option<(Vec<f64>, i64)> {
    let range = high - low;
    if range <= 0.0 || !range.is_finite() {
        return None;
    }
    let near = low - REACH * range <= break_even && break_even <= high + REACH * range;
    let (low, high) = if near {
        (low.min(break_even), high.max(break_even))
    } else {
        (low, high)
    };
    // Two bins are spent on ends that are no edges.
    let width = round_width((high - low) / (BINS - 2.0));
    // A bin does not hold its lower edge.
    let first = ((low - break_even) / width).ceil() - 1.0;
    let last = ((high - break_even) / width).ceil();
    let count = (last - first) as u32;
    let edge = |i: u32| break_even + (first + f64::from(i)) * width;
    let edges: Vec<f64> = (0..=count).map(edge).collect();
    // Far from zero, neighbouring doubles may be wider apart than bins.
    let distinct = edges.windows(2).all(|pair| pair[0] < pair[1]);
    distinct.then_some((edges, -first as i64))
}

fn bins(output: &OutputSummary, edges: &[f64]) -> Vec<HistogramBin> {
    let bin = |pair: &[f64]| HistogramBin {
        low: pair[0],
        high: pair[1],
        share: output.cdf(pair[1]).value - output.cdf(pair[0]).value,
    };
    edges.windows(2).map(bin).collect()
}

#[cfg(test)]
mod tests {
    use super::{BINS, edges};

    #[test]
    fn break_even_is_an_edge_where_it_is_near() {
        for (ends, break_even, inside) in [
            ([0.3, 3.2], 1.0, true),
            ([1.2, 1.9], 1.0, true),
            ([1.0, 1.9], 1.0, true),
            ([0.2, 0.9], 1.0, true),
            ([40.0, 41.0], 1.0, false),
            ([-3e5, 2e6], 0.0, true),
            ([0.0, 300.0], 1.0, true),
        ] {
            let (edges, below) = edges(ends, break_even).unwrap();
            let bins = edges.len() - 1;
            let place = edges.iter().position(|edge| *edge == break_even);
            assert_eq!(place.is_some(), inside, "{ends:?}: {edges:?}");
            assert!(place.is_none_or(|place| place as i64 == below), "{ends:?}");
            assert!(bins as f64 <= BINS, "{ends:?}: {bins}");
            assert!(bins as f64 >= 0.35 * BINS, "{ends:?}: {bins}");
            assert!(edges[0] <= ends[0] && ends[1] <= edges[bins], "{ends:?}");
        }
    }

    #[test]
    fn what_does_not_vary_has_no_bins() {
        for ends in [
            [2.0, 2.0],
            [1.0, f64::INFINITY],
            [f64::NAN; 2],
            [1e17, 1e17 + 32.0],
        ] {
            assert_eq!(edges(ends, 1.0), None, "{ends:?}");
        }
    }
}
