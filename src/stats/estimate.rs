//! Pair a number with its Monte Carlo standard error.

/// A number estimated from draws and its standard error; no number leaves this layer without one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// Its standard error over repetitions of the simulation: 0 if the value is exact, NaN if unknown.
    pub standard_error: f64,
}

impl Estimate {
    /// Neither the value nor its error is known: what comes of no draws at all.
    pub const UNKNOWN: Self = Self::new(f64::NAN, f64::NAN);

    /// An estimate with its standard error.
    #[must_use]
    pub const fn new(value: f64, standard_error: f64) -> Self {
        Self {
            value,
            standard_error,
        }
    }

    /// A value that was not estimated, for instance a published one: its standard error is 0.
    #[must_use]
    pub const fn exact(value: f64) -> Self {
        Self::new(value, 0.0)
    }
}
