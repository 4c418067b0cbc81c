//! Dispatch over the families.

use super::notation::number;
use super::probability::Probability;
use super::sampler::{Closed, Place, Sampler, ScoreSampler, TableCache};
use super::table::Shape;
use super::{Beta, Discrete, Fixed, Gamma, LogNormal, Normal, Pert, Triangular, Uniform};
use std::fmt;

/// What is known about an uncertain quantity.
#[derive(Clone, Debug, PartialEq)]
pub enum Prior {
    /// A known value.
    Fixed(Fixed),
    /// A difference or well-estimated mean.
    Normal(Normal),
    /// A positive quantity known up to a factor.
    LogNormal(LogNormal),
    /// A positive mean: costs, hours.
    Gamma(Gamma),
    /// A proportion.
    Beta(Beta),
    /// Only bounds are known.
    Uniform(Uniform),
    /// Bounds and a most likely value, straight in between.
    Triangular(Triangular),
    /// Bounds and a most likely value, smooth in between.
    Pert(Pert),
    /// A few values with probabilities.
    Discrete(Discrete),
}

/// Evaluates the same expression on whichever distribution a prior holds.
macro_rules! each {
    ($prior:expr, $d:ident => $value:expr) => {
        match $prior {
            Prior::Fixed($d) => $value,
            Prior::Normal($d) => $value,
            Prior::LogNormal($d) => $value,
            Prior::Gamma($d) => $value,
            Prior::Beta($d) => $value,
            Prior::Uniform($d) => $value,
            Prior::Triangular($d) => $value,
            Prior::Pert($d) => $value,
            Prior::Discrete($d) => $value,
        }
    };
}

/// How a prior is drawn.
enum Quantile {
    Closed(Closed),
    Table(Shape, Place),
}

impl Prior {
    /// The name of its family, as case files spell it.
    #[must_use]
    pub fn family(&self) -> &'static str {
        match self {
            Prior::Fixed(_) => "fixed",
            Prior::Normal(_) => "normal",
            Prior::LogNormal(_) => "lognormal",
            Prior::Gamma(_) => "gamma",
            Prior::Beta(_) => "beta",
            Prior::Uniform(_) => "uniform",
            Prior::Triangular(_) => "triangular",
            Prior::Pert(_) => "pert",
            Prior::Discrete(_) => "discrete",
        }
    }

    /// The mean.
    #[must_use]
    pub fn mean(&self) -> f64 {
        each!(self, d => d.mean())
    }

    /// The standard deviation.
    #[must_use]
    pub fn sd(&self) -> f64 {
        each!(self, d => d.sd())
    }

    /// P(X ≤ x); NaN for NaN.
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        if x.is_nan() {
            x
        } else {
            each!(self, d => d.cdf(x))
        }
    }

    /// P(X > x), without cancellation; NaN for NaN.
    #[must_use]
    pub fn sf(&self, x: f64) -> f64 {
        if x.is_nan() {
            x
        } else {
            each!(self, d => d.sf(x))
        }
    }

    /// The smallest x with P(X ≤ x) ≥ p.
    #[must_use]
    pub fn quantile(&self, p: Probability) -> f64 {
        each!(self, d => d.quantile(p))
    }

    /// The infimum and supremum of the possible values.
    #[must_use]
    pub fn support(&self) -> (f64, f64) {
        each!(self, d => d.support())
    }

    /// Whether there is no uncertainty at all.
    #[must_use]
    pub fn is_fixed(&self) -> bool {
        matches!(self, Prior::Fixed(_))
    }

    /// The distribution of `factor` times the quantity: a change of unit.
    ///
    /// Every family is closed under it; a beta carries the factor as the upper end of its support. A factor
    /// that is not positive and finite leaves the prior as it is.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Prior {
        if !(factor > 0.0 && factor < f64::INFINITY) {
            return self.clone();
        }
        match self {
            Prior::Fixed(d) => Prior::Fixed(d.scaled(factor)),
            Prior::Normal(d) => Prior::Normal(d.scaled(factor)),
            Prior::LogNormal(d) => Prior::LogNormal(d.scaled(factor)),
            Prior::Gamma(d) => Prior::Gamma(d.scaled(factor)),
            Prior::Beta(d) => Prior::Beta(d.scaled(factor)),
            Prior::Uniform(d) => Prior::Uniform(d.scaled(factor)),
            Prior::Triangular(d) => Prior::Triangular(d.scaled(factor)),
            Prior::Pert(d) => Prior::Pert(d.scaled(factor)),
            Prior::Discrete(d) => Prior::Discrete(d.scaled(factor)),
        }
    }

    fn drawn_by(&self) -> Quantile {
        let table = |(shape, place)| Quantile::Table(shape, place);
        match self {
            Prior::Fixed(d) => Quantile::Closed(d.closed()),
            Prior::Uniform(d) => Quantile::Closed(d.closed()),
            Prior::Triangular(d) => Quantile::Closed(d.closed()),
            Prior::Discrete(d) => Quantile::Closed(d.closed()),
            Prior::Normal(d) => table(d.shape()),
            Prior::LogNormal(d) => table(d.shape()),
            Prior::Gamma(d) => table(d.table_shape()),
            Prior::Beta(d) => table(d.shape()),
            Prior::Pert(d) => table(d.shape()),
        }
    }

    /// The sampler x = Q(u).
    ///
    /// # Cost
    ///
    /// About a millisecond for a new table; nothing for a shape that the cache holds.
    pub fn sampler(&self, cache: &mut TableCache) -> Sampler {
        match self.drawn_by() {
            Quantile::Closed(closed) => Sampler::closed(closed),
            Quantile::Table(shape, place) => Sampler::tabulated(cache.quantiles(shape), place),
        }
    }

    /// The sampler x = Q(Φ(z)), for inputs that a Gaussian copula correlates.
    ///
    /// # Cost
    ///
    /// As [`Prior::sampler`].
    pub fn sampler_from_scores(&self, cache: &mut TableCache) -> ScoreSampler {
        if let Prior::Normal(d) = self {
            return ScoreSampler::linear(d.mean(), d.sd());
        }
        match self.drawn_by() {
            Quantile::Closed(closed) => ScoreSampler::closed(closed, cache),
            Quantile::Table(shape, place) => ScoreSampler::tabulated(cache.scores(shape), place),
        }
    }
}

/// As a paper's parameter table prints it: `Gamma(shape 20.66, scale 6.643)`.
impl fmt::Display for Prior {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let three = |f: &mut fmt::Formatter<'_>, name, [a, b, c]: [f64; 3]| {
            write!(f, "{name}({}, {}, {}", number(a), number(b), number(c))
        };
        match self {
            Prior::Fixed(d) => write!(f, "Fixed({})", number(d.value())),
            Prior::Normal(d) => write!(f, "Normal({}, sd {})", number(d.mean()), number(d.sd())),
            Prior::LogNormal(d) => {
                let (mean, sd) = (number(d.meanlog()), number(d.sdlog()));
                write!(f, "Lognormal(mean log {mean}, sd log {sd})")
            }
            Prior::Gamma(d) => {
                write!(
                    f,
                    "Gamma(shape {}, scale {})",
                    number(d.shape()),
                    number(d.scale())
                )
            }
            Prior::Beta(d) => {
                if d.scale() != 1.0 {
                    write!(f, "{} × ", number(d.scale()))?;
                }
                write!(f, "Beta({}, {})", number(d.alpha()), number(d.beta()))
            }
            Prior::Uniform(d) => write!(f, "Uniform({}, {})", number(d.min()), number(d.max())),
            Prior::Triangular(d) => {
                three(f, "Triangular", [d.min(), d.mode(), d.max()])?;
                write!(f, ")")
            }
            Prior::Pert(d) => {
                three(f, "PERT", [d.min(), d.mode(), d.max()])?;
                if d.lambda() != 4.0 {
                    write!(f, ", λ {}", number(d.lambda()))?;
                }
                write!(f, ")")
            }
            Prior::Discrete(d) => write!(f, "{d}"),
        }
    }
}
