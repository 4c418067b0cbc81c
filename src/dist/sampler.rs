//! Turn columns of uniforms, or of normal scores, into columns of draws.
//!
//! # Invariants
//!
//! A draw depends on its own uniform only: cutting a column anywhere changes nothing. Draws lie in the
//! support of their prior. The loops contain no fused operations, so every instruction set gives equal bits.

use super::prior::Prior;
use super::refined::{Axis, RefinedTable};
use super::stairs::{Ramps, Stairs};
use super::table::{QuantileTable, ScoreTable, Shape, Z_TOP};
use crate::simd::{self, Kernel};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Tables already built, shared between priors of equal standard shape.
#[derive(Clone, Debug, Default)]
pub struct TableCache {
    quantiles: BTreeMap<Key, Arc<QuantileTable>>,
    scores: BTreeMap<Key, Arc<ScoreTable>>,
    /// Distributions without a standard shape: found by equality, since there are few.
    refined: Vec<(Prior, Axis, Arc<RefinedTable>)>,
}

/// The family and the bits of the shape parameters.
type Key = (u8, u64, u64);

fn key(shape: Shape) -> Key {
    match shape {
        Shape::Normal => (0, 0, 0),
        Shape::LogNormal(sigma) => (1, sigma.to_bits(), 0),
        Shape::Gamma(a) => (2, a.to_bits(), 0),
        Shape::Beta(a, b) => (3, a.to_bits(), b.to_bits()),
        Shape::Student(df) => (4, df.to_bits(), 0),
        Shape::Weibull(shape) => (5, shape.to_bits(), 0),
        Shape::LogLogistic(shape) => (6, shape.to_bits(), 0),
    }
}

impl TableCache {
    /// An empty cache.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many tables it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.quantiles.len() + self.scores.len() + self.refined.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(crate) fn quantiles(&mut self, shape: Shape) -> Arc<QuantileTable> {
        let build = || Arc::new(QuantileTable::new(shape));
        Arc::clone(self.quantiles.entry(key(shape)).or_insert_with(build))
    }

    pub(crate) fn scores(&mut self, shape: Shape) -> Arc<ScoreTable> {
        let build = || Arc::new(ScoreTable::new(shape));
        Arc::clone(self.scores.entry(key(shape)).or_insert_with(build))
    }

    /// The table of a distribution without a standard shape, over uniforms or over normal scores.
    pub(crate) fn refined(&mut self, prior: &Prior, axis: Axis) -> Arc<RefinedTable> {
        let known = self.refined.iter();
        let mut equal = known.filter(|(known, over, _)| *over == axis && known == prior);
        if let Some((_, _, table)) = equal.next() {
            return Arc::clone(table);
        }
        let table = Arc::new(RefinedTable::new(prior, axis));
        self.refined.push((prior.clone(), axis, Arc::clone(&table)));
        table
    }
}

/// The place of a standard shape on the line: low ≤ shift + scale·x ≤ high.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Place {
    pub(crate) shift: f64,
    pub(crate) scale: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Place {
    /// The place of a table that holds the values themselves.
    fn within((low, high): (f64, f64)) -> Self {
        Self {
            shift: 0.0,
            scale: 1.0,
            low,
            high,
        }
    }

    #[inline(always)]
    fn put(self, x: f64) -> f64 {
        let x = self.shift + self.scale * x;
        let x = if x > self.low { x } else { self.low };
        if x < self.high { x } else { self.high }
    }

    #[inline(always)]
    fn put_all(self, column: &mut [f64]) {
        for x in column {
            *x = self.put(*x);
        }
    }
}

/// Looks a column up in a table and moves it to its place.
struct Lookup<'a, T> {
    table: &'a T,
    place: Place,
    arguments: &'a [f64],
    out: &'a mut [f64],
}

impl Kernel for Lookup<'_, QuantileTable> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        self.table.fill(self.arguments, self.out);
        self.place.put_all(self.out);
    }
}

impl Kernel for Lookup<'_, ScoreTable> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        self.table.fill(self.arguments, self.out);
        self.place.put_all(self.out);
    }
}

impl Kernel for Lookup<'_, RefinedTable> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        self.table.fill(self.arguments, self.out);
        self.place.put_all(self.out);
    }
}

/// Applies a closed form to a column.
struct Formula<'a> {
    closed: &'a Closed,
    us: &'a [f64],
    out: &'a mut [f64],
}

impl Kernel for Formula<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        match *self.closed {
            // Parameters in variables of their own let the loops become vector code.
            Closed::Uniform { min, max } => map(self.us, self.out, |u| between(min, max, unit(u))),
            Closed::Triangular(triangle) => map(self.us, self.out, |u| triangle.at(unit(u))),
            Closed::Stairs(ref stairs) => stairs.fill(self.us, self.out),
            Closed::Ramps(ref ramps) => ramps.fill(self.us, self.out),
            Closed::Constant(x) => self.out.fill(x),
        }
    }
}

/// A quantile function in closed form, for laws whose quantiles have kinks or jumps.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Closed {
    /// Always this value.
    Constant(f64),
    /// Between two ends.
    Uniform {
        /// The lower end.
        min: f64,
        /// The upper end.
        max: f64,
    },
    /// Two square roots that meet.
    Triangular(Triangle),
    /// Values, each with a jump.
    Stairs(Arc<Stairs>),
    /// Classes, straight in each.
    Ramps(Arc<Ramps>),
}

/// The quantile function of a triangular law: two square roots that meet at `split`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Triangle {
    /// The lower end.
    pub(crate) min: f64,
    /// The upper end.
    pub(crate) max: f64,
    /// The probability below the mode.
    pub(crate) split: f64,
    /// (max − min)·(mode − min).
    pub(crate) rise: f64,
    /// (max − min)·(max − mode).
    pub(crate) fall: f64,
}

impl Triangle {
    /// Computes both roots, so that the choice between them is no branch.
    #[inline(always)]
    fn at(self, u: f64) -> f64 {
        let low = self.min + (self.rise * u).sqrt();
        let high = self.max - (self.fall * (1.0 - u)).sqrt();
        if u < self.split { low } else { high }
    }
}

impl Closed {
    #[inline(always)]
    fn at(&self, u: f64) -> f64 {
        let u = unit(u);
        match *self {
            Closed::Constant(x) => x,
            Closed::Uniform { min, max } => between(min, max, u),
            Closed::Triangular(triangle) => triangle.at(u),
            Closed::Stairs(ref stairs) => stairs.at(u),
            Closed::Ramps(ref ramps) => ramps.at(u),
        }
    }

    fn fill(&self, us: &[f64], out: &mut [f64]) {
        match *self {
            Closed::Constant(x) => out.fill(x),
            Closed::Uniform { .. } | Closed::Triangular(_) => simd::widest(Formula {
                closed: self,
                us,
                out,
            }),
            Closed::Stairs(_) | Closed::Ramps(_) => simd::wide(Formula {
                closed: self,
                us,
                out,
            }),
        }
    }
}

/// Clamps to [0, 1]; NaN counts as the smallest.
#[inline(always)]
fn unit(u: f64) -> f64 {
    let u = if u > 0.0 { u } else { 0.0 };
    if u < 1.0 { u } else { 1.0 }
}

/// The weighted mean of two ends, which never leaves them.
#[inline(always)]
pub(crate) fn between(min: f64, max: f64, u: f64) -> f64 {
    let x = min + (max - min) * u;
    if x < max { x } else { max }
}

#[inline(always)]
fn map(inputs: &[f64], out: &mut [f64], f: impl Fn(f64) -> f64) {
    for (x, &input) in out.iter_mut().zip(inputs) {
        *x = f(input);
    }
}

/// What the simulation holds for one uncertain input: x = Q(u).
///
/// # Example
///
/// ```
/// use sroi::dist::{Normal, Prior, TableCache};
/// let prior = Prior::Normal(Normal::new(10.0, 2.0).unwrap());
/// let sampler = prior.sampler(&mut TableCache::new());
/// assert!((sampler.at(0.975) - 13.919_927_969).abs() < 1e-8);
/// ```
#[derive(Clone, Debug)]
pub struct Sampler(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Closed(Closed),
    Table(Arc<QuantileTable>, Place),
    Refined(Arc<RefinedTable>, Place),
}

impl Sampler {
    pub(crate) fn closed(closed: Closed) -> Self {
        Self(Kind::Closed(closed))
    }

    pub(crate) fn tabulated(table: Arc<QuantileTable>, place: Place) -> Self {
        Self(Kind::Table(table, place))
    }

    pub(crate) fn refined(table: Arc<RefinedTable>, support: (f64, f64)) -> Self {
        Self(Kind::Refined(table, Place::within(support)))
    }

    /// Fills `out` with Q(u), element by element, up to the shorter of the two.
    pub fn fill(&self, u: &[f64], out: &mut [f64]) {
        match &self.0 {
            Kind::Closed(closed) => closed.fill(u, out),
            Kind::Table(table, place) => {
                let place = *place;
                simd::wide(Lookup {
                    table: &**table,
                    place,
                    arguments: u,
                    out,
                });
            }
            Kind::Refined(table, place) => {
                let place = *place;
                simd::wide(Lookup {
                    table: &**table,
                    place,
                    arguments: u,
                    out,
                });
            }
        }
    }

    /// Q(u); u is clamped to [2⁻⁵³, 1 − 2⁻⁵³] in tables, to [0, 1] otherwise, and NaN counts as the smallest.
    #[must_use]
    pub fn at(&self, u: f64) -> f64 {
        match &self.0 {
            Kind::Closed(closed) => closed.at(u),
            Kind::Table(table, place) => place.put(table.at(u)),
            Kind::Refined(table, place) => place.put(table.at(u)),
        }
    }
}

/// The sampler of the standard normal, z = Φ⁻¹(u): the scores that a Gaussian copula correlates.
#[must_use]
pub fn normal_scores() -> Sampler {
    let place = Place::within((f64::NEG_INFINITY, f64::INFINITY));
    Sampler::tabulated(Arc::new(QuantileTable::new(Shape::Normal)), place)
}

/// Scores turned into uniforms at a time, for closed forms.
const BLOCK: usize = 256;

/// What the simulation holds for one correlated input: x = Q(Φ(z)).
#[derive(Clone, Debug)]
pub struct ScoreSampler(ScoreKind);

#[derive(Clone, Debug)]
enum ScoreKind {
    /// shift + scale·z.
    Linear {
        mean: f64,
        sd: f64,
    },
    /// A closed quantile of u = Φ(z), with Φ tabulated.
    Closed(Closed, Arc<ScoreTable>),
    Table(Arc<ScoreTable>, Place),
    Refined(Arc<RefinedTable>, Place),
}

impl ScoreSampler {
    pub(crate) fn linear(mean: f64, sd: f64) -> Self {
        Self(ScoreKind::Linear { mean, sd })
    }

    pub(crate) fn closed(closed: Closed, cache: &mut TableCache) -> Self {
        if let Closed::Constant(value) = closed {
            return Self::linear(value, 0.0);
        }
        // The beta with both parameters 1 is the uniform, whose table over scores is Φ itself.
        Self(ScoreKind::Closed(
            closed,
            cache.scores(Shape::Beta(1.0, 1.0)),
        ))
    }

    pub(crate) fn tabulated(table: Arc<ScoreTable>, place: Place) -> Self {
        Self(ScoreKind::Table(table, place))
    }

    pub(crate) fn refined(table: Arc<RefinedTable>, support: (f64, f64)) -> Self {
        Self(ScoreKind::Refined(table, Place::within(support)))
    }

    /// Fills `out` with Q(Φ(z)), element by element, up to the shorter of the two.
    pub fn fill(&self, z: &[f64], out: &mut [f64]) {
        match &self.0 {
            ScoreKind::Linear { mean, sd } => {
                let (mean, sd) = (*mean, *sd);
                map(z, out, |z| linear(mean, sd, z));
            }
            ScoreKind::Closed(closed, phi) => {
                let mut us = [0.0; BLOCK];
                for (z, out) in z.chunks(BLOCK).zip(out.chunks_mut(BLOCK)) {
                    simd::wide(Lookup {
                        table: &**phi,
                        place: Place::within((f64::NEG_INFINITY, f64::INFINITY)),
                        arguments: z,
                        out: &mut us,
                    });
                    closed.fill(&us[..z.len()], out);
                }
            }
            ScoreKind::Table(table, place) => {
                let place = *place;
                simd::wide(Lookup {
                    table: &**table,
                    place,
                    arguments: z,
                    out,
                });
            }
            ScoreKind::Refined(table, place) => {
                let place = *place;
                simd::wide(Lookup {
                    table: &**table,
                    place,
                    arguments: z,
                    out,
                });
            }
        }
    }

    /// Q(Φ(z)); z is clamped to [−8.5, 8.5] and NaN counts as the smallest.
    #[must_use]
    pub fn at(&self, z: f64) -> f64 {
        match &self.0 {
            ScoreKind::Linear { mean, sd } => linear(*mean, *sd, z),
            ScoreKind::Closed(closed, phi) => closed.at(phi.at(z)),
            ScoreKind::Table(table, place) => place.put(table.at(z)),
            ScoreKind::Refined(table, place) => place.put(table.at(z)),
        }
    }
}

#[inline]
fn linear(mean: f64, sd: f64, z: f64) -> f64 {
    let z = if z > -Z_TOP { z } else { -Z_TOP };
    let z = if z < Z_TOP { z } else { Z_TOP };
    mean + sd * z
}
