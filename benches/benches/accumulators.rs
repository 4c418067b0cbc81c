//! Summing up a column, per value.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sroi::chunk::CHUNK;
use sroi::dist::{Gamma, LogNormal, Normal, Prior};
use sroi::stats::{Comoments, EXACT_DRAWS, Moments, Quantiles};
use sroi_benches::columns;

/// Chunks that are gone through in turn, so that no branch is learned by heart.
const CHUNKS: u64 = 64;

fn accumulators(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("accumulators");
    group
        .sample_size(20)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(600))
        .throughput(Throughput::Elements(CHUNK as u64));
    let benefits = LogNormal::new(12.5, 0.47)
        .map(Prior::LogNormal)
        .expect("sound");
    let benefits = columns(&benefits, "benefits", CHUNKS);
    let costs = Gamma::new(25.0, 6e3).map(Prior::Gamma).expect("sound");
    let costs = columns(&costs, "costs", CHUNKS);
    let net = Normal::new(1e4, 1e5).map(Prior::Normal).expect("sound");
    let net = columns(&net, "net", CHUNKS);
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
