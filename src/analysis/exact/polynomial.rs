//! Polynomials in the standardised inputs: sums of a number times a product of different Z = (X − mean)/sd.

use std::collections::{BTreeMap, BTreeSet};

use super::blocks::{Blocks, Place};

/// Most terms of an amount, so that a chain of many drawn shares, 2ⁿ terms, cannot fill the memory.
pub(super) const TERMS_MAX: usize = 4096;

/// Why two polynomials have no product of this form, or an expression none at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Collision {
    /// Of an input with itself.
    Power(usize),
    /// Of two inputs that depend on each other.
    Shared([usize; 2]),
    /// It would have too many terms.
    TooManyTerms,
}

/// A sum of terms: a product of inputs, in increasing order, and its coefficient, which is not 0.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Polynomial {
    terms: BTreeMap<Vec<usize>, f64>,
}

impl Polynomial {
    /// A number.
    pub(super) fn constant(value: f64) -> Self {
        let mut polynomial = Self::default();
        polynomial.add(Vec::new(), value);
        polynomial
    }

    /// A drawn input, mean + sd·Z.
    pub(super) fn input(input: usize, place: &Place) -> Self {
        let mut polynomial = Self::constant(place.mean);
        polynomial.add(vec![input], place.sd);
        polynomial
    }

    /// The terms with their coefficients, in a fixed order.
    pub(super) fn terms(&self) -> impl Iterator<Item = (&[usize], f64)> {
        self.terms.iter().map(|(inputs, c)| (inputs.as_slice(), *c))
    }

    /// The mean: the coefficient of the empty product.
    pub(super) fn mean(&self) -> f64 {
        self.terms.get(&[][..]).copied().unwrap_or(0.0)
    }

    /// Its value, when nothing that is drawn is left in it.
    pub(super) fn number(&self) -> Option<f64> {
        let constant = self.terms.keys().all(Vec::is_empty);
        constant.then(|| self.mean())
    }

    /// Whether all coefficients are numbers.
    pub(super) fn is_finite(&self) -> bool {
        self.terms.values().all(|c| c.is_finite())
    }

    /// The drawn inputs in it, in increasing order.
    pub(super) fn inputs(&self) -> BTreeSet<usize> {
        self.terms.keys().flatten().copied().collect()
    }

    /// Every coefficient changed.
    pub(super) fn map(&self, change: impl Fn(f64) -> f64) -> Self {
        let mut changed = Self::default();
        for (inputs, c) in &self.terms {
            changed.add(inputs.clone(), change(*c));
        }
        changed
    }

    /// The sum with `sign` times another.
    pub(super) fn plus(mut self, sign: f64, other: &Self) -> Result<Self, Collision> {
        for (inputs, c) in &other.terms {
            self.add(inputs.clone(), sign * c);
        }
        if self.terms.len() > TERMS_MAX {
            return Err(Collision::TooManyTerms);
        }
        Ok(self)
    }

    /// The product with another, with which it has no input and no block in common.
    pub(super) fn times(&self, other: &Self, blocks: &Blocks) -> Result<Self, Collision> {
        if let Some(factor) = other.number() {
            return Ok(self.map(|c| c * factor));
        }
        if let Some(factor) = self.number() {
            return Ok(other.map(|c| factor * c));
        }
        self.check_apart(other, blocks)?;
        if self.terms.len() * other.terms.len() > TERMS_MAX {
            return Err(Collision::TooManyTerms);
        }
        let mut product = Self::default();
        for (left, a) in &self.terms {
            for (right, b) in &other.terms {
                let mut inputs = [left.as_slice(), right].concat();
                inputs.sort_unstable();
                product.add(inputs, a * b);
            }
        }
        Ok(product)
    }

    fn check_apart(&self, other: &Self, blocks: &Blocks) -> Result<(), Collision> {
        let (left, right) = (self.inputs(), other.inputs());
        if let Some(&input) = left.intersection(&right).next() {
            return Err(Collision::Power(input));
        }
        for &a in &left {
            let mut others = right.iter();
            if let Some(&b) = others.find(|&&b| blocks.block_of(a) == blocks.block_of(b)) {
                return Err(Collision::Shared([a, b]));
            }
        }
        Ok(())
    }

    fn add(&mut self, inputs: Vec<usize>, c: f64) {
        let sum = self.terms.get(&inputs).copied().unwrap_or(0.0) + c;
        if sum == 0.0 {
            self.terms.remove(&inputs);
        } else {
            self.terms.insert(inputs, sum);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(input: usize, mean: f64, sd: f64) -> Polynomial {
        let place = Place {
            block: input,
            member: 0,
            mean,
            sd,
        };
        Polynomial::input(input, &place)
    }

    #[test]
    fn sums_cancel() {
        let (a, b) = (input(0, 3.0, 2.0), input(1, 5.0, 0.1));
        let sum = a.clone().plus(1.0, &b).unwrap();
        assert_eq!(sum.mean(), 8.0);
        assert_eq!(sum.number(), None);
        assert_eq!(sum.clone().plus(-1.0, &a).unwrap(), b);
        assert_eq!(sum.clone().plus(-1.0, &sum).unwrap().number(), Some(0.0));
        assert_eq!(sum.map(|c| 0.0 * c), Polynomial::default());
    }

    /// An input with mean 0 has one term.
    #[test]
    fn zeros_are_no_terms() {
        assert_eq!(input(0, 0.0, 2.0).terms().count(), 1);
        assert_eq!(Polynomial::constant(0.0).terms().count(), 0);
    }
}
