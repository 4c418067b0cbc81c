//! Accumulate variance-based indices from two independent samples and mixtures of them.

use super::real;

/// Sums over draws of an outcome: f(A) and f(B) of independent draws A and B of all inputs, and f(AB) of draws A in which some
/// inputs are those of B.
///
/// The share of the variance that the inputs taken from B explain together (first order for one of them, *closed* for several)
/// is Cov(f(B), f(AB))/V, estimated as Σ(f(B) − m)(f(AB) − f(A))/(nV), whose error is small where the share is small (Saltelli
/// et al. 2010, Computer Physics Communications 181:259). The share that vanishes when all others are known (total) is
/// Σ(f(A) − f(AB))²/(2nV) (Jansen 1999, Computer Physics Communications 117:35). V and m are of both samples.
///
/// # Example
///
/// ```
/// use sroi::stats::PickFreeze;
///
/// // f(x, y) = 2x + y at the corners of a square; x is taken from B.
/// let a = [-3.0, -1.0, 1.0, 3.0];
/// let b = [3.0, 1.0, -1.0, -3.0];
/// let mixed = [1.0, 3.0, -3.0, -1.0];
/// let mut sums = PickFreeze::new(0.0, 1);
/// sums.update(&a, &b);
/// sums.update_mixed(0, &a, &b, &mixed);
/// assert_eq!((sums.variance(), sums.closed(0), sums.total(0)), (5.0, 1.6, 1.6));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct PickFreeze {
    /// Near the mean, so that squares keep their digits.
    pivot: f64,
    count: u64,
    sum: f64,
    squares: f64,
    mixed: Vec<Mixed>,
}

/// Sums of one mixture.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Mixed {
    /// Σ f(B)(f(AB) − f(A)).
    product: f64,
    /// Σ (f(AB) − f(A)).
    change: f64,
    /// Σ (f(AB) − f(A))².
    squares: f64,
}

impl PickFreeze {
    /// Sums of nothing, for so many mixtures. The pivot should be near the mean of the outcome.
    #[must_use]
    pub fn new(pivot: f64, mixtures: usize) -> Self {
        Self {
            pivot,
            count: 0,
            sum: 0.0,
            squares: 0.0,
            mixed: vec![Mixed::default(); mixtures],
        }
    }

    /// Takes the outcomes of both samples.
    pub fn update(&mut self, a: &[f64], b: &[f64]) {
        self.count += a.len() as u64;
        for x in a.iter().chain(b).map(|x| x - self.pivot) {
            self.sum += x;
            self.squares += x * x;
        }
    }

    /// Takes the outcomes of one mixture, of draws given to [`PickFreeze::update`] too.
    pub fn update_mixed(&mut self, mixture: usize, a: &[f64], b: &[f64], ab: &[f64]) {
        let sums = &mut self.mixed[mixture];
        for ((a, b), ab) in a.iter().zip(b).zip(ab) {
            let change = ab - a;
            sums.product += (b - self.pivot) * change;
            sums.change += change;
            sums.squares += change * change;
        }
    }

    /// Takes the sums of other draws.
    pub fn merge(&mut self, other: &Self) {
        self.count += other.count;
        self.sum += other.sum;
        self.squares += other.squares;
        for (mine, theirs) in self.mixed.iter_mut().zip(&other.mixed) {
            mine.product += theirs.product;
            mine.change += theirs.change;
            mine.squares += theirs.squares;
        }
    }

    /// The mean of the outcome.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.pivot + self.shift()
    }

    fn shift(&self) -> f64 {
        self.sum / (2.0 * real(self.count))
    }

    /// The variance of the outcome, divided by the number of draws.
    #[must_use]
    pub fn variance(&self) -> f64 {
        let shift = self.shift();
        let variance = self.squares / (2.0 * real(self.count)) - shift * shift;
        // Not `max`, which would hide what is not a number.
        if variance < 0.0 { 0.0 } else { variance }
    }

    /// The share of the variance that the inputs taken from B explain; not a number where nothing varies.
    #[must_use]
    pub fn closed(&self, mixture: usize) -> f64 {
        let sums = &self.mixed[mixture];
        (sums.product - self.shift() * sums.change) / (real(self.count) * self.variance())
    }

    /// The share of the variance that is left when all but the inputs taken from B are known.
    #[must_use]
    pub fn total(&self, mixture: usize) -> f64 {
        self.mixed[mixture].squares / (2.0 * real(self.count) * self.variance())
    }
}
