//! What the benchmarks share.

pub mod oracle;
pub mod timing;

use std::path::Path;

use sroi::case;
use sroi::chunk::CHUNK;
use sroi::dist::{Prior, TableCache};
use sroi::model::{self, Model};
use sroi::plan::{Plan, Registers};
use sroi::stream::Key;
use sroi::text::render;

/// Reads a case of the repository.
///
/// # Panics
/// When it is wrong: a benchmark has nobody to tell.
#[must_use]
pub fn load(path: &str) -> Model {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let source = case::decode(&path.to_string_lossy(), bytes)
        .unwrap_or_else(|diagnostic| panic!("{}", diagnostic.message));
    let (case, mut diagnostics) = case::read(&source);
    let model = case.and_then(|case| model::check(&case, &mut diagnostics));
    model.unwrap_or_else(|| {
        panic!(
            "{}",
            render(&diagnostics.sorted(), &source, sroi::text::Colour::Never)
        )
    })
}

/// The columns of a plan with the first chunk of its inputs in them, each drawn on its own.
///
/// # Panics
/// When a drawn input has no prior, which cannot be.
#[must_use]
pub fn first_chunk(model: &Model, plan: &Plan) -> Registers {
    let mut registers = plan.program.registers();
    let mut uniforms = [0.0; CHUNK];
    for (input, register) in plan.registers() {
        let input = &model.inputs[input];
        let prior = input.prior.as_ref().expect("a drawn input has a prior");
        Key::new(1, &input.name).uniforms(0, &mut uniforms);
        let sampler = prior.sampler(&mut TableCache::new());
        sampler.fill(&uniforms, registers.column_mut(register));
    }
    registers
}

/// Chunks of draws of a prior, from uniforms under a name and seed 1.
#[must_use]
pub fn columns(prior: &Prior, name: &str, chunks: u64) -> Vec<Vec<f64>> {
    let sampler = prior.sampler(&mut TableCache::new());
    let key = Key::new(1, name);
    let mut uniforms = [0.0; CHUNK];
    let chunk = |index| {
        key.uniforms(index, &mut uniforms);
        let mut column = vec![0.0; CHUNK];
        sampler.fill(&uniforms, &mut column);
        column
    };
    (0..chunks).map(chunk).collect()
}
