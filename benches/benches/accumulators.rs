//! Summing up a column, per value.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sroi::chunk::CHUNK;
use sroi::dist::{Parameters, Prior, TableCache, Value, build};
use sroi::stats::{Comoments, EXACT_DRAWS, Moments, Quantiles};
use sroi::stream::Key;

/// Chunks that are gone through in turn, so that no branch is learned by heart.
const CHUNKS: u64 = 64;

fn columns(prior: &Prior, name: &str) -> Vec<Vec<f64>> {
    let sampler = prior.sampler(&mut TableCache::new());
    let key = Key::new(1, name);
    let mut uniforms = [0.0; CHUNK];
    let chunk = |index| {
        key.uniforms(index, &mut uniforms);
        let mut column = vec![0.0; CHUNK];
        sampler.fill(&uniforms, &mut column);
        column
    };
    (0..CHUNKS).map(chunk).collect()
}

fn prior(family: &str, numbers: [(&str, f64); 2]) -> Prior {
    let numbers = numbers.map(|(key, x)| (key, Value::Number(x)));
    let parameters: Parameters = numbers.into_iter().collect();
    build(family, &parameters).expect("a sound prior")
}

fn accumulators(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("accumulators");
    group
        .sample_size(20)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(600))
        .throughput(Throughput::Elements(CHUNK as u64));
    let benefits = columns(
        &prior("lognormal", [("mean", 3e5), ("cv", 0.5)]),
        "benefits",
    );
    let costs = columns(&prior("gamma", [("mean", 1.5e5), ("cv", 0.2)]), "costs");
    let net = columns(&prior("normal", [("mean", 1e4), ("sd", 1e5)]), "net");
    let mut turn = (0..CHUNKS as usize).cycle();

    let mut moments = Moments::new();
    group.bench_function("moments", |bencher| {
        bencher.iter(|| moments.update(black_box(&benefits[turn.next().unwrap_or(0)])));
    });
    let mut joint = Comoments::new();
    group.bench_function("comoments, per pair", |bencher| {
        bencher.iter(|| {
            let i = turn.next().unwrap_or(0);
            joint.update(black_box(&benefits[i]), black_box(&costs[i]));
        });
    });
    for (name, column) in [("lognormal, cv ½", &benefits), ("around zero", &net)] {
        let mut sketch = Quantiles::new(u64::MAX);
        group.bench_function(format!("quantiles, sketch, {name}"), |bencher| {
            bencher.iter(|| sketch.update(black_box(&column[turn.next().unwrap_or(0)])));
        });
    }
    group.throughput(Throughput::Elements(CHUNKS * CHUNK as u64));
    group.bench_function("quantiles, kept and sorted", |bencher| {
        bencher.iter(|| {
            let mut kept = Quantiles::new(EXACT_DRAWS);
            benefits.iter().for_each(|column| kept.update(column));
            kept.finish()
        });
    });
    group.finish();
}

criterion_group!(benches, accumulators);
criterion_main!(benches);
