//! Streams of uniforms: an independent generator, the laws of addresses, and a statistical battery.
//!
//! Every statistical test uses a fixed seed, so it passes always or never. The limits are such that a
//! perfect generator would fail a test as a whole with probability below 1e-6, whatever the seed.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};
use sroi::chunk::{CHUNK, chunks, locate};
use sroi::stream::{Key, LANES};
use statrs::distribution::{ChiSquared, ContinuousCDF};

/// Two-sided limit for a standard normal statistic: exceeded with probability 2e-9, so that several
/// hundred of them in one test stay below 1e-6 together.
const Z_LIMIT: f64 = 6.0;

/// The first chunks of a stream.
fn column(seed: u64, name: &str, chunks: u64) -> Vec<f64> {
    let key = Key::new(seed, name);
    let mut chunk = [0.0; CHUNK];
    let mut column = Vec::new();
    for index in 0..chunks {
        key.uniforms(index, &mut chunk);
        column.extend_from_slice(&chunk);
    }
    column
}

/// The integer k of a uniform (k + ½)·2⁻⁵².
fn integer(u: f64) -> u64 {
    (u * 2.0_f64.powi(52)) as u64
}

/// The correlation of pairs of uniforms times √n: standard normal if they are independent.
fn z_of_pairs(pairs: impl Iterator<Item = (f64, f64)>) -> f64 {
    let (mut sum, mut n) = (0.0, 0.0);
    for (x, y) in pairs {
        sum += (x - 0.5) * (y - 0.5);
        n += 1.0;
    }
    // The product has variance 1/144.
    12.0 * sum / f64::sqrt(n)
}

/// Checks counts in cells of equal probability by the chi-square test, both tails at 5e-8.
#[track_caller]
fn assert_equally_likely(counts: &[u64]) {
    let expected = counts.iter().sum::<u64>() as f64 / counts.len() as f64;
    let statistic: f64 = counts
        .iter()
        .map(|&c| (c as f64 - expected).powi(2) / expected)
        .sum();
    let p = ChiSquared::new((counts.len() - 1) as f64)
        .unwrap()
        .sf(statistic);
    assert!(
        (5e-8..1.0 - 5e-8).contains(&p),
        "chi-square {statistic} has p = {p}"
    );
}

#[test]
fn chunks_cover_a_run_once() {
    for draws in [0, 1, 1023, 1024, 1025, 10_000] {
        let run: Vec<_> = chunks(draws).collect();
        assert_eq!(
            run.iter().map(|&(_, length)| length as u64).sum::<u64>(),
            draws
        );
        assert!(
            run.iter()
                .enumerate()
                .all(|(i, &(chunk, _))| chunk == i as u64)
        );
        assert!(run.iter().rev().skip(1).all(|&(_, length)| length == CHUNK));
        assert!(run.iter().all(|&(_, length)| length > 0));
    }
    assert_eq!(locate(u64::MAX), (u64::MAX / 1024, 1023));
}

#[test]
fn each_lane_is_xoshiro256_plus_plus() {
    let key = Key::new(42, "oracle");
    let mut out = [0.0; CHUNK];
    for chunk in [0, 1, 1000, u64::MAX / 1024] {
        key.uniforms(chunk, &mut out);
        for lane in 0..LANES {
            let mut seed = [0; 32];
            for (bytes, word) in seed.chunks_exact_mut(8).zip(key.lane_state(chunk, lane)) {
                bytes.copy_from_slice(&word.to_le_bytes());
            }
            let mut oracle = Xoshiro256PlusPlus::from_seed(seed);
            for step in 0..CHUNK / LANES {
                let k = oracle.next_u64() >> 12;
                assert_eq!(integer(out[step * LANES + lane]), k);
                assert_eq!(
                    out[step * LANES + lane],
                    (k as f64 + 0.5) * 2.0_f64.powi(-52)
                );
            }
        }
    }
}

#[test]
fn a_uniform_depends_on_its_address_only() {
    let key = Key::new(7, "address");
    let mut later = [0.0; CHUNK];
    let mut first = [0.0; CHUNK];
    key.uniforms(900, &mut later);
    key.uniforms(0, &mut first);
    for place in (0..CHUNK).rev() {
        assert_eq!(key.uniform(place as u64), first[place]);
        assert_eq!(key.uniform(900 * CHUNK as u64 + place as u64), later[place]);
    }
    let mut again = [f64::NAN; CHUNK];
    Key::new(7, "address").uniforms(900, &mut again);
    assert_eq!(again, later);
    assert!((0.0..1.0).contains(&key.uniform(u64::MAX)));
}

#[test]
fn names_and_seeds_matter() {
    let mut firsts = Vec::new();
    for seed in [0, 1, 2, 1 << 32, 1 << 63, u64::MAX] {
        for name in [
            "",
            "a",
            "b",
            "A",
            "aa",
            "cost",
            "cost ",
            "cost\0",
            "kosten_€",
        ] {
            firsts.push(Key::new(seed, name).uniform(0).to_bits());
            assert_ne!(Key::new(seed, name).words(), [0; 4]);
        }
    }
    let all = firsts.len();
    firsts.sort_unstable();
    firsts.dedup();
    assert_eq!(firsts.len(), all);
}

/// If this fails, every number published with an earlier version changes: raise the version in `key.rs`
/// and say so in the changelog.
#[test]
fn golden_values() {
    let key = Key::new(1, "participants");
    assert_eq!(key.words(), GOLDEN_KEY);
    assert_eq!(key.lane_state(0, 0), GOLDEN_STATE);
    let draws = [0, 1, 16, 1023, 1024, 1_000_000_007].map(|draw| key.uniform(draw));
    assert_eq!(draws, GOLDEN_DRAWS);
    assert_eq!(Key::new(0, "").words(), GOLDEN_EMPTY_KEY);
}

#[test]
fn uniforms_fill_the_unit_interval_evenly() {
    for (seed, name) in [(0, "x"), (1, "x"), (1, "y")] {
        let mut counts = vec![0; 4096];
        let mut pairs = vec![0; 64 * 64];
        let column = column(seed, name, 1024);
        for &u in &column {
            assert!(u > 0.0 && u < 1.0);
            counts[(u * 4096.0) as usize] += 1;
        }
        for pair in column.chunks_exact(2) {
            pairs[(pair[0] * 64.0) as usize * 64 + (pair[1] * 64.0) as usize] += 1;
        }
        assert_equally_likely(&counts);
        assert_equally_likely(&pairs);
    }
}

/// Kolmogorov–Smirnov: √n·D exceeds 2.8 with probability 2·exp(−2·2.8²) = 3.1e-7. A D that is too small
/// would be as suspicious: below 0.23 with probability 1e-9 (Kolmogorov's theta series).
#[test]
fn the_empirical_distribution_is_uniform() {
    for seed in 0..3 {
        let mut column = column(seed, "ks", 256);
        column.sort_unstable_by(f64::total_cmp);
        let n = column.len() as f64;
        let above = |(i, &u): (usize, &f64)| (u - i as f64 / n).max((i + 1) as f64 / n - u);
        let distance = column.iter().enumerate().map(above).fold(0.0, f64::max);
        let statistic = n.sqrt() * distance;
        assert!(
            (0.23..2.8).contains(&statistic),
            "Kolmogorov-Smirnov {statistic}"
        );
    }
}

#[test]
fn each_of_the_52_bits_is_balanced() {
    let column = column(3, "bits", 1024);
    let mut ones = [0_u64; 52];
    let mut agreements = [0_u64; 52];
    for (i, &u) in column.iter().enumerate() {
        let k = integer(u);
        let same = !(k ^ integer(column[(i + 1) % column.len()]));
        for bit in 0..52 {
            ones[bit] += k >> bit & 1;
            agreements[bit] += same >> bit & 1;
        }
    }
    let n = column.len() as f64;
    for bit in 0..52 {
        for count in [ones[bit], agreements[bit]] {
            let z = (count as f64 - n / 2.0) / (n / 4.0).sqrt();
            assert!(z.abs() < Z_LIMIT, "bit {bit}: z = {z}");
        }
    }
}

#[test]
fn a_stream_is_not_correlated_with_itself() {
    let column = column(0, "serial", 512);
    for lag in (1..=64).chain([128, 1008, 1023, 1024, 1025, 1040, 2048, 16 * 1024]) {
        let z = z_of_pairs(column.iter().zip(&column[lag..]).map(|(&x, &y)| (x, y)));
        assert!(z.abs() < Z_LIMIT, "lag {lag}: z = {z}");
    }
}

#[test]
fn neighbouring_streams_are_not_correlated() {
    let base = column(1, "input_1", 256);
    let mut others = Vec::new();
    for i in 2..34_u64 {
        others.push(column(1, &format!("input_{i}"), 256));
        others.push(column(i, "input_1", 256));
    }
    others.push(column(0, "input_1", 256));
    for (i, other) in others.iter().enumerate() {
        let z = z_of_pairs(base.iter().zip(other).map(|(&x, &y)| (x, y)));
        assert!(z.abs() < Z_LIMIT, "stream {i}: z = {z}");
    }
}

#[test]
fn the_lanes_of_a_chunk_are_not_correlated() {
    let column = column(5, "lanes", 512);
    let rows: Vec<&[f64]> = column.chunks_exact(LANES).collect();
    for a in 0..LANES {
        for b in a + 1..LANES {
            let z = z_of_pairs(rows.iter().map(|row| (row[a], row[b])));
            assert!(z.abs() < Z_LIMIT, "lanes {a} and {b}: z = {z}");
        }
    }
}

/// The first draw of each chunk and lane shows the seeding alone, before the generator has mixed.
#[test]
fn first_draws_of_chunks_are_uniform_and_independent() {
    let key = Key::new(9, "first");
    let firsts: Vec<f64> = (0..1 << 15)
        .flat_map(|chunk| (0..LANES as u64).map(move |lane| key.uniform(chunk * 1024 + lane)))
        .collect();
    let mut counts = vec![0; 1024];
    for &u in &firsts {
        counts[(u * 1024.0) as usize] += 1;
    }
    assert_equally_likely(&counts);
    for lag in 1..=64 {
        let z = z_of_pairs(firsts.iter().zip(&firsts[lag..]).map(|(&x, &y)| (x, y)));
        assert!(z.abs() < Z_LIMIT, "lag {lag}: z = {z}");
    }
    let mut words: Vec<u64> = (0..4096)
        .flat_map(|chunk| (0..LANES).flat_map(move |lane| key.lane_state(chunk, lane)))
        .collect();
    let ones: u64 = words.iter().map(|word| u64::from(word.count_ones())).sum();
    let z = (ones as f64 - 32.0 * words.len() as f64) / (16.0 * words.len() as f64).sqrt();
    assert!(z.abs() < Z_LIMIT, "bits of the states: z = {z}");
    let all = words.len();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), all);
}

/// Columns of uniforms whose addresses differ in one step: in the name, in the seed, in the chunk.
fn neighbours() -> [(&'static str, Vec<Vec<f64>>); 3] {
    let names = (0..48).map(|i| column(1, &format!("input_{i}"), 64));
    let seeds = (0..48).map(|seed| column(seed, "input_1", 64));
    let one = column(1, "input_1", 48 * 64);
    let chunks = one.chunks_exact(CHUNK).map(<[f64]>::to_vec);
    [
        ("names", names.collect()),
        ("seeds", seeds.collect()),
        ("chunks", chunks.collect()),
    ]
}

/// Draws of neighbours side by side: 64² cells of pairs and 16³ cells of triples, none of which overlap. Six tests at 1e-7.
#[test]
fn neighbours_fill_square_and_cube_evenly() {
    for (_, columns) in neighbours() {
        let mut pairs = vec![0; 64 * 64];
        for pair in columns.chunks_exact(2) {
            for (x, y) in pair[0].iter().zip(&pair[1]) {
                pairs[(x * 64.0) as usize * 64 + (y * 64.0) as usize] += 1;
            }
        }
        assert_equally_likely(&pairs);
        let mut triples = vec![0; 16 * 16 * 16];
        for triple in columns.chunks_exact(3) {
            for ((x, y), z) in triple[0].iter().zip(&triple[1]).zip(&triple[2]) {
                let cell = |u: &f64| (u * 16.0) as usize;
                triples[(cell(x) * 16 + cell(y)) * 16 + cell(z)] += 1;
            }
        }
        assert_equally_likely(&triples);
    }
}

/// No draw of one is correlated with the draws of the next one around it. 3 · 65 statistics beyond 6: 4e-7.
#[test]
fn neighbours_are_not_correlated_at_any_small_lag() {
    for (what, columns) in neighbours() {
        for lag in -32_i32..=32 {
            let (a, b) = (lag.min(0).unsigned_abs() as usize, lag.max(0) as usize);
            let pairs = columns.chunks_exact(2).flat_map(|pair| {
                let (x, y) = (&pair[0][a..], &pair[1][b..]);
                x.iter().zip(y).map(|(&x, &y)| (x, y))
            });
            let z = z_of_pairs(pairs);
            assert!(z.abs() < Z_LIMIT, "{what}, lag {lag}: z = {z}");
        }
    }
}

/// No bit of one is more often than not the bit of the next. 3 · 52 statistics beyond 6: 3e-7.
#[test]
fn bits_of_neighbours_agree_half_of_the_time() {
    for (what, columns) in neighbours() {
        let mut agreements = [0_u64; 52];
        let mut n = 0.0;
        for pair in columns.chunks_exact(2) {
            for (&x, &y) in pair[0].iter().zip(&pair[1]) {
                let same = !(integer(x) ^ integer(y));
                for (bit, count) in agreements.iter_mut().enumerate() {
                    *count += same >> bit & 1;
                }
                n += 1.0;
            }
        }
        for (bit, &count) in agreements.iter().enumerate() {
            let z = (count as f64 - n / 2.0) / f64::sqrt(n / 4.0);
            assert!(z.abs() < Z_LIMIT, "{what}, bit {bit}: z = {z}");
        }
    }
}

// Computed by an independent Python program from the description in `Key::new` and `Key::lane_state`.
const GOLDEN_KEY: [u64; 4] = [
    0x5D87_B9E6_2F79_C71E,
    0x9D80_6520_04F2_3749,
    0xA9E5_D9AA_2F95_9C7F,
    0x8EE1_6793_7499_A860,
];
const GOLDEN_STATE: [u64; 4] = [
    0xBC38_0593_4DA0_5E68,
    0xA48B_1FDB_03EA_2A6C,
    0x1A31_A240_F652_B736,
    0xE253_19FD_551A_8A98,
];
const GOLDEN_DRAWS: [f64; 6] = [
    0.5177213567785076,
    0.5548971935832033,
    0.2614449620817555,
    0.13864148224348172,
    0.49341317019376596,
    0.23261581485992433,
];
const GOLDEN_EMPTY_KEY: [u64; 4] = [
    0xB291_38E5_2442_17F0,
    0x4AB0_E9B8_E0C2_E69C,
    0xFB54_BA98_667D_E797,
    0x4B10_75EC_83D4_F50A,
];
