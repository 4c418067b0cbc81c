//! Student's t, Weibull, log-logistic, metalog, truncated priors and mixtures against closed forms, independent
//! libraries and the laws that every prior obeys.

use super::distributions::{close, expectation, prior, refused, smirnov, tails, uniforms};
use rand_distr::Distribution;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;
use sroi::dist::special::normal_cdf;
use sroi::dist::{
    LogLogistic, Parameters, Prior, Probability, StudentT, TableCache, Value, Weibull, build,
    normal_scores,
};
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

/// All priors of this file.
fn all() -> Vec<Prior> {
    shaped()
}

// ---- values known from elsewhere -------------------------------------------------------------------------

/// Student's t, 18 digits by mpmath 1.4 (`betainc`, 40 digits).
#[test]
fn student_t_tails() {
    let rows = [
        (2.1, -1e4, 2.12831351965875661e-9),
        (2.1, -0.3, 0.395642726194758287),
        (3.0, -0.01, 0.496324555706425991),
        (22.0, -2.5, 0.0101835734117897497),
        (22.0, -12.0, 1.9878009049460845e-11),
        (299.0, -6.0, 2.84754238162458476e-9),
        (1e4, -1.7, 0.0445810113638525243),
        (1e4, -6.5, 4.20752605973051676e-11),
    ];
    for (df, t, expected) in rows {
        close(student(df).cdf(t), expected, 2e-14);
        close(student(df).sf(-t), expected, 2e-14);
        close(student(df).sf(t), 1.0 - expected, 1e-15);
        close(student(df).quantile(Probability::lower(expected)), t, 1e-12);
    }
}

/// Means and standard deviations, 18 digits by mpmath 1.4 (`gamma`, `sin`, 40 digits).
#[test]
fn moments_of_weibull_and_log_logistic() {
    let rows = [
        (weibull(0.3), 9.26052826812554738, 50.0780270295244534),
        (weibull(0.5), 2.0, 4.47213595499957939),
        (weibull(2.0), 0.886226925452758014, 0.463251375176104243),
        (weibull(50.0), 0.988844203263913269, 0.025006850773364162),
        (weibull(1e3), 0.999423772484595466, 0.00128087574787135035),
        (log_logistic(2.1), 1.50019134096580306, 4.22187415340554342),
        (log_logistic(3.0), 1.20919957615614523, 0.977872965847859602),
        (log_logistic(8.0), 1.02617215297703089, 0.240190439014704907),
        (
            log_logistic(100.0),
            1.00016451234931271,
            0.0181445595291754744,
        ),
    ];
    for (prior, mean, sd) in rows {
        close(prior.mean(), mean, 2e-14);
        close(prior.sd(), sd, 1e-13);
    }
    close(student(22.0).sd(), (22.0_f64 / 20.0).sqrt(), 1e-15);
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

/// 100 000 table draws against as many of `rand_distr`: Kolmogorov–Smirnov, false alarm 1e-6 for each of five.
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
            let slack = 1e-12 * v + 2e-15;
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
/// uniform, only the mean is compared: t with 2.1 degrees of freedom, log-logistic of shape 2.1 and 3.
#[test]
fn moments_are_integrals_of_the_table() {
    let mut cache = TableCache::new();
    for prior in all() {
        let sampler = prior.sampler(&mut cache);
        let (mean, sd) = (prior.mean(), prior.sd());
        let first = expectation(&sampler, |x| (x - mean) / sd);
        let second = expectation(&sampler, |x| ((x - mean) / sd).powi(2));
        let (bar, squares) = match &prior {
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
        for u in [0.001, 0.3, 0.77, 0.999] {
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
log_logistic | q10=0 q90=100 | q10 | `q10` 0 is outside a log-logistic, which lies above 0";

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
