//! From a variant to a plan.

use super::builder::Builder;
use super::metric::{Metric, Ratio, StakeholderMetric};
use super::program::{Operand, Program};
use crate::dist::{Sampler, ScoreSampler, TableCache, normal_scores};
use crate::model::{
    Matrix, Model, Party, PartyResult, Side, Total, Uncertainty, Variant, cholesky,
};

/// An input that is drawn from its own uniforms.
#[derive(Clone, Debug)]
pub struct DrawnInput {
    /// Index in the model.
    pub input: usize,
    /// Its name: the address of its uniforms.
    pub name: String,
    /// Turns uniforms into values, in base units.
    pub sampler: Sampler,
    /// The register it fills.
    pub register: usize,
}

/// An input that is drawn jointly with others.
#[derive(Clone, Debug)]
pub struct CopulaMember {
    /// Index in the model.
    pub input: usize,
    /// Turns normal scores into values, in base units.
    pub sampler: ScoreSampler,
    /// The register it fills.
    pub register: usize,
}

/// Inputs drawn through a Gaussian copula.
///
/// Members of a group that are fixed still lend their uniforms to the others: fixing one changes no other draw.
#[derive(Clone, Debug)]
pub struct Copula {
    /// Names of the inputs whose uniforms are mixed: the addresses of the uniforms.
    pub names: Vec<String>,
    /// The inputs that are drawn.
    pub members: Vec<CopulaMember>,
    /// Per member, the weights of the normal scores of `names`: rows of the lower Cholesky factor of their correlations.
    pub lower: Matrix,
}

/// An input that is a share of a whole.
#[derive(Clone, Debug)]
pub struct Share {
    /// Index in the model.
    pub input: usize,
    /// Its name: the address of its uniforms.
    pub name: String,
    /// Turns uniforms into the gammas that shares are made of.
    pub gamma: Sampler,
    /// Its mean, which it has where all gammas underflow to 0.
    pub mean: f64,
    /// The register it fills; `None` when it is fixed.
    pub register: Option<usize>,
}

/// Shares of a whole: each is its gamma over the sum of all gammas, so all gammas are drawn where one share is used.
#[derive(Clone, Debug)]
pub struct Whole {
    /// The shares.
    pub shares: Vec<Share>,
}

/// A metric and where its column is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Output {
    /// What it is.
    pub metric: Metric,
    /// Its column, or its value when it is the same in every draw.
    pub operand: Operand,
}

/// A case ready to run.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Names of the inputs in the order of their dimensions: those that the case draws before those that only scenarios do,
    /// so that variants of a case share their designs.
    pub dimensions: Vec<String>,
    /// Inputs drawn on their own.
    pub drawn: Vec<DrawnInput>,
    /// Inputs drawn jointly.
    pub copulas: Vec<Copula>,
    /// Inputs drawn as shares of a whole.
    pub wholes: Vec<Whole>,
    /// Turns uniforms into normal scores, for the copulas.
    pub scores: Sampler,
    /// The model as a program.
    pub program: Program,
    /// What is reported.
    pub outputs: Vec<Output>,
    /// The ratios of expectations that are reported, with the columns of numerator and denominator.
    pub ratios: Vec<(Ratio, [Operand; 2])>,
    /// The parties for whom the wrong pocket is reported, with the net benefits of society and of the party.
    pub pockets: Vec<(Party, [Operand; 2])>,
}

impl Plan {
    /// The dimension in which a design places an input: its number among [`Plan::dimensions`].
    #[must_use]
    pub fn dimension(&self, name: &str) -> u32 {
        let place = self.dimensions.iter().position(|known| known == name);
        place.unwrap_or(self.dimensions.len()) as u32
    }

    /// How many dimensions a design must have: one more than the last that is drawn.
    #[must_use]
    pub fn dimension_count(&self) -> u32 {
        let single = self.drawn.iter().map(|input| &input.name);
        let joint = self.copulas.iter().flat_map(|copula| &copula.names);
        let shares = self.wholes.iter().flat_map(|whole| &whole.shares);
        let shares = shares.map(|share| &share.name);
        let all = single.chain(joint).chain(shares);
        let last = all.map(|name| self.dimension(name)).max();
        last.map_or(0, |last| last + 1)
    }

    /// Where the column of a metric is.
    #[must_use]
    pub fn operand(&self, metric: Metric) -> Option<Operand> {
        self.outputs
            .iter()
            .find(|output| output.metric == metric)
            .map(|output| output.operand)
    }

    /// The outputs that a file of draws holds: lines and totals. Those of parties are sums of lines and shares of them.
    pub fn kept_outputs(&self) -> impl Iterator<Item = &Output> {
        let of_party = |metric| matches!(metric, Metric::Stakeholder(..) | Metric::Perspective(..));
        let outputs = self.outputs.iter();
        outputs.filter(move |output| !of_party(output.metric))
    }

    /// The registers that hold outputs, each once: outputs that are the same column are summed up once.
    #[must_use]
    pub fn output_registers(&self) -> Vec<usize> {
        let mut registers = Vec::new();
        for output in &self.outputs {
            if let Operand::Register(register) = output.operand
                && !registers.contains(&register)
            {
                registers.push(register);
            }
        }
        registers
    }

    /// Model index and register of every drawn input, in the order of the registers.
    #[must_use]
    pub fn registers(&self) -> Vec<(usize, usize)> {
        let joint = self
            .copulas
            .iter()
            .flat_map(|copula| &copula.members)
            .map(|m| (m.input, m.register));
        let shares = self.wholes.iter().flat_map(|whole| &whole.shares);
        let shares = shares.filter_map(|share| Some((share.input, share.register?)));
        let mut all: Vec<(usize, usize)> = self
            .drawn
            .iter()
            .map(|d| (d.input, d.register))
            .chain(joint)
            .chain(shares)
            .collect();
        all.sort_by_key(|(_, register)| *register);
        all
    }
}

/// Compiles a variant. Inputs that no line uses are not drawn, except shares of a whole of which another one is used.
#[must_use]
pub fn compile(model: &Model, variant: &Variant) -> Plan {
    let uses = variant.uses(model);
    let mut registers = 0;
    let mut operands = Vec::new();
    for (index, uncertainty) in variant.uncertainties.iter().enumerate() {
        operands.push(match uncertainty {
            Uncertainty::Fixed(value) => Operand::Constant(*value),
            // The value of an unused input never reaches an output.
            Uncertainty::Drawn(_) if !uses[index] => Operand::Constant(f64::NAN),
            Uncertainty::Drawn(_) => {
                registers += 1;
                Operand::Register(registers - 1)
            }
        });
    }
    let mut cache = TableCache::new();
    let copulas = copulas(model, variant, &operands, &mut cache);
    let wholes = wholes(model, variant, &operands, &mut cache);
    let joint = |input: usize| {
        let correlated = copulas.iter().flat_map(|copula| &copula.members);
        let mut shares = wholes.iter().flat_map(|whole| &whole.shares);
        correlated.map(|m| m.input).any(|member| member == input)
            || shares.any(|share| share.input == input)
    };
    let mut drawn = Vec::new();
    for (input, uncertainty) in variant.uncertainties.iter().enumerate() {
        if let (Uncertainty::Drawn(prior), Operand::Register(register)) =
            (uncertainty, operands[input])
            && !joint(input)
        {
            let name = model.inputs[input].name.clone();
            drawn.push(DrawnInput {
                input,
                name,
                sampler: prior.sampler(&mut cache),
                register,
            });
        }
    }
    let mut builder = Builder::new(model, variant, registers);
    let mut env = builder.environment(operands);
    let (metrics, nodes): (Vec<Metric>, Vec<Operand>) = metrics(model)
        .into_iter()
        .filter_map(|metric| Some((metric, builder.metric(metric, &mut env)?)))
        .unzip();
    let (program, places) = Program::lay_out(registers, &builder.operations, &nodes);
    let outputs: Vec<Output> = metrics
        .into_iter()
        .zip(places)
        .map(|(metric, operand)| Output { metric, operand })
        .collect();
    let (ratios, pockets) = (ratios(model, &outputs), pockets(model, &outputs));
    Plan {
        dimensions: dimensions(model),
        drawn,
        copulas,
        wholes,
        scores: normal_scores(),
        program,
        outputs,
        ratios,
        pockets,
    }
}

/// The names of all inputs, those that the base case draws first.
fn dimensions(model: &Model) -> Vec<String> {
    let (drawn, others): (Vec<_>, Vec<_>) = model.inputs.iter().partition(|input| input.is_drawn());
    let all = drawn.into_iter().chain(others);
    all.map(|input| input.name.clone()).collect()
}

/// The ratios of which both parts are outputs.
fn ratios(model: &Model, outputs: &[Output]) -> Vec<(Ratio, [Operand; 2])> {
    let stakeholders = 0..model.stakeholders.len();
    let shares = stakeholders.flat_map(|who| [Ratio::BenefitShare(who), Ratio::CostShare(who)]);
    [Ratio::Roi, Ratio::HardRoi]
        .into_iter()
        .chain(shares)
        .chain(parties(model).map(Ratio::PartyRoi))
        .filter_map(|ratio| {
            let (numerator, denominator) = ratio.parts();
            let parts = [operand(outputs, numerator)?, operand(outputs, denominator)?];
            Some((ratio, parts))
        })
        .collect()
}

/// The net benefits of society and of each party.
fn pockets(model: &Model, outputs: &[Output]) -> Vec<(Party, [Operand; 2])> {
    let society = operand(outputs, Metric::Total(Total::NetBenefit));
    parties(model)
        .filter_map(|party| {
            let own = operand(outputs, Metric::of(party, PartyResult::NetBenefit))?;
            Some((party, [society?, own]))
        })
        .collect()
}

fn operand(outputs: &[Output], metric: Metric) -> Option<Operand> {
    let output = outputs.iter().find(|output| output.metric == metric)?;
    Some(output.operand)
}

/// Stakeholders, then perspectives.
fn parties(model: &Model) -> impl Iterator<Item = Party> {
    let stakeholders = (0..model.stakeholders.len()).map(Party::Stakeholder);
    stakeholders.chain((0..model.perspectives.len()).map(Party::Perspective))
}

/// The groups of which some member is drawn.
fn copulas(
    model: &Model,
    variant: &Variant,
    operands: &[Operand],
    cache: &mut TableCache,
) -> Vec<Copula> {
    let mut copulas = Vec::new();
    for (group, (scores, _)) in model.correlations.iter().zip(&variant.correlations) {
        let Some(factor) = cholesky(scores) else {
            continue;
        };
        let mut names = Vec::new();
        let mut members = Vec::new();
        let mut lower = Matrix::new();
        for (position, &input) in group.members.iter().enumerate() {
            if let (Uncertainty::Drawn(prior), Operand::Register(register)) =
                (&variant.uncertainties[input], operands[input])
            {
                // A row mixes the scores up to its own member.
                let mixed = &group.members[names.len()..=position];
                names.extend(mixed.iter().map(|&input| model.inputs[input].name.clone()));
                lower.push(factor[position][..=position].to_vec());
                members.push(CopulaMember {
                    input,
                    sampler: prior.sampler_from_scores(cache),
                    register,
                });
            }
        }
        if !members.is_empty() {
            copulas.push(Copula {
                names,
                members,
                lower,
            });
        }
    }
    copulas
}

/// The wholes of which some share is drawn.
fn wholes(
    model: &Model,
    variant: &Variant,
    operands: &[Operand],
    cache: &mut TableCache,
) -> Vec<Whole> {
    let register = |input: usize| match operands[input] {
        Operand::Register(register) => Some(register),
        Operand::Constant(_) => None,
    };
    let mut wholes = Vec::new();
    for (composition, (law, _)) in model.compositions.iter().zip(&variant.compositions) {
        let members = composition.members.iter();
        if members.clone().all(|&input| register(input).is_none()) {
            continue;
        }
        let gammas = law.gamma_samplers(cache);
        let shares = members.zip(gammas).zip(law.marginals());
        wholes.push(Whole {
            shares: shares
                .map(|((&input, gamma), marginal)| Share {
                    input,
                    name: model.inputs[input].name.clone(),
                    gamma,
                    mean: marginal.mean(),
                    register: register(input),
                })
                .collect(),
        });
    }
    wholes
}

/// Everything a run reports, in the order of the result files.
fn metrics(model: &Model) -> Vec<Metric> {
    let mut metrics: Vec<Metric> = Total::ALL
        .iter()
        .map(|(_, total)| Metric::Total(*total))
        .collect();
    metrics.extend((0..model.lines.len()).map(Metric::Line));
    for who in 0..model.stakeholders.len() {
        let has = |side: Side| model.has_flow(Party::Stakeholder(who), side);
        let mut add = |what| metrics.push(Metric::Stakeholder(who, what));
        if has(Side::Benefit) {
            add(StakeholderMetric::Benefits);
            add(StakeholderMetric::BenefitShare);
        }
        if has(Side::Cost) {
            add(StakeholderMetric::Costs);
            add(StakeholderMetric::CostShare);
        }
        if has(Side::Benefit) || has(Side::Cost) {
            add(StakeholderMetric::NetBenefit);
        }
        if has(Side::Benefit) && has(Side::Cost) {
            add(StakeholderMetric::Roi);
        }
    }
    for index in 0..model.perspectives.len() {
        let has = |side: Side| model.has_flow(Party::Perspective(index), side);
        let results = PartyResult::ALL.map(|(_, what)| what);
        let defined = results
            .into_iter()
            .filter(|what| *what != PartyResult::Roi || (has(Side::Benefit) && has(Side::Cost)));
        metrics.extend(defined.map(|what| Metric::Perspective(index, what)));
    }
    metrics
}
