//! A standardised input as a function of its normal score, (Q(Φ(z)) − mean)/sd.

use crate::dist::special::{normal_cdf, normal_quantile};
use crate::dist::{Prior, Probability, Sampler, TableCache};

/// A standardised member as a function of its normal score, or of the negative of it.
#[derive(Clone, Debug)]
pub(super) struct Score<'a> {
    pub(super) prior: &'a Prior,
    mean: f64,
    sd: f64,
    mirrored: bool,
    /// Of a count, whose exact quantiles are slow: its values are listed, and found as they are in a run.
    list: Option<Sampler>,
}

impl<'a> Score<'a> {
    pub(super) fn new(prior: &'a Prior, mirrored: bool) -> Self {
        let is_count = matches!(
            prior,
            Prior::Binomial(_) | Prior::BetaBinomial(_) | Prior::Poisson(_)
        );
        Self {
            prior,
            mean: prior.mean(),
            sd: prior.sd(),
            mirrored,
            list: is_count.then(|| prior.sampler(&mut TableCache::new())),
        }
    }

    pub(super) fn at(&self, z: f64) -> f64 {
        let z = if self.mirrored { -z } else { z };
        let p = if z < 0.0 {
            Probability::lower(normal_cdf(z))
        } else {
            Probability::upper(normal_cdf(-z))
        };
        let x = match &self.list {
            Some(list) => list.at(p.value()),
            None => self.prior.quantile(p),
        };
        (x - self.mean) / self.sd
    }
}

/// The scores at which the priors have jumps and kinks.
pub(super) fn corners(functions: &[Score]) -> Vec<f64> {
    let of = |function: &Score| {
        let sign = if function.mirrored { -1.0 } else { 1.0 };
        let scores = function.prior.corners().into_iter().map(move |p| {
            let z = normal_quantile(p.tail());
            sign * if p.is_upper() { -z } else { z }
        });
        scores.collect::<Vec<f64>>()
    };
    let all = functions.iter().flat_map(of);
    all.filter(|z| z.is_finite()).collect()
}
