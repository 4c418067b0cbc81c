//! Sampling designs: the laws of addresses, stratification, unbiased means, honest errors and how fast they fall.
//!
//! Every statistical test uses a fixed seed, so it passes always or never. The limits are such that a correct
//! design would fail a test as a whole with probability below 1e-6, whatever the seed, unless a test says otherwise.
//! Direction numbers, permutations and scrambles have tests of their own beside them in `src/stream/`.

use sroi::chunk::{CHUNK, chunks};
use sroi::stream::{Design, DesignError, Key, Layout, Uniforms};

/// Two-sided limit for a standard normal statistic: exceeded with probability 2e-9.
const Z_LIMIT: f64 = 6.0;

fn layout(design: Design, draws: u64, replicates: u32, dimensions: u32) -> Layout {
    Layout::new(design, draws, replicates, dimensions).unwrap()
}

/// The uniforms of one input in the whole run.
fn column(layout: &Layout, seed: u64, dimension: u32) -> Vec<f64> {
    let uniforms = Uniforms::new(layout, seed, &format!("input {dimension}"), dimension);
    let mut chunk = [0.0; CHUNK];
    let mut column = Vec::new();
    for (index, length) in chunks(layout.draws()) {
        uniforms.fill(index, &mut chunk);
        column.extend_from_slice(&chunk[..length]);
    }
    column
}

/// The uniforms of one input, replicate by replicate.
fn replicates(layout: &Layout, seed: u64, dimension: u32) -> Vec<Vec<f64>> {
    let mut replicates = vec![Vec::new(); layout.replicates() as usize];
    for (draw, u) in (0..).zip(column(layout, seed, dimension)) {
        replicates[layout.replicate(draw) as usize].push(u);
    }
    assert!(
        replicates
            .iter()
            .all(|points| points.len() as u64 == layout.points())
    );
    replicates
}

/// The stratum of a uniform among `strata` equal ones, exactly: u = (2k + 1)·2⁻⁵³.
fn stratum(u: f64, strata: u64) -> usize {
    let odd = (u * 2.0_f64.powi(53)) as u128;
    ((odd * u128::from(strata)) >> 53) as usize
}

#[track_caller]
fn assert_one_in_each(strata: impl Iterator<Item = usize>, count: usize, each: u32) {
    let mut hits = vec![0; count];
    for stratum in strata {
        hits[stratum] += 1;
    }
    assert!(hits.iter().all(|&hit| hit == each), "{count} strata");
}

#[track_caller]
fn assert_uniform(values: impl Iterator<Item = f64>) {
    let mut cells = [0.0_f64; 256];
    let mut n = 0.0;
    for value in values {
        cells[(value * 256.0) as usize] += 1.0;
        n += 1.0;
    }
    let expected = n / 256.0;
    let statistic: f64 = cells
        .iter()
        .map(|c| (c - expected).powi(2) / expected)
        .sum();
    let z = (statistic - 255.0) / 510.0_f64.sqrt();
    // A chi-square statistic with 255 degrees of freedom is beyond 7.5 sigma with probability 1e-10.
    assert!(z.abs() < 7.5, "z = {z}");
}

#[test]
fn names_are_read_back() {
    for design in Design::ALL {
        assert_eq!(design.name().parse::<Design>(), Ok(design));
    }
    let error = "halton".parse::<Design>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no design `halton`; designs are `random`, `lhs` and `sobol`"
    );
}

#[test]
fn random_is_the_stream_of_the_name() {
    let layout = layout(Design::Random, 5000, 1, 3);
    let uniforms = Uniforms::new(&layout, 7, "cost", 2);
    let (mut ours, mut theirs) = ([0.0; CHUNK], [0.0; CHUNK]);
    for chunk in [0, 4, 1 << 40] {
        uniforms.fill(chunk, &mut ours);
        Key::new(7, "cost").uniforms(chunk, &mut theirs);
        assert_eq!(ours, theirs);
    }
}

#[test]
fn a_uniform_depends_on_its_address_only() {
    for layout in [
        layout(Design::Random, 3000, 1, 5),
        layout(Design::LatinHypercube, 10_000, 10, 5),
        layout(Design::LatinHypercube, 5_001, 3, 5),
        layout(Design::LatinHypercube, 4_000, 1000, 5),
        layout(Design::Sobol, 3 * 4096, 3, 5),
        layout(Design::Sobol, 1 << 20, 16, 5),
    ] {
        let uniforms = Uniforms::new(&layout, 3, "input", 4);
        let mut out = [0.0; CHUNK];
        let last = layout.draws().div_ceil(CHUNK as u64) - 1;
        for chunk in [last, 0, last / 2, 1] {
            uniforms.fill(chunk, &mut out);
            for (draw, u) in (chunk * CHUNK as u64..).zip(out) {
                assert_eq!(u, uniforms.at(draw));
                assert!(u > 0.0 && u < 1.0 && 1.0 - (1.0 - u) == u);
                // On the lattice (k + ½)·2⁻⁵².
                assert_eq!((u * 2.0_f64.powi(53)) as u64 % 2, 1);
            }
        }
    }
}

#[test]
fn seeds_names_and_replicates_matter() {
    for design in [Design::LatinHypercube, Design::Sobol] {
        let layout = layout(design, 4096, 4, 2);
        let mut firsts = Vec::new();
        for seed in [0, 1, u64::MAX] {
            for name in ["a", "b"] {
                let uniforms = Uniforms::new(&layout, seed, name, 1);
                firsts.extend((0..4).map(|replicate| uniforms.at(replicate * 1024).to_bits()));
            }
        }
        firsts.sort_unstable();
        firsts.dedup();
        assert_eq!(firsts.len(), 24);
    }
}

#[test]
fn segments_cover_a_run_once() {
    for layout in [
        layout(Design::Random, 2500, 1, 1),
        layout(Design::LatinHypercube, 2500, 10, 1),
        layout(Design::LatinHypercube, 30_000, 2, 1),
        layout(Design::Sobol, 6 * 2048, 6, 1),
    ] {
        let mut sizes = vec![0; layout.replicates() as usize];
        for (chunk, length) in chunks(layout.draws()) {
            let mut next = 0;
            for (replicate, places) in layout.segments(chunk) {
                assert_eq!(places.start, next);
                next = places.end;
                sizes[replicate as usize] += places.len() as u64;
                for place in places {
                    assert_eq!(layout.replicate(chunk * 1024 + place as u64), replicate);
                }
            }
            assert_eq!(next, length);
        }
        assert!(sizes.iter().all(|&size| size == layout.points()));
        assert_eq!(layout.segments(1 << 30).count(), 0);
    }
}

/// The first n draws of a longer run are the n draws of the shorter one.
#[test]
fn runs_extend() {
    for (design, step, replicates) in [(Design::Random, 1000, 1), (Design::Sobol, 12 * 1024, 12)] {
        let long = column(&layout(design, 9 * step, replicates, 3), 5, 2);
        for times in [1, 2, 5] {
            let short = column(&layout(design, times * step, replicates, 3), 5, 2);
            assert_eq!(short, long[..short.len()]);
        }
    }
}

/// A change here is a change of every published number.
#[test]
fn numbers_are_golden() {
    let bits = |design, draws, replicates| {
        let uniforms = Uniforms::new(&layout(design, draws, replicates, 28), 42, "golden", 27);
        [0, 1, 1024, 9999].map(|draw| uniforms.at(draw).to_bits())
    };
    assert_eq!(bits(Design::LatinHypercube, 10_000, 10), GOLDEN_LHS);
    assert_eq!(bits(Design::Sobol, 16_384, 4), GOLDEN_SOBOL);
}

const GOLDEN_LHS: [u64; 4] = [
    4604582920086917953,
    4589969604880904248,
    4595286956176131196,
    4606634699973425279,
];
const GOLDEN_SOBOL: [u64; 4] = [
    4605740533643925017,
    4577314785177144640,
    4605131092158774545,
    4595540697051949284,
];

#[test]
fn latin_hypercubes_hit_every_stratum_once() {
    for (points, replicates_) in [
        (2, 50),
        (3, 7),
        (17, 3),
        (625, 16),
        (1000, 10),
        (1024, 2),
        (33_333, 3),
        (131_072, 2),
    ] {
        let layout = layout(
            Design::LatinHypercube,
            points * replicates_,
            replicates_ as u32,
            2,
        );
        for dimension in 0..2 {
            for replicate in replicates(&layout, 11, dimension) {
                let strata = replicate.into_iter().map(|u| stratum(u, points));
                assert_one_in_each(strata, points as usize, 1);
            }
        }
    }
}

#[test]
fn jitter_is_uniform() {
    let n = 10_000;
    let layout = layout(Design::LatinHypercube, 20 * n, 20, 1);
    let column = column(&layout, 12, 0);
    assert_uniform(column.iter().map(|u| (u * n as f64).fract()));
}

/// Correlations between neighbours in a replicate, between replicates and between inputs; 40 statistics.
#[test]
fn latin_hypercubes_are_not_correlated() {
    for points in [64_u64, 1000, 12_345] {
        let layout = layout(Design::LatinHypercube, 200 * points, 200, 3);
        let inputs: Vec<_> = (0..3)
            .map(|dimension| replicates(&layout, 13, dimension))
            .collect();
        let product = |a: &[f64], b: &[f64]| -> f64 {
            // Variance of a product of independent centred uniforms is 1/144.
            a.iter()
                .zip(b)
                .map(|(x, y)| 12.0 * (x - 0.5) * (y - 0.5))
                .sum()
        };
        let normal = |sum: f64, pairs: usize| sum / (pairs as f64 * points as f64).sqrt();
        for (first, second) in [(0, 1), (0, 2), (1, 2)] {
            let sum = (0..200)
                .map(|r| product(&inputs[first][r], &inputs[second][r]))
                .sum();
            assert!(normal(sum, 200).abs() < Z_LIMIT);
        }
        for lag in [1, 2, 100] {
            let sum = (lag..200)
                .map(|r| product(&inputs[0][r], &inputs[0][r - lag]))
                .sum();
            assert!(normal(sum, 200 - lag).abs() < Z_LIMIT);
        }
        for lag in [1, 2, 8, 31, 32, 33] {
            let sum = (0..200)
                .map(|r| product(&inputs[0][r][lag..], &inputs[0][r]))
                .sum();
            // Draws without replacement: expected correlation −1/(n − 1), so the sum is −200 on average.
            assert!((normal(sum, 200) + (200.0 / points as f64).sqrt()).abs() < Z_LIMIT);
        }
    }
}

/// One point in each of 2^m strata, for every aligned block of 2^m points and every size of block.
#[test]
fn sobol_points_are_nets_in_each_dimension() {
    let layout = layout(Design::Sobol, 3 * 8192, 3, 1000);
    for dimension in [0, 1, 2, 7, 27, 300, 999] {
        for replicate in replicates(&layout, 14, dimension) {
            for m in [0, 1, 3, 5, 9, 10, 11, 13] {
                for block in replicate.chunks(1 << m) {
                    let strata = block.iter().map(|&u| stratum(u, 1 << m));
                    assert_one_in_each(strata, 1 << m, 1);
                }
            }
        }
    }
}

/// Elementary intervals: 2^t points in every box of volume 2^(t − m), t = Σ(degree − 1).
#[test]
fn sobol_points_are_nets_in_low_dimensions() {
    let layout = layout(Design::Sobol, 2 * 4096, 2, 6);
    let inputs: Vec<_> = (0..6)
        .map(|dimension| replicates(&layout, 15, dimension))
        .collect();
    for (first, second, t) in [
        (0, 1, 0),
        (0, 2, 1),
        (1, 2, 1),
        (0, 3, 2),
        (1, 3, 2),
        (2, 3, 3),
        (0, 4, 2),
        (1, 5, 3),
    ] {
        for (x, y) in inputs[first].iter().zip(&inputs[second]) {
            for m in [6, 8, 10, 12] {
                for (x, y) in x.chunks(1 << m).zip(y.chunks(1 << m)) {
                    for across in 0..=m - t {
                        let down = m - t - across;
                        let boxes = x.iter().zip(y).map(|(&x, &y)| {
                            stratum(x, 1 << across) << down | stratum(y, 1 << down)
                        });
                        assert_one_in_each(boxes, 1 << (m - t), 1 << t);
                    }
                }
            }
        }
    }
    // Three dimensions, t = 1.
    for ((x, y), z) in inputs[0].iter().zip(&inputs[1]).zip(&inputs[2]) {
        for a in 0..=11 {
            for b in 0..=11 - a {
                let c = 11 - a - b;
                let boxes = x.iter().zip(y).zip(z).map(|((&x, &y), &z)| {
                    (stratum(x, 1 << a) << b | stratum(y, 1 << b)) << c | stratum(z, 1 << c)
                });
                assert_one_in_each(boxes, 1 << 11, 2);
            }
        }
    }
}

/// Single points, over many scrambles, and the lower bits of all points of one.
#[test]
fn sobol_points_are_uniform() {
    let layout = layout(Design::Sobol, 1024 * 1024, 1024, 30);
    for dimension in [0, 29] {
        let uniforms: Vec<_> = (0..20)
            .map(|seed| Uniforms::new(&layout, seed, "x", dimension))
            .collect();
        for place in [0, 1, 777] {
            assert_uniform(
                (0..1024 * 20).map(|i| uniforms[i % 20].at((i / 20 * 1024 + place) as u64)),
            );
        }
    }
    let points = &replicates(&self::layout(Design::Sobol, 1 << 18, 2, 1), 16, 0)[0];
    for level in [17, 25, 33, 44] {
        assert_uniform(points.iter().map(|u| (u * 2.0_f64.powi(level)).fract()));
    }
}

/// Weights c of the inputs, numbered from 1, in the test function Π(1 + c(u − ½)), whose mean is 1.
type Weights = fn(f64) -> f64;

/// Many inputs matter.
const SLOW: Weights = |j| 2.0 / (j + 1.0);

/// A few inputs matter, as in most models.
const FAST: Weights = |j| 1.0 / (j * j);

/// The error of the mean of the test function in each replicate.
fn errors(
    design: Design,
    (points, replicates): (u64, u32),
    (dimensions, weights): (u32, Weights),
    seed: u64,
) -> Vec<f64> {
    let draws = points * u64::from(replicates);
    // Random draws are cut into groups of the same size, so that one computation serves all designs.
    let layout = match design {
        Design::Random => layout(design, draws, 1, dimensions),
        _ => layout(design, draws, replicates, dimensions),
    };
    let mut products = vec![1.0; draws as usize];
    for dimension in 0..dimensions {
        let weight = weights(f64::from(dimension) + 1.0);
        for (product, u) in products.iter_mut().zip(column(&layout, seed, dimension)) {
            *product *= 1.0 + weight * (u - 0.5);
        }
    }
    let mut sums = vec![0.0; replicates as usize];
    for (draw, product) in (0..).zip(products) {
        let replicate = match design {
            Design::Random => (draw / points) as usize,
            _ => layout.replicate(draw) as usize,
        };
        sums[replicate] += product - 1.0;
    }
    sums.into_iter().map(|sum| sum / points as f64).collect()
}

fn root_mean_square(values: &[f64]) -> f64 {
    (values.iter().map(|value| value * value).sum::<f64>() / values.len() as f64).sqrt()
}

/// The order of the error in the number of points from 2¹⁰ to 2¹⁵, known to ±0.04 (one sigma).
fn order(design: Design, function: (u32, Weights)) -> f64 {
    let few = root_mean_square(&errors(design, (1 << 10, 128), function, 17));
    let many = root_mean_square(&errors(design, (1 << 15, 32), function, 18));
    (many / few).log2() / 5.0
}

/// Limits are 6 sigma from −½, and from −3/2 plus what logarithms still do at these sizes.
#[test]
fn errors_fall_as_they_should() {
    for dimensions in [10, 28] {
        let orders = Design::ALL.map(|design| order(design, (dimensions, FAST)));
        assert!((orders[0] + 0.5).abs() < 0.24, "{orders:?}");
        assert!((orders[1] + 0.5).abs() < 0.24, "{orders:?}");
        assert!(orders[2] < -1.25, "{orders:?}");
    }
}

/// An independent scramble with the same variances: root mean squares over 1024 runs of
/// `scipy.stats.qmc.Sobol(d, scramble=True).random_base2(10)`, known to 3 %, ours to 2.2 %; 6 sigma.
#[test]
fn sobol_errors_are_those_of_scipy() {
    for (dimensions, scipy) in [(10, 1.4567e-4), (28, 3.5314e-4)] {
        let ours = root_mean_square(&errors(Design::Sobol, (1024, 1024), (dimensions, SLOW), 21));
        assert!(
            (ours / scipy - 1.0).abs() < 0.22,
            "{ours} in {dimensions} dimensions"
        );
    }
}

/// Nested scrambling makes the errors of replicates nearly normal, which t intervals rely on; linear scrambling
/// alone has a kurtosis of 43 and 13 here (`SciPy`). The kurtosis of 1024 normal numbers is 3 ± 0.15; 6 sigma.
#[test]
fn sobol_errors_are_nearly_normal() {
    for dimensions in [10, 28] {
        let errors = errors(Design::Sobol, (1024, 1024), (dimensions, FAST), 22);
        let fourth = errors.iter().map(|error| error.powi(4)).sum::<f64>() / 1024.0;
        let kurtosis = fourth / root_mean_square(&errors).powi(4);
        assert!(
            (kurtosis - 3.0).abs() < 0.9,
            "{kurtosis} in {dimensions} dimensions"
        );
    }
}

/// In one dimension the order is known: −3/2 for scrambled nets, and for Latin hypercubes.
#[test]
fn errors_in_one_dimension_fall_like_theory() {
    for design in [Design::LatinHypercube, Design::Sobol] {
        let order = order(design, (1, SLOW));
        assert!((order + 1.5).abs() < 0.24, "{design}: {order}");
    }
}

/// Latin hypercubes take away what is additive: of the variance Π(1 + c²/12) − 1 all but Σc²/12.
#[test]
fn latin_hypercubes_remove_main_effects() {
    let parts: Vec<f64> = (1..=10)
        .map(|j| (2.0 / f64::from(j + 1)).powi(2) / 12.0)
        .collect();
    let total = parts.iter().map(|part| 1.0 + part).product::<f64>() - 1.0;
    let rest = total - parts.iter().sum::<f64>();
    let n = 1000.0;
    let measured = root_mean_square(&errors(Design::LatinHypercube, (1000, 500), (10, SLOW), 19));
    // 500 replicates give the variance to 6.3 %; 6 sigma.
    let ratio = measured.powi(2) / (rest / n);
    assert!((ratio - 1.0).abs() < 0.4, "{ratio}");
}

/// The mean over 1024 scrambles, in units of its own standard error.
#[test]
fn means_are_unbiased_and_replicates_independent() {
    for design in [Design::LatinHypercube, Design::Sobol] {
        for (points, dimensions) in [(1024, 5), (3 * 1024, 3)] {
            let errors = errors(design, (points, 1024), (dimensions, SLOW), 20);
            let spread = root_mean_square(&errors);
            let z = errors.iter().sum::<f64>() / (spread * 32.0);
            assert!(z.abs() < Z_LIMIT, "{design}: z = {z}");
            for lag in [1, 2, 16] {
                let products = errors.iter().zip(&errors[lag..]).map(|(a, b)| a * b);
                let z = products.sum::<f64>() / (spread * spread * 32.0);
                assert!(z.abs() < Z_LIMIT, "{design}, lag {lag}: z = {z}");
            }
        }
    }
}

/// Intervals of ± t standard errors from 16 replicates contain the truth in 95 % of runs.
#[test]
fn replicates_give_honest_errors() {
    /// 97.5 % quantile of Student's t with 15 degrees of freedom.
    const T: f64 = 2.131_449_545_559_323;
    const RUNS: usize = 64 * 16;
    for design in [Design::LatinHypercube, Design::Sobol] {
        for dimensions in [2, 10] {
            // 16 runs of 1024 replicates, each of which is 64 runs of 16.
            let mut covered = 0;
            for seed in 0..16 {
                let errors = errors(design, (1024, 1024), (dimensions, SLOW), 100 + seed);
                for run in errors.chunks(16) {
                    let mean = run.iter().sum::<f64>() / 16.0;
                    let squares: f64 = run.iter().map(|error| (error - mean).powi(2)).sum();
                    covered += usize::from(mean.abs() <= T * (squares / (16.0 * 15.0)).sqrt());
                }
            }
            let share = covered as f64 / RUNS as f64;
            // Standard deviation 0.0068; six of them.
            assert!(
                (share - 0.95).abs() < 0.041,
                "{design} in {dimensions} dimensions: {share}"
            );
        }
    }
}

#[test]
fn wrong_use_is_refused_with_a_reason() {
    let refusal = |design, draws, replicates, dimensions| {
        let error: DesignError = Layout::new(design, draws, replicates, dimensions).unwrap_err();
        error.to_string()
    };
    let cases = [
        (
            refusal(Design::Random, 1000, 10, 1),
            "random draws need 1 replicate, not 10: they are independent, so the standard error comes from the draws",
        ),
        (
            refusal(Design::LatinHypercube, 1000, 1, 1),
            "design `lhs` needs 2 to 1024 replicates, not 1: their spread gives the standard error",
        ),
        (
            refusal(Design::Sobol, 1000, 0, 1),
            "design `sobol` needs 2 to 1024 replicates, not 0: their spread gives the standard error",
        ),
        (
            refusal(Design::LatinHypercube, 1001, 10, 1),
            "design `lhs` with 10 replicates takes a multiple of 10 draws, not 1001; take 1000 or 1010",
        ),
        (
            refusal(Design::LatinHypercube, 16, 16, 1),
            "a Latin hypercube needs 2 points at least: 16 draws make 16 replicates of one point",
        ),
        (
            refusal(Design::Sobol, 10_000, 16, 1),
            "design `sobol` with 16 replicates takes a multiple of 16384 draws, not 10000; take 16384",
        ),
        (
            refusal(Design::Sobol, 0, 16, 1),
            "design `sobol` with 16 replicates takes a multiple of 16384 draws, not 0; take 16384",
        ),
        (
            refusal(Design::Sobol, 1 << 44, 2, 1),
            "design `sobol` has at most 2^40 points in a replicate, not 8796093022208; take more replicates",
        ),
        (
            refusal(Design::Sobol, 65_536, 16, 1001),
            "design `sobol` has direction numbers for 1000 drawn inputs, the case has 1001; designs `random` and `lhs` have no limit",
        ),
    ];
    for (message, expected) in cases {
        assert_eq!(message, expected);
    }
    assert!(Layout::new(Design::Sobol, 65_536, 16, 1000).is_ok());
    assert!(Layout::new(Design::Sobol, 1 << 34, 16, 1000).is_ok());
    assert!(Layout::new(Design::LatinHypercube, 65_536, 16, 100_000).is_ok());
}

#[test]
#[should_panic(expected = "dimension 3 of 3")]
fn dimensions_are_counted() {
    let _ = Uniforms::new(&layout(Design::Sobol, 4096, 2, 3), 1, "x", 3);
}
