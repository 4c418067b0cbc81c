//! Wrap the pure-Rust `libm` so that every platform computes the same bits.
//!
//! The transcendental functions of `std` call the C library of the machine, whose last bits differ between
//! systems. All of `sroi` calls these wrappers instead. Operations that IEEE 754 fixes to the last bit
//! (`sqrt`, `abs`, `floor`, `min`, `max`) stay with `std`.
//!
//! # Invariants
//!
//! No function here panics; what a function is not defined for gives NaN.

/// √(2π).
pub const SQRT_TAU: f64 = 2.506_628_274_631_000_7;

/// ½ ln(2π).
pub const HALF_LN_TAU: f64 = 0.918_938_533_204_672_8;

/// The exponential function e^x.
#[must_use]
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// e^x − 1, accurate for small x.
#[must_use]
pub fn exp_m1(x: f64) -> f64 {
    libm::expm1(x)
}

/// The natural logarithm; −∞ at 0, NaN below.
#[must_use]
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// ln(1 + x), accurate for small x.
#[must_use]
pub fn ln_1p(x: f64) -> f64 {
    libm::log1p(x)
}

/// The logarithm to base 10.
#[must_use]
pub fn log10(x: f64) -> f64 {
    libm::log10(x)
}

/// The logarithm to base 2.
#[must_use]
pub fn log2(x: f64) -> f64 {
    libm::log2(x)
}

/// x to the power y.
#[must_use]
pub fn pow(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}

/// The sine of x in radians.
#[must_use]
pub fn sin(x: f64) -> f64 {
    libm::sin(x)
}

/// The cosine of x in radians.
#[must_use]
pub fn cos(x: f64) -> f64 {
    libm::cos(x)
}

/// The arc sine in radians; NaN outside [−1, 1].
#[must_use]
pub fn asin(x: f64) -> f64 {
    libm::asin(x)
}

/// The error function.
#[must_use]
pub fn erf(x: f64) -> f64 {
    libm::erf(x)
}

/// The complementary error function 1 − erf(x), accurate in its tail.
#[must_use]
pub fn erfc(x: f64) -> f64 {
    libm::erfc(x)
}

/// The gamma function Γ(x).
#[must_use]
pub fn gamma(x: f64) -> f64 {
    libm::tgamma(x)
}

/// ln |Γ(x)|.
#[must_use]
pub fn lgamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// x·y + z with one rounding. Exact products are built with it; it is slow where the machine has no
/// such instruction, so it has no place in a loop over draws.
#[must_use]
pub fn fma(x: f64, y: f64, z: f64) -> f64 {
    libm::fma(x, y, z)
}
