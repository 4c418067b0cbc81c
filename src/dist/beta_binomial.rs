//! The beta-binomial distribution.

use super::beta::Beta;
use super::counts::{self, Count};
use super::distribution::{Distribution, Draw, public_methods};
use super::notation::number;
use super::parameters::{Parameters, PriorError};
use super::probability::Probability;
use super::sampler::Closed;
use super::special::beta_log_power;
use super::steps::Steps;
use crate::math;
use std::fmt;
use std::sync::Arc;

/// So many trials at most: every count has its place in a list.
const MOST_TRIALS: f64 = 1e5;

/// The number of events among the next trials when their probability is known as a beta,
/// `Beta-binomial(trials, alpha, beta)`: "how many of the next 100, given 2 of 41".
///
/// It predicts a count, with both the uncertainty of the probability and the chance of the count. The former alone
/// is the beta; a model of *means* needs no more than that.
///
/// # Parameters
///
/// trials n: a whole number from 1 to 1e5. alpha a, beta b in [0.01, 1e10]; or earlier counts `count` out of `of` with a
/// stated `pseudo_count` c (a = count + c, b = of − count + c), as in [`Beta`]. A change of unit multiplies the values.
///
/// # Moments
///
/// With P = Beta(a, b): mean = n·E P, and sd² = E\[n·P·(1 − P)\] + n²·Var P, the chance of the count and the
/// uncertainty of the probability: mean = n·a/(a + b), sd² = n·a·b·(a + b + n) / ((a + b)²·(a + b + 1)), times the scale.
///
/// # Quantile
///
/// The smallest count whose cumulated probability reaches u. Probabilities are computed one by one and added up from
/// either end.
///
/// # Errors
///
/// trials that are not whole, or out of range; what [`Beta`] refuses.
///
/// # Example
///
/// ```
/// use sroi::dist::{Beta, BetaBinomial};
/// let given = Beta::from_counts(2.0, 41.0, 0.5).unwrap();
/// let next = BetaBinomial::new(100.0, &given).unwrap();
/// assert!((next.sd().powi(2) - 18.4867).abs() < 1e-4);
/// assert!(((100.0 * given.sd()).powi(2) - 13.0188).abs() < 1e-4); // of which due to the probability
/// ```
///
/// # References
///
/// N. L. Johnson, A. W. Kemp, S. Kotz (2005), Univariate discrete distributions, 3rd edition, section 6.2.2.
#[derive(Clone, Debug, PartialEq)]
pub struct BetaBinomial {
    trials: f64,
    alpha: f64,
    beta: f64,
    /// What one event counts: 1 unless the unit was changed.
    scale: f64,
    /// The counts with their probabilities.
    steps: Arc<Steps>,
}

impl BetaBinomial {
    /// The number of events in so many trials with this probability; its unit does not matter.
    ///
    /// # Errors
    ///
    /// Unless trials is whole and between 1 and 1e5.
    ///
    /// # Cost
    ///
    /// A quarter of a microsecond per trial.
    pub fn new(trials: f64, probability: &Beta) -> Result<Self, PriorError> {
        let trials = counts::trials(
            trials,
            MOST_TRIALS,
            "use `beta` for the share, as an input of its own, and multiply by the number",
        )?;
        let (alpha, beta) = (probability.alpha(), probability.beta());
        let pairs: Vec<(f64, f64)> = (0..=trials as u32)
            .map(|k| (f64::from(k), mass(trials, alpha, beta, f64::from(k))))
            .filter(|pair| pair.1 > 0.0)
            .collect();
        Ok(Self {
            trials,
            alpha,
            beta,
            scale: 1.0,
            steps: Arc::new(Steps::between(0.0, &pairs, 0.0)),
        })
    }

    pub(crate) fn build(parameters: &Parameters) -> Result<Self, PriorError> {
        Self::new(parameters.number("trials")?, &Beta::build(parameters)?)
    }

    /// The number of trials.
    #[must_use]
    pub fn trials(&self) -> f64 {
        self.trials
    }

    /// The first parameter of the probability.
    #[must_use]
    pub fn alpha(&self) -> f64 {
        self.alpha
    }

    /// The second parameter of the probability.
    #[must_use]
    pub fn beta(&self) -> f64 {
        self.beta
    }

    /// The mean, n·a/(a + b) times the scale.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.scale * (self.trials * (self.alpha / (self.alpha + self.beta)))
    }

    /// The standard deviation.
    #[must_use]
    pub fn sd(&self) -> f64 {
        let total = self.alpha + self.beta;
        let chance = self.trials * (self.alpha / total) * (self.beta / total);
        self.scale * (chance * ((total + self.trials) / (total + 1.0))).sqrt()
    }

    /// P(X = x).
    #[must_use]
    pub fn pmf(&self, x: f64) -> f64 {
        match Count::of(x, self.scale) {
            Count::At(k) => self.steps.pmf(k),
            Count::After(_) => 0.0,
        }
    }

    /// P(X ≤ x).
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        self.steps.cdf(Count::of(x, self.scale).floor())
    }

    /// P(X > x).
    #[must_use]
    pub fn sf(&self, x: f64) -> f64 {
        self.steps.sf(Count::of(x, self.scale).floor())
    }

    /// The smallest x with P(X ≤ x) ≥ p.
    #[must_use]
    pub fn quantile(&self, p: Probability) -> f64 {
        self.scale * self.steps.quantile(p)
    }

    /// 0 and all trials.
    #[must_use]
    pub fn support(&self) -> (f64, f64) {
        (0.0, self.scale * self.trials)
    }
}

/// (n over k)·B(k + a, n − k + b) / B(a, b).
///
/// With D(a, b) = x^a·y^b / B(a, b) the powers of x and y = 1 − x cancel in D(k, n − k)·D(a, b) / D(k + a, n − k + b), for
/// any x. At the mean of the last one all three are deviances, none of which cancels another.
fn mass(n: f64, a: f64, b: f64, k: f64) -> f64 {
    let (hits, misses) = (k + a, n - k + b);
    let total = n + a + b;
    // The smaller of the two is exact, the other its complement.
    let (x, y) = if hits < misses {
        (hits / total, 1.0 - hits / total)
    } else {
        (1.0 - misses / total, misses / total)
    };
    let prior = beta_log_power(a, b, x, y) - beta_log_power(hits, misses, x, y);
    if k == 0.0 {
        return math::exp(prior + n * math::ln_1p(-x));
    }
    if k == n {
        return math::exp(prior + n * math::ln_1p(-y));
    }
    math::exp(prior + beta_log_power(k, n - k, x, y)) / (k * ((n - k) / n))
}

impl Distribution for BetaBinomial {
    fn family(&self) -> &'static str {
        "beta_binomial"
    }

    public_methods!();

    fn scaled(&self, factor: f64) -> Self {
        Self {
            scale: self.scale * factor,
            ..self.clone()
        }
    }

    fn draw(&self) -> Draw {
        Draw::Closed(Closed::Stairs(Arc::new(self.steps.stairs(self.scale))))
    }
}

impl fmt::Display for BetaBinomial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        counts::write_scale(f, self.scale)?;
        let [n, a, b] = [self.trials, self.alpha, self.beta].map(number);
        write!(f, "Beta-binomial({n}, {a}, {b})")
    }
}
