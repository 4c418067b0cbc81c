//! How much a distribution function varies between replicates: counts in bins per replicate.
//!
//! # Estimator
//! With Fᵣ(x) the share of draws of replicate r up to x, the standard error of their mean is the standard deviation of the
//! Fᵣ(x) divided by √R: the replicates are independent and of equal size. It is taken at edges that are quantiles of the
//! first block, and at 0; in between it is interpolated along F. The error of a quantile Q(p) follows as half of
//! Q(p + s) − Q(p − s), where s is the standard error of F at Q(p).
//!
//! Edges at quantiles, because equal bins would put the bulk of a skewed column into one of them, whose two edges say little
//! about what lies between.

use std::ops::Range;

use crate::stats::Moments;

/// At most so many edges from the pilot.
const EDGES: usize = 255;
/// With an edge at 0: the values between edges, below and above, and those that are not finite.
const SLOTS: usize = EDGES + 3;
/// Where values that are not finite are counted.
const NON_FINITE: usize = SLOTS - 1;
/// Equal cells that tell near which edges a value is.
const CELLS: usize = 512;

/// The bins of one column. Found from a pilot, so that they do not depend on the threads.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bins {
    /// In increasing order, each once.
    edges: Vec<f64>,
    low: f64,
    /// Cells per unit.
    scale: f64,
    /// The number of edges below the beginning of each cell, and one more for the end.
    starts: Vec<u16>,
}

impl Bins {
    /// Bins that part the values of a pilot evenly; any will do for a column that does not vary.
    pub(super) fn of(pilot: &[f64]) -> Self {
        let mut values: Vec<f64> = pilot.iter().copied().filter(|x| x.is_finite()).collect();
        values.sort_unstable_by(f64::total_cmp);
        let last = values.len().saturating_sub(1);
        let quantiles = (0..EDGES).filter_map(|i| values.get(i * last / (EDGES - 1)).copied());
        // Benefits that equal costs: the probability of break-even is asked for at 0.
        let mut edges: Vec<f64> = quantiles.chain([0.0]).map(|x| x + 0.0).collect();
        edges.sort_unstable_by(f64::total_cmp);
        edges.dedup();
        let (low, high) = (edges[0], edges[edges.len() - 1]);
        let scale = CELLS as f64 / (high - low);
        let scale = if scale.is_finite() { scale } else { 0.0 };
        let start = |cell: usize| {
            let at = low + cell as f64 / scale;
            edges.partition_point(|edge| *edge < at) as u16
        };
        let starts = (0..=CELLS).map(start).collect();
        Self {
            edges,
            low,
            scale,
            starts,
        }
    }

    /// How many edges lie below a value.
    #[inline]
    fn bin(&self, x: f64) -> usize {
        if !x.is_finite() {
            return NON_FINITE;
        }
        let cell = ((x - self.low) * self.scale).clamp(0.0, (CELLS - 1) as f64) as usize;
        let mut bin = usize::from(self.starts[cell]);
        // Rounding may have put a value next to the border of a cell on its other side.
        while bin > 0 && self.edges[bin - 1] >= x {
            bin -= 1;
        }
        let above = usize::from(self.starts[cell + 1]).max(bin);
        bin += self.edges[bin..above].partition_point(|edge| *edge < x);
        while self.edges.get(bin).is_some_and(|edge| *edge < x) {
            bin += 1;
        }
        bin
    }
}

/// Counts per column, replicate and bin; merging them is exact in any order.
#[derive(Clone, Debug)]
pub(super) struct Spread {
    replicates: usize,
    counts: Vec<u64>,
}

impl Spread {
    pub(super) fn new(columns: usize, replicates: u32) -> Self {
        let replicates = replicates as usize;
        Self {
            replicates,
            counts: vec![0; columns * replicates * SLOTS],
        }
    }

    fn range(&self, column: usize, replicate: usize) -> Range<usize> {
        let start = (column * self.replicates + replicate) * SLOTS;
        start..start + SLOTS
    }

    /// Counts draws of one replicate.
    pub(super) fn update(&mut self, column: usize, replicate: u32, bins: &Bins, values: &[f64]) {
        let range = self.range(column, replicate as usize);
        let counts = &mut self.counts[range];
        for &value in values {
            counts[bins.bin(value)] += 1;
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.counts.iter_mut().zip(&other.counts) {
            *mine += theirs;
        }
    }

    /// The standard errors of the distribution function of a column, of all draws or of those with a finite value.
    pub(super) fn errors(&self, column: usize, bins: &Bins, of: Draws) -> CdfErrors {
        let mut shares: Vec<Vec<f64>> = Vec::new();
        let mut draws = 0;
        for replicate in 0..self.replicates {
            let counts = &self.counts[self.range(column, replicate)];
            let counted = match of {
                Draws::All => counts,
                Draws::Finite => &counts[..NON_FINITE],
            };
            let all: u64 = counted.iter().sum();
            draws += all;
            let mut below = 0;
            let cumulated = counts[..bins.edges.len()].iter().map(|count| {
                below += count;
                below as f64 / all as f64
            });
            shares.push(cumulated.collect());
        }
        let at_edge = |edge: usize| {
            let values: Vec<f64> = shares.iter().map(|shares| shares[edge]).collect();
            let mut moments = Moments::new();
            moments.update(&values);
            let mean = moments.mean();
            (mean.value, mean.standard_error)
        };
        let (shares, errors) = (0..bins.edges.len()).map(at_edge).unzip();
        CdfErrors {
            edges: bins.edges.clone(),
            shares,
            errors,
            floor: 1.0 / draws as f64,
        }
    }
}

/// The draws that a distribution function is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Draws {
    /// All; those without a finite value count as largest.
    All,
    /// Those with a finite value.
    Finite,
}

/// Standard errors of a distribution function.
#[derive(Clone, Debug)]
pub(super) struct CdfErrors {
    edges: Vec<f64>,
    /// F at the edges.
    shares: Vec<f64>,
    /// Its standard errors.
    errors: Vec<f64>,
    /// One draw in all: where replicates agree to the last draw, the next one may still differ.
    floor: f64,
}

impl CdfErrors {
    /// The standard error of F(x) = `share`; NaN where some replicate has no draws.
    pub(super) fn at(&self, x: f64, share: f64) -> f64 {
        let last = self.errors.len() - 1;
        let above = self.edges.partition_point(|edge| *edge < x);
        let error = if self.edges.get(above) == Some(&x) {
            self.errors[above]
        } else if above == 0 {
            // Like counts of rare events beyond the ends.
            self.errors[0] * ratio(share, self.shares[0]).sqrt()
        } else if above > last {
            self.errors[last] * ratio(1.0 - share, 1.0 - self.shares[last]).sqrt()
        } else {
            let below = above - 1;
            let part = ratio(
                share - self.shares[below],
                self.shares[above] - self.shares[below],
            );
            self.errors[below] * (1.0 - part) + self.errors[above] * part
        };
        if error < self.floor {
            self.floor
        } else {
            error
        }
    }
}

fn ratio(a: f64, b: f64) -> f64 {
    if b > 0.0 {
        (a / b).clamp(0.0, 1.0)
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::{Bins, Draws, NON_FINITE, Spread};
    use crate::chunk::CHUNK;
    use crate::stream::Key;

    fn uniforms(name: &str) -> Vec<f64> {
        let mut column = [0.0; CHUNK];
        Key::new(5, name).uniforms(0, &mut column);
        column.to_vec()
    }

    /// Even and skewed columns, atoms, one value.
    #[test]
    fn values_fall_into_their_bins() {
        let even = uniforms("pilot");
        let skewed: Vec<f64> = even
            .iter()
            .map(|u| crate::math::pow(*u, 40.0) * 1e9 - 3.0)
            .collect();
        let atoms: Vec<f64> = even.iter().map(|u| (u * 4.0).floor() - 1.0).collect();
        for pilot in [even, skewed, atoms, vec![7.0; 9], Vec::new()] {
            let bins = Bins::of(&pilot);
            assert_eq!(bins.bin(f64::NAN), NON_FINITE);
            assert_eq!(bins.bin(f64::INFINITY), NON_FINITE);
            let around = bins
                .edges
                .iter()
                .flat_map(|x| [x.next_down(), *x, x.next_up()]);
            for x in around.chain(pilot).chain([-1e300, 1e300]) {
                let below = bins.edges.iter().filter(|edge| **edge < x).count();
                assert_eq!(bins.bin(x), below, "{x}");
            }
        }
    }

    /// Replicates of independent draws have the standard error √(p(1 − p)/n), in the bulk, in a tail, and where most of a
    /// skewed column lies. False alarm: the mean of squared ratios over 200 repetitions at 15 degrees of freedom has a
    /// standard deviation of about 0.03; five of them are allowed, for three quantiles of two columns.
    #[test]
    fn errors_are_those_of_independent_draws() {
        let columns: [fn(f64) -> f64; 2] = [|u| u, |u| crate::math::pow(u, 30.0) * 1e6];
        for column in columns {
            let values =
                |name: &str| -> Vec<f64> { uniforms(name).into_iter().map(column).collect() };
            let bins = Bins::of(&values("pilot"));
            for p in [0.02, 0.3, 0.7] {
                let mut sum = 0.0;
                for run in 0..200 {
                    let mut spread = Spread::new(1, 16);
                    for replicate in 0..16 {
                        let values = values(&format!("{run} {replicate}"));
                        spread.update(0, replicate, &bins, &values);
                    }
                    let error = spread.errors(0, &bins, Draws::All).at(column(p), p);
                    sum += error * error / (p * (1.0 - p) / (16.0 * CHUNK as f64)) / 200.0;
                }
                assert!((sum - 1.0).abs() < 0.15, "{p}: {sum}");
            }
        }
    }

    #[test]
    fn replicates_that_agree_leave_one_draw() {
        let values = uniforms("same");
        let bins = Bins::of(&values);
        let mut spread = Spread::new(2, 4);
        for replicate in 0..4 {
            spread.update(1, replicate, &bins, &values);
        }
        let errors = spread.errors(1, &bins, Draws::All);
        for x in &bins.edges {
            assert_eq!(errors.at(*x, 0.5), 1.0 / (4.0 * CHUNK as f64));
        }
    }

    #[test]
    fn a_replicate_without_draws_has_no_error() {
        let values = uniforms("some");
        let bins = Bins::of(&values);
        let mut spread = Spread::new(1, 2);
        spread.update(0, 0, &bins, &values);
        assert!(spread.errors(0, &bins, Draws::All).at(0.5, 0.5).is_nan());
    }
}
