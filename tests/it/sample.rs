//! Analyses of samples against closed forms and against what can be computed by hand.

use proptest::prelude::*;
use sroi::analysis::sample::{
    IcerStatus, Named, Psa, PsaError, Strategy, acceptability, ellipses, evppi, evppi_groups,
    icers, icers_of, one_way, plane_points, regression,
};
use sroi::chunk::{CHUNK, chunks};
use sroi::dist::special::normal_quantile;
use sroi::stats::Estimate;
use sroi::stream::Key;

use crate::support::{assert_close, assert_within};

/// Uniforms of the program's own streams.
fn uniforms(seed: u64, name: &str, draws: usize) -> Vec<f64> {
    let key = Key::new(seed, name);
    let mut chunk = [0.0; CHUNK];
    let mut values = Vec::new();
    for (index, length) in chunks(draws as u64) {
        key.uniforms(index, &mut chunk);
        values.extend(&chunk[..length]);
    }
    values
}

fn normals(seed: u64, name: &str, draws: usize) -> Vec<f64> {
    let quantile = |u: f64| {
        if u <= 0.5 {
            normal_quantile(u)
        } else {
            -normal_quantile(1.0 - u)
        }
    };
    uniforms(seed, name, draws)
        .into_iter()
        .map(quantile)
        .collect()
}

/// A sample of two options: nothing, and an outcome.
fn against_nothing(inputs: Vec<Named>, outcome: Vec<f64>) -> Psa {
    let nothing = vec![0.0; outcome.len()];
    let options = vec![Named::new("nothing", nothing), Named::new("new", outcome)];
    Psa::of_net_benefit(inputs, options).unwrap()
}

const NO_WTP: f64 = f64::NAN;

/// NB = mean + X + Y with X ~ N(0, 80000), Y ~ N(0, 60000), and Z that does not matter.
fn linear(seed: u64, draws: usize, mean: f64) -> Psa {
    let scaled = |name: &str, sd: f64| -> Vec<f64> {
        normals(seed, name, draws)
            .into_iter()
            .map(|z| sd * z)
            .collect()
    };
    let (x, y, z) = (
        scaled("x", 80_000.0),
        scaled("y", 60_000.0),
        scaled("z", 1.0),
    );
    let outcome = x.iter().zip(&y).map(|(x, y)| mean + x + y).collect();
    let inputs = vec![Named::new("x", x), Named::new("y", y), Named::new("z", z)];
    against_nothing(inputs, outcome)
}

const MEAN: f64 = 63_524.0;
const EVPI: f64 = 15_921.348_937;
const EVPPI_X: f64 = 9_717.832_764_0;
const EVPPI_Y: f64 = 4_464.378_137_4;

/// V5 of the methods note: two decisions, linear in normal inputs. All within 4 standard errors.
#[test]
fn value_of_information_of_a_linear_case() {
    let psa = linear(1, 100_000, MEAN);
    let at = &acceptability(&psa, &[]).thresholds[0];
    assert_within(at.evpi, EVPI, "EVPI");
    assert_within(at.ceaf(), 0.737_364_054, "P(NB > 0)");
    assert_within(
        evppi(&psa, &[0], NO_WTP).unwrap().value,
        EVPPI_X,
        "EVPPI of X",
    );
    assert_within(
        evppi(&psa, &[1], NO_WTP).unwrap().value,
        EVPPI_Y,
        "EVPPI of Y",
    );
    let both = evppi(&psa, &[0, 1], NO_WTP).unwrap();
    assert_within(both.value, EVPI, "EVPPI of X and Y");
    assert_close(both.raw, at.evpi.value, 1e-4, "X and Y settle everything");
    let nothing = evppi(&psa, &[2], NO_WTP).unwrap();
    assert!(
        !nothing.distinguishable && nothing.value.value == 0.0,
        "{nothing:?}"
    );
}

/// Standard errors are true: over 120 seeds the deviations in standard errors have mean 0 and standard deviation 1. Bounds at four
/// standard errors of both, false alarms 1e-4 each.
#[test]
fn errors_are_as_large_as_they_say() {
    const SEEDS: u64 = 120;
    let mut scores = [const { Vec::new() }; 4];
    for seed in 0..SEEDS {
        let psa = linear(seed, 4096, MEAN);
        let at = &acceptability(&psa, &[]).thresholds[0];
        let evppi = |input: usize| evppi(&psa, &[input], NO_WTP).unwrap().value;
        let pairs = [
            (at.evpi, EVPI),
            (evppi(0), EVPPI_X),
            (evppi(1), EVPPI_Y),
            (one_way(&psa, 0, NO_WTP).unwrap()[0].s1, 0.64),
        ];
        for (scores, (estimate, truth)) in scores.iter_mut().zip(pairs) {
            scores.push((estimate.value - truth) / estimate.standard_error);
        }
    }
    let n = SEEDS as f64;
    for (scores, what) in scores
        .iter()
        .zip(["EVPI", "EVPPI of X", "EVPPI of Y", "S₁"])
    {
        let mean = scores.iter().sum::<f64>() / n;
        let variance = scores.iter().map(|z| (z - mean) * (z - mean)).sum::<f64>() / (n - 1.0);
        assert!(mean.abs() < 4.0 / n.sqrt(), "{what}: mean {mean}");
        let sd = variance.sqrt();
        assert!((sd - 1.0).abs() < 4.0 / (2.0 * n).sqrt(), "{what}: sd {sd}");
    }
}

/// An input that is worth nothing is seldom said to be worth something, even where the decision hangs in the balance. The nominal
/// share is 5 %; more than 26 in 200 would happen by chance once in 100,000 times.
#[test]
fn what_is_worth_nothing_is_said_to_be() {
    let (mut alarms, mut positive) = (0, 0);
    for seed in 0..200 {
        let psa = linear(seed, 1000, 0.0);
        let nothing = evppi(&psa, &[2], NO_WTP).unwrap();
        assert_eq!(nothing.distinguishable, nothing.value.value > 0.0);
        positive += u32::from(nothing.raw > 0.0);
        alarms += u32::from(nothing.distinguishable);
    }
    assert!(
        positive > 100,
        "regression finds something in noise: {positive} of 200"
    );
    assert!(alarms <= 26, "{alarms} of 200");
}

/// Conditional means of the linear case are lines; the truth lies in the pointwise bands.
#[test]
fn conditional_means_follow_the_line() {
    let psa = linear(3, 20_000, MEAN);
    let curve = &one_way(&psa, 0, NO_WTP).unwrap()[0].curve;
    assert_eq!(curve.len(), 41);
    for point in curve {
        assert_within(point.mean, MEAN + point.x, "E[NB | X]");
        let [low, high] = point.band();
        assert!(low < point.mean.value && point.mean.value < high);
    }
}

/// Blocks of independent columns on (0, 1).
fn unit_inputs(names: &[&str], draws: usize, scale: impl Fn(f64) -> f64) -> Vec<Named> {
    let column = |name: &&str| {
        Named::new(
            *name,
            uniforms(7, name, draws).into_iter().map(&scale).collect(),
        )
    };
    names.iter().map(column).collect()
}

/// V6: the Ishigami function and Sobol's g from a given sample.
#[test]
fn first_order_indices_of_known_functions() {
    let pi = std::f64::consts::PI;
    let inputs = unit_inputs(&["a", "b", "c"], 50_000, |u| pi * (2.0 * u - 1.0));
    let value = |i: usize| {
        let [x, y, z] = [0, 1, 2].map(|j: usize| inputs[j].values[i]);
        x.sin() + 7.0 * y.sin().powi(2) + 0.1 * z.powi(4) * x.sin()
    };
    let outcome = (0..50_000).map(value).collect();
    let psa = against_nothing(inputs, outcome);
    for (input, truth) in [0.313_905_191_15, 0.442_411_144_79, 0.0]
        .into_iter()
        .enumerate()
    {
        let s1 = one_way(&psa, input, NO_WTP).unwrap()[0].s1;
        assert_within(s1, truth, "Ishigami");
        assert!(s1.standard_error < 0.006, "{s1:?}");
    }

    let names = ["a", "b", "c", "d", "e", "f", "g", "h"];
    let inputs = unit_inputs(&names, 50_000, |u| u);
    let weights = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];
    let value = |i: usize| -> f64 {
        let factors = inputs.iter().zip(weights);
        factors
            .map(|(x, a)| ((4.0 * x.values[i] - 2.0).abs() + a) / (1.0 + a))
            .product()
    };
    let outcome = (0..50_000).map(value).collect();
    let psa = against_nothing(inputs, outcome);
    let known = [
        0.716_192_168_88,
        0.179_048_042_22,
        0.023_675_774_178,
        0.007_161_921_688_8,
        7.161_921_688_8e-5,
    ];
    for (input, truth) in known.into_iter().enumerate() {
        assert_within(
            one_way(&psa, input, NO_WTP).unwrap()[0].s1,
            truth,
            "Sobol g",
        );
    }
}

/// For Y = Σ aᵢ·Xᵢ with independent standard normal inputs: SRC = aᵢ/σ, and with Spearman's rᵢ = (6/π)·asin(aᵢ/2σ) between Xᵢ and Y, PRCC
/// = rᵢ/√(1 − Σ_{j≠i} rⱼ²), since the ranks of the inputs are independent.
#[test]
fn regression_of_a_linear_model() {
    let weights = [3.0, -2.0, 0.5];
    let names = ["a", "b", "c"];
    let inputs: Vec<Named> = names
        .iter()
        .map(|name| Named::new(*name, normals(11, name, 60_000)))
        .collect();
    let noise = normals(11, "noise", 60_000);
    let value = |i: usize| -> f64 {
        let terms = inputs.iter().zip(weights);
        terms.map(|(x, a)| a * x.values[i]).sum::<f64>() + 1.5 * noise[i]
    };
    let outcome = (0..60_000).map(value).collect();
    let regression = &regression(&against_nothing(inputs, outcome), NO_WTP)[0];
    let variance: f64 = weights.iter().map(|a| a * a).sum::<f64>() + 1.5 * 1.5;
    let src = weights.map(|a| a / variance.sqrt());
    let spearman = src.map(|r| 6.0 / std::f64::consts::PI * (r / 2.0).asin());
    let squares: f64 = spearman.iter().map(|r| r * r).sum();
    for (row, (src, rank)) in regression.rows.iter().zip(src.into_iter().zip(spearman)) {
        assert_within(row.src, src, "SRC");
        let prcc = rank / (1.0 - squares + rank * rank).sqrt();
        assert_within(row.prcc, prcc, "PRCC");
        let [low, high] = row.prcc_interval;
        assert!(low < row.prcc.value && row.prcc.value < high && high - low < 0.02);
        assert!(
            row.src_interval()[0] < src && src < row.src_interval()[1]
                || row.src.standard_error > 0.0
        );
    }
    let explained = 1.0 - 1.5 * 1.5 / variance;
    assert!((regression.r_squared - explained).abs() < 0.005);
}

/// Standard errors of SRC, S₁ and PRCC are true, over 100 seeds as above.
#[test]
fn errors_of_regressions_are_as_large_as_they_say() {
    let mut scores = [const { Vec::new() }; 2];
    for seed in 0..100 {
        let psa = linear(seed, 1000, MEAN);
        let rows = &regression(&psa, NO_WTP)[0].rows;
        scores[0].push((rows[0].src.value - 0.8) / rows[0].src.standard_error);
        scores[1].push(rows[2].prcc.value / rows[2].prcc.standard_error);
    }
    for (scores, what) in scores.iter().zip(["SRC", "PRCC"]) {
        let mean = scores.iter().sum::<f64>() / 100.0;
        let sd = (scores.iter().map(|z| (z - mean) * (z - mean)).sum::<f64>() / 99.0).sqrt();
        assert!(
            mean.abs() < 0.4 && (sd - 1.0).abs() < 0.29,
            "{what}: {mean} {sd}"
        );
    }
}

fn effects_and_costs() -> Psa {
    let column = |name: &str, values: [f64; 4]| Named::new(name, values.to_vec());
    let effects = vec![
        column("a", [1.0, 1.0, 1.0, 1.0]),
        column("b", [2.0, 1.0, 3.0, 2.0]),
        column("c", [2.0, 3.0, 3.0, 0.0]),
    ];
    let costs = vec![
        column("c", [9.0, 9.0, 9.0, 9.0]),
        column("a", [0.0, 0.0, 0.0, 0.0]),
        column("b", [4.0, 6.0, 5.0, 5.0]),
    ];
    Psa::new(Vec::new(), effects, costs).unwrap()
}

/// By hand. At k = 5 net benefits are a: 5 5 5 5, b: 6 −1 10 5, c: 1 6 6 −9, so the best are b, c, b, a (a tie with b, won by the
/// first), and the means 5, 5 and 1: a tie on the frontier, won by the first.
#[test]
fn acceptability_by_hand() {
    let curves = acceptability(&effects_and_costs(), &[0.0, 5.0, 10.0]);
    let at = &curves.thresholds[1];
    let shares: Vec<f64> = at.options.iter().map(|o| o.proportion.value).collect();
    assert_eq!(shares, [0.25, 0.5, 0.25]);
    assert_eq!(at.frontier, 0);
    assert_eq!(at.ceaf().value, 0.25);
    // The highest are 6, 6, 10 and 5: mean 6.75.
    let losses: Vec<f64> = at.options.iter().map(|o| o.expected_loss.value).collect();
    assert_eq!(losses, [1.75, 1.75, 5.75]);
    assert_eq!(at.evpi.value, 1.75);
    // Losses of a: 1, 1, 5, 0; their variance is 59/12 = 4.9167, over 4 draws.
    assert_close(
        at.evpi.standard_error,
        (59.0_f64 / 12.0 / 4.0).sqrt(),
        1e-14,
        "s/√n",
    );
    // A proportion of 1/4 of 4 draws.
    assert_close(
        at.ceaf().standard_error,
        (3.0_f64 / 64.0).sqrt(),
        1e-14,
        "binomial",
    );
    assert!(at.evpi_bias > 0.0, "two options that cannot be told apart");
    assert_eq!(at.options[1].incremental.value, 0.0);

    // At k = 0 the cheapest is best in every draw.
    let at = &curves.thresholds[0];
    assert_eq!((at.frontier, at.ceaf().value, at.evpi.value), (0, 1.0, 0.0));
    // At k = 10: a 10 each; b 16 4 25 15; c 11 21 21 −9. Means 10, 15, 11; the highest 16 21 25 15: mean 19.25.
    let at = &curves.thresholds[2];
    assert_eq!((at.frontier, at.evpi.value), (1, 4.25));
}

/// By hand: a → b costs 5 for 1; b → c costs 4 for 0: dominated.
#[test]
fn icers_of_a_sample_by_hand() {
    let psa = effects_and_costs();
    let rows = icers_of(&psa).unwrap();
    let names: Vec<&str> = rows.iter().map(|row| row.strategy.as_str()).collect();
    assert_eq!(names, ["a", "b", "c"]);
    assert_eq!(rows[1].icer.unwrap().value, 5.0);
    assert_eq!(rows[2].status, IcerStatus::Dominated);
    assert!(rows[2].icer.is_none() && rows[0].icer.is_none());
    // Effects of b − a: 1, 0, 2, 1, costs 4, 6, 5, 5: residuals c − 5e: −1, 6, −5, 0 with variance 62/3.
    let error = (62.0_f64 / 3.0 / 4.0).sqrt();
    assert_close(
        rows[1].icer.unwrap().standard_error,
        error,
        1e-12,
        "delta method",
    );
}

fn status_of(options: &[(&str, f64, f64)]) -> Vec<(String, &'static str, Option<f64>)> {
    let strategies: Vec<Strategy> = options
        .iter()
        .map(|(name, cost, effect)| Strategy {
            name: (*name).to_owned(),
            cost: *cost,
            effect: *effect,
        })
        .collect();
    let rows = icers(&strategies).into_iter();
    rows.map(|row| {
        (
            row.strategy,
            row.status.code(),
            row.icer.map(|icer| icer.value),
        )
    })
    .collect()
}

#[test]
fn dominance_by_hand() {
    let row = |name: &str, status, icer: Option<f64>| (name.to_owned(), status, icer);
    // 10 → 20 costs 100 for 1, 20 → 30 only 50 for 2: the one between is extendedly dominated; afterwards (30 − 10): 150 for 3.
    assert_eq!(
        status_of(&[
            ("c", 250.0, 4.0),
            ("a", 100.0, 1.0),
            ("b", 200.0, 2.0),
            ("d", 300.0, 3.5)
        ]),
        [
            row("a", "ND", None),
            row("b", "ED", None),
            row("c", "ND", Some(50.0)),
            row("d", "D", None)
        ]
    );
    // Removing one makes the one before it extendedly dominated as well.
    assert_eq!(
        status_of(&[
            ("a", 0.0, 0.0),
            ("b", 10.0, 1.0),
            ("c", 21.0, 2.0),
            ("d", 22.0, 4.0)
        ]),
        [
            row("a", "ND", None),
            row("b", "ED", None),
            row("c", "ED", None),
            row("d", "ND", Some(5.5))
        ]
    );
    // Options on one line are kept.
    assert_eq!(
        status_of(&[("a", 0.0, 0.0), ("b", 10.0, 1.0), ("c", 20.0, 2.0)]),
        [
            row("a", "ND", None),
            row("b", "ND", Some(10.0)),
            row("c", "ND", Some(10.0))
        ]
    );
    // Equal effects: the dearer is dominated; equal costs: the less effective; equal in both: the later.
    assert_eq!(
        status_of(&[
            ("dear", 20.0, 1.0),
            ("weak", 10.0, 0.5),
            ("a", 10.0, 1.0),
            ("twin", 10.0, 1.0)
        ]),
        [
            row("a", "ND", None),
            row("twin", "D", None),
            row("weak", "D", None),
            row("dear", "D", None)
        ]
    );
    // More effect at less cost leaves one option.
    assert_eq!(
        status_of(&[("old", 10.0, 1.0), ("new", 5.0, 2.0)]),
        [row("new", "ND", None), row("old", "D", None)]
    );
}

/// Increments with a known covariance: sd 3 along the direction (0.6, 0.8), sd 1 across it.
#[test]
fn ellipse_of_a_normal_sample() {
    let draws = 40_000;
    let (u, v) = (normals(5, "u", draws), normals(5, "v", draws));
    let turned = |along: f64, across: f64| -> Vec<f64> {
        let pairs = u.iter().zip(&v);
        pairs
            .map(|(u, v)| 3.0 * along * u + across * v + 2.0)
            .collect()
    };
    let zero = || Named::new("old", vec![0.0; draws]);
    let effects = vec![zero(), Named::new("new", turned(0.6, -0.8))];
    let costs = vec![zero(), Named::new("new", turned(0.8, 0.6))];
    let psa = Psa::new(Vec::new(), effects, costs).unwrap();
    let ellipse = &ellipses(&psa).unwrap()[0];
    let radius = 5.991_464_547_f64.sqrt();
    // Relative standard errors of the axes are 1/√(2n) = 0.0035, of the angle 3/(8√n) = 0.0019; false alarms 1e-4.
    assert_close(ellipse.semi_major, 3.0 * radius, 0.014, "long axis");
    assert_close(ellipse.semi_minor, radius, 0.014, "short axis");
    assert!(
        (ellipse.angle - 0.8_f64.asin()).abs() < 0.0075,
        "{}",
        ellipse.angle
    );
    assert_within(ellipse.inside, 0.95, "share inside");
    assert_within(ellipse.inc_cost, 2.0, "centre");
    let quadrants = ellipse.quadrants;
    let sum: f64 = [
        quadrants.north_east,
        quadrants.south_east,
        quadrants.south_west,
        quadrants.north_west,
    ]
    .iter()
    .map(|q| q.value)
    .sum();
    assert_close(sum, 1.0, 1e-12, "quadrants");
    let points = &plane_points(&psa, 10).unwrap()[0];
    assert_eq!(points.inc_effect.len(), 10);
    let swapped = psa.with_reference("new").unwrap();
    let ellipse = &ellipses(&swapped).unwrap()[0];
    assert_within(ellipse.inc_cost, -2.0, "the other way round");
    assert!((ellipse.angle - 0.8_f64.asin()).abs() < 0.0075);
}

/// A sample with three options, four inputs and interactions.
fn mixed(seed: u64, draws: usize) -> (Vec<Named>, [Vec<f64>; 3]) {
    let names = ["a", "b", "c", "d"];
    let inputs: Vec<Named> = names
        .iter()
        .map(|name| Named::new(*name, normals(seed, name, draws)))
        .collect();
    let noise = normals(seed, "noise", draws);
    let option = |f: &dyn Fn([f64; 4], f64) -> f64| -> Vec<f64> {
        let draw = |i: usize| f([0, 1, 2, 3].map(|j: usize| inputs[j].values[i]), noise[i]);
        (0..draws).map(draw).collect()
    };
    let options = [
        option(&|_, e| e),
        option(&|[a, b, _, _], e| a * b + 0.5 * a + 0.3 * e),
        option(&|[_, b, c, _], e| 0.4 * b - c * c + 0.9 - 0.2 * e),
    ];
    (inputs, options)
}

fn psa_of(inputs: Vec<Named>, options: &[Vec<f64>; 3], order: [usize; 3]) -> Psa {
    let option = |i: usize| Named::new(["first", "second", "third"][i], options[i].clone());
    Psa::of_net_benefit(inputs, order.map(option).to_vec()).unwrap()
}

/// What all options have in common, the order of the draws and the order of the options do not matter. Blocks of draws change with their order,
/// so the standard error of EVPPI moves a little.
#[test]
fn nothing_hangs_on_order_or_on_what_is_common() {
    let (inputs, options) = mixed(1, 2000);
    let answer = |psa: &Psa, input: usize| {
        let at = acceptability(psa, &[]).thresholds[0].clone();
        let first = psa.option("first").unwrap();
        let share = at.options[first].proportion.value;
        let single = evppi(psa, &[input], NO_WTP).unwrap();
        let group = evppi(psa, &[0, 1], NO_WTP).unwrap();
        [
            at.evpi.value,
            at.evpi.standard_error,
            share,
            single.raw,
            group.raw,
            single.value.standard_error,
        ]
    };
    let plain = answer(&psa_of(inputs.clone(), &options, [0, 1, 2]), 1);
    let mut common = options.clone();
    let shift = normals(9, "common", 2000);
    for option in &mut common {
        option
            .iter_mut()
            .zip(&shift)
            .for_each(|(x, s)| *x += 1000.0 + 50.0 * s);
    }
    let shifted = answer(&psa_of(inputs.clone(), &common, [0, 1, 2]), 1);
    let reordered = answer(&psa_of(inputs.clone(), &options, [2, 0, 1]), 1);
    let turn =
        |values: &[f64]| -> Vec<f64> { (0..2000).map(|i| values[i * 1201 % 2000]).collect() };
    let turned_inputs = inputs
        .iter()
        .map(|x| Named::new(x.name.clone(), turn(&x.values)))
        .collect();
    let turned_options = options.clone().map(|x| turn(&x));
    let turned = answer(&psa_of(turned_inputs, &turned_options, [0, 1, 2]), 1);
    for (other, tolerance) in [(shifted, 1e-7), (reordered, 1e-9), (turned, 1e-9)] {
        for (place, (a, b)) in plain.iter().zip(other).enumerate() {
            let tolerance = if place == 5 { 0.3 } else { tolerance };
            assert_close(b, *a, tolerance, "invariance");
        }
    }
    assert_eq!(
        plain.map(f64::to_bits),
        answer(&psa_of(inputs, &options, [0, 1, 2]), 1).map(f64::to_bits)
    );
}

/// A product of two inputs is worth nothing by either alone, and something together.
#[test]
fn groups_see_interactions() {
    let draws = 5000;
    let (a, b) = (normals(2, "a", draws), normals(2, "b", draws));
    let noise = normals(2, "noise", draws);
    let outcome = (0..draws)
        .map(|i| a[i] * b[i] - 0.2 + 0.5 * noise[i])
        .collect();
    let psa = against_nothing(vec![Named::new("a", a), Named::new("b", b)], outcome);
    assert!(!evppi(&psa, &[0], NO_WTP).unwrap().distinguishable);
    let group = evppi(&psa, &[0, 1], NO_WTP).unwrap();
    assert_eq!(group.order, 2);
    // E[max(0, AB − 0.2)] with AB the product of independent normals, by numerical integration of its density K₀(|x|)/π.
    assert_within(group.value, 0.238_878_370_3, "EVPPI of a product");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// No group is worth less than a part of it, and none more than EVPI.
    #[test]
    fn groups_grow_and_stay_below_evpi(seed in 0_u64..1000, masks in prop::collection::vec(1_u32..16, 2..6), draws in 60_usize..500) {
        let (inputs, options) = mixed(seed, draws);
        let psa = psa_of(inputs, &options, [0, 1, 2]);
        let evpi = acceptability(&psa, &[]).thresholds[0].evpi.value;
        let group = |mask: &u32| (0..4).filter(|i| mask >> i & 1 == 1).collect::<Vec<usize>>();
        let groups: Vec<Vec<usize>> = masks.iter().map(group).collect();
        let found = evppi_groups(&psa, &groups, NO_WTP).unwrap();
        for (mask, one) in masks.iter().zip(&found) {
            prop_assert!(one.value.value <= evpi * (1.0 + 1e-12));
            prop_assert_eq!(one.distinguishable, one.value.value > 0.0);
            for (other, part) in masks.iter().zip(&found) {
                if other & mask == *other {
                    prop_assert!(part.value.value <= one.value.value);
                }
            }
        }
    }
}

#[test]
fn tables_that_do_not_belong_together_are_refused() {
    let two = || {
        vec![
            Named::new("a", vec![1.0, 2.0]),
            Named::new("b", vec![2.0, 1.0]),
        ]
    };
    let message = |psa: Result<Psa, PsaError>| psa.unwrap_err().to_string();
    let inputs = vec![Named::new("x", vec![1.0, 2.0, 3.0])];
    assert_eq!(
        message(Psa::new(inputs, two(), two())),
        "inputs has 3 rows and effects 2: row i of every table must be draw i; bring tables of one analysis"
    );
    assert_eq!(
        message(Psa::of_net_benefit(Vec::new(), two()[..1].to_vec())),
        "net benefit has 1 option: a decision needs at least two columns; add one for doing nothing, of zeros if need be"
    );
    let other = vec![
        Named::new("a", vec![1.0, 2.0]),
        Named::new("c", vec![2.0, 1.0]),
    ];
    assert_eq!(
        message(Psa::new(Vec::new(), two(), other)),
        "option `b` is in effects and not in costs, which has `a` or `c`; both tables need the same column names"
    );
    let inputs = vec![
        Named::new("x", vec![1.0, 2.0]),
        Named::new("y", vec![3.0, 3.0]),
    ];
    assert_eq!(
        message(Psa::new(inputs, two(), two())),
        "input `y` is 3 in every draw: nothing can be learned about what does not vary; leave it out"
    );
    let nan = vec![
        Named::new("a", vec![1.0, 2.0]),
        Named::new("b", vec![2.0, f64::NAN]),
    ];
    assert_eq!(
        message(Psa::new(Vec::new(), two(), nan)),
        "costs, column `b`, draw 2: expected a finite number, found NaN; complete the draw or leave it out of every table"
    );
    let twice = vec![
        Named::new("a", vec![1.0, 2.0]),
        Named::new("a", vec![2.0, 1.0]),
    ];
    assert_eq!(
        message(Psa::of_net_benefit(Vec::new(), twice)),
        "net benefit has two columns named `a`; rename one"
    );
    let short = vec![Named::new("a", vec![1.0]), Named::new("b", vec![2.0])];
    assert_eq!(
        message(Psa::of_net_benefit(Vec::new(), short)),
        "net benefit has 1 rows: at least 2 draws are needed"
    );
    let psa = Psa::of_net_benefit(Vec::new(), two()).unwrap();
    assert_eq!(
        message(psa.clone().with_reference("c")),
        "there is no option `c`; expected `a` or `b`"
    );
    let error = evppi(&psa, &[], NO_WTP).unwrap_err();
    assert_eq!(
        error.to_string(),
        "2 draws are too few for a regression; EVPPI needs 50 or more"
    );
    let (inputs, options) = mixed(1, 100);
    let many: Vec<Named> = (0..21)
        .map(|i| Named::new(format!("x{i}"), normals(i, "many", 100)))
        .chain(inputs)
        .collect();
    let psa = psa_of(many, &options, [0, 1, 2]);
    let all: Vec<usize> = (0..25).collect();
    assert_eq!(
        evppi(&psa, &all, NO_WTP).unwrap_err().to_string(),
        "a group of 25 inputs needs more draws; these can carry 20 inputs at most"
    );
    assert_eq!(
        evppi(&psa, &[], NO_WTP).unwrap_err().to_string(),
        "a group needs at least one input"
    );
}

/// An outcome without spread has an unknown index, not a panic.
#[test]
fn degenerate_outcomes_are_said_to_be_unknown() {
    let inputs = vec![Named::new("x", normals(1, "x", 100))];
    let psa = against_nothing(inputs, vec![5.0; 100]);
    let s1 = one_way(&psa, 0, NO_WTP).unwrap()[0].s1;
    assert!(s1.value.is_nan(), "{s1:?}");
    let row = regression(&psa, NO_WTP)[0].rows[0];
    assert!(row.src.value.is_nan() && row.prcc.value.is_nan());
    let evppi = evppi(&psa, &[0], NO_WTP).unwrap();
    assert_eq!(evppi.value, Estimate::new(0.0, 0.0));
}
