//! Questions to a sample of a probabilistic sensitivity analysis, our own or brought from another program.
//!
//! A [`Psa`] holds inputs, and effects and costs (or net benefits) of each option, draw by draw; the model that made them is not
//! needed. `ANALYSES.md` describes every analysis with its estimator, cost, error and an example.
//!
//! Standard errors assume independent draws, except where blocks of consecutive draws are said to be used; those also hold for
//! draws with short memory, such as those of a Markov chain.

mod acceptability;
mod basis;
mod columns;
mod evppi;
mod features;
mod icers;
mod one_way;
mod plane;
mod psa;
mod regression;
mod smooth;
mod spread;
mod symmetric;

pub use acceptability::{Acceptability, AtThreshold, Threshold, acceptability};
pub use evppi::{EVPPI_DRAWS_MIN, Evppi, EvppiError, evppi, evppi_groups};
pub use icers::{IcerRow, IcerStatus, Strategy, icers, icers_of};
pub use one_way::{CURVE_POINTS, CurvePoint, OneWay, one_way};
pub use plane::{Ellipse, PlanePoints, Quadrants, ellipses, plane_points};
pub use psa::{Named, Part, Psa, PsaError};
pub use regression::{RANKED_DRAWS_MAX, Regression, RegressionRow, regression};
