//! What do regression and rank correlation say of the inputs?
//!
//! # Question
//! For readers who expect them: how does net benefit go with each input when all others are held fixed in a linear sense (standardised
//! regression coefficients, SRC), and in a monotone sense (partial rank correlation coefficients, PRCC)?
//!
//! # Estimator
//! SRC: least squares on all inputs at once, coefficient × sd(input)/sd(outcome). PRCC: ranks of all columns (mean ranks for ties),
//! then the correlation of what is left of input and outcome after linear regression on the ranks of the other inputs. (Saltelli et al. 2008, Global
//! Sensitivity Analysis; Iman, Shortencarier & Johnson 1985, NUREG/CR-4122.) `r_squared` says how much of the variance the linear
//! regression explains: SRCs mean little where that is low. Neither is an effect of dependent inputs, and neither sees interactions; the
//! first-order index and EVPPI do not need these assumptions.
//!
//! # Cost
//! Draws × inputs², and sorting every column once. Ranks are of at most the first [`RANKED_DRAWS_MAX`] draws.
//!
//! # Error
//! SRC: influence function of the coefficient and of both standard deviations, valid without normality. PRCC: Fisher's z with the variance
//! (1 + r²/2)/(n − inputs − 2) of Bonett & Wright (2000, Psychometrika 65:23).
//!
//! # Example
//! See [`regression`].

use super::columns::add_gram;
use super::psa::Psa;
use super::symmetric::{Square, eigen};
use crate::math;
use crate::stats::{Estimate, Moments};

/// Most draws that are ranked.
pub const RANKED_DRAWS_MAX: usize = 131_072;

/// Rows held at a time.
const ROWS: usize = 512;

const Z95: f64 = 1.959_963_984_540_054;

/// An input in the regression.
#[derive(Clone, Copy, Debug)]
pub struct RegressionRow {
    /// The input.
    pub input: usize,
    /// Standardised regression coefficient; unknown for inputs that are linear combinations of others.
    pub src: Estimate,
    /// Partial rank correlation coefficient; its standard error is that of r, the interval that of Fisher's z.
    pub prcc: Estimate,
    /// A 95 % interval of the partial rank correlation.
    pub prcc_interval: [f64; 2],
}

impl RegressionRow {
    /// A 95 % interval of the standardised regression coefficient.
    #[must_use]
    pub fn src_interval(&self) -> [f64; 2] {
        let half = Z95 * self.src.standard_error;
        [self.src.value - half, self.src.value + half]
    }
}

/// The regression of an option's net benefit over the reference on all inputs.
#[derive(Clone, Debug)]
pub struct Regression {
    /// The option.
    pub option: usize,
    /// Its name.
    pub strategy: String,
    /// Willingness to pay; NaN for a sample of net benefits.
    pub wtp: f64,
    /// Share of the variance that the linear regression explains, for its degrees of freedom.
    pub r_squared: f64,
    /// The inputs, in their order.
    pub rows: Vec<RegressionRow>,
}

/// Standardised regression coefficients and partial rank correlations of every option other than the reference; empty without inputs, and
/// with fewer than three draws more than inputs.
///
/// # Example
///
/// ```
/// use sroi::analysis::sample::{Named, Psa, regression};
///
/// let x: Vec<f64> = (0..1000).map(|i| f64::from(i * 389 % 1000)).collect();
/// let loss = x.iter().map(|x| -3.0 * x).collect();
/// let options = vec![Named::new("usual", vec![0.0; 1000]), Named::new("new", loss)];
/// let psa = Psa::of_net_benefit(vec![Named::new("x", x)], options)?;
/// let row = regression(&psa, f64::NAN)[0].rows[0];
/// assert!((row.src.value + 1.0).abs() < 1e-12);
/// assert!((row.prcc.value + 1.0).abs() < 1e-12);
/// # Ok::<(), sroi::analysis::sample::PsaError>(())
/// ```
#[must_use]
pub fn regression(psa: &Psa, wtp: f64) -> Vec<Regression> {
    let inputs = psa.inputs().len();
    if inputs == 0 || psa.draws() < inputs + 4 {
        return Vec::new();
    }
    let columns: Vec<&[f64]> = psa.inputs().iter().map(|input| &input.values[..]).collect();
    let standard = Standard::of(&columns);
    let ranked = psa.draws().min(RANKED_DRAWS_MAX);
    let ranks: Vec<Vec<f64>> = columns.iter().map(|x| ranks(&x[..ranked])).collect();
    let reference = psa.net_benefit(psa.reference(), wtp);
    let options = psa.others().map(|option| {
        let mut outcome = psa.net_benefit(option, wtp);
        outcome
            .iter_mut()
            .zip(&reference)
            .for_each(|(y, r)| *y -= r);
        let (r_squared, src) = standard.coefficients(&columns, &outcome);
        let prcc = partial(&ranks, &outcome[..ranked]);
        let rows = src.into_iter().zip(prcc).enumerate();
        Regression {
            option,
            strategy: psa.options()[option].clone(),
            wtp,
            r_squared,
            rows: rows
                .map(|(input, (src, prcc))| {
                    let (prcc, prcc_interval) = fisher(prcc, ranked, inputs);
                    RegressionRow {
                        input,
                        src,
                        prcc,
                        prcc_interval,
                    }
                })
                .collect(),
        }
    });
    options.collect()
}

/// Means and standard deviations of columns that do not follow from each other, and the inverse of their correlation matrix.
struct Standard {
    /// The columns, by their place; those left out are linear combinations of earlier ones, as the last share of a whole is.
    kept: Vec<usize>,
    moments: Vec<(f64, f64)>,
    inverse: Option<Square>,
}

/// The columns that are no linear combination of earlier ones: those with something left on the diagonal of a Cholesky
/// factor.
fn independent(correlations: &Square) -> Vec<usize> {
    let mut kept: Vec<usize> = Vec::new();
    let mut factor: Vec<Vec<f64>> = Vec::new();
    for column in 0..correlations.size {
        let mut row: Vec<f64> = Vec::new();
        for (place, &other) in kept.iter().enumerate() {
            let known: f64 = row.iter().zip(&factor[place]).map(|(a, b)| a * b).sum();
            row.push((correlations.get(column, other) - known) / factor[place][place]);
        }
        let left = correlations.get(column, column) - row.iter().map(|a| a * a).sum::<f64>();
        if left > 1e-9 {
            row.push(left.sqrt());
            factor.push(row);
            kept.push(column);
        }
    }
    kept
}

fn mean_and_sd(column: &[f64]) -> (f64, f64) {
    let mut moments = Moments::new();
    moments.update(column);
    (moments.mean().value, moments.sd().value)
}

impl Standard {
    fn of(columns: &[&[f64]]) -> Self {
        let moments: Vec<(f64, f64)> = columns.iter().map(|column| mean_and_sd(column)).collect();
        let correlations = correlations(columns, &moments);
        let kept = independent(&correlations);
        let mut part = Square::zero(kept.len());
        for (i, &a) in kept.iter().enumerate() {
            for (j, &b) in kept.iter().enumerate() {
                *part.at(i, j) = correlations.get(a, b);
            }
        }
        Self {
            inverse: inverse(part),
            moments: kept.iter().map(|&column| moments[column]).collect(),
            kept,
        }
    }

    /// R² and the coefficients of a regression on the standardised columns; unknown for those left out.
    fn coefficients(&self, columns: &[&[f64]], outcome: &[f64]) -> (f64, Vec<Estimate>) {
        let mut all = vec![Estimate::UNKNOWN; columns.len()];
        let columns: Vec<&[f64]> = self.kept.iter().map(|&column| columns[column]).collect();
        let (r_squared, estimates) = self.of_kept(&columns, outcome);
        for (&column, estimate) in self.kept.iter().zip(estimates) {
            all[column] = estimate;
        }
        (r_squared, all)
    }

    fn of_kept(&self, columns: &[&[f64]], outcome: &[f64]) -> (f64, Vec<Estimate>) {
        let count = columns.len();
        let unknown = (f64::NAN, vec![Estimate::UNKNOWN; count]);
        let (mean, sd) = mean_and_sd(outcome);
        let Some(inverse) = self.inverse.as_ref().filter(|_| sd > 0.0) else {
            return unknown;
        };
        let n = outcome.len() as f64;
        let mut products = vec![0.0; count];
        let mut row = vec![0.0; count];
        let mut visit = |see: &mut dyn FnMut(&[f64], f64)| {
            for (draw, y) in outcome.iter().enumerate() {
                for ((z, column), (mean, sd)) in row.iter_mut().zip(columns).zip(&self.moments) {
                    *z = (column[draw] - mean) / sd;
                }
                see(&row, (y - mean) / sd);
            }
        };
        visit(&mut |z, y| {
            products
                .iter_mut()
                .zip(z)
                .for_each(|(sum, z)| *sum += z * y);
        });
        for sum in &mut products {
            *sum /= n - 1.0;
        }
        let times = |x: &[f64]| -> Vec<f64> {
            let rows = inverse.entries.chunks_exact(count);
            rows.map(|row| row.iter().zip(x).map(|(m, x)| m * x).sum())
                .collect()
        };
        let b = times(&products);
        let (mut left, mut spread) = (0.0, vec![0.0; count]);
        visit(&mut |z, y| {
            let residual = y - z.iter().zip(&b).map(|(z, b)| z * b).sum::<f64>();
            left += residual * residual;
            for (((sum, slope), z), b) in spread.iter_mut().zip(times(z)).zip(z).zip(&b) {
                let influence = slope * residual + 0.5 * b * (z * z - y * y);
                *sum += influence * influence;
            }
        });
        let freedom = n - 1.0 - count as f64;
        let estimates = b.iter().zip(&spread);
        let estimates = estimates.map(|(b, sum)| Estimate::new(*b, (sum / n / freedom).sqrt()));
        (1.0 - left / freedom, estimates.collect())
    }
}

fn correlations(columns: &[&[f64]], moments: &[(f64, f64)]) -> Square {
    let draws = columns.first().map_or(0, |column| column.len());
    let mut sums = Square::zero(columns.len());
    let mut block = Vec::new();
    for start in (0..draws).step_by(ROWS) {
        let end = (start + ROWS).min(draws);
        block.clear();
        for (column, (mean, sd)) in columns.iter().zip(moments) {
            block.extend(column[start..end].iter().map(|x| (x - mean) / sd));
        }
        add_gram(&block, end - start, &mut sums.entries);
    }
    let scale = draws as f64 - 1.0;
    sums.entries.iter_mut().for_each(|sum| *sum /= scale);
    sums.mirror();
    sums
}

/// The inverse of a correlation matrix; `None` when some column is a linear combination of others.
fn inverse(matrix: Square) -> Option<Square> {
    let size = matrix.size;
    let (values, vectors) = eigen(matrix);
    if values[0].is_nan() || values[0] <= 1e-10 * values[size - 1] {
        return None;
    }
    let mut inverse = Square::zero(size);
    for (value, vector) in values.iter().zip(&vectors) {
        for (i, x) in vector.iter().enumerate() {
            for (j, y) in vector.iter().enumerate() {
                *inverse.at(i, j) += x * y / value;
            }
        }
    }
    Some(inverse)
}

/// Ranks from 1, the mean rank for equal values.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0.0;
    for tied in order.chunk_by(|&a, &b| values[a] == values[b]) {
        let count = tied.len() as f64;
        for &index in tied {
            ranks[index] = before + 0.5 * (count + 1.0);
        }
        before += count;
    }
    ranks
}

/// Partial correlations of each column of ranks with the outcome's.
fn partial(ranked: &[Vec<f64>], outcome: &[f64]) -> Vec<f64> {
    let outcome = ranks(outcome);
    let mut columns: Vec<&[f64]> = ranked.iter().map(Vec::as_slice).collect();
    columns.push(&outcome);
    let unknown = vec![f64::NAN; ranked.len()];
    let moments: Vec<(f64, f64)> = columns.iter().map(|column| mean_and_sd(column)).collect();
    if moments.iter().any(|(_, sd)| sd.is_nan() || *sd <= 0.0) {
        return unknown;
    }
    let correlations = correlations(&columns, &moments);
    let last = ranked.len();
    // One input and a monotone outcome: nothing is left to invert, and nothing to adjust for.
    if last == 1 {
        return vec![correlations.get(1, 0)];
    }
    let Some(inverse) = inverse(correlations) else {
        return unknown;
    };
    let one = |i: usize| {
        let scale = (inverse.get(i, i) * inverse.get(last, last)).sqrt();
        -inverse.get(i, last) / scale
    };
    (0..last).map(one).collect()
}

/// A partial correlation of `inputs` inputs with its error and its 95 % interval.
fn fisher(r: f64, draws: usize, inputs: usize) -> (Estimate, [f64; 2]) {
    let freedom = draws as f64 - 2.0 - inputs as f64;
    let sd = ((1.0 + 0.5 * r * r) / freedom).sqrt();
    let error = (1.0 - r * r).max(0.0) * sd;
    if r.is_nan() || r.abs() >= 1.0 {
        return (Estimate::new(r, error), [r, r]);
    }
    let z = 0.5 * (math::ln_1p(r) - math::ln_1p(-r));
    let back = |z: f64| {
        let e = math::exp_m1(2.0 * z);
        e / (e + 2.0)
    };
    let interval = [back(z - Z95 * sd), back(z + Z95 * sd)];
    (Estimate::new(r, error), interval)
}
