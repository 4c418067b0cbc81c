//! Values of every prior of `tests/priors.txt`: by its table, by the sampler of `rand_distr` and by the exact quantile, each with
//! the uniforms it takes. These are new ones every time, so that no branch is learned by heart.

#[path = "../../tests/it/listed.rs"]
mod listed;

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use sroi::chunk::CHUNK;
use sroi::dist::{Probability, TableCache};
use sroi::stream::Key;
use sroi_benches::oracle::rejection;

fn priors(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("prior");
    group
        .sample_size(10)
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_millis(300))
        .throughput(Throughput::Elements(CHUNK as u64));
    let key = Key::new(1, "speed");
    let (mut us, mut xs) = ([0.0; CHUNK], [0.0; CHUNK]);
    let mut chunks = 0..;
    let mut next = || chunks.next().unwrap_or(0);
    for (line, prior) in listed::listed() {
        let sampler = prior.sampler(&mut TableCache::new());
        group.bench_function(BenchmarkId::new("table", line), |bencher| {
            bencher.iter(|| {
                key.uniforms(next(), &mut us);
                sampler.fill(black_box(&us), black_box(&mut xs));
            });
        });
        if let Some(mut fill) = rejection(&prior) {
            group.bench_function(BenchmarkId::new("rand_distr", line), |bencher| {
                bencher.iter(|| fill(black_box(&mut xs)));
            });
        }
        group.bench_function(BenchmarkId::new("exact", line), |bencher| {
            bencher.iter(|| {
                key.uniforms(next(), &mut us);
                for &u in &us {
                    black_box(prior.quantile(Probability::new(black_box(u))));
                }
            });
        });
    }
    group.finish();
}

/// Building a table, which happens once for each shape of a case.
fn tables(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("build a table");
    group
        .sample_size(10)
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_millis(300));
    for (line, prior) in listed::listed() {
        let ordinary = [
            "normal ",
            "lognormal mean=11000",
            "gamma mean",
            "beta alpha=8 ",
            "pert min=0.47",
        ];
        if ordinary.iter().any(|start| line.starts_with(start)) {
            group.bench_function(line, |bencher| {
                bencher.iter(|| black_box(&prior).sampler(&mut TableCache::new()));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, priors, tables);
criterion_main!(benches);
