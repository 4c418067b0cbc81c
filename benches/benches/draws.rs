//! Writing draws to Parquet: 37 columns, per draw, until they are on disk.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sroi::chunk::CHUNK;
use sroi::dist::{Gamma, Prior, Sampler, TableCache};
use sroi::sim::{BLOCK_CHUNKS, BLOCK_DRAWS};
use sroi::storage::DrawWriter;
use sroi::stream::Key;

const COLUMNS: usize = 37;
/// Blocks of draws that make a group of rows; more of the same would be compressed.
const BLOCKS: u64 = 8;
/// Groups of rows in a file.
const GROUPS: u64 = 4;

/// Draws of one block, by column.
fn block(sampler: &Sampler, names: &[String], block: u64) -> Vec<Vec<f64>> {
    let column = |name: &String| {
        let key = Key::new(1, name);
        let mut column = vec![0.0; BLOCK_CHUNKS as usize * CHUNK];
        let mut uniforms = [0.0; CHUNK];
        for (chunk, out) in (block * BLOCK_CHUNKS..).zip(column.chunks_mut(CHUNK)) {
            key.uniforms(chunk, &mut uniforms);
            sampler.fill(&uniforms, out);
        }
        column
    };
    names.iter().map(column).collect()
}

fn draws(criterion: &mut Criterion) {
    let sampler = Prior::Gamma(Gamma::new(4.0, 10.0).expect("sound parameters"))
        .sampler(&mut TableCache::new());
    let names: Vec<String> = (0..COLUMNS).map(|i| format!("input_{i}")).collect();
    let blocks: Vec<_> = (0..BLOCKS).map(|i| block(&sampler, &names, i)).collect();
    let path = std::env::temp_dir().join(format!("sroi-bench-{}.parquet", std::process::id()));

    let mut group = criterion.benchmark_group("draws");
    group
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(5))
        .throughput(Throughput::Elements(
            GROUPS * BLOCKS * BLOCK_CHUNKS * CHUNK as u64,
        ));
    group.bench_function("37 columns", |bencher| {
        bencher.iter(|| {
            let mut writer = DrawWriter::create(&path, names.clone()).expect("a file");
            let encoder = writer.encoder();
            let mut scratch = encoder.scratch().expect("memory");
            for (index, block) in (0..GROUPS * BLOCKS).zip(blocks.iter().cycle()) {
                let first = index * BLOCK_DRAWS;
                let encoded = encoder.encode(&mut scratch, first, black_box(block));
                writer
                    .append(encoded.expect("whole blocks"))
                    .expect("space on disk");
            }
            writer.finish(&[]).expect("space on disk");
        });
    });
    group.finish();
    let _ = std::fs::remove_file(path);
}

criterion_group!(benches, draws);
criterion_main!(benches);
