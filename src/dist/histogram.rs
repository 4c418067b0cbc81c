//! The histogram: grouped observations.

use super::check;
use super::distribution::{Distribution, Draw, public_methods};
use super::notation::number;
use super::parameters::{Parameters, PriorError};
use super::probability::Probability;
use super::sampler::Closed;
use super::stairs::Ramps;
use super::steps::{Steps, sum};
use std::fmt;
use std::sync::Arc;

/// Observations of which only the classes are known, `Histogram(low to high: probability, …)`: uniform within each class.
///
/// **It describes the spread between observations, not the uncertainty of their mean.** For the mean, take `normal`,
/// `gamma` or `lognormal` with the mean and `se` = sd / √n of the table.
///
/// # Parameters
///
/// edges: the class borders e₀ < e₁ < … , one more than there are classes; and `counts`, the whole number of observations
/// in each class, or `probabilities` with sum 1 (to 1e-9). Classes may be empty. An open class ("33 hours or more") needs
/// an end from its author. Whole numbers in classes such as 9–16 and 17–24 have their borders at 8.5, 16.5 and 24.5.
///
/// # Moments
///
/// With mid-points m and widths w: mean = Σ p·m, sd = √(Σ p·((m − mean)² + w²/12)).
///
/// # Quantile
///
/// Closed form, linear within each class. Where classes are empty it jumps over them.
///
/// # Errors
///
/// Fewer than two edges; edges that do not increase; a number of counts that is not the number of classes; counts that are
/// negative, not whole or all 0; probabilities that are negative or do not sum to 1; numbers that are not finite.
///
/// # Example
///
/// ```
/// use sroi::dist::Histogram;
/// let hours = Histogram::from_counts(&[0.0, 10.0, 20.0, 40.0], &[1.0, 2.0, 1.0]).unwrap();
/// assert_eq!(hours.mean(), 16.25);
/// assert_eq!(hours.cdf(15.0), 0.5);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Histogram {
    /// Classes that are not empty, in increasing order.
    classes: Vec<Class>,
}

/// One class: its ends, its own probability, that of lying below it and that of lying at or below its upper end.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Class {
    low: f64,
    high: f64,
    own: f64,
    before: Probability,
    upto: Probability,
}

impl Class {
    fn centre(&self) -> f64 {
        self.low + 0.5 * (self.high - self.low)
    }

    /// The x that has a share of the class below it.
    fn upwards(&self, share: f64) -> f64 {
        (self.low + (self.high - self.low) * share).clamp(self.low, self.high)
    }

    /// The x that has a share of the class above it.
    fn downwards(&self, share: f64) -> f64 {
        (self.high - (self.high - self.low) * share).clamp(self.low, self.high)
    }
}

impl Histogram {
    /// Classes between these edges with these numbers of observations.
    ///
    /// # Errors
    ///
    /// Unless there are at least two edges, increasing, and a whole number ≥ 0 for each class, not all 0.
    pub fn from_counts(edges: &[f64], counts: &[f64]) -> Result<Self, PriorError> {
        check_edges(edges)?;
        check_length(edges, "counts", counts)?;
        for n in counts {
            check::count("counts", *n).map_err(|error| {
                if *n > 0.0 {
                    error.help("give shares as `probabilities`, with sum 1")
                } else {
                    error
                }
            })?;
        }
        check::weights("counts", "count", counts)?;
        Ok(Self::of(edges, counts))
    }

    /// Classes between these edges with these probabilities.
    ///
    /// # Errors
    ///
    /// Unless there are at least two edges, increasing, and a probability ≥ 0 for each class, with sum 1.
    pub fn from_probabilities(edges: &[f64], probabilities: &[f64]) -> Result<Self, PriorError> {
        check_edges(edges)?;
        check_length(edges, "probabilities", probabilities)?;
        check::probabilities(probabilities)?;
        Ok(Self::of(edges, probabilities))
    }

    /// Weights of any sum.
    fn of(edges: &[f64], weights: &[f64]) -> Self {
        let bounds = edges.windows(2).map(|pair| (pair[0], pair[1]));
        let filled: Vec<((f64, f64), f64)> = bounds
            .zip(weights.iter().copied())
            .filter(|&(_, weight)| weight > 0.0)
            .collect();
        let pairs: Vec<(f64, f64)> = filled.iter().map(|&((low, _), w)| (low, w)).collect();
        let mut before = Probability::lower(0.0);
        let classes = filled
            .iter()
            .zip(Steps::between(0.0, &pairs, 0.0).iter())
            .map(|(&((low, high), _), step)| {
                let class = Class {
                    low,
                    high,
                    own: step.own,
                    before,
                    upto: step.upto,
                };
                before = step.upto;
                class
            })
            .collect();
        Self { classes }
    }

    pub(crate) fn build(parameters: &Parameters) -> Result<Self, PriorError> {
        let edges = parameters.list("edges")?;
        if parameters.has("counts") {
            Self::from_counts(edges, parameters.list("counts")?)
        } else {
            Self::from_probabilities(edges, parameters.list("probabilities")?)
        }
    }

    /// The classes that are not empty: lower end, upper end and probability.
    pub fn classes(&self) -> impl Iterator<Item = (f64, f64, f64)> {
        let parts = |class: &Class| (class.low, class.high, class.own);
        self.classes.iter().map(parts)
    }

    /// The mean, Σ p·m.
    #[must_use]
    pub fn mean(&self) -> f64 {
        sum(self.classes.iter().map(|class| class.own * class.centre()))
    }

    /// The standard deviation.
    #[must_use]
    pub fn sd(&self) -> f64 {
        let mean = self.mean();
        let square = |class: &Class| {
            let (between, width) = (class.centre() - mean, class.high - class.low);
            class.own * (between * between + width * width / 12.0)
        };
        sum(self.classes.iter().map(square)).sqrt()
    }

    /// P(X ≤ x).
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        let Some(class) = self.last_from(x) else {
            return 0.0;
        };
        if x >= class.high {
            return class.upto.value();
        }
        let share = (x - class.low) / (class.high - class.low);
        (class.before.value() + class.own * share).min(1.0)
    }

    /// P(X > x).
    #[must_use]
    pub fn sf(&self, x: f64) -> f64 {
        let Some(class) = self.last_from(x) else {
            return 1.0;
        };
        if x >= class.high {
            return class.upto.complement();
        }
        let share = (class.high - x) / (class.high - class.low);
        (class.upto.complement() + class.own * share).min(1.0)
    }

    /// The last class that begins at or below x.
    fn last_from(&self, x: f64) -> Option<&Class> {
        let upto = self.classes.partition_point(|class| class.low <= x);
        self.classes[..upto].last()
    }

    /// The smallest x with P(X ≤ x) ≥ p.
    #[must_use]
    pub fn quantile(&self, p: Probability) -> f64 {
        let short = self
            .classes
            .partition_point(|class| !class.upto.is_at_least(p));
        let Some(class) = self.classes.get(short).or(self.classes.last()) else {
            return 0.0;
        };
        if p.is_upper() {
            class.downwards((p.tail() - class.upto.complement()) / class.own)
        } else {
            class.upwards((p.tail() - class.before.value()) / class.own)
        }
    }

    /// The ends of the first and the last class that are not empty.
    #[must_use]
    pub fn support(&self) -> (f64, f64) {
        let low = self.classes.first().map_or(0.0, |class| class.low);
        (low, self.classes.last().map_or(0.0, |class| class.high))
    }
}

impl Distribution for Histogram {
    fn family(&self) -> &'static str {
        "histogram"
    }

    public_methods!();

    fn scaled(&self, factor: f64) -> Self {
        let times = |class: &Class| Class {
            low: class.low * factor,
            high: class.high * factor,
            ..*class
        };
        Self {
            classes: self.classes.iter().map(times).collect(),
        }
    }

    fn draw(&self) -> Draw {
        let parts = |class: &Class| (class.low, class.high, class.own, class.upto);
        let ramps = Ramps::new(self.classes.iter().map(parts));
        Draw::Closed(Closed::Ramps(Arc::new(ramps)))
    }
}

/// `Histogram(0 to 10: 0.25, 10 to 20: 0.75)`.
impl fmt::Display for Histogram {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = |(low, high, p)| format!("{} to {}: {}", number(low), number(high), number(p));
        let classes: Vec<String> = self.classes().map(words).collect();
        write!(f, "Histogram({})", classes.join(", "))
    }
}

fn check_edges(edges: &[f64]) -> Result<(), PriorError> {
    for edge in edges {
        check::finite("edges", *edge)?;
    }
    if edges.len() < 2 {
        let message = format!(
            "`edges` has {}: a class has two",
            match edges.len() {
                0 => "no numbers",
                _ => "one number",
            }
        );
        return Err(PriorError::at("edges", message));
    }
    for pair in edges.windows(2) {
        let (low, high) = (pair[0], pair[1]);
        if !(low < high) {
            let message = format!("edge {high} comes after edge {low}: edges must increase");
            return Err(PriorError::at("edges", message));
        }
    }
    Ok(())
}

fn check_length(edges: &[f64], key: &str, given: &[f64]) -> Result<(), PriorError> {
    let (classes, n) = (edges.len() - 1, given.len());
    if n == classes {
        return Ok(());
    }
    let edges = edges.len();
    let error = PriorError::at(
        key,
        format!("{edges} edges are {classes} classes, but `{key}` has {n} numbers"),
    );
    Err(if n == edges {
        error.help("`edges` includes the upper end of the last class: give an open class an end")
    } else {
        error
    })
}
