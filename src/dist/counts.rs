//! What distributions of counts share: whole parameters, quantiles by halving, and the list that draws are
//! looked up in.

use super::check;
use super::notation::number;
use super::parameters::PriorError;
use super::probability::Probability;
use super::stairs::Stairs;
use super::steps::Steps;
use std::fmt;

/// Counts less probable than this to either side are not drawn: 128 times below the spacing of the uniforms, so that
/// the lower tail of a normal score (8.5 standard deviations) is not cut off either.
const UNREACHED: f64 = 1.0 / 1_152_921_504_606_846_976.0;

/// A distribution on 0, 1, 2, …
pub(crate) trait Counts {
    /// P(K = k) for a possible count.
    fn mass(&self, k: f64) -> f64;

    /// P(K ≤ k) for a possible count.
    fn below(&self, k: f64) -> f64;

    /// P(K > k) for a possible count.
    fn above(&self, k: f64) -> f64;

    /// A count in the middle.
    fn middle(&self) -> f64;

    /// The largest possible count.
    fn most(&self) -> f64;
}

/// P(K = k) for any k.
pub(crate) fn pmf(law: &impl Counts, k: Count) -> f64 {
    match k {
        Count::At(k) if k >= 0.0 && k <= law.most() && k < f64::INFINITY => law.mass(k),
        _ => 0.0,
    }
}

/// P(K ≤ k) for any k.
pub(crate) fn cdf(law: &impl Counts, k: Count) -> f64 {
    let k = k.floor();
    if k < 0.0 {
        0.0
    } else if k >= law.most() {
        1.0
    } else {
        law.below(k)
    }
}

/// P(K > k) for any k.
pub(crate) fn sf(law: &impl Counts, k: Count) -> f64 {
    let k = k.floor();
    if k < 0.0 {
        1.0
    } else if k >= law.most() {
        0.0
    } else {
        law.above(k)
    }
}

/// The smallest count k with P(K ≤ k) ≥ p.
pub(crate) fn quantile(law: &impl Counts, p: Probability) -> f64 {
    if !(p.tail() > 0.0) {
        return if p.is_upper() { law.most() } else { 0.0 };
    }
    let reached = |k: f64| {
        if p.is_upper() {
            law.above(k) <= p.tail()
        } else {
            law.below(k) >= p.tail()
        }
    };
    // The answer lies above `low` and is at most `high`.
    let (mut low, mut high) = (-1.0, law.middle());
    let mut stride = 1.0;
    while high < law.most() && !reached(high) {
        low = high;
        high = (high + stride).min(law.most());
        stride *= 2.0;
    }
    while high - low > 1.0 {
        let middle = (0.5 * (low + high)).floor();
        if reached(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    high
}

/// What draws are looked up in: `scale` times every count that a uniform can reach.
pub(crate) fn stairs(law: &impl Counts, scale: f64) -> Stairs {
    let first = quantile(law, Probability::lower(UNREACHED));
    let last = quantile(law, Probability::upper(UNREACHED));
    let before = if first > 0.0 {
        law.below(first - 1.0)
    } else {
        0.0
    };
    let after = if last < law.most() {
        law.above(last)
    } else {
        0.0
    };
    let counts = (0..=(last - first) as u64).map(|i| first + i as f64);
    let pairs: Vec<(f64, f64)> = counts.map(|k| (k, law.mass(k))).collect();
    Steps::between(before, &pairs, after).stairs(scale)
}

/// Where a number lies on the grid 0, scale, 2·scale, …
#[derive(Clone, Copy, Debug)]
pub(crate) enum Count {
    /// At a multiple.
    At(f64),
    /// After a multiple and before the next.
    After(f64),
}

impl Count {
    /// The place of x; a multiple is one that `k * scale` rounds to, whatever x / scale rounds to.
    pub(crate) fn of(x: f64, scale: f64) -> Self {
        let guess = (x / scale).floor();
        for k in [guess + 1.0, guess, guess - 1.0] {
            if k * scale == x {
                return Self::At(k);
            }
            if k * scale < x {
                return Self::After(k);
            }
        }
        Self::After(guess)
    }

    /// The multiple at or before it.
    pub(crate) fn floor(self) -> f64 {
        match self {
            Self::At(k) | Self::After(k) => k,
        }
    }
}

/// A whole number of trials, from 1 to a limit; beyond it, `instead` says what to use.
pub(crate) fn trials(n: f64, most: f64, instead: &str) -> Result<f64, PriorError> {
    check::count("trials", n)?;
    if n == 0.0 {
        return Err(PriorError::at(
            "trials",
            "`trials` is 0: there is nothing to count",
        ));
    }
    if !(n <= most) {
        let message = format!("`trials` is {n}: at most {most} trials are counted one by one");
        return Err(PriorError::at("trials", message).help(instead));
    }
    Ok(n)
}

/// Writes "7 × " before a distribution whose unit was changed.
pub(crate) fn write_scale(f: &mut fmt::Formatter<'_>, scale: f64) -> fmt::Result {
    if scale == 1.0 {
        return Ok(());
    }
    write!(f, "{} × ", number(scale))
}
