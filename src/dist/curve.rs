//! Solve standard distributions for their quantiles and expand those in Taylor series.
//!
//! A *curve* is one tail of a standard shape: v ↦ x with F(x) = v ≤ ½, where F is the distribution function
//! or its complement. The quantile obeys G = dx/dv = 1/f(x) and dG/dv = −(f′/f)·G², and for our families
//! f′/f is a quotient of polynomials, which makes the Taylor coefficients a short recurrence.
//!
//! # References
//!
//! G. Steinbrecher, W. T. Shaw (2008), Quantile mechanics, European Journal of Applied Mathematics 19.

use super::special::{
    LogTail, beta_log_tail, gamma_log_tail, ln_gamma_star, normal_density, normal_quantile,
};
use crate::math;

/// Number of Taylor coefficients.
pub(crate) const ORDER: usize = 14;

/// Taylor coefficients, lowest power first.
pub(crate) type Series = [f64; ORDER];

/// Logarithms of x below this are taken as x = 0.
const LOG_TINY: f64 = -680.0;

/// One tail of a standard shape.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Curve {
    /// The lower tail of the standard normal.
    Normal,
    /// A tail of the gamma with this shape and unit scale.
    Gamma {
        /// The shape.
        a: f64,
        /// Whether v is the upper tail.
        upper: bool,
    },
    /// The lower tail of the beta.
    Beta {
        /// The power of x, plus 1.
        a: f64,
        /// The power of 1 − x, plus 1.
        b: f64,
    },
    /// The lower tail of Student's t.
    Student {
        /// The degrees of freedom.
        df: f64,
    },
    /// The lower tail of the odds v/(1 − v) of a uniform.
    Odds,
}

/// A point of a curve.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Anchor {
    /// The quantile.
    pub(crate) x: f64,
    /// 1 − x where x lies in (0, 1), without cancellation; elsewhere unused.
    pub(crate) y: f64,
    /// dx/dv.
    pub(crate) slope: f64,
}

impl Curve {
    /// Solves F(x) = v for 0 < v ≤ ½, from a guess of x when there is one.
    pub(crate) fn solve(self, v: f64, guess: Option<f64>) -> Anchor {
        match self {
            Curve::Normal => {
                let x = normal_quantile(v);
                Anchor {
                    x,
                    y: 0.0,
                    slope: 1.0 / normal_density(x),
                }
            }
            Curve::Gamma { a, upper } => solve_gamma(a, upper, v, guess),
            Curve::Beta { a, b } => solve_beta(a, b, v, guess),
            Curve::Student { df } => solve_student(df, v),
            Curve::Odds => Anchor {
                x: v / (1.0 - v),
                y: 0.0,
                slope: 1.0 / ((1.0 - v) * (1.0 - v)),
            },
        }
    }

    /// Whether quantiles have either sign, so that 0 is a value like others.
    pub(crate) fn is_signed(self) -> bool {
        matches!(self, Curve::Normal | Curve::Student { .. })
    }

    /// f′/f = (top[0] + top[1]·x) / (bottom[0] + bottom[1]·x + bottom[2]·x²): top and bottom.
    fn log_slope(self) -> ([f64; 2], [f64; 3]) {
        match self {
            Curve::Normal => ([0.0, -1.0], [1.0, 0.0, 0.0]),
            Curve::Gamma { a, .. } => ([a - 1.0, -1.0], [0.0, 1.0, 0.0]),
            Curve::Beta { a, b } => ([a - 1.0, -(a - 1.0) - (b - 1.0)], [0.0, 1.0, -1.0]),
            Curve::Student { df } => ([0.0, -1.0 - 1.0 / df], [1.0, 0.0, 1.0 / df]),
            Curve::Odds => ([-2.0, 0.0], [1.0, 1.0, 0.0]),
        }
    }
}

/// The Taylor series of x in s of two curves, where v or z moves with s, x(0) = `x` and x′(0) = `slope`.
///
/// `scores` is `None` where v is linear in s; it is `Some((z, step))` where v = Φ(z + step·s).
///
/// Two at once, because each is a chain of operations that wait for one another, and two chains fill a vector.
pub(crate) fn expand_both(
    curves: [Curve; 2],
    x: [f64; 2],
    slope: [f64; 2],
    scores: [Option<(f64, f64)>; 2],
) -> [Series; 2] {
    let quotients = curves.map(Curve::log_slope);
    let scores = scores.map(|score| score.unwrap_or((0.0, 0.0)));
    let damping = scores.map(|(z, step)| step * z);
    let curl = scores.map(|(_, step)| step * step);
    // Everything is measured in units of x, so that squares of tiny quantiles do not underflow.
    let unit = pair(|i| if curves[i].is_signed() { 1.0 } else { x[i] });
    let top = [
        pair(|i| quotients[i].0[0]),
        pair(|i| quotients[i].0[1] * unit[i]),
    ];
    let bottom = [
        pair(|i| quotients[i].1[0] / unit[i]),
        pair(|i| quotients[i].1[1]),
        pair(|i| quotients[i].1[2] * unit[i]),
    ];
    let mut xs = [[0.0; 2]; ORDER];
    let mut gs = [[0.0; 2]; ORDER];
    let mut squares = [[0.0; 2]; ORDER];
    let mut weights = [[0.0; 2]; ORDER];
    let mut sums = [[0.0; 2]; ORDER];
    xs[0] = pair(|i| x[i] / unit[i]);
    xs[1] = pair(|i| slope[i] / unit[i]);
    gs[0] = xs[1];
    for k in 0..ORDER - 2 {
        let (mut x_square, mut g_square) = ([0.0; 2], [0.0; 2]);
        for j in 0..=k {
            x_square = pair(|i| x_square[i] + xs[j][i] * xs[k - j][i]);
            g_square = pair(|i| g_square[i] + gs[j][i] * gs[k - j][i]);
        }
        squares[k] = g_square;
        weights[k] = pair(|i| bottom[1][i] * xs[k][i] + bottom[2][i] * x_square[i]);
        if k == 0 {
            weights[0] = pair(|i| weights[0][i] + bottom[0][i]);
        }
        let mut right = pair(|i| -top[0][i] * g_square[i]);
        for j in 0..=k {
            right = pair(|i| right[i] - top[1][i] * xs[j][i] * squares[k - j][i]);
        }
        for j in 1..=k {
            right = pair(|i| right[i] - weights[j][i] * sums[k - j][i]);
        }
        sums[k] = pair(|i| right[i] / weights[0][i]);
        let drag = pair(|i| {
            let curled = if k > 0 { curl[i] * gs[k - 1][i] } else { 0.0 };
            damping[i] * gs[k][i] + curled
        });
        let next = small(k + 1);
        gs[k + 1] = pair(|i| (sums[k][i] - drag[i]) / next);
        xs[k + 2] = pair(|i| gs[k + 1][i] / (next + 1.0));
    }
    [0, 1].map(|i| xs.map(|c| c[i] * unit[i]))
}

#[inline(always)]
fn pair(of: impl Fn(usize) -> f64) -> [f64; 2] {
    [of(0), of(1)]
}

/// A small count as a double.
#[expect(clippy::cast_precision_loss, reason = "counts below 100")]
pub(crate) fn small(count: usize) -> f64 {
    count as f64
}

/// One Halley step for ln F(y) = ln v, with F′ = slope·F and the density g of y obeying g′/g = `bend`.
///
/// Both tails are log-concave in y, so Newton's method converges from anywhere; the cap keeps a start on a
/// flat stretch from leaving the range of doubles.
fn halley(tail: LogTail, sign: f64, log_v: f64, bend: f64) -> f64 {
    let newton = -sign * (tail.log - log_v) / tail.slope;
    let damp = 1.0 + 0.5 * newton * (bend - sign * tail.slope);
    let step = if damp > 0.5 && damp < 2.0 {
        newton / damp
    } else {
        newton
    };
    step.clamp(-3.0, 3.0)
}

fn solve_gamma(a: f64, upper: bool, v: f64, guess: Option<f64>) -> Anchor {
    let log_v = math::ln(v);
    let log_start = || start_gamma(a, upper, v, log_v);
    let mut x = match guess {
        Some(x) if x > 0.0 => x,
        _ => {
            let log_x = log_start();
            if !(log_x > LOG_TINY) {
                return Anchor {
                    x: 0.0,
                    y: 1.0,
                    slope: 0.0,
                };
            }
            math::exp(log_x)
        }
    };
    let sign = if upper { -1.0 } else { 1.0 };
    let mut tail = gamma_log_tail(a, x, upper);
    for _ in 0..200 {
        let step = halley(tail, sign, log_v, a - x);
        if !(step.abs() > 0.0) {
            break;
        }
        x += x * math::exp_m1(step);
        if step.abs() < 1e-12 {
            break;
        }
        if !(x > 1e-295) {
            return Anchor {
                x: 0.0,
                y: 1.0,
                slope: 0.0,
            };
        }
        tail = gamma_log_tail(a, x, upper);
    }
    Anchor {
        x,
        y: 0.0,
        slope: sign * x / (tail.slope * v),
    }
}

/// ln x to start from: Wilson and Hilferty's cube, or the leading term of the tail.
fn start_gamma(a: f64, upper: bool, v: f64, log_v: f64) -> f64 {
    if a >= 1.0 {
        let z = if upper {
            -normal_quantile(v)
        } else {
            normal_quantile(v)
        };
        let root = 1.0 - 1.0 / (9.0 * a) + z / (3.0 * a.sqrt());
        if root > 0.2 {
            return math::ln(a) + 3.0 * math::ln(root);
        }
    }
    if upper {
        let far = -log_v - math::lgamma(a);
        if far > 1.0 {
            return math::ln(far);
        }
    }
    let log_lower = if upper { math::ln_1p(-v) } else { log_v };
    (log_lower + math::lgamma(a + 1.0)) / a
}

fn solve_beta(a: f64, b: f64, v: f64, guess: Option<f64>) -> Anchor {
    let log_v = math::ln(v);
    let (mut x, mut y) = match guess {
        Some(x) if x > 0.0 && x < 1.0 => (x, 1.0 - x),
        _ => {
            let logit = start_beta(a, b, v, log_v);
            if !(logit > LOG_TINY) {
                return Anchor {
                    x: 0.0,
                    y: 1.0,
                    slope: 0.0,
                };
            }
            let odds = math::exp(logit.min(-LOG_TINY));
            (odds / (1.0 + odds), 1.0 / (1.0 + odds))
        }
    };
    let mut tail = beta_log_tail(a, b, x, y);
    for _ in 0..200 {
        let step = halley(tail, 1.0, log_v, a * y - b * x);
        if !(step.abs() > 0.0) {
            break;
        }
        let growth = math::exp_m1(step);
        let scale = 1.0 + x * growth;
        (x, y) = (x * (1.0 + growth) / scale, y / scale);
        if step.abs() < 1e-12 {
            break;
        }
        if !(x > 1e-295) {
            return Anchor {
                x: 0.0,
                y: 1.0,
                slope: 0.0,
            };
        }
        tail = beta_log_tail(a, b, x, y);
    }
    // The larger of the two is the rounded complement of the smaller.
    if x < y {
        y = 1.0 - x;
    } else {
        x = 1.0 - y;
    }
    Anchor {
        x,
        y,
        slope: x * y / (tail.slope * v),
    }
}

/// logit x to start from: Abramowitz and Stegun 26.5.22, or the leading term of the tail.
fn start_beta(a: f64, b: f64, v: f64, log_v: f64) -> f64 {
    if a >= 1.0 && b >= 1.0 && (a > 1.0 || b > 1.0) {
        let (ra, rb) = (1.0 / (2.0 * a - 1.0), 1.0 / (2.0 * b - 1.0));
        let z = -normal_quantile(v);
        let al = (z * z - 3.0) / 6.0;
        let h = 2.0 / (ra + rb);
        let w = z * (al + h).max(0.0).sqrt() / h - (rb - ra) * (al + 5.0 / 6.0 - 2.0 / (3.0 * h));
        if w.abs() < 300.0 {
            return math::ln(a / b) - 2.0 * w;
        }
    }
    let log_beta = math::lgamma(a) + math::lgamma(b) - math::lgamma(a + b);
    let leading = (log_v + math::ln(a) + log_beta) / a;
    leading.min(math::ln(a / b))
}

/// P(T ≤ t) for Student's t: below 0 half the probability that a beta of df/2 and ½ lies below df/(df + t²).
pub(crate) fn student_tail(df: f64, t: f64) -> f64 {
    let square = t * t;
    let half = if square == 0.0 {
        0.5
    } else if square == f64::INFINITY {
        0.0
    } else {
        let total = df + square;
        0.5 * math::exp(beta_log_tail(0.5 * df, 0.5, df / total, square / total).log).min(1.0)
    };
    if t > 0.0 { 1.0 - half } else { half }
}

fn solve_student(df: f64, v: f64) -> Anchor {
    let (inside, beyond) = if v <= 0.25 {
        let beta = solve_beta(0.5 * df, 0.5, 2.0 * v, None);
        (beta.x, beta.y)
    } else if v < 0.5 {
        let beta = solve_beta(0.5, 0.5 * df, 1.0 - 2.0 * v, None);
        (beta.y, beta.x)
    } else {
        (1.0, 0.0)
    };
    let ratio = beyond / inside;
    // ln f(0) + ½ ln 2π, with the gamma functions in Stirling's form so that many degrees of freedom cost no digits.
    let a = 0.5 * df;
    let at_zero = a * math::ln_1p(0.5 / a) - 0.5 + ln_gamma_star(a + 0.5) - ln_gamma_star(a);
    Anchor {
        x: -(df * ratio).sqrt(),
        y: 0.0,
        slope: math::SQRT_TAU * math::exp(0.5 * (df + 1.0) * math::ln_1p(ratio) - at_zero),
    }
}
