//! What a run says of its own precision: running estimates, acceptability, EVPI.

use sroi::analysis::{acceptability_curve, convergence, headline};
use sroi::model::{Euros, Total};
use sroi::plan::compile;
use sroi::sim::{BLOCK_DRAWS, RunningPoint, Settings, Silent, simulate};
use sroi::stream::Design;

use crate::support::{MANY, assert_within, case, netwerkzorg, run, run_case, scenario, settings};

/// The last point is the run; earlier ones are the runs with so many draws.
#[test]
fn running_estimates_are_those_of_shorter_runs() {
    let model = netwerkzorg();
    let variant = model.base();
    let long = run(&model, &variant, 5 * BLOCK_DRAWS + 100);
    let draws: Vec<u64> = long.running.iter().map(|point| point.draws).collect();
    let blocks: Vec<u64> = (1..=5).map(|block| block * BLOCK_DRAWS).collect();
    assert_eq!(draws[..5], blocks);
    assert_eq!(draws[5..], [long.draws]);
    for place in [1, 5] {
        let point = &long.running[place];
        let short = headline(&run(&model, &variant, point.draws));
        for (euros, balance) in [&short.all, &short.hard].into_iter().enumerate() {
            assert_eq!(point.net_benefit[euros], balance.net_benefit);
            assert_eq!(Some(point.ratio_of_means[euros]), balance.ratio_of_means);
            assert_eq!(point.p_break_even[euros], balance.p_break_even);
        }
    }
}

/// However long a run, the points are at most 128, evenly spaced, and the same on any number of threads.
#[test]
fn points_stay_few() {
    let model = case("multiplicative");
    let plan = compile(&model, &model.base());
    let on = |threads| {
        let settings = Settings::random(300 * BLOCK_DRAWS, 1, threads);
        // Without costs there is no ratio, and what is not a number is not equal to itself.
        let running = simulate(&plan, settings, &Silent).unwrap().running;
        let of = |point: &RunningPoint| (point.draws, point.net_benefit, point.p_break_even);
        running.iter().map(of).collect::<Vec<_>>()
    };
    let points = on(2);
    assert!(points == on(1), "running estimates depend on the threads");
    assert!((64..=128).contains(&points.len()), "{}", points.len());
    let steps: Vec<u64> = points
        .windows(2)
        .map(|pair| pair[1].0 - pair[0].0)
        .collect();
    assert!(steps.windows(2).all(|pair| pair[0] == pair[1]), "{steps:?}");
}

/// Sobol' points are compared when all replicates have the same draws; a Latin hypercube is none before its end.
#[test]
fn designs_run_on_as_they_may() {
    let model = netwerkzorg();
    let plan = compile(&model, &model.base());
    let of = |design| {
        let settings = settings(4 * 16_384, 1).designed(design);
        simulate(&plan, settings, &Silent).unwrap()
    };
    let sobol = of(Design::Sobol);
    let draws: Vec<u64> = sobol.running.iter().map(|point| point.draws).collect();
    assert_eq!(draws, [16_384, 32_768, 49_152, 65_536]);
    let last = sobol.running.last().unwrap();
    assert_eq!(
        last.net_benefit[0],
        sobol.total(Total::NetBenefit).unwrap().mean()
    );
    assert!(of(Design::LatinHypercube).running.is_empty());
}

/// V5: EVPI 15,921.35, in every design.
#[test]
fn evpi_of_a_run() {
    let (_, simulation) = run_case("linear_gaussian");
    assert_within(simulation.evpi[0].unwrap(), 15_921.348_937, "EVPI");
    let model = case("linear_gaussian");
    let plan = compile(&model, &model.base());
    for design in [Design::LatinHypercube, Design::Sobol] {
        let simulation = simulate(&plan, settings(131_072, 2).designed(design), &Silent).unwrap();
        assert_within(simulation.evpi[0].unwrap(), 15_921.348_937, design.name());
    }
    assert_eq!(simulation.draws, MANY);
}

/// Where no draw shows a loss, the error of EVPI is not known: it is not 0.
#[test]
fn no_loss_is_no_certainty() {
    let (_, simulation) = run_case("multiplicative");
    let evpi = simulation.evpi[0].unwrap();
    assert!(evpi.value == 0.0 || evpi.standard_error > 0.0);
    let model = case("sobol_g");
    let simulation = run(&model, &model.base(), 2_000);
    let evpi = simulation.evpi[0].unwrap();
    assert!(
        evpi.value == 0.0 && evpi.standard_error.is_nan(),
        "{evpi:?}"
    );
}

/// At a threshold of 1 the curve is the probability of break-even; it falls, and begins at 1 where benefits are positive.
#[test]
fn acceptability_of_one_is_break_even() {
    let model = netwerkzorg();
    let simulation = run(&model, &scenario(&model, "effects_independent"), 20_000);
    let headline = headline(&simulation);
    let curve = acceptability_curve(&simulation);
    for (euros, balance) in [(Euros::All, &headline.all), (Euros::Hard, &headline.hard)] {
        let own: Vec<_> = curve.iter().filter(|point| point.euros == euros).collect();
        let at_one = own
            .iter()
            .find(|point| (point.threshold - 1.0).abs() < 1e-9)
            .unwrap();
        assert!((at_one.p.value - balance.p_break_even.value).abs() < 1e-12);
        assert!(
            own.windows(2)
                .all(|pair| pair[0].p.value >= pair[1].p.value)
        );
        assert!(own.last().unwrap().p.value < 0.01);
    }
    // No curve without ratios.
    let model = case("negative_costs");
    let simulation = run(&model, &model.base(), 20_000);
    assert!(acceptability_curve(&simulation).is_empty());
    assert!(
        convergence(&simulation)
            .iter()
            .all(|point| !point.metric.ends_with("ratio_of_means"))
    );
}
