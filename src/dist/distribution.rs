//! What every distribution can do: the one interface between the families and [`super::Prior`].

use super::prior::Prior;
use super::probability::Probability;
use super::sampler::{Closed, Place};
use super::table::Shape;
use std::fmt;

/// A member of a family. It prints itself as a paper's parameter table does: `Gamma(shape 20.66, scale 6.643)`.
///
/// A family is one file with a struct that implements this, its line in [`super::Prior`] and its entry in
/// [`super::FAMILIES`]. Its public methods of the same names are taken over by [`public_methods`].
pub(crate) trait Distribution: fmt::Debug + fmt::Display {
    /// The name of the family, as case files spell it.
    fn family(&self) -> &'static str;

    /// The mean.
    fn mean(&self) -> f64;

    /// The standard deviation.
    fn sd(&self) -> f64;

    /// P(X ≤ x), for any x but NaN.
    fn cdf(&self, x: f64) -> f64;

    /// P(X > x) without cancellation, for any x but NaN.
    fn sf(&self, x: f64) -> f64;

    /// The smallest x with P(X ≤ x) ≥ p.
    fn quantile(&self, p: Probability) -> f64;

    /// The infimum and supremum of the possible values.
    fn support(&self) -> (f64, f64);

    /// The distribution of `factor` times the quantity; the factor is positive and finite.
    fn scaled(&self, factor: f64) -> Self
    where
        Self: Sized;

    /// How it is drawn.
    fn draw(&self) -> Draw;

    /// Whether single values have probabilities of their own.
    fn has_atoms(&self) -> bool {
        matches!(
            self.draw(),
            Draw::Closed(Closed::Constant(_) | Closed::Stairs(_))
        )
    }
}

/// How a distribution is drawn: its quantile function in the form that columns are computed with.
#[derive(Clone, Debug)]
pub(crate) enum Draw {
    /// By a formula, also where quantiles have kinks or jumps.
    Closed(Closed),
    /// From the table of a standard shape, moved to its place.
    Table(Shape, Place),
    /// From a table of its own, interpolated between exact quantiles.
    Refined(Box<Prior>),
}

/// The methods of [`Distribution`] that the struct has under the same names, as part of its public face.
macro_rules! public_methods {
    () => {
        fn mean(&self) -> f64 {
            Self::mean(self)
        }

        fn sd(&self) -> f64 {
            Self::sd(self)
        }

        fn cdf(&self, x: f64) -> f64 {
            Self::cdf(self, x)
        }

        fn sf(&self, x: f64) -> f64 {
            Self::sf(self, x)
        }

        fn quantile(&self, p: Probability) -> f64 {
            Self::quantile(self, p)
        }

        fn support(&self) -> (f64, f64) {
            Self::support(self)
        }
    };
}
pub(crate) use public_methods;
