//! Compute the special functions behind the distributions: normal, incomplete gamma, incomplete beta.
//!
//! # Invariants
//!
//! Both tails are computed directly, never one as 1 minus a tiny other. Prefactors are written as a
//! deviance, exp(−a·φ(δ)), times ratios Γ*, so that large parameters cost no digits. No argument panics.
//!
//! # References
//!
//! A. R. `DiDonato`, A. H. Morris (1986), Computation of the incomplete gamma function ratios, ACM TOMS 12;
//! (1992) Algorithm 708: significant digit computation of the incomplete beta function ratios, ACM TOMS 18.

mod beta;
mod gamma;
mod normal;
mod quadrature;

pub(crate) use beta::{beta_log_power, beta_log_tail};
pub use beta::{beta_lower, beta_upper};
pub(crate) use gamma::{gamma_log_power, gamma_log_tail};
pub use gamma::{gamma_lower, gamma_upper};
pub use normal::{normal_cdf, normal_density, normal_quantile};

use crate::math;

/// How a small tail probability F changes: its logarithm and the slope of that logarithm.
///
/// The slope is taken in ln x for the gamma and in the logit of x for the beta; both logarithms are concave
/// there, so that Newton's method converges from anywhere.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LogTail {
    /// ln F.
    pub(crate) log: f64,
    /// |d ln F / d ln x| or |d ln F / d logit x|.
    pub(crate) slope: f64,
}

/// δ − ln(1 + δ) for δ > −1, without cancellation: half the deviance of a Poisson or binomial cell.
pub(crate) fn deviance(delta: f64) -> f64 {
    if !(delta.abs() < 0.4) {
        return delta - math::ln_1p(delta);
    }
    let r = delta / (2.0 + delta);
    let r2 = r * r;
    let mut sum = 0.0;
    let mut odd = 31.0;
    while odd >= 3.0 {
        sum = sum * r2 + 1.0 / odd;
        odd -= 2.0;
    }
    r * (delta - 2.0 * r2 * sum)
}

/// The Stirling-corrected gamma function ln Γ*(a) = ln Γ(a) − (a − ½) ln a + a − ½ ln 2π, a > 0.
pub(crate) fn ln_gamma_star(a: f64) -> f64 {
    if !(a >= 10.0) {
        // The recurrence lifts the argument to where the series holds; each factor is benign.
        // ln Γ*(a) = ln Γ*(a+1) + (a + ½) ln(1 + 1/a) − 1
        if !(a >= 1.0) {
            let stirling = (a - 0.5) * math::ln(a) - a + math::HALF_LN_TAU;
            return math::ln(math::gamma(a)) - stirling;
        }
        let mut sum = 0.0;
        let mut lifted = a;
        while lifted < 10.0 {
            sum += (lifted + 0.5) * math::ln_1p(1.0 / lifted) - 1.0;
            lifted += 1.0;
        }
        return sum + stirling_series(lifted);
    }
    stirling_series(a)
}

/// 1/(12a) − 1/(360a³) + …, to double precision for a ≥ 10.
fn stirling_series(a: f64) -> f64 {
    const TERMS: [f64; 8] = [
        1.0 / 12.0,
        -1.0 / 360.0,
        1.0 / 1260.0,
        -1.0 / 1680.0,
        1.0 / 1188.0,
        -691.0 / 360_360.0,
        1.0 / 156.0,
        -3617.0 / 122_400.0,
    ];
    let inverse = 1.0 / a;
    let square = inverse * inverse;
    TERMS
        .iter()
        .rev()
        .fold(0.0, |sum, term| sum * square + term)
        * inverse
}
