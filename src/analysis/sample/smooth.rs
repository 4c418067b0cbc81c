//! Regression of outcomes on inputs with a penalty on roughness.
//!
//! Features are turned into functions that are orthonormal over the draws and have a diagonal penalty (Demmler & Reinsch 1975), so
//! that a fit with any weight of the penalty costs nothing more. The weight is chosen by restricted maximum likelihood (REML), which
//! undersmooths less often than cross-validation (Wood 2011, JRSS B 73:3).
//!
//! What the fit may be off is read from blocks of consecutive draws: residuals times features, summed by block, are perturbations of
//! the coefficients that hold with unequal variances, with residuals of several outcomes that go together, and with draws of
//! short memory. Shrunken coefficients are given the spread that also covers their bias (Wahba 1983, JRSS B 45:133).

use std::ops::Range;

use super::columns::{add_gram, add_products, combine, dot};
use super::features::Features;
use super::symmetric::{Square, diagonalise};
use crate::math;

/// Most blocks of draws.
const BLOCKS_MAX: usize = 256;
/// Fewest draws of a block.
const BLOCK_DRAWS_MIN: usize = 8;
/// Most rows of features held at a time.
const ROWS_MAX: usize = 512;

/// Sees a number of rows, and columns of fitted values and of outcomes for them.
type Visit<'a> = dyn FnMut(usize, &[f64], &[f64]) + 'a;

/// A family of smooth functions of some inputs.
#[derive(Debug)]
pub(super) struct Smoother<'a> {
    inputs: Vec<&'a [f64]>,
    features: Features,
    /// Rows: orthonormal functions in terms of features.
    rows: Vec<Vec<f64>>,
    /// Their penalties.
    penalties: Vec<f64>,
    draws: usize,
}

/// One outcome as a smooth function of some inputs.
#[derive(Clone, Debug)]
pub(super) struct Fit {
    /// Coefficients of the features.
    pub(super) coefficients: Vec<f64>,
    /// What each block of draws moves them by: the sum of these with random signs is an error of the fit.
    pub(super) influences: Vec<Vec<f64>>,
    /// Degrees of freedom that the fit uses.
    pub(super) freedom: f64,
    /// Variance of the outcome.
    pub(super) variance: f64,
    /// Variance of the residuals, for the degrees of freedom.
    pub(super) residual_variance: f64,
}

impl<'a> Smoother<'a> {
    /// Smooth functions of inputs, given by their draws.
    pub(super) fn new(inputs: Vec<&'a [f64]>) -> Self {
        let draws = inputs.first().map_or(0, |column| column.len());
        let features = Features::new(&inputs);
        let width = features.width();
        if inputs.len() == 1 {
            // The functions of one input are orthonormal and their penalty is diagonal.
            let unit = |i: usize| (0..width).map(|j| f64::from(u8::from(i == j))).collect();
            return Self {
                rows: (0..width).map(unit).collect(),
                penalties: features.penalties.clone(),
                inputs,
                features,
                draws,
            };
        }
        let mut gram = Square::zero(width);
        let mut columns = Vec::new();
        for (_, range) in segments(draws) {
            let rows = range.len();
            fill(&features, &inputs, range, &mut columns);
            add_gram(&columns, rows, &mut gram.entries);
        }
        gram.entries.iter_mut().for_each(|x| *x /= draws as f64);
        gram.mirror();
        let diagonal = diagonalise(gram, &Square::diagonal(&features.penalties));
        Self {
            inputs,
            features,
            rows: diagonal.rows,
            penalties: diagonal.penalties,
            draws,
        }
    }

    /// Most inputs of a product in the regression.
    pub(super) fn order(&self) -> usize {
        self.features.order
    }

    /// The features at other rows of the same inputs.
    pub(super) fn features_at(&self, inputs: &[&[f64]]) -> Vec<f64> {
        let rows = inputs.first().map_or(0, |column| column.len());
        let mut columns = vec![0.0; self.features.width() * rows];
        self.features.fill(inputs, &mut columns);
        columns
    }

    /// Fits `count` outcomes. `outcomes` fills their columns for a range of draws; `visit` sees the number of rows, fitted values and
    /// outcomes, range by range.
    pub(super) fn fit(
        &self,
        count: usize,
        outcomes: &dyn Fn(Range<usize>, &mut [f64]),
        visit: &mut Visit,
    ) -> Vec<Fit> {
        let outcomes = Outcomes::new(count, outcomes, self.draws);
        let (products, squares) = self.totals(&outcomes);
        let (mut fits, shrinks): (Vec<Fit>, Vec<Vec<f64>>) = products
            .chunks_exact(self.features.width())
            .zip(&squares)
            .map(|(products, square)| self.solve(products, *square))
            .unzip();
        let scores = self.scores(&outcomes, &fits, visit);
        let each = fits.iter_mut().zip(shrinks).zip(&outcomes.pivots);
        for (outcome, ((fit, shrink), pivot)) in each.enumerate() {
            fit.influences = self.influences(fit, &shrink, &scores, outcome);
            // The constant is the first feature.
            fit.coefficients[0] += pivot;
        }
        fits
    }

    /// Sums of each outcome times each feature, and of squares of outcomes.
    fn totals(&self, outcomes: &Outcomes) -> (Vec<f64>, Vec<f64>) {
        let (mut features, mut values) = (Vec::new(), Vec::new());
        let mut products = vec![0.0; outcomes.count * self.features.width()];
        let mut squares = vec![0.0; outcomes.count];
        for (_, range) in segments(self.draws) {
            let rows = range.len();
            outcomes.centred(range.clone(), &mut values);
            fill(&self.features, &self.inputs, range, &mut features);
            add_products(&values, &features, rows, &mut products);
            for (column, sum) in values.chunks_exact(rows).zip(&mut squares) {
                *sum += dot(column, column);
            }
        }
        (products, squares)
    }

    /// Sums of residuals times features by block of draws; shows fitted values and outcomes on the way.
    fn scores(&self, outcomes: &Outcomes, fits: &[Fit], visit: &mut Visit) -> Vec<Vec<f64>> {
        let (mut features, mut values) = (Vec::new(), Vec::new());
        let (mut fitted, mut residuals) = (Vec::new(), Vec::new());
        let mut scores =
            vec![vec![0.0; outcomes.count * self.features.width()]; blocks(self.draws)];
        for (block, range) in segments(self.draws) {
            let rows = range.len();
            outcomes.centred(range.clone(), &mut values);
            fill(&self.features, &self.inputs, range, &mut features);
            fitted.resize(values.len(), 0.0);
            for (fitted, fit) in fitted.chunks_exact_mut(rows).zip(fits) {
                combine(&features, &fit.coefficients, fitted);
            }
            residuals.clear();
            residuals.extend(values.iter().zip(&fitted).map(|(y, f)| y - f));
            add_products(&residuals, &features, rows, &mut scores[block]);
            for column in [&mut fitted, &mut values] {
                outcomes.shift(rows, column, 1.0);
            }
            visit(rows, &fitted, &values);
        }
        scores
    }

    /// The fit to sums of outcome times feature and of squares; and by how much each function is shrunk.
    fn solve(&self, products: &[f64], square: f64) -> (Fit, Vec<f64>) {
        let n = self.draws as f64;
        let coordinates: Vec<f64> = self
            .rows
            .iter()
            .map(|row| row.iter().zip(products).map(|(t, y)| t * y).sum::<f64>() / n)
            .collect();
        let explained: f64 = coordinates.iter().map(|b| b * b).sum();
        let rest = (square / n - explained).max(1e-14 * square / n);
        let shrink = self.shrinkage(&coordinates, rest);
        let mut coefficients = vec![0.0; products.len()];
        let mut left = rest;
        for ((row, b), s) in self.rows.iter().zip(&coordinates).zip(&shrink) {
            left += (1.0 - s) * (1.0 - s) * b * b;
            for (out, t) in coefficients.iter_mut().zip(row) {
                *out += s * b * t;
            }
        }
        let freedom: f64 = shrink.iter().sum();
        let mean = products[0] / n;
        let fit = Fit {
            coefficients,
            influences: Vec::new(),
            freedom,
            variance: (square / n - mean * mean).max(0.0) * n / (n - 1.0),
            residual_variance: left * n / (n - freedom).max(1.0),
        };
        (fit, shrink)
    }

    /// How much of each function is kept, 1/(1 + weight·penalty), under the weight of least −2 log restricted likelihood.
    fn shrinkage(&self, coordinates: &[f64], rest: f64) -> Vec<f64> {
        let kept = |weight: f64| -> Vec<f64> {
            let kept = self.penalties.iter().map(|penalty| {
                let rough = weight * penalty;
                if *penalty == 0.0 {
                    1.0
                } else {
                    1.0 / (1.0 + rough)
                }
            });
            kept.collect()
        };
        let Some(least) = self.penalties.iter().copied().find(|p| *p > 0.0) else {
            return kept(0.0);
        };
        if rest <= 0.0 && coordinates.iter().all(|b| *b == 0.0) {
            return kept(f64::INFINITY);
        }
        let n = self.draws as f64;
        let free = self.penalties.iter().filter(|p| **p == 0.0).count() as f64;
        let criterion = |kept: &[f64]| {
            let mut spread = rest;
            let mut logs = 0.0;
            for ((b, s), penalty) in coordinates.iter().zip(kept).zip(&self.penalties) {
                if *penalty > 0.0 {
                    spread += b * b * (1.0 - s);
                    logs -= math::ln_1p(-s);
                }
            }
            (n - free) * math::ln(spread) + logs
        };
        let at = |exponent: f64| criterion(&kept(math::pow(10.0, exponent) / least));
        let straight = kept(f64::INFINITY);
        let steps = (-20..=16).map(|step| f64::from(step) * 0.5);
        let mut best = (criterion(&straight), None);
        for exponent in steps {
            let value = at(exponent);
            if value < best.0 {
                best = (value, Some(exponent));
            }
        }
        let Some(exponent) = best.1 else {
            return straight;
        };
        let weight = math::pow(10.0, least_of(&at, exponent - 0.5, exponent + 0.5)) / least;
        kept(undersmoothed(weight, n))
    }

    /// What each block moves the coefficients by.
    fn influences(
        &self,
        fit: &Fit,
        shrink: &[f64],
        scores: &[Vec<f64>],
        outcome: usize,
    ) -> Vec<Vec<f64>> {
        let width = self.features.width();
        let n = self.draws as f64;
        let scale = (n / (n - fit.freedom).max(1.0)).sqrt() / n;
        let influence = |score: &Vec<f64>| {
            let score = &score[outcome * width..(outcome + 1) * width];
            let mut moved = vec![0.0; width];
            for (row, s) in self.rows.iter().zip(shrink) {
                let along: f64 = row.iter().zip(score).map(|(t, u)| t * u).sum();
                let step = along * s.sqrt() * scale;
                moved.iter_mut().zip(row).for_each(|(m, t)| *m += step * t);
            }
            moved
        };
        scores.iter().map(influence).collect()
    }
}

/// Outcomes without what lies near their means, so that squares keep their digits.
struct Outcomes<'a> {
    count: usize,
    fill: &'a dyn Fn(Range<usize>, &mut [f64]),
    pivots: Vec<f64>,
}

impl<'a> Outcomes<'a> {
    fn new(count: usize, fill: &'a dyn Fn(Range<usize>, &mut [f64]), draws: usize) -> Self {
        let rows = draws.min(ROWS_MAX);
        let mut values = vec![0.0; count * rows];
        fill(0..rows, &mut values);
        let columns = values.chunks_exact(rows);
        let pivots = columns.map(|column| column.iter().sum::<f64>() / rows as f64);
        Self {
            count,
            fill,
            pivots: pivots.collect(),
        }
    }

    fn centred(&self, range: Range<usize>, out: &mut Vec<f64>) {
        let rows = range.len();
        out.resize(self.count * rows, 0.0);
        (self.fill)(range, out);
        self.shift(rows, out, -1.0);
    }

    /// Adds so many times the pivots.
    fn shift(&self, rows: usize, columns: &mut [f64], times: f64) {
        for (column, pivot) in columns.chunks_exact_mut(rows).zip(&self.pivots) {
            for y in column {
                *y += times * pivot;
            }
        }
    }
}

/// A weight below the one that makes curves nearest on average: that one flattens the ends of a curve more than its errors say, and a
/// decision often turns there. Errors and expected bias are of the rougher curve. With few draws nothing is changed.
fn undersmoothed(weight: f64, draws: f64) -> f64 {
    const FEW: f64 = 1000.0;
    let share = (FEW / draws).min(1.0);
    weight * share * share.sqrt()
}

/// Where a function that falls and rises is least (golden section).
fn least_of(function: &dyn Fn(f64) -> f64, mut low: f64, mut high: f64) -> f64 {
    const GOLDEN: f64 = 0.618_033_988_749_894_8;
    for _ in 0..20 {
        let (a, b) = (high - GOLDEN * (high - low), low + GOLDEN * (high - low));
        if function(a) < function(b) {
            high = b;
        } else {
            low = a;
        }
    }
    0.5 * (low + high)
}

fn fill(features: &Features, inputs: &[&[f64]], range: Range<usize>, out: &mut Vec<f64>) {
    let parts: Vec<&[f64]> = inputs.iter().map(|column| &column[range.clone()]).collect();
    out.resize(features.width() * range.len(), 0.0);
    features.fill(&parts, out);
}

fn blocks(draws: usize) -> usize {
    (draws / BLOCK_DRAWS_MIN).clamp(1, BLOCKS_MAX)
}

/// Ranges of at most some hundred draws, each with the block it is part of.
fn segments(draws: usize) -> impl Iterator<Item = (usize, Range<usize>)> {
    let blocks = blocks(draws);
    (0..blocks).flat_map(move |block| {
        let (start, end) = (block * draws / blocks, (block + 1) * draws / blocks);
        (start..end)
            .step_by(ROWS_MAX)
            .map(move |from| (block, from..(from + ROWS_MAX).min(end)))
    })
}
