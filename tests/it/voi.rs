//! Value of information on the model, against closed forms.

use sroi::analysis::{Nested, Outcome};
use sroi::analysis::{
    NestedError, NestedSettings, Population, VoiGroup, exact_evppi, nested_evppi, sampled, voi,
    voi_groups,
};
use sroi::dist::special::{normal_cdf, normal_density};
use sroi::model::{Euros, Model, Selection, Variant};
use sroi::sim::Silent;
use sroi::stats::Estimate;

use crate::support::{assert_close, assert_within, case, draws, netwerkzorg, parse, settings};

/// V5: expected values of perfect information by unit normal loss.
const EVPI: f64 = 15_921.348_937;
const EVPPI_X: f64 = 9_717.832_764_0;
const EVPPI_Y: f64 = 4_464.378_137_4;

fn nested(
    model: &Model,
    variant: &Variant,
    group: &[&str],
    draws: (u64, u64),
    seed: u64,
) -> Nested {
    let settings = NestedSettings {
        outer: draws.0,
        inner: draws.1,
        seed,
        threads: 2,
    };
    let index = |name: &&str| model.inputs.iter().position(|i| i.name == **name).unwrap();
    let group = vec![group.iter().map(index).collect::<Vec<_>>()];
    let found = nested_evppi(model, variant, Euros::All, &group, settings, &Silent);
    found.unwrap().remove(0)
}

fn correlated(model: &Model) -> Variant {
    let selection = Selection {
        switches: vec![("partner".to_owned(), "correlated".to_owned())],
        ..Selection::default()
    };
    model.variant(&selection).unwrap()
}

/// E\[max(0, −N(m, s))\].
fn loss(m: f64, s: f64) -> f64 {
    s * normal_density(m / s) - m * normal_cdf(-m / s)
}

#[test]
fn nested_draws_find_the_closed_form() {
    let model = case("linear_gaussian");
    let variant = model.base();
    for (name, truth) in [("x", EVPPI_X), ("y", EVPPI_Y)] {
        let found = nested(&model, &variant, &[name], (1024, 1024), 1);
        assert_within(
            Estimate::new(found.raw, found.value.standard_error),
            truth,
            name,
        );
        assert!(found.value.standard_error < 0.03 * truth, "{found:?}");
        assert!(found.distinguishable);
    }
    // All inputs that matter: EVPI.
    let both = nested(&model, &variant, &["x", "y"], (4096, 2), 1);
    assert_within(
        Estimate::new(both.raw, both.value.standard_error),
        EVPI,
        "both",
    );
}

/// With few inner draws the plain estimate is too high where what is known acts on what is not; the corrected one is not, to first
/// order. Here m = x·y with inner noise of x·sd(y)/√8.
#[test]
fn inner_draws_are_corrected_for() {
    let text = SHARES
        .replace("1000 [EUR] * a + 200 [EUR] * b", "1000 [EUR] * a * (1 + z)")
        .replace("600 [EUR]", "500 [EUR]")
        .replace("[dirichlet", "[inputs.z]\nunit = \"1\"\npoint = 0\nprior.normal = { mean = 0, sd = 3 }\nkind = \"parameter\"\n[dirichlet");
    let model = parse(&text);
    let exact = exact_evppi(&model, &model.base()).unwrap();
    let truth = exact
        .iter()
        .find(|one| model.inputs[one.input].name == "a")
        .unwrap()
        .all;
    // m is 1000·a·(1 + z̄) with z̄ of 8 draws: the plain estimate is too high by E|1 + z̄| − 1, a quarter.
    let runs = (0..64).map(|seed| nested(&model, &model.base(), &["a"], (512, 8), seed));
    let runs: Vec<Nested> = runs.collect();
    let mean = |of: fn(&Nested) -> f64| runs.iter().map(of).sum::<f64>() / runs.len() as f64;
    let (plain, corrected) = (mean(|run| run.uncorrected), mean(|run| run.raw));
    assert!(plain > 1.15 * truth, "{plain} against {truth}");
    assert!(
        (corrected - truth).abs() < 0.5 * (plain - truth),
        "{corrected} against {truth}"
    );
}

/// x tells of w too: E\[w | x\] = 0.5·(6/8)·x, so knowing x is knowing N(63524, 80000 + 30000).
#[test]
fn correlated_inputs_are_drawn_given_the_known_one() {
    let model = case("linear_gaussian");
    let variant = correlated(&model);
    for (name, spread) in [("x", 110_000.0), ("w", 100_000.0)] {
        let found = nested(&model, &variant, &[name], (1024, 1024), 3);
        let truth = loss(63_524.0, spread);
        assert_within(
            Estimate::new(found.raw, found.value.standard_error),
            truth,
            name,
        );
    }
    let sd = 1.48e10_f64.sqrt();
    let both = nested(&model, &variant, &["x", "w"], (4096, 2), 3);
    assert_within(
        Estimate::new(both.raw, both.value.standard_error),
        loss(63_524.0, sd),
        "both",
    );
}

const SHARES: &str = r#"
[case]
name = "shares"
[stakeholders.all]
[inputs.a]
unit = "1"
point = 0.5
kind = "parameter"
[inputs.b]
unit = "1"
point = 0.3
kind = "parameter"
[inputs.c]
unit = "1"
point = 0.2
kind = "parameter"
[dirichlet.parts]
inputs = ["a", "b", "c"]
alpha = [5, 3, 2]
[lines.gain]
side = "benefit"
amount = "1000 [EUR] * a + 200 [EUR] * b"
to = "all"
euro = "hard"
[lines.paid]
side = "cost"
amount = "600 [EUR]"
to = "all"
euro = "hard"
"#;

/// E\[NB | a\] = 1000a + 200·0.6(1 − a) − 600 with a ~ Beta(5, 5); the expected gain by numerical integration (midpoints).
#[test]
fn shares_of_a_whole_are_drawn_given_the_known_one() {
    let model = parse(SHARES);
    let gain = |slope: f64, level: f64, alpha: i32, beta: i32| {
        let n = 200_000;
        let density = |x: f64| x.powi(alpha - 1) * (1.0 - x).powi(beta - 1);
        let at = |i: i32| (f64::from(i) + 0.5) / f64::from(n);
        let (mut sum, mut mass, mut mean) = (0.0, 0.0, 0.0);
        for x in (0..n).map(at) {
            let (p, value) = (density(x), level + slope * x);
            mass += p;
            mean += p * value;
            sum += p * value.max(0.0);
        }
        sum / mass - (mean / mass).max(0.0)
    };
    let found = nested(&model, &model.base(), &["a"], (1024, 1024), 4);
    let truth = gain(880.0, -480.0, 5, 5);
    assert_within(
        Estimate::new(found.raw, found.value.standard_error),
        truth,
        "a",
    );
    // Of b the others are a : c = 5 : 2: 1000·(5/7)(1 − b) + 200b − 600.
    let found = nested(&model, &model.base(), &["b"], (1024, 1024), 4);
    let level = 5000.0 / 7.0 - 600.0;
    let truth = gain(200.0 - 5000.0 / 7.0, level, 3, 7);
    assert_within(
        Estimate::new(found.raw, found.value.standard_error),
        truth,
        "b",
    );
}

/// In a decision in the balance, inputs that are worth nothing: z only adds, u only spreads y. z is never called worth something,
/// whatever the numbers of draws; u, with the usual numbers, in at most 3 of 30 runs (1 is expected; more have a probability of 1 %).
#[test]
fn nothing_is_not_distinguishable_from_zero() {
    let further = "[inputs.z]\nunit = \"EUR\"\npoint = 0\nprior.normal = { mean = 0, sd = 1 }\nkind = \"parameter\"\n\
                   [inputs.u]\nunit = \"1\"\npoint = 1\nprior.normal = { mean = 1, sd = 0.2 }\nkind = \"parameter\"\n\
                   [inputs.y]\nunit = \"EUR\"\npoint = 0\nprior.normal = { mean = 0, sd = 300 }\nkind = \"parameter\"\n\
                   [lines.paid]";
    let text = SHARES
        .replace("[lines.paid]", further)
        .replace("1000 [EUR] * a + 200 [EUR] * b", "1000 [EUR] * a")
        .replace("600 [EUR]", "500 [EUR] + u * y + 0.0001 * z");
    let model = parse(&text);
    let variant = model.base();
    let alarms = |name: &str, draws: (u64, u64)| {
        let runs = (0..30).map(|seed| nested(&model, &variant, &[name], draws, seed));
        runs.filter(|run| run.distinguishable).count()
    };
    assert_eq!([alarms("z", (128, 64)), alarms("z", (512, 1024))], [0, 0]);
    let of_u = alarms("u", (512, 1024));
    assert!(of_u <= 3, "{of_u} of 30");
}

/// Regression and nested draws are independent ways to one number.
#[test]
fn both_ways_agree_on_the_shipped_case() {
    let model = netwerkzorg();
    let variant = model.base();
    let all = voi_groups(&model, &variant);
    let wanted = [
        "effects",
        "effect_other_care",
        "response_gain",
        "clients_per_team",
    ];
    let groups: Vec<VoiGroup> = all
        .iter()
        .filter(|g| wanted.contains(&g.name.as_str()))
        .cloned()
        .collect();
    assert_eq!(groups.len(), 4);
    let brute = NestedSettings {
        outer: 1024,
        inner: 1024,
        seed: 1,
        threads: 2,
    };
    let found = voi(
        &model,
        &variant,
        Euros::All,
        &groups,
        settings(100_000, 1),
        Some(brute),
        &Silent,
    );
    let found = found.unwrap();
    for row in &found.rows {
        let nested = row.nested.as_ref().unwrap();
        // No outer draw changed the decision: nothing is said.
        if nested.value.standard_error.is_nan() {
            assert!(row.regression.raw < 1.0, "{row:?}");
            continue;
        }
        let error = nested
            .value
            .standard_error
            .hypot(row.regression.value.standard_error);
        let difference = row.regression.raw - row.regression.bias - nested.raw;
        assert!(
            difference.abs() < 4.0 * error,
            "{}: {row:?}",
            row.group.name
        );
    }
    // Worth no more than all, and the group no less than its parts.
    let of = |name: &str| {
        found
            .rows
            .iter()
            .find(|row| row.group.name == name)
            .unwrap()
    };
    let worth = |name: &str| of(name).nested.as_ref().unwrap().value.value;
    assert!(worth("effects") >= worth("effect_other_care"));
    assert!(of("effects").regression.value.value <= found.threshold.evpi.value);
    assert_eq!(
        found.threshold.frontier, 1,
        "implementing is best in expectation"
    );
    assert!(
        found
            .rows
            .windows(2)
            .all(|pair| { pair[0].regression.value.value >= pair[1].regression.value.value })
    );
}

#[test]
fn groups_are_inputs_and_what_depends() {
    let model = netwerkzorg();
    let groups = voi_groups(&model, &model.base());
    let single = groups
        .iter()
        .filter(|group| group.inputs.len() == 1)
        .count();
    assert_eq!(single, 37, "shares of money move no net benefit");
    let together: Vec<&str> = groups
        .iter()
        .filter(|group| group.inputs.len() > 1)
        .map(|group| group.name.as_str())
        .collect();
    assert_eq!(together, ["effects"]);
}

/// The draws in memory are those of a run.
#[test]
fn sampled_draws_are_those_of_a_run() {
    let model = netwerkzorg();
    let variant = model.base();
    let outcome = Outcome::net_benefit(Euros::All);
    let sample = sampled(&model, &variant, &outcome, settings(3000, 5), &Silent).unwrap();
    let run = draws(&model, &variant, 3000, 5);
    assert_eq!(sample.outcome, run.column("net_benefit"));
    let place = sample
        .inputs
        .iter()
        .position(|&i| model.inputs[i].name == "response_gain")
        .unwrap();
    assert_eq!(sample.values[place], run.column("response_gain"));
}

#[test]
fn numbers_of_nested_draws_are_checked() {
    for (outer, inner) in [(112, 10), (136, 10), (128, 3), (128, 0)] {
        let error = NestedSettings::numbers(outer, inner);
        assert!(
            matches!(error, Err(NestedError::Draws(..))),
            "{outer} {inner}"
        );
    }
    assert!(NestedSettings::numbers(128, 2).is_ok());
}

/// Ten teams for three years at 4 %: 10·(1 + 1/1.04 + 1/1.04²).
#[test]
fn a_population_is_discounted_from_the_second_year() {
    let population = Population {
        units: 10.0,
        years: 3,
        rate: 0.04,
    };
    assert_close(population.factor(), 28.860_946_745_562_13, 1e-12, "factor");
    let scaled = population.scaled(Estimate::new(2.0, 0.5));
    assert_close(
        scaled.standard_error,
        14.430_473_372_781_065,
        1e-12,
        "error",
    );
}

/// Bits do not depend on the number of threads.
#[test]
fn threads_change_nothing() {
    let model = case("linear_gaussian");
    let variant = correlated(&model);
    let on = |threads| {
        let settings = NestedSettings {
            outer: 128,
            inner: 2048,
            seed: 1,
            threads,
        };
        let found = nested_evppi(&model, &variant, Euros::All, &[vec![0]], settings, &Silent);
        let found = found.unwrap().remove(0);
        (found.raw.to_bits(), found.value.standard_error.to_bits())
    };
    assert_eq!(on(1), on(3));
}
