//! How large must the effect be for benefits to equal costs?
//!
//! # Estimator
//! In each draw benefits minus costs are a + b θ in the common value θ of the break-even inputs, so θ* = −a/b. The
//! curve is P(θ* ≤ θ): the probability of break-even were the effect θ for certain, everything else as uncertain as it is.
//!
//! Where benefits exceed costs without any effect and more effect does not help, there is no least effect; with such draws
//! no curve is given.
//!
//! # Error
//! √(p(1 − p)/n).

use super::density::round_width;
use crate::model::{Model, Total};
use crate::sim::Simulation;
use crate::stats::Estimate;

/// About so many points to a curve.
const POINTS: f64 = 200.0;

/// A point of the break-even curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BreakEvenPoint {
    /// Whether only hard euros count.
    pub hard: bool,
    /// The common value of the break-even inputs, in their unit.
    pub value: f64,
    /// Probability that benefits exceed costs at that value.
    pub p_break_even: Estimate,
}

/// The curves for all euros and for hard euros; empty when the case has no break-even inputs or is not linear in them.
#[must_use]
pub fn break_even_curve(model: &Model, simulation: &Simulation) -> Vec<BreakEvenPoint> {
    let Some(unit) = model
        .break_even
        .as_ref()
        .map(|break_even| break_even.unit.scale())
    else {
        return Vec::new();
    };
    let curves = [(false, Total::BreakEven), (true, Total::HardBreakEven)];
    let outputs = curves.map(|(hard, total)| (hard, simulation.total(total)));
    // Both curves share one grid of round steps, up to where the slower one has nearly reached its end.
    let reach = |p: f64| {
        let ends = outputs
            .iter()
            .filter_map(|(_, output)| Some(output.as_ref()?.quantile(p).value));
        ends.filter(|end| end.is_finite() && *end > 0.0)
            .fold(0.0, f64::max)
    };
    let end = [0.95, 0.75, 0.5]
        .into_iter()
        .map(reach)
        .find(|end| *end > 0.0)
        .unwrap_or(unit);
    let step = round_width(end / unit / POINTS);
    let count = (end / unit / step).ceil() as u32;
    let mut points = Vec::new();
    for (hard, output) in outputs {
        let Some(output) = output else { continue };
        for i in 0..=count {
            let value = f64::from(i) * step;
            points.push(BreakEvenPoint {
                hard,
                value,
                p_break_even: output.cdf(value * unit),
            });
        }
    }
    points
}
