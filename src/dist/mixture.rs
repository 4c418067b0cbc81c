//! A weighted mixture of priors.

use super::check;
use super::discrete::Discrete;
use super::distribution::{Distribution, Draw, public_methods};
use super::notation::number;
use super::parameters::{Parameters, PriorError};
use super::prior::Prior;
use super::probability::Probability;
use super::root::{narrowed, root};
use super::sampler::Closed;
use crate::math;
use std::fmt;

/// More parts than an expert panel has are data, for which there are other families.
const PARTS_MAX: usize = 50;
/// At most so many values with probabilities of their own beside continuous parts: each costs some 200 polynomials.
const VALUES_MAX: usize = 20;

/// The opinions of several experts, or alternatives of unlike families, `Mixture(weight: prior, …)`: the linear opinion pool.
///
/// Its distribution function is the weighted mean of those of its parts, so it keeps their disagreement; averaging their
/// parameters or quantiles would not.
///
/// # Parameters
///
/// of: up to 50 priors of any family, in the unit of the quantity; weights: as many, each ≥ 0, with sum 1 (to 1e-9).
/// Without weights all count alike, which is the default of the Sheffield elicitation framework.
///
/// # Moments
///
/// mean = Σ wᵢ·mᵢ, sd = √(Σ wᵢ·(sᵢ² + (mᵢ − mean)²)): exact where those of the parts are.
///
/// # Quantile
///
/// The smallest x at which Σ wᵢ·Fᵢ(x) reaches p, by Brent's method in the logarithm of the smaller tail, between the least
/// and the greatest quantile of the parts; so draws increase with u, whichever part they come from. Tabulated for
/// sampling with |F(x) − u| below 1e-10; a mixture of values alone is drawn by its steps.
///
/// # Errors
///
/// No parts or more than 50; as many weights are not given; a negative weight; a sum other than 1; no spread at all; more
/// than 20 listed values beside continuous priors, whose jumps no table could follow.
///
/// # Example
///
/// ```
/// use sroi::dist::{Mixture, Normal, Pert};
/// let experts = [Pert::new(0.1, 0.2, 0.3).unwrap().into(), Normal::new(0.5, 0.1).unwrap().into()];
/// assert!((Mixture::pool(&experts).unwrap().mean() - 0.35).abs() < 1e-15);
/// ```
///
/// # References
///
/// M. Stone (1961), The opinion pool, Annals of Mathematical Statistics 32.
#[derive(Clone, Debug, PartialEq)]
pub struct Mixture {
    /// Weights, all above 0, and priors.
    parts: Vec<(f64, Prior)>,
}

impl Mixture {
    /// The mixture of priors with these weights.
    ///
    /// # Errors
    ///
    /// Unless there are 1 to 50 priors, as many weights, none negative, with sum 1, and the mixture has a spread.
    pub fn new(weights: &[f64], of: &[Prior]) -> Result<Self, PriorError> {
        check_weights(weights, of.len())?;
        let sum: f64 = weights.iter().sum();
        let parts = weights.iter().zip(of).filter(|(weight, _)| **weight > 0.0);
        let mixture = Self {
            parts: parts
                .map(|(weight, prior)| (weight / sum, prior.clone()))
                .collect(),
        };
        if !(mixture.sd() > 0.0) {
            let message = format!("all of the mixture is {}", number(mixture.mean()));
            return Err(PriorError::at("of", message).help("use `fixed`"));
        }
        let values = mixture.listed_values();
        if values > VALUES_MAX && mixture.atoms().is_none() {
            let message = format!(
                "a mixture of listed values and continuous priors has at most {VALUES_MAX} values, not {values}"
            );
            return Err(PriorError::at("of", message)
                .help("describe counts in the mixture by a `gamma`, `beta` or `normal`"));
        }
        Ok(mixture)
    }

    /// The mixture of priors that count alike.
    ///
    /// # Errors
    ///
    /// As [`Mixture::new`].
    pub fn pool(of: &[Prior]) -> Result<Self, PriorError> {
        let weight = 1.0 / super::curve::small(of.len().clamp(1, PARTS_MAX + 1));
        Self::new(&vec![weight; of.len()], of)
    }

    pub(crate) fn build(parameters: &Parameters) -> Result<Self, PriorError> {
        let of = parameters.priors("of")?;
        if parameters.has("weights") {
            Self::new(parameters.list("weights")?, &of)
        } else {
            Self::pool(&of)
        }
    }

    /// Weights and priors.
    pub fn parts(&self) -> impl Iterator<Item = (f64, &Prior)> {
        self.parts.iter().map(|(weight, prior)| (*weight, prior))
    }

    /// The same mixture with each part replaced.
    pub(crate) fn map(&self, change: impl Fn(&Prior) -> Prior) -> Self {
        let parts = self.parts().map(|(weight, prior)| (weight, change(prior)));
        Self {
            parts: parts.collect(),
        }
    }

    fn weighted(&self, f: impl Fn(&Prior) -> f64) -> f64 {
        self.parts().map(|(weight, prior)| weight * f(prior)).sum()
    }

    /// The mean, Σ w·mean.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.weighted(Prior::mean)
    }

    /// The standard deviation.
    #[must_use]
    pub fn sd(&self) -> f64 {
        let mean = self.mean();
        let variance = self.weighted(|prior| {
            let (sd, distance) = (prior.sd(), prior.mean() - mean);
            sd * sd + distance * distance
        });
        variance.sqrt()
    }

    /// P(X ≤ x).
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        self.weighted(|prior| prior.cdf(x)).min(1.0)
    }

    /// P(X > x).
    #[must_use]
    pub fn sf(&self, x: f64) -> f64 {
        self.weighted(|prior| prior.sf(x)).min(1.0)
    }

    /// The smallest x with P(X ≤ x) ≥ p.
    #[must_use]
    pub fn quantile(&self, p: Probability) -> f64 {
        let quantiles = || self.parts().map(|(_, prior)| prior.quantile(p));
        let low = quantiles().fold(f64::INFINITY, f64::min);
        let high = quantiles().fold(f64::NEG_INFINITY, f64::max);
        if low == high || !(p.tail() > 0.0) {
            return if p.is_upper() { high } else { low };
        }
        let log_tail = math::ln(p.tail());
        // Above 0 where F has reached p; logarithms keep far tails apart.
        let excess = |x: f64| {
            if p.is_upper() {
                log_tail - math::ln(self.sf(x)).max(-1e3)
            } else {
                math::ln(self.cdf(x)).max(-1e3) - log_tail
            }
        };
        if excess(low) >= 0.0 {
            return smallest_reaching(low, |x| excess(x) >= 0.0);
        }
        let (low, high) = narrowed(low, high, excess);
        let x = root(low, high, excess).unwrap_or(high);
        smallest_reaching(x, |x| excess(x) >= 0.0)
    }

    /// The least and the greatest end of the parts.
    #[must_use]
    pub fn support(&self) -> (f64, f64) {
        let ends = || self.parts().map(|(_, prior)| prior.support());
        (
            ends().fold(f64::INFINITY, |low, end| low.min(end.0)),
            ends().fold(f64::NEG_INFINITY, |high, end| high.max(end.1)),
        )
    }

    /// How many values have probabilities of their own.
    fn listed_values(&self) -> usize {
        let of = |prior: &Prior| match (prior, prior.draw()) {
            (Prior::Mixture(inner), Draw::Refined(_)) => inner.listed_values(),
            (_, Draw::Closed(Closed::Constant(_))) => 1,
            (_, Draw::Closed(Closed::Stairs(stairs))) => stairs.atoms().count(),
            _ => 0,
        };
        self.parts().map(|(_, prior)| of(prior)).sum()
    }

    /// The values and their probabilities, when all parts have only such.
    fn atoms(&self) -> Option<(Vec<f64>, Vec<f64>)> {
        let (mut values, mut probabilities) = (Vec::new(), Vec::new());
        for (weight, prior) in self.parts() {
            match prior.draw() {
                Draw::Closed(Closed::Constant(x)) => {
                    values.push(x);
                    probabilities.push(weight);
                }
                Draw::Closed(Closed::Stairs(stairs)) => {
                    for (x, probability) in stairs.atoms() {
                        values.push(x);
                        probabilities.push(weight * probability);
                    }
                }
                _ => return None,
            }
        }
        Some((values, probabilities))
    }
}

/// The smallest of the few doubles about x at which `reached` holds: the one a step stands on.
fn smallest_reaching(x: f64, reached: impl Fn(f64) -> bool) -> f64 {
    let mut x = x;
    for _ in 0..8 {
        if reached(x) {
            break;
        }
        x = x.next_up();
    }
    for _ in 0..8 {
        if !reached(x.next_down()) {
            break;
        }
        x = x.next_down();
    }
    x
}

fn check_weights(weights: &[f64], parts: usize) -> Result<(), PriorError> {
    if parts == 0 {
        let message = "`of` is empty: at least one prior is needed";
        return Err(PriorError::at("of", message));
    }
    if parts > PARTS_MAX {
        let message = format!("{parts} priors are mixed: at most {PARTS_MAX} are read");
        return Err(PriorError::at("of", message));
    }
    let n = weights.len();
    if n != parts {
        let message = format!("{parts} priors have {n} weights: give one for each, or none");
        return Err(PriorError::at("weights", message));
    }
    for weight in weights {
        check::finite("weights", *weight)?;
        if !(*weight >= 0.0) {
            return Err(PriorError::at(
                "weights",
                format!("weight {weight} is negative"),
            ));
        }
    }
    let sum: f64 = weights.iter().sum();
    if !((sum - 1.0).abs() <= 1e-9) {
        let message = format!("the weights sum to {sum}, not to 1");
        return Err(PriorError::at("weights", message)
            .help("leave `weights` out for priors that count alike"));
    }
    Ok(())
}

impl Distribution for Mixture {
    fn family(&self) -> &'static str {
        "mixture"
    }

    public_methods!();

    fn scaled(&self, factor: f64) -> Self {
        self.map(|prior| prior.scaled(factor))
    }

    fn draw(&self) -> Draw {
        let steps = self
            .atoms()
            .and_then(|(values, probabilities)| Discrete::new(&values, &probabilities).ok());
        steps.map_or_else(
            || Draw::Refined(Box::new(self.clone().into())),
            |steps| steps.draw(),
        )
    }

    fn has_atoms(&self) -> bool {
        self.parts().any(|(_, prior)| prior.has_atoms())
    }
}

impl fmt::Display for Mixture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<String> = self
            .parts()
            .map(|(weight, prior)| format!("{}: {prior}", number(weight)))
            .collect();
        write!(f, "Mixture({})", parts.join(", "))
    }
}
