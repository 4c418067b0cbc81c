//! Add up a function of columns in sixteen fixed lanes.
//!
//! The compiler may not reorder floating-point sums, so the order is spelled out: element i goes to lane
//! i mod 16, and the lanes are added pairwise at the end. That order suits every vector width up to 512
//! bits, and its rounding error grows with n/16 instead of n. (With eight lanes the compiler unrolls the
//! loop over lanes before it looks for vectors: measured, that is half as fast.)

/// Partial sums side by side.
const LANES: usize = 16;

/// The sums of `K` terms over a column.
#[inline(always)]
pub(super) fn sums<const K: usize>(x: &[f64], terms: impl Fn(f64) -> [f64; K]) -> [f64; K] {
    let mut lanes = [[0.0; LANES]; K];
    let (blocks, rest) = x.as_chunks::<LANES>();
    for block in blocks {
        add(&mut lanes, |lane| terms(block[lane]));
    }
    for (lane, &x) in rest.iter().enumerate() {
        add_at(&mut lanes, lane, terms(x));
    }
    lanes.map(total)
}

/// The sums of `K` terms over two columns of equal length.
#[inline(always)]
pub(super) fn sums_of_pairs<const K: usize>(
    x: &[f64],
    y: &[f64],
    terms: impl Fn(f64, f64) -> [f64; K],
) -> [f64; K] {
    let mut lanes = [[0.0; LANES]; K];
    let (x_blocks, x_rest) = x.as_chunks::<LANES>();
    let (y_blocks, y_rest) = y.as_chunks::<LANES>();
    for (x, y) in x_blocks.iter().zip(y_blocks) {
        add(&mut lanes, |lane| terms(x[lane], y[lane]));
    }
    for (lane, (&x, &y)) in x_rest.iter().zip(y_rest).enumerate() {
        add_at(&mut lanes, lane, terms(x, y));
    }
    lanes.map(total)
}

/// The sums of `K` terms over `N` columns of equal length.
#[inline(always)]
pub(super) fn sums_of_columns<const N: usize, const K: usize>(
    columns: [&[f64]; N],
    terms: impl Fn([f64; N]) -> [f64; K],
) -> [f64; K] {
    let mut lanes = [[0.0; LANES]; K];
    let parts = columns.map(|column| column.as_chunks::<LANES>());
    let blocks = parts.map(|(blocks, _)| blocks);
    let count = blocks.iter().map(|blocks| blocks.len()).min().unwrap_or(0);
    for block in 0..count {
        let block = blocks.map(|blocks| &blocks[block]);
        add(&mut lanes, |lane| terms(block.map(|column| column[lane])));
    }
    let rests = parts.map(|(_, rest)| rest);
    let count = rests.iter().map(|rest| rest.len()).min().unwrap_or(0);
    for lane in 0..count {
        add_at(&mut lanes, lane, terms(rests.map(|rest| rest[lane])));
    }
    lanes.map(total)
}

/// Adds the terms of a block.
#[inline(always)]
fn add<const K: usize>(lanes: &mut [[f64; LANES]; K], terms: impl Fn(usize) -> [f64; K]) {
    for lane in 0..LANES {
        add_at(lanes, lane, terms(lane));
    }
}

/// Adds the terms of one element.
#[inline(always)]
fn add_at<const K: usize>(lanes: &mut [[f64; LANES]; K], lane: usize, terms: [f64; K]) {
    for (sums, term) in lanes.iter_mut().zip(terms) {
        sums[lane] += term;
    }
}

/// The sum of the lanes, pairwise.
#[inline(always)]
fn total(mut lanes: [f64; LANES]) -> f64 {
    let mut width = LANES;
    while width > 1 {
        width /= 2;
        for lane in 0..width {
            lanes[lane] += lanes[lane + width];
        }
    }
    lanes[0]
}
