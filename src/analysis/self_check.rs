//! Does a run agree with what is known without drawing?
//!
//! # Question
//! Whether mean and standard deviation of benefits, hard benefits, costs and the two net benefits, as estimated by a run, are those that
//! [`exact`](super::exact()) computes.
//!
//! # Estimator
//! z = (estimate − exact)/SE with the Monte Carlo standard error SE of the estimate; a row agrees when |z| is at most
//! 4. Under a design, whose errors come from the spread of R replicates, the limit is the value of Student's t with
//! R − 1 degrees of freedom that is exceeded as rarely (5.5 for 16 replicates).
//!
//! # Error
//! With normal errors one comparison fails by chance in 6.3e-5 of all runs, so one of the ten in less than 6.4e-4 of them, whatever the
//! correlations between the ten (Bonferroni); they are high, so that it is rather half of that. Errors of standard deviations are
//! normal only when draws are many and tails light, so they are judged for random draws whose relative standard error of the standard
//! deviation is at most 0.5 %; otherwise z is shown and nothing is concluded.
//!
//! Rounding is no disagreement: an estimate within 1e-9 of the exact value agrees whatever its error. One without error must
//! be that near.

use super::exact::Exact;
use crate::dist::{Beta, Probability};
use crate::model::Total;
use crate::sim::{OutputSummary, Simulation};
use crate::stats::Estimate;

/// How many standard errors an estimate from random draws may be off.
pub const SELF_CHECK_LIMIT: f64 = 4.0;

/// How often chance is beyond ±4 standard errors, 2Φ(−4).
const FALSE_ALARM: f64 = 6.334_248_366_623_984e-5;

/// What rounding may do, as a part of the exact value, and as a part of mean and standard deviation together.
const ROUNDING: [f64; 2] = [1e-9, 1e-13];

/// Largest relative standard error of a standard deviation that is judged.
const SMALL: f64 = 0.005;

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckedMoment {
    /// The mean.
    Mean,
    /// The standard deviation.
    Sd,
}

/// One comparison.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SelfCheckRow {
    /// Of which total.
    pub total: Total,
    /// What of it.
    pub moment: CheckedMoment,
    /// Without drawing.
    pub exact: f64,
    /// By the run.
    pub estimate: Estimate,
    /// How many standard errors the estimate is above; 0 where both are the same up to rounding.
    pub z: f64,
    /// Whether that is compatible with chance; `None` where chance has no law that says so.
    pub agrees: Option<bool>,
}

/// Whether an estimate is further from its exact value than chance explains: by more than 4 standard errors, or, with an error from so
/// many replicates, by what Student's t exceeds as rarely. Where the error is not known, nothing is.
#[must_use]
pub fn is_beyond_chance(estimate: Estimate, exact: f64, replicates: u32) -> bool {
    deviation(exact, estimate, exact.abs()).abs() > limit(replicates)
}

/// Mean and standard deviation of every total, compared with an ordinary run of the same variant.
#[must_use]
pub fn self_check(exact: &Exact, simulation: &Simulation) -> Vec<SelfCheckRow> {
    let limit = limit(simulation.replicates);
    let independent = simulation.replicates == 1;
    let outcomes = exact.outcomes.iter();
    let rows = outcomes.flat_map(|outcome| {
        let summary = simulation.total(outcome.total);
        let estimates = summary.map_or([Estimate::UNKNOWN; 2], |summary: &OutputSummary| {
            [summary.mean(), summary.sd()]
        });
        let values = [outcome.mean, outcome.variance.sqrt()];
        let size = values[0].abs() + values[1];
        let moments = [CheckedMoment::Mean, CheckedMoment::Sd];
        let row = move |i: usize| {
            let (exact, estimate) = (values[i], estimates[i]);
            let z = deviation(exact, estimate, size);
            let judged = moments[i] == CheckedMoment::Mean || (independent && is_normal(estimate));
            SelfCheckRow {
                total: outcome.total,
                moment: moments[i],
                exact,
                estimate,
                z,
                agrees: judged.then(|| z.abs() <= limit),
            }
        };
        [row(0), row(1)]
    });
    rows.collect()
}

/// Whether the error of a standard deviation is small enough to be normal.
fn is_normal(sd: Estimate) -> bool {
    sd.standard_error <= SMALL * sd.value
}

/// How many standard errors an estimate is above; 0 within rounding, not-a-number where it is unknown.
fn deviation(exact: f64, estimate: Estimate, size: f64) -> f64 {
    let difference = estimate.value - exact;
    if difference.abs() <= ROUNDING[0] * exact.abs() + ROUNDING[1] * size {
        0.0
    } else {
        difference / estimate.standard_error
    }
}

/// The limit on |z|: 4, or what Student's t with R − 1 degrees of freedom exceeds as rarely; T²/(ν + T²) has a Beta(½, ν/2)
/// distribution.
fn limit(replicates: u32) -> f64 {
    let freedom = f64::from(replicates.saturating_sub(1));
    match Beta::new(0.5, 0.5 * freedom) {
        Ok(beta) => {
            let share = beta.quantile(Probability::upper(FALSE_ALARM));
            (freedom * share / (1.0 - share)).sqrt()
        }
        Err(_) => SELF_CHECK_LIMIT,
    }
}

#[cfg(test)]
mod tests {
    use super::{SELF_CHECK_LIMIT, deviation, limit};
    use crate::stats::Estimate;

    /// Of Student's t with 15 degrees of freedom, by another program.
    #[test]
    fn limits() {
        assert_eq!(limit(1), SELF_CHECK_LIMIT);
        assert!((limit(16) - 5.480_376_081_870).abs() < 1e-8);
    }

    #[test]
    fn rounding_is_no_deviation() {
        let rounded = Estimate::exact(100.0 * (1.0 + 1e-10));
        assert_eq!(deviation(100.0, rounded, 100.0), 0.0);
        assert_eq!(deviation(0.0, Estimate::exact(1e-13), 100.0), 0.0);
        assert_eq!(deviation(1.0, Estimate::exact(1.1), 1.0), f64::INFINITY);
        assert_eq!(deviation(1.0, Estimate::new(1.5, 0.25), 1.0), 2.0);
        assert!(deviation(1.0, Estimate::UNKNOWN, 1.0).is_nan());
    }
}
