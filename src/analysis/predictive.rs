//! Where does the spread of a predictive run come from?
//!
//! # Estimator
//! In each draw a predictive run has the result for the next so many people, y, and the result with what is predicted at its
//! expected value, x, of the same uniforms. Where y is affine in what is predicted, E\[y | parameters\] = x
//! and Var(y) = Var(x) + E\[Var(y | parameters)\], so Var(x)/Var(y) is the share of variance that is uncertainty of the
//! parameters: what a larger study would take away, and chance would not. Sums of lines nearly always are; where the
//! formulas do not show it, and for ratios, no share is given.
//!
//! # Error
//! Delta method for the share; for designs the spread of replicates.

use crate::model::Model;
use crate::sim::{OutputSummary, Simulation};
use crate::stats::Estimate;

/// One metric of a predictive run, with and without chance.
#[derive(Clone, Debug)]
pub struct SpreadRow {
    /// `benefits`, `roi`, `line` …
    pub metric: String,
    /// The line, stakeholder or quantity it is of.
    pub subject: Option<String>,
    /// Its unit.
    pub unit: String,
    /// Given the parameters alone.
    pub parameter: Spread,
    /// Of the next so many people.
    pub predictive: Spread,
    /// The variance given the parameters alone as a share of the whole; `None` for ratios, and where nothing varies.
    pub parameter_share: Option<Estimate>,
}

/// Standard deviation and 95 % interval.
#[derive(Clone, Copy, Debug)]
pub struct Spread {
    /// Standard deviation.
    pub sd: Estimate,
    /// 2.5 % and 97.5 % quantile.
    pub interval: [Estimate; 2],
}

/// One row per metric that means something in every draw; none for an ordinary run.
#[must_use]
pub fn spreads(model: &Model, simulation: &Simulation) -> Vec<SpreadRow> {
    let rows = simulation.expected.iter().filter_map(|expected| {
        let metric = expected.metric;
        let drawn = simulation.output(metric)?;
        let scale = metric.scale(model);
        let shares = simulation.parameter_shares.iter();
        let share = shares.filter(|(known, _)| *known == metric);
        let share = share.map(|(_, share)| *share).next();
        Some(SpreadRow {
            metric: metric.name().to_owned(),
            subject: metric.subject(model).map(str::to_owned),
            unit: metric.unit(model),
            parameter: spread(expected, scale),
            predictive: spread(drawn, scale),
            parameter_share: share.filter(|share| share.value.is_finite()),
        })
    });
    rows.collect()
}

fn spread(output: &OutputSummary, scale: f64) -> Spread {
    let scaled =
        |estimate: Estimate| Estimate::new(estimate.value / scale, estimate.standard_error / scale);
    Spread {
        sd: scaled(output.sd()),
        interval: [0.025, 0.975].map(|p| scaled(output.quantile(p))),
    }
}
