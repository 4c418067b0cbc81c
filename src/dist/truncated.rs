//! A prior cut off at bounds.

use super::check;
use super::distribution::{Distribution, Draw, public_methods};
use super::integral::moments;
use super::notation::number;
use super::parameters::{Parameters, PriorError};
use super::prior::Prior;
use super::probability::Probability;
use std::fmt;

/// Below this probability between the bounds, prior and bounds contradict each other.
const KEPT_MIN: f64 = 1e-6;

/// A prior given that the quantity lies between bounds, `Truncated(of, min, max)`: only where the case says so.
///
/// Cutting off one side moves the mean away from it: Normal(0.055, 0.035) truncated at 0 has mean 0.0593. `sroi check`
/// therefore reports every truncation with the mean before and after.
///
/// # Parameters
///
/// of: any prior without atoms; min, max: one or both, in the unit of the quantity, inside the support of the prior. At
/// least a millionth of the prior must lie between them.
///
/// # Moments
///
/// By integration of the quantile function (Gauss–Legendre panels per octave of either tail, halved until they agree);
/// relative error below 1e-10.
///
/// # Quantile
///
/// The prior's own at F(min) + p·(F(max) − F(min)), from whichever tail is nearer; tabulated for sampling with
/// |F(x) − u| below 1e-10.
///
/// # Errors
///
/// No bound; min ≥ max; a bound that cuts nothing off; less than 1e-6 between the bounds; a prior with atoms.
///
/// # Example
///
/// ```
/// use sroi::dist::{Normal, Truncated};
/// let gain = Normal::new(0.055, 0.035).unwrap();
/// let cut = Truncated::new(gain.into(), Some(0.0), None).unwrap();
/// assert!((cut.mean() - 0.059_312_465_500).abs() < 1e-12);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Truncated {
    of: Box<Prior>,
    min: Option<f64>,
    max: Option<f64>,
    kept: Kept,
    mean: f64,
    sd: f64,
}

/// What the bounds leave: probabilities of the prior below `min`, between, and above `max`.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Kept {
    below: f64,
    between: f64,
    above: f64,
}

impl Truncated {
    /// `of` given that it lies between the bounds.
    ///
    /// # Errors
    ///
    /// See the type.
    pub fn new(of: Prior, min: Option<f64>, max: Option<f64>) -> Result<Self, PriorError> {
        let mut truncated = Self {
            of: Box::new(of),
            min,
            max,
            kept: Kept {
                below: 0.0,
                between: 1.0,
                above: 0.0,
            },
            mean: 0.0,
            sd: 0.0,
        };
        truncated.check_bounds()?;
        let kept = truncated.left();
        truncated.kept = kept;
        if !(kept.between >= KEPT_MIN) {
            let (key, other) = if min.is_some() {
                ("min", "max")
            } else {
                ("max", "min")
            };
            let subject = if min.is_some() && max.is_some() {
                format!("`{key}` and `{other}` leave")
            } else {
                format!("`{key}` leaves")
            };
            let message = format!(
                "{subject} {:.1e} of the prior: at least {KEPT_MIN:e} must lie between the bounds",
                kept.between
            );
            return Err(PriorError::at(key, message).help("state the prior that is meant"));
        }
        (truncated.mean, truncated.sd) = moments(&truncated);
        if !(truncated.mean.is_finite() && truncated.sd > 0.0 && truncated.sd.is_finite()) {
            let message = "the truncated prior has no standard deviation that doubles can hold";
            return Err(PriorError::whole(message));
        }
        Ok(truncated)
    }

    fn check_bounds(&self) -> Result<(), PriorError> {
        if self.of.has_atoms() {
            let message = format!(
                "a {} is not truncated: its values have probabilities of their own",
                self.of.family()
            );
            return Err(PriorError::at("of", message).help("leave values out of it instead"));
        }
        let (bottom, top) = self.of.support();
        for (key, bound) in [("min", self.min), ("max", self.max)] {
            let Some(bound) = bound else { continue };
            check::finite(key, bound)?;
            if !(bound > bottom && bound < top) {
                let (from, to) = (number(bottom), number(top));
                let place = match (bottom.is_finite(), top.is_finite()) {
                    (true, true) => format!("between {from} and {to}"),
                    (true, false) => format!("above {from}"),
                    _ => format!("below {to}"),
                };
                let message = format!(
                    "`{key}` is {}: the prior lies {place} and is not cut there",
                    number(bound)
                );
                return Err(PriorError::at(key, message).help(format!("leave `{key}` out")));
            }
        }
        match (self.min, self.max) {
            (Some(min), Some(max)) => check::ends(min, max),
            (None, None) => Err(PriorError::whole("`truncated` needs `min`, `max` or both")),
            _ => Ok(()),
        }
    }

    pub(crate) fn build(parameters: &Parameters) -> Result<Self, PriorError> {
        let bound = |key: &str| {
            if parameters.has(key) {
                parameters.number(key).map(Some)
            } else {
                Ok(None)
            }
        };
        let of = parameters.prior("of")?;
        Self::new(of, bound("min")?, bound("max")?)
    }

    /// What the bounds leave, by differences of whichever tails are small.
    fn left(&self) -> Kept {
        let tails = |x: Option<f64>, missing: f64| {
            x.map_or((missing, 1.0 - missing), |x| {
                (self.of.cdf(x), self.of.sf(x))
            })
        };
        let (below, above_min) = tails(self.min, 0.0);
        let (below_max, above) = tails(self.max, 1.0);
        let between = if above_min < 0.5 {
            above_min - above
        } else if below_max < 0.5 {
            below_max - below
        } else {
            1.0 - below - above
        };
        Kept {
            below,
            between,
            above,
        }
    }

    /// The prior before truncation.
    #[must_use]
    pub fn of(&self) -> &Prior {
        &self.of
    }

    /// The lower bound.
    #[must_use]
    pub fn min(&self) -> Option<f64> {
        self.min
    }

    /// The upper bound.
    #[must_use]
    pub fn max(&self) -> Option<f64> {
        self.max
    }

    /// The mean, which is not that of the prior before truncation.
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
        self.tails(x).0
    }

    /// P(X > x).
    #[must_use]
    pub fn sf(&self, x: f64) -> f64 {
        self.tails(x).1
    }

    /// P(X ≤ x) and P(X > x), by differences of whichever tails of the prior are small.
    fn tails(&self, x: f64) -> (f64, f64) {
        let kept = self.kept;
        if self.min.is_some_and(|min| x <= min) {
            return (0.0, 1.0);
        }
        if self.max.is_some_and(|max| x >= max) {
            return (1.0, 0.0);
        }
        let (below, above) = (self.of.cdf(x), self.of.sf(x));
        let share = |part: f64| (part / kept.between).clamp(0.0, 1.0);
        if below <= 0.5 {
            let lower = share(below - kept.below);
            (lower, 1.0 - lower)
        } else {
            let upper = share(above - kept.above);
            (1.0 - upper, upper)
        }
    }

    /// The x with P(X ≤ x) = p.
    #[must_use]
    pub fn quantile(&self, p: Probability) -> f64 {
        let kept = self.kept;
        let below = kept.below + p.value() * kept.between;
        let inside = if below <= 0.5 {
            Probability::lower(below)
        } else {
            Probability::upper(kept.above + p.complement() * kept.between)
        };
        let x = self.of.quantile(inside);
        let (bottom, top) = self.support();
        x.clamp(bottom, top)
    }

    /// The bounds, or those of the prior.
    #[must_use]
    pub fn support(&self) -> (f64, f64) {
        let (bottom, top) = self.of.support();
        (self.min.unwrap_or(bottom), self.max.unwrap_or(top))
    }
}

impl Distribution for Truncated {
    fn family(&self) -> &'static str {
        "truncated"
    }

    public_methods!();

    fn scaled(&self, factor: f64) -> Self {
        Self {
            of: Box::new(self.of.scaled(factor)),
            min: self.min.map(|x| x * factor),
            max: self.max.map(|x| x * factor),
            kept: self.kept,
            mean: self.mean * factor,
            sd: self.sd * factor,
        }
    }

    fn draw(&self) -> Draw {
        Draw::Refined(Box::new(self.clone().into()))
    }
}

impl fmt::Display for Truncated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} truncated to ", self.of)?;
        match (self.min, self.max) {
            (Some(min), Some(max)) => write!(f, "{} … {}", number(min), number(max)),
            (Some(min), None) => write!(f, "≥ {}", number(min)),
            (None, max) => write!(f, "≤ {}", number(max.unwrap_or(f64::INFINITY))),
        }
    }
}
