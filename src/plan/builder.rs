//! Builds operations from formulas: constants folded, equal operations shared.

use std::collections::HashMap;

use super::compile::Output;
use super::metric::{Metric, StakeholderMetric};
use super::operation::{BinaryOperation, DrawOperation, Operation, UnaryOperation};
use super::program::Operand;
use crate::case::{BinaryOp, Function, UnaryOp};
use crate::model::{
    Euro, Euros, Formula, Law, Line, Model, Party, PartyResult, Purse, ResultName, Side, Total,
    Variant,
};

/// An operation with operands that can be compared bit by bit.
type Key = (u8, u16, [OperandKey; 3]);
type OperandKey = (u8, u64);

/// Turns formulas of one variant into operations.
pub(super) struct Builder<'a> {
    pub(super) model: &'a Model,
    variant: &'a Variant,
    inputs: usize,
    /// Per prediction, the registers of its uniforms; empty where it is not drawn.
    pub(super) uniforms: Vec<Vec<usize>>,
    pub(super) operations: Vec<Operation<Operand>>,
    known: HashMap<Key, usize>,
}

/// What the inputs are, and what the derived quantities therefore are.
#[derive(Clone)]
pub(super) struct Environment {
    inputs: Vec<Operand>,
    derived: Vec<Option<Operand>>,
    /// Whether predicted quantities are drawn; otherwise they are their expected values.
    predicts: bool,
}

impl<'a> Builder<'a> {
    /// A builder for programs whose first `inputs` nodes are columns.
    pub(super) fn new(model: &'a Model, variant: &'a Variant, inputs: usize) -> Self {
        Self {
            model,
            variant,
            inputs,
            uniforms: Vec::new(),
            operations: Vec::new(),
            known: HashMap::new(),
        }
    }

    /// Goes on with the formulas of another variant; operations that it has in common with those before are shared.
    pub(super) fn turn_to(&mut self, variant: &'a Variant) {
        self.variant = variant;
    }

    /// The environment in which the inputs have these values and nothing is predicted.
    pub(super) fn environment(&self, inputs: Vec<Operand>) -> Environment {
        Environment {
            inputs,
            derived: vec![None; self.variant.derived.len()],
            predicts: false,
        }
    }

    /// The environment in which the inputs have these values and predicted quantities are drawn.
    pub(super) fn predictive_environment(&self, inputs: Vec<Operand>) -> Environment {
        Environment {
            predicts: true,
            ..self.environment(inputs)
        }
    }

    /// The metrics that the model has in this environment, as nodes.
    pub(super) fn outputs(&mut self, metrics: &[Metric], env: &mut Environment) -> Vec<Output> {
        let metrics = metrics.iter();
        let output = |&metric| {
            let operand = self.metric(metric, env)?;
            Some(Output {
                metric,
                operand,
                distributed: true,
            })
        };
        metrics.filter_map(output).collect()
    }

    fn metric(&mut self, metric: Metric, env: &mut Environment) -> Option<Operand> {
        match metric {
            Metric::Total(total) => self.total(total, env),
            Metric::Line(index) => Some(self.line(index, env)),
            Metric::Stakeholder(who, what) => Some(self.stakeholder(who, what, env)),
            Metric::Perspective(index, what) => {
                Some(self.party(Party::Perspective(index), what, env))
            }
            // Of several variants: see `compile_family`.
            Metric::Variant(..) => None,
            Metric::Quantity(index) => Some(self.formula(&Formula::Derived(index), env)),
            Metric::Share(party, who) => Some(self.share_in_purse(party, who, env)),
        }
    }

    pub(super) fn total(&mut self, total: Total, env: &mut Environment) -> Option<Operand> {
        let benefits = |line: &Line| line.side == Side::Benefit;
        let hard = |line: &Line| line.side == Side::Benefit && line.euro == Euro::Hard;
        let costs = |line: &Line| line.side == Side::Cost;
        Some(match total {
            Total::Benefits => self.sum(benefits, env),
            Total::HardBenefits => self.sum(hard, env),
            Total::Costs => self.sum(costs, env),
            Total::NetBenefit => self.of_two(BinaryOperation::Subtract, benefits, costs, env),
            Total::HardNetBenefit => self.of_two(BinaryOperation::Subtract, hard, costs, env),
            Total::Roi => self.ratio(benefits, costs, env),
            Total::HardRoi => self.ratio(hard, costs, env),
            Total::BreakEven => return self.break_even(Total::NetBenefit, env),
            Total::HardBreakEven => return self.break_even(Total::HardNetBenefit, env),
        })
    }

    fn of_two(
        &mut self,
        op: BinaryOperation,
        left: impl Fn(&Line) -> bool,
        right: impl Fn(&Line) -> bool,
        env: &mut Environment,
    ) -> Operand {
        let (left, right) = (self.sum(left, env), self.sum(right, env));
        self.binary(op, left, right)
    }

    /// A ratio to costs; not a number where costs are not positive, because it would mean nothing.
    fn ratio(
        &mut self,
        left: impl Fn(&Line) -> bool,
        costs: impl Fn(&Line) -> bool,
        env: &mut Environment,
    ) -> Operand {
        let (left, costs) = (self.sum(left, env), self.sum(costs, env));
        self.quotient(left, costs, f64::NAN)
    }

    /// A quotient, and `otherwise` where what it is divided by is not positive.
    fn quotient(&mut self, above: Operand, below: Operand, otherwise: f64) -> Operand {
        let quotient = self.binary(BinaryOperation::Divide, above, below);
        let positive = self.binary(BinaryOperation::Less, Operand::Constant(0.0), below);
        self.select(positive, quotient, Operand::Constant(otherwise))
    }

    fn sum(&mut self, keep: impl Fn(&Line) -> bool, env: &mut Environment) -> Operand {
        let kept: Vec<usize> = (0..self.model.lines.len())
            .filter(|&i| keep(&self.model.lines[i]))
            .collect();
        kept.into_iter().fold(Operand::Constant(0.0), |sum, index| {
            let line = self.line(index, env);
            self.binary(BinaryOperation::Add, sum, line)
        })
    }

    /// The common value θ of the break-even inputs at which the balance is zero. The balance is a + b θ; a is its value
    /// at 0 and a + b at 1. Where b is not positive more effect does not help: θ is infinite when the balance is negative
    /// without effect, and not a number when it is positive, because there is no least effect then.
    fn break_even(&mut self, balance: Total, env: &Environment) -> Option<Operand> {
        if self.variant.break_even_degree(self.model) != Some(1) {
            return None;
        }
        let inputs = &self.model.break_even.as_ref()?.inputs;
        let mut at = |value: f64| {
            let mut moved = self.environment(env.inputs.clone());
            moved.predicts = env.predicts;
            for &index in inputs {
                moved.inputs[index] = Operand::Constant(value);
            }
            self.total(balance, &mut moved)
        };
        let (zero, one) = (at(0.0)?, at(1.0)?);
        let slope = self.binary(BinaryOperation::Subtract, one, zero);
        let short = self.unary(UnaryOperation::Negate, zero);
        let root = self.binary(BinaryOperation::Divide, short, slope);
        let helps = self.binary(BinaryOperation::Less, Operand::Constant(0.0), slope);
        let positive = self.binary(BinaryOperation::Less, Operand::Constant(0.0), zero);
        let [never, no_least] = [f64::INFINITY, f64::NAN].map(Operand::Constant);
        let without = self.select(positive, no_least, never);
        Some(self.select(helps, root, without))
    }

    fn stakeholder(
        &mut self,
        who: usize,
        what: StakeholderMetric,
        env: &mut Environment,
    ) -> Operand {
        let party = Party::Stakeholder(who);
        match what {
            StakeholderMetric::Benefits => self.party(party, PartyResult::Benefits, env),
            StakeholderMetric::Costs => self.party(party, PartyResult::Costs, env),
            StakeholderMetric::NetBenefit => self.party(party, PartyResult::NetBenefit, env),
            StakeholderMetric::Roi => self.party(party, PartyResult::Roi, env),
            StakeholderMetric::BenefitShare => self.share_of(party, Side::Benefit, env),
            StakeholderMetric::CostShare => self.share_of(party, Side::Cost, env),
        }
    }

    /// The share of a party in all benefits or costs, infinite where these are not positive: nobody has a share then. Who
    /// has all of them has all of them in every draw that counts.
    fn share_of(&mut self, party: Party, side: Side, env: &mut Environment) -> Operand {
        let own = self.flow(&self.model.purse(party), side, env);
        let all = self.sum(|line| line.side == side, env);
        if own == all {
            return Operand::Constant(1.0);
        }
        self.quotient(own, all, f64::INFINITY)
    }

    /// The share of the money of a stakeholder that is in the purse of a party.
    fn share_in_purse(&mut self, party: Party, who: usize, env: &mut Environment) -> Operand {
        let purse = self.model.purse(party);
        if purse.whole.contains(&who) {
            return Operand::Constant(1.0);
        }
        let mut sum = Operand::Constant(0.0);
        for (_, share) in purse.shares.iter().filter(|(of, _)| *of == who) {
            let share = self.formula(share, env);
            let share = self.share_of_money(share);
            sum = self.binary(BinaryOperation::Add, sum, share);
        }
        sum
    }

    fn party(&mut self, party: Party, what: PartyResult, env: &mut Environment) -> Operand {
        let purse = self.model.purse(party);
        match what {
            PartyResult::Benefits => self.flow(&purse, Side::Benefit, env),
            PartyResult::Costs => self.flow(&purse, Side::Cost, env),
            PartyResult::NetBenefit => {
                let gained = self.flow(&purse, Side::Benefit, env);
                let paid = self.flow(&purse, Side::Cost, env);
                self.binary(BinaryOperation::Subtract, gained, paid)
            }
            PartyResult::Roi => {
                let purse = self.without_common_share(purse);
                let gained = self.flow(&purse, Side::Benefit, env);
                let paid = self.flow(&purse, Side::Cost, env);
                self.quotient(gained, paid, f64::NAN)
            }
        }
    }

    /// One share of both benefits and costs cancels in their ratio.
    fn without_common_share(&self, purse: Purse) -> Purse {
        let has_line = |who: &usize| {
            [Side::Benefit, Side::Cost]
                .into_iter()
                .any(|side| self.model.has_line(*who, side))
        };
        match purse.shares.as_slice() {
            [(who, _)] if !purse.whole.iter().any(has_line) => Purse {
                whole: vec![*who],
                shares: Vec::new(),
            },
            _ => purse,
        }
    }

    /// The benefits or costs in a purse: lines in whole first, in their order, so that equal sums are the same operation.
    fn flow(&mut self, purse: &Purse, side: Side, env: &mut Environment) -> Operand {
        let own = |line: &Line| line.side == side && purse.whole.contains(&line.stakeholder);
        let mut sum = self.sum(own, env);
        for (who, share) in &purse.shares {
            if !self.model.has_line(*who, side) {
                continue;
            }
            let all = self.sum(|line| line.side == side && line.stakeholder == *who, env);
            let share = self.formula(share, env);
            let share = self.share_of_money(share);
            let part = self.binary(BinaryOperation::Multiply, all, share);
            sum = self.binary(BinaryOperation::Add, sum, part);
        }
        sum
    }

    /// A share; not a number where it is none, with room for rounding. A run in which that happens is not reported.
    fn share_of_money(&mut self, share: Operand) -> Operand {
        const ROUNDING: f64 = 1e-9;
        let [low, high] = [-ROUNDING, 1.0 + ROUNDING].map(Operand::Constant);
        let above = self.binary(BinaryOperation::LessEqual, low, share);
        let below = self.binary(BinaryOperation::LessEqual, share, high);
        let inside = self.binary(BinaryOperation::And, above, below);
        self.select(inside, share, Operand::Constant(f64::NAN))
    }

    fn line(&mut self, index: usize, env: &mut Environment) -> Operand {
        let model = self.model;
        self.formula(&model.lines[index].formula, env)
    }

    /// The operand that holds the value of `formula`. Not-a-number where a result has no value.
    pub(super) fn formula(&mut self, formula: &Formula, env: &mut Environment) -> Operand {
        match formula {
            Formula::Constant(value) => Operand::Constant(*value),
            Formula::Input(index) => env.inputs[*index],
            Formula::Derived(index) => match env.derived[*index] {
                Some(known) => known,
                None => self.derived(*index, env),
            },
            Formula::Result(result) => self
                .result(*result, env)
                .unwrap_or(Operand::Constant(f64::NAN)),
            Formula::Unary(op, operand) => {
                let operand = self.formula(operand, env);
                let op = match op {
                    UnaryOp::Negate => UnaryOperation::Negate,
                    UnaryOp::Not => UnaryOperation::Not,
                };
                self.unary(op, operand)
            }
            Formula::Binary(op, left, right) => {
                let (left, right) = (self.formula(left, env), self.formula(right, env));
                self.written(*op, left, right)
            }
            Formula::Call(function, arguments) => {
                let operands: Vec<Operand> = arguments
                    .iter()
                    .map(|argument| self.formula(argument, env))
                    .collect();
                self.call(*function, &operands)
            }
        }
    }

    /// A derived quantity, after those it needs: a chain of them may be as long as the file, so it is not followed by recursion.
    fn derived(&mut self, index: usize, env: &mut Environment) -> Operand {
        let (model, variant) = (self.model, self.variant);
        let mut needed = vec![false; variant.derived.len()];
        let mut pending = vec![index];
        while let Some(next) = pending.pop() {
            if env.derived[next].is_none() && !needed[next] {
                needed[next] = true;
                pending.extend(variant.derived[next].derived_used());
                let prediction = self.prediction(next, env);
                let law = prediction.map(|(found, _)| &model.predictions[found].law);
                let arguments = law.map_or_else(Vec::new, Law::arguments);
                pending.extend(arguments.into_iter().flat_map(Formula::derived_used));
            }
        }
        for &next in model.derived_order.iter().filter(|&&next| needed[next]) {
            let expected = self.formula(&variant.derived[next], env);
            let drawn = self.prediction(next, env);
            env.derived[next] = Some(match drawn {
                Some(found) => self.predicted(found, expected, env),
                None => expected,
            });
        }
        env.derived[index].unwrap_or(Operand::Constant(f64::NAN))
    }

    fn result(&mut self, result: ResultName, env: &mut Environment) -> Option<Operand> {
        match result {
            ResultName::Line(index) => Some(self.line(index, env)),
            ResultName::Total(total) => self.total(total, env),
            ResultName::Of(party, what) => Some(self.party(party, what, env)),
            ResultName::BreakEvenAttribution(euros) => {
                let benefits = match euros {
                    Euros::All => Total::Benefits,
                    Euros::Hard => Total::HardBenefits,
                };
                let (costs, benefits) =
                    (self.total(Total::Costs, env)?, self.total(benefits, env)?);
                Some(self.quotient(costs, benefits, f64::NAN))
            }
        }
    }

    fn written(&mut self, op: BinaryOp, left: Operand, right: Operand) -> Operand {
        use BinaryOperation as Op;
        let (op, left, right) = match op {
            BinaryOp::Add => (Op::Add, left, right),
            BinaryOp::Subtract => (Op::Subtract, left, right),
            BinaryOp::Multiply => (Op::Multiply, left, right),
            BinaryOp::Divide => (Op::Divide, left, right),
            BinaryOp::Power => (Op::Power, left, right),
            BinaryOp::Less => (Op::Less, left, right),
            BinaryOp::LessEqual => (Op::LessEqual, left, right),
            BinaryOp::Greater => (Op::Less, right, left),
            BinaryOp::GreaterEqual => (Op::LessEqual, right, left),
            BinaryOp::And => (Op::And, left, right),
            BinaryOp::Or => (Op::Or, left, right),
            BinaryOp::Equal => (Op::Equal, left, right),
            BinaryOp::NotEqual => {
                let equal = self.binary(Op::Equal, left, right);
                return self.unary(UnaryOperation::Not, equal);
            }
        };
        self.binary(op, left, right)
    }

    fn call(&mut self, function: Function, operands: &[Operand]) -> Operand {
        let op = match function {
            Function::If => return self.select(operands[0], operands[1], operands[2]),
            Function::Min => return self.fold(BinaryOperation::Min, operands),
            Function::Max => return self.fold(BinaryOperation::Max, operands),
            Function::Abs => UnaryOperation::Abs,
            Function::Sqrt => UnaryOperation::Sqrt,
            Function::Exp => UnaryOperation::Exp,
            Function::Ln => UnaryOperation::Ln,
            Function::Log10 => UnaryOperation::Log10,
            Function::Floor => UnaryOperation::Floor,
            Function::Ceil => UnaryOperation::Ceil,
            Function::Round => UnaryOperation::Round,
        };
        self.unary(op, operands[0])
    }

    fn fold(&mut self, op: BinaryOperation, operands: &[Operand]) -> Operand {
        operands[1..].iter().fold(operands[0], |result, &operand| {
            self.binary(op, result, operand)
        })
    }

    /// What draws a derived quantity in this environment, and its place in that prediction.
    fn prediction(&self, derived: usize, env: &Environment) -> Option<(usize, usize)> {
        self.model.prediction_of(derived).filter(|_| env.predicts)
    }

    pub(super) fn unary(&mut self, op: UnaryOperation, a: Operand) -> Operand {
        match a {
            Operand::Constant(x) => Operand::Constant(op.of(x)),
            Operand::Register(_) => self.share(Operation::Unary(op, a)),
        }
    }

    /// An operation on two operands. Only identities that hold but for the sign of zero are used: x + 0, x − 0, x · 1, x / 1.
    pub(super) fn binary(&mut self, op: BinaryOperation, a: Operand, b: Operand) -> Operand {
        use BinaryOperation::{Add, Divide, Multiply, Subtract};
        match (op, a, b) {
            (_, Operand::Constant(x), Operand::Constant(y)) => Operand::Constant(op.of(x, y)),
            (Add | Subtract, _, Operand::Constant(0.0))
            | (Multiply | Divide, _, Operand::Constant(1.0)) => a,
            (Add, Operand::Constant(0.0), _) | (Multiply, Operand::Constant(1.0), _) => b,
            _ => self.share(Operation::Binary(op, a, b)),
        }
    }

    pub(super) fn select(&mut self, condition: Operand, a: Operand, b: Operand) -> Operand {
        match condition {
            Operand::Constant(0.0) => b,
            Operand::Constant(_) => a,
            Operand::Register(_) => self.share(Operation::Select(condition, a, b)),
        }
    }

    /// A draw by inversion of a column of uniforms.
    pub(super) fn draw(
        &mut self,
        op: DrawOperation,
        parameters: [Operand; 2],
        uniform: Operand,
    ) -> Operand {
        let [a, b] = parameters;
        self.share(Operation::Draw(op, a, b, uniform))
    }

    fn share(&mut self, operation: Operation<Operand>) -> Operand {
        let next = self.inputs + self.operations.len();
        let node = *self.known.entry(key(operation)).or_insert(next);
        if node == next {
            self.operations.push(operation);
        }
        Operand::Register(node)
    }
}

fn key(operation: Operation<Operand>) -> Key {
    let code = |operand: Operand| match operand {
        Operand::Constant(value) => (0, value.to_bits()),
        Operand::Register(node) => (1, node as u64),
    };
    match operation {
        Operation::Unary(op, a) => (0, op as u16, [code(a), (2, 0), (2, 0)]),
        Operation::Binary(op, a, b) => {
            let (mut a, mut b) = (code(a), code(b));
            if op.commutes() && b < a {
                std::mem::swap(&mut a, &mut b);
            }
            (1, op as u16, [a, b, (2, 0)])
        }
        Operation::Select(c, a, b) => (2, 0, [code(c), code(a), code(b)]),
        Operation::Draw(op, a, b, u) => (3, op as u16, [code(a), code(b), code(u)]),
    }
}
