//! Tabulate any quantile function by interpolation, as finely as each place needs.
//!
//! For distributions without a differential equation of their own: truncated ones, mixtures, metalogs. The cells are those
//! of [`super::table`]: octaves of v = min(u, 1 − u) in 16 parts, or sixteenths of a normal score. A cell holds a
//! polynomial of degree 5 through exact quantiles at the Chebyshev nodes. Where that misses the distribution function the
//! cell is divided in 16, and so on: towards a kink or a near-jump of the quantile function only the cells next to it are
//! divided, so the table stays small and nearly all lookups end at the first level.
//!
//! # Invariants
//!
//! - |F(Q(u)) − u| was checked at seven points of every polynomial: at most 2e-11, in the far tails 1e-5 of v or 1e-13.
//! - A cell narrower than that which still misses (a jump) holds one exact quantile, a value of the distribution.
//! - A table has at most some 8192 polynomials. Cells that would need more are looked up exactly, in microseconds: those of
//!   distribution functions with hundreds of kinks, or known to few digits. Others need up to 2500, and the bulk comes first.
//! - A table is a pure function of its distribution: the same bits on every machine.
//! - Looking up clamps: no argument reads outside the table or gives NaN.

use super::distribution::Distribution;
use super::prior::Prior;
use super::probability::Probability;
use super::special::normal_cdf;
use super::table::{
    OCTAVES, Segment, TOLERANCE, V_MIN, Z_MAX, fill_blocks, horner, locate_score, locate_uniform,
};
use std::fmt;

/// Parts of an octave, of a unit of z, and of a cell that is divided.
const PARTS: usize = 16;
/// The same as a number, and as a power of two.
const PARTS_F: f64 = 16.0;
const BITS: u32 = 4;
/// Cells of one tail over u.
const HALF: usize = OCTAVES as usize * PARTS;
/// Cells over z.
const SCORES: usize = 17 * PARTS;
/// Divisions after which cells are far narrower than the tolerance, or than doubles can tell apart.
const DEPTH_MAX: u32 = 12;
/// Polynomials after which nothing more is divided.
const SEGMENTS_MAX: usize = 1 << 13;
/// Chebyshev nodes of degree 6 on [−½, ½], and points between and beyond them where the fit is checked.
const NODES: [f64; 6] = [
    -0.482_962_913_144_534_15,
    -0.353_553_390_593_273_8,
    -0.129_409_522_551_260_37,
    0.129_409_522_551_260_37,
    0.353_553_390_593_273_8,
    0.482_962_913_144_534_15,
];
const CHECKS: [f64; 7] = [-0.5, 0.5, -0.433, 0.433, -0.25, 0.25, 0.003];

/// What the cells are parts of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Axis {
    /// Uniforms.
    Uniform,
    /// Normal scores.
    Score,
}

/// A tabulated quantile function x = Q(u) or x = Q(Φ(z)).
#[derive(Clone, PartialEq)]
pub(crate) struct RefinedTable {
    axis: Axis,
    segments: Vec<Segment>,
    /// Per segment: 0, or where the 16 parts stand that it was divided into, or [`EXACT`].
    links: Vec<u32>,
    /// For cells that are looked up exactly.
    prior: Prior,
}

/// Stands for the parts of a cell that has none and is looked up exactly.
const EXACT: u32 = u32::MAX;

impl fmt::Debug for RefinedTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RefinedTable({} segments)", self.segments.len())
    }
}

impl RefinedTable {
    /// Tabulates the distribution of a prior over an axis.
    pub(crate) fn new(prior: &Prior, axis: Axis) -> Self {
        let cells = match axis {
            Axis::Uniform => 2 * HALF,
            Axis::Score => SCORES,
        };
        let mut builder = Builder {
            distribution: prior.distribution(),
            axis,
            segments: vec![[0.0; 6]; cells],
            links: vec![0; cells],
        };
        let mut stretches: Vec<usize> = (0..cells).step_by(PARTS).collect();
        stretches.sort_by_key(|&first| match axis {
            Axis::Uniform => HALF - first % HALF,
            Axis::Score => (first + PARTS / 2).abs_diff(SCORES / 2),
        });
        for first in stretches {
            let whole = Span {
                origin: first,
                from: 0.0,
                width: 1.0,
                depth: 0,
            };
            let fit = builder.fit(whole, None);
            builder.divide(first, whole, 0, PARTS, fit);
        }
        Self {
            axis,
            segments: builder.segments,
            links: builder.links,
            prior: prior.clone(),
        }
    }

    /// x at u or z; clamped, and NaN counts as the smallest.
    #[inline]
    pub(crate) fn at(&self, argument: f64) -> f64 {
        let (cell, t) = self.locate(argument);
        self.descend(cell, t)
    }

    /// Writes x for every argument, up to the shorter of the two columns.
    #[inline(always)]
    pub(crate) fn fill(&self, arguments: &[f64], out: &mut [f64]) {
        let look_up = |cell, t| self.descend(cell, t);
        match self.axis {
            Axis::Uniform => {
                fill_blocks(arguments, out, |u| locate_uniform(u, BITS, HALF), look_up);
            }
            Axis::Score => fill_blocks(arguments, out, |z| locate_score(z, PARTS_F), look_up),
        }
    }

    #[inline(always)]
    fn locate(&self, argument: f64) -> (usize, f64) {
        match self.axis {
            Axis::Uniform => locate_uniform(argument, BITS, HALF),
            Axis::Score => locate_score(argument, PARTS_F),
        }
    }

    /// The polynomial at t of a cell, or of the part of a part of it where t lies.
    #[inline(always)]
    fn descend(&self, mut cell: usize, mut t: f64) -> f64 {
        let top = (cell, t);
        loop {
            let link = self.links.get(cell).copied().unwrap_or(0);
            if link == 0 {
                return horner(&self.segments, cell, t);
            }
            if link == EXACT {
                return self.exact(top.0, top.1);
            }
            let place = (t + 0.5) * PARTS_F;
            let part = whole(place);
            t = place - f64::from(part) - 0.5;
            cell = (link + part) as usize;
        }
    }
}

impl RefinedTable {
    /// The exact quantile at t of a cell of the first level.
    #[cold]
    fn exact(&self, cell: usize, t: f64) -> f64 {
        let place = (super::curve::small(cell % PARTS) + 0.5 + t) / PARTS_F;
        let p = probability(self.axis, cell - cell % PARTS, place);
        self.prior.quantile(p)
    }
}

/// The part of a divided cell that a place in [0, 16] belongs to.
#[inline(always)]
fn whole(place: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 16"
    )]
    let part = place as u32;
    part.min(15)
}

/// A stretch of an octave, of a unit of z, or of a cell: 16 parts that are being filled.
#[derive(Clone, Copy, Debug)]
struct Span {
    /// The first of the 16 cells of the first level that it belongs to.
    origin: usize,
    /// Where it begins, in parts of those 16 cells together.
    from: f64,
    /// How much of them it covers.
    width: f64,
    /// How often a cell has been divided.
    depth: u32,
}

impl Span {
    /// The place in [0, 1] of t in [−½, ½].
    fn at(self, t: f64) -> f64 {
        self.from + self.width * (0.5 + t)
    }

    /// `count` of its 16 parts from `first` on.
    fn part(self, first: usize, count: usize) -> Self {
        let step = self.width / PARTS_F;
        Self {
            from: self.from + step * super::curve::small(first),
            width: step * super::curve::small(count),
            ..self
        }
    }
}

struct Builder<'a> {
    distribution: &'a dyn Distribution,
    axis: Axis,
    segments: Vec<Segment>,
    links: Vec<u32>,
}

impl Builder<'_> {
    /// Fills the cells `start..start + count` of the 16 from `first` on, which together are `span`: with their common
    /// polynomial `fit` where that is good enough, otherwise half by half, and single cells by dividing them.
    fn divide(&mut self, first: usize, span: Span, start: usize, count: usize, fit: Segment) {
        let part = span.part(start, count);
        if self.holds(part, &fit) {
            for i in 0..count {
                self.segments[first + start + i] = shifted(&fit, i, count);
            }
            return;
        }
        if count > 1 {
            let half = count / 2;
            for begin in [start, start + half] {
                let piece = span.part(begin, half);
                let offset = if begin == start { -0.25 } else { 0.25 };
                let refit = self.fit(piece, Some((fit, offset, 0.5)));
                self.divide(first, span, begin, half, refit);
            }
            return;
        }
        let cell = first + start;
        let (low, high) = (self.probability(part, -0.5), self.probability(part, 0.5));
        let width = if low.is_upper() == high.is_upper() {
            (low.tail() - high.tail()).abs()
        } else {
            1.0 - low.tail() - high.tail()
        };
        let narrow = width <= tolerance(low.tail().max(high.tail()));
        if narrow || span.depth >= DEPTH_MAX {
            self.segments[cell] = constant(self.distribution.quantile(self.probability(part, 0.0)));
            return;
        }
        let children = self.segments.len();
        if children > SEGMENTS_MAX {
            self.links[cell] = EXACT;
            return;
        }
        self.links[cell] = u32::try_from(children).unwrap_or(0);
        self.segments.resize(children + PARTS, [0.0; 6]);
        self.links.resize(children + PARTS, 0);
        let inner = Span {
            depth: span.depth + 1,
            ..part
        };
        self.divide(children, inner, 0, PARTS, fit);
    }

    /// The probability at t of a span.
    fn probability(&self, span: Span, t: f64) -> Probability {
        probability(self.axis, span.origin, span.at(t))
    }

    /// Whether the distribution function meets the arguments all along a polynomial.
    fn holds(&self, span: Span, fit: &Segment) -> bool {
        CHECKS.iter().all(|&t| {
            let p = self.probability(span, t);
            let x = horner(std::slice::from_ref(fit), 0, t);
            let slack = tolerance(p.tail());
            let reached = |x: f64| {
                if p.is_upper() {
                    self.distribution.sf(x)
                } else {
                    self.distribution.cdf(x)
                }
            };
            // Beyond neighbouring doubles nothing can be told; a jump of F covers all that lies between.
            let near = (reached(x) - p.tail()).abs() <= slack;
            near || {
                let (a, b) = (reached(x.next_down()), reached(x.next_up()));
                a.min(b) - slack <= p.tail() && p.tail() <= a.max(b) + slack
            }
        })
    }

    /// The polynomial through the quantiles at the nodes.
    fn fit(&self, span: Span, guess: Option<(Segment, f64, f64)>) -> Segment {
        interpolate(NODES.map(|t| {
            let p = self.probability(span, t);
            let near = guess.and_then(|(fit, offset, scale)| {
                self.polished(&fit, offset + scale * t, p, span, scale)
            });
            near.unwrap_or_else(|| self.distribution.quantile(p))
        }))
    }

    /// The quantile by a few Newton steps from a polynomial that is nearly right, if they converge.
    fn polished(
        &self,
        fit: &Segment,
        t: f64,
        p: Probability,
        span: Span,
        scale: f64,
    ) -> Option<f64> {
        let mut x = horner(std::slice::from_ref(fit), 0, t);
        let slope = derivative(fit, t);
        let wide = Span {
            width: span.width / scale,
            ..span
        };
        let speed = self.speed(wide, p);
        for _ in 0..4 {
            let miss = if p.is_upper() {
                p.tail() - self.distribution.sf(x)
            } else {
                self.distribution.cdf(x) - p.tail()
            };
            // dx/dv, with v the probability below.
            let step = miss * slope / speed;
            if !step.is_finite() {
                return None;
            }
            x -= step;
            if miss.abs() <= 1e-3 * tolerance(p.tail()) {
                return Some(x);
            }
        }
        None
    }

    /// How much the probability below changes per unit of t.
    fn speed(&self, span: Span, p: Probability) -> f64 {
        match self.axis {
            Axis::Uniform => {
                let sign = if span.origin >= HALF { -1.0 } else { 1.0 };
                sign * octave(span.origin) * span.width
            }
            Axis::Score => {
                let z = super::special::normal_quantile(p.tail());
                super::special::normal_density(z) * span.width
            }
        }
    }
}

/// The probability at a place in [0, 1] of the 16 cells from `origin` on.
fn probability(axis: Axis, origin: usize, place: f64) -> Probability {
    match axis {
        Axis::Uniform => {
            let v = octave(origin) * (1.0 + place);
            if origin >= HALF {
                Probability::upper(v)
            } else {
                Probability::lower(v)
            }
        }
        Axis::Score => {
            let z = super::curve::small(origin / PARTS) + place - Z_MAX;
            if z > 0.0 {
                Probability::upper(normal_cdf(-z))
            } else {
                Probability::lower(normal_cdf(z))
            }
        }
    }
}

/// Where the octave of a cell begins.
fn octave(cell: usize) -> f64 {
    let exponent = (V_MIN.to_bits() >> 52) + ((cell % HALF) / PARTS) as u64;
    f64::from_bits(exponent << 52)
}

/// How far from the argument the distribution function may be: in far tails in proportion, but no finer than the rounding
/// of distribution functions that are differences of others.
fn tolerance(tail: f64) -> f64 {
    (1e-5 * tail).clamp(1e-13, TOLERANCE)
}

fn constant(x: f64) -> Segment {
    [x, 0.0, 0.0, 0.0, 0.0, 0.0]
}

fn derivative([_, c1, c2, c3, c4, c5]: &Segment, t: f64) -> f64 {
    c1 + t * (2.0 * c2 + t * (3.0 * c3 + t * (4.0 * c4 + t * 5.0 * c5)))
}

/// The polynomial of degree 5 through the values at the nodes.
fn interpolate(values: [f64; 6]) -> Segment {
    let middle = values[2];
    let f = values.map(|value| value - middle);
    if f.iter().all(|difference| *difference == 0.0) {
        return constant(middle);
    }
    // Chebyshev coefficients in s = 2t, from sums and differences of mirrored nodes.
    let [c1, c3, c5] = [
        0.965_925_826_289_068_3,
        std::f64::consts::FRAC_1_SQRT_2,
        0.258_819_045_102_520_74,
    ];
    let (even, odd) = (
        [f[5] + f[0], f[4] + f[1], f[3] + f[2]],
        [f[5] - f[0], f[4] - f[1], f[3] - f[2]],
    );
    let third = 1.0 / 3.0;
    let a0 = (even[0] + even[1] + even[2]) / 6.0;
    let a1 = third * (c1 * odd[0] + c3 * odd[1] + c5 * odd[2]);
    let a2 = third * (0.866_025_403_784_438_6 * (even[0] - even[2]));
    let a3 = third * (c3 * (odd[0] - odd[1] - odd[2]));
    let a4 = third * (0.5 * (even[0] + even[2]) - even[1]);
    let a5 = third * (c5 * odd[0] - c3 * odd[1] + c1 * odd[2]);
    // Powers of t.
    [
        middle + (a0 - a2 + a4),
        2.0 * (a1 - 3.0 * a3 + 5.0 * a5),
        4.0 * (2.0 * a2 - 8.0 * a4),
        8.0 * (4.0 * a3 - 20.0 * a5),
        16.0 * (8.0 * a4),
        32.0 * (16.0 * a5),
    ]
}

/// Part `index` of `count` equal parts of a polynomial, as one of its own.
fn shifted(fit: &Segment, index: usize, count: usize) -> Segment {
    if count == 1 {
        return *fit;
    }
    let scale = 1.0 / super::curve::small(count);
    let centre = (super::curve::small(index) + 0.5) * scale - 0.5;
    let mut c = *fit;
    // Taylor coefficients about the centre by repeated synthetic division.
    for low in 0..5 {
        for k in (low..5).rev() {
            c[k] += centre * c[k + 1];
        }
    }
    let mut power = 1.0;
    for value in &mut c {
        *value *= power;
        power *= scale;
    }
    c
}
