//! Student's t, Weibull, log-logistic, metalog, truncated priors and mixtures against closed forms, independent
//! libraries and the laws that every prior obeys.

use super::distributions::{close, expectation, prior, refused, smirnov, tails, uniforms};
use super::support;
use rand_distr::Distribution;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;
use sroi::dist::special::normal_cdf;
use sroi::dist::{
    Discrete, Histogram, LogLogistic, Metalog, Mixture, Normal, Parameters, Prior, Probability,
    StudentT, TableCache, Truncated, Value, Weibull, build, normal_scores,
};
use sroi::simd::{self, Instructions};
use statrs::distribution::ContinuousCDF;

// ---- what is tried ------------------------------------------------------------------------------------

fn student(df: f64) -> Prior {
    StudentT::new(0.0, 1.0, df).unwrap().into()
}

fn weibull(shape: f64) -> Prior {
    Weibull::new(shape, 1.0).unwrap().into()
}

fn log_logistic(shape: f64) -> Prior {
    LogLogistic::new(shape, 1.0).unwrap().into()
}

/// Shapes with a table of their own, the most awkward ones allowed included.
fn shaped() -> Vec<Prior> {
    let mut priors = Vec::new();
    priors.extend([2.1, 3.0, 5.0, 22.0, 299.0, 1e4, 1e6, 1e7].map(student));
    priors.extend([0.2, 0.3, 0.5, 1.0, 2.0, 50.0, 1e5].map(weibull));
    priors.extend([2.1, 3.0, 8.0, 100.0, 1e5].map(log_logistic));
    priors.push(prior(
        "student_t",
        &[("mean", 0.055), ("se", 0.035), ("df", 22.0)],
    ));
    priors
}

fn normal(mean: f64, sd: f64) -> Prior {
    prior("normal", &[("mean", mean), ("sd", sd)])
}

fn gamma(mean: f64, sd: f64) -> Prior {
    prior("gamma", &[("mean", mean), ("sd", sd)])
}

fn beta(alpha: f64, beta: f64) -> Prior {
    prior("beta", &[("alpha", alpha), ("beta", beta)])
}

fn pert(min: f64, mode: f64, max: f64) -> Prior {
    prior("pert", &[("min", min), ("mode", mode), ("max", max)])
}

fn triangular(min: f64, mode: f64, max: f64) -> Prior {
    prior("triangular", &[("min", min), ("mode", mode), ("max", max)])
}

fn fixed(value: f64) -> Prior {
    prior("fixed", &[("value", value)])
}

fn discrete() -> Prior {
    let inner = Discrete::new(&[1.0, 2.0, 5.0], &[0.2, 0.3, 0.5]);
    inner.unwrap().into()
}

fn truncated(of: Prior, min: Option<f64>, max: Option<f64>) -> Prior {
    Truncated::new(of, min, max).unwrap().into()
}

fn mixture<const N: usize>(parts: [(f64, Prior); N]) -> Prior {
    let weights: Vec<f64> = parts.iter().map(|(weight, _)| *weight).collect();
    Mixture::new(&weights, &parts.map(|(_, prior)| prior))
        .unwrap()
        .into()
}

const THREE: [(f64, f64); 3] = [(0.1, 0.08), (0.5, 0.2), (0.9, 0.45)];
const FIVE: [(f64, f64); 5] = [
    (0.05, 1.0),
    (0.25, 2.0),
    (0.5, 3.0),
    (0.75, 4.5),
    (0.95, 9.0),
];
const SEVEN: [(f64, f64); 7] = [
    (0.01, 0.0),
    (0.05, 1.0),
    (0.1, 1.4),
    (0.25, 2.0),
    (0.5, 3.0),
    (0.75, 4.5),
    (0.95, 9.0),
];

fn metalog(given: &[(f64, f64)], min: Option<f64>, max: Option<f64>) -> Prior {
    Metalog::new(given, min, max).unwrap().into()
}

fn truncations() -> Vec<Prior> {
    vec![
        truncated(normal(0.055, 0.035), Some(0.0), None),
        truncated(normal(0.0, 1.0), Some(4.5), None),
        truncated(normal(0.0, 1.0), None, Some(-4.5)),
        truncated(normal(0.0, 1.0), Some(-1.0), Some(0.3)),
        truncated(student(2.1), Some(-1.0), None),
        truncated(student(3.0), Some(20.0), Some(1e5)),
        truncated(gamma(1.0, 2.0), None, Some(3.0)),
        truncated(gamma(1.0, 0.3), Some(1.5), None),
        truncated(beta(0.5, 0.5), Some(0.2), Some(0.999)),
        truncated(weibull(0.3), Some(0.1), Some(200.0)),
        truncated(pert(0.1, 0.2, 0.3), None, Some(0.15)),
        truncated(triangular(0.0, 1.0, 3.0), Some(0.5), Some(2.5)),
        truncated(
            mixture([(0.5, normal(0.0, 1.0)), (0.5, normal(6.0, 0.5))]),
            Some(0.0),
            None,
        ),
    ]
}

fn mixtures() -> Vec<Prior> {
    let experts = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0]
        .map(|i| pert(0.1 + 0.01 * i, 0.2 + 0.02 * i, 0.4 + 0.03 * i));
    vec![
        mixture([(0.5, normal(0.0, 1.0)), (0.5, normal(1.0, 2.0))]),
        mixture([(0.5, normal(0.0, 0.001)), (0.5, normal(1.0, 0.001))]),
        mixture([(0.3, normal(0.0, 1.0)), (0.7, normal(9.0, 1.0))]),
        mixture([(0.3, normal(0.0, 1.0)), (0.7, normal(12.0, 1.0))]),
        mixture([(0.9, normal(0.0, 1.0)), (0.1, normal(0.0, 1e6))]),
        mixture([(0.999, gamma(1e-3, 1e-4)), (0.001, gamma(1e4, 1e3))]),
        mixture([(0.5, pert(0.1, 0.2, 0.3)), (0.5, beta(2.0, 8.0))]),
        mixture([
            (0.25, pert(0.1, 0.2, 0.3)),
            (0.25, pert(0.5, 0.6, 0.7)),
            (0.5, triangular(0.0, 1.0, 3.0)),
        ]),
        mixture([(0.4, discrete()), (0.6, normal(2.0, 1.0))]),
        mixture([(0.1, fixed(0.0)), (0.9, weibull(2.0))]),
        mixture([(0.5, discrete()), (0.5, fixed(3.0))]),
        mixture([(1e-6, fixed(0.3)), (1.0 - 1e-6, normal(0.0, 1.0))]),
        Mixture::pool(&experts).unwrap().into(),
        mixture([
            (0.5, metalog(&THREE, Some(0.0), Some(1.0))),
            (0.5, truncated(normal(0.3, 0.2), Some(0.0), None)),
        ]),
    ]
}

fn metalogs() -> Vec<Prior> {
    vec![
        metalog(&THREE, None, None),
        metalog(&THREE, Some(0.0), None),
        metalog(&THREE, None, Some(1.0)),
        metalog(&THREE, Some(0.0), Some(1.0)),
        // As skew as a metalog of three quantiles can be.
        metalog(&[(0.1, 0.0), (0.5, 0.17), (0.9, 1.0)], None, None),
        metalog(
            &[(0.1, 1.0), (0.5, 1.55), (0.9, 12.0)],
            Some(0.0),
            Some(1000.0),
        ),
        metalog(&FIVE, None, None),
        metalog(&SEVEN, None, None),
    ]
}

/// All priors of this file.
fn all() -> Vec<Prior> {
    let mut priors = shaped();
    priors.extend(truncations());
    priors.extend(mixtures());
    priors.extend(metalogs());
    priors
}

// ---- values known from elsewhere -------------------------------------------------------------------------

/// Student's t, 16 digits by mpmath 1.4 (`betainc`, 40 digits).
#[test]
fn student_t_tails() {
    let rows = [
        (2.1, -1e4, 2.1283135196587566e-09),
        (2.1, -0.3, 0.39564272619475827),
        (3.0, -0.01, 0.496324555706426),
        (22.0, -2.5, 0.01018357341178975),
        (22.0, -12.0, 1.9878009049460846e-11),
        (299.0, -6.0, 2.847542381624585e-09),
        (1e4, -1.7, 0.04458101136385252),
        (1e4, -6.5, 4.2075260597305164e-11),
    ];
    for (df, t, expected) in rows {
        close(student(df).cdf(t), expected, 2e-14);
        close(student(df).sf(-t), expected, 2e-14);
        close(student(df).sf(t), 1.0 - expected, 1e-15);
        close(student(df).quantile(Probability::lower(expected)), t, 1e-12);
    }
}

/// Means and standard deviations, 16 digits by mpmath 1.4 (`gamma`, `sin`, 40 digits).
#[test]
fn moments_of_weibull_and_log_logistic() {
    let rows = [
        (weibull(0.3), 9.260528268125547, 50.078027029524456),
        (weibull(0.5), 2.0, 4.47213595499958),
        (weibull(2.0), 0.886226925452758, 0.46325137517610426),
        (weibull(50.0), 0.9888442032639133, 0.02500685077336416),
        (weibull(1e3), 0.9994237724845955, 0.0012808757478713502),
        (log_logistic(2.1), 1.500191340965803, 4.221874153405543),
        (log_logistic(3.0), 1.2091995761561452, 0.9778729658478597),
        (log_logistic(8.0), 1.026172152977031, 0.2401904390147049),
        (
            log_logistic(100.0),
            1.0001645123493128,
            0.018144559529175475,
        ),
    ];
    for (prior, mean, sd) in rows {
        close(prior.mean(), mean, 2e-14);
        close(prior.sd(), sd, 1e-13);
    }
    close(student(22.0).sd(), (22.0_f64 / 20.0).sqrt(), 1e-15);
}

/// V17, and truncated moments in 16 digits by mpmath 1.4 (incomplete gamma functions and quadrature, 30 digits).
#[test]
fn moments_of_truncated_priors() {
    let rows = [
        (
            truncated(normal(0.055, 0.035), Some(0.0), None),
            0.059312465500,
            0.031132250783,
            1e-11,
        ),
        (
            truncated(normal(0.0, 1.0), Some(4.5), None),
            4.704319844827732,
            0.197012941922036,
            1e-12,
        ),
        (
            truncated(normal(0.0, 1.0), Some(-1.0), Some(0.3)),
            -0.3035715153709431,
            0.3630909114800267,
            1e-13,
        ),
        (
            truncated(gamma(1.0, 2.0), None, Some(3.0)),
            0.4610958874807792,
            0.6900417975706591,
            1e-12,
        ),
        (
            truncated(student(2.1), Some(-1.0), None),
            0.6926715852542159,
            3.591770961125589,
            1e-11,
        ),
        (
            truncated(weibull(0.3), Some(0.1), Some(200.0)),
            10.24983185150434,
            23.52736371434816,
            1e-12,
        ),
        (
            truncated(
                prior("uniform", &[("min", 0.0), ("max", 1.0)]),
                Some(0.25),
                Some(0.5),
            ),
            0.375,
            0.25 / 12.0_f64.sqrt(),
            1e-13,
        ),
    ];
    for (prior, mean, sd, bar) in rows {
        close(prior.mean(), mean, bar);
        close(prior.sd(), sd, bar);
    }
}

/// Metalogs, 16 digits by mpmath 1.4: coefficients, quantiles at 1, 30 and 99 %, mean and sd by quadrature over logits.
#[test]
fn metalogs_equal_reference_values() {
    let one = Some(1.0);
    let nought = Some(0.0);
    let rows = [
        (
            metalog(&THREE, None, None),
            [-0.02037381121731303, 0.1411926641264416, 0.7534179814318525],
            [0.2369784685817153, 0.1589896914101137],
        ),
        (
            metalog(&THREE, nought, one),
            [0.02753534257407419, 0.1411195027536276, 0.7546780396468203],
            [0.2377599062972954, 0.154893011983114],
        ),
        (
            metalog(&THREE, None, one),
            [-0.01396792778459572, 0.1363602965633852, 0.6542448080126138],
            [0.2343553749384371, 0.1486729130011559],
        ),
        (
            metalog(&THREE, nought, None),
            [0.0287105079217747, 0.1419014704583575, 1.063638371840398],
            [0.2499312721054845, 0.2425410349821589],
        ),
        (
            metalog(&FIVE, None, None),
            [0.3633365975646888, 2.199896406756678, 14.10201007523404],
            [3.699247437169329, 2.71321621374771],
        ),
        (
            metalog(&SEVEN, None, None),
            [0.0, 2.179326765508954, 14.46534667279873],
            [3.699247437169329, 2.761745400282398],
        ),
    ];
    for (prior, quantiles, [mean, sd]) in rows {
        for (p, expected) in [0.01, 0.3, 0.99].into_iter().zip(quantiles) {
            let x = prior.quantile(Probability::new(p));
            assert!((x - expected).abs() < 1e-12, "{prior}: {x} {expected}");
        }
        close(prior.mean(), mean, 1e-12);
        close(prior.sd(), sd, 1e-11);
    }
}

/// Metalogs pass through their quantiles.
#[test]
fn metalogs_pass_through_their_quantiles() {
    for prior in metalogs() {
        let Prior::Metalog(inner) = &prior else {
            panic!("not a metalog")
        };
        for &(p, q) in inner.given() {
            assert!((prior.cdf(q) - p).abs() < 1e-12, "{prior} at {p}");
        }
    }
}

/// Quantiles of 0.3·N(0, 1) + 0.7·N(9, 1), 16 digits by mpmath 1.4, the near-jump at 0.3 included.
#[test]
fn quantiles_of_a_mixture() {
    let prior = mixture([(0.3, normal(0.0, 1.0)), (0.7, normal(9.0, 1.0))]);
    for (p, expected) in [
        (0.05, -0.967421566101701),
        (0.2999, 3.402911990635516),
        (0.3001, 5.3721106229435),
        (0.8, 9.565948821932864),
    ] {
        close(prior.quantile(Probability::new(p)), expected, 1e-11);
    }
    let steep = prior.quantile(Probability::new(0.3));
    assert!((steep - 4.409945058001983).abs() < 1e-9, "{steep}");
}

/// Values with probabilities of their own come out as they are, and gaps between parts stay empty.
#[test]
fn mixtures_keep_atoms_and_gaps() {
    let mut cache = TableCache::new();
    let sampler = mixture([(0.25, fixed(3.0)), (0.75, normal(3.0, 1.0))]).sampler(&mut cache);
    // F jumps from 0.375 to 0.625 at 3.
    for u in [0.375 + 1e-10, 0.4, 0.5, 0.6, 0.625 - 1e-10] {
        assert_eq!(sampler.at(u).to_bits(), 3.0_f64.to_bits());
    }
    assert!(sampler.at(0.375 - 1e-10) < 3.0 && sampler.at(0.625 + 1e-10) > 3.0);
    let apart = mixture([(0.5, normal(0.0, 0.001)), (0.5, normal(1.0, 0.001))]);
    let (sampler, scores) = (
        apart.sampler(&mut cache),
        apart.sampler_from_scores(&mut cache),
    );
    for distance in [1e-2, 1e-6, 1e-9] {
        for (below, above) in [
            (sampler.at(0.5 - distance), sampler.at(0.5 + distance)),
            (scores.at(-distance), scores.at(distance)),
        ] {
            assert!(
                below.abs() < 0.008 && (above - 1.0).abs() < 0.008,
                "{below} {above}"
            );
        }
    }
}

/// A mixture of one prior is that prior; a truncation of a truncation is the narrower one.
#[test]
fn nested_priors_reduce() {
    let one = mixture([(1.0, gamma(3.0, 1.0))]);
    let twice = truncated(
        truncated(normal(0.0, 1.0), Some(-2.0), None),
        Some(-1.0),
        Some(0.5),
    );
    let once = truncated(normal(0.0, 1.0), Some(-1.0), Some(0.5));
    for (a, b) in [(one, gamma(3.0, 1.0)), (twice, once)] {
        close(a.mean(), b.mean(), 1e-12);
        close(a.sd(), b.sd(), 1e-11);
        for p in [1e-9, 0.2, 0.5, 0.99] {
            let p = Probability::new(p);
            close(a.quantile(p), b.quantile(p), 1e-12);
        }
    }
    let cut = truncated(
        mixture([(1.0, truncated(normal(0.0, 1.0), Some(0.0), None))]),
        None,
        Some(2.0),
    );
    assert_eq!(cut.untruncated(), mixture([(1.0, normal(0.0, 1.0))]));
}

/// statrs agrees to its ten digits.
#[test]
fn distribution_functions_agree_with_statrs() {
    use statrs::distribution as oracle;
    let mut cache = TableCache::new();
    let mut check = |prior: Prior, cdf: &dyn Fn(f64) -> f64| {
        let sampler = prior.sampler(&mut cache);
        for i in 1..400 {
            let u = f64::from(i) / 400.0;
            let reached = cdf(sampler.at(u));
            assert!((reached - u).abs() < 1e-9, "{prior} at {u}: {reached}");
        }
    };
    for df in [2.1, 5.0, 22.0, 299.0] {
        let other = oracle::StudentsT::new(0.0, 1.0, df).unwrap();
        check(student(df), &|x| other.cdf(x));
    }
    for shape in [0.3, 1.0, 2.0, 50.0] {
        let other = oracle::Weibull::new(shape, 1.0).unwrap();
        check(weibull(shape), &|x| other.cdf(x));
    }
}

/// 100 000 table draws against as many of `rand_distr`: Kolmogorov–Smirnov, false alarm 1e-6 for each of seven.
#[test]
fn draws_agree_with_rand_distr() {
    const N: usize = 100_000;
    let mut cache = TableCache::new();
    let mut seed = 500;
    let mut check = |prior: Prior, draw: &dyn Fn(&mut Xoshiro256PlusPlus) -> f64| {
        seed += 1;
        let mut xs = vec![0.0; N];
        prior.sampler(&mut cache).fill(&uniforms(seed, N), &mut xs);
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed + 1000);
        let others = (0..N).map(|_| draw(&mut rng)).collect();
        let bound = (-sroi::math::ln(0.5e-6) / N as f64).sqrt();
        let gap = smirnov(xs, others);
        assert!(gap < bound, "{prior}: {gap} against {bound}");
    };
    for df in [2.1, 22.0] {
        let other = rand_distr::StudentT::new(df).unwrap();
        check(student(df), &|rng| other.sample(rng));
    }
    for shape in [0.3, 2.0, 50.0] {
        let other = rand_distr::Weibull::new(1.0, shape).unwrap();
        check(weibull(shape), &|rng| other.sample(rng));
    }
    let other = rand_distr::Normal::new(0.0, 1.0).unwrap();
    check(truncated(normal(0.0, 1.0), Some(1.0), None), &|rng| {
        loop {
            let x = other.sample(rng);
            if x > 1.0 {
                return x;
            }
        }
    });
    let pool = mixture([(0.3, normal(0.0, 1.0)), (0.7, weibull(2.0).scaled(9.0))]);
    let second = rand_distr::Weibull::new(9.0, 2.0).unwrap();
    check(pool, &|rng| {
        if rand_distr::Bernoulli::new(0.3).unwrap().sample(rng) {
            other.sample(rng)
        } else {
            second.sample(rng)
        }
    });
}

/// Every form that states the same distribution gives it.
#[test]
fn forms_agree() {
    for (source, exact) in [
        (weibull(0.3).scaled(7.0), 1e-10),
        (weibull(1.7).scaled(7.0), 1e-12),
        (weibull(400.0), 1e-9),
    ] {
        let (mean, sd) = (source.mean(), source.sd());
        for (key, x) in [("sd", sd), ("se", sd), ("cv", sd / mean)] {
            let fit = prior("weibull", &[("mean", mean), (key, x)]);
            close(fit.mean(), mean, 1e-13);
            close(fit.sd(), sd, exact);
        }
    }
    for source in [
        weibull(0.3),
        weibull(40.0),
        log_logistic(2.1),
        log_logistic(77.0),
    ] {
        let source = source.scaled(12.0);
        let at = |p: f64| source.quantile(Probability::new(p));
        let fit = prior(source.family(), &[("q90", at(0.9)), ("q05", at(0.05))]);
        close(fit.mean(), source.mean(), 1e-12);
        close(fit.sd(), source.sd(), 1e-11);
    }
    let t = StudentT::new(0.4, 0.2, 9.0).unwrap();
    let at = |p: f64| t.quantile(Probability::new(p));
    let fit = build(
        "student_t",
        &[
            ("interval95", Value::List(vec![at(0.025), at(0.975)])),
            ("df", Value::Number(9.0)),
        ]
        .into_iter()
        .collect(),
    )
    .unwrap();
    close(fit.mean(), 0.4, 1e-13);
    close(fit.sd(), t.sd(), 1e-13);
}

// ---- laws ---------------------------------------------------------------------------------------------

/// The largest distance between F and u: at the smaller tail, and forgiving what the spacing of doubles does.
fn largest_gap(prior: &Prior, draw: impl Fn(f64) -> f64) -> f64 {
    let beyond = |x: [f64; 2], v: f64| (x[0].min(x[1]) - v).max(v - x[0].max(x[1])).max(0.0);
    let mut largest: f64 = 0.0;
    for v in tails() {
        let (low, high) = (draw(v), draw(1.0 - v));
        let below = [low.next_down(), low.next_up()].map(|x| prior.cdf(x));
        let above = [high.next_down(), high.next_up()].map(|x| prior.sf(x));
        largest = largest.max(beyond(below, v));
        largest = largest.max(beyond(above, 1.0 - (1.0 - v)));
    }
    largest
}

/// |F(Q(u)) − u| ≤ 1e-10 through the table over both tails down to 1e-12, or u lies between F at the neighbouring doubles.
#[test]
fn tables_invert_the_distribution_function() {
    let mut cache = TableCache::new();
    for prior in all() {
        let sampler = prior.sampler(&mut cache);
        let gap = largest_gap(&prior, |u| sampler.at(u));
        assert!(gap <= 1e-10, "{prior}: {gap:e}");
        let mut before = f64::NEG_INFINITY;
        for i in 1..2000 {
            let x = sampler.at(f64::from(i) / 2000.0);
            assert!(x >= before, "{prior} falls at {i}");
            before = x;
        }
    }
}

/// The table error that `priors/DISTRIBUTIONS.md` states per family is one that these priors keep.
#[test]
fn stated_table_errors_hold() {
    let page = include_str!("../../priors/DISTRIBUTIONS.md");
    let mut cache = TableCache::new();
    let mut largest = std::collections::BTreeMap::new();
    for prior in all().into_iter().chain(super::distributions::tabulated()) {
        let sampler = prior.sampler(&mut cache);
        let gap = largest_gap(&prior, |u| sampler.at(u));
        let most = largest.entry(prior.family()).or_insert(0.0_f64);
        *most = most.max(gap);
    }
    for (family, gap) in largest {
        let section = page.split(&format!("\n## `{family}`")).nth(1).unwrap();
        let section = section.split("\n## ").next().unwrap();
        let stated = section.split("Table error: ").nth(1).unwrap();
        let stated = stated
            .split_whitespace()
            .next()
            .unwrap()
            .trim_end_matches('.');
        let stated: f64 = stated.parse().unwrap();
        assert!(
            gap <= stated && stated <= 1e-10 && stated < 20.0 * gap,
            "{family}: measured {gap:e}, stated {stated:e}"
        );
    }
}

/// The same for the sampler over normal scores, at Φ(z).
#[test]
fn score_tables_invert_the_distribution_function() {
    let mut cache = TableCache::new();
    for prior in all() {
        let scores = prior.sampler_from_scores(&mut cache);
        for i in -420..=420 {
            let z = f64::from(i) / 60.0 + 0.003;
            let x = scores.at(z);
            let reached = |x: f64| if z > 0.0 { prior.sf(x) } else { prior.cdf(x) };
            let target = normal_cdf(-z.abs());
            let (a, b) = (reached(x.next_down()), reached(x.next_up()));
            assert!(
                a.min(b) - 1e-10 <= target && target <= a.max(b) + 1e-10,
                "{prior} at z = {z}: {x}"
            );
        }
        assert_eq!(scores.at(9.0).to_bits(), scores.at(f64::INFINITY).to_bits());
        assert_eq!(scores.at(-9.0).to_bits(), scores.at(f64::NAN).to_bits());
    }
}

/// Exact quantiles invert the distribution function to what doubles allow, increase, and lie in the support.
#[test]
fn quantiles_invert_the_distribution_function() {
    for prior in all() {
        let (bottom, top) = prior.support();
        let mut before = f64::NEG_INFINITY;
        for i in 1..400 {
            let x = prior.quantile(Probability::new(f64::from(i) / 400.0));
            assert!(x >= before && x >= bottom && x <= top, "{prior} at {i}");
            before = x;
        }
        for v in tails() {
            // Distribution functions of truncated priors are differences of others.
            let of_difference = format!("{prior}").contains("truncated");
            let slack = 1e-12 * v + if of_difference { 1e-13 } else { 2e-15 };
            let low = prior.quantile(Probability::lower(v));
            let high = prior.quantile(Probability::upper(v));
            let (a, b) = (prior.cdf(low.next_down()), prior.cdf(low.next_up()));
            assert!(
                a - slack <= v && v <= b + slack,
                "{prior} at {v:e}: {a:e} {b:e}"
            );
            let (a, b) = (prior.sf(high.next_up()), prior.sf(high.next_down()));
            assert!(
                a - slack <= v && v <= b + slack,
                "{prior} at 1 - {v:e}: {a:e} {b:e}"
            );
            for x in [low, high] {
                assert!(
                    (prior.cdf(x) + prior.sf(x) - 1.0).abs() < 1e-12,
                    "{prior} at {x}"
                );
            }
        }
    }
}

/// Mean and sd are the integrals of the table. Where the square falls off so slowly that part of it lies beyond the last
/// uniform, only the mean is compared: t with 2.1 degrees of freedom, log-logistic of shape 2.1 and 3,
/// metalogs with one bound.
#[test]
fn moments_are_integrals_of_the_table() {
    let mut cache = TableCache::new();
    for prior in all() {
        let sampler = prior.sampler(&mut cache);
        let (mean, sd) = (prior.mean(), prior.sd());
        if let Prior::Mixture(_) | Prior::Triangular(_) = prior.untruncated() {
            // Kinks and jumps fall inside the panels: a fine midpoint rule instead.
            let n = 1 << 20;
            let mut sums = [0.0; 2];
            for i in 0..n {
                let x = (sampler.at((f64::from(i) + 0.5) / f64::from(n)) - mean) / sd;
                sums = [sums[0] + x, sums[1] + x * x];
            }
            let [first, second] = sums.map(|sum| sum / f64::from(n));
            assert!(first.abs() < 1e-4, "{prior}: mean off by {first:e} sd");
            assert!((second - 1.0).abs() < 3e-4, "{prior}: variance {second}");
            continue;
        }
        let first = expectation(&sampler, |x| (x - mean) / sd);
        let second = expectation(&sampler, |x| ((x - mean) / sd).powi(2));
        let (bar, squares) = match &prior.untruncated() {
            Prior::Metalog(d) if d.support().0.is_finite() != d.support().1.is_finite() => {
                (1e-7, false)
            }
            Prior::StudentT(d) if d.df() <= 3.0 => (1e-8, false),
            Prior::StudentT(d) if d.df() <= 5.0 => (1e-9, false),
            Prior::LogLogistic(d) if d.shape() <= 3.0 => (2e-8, false),
            Prior::Weibull(d) if d.shape() < 0.3 => (1e-5, true),
            Prior::Weibull(d) if d.shape() < 0.5 => (1e-8, true),
            _ => (1e-9, true),
        };
        assert!(first.abs() < bar, "{prior}: mean off by {first:e} sd");
        assert!(
            !squares || (second - 1.0).abs() < bar,
            "{prior}: variance {second}"
        );
    }
}

/// A change of unit multiplies moments, quantiles, support and draws, and moves the distribution function.
#[test]
fn scaling_is_a_change_of_unit() {
    let mut cache = TableCache::new();
    for prior in all() {
        let scaled = prior.scaled(12.5);
        let (before, after) = (prior.sampler(&mut cache), scaled.sampler(&mut cache));
        let same = |a: f64, b: f64, bar: f64| {
            assert!(
                (a - b).abs() <= bar * b.abs().max(1e-300) || a == b,
                "{prior}: {a} {b}"
            );
        };
        same(scaled.mean(), 12.5 * prior.mean(), 1e-12);
        same(scaled.sd(), 12.5 * prior.sd(), 1e-12);
        same(scaled.support().0, 12.5 * prior.support().0, 1e-12);
        same(scaled.support().1, 12.5 * prior.support().1, 1e-12);
        for u in [0.0013, 0.31, 0.77, 0.9987] {
            let p = Probability::new(u);
            let x = prior.quantile(p);
            same(scaled.quantile(p), 12.5 * x, 1e-11);
            same(after.at(u), 12.5 * before.at(u), 1e-9);
            let ahead = 12.5 * (x + 1e-3 * prior.sd());
            assert!((scaled.cdf(ahead) - prior.cdf(ahead / 12.5)).abs() < 1e-11);
        }
        assert_eq!(prior.scaled(0.0), prior);
        assert_eq!(prior.scaled(f64::NAN), prior);
    }
}

/// `fill` equals `at` bit for bit, wherever a column is cut; equal shapes share a table.
#[test]
fn fill_is_element_by_element() {
    let mut cache = TableCache::new();
    let us = uniforms(1, 1000);
    let mut zs = vec![0.0; us.len()];
    normal_scores().fill(&us, &mut zs);
    for prior in all() {
        let sampler = prior.sampler(&mut cache);
        let scores = prior.sampler_from_scores(&mut cache);
        let tables = cache.len();
        prior.sampler(&mut cache);
        prior.sampler_from_scores(&mut cache);
        assert_eq!(cache.len(), tables);
        let mut out = vec![0.0; us.len()];
        sampler.fill(&us, &mut out);
        let mut tail = vec![0.0; 300];
        sampler.fill(&us[700..], &mut tail);
        let same = |u: &[f64], x: &[f64], at: &dyn Fn(f64) -> f64| {
            u.iter()
                .zip(x)
                .all(|(&u, x)| at(u).to_bits() == x.to_bits())
        };
        assert!(same(&us, &out, &|u| sampler.at(u)), "{prior}");
        assert!(same(&us[700..], &tail, &|u| sampler.at(u)), "{prior}");
        scores.fill(&zs, &mut out);
        assert!(same(&zs, &out, &|z| scores.at(z)), "{prior}");
    }
}

/// Refined tables give the same bits with every instruction set that the machine has.
#[test]
fn instruction_sets_agree() {
    let mut cache = TableCache::new();
    let us = uniforms(3, 10_000);
    for prior in [truncations(), mixtures(), metalogs()].concat() {
        let sampler = prior.sampler(&mut cache);
        let columns = Instructions::ALL.map(|(_, set)| {
            simd::limit(set);
            let mut out = vec![0.0; us.len()];
            sampler.fill(&us, &mut out);
            out.into_iter().map(f64::to_bits).collect::<Vec<_>>()
        });
        assert!(columns.iter().all(|bits| *bits == columns[0]), "{prior}");
    }
    simd::limit(Instructions::Avx512);
}

// ---- notation and refusals ----------------------------------------------------------------------------

/// Priors print as a paper's parameter table prints them.
#[test]
fn display() {
    let rows = [
        (
            prior("student_t", &[("mean", 0.055), ("se", 0.035), ("df", 22.0)]),
            "Student t(0.055, se 0.035, df 22)",
        ),
        (
            prior("weibull", &[("shape", 1.5), ("scale", 8.0)]),
            "Weibull(shape 1.5, scale 8)",
        ),
        (
            prior("log_logistic", &[("shape", 4.0), ("scale", 12.0)]),
            "Log-logistic(shape 4, scale 12)",
        ),
        (
            metalog(&THREE, Some(0.0), None),
            "Metalog(10 %: 0.08, 50 %: 0.2, 90 %: 0.45, min 0)",
        ),
        (
            truncated(normal(0.055, 0.035), Some(0.0), None),
            "Normal(0.055, sd 0.035) truncated to ≥ 0",
        ),
        (
            truncated(normal(0.0, 1.0), None, Some(2.0)),
            "Normal(0, sd 1) truncated to ≤ 2",
        ),
        (
            truncated(normal(0.0, 1.0), Some(-1.0), Some(2.0)),
            "Normal(0, sd 1) truncated to -1 … 2",
        ),
        (
            mixture([(0.25, pert(0.1, 0.2, 0.3)), (0.75, beta(2.0, 3.0))]),
            "Mixture(0.25: PERT(0.1, 0.2, 0.3), 0.75: Beta(2, 3))",
        ),
    ];
    for (prior, expected) in rows {
        assert_eq!(prior.to_string(), expected);
    }
}

/// Family | parameters | the one at fault | what the message contains.
const REFUSALS: &str = "\
student_t | mean=1 se=1 |  | `student_t` with `mean` and `se` also needs `df`
student_t | mean=1 sd=1 df=3 | sd | `sd` is not a parameter of `student_t`, which takes `mean`, `se` and `df`; or `df` and two quantiles
student_t | mean=1 se=0 df=3 | se | `se` is 0: it must be above 0
student_t | mean=1 se=1 df=2 | df | `df` is 2: up to 2 degrees of freedom there is no sd
student_t | mean=1 se=1 df=1e8 | df | `df` is 1e8: above 1e7 the t is the normal
student_t | q10=2 q90=1 df=9 | q90 | `q10` 2 lies above `q90` 1: quantiles must increase
weibull | mean=-1 sd=1 | mean | `mean` is -1: it must be above 0
weibull | mean=1 sd=1e-7 | sd | no weibull with a shape between 0.2 and 1e5 has sd 1e-7 at mean 1
weibull | mean=1 cv=1e4 | cv | no weibull with a shape between 0.2 and 1e5 has sd 10000 at mean 1
weibull | shape=0.05 scale=1 | shape | the shape of the weibull would be 5.000e-2: it must lie between 0.2 and 1e5
weibull | shape=1 scale=0 | scale | `scale` is 0: it must be above 0
weibull | q10=-1 q90=1 | q10 | `q10` -1 is outside a weibull, which lies above 0
weibull | q10=1 q90=1e60 | q90 | the shape of the weibull would be 2.233e-2
log_logistic | shape=2 scale=1 | shape | the shape of the log-logistic would be 2: up to 2 it has no standard deviation
log_logistic | q10=1 q90=100 | q90 | the shape of the log-logistic would be 0.9542: up to 2 it has no standard deviation
log_logistic | shape=1e6 scale=1 | shape | the shape of the log-logistic would be 1.000e6: above 1e5 the prior is a point
log_logistic | q10=0 q90=100 | q10 | `q10` 0 is outside a log-logistic, which lies above 0
metalog | q10=1 q90=2 |  | 2 quantiles are given: a metalog takes three to ten
metalog | min=1 |  | `metalog` needs three to ten quantiles
metalog | q10=1 q50=3 q90=2 | q90 | `q50` 3 is not below `q90` 2: quantiles must increase
metalog | q10=1 q50=2 q90=3 min=1 | q10 | `q10` 1 does not lie inside the bounds
metalog | q10=1 q50=2 q90=3 max=2.5 | q90 | `q90` 3 does not lie inside the bounds
metalog | q10=1 q50=2 q90=3 min=5 max=4 | q10 | `q10` 1 does not lie inside the bounds
metalog | q10=1 q50=1.1 q90=2 |  | its density would be negative near its
metalog | q10=1 q50=1.5 q75=1.6 q90=4 |  | its density would be negative
metalog | q10=1 q50=3 q90=20 min=0 |  | the upper tail of the metalog falls with power 1.10
metalog | mean=1 | mean | `mean` is not a parameter of `metalog`, which takes three to ten quantiles
truncated | min=0 |  | `truncated` with `min` also needs `of`
truncated | of=1 min=0 | of | `of` must be one prior
mixture | of=1 | of | `of` must be a list of priors";

/// Each mistake has its own message, and names the parameter at fault.
#[test]
fn refusals() {
    for row in REFUSALS.lines() {
        let [family, numbers, key, message] = row.split('|').map(str::trim).collect::<Vec<_>>()[..]
        else {
            panic!("four columns: {row}");
        };
        let number = |pair: &str| {
            let (key, x) = pair.split_once('=').unwrap();
            (key.to_owned(), Value::Number(x.parse().unwrap()))
        };
        let parameters: Parameters = numbers.split_whitespace().map(number).collect();
        let key = (!key.is_empty()).then_some(key);
        refused(family, &parameters, key, message);
    }
}

type Row = (&'static str, Value);

fn number(x: f64) -> Value {
    Value::Number(x)
}

/// A nested prior of a family with mean and sd.
fn nested(family: &str, mean: f64, sd: f64) -> (String, Parameters) {
    let parameters = [("mean", number(mean)), ("sd", number(sd))];
    (family.to_owned(), parameters.into_iter().collect())
}

fn of(prior: (String, Parameters)) -> Row {
    ("of", Value::from(prior))
}

fn parts(priors: &[(String, Parameters)]) -> Row {
    ("of", Value::Priors(priors.to_vec()))
}

/// A mistake of a nested prior is that of the prior, at its place; those of bounds are of the truncation.
#[test]
fn refusals_of_truncation() {
    let normal = || of(nested("normal", 0.0, 1.0));
    let gamma = || of(nested("gamma", 1.0, 0.5));
    let (min, max) = (|x| ("min", number(x)), |x| ("max", number(x)));
    let one = [("value", number(1.0))].into_iter().collect();
    let rows = [
        (
            vec![of(nested("normal", 1.0, 0.0)), min(0.0)],
            "of.sd",
            "`sd` is 0",
        ),
        (
            vec![gamma(), min(0.0)],
            "min",
            "`min` is 0: the prior lies above 0 and is not cut there",
        ),
        (
            vec![gamma(), max(-1.0)],
            "max",
            "`max` is -1: the prior lies above 0 and is not cut there",
        ),
        (
            vec![normal(), min(1.0), max(0.5)],
            "max",
            "`max` 0.5 lies below `min` 1",
        ),
        (
            vec![normal(), min(5.0)],
            "min",
            "`min` leaves 2.9e-7 of the prior: at least 1e-6 must lie between the bounds",
        ),
        (
            vec![normal(), max(-5.0)],
            "max",
            "`max` leaves 2.9e-7 of the prior",
        ),
        (
            vec![normal(), min(5.0), max(9.0)],
            "min",
            "`min` and `max` leave 2.9e-7 of the prior",
        ),
        (
            vec![of(("fixed".to_owned(), one)), min(0.0)],
            "of",
            "a fixed is not truncated: its values have probabilities of their own",
        ),
    ];
    for (parameters, key, message) in rows {
        refused(
            "truncated",
            &parameters.into_iter().collect(),
            Some(key),
            message,
        );
    }
}

/// A mistake of a part is that of the prior, at its place; those of weights are of the mixture.
#[test]
fn refusals_of_mixtures() {
    let normal = |mean: f64, sd: f64| nested("normal", mean, sd);
    let weights = |xs: &[f64]| ("weights", Value::List(xs.to_vec()));
    let two = || parts(&[normal(0.0, 1.0), normal(1.0, 1.0)]);
    let unknown = ("norml".to_owned(), Parameters::new());
    let rows = [
        (
            vec![parts(&[])],
            "of",
            "`of` is empty: at least one prior is needed",
        ),
        (
            vec![parts(&vec![normal(0.0, 1.0); 51])],
            "of",
            "51 priors are mixed: at most 50 are read",
        ),
        (
            vec![parts(&[normal(0.0, 1.0), normal(1.0, -1.0)])],
            "of[1].sd",
            "`sd` is -1: it must be above 0",
        ),
        (
            vec![parts(&[unknown])],
            "of[0]",
            "`norml` is not a family of priors",
        ),
        (
            vec![parts(&[normal(0.0, 1.0)]), weights(&[0.5, 0.5])],
            "weights",
            "1 priors have 2 weights: give one for each, or none",
        ),
        (
            vec![two(), weights(&[1.5, -0.5])],
            "weights",
            "weight -0.5 is negative",
        ),
        (
            vec![two(), weights(&[0.5, 0.4])],
            "weights",
            "the weights sum to 0.9, not to 1",
        ),
    ];
    for (parameters, key, message) in rows {
        refused(
            "mixture",
            &parameters.into_iter().collect(),
            Some(key),
            message,
        );
    }
    let mut deep = normal(0.0, 1.0);
    for _ in 0..5 {
        deep = ("mixture".to_owned(), [parts(&[deep])].into_iter().collect());
    }
    refused(
        &deep.0,
        &deep.1,
        None,
        "priors are nested 5 deep: up to 4 are read",
    );
}

// ---- in a case ----------------------------------------------------------------------------------------

/// Nested priors are in the unit of the input, bounds and parts included, and are drawn alone and in copulas.
#[test]
fn nested_priors_in_a_case() {
    let case = |correlation: &str| {
        let text = format!(
            r#"
[case]
name = "nested"
per = "year"
price_year = 2023
[stakeholders.payer]
label.en = "Payer"
[inputs.saved]
unit = "kEUR/year"
point = 5.9
prior.truncated = {{ of = {{ normal = {{ mean = 5, sd = 4 }} }}, min = 0 }}
[inputs.lost]
unit = "%"
point = 30
prior.mixture = {{ weights = [0.25, 0.75], of = [
    {{ uniform = {{ min = 10, max = 20 }} }},
    {{ metalog = {{ q10 = 20, q50 = 30, q90 = 50, min = 0, max = 100 }} }},
] }}
{correlation}
[lines.net]
side = "benefit"
amount = "saved * (1 - lost)"
to = "payer"
euro = "hard"
"#
        );
        support::parse(&text)
    };
    let model = case("");
    let saved = support::prior(&model, "saved");
    let lost = support::prior(&model, "lost");
    assert_eq!(saved.support(), (0.0, f64::INFINITY));
    close(saved.untruncated().mean(), 5000.0, 1e-12);
    let (low, high) = lost.support();
    assert!(low == 0.0 && (high - 1.0).abs() < 1e-15);
    close(
        lost.sf(0.1) - lost.sf(0.2),
        lost.cdf(0.2) - lost.cdf(0.1),
        1e-12,
    );
    let independent = saved.mean() * (1.0 - lost.mean());
    let simulation = support::run(&model, &model.base(), 100_000);
    let benefits = support::total(&simulation, sroi::model::Total::Benefits);
    support::assert_within(benefits.mean(), independent, "independent");
    // One rank, one score: E of a product of increasing functions of the same z, by a midpoint rule.
    let model = case("[correlations.both]\ninputs = [\"saved\", \"lost\"]\nrank = 1");
    let n = 1 << 16;
    let joint: f64 = (0..n)
        .map(|i| {
            let p = Probability::new((f64::from(i) + 0.5) / f64::from(n));
            saved.quantile(p) * (1.0 - lost.quantile(p)) / f64::from(n)
        })
        .sum();
    let simulation = support::run(&model, &model.base(), 100_000);
    let benefits = support::total(&simulation, sroi::model::Total::Benefits);
    support::assert_within(benefits.mean(), joint, "one rank");
}

/// Mixtures that differ only in the values of a part have tables of their own, also in one cache.
#[test]
fn tables_are_not_mixed_up() {
    let mut cache = TableCache::new();
    let mixture = |values: &[f64]| {
        let discrete = Discrete::new(values, &[0.5, 0.5]).unwrap();
        let normal = Normal::new(100.0, 1.0).unwrap();
        Prior::from(Mixture::new(&[0.5, 0.5], &[discrete.into(), normal.into()]).unwrap())
    };
    let (near, far) = (mixture(&[1.0, 2.0]), mixture(&[3.0, 4.0]));
    assert_eq!(near.sampler(&mut cache).at(0.1), 1.0);
    assert_eq!(far.sampler(&mut cache).at(0.1), 3.0);
    assert_eq!(near.sampler_from_scores(&mut cache).at(-2.0), 1.0);
    assert_eq!(far.sampler_from_scores(&mut cache).at(-2.0), 3.0);
    let tables = cache.len();
    assert_eq!(mixture(&[3.0, 4.0]).sampler(&mut cache).at(0.4), 4.0);
    assert_eq!(cache.len(), tables, "an equal prior shares its table");
}

/// Jumps beside continuous parts: as many as are allowed, on the table and beside it.
#[test]
fn mixtures_with_twenty_values() {
    let values: Vec<f64> = (0..20).map(f64::from).collect();
    let discrete = Discrete::new(&values, &[0.05; 20]).unwrap();
    let normal = Normal::new(10.0, 4.0).unwrap();
    let mixture: Prior = Mixture::pool(&[discrete.into(), normal.clone().into()])
        .unwrap()
        .into();
    let sampler = mixture.sampler(&mut TableCache::new());
    for u in uniforms(9, 200_000) {
        let x = sampler.at(u);
        // At a jump any u between both sides of F gives the value itself.
        let (low, high) = (mixture.cdf(x - 1e-9), mixture.cdf(x + 1e-9));
        assert!(
            low - 1e-10 <= u && u <= high + 1e-10,
            "{u}: {x} {low} {high}"
        );
    }
    let more: Vec<f64> = (0..21).map(f64::from).collect();
    let discrete = Discrete::new(&more, &[1.0 / 21.0; 21]).unwrap();
    let error = Mixture::pool(&[discrete.into(), normal.into()]).unwrap_err();
    assert_eq!(
        error.message,
        "a mixture of listed values and continuous priors has at most 20 values, not 21"
    );
}

/// More kinks than a table has polynomials for: such cells are looked up exactly.
#[test]
fn tables_that_are_full_are_exact() {
    let edges: Vec<f64> = (0..=150)
        .map(|i| f64::from(i) + 0.3 * f64::from(i % 3))
        .collect();
    let counts: Vec<f64> = (0..150).map(|i| f64::from(1 + i * 7 % 11)).collect();
    let histogram = Histogram::from_counts(&edges, &counts).unwrap();
    let normal = Normal::new(70.0, 30.0).unwrap();
    let mixture: Prior = Mixture::pool(&[histogram.into(), normal.into()])
        .unwrap()
        .into();
    let mut cache = TableCache::new();
    let (sampler, scores) = (
        mixture.sampler(&mut cache),
        mixture.sampler_from_scores(&mut cache),
    );
    for u in uniforms(3, 20_000) {
        assert!((mixture.cdf(sampler.at(u)) - u).abs() < 1e-10, "{u}");
        let z = sroi::dist::special::normal_quantile(u);
        assert!(
            (mixture.cdf(scores.at(z)) - normal_cdf(z)).abs() < 1e-10,
            "{z}"
        );
    }
}
