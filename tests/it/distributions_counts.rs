//! Priors on counts and on data: against 60-digit values, independent libraries and their own laws.

use super::distributions::{smirnov, uniforms};
use super::support::{draws, parse};
use rand_distr::Distribution;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;
use sroi::dist::special::{gamma_upper, normal_cdf};
use sroi::dist::{
    Beta, BetaBinomial, Binomial, Discrete, Empirical, Histogram, Parameters, Poisson, Prior,
    Probability, TableCache, Value, build,
};
use sroi::simd::{self, Instructions};
use statrs::distribution::{Discrete as _, DiscreteCDF};

// ---- helpers ------------------------------------------------------------------------------------------

#[track_caller]
fn close(actual: f64, expected: f64, relative: f64) {
    let error = (actual - expected).abs();
    assert!(
        error <= relative * expected.abs().max(1e-300),
        "{actual} is not {expected} ({:e} off)",
        error / expected.abs()
    );
}

fn binomial(n: f64, p: f64) -> Binomial {
    Binomial::new(n, p).unwrap()
}

fn poisson(mean: f64) -> Poisson {
    Poisson::new(mean).unwrap()
}

fn beta_binomial(n: f64, a: f64, b: f64) -> BetaBinomial {
    BetaBinomial::new(n, &Beta::new(a, b).unwrap()).unwrap()
}

/// P(X = x).
type Mass = Box<dyn Fn(f64) -> f64>;

/// Priors on counts, awkward ones included.
fn counts() -> Vec<(Prior, Mass)> {
    let mut priors: Vec<(Prior, Mass)> = Vec::new();
    for (n, p) in [
        (1.0, 0.25),
        (1.0, 1e-9),
        (2.0, 0.5),
        (10.0, 1.0 - 1e-9),
        (41.0, 2.0 / 41.0),
        (300.0, 0.999),
        (1000.0, 1e-6),
        (1e5, 0.3),
        (1e8, 1e-6),
    ] {
        let law = binomial(n, p);
        priors.push((law.clone().into(), Box::new(move |x| law.pmf(x))));
    }
    for mean in [1e-3, 0.7, 4.0, 301.5, 1e5] {
        let law = poisson(mean);
        priors.push((law.clone().into(), Box::new(move |x| law.pmf(x))));
    }
    for (n, a, b) in [
        (1.0, 0.5, 0.5),
        (7.0, 1.0, 1.0),
        (20.0, 0.5, 0.5),
        (100.0, 2.5, 39.5),
        (5000.0, 0.01, 0.02),
        (1e4, 200.0, 1800.0),
        (50.0, 1e9, 3e9),
    ] {
        let law = beta_binomial(n, a, b);
        priors.push((law.clone().into(), Box::new(move |x| law.pmf(x))));
    }
    priors
}

/// Priors on listed values.
fn listed() -> Vec<Prior> {
    let ties = [9.0, 16.0, 9.0, -3.0, 70.0, 16.0, 16.0];
    let many: Vec<f64> = uniforms(5, 5_000);
    let tiny = [1e-13, 0.3, 1e-7, 0.7, 1e-10];
    vec![
        Empirical::new(&[4.0]).unwrap().into(),
        Empirical::new(&ties).unwrap().into(),
        Empirical::new(&many).unwrap().into(),
        Empirical::weighted(&[1.0, 2.0, 3.0, 4.0, 5.0], &tiny)
            .unwrap()
            .into(),
        Discrete::new(&[0.1, 0.2, 0.3], &[0.1, 0.2, 0.7])
            .unwrap()
            .into(),
    ]
}

/// Histograms, with empty and with narrow classes.
fn histograms() -> Vec<Prior> {
    let counts = |edges: &[f64], counts: &[f64]| Histogram::from_counts(edges, counts).unwrap();
    let edges: Vec<f64> = (0..=400).map(|i| f64::from(i * i) / 7.0 - 3.0).collect();
    let filled: Vec<f64> = (0..400).map(|i| f64::from((i * 37) % 11)).collect();
    vec![
        counts(&[0.0, 1.0], &[3.0]).into(),
        counts(&[0.0, 10.0, 20.0, 40.0], &[1.0, 2.0, 1.0]).into(),
        counts(&[-1.0, 0.0, 1.0, 2.0, 3.0], &[0.0, 5.0, 0.0, 2.0]).into(),
        counts(&[0.0, 1e-9, 1.0, 1e6], &[1.0, 1e9, 1.0]).into(),
        counts(&edges, &filled).into(),
        Histogram::from_probabilities(&[0.0, 0.5, 8.0], &[0.3, 0.7])
            .unwrap()
            .into(),
    ]
}

fn everything() -> Vec<Prior> {
    let mut priors: Vec<Prior> = counts().into_iter().map(|(prior, _)| prior).collect();
    priors.extend(listed());
    priors.extend(histograms());
    priors
}

/// Probabilities over both tails down to 1e-12, and the middle.
fn grid() -> impl Iterator<Item = Probability> {
    let tails = (0..250).map(|i| 0.499 * sroi::math::exp(-0.1075 * f64::from(i)));
    tails.flat_map(|v| [Probability::lower(v), Probability::upper(v)])
}

/// Whether P(X ≤ x) ≥ p, compared in the smaller tail.
fn reaches(prior: &Prior, x: f64, p: Probability) -> bool {
    if p.is_upper() {
        prior.sf(x) <= p.tail()
    } else {
        prior.cdf(x) >= p.tail()
    }
}

// ---- probabilities ------------------------------------------------------------------------------------

/// P(X = k), P(X ≤ k) and P(X > k) as sums of exact terms with 60 digits (mpmath).
const EXACT: &str = "\
binomial 1 0.25 | 0 | 0.75 0.75 0.25
binomial 1 1e-9 | 1 | 1.0000000000000001e-9 1 0
binomial 10 0.3 | 4 | 0.20012094899999999 0.8497316674 0.15026833259999998
binomial 41 0.05 | 2 | 0.27731570627206515 0.6628521759673752 0.3371478240326248
binomial 100 0.5 | 20 | 4.2281632676015817e-10 5.579544528625976e-10 0.99999999944204555
binomial 1000 0.001 | 0 | 0.36769542477096404 0.36769542477096404 0.632304575229036
binomial 1000 0.999 | 985 | 2.568522393163709e-13 2.7365049066405276e-13 0.99999999999972635
binomial 1e5 0.3 | 29000 | 1.0879533031575012e-13 2.2729741096100157e-12 0.99999999999772703
binomial 1e5 0.3 | 31000 | 1.4444113874723259e-13 0.99999999999707122 2.9287832283493148e-12
binomial 1e6 1e-5 | 45 | 3.7930370124041728e-16 0.9999999999999999 1.0458307671916621e-16
poisson 1e-3 | 0 | 0.999000499833375 0.999000499833375 0.00099950016662500835
poisson 1e-3 | 2 | 4.9950024991668752e-7 0.99999999983345828 1.6654171665278076e-10
poisson 0.7 | 5 | 0.00069550910006851812 0.99990997365111549 9.0026348884505615e-5
poisson 4 | 8 | 0.029770181304863176 0.97863656551201584 0.021363434487984163
poisson 100 | 40 | 4.5593899910936875e-12 7.5196466909067517e-12 0.99999999999248035
poisson 100 | 180 | 1.8517416069500449e-13 0.99999999999977469 2.2531099772510663e-13
poisson 1e5 | 98000 | 2.2956992253481686e-12 1.121599489826466e-10 0.99999999988784005
poisson 1e5 | 102000 | 2.938013019819311e-12 0.99999999985659293 1.4340706535267282e-10
poisson 1e8 | 100060000 | 6.0959603449005162e-13 0.99999999901016754 9.8983246311271388e-10
beta_binomial 1 0.5 0.5 | 1 | 0.5 1 0
beta_binomial 100 2.5 39.5 | 5 | 0.09867244386662053 0.53709618788342323 0.46290381211657677
beta_binomial 100 2.5 39.5 | 0 | 0.044108570461276922 0.044108570461276922 0.95589142953872308
beta_binomial 100 2.5 39.5 | 40 | 1.1334054187195122e-6 0.99999812104792953 1.878952070473678e-6
beta_binomial 20 0.5 0.5 | 20 | 0.12537068761957926 1 0
beta_binomial 20 0.5 0.5 | 7 | 0.032464285322930664 0.42163067751971539 0.57836932248028461
beta_binomial 1000 3 1e6 | 8 | 4.3277535542278011e-23 1 5.2482008335681756e-26
beta_binomial 1e4 200 1800 | 700 | 3.1129570076642069e-7 4.1779830688030235e-6 0.9999958220169312
beta_binomial 1e4 200 1800 | 1500 | 3.7231190131704908e-11 0.99999999947742798 5.2257202289342122e-10
beta_binomial 50 1e9 3e9 | 20 | 0.0076547016511222701 0.99373709245576926 0.006262907544230744
beta_binomial 5000 0.01 0.02 | 2500 | 5.225241261653919e-6 0.66672206059620657 0.33327793940379343";

/// Probabilities equal those of 60 digits to 13 digits, in either tail.
#[test]
fn probabilities_keep_thirteen_digits() {
    for row in EXACT.lines() {
        let numbers = |part: &str| -> Vec<f64> {
            part.split_whitespace()
                .filter_map(|x| x.parse().ok())
                .collect()
        };
        let parts: Vec<&str> = row.split('|').collect();
        let (k, expected) = (numbers(parts[1])[0], numbers(parts[2]));
        let found = match numbers(parts[0])[..] {
            [mean] => {
                let law = poisson(mean);
                [law.pmf(k), law.cdf(k), law.sf(k)]
            }
            [n, p] => {
                let law = binomial(n, p);
                [law.pmf(k), law.cdf(k), law.sf(k)]
            }
            [n, a, b] => {
                let law = beta_binomial(n, a, b);
                [law.pmf(k), law.cdf(k), law.sf(k)]
            }
            _ => panic!("{row}"),
        };
        for (found, expected) in found.into_iter().zip(expected) {
            close(found, expected, 1e-13);
        }
    }
}

/// statrs agrees where it is accurate, which is 1e-9.
#[test]
fn statrs_agrees() {
    use statrs::distribution as oracle;
    for (n, p) in [(1_u32, 0.25), (41, 0.05), (100, 0.5), (1000, 0.01)] {
        let other = oracle::Binomial::new(p, u64::from(n)).unwrap();
        let law = binomial(f64::from(n), p);
        for k in 0..=n {
            let x = f64::from(k);
            assert!((law.pmf(x) - other.pmf(u64::from(k))).abs() < 1e-9);
            assert!((law.cdf(x) - other.cdf(u64::from(k))).abs() < 1e-9);
            assert!((law.sf(x) - other.sf(u64::from(k))).abs() < 1e-9);
        }
    }
    for mean in [1e-3, 0.7, 4.0, 120.0] {
        let other = oracle::Poisson::new(mean).unwrap();
        let law = poisson(mean);
        for k in 0..300_u32 {
            let x = f64::from(k);
            assert!((law.pmf(x) - other.pmf(u64::from(k))).abs() < 1e-9);
            assert!((law.cdf(x) - other.cdf(u64::from(k))).abs() < 1e-9);
        }
    }
}

/// V18: "5 of the next 100" given 2 of 41 has variance 18.4867, of which 13.0188 is due to the probability.
#[test]
fn v18_prediction_and_parameter() {
    let given = Beta::from_counts(2.0, 41.0, 0.5).unwrap();
    let next = BetaBinomial::new(100.0, &given).unwrap();
    close(next.sd().powi(2), 18.4867, 1e-5);
    close((100.0 * given.sd()).powi(2), 13.0188, 1e-5);
    close(next.mean(), 100.0 * 2.5 / 42.0, 1e-15);
    let parameters: Parameters = [
        ("trials", 100.0),
        ("count", 2.0),
        ("of", 41.0),
        ("pseudo_count", 0.5),
    ]
    .map(|(key, x)| (key, Value::Number(x)))
    .into_iter()
    .collect();
    assert_eq!(
        build("beta_binomial", &parameters).unwrap(),
        Prior::from(next)
    );
}

/// A beta-binomial is a binomial whose probability is a beta: its probabilities are the mixture's. With a flat beta all
/// counts are equally likely.
#[test]
fn beta_binomial_is_a_mixture() {
    let (n, parts) = (30.0, 200_000);
    let (flat, law) = (beta_binomial(n, 1.0, 1.0), beta_binomial(n, 2.5, 3.5));
    let sampler = Prior::from(Beta::new(2.5, 3.5).unwrap()).sampler(&mut TableCache::new());
    for k in [1.0, 7.0, 19.0] {
        close(flat.pmf(k), 1.0 / 31.0, 1e-14);
        let mixed: f64 = (0..parts)
            .map(|i| binomial(n, sampler.at((f64::from(i) + 0.5) / f64::from(parts))).pmf(k))
            .sum();
        // The error of the mid-point rule.
        close(law.pmf(k), mixed / f64::from(parts), 1e-5);
    }
}

// ---- quantiles ----------------------------------------------------------------------------------------

/// Q(p) is the smallest value with P(X ≤ x) ≥ p: at every jump of small laws and just beside it, from both ends.
#[test]
fn quantiles_are_exact_at_every_jump() {
    let mut priors = listed();
    priors.extend(
        [
            binomial(1.0, 0.25),
            binomial(2.0, 0.5),
            binomial(41.0, 0.05),
        ]
        .map(Prior::from),
    );
    priors.extend([poisson(1e-3), poisson(4.0)].map(Prior::from));
    priors.extend(
        [(1.0, 0.5, 0.5), (20.0, 0.5, 0.5), (100.0, 2.5, 39.5)]
            .map(|(n, a, b)| beta_binomial(n, a, b).into()),
    );
    for prior in priors {
        let mut x = prior.quantile(Probability::lower(0.0));
        let last = prior.quantile(Probability::upper(1e-15));
        let mut jumps = 0;
        while x < last {
            let (below, above) = (prior.cdf(x), prior.sf(x));
            let (at, beyond) = if below < 0.5 {
                (
                    Probability::lower(below),
                    Probability::lower(below.next_up()),
                )
            } else {
                (
                    Probability::upper(above),
                    Probability::upper(above.next_down()),
                )
            };
            assert_eq!(prior.quantile(at), x, "{prior}");
            let next = prior.quantile(beyond);
            assert!(next > x, "{prior} at {x}");
            assert_eq!(
                prior.cdf(next.next_down()),
                below,
                "{prior} between {x} and {next}"
            );
            assert_eq!(
                prior.sf(next.next_down()),
                above,
                "{prior} between {x} and {next}"
            );
            x = next;
            jumps += 1;
        }
        assert!(jumps > 0 || prior.sd() == 0.0, "{prior}");
    }
}

/// P(X ≤ Q(p)) ≥ p > P(X < Q(p)) over both tails down to 1e-12, for small and large laws.
#[test]
fn quantiles_reach_their_probability_and_no_less_does() {
    for prior in counts().into_iter().map(|(prior, _)| prior).chain(listed()) {
        for p in grid() {
            let x = prior.quantile(p);
            assert!(reaches(&prior, x, p), "{prior} at {p:?}: {x}");
            assert!(!reaches(&prior, x.next_down(), p), "{prior} at {p:?}: {x}");
        }
    }
    for prior in histograms() {
        for p in grid() {
            let x = prior.quantile(p);
            let reached = if p.is_upper() {
                prior.sf(x)
            } else {
                prior.cdf(x)
            };
            // Far from 0 neighbouring doubles lie further apart.
            let near = if p.is_upper() {
                prior.sf(x.next_up())..=prior.sf(x.next_down())
            } else {
                prior.cdf(x.next_down())..=prior.cdf(x.next_up())
            };
            let off = (reached - p.tail()).abs();
            assert!(
                off <= 1e-12 * p.tail() + 1e-15 || near.contains(&p.tail()),
                "{prior} at {p:?}: {off:e}"
            );
        }
    }
}

/// cdf + sf = 1, below and above the support too, and neither increases the wrong way.
#[test]
fn tails_add_up_to_one() {
    for prior in everything() {
        let mut before = 0.0;
        for p in [1e-12, 1e-3, 0.2, 0.5, 0.9, 1.0 - 1e-9].map(Probability::new) {
            for x in [prior.quantile(p), prior.quantile(p).next_up()] {
                assert!(
                    (prior.cdf(x) + prior.sf(x) - 1.0).abs() < 1e-13,
                    "{prior} at {x}"
                );
                assert!(prior.cdf(x) >= before, "{prior} at {x}");
                before = prior.cdf(x);
            }
        }
        let (low, high) = prior.support();
        assert_eq!(
            (prior.cdf(low.next_down()), prior.sf(low.next_down())),
            (0.0, 1.0)
        );
        assert_eq!((prior.cdf(high), prior.sf(high)), (1.0, 0.0));
        assert_eq!(
            (prior.cdf(f64::INFINITY), prior.sf(f64::INFINITY)),
            (1.0, 0.0)
        );
        assert_eq!(
            (prior.cdf(f64::NEG_INFINITY), prior.sf(f64::NEG_INFINITY)),
            (0.0, 1.0)
        );
        assert_eq!(prior.quantile(Probability::lower(0.0)), low, "{prior}");
    }
}

// ---- draws --------------------------------------------------------------------------------------------

/// Draws are quantiles: bit for bit where the law is a list, and for every uniform further than 1e-12 of its tail from a
/// jump where cumulated probabilities are computed in two ways.
#[test]
fn draws_are_quantiles() {
    let mut cache = TableCache::new();
    let us = uniforms(11, 20_000);
    let ends = [0.5_f64.powi(53), 0.5, 1.0 - 0.5_f64.powi(53)];
    for prior in everything() {
        let sampler = prior.sampler(&mut cache);
        let probabilities = us
            .iter()
            .chain(&ends)
            .map(|&u| Probability::new(u))
            .chain(grid());
        for p in probabilities {
            let u = p.value();
            let p = Probability::new(u);
            let (drawn, exact) = (sampler.at(u), prior.quantile(p));
            if matches!(prior, Prior::Histogram(_)) {
                let bar = 1e-12 * (prior.sd() + exact.abs());
                assert!(
                    (drawn - exact).abs() <= bar,
                    "{prior} at {p:?}: {drawn} {exact}"
                );
            } else if matches!(prior, Prior::Binomial(_) | Prior::Poisson(_)) && drawn != exact {
                let tail = |x: f64| {
                    if p.is_upper() {
                        prior.sf(x)
                    } else {
                        prior.cdf(x)
                    }
                };
                close(tail(drawn.min(exact)), p.tail(), 1e-12);
            } else {
                assert_eq!(drawn.to_bits(), exact.to_bits(), "{prior} at {p:?}");
            }
        }
        assert_eq!(sampler.at(f64::NAN), sampler.at(0.0));
        assert_eq!(sampler.at(2.0), sampler.at(1.0));
    }
}

/// Draws change at the cumulated probabilities and nowhere else: at every jump and beside it, in both tails.
#[test]
fn draws_jump_where_quantiles_do() {
    let mut cache = TableCache::new();
    for prior in listed() {
        let sampler = prior.sampler(&mut cache);
        let (low, high) = prior.support();
        let mut x = low;
        while x < high {
            let above = prior.sf(x);
            // The last double that does not exceed P(X ≤ x).
            let mut u = 1.0 - above;
            if above < 0.5 && 1.0 - u < above {
                u = u.next_down();
            } else if above >= 0.5 {
                u = prior.cdf(x);
            }
            assert_eq!(sampler.at(u), x, "{prior}");
            let next = sampler.at(u.next_up());
            assert!(next > x, "{prior} at {x}");
            x = next;
        }
    }
    for (prior, pmf) in counts() {
        let sampler = prior.sampler(&mut cache);
        let (first, last) = (sampler.at(1e-12), sampler.at(1.0 - 1e-12));
        let mut x = first;
        // Every so many counts of large laws.
        let stride = ((last - first) / 500.0).floor().max(1.0);
        while x < last {
            let (below, above, own) = (prior.cdf(x), prior.sf(x), pmf(x));
            let (before, after) = if below < 0.5 {
                (below * (1.0 - 1e-12), below * (1.0 + 1e-12))
            } else {
                (1.0 - above * (1.0 + 1e-12), 1.0 - above * (1.0 - 1e-12))
            };
            // Beyond this, 1 − u is too coarse.
            if above > 1e-3 && own > 1e-11 * below {
                assert_eq!(
                    (sampler.at(before), sampler.at(after)),
                    (x, x + 1.0),
                    "{prior}"
                );
            }
            x += stride;
        }
    }
}

/// `fill` equals `at` bit for bit, wherever a column is cut, with every instruction set, also over normal scores.
#[test]
fn fill_equals_at_with_every_instruction_set() {
    let mut cache = TableCache::new();
    let us = uniforms(1, 1000);
    let zs: Vec<f64> = us.iter().map(|u| 12.0 * (u - 0.5)).collect();
    for prior in everything() {
        let sampler = prior.sampler(&mut cache);
        let scores = prior.sampler_from_scores(&mut cache);
        for (name, instructions) in Instructions::ALL {
            simd::limit(instructions);
            let (mut xs, mut tail, mut ys) = (vec![0.0; 1000], vec![0.0; 300], vec![0.0; 1000]);
            sampler.fill(&us, &mut xs);
            sampler.fill(&us[700..], &mut tail);
            scores.fill(&zs, &mut ys);
            for i in 0..1000 {
                assert_eq!(
                    xs[i].to_bits(),
                    sampler.at(us[i]).to_bits(),
                    "{prior}, {name}"
                );
                assert_eq!(
                    ys[i].to_bits(),
                    scores.at(zs[i]).to_bits(),
                    "{prior}, {name}"
                );
            }
            assert_eq!(xs[700..], tail);
        }
    }
}

/// A million draws have the probabilities they should: chi-square over all values expected ten times or more, the others
/// together. False alarms: 1e-6 for each of the laws.
#[test]
fn a_million_draws_have_their_probabilities() {
    let mut cache = TableCache::new();
    let us = uniforms(2026, 1_000_000);
    let mut xs = vec![0.0; us.len()];
    for (prior, pmf) in counts() {
        if prior.sd() > 400.0 {
            continue;
        }
        prior.sampler(&mut cache).fill(&us, &mut xs);
        let (low, high) = (
            prior.quantile(Probability::lower(1e-9)),
            prior.quantile(Probability::upper(1e-9)),
        );
        let mut seen = vec![0.0; (high - low) as usize + 1];
        for x in &xs {
            seen[(x.clamp(low, high) - low) as usize] += 1.0;
        }
        let expected = (0..seen.len()).map(|i| 1e6 * pmf(low + i as f64));
        chi_square(&prior, seen.iter().copied().zip(expected));
    }
    for prior in histograms() {
        prior.sampler(&mut cache).fill(&us, &mut xs);
        // A thousand classes of equal probability, by the distribution function.
        let mut seen = vec![0.0; 1000];
        for x in &xs {
            seen[((prior.cdf(*x) * 1000.0) as usize).min(999)] += 1.0;
        }
        chi_square(&prior, seen.iter().map(|&n| (n, 1000.0)));
    }
}

#[track_caller]
fn chi_square(prior: &Prior, cells: impl Iterator<Item = (f64, f64)>) {
    let (mut statistic, mut freedom, mut rest) = (0.0, -1.0, (0.0, 0.0));
    for (seen, expected) in cells {
        if expected < 10.0 {
            rest = (rest.0 + seen, rest.1 + expected);
            continue;
        }
        statistic += (seen - expected) * (seen - expected) / expected;
        freedom += 1.0;
    }
    if rest.1 >= 10.0 {
        statistic += (rest.0 - rest.1) * (rest.0 - rest.1) / rest.1;
        freedom += 1.0;
    } else {
        // At most 40 where fewer than 10 are expected: P < 1e-11.
        assert!(rest.0 <= 40.0, "{prior}: {rest:?}");
    }
    if freedom > 0.0 {
        let p = gamma_upper(0.5 * freedom, 0.5 * statistic);
        assert!(
            p > 1e-6,
            "{prior}: chi-square {statistic} with {freedom}, P = {p:e}"
        );
    }
}

/// Independent samplers of `rand_distr` draw the same: two-sample Kolmogorov–Smirnov, whose bound is an upper one for laws
/// with jumps. False alarms: 1e-6 for each, at most.
#[test]
fn independent_samplers_draw_the_same() {
    const N: usize = 200_000;
    let us = uniforms(77, N);
    let mut cache = TableCache::new();
    let mut check = |prior: Prior, draw: &dyn Fn(&mut Xoshiro256PlusPlus) -> f64| {
        let mut xs = vec![0.0; N];
        prior.sampler(&mut cache).fill(&us, &mut xs);
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(78);
        let others = (0..N).map(|_| draw(&mut rng)).collect();
        let bound = (-sroi::math::ln(0.5e-6) / N as f64).sqrt();
        let gap = smirnov(xs, others);
        assert!(gap < bound, "{prior}: {gap} against {bound}");
    };
    for (n, p) in [(1_u32, 0.25), (41, 0.05), (300, 0.9), (100_000, 0.3)] {
        let other = rand_distr::Binomial::new(u64::from(n), p).unwrap();
        check(binomial(f64::from(n), p).into(), &|rng| {
            other.sample(rng) as f64
        });
    }
    for mean in [1e-3, 0.7, 4.0, 301.5, 1e5] {
        let other = rand_distr::Poisson::new(mean).unwrap();
        check(poisson(mean).into(), &|rng| other.sample(rng));
    }
    for (n, a, b) in [(20_u32, 0.5, 0.5), (100, 2.5, 39.5)] {
        let share = rand_distr::Beta::new(a, b).unwrap();
        check(beta_binomial(f64::from(n), a, b).into(), &|rng| {
            let p = share.sample(rng);
            rand_distr::Binomial::new(u64::from(n), p)
                .unwrap()
                .sample(rng) as f64
        });
    }
}

// ---- moments, units, notation -------------------------------------------------------------------------

/// Probabilities add up to 1; mean and sd are those of the values with their probabilities.
#[test]
fn moments_are_sums() {
    for (prior, pmf) in counts() {
        let (low, high) = (
            prior.quantile(Probability::lower(1e-30)),
            prior.quantile(Probability::upper(1e-30)),
        );
        let sum = |f: &dyn Fn(f64) -> f64| -> f64 {
            (0..=(high - low) as u64)
                .map(|i| low + i as f64)
                .map(|k| pmf(k) * f(k))
                .sum()
        };
        let mean = prior.mean();
        assert!((sum(&|_| 1.0) - 1.0).abs() < 2e-13, "{prior}");
        assert!((sum(&|k| k - mean) / prior.sd()).abs() < 1e-11, "{prior}");
        close(sum(&|k| (k - mean) * (k - mean)).sqrt(), prior.sd(), 1e-11);
        assert_eq!((pmf(low + 0.5), pmf(-1.0)), (0.0, 0.0));
    }
    let ties = Empirical::weighted(&[1.0, 4.0, 1.0], &[1.0, 2.0, 3.0]).unwrap();
    close(ties.mean(), 2.0, 1e-15);
    close(ties.sd(), 2.0_f64.sqrt(), 1e-15);
    assert_eq!(ties.atoms().count(), 2);
    let single = Empirical::new(&[4.0]).unwrap();
    assert_eq!((single.mean(), single.sd()), (4.0, 0.0));
    // Uniform within one class.
    let one = Histogram::from_counts(&[-1.0, 2.0], &[9.0]).unwrap();
    close(one.sd(), 3.0 / 12.0_f64.sqrt(), 1e-15);
}

/// The hours of table 11 of the SNV business case, 39 clients: mean 20.05, sd 14.9, standard error 2.39.
#[test]
fn hours_in_classes() {
    let edges = [1.5, 8.5, 16.5, 24.5, 32.5, 70.5];
    let hours = Histogram::from_counts(&edges, &[7.0, 15.0, 5.0, 7.0, 5.0]).unwrap();
    close(hours.mean(), 782.0 / 39.0, 1e-14);
    assert!((hours.sd() - 14.9).abs() < 0.05, "{}", hours.sd());
    assert!((hours.sd() / 39.0_f64.sqrt() - 2.39).abs() < 0.005);
    close(hours.cdf(8.5), 7.0 / 39.0, 1e-15);
    close(hours.sf(28.5), 8.5 / 39.0, 1e-15);
    // 15 of 39 lie in the second class, whose median is where 12.5 of 15 lie below.
    close(
        hours.quantile(Probability::new(0.5)),
        8.5 + 8.0 * 12.5 / 15.0,
        1e-14,
    );
}

/// Over an empty class the distribution function is flat, and nothing is drawn.
#[test]
fn empty_classes_are_jumped_over() {
    let gap = Histogram::from_counts(&[-9.0, 0.0, 1.0, 2.0, 3.0, 7.0], &[0.0, 1.0, 0.0, 3.0, 0.0])
        .unwrap();
    assert_eq!(gap.support(), (0.0, 3.0));
    assert_eq!([1.0, 1.5, 2.0].map(|x| gap.cdf(x)), [0.25; 3]);
    assert_eq!([1.0, 1.5, 2.0].map(|x| gap.sf(x)), [0.75; 3]);
    assert_eq!(gap.quantile(Probability::new(0.25)), 1.0);
    let beyond = gap.quantile(Probability::new(0.25_f64.next_up()));
    assert!((2.0..2.0 + 1e-15).contains(&beyond));
    let sampler = Prior::from(gap).sampler(&mut TableCache::new());
    assert_eq!(sampler.at(0.25), 1.0);
    assert!(sampler.at(0.25_f64.next_up()) >= 2.0);
    assert_eq!((sampler.at(0.0), sampler.at(1.0)), (0.0, 3.0));
}

/// A change of unit multiplies values, moments and draws; probabilities stay with their values.
#[test]
fn units_multiply_the_values() {
    let mut cache = TableCache::new();
    for prior in everything() {
        for factor in [0.1, 12.5, 1000.0] {
            let scaled = prior.scaled(factor);
            let same = |a: f64, b: f64| {
                assert!(
                    a == b || (a - b).abs() <= 1e-13 * (b.abs() + scaled.sd()),
                    "{prior} times {factor}: {a} {b}"
                );
            };
            same(scaled.mean(), factor * prior.mean());
            same(scaled.sd(), factor * prior.sd());
            same(scaled.support().0, factor * prior.support().0);
            same(scaled.support().1, factor * prior.support().1);
            let (before, after) = (prior.sampler(&mut cache), scaled.sampler(&mut cache));
            for u in [1e-9, 0.001, 0.3, 0.77, 0.999] {
                let p = Probability::new(u);
                same(scaled.quantile(p), factor * prior.quantile(p));
                same(after.at(u), factor * before.at(u));
                if !matches!(prior, Prior::Histogram(_)) {
                    let x = scaled.quantile(p);
                    assert!(reaches(&scaled, x, p) && !reaches(&scaled, x.next_down(), p));
                }
            }
        }
    }
    let Prior::Binomial(tenth) = Prior::from(binomial(3.0, 0.5)).scaled(0.1) else {
        panic!("not a binomial")
    };
    // 3 × 0.1 is not 0.3 in doubles, but is the third value.
    close(tenth.pmf(3.0 * 0.1), 0.125, 1e-15);
    assert_eq!(tenth.pmf(0.15), 0.0);
}

/// They print as a paper's parameter table prints them.
#[test]
fn display() {
    let empirical = Empirical::new(&[1.0, 2.0, 2.0, 5.0]).unwrap();
    let histogram = Histogram::from_counts(&[0.0, 10.0, 20.0, 40.0], &[1.0, 0.0, 3.0]).unwrap();
    let rows: [(Prior, &str); 7] = [
        (binomial(100.0, 2.0 / 41.0).into(), "Binomial(100, 0.04878)"),
        (poisson(3.5).into(), "Poisson(3.5)"),
        (
            Prior::from(poisson(3.5)).scaled(1000.0),
            "1000 × Poisson(3.5)",
        ),
        (
            beta_binomial(100.0, 2.5, 39.5).into(),
            "Beta-binomial(100, 2.5, 39.5)",
        ),
        (
            empirical.into(),
            "Empirical(4 observations, mean 2.5, sd 1.5)",
        ),
        (
            Empirical::new(&[1.0]).unwrap().into(),
            "Empirical(1 observation, mean 1, sd 0)",
        ),
        (histogram.into(), "Histogram(0 to 10: 0.25, 20 to 40: 0.75)"),
    ];
    for (prior, expected) in rows {
        assert_eq!(prior.to_string(), expected);
    }
}

// ---- copulas and cases --------------------------------------------------------------------------------

/// Over normal scores: the quantile of Φ(z), in either tail.
#[test]
fn score_samplers_give_the_quantile() {
    let mut cache = TableCache::new();
    for prior in everything() {
        let scores = prior.sampler_from_scores(&mut cache);
        for i in -420..=420 {
            let z = f64::from(i) / 60.0 + 0.003;
            let (x, v) = (scores.at(z), normal_cdf(-z.abs()));
            // Φ is tabulated to 1e-10.
            let (low, high) = if z > 0.0 {
                (prior.sf(x), prior.sf(x.next_down()))
            } else {
                (prior.cdf(x.next_down()), prior.cdf(x))
            };
            assert!(
                low - 1e-10 <= v && v <= high + 1e-10,
                "{prior} at z = {z}: {x}"
            );
        }
    }
}

const CORRELATED: &str = r#"
[case]
name = "counts"
per = "year"
price_year = 2023
units = ["client"]

[stakeholders.insurer]
label.en = "Health insurer"

[sources.trial]
title = "Trial"

[inputs.events]
unit = "client/year"
point = 6
prior.beta_binomial = { trials = 100, count = 2, of = 41, pseudo_count = 0.5 }
range = [0, 100]
source.ref = "trial"

[inputs.hours]
unit = "kEUR/client"
point = 20
prior.histogram = { edges = [0, 10, 20, 40], counts = [1, 1, 2] }
price_year = 2023
range = [0, 40]
source.ref = "trial"

[inputs.kind]
unit = "1"
point = 1
prior.empirical = { values = [1, 2] }
range = [1, 2]
source.ref = "trial"

[correlations.all]
inputs = ["events", "hours", "kind"]
rank = 0.6
note = "in the same trial"

[lines.care]
side = "benefit"
amount = "events * hours * kind"
to = "insurer"
euro = "hard"
chain = { deadweight = 0, attribution = 0, displacement = 0 }
"#;

/// In a case: correlated through a copula, with its quadrant probability; in another unit; and a range whose ends are
/// possible values is not complained about.
#[test]
fn counts_and_data_are_correlated_in_a_case() {
    let source = sroi::text::Source::new("case", CORRELATED);
    let (case, mut diagnostics) = sroi::case::read(&source);
    let model = case.and_then(|case| sroi::model::check(&case, &mut diagnostics));
    let messages: Vec<String> = diagnostics
        .sorted()
        .into_iter()
        .map(|d| d.message)
        .collect();
    assert!(model.is_some(), "{messages:?}");
    assert!(
        !messages.iter().any(|m| m.contains("range")),
        "{messages:?}"
    );
    let model = parse(CORRELATED);
    let draws = draws(&model, &model.base(), 200_000, 4);
    let (hours, kind, events) = (
        draws.column("hours"),
        draws.column("kind"),
        draws.column("events"),
    );
    assert!(
        events
            .iter()
            .all(|k| (0.0..=100.0).contains(k) && k.fract() == 0.0)
    );
    // Both medians are borders: P(both below) = ¼ + asin(r) / 2π with r = 2 sin(π·ρ/6).
    let both = hours
        .iter()
        .zip(kind)
        .filter(|(h, k)| **h <= 20_000.0 && **k <= 1.0);
    let share = both.count() as f64 / 2e5;
    let r = 2.0 * (std::f64::consts::PI * 0.6 / 6.0).sin();
    let expected = 0.25 + r.asin() / std::f64::consts::TAU;
    let error = (expected * (1.0 - expected) / 2e5).sqrt();
    // Five standard errors: false alarm 6e-7.
    assert!((share - expected).abs() < 5.0 * error, "{share} {expected}");
    let mean = events.iter().sum::<f64>() / 2e5;
    assert!((mean - 250.0 / 42.0).abs() < 5.0 * (18.4867 / 2e5_f64).sqrt());
}

// ---- refusals -----------------------------------------------------------------------------------------

/// Family | parameters | the one at fault | how the message begins or what it contains | what the help contains.
const REFUSALS: &str = "\
binomial | trials=10 |  | `binomial` with `trials` also needs `probability` |
binomial | trials=0 probability=0.5 | trials | `trials` is 0: there is nothing to count |
binomial | trials=-3 probability=0.5 | trials | `trials` is -3: a count cannot be negative |
binomial | trials=2.5 probability=0.5 | trials | `trials` is 2.5: a count is a whole number |
binomial | trials=1e9 probability=0.5 | trials | `trials` is 1000000000: at most 100000000 trials are counted one by one | use `normal`
binomial | trials=10 probability=0 | probability | `probability` is 0: the count is certain to be 0 | use `fixed`
binomial | trials=10 probability=1 | probability | `probability` is 1: the count is certain to be 10 | use `fixed`
binomial | trials=10 probability=30 | probability | `probability` is 30: it lies between 0 and 1 |
binomial | trials=10 probability=-0.1 | probability | `probability` is -0.1: it lies between 0 and 1 |
binomial | trials=10 probability=NaN | probability | `probability` is NaN: a finite number is needed |
binomial | mean=10 | mean | `mean` is not a parameter of `binomial`, which takes `trials` and `probability` |
poisson |  |  | `poisson` needs `mean` |
poisson | mean=0 | mean | `mean` is 0: it must be above 0 |
poisson | mean=-1 | mean | `mean` is -1: it must be above 0 |
poisson | mean=2e8 | mean | `mean` is 2e8: at most 1e8 events are counted one by one | use `normal`
beta_binomial | trials=10 |  | `beta_binomial` with `trials` also needs `alpha` and `beta`, or `count`, `of` and `pseudo_count` |
beta_binomial | alpha=1 beta=2 |  | `beta_binomial` with `alpha` and `beta` also needs `trials` |
beta_binomial | trials=10 count=2 of=41 |  | state the pseudo-count: 0.5 is Jeffreys, 1 is uniform, 0 needs 0 < count < of | add `pseudo_count = 0.5`
beta_binomial | trials=10 count=0 of=41 pseudo_count=0 | pseudo_count | a `pseudo_count` of 0 needs 0 < count < of | 0.5 is Jeffreys
beta_binomial | trials=10 count=2.5 of=41 pseudo_count=0.5 | count | `count` is 2.5: a count is a whole number |
beta_binomial | trials=10 alpha=0 beta=1 | alpha | `alpha` is 0: it must be above 0 |
beta_binomial | trials=10 alpha=1 count=1 | count | `alpha` and `count` are given together | leave out
beta_binomial | trials=200000 alpha=1 beta=1 | trials | `trials` is 200000: at most 100000 trials are counted one by one | use `beta`
empirical |  |  | `empirical` needs `values` |
empirical | weights=[1] |  | `empirical` needs `values` |
empirical | values=1 | values | `values` must be a list of numbers |
empirical | values=[] | values | `values` is empty: at least one observation is needed |
empirical | values=[1,NaN] | values | `values` is NaN: a finite number is needed |
empirical | values=[1,2] weights=[1] | weights | 2 values have 1 weights: give one for each | leave out `weights`
empirical | values=[1,2] weights=[1,-2] | weights | weight -2 is negative |
empirical | values=[1,2] weights=[0,0] | weights | every weight is 0: there is nothing to draw |
empirical | values=[1,2] weights=[0,inf] | weights | `weights` is inf: a finite number is needed |
histogram | edges=[0,1] |  | `histogram` with `edges` also needs one of `counts` or `probabilities` |
histogram | edges=[] counts=[] | edges | `edges` has no numbers: a class has two |
histogram | edges=[4] counts=[] | edges | `edges` has one number: a class has two |
histogram | edges=[0,10,10] counts=[1,2] | edges | edge 10 comes after edge 10: edges must increase |
histogram | edges=[0,20,10] counts=[1,2] | edges | edge 10 comes after edge 20: edges must increase |
histogram | edges=[0,inf] counts=[1] | edges | `edges` is inf: a finite number is needed |
histogram | edges=[0,10,20] counts=[1,2,3] | counts | 3 edges are 2 classes, but `counts` has 3 numbers | the upper end of the last class
histogram | edges=[0,10,20] counts=[1] | counts | 3 edges are 2 classes, but `counts` has 1 numbers |
histogram | edges=[0,10,20] counts=[1,-1] | counts | `counts` is -1: a count cannot be negative |
histogram | edges=[0,10,20] counts=[1,0.5] | counts | `counts` is 0.5: a count is a whole number | give shares as `probabilities`
histogram | edges=[0,10,20] counts=[0,0] | counts | every count is 0: there is nothing to draw |
histogram | edges=[0,10,20] probabilities=[0.5,0.4] | probabilities | the probabilities sum to 0.9, not to 1 |
histogram | edges=[0,10,20] probabilities=[1.5,-0.5] | probabilities | probability -0.5 is negative |
histogram | edges=[0,10,20] counts=[1,1] probabilities=[0.5,0.5] | probabilities | `counts` and `probabilities` are given together | leave out
discrete | values=[1,2] probabilities=[0,0] | probabilities | every probability is 0: there is nothing to draw |";

/// Each mistake has its own message, names the parameter at fault, and shows a way out where there is one.
#[test]
fn refusals() {
    for row in REFUSALS.lines() {
        let [family, written, key, message, help] =
            row.split('|').map(str::trim).collect::<Vec<_>>()[..]
        else {
            panic!("five columns: {row}");
        };
        let parameters: Parameters = written.split_whitespace().map(parameter).collect();
        let error = build(family, &parameters).expect_err(row);
        assert!(error.message.contains(message), "{}", error.message);
        assert_eq!(
            error.key.as_deref(),
            (!key.is_empty()).then_some(key),
            "{row}"
        );
        let said = error.help.unwrap_or_default();
        assert!(
            said.contains(help) && said.is_empty() == help.is_empty(),
            "{row}: {said}"
        );
    }
}

/// `key=1` or `key=[1,2]`.
fn parameter(written: &str) -> (String, Value) {
    let (key, text) = written.split_once('=').unwrap();
    let value = match text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'))
    {
        Some(list) => Value::List(
            list.split(',')
                .filter(|x| !x.is_empty())
                .map(|x| x.parse().unwrap())
                .collect(),
        ),
        None => Value::Number(text.parse().unwrap()),
    };
    (key.to_owned(), value)
}
