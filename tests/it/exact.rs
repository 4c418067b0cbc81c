//! What is computed without drawing: closed forms, numbers of other programs, and runs.
//!
//! Expected values were computed with 30 digits, or by Gauss–Legendre rules over both normal scores, by another program.

use sroi::analysis::{
    BlockKind, CheckedMoment, EXACT_TOTALS, Exact, NotExact, SelfCheckRow, exact, exact_evppi,
    is_beyond_chance, self_check,
};
use sroi::dist::{Normal, Prior, Probability};
use sroi::model::{Euros, Model, Selection, Total, Uncertainty, Variant};
use sroi::sim::{Settings, Silent, Simulation, simulate};
use sroi::stats::Estimate;
use sroi::stream::Design;

use crate::listed::listed;
use crate::readme::shipped_cases;
use crate::support::{MANY, assert_close, case, parse, run, settings, text};

/// A case with these drawn inputs, in euros or plain numbers, further tables, and an amount per side.
fn written(inputs: &[(&str, &str, &str)], tables: &str, benefit: &str, cost: &str) -> String {
    let mut text = "[case]\nname = \"written\"\n[stakeholders.all]\n".to_owned();
    for (name, unit, prior) in inputs {
        text += &format!(
            "[inputs.{name}]\nunit = \"{unit}\"\npoint = 0.5\nkind = \"parameter\"\n{prior}\n"
        );
    }
    text += tables;
    for (side, amount) in [("benefit", benefit), ("cost", cost)] {
        text += &format!(
            "\n[lines.{side}]\nside = \"{side}\"\namount = \"{amount}\"\nto = \"all\"\neuro = \"hard\"\n"
        );
    }
    text
}

fn base(model: &Model) -> Exact {
    exact(model, &model.base()).unwrap()
}

fn refusal(model: &Model) -> String {
    exact(model, &model.base()).unwrap_err().to_string()
}

/// EVPPI of a named input when all euros count.
#[track_caller]
fn evppi(model: &Model, variant: &Variant, name: &str) -> f64 {
    let known = exact_evppi(model, variant).unwrap();
    let input = model.inputs.iter().position(|input| input.name == name);
    let found = known.iter().find(|evppi| evppi.input == input.unwrap());
    found.unwrap().of(Euros::All)
}

#[track_caller]
fn net_variance(exact: &Exact) -> f64 {
    exact.outcome(Total::NetBenefit).unwrap().variance
}

/// V7: with squared coefficients of variation v the variance over the squared mean is Π(1 + v) − 1, that of a set of inputs Π v.
#[test]
fn product_of_three() {
    let model = case("multiplicative");
    let exact = base(&model);
    let benefits = exact.outcome(Total::Benefits).unwrap();
    assert_close(benefits.mean, 150.0, 1e-14, "mean");
    let squared = benefits.variance / (benefits.mean * benefits.mean);
    assert_close(squared, 0.640704, 1e-12, "variance");
    let first = [0.56188192988, 0.24972530217, 0.062431325542];
    let total = [0.67785436020, 0.35321146739, 0.098491659175];
    for (index, (first, total)) in benefits.indices.iter().zip(first.into_iter().zip(total)) {
        assert_close(index.first, first, 1e-10, "first-order index");
        assert_close(index.total, total, 1e-10, "total index");
    }
    let names: Vec<&str> = exact
        .blocks
        .iter()
        .map(|block| block.name.as_str())
        .collect();
    assert_eq!(names, ["a", "b", "c"]);
    let costs = exact.outcome(Total::Costs).unwrap();
    assert_eq!((costs.mean, costs.variance), (0.0, 0.0));
    assert!(costs.indices[0].first.is_nan());
}

/// NB = 63524 + X + Y: the unit normal loss of each.
#[test]
fn knowing_a_normal() {
    let inputs = [
        ("x", "EUR", "prior.normal = { mean = 63524, sd = 80000 }"),
        ("y", "EUR", "prior.normal = { mean = 0, sd = 60000 }"),
    ];
    for (benefit, cost) in [("x + y", "0[EUR]"), ("0[EUR]", "-x - y"), ("x", "-y")] {
        let model = parse(&written(&inputs, "", benefit, cost));
        assert_close(
            evppi(&model, &model.base(), "x"),
            9717.83276397815,
            1e-12,
            "x",
        );
        assert_close(
            evppi(&model, &model.base(), "y"),
            4464.37813736501,
            1e-12,
            "y",
        );
    }
    // What is never implemented is worth as much when its loss is as large as the gain was.
    let model = parse(&written(&inputs, "", "0[EUR]", "x + y"));
    assert_close(
        evppi(&model, &model.base(), "x"),
        9717.83276397815,
        1e-12,
        "x as a cost",
    );
}

/// Only hard benefits count in the second EVPPI.
#[test]
fn knowing_a_normal_in_hard_euros() {
    let inputs = [("x", "EUR", "prior.normal = { mean = 63524, sd = 80000 }")];
    let soft =
        "[lines.well_being]\nside = \"benefit\"\namount = \"x\"\nto = \"all\"\neuro = \"soft\"\n";
    let model = parse(&written(&inputs, soft, "x", "0[EUR]"));
    let known = exact_evppi(&model, &model.base()).unwrap();
    assert_close(known[0].all, 2.0 * 9717.83276397815, 1e-12, "all");
    assert_close(known[0].hard, 9717.83276397815, 1e-12, "hard");
}

/// Shares of Dirichlet(3, 2, 5): an affine function of one share whichever is known.
#[test]
fn shares_of_a_whole() {
    let inputs = [("a", "1", ""), ("b", "1", ""), ("c", "1", "")];
    let whole = "[dirichlet.whole]\ninputs = [\"a\", \"b\", \"c\"]\nalpha = [3, 2, 5]\n";
    let text = written(&inputs, whole, "1000[EUR] * a - 700[EUR] * b", "130[EUR]");
    let text =
        text.replacen("point = 0.5", "point = 0.3", 1)
            .replacen("point = 0.5", "point = 0.2", 1);
    let model = parse(&text);
    let exact = base(&model);
    assert_eq!(exact.blocks.len(), 1);
    assert_eq!(exact.blocks[0].kind, BlockKind::Whole);
    let net = exact.outcome(Total::NetBenefit).unwrap();
    assert_close(net.mean, 30.0, 1e-12, "mean");
    assert_close(net.variance, 33854.545454545456, 1e-12, "variance");
    assert_close(net.indices[0].first, 1.0, 1e-14, "first-order index");
    let values = [
        ("a", 52.14037551686587),
        ("b", 40.074533451992),
        ("c", 8.068772908418119),
    ];
    for (name, value) in values {
        assert_close(evppi(&model, &model.base(), name), value, 1e-10, name);
    }
    let simulation = run(&model, &model.base(), MANY);
    assert_agrees(&self_check(&exact, &simulation), "shares");
}

const NORMAL: &str = "prior.normal = { mean = 2, sd = 1 }";
const LOGNORMAL: &str = "prior.lognormal = { mean = 10, cv = 1 }";

/// X and Y with normal scores that correlate by this much, and NB = Y − c·X − k.
fn pair(x: &str, y: &str, rho: f64, [c, k]: [f64; 2]) -> Model {
    let inputs = [("x", "EUR", x), ("y", "EUR", y)];
    let group = format!("[correlations.pair]\ninputs = [\"x\", \"y\"]\nnormal_score = {rho}\n");
    parse(&written(
        &inputs,
        &group,
        "y",
        &format!("{c} * x + {k}[EUR]"),
    ))
}

/// The correlation of the values of X and Y, from the variance of X + Y.
#[track_caller]
fn value_correlation(x: &str, y: &str, rho: f64) -> f64 {
    let model = pair(x, y, rho, [-1.0, 0.0]);
    let exact = base(&model);
    let [x, y] = [0, 1].map(|i| model.inputs[i].prior.as_ref().unwrap().sd());
    (net_variance(&exact) - x * x - y * y) / (2.0 * x * y)
}

#[test]
fn correlations_of_values() {
    let normal = value_correlation(NORMAL, NORMAL, 0.3);
    assert_close(normal, 0.3, 1e-13, "normals");
    // (e^(ρσ²) − 1)/(e^σ² − 1) with σ² = ln 2.
    let lognormal = value_correlation(LOGNORMAL, LOGNORMAL, 0.5);
    assert_close(lognormal, 2f64.sqrt() - 1.0, 1e-12, "lognormals");
    // (6/π) asin(ρ/2), Spearman's correlation.
    let uniform = "prior.uniform = { min = 1, max = 2 }";
    let both = value_correlation(uniform, uniform, 0.8);
    let spearman = 6.0 / std::f64::consts::PI * 0.4f64.asin();
    assert_close(both, spearman, 1e-11, "uniforms");
    let triangular = "prior.triangular = { min = 0, mode = 1, max = 5 }";
    for (x, y) in [(uniform, triangular), (triangular, uniform)] {
        let near_one = value_correlation(x, y, 0.99);
        assert_close(
            near_one,
            0.9732008712248554,
            1e-10,
            "triangular and uniform",
        );
    }
    let gamma = "prior.gamma = { shape = 0.5, scale = 1 }";
    let beta = "prior.beta = { alpha = 0.5, beta = 0.5 }";
    for (rho, value) in [(0.95, 0.709702345313166), (-0.6, -0.46388813248977867)] {
        let r = value_correlation(gamma, beta, rho);
        assert_close(r, value, 1e-11, "gamma and beta");
    }
    let effect = "prior.beta = { alpha = 4.789, beta = 19.847 }";
    let r = value_correlation(effect, effect, 0.6180339887498949);
    assert_close(r, 0.612946800073733, 1e-12, "betas");
    // One draw.
    assert_close(
        value_correlation(gamma, gamma, 1.0),
        1.0,
        1e-11,
        "the same draw",
    );
}

/// Scores with correlation −1, which no case can state: uniforms and normals are their own mirror images.
#[test]
fn opposite_scores() {
    for prior in [NORMAL, "prior.uniform = { min = 0, max = 4 }"] {
        let model = pair(prior, prior, 0.5, [-1.0, -4.0]);
        let mut variant = model.base();
        variant.correlations[0].0 = vec![vec![1.0, -1.0], vec![-1.0, 1.0]];
        let exact = exact(&model, &variant).unwrap();
        let sd = model.inputs[0].prior.as_ref().unwrap().sd();
        assert!(net_variance(&exact) < 1e-11 * sd * sd);
        assert!(evppi(&model, &variant, "x").abs() < 1e-11 * sd);
    }
}

/// E\[NB | X\] of a correlated pair falls and rises again.
#[test]
fn knowing_a_correlated_input() {
    let model = pair(NORMAL, LOGNORMAL, 0.7, [9.0, -10.0]);
    let exact = base(&model);
    assert_eq!(exact.blocks[0].kind, BlockKind::Correlated);
    assert_eq!(exact.blocks[0].name, "pair");
    assert_close(net_variance(&exact), 76.09811899413008, 1e-11, "variance");
    assert_close(
        evppi(&model, &model.base(), "x"),
        0.5200023505138295,
        1e-9,
        "x",
    );
    assert_close(
        evppi(&model, &model.base(), "y"),
        0.2924155381512405,
        1e-9,
        "y",
    );
}

/// Knowing which of two values a correlated input has is not knowing its normal score.
#[test]
fn knowing_a_correlated_input_with_few_values() {
    let discrete = "prior.discrete = { values = [0, 1], probabilities = [0.7, 0.3] }";
    let model = pair(discrete, LOGNORMAL, 0.7, [14.0, 5.0]);
    let exact = base(&model);
    assert_close(net_variance(&exact), 78.64157200095775, 1e-11, "variance");
    assert_close(
        evppi(&model, &model.base(), "x"),
        0.46719900003420546,
        1e-9,
        "x",
    );
    assert_close(
        evppi(&model, &model.base(), "y"),
        1.2441729980688773,
        1e-9,
        "y",
    );
    let mixture = "prior.mixture = { of = [{ fixed = { value = 0 } }, { gamma = { shape = 1, scale = 5 } }], weights = [0.4, 0.6] }";
    let model = pair(mixture, LOGNORMAL, 0.7, [1.8, 4.5]);
    let exact = base(&model);
    assert_close(net_variance(&exact), 65.30518896282811, 1e-10, "variance");
    assert_close(
        evppi(&model, &model.base(), "x"),
        0.7107295707346629,
        1e-9,
        "x",
    );
}

/// For every family: a quantity twice in one group is twice the quantity, which holds only where the integrals over the
/// quantile function give the standard deviation that the prior states.
#[test]
fn moments_of_all_priors_by_quadrature() {
    let model = pair(NORMAL, NORMAL, 1.0, [-1.0, 0.0]);
    for (name, prior) in listed() {
        let sd = prior.sd();
        let mut variant = model.base();
        for uncertainty in &mut variant.uncertainties {
            *uncertainty = Uncertainty::Drawn(prior.clone());
        }
        let exact = exact(&model, &variant).unwrap_or_else(|reason| panic!("{name}: {reason}"));
        assert_close(net_variance(&exact), 4.0 * sd * sd, 1e-9, name);
    }
}

/// E[max(X − t, 0)] − E[max(t − X, 0)] is the mean minus t, for all families and from tail to tail.
#[test]
fn partial_moments_make_the_mean() {
    for (name, prior) in listed() {
        for p in [1e-6, 0.01, 0.3, 0.5, 0.8, 0.99, 0.999_999] {
            let t = prior.quantile(Probability::new(p));
            let (above, below) = (prior.upper_partial_moment(t), prior.lower_partial_moment(t));
            assert!(above >= 0.0 && below >= 0.0, "{name}");
            let difference = above - below - (prior.mean() - t);
            let size = prior.sd() + above + below;
            assert!(
                difference.abs() <= 1e-10 * size,
                "{name} at {p}: {difference:e}"
            );
        }
    }
}

/// In far tails too, by closed forms in 40 digits.
#[test]
fn partial_moments() {
    let rows = [
        (
            "normal mean=0.055 sd=0.035",
            0.2,
            1.31527309581979e-7,
            0.14500013152731,
        ),
        (
            "gamma shape=0.05 scale=1",
            1.0,
            0.00794712801678834,
            0.957947128016788,
        ),
        (
            "beta alpha=8 beta=92",
            0.2,
            3.77990546124046e-6,
            0.120003779905461,
        ),
        (
            "beta alpha=0.5 beta=0.5",
            0.9,
            0.0135598599754838,
            0.413559859975484,
        ),
        (
            "student_t mean=0 se=1 df=2.1",
            3.0,
            0.136617582216395,
            3.13661758221639,
        ),
        (
            "weibull shape=0.3 scale=1",
            2.0,
            8.46351321452094,
            1.20298494639539,
        ),
        (
            "poisson mean=3.2",
            7.5,
            0.0165573099397817,
            4.31655730993978,
        ),
        (
            "histogram edges=0,1,2,5 counts=3,0,1",
            2.5,
            0.2604166666666667,
            1.5104166666666667,
        ),
        (
            "triangular min=0.1 mode=0.2 max=0.3",
            0.25,
            0.00208333333333333,
            0.05208333333333333,
        ),
    ];
    let all = listed();
    for (name, t, above, below) in rows {
        let (_, prior) = all.iter().find(|(line, _)| *line == name).unwrap();
        assert_close(prior.upper_partial_moment(t), above, 1e-11, name);
        assert_close(prior.lower_partial_moment(t), below, 1e-11, name);
    }
}

/// Amounts of the form, and their means: what is constant is computed first.
#[test]
fn amounts_that_have_the_form() {
    let inputs = [
        ("a", "1", "prior.normal = { mean = 3, sd = 1 }"),
        ("b", "1", "prior.normal = { mean = 5, sd = 1 }"),
    ];
    for (amount, mean, variance) in [
        ("1[EUR] * a / 2", 1.5, 0.25),
        ("1[EUR] * (a - b) * 2 ^ 3", -16.0, 128.0),
        ("1[EUR] * if(2 > 1 and not 1 > 2, a, 1 / b)", 3.0, 1.0),
        ("1[EUR] * if(1 > 2, a * a, b ^ 1) * max(2, 3)", 15.0, 9.0),
        ("1[EUR] * (1 - a) * (1 - b)", 8.0, 4.0 + 16.0 + 1.0),
        ("1[EUR] * (a + b - a)", 5.0, 1.0),
        ("1[EUR] * (a * b - b * a + 2)", 2.0, 0.0),
        ("1[EUR] * a ^ 0 * exp(0) * if(a - a >= 0, 1, 2)", 1.0, 0.0),
        ("-sqrt(4[EUR^2]) * a", -6.0, 4.0),
    ] {
        let model = parse(&written(&inputs, "", amount, "0[EUR] * a * b"));
        let exact = base(&model);
        let benefits = exact.outcome(Total::Benefits).unwrap();
        assert!(
            (benefits.mean - mean).abs() < 1e-12,
            "{amount}: {}",
            benefits.mean
        );
        assert!(
            (benefits.variance - variance).abs() < 1e-12,
            "{amount}: {}",
            benefits.variance
        );
    }
}

#[test]
fn refusals_name_the_line_and_the_reason() {
    let inputs = [
        ("a", "1", "prior.gamma = { mean = 3, sd = 1 }"),
        ("b", "1", "prior.gamma = { mean = 5, sd = 1 }"),
        ("c", "1", "prior.gamma = { mean = 5, sd = 1 }"),
    ];
    let tables = "[correlations.both]\ninputs = [\"a\", \"b\"]\nrank = 0.5\n";
    let no = "the line `benefit` is no polynomial in the drawn inputs: ";
    for (amount, reason) in [
        ("a / b", format!("{no}it divides by what is drawn")),
        (
            "if(a > 1, 1, 2)",
            format!("{no}it has `>` on what is drawn"),
        ),
        ("if(a, 1, 2)", format!("{no}what is drawn decides an `if`")),
        ("max(a, 1)", format!("{no}it has `max` of what is drawn")),
        ("exp(c)", format!("{no}it has `exp` of what is drawn")),
        (
            "2 ^ a",
            format!("{no}it has a power of or by what is drawn"),
        ),
        (
            "a ^ 0.5",
            format!("{no}it has a power of or by what is drawn"),
        ),
        (
            "if(not a, 1, 2)",
            format!("{no}it has `not` before what is drawn"),
        ),
        (
            "c ^ 2",
            "the line `benefit` has a higher power of the drawn input `c`".to_owned(),
        ),
        (
            "(1 - c) * c",
            "the line `benefit` has a higher power of the drawn input `c`".to_owned(),
        ),
        (
            "a * b",
            "the line `benefit` multiplies `a` and `b`, which depend on each other by `both`"
                .to_owned(),
        ),
        (
            "c * 1e308 * 1e308",
            "the line `benefit` is not finite".to_owned(),
        ),
    ] {
        let text = written(&inputs, tables, &format!("1[EUR] * ({amount})"), "0[EUR]");
        let source = sroi::text::Source::new("case", &text);
        let (read, mut diagnostics) = sroi::case::read(&source);
        let model = read.and_then(|case| sroi::model::check(&case, &mut diagnostics));
        // Conditions that are no conditions are refused earlier.
        if let Some(model) = model {
            assert_eq!(refusal(&model), reason, "{amount}");
        } else {
            assert!(
                amount.starts_with("if("),
                "{amount}: {:#?}",
                diagnostics.sorted()
            );
        }
    }
}

/// Twelve factors 1 − share are 4096 terms, thirteen are too many.
#[test]
fn long_chains_are_refused() {
    for count in [12, 13] {
        let names: Vec<String> = (0..count).map(|i| format!("s{i}")).collect();
        let prior = "prior.beta = { alpha = 2, beta = 6 }";
        let inputs: Vec<_> = names
            .iter()
            .map(|name| (name.as_str(), "1", prior))
            .collect();
        let factors: Vec<String> = names.iter().map(|name| format!("(1 - {name})")).collect();
        let amount = format!("1[EUR] * {}", factors.join(" * "));
        let model = parse(&written(&inputs, "", &amount, "0[EUR]"));
        if count == 12 {
            let exact = base(&model);
            let benefits = exact.outcome(Total::Benefits).unwrap();
            assert_close(benefits.mean, 0.75f64.powi(12), 1e-13, "mean");
            let squared = benefits.variance / (benefits.mean * benefits.mean);
            let cv: f64 = 0.25 * 0.75 / 9.0 / (0.75 * 0.75);
            assert_close(squared, (1.0 + cv).powi(12) - 1.0, 1e-11, "variance");
        } else {
            let reason = "with the line `benefit` there are more than 4096 terms";
            assert_eq!(refusal(&model), reason);
        }
    }
}

/// The correlation of two laws of few values is not known where it is nearly 1.
#[test]
fn doubtful_correlations_are_refused() {
    let discrete = "prior.discrete = { values = [0, 1], probabilities = [0.7, 0.3] }";
    let model = pair(discrete, discrete, 0.9999, [1.0, 0.0]);
    let reason = exact(&model, &model.base()).unwrap_err();
    let inputs = ["x", "y"].map(str::to_owned);
    assert_eq!(reason, NotExact::Correlation { inputs });
}

#[track_caller]
fn assert_agrees(rows: &[SelfCheckRow], what: &str) {
    assert_eq!(rows.len(), 2 * EXACT_TOTALS.len(), "{what}");
    for row in rows {
        assert!(row.agrees != Some(false), "{what}: {row:?}");
    }
}

#[track_caller]
fn assert_run_agrees(model: &Model, variant: &Variant, draws: u64, what: &str) {
    let exact = exact(model, variant).unwrap_or_else(|reason| panic!("{what}: {reason}"));
    assert_agrees(&self_check(&exact, &run(model, variant, draws)), what);
}

/// Every shipped case has the form, as it is.
#[test]
fn shipped_cases_agree_with_their_runs() {
    for path in shipped_cases() {
        let model = parse(&text(&path));
        assert_run_agrees(&model, &model.base(), MANY, &path);
    }
}

/// So has it under every scenario and every alternative of a switch, but for these.
#[test]
fn shipped_variants_agree_or_are_refused() {
    let mut refused = Vec::new();
    for path in shipped_cases() {
        let model = parse(&text(&path));
        let scenarios = (0..model.scenarios.len()).map(|scenario| {
            let name = model.scenarios[scenario].name.clone();
            (name, model.variant_of(Some(scenario), &[], &[]))
        });
        let mut variants: Vec<(String, Variant)> = scenarios.collect();
        for (index, switch) in model.switches.iter().enumerate() {
            for (chosen, alternative) in switch.alternatives.iter().enumerate() {
                let name = format!("{}={}", switch.name, alternative.name);
                variants.push((name, model.variant_of(None, &[(index, chosen)], &[])));
            }
        }
        for (name, variant) in variants {
            match exact(&model, &variant) {
                Ok(exact) => {
                    let rows = self_check(&exact, &run(&model, &variant, 1 << 14));
                    assert_agrees(&rows, &format!("{path} {name}"));
                }
                Err(reason) => refused.push(format!("{name}: {reason}")),
            }
        }
    }
    let rounded = "the line `unemployment` is no polynomial in the drawn inputs: it has `round` of what is drawn";
    let both = "the line `relatives_wellbeing` multiplies `effect_relatives` and `effect_wellbeing`, which depend on each other by `effects`";
    let expected = [
        ("relatives_gain=both", both),
        ("as_published", rounded),
        ("rounding=published", rounded),
    ];
    assert_eq!(
        refused,
        expected.map(|(name, reason)| format!("{name}: {reason}"))
    );
}

#[test]
fn predictions_are_refused() {
    let model = parse(&text("priors/snv.toml"));
    let selection = Selection {
        predictive: true,
        ..Selection::default()
    };
    let variant = model.variant(&selection).unwrap();
    assert_eq!(exact(&model, &variant).unwrap_err(), NotExact::Predictive);
    assert!(exact(&model, &variant.expected(&model)).is_ok());
}

/// The small cases that have the form, and one with a drawn drop-off over several years.
#[test]
fn small_cases_agree_with_their_runs() {
    for name in [
        "multiplicative",
        "shares",
        "copula",
        "product",
        "pert",
        "payers",
        "reuse",
    ] {
        let model = case(name);
        assert_run_agrees(&model, &model.base(), MANY, name);
    }
    let power = "the line `three_years` has a higher power of the drawn input `drop_off`";
    assert_eq!(refusal(&case("chain")), power);
}

/// Designs have other standard errors.
#[test]
fn designs_agree() {
    let model = parse(&text("priors/netwerkzorg.toml"));
    let exact = base(&model);
    for design in [Design::LatinHypercube, Design::Sobol] {
        let settings: Settings = settings(1 << 17, 1).designed(design);
        let plan = sroi::plan::compile(&model, &model.base());
        let simulation = simulate(&plan, settings, &Silent).unwrap();
        assert_agrees(&self_check(&exact, &simulation), "a design");
    }
}

fn disagreements(exact: &Exact, simulation: &Simulation) -> Vec<(Total, CheckedMoment)> {
    let rows = self_check(exact, simulation).into_iter();
    let off = rows.filter(|row| row.agrees == Some(false));
    off.map(|row| (row.total, row.moment)).collect()
}

/// 4 standard errors of independent draws, 5.5 of 16 replicates; an unknown error tells nothing.
#[test]
fn estimates_beyond_chance() {
    let off =
        |z: f64, replicates| is_beyond_chance(Estimate::new(1.0 + 0.1 * z, 0.1), 1.0, replicates);
    assert!(off(4.1, 1) && off(-4.1, 1) && !off(3.9, 1));
    assert!(off(5.6, 16) && !off(5.4, 16));
    assert!(!is_beyond_chance(Estimate::new(2.0, f64::NAN), 1.0, 1));
}

/// A mean that is five standard errors off is noticed, and so is a prior that was not drawn as it is stated.
#[test]
fn wrong_estimates_are_caught() {
    let model = case("multiplicative");
    let simulation = run(&model, &model.base(), MANY);
    let mut wrong = base(&model);
    assert_eq!(disagreements(&wrong, &simulation), []);
    let error = simulation
        .total(Total::Benefits)
        .unwrap()
        .mean()
        .standard_error;
    wrong.outcomes[0].mean += 5.5 * error;
    assert_eq!(
        disagreements(&wrong, &simulation),
        [(Total::Benefits, CheckedMoment::Mean)]
    );

    let mut shifted = model.base();
    let relative = 5.5 * error / 150.0;
    let moved: Prior = Normal::new(0.5 * (1.0 - relative), 0.1).unwrap().into();
    shifted.uncertainties[2] = Uncertainty::Drawn(moved);
    let simulation = run(&model, &shifted, MANY);
    let means = [
        Total::Benefits,
        Total::HardBenefits,
        Total::NetBenefit,
        Total::HardNetBenefit,
    ];
    assert_eq!(
        disagreements(&base(&model), &simulation),
        means.map(|total| (total, CheckedMoment::Mean))
    );
}
