//! Fills one chunk: uniforms, inputs, then the program.

use crate::chunk::CHUNK;
use crate::plan::{Copula, Plan, Registers, Whole};
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
        let of = |name: &str| Uniforms::new(layout, seed, name, plan.dimension(name));
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
        for (input, uniforms) in plan.drawn.iter().zip(&sources.drawn) {
            uniforms.fill(chunk, &mut self.uniforms);
            input.sampler.fill(
                self.uniforms.as_slice(),
                self.registers.column_mut(input.register),
            );
        }
        for (copula, sources) in plan.copulas.iter().zip(&sources.copulas) {
            self.fill_jointly(plan, copula, sources, chunk);
        }
        for (whole, sources) in plan.wholes.iter().zip(&sources.wholes) {
            self.fill_shares(whole, sources, chunk);
        }
        for (column, uniforms) in plan.uniforms.iter().zip(&sources.predicted) {
            uniforms.fill(chunk, &mut self.uniforms);
            let register = self.registers.column_mut(column.register);
            register.copy_from_slice(self.uniforms.as_slice());
        }
        plan.program.run(&mut self.registers);
    }

    /// z' = L z with independent normal scores z and the Cholesky factor L; each input is the quantile of Φ(z').
    fn fill_jointly(&mut self, plan: &Plan, copula: &Copula, sources: &[Uniforms], chunk: u64) {
        for (uniforms, scores) in sources.iter().zip(&mut self.scores) {
            uniforms.fill(chunk, &mut self.uniforms);
            plan.scores.fill(self.uniforms.as_slice(), scores);
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

    /// share = g / Σ g with independent gammas g, one uniform each.
    fn fill_shares(&mut self, whole: &Whole, sources: &[Uniforms], chunk: u64) {
        let (sums, gammas) = (&mut self.mixed, &mut self.scores);
        sums.fill(0.0);
        for ((share, uniforms), gammas) in whole.shares.iter().zip(sources).zip(gammas.iter_mut()) {
            uniforms.fill(chunk, &mut self.uniforms);
            share.gamma.fill(self.uniforms.as_slice(), gammas);
            sums.iter_mut()
                .zip(gammas)
                .for_each(|(sum, gamma)| *sum += *gamma);
        }
        for (share, gammas) in whole.shares.iter().zip(gammas) {
            let Some(register) = share.register else {
                continue;
            };
            let column = self.registers.column_mut(register);
            for ((value, gamma), &sum) in column.iter_mut().zip(gammas).zip(sums.iter()) {
                *value = if sum > 0.0 { *gamma / sum } else { share.mean };
            }
        }
    }
}
