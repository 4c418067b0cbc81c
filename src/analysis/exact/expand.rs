//! Formulas as polynomials in the standardised inputs. What is constant is computed by the calculator of the plan.

use std::fmt;

use super::blocks::Blocks;
use super::polynomial::{Collision, Polynomial};
use super::{NotExact, TERMS_MAX};
use crate::case::{BinaryOp, Function, UnaryOp};
use crate::model::{Formula, Model, Uncertainty, Variant};
use crate::plan::evaluate;

/// What a polynomial has not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// A divisor that is drawn.
    Divisor,
    /// A condition that a draw decides.
    Condition,
    /// A comparison or logical operation on what is drawn.
    Comparison(BinaryOp),
    /// A drawn base or exponent of a power whose exponent is not a whole number from 0.
    Exponent,
    /// A function of what is drawn.
    Function(Function),
    /// A logical negation of what is drawn.
    Negation,
    /// A ratio or another result of the case.
    Result,
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Divisor => write!(f, "it divides by what is drawn"),
            Self::Condition => write!(f, "what is drawn decides an `if`"),
            Self::Comparison(op) => write!(f, "it has `{}` on what is drawn", op.symbol()),
            Self::Exponent => write!(f, "it has a power of or by what is drawn"),
            Self::Function(function) => {
                write!(f, "it has `{}` of what is drawn", function.name())
            }
            Self::Negation => write!(f, "it has `not` before what is drawn"),
            Self::Result => write!(f, "it uses a result of the case"),
        }
    }
}

/// Why an expression is not of the form.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Refusal {
    Obstacle(Obstacle),
    Collision(Collision),
    NotFinite,
}

impl From<Collision> for Refusal {
    fn from(collision: Collision) -> Self {
        Self::Collision(collision)
    }
}

impl From<Obstacle> for Refusal {
    fn from(obstacle: Obstacle) -> Self {
        Self::Obstacle(obstacle)
    }
}

impl Refusal {
    /// The reason, of this line.
    pub(super) fn of_line(self, model: &Model, blocks: &Blocks, line: usize) -> NotExact {
        let line = model.lines[line].name.clone();
        let name = |input: usize| model.inputs[input].name.clone();
        match self {
            Self::Obstacle(obstacle) => NotExact::NotPolynomial { line, obstacle },
            Self::NotFinite => NotExact::NotFinite { line },
            Self::Collision(Collision::Power(input)) => NotExact::Power {
                line,
                input: name(input),
            },
            Self::Collision(Collision::TooManyTerms) => NotExact::TooManyTerms {
                line,
                most: TERMS_MAX,
            },
            Self::Collision(Collision::Shared(pair)) => NotExact::SharedBlock {
                line,
                block: blocks
                    .block_of(pair[0])
                    .map_or_else(String::new, |block| blocks.list[block].name.clone()),
                inputs: pair.map(name),
            },
        }
    }
}

type Expanded = Result<Polynomial, Refusal>;

/// The formulas of a variant, expanded.
pub(super) struct Expansion<'a> {
    model: &'a Model,
    variant: &'a Variant,
    blocks: &'a Blocks<'a>,
    /// Per derived quantity; one that is not of the form matters only where it is used.
    derived: Vec<Expanded>,
}

impl<'a> Expansion<'a> {
    /// Expands the derived quantities.
    pub(super) fn new(model: &'a Model, variant: &'a Variant, blocks: &'a Blocks<'a>) -> Self {
        let mut expansion = Self {
            model,
            variant,
            blocks,
            derived: vec![Err(Refusal::NotFinite); variant.derived.len()],
        };
        for &index in &model.derived_order {
            expansion.derived[index] = expansion.formula(&variant.derived[index]);
        }
        expansion
    }

    /// A line.
    pub(super) fn line(&self, index: usize) -> Expanded {
        let polynomial = self.formula(&self.model.lines[index].formula)?;
        if polynomial.is_finite() {
            Ok(polynomial)
        } else {
            Err(Refusal::NotFinite)
        }
    }

    fn formula(&self, formula: &Formula) -> Expanded {
        match formula {
            Formula::Constant(value) => Ok(Polynomial::constant(*value)),
            Formula::Input(index) => Ok(self.input(*index)),
            Formula::Derived(index) => self.derived[*index].clone(),
            Formula::Result(_) => Err(Obstacle::Result.into()),
            Formula::Unary(UnaryOp::Negate, operand) => Ok(self.formula(operand)?.map(|c| -c)),
            Formula::Unary(UnaryOp::Not, operand) => match self.formula(operand)?.number() {
                Some(x) => Ok(self.unary(x)),
                None => Err(Obstacle::Negation.into()),
            },
            Formula::Binary(op, left, right) => {
                self.binary(*op, &self.formula(left)?, &self.formula(right)?)
            }
            Formula::Call(function, arguments) => self.call(*function, arguments),
        }
    }

    fn input(&self, index: usize) -> Polynomial {
        match (&self.variant.uncertainties[index], self.blocks.place(index)) {
            (_, Some(place)) => Polynomial::input(index, place),
            (Uncertainty::Fixed(value), None) => Polynomial::constant(*value),
            // A prior without spread, or an input that reaches no line.
            (Uncertainty::Drawn(prior), None) => Polynomial::constant(prior.mean()),
        }
    }

    fn binary(&self, op: BinaryOp, left: &Polynomial, right: &Polynomial) -> Expanded {
        match op {
            BinaryOp::Add => Ok(left.clone().plus(1.0, right)?),
            BinaryOp::Subtract => Ok(left.clone().plus(-1.0, right)?),
            BinaryOp::Multiply => Ok(left.times(right, self.blocks)?),
            BinaryOp::Divide => match right.number() {
                Some(divisor) => Ok(left.map(|c| c / divisor)),
                None => Err(Obstacle::Divisor.into()),
            },
            _ => match (left.number(), right.number()) {
                (Some(x), Some(y)) => Ok(self.constants(op, x, y)),
                (None, Some(n)) if op == BinaryOp::Power => self.power(left, n),
                _ if op == BinaryOp::Power => Err(Obstacle::Exponent.into()),
                _ => Err(Obstacle::Comparison(op).into()),
            },
        }
    }

    /// A power of what is drawn: of this form for the exponents 0 and 1 only.
    fn power(&self, base: &Polynomial, exponent: f64) -> Expanded {
        if exponent == 0.0 {
            Ok(Polynomial::constant(1.0))
        } else if exponent == 1.0 {
            Ok(base.clone())
        } else if exponent > 0.0 && exponent.fract() == 0.0 {
            Ok(base.times(base, self.blocks)?)
        } else {
            Err(Obstacle::Exponent.into())
        }
    }

    fn call(&self, function: Function, arguments: &[Formula]) -> Expanded {
        if let (Function::If, [condition, then, otherwise]) = (function, arguments) {
            return match self.formula(condition)?.number() {
                Some(0.0) => self.formula(otherwise),
                Some(_) => self.formula(then),
                None => Err(Obstacle::Condition.into()),
            };
        }
        let mut numbers = Vec::new();
        for argument in arguments {
            let number = self.formula(argument)?.number();
            numbers.push(Formula::Constant(
                number.ok_or(Obstacle::Function(function))?,
            ));
        }
        Ok(self.computed(&Formula::Call(function, numbers)))
    }

    fn unary(&self, x: f64) -> Polynomial {
        let operand = Box::new(Formula::Constant(x));
        self.computed(&Formula::Unary(UnaryOp::Not, operand))
    }

    fn constants(&self, op: BinaryOp, x: f64, y: f64) -> Polynomial {
        let [x, y] = [x, y].map(|x| Box::new(Formula::Constant(x)));
        self.computed(&Formula::Binary(op, x, y))
    }

    /// The value of a formula without inputs.
    fn computed(&self, formula: &Formula) -> Polynomial {
        Polynomial::constant(evaluate(self.model, self.variant, &[], formula))
    }
}
