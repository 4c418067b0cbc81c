//! Sobol' indices, break-even values, tornado panels and grids against closed forms.

use sroi::analysis::{
    Block, BlockKind, Outcome, Pairs, SobolError, SobolIndices, Target, blocks, choices, crossings,
    sobol_indices, tornado, tornado_of, two_way,
};
use sroi::chunk::{CHUNK, chunks};
use sroi::model::{Euros, Model, Selection, Total, Variant};
use sroi::plan::totals;
use sroi::sim::{Settings, Silent, by_parts};
use sroi::stats::{Estimate, PickFreeze};
use sroi::stream::{Design, Key};

use crate::support::{assert_close, assert_within, case, netwerkzorg, parse, scenario, settings};

const ALL: [Design; 3] = [Design::Random, Design::LatinHypercube, Design::Sobol];

fn net_benefit() -> Outcome {
    Outcome::net_benefit(Euros::All)
}

fn indices(model: &Model, variant: &Variant, settings: Settings, pairs: &Pairs) -> SobolIndices {
    let found = sobol_indices(model, variant, &[net_benefit()], settings, pairs, &Silent);
    found.unwrap().remove(0)
}

fn input(model: &Model, name: &str) -> usize {
    model.inputs.iter().position(|i| i.name == name).unwrap()
}

/// Sines, which the case language does not have: the estimators by themselves. 64 batches of random draws: by Student's t with
/// 63 degrees of freedom 10 comparisons at 4 standard errors raise a false alarm in 2 of 1,000 seeds.
#[test]
fn ishigami() {
    let column = |name: &str, chunk: u64| {
        let mut values = [0.0; CHUNK];
        Key::new(1, name).uniforms(chunk, &mut values);
        values.map(|u| std::f64::consts::PI * (2.0 * u - 1.0))
    };
    let f = |x: &[[f64; CHUNK]; 3]| -> Vec<f64> {
        let of = |i: usize| {
            let [a, b, c] = [x[0][i], x[1][i], x[2][i]];
            a.sin() + 7.0 * b.sin().powi(2) + 0.1 * c.powi(4) * a.sin()
        };
        (0..CHUNK).map(of).collect()
    };
    // Each input, and the first with the third.
    let mixtures: [&[usize]; 4] = [&[0], &[1], &[2], &[0, 2]];
    let mut parts = vec![PickFreeze::new(3.5, mixtures.len()); 64];
    for (chunk, _) in chunks(1 << 20) {
        let a = ["a1", "a2", "a3"].map(|name| column(name, chunk));
        let b = ["b1", "b2", "b3"].map(|name| column(name, chunk));
        let (fa, fb) = (f(&a), f(&b));
        let sums = &mut parts[chunk as usize % 64];
        sums.update(&fa, &fb);
        for (place, mixture) in mixtures.iter().enumerate() {
            let mut mixed = a;
            mixture.iter().for_each(|&input| mixed[input] = b[input]);
            sums.update_mixed(place, &fa, &fb, &f(&mixed));
        }
    }
    let mut whole = parts[0].clone();
    parts[1..].iter().for_each(|part| whole.merge(part));
    let of = |of: &dyn Fn(&PickFreeze) -> f64| {
        let each: Vec<f64> = parts.iter().map(of).collect();
        by_parts(of(&whole), &each)
    };
    assert_within(of(&PickFreeze::mean), 3.5, "mean");
    assert_within(of(&PickFreeze::variance), 13.844_587_941, "variance");
    for (place, (first, total)) in [
        (0.313_905_191_15, 0.557_588_855_21),
        (0.442_411_144_79, 0.442_411_144_79),
        (0.0, 0.243_683_664_06),
    ]
    .into_iter()
    .enumerate()
    {
        assert_within(of(&|s| s.closed(place)), first, "first order");
        assert_within(of(&|s| s.total(place)), total, "total");
    }
    let interaction = of(&|s| s.closed(3) - s.closed(0) - s.closed(2));
    assert_within(interaction, 0.243_683_664_06, "first and third together");
    assert!(interaction.standard_error < 0.005, "{interaction:?}");
}

/// V6 from a case file, in every design. 17 comparisons at 4 standard errors by Student's t with 15 degrees of freedom: a
/// false alarm in 2 %, with a fixed seed.
#[test]
fn the_g_function() {
    let first = [
        0.716_192_168_88,
        0.179_048_042_22,
        0.023_675_774_178,
        0.007_161_921_688_8,
        7.161_921_688_8e-5,
    ];
    let total = [
        0.787_144_126_66,
        0.242_198_192_82,
        0.034_316_910_154,
        0.010_460_387_065,
        1.049_501_919_2e-4,
    ];
    let model = case("sobol_g");
    for design in ALL {
        let settings = settings(131_072, 3).designed(design);
        let found = indices(&model, &model.base(), settings, &Pairs::None);
        assert_eq!(found.blocks.len(), 8);
        assert_within(found.variance, 0.465_424_431_90, "variance");
        for (place, index) in found.blocks.iter().enumerate() {
            let of = place.min(4);
            assert_within(index.first, first[of], &format!("{design} S{place}"));
            assert_within(index.total, total[of], &format!("{design} T{place}"));
        }
        assert!(found.blocks[0].first.standard_error < 0.02, "{design}");
    }
    // What designs are for.
    let error = |design| {
        let settings = settings(131_072, 3).designed(design);
        let found = indices(&model, &model.base(), settings, &Pairs::None);
        found.blocks[1].first.standard_error
    };
    assert!(error(Design::Sobol) < 0.5 * error(Design::Random));
}

/// V7, with all pairs: `V_ij/V` = `cv_i²` `cv_j²/V`.
#[test]
fn a_product_of_three() {
    let model = case("multiplicative");
    let settings = settings(131_072, 1).designed(Design::Sobol);
    let found = indices(&model, &model.base(), settings, &Pairs::All);
    let (cv, all): ([f64; 3], f64) = ([0.36, 0.16, 0.04], 0.640_704);
    for (place, (first, total)) in [
        (0.561_881_929_88, 0.677_854_360_20),
        (0.249_725_302_17, 0.353_211_467_39),
        (0.062_431_325_542, 0.098_491_659_175),
    ]
    .into_iter()
    .enumerate()
    {
        assert_within(found.blocks[place].first, first, "first order");
        assert_within(found.blocks[place].total, total, "total");
    }
    assert_eq!(found.pairs.len(), 3);
    for pair in &found.pairs {
        let [i, j] = pair.blocks;
        assert_within(pair.interaction, cv[i] * cv[j] / all, "interaction");
        let closed = (cv[i] + cv[j] + cv[i] * cv[j]) / all;
        assert_within(pair.closed, closed, "closed");
    }
    let sum = (0.36 + 0.16 + 0.04) / all;
    assert_within(found.first_sum, sum, "sum of first orders");
}

/// Intervals of 95 % cover the truth in 95 % of 100 runs: 88 or fewer in one of a thousand.
#[test]
fn intervals_of_indices_cover() {
    let model = case("multiplicative");
    for design in [Design::Random, Design::Sobol] {
        let mut covered = [0; 2];
        for seed in 0..100 {
            let settings = Settings::random(16_384, seed, 1).designed(design);
            let found = indices(&model, &model.base(), settings, &Pairs::None);
            let index = &found.blocks[1];
            for (hits, (estimate, truth)) in covered.iter_mut().zip([
                (index.first, 0.249_725_302_17),
                (index.total, 0.353_211_467_39),
            ]) {
                let reach = found.reach * estimate.standard_error;
                *hits += u32::from((estimate.value - truth).abs() <= reach);
            }
        }
        assert!(
            covered.iter().all(|hits| *hits > 88),
            "{design}: {covered:?}"
        );
    }
}

/// Inputs that depend on each other have indices together: x and w here explain everything.
#[test]
fn a_correlation_is_one_block() {
    let model = case("linear_gaussian");
    let selection = Selection {
        switches: vec![("partner".to_owned(), "correlated".to_owned())],
        ..Selection::default()
    };
    let variant = model.variant(&selection).unwrap();
    let settings = settings(32_768, 1).designed(Design::Sobol);
    let found = indices(&model, &variant, settings, &Pairs::None);
    assert_eq!(found.blocks.len(), 1);
    let block = &found.blocks[0];
    assert_eq!(block.block.kind, BlockKind::Correlated);
    assert_eq!(
        block.block.members,
        [input(&model, "x"), input(&model, "w")]
    );
    assert_close(block.total.value, 1.0, 1e-3, "total");
    // sd² = 8² + 6² + 2·0.5·8·6 in 10⁸.
    assert_within(found.variance, 1.48e10, "variance");
    let pair = Pairs::Of(vec![[input(&model, "x"), input(&model, "w")]]);
    let error = sobol_indices(&model, &variant, &[net_benefit()], settings, &pair, &Silent);
    assert!(matches!(error, Err(SobolError::SameBlock(..))), "{error:?}");
    let pair = Pairs::Of(vec![[input(&model, "x"), input(&model, "y")]]);
    let error = sobol_indices(&model, &variant, &[net_benefit()], settings, &pair, &Silent);
    assert!(matches!(error, Err(SobolError::NotDrawn(name)) if name == "y"));
}

#[test]
fn few_draws_tell_no_error() {
    let model = case("multiplicative");
    let few = sobol_indices(
        &model,
        &model.base(),
        &[net_benefit()],
        settings(1000, 1),
        &Pairs::None,
        &Silent,
    );
    assert!(matches!(few, Err(SobolError::FewDraws(1000))));
    let model = case("negative_costs");
    let roi = [Outcome::total(Total::Roi)];
    let error = sobol_indices(
        &model,
        &model.base(),
        &roi,
        settings(32_768, 1),
        &Pairs::None,
        &Silent,
    );
    assert!(matches!(error, Err(SobolError::Undefined(name)) if name == "roi"));
}

/// What does not vary has no variance to divide.
#[test]
fn nothing_drawn_has_no_indices() {
    let model = case("multiplicative");
    let mut variant = model.base();
    crate::support::fix_others(&model, &mut variant, |_| false);
    let found = indices(&model, &variant, settings(32_768, 1), &Pairs::None);
    assert!(found.blocks.is_empty());
    assert_eq!(found.variance.value, 0.0);
}

/// Bits do not depend on the number of threads.
#[test]
fn threads_change_nothing() {
    let model = netwerkzorg();
    let variant = model.base();
    let on = |threads| {
        let settings = Settings::random(16_384, 1, threads).designed(Design::Sobol);
        let found = indices(&model, &variant, settings, &Pairs::None);
        let all = found.blocks.iter().flat_map(|b| [b.first, b.total]);
        let all = all.map(|e| (e.value.to_bits(), e.standard_error.to_bits()));
        let targets = Target::all(&model, &variant, &net_benefit());
        let random = Settings::random(5_000, 1, threads);
        let rows = crossings(&model, &variant, &net_benefit(), &targets, random, &Silent).unwrap();
        let values = rows.iter().flat_map(|row| row.values.clone());
        let values = values.map(|e| (e.value.to_bits(), e.standard_error.to_bits()));
        all.chain(values).collect::<Vec<_>>()
    };
    assert_eq!(on(1), on(3));
}

/// Blocks hold every drawn input that is used, once.
#[test]
fn blocks_part_the_inputs() {
    let model = netwerkzorg();
    let variant = model.base();
    let uses = variant.uses(&model);
    let found: Vec<Block> = blocks(&model, &variant, &uses);
    let mut members: Vec<usize> = found.iter().flat_map(|b| b.members.clone()).collect();
    members.sort_unstable();
    let mut once = members.clone();
    once.dedup();
    assert_eq!(members, once);
    assert_eq!(members.len(), 40);
    let named = |name: &str| found.iter().find(|block| block.name == name).unwrap();
    assert_eq!(named("effects").members.len(), 6);
    assert_eq!(named("financing").kind, BlockKind::Whole);
    // Independent effects are blocks of their own.
    let apart = scenario(&model, "effects_independent");
    let uses = apart.uses(&model);
    assert!(
        blocks(&model, &apart, &uses)
            .iter()
            .all(|block| block.kind != BlockKind::Correlated)
    );
}

const BUSINESS: &str = r#"
[case]
name = "business"

[stakeholders.all]

[inputs.clients]
unit = "1"
point = 10
prior.normal = { mean = 10, sd = 2 }
kind = "parameter"

[inputs.saving]
unit = "EUR"
point = 100
prior.gamma = { mean = 100, cv = 0.2 }
kind = "parameter"

[inputs.price]
unit = "EUR"
point = 800
kind = "price"

[inputs.unused]
unit = "EUR"
point = 1
prior.normal = { mean = 0, sd = 1 }
kind = "parameter"

[lines.saved]
side = "benefit"
amount = "clients * saving"
to = "all"
euro = "hard"

[lines.paid]
side = "cost"
amount = "price"
to = "all"
euro = "hard"
"#;

fn crossing(model: &Model, name: &str) -> sroi::analysis::Crossing {
    let variant = model.base();
    let target = Target::named(model, &variant, &net_benefit(), name).unwrap();
    let settings = settings(200_000, 1);
    let rows = crossings(
        model,
        &variant,
        &net_benefit(),
        &[target],
        settings,
        &Silent,
    );
    rows.unwrap().remove(0)
}

/// Net benefit is clients × saving − price: it is zero at 8 clients, at a saving of 80, at a price of 1,000 in expectation.
#[test]
fn a_straight_line_crosses_where_it_must() {
    let model = parse(BUSINESS);
    for (name, value, rises) in [
        ("clients", 8.0, true),
        ("saving", 80.0, true),
        ("price", 1000.0, false),
    ] {
        let found = crossing(&model, name);
        assert_eq!(found.values.len(), 1, "{name}");
        assert_within(found.values[0], value, name);
        assert_eq!(found.rises, Some(rises), "{name}");
    }
    let clients = crossing(&model, "clients");
    assert_eq!(clients.current, Some(10.0));
    // Φ(1): ten clients are one standard deviation above eight.
    assert_within(clients.p_good.unwrap(), 0.841_344_746_07, "P(clients > 8)");
    assert!(
        crossing(&model, "price").p_good.is_none(),
        "a fixed input has no probabilities"
    );
    // At 8 clients the chance is that of the saving being above 100: the median of a gamma is below its mean.
    let at = |x: f64| {
        let points = clients.grid.iter();
        let near = points.min_by(|a, b| (a.value - x).abs().total_cmp(&(b.value - x).abs()));
        near.unwrap().p_positive.value
    };
    assert!(at(6.1) < 0.1 && at(13.9) > 0.99, "{} {}", at(6.1), at(13.9));
    assert!((0.4..0.55).contains(&at(8.0)), "{}", at(8.0));
}

/// The value found is where a run with `--set` has an expected net benefit of zero.
#[test]
fn a_run_at_break_even_has_no_net_benefit() {
    let model = netwerkzorg();
    let found = crossing(&model, "response_gain");
    let selection = Selection {
        set: vec![("response_gain".to_owned(), found.values[0].value)],
        ..Selection::default()
    };
    let variant = model.variant(&selection).unwrap();
    let run = crate::support::run(&model, &variant, 200_000);
    let mean = run.total(Total::NetBenefit).unwrap().mean();
    assert!(
        mean.value.abs() < 1e-6 * mean.standard_error.max(1.0) + 1e-4,
        "{mean:?}"
    );
}

/// Not a straight line: 100 x² − 4 x³ is 2,000 at x = 5.2917… and, falling again, at 24.1188….
#[test]
fn a_curve_may_cross_twice() {
    let text = BUSINESS
        .replace(
            "clients * saving",
            "100 [EUR] * clients^2 - 4 [EUR] * clients^3",
        )
        .replace("point = 800", "point = 2000")
        .replace("mean = 10, sd = 2", "mean = 15, sd = 5");
    let model = parse(&text);
    let found = crossing(&model, "clients");
    // Roots of 4x³ − 100x² + 2000 by Newton's method.
    let root = |mut x: f64| {
        for _ in 0..100 {
            x -= (4.0 * x.powi(3) - 100.0 * x * x + 2000.0) / (12.0 * x * x - 200.0 * x);
        }
        x
    };
    let expected = [root(5.0), root(24.0)];
    assert_eq!(found.values.len(), 2, "{found:?}");
    for (value, truth) in found.values.iter().zip(expected) {
        assert_close(value.value, truth, 1e-6, "root");
    }
    assert_eq!(found.rises, None);
    let prior = crate::support::prior(&model, "clients");
    let between = prior.cdf(expected[1]) - prior.cdf(expected[0]);
    assert_close(found.p_good.unwrap().value, between, 1e-6, "between");
}

/// Nothing that cannot be is called a break-even value.
#[test]
fn impossible_values_are_none() {
    let text = BUSINESS.replace("point = 800", "point = -800");
    let model = parse(&text);
    // A saving of −80 would do, but a gamma has no such value.
    let saving = crossing(&model, "saving");
    assert!(saving.values.is_empty(), "{saving:?}");
    assert_eq!(saving.p_good.unwrap(), Estimate::exact(1.0));
    let price = crossing(&model, "price");
    assert!(
        price.values.is_empty(),
        "a price that is negative stays so: {price:?}"
    );
}

#[test]
fn targets_are_named() {
    let model = parse(BUSINESS);
    let variant = model.base();
    let named = |name| {
        Target::named(&model, &variant, &net_benefit(), name)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        named("unused"),
        "no line of the outcome uses `unused`: it moves nothing"
    );
    assert_eq!(
        named("client"),
        "the case has no input `client`; did you mean `clients`?"
    );
    assert!(named("effect").contains("no `[break_even]` inputs"));
    let all = Target::all(&model, &variant, &net_benefit());
    let names: Vec<&str> = all.iter().map(|target| target.name.as_str()).collect();
    assert_eq!(names, ["clients", "saving", "price"], "drawn before fixed");
}

/// A share moves the others in proportion: with weights 0, 100 and 300 the mean is 100 + (300 − 100 − 100) … as the closed form says.
#[test]
fn a_share_leaves_the_others_their_proportions() {
    let text = r#"
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
alpha = [50, 30, 20]
[lines.gain]
side = "benefit"
amount = "300 [EUR] * a + 100 [EUR] * b"
to = "all"
euro = "hard"
[lines.paid]
side = "cost"
amount = "150 [EUR]"
to = "all"
euro = "hard"
"#;
    let model = parse(text);
    // 300a + 100·0.6(1 − a) = 150 at a = 0.375; of b the others are a : c = 5 : 2, 300·(5/7)(1 − b) + 100b = 150 at b = 4.5/8…
    let a = crossing(&model, "a");
    assert_within(a.values[0], 0.375, "a");
    let b = crossing(&model, "b");
    let slope = 100.0 - 1500.0 / 7.0;
    assert_within(b.values[0], (150.0 - 1500.0 / 7.0) / slope, "b");
    assert_eq!(b.rises, Some(false));
}

/// Every bar between the quantiles asked for, and outcomes of parties.
#[test]
fn bars_have_the_range_and_the_outcome_asked_for() {
    let model = netwerkzorg();
    let variant = model.base();
    let outcomes = vec![
        net_benefit(),
        Outcome::named(&model, "institutions").unwrap(),
    ];
    let narrow = tornado_of(&model, &variant, outcomes, [0.1, 0.9]);
    let bar = narrow
        .bars
        .iter()
        .find(|bar| bar.name == "clients_per_team")
        .unwrap();
    let prior = crate::support::prior(&model, "clients_per_team");
    let q = |p| prior.quantile(sroi::dist::Probability::new(p));
    assert_close(bar.low.value.unwrap(), q(0.1), 1e-9, "low");
    assert_close(bar.high.value.unwrap(), q(0.9), 1e-9, "high");
    // The outcome of a party is its own: institutions lose where society gains.
    assert!(narrow.base[0] > 0.0 && narrow.base[1] < 0.0);
    let wide = tornado(&model, &variant);
    let of = |bars: &sroi::analysis::Tornado| {
        let bar = bars
            .bars
            .iter()
            .find(|bar| bar.name == "clients_per_team")
            .unwrap();
        bar.swing(0)
    };
    assert!(of(&narrow) < of(&wide));
}

/// Shares of money move no total, and have no bar there.
#[test]
fn bars_are_of_what_moves_the_outcome() {
    let model = netwerkzorg();
    let outcomes = vec![net_benefit(), Outcome::named(&model, "zvw").unwrap()];
    let all = tornado_of(&model, &model.base(), outcomes, [0.025, 0.975]);
    let has = |outcome: usize, name: &str| all.bars_of(outcome).iter().any(|bar| bar.name == name);
    assert!(has(0, "effects") && !has(0, "share_zvw"));
    assert!(has(1, "effects") && has(1, "share_zvw"));
    let run = tornado(&model, &model.base());
    let names = |bars: Vec<&sroi::analysis::Bar>| -> Vec<String> {
        bars.into_iter().map(|bar| bar.name.clone()).collect()
    };
    assert_eq!(names(all.bars_of(0)), names(run.bars_of(0)));
}

/// A choice is what the case is under it, with every input at its mean.
#[test]
fn choices_are_variants_at_the_means() {
    let model = netwerkzorg();
    let family = model.family(&Selection::default()).unwrap();
    let outcomes = [net_benefit(), Outcome::total(Total::Roi)];
    let found = choices(&model, &family, &outcomes, [0.025, 0.975]);
    assert!(
        found
            .windows(2)
            .all(|pair| pair[0].swing(0) >= pair[1].swing(0)),
        "widest first"
    );
    let choice = found
        .iter()
        .find(|choice| choice.name == "rg_weight")
        .unwrap();
    let trial = choice
        .ends
        .iter()
        .find(|end| end.name.as_deref() == Some("trial"))
        .unwrap();
    let selection = Selection {
        switches: vec![("rg_weight".to_owned(), "trial".to_owned())],
        ..Selection::default()
    };
    let variant = model.variant(&selection).unwrap();
    assert_eq!(trial.outcomes[0], tornado(&model, &variant).base[0]);
    assert_eq!(trial.outcomes[1], tornado(&model, &variant).base[1]);
    let names: Vec<_> = found.iter().map(|choice| choice.name.as_str()).collect();
    assert!(names.contains(&"qaly_value"), "{names:?}");
}

/// A value judgement with a range is not drawn and has a bar among the choices.
#[test]
fn value_judgements_stand_apart() {
    let text = BUSINESS.replace("kind = \"price\"", "kind = \"value\"\nrange = [600, 1200]");
    let model = parse(&text);
    let family = model.family(&Selection::default()).unwrap();
    let found = choices(&model, &family, &[net_benefit()], [0.025, 0.975]);
    assert_eq!(found.len(), 1);
    let [low, high] = found[0].extremes(0);
    assert_eq!((low.value, high.value), (Some(1200.0), Some(600.0)));
    assert_close(low.outcomes[0], -200.0, 1e-12, "at 1,200");
    assert_close(high.outcomes[0], 400.0, 1e-12, "at 600");
}

#[test]
fn a_grid_of_two_inputs() {
    let model = parse(BUSINESS);
    let variant = model.base();
    let both = [input(&model, "clients"), input(&model, "saving")];
    let grid = two_way(&model, &variant, &[net_benefit()], both, [0.025, 0.975]).unwrap();
    assert_eq!((grid.values[0].len(), grid.outcomes.len()), (21, 441));
    for (place, values) in grid.outcomes.iter().enumerate() {
        let (clients, saving) = (grid.values[0][place / 21], grid.values[1][place % 21]);
        let mut inputs = variant.points.clone();
        (inputs[both[0]], inputs[both[1]]) = (clients, saving);
        let [expected] = totals(&model, &variant, &inputs, [Total::NetBenefit]);
        assert_close(values[0], expected, 1e-9, "grid");
    }
    let error =
        |inputs| two_way(&model, &variant, &[net_benefit()], inputs, [0.1, 0.9]).unwrap_err();
    assert!(
        error([both[0], input(&model, "price")])
            .to_string()
            .contains("`price` is fixed")
    );
    assert!(
        error([both[0], both[0]])
            .to_string()
            .contains("given twice")
    );
    let model = netwerkzorg();
    let share = [
        input(&model, "share_zvw"),
        input(&model, "clients_per_team"),
    ];
    let error = two_way(&model, &model.base(), &[net_benefit()], share, [0.1, 0.9]).unwrap_err();
    assert!(
        error.to_string().contains("is a share of a whole"),
        "{error}"
    );
}

#[test]
fn outcomes_have_names() {
    let model = netwerkzorg();
    assert_eq!(
        Outcome::named(&model, "roi").unwrap(),
        Outcome::total(Total::Roi)
    );
    let error = Outcome::named(&model, "net_benifit")
        .unwrap_err()
        .to_string();
    assert!(error.contains("did you mean `net_benefit`?"), "{error}");
    assert!(
        error.contains("hard_roi") && error.contains("institutions"),
        "{error}"
    );
}

/// A discount rate acts as a curve, and its break-even may be far from its value: 1000/(1 + r)¹⁰ = 500 at r = 2^0.1 − 1.
#[test]
fn a_fixed_input_is_followed_far_from_its_value() {
    let text = BUSINESS
        .replace("amount = \"price\"", "amount = \"price / (1 + rate)^10\"")
        .replace("point = 800", "point = 1000")
        .replace("clients * saving", "clients * saving * 0.5")
        .replace(
            "[inputs.unused]",
            "[inputs.rate]\nunit = \"1\"\npoint = 0.01\nkind = \"value\"\n[inputs.unused]",
        );
    let model = parse(&text);
    let rate = crossing(&model, "rate");
    assert_eq!(rate.values.len(), 1, "{rate:?}");
    assert_within(rate.values[0], 2.0_f64.powf(0.1) - 1.0, "rate");
}

/// Two crossings between neighbours of the grid: 0 to 40 in steps of a fortieth of the range, and a dip of a tenth of one.
#[test]
fn a_dip_between_points_is_found() {
    let text = BUSINESS
        .replace(
            "clients * saving",
            "100 [EUR] * ((clients - 10.13)^2 - 0.0025)",
        )
        .replace("point = 800", "point = 0");
    let model = parse(&text);
    let found = crossing(&model, "clients");
    assert_eq!(found.values.len(), 2, "{found:?}");
    assert_close(found.values[0].value, 10.08, 1e-6, "first");
    assert_close(found.values[1].value, 10.18, 1e-6, "second");
}

/// An input whose effect is zero in expectation has no break-even value, however the noise slopes: none in 40 runs.
#[test]
fn noise_is_no_slope() {
    let text = BUSINESS
        .replace("clients * saving", "(clients - 10) * unused")
        .replace("amount = \"price\"", "amount = \"0.001 * price\"");
    let model = parse(&text);
    let variant = model.base();
    let target = Target::named(&model, &variant, &net_benefit(), "unused").unwrap();
    for seed in 0..40 {
        let (targets, settings) = ([target.clone()], settings(2048, seed));
        let rows = crossings(
            &model,
            &variant,
            &net_benefit(),
            &targets,
            settings,
            &Silent,
        );
        let row = rows.unwrap().remove(0);
        assert!(!row.moves && row.values.is_empty(), "seed {seed}: {row:?}");
    }
}

/// A perspective that has the name of a stakeholder keeps one of its own.
#[test]
fn names_of_outcomes_do_not_clash() {
    let model = netwerkzorg();
    let names: Vec<String> = Outcome::names(&model).collect();
    let mut once = names.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), names.len(), "{names:?}");
    let stakeholder = Outcome::named(&model, "institutions").unwrap();
    let perspective = Outcome::named(&model, "perspectives.institutions").unwrap();
    assert_ne!(stakeholder.metric, perspective.metric);
}
