//! Accumulators: what is summed up while draws pass by.

use std::ops::Range;

use super::spread::{Bins, Spread};
use crate::model::{Euros, Total};
use crate::plan::{Metric, Operand, Plan, Registers};
use crate::simd::{self, Kernel};
use crate::stats::{Comoments, Moments, PairedRatios, Quantiles, VarianceShare};

/// Floating-point sums of consecutive draws of one replicate, merged in the order of the draws.
#[derive(Clone, Debug)]
pub(super) struct Sums {
    /// Per column of the outputs.
    pub(super) moments: Vec<Moments>,
    /// Per pair of columns whose ratio is wanted.
    pub(super) ratios: Vec<Comoments>,
    /// Per pair of columns, how many draws have the first above 0 and the second below.
    pub(super) pockets: Vec<u64>,
    /// Per difference of ratios.
    pub(super) differences: Vec<PairedRatios>,
    /// Per output of a predictive run that is compared with its expected value.
    pub(super) shares: Vec<VarianceShare>,
    /// Per kind of euros, draws with a positive net benefit.
    pub(super) positive: [u64; 2],
    /// Per kind of euros, what not to implement and what to implement loses in a draw.
    pub(super) losses: [[Moments; 2]; 2],
    /// Draws taken.
    pub(super) draws: u64,
}

/// What is not a finite number in some draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Broken {
    /// A predicted quantity, by index among the derived quantities: its law has parameters that mean nothing.
    Quantity(usize),
    /// A line, by index.
    Line(usize),
    /// A sum of lines that are finite.
    Total,
}

/// Integer counts of one thread; merging them is exact in any order.
#[derive(Clone, Debug)]
pub(super) struct Counts {
    /// Per column of the outputs whose distribution is wanted.
    pub(super) quantiles: Vec<Quantiles>,
    /// How the replicates of a design differ; absent for random draws.
    pub(super) spread: Option<Spread>,
    /// Draws in which costs are not positive.
    pub(super) nonpositive_costs: u64,
    /// Draws in which benefits are not positive.
    pub(super) nonpositive_benefits: u64,
    /// Draws in which benefits exceed costs without effect and more effect does not help, for all and for hard euros.
    pub(super) no_least_effect: [u64; 2],
    /// The first draw in which something is not a finite number, the variant (0 but for families), and what it is.
    pub(super) broken: Option<(u64, usize, Broken)>,
}

/// Where the totals are that every chunk needs.
#[derive(Clone, Debug)]
pub(super) struct Places {
    /// The columns of the outputs, those whose distribution is wanted first.
    pub(super) outputs: Vec<usize>,
    /// The pairs of columns that ratios and pockets are of, each once.
    pub(super) ratios: Vec<[Operand; 2]>,
    pub(super) pockets: Vec<[Operand; 2]>,
    /// The columns that differences of ratios are of.
    differences: Vec<[Operand; 4]>,
    /// The columns that shares of variance are of.
    shares: Vec<[Operand; 2]>,
    /// How many outputs have their distribution wanted.
    pub(super) distributed: usize,
    break_even: [Option<Operand>; 2],
    /// Net benefit, in all and in hard euros; none in a family.
    pub(super) net_benefit: [Option<Operand>; 2],
}

impl Places {
    pub(super) fn of(plan: &Plan) -> Self {
        let (outputs, distributed) = plan.output_registers();
        Self {
            ratios: once(plan.ratios.iter().map(|(_, pair)| *pair)),
            pockets: once(plan.pockets.iter().map(|(_, pair)| *pair)),
            differences: plan.differences.iter().map(|of| of.columns).collect(),
            shares: plan.compared().map(|(_, pair)| pair).collect(),
            outputs,
            distributed,
            break_even: [Total::BreakEven, Total::HardBreakEven]
                .map(|total| plan.operand(Metric::Total(total))),
            net_benefit: Euros::ALL.map(|euros| plan.operand(Metric::Total(euros.net_benefit()))),
        }
    }
}

/// The pairs that have to be looked at, each once: of a column with itself, and of two constants, all is known.
fn once(pairs: impl Iterator<Item = [Operand; 2]>) -> Vec<[Operand; 2]> {
    let mut all = Vec::new();
    for pair in pairs {
        let known = matches!(pair, [Operand::Constant(_), Operand::Constant(_)]);
        if pair[0] != pair[1] && !known && !all.contains(&pair) {
            all.push(pair);
        }
    }
    all
}

impl Sums {
    pub(super) fn new(places: &Places) -> Self {
        Self {
            moments: vec![Moments::new(); places.outputs.len()],
            ratios: vec![Comoments::new(); places.ratios.len()],
            pockets: vec![0; places.pockets.len()],
            differences: vec![PairedRatios::new(); places.differences.len()],
            shares: vec![VarianceShare::new(); places.shares.len()],
            positive: [0; 2],
            losses: [[Moments::new(); 2]; 2],
            draws: 0,
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.moments
            .iter_mut()
            .zip(&other.moments)
            .for_each(|(mine, theirs)| mine.merge(theirs));
        self.ratios
            .iter_mut()
            .zip(&other.ratios)
            .for_each(|(mine, theirs)| mine.merge(theirs));
        for (mine, theirs) in self.pockets.iter_mut().zip(&other.pockets) {
            *mine += theirs;
        }
        self.draws += other.draws;
        for euros in 0..2 {
            self.positive[euros] += other.positive[euros];
            for choice in 0..2 {
                self.losses[euros][choice].merge(&other.losses[euros][choice]);
            }
        }
        self.differences
            .iter_mut()
            .zip(&other.differences)
            .for_each(|(mine, theirs)| mine.merge(theirs));
        self.shares
            .iter_mut()
            .zip(&other.shares)
            .for_each(|(mine, theirs)| mine.merge(theirs));
    }

    /// Takes a part of a chunk.
    pub(super) fn update(
        &mut self,
        places: &Places,
        registers: &Registers,
        part: &Range<usize>,
        spare: &mut Spare,
    ) {
        for (moments, &register) in self.moments.iter_mut().zip(&places.outputs) {
            moments.update(spare.finite(&registers.column(register)[part.clone()]));
        }
        for (joint, operands) in self.ratios.iter_mut().zip(&places.ratios) {
            let [above, below] = operands.map(|operand| Column::of(operand, registers, part));
            let [first, second, ..] = &mut spare.constants;
            joint.update(above.values(first), below.values(second));
        }
        for (paired, operands) in self.differences.iter_mut().zip(&places.differences) {
            let [a, b, c, d] = operands.map(|operand| Column::of(operand, registers, part));
            let [first, second, third, fourth] = &mut spare.constants;
            paired.update([
                a.values(first),
                b.values(second),
                c.values(third),
                d.values(fourth),
            ]);
        }
        for (hits, operands) in self.pockets.iter_mut().zip(&places.pockets) {
            let [society, own] = operands.map(|operand| Column::of(operand, registers, part));
            let [first, second, ..] = &mut spare.constants;
            *hits += simd::widest(WrongPockets(society.values(first), own.values(second)));
        }
        for (share, operands) in self.shares.iter_mut().zip(&places.shares) {
            let [expected, drawn] = operands.map(|operand| Column::of(operand, registers, part));
            let [first, second, ..] = &mut spare.constants;
            share.update(expected.values(first), drawn.values(second));
        }
        for (euros, operand) in places.net_benefit.iter().enumerate() {
            if let Some(operand) = operand {
                let values = Column::of(*operand, registers, part);
                let [column, loss, ..] = &mut spare.constants;
                let values = values.values(column);
                self.positive[euros] += values.iter().map(|&x| u64::from(x > 0.0)).sum::<u64>();
                for (choice, sign) in [1.0, -1.0].into_iter().enumerate() {
                    loss.clear();
                    loss.extend(values.iter().map(|x| (sign * x).max(0.0)));
                    self.losses[euros][choice].update(loss);
                }
            }
        }
        self.draws += part.len() as u64;
    }
}

impl Counts {
    /// Counts of nothing, for a run of so many draws and replicates.
    pub(super) fn new(places: &Places, draws: u64, replicates: u32) -> Self {
        let columns = places.distributed;
        Self {
            quantiles: vec![Quantiles::new(draws); columns],
            spread: (replicates > 1).then(|| Spread::new(columns, replicates)),
            nonpositive_costs: 0,
            nonpositive_benefits: 0,
            no_least_effect: [0; 2],
            broken: None,
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.quantiles.iter_mut().zip(&other.quantiles) {
            mine.merge(theirs);
        }
        if let (Some(mine), Some(theirs)) = (&mut self.spread, &other.spread) {
            mine.merge(theirs);
        }
        self.nonpositive_costs += other.nonpositive_costs;
        self.nonpositive_benefits += other.nonpositive_benefits;
        for (mine, theirs) in self.no_least_effect.iter_mut().zip(other.no_least_effect) {
            *mine += theirs;
        }
        self.broken = [self.broken, other.broken].into_iter().flatten().min();
    }

    /// Takes the first `length` draws of a chunk that begins at `first_draw`.
    pub(super) fn update(
        &mut self,
        plan: &Plan,
        places: &Places,
        registers: &Registers,
        length: usize,
        first_draw: u64,
    ) {
        for (quantiles, &register) in self.quantiles.iter_mut().zip(&places.outputs) {
            quantiles.update(&registers.column(register)[..length]);
        }
        let part = 0..length;
        for (count, operand) in self.no_least_effect.iter_mut().zip(places.break_even) {
            if let Some(operand) = operand {
                *count += Column::of(operand, registers, &part).count(f64::is_nan);
            }
        }
        for (variant, operands) in plan.balances.iter().enumerate() {
            let [benefits, costs] = operands.map(|operand| Column::of(operand, registers, &part));
            if variant == 0 {
                self.nonpositive_costs += costs.count(|x| x <= 0.0);
                self.nonpositive_benefits += benefits.count(|x| x <= 0.0);
            }
            if costs.count(|x| !x.is_finite()) + benefits.count(|x| !x.is_finite()) > 0 {
                let found = first_broken(plan, registers, length, *operands)
                    .map(|(place, what)| (first_draw + place as u64, variant, what));
                self.broken = [self.broken, found].into_iter().flatten().min();
            }
        }
    }

    /// Takes a part of a chunk that belongs to one replicate of a design.
    pub(super) fn update_spread(
        &mut self,
        places: &Places,
        registers: &Registers,
        (replicate, part): &(u32, Range<usize>),
        bins: &[Bins],
    ) {
        let Some(spread) = &mut self.spread else {
            return;
        };
        let columns = places.outputs.iter().zip(bins).enumerate();
        for (column, (&register, bins)) in columns {
            let values = &registers.column(register)[part.clone()];
            spread.update(column, *replicate, bins, values);
        }
    }
}

/// The place of the first draw of the chunk in which a line, a quantity that makes it so, or the sum of the lines of a variant
/// is not a finite number.
fn first_broken(
    plan: &Plan,
    registers: &Registers,
    length: usize,
    balance: [Operand; 2],
) -> Option<(usize, Broken)> {
    let place = |operand: Operand| match operand {
        Operand::Constant(value) => (!value.is_finite()).then_some(0),
        Operand::Register(register) => registers.column(register)[..length]
            .iter()
            .position(|x| !x.is_finite()),
    };
    let parts = plan.outputs.iter().filter_map(|output| {
        let what = match output.metric {
            Metric::Quantity(quantity) => Broken::Quantity(quantity),
            Metric::Line(line) => Broken::Line(line),
            _ => return None,
        };
        Some((place(output.operand)?, what))
    });
    // Lines may be finite and yet add up to more than a number can hold.
    let sums = || {
        let sums = balance.into_iter();
        sums.filter_map(|sum| Some((place(sum)?, Broken::Total)))
    };
    parts.min().or_else(|| sums().min())
}

/// A part of a column, or a constant.
#[derive(Clone, Copy)]
enum Column<'a> {
    Values(&'a [f64]),
    Constant(f64, usize),
}

impl<'a> Column<'a> {
    fn of(operand: Operand, registers: &'a Registers, part: &Range<usize>) -> Self {
        match operand {
            Operand::Register(register) => Self::Values(&registers.column(register)[part.clone()]),
            Operand::Constant(value) => Self::Constant(value, part.len()),
        }
    }

    fn values<'b>(self, spare: &'b mut Vec<f64>) -> &'b [f64]
    where
        'a: 'b,
    {
        match self {
            Self::Values(values) => values,
            Self::Constant(value, length) => {
                spare.clear();
                spare.resize(length, value);
                spare
            }
        }
    }

    fn count(self, condition: impl Fn(f64) -> bool) -> u64 {
        match self {
            Self::Values(values) => values.iter().map(|&x| u64::from(condition(x))).sum(),
            Self::Constant(value, length) => length as u64 * u64::from(condition(value)),
        }
    }
}

/// Columns for what is rarely needed.
#[derive(Clone, Debug, Default)]
pub(super) struct Spare {
    constants: [Vec<f64>; 4],
    finite: Vec<f64>,
}

impl Spare {
    /// The finite values: the column itself, nearly always.
    fn finite<'a>(&'a mut self, column: &'a [f64]) -> &'a [f64] {
        if simd::widest(AllFinite(column)) {
            return column;
        }
        self.finite.clear();
        self.finite.extend(column.iter().filter(|x| x.is_finite()));
        &self.finite
    }
}

/// How many draws have the first column above 0 and the second below.
struct WrongPockets<'a>(&'a [f64], &'a [f64]);

impl Kernel for WrongPockets<'_> {
    type Output = u64;

    #[inline(always)]
    fn run(self) -> u64 {
        let pairs = self.0.iter().zip(self.1);
        pairs
            .map(|(&x, &y)| u64::from(x > 0.0) & u64::from(y < 0.0))
            .sum()
    }
}

/// Whether every value is a finite number. Without an early end, so that it becomes vector code.
struct AllFinite<'a>(&'a [f64]);

impl Kernel for AllFinite<'_> {
    type Output = bool;

    #[inline(always)]
    fn run(self) -> bool {
        self.0.iter().fold(true, |all, x| all & x.is_finite())
    }
}
