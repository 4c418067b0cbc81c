//! From a variant to a plan.

use super::builder::Builder;
use super::metric::{Metric, Ratio, StakeholderMetric};
use super::program::{Operand, Program};
use crate::dist::{Sampler, ScoreSampler, TableCache, normal_scores};
use crate::model::{Input, Kind, Matrix, Model, Side, Total, Uncertainty, Variant, cholesky};

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

/// Uniforms that the program itself inverts, because what they are the uniforms of has other parameters in every draw.
#[derive(Clone, Debug)]
pub struct UniformColumn {
    /// Their address.
    pub name: String,
    /// The register they fill.
    pub register: usize,
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
    /// so that variants of a case share their designs; then the addresses of predicted quantities.
    pub dimensions: Vec<String>,
    /// Inputs drawn on their own.
    pub drawn: Vec<DrawnInput>,
    /// Inputs drawn jointly.
    pub copulas: Vec<Copula>,
    /// Inputs drawn as shares of a whole.
    pub wholes: Vec<Whole>,
    /// Uniforms of predicted quantities; none in an ordinary run.
    pub uniforms: Vec<UniformColumn>,
    /// Turns uniforms into normal scores, for the copulas.
    pub scores: Sampler,
    /// The model as a program.
    pub program: Program,
    /// What is reported.
    pub outputs: Vec<Output>,
    /// The ratios of expectations that are reported, with the columns of numerator and denominator.
    pub ratios: Vec<(Ratio, [Operand; 2])>,
    /// In a predictive run, the same outputs given the parameters alone, of the same draws: what an ordinary run has. Those
    /// that are sums of lines, or predicted, are compared with the outputs. None in an ordinary run.
    pub expected: Vec<Output>,
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
        let uniforms = self.uniforms.iter().map(|column| &column.name);
        let all = single.chain(joint).chain(shares).chain(uniforms);
        let last = all.map(|name| self.dimension(name)).max();
        last.map_or(0, |last| last + 1)
    }

    /// The outputs of a predictive run whose variance is set against that of the same output given the parameters alone:
    /// sums of lines, and what is predicted. Expected value and draw.
    pub fn compared(&self) -> impl Iterator<Item = (Metric, [Operand; 2])> {
        let expected = self.expected.iter().filter(|output| output.metric.is_sum());
        expected.filter_map(|output| {
            let drawn = self.operand(output.metric)?;
            Some((output.metric, [output.operand, drawn]))
        })
    }

    /// Where the column of a metric is.
    #[must_use]
    pub fn operand(&self, metric: Metric) -> Option<Operand> {
        self.outputs
            .iter()
            .find(|output| output.metric == metric)
            .map(|output| output.operand)
    }

    /// The outputs that a file of draws holds: lines and totals. Those of stakeholders are sums of lines.
    pub fn kept_outputs(&self) -> impl Iterator<Item = &Output> {
        self.outputs
            .iter()
            .filter(|output| !matches!(output.metric, Metric::Stakeholder(..)))
    }

    /// The registers that hold outputs, each once: outputs that are the same column are summed up once.
    #[must_use]
    pub fn output_registers(&self) -> Vec<usize> {
        let mut registers = Vec::new();
        for output in self.outputs.iter().chain(&self.expected) {
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
    let (uses, derived_uses) = variant.used(model);
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
    let wholes = wholes(model, &operands, &mut cache);
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
    let (uniforms, registers_of_uniforms) = uniforms(model, variant, &derived_uses, registers);
    let registers = registers + uniforms.len();
    let mut builder = Builder::new(model, variant, registers);
    builder.uniforms = registers_of_uniforms;
    let metrics = metrics(model, variant, &derived_uses);
    let mut outputs = if variant.predictive {
        let mut env = builder.predictive_environment(operands.clone());
        builder.outputs(&metrics, &mut env)
    } else {
        let mut env = builder.environment(operands.clone());
        builder.outputs(&metrics, &mut env)
    };
    let mut expected = Vec::new();
    if variant.predictive {
        let mut env = builder.environment(at_expected(model, variant, operands));
        expected = builder.outputs(&metrics, &mut env);
    }
    let all = outputs.iter().chain(&expected);
    let nodes: Vec<Operand> = all.map(|output| output.operand).collect();
    let (program, places) = Program::lay_out(registers, &builder.operations, &nodes);
    let all = outputs.iter_mut().chain(&mut expected);
    all.zip(places)
        .for_each(|(output, place)| output.operand = place);
    let ratios = ratios(model, &outputs);
    Plan {
        dimensions: dimensions(model),
        drawn,
        copulas,
        wholes,
        uniforms,
        scores: normal_scores(),
        program,
        outputs,
        ratios,
        expected,
    }
}

/// The inputs without what differs between individuals.
fn at_expected(model: &Model, variant: &Variant, operands: Vec<Operand>) -> Vec<Operand> {
    let inputs = model.inputs.iter().zip(&variant.points);
    let at = |(operand, (input, &point)): (Operand, (&Input, &f64))| match input.kind {
        Kind::Variability => Operand::Constant(point),
        _ => operand,
    };
    operands.into_iter().zip(inputs).map(at).collect()
}

/// The uniforms of the predictions that reach a line, from register `first` on, and the registers of every prediction.
fn uniforms(
    model: &Model,
    variant: &Variant,
    used: &[bool],
    first: usize,
) -> (Vec<UniformColumn>, Vec<Vec<usize>>) {
    let mut columns: Vec<UniformColumn> = Vec::new();
    let mut registers = Vec::new();
    for prediction in &model.predictions {
        let mut own = Vec::new();
        let drawn = variant.predictive && prediction.quantities.iter().any(|&q| used[q]);
        for uniform in 0..prediction.law.uniforms() {
            if drawn {
                let register = first + columns.len();
                own.push(register);
                columns.push(UniformColumn {
                    name: prediction.address(uniform),
                    register,
                });
            }
        }
        registers.push(own);
    }
    (columns, registers)
}

/// The names of all inputs, those that the base case draws first, and the addresses of predicted quantities.
fn dimensions(model: &Model) -> Vec<String> {
    let (drawn, others): (Vec<_>, Vec<_>) = model.inputs.iter().partition(|input| input.is_drawn());
    let all = drawn.into_iter().chain(others);
    let inputs = all.map(|input| input.name.clone());
    // After all inputs, so that ordinary runs do not know of them.
    let predictions = model.predictions.iter().flat_map(|prediction| {
        let uniforms = 0..prediction.law.uniforms();
        uniforms.map(|uniform| prediction.address(uniform))
    });
    inputs.chain(predictions).collect()
}

/// The ratios of which both parts are outputs.
fn ratios(model: &Model, outputs: &[Output]) -> Vec<(Ratio, [Operand; 2])> {
    let operand = |metric: Metric| {
        let output = outputs.iter().find(|output| output.metric == metric)?;
        Some(output.operand)
    };
    let shares = (0..model.stakeholders.len()).map(Ratio::BenefitShare);
    [Ratio::Roi, Ratio::HardRoi]
        .into_iter()
        .chain(shares)
        .filter_map(|ratio| {
            let (numerator, denominator) = ratio.parts();
            Some((ratio, [operand(numerator)?, operand(denominator)?]))
        })
        .collect()
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
fn wholes(model: &Model, operands: &[Operand], cache: &mut TableCache) -> Vec<Whole> {
    let register = |input: usize| match operands[input] {
        Operand::Register(register) => Some(register),
        Operand::Constant(_) => None,
    };
    let mut wholes = Vec::new();
    for composition in &model.compositions {
        let members = composition.members.iter();
        if members.clone().all(|&input| register(input).is_none()) {
            continue;
        }
        let gammas = composition.law.gamma_samplers(cache);
        let shares = members.zip(gammas).zip(composition.law.marginals());
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
fn metrics(model: &Model, variant: &Variant, used: &[bool]) -> Vec<Metric> {
    let mut metrics: Vec<Metric> = Total::ALL
        .iter()
        .map(|(_, total)| Metric::Total(*total))
        .collect();
    metrics.extend((0..model.lines.len()).map(Metric::Line));
    for who in 0..model.stakeholders.len() {
        let has = |side: Side| {
            model
                .lines
                .iter()
                .any(|line| line.stakeholder == who && line.side == side)
        };
        if has(Side::Benefit) {
            metrics.push(Metric::Stakeholder(who, StakeholderMetric::Benefits));
            metrics.push(Metric::Stakeholder(who, StakeholderMetric::BenefitShare));
        }
        if has(Side::Cost) {
            metrics.push(Metric::Stakeholder(who, StakeholderMetric::Costs));
        }
        if has(Side::Benefit) || has(Side::Cost) {
            metrics.push(Metric::Stakeholder(who, StakeholderMetric::NetBenefit));
        }
    }
    let predicted = model.predictions.iter().flat_map(|p| &p.quantities);
    let predicted = predicted.filter(|&&quantity| variant.predictive && used[quantity]);
    metrics.extend(predicted.map(|&quantity| Metric::Quantity(quantity)));
    metrics
}
