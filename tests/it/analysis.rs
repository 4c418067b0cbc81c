//! What the analyses mean: counted again from the draws, or known in closed form.
//!
//! Drawn numbers are held to four of the standard errors that the program reports (false alarms 6e-5 per number, fixed
//! seed); what is counted again from kept draws must be equal.

use sroi::analysis::{
    self, HIGH, LOW, QUANTILES, break_even_curve, headline, stakeholders, tornado,
};
use sroi::dist::{Probability, special};
use sroi::model::{Model, Selection, Total};
use sroi::plan::Metric;
use sroi::sim::{Silent, Simulation};
use sroi::stats::Estimate;

use crate::support::{
    Draws, MANY, assert_close, assert_within, case, draws_of, line, netwerkzorg, parse, prior,
    reported, run, run_case, settings, text, total,
};

/// Draws few enough to be kept in memory, so that quantiles are exact; several blocks, the last not full.
const FEW: u64 = 20_001;

fn kept(model: &Model) -> (Draws, Simulation) {
    draws_of(model, &model.base(), settings(FEW, 1), &Silent)
}

/// The quantile as numpy's default ("linear") has it, with infinite values as the largest.
fn numpy_quantile(values: &[f64], p: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (sorted.len() - 1) as f64 * p;
    let (low, part) = (sorted[rank.floor() as usize], rank.fract());
    let high = sorted[rank.ceil() as usize];
    if part == 0.0 {
        low
    } else {
        low * (1.0 - part) + high * part
    }
}

/// The column of a row of the summary.
fn column<'a>(draws: &'a Draws, row: &analysis::SummaryRow) -> Option<&'a [f64]> {
    let name = match (row.metric.as_str(), &row.subject) {
        ("line", Some(line)) => format!("lines.{line}"),
        (total, None) => total.to_owned(),
        _ => return None,
    };
    draws.names.contains(&name).then(|| draws.column(&name))
}

#[test]
fn the_summary_is_what_the_draws_say() {
    for model in [netwerkzorg(), case("infinite")] {
        let (draws, simulation) = kept(&model);
        let mut compared = 0;
        for row in analysis::summary(&model, &simulation) {
            let (Some(values), Some(spread)) = (column(&draws, &row), &row.spread) else {
                continue;
            };
            let infinite = values.iter().filter(|x| x.is_infinite()).count();
            assert_eq!(row.infinite, infinite as u64, "{}", row.metric);
            for ((_, p), found) in QUANTILES.iter().zip(&spread.quantiles) {
                let expected = numpy_quantile(values, *p);
                let equal = expected == found.value;
                let near = (found.value - expected).abs() <= 1e-14 * expected.abs();
                assert!(
                    equal || near,
                    "{} {:?} {p}: {found:?}, expected {expected}",
                    row.metric,
                    row.subject
                );
            }
            if infinite == 0 {
                let n = values.len() as f64;
                let mean = values.iter().sum::<f64>() / n;
                let square = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>();
                let sd = (square / (n - 1.0)).sqrt();
                let scale = mean.abs().max(sd);
                assert!(
                    (row.mean.value - mean).abs() <= 1e-12 * scale,
                    "{}",
                    row.metric
                );
                assert!(
                    (spread.sd.value - sd).abs() <= 1e-11 * scale,
                    "{}",
                    row.metric
                );
                assert_close(row.mean.standard_error, sd / n.sqrt(), 1e-9, &row.metric);
            } else {
                assert!(row.mean.value.is_nan(), "{}: {:?}", row.metric, row.mean);
            }
            compared += 1;
        }
        assert!(compared >= 9, "{compared}");
    }
}

#[test]
fn probability_of_break_even_is_the_share_of_positive_net_benefits() {
    let model = netwerkzorg();
    let (draws, simulation) = kept(&model);
    let all = headline(&simulation);
    for (column, found) in [
        ("net_benefit", all.all.p_break_even),
        ("hard_net_benefit", all.hard.p_break_even),
    ] {
        let hits = draws.column(column).iter().filter(|x| **x > 0.0).count();
        assert_close(found.value, hits as f64 / FEW as f64, 1e-14, column);
    }
    // A net benefit of exactly 0 is not yet a benefit.
    let (model, simulation) = run_case("reuse");
    assert_eq!(
        reported(&model, &simulation, "p_break_even").unwrap().value,
        0.0
    );
    // With costs above 0 it is the share of ratios above 1.
    let (_, simulation) = run_case("ratio");
    let p = headline(&simulation).all.p_break_even;
    assert_close(
        total(&simulation, Total::Roi).exceedance(1.0).value,
        p.value,
        1e-3,
        "P(ROI > 1)",
    );
}

#[test]
fn no_ratio_where_costs_may_not_be_positive() {
    let (model, simulation) = run_case("negative_costs");
    let all = headline(&simulation);
    let share = Estimate::new(all.nonpositive_costs, (0.16 * 0.84 / MANY as f64).sqrt());
    assert_within(
        share,
        special::normal_cdf(-1.0),
        "share of costs not above 0",
    );
    assert_within(all.all.p_break_even, 0.5, "P(B > C)");
    assert_within(all.costs, 1.0, "E[C]");
    for balance in [all.all, all.hard] {
        assert!(balance.ratio_of_means.is_none() && balance.mean_of_ratios.is_none());
        assert!(balance.roi_median.is_none() && balance.roi_interval.is_none());
    }
    let rows = analysis::summary(&model, &simulation);
    for row in &rows {
        let ratio = row.metric.contains("roi") || row.metric.contains("ratio");
        assert!(!ratio, "{}", row.metric);
    }
    assert!(rows.iter().any(|row| row.metric == "p_break_even"));
    // The tornado: a ratio at mean costs of 1, none at the end where they are negative.
    let bars = tornado(&model, &model.base());
    let bar = &bars.bars[0];
    assert_eq!(bars.base, [0.0, 1.0, 0.0, 1.0]);
    assert!(
        bar.low.value.unwrap() < 0.0
            && bar.low.outcomes[1].is_nan()
            && bar.low.outcomes[3].is_nan()
    );
    assert!(bar.low.outcomes[0] > 1.0 && bar.high.outcomes[1] > 0.0);
}

#[test]
fn an_infinite_break_even_counts_as_largest() {
    let (_, simulation) = run_case("infinite");
    let output = total(&simulation, Total::BreakEven);
    let infinite = special::normal_cdf(-0.5);
    let n = MANY as f64;
    let share = Estimate::new(
        output.infinite() as f64 / n,
        (infinite * (1.0 - infinite) / n).sqrt(),
    );
    assert_within(share, infinite, "share without break-even");
    assert!(output.mean().value.is_nan() && output.sd().value.is_nan());
    // θ* ≤ t exactly when the gain is at least 1/t.
    for p in [0.025, 0.25, 0.5, 0.65] {
        let z = special::normal_quantile(1.0 - p);
        let value = 1.0 / (0.5 + z);
        let found = output.quantile(p);
        assert_within(found, value, &format!("{p} quantile"));
        let density = special::normal_density(z) / (value * value);
        let error = (p * (1.0 - p) / n).sqrt() / density;
        // As far as 2 √(n p (1 − p)) order statistics tell: 6 % at worst, four times.
        assert_close(found.standard_error, error, 0.24, &format!("error at {p}"));
        assert_within(output.cdf(value), p, "distribution function");
    }
    for p in [0.7, 0.975] {
        assert_eq!(output.quantile(p).value, f64::INFINITY);
    }
}

/// Hard benefits that do not depend on the effect never reach break-even, whatever the effect.
#[test]
fn break_even_that_is_always_infinite() {
    let model = case("infinite");
    let simulation = run(&model, &model.base(), FEW);
    let output = total(&simulation, Total::HardBreakEven);
    assert_eq!(output.infinite(), FEW);
    assert!(output.mean().value.is_nan() && output.sd().value.is_nan());
    assert_eq!(output.quantile(0.5).value, f64::INFINITY);
    assert_eq!(output.cdf(1e300).value, 0.0);
    let row = analysis::summary(&model, &simulation)
        .into_iter()
        .find(|row| row.metric == "hard_break_even")
        .unwrap();
    assert_eq!(row.infinite, FEW);
}

/// A point of the curve is what a run says in which the effects are fixed at that value.
#[test]
fn the_break_even_curve_is_a_run_with_that_effect() {
    let model = netwerkzorg();
    let simulation = run(&model, &model.base(), FEW);
    let curve = break_even_curve(&model, &simulation);
    assert!(
        curve.len() > 100 && curve.len().is_multiple_of(2),
        "two curves on one grid"
    );
    let effects = &model.break_even.as_ref().unwrap().inputs;
    for point in curve.iter().step_by(17) {
        let set = effects
            .iter()
            .map(|&index| (model.inputs[index].name.clone(), point.value))
            .collect();
        let selection = Selection {
            set,
            ..Selection::default()
        };
        let fixed = run(&model, &model.variant(&selection).unwrap(), FEW);
        let all = headline(&fixed);
        let found = if point.hard { all.hard } else { all.all }.p_break_even;
        assert_close(
            found.value,
            point.p_break_even.value,
            1e-12,
            &format!("{point:?}"),
        );
    }
}

/// A bar runs between quantiles of the prior with everything else at its mean.
#[test]
fn tornado_of_a_product() {
    let model = case("multiplicative");
    let result = tornado(&model, &model.base());
    assert_close(result.base[0], 150.0, 1e-12, "base");
    assert!(result.base[1].is_nan(), "no costs, no ratio");
    let names: Vec<&str> = result.bars.iter().map(|bar| bar.name.as_str()).collect();
    assert_eq!(names, ["a", "b", "c"], "widest first");
    for bar in &result.bars {
        let prior = prior(&model, &bar.name);
        for (end, p) in [(&bar.low, LOW), (&bar.high, HIGH)] {
            let quantile = prior.quantile(Probability::new(p));
            assert_eq!(end.value, Some(quantile));
            assert_close(
                end.outcomes[0],
                150.0 * quantile / prior.mean(),
                1e-12,
                &bar.name,
            );
        }
    }
}

/// Correlated inputs move together; those that correlate negatively with the first move the other way.
#[test]
fn tornado_of_a_block() {
    let ends = |written: &str| {
        let model = parse(written);
        let result = tornado(&model, &model.base());
        assert_eq!(result.bars.len(), 1);
        let bar = &result.bars[0];
        assert_eq!((bar.name.as_str(), bar.members.len()), ("both", 2));
        assert!(bar.low.value.is_none(), "the members differ");
        [bar.low.outcomes[0], bar.high.outcomes[0]]
    };
    let positive = text("tests/cases/ratio.toml");
    let negative = positive.replace("normal_score = 0.5", "normal_score = -0.5");
    let model = parse(&positive);
    let q = |name: &str, p| prior(&model, name).quantile(Probability::new(p));
    let net = |p, other| q("benefit", p) - q("cost", other);
    for (written, expected) in [
        (positive.clone(), [net(LOW, LOW), net(HIGH, HIGH)]),
        (negative, [net(LOW, HIGH), net(HIGH, LOW)]),
    ] {
        for (found, expected) in ends(&written).into_iter().zip(expected) {
            assert_close(found, expected, 1e-12, "end of the block");
        }
    }
    // Independent members are bars of their own.
    let model = parse(&positive.replace("normal_score = 0.5", "rank = 0"));
    assert_eq!(tornado(&model, &model.base()).bars.len(), 2);
    // With one member fixed the other moves alone, under its own name.
    let selection = Selection {
        set: vec![("cost".to_owned(), 241_582.0)],
        ..Selection::default()
    };
    let model = parse(&positive);
    let result = tornado(&model, &model.variant(&selection).unwrap());
    assert_eq!(result.bars.len(), 1);
    assert_eq!(result.bars[0].name, "benefit");
    assert_eq!(result.bars[0].low.value, Some(q("benefit", LOW)));
}

/// X/(X + Y) of gammas with shapes 2 and 3 is beta(2, 3): mean 0.4, distribution function x² (6 − 8x + 3x²).
#[test]
fn shares_of_stakeholders() {
    let (model, simulation) = run_case("shares");
    let rows = stakeholders(&model, &simulation);
    let [first, second, payer] = rows.as_slice() else {
        panic!("{}", rows.len())
    };
    assert_within(first.share.unwrap(), 0.4, "mean share");
    assert_within(second.share.unwrap(), 0.6, "mean share");
    let [median, low, high] = first.share_quantiles.unwrap();
    for (p, quantile) in [(0.5, median), (0.025, low), (0.975, high)] {
        let cdf = |x: f64| x * x * (6.0 - 8.0 * x + 3.0 * x * x);
        let (mut a, mut b) = (0.0, 1.0);
        for _ in 0..60 {
            let middle = 0.5 * (a + b);
            if cdf(middle) < p {
                a = middle;
            } else {
                b = middle;
            }
        }
        assert_within(quantile, a, &format!("{p} quantile of the share"));
    }
    assert_close(first.share_of_means.value, 0.4, 0.002, "share of the means");
    assert_within(first.benefits, 2.0, "benefits");
    assert_eq!((first.costs.value, first.p_net_benefit.value), (0.0, 1.0));
    assert_within(second.net_benefit, 0.0, "net benefit");
    let above = sroi::math::exp(-3.0) * (1.0 + 3.0 + 4.5);
    assert_within(second.p_net_benefit, above, "P(gamma(3) > 3)");
    assert_eq!(second.costs, Estimate::exact(3.0));
    assert_eq!((payer.benefits.value, payer.costs.value), (0.0, 1.0));
    assert!(payer.share.is_none() && payer.share_quantiles.is_none());
}

/// In draws whose benefits are not positive nobody has a share: they are left out and counted.
#[test]
fn shares_of_benefits_that_may_be_negative() {
    let written = text("tests/cases/shares.toml");
    let normal = written.replace(
        "prior.gamma = { shape = 2, scale = 1 }",
        "prior.normal = { mean = 2, sd = 3 }",
    );
    let model = parse(&normal);
    let (draws, simulation) = kept(&model);
    let (two, three) = (draws.column("two"), draws.column("three"));
    let shares: Vec<f64> = two
        .iter()
        .zip(three)
        .filter(|(x, y)| *x + *y > 0.0)
        .map(|(x, y)| x / (x + y))
        .collect();
    assert_eq!(simulation.nonpositive_benefits, FEW - shares.len() as u64);
    assert!(simulation.nonpositive_benefits > 100);
    let first = &stakeholders(&model, &simulation)[0];
    assert!(first.share.is_none());
    let found = first
        .share_quantiles
        .unwrap()
        .map(|estimate| estimate.value);
    for (p, found) in [0.5, 0.025, 0.975].into_iter().zip(found) {
        assert_close(
            found,
            numpy_quantile(&shares, p),
            1e-12,
            "quantile of the share",
        );
    }
}

/// Lines of a stakeholder add up, in every draw: their sums are bit for bit those of the totals.
#[test]
fn lines_add_up() {
    let (model, simulation) = run_case("shares");
    let [first, second] = ["two", "three"].map(|name| line(&model, &simulation, name).mean().value);
    let benefits = total(&simulation, Total::Benefits).mean().value;
    assert_close(first + second, benefits, 1e-12, "benefits");
    let hard = total(&simulation, Total::HardBenefits).mean();
    assert_eq!(hard, line(&model, &simulation, "two").mean());
    let metric = Metric::Stakeholder(0, sroi::plan::StakeholderMetric::Benefits);
    assert_eq!(simulation.output(metric).unwrap().mean(), hard);
}

/// Ten times the draws, the same memory: the peak of the process itself.
#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_draws() {
    let peak = |draws: &str| {
        let out = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("memory-{draws}"));
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_sroi"))
            .arg("run")
            .arg(crate::support::path("priors/netwerkzorg.toml"))
            .args([
                "--quiet",
                "--force",
                "--threads",
                "2",
                "--draws",
                draws,
                "--out",
            ])
            .arg(out)
            .spawn()
            .unwrap();
        let status = format!("/proc/{}/status", child.id());
        let mut peak = 0;
        while child.try_wait().unwrap().is_none() {
            let status = std::fs::read_to_string(&status).unwrap_or_default();
            let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let size = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
            peak = peak.max(size.unwrap_or(0_u64));
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        peak
    };
    // A further 3.6 million draws of some 80 columns would be 2.3 GB.
    let (few, many) = (peak("400000"), peak("4000000"));
    assert!(few > 0 && many < few + 32_768, "{few} kB and {many} kB");
}
