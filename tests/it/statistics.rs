//! Accumulators: merging, precision, standard errors against closed forms, sketches against sorting.

use proptest::prelude::*;
use sroi::chunk::CHUNK;
use sroi::stats::{
    Comoments, Distribution, EXACT_DRAWS, Estimate, Moments, Proportion, Quantiles, SKETCH_WIDTH,
};
use sroi::stream::Key;
use statrs::distribution::{Continuous, ContinuousCDF, LogNormal, Normal};

/// A number of draws that makes a sketch.
const MANY: u64 = EXACT_DRAWS + 1;

/// Draws from a distribution by inversion.
fn draws(name: &str, n: usize, quantile: impl Fn(f64) -> f64) -> Vec<f64> {
    let key = Key::new(11, name);
    let mut chunk = [0.0; CHUNK];
    let mut column = Vec::with_capacity(n + CHUNK);
    for index in 0..n.div_ceil(CHUNK) as u64 {
        key.uniforms(index, &mut chunk);
        column.extend(chunk.map(&quantile));
    }
    column.truncate(n);
    column
}

fn normals(name: &str, n: usize, mean: f64, sd: f64) -> Vec<f64> {
    let normal = Normal::new(mean, sd).unwrap();
    draws(name, n, |u| normal.inverse_cdf(u))
}

fn moments(values: &[f64]) -> Moments {
    let mut moments = Moments::new();
    moments.update(values);
    moments
}

fn comoments(x: &[f64], y: &[f64]) -> Comoments {
    let mut comoments = Comoments::new();
    comoments.update(x, y);
    comoments
}

fn collect(expected_draws: u64, values: &[f64]) -> Quantiles {
    let mut quantiles = Quantiles::new(expected_draws);
    for chunk in values.chunks(CHUNK) {
        quantiles.update(chunk);
    }
    quantiles
}

fn exact(values: &[f64]) -> Distribution {
    collect(1, values).finish()
}

fn sketch(values: &[f64]) -> Distribution {
    collect(MANY, values).finish()
}

#[track_caller]
fn assert_close(actual: f64, expected: f64, relative: f64) {
    let error = (actual - expected).abs();
    assert!(
        error <= relative * expected.abs(),
        "{actual} is not {expected}"
    );
}

fn unknown(estimate: Estimate) -> bool {
    estimate.value.is_nan() && estimate.standard_error.is_nan()
}

// ── Moments ──────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn moments_of_a_small_column() {
    // 1, 2, 3, 4, 10: mean 4, Σd² = 50, Σd³ = 180, Σd⁴ = 1394.
    let column = moments(&[1.0, 2.0, 3.0, 4.0, 10.0]);
    assert_eq!(column.count(), 5);
    assert_eq!(column.mean().value, 4.0);
    assert_close(column.mean().standard_error, 2.5_f64.sqrt(), 1e-15);
    assert_close(column.variance().value, 12.5, 1e-15);
    assert_close(
        column.variance().standard_error,
        ((278.8 - 100.0) / 5.0_f64).sqrt(),
        1e-14,
    );
    assert_close(column.sd().value, 12.5_f64.sqrt(), 1e-15);
    assert_close(
        column.sd().standard_error,
        (178.8 / (4.0 * 10.0 * 5.0_f64)).sqrt(),
        1e-14,
    );
    assert_close(column.skewness(), 36.0 / 10.0_f64.powf(1.5), 1e-14);
}

/// The reference subtracts the exact pivot 10⁹, after which plain two-pass sums have full precision. The
/// means themselves are rounded to 1.2e-7, the distance of doubles there, hence the tolerances.
#[test]
fn moments_survive_a_mean_of_1e9() {
    let column = normals("ill", 100_000, 1e9, 1.0);
    let shifted: Vec<f64> = column.iter().map(|x| x - 1e9).collect();
    let n = shifted.len() as f64;
    let mean = shifted.iter().sum::<f64>() / n;
    let power = |k: i32| shifted.iter().map(|x| (x - mean).powi(k)).sum::<f64>() / n;
    let column = moments(&column);
    assert!((column.mean().value - 1e9 - mean).abs() < 3e-7);
    assert_close(column.variance().value, power(2) * n / (n - 1.0), 2e-9);
    assert!((column.skewness() - power(3) / power(2).powf(1.5)).abs() < 1e-6);
    let error = ((power(4) - power(2).powi(2)) / (4.0 * power(2) * n)).sqrt();
    assert_close(column.sd().standard_error, error, 1e-6);
}

/// For a normal column sd(s) = σ/√(2n), and for any column sd(mean) = σ/√n.
#[test]
fn errors_of_moments_match_theory() {
    let column = moments(&normals("errors", 200_000, 5.0, 3.0));
    let root = 200_000.0_f64.sqrt();
    assert_close(column.mean().standard_error, 3.0 / root, 0.01);
    assert_close(
        column.sd().standard_error,
        3.0 / (2.0_f64.sqrt() * root),
        0.02,
    );
    assert!((column.mean().value - 5.0).abs() < 5.0 * column.mean().standard_error);
    assert!((column.sd().value - 3.0).abs() < 5.0 * column.sd().standard_error);
}

/// The same bits on every instruction set; a change here is a change of every published number.
#[test]
fn golden_moments() {
    let (x, y) = (
        draws("golden x", 2500, |u| u),
        draws("golden y", 2500, |u| 1.0 / u),
    );
    let (column, joint) = (moments(&y), comoments(&x, &y));
    let mut by_chunk = Moments::new();
    y.chunks(CHUNK).for_each(|chunk| by_chunk.update(chunk));
    assert_eq!(column, by_chunk);
    assert_eq!(
        [column.mean().value, column.mean().standard_error],
        [11.053872374687678, 4.337628569255357]
    );
    assert_eq!(
        [
            column.sd().value,
            column.sd().standard_error,
            column.skewness()
        ],
        [216.88142846276787, 106.5236682926952, 48.74431294794029]
    );
    let ratio = joint.ratio_of_means();
    assert_eq!(
        [ratio.value, ratio.standard_error, joint.covariance()],
        [
            0.04415481970967089,
            0.01733542197522022,
            -0.08696208827837106
        ]
    );
}

#[test]
fn constant_columns_have_no_error() {
    let column = moments(&vec![0.1; 5000]);
    assert_close(column.mean().value, 0.1, 1e-15);
    assert!(column.mean().standard_error < 1e-17);
    assert!(column.sd().value < 1e-15);
    assert_eq!(moments(&[4.0; 100]).sd(), Estimate::exact(0.0));
    assert!(moments(&[4.0; 100]).skewness().is_nan());
}

// ── Comoments ────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn ratio_of_means_of_a_small_sample() {
    // R = 4/2; residuals x − 2y: −1, 1, −2, 2 about their mean 0; Σ² = 10; s² = 10/3.
    let joint = comoments(&[1.0, 3.0, 4.0, 8.0], &[1.0, 1.0, 3.0, 3.0]);
    assert_eq!(joint.count(), 4);
    assert_eq!(joint.ratio_of_means().value, 2.0);
    assert_close(
        joint.ratio_of_means().standard_error,
        (10.0 / 3.0 / 4.0_f64).sqrt() / 2.0,
        1e-14,
    );
    // Σ(x − 4)(y − 2) = 3 + 1 + 0 + 4.
    assert_close(joint.covariance(), 8.0 / 3.0, 1e-15);
    assert_eq!(
        comoments(&[2.0, 4.0, 6.0], &[-1.0, -2.0, -3.0]).ratio_of_means(),
        Estimate::new(-2.0, 0.0)
    );
}

#[test]
fn error_of_a_ratio_of_means_matches_a_bootstrap() {
    let n = 2000;
    let y = normals("costs", n, 100.0, 20.0);
    let x: Vec<f64> = normals("noise", n, 50.0, 40.0)
        .iter()
        .zip(&y)
        .map(|(e, y)| e + 0.8 * y)
        .collect();
    let picks = Key::new(4, "bootstrap");
    let mut ratios = Moments::new();
    for replicate in 0..1000 {
        let (mut sx, mut sy) = (0.0, 0.0);
        let mut chunk = [0.0; CHUNK];
        for half in 0..2 {
            picks.uniforms(2 * replicate + half, &mut chunk);
            for u in &chunk[..n / 2] {
                let pick = (u * n as f64) as usize;
                sx += x[pick];
                sy += y[pick];
            }
        }
        ratios.update(&[sx / sy]);
    }
    // The bootstrap's own error with 1000 replicates is 2.2 %.
    assert_close(
        comoments(&x, &y).ratio_of_means().standard_error,
        ratios.sd().value,
        0.1,
    );
}

// ── Proportion ───────────────────────────────────────────────────────────────────────────────────────

/// V16 (see `closed_forms.rs`): p = 0.6.
#[test]
fn error_of_a_proportion() {
    let share = |hits, count| Proportion { hits, count }.estimate();
    assert_eq!(share(6000, 10_000).value, 0.6);
    assert_close(
        share(6000, 10_000).standard_error,
        0.004_898_979_485_6,
        1e-11,
    );
    assert_close(
        share(600_000, 1_000_000).standard_error,
        4.898_979_485_6e-4,
        1e-11,
    );
    // The numbers of draws for ±0.005 and ±0.01 at p = ½.
    let z = Normal::standard().inverse_cdf(0.975);
    assert_close(
        (z / 0.005).powi(2) * share(1, 2).standard_error.powi(2) * 2.0,
        38_414.588,
        1e-6,
    );
    assert_close(
        (z / 0.01).powi(2) * share(1, 2).standard_error.powi(2) * 2.0,
        9_603.647,
        1e-6,
    );
}

#[test]
fn a_proportion_of_none_or_all_is_not_certain() {
    let none = Proportion {
        hits: 0,
        count: 998,
    }
    .estimate();
    let all = Proportion {
        hits: 998,
        count: 998,
    }
    .estimate();
    assert_eq!((none.value, all.value), (0.0, 1.0));
    assert_close(
        none.standard_error,
        (0.001 * 0.999 / 998.0_f64).sqrt(),
        1e-12,
    );
    assert_close(all.standard_error, none.standard_error, 1e-12);
}

#[test]
fn proportions_count_and_merge() {
    let mut a = Proportion::default();
    a.update(&[1.0, -1.0, f64::NAN, f64::INFINITY], |x| x > 0.0);
    let mut b = Proportion::default();
    b.update(&[3.0], |x| x > 0.0);
    b.merge(&a);
    assert_eq!(b, Proportion { hits: 3, count: 5 });
}

// ── Quantiles ────────────────────────────────────────────────────────────────────────────────────────

/// Values of numpy.quantile(…, method="linear").
#[test]
fn exact_quantiles_are_those_of_numpy() {
    let column = exact(&[7.0, 1.0, 3.0, 2.0, 11.0, 5.0]);
    for (p, expected) in [
        (0.0, 1.0),
        (0.025, 1.125),
        (0.25, 2.25),
        (0.5, 4.0),
        (0.9, 9.0),
        (1.0, 11.0),
    ] {
        assert_close(column.quantile(p).value, expected, 1e-14);
    }
    assert_eq!(column.rank_error(), 0.0);
    assert_eq!((column.min(), column.max(), column.count()), (1.0, 11.0, 6));
    for (x, expected) in [(0.9, 0.0), (1.0, 1.0), (4.0, 3.0), (5.0, 4.0), (11.0, 6.0)] {
        assert_eq!(column.cdf(x).value, expected / 6.0);
    }
}

/// V16: the lognormal ratio V1 with ρ = 0 and 10⁴ draws. The error of one sample rests on
/// some thirty draws, so we compare the mean over a hundred samples.
#[test]
fn errors_of_quantiles_match_the_density_formula() {
    let sigma = (0.472_380_727_08_f64.powi(2) + 0.198_042_200_44_f64.powi(2)).sqrt();
    let ratio = LogNormal::new(12.516_842_761 - 12.375_353_882, sigma).unwrap();
    let n = 10_000;
    let column = draws("v1", 100 * n, |u| ratio.inverse_cdf(u));
    for (p, published) in [(0.025, 0.005_775_989_078_0), (0.975, 0.043_015_290_186)] {
        let formula = (p * (1.0 - p) / n as f64).sqrt() / ratio.pdf(ratio.inverse_cdf(p));
        assert_close(formula, published, 1e-8);
        let (mut errors, mut values) = (Moments::new(), Moments::new());
        for sample in column.chunks(n) {
            let estimate = exact(sample).quantile(p);
            errors.update(&[estimate.standard_error]);
            values.update(&[estimate.value]);
        }
        assert_close(errors.mean().value, published, 0.06);
        assert_close(values.sd().value, published, 0.25);
        let all = sketch(&column).quantile(p);
        assert_close(all.standard_error, published / 10.0, 0.2);
        assert!((all.value - ratio.inverse_cdf(p)).abs() < 5.0 * all.standard_error);
    }
}

#[test]
fn errors_at_the_ends_are_not_zero() {
    let column = exact(&normals("ends", 1000, 0.0, 1.0));
    for p in [0.0, 1e-4, 0.9999, 1.0] {
        assert!(column.quantile(p).standard_error > 0.0);
    }
    assert_eq!(exact(&[2.0; 50]).quantile(0.0), Estimate::exact(2.0));
    assert_eq!(exact(&[1.0, 3.0]).quantile(0.5), Estimate::new(2.0, 1.0));
}

/// Compares every answer of a sketch with that of the sorted values.
#[track_caller]
fn assert_sketch_is_close(values: &[f64]) {
    let (rough, sharp) = (sketch(values), exact(values));
    assert_eq!(rough.count(), sharp.count());
    assert_eq!((rough.min(), rough.max()), (sharp.min(), sharp.max()));
    let scale = values.len() as f64;
    for p in [
        0.0, 1e-4, 0.001, 0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975, 0.999, 1.0,
    ] {
        let (a, b) = (rough.quantile(p), sharp.quantile(p));
        // Interpolation between order statistics of either sign: the width follows the larger one.
        let rank = ((scale - 1.0) * p) / (scale - 1.0);
        let near = [-1.0, 1.0].map(|d| sharp.quantile((rank + d / scale).clamp(0.0, 1.0)).value);
        let magnitude = near[0].abs().max(near[1].abs());
        assert!(
            (a.value - b.value).abs() <= SKETCH_WIDTH * magnitude,
            "{p}: {a:?} {b:?}"
        );
        let (x, y) = (rough.cdf(b.value).value, sharp.cdf(b.value).value);
        assert!((x - y).abs() <= rough.rank_error() + 1e-12, "{p}: {x} {y}");
    }
    for x in [-1e9, -1.0, -0.0, 0.0, 1.0, 1e9] {
        let (a, b) = (rough.cdf(x).value, sharp.cdf(x).value);
        assert!((a - b).abs() <= rough.rank_error() + 1e-12, "{x}: {a} {b}");
    }
    assert_eq!(rough.cdf(0.0), sharp.cdf(0.0));
}

#[test]
fn sketches_agree_with_sorting() {
    let n = 60_000;
    let normal = Normal::standard();
    let lognormal = LogNormal::new(12.5, 0.47).unwrap();
    assert_sketch_is_close(&draws("u", n, |u| u));
    assert_sketch_is_close(&draws("ln", n, |u| lognormal.inverse_cdf(u)));
    assert_sketch_is_close(&draws("n", n, |u| normal.inverse_cdf(u)));
    assert_sketch_is_close(&draws("far", n, |u| 1e6 + normal.inverse_cdf(u)));
    assert_sketch_is_close(&draws("neg", n, |u| -lognormal.inverse_cdf(u)));
    assert_sketch_is_close(&draws("zeros", n, |u| normal.inverse_cdf(u).max(0.0)));
    assert_sketch_is_close(&draws("minus zeros", n, |u| {
        normal.inverse_cdf(u).min(-0.0)
    }));
    assert_sketch_is_close(&draws("heavy", n, |u| (u - 0.5) / (u * (1.0 - u)).powi(4)));
    assert_sketch_is_close(&draws("steps", n, |u| (u * 10.0).floor() - 4.0));
    assert_sketch_is_close(&draws("huge", n, |u| (u - 0.5) * f64::MAX));
    assert_sketch_is_close(&draws("tiny", n, |u| u * 1e-300));
}

#[test]
fn sketches_of_constants_are_exact() {
    for value in [0.0, 1.0, -7.3, 1e300, f64::MAX, f64::MIN_POSITIVE] {
        let column = sketch(&vec![value; 3000]);
        for p in [0.0, 0.3, 1.0] {
            assert_eq!(column.quantile(p), Estimate::exact(value));
        }
        assert_eq!(column.rank_error(), 0.0);
        assert_eq!(column.cdf(value).value, 1.0);
        assert_eq!(column.cdf(value - value.abs() / 2.0 - 1e-9).value, 0.0);
    }
}

/// Where values are dense, interpolation makes the sketch far better than its buckets.
#[test]
fn the_sketch_adds_no_visible_error() {
    let column = draws("dense", 400_000, |u| 1.0 + u);
    let (rough, sharp) = (sketch(&column), exact(&column));
    for p in [0.025, 0.5, 0.975] {
        let (a, b) = (rough.quantile(p), sharp.quantile(p));
        assert!(
            (a.value - b.value).abs() < 0.1 * b.standard_error,
            "{a:?} {b:?}"
        );
    }
    assert!(rough.rank_error() < 7e-4);
}

/// Counts of a bucket are kept in 8 bits and run over into wider ones.
#[test]
fn counts_run_over_without_loss() {
    let (few, many) = (150_000, 350_001);
    // First of all enough different values for a sketch.
    let different = (0..100).map(|i| 3.5 + f64::from(i) / 250.0);
    let mut column: Vec<f64> = different.collect();
    column.extend(vec![1.0; few]);
    column.extend(vec![3.0; many]);
    let mut halves = column
        .chunks(201_234)
        .map(|part| {
            let mut quantiles = Quantiles::new(EXACT_DRAWS + 1);
            for chunk in part.chunks(1000) {
                quantiles.update(chunk);
            }
            quantiles
        })
        .collect::<Vec<_>>();
    let mut all = halves.remove(0);
    for half in &halves {
        all.merge(half);
    }
    let distribution = all.finish();
    let count = few + many + 100;
    assert_eq!(distribution.count(), count as u64);
    assert_eq!(distribution.cdf(2.0).value, few as f64 / count as f64);
    let below = distribution.cdf(3.25).value;
    assert_eq!(below, (few + many) as f64 / count as f64);
}

/// Which octaves a sketch finds quickly depends on its first values; what it collects does not.
#[test]
fn first_values_decide_nothing() {
    let parts: [Vec<f64>; 5] = [
        draws("narrow", 3000, |u| 1.0 + u),
        draws("around zero", 3000, |u| u - 0.5),
        draws("wide", 3000, |u| 10_f64.powf(600.0 * u - 300.0)),
        draws("with zeros", 3000, |u| (u - 0.5).max(0.0) * 1e9),
        draws("not finite", 3000, |u| (u - 0.5).sqrt()),
    ];
    let of = |order: [usize; 5]| {
        let mut quantiles = Quantiles::new(MANY);
        for part in order {
            parts[part]
                .chunks(CHUNK)
                .for_each(|chunk| quantiles.update(chunk));
        }
        quantiles
    };
    let expected = of([0, 1, 2, 3, 4]).finish();
    assert_eq!(expected.count() + expected.non_finite(), 15_000);
    for order in [
        [1, 2, 3, 4, 0],
        [2, 0, 4, 1, 3],
        [3, 4, 0, 1, 2],
        [4, 3, 2, 1, 0],
    ] {
        assert_eq!(of(order).finish(), expected);
    }
    let mut merged = Quantiles::new(MANY);
    for part in &parts {
        merged.merge(&collect(MANY, part));
    }
    assert_eq!(merged.finish(), expected);
}

#[test]
fn a_collection_too_large_to_keep_becomes_a_sketch() {
    let column = normals("grows", EXACT_DRAWS as usize + 5000, 0.0, 1.0);
    let grown = collect(10, &column).finish();
    assert_eq!(grown, sketch(&column));
    let (left, right) = column.split_at(90_000);
    for (a, b) in [(10, 10), (10, MANY), (MANY, 10), (MANY, MANY)] {
        let mut merged = collect(a, left);
        merged.merge(&collect(b, right));
        assert_eq!(merged.finish(), grown);
    }
}

#[test]
fn values_that_are_not_finite_are_counted_apart() {
    let bad = [f64::NAN, f64::INFINITY, -f64::NAN, f64::NEG_INFINITY];
    for expected_draws in [10, MANY] {
        let mut column = collect(expected_draws, &bad);
        column.update(&[1.0, 3.0, f64::NAN]);
        column.merge(&collect(10, &bad));
        column.merge(&column.clone());
        let column = column.finish();
        assert_eq!((column.count(), column.non_finite()), (4, 18));
        assert_eq!((column.min(), column.max()), (1.0, 3.0));
        assert!(unknown(column.cdf(f64::NAN)) && unknown(column.quantile(f64::NAN)));
        assert!(unknown(column.quantile(-0.1)) && unknown(column.quantile(1.1)));
        assert_eq!(column.cdf(f64::INFINITY).value, 1.0);
        assert_eq!(column.cdf(f64::NEG_INFINITY).value, 0.0);
    }
    // Sums over such values mean nothing, but they do not panic.
    let column = moments(&bad);
    assert!(column.mean().value.is_nan() && column.sd().value.is_nan());
    assert!(comoments(&bad, &bad).ratio_of_means().value.is_nan());
}

#[test]
fn nothing_is_known_without_draws() {
    assert!(unknown(moments(&[]).mean()) && unknown(moments(&[]).sd()));
    assert!(unknown(moments(&[]).variance()) && moments(&[]).skewness().is_nan());
    assert!(
        unknown(comoments(&[], &[]).ratio_of_means()) && comoments(&[], &[]).covariance().is_nan()
    );
    assert!(unknown(Proportion::default().estimate()));
    for expected_draws in [0, MANY] {
        let nothing = collect(expected_draws, &[]).finish();
        assert!(unknown(nothing.quantile(0.5)) && unknown(nothing.cdf(0.0)));
        assert!(nothing.min().is_nan() && nothing.max().is_nan() && nothing.rank_error().is_nan());
        assert_eq!(nothing.count(), 0);
    }
}

#[test]
fn one_draw_has_a_value_and_no_error() {
    let one = moments(&[3.0]);
    assert!(one.mean().value == 3.0 && one.mean().standard_error.is_nan() && unknown(one.sd()));
    let ratio = comoments(&[3.0], &[2.0]).ratio_of_means();
    assert!(ratio.value == 1.5 && ratio.standard_error.is_nan());
    assert!(unknown(
        comoments(&[1.0, 2.0], &[0.0, 0.0]).ratio_of_means()
    ));
    for expected_draws in [1, MANY] {
        let one = collect(expected_draws, &[3.0]).finish().quantile(0.2);
        assert!(one.value == 3.0 && one.standard_error.is_nan());
    }
}

// ── Merging ──────────────────────────────────────────────────────────────────────────────────────────

/// Columns cut into parts; values of several magnitudes, ties and zeros among them.
fn parts() -> impl Strategy<Value = Vec<Vec<f64>>> {
    let value = prop_oneof![
        -1e3..1e3_f64,
        -1e-3..1e-3_f64,
        (-5..5_i32).prop_map(f64::from),
        Just(-0.0),
        Just(1e-310),
        Just(-3e-320),
    ];
    prop::collection::vec(prop::collection::vec(value, 0..60), 0..8)
}

/// Equal to within rounding that is relative to the size of the values.
fn close(a: f64, b: f64, scale: f64) -> bool {
    a.is_nan() && b.is_nan() || (a - b).abs() <= 1e-9 * scale
}

proptest! {
    #[test]
    fn merged_moments_equal_those_of_the_whole(parts in parts()) {
        let whole = moments(&parts.concat());
        let mut merged = Moments::new();
        for part in &parts {
            merged.merge(&moments(part));
        }
        prop_assert_eq!(merged.count(), whole.count());
        let sd = whole.sd().value.max(1e-3);
        prop_assert!(close(merged.mean().value, whole.mean().value, sd));
        prop_assert!(close(merged.variance().value, whole.variance().value, sd * sd));
        prop_assert!(close(merged.sd().standard_error, whole.sd().standard_error, sd));
        if whole.sd().value > 1e-3 {
            prop_assert!(close(merged.skewness(), whole.skewness(), 1e2));
        }
    }

    #[test]
    fn merged_comoments_equal_those_of_the_whole(parts in parts()) {
        let other = |x: &[f64]| x.iter().map(|x| 2000.0 + x * x / 1e3 - x).collect::<Vec<_>>();
        let whole = comoments(&parts.concat(), &other(&parts.concat()));
        let mut merged = Comoments::new();
        for part in &parts {
            merged.merge(&comoments(part, &other(part)));
        }
        prop_assert_eq!(merged.count(), whole.count());
        prop_assert!(close(merged.covariance(), whole.covariance(), 1e6));
        let (a, b) = (merged.ratio_of_means(), whole.ratio_of_means());
        prop_assert!(close(a.value, b.value, 1.0) && close(a.standard_error, b.standard_error, 1.0));
    }

    #[test]
    fn the_order_of_merging_quantiles_does_not_matter(parts in parts(), many in any::<bool>()) {
        let expected_draws = if many { MANY } else { 1 };
        let whole = collect(expected_draws, &parts.concat()).finish();
        let mut forward = Quantiles::new(expected_draws);
        for part in &parts {
            forward.merge(&collect(expected_draws, part));
        }
        let mut backward = Quantiles::new(expected_draws);
        for part in parts.iter().rev() {
            let mut next = collect(expected_draws, part);
            next.merge(&backward);
            backward = next;
        }
        // Bit for bit: the debug form tells −0 from 0.
        let (forward, backward) = (forward.finish(), backward.finish());
        let whole = format!("{whole:?}");
        prop_assert_eq!(&format!("{forward:?}"), &whole);
        prop_assert_eq!(&format!("{backward:?}"), &whole);
    }

    #[test]
    fn quantiles_increase_with_p(parts in parts(), many in any::<bool>()) {
        let column = collect(if many { MANY } else { 1 }, &parts.concat()).finish();
        let steps: Vec<f64> = (0..=40).map(|i| column.quantile(f64::from(i) / 40.0).value).collect();
        prop_assert!(steps.windows(2).all(|w| w[0] <= w[1] || w[0].is_nan()));
    }
}

/// More draws than are kept, of few values: nothing is interpolated, whatever the order and the cuts.
#[test]
fn few_values_are_counted_exactly() {
    let n = 200_000;
    let column: Vec<f64> = draws("few", n, |u| (u * 4.0).floor() * 0.25);
    let collect = |parts: usize| {
        let mut all = Quantiles::new(EXACT_DRAWS + 1);
        for part in column.chunks(n / parts + 1) {
            let mut quantiles = Quantiles::new(EXACT_DRAWS + 1);
            part.chunks(1024).for_each(|chunk| quantiles.update(chunk));
            all.merge(&quantiles);
        }
        all.finish()
    };
    let distribution = collect(1);
    assert_eq!(distribution, collect(7));
    assert_eq!(distribution.rank_error(), 0.0);
    for (i, x) in [0.0, 0.25, 0.5, 0.75].into_iter().enumerate() {
        let share = column.iter().filter(|value| **value <= x).count() as f64 / n as f64;
        assert_eq!(distribution.cdf(x).value, share);
        assert_eq!(distribution.quantile(0.125 + 0.25 * i as f64).value, x);
    }
    // One value too many, and the collection is a sketch: in any order the same.
    let many: Vec<f64> = (0..65).map(f64::from).collect();
    let backwards: Vec<f64> = many.iter().rev().copied().collect();
    let sketched = |values: &[f64]| {
        let mut quantiles = Quantiles::new(EXACT_DRAWS + 1);
        quantiles.update(values);
        quantiles.finish()
    };
    assert_eq!(sketched(&many), sketched(&backwards));
    assert!(sketched(&many).rank_error() > 0.0);
}

/// A column whose whole spread lies within a bucket or two: the errors say what the sketch cannot.
#[test]
fn errors_include_what_a_sketch_cannot_tell() {
    let column: Vec<f64> = normals("narrow", 300_000, 1e6, 50.0);
    let (rough, sharp) = (sketch(&column), exact(&column));
    for p in [0.025, 0.5, 0.975] {
        let (a, b) = (rough.quantile(p), sharp.quantile(p));
        assert!(
            (a.value - b.value).abs() <= 2.5 * a.standard_error,
            "{p}: {a:?} {b:?}"
        );
    }
    let (a, b) = (rough.cdf(1_000_050.0), sharp.cdf(1_000_050.0));
    assert!(
        (a.value - b.value).abs() <= 2.5 * a.standard_error,
        "{a:?} {b:?}"
    );
}

/// Within an atom the ranks next to a quantile hold the same value; its end may be a few standard errors away all the same.
#[test]
fn quantiles_in_an_atom_are_not_always_exact() {
    let coin: Vec<f64> = draws("coin", 1000, |u| if u < 0.5 { 0.0 } else { 10.0 });
    assert!(exact(&coin).quantile(0.5).standard_error > 1.0);
    assert_eq!(exact(&coin).quantile(0.2), Estimate::exact(0.0));
}
