//! Carry a probability with both its tails exact.

/// A probability that knows which tail it measures, so that 1 − 10⁻²⁰ does not collapse to 1.
///
/// It holds the smaller tail. Values outside [0, 1] are clamped and NaN counts as 0.
///
/// # Example
///
/// ```
/// use sroi::dist::Probability;
/// assert_eq!(Probability::new(0.25), Probability::lower(0.25));
/// assert_eq!(Probability::new(0.75), Probability::upper(0.25));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Probability {
    /// The smaller tail, at most ½.
    tail: f64,
    /// Whether that is the upper tail.
    upper: bool,
}

impl Probability {
    /// The probability p of lying below.
    #[must_use]
    pub fn lower(p: f64) -> Self {
        Self::oriented(p, false)
    }

    /// The probability 1 − q, given the probability q of lying above.
    #[must_use]
    pub fn upper(q: f64) -> Self {
        Self::oriented(q, true)
    }

    /// The probability p of lying below; the same as [`Probability::lower`].
    #[must_use]
    pub fn new(p: f64) -> Self {
        Self::lower(p)
    }

    /// The probability of lying below, rounded to a double.
    #[must_use]
    pub fn value(self) -> f64 {
        if self.upper {
            1.0 - self.tail
        } else {
            self.tail
        }
    }

    /// The probability of lying above, rounded to a double.
    #[must_use]
    pub fn complement(self) -> f64 {
        if self.upper {
            self.tail
        } else {
            1.0 - self.tail
        }
    }

    /// The smaller tail, at most ½.
    #[must_use]
    pub fn tail(self) -> f64 {
        self.tail
    }

    /// Whether [`Probability::tail`] is the upper tail.
    #[must_use]
    pub fn is_upper(self) -> bool {
        self.upper
    }

    /// Whether it is not below another, compared in the tail where both are exact.
    pub(crate) fn is_at_least(self, other: Self) -> bool {
        match (self.upper, other.upper) {
            (false, false) => self.tail >= other.tail,
            (true, true) => self.tail <= other.tail,
            (upper, _) => upper,
        }
    }

    fn oriented(p: f64, upper: bool) -> Self {
        // The comparison sends NaN to 0.
        let p = if p > 0.0 { p.min(1.0) } else { 0.0 };
        if p > 0.5 {
            Self {
                tail: 1.0 - p,
                upper: !upper,
            }
        } else {
            Self {
                tail: p,
                upper: upper && p < 0.5,
            }
        }
    }
}
