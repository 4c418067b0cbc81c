//! Means and covariances of what options bring, from which every linear contrast follows at any willingness to pay.

use super::psa::Psa;
use crate::chunk::CHUNK;
use crate::stats::{Comoments, Estimate, Moments};

/// Means of the columns of a sample, and the covariances of their differences from the first option.
///
/// Differences are taken before squares, so that what options have in common does not cost digits.
#[derive(Clone, Debug)]
pub(super) struct Spread {
    draws: f64,
    options: usize,
    /// Means with their errors: `means[kind][option]`, kinds being effects and costs, or net benefit.
    pub(super) means: Vec<Vec<Estimate>>,
    /// Means of the differences from option 0, in the order of `covariances`.
    differences: Vec<f64>,
    /// Covariances of the differences, kind by kind, option 1 first.
    covariances: Vec<Vec<f64>>,
}

/// A contrast between two options: its mean, and what its variance is made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Contrast {
    /// Mean differences of the kinds; the second is 0 for net benefit.
    pub(super) means: [f64; 2],
    /// Variance of the first, covariance, variance of the second, per draw.
    pub(super) covariances: [f64; 3],
    draws: f64,
}

impl Contrast {
    /// The standard error of `a`·first + `b`·second.
    pub(super) fn error(&self, a: f64, b: f64) -> f64 {
        let [aa, ab, bb] = self.covariances;
        let variance = a * a * aa + 2.0 * a * b * ab + b * b * bb;
        (variance.max(0.0) / self.draws).sqrt()
    }
}

impl Spread {
    /// Reads a sample once per pair of columns.
    pub(super) fn of(psa: &Psa) -> Self {
        let raw = psa.raw();
        let options = psa.options().len();
        let means = raw.iter().map(|columns| {
            let mean = |column: &Vec<f64>| {
                let mut moments = Moments::new();
                moments.update(column);
                moments.mean()
            };
            columns.iter().map(mean).collect()
        });
        let means: Vec<Vec<Estimate>> = means.collect();
        let pairs: Vec<(&[f64], &[f64])> = raw
            .iter()
            .flat_map(|columns| columns[1..].iter().map(|c| (c.as_slice(), &columns[0][..])))
            .collect();
        let mut moments = vec![Moments::new(); pairs.len()];
        let mut joint = vec![vec![Comoments::new(); pairs.len()]; pairs.len()];
        let mut chunk = vec![vec![0.0; CHUNK]; pairs.len()];
        for start in (0..psa.draws()).step_by(CHUNK) {
            let end = (start + CHUNK).min(psa.draws());
            for (out, (x, first)) in chunk.iter_mut().zip(&pairs) {
                out.clear();
                let columns = x[start..end].iter().zip(&first[start..end]);
                out.extend(columns.map(|(x, first)| x - first));
            }
            for (i, x) in chunk.iter().enumerate() {
                moments[i].update(x);
                for (j, y) in chunk[..=i].iter().enumerate() {
                    joint[i][j].update(x, y);
                }
            }
        }
        let covariance = |i: usize, j: usize| joint[i.max(j)][i.min(j)].covariance();
        let count = pairs.len();
        Self {
            draws: psa.draws() as f64,
            options,
            means,
            differences: moments.iter().map(|m| m.mean().value).collect(),
            covariances: (0..count)
                .map(|i| (0..count).map(|j| covariance(i, j)).collect())
                .collect(),
        }
    }

    /// One option minus another.
    pub(super) fn contrast(&self, option: usize, minus: usize) -> Contrast {
        let width = self.options - 1;
        let kinds = self.means.len();
        // Option 0 is the origin of the differences.
        let mean = |kind: usize, option: usize| {
            option
                .checked_sub(1)
                .map_or(0.0, |place| self.differences[kind * width + place])
        };
        let covariance = |a: (usize, usize), b: (usize, usize)| {
            let place =
                |(kind, option): (usize, usize)| option.checked_sub(1).map(|o| kind * width + o);
            match (place(a), place(b)) {
                (Some(a), Some(b)) => self.covariances[a][b],
                _ => 0.0,
            }
        };
        let between = |a: usize, b: usize| {
            covariance((a, option), (b, option))
                - covariance((a, option), (b, minus))
                - covariance((a, minus), (b, option))
                + covariance((a, minus), (b, minus))
        };
        let difference = |kind: usize| mean(kind, option) - mean(kind, minus);
        let (second, cross, last) = if kinds == 2 {
            (difference(1), between(0, 1), between(1, 1))
        } else {
            (0.0, 0.0, 0.0)
        };
        Contrast {
            means: [difference(0), second],
            covariances: [between(0, 0), cross, last],
            draws: self.draws,
        }
    }

    /// The mean net benefit of one option minus another's at `wtp`, with its standard error.
    pub(super) fn net_benefit(&self, option: usize, minus: usize, wtp: f64) -> Estimate {
        let contrast = self.contrast(option, minus);
        let [first, second] = contrast.means;
        if self.means.len() == 1 {
            return Estimate::new(first, contrast.error(1.0, 0.0));
        }
        Estimate::new(wtp * first - second, contrast.error(wtp, -1.0))
    }
}
