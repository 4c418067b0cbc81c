//! Do two results lead to different conclusions?
//!
//! They do when expected net benefit is above 0 in one and below in the other, or when one half separates their probabilities of
//! break-even, both beyond doubt: by more than four Monte Carlo standard errors.

use super::headline::{Balance, Headline};
use super::scenarios::{ScenarioBalance, ScenarioRow};
use crate::stats::Estimate;

/// Standard errors that a result must be from a limit to lie on one side of it.
const CLEAR: f64 = 4.0;

/// What a conclusion rests on: expected net benefit, and the probability that benefits exceed costs.
type Grounds = [Estimate; 2];

/// Results that are on opposite sides of 0, or of one half.
fn differ(one: Grounds, other: Grounds) -> bool {
    let side = |estimate: Estimate, limit: f64| {
        let distance = estimate.value - limit;
        (distance.abs() > CLEAR * estimate.standard_error).then_some(distance > 0.0)
    };
    let mut pairs = one.into_iter().zip(other).zip([0.0, 0.5]);
    pairs.any(|((one, other), limit)| {
        let sides = side(one, limit).zip(side(other, limit));
        sides.is_some_and(|(one, other)| one != other)
    })
}

fn of_run(balance: &Balance) -> Grounds {
    [balance.net_benefit, balance.p_break_even]
}

fn of_row(balance: &ScenarioBalance) -> Grounds {
    [balance.net_benefit, balance.p_break_even]
}

impl Headline {
    /// Whether counting hard euros only leads to another conclusion.
    #[must_use]
    pub fn depends_on_soft_euros(&self) -> bool {
        differ(of_run(&self.all), of_run(&self.hard))
    }
}

/// The scenarios and alternatives that lead to another conclusion than the base, which is the first row.
#[must_use]
pub fn reversals(rows: &[ScenarioRow]) -> Vec<&ScenarioRow> {
    let Some((base, others)) = rows.split_first() else {
        return Vec::new();
    };
    let base = of_row(&base.counted[0]);
    let others = others.iter();
    let reverse = others.filter(|row| differ(base, of_row(&row.counted[0])));
    reverse.collect()
}

#[cfg(test)]
mod tests {
    use super::differ;
    use crate::stats::Estimate;

    #[test]
    fn only_clear_results_differ() {
        let of = |net, p| [Estimate::new(net, 10.0), Estimate::new(p, 0.01)];
        assert!(differ(of(100.0, 0.6), of(-100.0, 0.6)));
        assert!(differ(of(100.0, 0.6), of(100.0, 0.4)));
        assert!(!differ(of(100.0, 0.6), of(-30.0, 0.52)));
        assert!(!differ(of(100.0, 0.6), of(500.0, 0.99)));
        let none = [Estimate::UNKNOWN; 2];
        assert!(!differ(none, of(100.0, 0.6)));
    }
}
