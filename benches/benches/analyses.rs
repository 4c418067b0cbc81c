//! Analyses of the shipped case: indices, break-even values, nested and exact value of information.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sroi::analysis::{
    NestedSettings, Outcome, Pairs, Target, crossings, exact, exact_evppi, nested_evppi,
    sobol_indices,
};
use sroi::model::{Euros, Model, Variant};
use sroi::sim::{Settings, Silent};
use sroi::stream::Design;
use sroi_benches::load;

const DRAWS: u64 = 16_384;

fn case() -> (Model, Variant) {
    let model = load("priors/netwerkzorg.toml");
    let variant = model.base();
    (model, variant)
}

fn sampled(criterion: &mut Criterion) {
    let (model, variant) = case();
    let outcome = Outcome::net_benefit(Euros::All);
    let mut group = criterion.benchmark_group("analyses");
    group
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(4));
    group.bench_function("sobol indices, 16384 draws of each sample", |bencher| {
        let settings = Settings::random(DRAWS, 1, 1).designed(Design::Sobol);
        let outcomes = [outcome.clone()];
        bencher.iter(|| {
            sobol_indices(
                black_box(&model),
                &variant,
                &outcomes,
                settings,
                &Pairs::None,
                &Silent,
            )
        });
    });
    group.bench_function("break-even values of all inputs, 16384 draws", |bencher| {
        let targets = Target::all(&model, &variant, &outcome);
        let settings = Settings::random(DRAWS, 1, 1);
        bencher.iter(|| {
            crossings(
                black_box(&model),
                &variant,
                &outcome,
                &targets,
                settings,
                &Silent,
            )
        });
    });
    group.throughput(Throughput::Elements(128 * 2048));
    group.bench_function("nested EVPPI, 128 × 2048 draws", |bencher| {
        let settings = NestedSettings {
            outer: 128,
            inner: 2048,
            seed: 1,
            threads: 1,
        };
        let groups = [vec![0]];
        bencher.iter(|| {
            nested_evppi(
                black_box(&model),
                &variant,
                Euros::All,
                &groups,
                settings,
                &Silent,
            )
        });
    });
    group.finish();
}

fn without_draws(criterion: &mut Criterion) {
    let (model, variant) = case();
    criterion.bench_function("exact moments and indices", |bencher| {
        bencher.iter(|| exact(black_box(&model), &variant));
    });
    criterion.bench_function("exact EVPPI of all inputs", |bencher| {
        bencher.iter(|| exact_evppi(black_box(&model), &variant));
    });
}

criterion_group!(benches, sampled, without_draws);
criterion_main!(benches);
