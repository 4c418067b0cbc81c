//! The columnar program of a case on one chunk whose inputs are there already, per draw.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sroi::chunk::CHUNK;
use sroi::plan;
use sroi::simd::{Instructions, available, limit};
use sroi_benches::{first_chunk, load};

fn program(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("program");
    group
        .sample_size(20)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(600))
        .throughput(Throughput::Elements(CHUNK as u64));
    for path in ["benches/cases/team_year.toml", "priors/netwerkzorg.toml"] {
        let model = load(path);
        let plan = plan::compile(&model, &model.base());
        let mut registers = first_chunk(&model, &plan);
        for (name, set) in Instructions::ALL {
            limit(set);
            if available() == set {
                let label = format!("{}, {} operations, {name}", model.name, plan.program.len());
                group.bench_function(label, |bencher| {
                    bencher.iter(|| plan.program.run(black_box(&mut registers)));
                });
            }
        }
    }
    group.finish();
}

criterion_group!(benches, program);
criterion_main!(benches);
