//! Products of powers of base units.

use std::fmt;
use std::sync::Arc;

/// A product of powers of base units, times a scale: `kEUR/month` is 12 000 × EUR¹ year⁻¹.
///
/// Two units measure the same thing when their dimensions are equal; values are held in base units, so the scale
/// matters only where numbers enter and leave.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// Base units in order of name, without zero powers.
    factors: Vec<(Arc<str>, i32)>,
    scale: f64,
}

impl Unit {
    /// The unit of a plain number.
    #[must_use]
    pub fn one() -> Self {
        Self {
            factors: Vec::new(),
            scale: 1.0,
        }
    }

    /// A base unit.
    #[must_use]
    pub fn base(name: &str) -> Self {
        Self {
            factors: vec![(Arc::from(name), 1)],
            scale: 1.0,
        }
    }

    /// How many base units one of this unit is.
    #[must_use]
    pub fn scale(&self) -> f64 {
        self.scale
    }

    /// The same unit, `factor` times as large.
    #[must_use]
    pub fn scaled(mut self, factor: f64) -> Self {
        self.scale *= factor;
        self
    }

    /// The same dimension in base units.
    #[must_use]
    pub fn in_base_units(mut self) -> Self {
        self.scale = 1.0;
        self
    }

    /// Whether it is a plain number (percentages are).
    #[must_use]
    pub fn is_dimensionless(&self) -> bool {
        self.factors.is_empty()
    }

    /// Whether both measure the same thing, whatever their scale.
    #[must_use]
    pub fn same_dimension(&self, other: &Self) -> bool {
        self.factors == other.factors
    }

    /// The power of a base unit, 0 when it is absent.
    #[must_use]
    pub fn power_of(&self, base: &str) -> i32 {
        self.factors
            .iter()
            .find(|(name, _)| &**name == base)
            .map_or(0, |(_, power)| *power)
    }

    /// Its base units with their powers, none of which is 0, in order of name.
    pub fn factors(&self) -> impl Iterator<Item = (&str, i32)> {
        self.factors.iter().map(|(name, power)| (&**name, *power))
    }

    /// Product of units.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        let mut product = self.clone();
        for (name, power) in &other.factors {
            product.multiply_by_power(name, *power);
        }
        product.scale *= other.scale;
        product
    }

    /// Quotient of units.
    #[must_use]
    pub fn per(&self, other: &Self) -> Self {
        self.times(&other.to_power(-1))
    }

    /// Integer power of a unit. Powers beyond ±1000 saturate: no quantity has them.
    #[must_use]
    pub fn to_power(&self, power: i32) -> Self {
        let factors = if power == 0 {
            Vec::new()
        } else {
            let raise = |p: i32| p.saturating_mul(power).clamp(-1000, 1000);
            self.factors
                .iter()
                .map(|(name, p)| (name.clone(), raise(*p)))
                .collect()
        };
        Self {
            factors,
            scale: power_of_scale(self.scale, power),
        }
    }

    /// The square root, where every power is even.
    #[must_use]
    pub fn square_root(&self) -> Option<Self> {
        self.factors.iter().all(|(_, p)| p % 2 == 0).then(|| Self {
            factors: self
                .factors
                .iter()
                .map(|(name, p)| (name.clone(), p / 2))
                .collect(),
            scale: self.scale.sqrt(),
        })
    }

    fn multiply_by_power(&mut self, name: &Arc<str>, power: i32) {
        match self.factors.binary_search_by(|(n, _)| (**n).cmp(name)) {
            Ok(at) => {
                self.factors[at].1 = (self.factors[at].1 + power).clamp(-1000, 1000);
                if self.factors[at].1 == 0 {
                    self.factors.remove(at);
                }
            }
            Err(at) => self.factors.insert(at, (name.clone(), power)),
        }
    }
}

/// Integer power by repeated multiplication, the same bits everywhere.
fn power_of_scale(scale: f64, power: i32) -> f64 {
    let magnitude = (0..power.unsigned_abs()).fold(1.0, |product, _| product * scale);
    if power < 0 {
        1.0 / magnitude
    } else {
        magnitude
    }
}

/// `EUR/(team·year)`: dimension only, the notation that [`super::Registry::parse`] reads back.
impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let write = |factors: &[(&Arc<str>, i32)]| {
            let parts: Vec<String> = factors
                .iter()
                .map(|(name, power)| {
                    if *power == 1 {
                        name.to_string()
                    } else {
                        format!("{name}^{power}")
                    }
                })
                .collect();
            parts.join("·")
        };
        let above: Vec<_> = self
            .factors
            .iter()
            .filter(|(_, p)| *p > 0)
            .map(|(n, p)| (n, *p))
            .collect();
        let below: Vec<_> = self
            .factors
            .iter()
            .filter(|(_, p)| *p < 0)
            .map(|(n, p)| (n, -*p))
            .collect();
        let numerator = if above.is_empty() {
            "1".to_owned()
        } else {
            write(&above)
        };
        match below.len() {
            0 => f.write_str(&numerator),
            1 => write!(f, "{numerator}/{}", write(&below)),
            _ => write!(f, "{numerator}/({})", write(&below)),
        }
    }
}
