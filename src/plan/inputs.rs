//! The inputs that variants draw: those that are drawn alike are one column.

use super::compile::{Copula, CopulaMember, DrawnInput, Share, Whole};
use super::program::Operand;
use crate::dist::{Dirichlet, Prior, TableCache};
use crate::model::{Matrix, Model, Uncertainty, Variant, cholesky};

/// One way in which an input is drawn: all that decides its values besides the uniforms at its name.
#[derive(Clone, Debug)]
struct Way {
    prior: Prior,
    /// What ties it to others: its row of a Cholesky factor, the parameters of a Dirichlet, or nothing.
    joint: Vec<f64>,
    register: usize,
}

/// What an input belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    None,
    /// A correlation, and the place among its members.
    Correlation(usize, usize),
    /// A whole.
    Composition(usize),
}

/// The drawn inputs of some variants of a model.
pub(super) struct Inputs<'a> {
    model: &'a Model,
    /// Per input.
    ways: Vec<Vec<Way>>,
    /// Per whole, the joint distributions that its shares are drawn from.
    laws: Vec<Vec<&'a Dirichlet>>,
    groups: Vec<Group>,
    /// How many columns they fill.
    pub(super) registers: usize,
    /// Per variant, where the value of every input is.
    pub(super) operands: Vec<Vec<Operand>>,
}

impl<'a> Inputs<'a> {
    /// Inputs that no line uses are not drawn, except shares of a whole of which another one is used.
    pub(super) fn of(model: &'a Model, variants: &[&'a Variant]) -> Self {
        let mut inputs = Self {
            model,
            ways: vec![Vec::new(); model.inputs.len()],
            laws: vec![Vec::new(); model.compositions.len()],
            groups: groups(model),
            registers: 0,
            operands: vec![Vec::new(); variants.len()],
        };
        let known: Vec<(Vec<bool>, Vec<Option<Matrix>>)> = variants
            .iter()
            .map(|variant| (variant.uses(model), factors(variant)))
            .collect();
        for index in 0..model.inputs.len() {
            for (place, (variant, (uses, factors))) in variants.iter().zip(&known).enumerate() {
                let operand = match &variant.uncertainties[index] {
                    Uncertainty::Fixed(value) => Operand::Constant(*value),
                    // The value of an unused input never reaches an output.
                    Uncertainty::Drawn(_) if !uses[index] => Operand::Constant(f64::NAN),
                    Uncertainty::Drawn(prior) => inputs.drawn_as(index, prior, variant, factors),
                };
                inputs.operands[place].push(operand);
            }
        }
        inputs
    }

    /// The column of an input that is drawn from this prior under these correlations.
    fn drawn_as(
        &mut self,
        index: usize,
        prior: &Prior,
        variant: &'a Variant,
        factors: &[Option<Matrix>],
    ) -> Operand {
        let joint = match self.groups[index] {
            Group::None => Vec::new(),
            Group::Correlation(group, place) => factors[group]
                .as_ref()
                .map_or_else(Vec::new, |factor| factor[place][..=place].to_vec()),
            Group::Composition(whole) => {
                let law = &variant.compositions[whole].0;
                if !self.laws[whole].contains(&law) {
                    self.laws[whole].push(law);
                }
                law.alpha().to_vec()
            }
        };
        let ways = &mut self.ways[index];
        let same = |way: &&Way| way.prior == *prior && way.joint == joint;
        if let Some(known) = ways.iter().find(same) {
            return Operand::Register(known.register);
        }
        let register = self.registers;
        self.registers += 1;
        ways.push(Way {
            prior: prior.clone(),
            joint,
            register,
        });
        Operand::Register(register)
    }

    fn name(&self, index: usize) -> String {
        self.model.inputs[index].name.clone()
    }

    /// Those with uniforms of their own.
    pub(super) fn drawn(&self, cache: &mut TableCache) -> Vec<DrawnInput> {
        let mut drawn = Vec::new();
        for (input, ways) in self.ways.iter().enumerate() {
            for way in ways.iter().filter(|way| way.joint.is_empty()) {
                drawn.push(DrawnInput {
                    input,
                    name: self.name(input),
                    sampler: way.prior.sampler(cache),
                    register: way.register,
                });
            }
        }
        drawn
    }

    /// The correlations of which some member is drawn. Rows may be of different matrices: the uniforms are the same.
    pub(super) fn copulas(&self, cache: &mut TableCache) -> Vec<Copula> {
        let mut copulas = Vec::new();
        for group in &self.model.correlations {
            let mut names = Vec::new();
            let mut members = Vec::new();
            let mut lower = Matrix::new();
            for (position, &input) in group.members.iter().enumerate() {
                let ways = self.ways[input].iter().filter(|way| !way.joint.is_empty());
                for way in ways {
                    // A row mixes the scores up to its own member.
                    let mixed = group.members.iter().take(position + 1).skip(names.len());
                    let mixed: Vec<String> = mixed.map(|&input| self.name(input)).collect();
                    names.extend(mixed);
                    lower.push(way.joint.clone());
                    members.push(CopulaMember {
                        input,
                        sampler: way.prior.sampler_from_scores(cache),
                        register: way.register,
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

    /// The wholes of which some share is drawn, once for each joint distribution.
    pub(super) fn wholes(&self, cache: &mut TableCache) -> Vec<Whole> {
        let mut wholes = Vec::new();
        for (composition, laws) in self.model.compositions.iter().zip(&self.laws) {
            for law in laws {
                let gammas = law.gamma_samplers(cache);
                let members = composition.members.iter();
                let shares = members.zip(gammas).zip(law.marginals());
                let shares = shares.map(|((&input, gamma), marginal)| {
                    let mut ways = self.ways[input].iter();
                    let way = ways.find(|way| way.joint == law.alpha());
                    Share {
                        input,
                        name: self.name(input),
                        gamma,
                        mean: marginal.mean(),
                        register: way.map(|way| way.register),
                    }
                });
                wholes.push(Whole {
                    shares: shares.collect(),
                });
            }
        }
        wholes
    }
}

fn groups(model: &Model) -> Vec<Group> {
    let mut groups = vec![Group::None; model.inputs.len()];
    for (index, correlation) in model.correlations.iter().enumerate() {
        for (place, &input) in correlation.members.iter().enumerate() {
            groups[input] = Group::Correlation(index, place);
        }
    }
    for (index, composition) in model.compositions.iter().enumerate() {
        for &input in &composition.members {
            groups[input] = Group::Composition(index);
        }
    }
    groups
}

/// The Cholesky factors of the correlations of a variant.
fn factors(variant: &Variant) -> Vec<Option<Matrix>> {
    let matrices = variant.correlations.iter();
    matrices.map(|(scores, _)| cholesky(scores)).collect()
}
