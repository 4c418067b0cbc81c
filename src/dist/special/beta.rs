//! The regularised incomplete beta function `I_x(a`, b) and its complement.

use super::quadrature::{integrate, reach};
use super::{LogTail, deviance, ln_gamma_star};
use crate::math;

/// When both parameters reach this, tails are integrated instead of summed.
const LARGE: f64 = 300.0;

/// `I_x(a`, b), the beta distribution function with a, b > 0; NaN outside the domain.
#[must_use]
pub fn beta_lower(a: f64, b: f64, x: f64) -> f64 {
    tail(a, b, x, false)
}

/// 1 − `I_x(a`, b), computed directly where it is small; NaN outside the domain.
#[must_use]
pub fn beta_upper(a: f64, b: f64, x: f64) -> f64 {
    tail(a, b, x, true)
}

fn tail(a: f64, b: f64, x: f64, upper: bool) -> f64 {
    let valid = |p: f64| p > 0.0 && p < f64::INFINITY;
    if !(valid(a) && valid(b)) || x.is_nan() {
        return f64::NAN;
    }
    if x <= 0.0 || x >= 1.0 {
        return f64::from(u8::from((x <= 0.0) == upper));
    }
    let part = if upper {
        beta_log_tail(b, a, 1.0 - x, x)
    } else {
        beta_log_tail(a, b, x, 1.0 - x)
    };
    math::exp(part.log).min(1.0)
}

/// The logarithm of the lower tail at 0 < x < 1 and its slope in logit x; y = 1 − x is given, not formed,
/// because it may be too small for that.
pub(crate) fn beta_log_tail(a: f64, b: f64, x: f64, y: f64) -> LogTail {
    let lambda = centred(a, b, x, y);
    let log_density = log_prefactor(a, b, x, y, lambda);
    if lambda >= 0.0 {
        let ratio = direct(a, b, x, y, lambda);
        return LogTail {
            log: log_density + math::ln(ratio),
            slope: 1.0 / ratio,
        };
    }
    let density = math::exp(log_density);
    let other = density * direct(b, a, y, x, -lambda);
    LogTail {
        log: math::ln_1p(-other),
        slope: density / (1.0 - other),
    }
}

/// ln(x^a y^b / B(a, b)) for x + y = 1, of which the smaller is taken to be exact.
pub(crate) fn beta_log_power(a: f64, b: f64, x: f64, y: f64) -> f64 {
    log_prefactor(a, b, x, y, centred(a, b, x, y))
}

/// λ = a·y − b·x = a − (a + b)·x, from the smaller of x and y with exact products.
fn centred(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if x > y {
        return -centred(b, a, y, x);
    }
    let ax = a * x;
    let bx = b * x;
    let lost = math::fma(a, x, -ax) + math::fma(b, x, -bx);
    let (first, error_first) = two_sum(a, -ax);
    let (second, error_second) = two_sum(first, -bx);
    second + (error_first + error_second - lost)
}

/// A sum and its rounding error.
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let b_seen = sum - a;
    (sum, (a - (sum - b_seen)) + (b - b_seen))
}

/// ln(x^a y^b / B(a, b)): the logarithm of the density of logit X.
fn log_prefactor(a: f64, b: f64, x: f64, y: f64, lambda: f64) -> f64 {
    let total = a + b;
    let cell = |size: f64, part: f64, delta: f64| {
        if delta.abs() < 0.4 {
            size * deviance(delta)
        } else {
            size * (delta - math::ln(part * (total / size)))
        }
    };
    let deviances = cell(a, x, -lambda / a) + cell(b, y, lambda / b);
    let star = ln_gamma_star(total) - ln_gamma_star(a) - ln_gamma_star(b);
    0.5 * math::ln(a / total * b) - math::HALF_LN_TAU + star - deviances
}

/// The lower tail at x ≤ a / (a + b), in units of x^a y^b / B(a, b).
fn direct(a: f64, b: f64, x: f64, y: f64, lambda: f64) -> f64 {
    if a >= LARGE && b >= LARGE {
        integrated(a, b, x, y, lambda)
    } else {
        continued_fraction(a, b, x, lambda)
    }
}

/// The continued fraction of `DiDonato` and Morris (1992), equation 9, by Lentz's method.
fn continued_fraction(a: f64, b: f64, x: f64, lambda: f64) -> f64 {
    let mut value = a * (lambda + 1.0) / (a + 1.0);
    let mut c = value;
    let mut d = 0.0;
    for i in 1..20_000_u32 {
        let n = f64::from(i);
        let edge = a + 2.0 * n - 1.0;
        let product = n * (b - n) * x / edge;
        let numerator = (a + n - 1.0) * ((a + b + n - 1.0) / edge) * product * x;
        let denominator = n + product + (a + n) / (edge + 2.0) * (lambda + 1.0 + n * (2.0 - x));
        d = 1.0 / (denominator + numerator * d);
        c = denominator + numerator / c;
        let factor = c * d;
        value *= factor;
        if (factor - 1.0).abs() < 2e-16 {
            break;
        }
    }
    1.0 / value
}

/// ∫ of the density below x, in units of x·y times the density at x.
fn integrated(a: f64, b: f64, x: f64, y: f64, lambda: f64) -> f64 {
    let (p, q) = (a - 1.0, b - 1.0);
    let drift = (lambda + x - y) / (x * y);
    let length = reach(drift, 0.3 * (p / (x * x) + q / (y * y)));
    let integrand = |t: f64| math::exp(-drift * t - p * deviance(-t / x) - q * deviance(t / y));
    integrate(length, integrand) / (x * y)
}
