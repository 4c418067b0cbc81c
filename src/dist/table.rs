//! Tabulate quantile functions as short polynomials.
//!
//! The uniform u is folded to v = min(u, 1 − u). A segment is an octave of v (its exponent bits) cut into
//! 2^s equal parts (its top mantissa bits); the other mantissa bits are the local coordinate. Each segment
//! holds a polynomial of degree 5 that interpolates at the Chebyshev nodes. The same march builds tables
//! over normal scores z = Φ⁻¹(u) for Gaussian copulas, with equal steps of z.
//!
//! # Invariants
//!
//! - s starts at 4 and grows (to 8 at most) until the estimated |F(x) − u| is below 2e-11 everywhere.
//! - A table is a pure function of its shape: the same bits on every machine.
//! - Quantiles increase with u, except by less than that error across the border of two segments.
//! - Looking up clamps: no argument reads outside the table or gives NaN.

use super::curve::{Anchor, Curve, ORDER, Series, expand_both};
use super::special::{normal_cdf, normal_density};
use crate::math;
use std::fmt;

/// Octaves of v from ¼…½ down to 2⁻⁵³.
pub(crate) const OCTAVES: u16 = 52;
/// The smallest v that is tabulated: half the spacing of the uniforms.
pub(crate) const V_MIN: f64 = 1.110_223_024_625_156_5e-16;
/// The largest double below ½.
const V_MAX: f64 = 0.499_999_999_999_999_94;
/// Scores are tabulated between −8.5 and 8.5.
pub(crate) const Z_MAX: f64 = 8.5;
/// The largest score that is looked up: a hair inside, so that it belongs to the last segment.
pub(crate) const Z_TOP: f64 = 8.5 - 1.0 / 17_592_186_044_416.0;
/// 2⁵²: beyond it doubles are whole numbers.
const TO_WHOLE: f64 = 4_503_599_627_370_496.0;
/// Bits of the mantissa of a double.
const MANTISSA: u32 = 52;
/// The bits of 1.0.
const ONE: u64 = 1023 << MANTISSA;
/// Estimated error of the distribution function that makes the parts finer.
pub(crate) const TOLERANCE: f64 = 2e-11;

/// Coefficients of one segment in t in [−½, ½), lowest power first.
pub(crate) type Segment = [f64; 6];

/// A standard shape: one table serves all priors that differ from it in location and scale only.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Shape {
    /// The standard normal.
    Normal,
    /// The lognormal with median 1 and this standard deviation of the logarithm.
    LogNormal(f64),
    /// The gamma with this shape and unit scale.
    Gamma(f64),
    /// The beta with these parameters.
    Beta(f64, f64),
    /// Student's t with these degrees of freedom.
    Student(f64),
    /// The Weibull with this shape and unit scale.
    Weibull(f64),
    /// The log-logistic with this shape and median 1.
    LogLogistic(f64),
}

/// How a tail of a shape follows from a curve.
#[derive(Clone, Copy, Debug)]
enum Output {
    /// x.
    Same,
    /// −x.
    Mirrored,
    /// 1 − x.
    Complement,
    /// exp(σ·x).
    Exponential(f64),
    /// x to this power.
    Power(f64),
}

impl Shape {
    /// The lower and the upper tail.
    fn tails(self) -> [(Curve, Output); 2] {
        match self {
            Shape::Normal => [
                (Curve::Normal, Output::Same),
                (Curve::Normal, Output::Mirrored),
            ],
            Shape::LogNormal(sigma) => [
                (Curve::Normal, Output::Exponential(sigma)),
                (Curve::Normal, Output::Exponential(-sigma)),
            ],
            Shape::Gamma(a) => [
                (Curve::Gamma { a, upper: false }, Output::Same),
                (Curve::Gamma { a, upper: true }, Output::Same),
            ],
            Shape::Beta(a, b) => [
                (Curve::Beta { a, b }, Output::Same),
                (Curve::Beta { a: b, b: a }, Output::Complement),
            ],
            Shape::Student(df) => [
                (Curve::Student { df }, Output::Same),
                (Curve::Student { df }, Output::Mirrored),
            ],
            // A gamma of shape 1 is the exponential.
            Shape::Weibull(shape) => [false, true].map(|upper| {
                let output = Output::Power(1.0 / shape);
                (Curve::Gamma { a: 1.0, upper }, output)
            }),
            Shape::LogLogistic(shape) => [
                (Curve::Odds, Output::Power(1.0 / shape)),
                (Curve::Odds, Output::Power(-1.0 / shape)),
            ],
        }
    }
}

/// A tabulated quantile function x = Q(u) of a standard shape.
#[derive(Clone, PartialEq)]
pub struct QuantileTable {
    segments: Vec<Segment>,
    /// Segments of one tail.
    half: usize,
    /// Parts of an octave are 2 to this power.
    bits: u32,
    error: f64,
}

impl fmt::Debug for QuantileTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "QuantileTable({} segments, error {:e})",
            self.segments.len(),
            self.error
        )
    }
}

impl QuantileTable {
    /// Tabulates a shape.
    pub(crate) fn new(shape: Shape) -> Self {
        let mut bits = 4;
        loop {
            let table = Self::with_parts(shape, bits);
            if table.error < TOLERANCE || bits == 8 {
                return table;
            }
            bits += 1;
        }
    }

    fn with_parts(shape: Shape, bits: u32) -> Self {
        let parts = 1_usize << bits;
        let half = usize::from(OCTAVES) * parts;
        let mut segments = vec![[0.0; 6]; 2 * half];
        let mut error: f64 = 0.0;
        let tails = shape.tails();
        let outputs = tails.map(|(_, output)| output);
        let (lower, upper) = segments.split_at_mut(half);
        let mut guesses = [None; 2];
        let mut top = 0.5;
        for octaves in lower.rchunks_mut(parts).zip(upper.rchunks_mut(parts)) {
            let step = 0.5 * top / super::curve::small(parts);
            let starts = [0, 1].map(|tail| {
                let (curve, _) = tails[tail];
                (curve, curve.solve(top, guesses[tail]))
            });
            let mut marches = March::begin(starts, step, None);
            for (lower, upper) in octaves.0.iter_mut().zip(octaves.1).rev() {
                let series = March::next(&mut marches, outputs);
                for (segment, series) in [lower, upper].into_iter().zip(series) {
                    error = error.max(truncation(&series) * step);
                    *segment = economise(series);
                }
            }
            guesses = March::quantiles(&marches);
            top *= 0.5;
        }
        Self {
            segments,
            half,
            bits,
            error,
        }
    }

    /// x = Q(u); u is clamped to [2⁻⁵³, 1 − 2⁻⁵³] and NaN counts as the smallest.
    #[inline]
    #[must_use]
    pub fn at(&self, u: f64) -> f64 {
        let (cell, t) = self.locate(u);
        horner(&self.segments, cell, t)
    }

    /// Writes Q(u) for every u, up to the shorter of the two columns.
    #[inline(always)]
    pub(crate) fn fill(&self, us: &[f64], out: &mut [f64]) {
        fill_blocks(
            us,
            out,
            |u| self.locate(u),
            |cell, t| horner(&self.segments, cell, t),
        );
    }

    #[inline(always)]
    fn locate(&self, u: f64) -> (usize, f64) {
        locate_uniform(u, self.bits, self.half)
    }

    /// The estimated maximum of |F(Q(u)) − u| by truncation of the polynomials.
    #[must_use]
    pub fn error(&self) -> f64 {
        self.error
    }

    /// How many polynomials the table holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.segments.len()
    }

    /// Whether the table is empty, which it never is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }
}

/// The mantissa bits of a double.
const ONE_BELOW: u64 = (1 << MANTISSA) - 1;

/// The segment of u and the coordinate in it, where octaves have 2^`parts` parts and a tail has `half` segments.
#[inline(always)]
pub(crate) fn locate_uniform(u: f64, parts: u32, half: usize) -> (usize, f64) {
    let upper = u > 0.5;
    let v = if upper { 1.0 - u } else { u };
    let v = if v > V_MIN { v } else { V_MIN };
    let v = if v < V_MAX { v } else { V_MAX };
    let bits = v.to_bits();
    let base = (V_MIN.to_bits() >> MANTISSA) << parts;
    let part = (bits >> (MANTISSA - parts)) - base;
    let t = f64::from_bits((bits << parts) & (ONE_BELOW) | ONE) - 1.5;
    let offset = if upper { half } else { 0 };
    (index(part) + offset, t)
}

/// The segment of z and the coordinate in it, where a unit of z has `per_unit` segments.
#[inline(always)]
pub(crate) fn locate_score(z: f64, per_unit: f64) -> (usize, f64) {
    let z = if z > -Z_TOP { z } else { -Z_TOP };
    let z = if z < Z_TOP { z } else { Z_TOP };
    // Adding 2⁵² rounds to the nearest whole number, which then stands in the low bits.
    let place = (z + Z_MAX) * per_unit - 0.5;
    let rounded = place + TO_WHOLE;
    let t = place - (rounded - TO_WHOLE);
    (index(rounded.to_bits() & 0xFFFF), t)
}

/// A tabulated x = Q(Φ(z)) of a standard shape, for z in [−8.5, 8.5].
#[derive(Clone, PartialEq)]
pub(crate) struct ScoreTable {
    segments: Vec<Segment>,
    /// Segments of one unit of z.
    per_unit: f64,
    error: f64,
}

impl fmt::Debug for ScoreTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "ScoreTable({} segments, error {:e})",
            self.segments.len(),
            self.error
        )
    }
}

impl ScoreTable {
    /// Tabulates a shape over normal scores.
    pub(crate) fn new(shape: Shape) -> Self {
        let mut parts = 16;
        loop {
            let table = Self::with_parts(shape, parts);
            if table.error < TOLERANCE || parts == 256 {
                return table;
            }
            parts *= 2;
        }
    }

    fn with_parts(shape: Shape, parts: usize) -> Self {
        let half = 8 * parts + parts / 2;
        let per_unit = super::curve::small(parts);
        let step = 1.0 / per_unit;
        let mut segments = vec![[0.0; 6]; 2 * half];
        let mut error: f64 = 0.0;
        let (lower, upper) = segments.split_at_mut(half);
        // The upper tail is walked with z mirrored, so its segments and their coordinate are reversed.
        upper.reverse();
        let tails = shape.tails();
        let outputs = tails.map(|(_, output)| output);
        let mut guesses = [None; 2];
        let mut z = 0.0;
        for units in lower.rchunks_mut(parts).zip(upper.rchunks_mut(parts)) {
            let starts = [0, 1].map(|tail| {
                let (curve, _) = tails[tail];
                let mut anchor = curve.solve(normal_cdf(z), guesses[tail]);
                anchor.slope *= normal_density(z);
                (curve, anchor)
            });
            let mut marches = March::begin(starts, step, Some(z));
            for (lower, upper) in units.0.iter_mut().zip(units.1).rev() {
                let density = normal_density(marches[0].z());
                let series = March::next(&mut marches, outputs);
                for (segment, series) in [&mut *lower, &mut *upper].into_iter().zip(series) {
                    error = error.max(truncation(&series) * step * density);
                    *segment = economise(series);
                }
                for c in upper.iter_mut().skip(1).step_by(2) {
                    *c = -*c;
                }
            }
            guesses = March::quantiles(&marches);
            z -= 1.0;
        }
        segments[half..].reverse();
        Self {
            segments,
            per_unit,
            error,
        }
    }

    /// x = Q(Φ(z)); z is clamped to ±8.5 and NaN counts as the smallest.
    #[inline]
    pub(crate) fn at(&self, z: f64) -> f64 {
        let (cell, t) = self.locate(z);
        horner(&self.segments, cell, t)
    }

    /// Writes Q(Φ(z)) for every z, up to the shorter of the two columns.
    #[inline(always)]
    pub(crate) fn fill(&self, zs: &[f64], out: &mut [f64]) {
        fill_blocks(
            zs,
            out,
            |z| self.locate(z),
            |cell, t| horner(&self.segments, cell, t),
        );
    }

    #[inline(always)]
    fn locate(&self, z: f64) -> (usize, f64) {
        locate_score(z, self.per_unit)
    }
}

/// Values located at a time: their cells and coordinates stay in the first-level cache.
const BLOCK: usize = 64;

/// Locates a block of arguments, which becomes vector code, then looks them up. Apart, because a loop that does both is
/// not vectorised: measured, that is 1.4 times slower with SSE2 and twice as slow with AVX2.
#[inline(always)]
pub(crate) fn fill_blocks(
    arguments: &[f64],
    out: &mut [f64],
    locate: impl Fn(f64) -> (usize, f64),
    look_up: impl Fn(usize, f64) -> f64,
) {
    let mut cells = [0_usize; BLOCK];
    let mut ts = [0.0; BLOCK];
    for (arguments, out) in arguments.chunks(BLOCK).zip(out.chunks_mut(BLOCK)) {
        if let Some(arguments) = arguments.first_chunk::<BLOCK>() {
            for i in 0..BLOCK {
                (cells[i], ts[i]) = locate(arguments[i]);
            }
        } else {
            for (i, &argument) in arguments.iter().enumerate() {
                (cells[i], ts[i]) = locate(argument);
            }
        }
        for ((x, &cell), &t) in out.iter_mut().zip(&cells).zip(&ts) {
            *x = look_up(cell, t);
        }
    }
}

/// What stands in for a segment that does not exist.
const NO_SEGMENT: Segment = [0.0; 6];

#[inline(always)]
fn index(cell: u64) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "tables have fewer than 2¹⁶ segments"
    )]
    let cell = cell as usize;
    cell
}

/// The polynomial of a segment at t, even and odd powers apart so that they run side by side.
#[inline(always)]
pub(crate) fn horner(segments: &[Segment], cell: usize, t: f64) -> f64 {
    // A cell is always inside; a reference that cannot fail is cheaper than a copy that may.
    let [c0, c1, c2, c3, c4, c5] = segments.get(cell).unwrap_or(&NO_SEGMENT);
    let square = t * t;
    let even = c0 + square * (c2 + square * c4);
    let odd = c1 + square * (c3 + square * c5);
    even + t * odd
}

/// A walk along a curve, one segment at a time, each Taylor series carrying the state to the next. The two tails of a shape
/// are walked side by side.
struct March {
    curve: Curve,
    /// Whether the state is 1 − x, kept while that is the smaller.
    flipped: bool,
    x: f64,
    /// dx per segment.
    slope: f64,
    /// Step of z, when the walk is over normal scores.
    step: f64,
    z: Option<f64>,
}

impl March {
    /// Starts half a segment below the anchors, whose slopes are taken per unit of v or z.
    fn begin(starts: [(Curve, Anchor); 2], step: f64, z: Option<f64>) -> [Self; 2] {
        let mut marches = starts.map(|(curve, anchor)| Self::at(curve, anchor, step, z));
        let series = Self::expand(&marches);
        for (march, series) in marches.iter_mut().zip(&series) {
            march.shift(series, -0.5);
        }
        marches
    }

    /// Stands at the anchor.
    fn at(curve: Curve, anchor: Anchor, step: f64, z: Option<f64>) -> Self {
        let slope = anchor.slope * step;
        let mut march = Self {
            curve,
            flipped: false,
            x: anchor.x,
            slope,
            step,
            z,
        };
        if let Curve::Beta { a, b } = curve
            && anchor.y < anchor.x
        {
            march.curve = Curve::Beta { a: b, b: a };
            (march.flipped, march.x, march.slope) = (true, anchor.y, -slope);
        }
        march
    }

    /// The series of the outputs about the centres of the current segments; then one segment down.
    fn next(marches: &mut [Self; 2], outputs: [Output; 2]) -> [Series; 2] {
        let series = Self::expand(marches);
        [0, 1].map(|i| {
            let (march, series) = (&mut marches[i], series[i]);
            // Two complements cancel here rather than in rounding.
            let output = match (march.flipped, outputs[i]) {
                (false, output) => output,
                (true, Output::Complement) => Output::Same,
                (true, _) => Output::Complement,
            };
            march.shift(&series, -1.0);
            output.apply(series)
        })
    }

    /// The score at the centre of the current segment.
    fn z(&self) -> f64 {
        self.z.unwrap_or(0.0)
    }

    /// The quantiles half a segment back: where the next anchors are.
    fn quantiles(marches: &[Self; 2]) -> [Option<f64>; 2] {
        let series = Self::expand(marches);
        [0, 1].map(|i| {
            let x = series[i].iter().rev().fold(0.0, |sum, c| sum * 0.5 + c);
            (!marches[i].flipped).then_some(x)
        })
    }

    fn expand(marches: &[Self; 2]) -> [Series; 2] {
        let all = expand_both(
            marches.each_ref().map(|march| march.curve),
            marches.each_ref().map(|march| march.x),
            marches.each_ref().map(|march| march.slope),
            marches.each_ref().map(|march| Some((march.z?, march.step))),
        );
        [0, 1].map(|i| {
            let ended = !(marches[i].x > 0.0) && !marches[i].curve.is_signed();
            if ended { [0.0; ORDER] } else { all[i] }
        })
    }

    fn shift(&mut self, series: &Series, t: f64) {
        let (mut x, mut slope) = (0.0, 0.0);
        for c in series.iter().rev() {
            slope = slope * t + x;
            x = x * t + c;
        }
        (self.x, self.slope) = (x, slope);
        self.z = self.z.map(|z| z + t * self.step);
        if let Curve::Beta { a, b } = self.curve
            && x > 0.5
        {
            self.curve = Curve::Beta { a: b, b: a };
            (self.flipped, self.x, self.slope) = (!self.flipped, 1.0 - x, -slope);
        }
    }
}

fn complement(series: Series) -> Series {
    let mut result = series.map(|c| -c);
    result[0] += 1.0;
    result
}

impl Output {
    fn apply(self, series: Series) -> Series {
        match self {
            Output::Same => series,
            Output::Mirrored => series.map(|c| -c),
            Output::Complement => complement(series),
            Output::Exponential(sigma) => {
                let mut result = [0.0; ORDER];
                result[0] = math::exp(sigma * series[0]);
                for k in 1..ORDER {
                    let mut sum = 0.0;
                    for j in 1..=k {
                        sum += super::curve::small(j) * series[j] * result[k - j];
                    }
                    result[k] = sigma * sum / super::curve::small(k);
                }
                result
            }
            Output::Power(p) => power(&series, p),
        }
    }
}

/// The series to a power, for a positive first coefficient: y = x^p obeys x·y′ = p·x′·y.
fn power(series: &Series, p: f64) -> Series {
    let mut result = [0.0; ORDER];
    if !(series[0] > 0.0) {
        return result;
    }
    result[0] = math::pow(series[0], p);
    for k in 1..ORDER {
        let mut sum = 0.0;
        for j in 1..=k {
            let factor = p * super::curve::small(j) - super::curve::small(k - j);
            sum += factor * (series[j] / series[0]) * result[k - j];
        }
        result[k] = sum / super::curve::small(k);
    }
    result
}

/// What the coefficients beyond degree 5 leave on |t| ≤ ½ after [`economise`], per unit of dx/dt.
fn truncation(series: &Series) -> f64 {
    let rest = series[6].abs() / 2048.0 + series[7].abs() / 2048.0 + series[8].abs() / 1500.0;
    let error = rest / series[1].abs();
    if error.is_finite() { error } else { 0.0 }
}

/// The polynomial of degree 5 that equals the series at the zeros of T₆(2t).
///
/// There t⁶ = ⅜·t⁴ − 9/256·t² + 1/2048, which folds higher powers down exactly.
fn economise(mut series: Series) -> Segment {
    for k in (6..ORDER).rev() {
        let c = series[k];
        series[k - 2] += 0.375 * c;
        series[k - 4] -= 0.035_156_25 * c;
        series[k - 6] += c / 2048.0;
    }
    let [c0, c1, c2, c3, c4, c5, ..] = series;
    [c0, c1, c2, c3, c4, c5]
}
