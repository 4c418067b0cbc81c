//! Uniforms, with each instruction set the machine has.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sroi::chunk::CHUNK;
use sroi::simd::{Instructions, available, limit};
use sroi::stream::Key;

fn uniforms(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("uniforms");
    group
        .sample_size(20)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(600))
        .throughput(Throughput::Elements(CHUNK as u64));
    let key = Key::new(1, "speed");
    let mut column = [0.0; CHUNK];
    for (name, set) in Instructions::ALL {
        limit(set);
        if available() == set {
            let mut chunk = 0;
            group.bench_function(name, |bencher| {
                bencher.iter(|| {
                    key.uniforms(black_box(chunk), black_box(&mut column));
                    chunk += 1;
                });
            });
        }
    }
    limit(Instructions::Avx512);
    group.throughput(Throughput::Elements(1));
    group.bench_function("one, by its address", |bencher| {
        let mut draw = 0;
        bencher.iter(|| {
            draw += 1;
            black_box(key.uniform(black_box(draw)))
        });
    });
    group.bench_function("key of a stream", |bencher| {
        bencher.iter(|| Key::new(black_box(1), black_box("value_per_qaly")));
    });
    group.finish();
}

criterion_group!(benches, uniforms);
criterion_main!(benches);
