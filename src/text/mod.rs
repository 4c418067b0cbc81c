//! Text with places: sources, spans, diagnostics and their rendering.
//!
//! Every later stage reports what is wrong as [`Diagnostic`] values that point into a [`Source`]; nothing here
//! knows what a case is.

mod diagnostic;
mod lang;
mod render;
mod source;
mod suggest;

pub use diagnostic::{Diagnostic, Diagnostics, Label, Severity};
pub use lang::Lang;
pub use render::{Colour, render};
pub use source::{Source, Span};
pub use suggest::{closest, listed};
