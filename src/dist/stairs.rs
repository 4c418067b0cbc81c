//! Draw from laws whose quantile functions have jumps or kinks, by looking up the class of a uniform.
//!
//! # Invariants
//!
//! Draws are those of a search through all classes: [`Guide`] only shortens it. A uniform u falls into the
//! first class with P(X ≤ x) ≥ u, compared exactly also where P(X ≤ x) is next to 1.

use super::guide::Guide;
use super::probability::Probability;

/// Values in increasing order, each up to the uniform at which it ends.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stairs {
    values: Vec<f64>,
    guide: Guide,
}

impl Stairs {
    /// Values in increasing order with the probability of lying at or below each.
    pub(crate) fn new(steps: impl Iterator<Item = (f64, Probability)>) -> Self {
        let (values, tops) = steps.map(|(x, upto)| (x, end(upto))).unzip();
        Self {
            values,
            guide: Guide::new(tops),
        }
    }

    /// The values with their probabilities.
    pub(crate) fn atoms(&self) -> impl Iterator<Item = (f64, f64)> {
        let tops = self.guide.tops();
        let belows = std::iter::once(0.0).chain(tops.iter().copied());
        let own = tops.iter().zip(belows).map(|(top, below)| top - below);
        self.values.iter().copied().zip(own)
    }

    /// Q(u); u is clamped to [0, 1] and NaN counts as the smallest.
    #[inline(always)]
    pub(crate) fn at(&self, u: f64) -> f64 {
        self.guide.at(u, |class, _| self.value(class))
    }

    /// Writes Q(u) for every u, up to the shorter of the two columns.
    #[inline(always)]
    pub(crate) fn fill(&self, us: &[f64], out: &mut [f64]) {
        self.guide.fill(us, out, |class, _| self.value(class));
    }

    #[inline(always)]
    fn value(&self, class: usize) -> f64 {
        self.values.get(class).copied().unwrap_or(0.0)
    }
}

/// One class of a piecewise linear quantile function: x = anchor + slope·((u − shift) − from).
///
/// Classes that end in the upper half hang from their upper end, by u − 1, which is exact there.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Ramp {
    anchor: f64,
    slope: f64,
    shift: f64,
    from: f64,
    low: f64,
    high: f64,
}

impl Ramp {
    /// A class with its ends, its probability, and those of lying below it and at or below its upper end.
    fn new(low: f64, high: f64, own: f64, [before, upto]: [Probability; 2]) -> Self {
        let (anchor, shift, from) = if upto.is_upper() {
            (high, 1.0, -upto.complement())
        } else {
            (low, 0.0, before.value())
        };
        Self {
            anchor,
            slope: (high - low) / own,
            shift,
            from,
            low,
            high,
        }
    }
}

/// A piecewise linear quantile function.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ramps {
    ramps: Vec<Ramp>,
    guide: Guide,
}

impl Ramps {
    /// Classes in increasing order: lower and upper end, own probability and that of lying at or below.
    pub(crate) fn new(classes: impl Iterator<Item = (f64, f64, f64, Probability)>) -> Self {
        let mut before = Probability::lower(0.0);
        let (ramps, tops) = classes
            .map(|(low, high, own, upto)| {
                let ramp = Ramp::new(low, high, own, [before, upto]);
                before = upto;
                (ramp, end(upto))
            })
            .unzip();
        Self {
            ramps,
            guide: Guide::new(tops),
        }
    }

    /// Q(u); u is clamped to [0, 1] and NaN counts as the smallest.
    #[inline(always)]
    pub(crate) fn at(&self, u: f64) -> f64 {
        self.guide.at(u, |class, u| self.value(class, u))
    }

    /// Writes Q(u) for every u, up to the shorter of the two columns.
    #[inline(always)]
    pub(crate) fn fill(&self, us: &[f64], out: &mut [f64]) {
        self.guide.fill(us, out, |class, u| self.value(class, u));
    }

    #[inline(always)]
    fn value(&self, class: usize, u: f64) -> f64 {
        self.ramps.get(class).map_or(0.0, |ramp| {
            let x = ramp.anchor + ramp.slope * ((u - ramp.shift) - ramp.from);
            let x = if x > ramp.low { x } else { ramp.low };
            if x < ramp.high { x } else { ramp.high }
        })
    }
}

/// The largest double u with u ≤ P(X ≤ x): 1 minus the upper tail is rounded down, so that comparing a
/// uniform with it is comparing the upper tails.
fn end(upto: Probability) -> f64 {
    let end = upto.value();
    if upto.is_upper() && 1.0 - end < upto.tail() {
        end.next_down()
    } else {
        end
    }
}
