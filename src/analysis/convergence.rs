//! Have the results settled, and what would another digit cost?
//!
//! # Question
//! How did the headline move while draws were made, and how many draws would show one more digit of it?
//!
//! # Estimator
//! The headline after the first draws, at evenly spaced numbers of them. A digit is shown when half of the 95 % Monte Carlo interval is
//! below one unit of it; errors go with 1/√n, so the next digit takes (h·10^(d+1))² times the draws for a half-width h that shows d
//! decimals. With Latin hypercubes and Sobol' points errors fall faster, and fewer are enough. A Latin hypercube is none before
//! its end, so it has no running estimates.
//!
//! # Error
//! Those of the estimates.

use super::goal::half_width_95;
use crate::math;
use crate::sim::{RunningPoint, Simulation};
use crate::stats::Estimate;

/// One result after so many draws.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ConvergencePoint {
    /// The result, as in `summary.parquet`.
    pub metric: &'static str,
    /// Draws.
    pub draws: u64,
    /// Its estimate.
    pub estimate: Estimate,
    /// Draws that would show one more digit than so many do; `None` where nothing is left to show.
    pub next_digit: Option<f64>,
}

type Of = fn(&RunningPoint) -> Estimate;

/// The headline results, with their names in result files.
const RESULTS: [(&str, Of); 6] = [
    ("net_benefit", |point| point.net_benefit[0]),
    ("hard_net_benefit", |point| point.net_benefit[1]),
    ("ratio_of_means", |point| point.ratio_of_means[0]),
    ("hard_ratio_of_means", |point| point.ratio_of_means[1]),
    ("p_break_even", |point| point.p_break_even[0]),
    ("hard_p_break_even", |point| point.p_break_even[1]),
];

/// The running headline, result by result. No ratio where costs are not positive in some draw.
#[must_use]
pub fn convergence(simulation: &Simulation) -> Vec<ConvergencePoint> {
    let reach = half_width_95(simulation.replicates);
    let is_ratio = |metric: &str| metric.ends_with("ratio_of_means");
    let kept = RESULTS
        .iter()
        .filter(|(metric, _)| !is_ratio(metric) || simulation.nonpositive_costs == 0);
    let rows = kept.flat_map(|(metric, of)| {
        simulation.running.iter().map(move |point| {
            let estimate = of(point);
            ConvergencePoint {
                metric,
                draws: point.draws,
                estimate,
                next_digit: next_digit(estimate, reach, point.draws),
            }
        })
    });
    rows.collect()
}

/// Draws that would show one more decimal, at the rate of independent draws.
fn next_digit(estimate: Estimate, reach: f64, draws: u64) -> Option<f64> {
    let half = reach * estimate.standard_error;
    if half.is_nan() || half <= 0.0 {
        return None;
    }
    let decimals = (-math::log10(half)).floor();
    let factor = half * math::pow(10.0, decimals + 1.0);
    Some((draws as f64 * factor * factor).ceil())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A half-width of 0.004 shows two decimals; three need one of 0.001, a quarter: sixteen times the draws.
    #[test]
    fn another_digit_takes_the_square() {
        let draws = next_digit(Estimate::new(1.234, 0.002), 2.0, 1000).unwrap();
        assert!((draws - 16_000.0).abs() <= 1.0, "{draws}");
        // Hundreds: a half-width of 300 shows thousands, the next digit one of 100.
        let draws = next_digit(Estimate::new(54_321.0, 150.0), 2.0, 1000).unwrap();
        assert!((draws - 9_000.0).abs() <= 1.0, "{draws}");
        assert_eq!(next_digit(Estimate::exact(1.0), 2.0, 1000), None);
        assert_eq!(next_digit(Estimate::UNKNOWN, 2.0, 1000), None);
    }
}
