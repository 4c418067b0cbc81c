//! The triangular distribution.

use super::check;
use super::distribution::{Distribution, Draw, public_methods};
use super::notation::number;
use super::parameters::{Parameters, PriorError};
use super::probability::Probability;
use super::sampler::{Closed, Triangle};
use std::fmt;

/// A quantity with bounds and a most likely value, `Triangular(min, mode, max)`.
///
/// Its spread is larger than that of a [`super::Pert`] with the same three values.
///
/// # Parameters
///
/// min ≤ mode ≤ max, min < max, in the unit of the quantity.
///
/// # Moments
///
/// mean = (min + mode + max)/3, sd = √((w² − r·f)/18) with w = max − min, r = mode − min, f = max − mode.
///
/// # Quantile
///
/// Closed form: min + √(u·w·r) up to the mode, max − √((1 − u)·w·f) beyond.
///
/// # Errors
///
/// min > mode, mode > max, min = max; numbers that are not finite.
///
/// # Example
///
/// ```
/// use sroi::dist::Triangular;
/// let effect = Triangular::new(0.1, 0.2, 0.3).unwrap();
/// assert!((effect.sd() - 0.040_824_829_046).abs() < 1e-12);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Triangular {
    min: f64,
    mode: f64,
    max: f64,
}

impl Triangular {
    /// The triangular distribution with these bounds and mode.
    ///
    /// # Errors
    ///
    /// Unless min ≤ mode ≤ max and min < max.
    pub fn new(min: f64, mode: f64, max: f64) -> Result<Self, PriorError> {
        check::ordered(min, mode, max)?;
        Ok(Self { min, mode, max })
    }

    pub(crate) fn build(parameters: &Parameters) -> Result<Self, PriorError> {
        let [min, mode, max] = ["min", "mode", "max"].map(|key| parameters.number(key));
        Self::new(min?, mode?, max?)
    }

    /// The lower bound.
    #[must_use]
    pub fn min(&self) -> f64 {
        self.min
    }

    /// The most likely value.
    #[must_use]
    pub fn mode(&self) -> f64 {
        self.mode
    }

    /// The upper bound.
    #[must_use]
    pub fn max(&self) -> f64 {
        self.max
    }

    /// Width, rise up to the mode and fall beyond it.
    fn spans(&self) -> (f64, f64, f64) {
        (
            self.max - self.min,
            self.mode - self.min,
            self.max - self.mode,
        )
    }

    /// The mean, (min + mode + max)/3.
    #[must_use]
    pub fn mean(&self) -> f64 {
        (self.min + self.mode + self.max) / 3.0
    }

    /// The standard deviation.
    #[must_use]
    pub fn sd(&self) -> f64 {
        let (width, rise, fall) = self.spans();
        ((width * width - rise * fall) / 18.0).sqrt()
    }

    /// P(X ≤ x).
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        if x > self.mode {
            1.0 - self.above(x)
        } else {
            self.below(x)
        }
    }

    /// P(X > x).
    #[must_use]
    pub fn sf(&self, x: f64) -> f64 {
        if x > self.mode {
            self.above(x)
        } else {
            1.0 - self.below(x)
        }
    }

    /// P(X ≤ x) for x up to the mode.
    fn below(&self, x: f64) -> f64 {
        let (width, rise, _) = self.spans();
        let x = x - self.min;
        if x <= 0.0 {
            0.0
        } else {
            x / width * (x / rise)
        }
    }

    /// P(X > x) for x beyond the mode.
    fn above(&self, x: f64) -> f64 {
        let (width, _, fall) = self.spans();
        let x = self.max - x;
        if x <= 0.0 {
            0.0
        } else {
            x / width * (x / fall)
        }
    }

    /// The x with P(X ≤ x) = p.
    #[must_use]
    pub fn quantile(&self, p: Probability) -> f64 {
        let (width, rise, fall) = self.spans();
        let from_below = if p.is_upper() {
            p.tail() * width > fall
        } else {
            p.tail() * width < rise
        };
        if from_below {
            (self.min + (p.value() * width * rise).sqrt()).min(self.mode)
        } else {
            (self.max - (p.complement() * width * fall).sqrt()).max(self.mode)
        }
    }

    /// (min, max).
    #[must_use]
    pub fn support(&self) -> (f64, f64) {
        (self.min, self.max)
    }
}

impl Distribution for Triangular {
    fn family(&self) -> &'static str {
        "triangular"
    }

    public_methods!();

    fn scaled(&self, factor: f64) -> Self {
        Self {
            min: self.min * factor,
            mode: self.mode * factor,
            max: self.max * factor,
        }
    }

    fn draw(&self) -> Draw {
        let (width, rise, fall) = self.spans();
        Draw::Closed(Closed::Triangular(Triangle {
            min: self.min,
            max: self.max,
            split: rise / width,
            rise: width * rise,
            fall: width * fall,
        }))
    }
}

impl fmt::Display for Triangular {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [min, mode, max] = [self.min, self.mode, self.max].map(number);
        write!(f, "Triangular({min}, {mode}, {max})")
    }
}
