//! Expressions as written: a tree with places, names unresolved.

use super::Spanned;
use crate::text::Span;

/// An expression and its place in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub span: Span,
}

impl Expr {
    /// The same expression with other names.
    #[must_use]
    pub fn renamed(&self, rename: &impl Fn(&str) -> String) -> Self {
        let boxed = |operand: &Self| Box::new(operand.renamed(rename));
        let kind = match &self.kind {
            ExprKind::Number { .. } => self.kind.clone(),
            ExprKind::Name(name) => ExprKind::Name(rename(name)),
            ExprKind::Unary { op, operand } => ExprKind::Unary {
                op: *op,
                operand: boxed(operand),
            },
            ExprKind::Binary { op, left, right } => ExprKind::Binary {
                op: *op,
                left: boxed(left),
                right: boxed(right),
            },
            ExprKind::Call {
                function,
                arguments,
            } => ExprKind::Call {
                function: *function,
                arguments: arguments.iter().map(|a| a.renamed(rename)).collect(),
            },
        };
        Self {
            kind,
            span: self.span,
        }
    }
}

/// The forms of an expression.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// `8` or `8[hour/day]` or `20%`.
    Number {
        /// The number, per cent already divided.
        value: f64,
        /// The unit in brackets.
        unit: Option<Spanned<String>>,
    },
    /// `clients` or `lines.client_wellbeing`.
    Name(String),
    /// `-x` or `not x`.
    Unary {
        /// The operator.
        op: UnaryOp,
        /// The operand.
        operand: Box<Expr>,
    },
    /// `a + b` and the like.
    Binary {
        /// The operator.
        op: BinaryOp,
        /// Left of it.
        left: Box<Expr>,
        /// Right of it.
        right: Box<Expr>,
    },
    /// `max(a, b)` or `if(c, a, b)`.
    Call {
        /// What is called.
        function: Function,
        /// Its arguments, as many as it takes.
        arguments: Vec<Expr>,
    },
}

/// Operators with one operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOp {
    /// Sign change.
    Negate,
    /// Logical negation.
    Not,
}

/// Operators with two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the meaning")]
pub enum BinaryOp {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Equal,
    NotEqual,
    And,
    Or,
}

impl BinaryOp {
    /// As it is written.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Power => "^",
            Self::Less => "<",
            Self::LessEqual => "<=",
            Self::Greater => ">",
            Self::GreaterEqual => ">=",
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::And => "and",
            Self::Or => "or",
        }
    }
}

/// The functions of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "`FUNCTIONS` describes each")]
pub enum Function {
    If,
    Abs,
    Min,
    Max,
    Sqrt,
    Exp,
    Ln,
    Log10,
    Floor,
    Ceil,
    Round,
}

/// A function of the language: one row of [`FUNCTIONS`].
#[derive(Clone, Copy, Debug)]
pub struct FunctionRow {
    /// As it is written.
    pub name: &'static str,
    /// What it is.
    pub function: Function,
    /// How many arguments it takes at least.
    pub least: usize,
    /// How many arguments it takes at most.
    pub most: usize,
    /// What it gives, for reference pages.
    pub meaning: &'static str,
}

const fn row(
    name: &'static str,
    function: Function,
    (least, most): (usize, usize),
    meaning: &'static str,
) -> FunctionRow {
    FunctionRow {
        name,
        function,
        least,
        most,
        meaning,
    }
}

/// Every function.
#[rustfmt::skip]
pub const FUNCTIONS: &[FunctionRow] = &[
    row("if", Function::If, (3, 3), "`if(condition, then, else)`; both branches have the same unit"),
    row("abs", Function::Abs, (1, 1), "the value without its sign"),
    row("min", Function::Min, (2, 99), "the least of its arguments, all of one unit"),
    row("max", Function::Max, (2, 99), "the greatest of its arguments, all of one unit"),
    row("sqrt", Function::Sqrt, (1, 1), "square root; the powers of the unit must be even"),
    row("exp", Function::Exp, (1, 1), "e to the power of a plain number"),
    row("ln", Function::Ln, (1, 1), "natural logarithm of a plain number"),
    row("log10", Function::Log10, (1, 1), "decimal logarithm of a plain number"),
    row("floor", Function::Floor, (1, 1), "rounded down to a whole number of its unit"),
    row("ceil", Function::Ceil, (1, 1), "rounded up to a whole number of its unit"),
    row("round", Function::Round, (1, 1), "rounded to the nearest whole number, halves away from zero"),
];

impl Function {
    /// As it is written.
    #[must_use]
    pub fn name(self) -> &'static str {
        FUNCTIONS
            .iter()
            .find(|row| row.function == self)
            .map_or("", |row| row.name)
    }
}
