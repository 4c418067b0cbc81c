//! Runs in designs, runs that are extended, and runs that end when they are precise enough.

use sroi::analysis::{Goal, GoalError};
use sroi::model::{Model, Total};
use sroi::plan::{Plan, Ratio, compile};
use sroi::sim::{
    BLOCK_DRAWS, Nowhere, Observer, Settings, Silent, Simulation, SimulationError, simulate,
    simulate_with,
};
use sroi::stats::{Estimate, Moments};
use sroi::stream::Design;

use crate::support::{case, draws_of, netwerkzorg, parse, text};

fn base(model: &Model) -> Plan {
    compile(model, &model.base())
}

fn designed(design: Design, draws: u64, seed: u64) -> Settings {
    Settings::random(draws, seed, 2).designed(design)
}

fn everything(simulation: &Simulation) -> String {
    format!("{simulation:?}")
}

/// Reads an estimate off a run.
type Quantity = fn(&Simulation) -> Estimate;

/// Headline quantities: means, a spread, tails, a probability and a ratio.
const QUANTITIES: [(&str, Quantity); 8] = [
    ("mean of B/C", |s| total(s, Total::Roi).mean()),
    ("sd of B/C", |s| total(s, Total::Roi).sd()),
    ("2.5 % of B/C", |s| total(s, Total::Roi).quantile(0.025)),
    ("median of B/C", |s| total(s, Total::Roi).quantile(0.5)),
    ("97.5 % of B/C", |s| total(s, Total::Roi).quantile(0.975)),
    ("P(B > C)", |s| total(s, Total::NetBenefit).exceedance(0.0)),
    ("mean of B − C", |s| total(s, Total::NetBenefit).mean()),
    ("E[B]/E[C]", |s| s.ratio_of_means(Ratio::Roi).unwrap()),
];

fn total(simulation: &Simulation, total: Total) -> &sroi::sim::OutputSummary {
    simulation.total(total).unwrap()
}

/// Over repetitions with other seeds, estimates in designs scatter as much as their standard errors say, and around the same
/// values as random draws.
///
/// With 15 degrees of freedom the mean of 150 squared standard errors is known to 3 %, the variance of 150 estimates to
/// 12 % (to 20 % for means whose replicates are not normal): a ratio below 0.4 or above 2.2 is beyond five standard
/// deviations. 16 means are compared at 5 standard errors: false alarm below 1e-5.
#[test]
fn standard_errors_of_designs_are_honest() {
    let model = parse(&text("tests/cases/ratio.toml"));
    let plan = base(&model);
    let reference = simulate(&plan, Settings::random(1 << 22, 77, 2), &Silent).unwrap();
    for (design, draws) in [(Design::LatinHypercube, 16_000), (Design::Sobol, 16_384)] {
        let mut values = [const { Vec::new() }; QUANTITIES.len()];
        let mut squares = [const { Vec::new() }; QUANTITIES.len()];
        for seed in 1..=150 {
            let simulation = simulate(&plan, designed(design, draws, seed), &Silent).unwrap();
            for (i, (_, quantity)) in QUANTITIES.iter().enumerate() {
                let estimate = quantity(&simulation);
                values[i].push(estimate.value);
                squares[i].push(estimate.standard_error * estimate.standard_error);
            }
        }
        for (i, (name, quantity)) in QUANTITIES.iter().enumerate() {
            let (mut spread, mut said) = (Moments::new(), Moments::new());
            spread.update(&values[i]);
            said.update(&squares[i]);
            let ratio = said.mean().value / spread.variance().value;
            assert!((0.4..2.2).contains(&ratio), "{design}, {name}: {ratio}");
            let (mean, truth) = (spread.mean(), quantity(&reference));
            let error = mean.standard_error.hypot(truth.standard_error);
            // Quantiles of finite samples are biased by about a rank.
            let bias = 3e-4 * truth.value.abs();
            let off = (mean.value - truth.value).abs();
            assert!(
                off < 5.0 * error + bias,
                "{design}, {name}: {mean:?} {truth:?}"
            );
        }
    }
}

/// What designs are for: on a smooth case the error of a mean is far smaller than that of random draws.
#[test]
fn designs_need_fewer_draws() {
    let plan = base(&netwerkzorg());
    let error = |design| {
        let simulation = simulate(&plan, designed(design, 1 << 17, 1), &Silent).unwrap();
        total(&simulation, Total::Benefits).mean().standard_error
    };
    let random = error(Design::Random);
    assert!(error(Design::LatinHypercube) < 0.6 * random);
    assert!(error(Design::Sobol) < 0.1 * random);
}

#[test]
fn designs_are_equal_on_any_number_of_threads() {
    let plan = base(&netwerkzorg());
    for (design, draws) in [
        (Design::LatinHypercube, 32),
        (Design::LatinHypercube, 50_000),
        (Design::LatinHypercube, 160_000),
        (Design::Sobol, 16_384),
        (Design::Sobol, 163_840),
    ] {
        let run = |threads| {
            let settings = Settings {
                threads,
                ..designed(design, draws, 5)
            };
            everything(&simulate(&plan, settings, &Silent).unwrap())
        };
        let one = run(1);
        assert!(one == run(2) && one == run(7), "{design}, {draws} draws");
    }
}

/// The first draws of a longer run are the draws of the shorter one.
#[test]
fn runs_begin_alike() {
    let model = netwerkzorg();
    for (design, [short, long]) in [
        (Design::Random, [10_001, 30_000]),
        (Design::Sobol, [16_384, 49_152]),
    ] {
        let run = |draws| draws_of(&model, &model.base(), designed(design, draws, 3), &Silent).0;
        let (short, long) = (run(short), run(long));
        for name in &short.names {
            let (short, long) = (short.bits(name).unwrap(), long.bits(name).unwrap());
            assert!(short == long[..short.len()], "{design}, {name}");
        }
    }
}

/// A run that goes on gives what one long run gives, bit for bit, also where it grows beyond what is kept.
#[test]
fn extended_runs_equal_long_ones() {
    let plan = base(&netwerkzorg());
    for design in [Design::Random, Design::Sobol] {
        let stages = [16_384, 98_304, 180_224];
        let mut next = stages.into_iter().skip(1);
        let mut go_on = |_: &Simulation| next.next();
        let settings = designed(design, stages[0], 9);
        let extended = simulate_with(&plan, settings, &Silent, &Nowhere, Some(&mut go_on)).unwrap();
        let long = simulate(&plan, designed(design, stages[2], 9), &Silent).unwrap();
        assert!(everything(&extended) == everything(&long), "{design}");
    }
}

#[test]
fn a_latin_hypercube_is_not_extended() {
    let plan = base(&case("pert"));
    let mut asked = 0;
    let mut go_on = |_: &Simulation| {
        asked += 1;
        Some(32_768)
    };
    let settings = designed(Design::LatinHypercube, 16_384, 1);
    let run = simulate_with(&plan, settings, &Silent, &Nowhere, Some(&mut go_on)).unwrap();
    assert_eq!((run.draws, asked), (16_384, 0));
}

#[test]
fn designs_refuse_what_they_cannot_have() {
    let plan = base(&netwerkzorg());
    for (settings, expected) in [
        (
            designed(Design::Sobol, 100_000, 1),
            "design `sobol` with 16 replicates takes a multiple of 16384 draws, not 100000; take 98304 or 114688",
        ),
        (
            designed(Design::LatinHypercube, 16, 1),
            "a Latin hypercube needs 2 points at least: 16 draws make 16 replicates of one point",
        ),
        (
            Settings {
                replicates: 1,
                ..designed(Design::Sobol, 16_384, 1)
            },
            "design `sobol` needs 2 to 1024 replicates, not 1: their spread gives the standard error",
        ),
    ] {
        let error = simulate(&plan, settings, &Silent).unwrap_err();
        assert!(matches!(error, SimulationError::Design(_)));
        assert_eq!(error.to_string(), expected);
    }
}

/// Draws until the goal is reached, and what is then known.
fn until(model: &Model, design: Design, goal: &str, limit: u64) -> (Simulation, f64, f64) {
    let goal = Goal::parse(goal, model).unwrap();
    let mut next = |simulation: &Simulation| goal.next(model, simulation, limit);
    let settings = designed(design, 32_768, 1);
    let plan = base(model);
    let run = simulate_with(&plan, settings, &Silent, &Nowhere, Some(&mut next)).unwrap();
    let precision = goal.precision(model, &run).unwrap();
    (run, precision.half_width, precision.tolerance)
}

#[test]
fn goals_are_reached_and_no_more() {
    let model = netwerkzorg();
    for (design, goal) in [
        (Design::Random, "p_break_even ± 0.002"),
        (Design::Random, "roi.q975 ± 0.4%"),
        (Design::Random, "lines.client_wellbeing.mean +- 500"),
        (Design::Sobol, "ratio_of_means ± 0.01 %"),
        (Design::Sobol, "break_even.q50 +/- 0.00015"),
    ] {
        let (run, half_width, tolerance) = until(&model, design, goal, 10_000_000);
        assert!(half_width <= tolerance, "{goal}: {half_width} {tolerance}");
        assert!(run.draws.is_multiple_of(BLOCK_DRAWS));
        assert_eq!(run.draws, run.requested);
        // Not many more draws than needed: errors of quantiles are rough, and a Sobol' run doubles.
        let waste = if design == Design::Random { 0.6 } else { 0.2 };
        assert!(
            half_width > waste * tolerance || run.draws == 32_768,
            "{goal}: {half_width}"
        );
    }
}

#[test]
fn goals_end_at_the_limit() {
    let model = netwerkzorg();
    let (run, half_width, tolerance) =
        until(&model, Design::Random, "p_break_even ± 1e-6", 100_000);
    assert_eq!(run.draws, 100_000);
    assert!(half_width > tolerance);
    let (run, ..) = until(&model, Design::Sobol, "p_break_even ± 1e-6", 100_000);
    assert_eq!(run.draws, 65_536);
}

#[test]
fn goals_are_refused_with_reasons() {
    let model = netwerkzorg();
    let refusal = |text: &str| Goal::parse(text, &model).unwrap_err();
    assert!(matches!(refusal("p_break_even"), GoalError::Form(_)));
    for text in [
        "p_break_even ± 0",
        "p_break_even ± -1",
        "p_break_even ± x",
        "roi.mean ± inf",
        "roi.mean ± %",
    ] {
        assert!(matches!(refusal(text), GoalError::Tolerance(_)), "{text}");
    }
    for text in [
        "roi ± 1",
        "roi.skewness ± 1",
        "lines.nobody.mean ± 1",
        "draws ± 1",
        "tornado.mean ± 1",
        " ± 1",
    ] {
        assert!(matches!(refusal(text), GoalError::Unknown { .. }), "{text}");
    }
    let message = refusal("median ± 1").to_string();
    assert!(
        message.starts_with(
            "`median` is not a result with a Monte Carlo error; there are p_break_even"
        )
    );
}

/// Constants have no Monte Carlo error; ratios over costs that are not positive have no value.
#[test]
fn goals_without_an_error_are_refused() {
    let precision = |name: &str, goal: &str| {
        let model = case(name);
        let run = simulate(&base(&model), Settings::random(10_000, 1, 1), &Silent).unwrap();
        Goal::parse(goal, &model).unwrap().precision(&model, &run)
    };
    let exact = precision("pert", "costs.mean ± 1").unwrap_err();
    assert_eq!(
        exact.to_string(),
        "`costs.mean` has no Monte Carlo error: repetitions of the run would give the same"
    );
    let undefined = precision("negative_costs", "roi.mean ± 1").unwrap_err();
    assert_eq!(
        undefined.to_string(),
        "`roi.mean` has no Monte Carlo error in this case: it is not defined in every draw"
    );
}

/// Stops a run once so many draws are done.
struct StopAfter(u64, std::sync::atomic::AtomicU64);

impl Observer for StopAfter {
    fn advance(&self, draws: u64) {
        self.1
            .fetch_add(draws, std::sync::atomic::Ordering::Relaxed);
    }

    fn stopped(&self) -> bool {
        self.1.load(std::sync::atomic::Ordering::Relaxed) >= self.0
    }
}

/// A run that is stopped ends where all replicates have the same draws, and is the run of that length; a Latin hypercube
/// cannot end early.
#[test]
fn stopped_designs_are_whole_or_nothing() {
    let plan = base(&netwerkzorg());
    for (replicates, threads) in [(16, 1), (16, 2), (12, 2), (5, 1)] {
        let settings = |draws| Settings {
            replicates,
            threads,
            ..designed(Design::Sobol, draws, 4)
        };
        let step = u64::from(replicates) * 1024;
        let stop = StopAfter(50_000, 0.into());
        let stopped = simulate(&plan, settings(40 * step), &stop).unwrap();
        assert!(stopped.draws.is_multiple_of(step) && stopped.draws < 40 * step);
        let whole = simulate(&plan, settings(stopped.draws), &Silent).unwrap();
        let mean = |run: &Simulation| total(run, Total::Benefits).mean();
        assert_eq!(mean(&stopped), mean(&whole));
    }
    let stop = StopAfter(50_000, 0.into());
    let error = simulate(&plan, designed(Design::LatinHypercube, 1 << 20, 4), &stop).unwrap_err();
    assert_eq!(
        error.to_string(),
        "stopped: a Latin hypercube that is cut short is none"
    );
}

/// Skewed and rare: what equal bins got wrong by factors. Loose bounds, as above, for 100 seeds.
#[test]
fn errors_of_skewed_metrics_are_honest() {
    let text = text("tests/cases/ratio.toml");
    let skewed = text
        .replace("cv = 0.5", "cv = 8")
        .replace("cv = 0.2", "cv = 4");
    let model = parse(&skewed);
    let plan = base(&model);
    let mut values = [const { Vec::new() }; 2];
    let mut squares = [const { Vec::new() }; 2];
    for seed in 1..=100 {
        let run = simulate(
            &plan,
            designed(Design::LatinHypercube, 8_000, seed),
            &Silent,
        )
        .unwrap();
        let roi = total(&run, Total::Roi);
        for (i, estimate) in [roi.quantile(0.25), roi.cdf(3.0)].into_iter().enumerate() {
            values[i].push(estimate.value);
            squares[i].push(estimate.standard_error * estimate.standard_error);
        }
    }
    for (values, squares) in values.iter().zip(&squares) {
        let (mut spread, mut said) = (Moments::new(), Moments::new());
        spread.update(values);
        said.update(squares);
        let ratio = said.mean().value / spread.variance().value;
        assert!((0.4..2.2).contains(&ratio), "{ratio}");
    }
}
