//! Cumulate the probabilities of a list of values, with both tails exact.
//!
//! # Invariants
//!
//! Values increase strictly and have probabilities above 0. Cumulated probabilities are sums of the smaller
//! tail, so that neither loses digits; they increase. Sums carry their rounding errors along: a million terms
//! cost no digits.

use super::probability::Probability;
use super::stairs::Stairs;
use std::fmt;

/// One value: its own probability, and that of lying at or below it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Step {
    pub(crate) x: f64,
    pub(crate) own: f64,
    pub(crate) upto: Probability,
}

/// A distribution on listed values.
#[derive(Clone, PartialEq)]
pub(crate) struct Steps {
    /// In increasing order of value.
    steps: Vec<Step>,
}

impl fmt::Debug for Steps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Steps({} values)", self.steps.len())
    }
}

impl Steps {
    /// Values in any order with weights of any sum: equal values are merged, values of weight 0 dropped.
    pub(crate) fn listed(pairs: impl Iterator<Item = (f64, f64)>) -> Self {
        let mut pairs: Vec<(f64, f64)> = pairs.filter(|&(_, weight)| weight > 0.0).collect();
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
        pairs.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        Self::between(0.0, &pairs, 0.0)
    }

    /// Values in increasing order with their weights, and the weights of what is left out on either side.
    pub(crate) fn between(before: f64, pairs: &[(f64, f64)], after: f64) -> Self {
        let upwards = cumulated(before, pairs.iter().map(|&(_, weight)| weight));
        let downwards = cumulated(after, pairs.iter().rev().map(|&(_, weight)| weight));
        let total = upwards.last().copied().unwrap_or_default() + after;
        let above = downwards.iter().rev().skip(1).chain([&after]);
        let steps = pairs
            .iter()
            .zip(upwards.iter().zip(above))
            .map(|(&(x, weight), (&below, &above))| Step {
                x,
                own: weight / total,
                upto: if below <= above {
                    Probability::lower(below / total)
                } else {
                    Probability::upper(above / total)
                },
            })
            .collect();
        Self { steps }
    }

    /// The steps, in increasing order of value.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = &Step> {
        self.steps.iter()
    }

    /// The mean, Σ p·x.
    pub(crate) fn mean(&self) -> f64 {
        sum(self.iter().map(|step| step.own * step.x))
    }

    /// The standard deviation, √(Σ p·(x − mean)²).
    pub(crate) fn sd(&self) -> f64 {
        let mean = self.mean();
        let square = |step: &Step| step.own * (step.x - mean) * (step.x - mean);
        sum(self.iter().map(square)).sqrt()
    }

    /// The probability of x itself.
    pub(crate) fn pmf(&self, x: f64) -> f64 {
        self.last_upto(x)
            .filter(|step| step.x == x)
            .map_or(0.0, |step| step.own)
    }

    /// P(X ≤ x).
    pub(crate) fn cdf(&self, x: f64) -> f64 {
        self.last_upto(x).map_or(0.0, |step| step.upto.value())
    }

    /// P(X > x).
    pub(crate) fn sf(&self, x: f64) -> f64 {
        self.last_upto(x).map_or(1.0, |step| step.upto.complement())
    }

    fn last_upto(&self, x: f64) -> Option<&Step> {
        let upto = self.steps.partition_point(|step| step.x <= x);
        self.steps[..upto].last()
    }

    /// The smallest value x with P(X ≤ x) ≥ p.
    pub(crate) fn quantile(&self, p: Probability) -> f64 {
        let short = self.steps.partition_point(|step| !step.upto.is_at_least(p));
        let step = self.steps.get(short).or(self.steps.last());
        step.map_or(0.0, |step| step.x)
    }

    /// The smallest and the largest value.
    pub(crate) fn support(&self) -> (f64, f64) {
        let x = |step: Option<&Step>| step.map_or(0.0, |step| step.x);
        (x(self.steps.first()), x(self.steps.last()))
    }

    /// Every value times a factor.
    pub(crate) fn scaled(&self, factor: f64) -> Self {
        let times = |step: &Step| Step {
            x: step.x * factor,
            ..*step
        };
        Self {
            steps: self.iter().map(times).collect(),
        }
    }

    /// What draws are looked up in, every value times a factor.
    pub(crate) fn stairs(&self, factor: f64) -> Stairs {
        Stairs::new(self.iter().map(|step| (step.x * factor, step.upto)))
    }
}

/// A running sum and what rounding has lost of it.
#[derive(Clone, Copy, Default)]
struct Sum {
    value: f64,
    lost: f64,
}

impl Sum {
    fn add(&mut self, x: f64) {
        let sum = self.value + x;
        let (large, small) = if self.value.abs() >= x.abs() {
            (self.value, x)
        } else {
            (x, self.value)
        };
        self.lost += (large - sum) + small;
        self.value = sum;
    }

    fn total(self) -> f64 {
        self.value + self.lost
    }
}

/// A sum whose rounding errors do not add up (Neumaier 1974).
pub(crate) fn sum(terms: impl Iterator<Item = f64>) -> f64 {
    let mut sum = Sum::default();
    terms.for_each(|x| sum.add(x));
    sum.total()
}

/// The sums of `start` and the first, the first two, … of some weights; they do not decrease.
pub(crate) fn cumulated(start: f64, weights: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut sum = Sum::default();
    sum.add(start);
    let mut reached = start;
    weights
        .map(|weight| {
            sum.add(weight);
            reached = sum.total().max(reached);
            reached
        })
        .collect()
}
