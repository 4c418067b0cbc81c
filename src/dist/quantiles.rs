//! Read two quantiles, the form in which experts and papers state a prior.

use super::check;
use super::parameters::{Parameters, PriorError, Value};

/// The quantile parameters and their probabilities.
pub const QUANTILE_KEYS: &[(&str, f64)] = &[
    ("q005", 0.005),
    ("q01", 0.01),
    ("q025", 0.025),
    ("q05", 0.05),
    ("q10", 0.10),
    ("q20", 0.20),
    ("q25", 0.25),
    ("q50", 0.50),
    ("q75", 0.75),
    ("q80", 0.80),
    ("q90", 0.90),
    ("q95", 0.95),
    ("q975", 0.975),
    ("q99", 0.99),
    ("q995", 0.995),
];

/// The parameter that holds a 95 % interval `[low, high]`: the same as `q025` and `q975`.
pub const INTERVAL_KEY: &str = "interval95";

/// How near to the probabilities asked for a fitted distribution must come.
const TOLERANCE: f64 = 1e-12;

/// Two quantiles in increasing order.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pair {
    pub(crate) keys: [String; 2],
    pub(crate) p: [f64; 2],
    pub(crate) q: [f64; 2],
}

/// Whether a key states quantiles.
pub(crate) fn is_quantile(key: &str) -> bool {
    key == INTERVAL_KEY || QUANTILE_KEYS.iter().any(|(name, _)| *name == key)
}

/// How many quantiles a key states.
pub(crate) fn count(key: &str) -> usize {
    if key == INTERVAL_KEY {
        2
    } else {
        usize::from(is_quantile(key))
    }
}

/// Keys, probabilities and values of the quantiles among the parameters, in the order of the probabilities.
pub(crate) fn read(parameters: &Parameters) -> Result<Vec<(String, f64, f64)>, PriorError> {
    let mut found: Vec<(String, f64, f64)> = Vec::new();
    for (key, value) in parameters.iter() {
        if key == INTERVAL_KEY {
            let Value::List(ends) = value else {
                return Err(PriorError::at(
                    key,
                    format!("`{key}` must be a list of two numbers"),
                ));
            };
            let [low, high] = ends[..] else {
                let n = ends.len();
                return Err(PriorError::at(
                    key,
                    format!("`{key}` has {n} numbers: give the two ends"),
                ));
            };
            found.push((key.to_owned(), 0.025, check::finite(key, low)?));
            found.push((key.to_owned(), 0.975, check::finite(key, high)?));
        } else if let Some((_, p)) = QUANTILE_KEYS.iter().find(|(name, _)| *name == key) {
            found.push((key.to_owned(), *p, parameters.number(key)?));
        }
    }
    found.sort_by(|a, b| a.1.total_cmp(&b.1));
    Ok(found)
}

impl Pair {
    /// Reads the two quantiles among the parameters.
    pub(crate) fn read(parameters: &Parameters) -> Result<Self, PriorError> {
        let found = read(parameters)?;
        let n = found.len();
        let Ok([low, high]) = <[_; 2]>::try_from(found) else {
            return Err(PriorError::whole(format!(
                "{n} quantiles are given: two are needed"
            )));
        };
        let pair = Self {
            keys: [low.0, high.0],
            p: [low.1, high.1],
            q: [low.2, high.2],
        };
        pair.check_order()?;
        Ok(pair)
    }

    fn check_order(&self) -> Result<(), PriorError> {
        let [low, high] = self.q;
        if low < high {
            return Ok(());
        }
        let [key_low, key_high] = &self.keys;
        let rule = if low == high { "equals" } else { "lies above" };
        let message = if key_low == key_high {
            format!("the lower end {low} of `{key_low}` {rule} the upper end {high}")
        } else {
            format!("`{key_low}` {low} {rule} `{key_high}` {high}: quantiles must increase")
        };
        Err(PriorError::at(key_high, message))
    }

    /// Refuses quantiles that do not lie strictly inside the support.
    pub(crate) fn within(&self, family: &str, low: f64, high: f64) -> Result<(), PriorError> {
        for (key, q) in self.keys.iter().zip(self.q) {
            if !(q > low && q < high) {
                let support = if high == f64::INFINITY {
                    format!("above {low}")
                } else {
                    format!("between {low} and {high}")
                };
                return Err(PriorError::at(
                    key,
                    format!("`{key}` {q} is outside a {family}, which lies {support}"),
                ));
            }
        }
        check::positive(&self.keys[0], self.q[0]).map(|_| ())
    }

    /// Refuses a fit that misses a quantile.
    pub(crate) fn hit(&self, family: &str, cdf: impl Fn(f64) -> f64) -> Result<(), PriorError> {
        for (p, q) in self.p.into_iter().zip(self.q) {
            let reached = cdf(q);
            if !((reached - p).abs() <= TOLERANCE) {
                return Err(self.unreachable(family));
            }
        }
        Ok(())
    }

    /// No member of the family has these quantiles.
    pub(crate) fn unreachable(&self, family: &str) -> PriorError {
        let ([p1, p2], [q1, q2]) = (self.p, self.q);
        PriorError::whole(format!(
            "no {family} within range has probability {p1} below {q1} and {p2} below {q2}"
        ))
        .help("another family may fit these quantiles")
    }
}
