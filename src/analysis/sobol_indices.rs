//! What share of the variance does each input explain, alone and with others?
//!
//! # Question
//! If an input were known, how much of the variance of the outcome would go (first-order index S)? If all others were known, how much
//! would be left (total index T)? T − S is what the input does together with others.
//!
//! # Estimator
//! Two independent samples A and B of all inputs, and for each block i the sample A with the columns of i from B. With the variance V of
//! the outcome f: S = mean of (f(B) − f̄)(f(ABᵢ) − f(A))/V (Saltelli et al. 2010, Computer Physics Communications 181:259), T = mean of
//! (f(A) − f(ABᵢ))²/2V (Jansen 1999, Computer Physics Communications 117:35). For pairs the closed index S of both columns, and the
//! interaction Sᵢⱼ = closed − Sᵢ − Sⱼ.
//!
//! Indices need inputs that are independent of each other. Those that are not form a block (a correlation, a whole), which has
//! indices as one; a member has a given-data index, [`one_way`](super::sample::one_way).
//!
//! # Cost
//! Draws × (blocks + 2) evaluations of the case; one more per pair. Memory does not grow with the draws.
//!
//! # Error
//! The spread of the estimates of the replicates of a design, or of up to 64 batches of random draws; 95 % intervals with Student's t.
//! An index that is not told apart from 0 may come out negative.
//!
//! # Example
//! See [`sobol_indices`].

use super::blocks::{Block, blocks};
use super::goal::half_width_95;
use super::outcome::Outcome;
use crate::chunk::{CHUNK, chunks};
use crate::model::{Model, Variant};
use crate::plan::{Operand, Plan, compile_for};
use crate::sim::{Experiment, Observer, Settings, SimulationError, Trial, by_parts};
use crate::stats::{Estimate, PickFreeze};

/// The variance of one outcome by its sources.
#[derive(Clone, Debug)]
pub struct SobolIndices {
    /// The outcome.
    pub outcome: Outcome,
    /// Its mean.
    pub mean: Estimate,
    /// Its variance.
    pub variance: Estimate,
    /// Per block; none where nothing varies.
    pub blocks: Vec<BlockIndices>,
    /// Per pair that was asked for.
    pub pairs: Vec<PairIndices>,
    /// The sum of the first-order indices: 1 where blocks only add up.
    pub first_sum: Estimate,
    /// Draws of each sample.
    pub draws: u64,
    /// Standard errors to either side that make a 95 % interval.
    pub reach: f64,
    /// Replicates or batches whose spread gives the standard errors.
    pub parts: u32,
}

/// The indices of a block.
#[derive(Clone, Debug)]
pub struct BlockIndices {
    /// The block.
    pub block: Block,
    /// First-order index.
    pub first: Estimate,
    /// Total index.
    pub total: Estimate,
}

/// The indices of two blocks together.
#[derive(Clone, Debug)]
pub struct PairIndices {
    /// The blocks, by index.
    pub blocks: [usize; 2],
    /// The share of the variance that both explain together.
    pub closed: Estimate,
    /// What of it neither explains alone.
    pub interaction: Estimate,
}

/// Which pairs of blocks are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Pairs {
    /// None.
    #[default]
    None,
    /// All.
    All,
    /// Those of these inputs or blocks, by index of an input.
    Of(Vec<[usize; 2]>),
}

/// Why there are no indices.
#[derive(Debug, thiserror::Error)]
pub enum SobolError {
    /// The draws could not be made.
    #[error(transparent)]
    Simulation(#[from] SimulationError),
    /// The error could not be told.
    #[error("{0} draws are too few to tell the error of an index; take 16384 or more")]
    FewDraws(u64),
    /// An outcome has no value in some draw.
    #[error(
        "`{0}` has no value in some draw, where costs are not positive; take the net benefit as the outcome"
    )]
    Undefined(String),
    /// A pair of inputs of one block.
    #[error("`{0}` and `{1}` depend on each other: they have no interaction of their own")]
    SameBlock(String, String),
    /// An input that no line uses, or that is fixed.
    #[error("`{0}` is not drawn, or no line uses it: it explains nothing")]
    NotDrawn(String),
}

/// The indices of some outcomes of a variant, all from the same draws.
///
/// # Errors
/// See [`SobolError`].
///
/// # Example
///
/// A product of two independent inputs with coefficients of variation 0.6 and 0.4:
///
/// ```
/// use sroi::analysis::{Outcome, Pairs, sobol_indices};
/// use sroi::model::Euros;
/// use sroi::sim::{Settings, Silent};
/// use sroi::stream::Design;
///
/// # let text = r#"
/// # [case]
/// # name = "example"
/// # title.en = "Example"
/// # per = "year"
/// # currency = "EUR"
/// # price_year = 2023
/// # independence = "Different sources"
/// # [inputs.clients]
/// # label.en = "Clients"
/// # unit = "1"
/// # point = 10
/// # prior.gamma = { mean = 10, cv = 0.6 }
/// # basis = "assumption"
/// # [inputs.saving]
/// # label.en = "Saving"
/// # unit = "EUR/year"
/// # point = 100
/// # prior.gamma = { mean = 100, cv = 0.4 }
/// # price_year = 2023
/// # basis = "assumption"
/// # [stakeholders.payer]
/// # label.en = "Payer"
/// # [lines.saved]
/// # label.en = "Saved"
/// # side = "benefit"
/// # euro = "hard"
/// # to = "payer"
/// # amount = "clients * saving"
/// # [lines.paid]
/// # label.en = "Paid"
/// # side = "cost"
/// # euro = "hard"
/// # to = "payer"
/// # amount = "500 [EUR/year]"
/// # "#;
/// # let (case, mut diagnostics) = sroi::case::read(&sroi::text::Source::new("example", text));
/// # let model = sroi::model::check(&case.unwrap(), &mut diagnostics).unwrap();
/// let settings = Settings::random(32_768, 1, 1).designed(Design::Sobol);
/// let outcomes = [Outcome::net_benefit(Euros::All)];
/// let indices = sobol_indices(&model, &model.base(), &outcomes, settings, &Pairs::None, &Silent)?;
/// let clients = &indices[0].blocks[0];
/// // S = 0.36/V and T = 0.36·1.16/V with V = 1.36·1.16 − 1.
/// assert!((clients.first.value - 0.6228).abs() < 0.01);
/// assert!((clients.total.value - 0.7225).abs() < 0.01);
/// # Ok::<(), sroi::analysis::SobolError>(())
/// ```
pub fn sobol_indices(
    model: &Model,
    variant: &Variant,
    outcomes: &[Outcome],
    settings: Settings,
    pairs: &Pairs,
    observer: &dyn Observer,
) -> Result<Vec<SobolIndices>, SobolError> {
    let uses = variant.uses(model);
    let blocks = blocks(model, variant, &uses);
    let metrics: Vec<_> = outcomes.iter().map(|outcome| outcome.metric).collect();
    let plan = compile_for(model, variant, &metrics, &[]);
    let pairs = wanted(model, &blocks, pairs)?;
    let experiment = Experiment::new(&plan, settings, 2).map_err(SimulationError::from)?;
    if experiment.parts() < 2 {
        return Err(SobolError::FewDraws(settings.draws));
    }
    let mut mixtures: Vec<Vec<usize>> = blocks.iter().map(|b| registers(&plan, b)).collect();
    for [i, j] in &pairs {
        mixtures.push([&mixtures[*i][..], &mixtures[*j][..]].concat());
    }
    let design = Design {
        outputs: outcomes
            .iter()
            .map(|outcome| {
                plan.operand(outcome.metric)
                    .unwrap_or(Operand::Constant(f64::NAN))
            })
            .collect(),
        mixtures,
    };
    let pivots = design.pivots(&mut experiment.trial());
    let lengths: Vec<(u64, usize)> = chunks(settings.draws).collect();
    observer.expect(lengths.len() as u64);
    let sums = experiment.map(observer, lengths.len() as u64, |trial, item| {
        let (chunk, length) = lengths[item as usize];
        let parts = experiment.segments(chunk, length);
        design.sums(trial, chunk, &parts, &pivots)
    })?;
    let reach = half_width_95(experiment.parts() as u32);
    let rows = outcomes.iter().enumerate().map(|(place, outcome)| {
        let parts = merged(&sums, place, experiment.parts());
        let found = Found { parts };
        found.indices(outcome, &blocks, &pairs, settings.draws, reach)
    });
    let rows: Vec<SobolIndices> = rows.collect();
    match rows.iter().find(|row| row.variance.value.is_nan()) {
        Some(broken) => Err(SobolError::Undefined(broken.outcome.name.clone())),
        None => Ok(rows),
    }
}

/// The pairs of blocks.
fn wanted(model: &Model, blocks: &[Block], pairs: &Pairs) -> Result<Vec<[usize; 2]>, SobolError> {
    let name = |input: usize| model.inputs[input].name.clone();
    let block_of = |input: usize| {
        let found = blocks
            .iter()
            .position(|block| block.members.contains(&input));
        found.ok_or_else(|| SobolError::NotDrawn(name(input)))
    };
    match pairs {
        Pairs::None => Ok(Vec::new()),
        Pairs::All => {
            let all = 0..blocks.len();
            Ok(all
                .flat_map(|i| (i + 1..blocks.len()).map(move |j| [i, j]))
                .collect())
        }
        Pairs::Of(inputs) => inputs
            .iter()
            .map(|&[a, b]| {
                let pair = [block_of(a)?, block_of(b)?];
                if pair[0] == pair[1] {
                    return Err(SobolError::SameBlock(name(a), name(b)));
                }
                Ok(pair)
            })
            .collect(),
    }
}

/// The registers of the members of a block.
fn registers(plan: &Plan, block: &Block) -> Vec<usize> {
    let all = plan.registers().into_iter();
    all.filter(|(input, _)| block.members.contains(input))
        .map(|(_, register)| register)
        .collect()
}

/// What is evaluated.
struct Design {
    outputs: Vec<Operand>,
    /// The registers that are taken from B.
    mixtures: Vec<Vec<usize>>,
}

/// Sums of a stretch of one part, an entry per outcome.
type Stretch = (u32, Vec<PickFreeze>);

impl Design {
    /// A number near the mean of every outcome.
    fn pivots(&self, trial: &mut Trial<'_>) -> Vec<f64> {
        trial.draw(0, 0);
        trial.evaluate();
        let mut values = [0.0; CHUNK];
        let mean = |output: &Operand| {
            trial.output(*output, &mut values);
            values.iter().sum::<f64>() / CHUNK as f64
        };
        self.outputs.iter().map(mean).collect()
    }

    /// All outcomes of a chunk for A, B and every mixture, summed up.
    fn sums(
        &self,
        trial: &mut Trial<'_>,
        chunk: u64,
        parts: &[(u32, std::ops::Range<usize>)],
        pivots: &[f64],
    ) -> Vec<Stretch> {
        let empty = |pivot: &f64| PickFreeze::new(*pivot, self.mixtures.len());
        let empty: Vec<PickFreeze> = pivots.iter().map(empty).collect();
        let mut sums: Vec<Stretch> = parts
            .iter()
            .map(|(part, _)| (*part, empty.clone()))
            .collect();
        let drawn: Vec<usize> = self.registers();
        trial.draw(1, chunk);
        let other: Vec<(usize, Vec<f64>)> = drawn
            .iter()
            .map(|&register| (register, trial.input(register).to_vec()))
            .collect();
        trial.evaluate();
        let b = self.outcomes(trial);
        trial.draw(0, chunk);
        trial.evaluate();
        let a = self.outcomes(trial);
        for ((_, range), (_, sums)) in parts.iter().zip(&mut sums) {
            for ((sums, a), b) in sums.iter_mut().zip(&a).zip(&b) {
                sums.update(&a[range.clone()], &b[range.clone()]);
            }
        }
        for (place, registers) in self.mixtures.iter().enumerate() {
            let own: Vec<Vec<f64>> = registers.iter().map(|&r| trial.input(r).to_vec()).collect();
            for &register in registers {
                let from = other.iter().find(|(of, _)| *of == register);
                if let Some((_, values)) = from {
                    trial.input_mut(register).copy_from_slice(values);
                }
            }
            trial.evaluate();
            let mixed = self.outcomes(trial);
            for (&register, own) in registers.iter().zip(own) {
                trial.input_mut(register).copy_from_slice(&own);
            }
            for ((_, range), (_, sums)) in parts.iter().zip(&mut sums) {
                for (outcome, sums) in sums.iter_mut().enumerate() {
                    let of = |values: &[Vec<f64>]| values[outcome][range.clone()].to_vec();
                    sums.update_mixed(place, &of(&a), &of(&b), &of(&mixed));
                }
            }
        }
        sums
    }

    /// Every register that some mixture takes from B, once.
    fn registers(&self) -> Vec<usize> {
        let mut all: Vec<usize> = self.mixtures.iter().flatten().copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    fn outcomes(&self, trial: &Trial<'_>) -> Vec<Vec<f64>> {
        let column = |output: &Operand| {
            let mut values = vec![0.0; CHUNK];
            trial.output(*output, &mut values);
            values
        };
        self.outputs.iter().map(column).collect()
    }
}

/// The sums of one outcome in every part, merged in the order of the draws.
fn merged(chunks: &[Vec<Stretch>], outcome: usize, parts: u64) -> Vec<PickFreeze> {
    let mut all: Vec<Option<PickFreeze>> = vec![None; parts as usize];
    for (part, sums) in chunks.iter().flatten() {
        match &mut all[*part as usize] {
            Some(known) => known.merge(&sums[outcome]),
            empty => *empty = Some(sums[outcome].clone()),
        }
    }
    all.into_iter().flatten().collect()
}

/// The sums of one outcome, part by part.
struct Found {
    parts: Vec<PickFreeze>,
}

impl Found {
    /// An estimate from all parts, with the error of their spread.
    fn estimate(&self, whole: &PickFreeze, of: impl Fn(&PickFreeze) -> f64) -> Estimate {
        let each: Vec<f64> = self.parts.iter().map(&of).collect();
        by_parts(of(whole), &each)
    }

    /// The same of a share of the variance, which rounding moves too.
    fn share(&self, whole: &PickFreeze, of: impl Fn(&PickFreeze) -> f64) -> Estimate {
        const ROUNDING: f64 = 1e-9;
        let estimate = self.estimate(whole, of);
        Estimate::new(estimate.value, estimate.standard_error.hypot(ROUNDING))
    }

    fn indices(
        &self,
        outcome: &Outcome,
        blocks: &[Block],
        pairs: &[[usize; 2]],
        draws: u64,
        reach: f64,
    ) -> SobolIndices {
        let mut whole = self.parts[0].clone();
        self.parts[1..].iter().for_each(|part| whole.merge(part));
        // Where nothing varies nothing is explained.
        let count = if whole.variance() == 0.0 {
            0
        } else {
            blocks.len()
        };
        let of = |f: &dyn Fn(&PickFreeze) -> f64| self.share(&whole, f);
        let rows = blocks.iter().enumerate().take(count);
        let rows = rows.map(|(place, block)| BlockIndices {
            block: block.clone(),
            first: of(&|sums| sums.closed(place)),
            total: of(&|sums| sums.total(place)),
        });
        let pairs = pairs.iter().enumerate().filter(|_| count > 0);
        let pairs = pairs.map(|(place, &[i, j])| {
            let both = blocks.len() + place;
            PairIndices {
                blocks: [i, j],
                closed: of(&|sums| sums.closed(both)),
                interaction: of(&|sums| sums.closed(both) - sums.closed(i) - sums.closed(j)),
            }
        });
        SobolIndices {
            outcome: outcome.clone(),
            mean: self.estimate(&whole, PickFreeze::mean),
            variance: self.estimate(&whole, PickFreeze::variance),
            blocks: rows.collect(),
            pairs: pairs.collect(),
            first_sum: of(&|sums| (0..count).map(|place| sums.closed(place)).sum()),
            draws,
            reach,
            parts: self.parts.len() as u32,
        }
    }
}
