//! The operations of a program, on numbers and on columns of numbers.

use crate::dist::varying;
use crate::math;

/// An operation on one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are the meaning")]
pub enum UnaryOperation {
    Negate,
    Not,
    Abs,
    Sqrt,
    Exp,
    Ln,
    Log10,
    Floor,
    Ceil,
    Round,
}

/// An operation on two values. Comparisons give 1 or 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are the meaning")]
pub enum BinaryOperation {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
    Less,
    LessEqual,
    Equal,
    And,
    Or,
    Min,
    Max,
}

/// A draw by inversion of a uniform, with parameters that may differ between draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DrawOperation {
    /// A number of events: trials and probability.
    Binomial,
    /// A number of events: their mean; the other parameter is not looked at.
    Poisson,
    /// A positive mean: mean and standard deviation.
    Gamma,
    /// A mean of any sign: mean and standard deviation.
    Normal,
}

/// One step of a program: what is computed from which operands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Operation<T> {
    /// Of one operand.
    Unary(UnaryOperation, T),
    /// Of two operands.
    Binary(BinaryOperation, T, T),
    /// The second operand where the first is not 0, else the third.
    Select(T, T, T),
    /// Two parameters and the uniform that is inverted.
    Draw(DrawOperation, T, T, T),
}

impl UnaryOperation {
    /// The value of the operation.
    #[must_use]
    pub fn of(self, x: f64) -> f64 {
        match self {
            Self::Negate => -x,
            Self::Not => truth(x == 0.0),
            Self::Abs => x.abs(),
            Self::Sqrt => x.sqrt(),
            Self::Exp => math::exp(x),
            Self::Ln => math::ln(x),
            Self::Log10 => math::log10(x),
            Self::Floor => x.floor(),
            Self::Ceil => x.ceil(),
            Self::Round => x.round(),
        }
    }
}

impl BinaryOperation {
    /// The value of the operation.
    #[must_use]
    #[allow(clippy::float_cmp, reason = "`==` in a case means equality of numbers")]
    pub fn of(self, x: f64, y: f64) -> f64 {
        match self {
            Self::Add => x + y,
            Self::Subtract => x - y,
            Self::Multiply => x * y,
            Self::Divide => x / y,
            Self::Power => power(x, y),
            Self::Less => truth(x < y),
            Self::LessEqual => truth(x <= y),
            Self::Equal => truth(x == y),
            Self::And => and(x, y),
            Self::Or => or(x, y),
            Self::Min => smaller(x, y),
            Self::Max => larger(x, y),
        }
    }

    /// Whether the operands may change places.
    #[must_use]
    pub fn commutes(self) -> bool {
        matches!(
            self,
            Self::Add | Self::Multiply | Self::Equal | Self::And | Self::Or
        )
    }
}

impl DrawOperation {
    /// The value of the draw; not a number where the parameters mean nothing.
    #[must_use]
    pub fn of(self, a: f64, b: f64, uniform: f64) -> f64 {
        match self {
            Self::Binomial => varying::binomial(a, b, uniform),
            Self::Poisson => varying::poisson(a, uniform),
            Self::Gamma => varying::gamma(a, b, uniform),
            Self::Normal => varying::normal(a, b, uniform),
        }
    }
}

#[inline(always)]
pub(super) fn truth(condition: bool) -> f64 {
    if condition { 1.0 } else { 0.0 }
}

#[inline(always)]
pub(super) fn and(x: f64, y: f64) -> f64 {
    truth(x != 0.0 && y != 0.0)
}

#[inline(always)]
pub(super) fn or(x: f64, y: f64) -> f64 {
    truth(x != 0.0 || y != 0.0)
}

/// Whole powers by repeated squaring, others through the logarithm.
pub(super) fn power(x: f64, y: f64) -> f64 {
    if y.fract() != 0.0 || y.abs() > 64.0 {
        return math::pow(x, y);
    }
    let (mut rest, mut square, mut product) = (y.abs() as u32, x, 1.0);
    while rest > 0 {
        if rest & 1 == 1 {
            product *= square;
        }
        square *= square;
        rest >>= 1;
    }
    if y < 0.0 { 1.0 / product } else { product }
}

/// The smaller; not a number when one is not a number, so that a broken draw is never hidden.
#[inline(always)]
pub(super) fn smaller(x: f64, y: f64) -> f64 {
    if x.is_nan() || y.is_nan() {
        f64::NAN
    } else if y < x {
        y
    } else {
        x
    }
}

/// The larger, likewise.
#[inline(always)]
pub(super) fn larger(x: f64, y: f64) -> f64 {
    -smaller(-x, -y)
}
