//! Hold a member of any family.

use super::distribution::{Distribution, Draw};
use super::probability::Probability;
use super::refined::Axis;
use super::sampler::{Sampler, ScoreSampler, TableCache};
use super::table::Shape;
use super::{
    Beta, BetaBinomial, Binomial, Discrete, Empirical, Fixed, Gamma, Histogram, LogLogistic,
    LogNormal, Metalog, Mixture, Normal, Pert, Poisson, StudentT, Triangular, Truncated, Uniform,
    Weibull,
};
use std::fmt;

/// The families: the enum, its conversions and its dispatch.
macro_rules! priors {
    ($($(#[$doc:meta])* $family:ident,)*) => {
        /// What is known about an uncertain quantity.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Prior {
            $($(#[$doc])* $family($family),)*
        }

        $(
            impl From<$family> for Prior {
                fn from(distribution: $family) -> Self {
                    Prior::$family(distribution)
                }
            }
        )*

        impl Prior {
            pub(crate) fn distribution(&self) -> &dyn Distribution {
                match self {
                    $(Prior::$family(distribution) => distribution,)*
                }
            }

            fn times(&self, factor: f64) -> Prior {
                match self {
                    $(Prior::$family(distribution) => Prior::$family(distribution.scaled(factor)),)*
                }
            }
        }
    };
}

priors! {
    /// A known value.
    Fixed,
    /// A difference or well-estimated mean.
    Normal,
    /// A positive quantity known up to a factor.
    LogNormal,
    /// A positive mean: costs, hours.
    Gamma,
    /// A proportion.
    Beta,
    /// Only bounds are known.
    Uniform,
    /// Bounds and a most likely value, straight in between.
    Triangular,
    /// Bounds and a most likely value, smooth in between.
    Pert,
    /// A few values with probabilities.
    Discrete,
    /// A difference estimated from few observations.
    StudentT,
    /// A duration whose hazard rises or falls by a power.
    Weibull,
    /// A positive quantity with a heavy upper tail.
    LogLogistic,
    /// Several quantiles are known.
    Metalog,
    /// Another prior between bounds.
    Truncated,
    /// Several priors with weights: the opinions of experts.
    Mixture,
    /// Observations as they are.
    Empirical,
    /// Observations in classes.
    Histogram,
    /// The number of events among so many trials.
    Binomial,
    /// The number of events among so many trials, their probability itself uncertain.
    BetaBinomial,
    /// The number of events in a period.
    Poisson,
}

impl Prior {
    /// The name of its family, as case files spell it.
    #[must_use]
    pub fn family(&self) -> &'static str {
        self.distribution().family()
    }

    /// The mean.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.distribution().mean()
    }

    /// The standard deviation.
    #[must_use]
    pub fn sd(&self) -> f64 {
        self.distribution().sd()
    }

    /// P(X ≤ x); NaN for NaN.
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        if x.is_nan() {
            x
        } else {
            self.distribution().cdf(x)
        }
    }

    /// P(X > x), without cancellation; NaN for NaN.
    #[must_use]
    pub fn sf(&self, x: f64) -> f64 {
        if x.is_nan() {
            x
        } else {
            self.distribution().sf(x)
        }
    }

    /// The smallest x with P(X ≤ x) ≥ p.
    #[must_use]
    pub fn quantile(&self, p: Probability) -> f64 {
        self.distribution().quantile(p)
    }

    /// The infimum and supremum of the possible values.
    #[must_use]
    pub fn support(&self) -> (f64, f64) {
        self.distribution().support()
    }

    /// How it is drawn.
    pub(crate) fn draw(&self) -> Draw {
        self.distribution().draw()
    }

    /// Whether single values have probabilities of their own.
    #[must_use]
    pub fn has_atoms(&self) -> bool {
        self.distribution().has_atoms()
    }

    /// The prior as it was before truncation: the same where nothing is truncated.
    #[must_use]
    pub fn untruncated(&self) -> Prior {
        match self {
            Prior::Truncated(truncated) => truncated.of().untruncated(),
            Prior::Mixture(mixture) => mixture.map(Prior::untruncated).into(),
            other => other.clone(),
        }
    }

    /// Whether there is no uncertainty at all.
    #[must_use]
    pub fn is_fixed(&self) -> bool {
        matches!(self, Prior::Fixed(_))
    }

    /// The distribution of `factor` times the quantity: a change of unit.
    ///
    /// Every family is closed under it; a beta carries the factor as the upper end of its support,
    /// a count as what one event counts. A factor
    /// that is not positive and finite leaves the prior as it is.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Prior {
        if !(factor > 0.0 && factor < f64::INFINITY) {
            return self.clone();
        }
        self.times(factor)
    }

    /// The sampler x = Q(u).
    ///
    /// # Cost
    ///
    /// About a millisecond for a new table; nothing for a shape that the cache holds.
    pub fn sampler(&self, cache: &mut TableCache) -> Sampler {
        match self.draw() {
            Draw::Closed(closed) => Sampler::closed(closed),
            Draw::Table(shape, place) => Sampler::tabulated(cache.quantiles(shape), place),
            Draw::Refined(prior) => {
                Sampler::refined(cache.refined(&prior, Axis::Uniform), self.support())
            }
        }
    }

    /// The sampler x = Q(Φ(z)), for inputs that a Gaussian copula correlates.
    ///
    /// # Cost
    ///
    /// As [`Prior::sampler`].
    pub fn sampler_from_scores(&self, cache: &mut TableCache) -> ScoreSampler {
        match self.draw() {
            Draw::Closed(closed) => ScoreSampler::closed(closed, cache),
            Draw::Table(Shape::Normal, place) => ScoreSampler::linear(place.shift, place.scale),
            Draw::Table(shape, place) => ScoreSampler::tabulated(cache.scores(shape), place),
            Draw::Refined(prior) => {
                ScoreSampler::refined(cache.refined(&prior, Axis::Score), self.support())
            }
        }
    }
}

/// As a paper's parameter table prints it: `Gamma(shape 20.66, scale 6.643)`.
impl fmt::Display for Prior {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.distribution(), f)
    }
}
