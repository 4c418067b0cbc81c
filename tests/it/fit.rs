//! Draws, from seed and name to value, against the exact distribution function of every family of priors.
//!
//! `cargo run --release --package sroi-benches --example fit` does the same with ten million draws and prints the figures.

use sroi::chunk::CHUNK;
use sroi::dist::{FAMILIES, Prior, TableCache};
use sroi::stream::Key;
use statrs::distribution::{ChiSquared, ContinuousCDF};

use crate::goodness::{anderson_darling, anderson_darling_p, kolmogorov, kolmogorov_p};
use crate::listed::listed;

/// Chunks drawn of each prior: a million draws.
const CHUNKS: u64 = 1 << 10;

/// Draws for the Anderson–Darling test, which needs the distribution function at each of them.
const FEWER: usize = 1 << 16;

/// What all tests of this file together may reject of a perfect program.
const FALSE_ALARMS: f64 = 1e-6;

/// Draws of a prior, from uniforms under its own name.
fn draws(line: &str, prior: &Prior) -> Vec<f64> {
    let sampler = prior.sampler(&mut TableCache::new());
    let key = Key::new(1, line);
    let mut uniforms = [0.0; CHUNK];
    let mut column = vec![0.0; CHUNKS as usize * CHUNK];
    for (chunk, out) in (0..CHUNKS).zip(column.chunks_mut(CHUNK)) {
        key.uniforms(chunk, &mut uniforms);
        sampler.fill(&uniforms, out);
    }
    column
}

#[test]
fn every_family_is_listed() {
    for family in FAMILIES.iter().filter(|family| family.name != "fixed") {
        assert!(
            listed()
                .iter()
                .any(|(_, prior)| prior.family() == family.name),
            "tests/priors.txt has no line for `{}`: add an ordinary and an awkward one",
            family.name
        );
    }
}

/// Kolmogorov–Smirnov over a million draws and Anderson–Darling over 65,536; χ² for discrete priors. Bonferroni: each prior
/// has two tests at `FALSE_ALARMS` / (2 · priors).
#[test]
fn a_million_draws_fit_their_distribution() {
    let priors = listed();
    let least = FALSE_ALARMS / (2 * priors.len()) as f64;
    for (line, prior) in &priors {
        let mut column = draws(line, prior);
        if prior.has_atoms() {
            column.sort_unstable_by(f64::total_cmp);
            let p = chi_squared_p(&column, prior);
            assert!(p > least, "{line}: chi-square, p = {p:e}");
            continue;
        }
        let mut first = column[..FEWER].to_vec();
        first.sort_unstable_by(f64::total_cmp);
        let statistic = anderson_darling(&first, prior);
        let p = anderson_darling_p(statistic);
        assert!(p > least, "{line}: A² = {statistic}, p = {p:e}");
        column.sort_unstable_by(f64::total_cmp);
        let distance = kolmogorov(&column, prior);
        let p = kolmogorov_p(distance, column.len());
        assert!(p > least, "{line}: D = {distance:e}, p = {p:e}");
    }
}

/// χ² of sorted draws of a prior with jumps, over stretches of values with at least 20 expected draws.
fn chi_squared_p(column: &[f64], prior: &Prior) -> f64 {
    let n = column.len() as f64;
    let (mut statistic, mut classes) = (0.0, 0);
    let (mut counted, mut before) = (0, 0.0);
    for values in column.chunk_by(|a, b| a == b) {
        let x = values[0];
        let own = prior.cdf(x) - prior.cdf(x.next_down());
        assert!(own > 0.0, "{x} has no probability");
        counted += values.len();
        let upto = prior.cdf(x);
        let expected = (upto - before) * n;
        if expected >= 20.0 && prior.sf(x) * n >= 20.0 {
            statistic += (counted as f64 - expected).powi(2) / expected;
            (classes, counted, before) = (classes + 1, 0, upto);
        }
    }
    // What is left is the last class.
    let expected = (1.0 - before) * n;
    statistic += (counted as f64 - expected).powi(2) / expected;
    let law = ChiSquared::new(f64::from(classes)).unwrap();
    law.sf(statistic)
}

/// The statistics find what they should: D is the supremum over all draws, and draws of another distribution are refused.
#[test]
fn the_statistics_have_power() {
    let priors = listed();
    let get = |start: &str| {
        priors
            .iter()
            .find(|(line, _)| line.starts_with(start))
            .unwrap()
    };
    let (line, prior) = get("gamma mean=137.25");
    let mut column = draws(line, prior);
    column.truncate(FEWER);
    column.sort_unstable_by(f64::total_cmp);
    let n = column.len() as f64;
    let everywhere = column.iter().enumerate().map(|(i, &x)| {
        let f = prior.cdf(x);
        (f - i as f64 / n).max((i + 1) as f64 / n - f)
    });
    assert_eq!(kolmogorov(&column, prior), everywhere.fold(0.0, f64::max));
    // 0.3 % too large everywhere: 1/50 of a standard deviation.
    let moved: Vec<f64> = column.iter().map(|x| 1.003 * x).collect();
    assert!(kolmogorov_p(kolmogorov(&moved, prior), moved.len()) < 1e-4);
    assert!(anderson_darling_p(anderson_darling(&moved, prior)) < 1e-4);
}

/// Published critical values: Kolmogorov's limit, and A² with the distribution known (Stephens 1974).
#[test]
fn p_values_equal_published_ones() {
    let near = |actual: f64, expected: f64| {
        assert!(
            (actual / expected - 1.0).abs() < 0.03,
            "{actual} is not {expected}"
        );
    };
    let n = 100_000_000;
    for (t, p) in [
        (0.57, 0.9),
        (0.828, 0.5),
        (1.2238, 0.1),
        (1.3581, 0.05),
        (1.6276, 0.01),
        (1.9495, 0.001),
    ] {
        near(kolmogorov_p(t / 1e4, n), p);
    }
    for (z, p) in [
        (0.775, 0.5),
        (1.933, 0.1),
        (2.492, 0.05),
        (3.070, 0.025),
        (3.857, 0.01),
    ] {
        near(anderson_darling_p(z), p);
    }
    // The two forms meet.
    near(anderson_darling_p(3.9999), 1.076 * anderson_darling_p(4.0));
}
