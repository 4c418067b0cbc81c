//! From a variant to a plan.

use super::builder::Builder;
use super::inputs::Inputs;
use super::metric::{Metric, Ratio, StakeholderMetric, VariantMetric};
use super::program::{Operand, Program};
use crate::dist::{Sampler, ScoreSampler, TableCache, normal_scores};
use crate::model::{
    Euros, Input, Kind, Matrix, Model, Party, PartyResult, Side, Total, Uncertainty, Variant,
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
    /// Per member, the weights of the normal scores of `names`: rows of the lower Cholesky factor of their correlations. In a
    /// family of variants an input may be a member more than once, with another prior or another row.
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
    /// Whether its distribution is wanted, not only its mean.
    pub distributed: bool,
}

/// Two ratios of expectations whose difference is reported.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RatioDifference {
    /// The variant, by index, that is compared with the first.
    pub variant: usize,
    /// The euros that count as benefits.
    pub euros: Euros,
    /// The difference of the numerators, that of the denominators, and numerator and denominator of the first.
    pub columns: [Operand; 4],
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
    /// Inputs that the variant fixes and that are columns all the same, by index, for an analysis that sets them.
    pub opened: Vec<(usize, usize)>,
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
    /// Benefits and costs of every variant: of one, but for a family.
    pub balances: Vec<[Operand; 2]>,
    /// In a family, how far the ratios of expectations of the variants are from those of the first.
    pub differences: Vec<RatioDifference>,
    /// In a predictive run, the same outputs given the parameters alone, of the same draws: what an ordinary run has. Those
    /// that are sums of lines, or predicted, are compared with the outputs. None in an ordinary run.
    pub expected: Vec<Output>,
    /// Those of them that are affine in the chance: given the parameters, what is expected of the draw is their value.
    pub affine: Vec<Metric>,
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

    /// The outputs of a predictive run whose variance is set against that of the same output given the parameters alone.
    /// Expected value and draw.
    pub fn compared(&self) -> impl Iterator<Item = (Metric, [Operand; 2])> {
        let expected = self.expected.iter();
        let expected = expected.filter(|output| self.affine.contains(&output.metric));
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

    /// The outputs that a file of draws holds: lines and totals. Those of parties are sums of lines and shares of them.
    pub fn kept_outputs(&self) -> impl Iterator<Item = &Output> {
        self.outputs
            .iter()
            .filter(|output| !output.metric.is_of_party())
    }

    /// The registers that hold outputs, each once: outputs that are the same column are summed up once. Those whose
    /// distribution is wanted come first; the second part is how many these are.
    #[must_use]
    pub fn output_registers(&self) -> (Vec<usize>, usize) {
        let mut registers = Vec::new();
        let mut distributed = 0;
        for first in [true, false] {
            let all = self.outputs.iter().chain(&self.expected);
            for output in all.filter(|output| output.distributed == first) {
                if let Operand::Register(register) = output.operand
                    && !registers.contains(&register)
                {
                    registers.push(register);
                }
            }
            if first {
                distributed = registers.len();
            }
        }
        (registers, distributed)
    }

    /// Model index and register of every drawn input, in the order of the registers. In a family an input may be drawn in
    /// several ways.
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
    let (_, derived_uses) = variant.used(model);
    let mut inputs = Inputs::of(model, &[variant]);
    let operands = inputs.operands.remove(0);
    let (uniforms, registers) = uniforms(model, variant, &derived_uses, inputs.registers);
    let mut builder = Builder::new(model, variant, inputs.registers + uniforms.len());
    builder.uniforms = registers;
    let metrics = metrics(model, variant, &derived_uses);
    let mut nodes = Nodes::default();
    if variant.predictive {
        let mut env = builder.predictive_environment(operands.clone());
        nodes.outputs = builder.outputs(&metrics, &mut env);
        let mut env = builder.environment(at_expected(model, variant, operands));
        nodes.expected = builder.outputs(&metrics, &mut env);
        nodes.affine = affine(model, variant, metrics);
    } else {
        let mut env = builder.environment(operands);
        nodes.outputs = builder.outputs(&metrics, &mut env);
    }
    assemble(&inputs, uniforms, &builder, nodes)
}

/// Compiles a variant for an analysis, without chance: only these metrics are computed, and the inputs of `open`, by index, are
/// columns that the analysis fills, also where the variant fixes them. Fixed shares of a whole cannot be opened.
#[must_use]
pub fn compile_for(model: &Model, variant: &Variant, metrics: &[Metric], open: &[usize]) -> Plan {
    let mut inputs = Inputs::of(model, &[variant]);
    let mut operands = inputs.operands.remove(0);
    let mut opened = Vec::new();
    for &input in open {
        if matches!(variant.uncertainties[input], Uncertainty::Fixed(_)) {
            let register = inputs.registers;
            inputs.registers += 1;
            operands[input] = Operand::Register(register);
            opened.push((input, register));
        }
    }
    let mut builder = Builder::new(model, variant, inputs.registers);
    let mut env = builder.environment(operands);
    let nodes = Nodes {
        outputs: builder.outputs(metrics, &mut env),
        ..Nodes::default()
    };
    let mut plan = assemble(&inputs, Vec::new(), &builder, nodes);
    plan.opened = opened;
    plan
}

/// What a plan reports, as nodes of its builder.
#[derive(Default)]
pub(super) struct Nodes {
    pub(super) outputs: Vec<Output>,
    pub(super) expected: Vec<Output>,
    pub(super) affine: Vec<Metric>,
    pub(super) differences: Vec<RatioDifference>,
}

/// A plan from nodes: lays out the program, and says where everything is.
pub(super) fn assemble(
    inputs: &Inputs<'_>,
    uniforms: Vec<UniformColumn>,
    builder: &Builder<'_>,
    nodes: Nodes,
) -> Plan {
    let Nodes {
        mut outputs,
        mut expected,
        affine,
        mut differences,
    } = nodes;
    let model = builder.model;
    let all = outputs.iter().chain(&expected);
    let mut nodes: Vec<Operand> = all.map(|output| output.operand).collect();
    nodes.extend(differences.iter().flat_map(|difference| difference.columns));
    let columns = inputs.registers + uniforms.len();
    let (program, places) = Program::lay_out(columns, &builder.operations, &nodes);
    let all = outputs.iter_mut().chain(&mut expected);
    let wanted = all.map(|output| &mut output.operand);
    let wanted = wanted.chain(differences.iter_mut().flat_map(|d| &mut d.columns));
    wanted
        .zip(places)
        .for_each(|(operand, place)| *operand = place);
    let mut cache = TableCache::new();
    Plan {
        dimensions: dimensions(model),
        copulas: inputs.copulas(&mut cache),
        wholes: inputs.wholes(&mut cache),
        drawn: inputs.drawn(&mut cache),
        uniforms,
        opened: Vec::new(),
        scores: normal_scores(),
        program,
        ratios: ratios(model, &outputs),
        pockets: pockets(model, &outputs),
        balances: balances(&outputs),
        outputs,
        expected,
        affine,
        differences,
    }
}

/// The metrics that are sums, and affine in what a predictive run draws besides the parameters.
fn affine(model: &Model, variant: &Variant, metrics: Vec<Metric>) -> Vec<Metric> {
    let affine = variant.affine_in_chance(model);
    let all = affine.lines.iter().all(|line| *line);
    let of = |metric: &Metric| match *metric {
        Metric::Line(line) => affine.lines[line],
        Metric::Quantity(quantity) => affine.derived[quantity],
        Metric::Total(_) => all,
        _ => all && affine.shares,
    };
    let sums = metrics.into_iter().filter(|metric| metric.is_sum());
    sums.filter(of).collect()
}

/// The inputs with those that differ between individuals at their means.
fn at_expected(model: &Model, variant: &Variant, operands: Vec<Operand>) -> Vec<Operand> {
    let at = |(index, operand): (usize, Operand)| {
        let (input, how): (&Input, _) = (&model.inputs[index], &variant.uncertainties[index]);
        match (input.kind, how) {
            (Kind::Variability, Uncertainty::Drawn(prior)) => {
                // The point itself where the mean is it but for rounding: then this is the ordinary run, bit for bit.
                let (mean, point) = (prior.mean(), variant.points[index]);
                let is_point = (mean - point).abs() <= 1e-9 * point.abs();
                Operand::Constant(if is_point { point } else { mean })
            }
            _ => operand,
        }
    };
    operands.into_iter().enumerate().map(at).collect()
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
    let stakeholders = 0..model.stakeholders.len();
    let shares = stakeholders.flat_map(|who| [Ratio::BenefitShare(who), Ratio::CostShare(who)]);
    let variants = (0..variants(outputs)).flat_map(|v| Euros::ALL.map(|e| Ratio::Variant(v, e)));
    [Ratio::Roi, Ratio::HardRoi]
        .into_iter()
        .chain(shares)
        .chain(parties(model).map(Ratio::PartyRoi))
        .chain(variants)
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

/// Benefits and costs of every variant.
fn balances(outputs: &[Output]) -> Vec<[Operand; 2]> {
    let of = |wanted: &dyn Fn(Total) -> Metric| {
        let column = |total: Total| operand(outputs, wanted(total));
        Some([column(Total::Benefits)?, column(Total::Costs)?])
    };
    let single = of(&Metric::Total);
    let variants = (0..variants(outputs))
        .filter_map(|v| of(&|total| Metric::Variant(v, VariantMetric::Total(total))));
    single.into_iter().chain(variants).collect()
}

/// How many variants there are in a family.
fn variants(outputs: &[Output]) -> usize {
    let variants = outputs.iter().filter_map(|output| match output.metric {
        Metric::Variant(variant, _) => Some(variant + 1),
        _ => None,
    });
    variants.max().unwrap_or(0)
}

/// Everything a run reports, in the order of the result files.
fn metrics(model: &Model, variant: &Variant, used: &[bool]) -> Vec<Metric> {
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
    let predicted = model.predictions.iter().flat_map(|p| &p.quantities);
    let predicted = predicted.filter(|&&quantity| variant.predictive && used[quantity]);
    metrics.extend(predicted.map(|&quantity| Metric::Quantity(quantity)));
    metrics
}
