//! A program over columns: one loop per operation over a chunk of draws.
//!
//! The first registers hold the drawn inputs; every further operation writes one register. Registers are reused once
//! their last reader is done, so that a chunk stays in the second-level cache.

use std::fmt;

use super::operation::{
    BinaryOperation, Operation, UnaryOperation, and, larger, or, power, smaller, truth,
};
use crate::chunk::CHUNK;
use crate::simd::{self, Kernel};

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Operand {
    /// The same in every draw.
    Constant(f64),
    /// A column.
    Register(usize),
}

/// One operation and the register it writes.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Step {
    target: usize,
    operation: Operation<Operand>,
}

/// A straight-line program.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    inputs: usize,
    registers: usize,
    steps: Vec<Step>,
}

/// The columns a program works in; one set per thread.
#[derive(Clone, Debug)]
pub struct Registers {
    columns: Vec<Vec<f64>>,
}

impl Registers {
    /// The column of a register.
    #[must_use]
    pub fn column(&self, register: usize) -> &[f64] {
        &self.columns[register]
    }

    /// The column of a register, to be filled.
    pub fn column_mut(&mut self, register: usize) -> &mut [f64] {
        &mut self.columns[register]
    }
}

impl Program {
    /// Lays out the operations in registers. `operations[k]` computes node `inputs + k`; operands that are registers
    /// name nodes. `kept` are nodes whose columns must survive; their registers are returned in the same order.
    #[must_use]
    pub fn lay_out(
        inputs: usize,
        operations: &[Operation<Operand>],
        kept: &[Operand],
    ) -> (Self, Vec<Operand>) {
        let last = last_uses(inputs, operations, kept);
        let mut register_of: Vec<usize> = (0..inputs).collect();
        let mut free: Vec<usize> = Vec::new();
        let mut registers = inputs;
        let mut steps = Vec::new();
        for (k, operation) in operations.iter().enumerate() {
            let node = inputs + k;
            let placed = operation.map(|operand| match operand {
                Operand::Register(source) => Operand::Register(register_of[source]),
                constant @ Operand::Constant(_) => constant,
            });
            let target = free.pop().unwrap_or_else(|| {
                registers += 1;
                registers - 1
            });
            register_of.push(target);
            steps.push(Step {
                target,
                operation: placed,
            });
            // Inputs keep their registers: they are wanted when draws are kept.
            let ended = |source: &usize| *source >= inputs && last[*source] == Some(node);
            let mut sources: Vec<usize> = operation.registers().filter(ended).collect();
            sources.sort_unstable();
            sources.dedup();
            free.extend(sources.into_iter().map(|source| register_of[source]));
        }
        let place = |operand: &Operand| match *operand {
            Operand::Register(node) => Operand::Register(register_of[node]),
            constant @ Operand::Constant(_) => constant,
        };
        let kept = kept.iter().map(place).collect();
        (
            Self {
                inputs,
                registers,
                steps,
            },
            kept,
        )
    }

    /// Columns for this program.
    #[must_use]
    pub fn registers(&self) -> Registers {
        Registers {
            columns: vec![vec![0.0; CHUNK]; self.registers],
        }
    }

    /// Number of operations.
    #[must_use]
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Whether nothing has to be computed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Computes all columns from the input columns.
    pub fn run(&self, registers: &mut Registers) {
        for step in &self.steps {
            // Taken out, so that the operands can be borrowed; a step never reads the register it writes.
            let mut target = std::mem::take(&mut registers.columns[step.target]);
            let columns = &registers.columns;
            let operation = step.operation;
            simd::widest(Compute {
                operation,
                columns,
                target: &mut target,
            });
            registers.columns[step.target] = target;
        }
    }
}

/// The node that reads each node last; kept nodes have no last reader.
fn last_uses(
    inputs: usize,
    operations: &[Operation<Operand>],
    kept: &[Operand],
) -> Vec<Option<usize>> {
    let mut last = vec![None; inputs + operations.len()];
    for (k, operation) in operations.iter().enumerate() {
        operation
            .registers()
            .for_each(|source| last[source] = Some(inputs + k));
    }
    for operand in kept {
        if let Operand::Register(node) = operand {
            last[*node] = None;
        }
    }
    last
}

impl Operation<Operand> {
    fn map(self, place: impl Fn(Operand) -> Operand) -> Self {
        match self {
            Self::Unary(op, a) => Self::Unary(op, place(a)),
            Self::Binary(op, a, b) => Self::Binary(op, place(a), place(b)),
            Self::Select(c, a, b) => Self::Select(place(c), place(a), place(b)),
            Self::Draw(op, a, b, u) => Self::Draw(op, place(a), place(b), place(u)),
        }
    }

    fn registers(self) -> impl Iterator<Item = usize> {
        let operands = match self {
            Self::Unary(_, a) => [Some(a), None, None],
            Self::Binary(_, a, b) => [Some(a), Some(b), None],
            Self::Select(a, b, c) | Self::Draw(_, a, b, c) => [Some(a), Some(b), Some(c)],
        };
        operands
            .into_iter()
            .flatten()
            .filter_map(|operand| match operand {
                Operand::Register(node) => Some(node),
                Operand::Constant(_) => None,
            })
    }
}

/// A column or a constant that reads like one.
#[derive(Clone, Copy)]
enum Source<'a> {
    Column(&'a [f64]),
    Constant(f64),
}

impl<'a> Source<'a> {
    fn of(operand: Operand, columns: &'a [Vec<f64>]) -> Self {
        match operand {
            Operand::Register(register) => Self::Column(&columns[register]),
            Operand::Constant(value) => Self::Constant(value),
        }
    }

    fn at(self, i: usize) -> f64 {
        match self {
            Self::Column(column) => column[i],
            Self::Constant(value) => value,
        }
    }
}

/// One operation over a chunk.
struct Compute<'a> {
    operation: Operation<Operand>,
    columns: &'a [Vec<f64>],
    target: &'a mut [f64],
}

impl Kernel for Compute<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        compute(self.operation, self.columns, self.target);
    }
}

#[inline(always)]
fn compute(operation: Operation<Operand>, columns: &[Vec<f64>], target: &mut [f64]) {
    match operation {
        Operation::Unary(op, a) => {
            let a = Source::of(a, columns);
            match op {
                UnaryOperation::Negate => unary(a, target, |x| -x),
                UnaryOperation::Abs => unary(a, target, f64::abs),
                UnaryOperation::Sqrt => unary(a, target, f64::sqrt),
                _ => unary(a, target, |x| op.of(x)),
            }
        }
        Operation::Binary(op, a, b) => {
            let (a, b) = (Source::of(a, columns), Source::of(b, columns));
            match op {
                BinaryOperation::Add => binary(a, b, target, |x, y| x + y),
                BinaryOperation::Subtract => binary(a, b, target, |x, y| x - y),
                BinaryOperation::Multiply => binary(a, b, target, |x, y| x * y),
                BinaryOperation::Divide => binary(a, b, target, |x, y| x / y),
                BinaryOperation::Less => binary(a, b, target, |x, y| truth(x < y)),
                BinaryOperation::LessEqual => binary(a, b, target, |x, y| truth(x <= y)),
                BinaryOperation::Equal => binary(a, b, target, |x, y| truth(x == y)),
                BinaryOperation::And => binary(a, b, target, and),
                BinaryOperation::Or => binary(a, b, target, or),
                BinaryOperation::Min => binary(a, b, target, smaller),
                BinaryOperation::Max => binary(a, b, target, larger),
                BinaryOperation::Power => binary(a, b, target, power),
            }
        }
        Operation::Select(condition, a, b) => {
            let [condition, a, b] = [condition, a, b].map(|operand| Source::of(operand, columns));
            select(condition, a, b, target);
        }
        Operation::Draw(op, a, b, uniform) => {
            let [a, b, uniform] = [a, b, uniform].map(|operand| Source::of(operand, columns));
            for (i, out) in target.iter_mut().enumerate() {
                *out = op.of(a.at(i), b.at(i), uniform.at(i));
            }
        }
    }
}

#[inline(always)]
fn unary(a: Source<'_>, target: &mut [f64], f: impl Fn(f64) -> f64) {
    match a {
        Source::Column(a) => target.iter_mut().zip(a).for_each(|(out, &x)| *out = f(x)),
        Source::Constant(x) => target.fill(f(x)),
    }
}

#[inline(always)]
fn binary(a: Source<'_>, b: Source<'_>, target: &mut [f64], f: impl Fn(f64, f64) -> f64) {
    match (a, b) {
        (Source::Column(a), Source::Column(b)) => {
            target
                .iter_mut()
                .zip(a.iter().zip(b))
                .for_each(|(out, (&x, &y))| *out = f(x, y));
        }
        (Source::Column(a), Source::Constant(y)) => target
            .iter_mut()
            .zip(a)
            .for_each(|(out, &x)| *out = f(x, y)),
        (Source::Constant(x), Source::Column(b)) => target
            .iter_mut()
            .zip(b)
            .for_each(|(out, &y)| *out = f(x, y)),
        (Source::Constant(x), Source::Constant(y)) => target.fill(f(x, y)),
    }
}

/// Loops of their own for columns and constants, as in [`binary`]: a `match` in the loop keeps it from being vector code.
#[inline(always)]
fn select(condition: Source<'_>, a: Source<'_>, b: Source<'_>, target: &mut [f64]) {
    let condition = match condition {
        Source::Column(condition) => condition,
        Source::Constant(condition) => {
            let chosen = if condition == 0.0 { b } else { a };
            unary(chosen, target, |x| x);
            return;
        }
    };
    let rows = target.iter_mut().zip(condition);
    let choose = |condition: f64, a: f64, b: f64| if condition == 0.0 { b } else { a };
    match (a, b) {
        (Source::Column(a), Source::Column(b)) => rows
            .zip(a.iter().zip(b))
            .for_each(|((out, &c), (&a, &b))| *out = choose(c, a, b)),
        (Source::Column(a), Source::Constant(b)) => rows
            .zip(a)
            .for_each(|((out, &c), &a)| *out = choose(c, a, b)),
        (Source::Constant(a), Source::Column(b)) => rows
            .zip(b)
            .for_each(|((out, &c), &b)| *out = choose(c, a, b)),
        (Source::Constant(a), Source::Constant(b)) => {
            rows.for_each(|(out, &c)| *out = choose(c, a, b));
        }
    }
}

impl fmt::Display for Operand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Constant(value) => write!(f, "{value}"),
            Self::Register(register) => write!(f, "r{register}"),
        }
    }
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "inputs r0..r{}", self.inputs)?;
        for Step { target, operation } in &self.steps {
            match operation {
                Operation::Unary(op, a) => writeln!(f, "r{target} = {op:?} {a}")?,
                Operation::Binary(op, a, b) => writeln!(f, "r{target} = {op:?} {a} {b}")?,
                Operation::Select(c, a, b) => writeln!(f, "r{target} = Select {c} {a} {b}")?,
                Operation::Draw(op, a, b, u) => writeln!(f, "r{target} = {op:?} {a} {b} {u}")?,
            }
        }
        Ok(())
    }
}
