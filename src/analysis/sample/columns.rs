//! Sums over columns that give the same bits with every instruction set.

use crate::simd::{self, Kernel};

/// Partial sums side by side; see `stats` for why sixteen.
const LANES: usize = 16;

/// Σ x·y.
pub(super) fn dot(x: &[f64], y: &[f64]) -> f64 {
    simd::widest(Dot(x, y))
}

struct Dot<'a>(&'a [f64], &'a [f64]);

impl Kernel for Dot<'_> {
    type Output = f64;

    #[inline(always)]
    fn run(self) -> f64 {
        product(self.0, self.1)
    }
}

#[inline(always)]
fn product(x: &[f64], y: &[f64]) -> f64 {
    let mut lanes = [0.0; LANES];
    let (x_blocks, x_rest) = x.as_chunks::<LANES>();
    let (y_blocks, y_rest) = y.as_chunks::<LANES>();
    for (x, y) in x_blocks.iter().zip(y_blocks) {
        for lane in 0..LANES {
            lanes[lane] += x[lane] * y[lane];
        }
    }
    for (lane, (x, y)) in x_rest.iter().zip(y_rest).enumerate() {
        lanes[lane] += x * y;
    }
    let mut width = LANES;
    while width > 1 {
        width /= 2;
        for lane in 0..width {
            lanes[lane] += lanes[lane + width];
        }
    }
    lanes[0]
}

/// Adds Σ xᵢ·yⱼ of all pairs to a matrix, row i and column j. Both are columns of `rows` numbers, one after the other.
pub(super) fn add_products(x: &[f64], y: &[f64], rows: usize, sums: &mut [f64]) {
    simd::widest(Products { x, y, rows, sums });
}

struct Products<'a> {
    x: &'a [f64],
    y: &'a [f64],
    rows: usize,
    sums: &'a mut [f64],
}

impl Kernel for Products<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let width = self.y.len() / self.rows;
        for (x, sums) in self
            .x
            .chunks_exact(self.rows)
            .zip(self.sums.chunks_exact_mut(width))
        {
            for (y, sum) in self.y.chunks_exact(self.rows).zip(sums) {
                *sum += product(x, y);
            }
        }
    }
}

/// Adds the lower triangle of Σ xᵢ·xⱼ.
pub(super) fn add_gram(x: &[f64], rows: usize, sums: &mut [f64]) {
    simd::widest(Gram { x, rows, sums });
}

struct Gram<'a> {
    x: &'a [f64],
    rows: usize,
    sums: &'a mut [f64],
}

impl Kernel for Gram<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let width = self.x.len() / self.rows;
        for (i, x) in self.x.chunks_exact(self.rows).enumerate() {
            let sums = &mut self.sums[i * width..=i * width + i];
            for (y, sum) in self.x.chunks_exact(self.rows).zip(sums) {
                *sum += product(x, y);
            }
        }
    }
}

/// Σ coefficientᵢ·xᵢ, a column from columns of `out.len()` numbers.
pub(super) fn combine(x: &[f64], coefficients: &[f64], out: &mut [f64]) {
    simd::widest(Combine {
        x,
        coefficients,
        out,
    });
}

struct Combine<'a> {
    x: &'a [f64],
    coefficients: &'a [f64],
    out: &'a mut [f64],
}

impl Kernel for Combine<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        self.out.fill(0.0);
        let rows = self.out.len();
        for (x, c) in self.x.chunks_exact(rows).zip(self.coefficients) {
            for (out, x) in self.out.iter_mut().zip(x) {
                *out += c * x;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_sums() {
        let x: Vec<f64> = (0..37).map(f64::from).collect();
        assert_eq!(dot(&x, &x), 16_206.0);
        let columns = [x.clone(), vec![1.0; 37]].concat();
        let mut gram = vec![0.0; 4];
        add_gram(&columns, 37, &mut gram);
        assert_eq!(gram, [16_206.0, 0.0, 666.0, 37.0]);
        let mut products = vec![0.0; 2];
        add_products(&columns, &x, 37, &mut products);
        assert_eq!(products, [16_206.0, 666.0]);
        let mut out = vec![0.0; 37];
        combine(&columns, &[2.0, 3.0], &mut out);
        assert_eq!(out[5], 13.0);
    }
}
