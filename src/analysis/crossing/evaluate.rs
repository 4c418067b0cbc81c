//! The outcome with an input set to one value after another, on common draws.

use super::{GRID, STEPS, Target, quantile};
use crate::analysis::outcome::Outcome;
use crate::chunk::{CHUNK, chunks};
use crate::math;
use crate::model::{Model, Uncertainty, Variant};
use crate::plan::{Operand, Plan};
use crate::sim::{Experiment, Observer, SimulationError, Trial};
use crate::stats::{Comoments, Estimate, Moments, Proportion};

/// Standard errors that a move of the outcome must be above 0 to be one.
const TOLD: f64 = 4.0;

/// Steps to the bottom of a dip.
const DIP_STEPS: usize = 12;

/// Probability below and above the grid: that of a 95 % interval, and of nearly everything where crossings are searched.
const TAILS: [f64; 2] = [0.025, 1e-4];

/// How a target is moved.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// The registers that are set.
    registers: Vec<usize>,
    /// Registers of the other shares of the whole that a share is of.
    others: Vec<usize>,
    /// Whether the outcome is affine in it.
    pub(super) affine: bool,
    /// The values that are looked at, in base units.
    pub(super) grid: Vec<f64>,
    /// Where else crossings of a curve are searched: a fixed input has no quantiles that say where it may lie.
    search: Vec<f64>,
    support: (f64, f64),
}

impl Column {
    pub(super) fn of(
        model: &Model,
        variant: &Variant,
        outcome: &Outcome,
        plan: &Plan,
        target: &Target,
    ) -> Self {
        let drawn = plan.registers();
        let all = || drawn.iter().chain(&plan.opened);
        let of = |inputs: &[usize]| -> Vec<usize> {
            let own = all().filter(|(input, _)| inputs.contains(input));
            own.map(|(_, register)| *register).collect()
        };
        let mut wholes = model.compositions.iter();
        let whole = wholes.find(|whole| target.members.iter().any(|i| whole.members.contains(i)));
        let moved = whole.map_or(&target.members, |whole| &whole.members);
        let other = |i: &usize| !target.members.contains(i);
        let others: Vec<usize> = moved.iter().copied().filter(other).collect();
        // Shares of money may be formulas of anything.
        let affine = !outcome.is_ratio
            && outcome.party.is_none()
            && variant.degree_in(model, moved).is_some_and(|d| d <= 1);
        let tail = TAILS[usize::from(!affine)];
        let (low, high) = range(model, variant, target, tail);
        let step = (high - low) / (GRID - 1) as f64;
        Self {
            registers: of(&target.members),
            others: of(&others),
            affine,
            grid: (0..GRID).map(|i| low + step * i as f64).collect(),
            search: search(model, variant, target),
            support: support(model, variant, target),
        }
    }

    /// The ends of the grid.
    pub(super) fn ends(&self) -> [f64; 2] {
        [self.grid[0], self.grid[GRID - 1]]
    }

    /// Whether the target can have this value, with values on either side.
    pub(super) fn holds(&self, x: f64) -> bool {
        self.support.0 < x && x < self.support.1
    }
}

/// The values between which a target is moved, in base units.
fn range(model: &Model, variant: &Variant, target: &Target, tail: f64) -> (f64, f64) {
    let of = |&index: &usize| {
        let input = &model.inputs[index];
        match (&variant.uncertainties[index], input.range, &input.prior) {
            (Uncertainty::Drawn(prior), ..) => (quantile(prior, tail), quantile(prior, 1.0 - tail)),
            (_, _, Some(prior)) if !prior.is_fixed() => {
                (quantile(prior, tail), quantile(prior, 1.0 - tail))
            }
            (_, Some(range), _) => range,
            (Uncertainty::Fixed(0.0), ..) => (0.0, input.unit.scale()),
            (Uncertainty::Fixed(value), ..) => {
                let ends = (0.5 * value, 1.5 * value);
                (ends.0.min(ends.1), ends.0.max(ends.1))
            }
        }
    };
    let all = target.members.iter().map(of);
    all.fold((f64::INFINITY, f64::NEG_INFINITY), |all, one| {
        (all.0.min(one.0), all.1.max(one.1))
    })
}

/// Values of a fixed input without range from a thousandth to a thousand times its own, evenly spaced as factors.
fn search(model: &Model, variant: &Variant, target: &Target) -> Vec<f64> {
    let [index] = target.members[..] else {
        return Vec::new();
    };
    let input = &model.inputs[index];
    let has_prior = input.prior.as_ref().is_some_and(|prior| !prior.is_fixed());
    match variant.uncertainties[index] {
        Uncertainty::Fixed(value) if value != 0.0 && input.range.is_none() && !has_prior => {
            let factor = |i: i32| math::pow(10.0, f64::from(i) / 20.0);
            let mut values: Vec<f64> = (-60..=60).map(|i| value * factor(i)).collect();
            values.sort_unstable_by(f64::total_cmp);
            values
        }
        _ => Vec::new(),
    }
}

/// The values that all members can have. A fixed input has its range, or what does not change its sign.
fn support(model: &Model, variant: &Variant, target: &Target) -> (f64, f64) {
    let of = |&index: &usize| match (&variant.uncertainties[index], model.inputs[index].range) {
        (Uncertainty::Drawn(prior), _) => prior.support(),
        (Uncertainty::Fixed(_), Some(range)) => range,
        (Uncertainty::Fixed(value), None) if *value < 0.0 => (f64::NEG_INFINITY, 0.0),
        (Uncertainty::Fixed(_), None) => (0.0, f64::INFINITY),
    };
    let all = target.members.iter().map(of);
    all.fold((f64::NEG_INFINITY, f64::INFINITY), |all, one| {
        (all.0.max(one.0), all.1.min(one.1))
    })
}

/// The outcome along a grid.
#[derive(Clone, Debug)]
pub(super) struct Sums {
    /// At the lower end, and how far the upper end is from it.
    ends: Comoments,
    /// How far the outcome moves between the lower end, the middle and the upper end: from the first to the last, and either half.
    moves: [Moments; 3],
    at: Vec<(Moments, Proportion)>,
}

impl Sums {
    fn new() -> Self {
        Self {
            ends: Comoments::new(),
            moves: [Moments::new(); 3],
            at: vec![(Moments::new(), Proportion::default()); GRID],
        }
    }

    fn merge(&mut self, other: &Self) {
        self.ends.merge(&other.ends);
        for (mine, theirs) in self.moves.iter_mut().zip(&other.moves) {
            mine.merge(theirs);
        }
        for (mine, theirs) in self.at.iter_mut().zip(&other.at) {
            mine.0.merge(&theirs.0);
            mine.1.merge(&theirs.1);
        }
    }

    fn take(&mut self, point: usize, values: &[f64]) {
        self.at[point].0.update(values);
        self.at[point].1.update(values, |x| x > 0.0);
    }

    /// The expected outcome at every value.
    pub(super) fn means(&self) -> Vec<Estimate> {
        self.at.iter().map(|(moments, _)| moments.mean()).collect()
    }

    /// The probability that it is positive.
    pub(super) fn positive(&self) -> impl Iterator<Item = Estimate> {
        self.at.iter().map(|(_, share)| share.estimate())
    }

    /// Whether the expected outcome moves along the target, beyond what chance and rounding explain.
    pub(super) fn moves(&self) -> bool {
        let sizes = self
            .at
            .iter()
            .map(|(moments, _)| moments.mean().value.abs());
        let size = sizes.fold(0.0, f64::max);
        self.moves.iter().any(|moves| {
            let mean = moves.mean();
            moves.count() > 0 && mean.value.abs() > (TOLD * mean.standard_error).max(1e-12 * size)
        })
    }

    /// The crossing of a straight line; `None` where it is level.
    pub(super) fn root(&self, [low, high]: [f64; 2]) -> Option<Estimate> {
        let share = self.ends.ratio_of_means();
        let width = high - low;
        let root = Estimate::new(low - width * share.value, width * share.standard_error);
        (self.moves() && root.value.is_finite()).then_some(root)
    }
}

/// Sets inputs and evaluates.
pub(super) struct Evaluator<'a> {
    pub(super) experiment: &'a Experiment<'a>,
    /// Registers of fixed inputs, and their values.
    pub(super) fixed: Vec<(usize, f64)>,
    pub(super) output: Operand,
    pub(super) draws: u64,
    pub(super) observer: &'a dyn Observer,
}

impl Evaluator<'_> {
    /// The outcome along the grid of every target.
    pub(super) fn along(&self, columns: &[Column]) -> Result<Vec<Sums>, SimulationError> {
        let each = self.chunks(|trial, length| {
            let sums = columns.iter().map(|column| {
                if column.affine {
                    self.line(trial, column, length)
                } else {
                    self.points(trial, column, length)
                }
            });
            sums.collect::<Vec<Sums>>()
        })?;
        let mut all = vec![Sums::new(); columns.len()];
        for chunk in &each {
            all.iter_mut()
                .zip(chunk)
                .for_each(|(all, own)| all.merge(own));
        }
        Ok(all)
    }

    /// Results of every chunk of draws, in order.
    fn chunks<T: Send>(
        &self,
        work: impl Fn(&mut Trial<'_>, usize) -> T + Sync,
    ) -> Result<Vec<T>, SimulationError> {
        let lengths: Vec<usize> = chunks(self.draws).map(|(_, length)| length).collect();
        self.observer.expect(lengths.len() as u64);
        self.experiment
            .map(self.observer, lengths.len() as u64, |trial, chunk| {
                trial.draw(0, chunk);
                // A fixed input is a column when some target moves it.
                for &(register, value) in &self.fixed {
                    trial.input_mut(register).fill(value);
                }
                work(trial, lengths[chunk as usize])
            })
    }

    /// A straight line, from its ends.
    fn line(&self, trial: &mut Trial<'_>, column: &Column, length: usize) -> Sums {
        let [low, high] = column.ends();
        let first = self.at(trial, column, low, length);
        let mut rise = self.at(trial, column, high, length);
        rise.iter_mut().zip(&first).for_each(|(x, a)| *x -= a);
        let mut sums = Sums::new();
        sums.ends.update(&first, &rise);
        sums.moves[0].update(&rise);
        let mut values = vec![0.0; length];
        for point in 0..GRID {
            let share = point as f64 / (GRID - 1) as f64;
            for ((value, a), b) in values.iter_mut().zip(&first).zip(&rise) {
                *value = a + share * b;
            }
            sums.take(point, &values);
        }
        sums
    }

    /// Anything else, point by point.
    fn points(&self, trial: &mut Trial<'_>, column: &Column, length: usize) -> Sums {
        let mut sums = Sums::new();
        let mut kept: Vec<Vec<f64>> = Vec::new();
        for (point, &x) in column.grid.iter().enumerate() {
            let values = self.at(trial, column, x, length);
            sums.take(point, &values);
            if point % (GRID / 2) == 0 {
                kept.push(values);
            }
        }
        for (place, [from, to]) in [[0, 2], [0, 1], [1, 2]].into_iter().enumerate() {
            let moved = kept[to].iter().zip(&kept[from]).map(|(b, a)| b - a);
            sums.moves[place].update(&moved.collect::<Vec<f64>>());
        }
        sums
    }

    /// The outcome of a chunk with the target at `x`.
    fn at(&self, trial: &mut Trial<'_>, column: &Column, x: f64, length: usize) -> Vec<f64> {
        let all = column.registers.iter().chain(&column.others);
        let kept: Vec<Vec<f64>> = all.clone().map(|&r| trial.input(r).to_vec()).collect();
        for (&register, own) in column.others.iter().zip(&kept[column.registers.len()..]) {
            for ((value, other), share) in
                trial.input_mut(register).iter_mut().zip(own).zip(&kept[0])
            {
                *value = other * (1.0 - x) / (1.0 - share);
            }
        }
        for &register in &column.registers {
            trial.input_mut(register).fill(x);
        }
        trial.evaluate();
        let mut values = vec![0.0; length.min(CHUNK)];
        trial.output(self.output, &mut values);
        for (&register, own) in all.zip(&kept) {
            trial.input_mut(register).copy_from_slice(own);
        }
        values
    }

    /// The expected outcome with the target at `x`.
    fn expected(&self, column: &Column, x: f64) -> Result<Estimate, SimulationError> {
        let each = self.chunks(|trial, length| {
            let mut moments = Moments::new();
            moments.update(&self.at(trial, column, x, length));
            moments
        })?;
        let mut all = Moments::new();
        for own in &each {
            all.merge(own);
        }
        Ok(all.mean())
    }

    /// Every crossing between points of the grid.
    pub(super) fn roots(
        &self,
        column: &Column,
        means: &[Estimate],
    ) -> Result<Vec<Estimate>, SimulationError> {
        let points = column.grid.iter().zip(means);
        let mut points: Vec<(f64, f64)> = points.map(|(x, mean)| (*x, mean.value)).collect();
        for &x in &column.search {
            points.push((x, self.expected(column, x)?.value));
        }
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        points.extend(self.dips(column, &points)?);
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut roots = Vec::new();
        for pair in points.windows(2) {
            if (pair[0].1 > 0.0) != (pair[1].1 > 0.0) {
                roots.push(self.bisect(column, pair[0], pair[1])?);
            }
        }
        Ok(roots)
    }

    /// Values between points at which the expected outcome has the other sign although it has the same at both: where it comes
    /// nearer to zero than at the points beside.
    fn dips(
        &self,
        column: &Column,
        points: &[(f64, f64)],
    ) -> Result<Vec<(f64, f64)>, SimulationError> {
        let mut found = Vec::new();
        for triple in points.windows(3) {
            let [a, b, c] = [triple[0], triple[1], triple[2]];
            let same = (a.1 > 0.0) == (b.1 > 0.0) && (b.1 > 0.0) == (c.1 > 0.0);
            if same && b.1.abs() < a.1.abs() && b.1.abs() <= c.1.abs() {
                found.extend(self.dip(column, [a, b, c])?);
            }
        }
        Ok(found)
    }

    /// Follows the bottom of a parabola, and says where the other sign is.
    fn dip(
        &self,
        column: &Column,
        [mut a, mut b, mut c]: [(f64, f64); 3],
    ) -> Result<Option<(f64, f64)>, SimulationError> {
        let sign = b.1 > 0.0;
        for _ in 0..DIP_STEPS {
            let (left, right) = ((b.0 - a.0) * (b.1 - c.1), (b.0 - c.0) * (b.1 - a.1));
            let bottom = b.0 - 0.5 * ((b.0 - a.0) * left - (b.0 - c.0) * right) / (left - right);
            let x = if bottom > a.0 && bottom < c.0 && bottom != b.0 {
                bottom
            } else {
                0.5 * (a.0 + b.0)
            };
            let point = (x, self.expected(column, x)?.value);
            if (point.1 > 0.0) != sign {
                return Ok(Some(point));
            }
            let lower = point.1.abs() < b.1.abs();
            (a, b, c) = match (lower, x < b.0) {
                (true, true) => (a, point, b),
                (true, false) => (b, point, c),
                (false, true) => (point, b, c),
                (false, false) => (a, b, point),
            };
        }
        Ok(None)
    }

    /// The crossing between two values at which the expected outcome has different signs.
    fn bisect(
        &self,
        column: &Column,
        mut low: (f64, f64),
        mut high: (f64, f64),
    ) -> Result<Estimate, SimulationError> {
        let slope = (high.1 - low.1) / (high.0 - low.0);
        let mut found = (0.5 * (low.0 + high.0), f64::NAN);
        for step in 0..STEPS {
            // Every other step halves, so that a curve that is level on one side is no trap.
            let secant = low.0 - low.1 * (high.0 - low.0) / (high.1 - low.1);
            let x = if step % 2 == 0 {
                secant
            } else {
                0.5 * (low.0 + high.0)
            };
            let mean = self.expected(column, x)?;
            found = (x, mean.standard_error);
            if (mean.value > 0.0) == (low.1 > 0.0) {
                low = (x, mean.value);
            } else {
                high = (x, mean.value);
            }
            let near = (high.0 - low.0).abs() <= 1e-10 * (low.0.abs() + high.0.abs());
            if near || mean.value.abs() <= 1e-6 * mean.standard_error {
                break;
            }
        }
        Ok(Estimate::new(found.0, (found.1 / slope).abs()))
    }
}
