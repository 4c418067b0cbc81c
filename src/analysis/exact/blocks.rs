//! Which drawn inputs depend on each other: independent blocks of one input, of a correlated group or of a whole.

use super::super::blocks::{Block, BlockKind, blocks};
use super::NotExact;
use super::copula::Copula;
use crate::dist::{Dirichlet, Prior};
use crate::model::{Matrix, Model, Uncertainty, Variant};

/// Where a drawn input is found, and what standardises it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    pub(super) block: usize,
    /// Its place among the members.
    pub(super) member: usize,
    pub(super) mean: f64,
    pub(super) sd: f64,
}

/// What is needed to know how the members of a block depend on each other.
enum Ties<'a> {
    None,
    /// Correlations of the normal scores.
    Scores(Matrix),
    /// The joint law, and the places of the members in it.
    Shares(&'a Dirichlet, Vec<usize>),
}

/// The blocks of a variant.
pub(super) struct Blocks<'a> {
    pub(super) list: Vec<Block>,
    ties: Vec<Ties<'a>>,
    /// Per input; `None` where it is not drawn or reaches no line.
    places: Vec<Option<Place>>,
    priors: Vec<Option<&'a Prior>>,
}

/// The correlations of the values within a block.
pub(super) enum Dependence<'a> {
    /// Of one input with itself.
    Single,
    /// Through normal scores.
    Correlated(Copula<'a>, Matrix),
    /// Of shares.
    Whole(Matrix),
}

impl<'a> Blocks<'a> {
    /// The blocks of all drawn inputs that reach lines: groups first, then wholes, then inputs on their own.
    pub(super) fn new(model: &Model, variant: &'a Variant) -> Result<Self, NotExact> {
        let uses = variant.uses_in_lines(model);
        let used = variant.uncertainties.iter().zip(&uses);
        let priors = used.map(|(uncertainty, used)| match uncertainty {
            Uncertainty::Drawn(prior) if *used && !prior.is_fixed() => Some(prior),
            _ => None,
        });
        let mut entered = Self {
            list: Vec::new(),
            ties: Vec::new(),
            places: vec![None; model.inputs.len()],
            priors: priors.collect(),
        };
        for block in blocks(model, variant, &uses) {
            let ties = ties(model, variant, &block);
            entered.enter(model, block, ties)?;
        }
        Ok(entered)
    }

    fn enter(&mut self, model: &Model, block: Block, ties: Ties<'a>) -> Result<(), NotExact> {
        for (member, &input) in block.members.iter().enumerate() {
            let Some(prior) = self.priors[input] else {
                continue;
            };
            let (mean, sd) = (prior.mean(), prior.sd());
            if !(mean.is_finite() && sd.is_finite() && sd > 0.0) {
                let input = model.inputs[input].name.clone();
                return Err(NotExact::Moments { input });
            }
            self.places[input] = Some(Place {
                block: self.list.len(),
                member,
                mean,
                sd,
            });
        }
        self.list.push(block);
        self.ties.push(ties);
        Ok(())
    }

    /// Where an input is; `None` when it is not drawn or reaches no line.
    pub(super) fn place(&self, input: usize) -> Option<&Place> {
        self.places[input].as_ref()
    }

    /// The block of an input.
    pub(super) fn block_of(&self, input: usize) -> Option<usize> {
        self.place(input).map(|place| place.block)
    }

    /// The prior of an input that is drawn.
    pub(super) fn prior(&self, input: usize) -> Option<&'a Prior> {
        self.priors[input]
    }

    /// How the members of every block depend on each other.
    pub(super) fn dependences(&self, model: &Model) -> Result<Vec<Dependence<'a>>, NotExact> {
        let all = self.ties.iter().zip(&self.list);
        all.map(|(ties, block)| match ties {
            Ties::None => Ok(Dependence::Single),
            Ties::Shares(law, places) => Ok(Dependence::Whole(correlations(law, places))),
            Ties::Scores(scores) => {
                let priors = block.members.iter().filter_map(|&index| self.priors[index]);
                let copula = Copula::new(priors.collect(), scores.clone());
                let name = |member: usize| model.inputs[block.members[member]].name.clone();
                let values = copula
                    .correlations()
                    .map_err(|pair| NotExact::Correlation {
                        inputs: pair.map(name),
                    })?;
                Ok(Dependence::Correlated(copula, values))
            }
        })
        .collect()
    }
}

/// How the members of a block are tied: the rows of their correlation or of their joint law.
fn ties<'a>(model: &Model, variant: &'a Variant, block: &Block) -> Ties<'a> {
    let places = |of: &[usize]| -> Vec<usize> {
        let place = |member: &usize| of.iter().position(|known| known == member);
        block.members.iter().filter_map(place).collect()
    };
    let correlations = model.correlations.iter().zip(&variant.correlations);
    let mut wholes = model.compositions.iter().zip(&variant.compositions);
    match block.kind {
        BlockKind::Single => Ties::None,
        BlockKind::Correlated => {
            let mut own = correlations.filter(|(group, _)| group.name == block.name);
            own.next().map_or(Ties::None, |(group, (scores, _))| {
                let places = places(&group.members);
                let row = |i: &usize| places.iter().map(|j| scores[*i][*j]).collect();
                Ties::Scores(places.iter().map(row).collect())
            })
        }
        BlockKind::Whole => {
            let own = wholes.find(|(whole, _)| whole.name == block.name);
            own.map_or(Ties::None, |(whole, (law, _))| {
                Ties::Shares(law, places(&whole.members))
            })
        }
    }
}

impl Dependence<'_> {
    /// E[Zᵢ·Zⱼ] of two members.
    pub(super) fn correlation(&self, i: usize, j: usize) -> f64 {
        match self {
            Self::Single => 1.0,
            Self::Correlated(_, values) | Self::Whole(values) => values[i][j],
        }
    }
}

/// The correlations of some shares of a whole: −√(αᵢαⱼ/((α₀ − αᵢ)(α₀ − αⱼ))).
fn correlations(law: &Dirichlet, places: &[usize]) -> Matrix {
    let covariance = law.covariance();
    let sd = |i: usize| covariance[i][i].sqrt();
    let entry = |i: usize, j: usize| {
        if i == j {
            1.0
        } else {
            covariance[i][j] / (sd(i) * sd(j))
        }
    };
    let row = |&i: &usize| places.iter().map(|&j| entry(i, j)).collect();
    places.iter().map(row).collect()
}
