//! Find the root of a continuous function between two points of opposite sign.

/// The root of f in [a, b] by Brent's method, to the last digits; `None` without a change of sign.
///
/// # References
///
/// R. P. Brent (1973), Algorithms for minimization without derivatives, chapter 4.
pub(crate) fn root(a: f64, b: f64, mut f: impl FnMut(f64) -> f64) -> Option<f64> {
    let (mut a, mut b) = (a, b);
    let (mut fa, mut fb) = (f(a), f(b));
    if !(fa * fb <= 0.0) {
        return None;
    }
    let (mut c, mut fc) = (a, fa);
    let mut width = b - a;
    let mut before = width;
    for _ in 0..200 {
        if (fb > 0.0) == (fc > 0.0) {
            (c, fc) = (a, fa);
            width = b - a;
            before = width;
        }
        if fc.abs() < fb.abs() {
            (a, fa) = (b, fb);
            (b, fb) = (c, fc);
            (c, fc) = (a, fa);
        }
        let tolerance = 2.0 * f64::EPSILON * b.abs() + 1e-300;
        let middle = 0.5 * (c - b);
        if middle.abs() <= tolerance || fb == 0.0 {
            return Some(b);
        }
        let step = if before.abs() >= tolerance && fa.abs() > fb.abs() {
            interpolated([(a, fa), (b, fb), (c, fc)], middle)
        } else {
            None
        };
        match step {
            Some(step) if 2.0 * step.abs() < (3.0 * middle.abs() - tolerance).min(before.abs()) => {
                (before, width) = (width, step);
            }
            _ => (before, width) = (middle, middle),
        }
        (a, fa) = (b, fb);
        b += if width.abs() > tolerance {
            width
        } else {
            tolerance.copysign(middle)
        };
        fb = f(b);
    }
    Some(b)
}

/// The secant or inverse quadratic step from b towards c.
fn interpolated([(a, fa), (_, fb), (c, fc)]: [(f64, f64); 3], middle: f64) -> Option<f64> {
    let s = fb / fa;
    let (p, q) = if a == c {
        (2.0 * middle * s, 1.0 - s)
    } else {
        let (q, r) = (fa / fc, fb / fc);
        // b − a equals −(a − b); the caller holds b at distance `middle` from the centre of b and c.
        let b = c - 2.0 * middle;
        (
            s * (2.0 * middle * q * (q - r) - (b - a) * (r - 1.0)),
            (q - 1.0) * (r - 1.0) * (s - 1.0),
        )
    };
    let step = if p > 0.0 { p / -q } else { -p / q };
    // Brent accepts a step towards c only.
    (step.is_finite() && step * middle > 0.0).then_some(step)
}

/// Narrows [a, b], where the rising function f passes 0, until both ends have one sign and differ by a factor of two at
/// most: by halving the number of doubles between them, which takes about as many steps however far apart they are.
pub(crate) fn narrowed(a: f64, b: f64, f: impl Fn(f64) -> f64) -> (f64, f64) {
    let (mut a, mut b) = (a, b);
    for _ in 0..64 {
        let (small, large) = if a > 0.0 { (a, b) } else { (-b, -a) };
        if small > 0.0 && large <= 2.0 * small {
            break;
        }
        let middle = from_rank(rank(a).midpoint(rank(b)));
        if !(middle > a && middle < b) {
            break;
        }
        if f(middle) >= 0.0 {
            b = middle;
        } else {
            a = middle;
        }
    }
    (a, b)
}

/// Doubles in increasing order as whole numbers.
fn rank(x: f64) -> i64 {
    let bits = x.to_bits().cast_signed();
    if bits < 0 { i64::MIN - bits } else { bits }
}

fn from_rank(rank: i64) -> f64 {
    let bits = if rank < 0 { i64::MIN - rank } else { rank };
    f64::from_bits(bits.cast_unsigned())
}
