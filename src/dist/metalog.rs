//! The metalog distribution.

use super::check;
use super::distribution::{Distribution, Draw, public_methods};
use super::integral::moments;
use super::linear::solve;
use super::notation::number;
use super::parameters::{Parameters, PriorError};
use super::probability::Probability;
use super::quantiles;
use super::root::root;
use crate::math;
use std::fmt;

/// How many quantiles fix a metalog.
const COUNT: std::ops::RangeInclusive<usize> = 3..=10;
/// Logits between which distribution functions are inverted; beyond, probabilities are no doubles.
const LOGIT_MAX: f64 = 744.0;
/// The largest exponent with which a tail may grow: at ½ the standard deviation would be infinite.
const GROWTH_MAX: f64 = 0.45;

/// A quantity of which several quantiles are known, `Metalog(quantiles)`: elicited or published in full.
///
/// The quantile function is a sum of as many terms as there are quantiles, and passes through all of them.
///
/// # Parameters
///
/// Three to ten quantiles in increasing order; optionally `min`, `max` or both, between which they lie.
///
/// # Moments
///
/// By integration of the quantile function (Gauss–Legendre panels per octave of either tail, halved until they agree);
/// relative error below 1e-10.
///
/// # Quantile
///
/// With y the probability, s = ln(y/(1 − y)) and d = y − ½: z = a₁ + a₂·s + a₃·d·s + a₄·d + a₅·d² + a₆·d²·s + …, and
/// x = z without bounds, min + eᶻ or max − e⁻ᶻ with one, (min + max·eᶻ)/(1 + eᶻ) with both. The aᵢ solve the linear
/// equations of the quantiles. The distribution function is found by Brent's method in s. Tabulated for sampling with
/// |F(x) − u| below 1e-10.
///
/// # Errors
///
/// Fewer than three or more than ten quantiles; quantiles out of order, twice at one probability or outside the bounds;
/// quantiles whose metalog would fall somewhere, that is have a negative density (looked for at 8000 points of s between
/// −40 and 40, about its local minima, and in the limits); with one bound, a tail too heavy for a standard deviation.
///
/// # Example
///
/// ```
/// use sroi::dist::{Metalog, Probability};
/// let share = Metalog::new(&[(0.1, 0.08), (0.5, 0.2), (0.9, 0.45)], Some(0.0), Some(1.0)).unwrap();
/// assert!((share.quantile(Probability::new(0.9)) - 0.45).abs() < 1e-12);
/// ```
///
/// # References
///
/// T. W. Keelin (2016), The metalog distributions, Decision Analysis 13.
#[derive(Clone, Debug, PartialEq)]
pub struct Metalog {
    /// Probabilities and quantiles, as given.
    given: Vec<(f64, f64)>,
    min: Option<f64>,
    max: Option<f64>,
    /// a₁, a₂, …
    coefficients: Vec<f64>,
    mean: f64,
    sd: f64,
}

impl Metalog {
    /// The metalog through these probabilities and quantiles, in increasing order, between the bounds if there are any.
    ///
    /// # Errors
    ///
    /// See the type.
    pub fn new(
        given: &[(f64, f64)],
        min: Option<f64>,
        max: Option<f64>,
    ) -> Result<Self, PriorError> {
        check_given(given)?;
        let mut metalog = Self {
            given: given.to_vec(),
            min,
            max,
            coefficients: Vec::new(),
            mean: 0.0,
            sd: 0.0,
        };
        metalog.check_bounds()?;
        metalog.coefficients = metalog.fitted()?;
        metalog.check_density()?;
        metalog.check_tails()?;
        (metalog.mean, metalog.sd) = moments(&metalog);
        if !(metalog.mean.is_finite() && metalog.sd > 0.0 && metalog.sd.is_finite()) {
            let message = "the metalog has no standard deviation that doubles can hold";
            return Err(PriorError::whole(message));
        }
        Ok(metalog)
    }

    pub(crate) fn build(parameters: &Parameters) -> Result<Self, PriorError> {
        let bound = |key: &str| {
            if parameters.has(key) {
                parameters.number(key).map(Some)
            } else {
                Ok(None)
            }
        };
        let (min, max) = (bound("min")?, bound("max")?);
        let found = quantiles::read(parameters)?;
        for pair in found.windows(2) {
            let [(before, p, low), (key, q, high)] = pair else {
                continue;
            };
            if p == q {
                let message = format!("`{before}` and `{key}` are the same quantile");
                return Err(PriorError::at(key, message));
            }
            if !(low < high) {
                let message = format!(
                    "`{before}` {low} is not below `{key}` {high}: quantiles must increase"
                );
                return Err(PriorError::at(key, message));
            }
        }
        for (key, _, q) in &found {
            if min.is_some_and(|min| *q <= min) || max.is_some_and(|max| *q >= max) {
                let message = format!("`{key}` {q} does not lie inside the bounds");
                return Err(PriorError::at(key, message));
            }
        }
        let given: Vec<(f64, f64)> = found.into_iter().map(|(_, p, q)| (p, q)).collect();
        Self::new(&given, min, max)
    }

    fn check_bounds(&self) -> Result<(), PriorError> {
        for (key, bound) in [("min", self.min), ("max", self.max)] {
            if let Some(bound) = bound {
                check::finite(key, bound)?;
            }
        }
        if let (Some(min), Some(max)) = (self.min, self.max) {
            check::ends(min, max)?;
        }
        let (bottom, top) = self.support();
        for (_, q) in &self.given {
            if !(*q > bottom && *q < top) {
                return Err(PriorError::whole(format!(
                    "quantile {q} does not lie inside the bounds"
                )));
            }
        }
        Ok(())
    }

    /// The coefficients that pass through the quantiles.
    fn fitted(&self) -> Result<Vec<f64>, PriorError> {
        let n = self.given.len();
        let rows: Vec<Vec<f64>> = self
            .given
            .iter()
            .map(|&(p, _)| {
                let s = math::ln(p / (1.0 - p));
                (0..n).map(|k| basis(k, p - 0.5, s)).collect()
            })
            .collect();
        let targets: Vec<f64> = self.given.iter().map(|&(_, q)| self.inward(q)).collect();
        solve(&rows, &targets)
            .filter(|a| a.iter().all(|a| a.is_finite()))
            .ok_or_else(|| PriorError::whole("these quantiles do not fix a metalog"))
    }

    /// Refuses a quantile function that falls anywhere.
    fn check_density(&self) -> Result<(), PriorError> {
        const STEP: f64 = 0.01;
        let ends = [-0.5, 0.5].map(|d| self.polynomials(d)[1]);
        let floor = 1e-12
            * self
                .coefficients
                .iter()
                .skip(1)
                .fold(0.0, |most: f64, a| most.max(a.abs()));
        let mut worst = (f64::INFINITY, 0.0);
        let mut look = |s: f64| {
            let rise = self.rise(s);
            if rise < worst.0 {
                worst = (rise, s);
            }
            rise
        };
        let mut last = [f64::INFINITY; 2];
        for i in -4000..=4000 {
            let s = STEP * f64::from(i);
            let rise = look(s);
            if last[1] <= last[0] && last[1] <= rise {
                for j in 1..64 {
                    look(s - 2.0 * STEP * f64::from(j) / 64.0);
                }
            }
            last = [last[1], rise];
        }
        for (end, s) in ends.into_iter().zip([f64::NEG_INFINITY, f64::INFINITY]) {
            if end < worst.0 {
                worst = (end, s);
            }
        }
        if worst.0 > floor {
            return Ok(());
        }
        let percent = 100.0 / (1.0 + math::exp(-worst.1));
        let place = if percent < 0.01 {
            "in its lower tail".to_owned()
        } else if percent > 99.99 {
            "in its upper tail".to_owned()
        } else {
            format!("near its {} % quantile", number(percent))
        };
        let message = format!(
            "no metalog passes through these quantiles: its density would be negative {place}"
        );
        let fewer = if self.given.len() > 3 {
            "leave out a quantile"
        } else {
            "check the quantiles"
        };
        let bounds = if self.min.is_some() && self.max.is_some() {
            "remove a bound"
        } else {
            "add a bound (`min`, `max`)"
        };
        Err(PriorError::whole(message).help(format!("{fewer}, or {bounds}")))
    }

    /// Refuses tails on the open side of one bound that are too heavy: x grows like v^(−growth).
    fn check_tails(&self) -> Result<(), PriorError> {
        let (side, d, missing) = match (self.min, self.max) {
            (Some(_), None) => ("upper", 0.5, "max"),
            (None, Some(_)) => ("lower", -0.5, "min"),
            _ => return Ok(()),
        };
        let growth = self.polynomials(d)[1];
        if growth <= GROWTH_MAX {
            return Ok(());
        }
        let message = format!(
            "the {side} tail of the metalog falls with power {:.2}: above {:.2} it has a standard deviation",
            1.0 / growth,
            1.0 / GROWTH_MAX
        );
        Err(PriorError::whole(message).help(format!("give the other bound, `{missing}`, too")))
    }

    /// The polynomials in d that stand alone and before s.
    fn polynomials(&self, d: f64) -> [f64; 2] {
        self.sums(d).0
    }

    /// The same with their derivatives.
    fn sums(&self, d: f64) -> ([f64; 2], [f64; 2]) {
        let (mut values, mut slopes) = ([0.0; 2], [0.0; 2]);
        for (k, a) in self.coefficients.iter().enumerate() {
            let (power, before_s) = place(k);
            let which = usize::from(before_s);
            let exponent = f64::from(power);
            values[which] += a * whole_power(d, power);
            if power > 0 {
                slopes[which] += a * exponent * whole_power(d, power - 1);
            }
        }
        (values, slopes)
    }

    /// z at the logit s.
    fn transformed(&self, s: f64) -> f64 {
        let [alone, before_s] = self.polynomials(offset(s));
        alone + before_s * s
    }

    /// dz/ds.
    fn rise(&self, s: f64) -> f64 {
        let odds = math::exp(-s.abs());
        let spread = odds / ((1.0 + odds) * (1.0 + odds));
        let (values, slopes) = self.sums(offset(s));
        (slopes[0] + slopes[1] * s) * spread + values[1]
    }

    /// z of a value inside the bounds.
    fn inward(&self, x: f64) -> f64 {
        match (self.min, self.max) {
            (None, None) => x,
            (Some(min), None) => math::ln(x - min),
            (None, Some(max)) => -math::ln(max - x),
            (Some(min), Some(max)) => math::ln((x - min) / (max - x)),
        }
    }

    /// The value of z.
    fn outward(&self, z: f64) -> f64 {
        match (self.min, self.max) {
            (None, None) => z,
            (Some(min), None) => min + math::exp(z),
            (None, Some(max)) => max - math::exp(-z),
            (Some(min), Some(max)) if z > 0.0 => max - (max - min) / (1.0 + math::exp(z)),
            (Some(min), Some(max)) => min + (max - min) / (1.0 + math::exp(-z)),
        }
    }

    /// The logit of P(X ≤ x).
    fn logit(&self, x: f64) -> f64 {
        let (bottom, top) = self.support();
        if x <= bottom {
            return f64::NEG_INFINITY;
        }
        if x >= top {
            return f64::INFINITY;
        }
        let z = self.inward(x);
        let [low, high] = [-LOGIT_MAX, LOGIT_MAX].map(|s| self.transformed(s));
        if z <= low {
            f64::NEG_INFINITY
        } else if z >= high {
            f64::INFINITY
        } else {
            root(-LOGIT_MAX, LOGIT_MAX, |s| self.transformed(s) - z).unwrap_or(0.0)
        }
    }

    /// Probabilities and quantiles, as given.
    #[must_use]
    pub fn given(&self) -> &[(f64, f64)] {
        &self.given
    }

    /// The coefficients a₁, a₂, … of Keelin's expansion.
    #[must_use]
    pub fn coefficients(&self) -> &[f64] {
        &self.coefficients
    }

    /// The mean.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// The standard deviation.
    #[must_use]
    pub fn sd(&self) -> f64 {
        self.sd
    }

    /// P(X ≤ x).
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        1.0 / (1.0 + math::exp(-self.logit(x)))
    }

    /// P(X > x).
    #[must_use]
    pub fn sf(&self, x: f64) -> f64 {
        1.0 / (1.0 + math::exp(self.logit(x)))
    }

    /// The x with P(X ≤ x) = p.
    #[must_use]
    pub fn quantile(&self, p: Probability) -> f64 {
        let (bottom, top) = self.support();
        if !(p.tail() > 0.0) {
            return if p.is_upper() { top } else { bottom };
        }
        let logit = math::ln(p.tail()) - math::ln_1p(-p.tail());
        let s = if p.is_upper() { -logit } else { logit };
        self.outward(self.transformed(s)).clamp(bottom, top)
    }

    /// The bounds, or all real numbers.
    #[must_use]
    pub fn support(&self) -> (f64, f64) {
        (
            self.min.unwrap_or(f64::NEG_INFINITY),
            self.max.unwrap_or(f64::INFINITY),
        )
    }
}

/// Term k, counted from 0, as a power of d and whether s follows: 1, s, d·s, d, d², d²·s, d³, d³·s, …
fn place(k: usize) -> (u8, bool) {
    const TERMS: [(u8, bool); 10] = [
        (0, false),
        (0, true),
        (1, true),
        (1, false),
        (2, false),
        (2, true),
        (3, false),
        (3, true),
        (4, false),
        (4, true),
    ];
    TERMS.get(k).copied().unwrap_or((0, false))
}

fn basis(k: usize, d: f64, s: f64) -> f64 {
    let (power, before_s) = place(k);
    let d = whole_power(d, power);
    if before_s { d * s } else { d }
}

fn whole_power(d: f64, power: u8) -> f64 {
    (0..power).fold(1.0, |product, _| product * d)
}

/// d = y − ½ of the logit s, without cancellation.
fn offset(s: f64) -> f64 {
    let odds = math::exp(-s.abs());
    (0.5 * (1.0 - odds) / (1.0 + odds)).copysign(s)
}

fn check_given(given: &[(f64, f64)]) -> Result<(), PriorError> {
    let n = given.len();
    if !COUNT.contains(&n) {
        let (least, most) = (COUNT.start(), COUNT.end());
        let message = format!("{n} quantiles are given: a metalog takes {least} to {most}");
        return Err(PriorError::whole(message));
    }
    for &(p, q) in given {
        check::finite("quantiles", q)?;
        if !(p > 0.0 && p < 1.0) {
            return Err(PriorError::whole(format!(
                "{p} is not a probability between 0 and 1"
            )));
        }
    }
    let rising = |pair: &[(f64, f64)]| pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1;
    if !given.windows(2).all(rising) {
        return Err(PriorError::whole(
            "quantiles must increase with their probabilities",
        ));
    }
    Ok(())
}

impl Distribution for Metalog {
    fn family(&self) -> &'static str {
        "metalog"
    }

    public_methods!();

    fn scaled(&self, factor: f64) -> Self {
        let mut coefficients = self.coefficients.clone();
        match (self.min, self.max) {
            (None, None) => coefficients.iter_mut().for_each(|a| *a *= factor),
            (Some(_), None) => coefficients
                .iter_mut()
                .take(1)
                .for_each(|a| *a += math::ln(factor)),
            (None, Some(_)) => coefficients
                .iter_mut()
                .take(1)
                .for_each(|a| *a -= math::ln(factor)),
            (Some(_), Some(_)) => {}
        }
        Self {
            given: self.given.iter().map(|&(p, q)| (p, q * factor)).collect(),
            min: self.min.map(|x| x * factor),
            max: self.max.map(|x| x * factor),
            coefficients,
            mean: self.mean * factor,
            sd: self.sd * factor,
        }
    }

    fn draw(&self) -> Draw {
        Draw::Refined(Box::new(self.clone().into()))
    }
}

impl fmt::Display for Metalog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut words: Vec<String> = self
            .given
            .iter()
            .map(|&(p, q)| format!("{} %: {}", number(100.0 * p), number(q)))
            .collect();
        words.extend(self.min.map(|min| format!("min {}", number(min))));
        words.extend(self.max.map(|max| format!("max {}", number(max))));
        write!(f, "Metalog({})", words.join(", "))
    }
}
