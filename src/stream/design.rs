//! Choose the uniforms of a run: random, Latin hypercube or scrambled Sobol' points, in replicates.
//!
//! Only the uniforms differ between designs; everything else is inversion of them. For Latin hypercubes and
//! Sobol' points the formula s/√n is wrong, so a run is cut into independent randomisations of equal size, and
//! their spread gives the standard error: with means mᵢ of R replicates it is √(Σ(mᵢ − m̄)²/(R(R − 1))), with R − 1 degrees
//! of freedom.
//!
//! Which draws belong to which replicate ([`Layout::replicate`], [`Layout::segments`]):
//! - **random**: one replicate; draws are independent.
//! - **lhs**: replicate r is draws r·n to (r + 1)·n − 1. A Latin hypercube exists for one n only, so a longer run is
//!   another run, and nothing is gained by mixing replicates.
//! - **sobol**: chunk c of 1024 draws belongs to replicate c mod R and holds its points ⌊c/R⌋·1024 onwards. So every
//!   replicate grows with the run: the first draws of a longer run are the draws of the shorter one. A
//!   chunk is 1024 points of one replicate, aligned in its sequence, so one base word and two tables of 32
//!   words give all of them, and statistics take whole chunks.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use super::key::Key;
use super::latin::Strata;
use super::permutation::ELEMENTS_MAX;
use super::sobol::{DIMENSIONS, INDEX_BITS, Sequence};
use crate::chunk::{CHUNK, locate};

const CHUNK_DRAWS: u64 = CHUNK as u64;

/// Most points of a replicate, in both designs that count them.
const POINTS_MAX: u64 = ELEMENTS_MAX;
const _: () = assert!(POINTS_MAX == 1 << INDEX_BITS);

/// Most replicates: beyond some dozens they make the error estimate no better and the estimate worse.
const REPLICATES_MAX: u32 = 1024;

/// How the uniforms of the inputs are chosen together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Design {
    /// Independent draws.
    #[default]
    Random,
    /// Latin hypercubes: each input has one draw in each of n strata.
    LatinHypercube,
    /// Sobol' sequences with nested uniform scrambling.
    Sobol,
}

impl Design {
    /// All designs, in the order of documentation.
    pub const ALL: [Self; 3] = [Self::Random, Self::LatinHypercube, Self::Sobol];

    /// The name in settings and manifests.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Random => "random",
            Self::LatinHypercube => "lhs",
            Self::Sobol => "sobol",
        }
    }
}

impl fmt::Display for Design {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Design {
    type Err = DesignError;

    fn from_str(name: &str) -> Result<Self, DesignError> {
        let found = Self::ALL.into_iter().find(|design| design.name() == name);
        found.ok_or_else(|| DesignError::Unknown(name.to_owned()))
    }
}

/// Why a run cannot have a design.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DesignError {
    /// No design has this name.
    #[error("there is no design `{0}`; designs are `random`, `lhs` and `sobol`")]
    Unknown(String),
    /// Random draws in several replicates, or none.
    #[error(
        "random draws need 1 replicate, not {0}: they are independent, so the standard error comes from the draws"
    )]
    NotReplicated(u32),
    /// One replicate has no spread; too many waste the design.
    #[error(
        "design `{design}` needs 2 to {REPLICATES_MAX} replicates, not {replicates}: their spread gives the standard error"
    )]
    Replicates {
        /// The design asked for.
        design: Design,
        /// The replicates asked for.
        replicates: u32,
    },
    /// Replicates would differ in size or be too small.
    #[error(
        "design `{design}` with {replicates} replicates takes a multiple of {step} draws, not {draws}; {}",
        nearest(*draws, *step)
    )]
    Draws {
        /// The design asked for.
        design: Design,
        /// The draws asked for.
        draws: u64,
        /// The replicates asked for.
        replicates: u32,
        /// Draws must be a positive multiple of this number.
        step: u64,
    },
    /// A replicate has one stratum, which is a random draw.
    #[error(
        "a Latin hypercube needs 2 points at least: {draws} draws make {replicates} replicates of one point"
    )]
    OnePoint {
        /// The draws asked for.
        draws: u64,
        /// The replicates asked for.
        replicates: u32,
    },
    /// A replicate has more points than the design can number.
    #[error(
        "design `{design}` has at most 2^40 points in a replicate, not {points}; take more replicates"
    )]
    Points {
        /// The design asked for.
        design: Design,
        /// The points of a replicate.
        points: u64,
    },
    /// More inputs than direction numbers.
    #[error(
        "design `sobol` has direction numbers for {DIMENSIONS} drawn inputs, the case has {0}; designs `random` and `lhs` have no limit"
    )]
    Dimensions(u32),
}

/// The two numbers of draws next to the one asked for.
fn nearest(draws: u64, step: u64) -> String {
    let below = draws / step * step;
    let above = below.checked_add(step);
    match (below, above) {
        (0, _) => format!("take {step}"),
        (below, None) => format!("take {below}"),
        (below, Some(above)) => format!("take {below} or {above}"),
    }
}

/// The design of a run, and which draws belong to which replicate.
///
/// # Example
///
/// ```
/// use sroi::stream::{Design, Layout};
///
/// let layout = Layout::new(Design::Sobol, 131_072, 16, 28)?;
/// assert_eq!(layout.points(), 8192);
/// assert_eq!(layout.replicate(5000), 4);
///
/// let error = Layout::new(Design::Sobol, 100_000, 16, 28).unwrap_err();
/// assert!(error.to_string().ends_with("take 98304 or 114688"));
/// # Ok::<(), sroi::stream::DesignError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    design: Design,
    draws: u64,
    replicates: u32,
    dimensions: u32,
}

impl Layout {
    /// Lays out a run for a model with so many drawn inputs.
    ///
    /// A Latin hypercube takes any number of draws that divides into replicates of 2 points or more. Sobol'
    /// points take whole chunks of 1024 in every replicate; powers of two are best: other sizes are unbiased and
    /// have honest errors, but converge like 1/n between the powers.
    ///
    /// # Errors
    ///
    /// If the design cannot have these numbers; the message says which numbers it can have.
    pub fn new(
        design: Design,
        draws: u64,
        replicates: u32,
        dimensions: u32,
    ) -> Result<Self, DesignError> {
        let layout = Self {
            design,
            draws,
            replicates,
            dimensions,
        };
        if design == Design::Random {
            return match replicates {
                1 => Ok(layout),
                _ => Err(DesignError::NotReplicated(replicates)),
            };
        }
        if !(2..=REPLICATES_MAX).contains(&replicates) {
            return Err(DesignError::Replicates { design, replicates });
        }
        let step = match design {
            Design::Sobol => u64::from(replicates) * CHUNK_DRAWS,
            _ => u64::from(replicates),
        };
        if draws == 0 || !draws.is_multiple_of(step) {
            return Err(DesignError::Draws {
                design,
                draws,
                replicates,
                step,
            });
        }
        let points = layout.points();
        if points < 2 {
            return Err(DesignError::OnePoint { draws, replicates });
        }
        if points > POINTS_MAX {
            return Err(DesignError::Points { design, points });
        }
        if design == Design::Sobol && dimensions > DIMENSIONS {
            return Err(DesignError::Dimensions(dimensions));
        }
        Ok(layout)
    }

    /// The design.
    #[must_use]
    pub const fn design(&self) -> Design {
        self.design
    }

    /// Draws of the run.
    #[must_use]
    pub const fn draws(&self) -> u64 {
        self.draws
    }

    /// Independent randomisations of the design.
    #[must_use]
    pub const fn replicates(&self) -> u32 {
        self.replicates
    }

    /// Whether a longer run begins with the draws of this one: a Latin hypercube exists for one number of points only.
    #[must_use]
    pub const fn grows(&self) -> bool {
        !matches!(self.design, Design::LatinHypercube)
    }

    /// Chunks after which all replicates have the same number of draws, so that a run may end there; `None` when it may not
    /// end early.
    #[must_use]
    pub const fn round(&self) -> Option<u64> {
        match self.design {
            Design::Random => Some(1),
            Design::LatinHypercube => None,
            Design::Sobol => Some(self.replicates as u64),
        }
    }

    /// Draws of each replicate.
    #[must_use]
    pub const fn points(&self) -> u64 {
        self.draws / self.replicates as u64
    }

    /// The replicate that a draw of the run belongs to.
    #[must_use]
    pub const fn replicate(&self, draw: u64) -> u32 {
        match self.design {
            Design::Random => 0,
            Design::LatinHypercube => (draw / self.points()) as u32,
            Design::Sobol => (locate(draw).0 % self.replicates as u64) as u32,
        }
    }

    /// The parts of a chunk that belong to one replicate each, in order: replicate and places in the chunk.
    ///
    /// Parts end where the run ends. Random and Sobol' chunks have one part.
    pub fn segments(&self, chunk: u64) -> impl Iterator<Item = (u32, Range<usize>)> + use<> {
        let layout = *self;
        let first = chunk.saturating_mul(CHUNK_DRAWS);
        let end = first.saturating_add(CHUNK_DRAWS).min(layout.draws);
        let mut next = first;
        std::iter::from_fn(move || {
            let start = next;
            if start >= end {
                return None;
            }
            let replicate = layout.replicate(start);
            next = match layout.design {
                Design::LatinHypercube => end.min((u64::from(replicate) + 1) * layout.points()),
                Design::Random | Design::Sobol => end,
            };
            Some((replicate, (start - first) as usize..(next - first) as usize))
        })
    }
}

/// The uniforms of one input in a run.
///
/// They depend on the design, the seed, the name of the input and the draw; for Latin hypercubes also on the
/// points of a replicate, for Sobol' points on the position of the input among the drawn ones and on the
/// number of replicates.
///
/// # Example
///
/// ```
/// use sroi::chunk::CHUNK;
/// use sroi::stream::{Design, Layout, Uniforms};
///
/// let layout = Layout::new(Design::Sobol, 65_536, 16, 2)?;
/// let uniforms = Uniforms::new(&layout, 1, "participants", 0);
/// let mut column = [0.0; CHUNK];
/// uniforms.fill(3, &mut column);
/// assert_eq!(column[5], uniforms.at(3 * 1024 + 5));
/// # Ok::<(), sroi::stream::DesignError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Uniforms(Source);

#[derive(Clone, Debug)]
enum Source {
    Random(Key),
    Latin {
        layout: Layout,
        jitter: Key,
        replicates: Vec<Strata>,
    },
    Sobol(Vec<Sequence>),
}

impl Uniforms {
    /// The uniforms of the input `name`, which is number `dimension` of the drawn inputs, counted from 0.
    ///
    /// Every replicate has a key of its own: that of the name with the design and the replicate appended.
    ///
    /// # Panics
    ///
    /// If the layout has no such dimension.
    #[must_use]
    pub fn new(layout: &Layout, seed: u64, name: &str, dimension: u32) -> Self {
        assert!(
            dimension < layout.dimensions,
            "dimension {dimension} of {}",
            layout.dimensions
        );
        // What is appended has the same length for all replicates, so different addresses stay different.
        let design = layout.design;
        let keys = (0..layout.replicates)
            .map(|replicate| Key::new(seed, &format!("{name}\0{design}\0{replicate:08x}")));
        Self(match design {
            Design::Random => Source::Random(Key::new(seed, name)),
            Design::LatinHypercube => Source::Latin {
                layout: *layout,
                jitter: Key::new(seed, name),
                replicates: keys.map(|key| Strata::new(key, layout.points())).collect(),
            },
            Design::Sobol => Source::Sobol(keys.map(|key| Sequence::new(key, dimension)).collect()),
        })
    }

    /// Fills `out` with the uniforms of one chunk.
    ///
    /// What lies beyond the last draw of the run is a valid uniform but belongs to no replicate.
    #[inline]
    pub fn fill(&self, chunk: u64, out: &mut [f64; CHUNK]) {
        match &self.0 {
            Source::Random(key) => key.uniforms(chunk, out),
            Source::Latin {
                layout,
                jitter,
                replicates,
            } => {
                jitter.uniforms(chunk, out);
                for (replicate, places) in layout.segments(chunk) {
                    let first = chunk * CHUNK_DRAWS + places.start as u64;
                    let point = first - u64::from(replicate) * layout.points();
                    replicates[replicate as usize].fill(point, &mut out[places]);
                }
            }
            Source::Sobol(replicates) => {
                let count = replicates.len() as u64;
                replicates[(chunk % count) as usize].fill(chunk / count, out);
            }
        }
    }

    /// The uniform of one draw: the same number as the entry of its chunk.
    #[must_use]
    pub fn at(&self, draw: u64) -> f64 {
        match &self.0 {
            Source::Random(key) => key.uniform(draw),
            Source::Latin {
                layout,
                jitter,
                replicates,
            } => {
                let uniform = jitter.uniform(draw);
                let replicate = (draw / layout.points()) as usize;
                match replicates.get(replicate) {
                    Some(strata) => strata.at(draw % layout.points(), uniform),
                    None => uniform,
                }
            }
            Source::Sobol(replicates) => {
                let (chunk, place) = locate(draw);
                let count = replicates.len() as u64;
                let point = chunk / count * CHUNK_DRAWS + place as u64;
                replicates[(chunk % count) as usize].at(point)
            }
        }
    }
}
