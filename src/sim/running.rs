//! The headline while draws are made.

use super::simulation::{mean, over, ratio_of_means};
use super::tally::{Places, Sums};
use crate::model::Euros;
use crate::plan::{Operand, Plan, Ratio};
use crate::stats::{Estimate, Proportion};

/// Most points that are kept; beyond, every other one goes.
const POINTS: usize = 128;

/// The headline after so many draws, counting all euros and hard ones only.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RunningPoint {
    /// Draws.
    pub draws: u64,
    /// Expected net benefit.
    pub net_benefit: [Estimate; 2],
    /// E\[B\]/E\[C\].
    pub ratio_of_means: [Estimate; 2],
    /// P(B − C > 0).
    pub p_break_even: [Estimate; 2],
}

/// Points at evenly spaced numbers of blocks.
#[derive(Clone, Debug)]
pub(super) struct Running {
    points: Vec<RunningPoint>,
    /// Blocks from one point to the next.
    stride: u64,
}

impl Default for Running {
    fn default() -> Self {
        Self {
            points: Vec::new(),
            stride: 1,
        }
    }
}

impl Running {
    /// Takes the sums of the first `blocks` blocks.
    pub(super) fn take(&mut self, blocks: u64, plan: &Plan, places: &Places, sums: &[Sums]) {
        if !blocks.is_multiple_of(self.stride) {
            return;
        }
        self.points.extend(point(plan, places, sums));
        if self.points.len() == POINTS {
            let mut place = 0;
            self.points.retain(|_| {
                place += 1;
                place % 2 == 0
            });
            self.stride *= 2;
        }
    }

    /// All points, the last one of all draws.
    pub(super) fn into_points(
        self,
        plan: &Plan,
        places: &Places,
        sums: &[Sums],
    ) -> Vec<RunningPoint> {
        let mut points = self.points;
        let last = point(plan, places, sums);
        if let Some(last) = last
            && points.last().is_some_and(|point| point.draws < last.draws)
        {
            points.push(last);
        }
        points
    }
}

/// The headline of some draws; none in a family, which has several.
fn point(plan: &Plan, places: &Places, sums: &[Sums]) -> Option<RunningPoint> {
    let [all, hard] = places.net_benefit;
    let operands = [all?, hard?];
    let ratio = |euros: Euros| {
        let wanted = match euros {
            Euros::All => Ratio::Roi,
            Euros::Hard => Ratio::HardRoi,
        };
        let found = plan.ratios.iter().find(|(ratio, _)| *ratio == wanted);
        found.map_or(Estimate::UNKNOWN, |(_, pair)| {
            ratio_of_means(sums, places, *pair)
        })
    };
    Some(RunningPoint {
        draws: sums.iter().map(|sums| sums.draws).sum(),
        net_benefit: operands.map(|operand| expected(places, sums, operand)),
        ratio_of_means: Euros::ALL.map(ratio),
        p_break_even: [0, 1].map(|euros| positive(sums, euros)),
    })
}

fn expected(places: &Places, sums: &[Sums], operand: Operand) -> Estimate {
    match operand {
        Operand::Constant(value) => Estimate::exact(value),
        Operand::Register(register) => {
            let place = places.outputs.iter().position(|known| *known == register);
            place.map_or(Estimate::UNKNOWN, |index| mean(sums, index))
        }
    }
}

fn positive(sums: &[Sums], euros: usize) -> Estimate {
    let hits = sums.iter().map(|sums| sums.positive[euros]).sum();
    let count = sums.iter().map(|sums| sums.draws).sum();
    let estimate = Proportion { hits, count }.estimate();
    if sums.len() == 1 {
        return estimate;
    }
    let share = |sums: &Sums| Estimate::exact(sums.positive[euros] as f64 / sums.draws as f64);
    Estimate::new(estimate.value, over(sums, share).standard_error)
}
