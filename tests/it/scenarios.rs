//! Scenarios and alternatives beside each other: rows against runs of their own, differences against closed forms, who wins
//! where choices differ, and the command.

use sroi::analysis::{
    ScenarioRow, Shift, SummaryRow, largest_change, scenarios as rows_of, summary,
};
use sroi::model::{Departure, Family, Model, Overruled, Selection, Uncertainty, Variant};
use sroi::plan::{Plan, compile, compile_family};
use sroi::sim::{Settings, Silent, Simulation, simulate};
use sroi::stats::{Estimate, PairedRatios};
use sroi::stream::Design;
use sroi::text::Lang;
use statrs::distribution::{ContinuousCDF, Normal};

use crate::program::{Folder, SMALL, run};
use crate::support::{assert_close, assert_within, case, draws, fix_others, netwerkzorg, parse};

fn selection(scenario: Option<&str>, switches: &[(&str, &str)]) -> Selection {
    let pair = |(switch, alternative): &(&str, &str)| (switch.to_string(), alternative.to_string());
    Selection {
        scenario: scenario.map(str::to_owned),
        switches: switches.iter().map(pair).collect(),
        ..Selection::default()
    }
}

fn plan_of(model: &Model, family: &Family) -> Plan {
    let others: Vec<Variant> = family.others.iter().map(|(_, v)| v.clone()).collect();
    compile_family(model, &family.base, &others)
}

/// All rows of a comparison.
fn compared(model: &Model, family: &Family, settings: Settings) -> (Vec<ScenarioRow>, Simulation) {
    let simulation = simulate(&plan_of(model, family), settings, &Silent).unwrap();
    (rows_of(model, family, &simulation), simulation)
}

/// The row of a scenario or alternative.
#[track_caller]
fn row<'a>(model: &Model, rows: &'a [ScenarioRow], name: &str) -> &'a ScenarioRow {
    let is = |row: &&ScenarioRow| match row.departure {
        None => name == "base",
        Some(Departure::Scenario(index)) => model.scenarios[index].name == name,
        Some(Departure::Alternative {
            switch,
            alternative,
        }) => {
            let switch = &model.switches[switch];
            name == format!("{}={}", switch.name, switch.alternatives[alternative].name)
        }
    };
    rows.iter().find(is).unwrap()
}

// ── Rows against runs ────────────────────────────────────────────────────────────────────────────────

fn assert_like(row: Option<Estimate>, run: Option<Estimate>, relative: f64, what: &str) {
    let (Some(row), Some(run)) = (row, run) else {
        assert!(row.is_none() && run.is_none(), "{what}: {row:?}, {run:?}");
        return;
    };
    assert_eq!(
        row.value.to_bits(),
        run.value.to_bits(),
        "{what}: {row:?}, {run:?}"
    );
    assert_close(row.standard_error, run.standard_error, relative, what);
}

/// Every row equals the run of that variant alone.
fn assert_rows_are_runs(model: &Model, settings: Settings, exact: bool) {
    let family = model.family(&Selection::default()).unwrap();
    let (rows, _) = compared(model, &family, settings);
    let variants = family.others.iter().map(|(_, variant)| variant);
    let variants: Vec<&Variant> = std::iter::once(&family.base).chain(variants).collect();
    assert_eq!(rows.len(), variants.len());
    let relative = if exact { 0.0 } else { 1e-9 };
    for (place, (row, variant)) in rows.iter().zip(variants).enumerate() {
        let alone = simulate(&compile(model, variant), settings, &Silent).unwrap();
        let all = summary(model, &alone);
        let find = |metric: String| all.iter().find(|found| found.metric == metric);
        let mean = |metric: String| find(metric).map(|row: &SummaryRow| row.mean);
        let quantile = |metric: &str, i: usize| {
            find(metric.to_owned()).map(|row| row.spread.as_ref().unwrap().quantiles[i])
        };
        let what = |metric: &str| format!("row {place}: {metric}");
        assert_like(
            Some(row.costs),
            mean("costs".to_owned()),
            0.0,
            &what("costs"),
        );
        assert_eq!(row.nonpositive_costs, alone.nonpositive_costs);
        for (balance, euros) in row.counted.iter().zip(["", "hard_"]) {
            let named = |metric: &str| format!("{euros}{metric}");
            for (metric, estimate) in [
                ("benefits", Some(balance.benefits)),
                ("net_benefit", Some(balance.net_benefit)),
                ("ratio_of_means", balance.ratio_of_means),
                ("p_break_even", Some(balance.p_break_even)),
            ] {
                let tolerance = if metric == "p_break_even" {
                    relative
                } else {
                    0.0
                };
                assert_like(
                    estimate,
                    mean(named(metric)),
                    tolerance,
                    &what(&named(metric)),
                );
            }
            for (i, p) in [(0, 0), (1, 3), (2, 6)] {
                let roi = named("roi");
                let of_row = balance.roi_quantiles.map(|quantiles| quantiles[i]);
                assert_like(of_row, quantile(&roi, p), 0.0, &what(&roi));
            }
        }
    }
}

/// Kept values and a sketch, other correlations, fixed members, other priors, shares of a whole.
#[test]
fn every_row_is_the_run_of_its_variant() {
    let small = case("family");
    for settings in [
        Settings::random(20_000, 3, 2),
        Settings::random(150_000, 3, 2),
    ] {
        assert_rows_are_runs(&small, settings, true);
    }
    assert_rows_are_runs(&netwerkzorg(), Settings::random(20_000, 1, 2), true);
    // The spread of a share over replicates is summed up in another order.
    for design in [Design::LatinHypercube, Design::Sobol] {
        let settings = Settings::random(32_768, 3, 2).designed(design);
        assert_rows_are_runs(&small, settings, false);
    }
}

/// What several variants draw alike is drawn once.
#[test]
fn common_draws_are_common_columns() {
    let model = case("family");
    let family = model.family(&Selection::default()).unwrap();
    let plan = plan_of(&model, &family);
    let ways = |name: &str| {
        let all = plan.registers().into_iter();
        all.filter(|(input, _)| model.inputs[*input].name == name)
            .count()
    };
    // `a` is the first of its correlation, so its draws are the same under any: `b` and `c` follow the matrix.
    let found = ["a", "b", "c", "cost", "other_cost", "some", "none"].map(ways);
    assert_eq!(found, [1, 4, 3, 1, 1, 2, 2]);
    assert_eq!(
        plan.copulas.len(),
        1,
        "the uniforms of a correlation are drawn once"
    );
    let alone = compile(&model, &family.base);
    assert!(plan.program.len() < alone.program.len() * family.others.len() / 2);
}

#[test]
fn results_do_not_depend_on_threads() {
    let model = case("family");
    let family = model.family(&Selection::default()).unwrap();
    let plan = plan_of(&model, &family);
    let of = |threads| {
        let simulation = simulate(&plan, Settings::random(140_000, 5, threads), &Silent);
        format!("{:?}", simulation.unwrap())
    };
    let one = of(1);
    assert!(one == of(2) && one == of(7));
}

// ── Differences ──────────────────────────────────────────────────────────────────────────────────────

/// Benefits N(100, 10), or 1.1 times that; costs 80.
const LINEAR: &str = r#"
[case]
name = "linear"
per = "year"
[stakeholders.town]
[inputs.gain]
unit = "EUR/year"
point = 100
prior.normal = { mean = 100, sd = 10 }
[inputs.factor]
unit = "1"
point = 1
kind = "structure"
[inputs.unrelated]
unit = "EUR/year"
point = 0
kind = "price"
[inputs.effort]
unit = "EUR/year"
point = 80
kind = "price"
[lines.gain]
side = "benefit"
amount = "gain * factor + unrelated"
to = "town"
euro = "hard"
[lines.effort]
side = "cost"
amount = "effort"
to = "town"
euro = "hard"
[scenarios.more]
set = { factor = 1.1 }
[scenarios.shifted]
set = { unrelated = 5 }
[scenarios.same]
[scenarios.doubled]
set = { factor = 2, effort = 160 }
"#;

/// Net benefits differ by 0.1·gain ~ N(10, 1), so standard errors are known: 1/√n, a fifteenth of the unpaired √(11² + 10²)/√n.
/// False alarms: estimates within four standard errors, 6e-5 each; an estimated one is 0.22 % off (sd), five of which are allowed.
#[test]
fn paired_errors_of_a_linear_normal_case() {
    const N: u64 = 100_000;
    let model = parse(LINEAR);
    let family = model.family(&Selection::default()).unwrap();
    let (rows, _) = compared(&model, &family, Settings::random(N, 1, 2));
    let n = (N as f64).sqrt();
    let more = &row(&model, &rows, "more").counted[0];
    let difference = more.difference.unwrap();
    assert_within(difference.net_benefit, 10.0, "net benefit");
    assert_close(
        difference.net_benefit.standard_error,
        1.0 / n,
        0.012,
        "its error",
    );
    let ratio = difference.ratio.unwrap();
    assert_within(ratio, 10.0 / 80.0, "ratio");
    assert_close(ratio.standard_error, 1.0 / 80.0 / n, 0.012, "its error");
    let base = &rows[0].counted[0];
    let unpaired = more
        .net_benefit
        .standard_error
        .hypot(base.net_benefit.standard_error);
    assert_close(unpaired, 221_f64.sqrt() / n, 0.012, "unpaired");
    // The base breaks even above a gain of 80, this above 80/1.1: draws in between change.
    let cdf = |x: f64| Normal::new(100.0, 10.0).unwrap().cdf(x);
    let p = cdf(80.0) - cdf(80.0 / 1.1);
    assert_within(difference.p_break_even, p, "probability");
    let error = (p * (1.0 - p)).sqrt() / n;
    assert_close(
        difference.p_break_even.standard_error,
        error,
        0.06,
        "its error",
    );
    for (name, expected) in [
        ("more", Shift::Clear),
        ("shifted", Shift::Clear),
        ("same", Shift::None),
    ] {
        let difference = row(&model, &rows, name).counted[0].difference.unwrap();
        assert_eq!(Shift::of(difference.net_benefit, 1.96), expected, "{name}");
        assert_eq!(
            Shift::of(difference.ratio.unwrap(), 1.96),
            expected,
            "{name}"
        );
        assert_eq!(Shift::of(difference.p_break_even, 1.96), expected, "{name}");
    }
    // Five euros more in every draw have no error; doubling everything leaves the ratio, and its sign in all draws so far.
    let shifted = row(&model, &rows, "shifted").counted[0].difference.unwrap();
    assert_close(shifted.net_benefit.value, 5.0, 1e-12, "shifted");
    assert!(shifted.net_benefit.standard_error < 1e-12);
    let doubled = row(&model, &rows, "doubled").counted[0].difference.unwrap();
    assert_eq!(Shift::of(doubled.ratio.unwrap(), 1.96), Shift::None);
    assert_eq!(Shift::of(doubled.p_break_even, 1.96), Shift::Unclear);
    assert_eq!(Shift::of(doubled.net_benefit, 1.96), Shift::Clear);
    let largest = largest_change(&rows, |_| true).unwrap();
    assert_eq!(largest.departure, row(&model, &rows, "more").departure);
    assert!(largest_change(&rows, |d| matches!(d, Departure::Alternative { .. })).is_none());
}

/// A difference that is smaller than its error is not told from zero.
#[test]
fn a_difference_within_its_error_is_unclear() {
    assert_eq!(Shift::of(Estimate::new(-0.19, 0.1), 1.96), Shift::Unclear);
    assert_eq!(Shift::of(Estimate::new(-0.20, 0.1), 1.96), Shift::Clear);
    assert_eq!(Shift::of(Estimate::new(0.0, 0.1), 1.96), Shift::Unclear);
    assert_eq!(Shift::of(Estimate::exact(0.0), 1.96), Shift::None);
    assert_eq!(Shift::of(Estimate::exact(1e-9), 1.96), Shift::Clear);
}

/// A probability that goes from all draws to none has an error of one draw, not none.
#[test]
fn certain_changes_have_the_error_of_one_draw() {
    let text = LINEAR.replace(
        "[scenarios.same]",
        "[scenarios.costly]\nset = { effort = 1000 }",
    );
    let model = parse(&text.replace("point = 80\n", "point = 20\n"));
    let family = model.family(&Selection::default()).unwrap();
    let (rows, _) = compared(&model, &family, Settings::random(10_000, 1, 1));
    let difference = row(&model, &rows, "costly").counted[0].difference.unwrap();
    assert_eq!(difference.p_break_even, Estimate::new(-1.0, 1e-4));
}

/// Ratio differences with random benefits and costs that both change, over 400 seeds: 95 % intervals cover the truth, and
/// squared deviations in units of the error are 1 on average. False alarms: covering is binomial, sd 0.011, and the mean of
/// squares has sd 0.07; five of each are allowed, 6e-7. Latin hypercubes with 15 degrees of freedom: 15/13 in place of 1.
#[test]
fn errors_of_ratio_differences_are_honest() {
    const SEEDS: u64 = 400;
    let model = case("family");
    let family = model
        .family(&selection(None, &[("factor", "more")]))
        .unwrap();
    let plan = plan_of(&model, &family);
    // Benefits (10 + 20 + 5) · factor + 0.6 · 10, costs 30 or 28 or 29; fixed `a` has 11 in place of 10.
    let base = (35.0 * 1.1 + 6.0) / 30.0;
    let truths = [
        ("costs=other", (35.0 * 1.1 + 6.0) / 28.0 - base),
        ("costs=both", (35.0 * 1.1 + 6.0) / 29.0 - base),
        ("first_fixed", (36.0 * 1.1 + 6.0) / 30.0 - base),
        ("factor=one", (35.0 + 6.0) / 30.0 - base),
    ];
    for (design, squared, nominal) in [
        (Design::Random, 1.0, 0.95),
        (Design::LatinHypercube, 15.0 / 13.0, 0.931),
    ] {
        let mut squares = [0.0; 4];
        let mut covered = [0.0; 4];
        for seed in 0..SEEDS {
            let settings = Settings::random(2_048, seed, 1).designed(design);
            let simulation = simulate(&plan, settings, &Silent).unwrap();
            let rows = rows_of(&model, &family, &simulation);
            for (place, (name, truth)) in truths.iter().enumerate() {
                let row = row(&model, &rows, name);
                let found = row.counted[0].difference.unwrap().ratio.unwrap();
                let z = (found.value - truth) / found.standard_error;
                squares[place] += z * z / SEEDS as f64;
                covered[place] += f64::from(u8::from(z.abs() < 1.96)) / SEEDS as f64;
            }
        }
        for (place, (name, _)) in truths.iter().enumerate() {
            let what = format!("{name}, {design}: {} {}", squares[place], covered[place]);
            assert!((squares[place] / squared - 1.0).abs() < 0.4, "{what}");
            assert!((covered[place] - nominal).abs() < 0.06, "{what}");
        }
    }
}

/// Against the definition, and merged in parts.
#[test]
fn paired_ratios_are_those_of_the_definition() {
    let n = 3_000;
    let of = |f: fn(f64) -> f64| -> Vec<f64> { (0..n).map(|i| f(f64::from(i))).collect() };
    let x0 = of(|i| 3.0 + (i * 0.7).sin());
    let y0 = of(|i| 2.0 + 0.5 * (i * 1.3).cos());
    let x = of(|i| 4.0 + (i * 0.7).sin() + 0.3 * (i * 2.1).sin());
    let y = of(|i| 2.5 + 0.5 * (i * 1.3).cos());
    let minus =
        |a: &[f64], b: &[f64]| -> Vec<f64> { a.iter().zip(b).map(|(a, b)| a - b).collect() };
    let (more_x, more_y) = (minus(&x, &x0), minus(&y, &y0));
    let mut whole = PairedRatios::new();
    whole.update([&more_x, &more_y, &x0, &y0]);
    let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
    let (r, r0) = (mean(&x) / mean(&y), mean(&x0) / mean(&y0));
    let residuals: Vec<f64> = (0..x.len())
        .map(|i| (x[i] - r * y[i]) / mean(&y) - (x0[i] - r0 * y0[i]) / mean(&y0))
        .collect();
    let squares: f64 = residuals.iter().map(|e| e * e).sum();
    let count = f64::from(n);
    let difference = whole.difference();
    assert_close(difference.value, r - r0, 1e-12, "difference");
    assert_close(
        difference.standard_error,
        (squares / (count - 1.0) / count).sqrt(),
        1e-9,
        "error",
    );
    let mut merged = PairedRatios::new();
    for (start, end) in [(0, 0), (0, 1), (1, 1_500), (1_500, 3_000)] {
        let mut part = PairedRatios::new();
        part.update([
            &more_x[start..end],
            &more_y[start..end],
            &x0[start..end],
            &y0[start..end],
        ]);
        merged.merge(&part);
    }
    assert_close(merged.difference().value, difference.value, 1e-12, "merged");
    assert_close(
        merged.difference().standard_error,
        difference.standard_error,
        1e-9,
        "merged",
    );
    // The same ratio twice.
    let zero = vec![0.0; x.len()];
    let mut same = PairedRatios::new();
    same.update([&zero, &zero, &x0, &y0]);
    assert_eq!(same.difference(), Estimate::exact(0.0));
    assert!(PairedRatios::new().difference().value.is_nan());
}

// ── netwerkzorg ──────────────────────────────────────────────────────────────────────────────────────

/// Methods, section 1.3: the switches, by the letter of its list, and how many alternatives each has.
#[test]
fn every_structural_alternative_has_a_row() {
    let model = netwerkzorg();
    let family = model.family(&Selection::default()).unwrap();
    for (switch, alternatives) in [
        ("admission_base", 1),
        ("rg_weight", 1),
        ("relatives_cost_weight", 1),
        ("overleg_total", 1),
        ("talks_once", 1),
        ("burnout_incidence", 1),
        ("qaly_value", 2),
        ("utility_duration", 2),
        ("uptake_coupled", 1),
    ] {
        let rows = family.others.iter().filter(|(departure, _)| {
            matches!(departure, Departure::Alternative { switch: s, .. } if model.switches[*s].name == switch)
        });
        assert_eq!(rows.count(), alternatives, "{switch}");
    }
    assert!(family.left_out.is_empty());
}

/// With effects that are uptake × attainment, benefits are b·s and costs c₀ + c₁·s in the one uptake s.
#[test]
fn coupled_effects_use_one_uptake_in_benefits_and_costs() {
    let model = netwerkzorg();
    let mut coupled = model
        .variant(&selection(None, &[("uptake_coupled", "coupled")]))
        .unwrap();
    fix_others(&model, &mut coupled, |name| name == "rg_share");
    let drawn = draws(&model, &coupled, 2_000, 1);
    let [uptake, benefits, costs] =
        ["rg_share", "benefits", "costs"].map(|name| drawn.column(name));
    let slope = benefits[0] / uptake[0];
    let per_uptake = (costs[1] - costs[0]) / (uptake[1] - uptake[0]);
    assert!(slope > 1e6 && per_uptake > 1e5, "{slope}, {per_uptake}");
    for i in 0..uptake.len() {
        assert_close(benefits[i], slope * uptake[i], 1e-12, "benefits");
        let expected = costs[0] + per_uptake * (uptake[i] - uptake[0]);
        assert_close(costs[i], expected, 1e-10, "costs");
    }
    // In the comparison it is one column for all rows.
    let family = model.family(&Selection::default()).unwrap();
    let plan = plan_of(&model, &family);
    let columns = plan.drawn.iter().filter(|input| input.name == "rg_share");
    assert_eq!(columns.count(), 1);
}

/// The message of methods, section 1.4: the weight of the resource groups moves P(ROI > 1) most.
#[test]
fn the_weight_of_resource_groups_changes_most() {
    let model = netwerkzorg();
    let family = model.family(&Selection::default()).unwrap();
    let (rows, _) = compared(&model, &family, Settings::random(20_000, 1, 2));
    let largest = largest_change(&rows, |_| true).unwrap();
    assert_eq!(
        largest.departure,
        row(&model, &rows, "rg_weight=trial").departure
    );
}

// ── Who wins ─────────────────────────────────────────────────────────────────────────────────────────

/// Scenario `low` chooses and sets; switches of its own.
const CHOICES: &str = r#"
[scenarios.low]
set = { gain = 50 }
switches = { costs = "high" }
[switches.costs]
default = "as_is"
alternatives.as_is = {}
alternatives.high.set = { effort = 200 }
alternatives.low.set = { effort = 10 }
[switches.gains]
default = "as_is"
alternatives.as_is = {}
alternatives.double.set = { gain = 200 }
[switches.also_costs]
default = "as_is"
alternatives.as_is = {}
alternatives.other.set = { effort = 300 }
"#;

fn fixed(model: &Model, variant: &Variant, name: &str) -> Option<f64> {
    let index = model.inputs.iter().position(|input| input.name == name);
    match variant.uncertainties[index.unwrap()] {
        Uncertainty::Fixed(value) => Some(value),
        Uncertainty::Drawn(_) => None,
    }
}

#[test]
fn the_choice_of_the_user_wins_and_is_told() {
    let model = parse(&format!("{SMALL}{CHOICES}"));
    let of = |scenario: Option<&str>, switches: &[(&str, &str)]| {
        let variant = model.variant(&selection(scenario, switches)).unwrap();
        let found = [
            fixed(&model, &variant, "gain"),
            fixed(&model, &variant, "effort"),
        ];
        (found, model.overruled(&variant))
    };
    assert_eq!(of(Some("low"), &[]), ([Some(50.0), Some(200.0)], vec![]));
    let overruled = vec![Overruled::Choice {
        switch: 0,
        alternative: 2,
        scenario: 1,
    }];
    let low = of(Some("low"), &[("costs", "low")]);
    assert_eq!(low, ([Some(50.0), Some(10.0)], overruled));
    let quantity = |name: &str, winner, loser| Overruled::Quantity {
        name: name.to_owned(),
        winner,
        loser,
    };
    let double = of(Some("low"), &[("gains", "double")]);
    let told = vec![quantity("gain", Some((1, 1)), None)];
    assert_eq!(double, ([Some(200.0), Some(200.0)], told));
    let other = of(Some("low"), &[("also_costs", "other")]);
    let told = vec![quantity("effort", Some((2, 1)), Some((0, 1)))];
    assert_eq!(other, ([Some(50.0), Some(300.0)], told));
    // A default that somebody asks for is what it would be anyway; it does not win over the scenario's values.
    assert_eq!(of(Some("low"), &[("gains", "as_is")]).0[0], Some(50.0));
    // Two choices of the user that cannot both hold.
    let both = selection(None, &[("costs", "high"), ("also_costs", "other")]);
    let error = model.variant(&both).unwrap_err();
    assert_eq!(
        error.message,
        "`costs = high` and `also_costs = other` contradict each other: both replace `effort`"
    );
}

#[test]
fn rows_that_contradict_the_base_are_left_out() {
    let model = parse(&format!("{SMALL}{CHOICES}"));
    let family = model
        .family(&selection(None, &[("also_costs", "other")]))
        .unwrap();
    let left: Vec<Departure> = family.left_out.iter().map(|(d, _)| *d).collect();
    let alternative = |switch, alternative| Departure::Alternative {
        switch,
        alternative,
    };
    assert_eq!(left, [alternative(0, 1), alternative(0, 2)]);
    let kept: Vec<Departure> = family.others.iter().map(|(d, _)| *d).collect();
    assert_eq!(
        kept,
        [Departure::Scenario(0), alternative(1, 1), alternative(2, 0)]
    );
}

// ── The command ──────────────────────────────────────────────────────────────────────────────────────

#[test]
fn the_command_shows_a_table_and_writes_a_folder() {
    let folder = Folder::new();
    let case = crate::program::netwerkzorg();
    let case = case.to_str().unwrap();
    let (code, out, error) = run(folder.path(), &["scenarios", case, "--draws", "20000"]);
    assert_eq!(code, 0, "{error}");
    for line in out.lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
    for expected in [
        "Scenarios\n",
        "Switches\n",
        "  base case",
        "Pessimistic (10 %)",
        "rg_weight: Weight of the resource group costs (base: 22 %",
        "The largest change comes from rg_weight = trial (75 %",
        "results: results/netwerkzorg-scenarios",
    ] {
        assert!(out.contains(expected), "{expected}: {out}");
    }
    assert!(
        out.matches("as observed and calculated").count() <= 1,
        "defaults are not repeated"
    );
    let mut files: Vec<String> = std::fs::read_dir(folder.join("results/netwerkzorg-scenarios"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    files.sort();
    assert_eq!(files, ["case.toml", "manifest.json", "scenarios.parquet"]);
    let manifest = folder.join("results/netwerkzorg-scenarios/manifest.json");
    let manifest = std::fs::read_to_string(manifest).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    let compared = manifest["compared"].as_array().unwrap();
    let model = netwerkzorg();
    let alternatives = model.switches.iter().map(|s| s.alternatives.len() - 1);
    let rows = model.scenarios.len() + alternatives.sum::<usize>();
    assert_eq!(compared.len(), rows);
    assert!(compared.contains(&"rg_weight=trial".into()));
    let again = run(folder.path(), &["scenarios", case, "--draws", "20000"]);
    assert_eq!(again.0, 2, "earlier results stay");
    let forced = ["scenarios", case, "--draws", "5000", "--force", "--quiet"];
    let (code, out, _) = run(folder.path(), &forced);
    assert_eq!((code, out.as_str()), (0, ""));
}

#[test]
fn folders_are_equal_byte_for_byte_on_any_number_of_threads() {
    let folder = Folder::new();
    let case = crate::program::netwerkzorg();
    let case = case.to_str().unwrap();
    let bytes = |threads: &str| {
        let arguments = [
            "scenarios",
            case,
            "--draws",
            "20000",
            "--quiet",
            "--threads",
            threads,
            "--out",
            threads,
        ];
        assert_eq!(run(folder.path(), &arguments).0, 0);
        ["scenarios.parquet", "manifest.json", "case.toml"]
            .map(|name| std::fs::read(folder.join(threads).join(name)).unwrap())
    };
    let one = bytes("1");
    assert!(one == bytes("2") && one == bytes("7"));
}

#[test]
fn the_base_may_depart_and_the_heading_says_so() {
    let folder = Folder::new();
    let case = folder.write("small.toml", &format!("{SMALL}{CHOICES}"));
    let case = case.to_str().unwrap();
    let common = ["--draws", "1000", "--force"];
    let of = |command: &str, more: &[&str]| {
        let arguments = [&[command, case], &common[..], more].concat();
        let (code, out, error) = run(folder.path(), &arguments);
        assert_eq!(code, 0, "{error}");
        out
    };
    let base = [
        "--scenario",
        "low",
        "--switch",
        "costs=low",
        "--set",
        "gain=70",
    ];
    let out = of("scenarios", &base);
    for expected in [
        "base case: scenario low; switch costs = low; gain fixed at 70",
        "costs = low, where scenario low has costs = high",
        "gain: the value set wins over scenario low",
        "results: results/small-low-costs=low-gain=70-scenarios",
    ] {
        assert!(out.contains(expected), "{expected}: {out}");
    }
    let out = of("run", &base);
    assert!(
        out.contains("costs = low, where scenario low has costs = high"),
        "{out}"
    );
    let out = of("run", &["--scenario", "low", "--switch", "costs=as_is"]);
    assert!(
        out.contains("costs = as_is, where scenario low has costs = high"),
        "{out}"
    );
    let out = of("scenarios", &["--switch", "also_costs=other"]);
    assert!(
        out.contains("left out: costs = high, since `costs = high` and"),
        "{out}"
    );
    let both = ["--switch", "costs=high", "--switch", "also_costs=other"];
    let (code, _, error) = run(folder.path(), &[&["scenarios", case], &both[..]].concat());
    assert_eq!(code, 2);
    assert!(error.contains("contradict each other"), "{error}");
}

#[test]
fn rows_without_a_ratio_or_a_number_say_so() {
    let folder = Folder::new();
    let text = format!("{SMALL}[scenarios.refund]\nset = {{ effort = -5 }}\n");
    let case = folder.write("refund.toml", &text);
    let (code, out, _) = run(
        folder.path(),
        &["scenarios", case.to_str().unwrap(), "--draws", "1000"],
    );
    assert_eq!(code, 0);
    assert!(
        out.contains("–: no ratio, since costs are not positive"),
        "{out}"
    );
    let row = out.lines().find(|line| line.contains("refund")).unwrap();
    assert_eq!(
        row.matches('–').count(),
        4,
        "ratio, interval, points, difference: {row}"
    );
    let broken = SMALL.replace(
        "amount = \"gain\"",
        "amount = \"gain * sqrt(effort / 1[EUR/year])\"",
    );
    let case = folder.write(
        "broken.toml",
        &format!("{broken}[scenarios.refund]\nset = {{ effort = -5 }}\n"),
    );
    let (code, _, error) = run(
        folder.path(),
        &["scenarios", case.to_str().unwrap(), "--out", "none"],
    );
    assert_eq!(code, 1);
    assert!(
        error.contains("with `--scenario refund`: a total is not a finite number in draw 0"),
        "{error}"
    );
    assert!(!folder.join("none").exists());
}

#[test]
fn the_table_speaks_dutch() {
    let model = netwerkzorg();
    let family = model.family(&Selection::default()).unwrap();
    let settings = Settings::random(20_000, 1, 2);
    let plan = plan_of(&model, &family);
    let (rows, simulation) = compared(&model, &family, settings);
    let manifest = sroi::report::Manifest::new(&model, &family.base, &plan, settings, "")
        .completed(&simulation);
    let report = sroi::report::ScenariosReport {
        model: &model,
        manifest: &manifest,
        family: &family,
        rows: &rows,
    };
    let text = sroi::report::scenarios_text(Lang::Nl, report);
    for expected in [
        "Maatschappelijke business case netwerkzorg",
        "bedragen in duizenden euro's",
        "Scenario's\n",
        "Keuzes\n",
        "  uitgangspunt",
        "Pessimistisch (10 %)",
        "De grootste verandering komt van rg_weight = trial (75 %, zoals in de trial",
        "1,263",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    for english in ["base case", "points", " the ", "none"] {
        assert!(!text.contains(english), "{english}: {text}");
    }
    assert!(
        text.lines().all(|line| line.chars().count() <= 100),
        "{text}"
    );
}

/// Every column is explained in the README, those of hard euros and of errors by their prefix.
#[test]
fn columns_are_explained() {
    let model = case("family");
    let family = model.family(&Selection::default()).unwrap();
    let (rows, simulation) = compared(&model, &family, Settings::random(1_000, 1, 1));
    let table = sroi::report::scenarios_table(&model, &simulation, &rows);
    let readme = crate::support::text("README.md");
    let row = readme
        .lines()
        .find(|line| line.starts_with("| `scenarios`"));
    let row = row.unwrap();
    for (name, _) in &table.columns {
        let name = name.trim_start_matches("mcse_").trim_start_matches("hard_");
        assert!(row.contains(&format!("`{name}`")), "{name}: {row}");
    }
    assert!(row.contains("`hard_…`"));
}

/// A choice for all rows wins over what a scenario chooses, and the heading names the rows that it bends; a scenario stands in
/// place of the base scenario.
#[test]
fn rows_that_are_overruled_are_named() {
    let folder = crate::program::Folder::new();
    let choices = "[scenarios.cheap]\nswitches = { price = \"low\" }\n[scenarios.rich]\nset = { gain = 200 }\n\
                   [switches.price]\ndefault = \"usual\"\n[switches.price.alternatives.usual]\n\
                   [switches.price.alternatives.low]\nset = { effort = 40 }\n[switches.price.alternatives.high]\nset = { effort = 120 }\n";
    let case = folder.write("rows.toml", &format!("{}{choices}", crate::program::SMALL));
    let case = case.to_str().unwrap();
    let of = |options: &[&str]| {
        let arguments = [&["scenarios", case, "--draws", "2000", "--force"], options].concat();
        let (code, out, error) = crate::program::run(folder.path(), &arguments);
        assert_eq!(code, 0, "{error}");
        assert!(out.lines().all(|line| line.chars().count() <= 100), "{out}");
        out
    };
    let plain = of(&[]);
    assert!(
        !plain.contains("in row") && !plain.contains("in place of"),
        "{plain}"
    );
    let bent = of(&["--switch", "price=high"]);
    assert!(
        bent.contains("in row cheap: price = high, where scenario cheap has price = low"),
        "{bent}"
    );
    let other = of(&["--scenario", "rich"]);
    assert!(
        other.contains("scenarios below are in place of rich, not on top of it"),
        "{other}"
    );
}
