//! The regularised incomplete gamma functions P(a, x) and Q(a, x).

use super::quadrature::{integrate, reach};
use super::{LogTail, deviance, ln_gamma_star};
use crate::math;

/// From this shape on, tails are integrated instead of summed.
const LARGE: f64 = 300.0;

/// P(a, x), the gamma distribution function with shape a > 0 and unit scale; NaN outside the domain.
#[must_use]
pub fn gamma_lower(a: f64, x: f64) -> f64 {
    tail(a, x, false)
}

/// Q(a, x) = 1 − P(a, x), computed directly where it is small; NaN outside the domain.
#[must_use]
pub fn gamma_upper(a: f64, x: f64) -> f64 {
    tail(a, x, true)
}

fn tail(a: f64, x: f64, upper: bool) -> f64 {
    if !(a > 0.0 && a < f64::INFINITY) || x.is_nan() {
        return f64::NAN;
    }
    if x <= 0.0 || x == f64::INFINITY {
        return f64::from(u8::from((x <= 0.0) == upper));
    }
    math::exp(gamma_log_tail(a, x, upper).log).min(1.0)
}

/// The logarithm of a tail at 0 < x < ∞ and its slope in ln x.
pub(crate) fn gamma_log_tail(a: f64, x: f64, upper: bool) -> LogTail {
    if upper && a < 1.0 && x < 1.1 {
        return small_upper(a, x);
    }
    let log_density = gamma_log_power(a, x);
    let (direct_upper, ratio) = direct(a, x);
    if direct_upper == upper {
        return LogTail {
            log: log_density + math::ln(ratio),
            slope: 1.0 / ratio,
        };
    }
    let density = math::exp(log_density);
    let other = density * ratio;
    LogTail {
        log: math::ln_1p(-other),
        slope: density / (1.0 - other),
    }
}

/// ln(x^a e^−x / Γ(a)): the logarithm of the density of ln X.
pub(crate) fn gamma_log_power(a: f64, x: f64) -> f64 {
    let delta = (x - a) / a;
    let cell = if delta.abs() < 0.4 {
        deviance(delta)
    } else {
        delta - math::ln(x / a)
    };
    -a * cell + 0.5 * math::ln(a) - math::HALF_LN_TAU - ln_gamma_star(a)
}

/// The tail that is cheap at x, in units of x^a e^−x / Γ(a), and whether it is the upper one.
fn direct(a: f64, x: f64) -> (bool, f64) {
    if a >= LARGE {
        let upper = x > a;
        (upper, integrated(a, x, upper))
    } else if x >= 1.1 && x >= a + 1.0 {
        (true, continued_fraction(a, x))
    } else {
        (false, series(a, x))
    }
}

/// Σ xⁿ / (a (a+1) … (a+n)).
fn series(a: f64, x: f64) -> f64 {
    let mut term = 1.0 / a;
    let mut sum = term;
    let mut divisor = a;
    while term > sum * 1e-17 {
        divisor += 1.0;
        term *= x / divisor;
        sum += term;
    }
    sum
}

/// Legendre's continued fraction by Lentz's method, for x ≥ a + 1.
fn continued_fraction(a: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - a;
    let mut c = f64::MAX;
    let mut d = 1.0 / b;
    let mut value = d;
    for i in 1..2000_u32 {
        let n = f64::from(i);
        let numerator = -n * (n - a);
        b += 2.0;
        d = 1.0 / (numerator * d + b);
        c = b + numerator / c;
        let factor = c * d;
        value *= factor;
        if (factor - 1.0).abs() < 2e-16 {
            break;
        }
    }
    value
}

/// ∫ of the density beyond x, in units of x times the density at x.
fn integrated(a: f64, x: f64, upper: bool) -> f64 {
    let sign = if upper { 1.0 } else { -1.0 };
    let power = a - 1.0;
    let drift = (power - x) / x;
    let length = reach(-sign * drift, 0.3 * power / (x * x));
    let integrand = |t: f64| {
        let step = sign * t;
        math::exp(drift * step - power * deviance(step / x))
    };
    integrate(length, integrand) / x
}

/// Q(a, x) for a < 1 and small x, where 1 − P would cancel.
fn small_upper(a: f64, x: f64) -> LogTail {
    let log_power = a * math::ln(x) - math::lgamma(a + 1.0);
    let power = math::exp(log_power);
    let mut term = 1.0;
    let mut sum = 0.0;
    for i in 1..40_u32 {
        let n = f64::from(i);
        term *= -x / n;
        sum += term / (a + n);
        if term.abs() < 1e-18 {
            break;
        }
    }
    let value = -math::exp_m1(log_power) - a * power * sum;
    let density = a * power * math::exp(-x);
    LogTail {
        log: math::ln(value),
        slope: density / value,
    }
}
