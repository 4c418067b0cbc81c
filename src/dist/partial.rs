//! Expected distances beyond a threshold, E[max(X − t, 0)] and E[max(t − X, 0)]: what decisions are worth.
//!
//! Either is an integral of its own tail, so that a small one does not come out as the difference of large ones. A law of listed
//! values is summed over its jumps, Σ (xₖ₊₁ − xₖ)·P(X > xₖ); a histogram over its classes; a mixture over its parts; all others are
//! integrated over their quantile function beyond t, ∫ (Q − t).

use super::distribution::Draw;
use super::integral::over_octaves;
use super::prior::Prior;
use super::probability::Probability;
use super::sampler::Closed;
use super::stairs::Stairs;

/// On which side of a threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Above,
    Below,
}

impl Side {
    /// How far x lies beyond t, or 0.
    fn beyond(self, t: f64, x: f64) -> f64 {
        match self {
            Self::Above => (x - t).max(0.0),
            Self::Below => (t - x).max(0.0),
        }
    }
}

impl Prior {
    /// E[max(X − t, 0)], the upper partial moment of order one.
    ///
    /// # Error
    ///
    /// Relative 1e-10 or less.
    ///
    /// # Example
    ///
    /// ```
    /// use sroi::dist::{Prior, Uniform};
    /// let prior = Prior::from(Uniform::new(0.0, 2.0).unwrap());
    /// assert!((prior.upper_partial_moment(1.0) - 0.25).abs() < 1e-14);
    /// ```
    #[must_use]
    pub fn upper_partial_moment(&self, t: f64) -> f64 {
        partial(self, t, Side::Above)
    }

    /// E[max(t − X, 0)], the lower partial moment of order one.
    ///
    /// # Error
    ///
    /// Relative 1e-10 or less.
    #[must_use]
    pub fn lower_partial_moment(&self, t: f64) -> f64 {
        partial(self, t, Side::Below)
    }

    /// The probabilities at which the quantile function is known to jump or to bend, in increasing order.
    pub(crate) fn corners(&self) -> Vec<Probability> {
        let at = |x: f64| {
            let (below, above) = (self.cdf(x), self.sf(x));
            if below <= above {
                Probability::lower(below)
            } else {
                Probability::upper(above)
            }
        };
        match (self, self.draw()) {
            (Self::Triangular(triangular), _) => vec![at(triangular.mode())],
            (Self::Histogram(histogram), _) => {
                histogram.classes().map(|(low, ..)| at(low)).collect()
            }
            (_, Draw::Closed(Closed::Stairs(stairs))) => {
                stairs.atoms().map(|(x, _)| at(x)).collect()
            }
            _ => Vec::new(),
        }
    }
}

fn partial(prior: &Prior, t: f64, side: Side) -> f64 {
    match (prior, prior.draw()) {
        (Prior::Fixed(fixed), _) => side.beyond(t, fixed.value()),
        (_, Draw::Closed(Closed::Stairs(stairs))) => of_steps(prior, &stairs, t, side),
        (Prior::Mixture(mixture), _) => {
            let parts = mixture.parts();
            parts.map(|(w, part)| w * partial(part, t, side)).sum()
        }
        (Prior::Histogram(histogram), _) => {
            let classes = histogram.classes();
            classes.map(|class| of_class(class, t, side)).sum()
        }
        _ => of_quantiles(prior, t, side),
    }
}

fn of_quantiles(prior: &Prior, t: f64, side: Side) -> f64 {
    let top = match side {
        Side::Above => prior.sf(t),
        Side::Below => prior.cdf(t),
    };
    over_octaves(top, |v| {
        let p = match side {
            Side::Above => Probability::upper(v),
            Side::Below => Probability::lower(v),
        };
        side.beyond(t, prior.quantile(p))
    })
}

/// The part of one class, with its lower and upper end and its probability: uniform between them.
fn of_class((low, high, own): (f64, f64, f64), t: f64, side: Side) -> f64 {
    let [near, far] = match side {
        Side::Above => [low, high],
        Side::Below => [high, low],
    };
    if side.beyond(t, near) > 0.0 {
        // All of it lies beyond.
        return own * 0.5 * (side.beyond(t, near) + side.beyond(t, far));
    }
    let reach = side.beyond(t, far);
    own * 0.5 * reach * reach / (high - low)
}

/// The sum over the steps beyond t, from t outwards until they add nothing.
fn of_steps(prior: &Prior, stairs: &Stairs, t: f64, side: Side) -> f64 {
    let values = stairs.atoms().map(|(x, _)| x);
    let mut beyond: Vec<f64> = values.filter(|&x| side.beyond(t, x) > 0.0).collect();
    if side == Side::Below {
        beyond.reverse();
    }
    let (mut sum, mut from) = (0.0, t);
    let end = beyond.last().copied().unwrap_or(t);
    for x in beyond {
        // What lies at x or beyond: nothing lies between `from` and x.
        let rest = match side {
            Side::Above => prior.sf(from),
            Side::Below => prior.cdf(x),
        };
        sum += rest * (x - from).abs();
        from = x;
        if rest * (end - from).abs() <= 1e-17 * sum {
            break;
        }
    }
    sum
}
