//! How much a distribution function varies between replicates: counts in bins per replicate.
//!
//! # Estimator
//! With Fᵣ(x) the share of draws of replicate r up to x, the standard error of their mean is the standard deviation of the
//! Fᵣ(x) divided by √R: the replicates are independent and of equal size. It is taken at the edges of 256 equal bins
//! and interpolated between them. The error of a quantile Q(p) follows as half of Q(p + s) − Q(p − s), where s is the
//! standard error of F at Q(p).

use std::ops::Range;

use crate::simd::{self, Kernel};
use crate::stats::Moments;

/// Equal bins between the ends.
const INSIDE: usize = 256;
/// With the values below and above.
const BINS: usize = INSIDE + 2;
/// Shares of the values of the pilot that the bins leave out on either side.
const OUTSIDE: f64 = 0.002;

/// The bins of one column. Found from a pilot, so that they do not depend on the threads.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bins {
    low: f64,
    /// Bins per unit.
    scale: f64,
}

impl Bins {
    /// Bins that hold nearly all values of a pilot; any will do for a column that does not vary.
    pub(super) fn of(pilot: &[f64]) -> Self {
        let mut values: Vec<f64> = pilot.iter().copied().filter(|x| x.is_finite()).collect();
        values.sort_unstable_by(f64::total_cmp);
        let cut = (values.len() as f64 * OUTSIDE) as usize;
        let (low, high) = match (values.get(cut), values.iter().rev().nth(cut)) {
            (Some(&low), Some(&high)) if low < high => (low, high),
            _ => (0.0, 1.0),
        };
        let scale = INSIDE as f64 / (high - low);
        if scale > 0.0 && scale.is_finite() {
            Self { low, scale }
        } else {
            Self {
                low: 0.0,
                scale: 1.0,
            }
        }
    }

    /// The bin of a value: not-a-number counts as the smallest.
    #[inline(always)]
    fn bin(self, x: f64) -> usize {
        let place = (x - self.low) * self.scale + 1.0;
        let place = if place > 0.0 { place } else { 0.0 };
        let last = (BINS - 1) as f64;
        (if place < last { place } else { last }) as usize
    }

    /// The value at the upper end of a bin, for all but the last.
    #[cfg(test)]
    fn edge(self, bin: usize) -> f64 {
        self.low + bin as f64 / self.scale
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
            counts: vec![0; columns * replicates * BINS],
        }
    }

    fn range(&self, column: usize, replicate: usize) -> Range<usize> {
        let start = (column * self.replicates + replicate) * BINS;
        start..start + BINS
    }

    /// Counts draws of one replicate.
    pub(super) fn update(&mut self, column: usize, replicate: u32, bins: Bins, values: &[f64]) {
        let range = self.range(column, replicate as usize);
        simd::wide(Count {
            bins,
            values,
            counts: &mut self.counts[range],
        });
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.counts.iter_mut().zip(&other.counts) {
            *mine += theirs;
        }
    }

    /// The standard errors of the distribution function of a column.
    pub(super) fn errors(&self, column: usize, bins: Bins) -> CdfErrors {
        let mut shares: Vec<Vec<f64>> = Vec::new();
        let mut draws = 0;
        for replicate in 0..self.replicates {
            let counts = &self.counts[self.range(column, replicate)];
            let all: u64 = counts.iter().sum();
            draws += all;
            let mut below = 0;
            let cumulated = counts[..BINS - 1].iter().map(|count| {
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
        let (shares, errors) = (0..BINS - 1).map(at_edge).unzip();
        CdfErrors {
            bins,
            shares,
            errors,
            floor: 1.0 / draws as f64,
        }
    }
}

struct Count<'a> {
    bins: Bins,
    values: &'a [f64],
    counts: &'a mut [u64],
}

impl Kernel for Count<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        for &value in self.values {
            if let Some(count) = self.counts.get_mut(self.bins.bin(value)) {
                *count += 1;
            }
        }
    }
}

/// Standard errors of a distribution function.
#[derive(Clone, Debug)]
pub(super) struct CdfErrors {
    bins: Bins,
    /// F at the edges.
    shares: Vec<f64>,
    /// Its standard errors.
    errors: Vec<f64>,
    /// One draw in all: where replicates agree to the last draw, the next one may still differ.
    floor: f64,
}

impl CdfErrors {
    /// The standard error of F(x) = `share`.
    pub(super) fn at(&self, x: f64, share: f64) -> f64 {
        let last = self.errors.len() - 1;
        let place = (x - self.bins.low) * self.bins.scale;
        let error = if place <= 0.0 {
            // Like counts of rare events beyond the ends.
            self.errors[0] * ratio(share, self.shares[0]).sqrt()
        } else if place >= last as f64 {
            self.errors[last] * ratio(1.0 - share, 1.0 - self.shares[last]).sqrt()
        } else if place.is_nan() {
            return f64::NAN;
        } else {
            let (edge, part) = (place as usize, place.fract());
            self.errors[edge] * (1.0 - part) + self.errors[edge + 1] * part
        };
        error.max(self.floor)
    }

    /// The edges, for tests.
    #[cfg(test)]
    fn edges(&self) -> impl Iterator<Item = f64> + '_ {
        (0..self.errors.len()).map(|bin| self.bins.edge(bin))
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
    use super::{BINS, Bins, Spread};
    use crate::chunk::CHUNK;
    use crate::stream::Key;

    fn uniforms(name: &str) -> Vec<f64> {
        let mut column = [0.0; CHUNK];
        Key::new(5, name).uniforms(0, &mut column);
        column.to_vec()
    }

    #[test]
    fn values_fall_into_their_bins() {
        let bins = Bins::of(&uniforms("pilot"));
        assert_eq!(bins.bin(-1.0), 0);
        assert_eq!(bins.bin(f64::NAN), 0);
        assert_eq!(bins.bin(f64::INFINITY), BINS - 1);
        for bin in 1..BINS - 1 {
            let inside = bins.edge(bin) - 0.5 / bins.scale;
            assert_eq!(bins.bin(inside), bin);
        }
    }

    /// Replicates of independent draws have the standard error √(p(1 − p)/n). False alarm: the mean of squared ratios over
    /// 200 repetitions at 15 degrees of freedom has a standard deviation of about 0.03; five of them are allowed.
    #[test]
    fn errors_are_those_of_independent_draws() {
        let bins = Bins::of(&uniforms("pilot"));
        let mut sum = 0.0;
        for run in 0..200 {
            let mut spread = Spread::new(1, 16);
            for replicate in 0..16 {
                let values = uniforms(&format!("{run} {replicate}"));
                spread.update(0, replicate, bins, &values);
            }
            let error = spread.errors(0, bins).at(0.3, 0.3);
            sum += error * error / (0.3 * 0.7 / (16.0 * CHUNK as f64)) / 200.0;
        }
        assert!((sum - 1.0).abs() < 0.15, "{sum}");
    }

    #[test]
    fn replicates_that_agree_leave_one_draw() {
        let values = uniforms("same");
        let bins = Bins::of(&values);
        let mut spread = Spread::new(2, 4);
        for replicate in 0..4 {
            spread.update(1, replicate, bins, &values);
        }
        let errors = spread.errors(1, bins);
        for x in errors.edges() {
            assert_eq!(errors.at(x, 0.5), 1.0 / (4.0 * CHUNK as f64));
        }
    }
}
