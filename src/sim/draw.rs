//! Fills one chunk: uniforms, inputs, then the program.

use crate::chunk::CHUNK;
use crate::dist::Sampler;
use crate::plan::{Copula, Plan, Registers, Share, Whole};
use crate::stream::{Layout, Uniforms};

/// The uniforms of a plan's inputs in a run.
#[derive(Clone, Debug)]
pub(super) struct Sources {
    drawn: Vec<Uniforms>,
    copulas: Vec<Vec<Uniforms>>,
    wholes: Vec<Vec<Uniforms>>,
    predicted: Vec<Uniforms>,
}

impl Sources {
    pub(super) fn new(plan: &Plan, layout: &Layout, seed: u64) -> Self {
        Self::named(plan, |name| {
            Uniforms::new(layout, seed, name, plan.dimension(name))
        })
    }

    /// Independent draws of the same inputs: those numbered `copy`, whose first are the draws of a run. The layout must have
    /// the dimensions of every copy.
    pub(super) fn copy(plan: &Plan, layout: &Layout, seed: u64, copy: u32) -> Self {
        let first = copy * plan.dimension_count();
        Self::named(plan, |name| {
            let dimension = first + plan.dimension(name);
            match copy {
                0 => Uniforms::new(layout, seed, name, dimension),
                _ => Uniforms::new(layout, seed, &format!("{name}\0copy {copy}"), dimension),
            }
        })
    }

    fn named(plan: &Plan, of: impl Fn(&str) -> Uniforms) -> Self {
        let joint = |copula: &Copula| copula.names.iter().map(|name| of(name)).collect();
        let shares = |whole: &Whole| whole.shares.iter().map(|share| of(&share.name)).collect();
        Self {
            drawn: plan.drawn.iter().map(|input| of(&input.name)).collect(),
            copulas: plan.copulas.iter().map(joint).collect(),
            wholes: plan.wholes.iter().map(shares).collect(),
            predicted: plan.uniforms.iter().map(|u| of(&u.name)).collect(),
        }
    }
}

/// The columns one thread works in.
pub(super) struct Workspace {
    pub(super) registers: Registers,
    uniforms: Box<[f64; CHUNK]>,
    mixed: Vec<f64>,
    scores: Vec<Vec<f64>>,
}

impl Workspace {
    pub(super) fn new(plan: &Plan) -> Self {
        let copulas = plan.copulas.iter().map(|copula| copula.names.len());
        let wholes = plan.wholes.iter().map(|whole| whole.shares.len());
        let widest = copulas.chain(wholes).max().unwrap_or(0);
        Self {
            registers: plan.program.registers(),
            uniforms: Box::new([0.0; CHUNK]),
            mixed: vec![0.0; CHUNK],
            scores: vec![vec![0.0; CHUNK]; widest],
        }
    }

    /// Computes all columns of a chunk.
    pub(super) fn fill(&mut self, plan: &Plan, sources: &Sources, chunk: u64) {
        self.draw(plan, sources, chunk);
        plan.program.run(&mut self.registers);
    }

    /// Draws the inputs of a chunk, and evaluates nothing.
    pub(super) fn draw(&mut self, plan: &Plan, sources: &Sources, chunk: u64) {
        for (input, uniforms) in plan.drawn.iter().zip(&sources.drawn) {
            uniforms.fill(chunk, &mut self.uniforms);
            input.sampler.fill(
                self.uniforms.as_slice(),
                self.registers.column_mut(input.register),
            );
        }
        for (copula, sources) in plan.copulas.iter().zip(&sources.copulas) {
            self.fill_jointly(plan, copula, sources, chunk, &[]);
        }
        for (whole, sources) in plan.wholes.iter().zip(&sources.wholes) {
            self.fill_shares(whole, sources, chunk, &[]);
        }
        for (column, uniforms) in plan.uniforms.iter().zip(&sources.predicted) {
            uniforms.fill(chunk, &mut self.uniforms);
            let register = self.registers.column_mut(column.register);
            register.copy_from_slice(self.uniforms.as_slice());
        }
    }

    /// Changes the inputs of a chunk that was drawn to what they are given what is known; those that do not depend on it stay.
    pub(super) fn give(&mut self, plan: &Plan, sources: &Sources, chunk: u64, known: &Known) {
        for &(place, value) in &known.drawn {
            self.registers
                .column_mut(plan.drawn[place].register)
                .fill(value);
        }
        for (place, scores) in known.scores.iter().enumerate() {
            if !scores.is_empty() {
                let (copula, sources) = (&plan.copulas[place], &sources.copulas[place]);
                self.fill_jointly(plan, copula, sources, chunk, scores);
            }
        }
        for (place, shares) in known.shares.iter().enumerate() {
            if !shares.is_empty() {
                let (whole, sources) = (&plan.wholes[place], &sources.wholes[place]);
                self.fill_shares(whole, sources, chunk, shares);
            }
        }
    }

    /// z' = L z with independent normal scores z and the Cholesky factor L; each input is the quantile of Φ(z'). The first
    /// scores may be known.
    fn fill_jointly(
        &mut self,
        plan: &Plan,
        copula: &Copula,
        sources: &[Uniforms],
        chunk: u64,
        known: &[f64],
    ) {
        for (place, (uniforms, scores)) in sources.iter().zip(&mut self.scores).enumerate() {
            if let Some(&score) = known.get(place) {
                scores.fill(score);
            } else {
                uniforms.fill(chunk, &mut self.uniforms);
                plan.scores.fill(self.uniforms.as_slice(), scores);
            }
        }
        for (member, row) in copula.members.iter().zip(&copula.lower) {
            self.mixed.fill(0.0);
            for (&weight, scores) in row.iter().zip(&self.scores) {
                if weight != 0.0 {
                    self.mixed
                        .iter_mut()
                        .zip(scores)
                        .for_each(|(sum, z)| *sum += weight * z);
                }
            }
            member
                .sampler
                .fill(&self.mixed, self.registers.column_mut(member.register));
        }
    }

    /// share = g / Σ g with independent gammas g, one uniform each. Shares that are known leave the others their proportions:
    /// those do not depend on what is known (a Dirichlet is neutral).
    fn fill_shares(
        &mut self,
        whole: &Whole,
        sources: &[Uniforms],
        chunk: u64,
        known: &[(usize, f64)],
    ) {
        let left = 1.0 - known.iter().map(|(_, share)| share).sum::<f64>();
        let (sums, gammas) = (&mut self.mixed, &mut self.scores);
        sums.fill(0.0);
        let shares = whole.shares.iter().zip(sources).zip(gammas.iter_mut());
        for (place, ((share, uniforms), gammas)) in shares.enumerate() {
            if find(known, place).is_some() {
                continue;
            }
            uniforms.fill(chunk, &mut self.uniforms);
            share.gamma.fill(self.uniforms.as_slice(), gammas);
            sums.iter_mut()
                .zip(gammas)
                .for_each(|(sum, gamma)| *sum += *gamma);
        }
        for (place, (share, gammas)) in whole.shares.iter().zip(gammas).enumerate() {
            let Some(register) = share.register else {
                continue;
            };
            let column = self.registers.column_mut(register);
            if let Some(value) = find(known, place) {
                column.fill(value);
                continue;
            }
            for ((value, gamma), &sum) in column.iter_mut().zip(gammas).zip(sums.iter()) {
                *value = if sum > 0.0 {
                    left * (*gamma / sum)
                } else {
                    share.mean
                };
            }
        }
    }
}

/// What is known of the inputs in some draws, so that only the others vary: the same in all of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// Inputs on their own: place among the drawn ones, and value.
    drawn: Vec<(usize, f64)>,
    /// Per copula, the independent scores that its first members are made of.
    scores: Vec<Vec<f64>>,
    /// Per whole, places of shares and their values.
    shares: Vec<Vec<(usize, f64)>>,
}

impl Known {
    /// What one draw says of some inputs. Those that are members of copulas must be the first there.
    pub(super) fn of(plan: &Plan, sources: &Sources, draw: u64, inputs: &[usize]) -> Self {
        let wanted = |input: usize| inputs.contains(&input);
        let mut known = Self::default();
        for (place, (input, uniforms)) in plan.drawn.iter().zip(&sources.drawn).enumerate() {
            if wanted(input.input) {
                known
                    .drawn
                    .push((place, one(&input.sampler, uniforms.at(draw))));
            }
        }
        for (copula, sources) in plan.copulas.iter().zip(&sources.copulas) {
            let members = copula.members.iter().zip(sources);
            let first = members.take_while(|(member, _)| wanted(member.input));
            let scores = first.map(|(_, uniforms)| one(&plan.scores, uniforms.at(draw)));
            known.scores.push(scores.collect());
        }
        for (whole, sources) in plan.wholes.iter().zip(&sources.wholes) {
            let shares = whole.shares.iter().zip(sources);
            let gammas = shares.map(|(share, uniforms)| one(&share.gamma, uniforms.at(draw)));
            let gammas: Vec<f64> = gammas.collect();
            let sum: f64 = gammas.iter().sum();
            let all = whole.shares.iter().zip(gammas).enumerate();
            let known_shares = all.filter(|(_, (share, _))| wanted(share.input));
            let value = |share: &Share, gamma: f64| {
                if sum > 0.0 { gamma / sum } else { share.mean }
            };
            known.shares.push(
                known_shares
                    .map(|(place, (share, gamma))| (place, value(share, gamma)))
                    .collect(),
            );
        }
        known
    }
}

fn one(sampler: &Sampler, uniform: f64) -> f64 {
    let mut value = [0.0];
    sampler.fill(&[uniform], &mut value);
    value[0]
}

fn find(known: &[(usize, f64)], place: usize) -> Option<f64> {
    let found = known.iter().find(|(of, _)| *of == place);
    found.map(|(_, value)| *value)
}
