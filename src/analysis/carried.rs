//! What would the answer be without a line, for another party, at another willingness to pay? Draws that travel with a report,
//! so that its readers can ask.
//!
//! They are the first draws of the run. Lines are given one by one, so that a total can leave some out. A dial turns an input
//! that is a value judgement, fixed in the run: only where every line either does not depend on it or is proportional to it, so
//! that a factor says it all. The effect curve needs lines that are affine in the common value of the break-even inputs. Both are
//! checked in every draw that is carried.
//!
//! # Error
//! Fewer draws than the run, so larger errors: a report states both.

use crate::chunk::{CHUNK, chunks};
use crate::model::{Kind, Model, Party, Side, Uncertainty, Variant};
use crate::plan::{Metric, Operand, Plan, compile_for};
use crate::sim::{Experiment, Settings, Silent, SimulationError, Trial};

/// Numbers that are carried at most, unless that leaves fewer than [`LEAST`] draws.
const NUMBERS: u64 = 400_000;
/// Draws that are carried at most.
const MOST: u64 = 10_000;
/// Draws that are carried at least, where the run has as many.
const LEAST: u64 = 500;
/// Dials at most.
const DIALS: usize = 4;
/// What rounding may make of a proportion, relative to the size of a line.
const ROUNDING: f64 = 1e-9;

/// The first draws of a run.
#[derive(Clone, Debug)]
pub struct Carried {
    /// How many.
    pub draws: u64,
    /// Benefits and costs of every draw.
    pub totals: Vec<[f64; 2]>,
    /// The amounts of every line.
    pub lines: Vec<Vec<f64>>,
    /// Whose money is whose, where a party does not have all of a stakeholder's or none.
    pub shares: Vec<CarriedShare>,
    /// Lines that depend on the break-even inputs; `None` where there are none or a line is not affine in them.
    pub effect: Option<Vec<EffectLine>>,
    /// Inputs that can be turned.
    pub dials: Vec<Dial>,
}

/// The share of a stakeholder's money that is a party's.
#[derive(Clone, Debug)]
pub struct CarriedShare {
    /// The party.
    pub party: Party,
    /// The stakeholder, by index.
    pub stakeholder: usize,
    /// The share in every draw.
    pub values: Vec<f64>,
}

/// A line as a function of the common value of the break-even inputs, in their unit.
#[derive(Clone, Debug)]
pub struct EffectLine {
    /// The line, by index.
    pub line: usize,
    /// Its amount at 0.
    pub at_zero: Vec<f64>,
    /// What each unit adds.
    pub slope: Vec<f64>,
}

/// A value judgement that can be turned.
#[derive(Clone, Debug, PartialEq)]
pub struct Dial {
    /// The input, by index.
    pub input: usize,
    /// Its value in the run, in its own unit.
    pub value: f64,
    /// From where to where it can be turned.
    pub range: [f64; 2],
    /// The lines that are proportional to it.
    pub lines: Vec<usize>,
}

/// The draws to carry of a run with these settings.
///
/// # Errors
/// When draws cannot be made.
pub fn carried(
    model: &Model,
    variant: &Variant,
    settings: Settings,
) -> Result<Carried, SimulationError> {
    let parties = shared(model);
    let lines = (0..model.lines.len()).map(Metric::Line);
    let shares = parties
        .iter()
        .map(|(party, who)| Metric::Share(*party, *who));
    let metrics: Vec<Metric> = lines.chain(shares).collect();
    let turned = judgements(model, variant);
    let effect: Vec<usize> = model
        .break_even
        .as_ref()
        .map_or_else(Vec::new, |of| of.inputs.clone());
    let open: Vec<usize> = turned.iter().chain(&effect).copied().collect();
    let plan = compile_for(model, variant, &metrics, &open);
    let draws = settings.draws.min(count(metrics.len()));
    let lengths: Vec<usize> = chunks(draws).map(|(_, length)| length).collect();
    let experiment = Experiment::new(&plan, settings, 1)?;
    let desk = Desk {
        model,
        variant,
        plan: &plan,
        operands: metrics
            .iter()
            .map(|&metric| operand(&plan, metric))
            .collect(),
    };
    let parts = experiment.map(&Silent, lengths.len() as u64, |trial, chunk| {
        trial.draw(0, chunk);
        desk.part(trial, lengths[chunk as usize], &turned, &effect)
    })?;
    let mut all = Part::joined(parts);
    let values = all.base.split_off(model.lines.len());
    Ok(Carried {
        draws,
        totals: totals(model, &all.base, draws as usize),
        effect: desk.effect(&all),
        dials: desk.dials(&turned, &all),
        lines: all.base,
        shares: parties
            .into_iter()
            .zip(values)
            .map(|((party, stakeholder), values)| CarriedShare {
                party,
                stakeholder,
                values,
            })
            .collect(),
    })
}

/// The sums of the lines of each side, draw by draw.
fn totals(model: &Model, lines: &[Vec<f64>], draws: usize) -> Vec<[f64; 2]> {
    let mut totals = vec![[0.0; 2]; draws];
    for (line, values) in model.lines.iter().zip(lines) {
        let side = usize::from(line.side == Side::Cost);
        for (total, value) in totals.iter_mut().zip(values) {
            total[side] += value;
        }
    }
    totals
}

/// Draws of so many columns; half as many numbers again are for the effect.
fn count(columns: usize) -> u64 {
    (NUMBERS / columns.max(1) as u64).clamp(LEAST, MOST)
}

/// Parties with a share of another's money, and whose.
fn shared(model: &Model) -> Vec<(Party, usize)> {
    let stakeholders = (0..model.stakeholders.len()).map(Party::Stakeholder);
    let perspectives = (0..model.perspectives.len()).map(Party::Perspective);
    let mut found = Vec::new();
    for party in stakeholders.chain(perspectives) {
        for (who, _) in model.purse(party).shares {
            if !found.contains(&(party, who)) {
                found.push((party, who));
            }
        }
    }
    found
}

/// Inputs that are fixed because they are value judgements, and used.
fn judgements(model: &Model, variant: &Variant) -> Vec<usize> {
    let uses = variant.uses_in_lines(model);
    let inputs = model.inputs.iter().enumerate();
    let turned = inputs.filter(|&(index, input)| {
        let fixed = match variant.uncertainties[index] {
            Uncertainty::Fixed(value) => value,
            Uncertainty::Drawn(_) => return false,
        };
        input.kind == Kind::Value && uses[index] && fixed > 0.0 && !model.is_share(index)
    });
    turned.map(|(index, _)| index).collect()
}

fn operand(plan: &Plan, metric: Metric) -> Operand {
    plan.operand(metric).unwrap_or(Operand::Constant(f64::NAN))
}

/// Columns of some draws under several settings of the inputs.
struct Part {
    /// As in the run.
    base: Vec<Vec<f64>>,
    /// With one value judgement doubled, and in the end with all of them.
    doubled: Vec<Vec<Vec<f64>>>,
    /// With the break-even inputs at 0, 1 and ½; none where there are none.
    effect: Vec<Vec<Vec<f64>>>,
}

impl Part {
    fn joined(parts: Vec<Self>) -> Self {
        let mut parts = parts.into_iter();
        let mut all = parts.next().unwrap_or(Self {
            base: Vec::new(),
            doubled: Vec::new(),
            effect: Vec::new(),
        });
        let append = |to: &mut Vec<Vec<f64>>, from: Vec<Vec<f64>>| {
            for (to, from) in to.iter_mut().zip(from) {
                to.extend(from);
            }
        };
        for part in parts {
            append(&mut all.base, part.base);
            let pairs = all.doubled.iter_mut().zip(part.doubled);
            pairs.for_each(|(to, from)| append(to, from));
            let pairs = all.effect.iter_mut().zip(part.effect);
            pairs.for_each(|(to, from)| append(to, from));
        }
        all
    }
}

/// Where inputs are set and lines are read.
struct Desk<'a> {
    model: &'a Model,
    variant: &'a Variant,
    plan: &'a Plan,
    operands: Vec<Operand>,
}

impl Desk<'_> {
    fn part(
        &self,
        trial: &mut Trial<'_>,
        length: usize,
        turned: &[usize],
        effect: &[usize],
    ) -> Part {
        for &(input, _) in &self.plan.opened {
            self.set(trial, input, self.fixed(input));
        }
        let base = self.columns(trial, length);
        let mut doubled = Vec::new();
        for &input in turned {
            self.set(trial, input, 2.0 * self.fixed(input));
            doubled.push(self.columns(trial, length));
            self.set(trial, input, self.fixed(input));
        }
        for &input in turned {
            self.set(trial, input, 2.0 * self.fixed(input));
        }
        doubled.push(self.columns(trial, length));
        for &input in turned {
            self.set(trial, input, self.fixed(input));
        }
        let mut at = Vec::new();
        if let Some(unit) = self.model.break_even.as_ref().map(|of| of.unit.scale()) {
            for value in [0.0, 1.0, 0.5] {
                for &input in effect {
                    self.set(trial, input, value * unit);
                }
                at.push(self.columns(trial, length));
            }
        }
        Part {
            base,
            doubled,
            effect: at,
        }
    }

    /// What an input is fixed at.
    fn fixed(&self, input: usize) -> f64 {
        match self.variant.uncertainties[input] {
            Uncertainty::Fixed(value) => value,
            Uncertainty::Drawn(_) => f64::NAN,
        }
    }

    /// Sets a column of the plan, if it has one: an input that no line uses has none.
    fn set(&self, trial: &mut Trial<'_>, input: usize, value: f64) {
        let drawn = self.plan.registers().into_iter();
        let mut all = drawn.chain(self.plan.opened.iter().copied());
        if let Some((_, register)) = all.find(|(index, _)| *index == input) {
            trial.input_mut(register).fill(value);
        }
    }

    fn columns(&self, trial: &mut Trial<'_>, length: usize) -> Vec<Vec<f64>> {
        trial.evaluate();
        let column = |&operand: &Operand| {
            let mut values = [0.0; CHUNK];
            trial.output(operand, &mut values[..length]);
            values[..length].to_vec()
        };
        self.operands.iter().map(column).collect()
    }

    /// The dials that a factor says all about: alone, and together.
    fn dials(&self, turned: &[usize], part: &Part) -> Vec<Dial> {
        let Some((together, alone)) = part.doubled.split_last() else {
            return Vec::new();
        };
        let mut dials = Vec::new();
        let count = self.model.lines.len();
        for (&input, doubled) in turned.iter().zip(alone) {
            let factors = (0..count).map(|line| factor(&part.base[line], &doubled[line]));
            let Some(factors) = factors.collect::<Option<Vec<bool>>>() else {
                continue;
            };
            let lines: Vec<usize> = (0..count).filter(|&line| factors[line]).collect();
            if !lines.is_empty() {
                dials.push(self.dial(input, lines));
            }
        }
        dials.truncate(DIALS);
        let power = |line: usize| {
            dials
                .iter()
                .filter(|dial| dial.lines.contains(&line))
                .count()
        };
        let complete = dials.len() == turned.len();
        let agrees = (0..count).all(|line| {
            let factor = crate::math::pow(2.0, power(line) as f64);
            let expected: Vec<f64> = part.base[line].iter().map(|x| factor * x).collect();
            same(&expected, &together[line])
        });
        // Several judgements in one line may do together what none does alone.
        if !(complete && agrees) {
            dials.truncate(1);
        }
        dials
    }

    fn dial(&self, input: usize, lines: Vec<usize>) -> Dial {
        let known = &self.model.inputs[input];
        let value = known.in_own_unit(self.fixed(input));
        let [low, high] = known.range.map_or([0.0, 2.0 * value], |(low, high)| {
            [low, high].map(|x| known.in_own_unit(x))
        });
        Dial {
            input,
            value,
            range: [low.min(value), high.max(value)],
            lines,
        }
    }

    /// The lines that depend on the break-even inputs, if all are affine in them.
    fn effect(&self, part: &Part) -> Option<Vec<EffectLine>> {
        let [zero, one, half] = &part.effect[..] else {
            return None;
        };
        let mut lines = Vec::new();
        for line in 0..self.model.lines.len() {
            let pairs = zero[line].iter().zip(&one[line]);
            let middle: Vec<f64> = pairs.map(|(a, b)| 0.5 * (a + b)).collect();
            if !same(&middle, &half[line]) {
                return None;
            }
            if zero[line] == one[line] {
                continue;
            }
            let slope = zero[line].iter().zip(&one[line]).map(|(a, b)| b - a);
            lines.push(EffectLine {
                line,
                slope: slope.collect(),
                at_zero: zero[line].clone(),
            });
        }
        (!lines.is_empty()).then_some(lines)
    }
}

/// Whether doubling an input doubled a line; `None` where it did neither that nor nothing.
fn factor(base: &[f64], doubled: &[f64]) -> Option<bool> {
    if same(base, doubled) {
        return Some(false);
    }
    let twice: Vec<f64> = base.iter().map(|x| 2.0 * x).collect();
    same(&twice, doubled).then_some(true)
}

fn same(a: &[f64], b: &[f64]) -> bool {
    let size = a.iter().fold(0.0_f64, |size, x| size.max(x.abs()));
    a.iter()
        .zip(b)
        .all(|(a, b)| (a - b).abs() <= ROUNDING * size)
}
