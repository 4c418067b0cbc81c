//! The priors against closed forms, independent libraries and their own laws.

use proptest::prelude::*;
use rand_distr::Distribution;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};
use sroi::dist::special::{
    beta_lower, beta_upper, gamma_lower, gamma_upper, normal_cdf, normal_quantile,
};
use sroi::dist::{
    Beta, Discrete, FAMILIES, Fixed, Gamma, Kind, LogNormal, Normal, Parameters, Pert, Prior,
    Probability, QUANTILE_KEYS, Sampler, TableCache, Triangular, Uniform, Value, build,
    normal_scores,
};
use statrs::distribution::ContinuousCDF;

// ---- helpers ------------------------------------------------------------------------------------------

pub(crate) fn prior(family: &str, numbers: &[(&str, f64)]) -> Prior {
    let parameters: Parameters = numbers
        .iter()
        .map(|&(key, x)| (key, Value::Number(x)))
        .collect();
    build(family, &parameters).unwrap_or_else(|error| panic!("{family} {numbers:?}: {error}"))
}

fn beta(a: f64, b: f64) -> Prior {
    Prior::Beta(Beta::new(a, b).unwrap())
}

fn gamma(shape: f64) -> Prior {
    Prior::Gamma(Gamma::new(shape, 1.0).unwrap())
}

fn lognormal(meanlog: f64, sdlog: f64) -> Prior {
    Prior::LogNormal(LogNormal::new(meanlog, sdlog).unwrap())
}

fn pert(min: f64, mode: f64, max: f64) -> Prior {
    Prior::Pert(Pert::new(min, mode, max).unwrap())
}

#[track_caller]
pub(crate) fn close(actual: f64, expected: f64, relative: f64) {
    let error = (actual - expected).abs();
    assert!(
        error <= relative * expected.abs().max(1e-300),
        "{actual} is not {expected} ({error:e} off)"
    );
}

/// Tail probabilities from ½ down to 1e-12.
pub(crate) fn tails() -> impl Iterator<Item = f64> {
    (0..500).map(|i| 0.499 * sroi::math::exp(-0.0538 * f64::from(i)))
}

/// The continuous priors whose quantiles are tabulated, awkward ones included.
pub(crate) fn tabulated() -> Vec<Prior> {
    let cv5 = sroi::math::ln_1p(25.0).sqrt();
    let mut priors = vec![
        Prior::Normal(Normal::new(0.055, 0.035).unwrap()),
        lognormal(9.2478713815, 0.33993873071),
        lognormal(0.0, cv5),
        pert(0.1, 0.2, 0.3),
        pert(0.47, 2.135, 4.0),
        pert(2.0, 2.0, 70.0),
        pert(-3.0, 5.0, 5.0),
        prior(
            "pert",
            &[("min", 0.1), ("mode", 0.2), ("max", 0.3), ("lambda", 1e5)],
        ),
    ];
    priors.extend([0.05, 0.1, 0.5, 1.0, 4.0, 20.66, 299.0, 301.0, 1e4, 1e6].map(gamma));
    let betas = [
        (0.5, 0.5),
        (0.5, 3.0),
        (3.0, 0.5),
        (1.0, 1.0),
        (1.0, 5.0),
        (5.0, 1.0),
        (5.5, 2.5),
        (8.0, 92.0),
        (26.07, 131.93),
        (4.0, 4e5),
        (299.0, 1e5),
        (350.0, 1e5),
        (1e5, 1e5),
        (0.05, 5.0),
        (2.0, 1e9),
    ];
    priors.extend(betas.map(|(a, b)| beta(a, b)));
    priors
}

/// Every family, tabulated or closed.
fn everything() -> Vec<Prior> {
    let mut priors = tabulated();
    priors.extend([
        Prior::Uniform(Uniform::new(-5.0, 20.0).unwrap()),
        Prior::Triangular(Triangular::new(0.1, 0.2, 0.3).unwrap()),
        Prior::Triangular(Triangular::new(-1.0, -1.0, 2.0).unwrap()),
        Prior::Triangular(Triangular::new(0.0, 2.0, 2.0).unwrap()),
    ]);
    priors
}

/// Nodes and weights of the five-point Gauss–Legendre rule.
const GAUSS: [(f64, f64); 5] = [
    (-0.906_179_845_938_664, 0.236_926_885_056_189_08),
    (-0.538_469_310_105_683, 0.478_628_670_499_366_47),
    (0.0, 0.568_888_888_888_888_9),
    (0.538_469_310_105_683, 0.478_628_670_499_366_47),
    (0.906_179_845_938_664, 0.236_926_885_056_189_08),
];

/// ∫ f(v) dv from 0 to `top`, octave by octave.
pub(crate) fn integral(top: f64, f: impl Fn(f64) -> f64) -> f64 {
    let mut sum = 0.0;
    let mut high = top;
    for _ in 0..52 {
        let half = high / 64.0;
        for part in 16..32 {
            let centre = half * f64::from(2 * part + 1);
            sum += GAUSS
                .iter()
                .map(|(node, weight)| weight * f(centre + half * node))
                .sum::<f64>()
                * half;
        }
        high *= 0.5;
    }
    sum
}

/// E f(X) from the quantile function.
pub(crate) fn expectation(sampler: &Sampler, f: impl Fn(f64) -> f64) -> f64 {
    integral(0.5, |v| f(sampler.at(v)) + f(sampler.at(1.0 - v)))
}

pub(crate) fn uniforms(seed: u64, n: usize) -> Vec<f64> {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let unit = 1.0 / 4_503_599_627_370_496.0;
    (0..n)
        .map(|_| ((rng.next_u64() >> 12) as f64 + 0.5) * unit)
        .collect()
}

// ---- special functions --------------------------------------------------------------------------------

/// Incomplete gamma and beta functions, also with large parameters, equal 40-digit values (mpmath quadrature).
#[test]
fn special_functions_keep_fourteen_digits() {
    let gammas = [
        (0.05, 0.1, true, 8.874237476248041e-2),
        (50.0, 7.573593128807147, false, 1.829868160846538e-24),
        (299.0, 212.5419176710471, false, 1.3148465817526476e-8),
        (301.0, 196.90389056261517, false, 3.511849731325717e-12),
        (1e4, 9300.0, false, 3.8331636439307644e-13),
        (1e6, 992_500.0, false, 2.7704351858274862e-14),
        (1e6, 1_008_000.0, true, 7.370278579605282e-16),
        (1e6, 1e6, true, 4.998670192391277e-1),
    ];
    for (a, x, upper, expected) in gammas {
        close(
            if upper {
                gamma_upper(a, x)
            } else {
                gamma_lower(a, x)
            },
            expected,
            1e-14,
        );
    }
    let betas = [
        (0.5, 0.5, 0.1464466094067262, false, 0.25),
        (
            8.0,
            92.0,
            1.2513294305140699e-2,
            false,
            3.744530795284442e-5,
        ),
        (
            215.0,
            366.0,
            0.2299574246609815,
            false,
            1.762378121545828e-14,
        ),
        (
            350.0,
            1e5,
            2.37116850595443e-3,
            false,
            6.2493824355244814e-12,
        ),
        (1e5, 1e5, 0.49217378164427217, false, 1.2761405070745754e-12),
        (
            30.0,
            2e5,
            4.0457908525529164e-5,
            false,
            2.7155904247339877e-9,
        ),
    ];
    for (a, b, x, upper, expected) in betas {
        close(
            if upper {
                beta_upper(a, b, x)
            } else {
                beta_lower(a, b, x)
            },
            expected,
            2e-14,
        );
    }
}

/// Arguments outside the domain give 0, 1 or NaN and never panic.
#[test]
fn special_functions_are_total() {
    let odd = [
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        -1.0,
        0.0,
        1e-320,
        1.0,
        1e300,
    ];
    for a in odd {
        assert!(!(normal_cdf(a).is_nan() ^ a.is_nan()));
        let _ = normal_quantile(a);
        for x in odd {
            for value in [
                gamma_lower(a, x),
                gamma_upper(a, x),
                beta_lower(a, 2.0, x),
                beta_upper(2.0, a, x),
            ] {
                assert!(
                    value.is_nan() || (0.0..=1.0).contains(&value),
                    "{a} {x}: {value}"
                );
            }
        }
    }
}

// ---- closed forms, numbered as in `closed_forms.rs` -------------------------------------------------------

/// V8: means, deviations and quantiles of betas, and the method of moments.
#[test]
fn v8_beta() {
    let rows = [
        (
            5.5,
            2.5,
            0.6875,
            0.15450413515,
            [0.35233834504, 0.70375690926, 0.93527173305],
        ),
        (
            4.5,
            3.5,
            0.5625,
            0.16535945694,
            [0.23450124925, 0.56795378500, 0.86113578090],
        ),
        (
            3.5,
            4.5,
            0.4375,
            0.16535945694,
            [0.13886421910, 0.43204621500, 0.76549875075],
        ),
        (
            2.5,
            5.5,
            0.3125,
            0.15450413515,
            [0.064728266949, 0.29624309074, 0.64766165496],
        ),
        (
            1.5,
            6.5,
            0.1875,
            0.13010412497,
            [0.015876524213, 0.16100681027, 0.50079746162],
        ),
        (
            8.0,
            92.0,
            0.08,
            0.026994682278,
            [0.035533516260, 0.077205882746, 0.14026926583],
        ),
        (
            26.07,
            131.93,
            0.165,
            0.029436532302,
            [0.11149765355, 0.16358470576, 0.22652561356],
        ),
    ];
    let mut cache = TableCache::new();
    for (a, b, mean, sd, quantiles) in rows {
        let prior = beta(a, b);
        close(prior.mean(), mean, 1e-9);
        close(prior.sd(), sd, 1e-9);
        let sampler = prior.sampler(&mut cache);
        for (p, expected) in [0.025, 0.5, 0.975].into_iter().zip(quantiles) {
            close(prior.quantile(Probability::new(p)), expected, 1e-9);
            close(sampler.at(p), expected, 1e-9);
        }
    }
    let skewness = {
        let sampler = beta(5.5, 2.5).sampler(&mut cache);
        expectation(&sampler, |x| {
            ((x - 0.6875) / 0.154_504_135_152_392_05).powi(3)
        })
    };
    close(skewness, -0.48542390097, 1e-9);
    for (mean, sd, alpha, b) in [(0.10, 0.05, 3.5, 31.5), (0.37, 0.02, 215.2475, 366.5025)] {
        let fit = Beta::from_mean_sd(mean, sd).unwrap();
        close(fit.alpha(), alpha, 1e-12);
        close(fit.beta(), b, 1e-12);
    }
}

/// V10: the lognormal from mean and cv, and from two quantiles.
#[test]
fn v10_lognormal() {
    let cost = prior("lognormal", &[("mean", 11000.0), ("cv", 0.35)]);
    let Prior::LogNormal(inner) = &cost else {
        panic!("not a lognormal")
    };
    close(inner.meanlog(), 9.2478713815, 1e-10);
    close(inner.sdlog(), 0.33993873071, 1e-10);
    close(inner.median(), 10382.441920, 1e-9);
    close(cost.quantile(Probability::new(0.025)), 5332.6507092, 1e-9);
    close(cost.quantile(Probability::new(0.975)), 20214.168544, 1e-9);
    close(cost.mean(), 11000.0, 1e-12);
    close(cost.sd(), 3850.0, 1e-12);
    let fitted = prior("lognormal", &[("q05", 5000.0), ("q95", 20000.0)]);
    let Prior::LogNormal(inner) = &fitted else {
        panic!("not a lognormal")
    };
    close(inner.meanlog(), 9.2103403720, 1e-10);
    close(inner.sdlog(), 0.42140356394, 1e-10);
}

/// V13: PERT moments and quantiles, with the triangular for comparison.
#[test]
fn v13_pert() {
    let rows = [
        (
            pert(0.1, 0.2, 0.3),
            0.2,
            0.037796447301,
            [0.12932655993, 0.27067344007],
        ),
        (
            pert(0.47, 2.135, 4.0),
            2.1683333333333333,
            0.66663124906,
            [0.94259634522, 3.4354698154],
        ),
        (
            pert(2.0, 20.0, 70.0),
            25.333333333333333,
            12.202003478,
            [5.8810624091, 51.353667284],
        ),
    ];
    for (prior, mean, sd, [low, high]) in rows {
        close(prior.mean(), mean, 1e-9);
        close(prior.sd(), sd, 1e-9);
        close(prior.quantile(Probability::new(0.025)), low, 1e-9);
        close(prior.quantile(Probability::new(0.975)), high, 1e-9);
    }
    let Prior::Pert(inner) = pert(0.47, 2.135, 4.0) else {
        panic!("not a PERT")
    };
    close(inner.alpha_beta().0, 2.8866855524, 1e-9);
    close(inner.alpha_beta().1, 3.1133144476, 1e-9);
    let flat = prior(
        "pert",
        &[("min", 0.1), ("mode", 0.2), ("max", 0.3), ("lambda", 2.0)],
    );
    close(flat.sd(), 0.044721359550, 1e-9);
    let triangular = prior("triangular", &[("min", 0.1), ("mode", 0.2), ("max", 0.3)]);
    close(triangular.sd(), 0.040824829046, 1e-9);
}

/// V17: what truncating, clamping or folding an uncertain gain would do to its mean.
#[test]
fn v17_truncation_bias() {
    let gain = prior("normal", &[("mean", 0.055), ("sd", 0.035)]);
    let sampler = gain.sampler(&mut TableCache::new());
    let negative = gain.cdf(0.0);
    close(negative, 0.058041566869, 1e-9);
    let below = integral(negative, |v| sampler.at(v));
    let square_below = integral(negative, |v| sampler.at(v).powi(2));
    let above = 0.055 - below;
    let mean = above / (1.0 - negative);
    let square = (0.055_f64.powi(2) + 0.035_f64.powi(2) - square_below) / (1.0 - negative);
    close(mean, 0.059312465500, 1e-9);
    close((square - mean * mean).sqrt(), 0.031132250783, 1e-9);
    close(above, 0.055869877067, 1e-9);
    close(above - below, 0.056739754135, 1e-9);
}

// ---- fits from two quantiles --------------------------------------------------------------------------

/// Beta(P10 = 0.1, P90 = 0.3) has the published parameters, moments and median (V14).
#[test]
fn beta_from_two_quantiles() {
    let fit = prior("beta", &[("q10", 0.1), ("q90", 0.3)]);
    let Prior::Beta(inner) = &fit else {
        panic!("not a beta")
    };
    close(inner.alpha(), 4.7890302572, 1e-10);
    close(inner.beta(), 19.847113494, 1e-10);
    close(fit.mean(), 0.19439041700, 1e-9);
    close(fit.sd(), 0.078157991153, 1e-9);
    close(fit.quantile(Probability::new(0.5)), 0.18604425273, 1e-9);
}

/// Every family that takes quantiles recovers itself from its own quantiles, and hits them to 1e-12.
#[test]
fn fits_hit_their_quantiles() {
    let mut priors = vec![
        prior("normal", &[("mean", -3.0), ("sd", 0.5)]),
        lognormal(2.0, 0.4),
        prior("uniform", &[("min", -1.0), ("max", 4.0)]),
    ];
    priors.extend([0.2, 1.0, 20.66, 1e4, 1e6].map(|a| gamma(a).scaled(37.5)));
    priors.extend(
        [(0.5, 0.5), (1.0, 1.0), (8.0, 92.0), (3.0, 2e4), (1e4, 2e4)].map(|(a, b)| beta(a, b)),
    );
    for source in priors {
        for (low, high) in [("q025", "q975"), ("q10", "q50"), ("q20", "q99")] {
            let p = |key: &str| QUANTILE_KEYS.iter().find(|(k, _)| *k == key).unwrap().1;
            let [x1, x2] = [low, high].map(|key| source.quantile(Probability::new(p(key))));
            let fit = prior(source.family(), &[(high, x2), (low, x1)]);
            assert!(
                (fit.cdf(x1) - p(low)).abs() <= 1e-12 && (fit.cdf(x2) - p(high)).abs() <= 1e-12
            );
            close(fit.mean(), source.mean(), 1e-7);
            close(fit.sd(), source.sd(), 1e-5);
        }
    }
}

/// A 95 % interval means the 2.5 % and 97.5 % quantiles.
#[test]
fn interval_is_two_quantiles() {
    let interval: Parameters = [("interval95", Value::List(vec![0.21, 0.86]))]
        .into_iter()
        .collect();
    for family in ["normal", "lognormal", "gamma", "beta", "uniform"] {
        assert_eq!(
            build(family, &interval).unwrap(),
            prior(family, &[("q025", 0.21), ("q975", 0.86)])
        );
    }
}

// ---- tables -------------------------------------------------------------------------------------------

/// |F(Q(u)) − u| ≤ 1e-10 over both tails down to 1e-12, or u lies between F at the neighbouring doubles.
#[test]
fn tables_invert_the_distribution_function() {
    let mut cache = TableCache::new();
    for prior in tabulated() {
        let sampler = prior.sampler(&mut cache);
        for v in tails() {
            let (low, high) = (sampler.at(v), sampler.at(1.0 - v));
            let q = 1.0 - (1.0 - v);
            let bar = 1e-10;
            assert!(
                prior.cdf(low.next_down()) - bar <= v && v <= prior.cdf(low.next_up()) + bar,
                "{prior} at {v:e}: {:e}",
                prior.cdf(low) - v
            );
            assert!(
                prior.sf(high.next_up()) - bar <= q && q <= prior.sf(high.next_down()) + bar,
                "{prior} at 1 - {v:e}: {:e}",
                prior.sf(high) - q
            );
        }
    }
}

/// Tables equal the exact quantiles to 1e-9 of the spread in the middle, and increase.
#[test]
fn tables_equal_exact_quantiles() {
    let mut cache = TableCache::new();
    for prior in everything() {
        let sampler = prior.sampler(&mut cache);
        let mut before = f64::NEG_INFINITY;
        for i in 1..2000 {
            let u = f64::from(i) / 2000.0;
            let x = sampler.at(u);
            let exact = prior.quantile(Probability::new(u));
            assert!(
                (x - exact).abs() <= 1e-9 * prior.sd() + 1e-15 * x.abs(),
                "{prior} at {u}: {x} {exact}"
            );
            assert!(x >= before, "{prior} falls at {u}");
            before = x;
        }
    }
}

/// statrs agrees where it is accurate: it has about ten digits at best and loses them for large parameters,
/// so gamma shapes stay below 1000 and beta parameters below 500.
#[test]
fn tables_agree_with_statrs() {
    use statrs::distribution as oracle;
    let mut cache = TableCache::new();
    let mut check = |prior: Prior, cdf: &dyn Fn(f64) -> f64| {
        let sampler = prior.sampler(&mut cache);
        for i in 1..400 {
            let u = f64::from(i) / 400.0;
            let reached = cdf(sampler.at(u));
            assert!((reached - u).abs() < 2e-9, "{prior} at {u}: {reached}");
        }
    };
    for shape in [0.05, 0.5, 1.0, 4.0, 20.66, 299.0] {
        let other = oracle::Gamma::new(shape, 1.0).unwrap();
        check(gamma(shape), &|x| other.cdf(x));
    }
    for (a, b) in [
        (0.5, 0.5),
        (1.0, 5.0),
        (3.0, 0.5),
        (8.0, 92.0),
        (26.07, 131.93),
    ] {
        let other = oracle::Beta::new(a, b).unwrap();
        check(beta(a, b), &|x| other.cdf(x));
    }
    let other = oracle::Normal::new(0.055, 0.035).unwrap();
    check(Prior::Normal(Normal::new(0.055, 0.035).unwrap()), &|x| {
        other.cdf(x)
    });
    let other = oracle::LogNormal::new(1.0, 1.8).unwrap();
    check(lognormal(1.0, 1.8), &|x| other.cdf(x));
    let other = oracle::Triangular::new(0.0, 3.0, 1.0).unwrap();
    check(
        Prior::Triangular(Triangular::new(0.0, 1.0, 3.0).unwrap()),
        &|x| other.cdf(x),
    );
}

/// The sampler over scores at z gives what the sampler over uniforms gives at Φ(z), measured in probability.
#[test]
fn score_sampler_equals_sampler() {
    let mut cache = TableCache::new();
    for prior in everything() {
        let scores = prior.sampler_from_scores(&mut cache);
        for i in -420..=420 {
            let z = f64::from(i) / 60.0 + 0.003;
            let x = scores.at(z);
            // Upper tails are compared as such.
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

/// Normal scores are Φ⁻¹(u), symmetric about ½.
#[test]
fn normal_scores_are_symmetric() {
    let sampler = normal_scores();
    for v in tails() {
        close(sampler.at(v), normal_quantile(v), 1e-9);
        close(sampler.at(1.0 - v), -sampler.at(1.0 - (1.0 - v)), 1e-15);
    }
}

/// `fill` equals `at` bit for bit, wherever a column is cut; tables of equal shape are shared.
#[test]
fn fill_is_element_by_element() {
    let mut cache = TableCache::new();
    let us = uniforms(1, 1000);
    let mut zs = vec![0.0; us.len()];
    normal_scores().fill(&us, &mut zs);
    for prior in everything() {
        let (sampler, scores) = (
            prior.sampler(&mut cache),
            prior.sampler_from_scores(&mut cache),
        );
        let mut out = vec![0.0; us.len()];
        sampler.fill(&us, &mut out);
        let mut tail = vec![0.0; 300];
        sampler.fill(&us[700..], &mut tail);
        assert!(
            us.iter()
                .zip(&out)
                .all(|(&u, x)| sampler.at(u).to_bits() == x.to_bits())
        );
        assert!(
            out[700..]
                .iter()
                .zip(&tail)
                .all(|(a, b)| a.to_bits() == b.to_bits())
        );
        scores.fill(&zs, &mut out);
        assert!(
            zs.iter()
                .zip(&out)
                .all(|(&z, x)| scores.at(z).to_bits() == x.to_bits())
        );
    }
    let before = cache.len();
    gamma(4.0).scaled(12.0).sampler(&mut cache);
    pert(0.0, 0.5, 7.0).sampler(&mut cache);
    let after = cache.len();
    pert(-2.0, -1.0, 12.0).sampler(&mut cache);
    gamma(4.0).sampler(&mut cache);
    assert_eq!((after, cache.len()), (before + 1, after));
}

// ---- laws ---------------------------------------------------------------------------------------------

/// F(Q(p)) = p from both ends, to what the spacing of doubles allows, and cdf + sf = 1.
#[test]
fn quantile_inverts_cdf() {
    for prior in everything() {
        for v in tails() {
            let slack = 1e-12 * v + 1e-15;
            let low = prior.quantile(Probability::lower(v));
            let high = prior.quantile(Probability::upper(v));
            let (a, b) = (prior.cdf(low.next_down()), prior.cdf(low.next_up()));
            assert!(a - slack <= v && v <= b + slack, "{prior} at {v:e}");
            let (a, b) = (prior.sf(high.next_up()), prior.sf(high.next_down()));
            assert!(a - slack <= v && v <= b + slack, "{prior} at 1 - {v:e}");
            for x in [low, high] {
                // A PERT maps x to (0, 1) from either end, which rounds twice.
                assert!(
                    (prior.cdf(x) + prior.sf(x) - 1.0).abs() < 1e-12,
                    "{prior} at {x}"
                );
            }
        }
    }
}

/// Mean and sd are the integrals of the quantile table.
#[test]
fn moments_are_integrals_of_the_table() {
    let mut cache = TableCache::new();
    for prior in everything() {
        let sampler = prior.sampler(&mut cache);
        let (mean, sd) = (prior.mean(), prior.sd());
        let first = expectation(&sampler, |x| (x - mean) / sd);
        let second = expectation(&sampler, |x| ((x - mean) / sd).powi(2));
        let bar = match prior.family() {
            // The kink of a triangular may fall inside a panel.
            "triangular" => 1e-6,
            // At cv 5, 2e-6 of the variance lies beyond the largest uniform, 1 - 2⁻⁵³.
            "lognormal" => 1e-5,
            _ => 1e-9,
        };
        assert!(first.abs() < bar, "{prior}: mean off by {first:e} sd");
        assert!((second - 1.0).abs() < bar, "{prior}: variance {second}");
    }
}

/// A change of unit multiplies moments, quantiles, support and draws, and moves the distribution function.
#[test]
fn scaling_is_a_change_of_unit() {
    let mut cache = TableCache::new();
    let discrete = Prior::Discrete(Discrete::new(&[1.0, 2.0, 5.0], &[0.2, 0.3, 0.5]).unwrap());
    let mut priors = everything();
    priors.extend([discrete, Prior::Fixed(Fixed::new(3.0).unwrap())]);
    for prior in priors {
        let (before, after) = (
            prior.sampler(&mut cache),
            prior.scaled(12.5).sampler(&mut cache),
        );
        let scaled = prior.scaled(12.5);
        let same = |a: f64, b: f64| {
            assert!(
                (a - b).abs() <= 1e-12 * b.abs().max(1e-300) || a == b,
                "{prior}: {a} {b}"
            );
        };
        same(scaled.mean(), 12.5 * prior.mean());
        same(scaled.sd(), 12.5 * prior.sd());
        same(scaled.support().0, 12.5 * prior.support().0);
        same(scaled.support().1, 12.5 * prior.support().1);
        for u in [0.001, 0.3, 0.77, 0.999] {
            let p = Probability::new(u);
            let x = prior.quantile(p);
            same(scaled.quantile(p), 12.5 * x);
            same(after.at(u), 12.5 * before.at(u));
            let ahead = 12.5 * (x + 1e-3 * prior.sd());
            assert!((scaled.cdf(ahead) - prior.cdf(ahead / 12.5)).abs() < 1e-11);
        }
        let back = scaled.scaled(1.0 / 12.5);
        same(back.mean(), prior.mean());
        assert_eq!(prior.scaled(0.0), prior);
        assert_eq!(prior.scaled(f64::NAN), prior);
    }
}

/// Discrete values come with their probabilities, merged and sorted, and quantiles are the inverse.
#[test]
fn discrete_steps() {
    let inner = Discrete::new(&[5.0, 1.0, 5.0, 9.0], &[0.25, 0.5, 0.25, 0.0]).unwrap();
    assert_eq!(inner.atoms().collect::<Vec<_>>(), [(1.0, 0.5), (5.0, 0.5)]);
    let prior = Prior::Discrete(inner);
    assert_eq!((prior.mean(), prior.sd()), (3.0, 2.0));
    assert_eq!(
        [0.0, 1.0, 4.9, 5.0].map(|x| prior.cdf(x)),
        [0.0, 0.5, 0.5, 1.0]
    );
    assert_eq!(
        [0.0, 1.0, 4.9, 5.0].map(|x| prior.sf(x)),
        [1.0, 0.5, 0.5, 0.0]
    );
    assert_eq!(
        [0.0, 0.5, 0.501, 1.0].map(|p| prior.quantile(Probability::new(p))),
        [1.0, 1.0, 5.0, 5.0]
    );
    let sampler = prior.sampler(&mut TableCache::new());
    let us = uniforms(7, 100_000);
    let mut xs = vec![0.0; us.len()];
    sampler.fill(&us, &mut xs);
    let share = xs.iter().filter(|x| **x == 1.0).count() as f64 / 1e5;
    // Five standard errors: false alarm 6e-7.
    assert!((share - 0.5).abs() < 5.0 * 0.5 / 1e5_f64.sqrt());
}

// ---- independent samplers -----------------------------------------------------------------------------

/// The largest distance between two empirical distribution functions.
pub(crate) fn smirnov(mut a: Vec<f64>, mut b: Vec<f64>) -> f64 {
    a.sort_by(f64::total_cmp);
    b.sort_by(f64::total_cmp);
    let (mut i, mut j, mut gap) = (0, 0, 0.0_f64);
    while i < a.len() && j < b.len() {
        let x = a[i].min(b[j]);
        while i < a.len() && a[i] <= x {
            i += 1;
        }
        while j < b.len() && b[j] <= x {
            j += 1;
        }
        gap = gap.max((i as f64 / a.len() as f64 - j as f64 / b.len() as f64).abs());
    }
    gap
}

/// 100 000 table draws against as many rejection draws of `rand_distr`: Kolmogorov–Smirnov, false alarm 1e-6
/// for each of the eleven comparisons.
#[test]
fn draws_agree_with_rand_distr() {
    const N: usize = 100_000;
    let mut cache = TableCache::new();
    let mut seed = 100;
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
    for shape in [0.05, 0.5, 4.0, 1e6] {
        let other = rand_distr::Gamma::new(shape, 1.0).unwrap();
        check(gamma(shape), &|rng| other.sample(rng));
    }
    for (a, b) in [(0.5, 0.5), (8.0, 92.0), (1e5, 1e5)] {
        let other = rand_distr::Beta::new(a, b).unwrap();
        check(beta(a, b), &|rng| other.sample(rng));
    }
    let other = rand_distr::Normal::new(0.055, 0.035).unwrap();
    check(Prior::Normal(Normal::new(0.055, 0.035).unwrap()), &|rng| {
        other.sample(rng)
    });
    let other = rand_distr::LogNormal::new(1.0, 1.8).unwrap();
    check(lognormal(1.0, 1.8), &|rng| other.sample(rng));
    let other = rand_distr::Triangular::new(0.0, 3.0, 1.0).unwrap();
    check(
        Prior::Triangular(Triangular::new(0.0, 1.0, 3.0).unwrap()),
        &|rng| other.sample(rng),
    );
    let other = rand_distr::Pert::new(2.0, 70.0).with_mode(2.0).unwrap();
    check(pert(2.0, 2.0, 70.0), &|rng| other.sample(rng));
}

// ---- notation -----------------------------------------------------------------------------------------

/// Priors print as a paper's parameter table prints them.
#[test]
fn display() {
    let list = |xs: &[f64]| Value::List(xs.to_vec());
    let parameters: Parameters = [
        ("values", list(&[1.0, 2.5])),
        ("probabilities", list(&[0.25, 0.75])),
    ]
    .into_iter()
    .collect();
    let rows = [
        (
            prior("normal", &[("mean", 0.055), ("sd", 0.035)]),
            "Normal(0.055, sd 0.035)",
        ),
        (
            prior("gamma", &[("mean", 137.248), ("sd", 30.195)]),
            "Gamma(shape 20.66, scale 6.643)",
        ),
        (
            prior("beta", &[("q10", 0.1), ("q90", 0.3)]),
            "Beta(4.789, 19.85)",
        ),
        (
            prior("beta", &[("alpha", 2.0), ("beta", 3.0)]).scaled(100.0),
            "100 × Beta(2, 3)",
        ),
        (pert(0.1, 0.2, 0.3), "PERT(0.1, 0.2, 0.3)"),
        (
            prior(
                "pert",
                &[("min", 0.0), ("mode", 1.0), ("max", 2.0), ("lambda", 2.0)],
            ),
            "PERT(0, 1, 2, λ 2)",
        ),
        (
            prior("lognormal", &[("mean", 11000.0), ("cv", 0.35)]),
            "Lognormal(mean log 9.248, sd log 0.3399)",
        ),
        (
            prior("uniform", &[("min", -5.0), ("max", 241_582.4)]),
            "Uniform(-5, 241582)",
        ),
        (
            prior(
                "triangular",
                &[("min", 0.0), ("mode", 0.00012346), ("max", 1.0)],
            ),
            "Triangular(0, 0.0001235, 1)",
        ),
        (prior("fixed", &[("value", 1e-7)]), "Fixed(1e-7)"),
        (
            build("discrete", &parameters).unwrap(),
            "Discrete(1: 0.25, 2.5: 0.75)",
        ),
    ];
    for (prior, expected) in rows {
        assert_eq!(prior.to_string(), expected);
    }
}

fn two_numbers(a: &str, x: f64, b: &str, y: f64) -> Parameters {
    [(a, Value::Number(x)), (b, Value::Number(y))]
        .into_iter()
        .collect()
}

/// The registry lists every family once, each form of it can be given, and nothing else.
#[test]
fn registry_and_forms() {
    let names: Vec<&str> = FAMILIES.iter().map(|family| family.name).collect();
    assert_eq!(
        names,
        [
            "normal",
            "lognormal",
            "gamma",
            "beta",
            "uniform",
            "triangular",
            "pert",
            "student_t",
            "weibull",
            "log_logistic",
            "metalog",
            "truncated",
            "mixture",
            "discrete",
            "empirical",
            "histogram",
            "binomial",
            "beta_binomial",
            "poisson",
            "fixed"
        ]
    );
    let normal = || ("normal".to_owned(), two_numbers("mean", 0.5, "sd", 0.1));
    let value = |key: &str| match key {
        "sd" | "se" | "cv" | "min" => Value::Number(0.1),
        "mean" | "mode" | "median" => Value::Number(0.5),
        "values" => Value::List(vec![1.0, 2.0]),
        "edges" => Value::List(vec![0.0, 1.0, 3.0]),
        "probabilities" | "weights" => Value::List(vec![0.5, 0.5]),
        "counts" => Value::List(vec![3.0, 1.0]),
        "interval95" => Value::List(vec![0.2, 0.4]),
        "q50" => Value::Number(0.3),
        "of" | "shape" | "df" => Value::Number(3.0),
        "probability" => Value::Number(0.2),
        _ => Value::Number(1.0),
    };
    for family in FAMILIES {
        for form in family.forms {
            let keys = form.iter().flat_map(|key| match *key {
                "quantiles" => vec!["interval95"],
                "many_quantiles" => vec!["interval95", "q50"],
                key => vec![key],
            });
            let parameters: Parameters = keys
                .chain(family.optional.iter().copied())
                .map(|key| match family.kind(key) {
                    Kind::Prior => (key, Value::from(normal())),
                    Kind::Priors => (key, Value::Priors(vec![normal(), normal()])),
                    Kind::Number | Kind::Numbers => (key, value(key)),
                })
                .collect();
            let prior = build(family.name, &parameters).unwrap();
            assert_eq!(prior.family(), family.name);
            assert_eq!(prior.is_fixed(), family.name == "fixed");
        }
    }
    let [sd, se] = ["sd", "se"].map(|key| prior("gamma", &[("mean", 3.0), (key, 0.4)]));
    assert_eq!(sd, se);
}

// ---- refusals -----------------------------------------------------------------------------------------

/// Family | parameters | the one at fault | how the message begins or what it contains.
const REFUSALS: &str = "\
gumbel |  |  | `gumbel` is not a family of priors
normal |  |  | `normal` needs `mean` and `sd`; `mean` and `se`; `mean` and `cv`; or two quantiles
normal | mean=1 |  | `normal` with `mean` also needs one of `sd`, `se` or `cv`
pert | min=1 max=2 |  | `pert` with `min` and `max` also needs `mode`
pert | lambda=2 |  | `pert` needs `min`, `mode` and `max`
beta | count=1 |  | `beta` with `count` also needs `of` and `pseudo_count`
normal | mu=1 | mu | `mu` is not a parameter of `normal`, which takes `mean` and `sd`
pert | q10=1 | q10 | `q10` is not a parameter of `pert`
normal | quantiles=1 | quantiles | `quantiles` is not a parameter of `normal`
gamma | mean=1 sd=1 cv=1 | cv | `sd` and `cv` are given together
normal | mean=1 q10=1 | q10 | `mean` and `q10` are given together
normal | mean=1 mean=1 | mean | `mean` is given twice
normal | q10=1 |  | one quantile does not fix a normal
normal | q10=1 q50=2 q90=3 |  | 3 quantiles are given
normal | mean=NaN sd=1 | mean | `mean` is NaN: a finite number is needed
fixed | value=inf | value | `value` is inf: a finite number is needed
fixed | value=1e200 | value | `value` is 1e200: numbers go up to 1e100 here
normal | mean=1 sd=0 | sd | `sd` is 0: it must be above 0
normal | mean=1 se=-2 | se | `se` is -2: it must be above 0
normal | mean=0 cv=0.1 | cv | `cv` says nothing about a mean of 0
gamma | mean=-1 sd=1 | mean | `mean` is -1: it must be above 0
gamma | mean=1 cv=20 | cv | below 0.01
gamma | mean=1 sd=1e-9 | sd | above 1e10
gamma | shape=0 scale=1 | shape | `shape` is 0: it must be above 0
lognormal | mean=0 cv=0.1 | mean | `mean` is 0: it must be above 0
lognormal | median=-1 cv=0.1 | median | `median` is -1: it must be above 0
lognormal | meanlog=11000 sdlog=1 | meanlog | it is the mean of the logarithm
lognormal | meanlog=1 sdlog=3850 | sdlog | it is the sd of the logarithm
lognormal | q10=-1 q90=3 | q10 | `q10` -1 is outside a lognormal, which lies above 0
beta | mean=1 sd=0.1 | mean | `mean` is 1: the mean of a beta lies strictly between 0 and 1
beta | mean=0.5 sd=0.6 | sd | sd 0.6 is too large for a beta with mean 0.5: sd² must be below mean × (1 − mean) = 0.25
beta | alpha=-1 beta=1 | alpha | `alpha` is -1: it must be above 0
beta | q10=0.1 q90=1.5 | q90 | `q90` 1.5 is outside a beta, which lies between 0 and 1
beta | q10=0.4 q90=0.3 | q90 | `q10` 0.4 lies above `q90` 0.3: quantiles must increase
beta | q10=0.3 q90=0.3 | q90 | `q10` 0.3 equals `q90` 0.3
beta | q10=0.3 q90=0.300001 |  | no beta within range has probability 0.1 below 0.3 and 0.9 below 0.300001
beta | q005=0.4999999999 q01=0.9999999999999 |  | beta of the beta would be 1.685e-4: below 0.01
beta | count=5 of=4 pseudo_count=0.5 | count | `count` 5 is more than `of` 4
beta | count=-1 of=4 pseudo_count=0.5 | count | `count` is -1: a count cannot be negative
beta | count=1.5 of=4 pseudo_count=0.5 | count | `count` is 1.5: a count is a whole number
beta | count=0 of=0 pseudo_count=0.5 | of | `of` is 0: there is nothing to count
beta | count=3 of=4 |  | state the pseudo-count: 0.5 is Jeffreys, 1 is uniform, 0 needs 0 < count < of
beta | count=0 of=4 pseudo_count=0 | pseudo_count | a `pseudo_count` of 0 needs 0 < count < of, and `count` is 0 of 4
beta | count=4 of=4 pseudo_count=0 | pseudo_count | and `count` is 4 of 4
beta | count=4 of=9 pseudo_count=-1 | pseudo_count | `pseudo_count` is -1: it cannot be negative
uniform | min=2 max=1 | max | `max` 1 lies below `min` 2
uniform | min=2 max=2 | max | `min` and `max` are both 2: there is no uncertainty
triangular | min=1 mode=0 max=2 | mode | `mode` 0 lies below `min` 1
pert | min=1 mode=3 max=2 | mode | `mode` 3 lies above `max` 2
pert | min=1 mode=1 max=2 lambda=0 | lambda | `lambda` is 0: it must be above 0
discrete | values=1 probabilities=1 | values | `values` must be a list of numbers
normal | interval95=1 | interval95 | `interval95` must be a list of two numbers";

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
        refused(
            family,
            &parameters,
            (!key.is_empty()).then_some(key),
            message,
        );
    }
    let list = |xs: &[f64]| Value::List(xs.to_vec());
    let discrete: [(&[f64], &[f64], &str, &str); 5] = [
        (
            &[],
            &[],
            "values",
            "`values` is empty: at least one value is needed",
        ),
        (
            &[1.0, 2.0],
            &[1.0],
            "probabilities",
            "2 values have 1 probabilities: give one for each",
        ),
        (
            &[1.0, 2.0],
            &[1.5, -0.5],
            "probabilities",
            "probability -0.5 is negative",
        ),
        (
            &[1.0, 2.0],
            &[0.5, 0.4],
            "probabilities",
            "the probabilities sum to 0.9, not to 1",
        ),
        (
            &[1.0, f64::NAN],
            &[0.5, 0.5],
            "values",
            "`values` is NaN: a finite number is needed",
        ),
    ];
    for (values, probabilities, key, message) in discrete {
        let parameters = [
            ("values", list(values)),
            ("probabilities", list(probabilities)),
        ];
        refused(
            "discrete",
            &parameters.into_iter().collect(),
            Some(key),
            message,
        );
    }
    let lists: [(&str, &str, &[f64], &str); 3] = [
        (
            "normal",
            "interval95",
            &[3.0, 2.0],
            "the lower end 3 of `interval95` lies above the upper end 2",
        ),
        (
            "normal",
            "interval95",
            &[3.0],
            "`interval95` has 1 numbers: give the two ends",
        ),
        (
            "fixed",
            "value",
            &[3.0],
            "`value` must be one number, not a list",
        ),
    ];
    for (family, key, xs, message) in lists {
        refused(
            family,
            &[(key, list(xs))].into_iter().collect(),
            Some(key),
            message,
        );
    }
}

#[track_caller]
pub(crate) fn refused(family: &str, parameters: &Parameters, key: Option<&str>, message: &str) {
    let error = build(family, parameters).expect_err(message);
    assert!(error.message.contains(message), "{}", error.message);
    assert_eq!(error.key.as_deref(), key, "{}", error.message);
    assert!(!error.message.ends_with('.') && error.message == error.to_string());
}

// ---- anything goes ------------------------------------------------------------------------------------

/// Numbers that provoke: any double at all, or one from the range of real cases.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<f64>(),
        -10.0..10.0,
        0.0..1.0,
        Just(0.0),
        Just(1.0),
        Just(f64::NAN),
        Just(f64::INFINITY),
        Just(1e100),
        Just(1e-100),
    ]
}

/// An accepted form of some family, or a muddle of its parameters.
fn anything() -> impl Strategy<Value = (usize, usize, Vec<f64>, bool)> {
    (
        0..FAMILIES.len(),
        0..6_usize,
        prop::collection::vec(number(), 4),
        any::<bool>(),
    )
}

fn provoking(kind: Kind, x: f64, xs: &[f64]) -> Value {
    let normal = || ("normal".to_owned(), two_numbers("mean", x, "sd", xs[1]));
    let gamma = || ("gamma".to_owned(), two_numbers("mean", xs[2], "sd", xs[3]));
    match kind {
        Kind::Number => Value::Number(x),
        Kind::Numbers => Value::List(vec![x, 1.0 - x]),
        Kind::Prior => Value::from(gamma()),
        Kind::Priors => Value::Priors(vec![normal(), gamma()]),
    }
}

fn muddle(family: usize, form: usize, xs: &[f64], extra: bool) -> Parameters {
    let family = &FAMILIES[family];
    let form = family.forms[form % family.forms.len()];
    let mut parameters = Parameters::new();
    for (key, &x) in form.iter().zip(xs) {
        match *key {
            "quantiles" => parameters.push("interval95", Value::List(vec![x, xs[1]])),
            "many_quantiles" => {
                for (key, &x) in ["q10", "q50", "q75", "q90"].into_iter().zip(xs) {
                    parameters.push(key, Value::Number(x));
                }
            }
            "edges" => parameters.push(*key, Value::List(vec![x, xs[1], 7.0])),
            // Seldom whole otherwise.
            "trials" => parameters.push(*key, Value::Number(x.abs().min(1e3).ceil())),
            _ => parameters.push(*key, provoking(family.kind(key), x, xs)),
        }
    }
    if extra {
        for key in family.optional {
            parameters.push(*key, provoking(family.kind(key), xs[3], xs));
        }
    }
    parameters
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 600,
        failure_persistence: None,
        rng_seed: prop::test_runner::RngSeed::Fixed(20_231_101),
        ..ProptestConfig::default()
    })]

    /// Whatever the parameters and arguments: no panic, no NaN, draws inside the support.
    #[test]
    fn nothing_panics_and_nothing_is_nan((family, form, xs, extra) in anything(), p in number()) {
        if let Ok(prior) = build(FAMILIES[family].name, &muddle(family, form, &xs, extra)) {
            let mut cache = TableCache::new();
            let (sampler, scores) = (prior.sampler(&mut cache), prior.sampler_from_scores(&mut cache));
            prop_assert!(!prior.mean().is_nan() && prior.sd() >= 0.0, "{prior}");
            let (low, high) = prior.support();
            for p in [p, 0.0, 1e-300, 1e-12, 0.2, 0.5, 0.9, 1.0 - 1e-12, 1.0] {
                for probability in [Probability::lower(p), Probability::upper(p)] {
                    let x = prior.quantile(probability);
                    prop_assert!(x >= low && x <= high, "{prior} at {p}: {x}");
                    let (below, above) = (prior.cdf(x), prior.sf(x));
                    prop_assert!((0.0..=1.0).contains(&below) && (0.0..=1.0).contains(&above), "{prior} at {x}");
                }
                let (x, y) = (sampler.at(p), scores.at(p));
                prop_assert!(x >= low && x <= high && x.is_finite(), "{prior} at u = {p}: {x}");
                prop_assert!(y >= low && y <= high && y.is_finite(), "{prior} at z = {p}: {y}");
            }
            prop_assert!(!prior.to_string().is_empty());
            prop_assert!(!prior.scaled(1.0 / 3.0).mean().is_nan());
        }
    }
}
