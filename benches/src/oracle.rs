//! Other implementations of the families, for comparison: samplers of `rand_distr`, distribution functions of `statrs`.
//!
//! A family that neither of them has is compared with nothing; an arm here is all that a new one needs.

use rand_distr::Distribution;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;
use sroi::dist::Prior;
use statrs::distribution::ContinuousCDF;

/// Fills a column with draws.
pub type Fill = Box<dyn FnMut(&mut [f64])>;

/// P(X ≤ x) and P(X > x).
pub type Tails = Box<dyn Fn(f64) -> (f64, f64)>;

/// The sampler of `rand_distr` on xoshiro256++, a column at a time so that the call through a pointer costs nothing.
///
/// # Panics
/// When `rand_distr` refuses parameters that we accept.
#[must_use]
pub fn rejection(prior: &Prior) -> Option<Fill> {
    match prior {
        Prior::Normal(d) => Some(fill(rand_distr::Normal::new(d.mean(), d.sd()).unwrap())),
        Prior::LogNormal(d) => Some(fill(
            rand_distr::LogNormal::new(d.meanlog(), d.sdlog()).unwrap(),
        )),
        Prior::Gamma(d) => Some(fill(rand_distr::Gamma::new(d.shape(), d.scale()).unwrap())),
        Prior::Beta(d) => Some(fill(rand_distr::Beta::new(d.alpha(), d.beta()).unwrap())),
        Prior::Uniform(d) => Some(fill(rand_distr::Uniform::new(d.min(), d.max()).unwrap())),
        Prior::Triangular(d) => Some(fill(
            rand_distr::Triangular::new(d.min(), d.max(), d.mode()).unwrap(),
        )),
        Prior::Pert(d) => Some(fill(
            rand_distr::Pert::new(d.min(), d.max())
                .with_shape(d.lambda())
                .with_mode(d.mode())
                .unwrap(),
        )),
        _ => None,
    }
}

fn fill(distribution: impl Distribution<f64> + 'static) -> Fill {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(1);
    Box::new(move |column| {
        for x in column {
            *x = distribution.sample(&mut rng);
        }
    })
}

/// The distribution function of `statrs` with its complement.
///
/// # Panics
/// When `statrs` refuses parameters that we accept.
#[must_use]
pub fn statrs(prior: &Prior) -> Option<Tails> {
    use statrs::distribution as other;
    match prior {
        Prior::Normal(d) => Some(tails(other::Normal::new(d.mean(), d.sd()).unwrap())),
        Prior::LogNormal(d) => Some(tails(
            other::LogNormal::new(d.meanlog(), d.sdlog()).unwrap(),
        )),
        Prior::Gamma(d) => Some(tails(
            other::Gamma::new(d.shape(), 1.0 / d.scale()).unwrap(),
        )),
        Prior::Beta(d) => Some(tails(other::Beta::new(d.alpha(), d.beta()).unwrap())),
        Prior::Uniform(d) => Some(tails(other::Uniform::new(d.min(), d.max()).unwrap())),
        Prior::Triangular(d) => Some(tails(
            other::Triangular::new(d.min(), d.max(), d.mode()).unwrap(),
        )),
        _ => None,
    }
}

fn tails(distribution: impl ContinuousCDF<f64, f64> + 'static) -> Tails {
    Box::new(move |x| (distribution.cdf(x), distribution.sf(x)))
}
