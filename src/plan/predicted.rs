//! Draws of derived quantities around their expected values.

use super::builder::{Builder, Environment};
use super::operation::{BinaryOperation, DrawOperation, UnaryOperation};
use super::program::Operand;
use crate::model::{Formula, Law, Spread};

/// Probabilities that sum to one may miss it by this much in a draw.
const ROUNDING: f64 = 1e-9;

impl Builder<'_> {
    /// The draw of the quantity at `place` of a prediction, whose expected value is `expected`.
    pub(super) fn predicted(
        &mut self,
        (prediction, place): (usize, usize),
        expected: Operand,
        env: &mut Environment,
    ) -> Operand {
        let uniforms = self.uniforms.get(prediction).cloned().unwrap_or_default();
        let uniform = |place: usize| uniforms.get(place).map(|&u| Operand::Register(u));
        let model = self.model;
        match &model.predictions[prediction].law {
            Law::Binomial {
                trials,
                probability,
            } => {
                let parameters = [trials, probability].map(|part| self.formula(part, env));
                self.drawn(DrawOperation::Binomial, parameters, uniform(0))
            }
            Law::Multinomial {
                trials,
                probabilities,
            } => {
                let trials = self.formula(trials, env);
                let shares = self.shares(probabilities, env);
                self.category(place, trials, &shares, &uniform)
            }
            Law::Poisson => {
                let parameters = [expected, Operand::Constant(0.0)];
                self.drawn(DrawOperation::Poisson, parameters, uniform(0))
            }
            Law::MeanOf { number, sd, spread } => {
                let [number, sd] = [number, sd].map(|part| self.formula(part, env));
                let root = self.unary(UnaryOperation::Sqrt, number);
                let error = self.binary(BinaryOperation::Divide, sd, root);
                let op = match spread {
                    Spread::Gamma => DrawOperation::Gamma,
                    Spread::Normal => DrawOperation::Normal,
                };
                self.drawn(op, [expected, error], uniform(0))
            }
        }
    }

    /// A draw; not a number where there is no uniform for it, which no plan lacks.
    fn drawn(
        &mut self,
        op: DrawOperation,
        parameters: [Operand; 2],
        uniform: Option<Operand>,
    ) -> Operand {
        match uniform {
            Some(uniform) => self.draw(op, parameters, uniform),
            None => Operand::Constant(f64::NAN),
        }
    }

    /// The probabilities of exclusive categories, not numbers in draws where one is negative or they do not sum to one.
    fn shares(&mut self, probabilities: &[Formula], env: &mut Environment) -> Vec<Operand> {
        use BinaryOperation::{Add, And, LessEqual, Max};
        let shares: Vec<Operand> = probabilities.iter().map(|p| self.formula(p, env)).collect();
        let constant = Operand::Constant;
        let mut sum = constant(-1.0);
        let mut valid = constant(1.0);
        for &share in &shares {
            sum = self.binary(Add, sum, share);
            let positive = self.binary(LessEqual, constant(-ROUNDING), share);
            valid = self.binary(And, valid, positive);
        }
        let off = self.unary(UnaryOperation::Abs, sum);
        let whole = self.binary(LessEqual, off, constant(ROUNDING));
        let valid = self.binary(And, valid, whole);
        // The rest of shares that sum to one may be a rounding error below 0.
        let clamp = |this: &mut Self, share| {
            let share = this.binary(Max, share, constant(0.0));
            this.select(valid, share, constant(f64::NAN))
        };
        shares.into_iter().map(|share| clamp(self, share)).collect()
    }

    /// Counts in exclusive categories, one after the other: each is binomial among those not yet placed, with its share of
    /// what the categories from it on have; the last takes all that are left.
    fn category(
        &mut self,
        place: usize,
        trials: Operand,
        shares: &[Operand],
        uniform: &impl Fn(usize) -> Option<Operand>,
    ) -> Operand {
        let mut left = trials;
        let mut count = trials;
        for at in 0..=place {
            count = left;
            if at + 1 < shares.len() {
                let others = self.sum_of(&shares[at + 1..]);
                let all = self.binary(BinaryOperation::Add, shares[at], others);
                let share = self.binary(BinaryOperation::Divide, shares[at], all);
                count = self.drawn(DrawOperation::Binomial, [left, share], uniform(at));
            }
            left = self.binary(BinaryOperation::Subtract, left, count);
        }
        count
    }

    fn sum_of(&mut self, shares: &[Operand]) -> Operand {
        let mut all = shares.iter().rev().copied();
        let last = all.next().unwrap_or(Operand::Constant(0.0));
        all.fold(last, |sum, share| {
            self.binary(BinaryOperation::Add, share, sum)
        })
    }
}
