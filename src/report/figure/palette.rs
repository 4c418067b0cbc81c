//! Colours of Okabe and Ito, which the colour-blind tell apart, in pairs of a dark and a light one, which grey tells apart.

/// Benefits, all euros, break-even and beyond.
pub(super) const BLUE: &str = "#0072B2";
/// The same, as an area.
pub(super) const SKY: &str = "#A6D3EE";
/// Costs, and what falls short of break-even.
pub(super) const VERMILLION: &str = "#D55E00";
/// The same, as text: 5.3 to 1 on white.
pub(super) const RUST: &str = "#B34A00";
/// The low end of an input.
pub(super) const SAND: &str = "#F2C79B";
/// Text and axes.
pub(super) const INK: &str = "#222222";
/// Second text, reference lines.
pub(super) const GREY: &str = "#5F5F5F";
/// Grid lines.
pub(super) const PALE: &str = "#E3E3E3";
/// The ground.
pub(super) const PAPER: &str = "#FFFFFF";
