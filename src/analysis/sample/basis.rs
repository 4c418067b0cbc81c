//! Smooth functions of one input.
//!
//! Cubic B-splines with knots at quantiles of the input, so that every stretch between knots holds as many draws. Roughness is the
//! integral of the squared second derivative, measured in each stretch in units of its length: otherwise the few long stretches in
//! the tail of a skewed input would be allowed no curvature at all. Straight lines cost nothing, and most models are straight in
//! most of their inputs.
//!
//! An input with few distinct values has a free mean at each of them.

use super::columns::add_gram;
use super::symmetric::{Diagonal, Square, diagonalise};
use crate::simd::{self, Kernel};

/// Most distinct values that have a mean each.
const LEVELS_MAX: usize = 7;

/// Further knots in either tail, where decisions often turn: at these quantiles, if so many draws lie beyond.
const TAILS: [f64; 2] = [0.002, 0.01];
const TAIL_DRAWS: f64 = 100.0;

/// B-splines that are not zero at a point.
const ORDER: usize = 4;

/// Rows whose basis is held at a time.
const ROWS: usize = 256;

/// Functions of one input that are orthonormal over its draws: first a constant, then a straight line, then ever rougher ones.
#[derive(Clone, Debug)]
pub(super) struct Spline {
    kind: Kind,
    /// Number of functions.
    functions: usize,
    /// Coefficients by B-spline (or level), then by function.
    table: Vec<f64>,
    /// Roughness of each function: 0 for the first two, 1 for the smoothest of the others.
    pub(super) penalties: Vec<f64>,
}

#[derive(Clone, Debug)]
enum Kind {
    /// Knots, the outer ones four times.
    Cubic(Vec<f64>),
    /// Distinct values, ascending.
    Levels(Vec<f64>),
}

impl Kind {
    fn width(&self) -> usize {
        match self {
            Self::Cubic(knots) => knots.len() - ORDER,
            Self::Levels(values) => values.len(),
        }
    }

    /// The first function that is not zero at `x`, and the values of this one and the next three.
    #[inline(always)]
    fn at(&self, x: f64) -> (usize, [f64; ORDER]) {
        match self {
            Self::Levels(values) => {
                let level = values.partition_point(|value| *value < x);
                (level.min(values.len() - 1), [1.0, 0.0, 0.0, 0.0])
            }
            Self::Cubic(knots) => {
                let inner = &knots[ORDER..knots.len() - ORDER];
                let first = inner.partition_point(|knot| *knot <= x);
                (first, cubic(&knots[first..], x))
            }
        }
    }
}

/// The four cubic B-splines between `knots[3]` and `knots[4]` (recurrence of Cox and de Boor).
#[inline(always)]
fn cubic(knots: &[f64], x: f64) -> [f64; ORDER] {
    let mut values = [0.0; ORDER];
    values[0] = 1.0;
    for degree in 1..ORDER {
        let mut saved = 0.0;
        for i in 0..degree {
            let (left, right) = (knots[ORDER - degree + i], knots[ORDER + i]);
            let share = values[i] / (right - left);
            values[i] = saved + (right - x) * share;
            saved = (x - left) * share;
        }
        values[degree] = saved;
    }
    values
}

impl Spline {
    /// The functions of an input with at most so many inner knots.
    pub(super) fn new(values: &[f64], knots: usize) -> Self {
        let mut sorted = values.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let kind = kind(&sorted, knots);
        let gram = gram(&kind, values);
        let width = kind.width();
        let (places, diagonal) = match &kind {
            Kind::Levels(levels) => {
                let diagonal = levels_diagonal(levels, &gram);
                (levels.clone(), diagonal)
            }
            Kind::Cubic(knots) => {
                let places = (0..width).map(|i| (knots[i + 1] + knots[i + 2] + knots[i + 3]) / 3.0);
                (
                    places.collect(),
                    diagonalise(gram.clone(), &roughness(knots)),
                )
            }
        };
        let functions = diagonal.rows.len();
        let mut rows = diagonal.rows;
        let line = straight(&places, &gram);
        for (row, known) in rows.iter_mut().zip([vec![1.0; width], line]) {
            *row = known;
        }
        let mut penalties = diagonal.penalties;
        penalties.iter_mut().take(2).for_each(|p| *p = 0.0);
        let least = penalties.iter().copied().find(|p| *p > 0.0);
        if let Some(least) = least {
            for penalty in &mut penalties {
                *penalty /= least;
            }
        }
        let table = (0..width).flat_map(|i| rows.iter().map(move |row| row[i]));
        Self {
            table: table.collect(),
            kind,
            functions,
            penalties,
        }
    }

    /// Number of functions, the constant included.
    pub(super) const fn functions(&self) -> usize {
        self.functions
    }

    /// The functions 1 to `count`, without the constant, as columns of `x.len()` numbers.
    pub(super) fn fill(&self, x: &[f64], count: usize, out: &mut [f64]) {
        match &self.kind {
            Kind::Cubic(_) => simd::wide(Fill {
                spline: self,
                x,
                count,
                out,
            }),
            Kind::Levels(_) => {
                for (row, &value) in x.iter().enumerate() {
                    let (level, _) = self.kind.at(value);
                    let known = &self.table[level * self.functions + 1..][..count];
                    for (function, known) in known.iter().enumerate() {
                        out[function * x.len() + row] = *known;
                    }
                }
            }
        }
    }
}

/// Values of the functions at many points.
struct Fill<'a> {
    spline: &'a Spline,
    x: &'a [f64],
    count: usize,
    out: &'a mut [f64],
}

impl Kernel for Fill<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let rows = self.x.len();
        let functions = self.spline.functions;
        let mut values = vec![0.0; self.count];
        for (row, &x) in self.x.iter().enumerate() {
            let (first, [a, b, c, d]) = self.spline.kind.at(x);
            let table = &self.spline.table[first * functions..];
            // The four B-splines that are not zero here, without the constant in front.
            let part = |i: usize| &table[i * functions + 1..][..self.count];
            let parts = part(0).iter().zip(part(1)).zip(part(2)).zip(part(3));
            for (value, (((p, q), r), s)) in values.iter_mut().zip(parts) {
                *value = a * p + b * q + c * r + d * s;
            }
            for (function, value) in values.iter().enumerate() {
                self.out[function * rows + row] = *value;
            }
        }
    }
}

/// What suits a sorted column.
fn kind(sorted: &[f64], knots: usize) -> Kind {
    let mut distinct = vec![sorted[0]];
    for &x in sorted {
        if distinct.last() != Some(&x) {
            distinct.push(x);
            if distinct.len() > 4 * knots + 2 * LEVELS_MAX {
                break;
            }
        }
    }
    if distinct.len() <= LEVELS_MAX {
        return Kind::Levels(distinct);
    }
    let knots = knots.min(distinct.len() - ORDER - 1).max(1);
    let (low, high) = (sorted[0], sorted[sorted.len() - 1]);
    let mut at: Vec<f64> = (1..=knots).map(|i| i as f64 / (knots + 1) as f64).collect();
    let known = |p: &&f64| **p * sorted.len() as f64 >= TAIL_DRAWS && **p * (knots as f64) < 1.0;
    for p in TAILS.iter().filter(known) {
        at.extend([*p, 1.0 - p]);
    }
    at.sort_unstable_by(f64::total_cmp);
    let mut inner: Vec<f64> = at
        .into_iter()
        .map(|p| quantile(sorted, p))
        .filter(|knot| *knot > low && *knot < high)
        .collect();
    inner.dedup();
    let mut all = vec![low; ORDER];
    all.extend(inner);
    all.extend([high; ORDER]);
    Kind::Cubic(all)
}

/// A quantile of a sorted column, linear between neighbours.
pub(super) fn quantile(sorted: &[f64], p: f64) -> f64 {
    let place = p * (sorted.len() - 1) as f64;
    let below = place.floor();
    let index = below as usize;
    let next = sorted[(index + 1).min(sorted.len() - 1)];
    sorted[index] + (place - below) * (next - sorted[index])
}

/// Mean products of the raw functions.
fn gram(kind: &Kind, values: &[f64]) -> Square {
    let width = kind.width();
    let mut sums = Square::zero(width);
    let mut columns = vec![0.0; width * ROWS];
    for block in values.chunks(ROWS) {
        let columns = &mut columns[..width * block.len()];
        columns.fill(0.0);
        for (row, &x) in block.iter().enumerate() {
            let (first, weights) = kind.at(x);
            for (i, weight) in weights.iter().enumerate().take(width - first) {
                columns[(first + i) * block.len() + row] = *weight;
            }
        }
        add_gram(columns, block.len(), &mut sums.entries);
    }
    let n = values.len() as f64;
    sums.entries.iter_mut().for_each(|sum| *sum /= n);
    sums.mirror();
    sums
}

/// The integral of the squared second derivative, in each stretch times the cube of its length.
fn roughness(knots: &[f64]) -> Square {
    let width = knots.len() - ORDER;
    // In units of the range, so that powers of lengths neither vanish nor grow beyond numbers.
    let (low, range) = (knots[0], knots[knots.len() - 1] - knots[0]);
    let knots: Vec<f64> = knots.iter().map(|knot| (knot - low) / range).collect();
    // Coefficients of the second derivative, which is linear between knots, in terms of those of the function.
    let slope = |i: usize| 3.0 / (knots[i + 3] - knots[i]);
    let bend = |i: usize| {
        let scale = 2.0 / (knots[i + 2] - knots[i]);
        [
            scale * slope(i - 1),
            -scale * (slope(i) + slope(i - 1)),
            scale * slope(i),
        ]
    };
    let mut penalty = Square::zero(width);
    for i in 2..width - 1 {
        let length = knots[i + 2] - knots[i + 1];
        let weight = length * length * length * length / 6.0;
        let (left, right) = (bend(i), bend(i + 1));
        // ∫ of a product of linear functions: h/6 times (2ll + lr + rl + 2rr).
        for (a, b, factor) in [(0, 0, 2.0), (0, 1, 1.0), (1, 0, 1.0), (1, 1, 2.0)] {
            let (x, y) = ([&left, &right][a], [&left, &right][b]);
            for (j, x) in x.iter().enumerate() {
                for (k, y) in y.iter().enumerate() {
                    *penalty.at(i - 2 + a + j, i - 2 + b + k) += factor * weight * x * y;
                }
            }
        }
    }
    penalty
}

/// The coefficients of the straight line through the origin of standardised values.
fn straight(places: &[f64], gram: &Square) -> Vec<f64> {
    let ones = vec![1.0; places.len()];
    let mean = gram.form(&ones, places);
    let centred: Vec<f64> = places.iter().map(|x| x - mean).collect();
    let sd = gram.form(&centred, &centred).sqrt();
    centred.into_iter().map(|x| x / sd).collect()
}

/// Orthonormal polynomials over distinct values: a constant, a line, … as many as there are values.
fn levels_diagonal(levels: &[f64], gram: &Square) -> Diagonal {
    let line = straight(levels, gram);
    let mut rows: Vec<Vec<f64>> = Vec::new();
    let mut power = vec![1.0; levels.len()];
    for _ in levels {
        let mut row = power.clone();
        // Twice, because one pass leaves rounding errors of the size of what is subtracted.
        for _ in 0..2 {
            for known in &rows {
                let share = gram.form(&row, known);
                row.iter_mut().zip(known).for_each(|(x, k)| *x -= share * k);
            }
        }
        let length = gram.form(&row, &row).sqrt();
        if length.is_nan() || length <= 1e-8 {
            break;
        }
        for x in &mut row {
            *x /= length;
        }
        power.iter_mut().zip(&line).for_each(|(x, l)| *x *= l);
        rows.push(row);
    }
    let penalties = vec![0.0; rows.len()];
    Diagonal { rows, penalties }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn skewed(n: u32) -> Vec<f64> {
        (1..=n)
            .map(|i| 1.0 / (f64::from(i * 7919 % n) + 0.5))
            .collect()
    }

    #[test]
    fn functions_are_orthonormal_and_begin_with_a_line() {
        let x = skewed(2003);
        let spline = Spline::new(&x, 20);
        let count = spline.functions() - 1;
        assert!(count > 15, "{count}");
        let mut columns = vec![0.0; count * x.len()];
        spline.fill(&x, count, &mut columns);
        let columns: Vec<&[f64]> = columns.chunks_exact(x.len()).collect();
        for (i, a) in columns.iter().enumerate() {
            assert!(a.iter().sum::<f64>().abs() < 1e-6 * x.len() as f64);
            for (j, b) in columns.iter().enumerate() {
                let product: f64 = a.iter().zip(*b).map(|(a, b)| a * b).sum();
                let expected = f64::from(u8::from(i == j));
                assert!(
                    (product / x.len() as f64 - expected).abs() < 1e-6,
                    "{i} {j}"
                );
            }
        }
        let slope = (columns[0][1] - columns[0][0]) / (x[1] - x[0]);
        for (x, y) in x.iter().zip(columns[0]) {
            assert!((y - columns[0][0] - slope * (x - skewed(2003)[0])).abs() < 1e-9);
        }
        assert!(spline.penalties.windows(2).all(|p| p[0] <= p[1]));
    }

    #[test]
    fn b_splines_add_up_to_one() {
        let kind = kind(&[0.0, 1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 21.0, 34.0, 55.0], 3);
        for x in [0.0, 0.3, 5.0, 20.9, 21.0, 54.9, 55.0] {
            let (_, values) = kind.at(x);
            assert!((values.iter().sum::<f64>() - 1.0).abs() < 1e-14, "{x}");
            assert!(values.iter().all(|value| *value >= 0.0), "{x}");
        }
    }

    #[test]
    fn few_values_have_a_mean_each() {
        let x: Vec<f64> = (0..60).map(|i| [2.0, 3.0, 7.0][i % 3]).collect();
        let spline = Spline::new(&x, 20);
        assert_eq!(spline.functions(), 3);
        assert_eq!(spline.penalties, [0.0; 3]);
    }
}
