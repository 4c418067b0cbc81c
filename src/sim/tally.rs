//! Accumulators: what is summed up while draws pass by.

use std::ops::Range;

use super::spread::{Bins, Spread};
use crate::model::Total;
use crate::plan::{Metric, Operand, Plan, Registers};
use crate::simd::{self, Kernel};
use crate::stats::{Comoments, Moments, Quantiles, VarianceShare};

/// Floating-point sums of consecutive draws of one replicate, merged in the order of the draws.
#[derive(Clone, Debug)]
pub(super) struct Sums {
    /// Per column of the outputs.
    pub(super) moments: Vec<Moments>,
    /// Per ratio.
    pub(super) ratios: Vec<Comoments>,
    /// Per output of a predictive run that is compared with its expected value.
    pub(super) shares: Vec<VarianceShare>,
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
    /// Per column of the outputs.
    pub(super) quantiles: Vec<Quantiles>,
    /// How the replicates of a design differ; absent for random draws.
    pub(super) spread: Option<Spread>,
    /// Draws in which costs are not positive.
    pub(super) nonpositive_costs: u64,
    /// Draws in which benefits are not positive.
    pub(super) nonpositive_benefits: u64,
    /// Draws in which benefits exceed costs without effect and more effect does not help, for all and for hard euros.
    pub(super) no_least_effect: [u64; 2],
    /// The first draw in which something is not a finite number, and what.
    pub(super) broken: Option<(u64, Broken)>,
}

/// Where the totals are that every chunk needs.
#[derive(Clone, Debug)]
pub(super) struct Places {
    /// The columns of the outputs.
    pub(super) outputs: Vec<usize>,
    benefits: Operand,
    costs: Operand,
    break_even: [Option<Operand>; 2],
}

impl Places {
    pub(super) fn of(plan: &Plan) -> Self {
        let total = |total| {
            plan.operand(Metric::Total(total))
                .unwrap_or(Operand::Constant(0.0))
        };
        Self {
            outputs: plan.output_registers(),
            benefits: total(Total::Benefits),
            costs: total(Total::Costs),
            break_even: [Total::BreakEven, Total::HardBreakEven]
                .map(|total| plan.operand(Metric::Total(total))),
        }
    }
}

impl Sums {
    pub(super) fn new(plan: &Plan, places: &Places) -> Self {
        Self {
            moments: vec![Moments::new(); places.outputs.len()],
            ratios: vec![Comoments::new(); plan.ratios.len()],
            shares: vec![VarianceShare::new(); plan.compared().count()],
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
        self.shares
            .iter_mut()
            .zip(&other.shares)
            .for_each(|(mine, theirs)| mine.merge(theirs));
    }

    /// Takes a part of a chunk.
    pub(super) fn update(
        &mut self,
        plan: &Plan,
        places: &Places,
        registers: &Registers,
        part: &Range<usize>,
        spare: &mut Spare,
    ) {
        for (moments, &register) in self.moments.iter_mut().zip(&places.outputs) {
            moments.update(spare.finite(&registers.column(register)[part.clone()]));
        }
        for (joint, (_, operands)) in self.ratios.iter_mut().zip(&plan.ratios) {
            let [above, below] = operands.map(|operand| Column::of(operand, registers, part));
            joint.update(
                above.values(&mut spare.first),
                below.values(&mut spare.second),
            );
        }
        for (share, (_, operands)) in self.shares.iter_mut().zip(plan.compared()) {
            let [expected, drawn] = operands.map(|operand| Column::of(operand, registers, part));
            share.update(
                expected.values(&mut spare.first),
                drawn.values(&mut spare.second),
            );
        }
    }
}

impl Counts {
    /// Counts of nothing, for a run of so many draws and replicates.
    pub(super) fn new(places: &Places, draws: u64, replicates: u32) -> Self {
        let columns = places.outputs.len();
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
        let costs = Column::of(places.costs, registers, &part);
        let benefits = Column::of(places.benefits, registers, &part);
        self.nonpositive_costs += costs.count(|x| x <= 0.0);
        self.nonpositive_benefits += benefits.count(|x| x <= 0.0);
        for (count, operand) in self.no_least_effect.iter_mut().zip(places.break_even) {
            if let Some(operand) = operand {
                *count += Column::of(operand, registers, &part).count(f64::is_nan);
            }
        }
        if costs.count(|x| !x.is_finite()) + benefits.count(|x| !x.is_finite()) > 0 {
            // Lines may be finite and yet add up to more than a number can hold.
            let found = first_broken(plan, registers, length, first_draw)
                .or(Some((first_draw, Broken::Total)));
            self.broken = [self.broken, found].into_iter().flatten().min();
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

/// The first draw of the chunk in which some line is not a finite number, or a quantity that makes it so.
fn first_broken(
    plan: &Plan,
    registers: &Registers,
    length: usize,
    first_draw: u64,
) -> Option<(u64, Broken)> {
    let mut first = None;
    for output in &plan.outputs {
        let what = match output.metric {
            Metric::Quantity(quantity) => Broken::Quantity(quantity),
            Metric::Line(line) => Broken::Line(line),
            _ => continue,
        };
        let at = match output.operand {
            Operand::Constant(value) => (!value.is_finite()).then_some(0),
            Operand::Register(register) => registers.column(register)[..length]
                .iter()
                .position(|x| !x.is_finite()),
        };
        let found = at.map(|at| (first_draw + at as u64, what));
        first = [first, found].into_iter().flatten().min();
    }
    first
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
    first: Vec<f64>,
    second: Vec<f64>,
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

/// Whether every value is a finite number. Without an early end, so that it becomes vector code.
struct AllFinite<'a>(&'a [f64]);

impl Kernel for AllFinite<'_> {
    type Output = bool;

    #[inline(always)]
    fn run(self) -> bool {
        self.0.iter().fold(true, |all, x| all & x.is_finite())
    }
}
