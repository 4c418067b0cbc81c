//! Cases whose results are known in closed form, read and run through the library.
//!
//! Every number drawn must lie within four of the standard errors that the program itself reports, which by chance fails
//! in 6 of 10⁵ numbers; the seed is fixed, so a test holds always or never. What is not drawn must agree to 1e-9.
//! The expected values were computed with 30 digits from the formulas, by another program. The tests and cases name them by
//! number: V1 ratio of lognormals, V2 product, V3 inverse moment of a gamma, V7 multiplicative model, V8 beta, V10 lognormal,
//! V12 Gaussian copula, V13 PERT and triangular, V14 break-even of the published totals, V16 Monte Carlo standard errors,
//! V17 truncation, V19 discounting, V20 impact chain.

use sroi::analysis;
use sroi::dist::{Prior, Probability};
use sroi::model::{Model, Selection, Total};
use sroi::plan::Ratio;
use sroi::plan::{compile, totals};
use sroi::sim::{OutputSummary, Silent, Simulation, simulate};
use sroi::stats::{Estimate, Moments, Proportion};

use crate::support::{
    MANY, assert_close, assert_within, case, draws, line, parse, prior, reported, run, run_case,
    scenario, settings, text, total,
};

/// Mean and standard deviation of a metric.
#[track_caller]
fn assert_moments(output: &OutputSummary, mean: f64, sd: f64, what: &str) {
    assert_within(output.mean(), mean, &format!("mean of {what}"));
    assert_within(output.sd(), sd, &format!("sd of {what}"));
}

/// Quantiles of a metric.
#[track_caller]
fn assert_quantiles(output: &OutputSummary, quantiles: &[(f64, f64)], what: &str) {
    for &(p, value) in quantiles {
        assert_within(
            output.quantile(p),
            value,
            &format!("{p} quantile of {what}"),
        );
    }
}

/// Moments and quantiles of a prior, which are not drawn.
#[track_caller]
fn assert_prior(prior: &Prior, mean: f64, sd: f64, quantiles: &[(f64, f64)]) {
    assert_close(prior.mean(), mean, 1e-9, "mean of a prior");
    assert_close(prior.sd(), sd, 1e-9, "sd of a prior");
    for &(p, value) in quantiles {
        let quantile = prior.quantile(Probability::new(p));
        assert_close(quantile, value, 1e-9, "quantile of a prior");
    }
}

/// The case of V1 with another correlation on the log scale.
fn ratio(correlation: f64) -> (Model, Simulation) {
    let written = text("tests/cases/ratio.toml");
    let other = written.replace(
        "normal_score = 0.5",
        &format!("normal_score = {correlation}"),
    );
    let model = parse(&other);
    let simulation = run(&model, &model.base(), MANY);
    (model, simulation)
}

/// Correlation, median, mean, sd, P(R > 1), 2.5 % and 97.5 % quantile of the ratio.
const RATIOS: [[f64; 7]; 3] = [
    [
        0.0,
        1.1519876920,
        1.3134680564,
        0.71941608305,
        0.60881407653,
        0.42213327992,
        3.1437361269,
    ],
    [
        0.5,
        1.1519876920,
        1.2534444868,
        0.53751970874,
        0.63471422291,
        0.51489172888,
        2.5773877652,
    ],
    [
        -0.5,
        1.1519876920,
        1.3763659686,
        0.89990238314,
        0.59373522568,
        0.35779345841,
        3.7090550742,
    ],
];

#[test]
fn v1_ratio_of_lognormals() {
    for [correlation, median, mean, sd, p_break_even, low, high] in RATIOS {
        let (model, simulation) = ratio(correlation);
        let roi = total(&simulation, Total::Roi);
        let what = format!("the ratio at {correlation}");
        assert_moments(roi, mean, sd, &what);
        assert_quantiles(roi, &[(0.025, low), (0.5, median), (0.975, high)], &what);
        let p = reported(&model, &simulation, "p_break_even").unwrap();
        assert_within(p, p_break_even, &what);
        assert_within(roi.exceedance(1.0), p_break_even, &what);
        let of_means = reported(&model, &simulation, "ratio_of_means").unwrap();
        assert_within(of_means, 1.2629500542, &what);
        assert_moments(
            total(&simulation, Total::Benefits),
            305_106.0,
            152_553.0,
            "benefits",
        );
        assert_moments(
            total(&simulation, Total::Costs),
            241_582.0,
            48_316.4,
            "costs",
        );
    }
}

#[test]
fn v1_priors() {
    let model = case("ratio");
    for (name, meanlog, sdlog) in [
        ("benefit", 12.516842761, 0.47238072708),
        ("cost", 12.375353882, 0.19804220044),
    ] {
        let Prior::LogNormal(d) = prior(&model, name) else {
            panic!("{name}")
        };
        assert_close(d.meanlog(), meanlog, 1e-10, name);
        assert_close(d.sdlog(), sdlog, 1e-10, name);
    }
}

#[test]
fn v2_product_of_independents() {
    let (model, simulation) = run_case("product");
    let product = line(&model, &simulation, "wellbeing");
    assert_moments(product, 75_486.4, 56_694.784376, "the product");
    let sd = product.sd();
    let delta_method = 54_184.143813;
    assert!((sd.value - delta_method).abs() > 10.0 * sd.standard_error);
    // No cost lines: costs are 0 in every draw, and no ratio is given.
    assert_eq!(simulation.nonpositive_costs, MANY);
    for metric in ["roi", "hard_roi", "ratio_of_means", "hard_ratio_of_means"] {
        assert!(reported(&model, &simulation, metric).is_none(), "{metric}");
    }
}

#[test]
fn v3_mean_of_ratios_over_a_gamma_cost() {
    let (model, simulation) = run_case("inverse_gamma");
    assert_within(
        total(&simulation, Total::Roi).mean(),
        1.3155729732,
        "E[B/C]",
    );
    let of_means = reported(&model, &simulation, "ratio_of_means").unwrap();
    assert_within(of_means, 1.2629500542, "E[B]/E[C]");
    let headline = analysis::headline(&simulation);
    assert_eq!(headline.all.ratio_of_means, Some(of_means));
    assert_within(
        headline.all.mean_of_ratios.unwrap(),
        1.3155729732,
        "headline",
    );
}

#[test]
fn v7_spread_of_a_product() {
    let (model, simulation) = run_case("multiplicative");
    let sd = 150.0 * 0.640704_f64.sqrt();
    assert_moments(
        line(&model, &simulation, "product"),
        150.0,
        sd,
        "the product",
    );
}

/// Line, mean, sd, and 2.5 %, 50 % and 97.5 % quantiles.
type Row = (&'static str, [f64; 5]);

/// The rows hold for the prior of the input of that name and for the draws of the line of that name.
#[track_caller]
fn assert_rows(model: &Model, simulation: &Simulation, rows: &[Row]) {
    for &(name, [mean, sd, low, median, high]) in rows {
        let quantiles: Vec<(f64, f64)> = [(0.025, low), (0.5, median), (0.975, high)]
            .into_iter()
            .filter(|(_, value)| value.is_finite())
            .collect();
        assert_prior(prior(model, name), mean, sd, &quantiles);
        let output = line(model, simulation, name);
        assert_moments(output, mean, sd, name);
        assert_quantiles(output, &quantiles, name);
    }
}

#[test]
fn v8_beta() {
    let (model, simulation) = run_case("beta");
    let rows = [
        (
            "b55_25",
            [
                0.6875,
                0.15450413515,
                0.35233834504,
                0.70375690926,
                0.93527173305,
            ],
        ),
        (
            "b45_35",
            [
                0.5625,
                0.16535945694,
                0.23450124925,
                0.56795378500,
                0.86113578090,
            ],
        ),
        (
            "b35_45",
            [
                0.4375,
                0.16535945694,
                0.13886421910,
                0.43204621500,
                0.76549875075,
            ],
        ),
        (
            "b25_55",
            [
                0.3125,
                0.15450413515,
                0.064728266949,
                0.29624309074,
                0.64766165496,
            ],
        ),
        (
            "b15_65",
            [
                0.1875,
                0.13010412497,
                0.015876524213,
                0.16100681027,
                0.50079746162,
            ],
        ),
        (
            "b8_92",
            [
                0.08,
                0.026994682278,
                0.035533516260,
                0.077205882746,
                0.14026926583,
            ],
        ),
        (
            "b26_132",
            [
                0.165,
                0.029436532302,
                0.11149765355,
                0.16358470576,
                0.22652561356,
            ],
        ),
    ];
    assert_rows(&model, &simulation, &rows);
    // The error of the skewness of a bounded distribution is below that of a normal one, √(6/n).
    let columns = draws(&model, &model.base(), MANY, 1);
    let mut moments = Moments::new();
    moments.update(columns.column("b55_25"));
    let skewness = Estimate::new(moments.skewness(), (6.0 / MANY as f64).sqrt());
    assert_within(skewness, -0.48542390097, "skewness");
}

#[test]
fn v8_beta_by_moments() {
    let model = case("beta");
    let by = |moments: &str| {
        let written = text("tests/cases/beta.toml");
        let changed = written.replace("{ alpha = 8, beta = 92 }", moments);
        let Prior::Beta(d) = prior(&parse(&changed), "b8_92").clone() else {
            panic!("{moments}")
        };
        (d.alpha(), d.beta())
    };
    assert_eq!(model.inputs.len(), 7);
    for (moments, alpha, beta) in [
        ("{ mean = 0.10, sd = 0.05 }", 3.5, 31.5),
        ("{ mean = 0.37, sd = 0.02 }", 215.2475, 366.5025),
    ] {
        let found = by(moments);
        assert_close(found.0, alpha, 1e-9, moments);
        assert_close(found.1, beta, 1e-9, moments);
    }
}

#[test]
fn v10_lognormal() {
    let (model, simulation) = run_case("lognormal");
    let row = (
        "by_mean",
        [
            11_000.0,
            3_850.0,
            5_332.6507092,
            10_382.441920,
            20_214.168544,
        ],
    );
    assert_rows(&model, &simulation, &[row]);
    let logs = |name: &str| match prior(&model, name) {
        Prior::LogNormal(d) => (d.meanlog(), d.sdlog()),
        other => panic!("{other}"),
    };
    let (meanlog, sdlog) = logs("by_mean");
    assert_close(meanlog, 9.2478713815, 1e-10, "mean of logs");
    assert_close(sdlog, 0.33993873071, 1e-10, "sd of logs");
    let (meanlog, sdlog) = logs("by_quantiles");
    assert_close(meanlog, 9.2103403720, 1e-10, "mean of logs");
    assert_close(sdlog, 0.42140356394, 1e-9, "sd of logs");
    let by_quantiles = line(&model, &simulation, "by_quantiles");
    assert_quantiles(
        by_quantiles,
        &[(0.05, 5_000.0), (0.95, 20_000.0)],
        "by_quantiles",
    );
}

/// A correlation of normal scores is neither Pearson's nor Spearman's of the draws.
#[test]
fn v10_pearson_of_correlated_lognormals() {
    let model = case("lognormal");
    let columns = draws(&model, &model.base(), MANY, 1);
    let pearson = pearson(columns.column("narrow"), columns.column("wide"));
    assert_within(pearson, 0.53755049742, "Pearson's correlation");
}

#[test]
fn v12_rank_correlations() {
    let (model, simulation) = run_case("copula");
    let columns = draws(&model, &model.base(), MANY, 1);
    for (pair, score, by_ranks, by_order) in [
        (1, 0.3, 0.28756421862, 0.19397336804),
        (2, 0.5, 0.48258373953, 0.33333333333),
        (3, 0.6, 0.58192010412, 0.40966552940),
        (4, 0.8, 0.78593928261, 0.59033447060),
        (5, -0.5, -0.48258373953, -0.33333333333),
    ] {
        let what = format!("pair {pair}, score {score}");
        let (x, y) = (
            columns.column(&format!("x{pair}")),
            columns.column(&format!("y{pair}")),
        );
        let found = spearman(x, y);
        assert_within(found, by_ranks, &format!("Spearman of {what}"));
        let few = 10_000;
        assert_within(
            kendall_of(&x[..few], &y[..few]),
            by_order,
            &format!("Kendall of {what}"),
        );
    }
    // The margins are untouched.
    for input in &model.inputs {
        let prior = input.prior.as_ref().unwrap();
        let output = line(&model, &simulation, &input.name);
        assert_moments(output, prior.mean(), prior.sd(), &input.name);
        for p in [0.025, 0.25, 0.5, 0.75, 0.975] {
            let value = prior.quantile(Probability::new(p));
            assert_within(output.quantile(p), value, &input.name);
        }
    }
    // Pairs do not know of each other.
    for (a, b) in [("x1", "x2"), ("y1", "y2"), ("x3", "y4"), ("y4", "x5")] {
        let found = spearman(columns.column(a), columns.column(b));
        assert_within(found, 0.0, &format!("Spearman of {a} and {b}"));
    }
}

/// A rank correlation that the case states is the rank correlation of the draws.
#[test]
fn v12_stated_ranks_come_out() {
    let written = text("tests/cases/copula.toml");
    let model = parse(&written.replace("normal_score = 0.6", "rank = 0.6"));
    let columns = draws(&model, &model.base(), MANY, 1);
    let found = spearman(columns.column("x3"), columns.column("y3"));
    assert_within(found, 0.6, "Spearman");
}

#[test]
fn v13_pert() {
    let (model, simulation) = run_case("pert");
    let skip = f64::NAN;
    let rows = [
        (
            "effect",
            [0.2, 0.037796447301, 0.12932655993, 0.2, 0.27067344007],
        ),
        (
            "relatives",
            [
                2.1683333333,
                0.66663124906,
                0.94259634522,
                skip,
                3.4354698154,
            ],
        ),
        (
            "hours",
            [25.333333333, 12.202003478, 5.8810624091, skip, 51.353667284],
        ),
        ("flat", [0.2, 0.044721359550, skip, 0.2, skip]),
        ("triangle", [0.2, 0.040824829046, skip, 0.2, skip]),
    ];
    assert_rows(&model, &simulation, &rows);
    // The popular (max − min)/6 must not pass.
    let sd = line(&model, &simulation, "effect").sd();
    assert!((sd.value - 0.2 / 6.0).abs() > 10.0 * sd.standard_error);
}

#[test]
fn v14_break_even() {
    let model = case("break_even");
    let base = model.base();
    let [all, hard] = totals(
        &model,
        &base,
        &base.points,
        [Total::BreakEven, Total::HardBreakEven],
    );
    assert_close(all, 0.15835938985, 1e-9, "break-even");
    assert_close(hard, 0.22630208333, 1e-9, "hard break-even");
    for (name, p, p_hard, sd) in [
        (
            None,
            0.64270607234,
            0.31386658091,
            0.078157991153 * 1_525_530.0 / 241_582.0,
        ),
        (Some("uniform"), 0.70820305074, 0.36848958333, 0.36458227689),
        (Some("pert"), 0.84760165746, 0.26455430351, 0.23867512584),
        (
            Some("triangular"),
            0.82970908081,
            0.27156914605,
            0.040824829046 * 1_525_530.0 / 241_582.0,
        ),
    ] {
        let variant = name.map_or_else(|| model.base(), |name| scenario(&model, name));
        let simulation = run(&model, &variant, MANY);
        let what = name.unwrap_or("beta");
        let headline = analysis::headline(&simulation);
        assert_within(headline.all.p_break_even, p, what);
        assert_within(headline.hard.p_break_even, p_hard, what);
        assert_within(total(&simulation, Total::Roi).sd(), sd, what);
        // Costs are fixed and benefits proportional: the effect at break-even is one number.
        let [median, low, high] = headline.all.break_even.unwrap();
        assert_eq!([median, low, high], [Estimate::exact(all); 3]);
        assert_close(headline.hard.break_even.unwrap()[0].value, hard, 1e-9, what);
    }
}

#[test]
fn v14_prior_by_two_quantiles() {
    let model = case("break_even");
    let effect = prior(&model, "effect");
    let Prior::Beta(d) = effect else {
        panic!("{effect}")
    };
    assert_close(d.alpha(), 4.7890302572, 1e-9, "alpha");
    assert_close(d.beta(), 19.847113494, 1e-9, "beta");
    let quantiles = [(0.1, 0.1), (0.9, 0.3), (0.5, 0.18604425273)];
    assert_prior(effect, 0.19439041700, 0.078157991153, &quantiles);
}

/// The formulas of the standard errors, and their values.
#[test]
fn v16_standard_errors_by_formula() {
    for (n, error) in [
        (10_000, 0.004_898_979_485_6),
        (1_000_000, 4.898_979_485_6e-4),
    ] {
        let proportion = Proportion {
            hits: n * 6 / 10,
            count: n,
        };
        assert_close(
            proportion.estimate().standard_error,
            error,
            1e-10,
            "proportion",
        );
    }
    // At n = 10⁴: q2.5 0.0057759890780, q97.5 0.043015290186; a hundred times the draws, a tenth of the error. The
    // estimate of an error from the distance between order statistics 2δ ranks apart, δ = √(n p(1 − p)) = 156, has
    // itself a relative error of 1/√(2δ) = 6 %.
    let (_, simulation) = ratio(0.0);
    let roi = total(&simulation, Total::Roi);
    for (p, error) in [(0.025, 0.000_577_598_907_80), (0.975, 0.004_301_529_018_6)] {
        assert_close(roi.quantile(p).standard_error, error, 0.24, "quantile");
    }
    // s/√n, and the delta method: for independent B and C it is R √((cv_B² + cv_C²)/n).
    let benefits = total(&simulation, Total::Benefits);
    assert_close(benefits.mean().standard_error, 152.553, 0.01, "mean");
    let of_means = 1.2629500542 * (0.25_f64 + 0.04).sqrt() / 1_000.0;
    assert_close(
        simulation
            .ratio_of_means(Ratio::Roi)
            .unwrap()
            .standard_error,
        of_means,
        0.01,
        "ratio of means",
    );
}

/// Over repetitions with other seeds, estimates scatter as much as their standard errors say.
///
/// The spread of 400 estimates is known to 1/√800 = 3.5 % (a little more for the sd, whose estimates have tails):
/// 16 % is more than four times that.
#[test]
fn v16_standard_errors_are_those_of_repetitions() {
    let model = parse(&text("tests/cases/ratio.toml"));
    let plan = compile(&model, &model.base());
    let quantities: [fn(&Simulation) -> Estimate; 8] = [
        |s| total(s, Total::Roi).mean(),
        |s| total(s, Total::Costs).sd(),
        |s| total(s, Total::Roi).quantile(0.025),
        |s| total(s, Total::Roi).quantile(0.5),
        |s| total(s, Total::Roi).quantile(0.975),
        |s| total(s, Total::NetBenefit).exceedance(0.0),
        |s| total(s, Total::NetBenefit).quantile(0.05),
        |s| s.ratio_of_means(Ratio::Roi).unwrap(),
    ];
    let mut values = vec![Vec::new(); quantities.len()];
    let mut errors = vec![Vec::new(); quantities.len()];
    for seed in 1..=400 {
        let simulation = simulate(&plan, settings(10_000, seed), &Silent).unwrap();
        for (i, quantity) in quantities.iter().enumerate() {
            let estimate = quantity(&simulation);
            values[i].push(estimate.value);
            errors[i].push(estimate.standard_error);
        }
    }
    for (i, (values, errors)) in values.iter().zip(&errors).enumerate() {
        let (mut spread, mut error) = (Moments::new(), Moments::new());
        spread.update(values);
        error.update(errors);
        let what = format!("quantity {i}");
        assert_close(error.mean().value, spread.sd().value, 0.16, &what);
    }
}

#[test]
fn v17_truncation_bias() {
    let (model, simulation) = run_case("truncation");
    let gain = line(&model, &simulation, "gain");
    assert_moments(gain, 0.055, 0.035, "the gain as drawn");
    assert_within(gain.cdf(0.0), 0.058041566869, "P(gain < 0)");
    let clamped = line(&model, &simulation, "clamped");
    assert_within(clamped.mean(), 0.055869877067, "clamped");
    let folded = line(&model, &simulation, "folded");
    assert_within(folded.mean(), 0.056739754135, "folded");
    // E[X; X > 0] / P(X > 0).
    assert_within(
        simulation.ratio_of_means(Ratio::Roi).unwrap(),
        0.059312465500,
        "truncated",
    );
    let columns = draws(&model, &model.base(), MANY, 1);
    let positive = columns.column("gain").iter().copied().filter(|x| *x > 0.0);
    let mut moments = Moments::new();
    moments.update(&positive.collect::<Vec<f64>>());
    assert_within(moments.sd(), 0.031132250783, "sd of the truncated gain");
    // The draws are as the prior says: the biased means must not pass for its mean.
    let mean = gain.mean();
    for biased in [0.059312465500, 0.055869877067, 0.056739754135] {
        assert!((mean.value - biased).abs() > 10.0 * mean.standard_error);
    }
}

#[test]
fn v19_discounting_and_drop_off() {
    let model = case("years");
    for (rate, drop_off, at_start) in [
        (0.0, 0.0, 500.0),
        (0.03, 0.0, 471.70984028),
        (0.015, 0.0, 485.43846476),
        (0.03, 0.2, 321.24372354),
        (0.015, 0.2, 328.49538206),
    ] {
        let selection = Selection {
            set: vec![("rate".to_owned(), rate), ("drop_off".to_owned(), drop_off)],
            ..Selection::default()
        };
        let variant = model.variant(&selection).unwrap();
        let wanted = [Total::Benefits, Total::Costs];
        let [start, end] = totals(&model, &variant, &variant.points, wanted);
        assert_close(start, at_start, 1e-9, &format!("{rate}, {drop_off}"));
        if (rate, drop_off) == (0.03, 0.0) {
            assert_close(end, 457.97071872, 1e-9, "paid at the end of the year");
        }
        // A run in which nothing is drawn says the same, without error.
        let simulation = run(&model, &variant, 2_000);
        assert_eq!(
            total(&simulation, Total::Benefits).mean(),
            Estimate::exact(start)
        );
    }
}

#[test]
fn v20_deductions_multiply() {
    let (model, simulation) = run_case("chain");
    let first_year = line(&model, &simulation, "first_year");
    assert_moments(first_year, 0.504, 0.10023223035, "what is left");
    assert!(
        (first_year.mean().value - 0.40).abs() > 0.1,
        "deductions were added up"
    );
    let [benefits] = totals(
        &model,
        &model.base(),
        &model.base().points,
        [Total::Benefits],
    );
    let three_years = 1.0 + 0.75 / 1.04 + 0.75 * 0.75 / (1.04 * 1.04);
    assert_close(benefits, 0.504 + three_years, 1e-9, "at the points");
    // Drop-off d uniform on [0, ½]: E[1 − d] = 3/4 and E[(1 − d)²] = 7/12.
    let mean = 1.0 + 0.75 / 1.04 + 7.0 / 12.0 / (1.04 * 1.04);
    assert_within(
        line(&model, &simulation, "three_years").mean(),
        mean,
        "three years",
    );
}

/// What cancels in the algebra cancels in every draw: spreads are exactly 0, ratios exactly 1.
#[test]
fn one_draw_per_quantity() {
    let (model, simulation) = run_case("reuse");
    let zero = Estimate::exact(0.0);
    for output in [
        line(&model, &simulation, "nothing"),
        total(&simulation, Total::NetBenefit),
    ] {
        assert_eq!((output.mean().value, output.sd()), (0.0, zero));
        assert_eq!(output.extremes(), (0.0, 0.0));
    }
    let roi = total(&simulation, Total::Roi);
    assert_eq!((roi.mean().value, roi.sd()), (1.0, zero));
    assert_eq!(simulation.ratio_of_means(Ratio::Roi).unwrap().value, 1.0);
    assert_eq!(
        simulation.ratio_of_means(Ratio::HardRoi).unwrap().value,
        0.5
    );
    assert!(total(&simulation, Total::Benefits).sd().value > 1_000.0);
    // Never above 0, so never beyond break-even; the error says that one more draw could be.
    assert_eq!(analysis::headline(&simulation).all.p_break_even.value, 0.0);
}

/// Ranks 0 to n − 1; draws of continuous priors have no ties to speak of.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    for (rank, &index) in order.iter().enumerate() {
        ranks[index] = rank as f64;
    }
    ranks
}

/// Pearson's correlation, with the standard error of the delta method: the spread of `z_x` `z_y` − r (`z_x²` + `z_y²)/2` over √n.
fn pearson(x: &[f64], y: &[f64]) -> Estimate {
    let standardised = |values: &[f64]| {
        let mut moments = Moments::new();
        moments.update(values);
        let (mean, sd) = (moments.mean().value, moments.sd().value);
        values.iter().map(|v| (v - mean) / sd).collect::<Vec<f64>>()
    };
    let (x, y) = (standardised(x), standardised(y));
    let n = x.len() as f64;
    let r = x.iter().zip(&y).map(|(x, y)| x * y).sum::<f64>() / n;
    let influence: Vec<f64> = x
        .iter()
        .zip(&y)
        .map(|(x, y)| x * y - r * (x * x + y * y) / 2.0)
        .collect();
    let mut moments = Moments::new();
    moments.update(&influence);
    Estimate::new(r, moments.mean().standard_error)
}

/// Spearman's correlation; its standard error is (1 − r²) √((1 + r²/2)/n) (Bonett & Wright 2000, Psychometrika 65:23).
fn spearman(x: &[f64], y: &[f64]) -> Estimate {
    let r = pearson(&ranks(x), &ranks(y)).value;
    let square = r * r;
    let error = (1.0 - square) * ((1.0 + square / 2.0) / x.len() as f64).sqrt();
    Estimate::new(r, error)
}

/// Kendall's correlation; its variance is at most 2 (1 − τ²)/n.
fn kendall_of(x: &[f64], y: &[f64]) -> Estimate {
    let n = x.len();
    let mut balance = 0_i64;
    for i in 0..n {
        for j in 0..i {
            balance += if (x[i] < x[j]) == (y[i] < y[j]) {
                1
            } else {
                -1
            };
        }
    }
    let tau = balance as f64 / (n * (n - 1) / 2) as f64;
    Estimate::new(tau, (2.0 * (1.0 - tau * tau) / n as f64).sqrt())
}
