//! The Dirichlet distribution.

use super::check;
use super::notation::number;
use super::parameters::PriorError;
use super::sampler::{Sampler, TableCache};
use super::{Beta, Gamma, Prior};
use std::fmt;

/// Smallest sum of the alphas. Gammas below 1e-295 are 0, so all of them are with a probability of about
/// 10^(−295·Σ alpha).
const LEAST_SUM: f64 = 0.1;
/// Largest sum of the alphas: the range of the tables.
const MOST_SUM: f64 = 1e10;

/// Shares of a whole, `Dirichlet(alpha)`: exclusive categories whose shares sum to one.
///
/// # Parameters
///
/// Two or more alpha in [0.01, 1e10], with a sum from 0.1 to 1e10. Also counts per category with a stated
/// `pseudo_count` c that is added to each (alpha = count + c).
///
/// # Moments
///
/// With alpha₀ = Σ alpha: meanᵢ = alphaᵢ/alpha₀, varianceᵢ = meanᵢ·(1 − meanᵢ)/(alpha₀ + 1),
/// covarianceᵢⱼ = −meanᵢ·meanⱼ/(alpha₀ + 1). Each share on its own is `Beta(alphaᵢ, alpha₀ − alphaᵢ)`.
///
/// # Draws
///
/// shareᵢ = gᵢ/Σ g with independent gammas gᵢ of shape alphaᵢ and scale 1, each drawn by inversion of a uniform of its
/// own. That all gammas underflow to 0 has a probability below 1e-28 per draw; the shares are their means then.
///
/// # Errors
///
/// Fewer than two shares; alphas out of range; counts that are no counts; a pseudo-count of 0 beside a count of 0.
///
/// # Example
///
/// ```
/// use sroi::dist::Dirichlet;
/// let response = Dirichlet::from_counts(&[26.0, 11.0, 4.0], 0.5).unwrap();
/// assert_eq!(response.alpha(), [26.5, 11.5, 4.5]);
/// assert!((response.marginals()[0].mean() - 26.5 / 42.5).abs() < 1e-15);
/// ```
///
/// # References
///
/// A. Briggs, K. Claxton, M. Sculpher (2006), Decision modelling for health economic evaluation, chapter 4; L. Devroye
/// (1986), Non-uniform random variate generation, chapter XI.4, for the gammas.
#[derive(Clone, Debug, PartialEq)]
pub struct Dirichlet {
    alpha: Vec<f64>,
    gammas: Vec<Gamma>,
    marginals: Vec<Beta>,
}

impl Dirichlet {
    /// The Dirichlet distribution with these parameters, one per share.
    ///
    /// # Errors
    ///
    /// Unless there are two or more, each in [0.01, 1e10], with a sum from 0.1 to 1e10.
    pub fn new(alpha: &[f64]) -> Result<Self, PriorError> {
        Self::build("alpha", alpha)
    }

    /// The Dirichlet from counts per category and a pseudo-count that is added to each.
    ///
    /// # Errors
    ///
    /// Unless the counts are whole, at least 0 and not all 0, and the pseudo-count is at least 0; a pseudo-count of 0
    /// needs counts above 0.
    pub fn from_counts(counts: &[f64], pseudo_count: f64) -> Result<Self, PriorError> {
        for &n in counts {
            check_count(n)?;
        }
        if counts.iter().all(|&n| n == 0.0) {
            let message = "`counts` are all 0: there is nothing to count";
            return Err(PriorError::at("counts", message)
                .help("give `alpha` for shares of which nothing was counted"));
        }
        let pseudo = check::finite("pseudo_count", pseudo_count)?;
        if !(pseudo >= 0.0) {
            let message = format!("`pseudo_count` is {pseudo}: it cannot be negative");
            return Err(PriorError::at("pseudo_count", message));
        }
        if pseudo == 0.0 && counts.contains(&0.0) {
            let message = "a `pseudo_count` of 0 needs counts above 0, and one of them is 0";
            return Err(
                PriorError::at("pseudo_count", message).help("0.5 is Jeffreys, 1 is uniform")
            );
        }
        let alpha: Vec<f64> = counts.iter().map(|n| n + pseudo).collect();
        let key = if pseudo > 0.0 {
            "pseudo_count"
        } else {
            "counts"
        };
        Self::build(key, &alpha)
    }

    fn build(key: &str, alpha: &[f64]) -> Result<Self, PriorError> {
        if alpha.len() < 2 {
            let message = "a Dirichlet has two shares or more";
            return Err(PriorError::at(key, message));
        }
        for &a in alpha {
            check::positive(key, a)?;
        }
        let sum: f64 = alpha.iter().sum();
        if !(sum <= MOST_SUM) {
            let message =
                format!("the alphas would sum to {sum:.3e}: above 1e10 the shares are points");
            return Err(
                PriorError::at(key, message).help("leave the Dirichlet out: the points are fixed")
            );
        }
        for &a in alpha {
            // A smaller spread, the way out elsewhere, is not what a rare category lacks.
            check::shape(Some(key), "alpha", a).map_err(|error| PriorError {
                help: None,
                ..error
            })?;
        }
        if !(sum >= LEAST_SUM) {
            let message = format!(
                "the alphas would sum to {sum:.3}: below 0.1 nearly all probability sits at shares of 0 and 1"
            );
            return Err(PriorError::at(key, message));
        }
        let rest = |i: usize| {
            let others = alpha.iter().enumerate().filter(|(j, _)| *j != i);
            others.map(|(_, a)| a).sum::<f64>()
        };
        Ok(Self {
            alpha: alpha.to_vec(),
            gammas: alpha
                .iter()
                .map(|&a| Gamma::new(a, 1.0))
                .collect::<Result<_, _>>()?,
            marginals: alpha
                .iter()
                .enumerate()
                .map(|(i, &a)| Beta::new(a, rest(i)))
                .collect::<Result<_, _>>()?,
        })
    }

    /// The parameters, one per share.
    #[must_use]
    pub fn alpha(&self) -> &[f64] {
        &self.alpha
    }

    /// The distribution of each share on its own.
    #[must_use]
    pub fn marginals(&self) -> &[Beta] {
        &self.marginals
    }

    /// Variances and covariances of the shares, row by row.
    #[must_use]
    pub fn covariance(&self) -> Vec<Vec<f64>> {
        let sum: f64 = self.alpha.iter().sum();
        let mean = |i: usize| self.alpha[i] / sum;
        let entry = |i: usize, j: usize| {
            let own = if i == j { mean(i) } else { 0.0 };
            (own - mean(i) * mean(j)) / (sum + 1.0)
        };
        let all = 0..self.alpha.len();
        all.clone()
            .map(|i| all.clone().map(|j| entry(i, j)).collect())
            .collect()
    }

    /// The samplers of the gammas that the shares are made of, one per share.
    ///
    /// # Cost
    ///
    /// As [`Prior::sampler`].
    pub fn gamma_samplers(&self, cache: &mut TableCache) -> Vec<Sampler> {
        let gammas = self.gammas.iter();
        gammas
            .map(|gamma| Prior::Gamma(gamma.clone()).sampler(cache))
            .collect()
    }
}

fn check_count(n: f64) -> Result<(), PriorError> {
    check::finite("counts", n)?;
    if !(n >= 0.0) {
        let message = format!("`counts` has {n}: a count cannot be negative");
        return Err(PriorError::at("counts", message));
    }
    if n.floor() != n {
        let message = format!("`counts` has {n}: a count is a whole number");
        return Err(PriorError::at("counts", message)
            .help("give `alpha` for what is not a count, such as weighted answers"));
    }
    Ok(())
}

/// As a paper prints it: `Dirichlet(26.5, 11.5, 4.5)`.
impl fmt::Display for Dirichlet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let alpha: Vec<String> = self.alpha.iter().map(|&a| number(a)).collect();
        write!(f, "Dirichlet({})", alpha.join(", "))
    }
}
