//! Shares as they are written: what rounding may have taken from their sum.

use crate::math;

/// What sums of numbers in binary may miss one by.
const BINARY: f64 = 1e-9;

/// A component as its number is written: for sums and for messages.
#[derive(Clone, Copy, Debug)]
pub(super) struct Share<'a> {
    pub(super) name: &'a str,
    /// As a fraction of the whole.
    pub(super) value: f64,
    /// Half a unit of the last digit written, as a fraction: what rounding may have taken away. At most 0.05, so that
    /// 0 and 1 are not everything.
    rounding: f64,
}

impl<'a> Share<'a> {
    pub(super) fn new(name: &'a str, written: f64, scale: f64) -> Self {
        let digits = written.to_string();
        let decimals = digits.split_once('.').map_or(0, |(_, rest)| rest.len());
        let rounding = 0.5 * math::pow(10.0, -(decimals as f64)) * scale;
        Self {
            name,
            value: written * scale,
            rounding: rounding.min(0.05),
        }
    }
}

/// How far a sum is from one, when that is further than rounding explains.
pub(super) fn excess(shares: &[Share<'_>]) -> Option<f64> {
    let sum: f64 = shares.iter().map(|share| share.value).sum();
    let rounding: f64 = shares.iter().map(|share| share.rounding).sum();
    let distance = (sum - 1.0).abs();
    (distance > rounding + BINARY).then_some(distance)
}

/// A fraction as a percentage.
pub(super) fn percent(fraction: f64) -> String {
    format!("{} %", (fraction * 1e6).round() / 1e4)
}

pub(super) fn sum_of(shares: &[Share<'_>]) -> String {
    percent(shares.iter().map(|share| share.value).sum())
}

pub(super) fn outside(share: &Share<'_>) -> String {
    format!(
        "a share is between 0 and 100 %, `{}` is {}",
        share.name,
        percent(share.value)
    )
}

pub(super) fn in_percent(share: &Share<'_>) -> Option<String> {
    let percentage = (1.0..=100.0).contains(&share.value);
    percentage.then(|| format!("write `unit = \"%\"` for {} %", share.value))
}
