//! Units: their algebra, their names, their notation.
//!
//! A [`Unit`] is a product of powers of base units and a scale. Base units are the built-in ones and the counting
//! units that a case declares; a [`Registry`] knows their names and reads the notation `QALY/client/year`.

mod algebra;
mod notation;
mod registry;

pub use algebra::Unit;
pub use notation::UnitError;
pub use registry::{BUILT_IN, BuiltIn, Registry};
