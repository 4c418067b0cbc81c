//! What each layer costs with each instruction set, as a Markdown table: nanoseconds per draw, the least of many short
//! rounds, which a busy machine disturbs less than the benches of Criterion.

use std::hint::black_box;

use sroi::chunk::CHUNK;
use sroi::dist::{Gamma, LogNormal, Normal, Prior, TableCache, Triangular, Uniform};
use sroi::plan;
use sroi::simd::{Instructions, available, limit};
use sroi::stats::{Comoments, Moments, Quantiles};
use sroi::stream::Key;
use sroi_benches::timing::per_value;
use sroi_benches::{columns, first_chunk, load};

/// Chunks that are gone through in turn, so that no branch is learned by heart.
const CHUNKS: u64 = 64;

/// A name, and a measurement with the instruction set that is allowed at the moment.
type Layer = (String, Box<dyn FnMut() -> f64>);

fn main() {
    let mut layers = vec![uniforms()];
    layers.extend(priors());
    layers.extend(programs());
    layers.extend(accumulators());
    let sets = Instructions::ALL.into_iter().filter(|&(_, set)| {
        limit(set);
        available() == set
    });
    let sets: Vec<_> = sets.collect();
    let names: Vec<&str> = sets.iter().map(|(name, _)| *name).collect();
    println!("| layer, ns per draw | {} |", names.join(" | "));
    println!("|---|{}", "---:|".repeat(sets.len()));
    for (name, mut measure) in layers {
        let times = sets.iter().map(|&(_, set)| {
            limit(set);
            format!("{:.2}", measure())
        });
        println!("| {name} | {} |", times.collect::<Vec<_>>().join(" | "));
    }
}

fn uniforms() -> Layer {
    let (key, mut us, mut chunk) = (Key::new(1, "speed"), [0.0; CHUNK], 0);
    let measure = move || {
        per_value(|| {
            key.uniforms(chunk, black_box(&mut us));
            chunk += 1;
        })
    };
    ("uniforms".to_owned(), Box::new(measure))
}

/// The priors that are drawn in different ways, uniforms included: new ones every time.
fn priors() -> Vec<Layer> {
    let priors = [
        Gamma::new(47.0, 3.0).map(Prior::Gamma),
        Uniform::new(-5.0, 20.0).map(Prior::Uniform),
        Triangular::new(0.1, 0.2, 0.3).map(Prior::Triangular),
    ];
    let layer = |prior: Prior| -> Layer {
        let sampler = prior.sampler(&mut TableCache::new());
        let (key, mut us, mut xs) = (Key::new(1, "speed"), [0.0; CHUNK], [0.0; CHUNK]);
        let mut chunk = 0;
        let measure = move || {
            per_value(|| {
                key.uniforms(chunk, &mut us);
                sampler.fill(black_box(&us), black_box(&mut xs));
                chunk += 1;
            })
        };
        (format!("{prior}, uniforms included"), Box::new(measure))
    };
    priors
        .into_iter()
        .map(|prior| layer(prior.expect("sound")))
        .collect()
}

fn programs() -> Vec<Layer> {
    let layer = |path| -> Layer {
        let model = load(path);
        let plan = plan::compile(&model, &model.base());
        let mut registers = first_chunk(&model, &plan);
        let name = format!(
            "program of {}, {} operations",
            model.name,
            plan.program.len()
        );
        let measure = move || per_value(|| plan.program.run(black_box(&mut registers)));
        (name, Box::new(measure))
    };
    ["benches/cases/team_year.toml", "priors/netwerkzorg.toml"]
        .map(layer)
        .into()
}

fn accumulators() -> Vec<Layer> {
    let benefits = columns(
        &Prior::LogNormal(LogNormal::new(12.5, 0.47).expect("sound")),
        "benefits",
        CHUNKS,
    );
    let costs = columns(
        &Prior::Gamma(Gamma::new(25.0, 6e3).expect("sound")),
        "costs",
        CHUNKS,
    );
    let net = columns(
        &Prior::Normal(Normal::new(1e4, 1e5).expect("sound")),
        "net",
        CHUNKS,
    );
    let mut layers: Vec<Layer> = Vec::new();
    {
        let (benefits, mut moments, mut turn) = (benefits.clone(), Moments::new(), 0);
        let measure = move || {
            per_value(|| {
                turn = (turn + 1) % CHUNKS as usize;
                moments.update(black_box(&benefits[turn]));
            })
        };
        layers.push(("moments of a column".to_owned(), Box::new(measure)));
    }
    {
        let (benefits, mut joint, mut turn) = (benefits.clone(), Comoments::new(), 0);
        let measure = move || {
            per_value(|| {
                turn = (turn + 1) % CHUNKS as usize;
                joint.update(black_box(&benefits[turn]), black_box(&costs[turn]));
            })
        };
        layers.push(("comoments of two columns".to_owned(), Box::new(measure)));
    }
    for (name, column) in [("lognormal, cv ½", benefits), ("around zero", net)] {
        let (mut sketch, mut turn) = (Quantiles::new(u64::MAX), 0);
        let measure = move || {
            per_value(|| {
                turn = (turn + 1) % CHUNKS as usize;
                sketch.update(black_box(&column[turn]));
            })
        };
        layers.push((format!("sketch of a column, {name}"), Box::new(measure)));
    }
    layers
}
