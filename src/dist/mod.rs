//! Describe uncertain quantities by priors, and draw from them by inversion.
//!
//! *Parameters* from a case file are built into a [`Prior`] by its [`Family`]; a prior tells its moments,
//! distribution function and quantiles, and hands out a [`Sampler`] that turns uniforms into draws. A [`Dirichlet`] is the
//! joint prior of several quantities.
//!
//! # Invariants
//!
//! - A constructed prior is valid: every method is defined, finite where it should be, and never panics.
//! - No generator is known here; x = Q(u) is a pure function of the prior and the uniform.
//! - Repeatable maths only ([`crate::math`]): the same bits on every machine.
//!
//! # References
//!
//! A. Briggs, K. Claxton, M. Sculpher (2006), Decision modelling for health economic evaluation, chapter 4.

#![allow(
    clippy::neg_cmp_op_on_partial_ord,
    reason = "the negated comparison is the one that NaN fails"
)]

mod beta;
mod beta_binomial;
mod binomial;
mod check;
mod counts;
mod curve;
mod dirichlet;
mod discrete;
mod distribution;
mod empirical;
mod family;
mod fixed;
mod gamma;
mod guide;
mod histogram;
mod integral;
mod linear;
mod log_logistic;
mod lognormal;
mod metalog;
mod mixture;
mod normal;
mod notation;
mod parameters;
mod partial;
mod pert;
mod poisson;
mod prior;
mod probability;
mod quantiles;
mod refined;
mod root;
mod sampler;
pub mod special;
mod stairs;
mod steps;
mod student_t;
mod table;
mod triangular;
mod truncated;
mod uniform;
pub mod varying;
mod weibull;

pub use beta::Beta;
pub use beta_binomial::BetaBinomial;
pub use binomial::Binomial;
pub use dirichlet::Dirichlet;
pub use discrete::Discrete;
pub use empirical::Empirical;
pub use family::{FAMILIES, Family, Kind, build};
pub use fixed::Fixed;
pub use gamma::Gamma;
pub use histogram::Histogram;
pub(crate) use integral::GAUSS;
pub use log_logistic::LogLogistic;
pub use lognormal::LogNormal;
pub use metalog::Metalog;
pub use mixture::Mixture;
pub use normal::Normal;
pub use parameters::{Parameters, PriorError, Value};
pub use pert::Pert;
pub use poisson::Poisson;
pub use prior::Prior;
pub use probability::Probability;
pub use quantiles::{INTERVAL_KEY, QUANTILE_KEYS};
pub(crate) use root::root;
pub use sampler::{Sampler, ScoreSampler, TableCache, normal_scores};
pub use student_t::StudentT;
pub use table::QuantileTable;
pub use triangular::Triangular;
pub use truncated::Truncated;
pub use uniform::Uniform;
pub use weibull::Weibull;
