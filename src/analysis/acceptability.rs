//! How likely is it that each euro returns more than so much?
//!
//! # Estimator
//! P(B/C > t) over t, the share of draws with a ROI above the threshold. At t = 1 it is the probability of break-even. Where costs
//! are not positive in some draw there is no ROI and no curve.
//!
//! # Error
//! √(p(1 − p)/n), or the spread of the replicates of a design.

use super::density::round_width;
use crate::model::Euros;
use crate::sim::Simulation;
use crate::stats::Estimate;

/// About so many points to a curve.
const POINTS: f64 = 200.0;

/// A point of the acceptability curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AcceptabilityPoint {
    /// The euros that count as benefits.
    pub euros: Euros,
    /// The threshold: euros returned per euro.
    pub threshold: f64,
    /// Probability of a higher return.
    pub p: Estimate,
}

/// The curves for all euros and for hard euros, from 0 to where nearly nothing is left.
#[must_use]
pub fn acceptability_curve(simulation: &Simulation) -> Vec<AcceptabilityPoint> {
    let outputs = Euros::ALL.map(|euros| (euros, simulation.total(euros.roi())));
    let ends = outputs
        .iter()
        .filter_map(|(_, output)| Some(output.as_ref()?.quantile(0.995).value));
    let end = ends.filter(|end| end.is_finite()).fold(1.5, f64::max);
    let step = round_width(end / POINTS);
    let count = (end / step).ceil() as u32;
    let mut points = Vec::new();
    for (euros, output) in outputs {
        let Some(output) = output else { continue };
        points.extend((0..=count).map(|i| {
            let threshold = f64::from(i) * step;
            AcceptabilityPoint {
                euros,
                threshold,
                p: output.exceedance(threshold),
            }
        }));
    }
    points
}
