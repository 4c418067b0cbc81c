//! Whole cases: draws, evaluation and all summary statistics, on one thread and on all.

use std::hint::black_box;
use std::thread::available_parallelism;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use sroi::plan;
use sroi::sim::{Settings, Silent, simulate};
use sroi_benches::load;

const DRAWS: u64 = 1_000_000;

fn cases(criterion: &mut Criterion) {
    let all = available_parallelism().map_or(1, std::num::NonZero::get);
    let mut group = criterion.benchmark_group("case");
    group
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(4))
        .throughput(Throughput::Elements(DRAWS));
    for (name, path) in [
        ("netwerkzorg", "priors/netwerkzorg.toml"),
        ("team_year", "benches/cases/team_year.toml"),
    ] {
        let model = load(path);
        let compiled = plan::compile(&model, &model.base());
        for threads in [1, all] {
            let settings = Settings::random(DRAWS, 1, threads);
            group.bench_function(
                BenchmarkId::new(name, format!("{threads} threads")),
                |bencher| {
                    bencher.iter(|| simulate(black_box(&compiled), settings, &Silent));
                },
            );
        }
    }
    group.finish();
}

fn compile(criterion: &mut Criterion) {
    let model = load("priors/netwerkzorg.toml");
    criterion.bench_function("compile netwerkzorg", |bencher| {
        bencher.iter(|| plan::compile(black_box(&model), &model.base()));
    });
}

criterion_group!(benches, cases, compile);
criterion_main!(benches);
