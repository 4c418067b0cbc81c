//! Predictive runs: counts and means of the next so many people against closed forms, and apart from ordinary runs.

use std::fs;

use sroi::analysis::{SpreadRow, spreads};
use sroi::dist::{Binomial, Gamma, Normal, Poisson, Probability, varying};
use sroi::model::{Model, Selection, Total, Variant};
use sroi::plan::Metric;
use sroi::sim::{Settings, Silent, Simulation, simulate};
use sroi::stats::{Estimate, Moments, VarianceShare};
use sroi::stream::{Design, Key};
use statrs::distribution::DiscreteCDF;

use crate::program::{Folder, SMALL, root, run};
use crate::support::{MANY, assert_within, case, draws, draws_of, parse, settings, text, total};

/// Uniforms from one end to the other: both tails to the last one, and a grid.
fn uniforms() -> Vec<f64> {
    let ends = [2f64.powi(-53), 1e-12, 1e-9, 1e-7, 1e-6, 1.1e-6, 1e-4, 0.01];
    let grid = (1..200).map(|i| f64::from(i) / 200.0);
    let both = ends.into_iter().flat_map(|u| [u, 1.0 - u]);
    both.chain(grid).collect()
}

/// The uniforms at which a law of counts jumps, and their neighbours.
fn jumps(cdf: impl Fn(f64) -> f64, mean: f64, sd: f64) -> Vec<f64> {
    let counts = (-8..=8).map(|i| (mean + f64::from(i) * 0.5 * sd).floor());
    let borders = counts.map(cdf).filter(|u| *u > 1e-15 && *u < 1.0 - 1e-15);
    borders
        .flat_map(|u| [u, u.next_up(), u.next_down(), u + 1e-13, u - 1e-13])
        .collect()
}

#[test]
fn binomials_are_inverted_exactly() {
    for n in [1.0, 2.0, 7.0, 41.0, 100.0, 1_000.0, 137_000.0, 1e6] {
        for p in [
            1e-12,
            1e-7,
            1e-4,
            0.01,
            0.06,
            0.3,
            0.5,
            0.66,
            0.95,
            0.9999,
            1.0 - 1e-9,
        ] {
            let law = Binomial::new(n, p).unwrap();
            let other = statrs::distribution::Binomial::new(p, n as u64).unwrap();
            let comparable = n <= 1_000.0;
            let jumps = jumps(|k| law.cdf(k), law.mean(), law.sd());
            for u in uniforms().into_iter().chain(jumps) {
                let k = varying::binomial(n, p, u);
                assert_eq!(k, law.quantile(Probability::lower(u)), "{n} {p} {u}");
                // The other implementation loses digits with many trials: 2e-5 at a million.
                if !comparable {
                    continue;
                }
                let upto = other.cdf(k as u64);
                assert!(upto >= u - 1e-8, "{n} {p} {u}: {k} {upto}");
                let below = if k > 0.0 {
                    other.cdf(k as u64 - 1)
                } else {
                    0.0
                };
                assert!(below <= u + 1e-8, "{n} {p} {u}: {k} {below}");
            }
        }
    }
}

#[test]
fn poissons_are_inverted_exactly() {
    for mean in [1e-9, 0.02, 0.7, 5.0, 39.9, 40.1, 300.0, 1e4, 1e7] {
        let law = Poisson::new(mean).unwrap();
        let jumps = jumps(|k| law.cdf(k), mean, mean.sqrt());
        for u in uniforms().into_iter().chain(jumps) {
            let k = varying::poisson(mean, u);
            assert_eq!(k, law.quantile(Probability::lower(u)), "{mean} {u}");
        }
    }
}

#[test]
fn means_are_inverted_as_the_priors_are() {
    for (mean, sd) in [(20.0, 1.49), (3.0, 3.0), (0.5, 4.0), (1e6, 20.0)] {
        let (gamma, normal) = (
            Gamma::from_mean_sd(mean, sd).unwrap(),
            Normal::new(mean, sd).unwrap(),
        );
        for u in uniforms() {
            let p = Probability::lower(u);
            for (found, exact) in [
                (varying::gamma(mean, sd, u), gamma.quantile(p)),
                (varying::normal(mean, sd, u), normal.quantile(p)),
            ] {
                assert!(
                    (found - exact).abs() <= 1e-12 * exact.abs(),
                    "{mean} {sd} {u}"
                );
            }
        }
    }
    // A hardly varying gamma passes into a normal without a step.
    let (below, above) = (0.999e-5, 1.001e-5);
    for u in [0.01, 0.5, 0.99] {
        let [a, b] = [below, above].map(|cv| (varying::gamma(1.0, cv, u) - 1.0) / cv);
        assert!((a - b).abs() < 1e-4, "{a} {b}");
    }
}

#[test]
fn parameters_without_meaning_give_no_number() {
    let nan = f64::NAN;
    for (n, p) in [
        (10.0, -0.1),
        (10.0, 1.1),
        (10.0, nan),
        (2.5, 0.5),
        (-1.0, 0.5),
        (2e6, 0.5),
        (nan, 0.5),
    ] {
        assert!(varying::binomial(n, p, 0.4).is_nan(), "{n} {p}");
    }
    for mean in [-1.0, nan, f64::INFINITY, 1e9] {
        assert!(varying::poisson(mean, 0.4).is_nan(), "{mean}");
    }
    for (mean, sd) in [
        (-1.0, 1.0),
        (0.0, 1.0),
        (1.0, -1.0),
        (1.0, 11.0),
        (nan, 1.0),
        (1.0, nan),
    ] {
        assert!(varying::gamma(mean, sd, 0.4).is_nan(), "{mean} {sd}");
    }
    assert!(varying::normal(0.0, -1.0, 0.4).is_nan());
    // The ends are no mistakes.
    assert_eq!(varying::binomial(100.0, 0.0, 0.999), 0.0);
    assert_eq!(varying::binomial(100.0, 1.0, 0.001), 100.0);
    assert_eq!(varying::binomial(0.0, nan, 0.5), 0.0);
    assert_eq!(varying::poisson(0.0, 0.999), 0.0);
    assert_eq!(varying::gamma(3.0, 0.0, 0.999), 3.0);
    assert_eq!(varying::normal(-3.0, 0.0, 0.999), -3.0);
}

/// The predictive variant of a case.
fn predictive(model: &Model) -> Variant {
    let selection = Selection {
        predictive: true,
        ..Selection::default()
    };
    model.variant(&selection).unwrap()
}

fn run_predictive(model: &Model, settings: Settings) -> Simulation {
    let plan = sroi::plan::compile(model, &predictive(model));
    simulate(&plan, settings, &Silent).unwrap()
}

fn row<'a>(rows: &'a [SpreadRow], metric: &str, name: Option<&str>) -> &'a SpreadRow {
    let mut all = rows.iter();
    all.find(|row| row.metric == metric && row.subject.as_deref() == name)
        .unwrap()
}

/// Variance of a count of the next 100 whose probability is Beta(a, b): all of it, and that of 100 times the probability.
fn beta_binomial(a: f64, b: f64) -> (f64, f64) {
    let (n, sum) = (100.0, a + b);
    let spread = a * b / (sum * sum);
    (
        n * spread * (n + sum) / (sum + 1.0),
        n * n * spread / (sum + 1.0),
    )
}

/// Every law in closed form. False alarms of 26 comparisons at four standard errors: 0.2 %.
#[test]
fn variances_are_known() {
    let model = case("predictive");
    let simulation = run_predictive(&model, settings(MANY, 1));
    let rows = spreads(&model, &simulation);
    let crisis = beta_binomial(2.5, 39.5);
    assert!((crisis.0 - 18.4867).abs() < 1e-4 && (crisis.1 - 13.0188).abs() < 1e-4);
    for (name, (whole, parameters)) in [
        ("crisis", crisis),
        ("job", beta_binomial(6.5, 36.5)),
        ("study", beta_binomial(1.5, 41.5)),
        ("day", beta_binomial(6.5, 36.5)),
        ("same", beta_binomial(28.5, 14.5)),
        ("visits", (50.0 + 100.0, 100.0)),
        ("hours_per_client", (2.39 * 2.39 + 1.49 * 1.49, 2.39 * 2.39)),
    ] {
        let row = row(&rows, "quantity", Some(name));
        assert_within(row.predictive.sd, whole.sqrt(), name);
        assert_within(row.parameter.sd, parameters.sqrt(), name);
        assert_within(row.parameter_share.unwrap(), parameters / whole, name);
    }
    let room = row(&rows, "line", Some("room"));
    assert_within(room.predictive.sd, 100.0, "an input of kind variability");
    assert_eq!(room.parameter.sd, Estimate::exact(0.0));
    assert_eq!(room.parameter_share.unwrap().value, 0.0);
    // Of independent lines and of exclusive categories, weighted by their euros.
    let (job, study) = (beta_binomial(6.5, 36.5), beta_binomial(1.5, 41.5));
    let with = |squares: f64, factor: f64| {
        let pair = |a: f64, b: f64| -a * b / (43.0 * 43.0) * factor;
        squares + 2.0 * (6.0 * pair(6.5, 1.5) + 3.0 * pair(6.5, 6.5) + 2.0 * pair(1.5, 6.5))
    };
    let shares = with(9.0 * job.1 + 4.0 * study.1 + job.1, 100.0 * 100.0 / 44.0);
    let counts = with(9.0 * job.0 + 4.0 * study.0 + job.0, 100.0 * 143.0 / 44.0);
    let net = |crisis: f64, participation: f64, visits: f64, hours: f64, room: f64| {
        7700.0 * 7700.0 * crisis + 1e6 * participation + 3600.0 * visits + 25e6 * hours + room
    };
    let whole = net(crisis.0, counts, 150.0, 2.39 * 2.39 + 1.49 * 1.49, 1e4);
    let parameters = net(crisis.1, shares, 100.0, 2.39 * 2.39, 0.0);
    let row = row(&rows, "net_benefit", None);
    assert_within(row.predictive.sd, whole.sqrt(), "net benefit");
    assert_within(row.parameter.sd, parameters.sqrt(), "net benefit");
    assert_within(
        row.parameter_share.unwrap(),
        parameters / whole,
        "net benefit",
    );
    assert!(
        rows.iter()
            .any(|row| row.metric == "roi" && row.parameter_share.is_none()),
        "a ratio has no share"
    );
}

#[test]
fn categories_hold_everybody_once() {
    let model = case("predictive");
    let columns = draws(&model, &predictive(&model), 200_000, 3);
    let of = |name: &str| columns.column(&format!("predicted.{name}"));
    let all = ["job", "study", "day", "same"].map(of);
    for draw in 0..all[0].len() {
        let counts = all.map(|column| column[draw]);
        assert_eq!(counts.iter().sum::<f64>(), 100.0);
        assert!(counts.iter().all(|k| *k >= 0.0 && k.fract() == 0.0));
    }
    // Dirichlet-multinomial: −n αᵢαⱼ/α₀² (n + α₀)/(1 + α₀).
    for (i, j, a, b) in [(0, 2, 6.5, 6.5), (0, 3, 6.5, 28.5), (1, 3, 1.5, 28.5)] {
        let deviation = |column: &[f64], alpha: f64| -> Vec<f64> {
            column.iter().map(|k| k - 100.0 * alpha / 43.0).collect()
        };
        let (x, y) = (deviation(all[i], a), deviation(all[j], b));
        let products: Vec<f64> = x.iter().zip(&y).map(|(x, y)| x * y).collect();
        let mut moments = Moments::new();
        moments.update(&products);
        let known = -100.0 * a * b / (43.0 * 43.0) * 143.0 / 44.0;
        assert_within(moments.mean(), known, "covariance of counts");
    }
}

/// A rest that no quantity counts, a number of trials that is itself predicted, and a mean that may be negative.
#[test]
fn counts_of_counts() {
    let written = text("tests/cases/predictive.toml")
        .replace(
            "quantities = [\"job\", \"study\", \"day\", \"same\"]",
            "quantities = [\"job\", \"study\", \"day\"]",
        )
        .replace("\"share_day\", \"share_same\"] }", "\"share_day\", \"rest\"] }")
        .replace("sd = \"hours_sd\" }", "sd = \"hours_sd\", family = \"normal\" }")
        .replace("[predictive.hours]", "[derived.again]\nexpr = \"crisis * 0.2\"\n[predictive.again]\nquantity = \"again\"\nbinomial = { trials = \"crisis\", probability = 0.2 }\n[predictive.hours]")
        .replace("amount = \"crisis * crisis_cost\"", "amount = \"again * crisis_cost\"");
    let model = parse(&written);
    let simulation = run_predictive(&model, settings(MANY, 1));
    let rows = spreads(&model, &simulation);
    let of = |name| row(&rows, "quantity", Some(name));
    // Thinned: the next 100 with a fifth of the probability, given it.
    let (n, m, square) = (100.0, 2.5 / 42.0, 2.5 * 3.5 / (42.0 * 43.0));
    let known: f64 = n * (0.2 * m - 0.04 * square) + n * n * 0.04 * (square - m * m);
    assert_within(
        of("again").predictive.sd,
        known.sqrt(),
        "a count of a count",
    );
    assert_within(
        of("day").predictive.sd,
        beta_binomial(6.5, 36.5).0.sqrt(),
        "day",
    );
    let hours = of("hours_per_client");
    assert_within(
        hours.predictive.sd,
        (2.39_f64 * 2.39 + 1.49 * 1.49).sqrt(),
        "normal",
    );
}

/// What a predictive run calls the result given the parameters is the ordinary run, bit for bit; and the ordinary run does
/// not know of the tables.
#[test]
fn ordinary_runs_are_left_alone() {
    let written = text("tests/cases/predictive.toml");
    let (head, rest) = written.split_once("[predictive.crisis]").unwrap();
    let (_, lines) = rest.split_once("[lines.crisis]").unwrap();
    let without = format!("{head}[lines.crisis]{lines}");
    let (model, plain) = (parse(&written), parse(&without));
    assert!(plain.predictions.is_empty() && model.predictions.len() == 4);
    let of = |model: &Model| draws_of(model, &model.base(), settings(20_000, 5), &Silent);
    let ((with, ordinary), (without, _)) = (of(&model), of(&plain));
    assert_eq!(with.names, without.names);
    for name in &with.names {
        assert!(with.bits(name) == without.bits(name), "{name}");
    }
    let predicted = run_predictive(&model, settings(20_000, 5));
    assert!(ordinary.expected.is_empty() && ordinary.parameter_shares.is_empty());
    for output in &ordinary.outputs {
        let mut expected = predicted.expected.iter();
        let expected = expected
            .find(|other| other.metric == output.metric)
            .unwrap();
        assert_eq!(expected.mean(), output.mean(), "{:?}", output.metric);
        assert_eq!(expected.quantile(0.025), output.quantile(0.025));
    }
    assert_ne!(
        total(&predicted, Total::NetBenefit).mean(),
        total(&ordinary, Total::NetBenefit).mean()
    );
}

/// The files of an ordinary run differ by the hash of the case only, whatever it predicts.
#[test]
fn files_of_ordinary_runs_are_left_alone() {
    let folder = Folder::new();
    let written = text("tests/cases/predictive.toml");
    let (head, rest) = written.split_once("[predictive.crisis]").unwrap();
    let (_, lines) = rest.split_once("[lines.crisis]").unwrap();
    folder.write("with.toml", &written);
    folder.write("without.toml", &format!("{head}[lines.crisis]{lines}"));
    let hashes = ["with", "without"].map(|name| {
        let case = format!("{name}.toml");
        let (code, _, error) = run(
            folder.path(),
            &[
                "run",
                &case,
                "--out",
                name,
                "--draws",
                "3000",
                "--keep-draws",
                "--quiet",
            ],
        );
        assert_eq!(code, 0, "{error}");
        let manifest = fs::read_to_string(folder.join(name).join("manifest.json")).unwrap();
        assert!(!manifest.contains("predictive\": "), "{manifest}");
        let (_, hash) = manifest.split_once("\"case_sha256\": \"").unwrap();
        hash[..64].to_owned()
    });
    assert_ne!(hashes[0], hashes[1]);
    let bytes = |name: &str, file: &str, hash: &str| {
        let mut bytes = fs::read(folder.join(name).join(file)).unwrap();
        let places: Vec<usize> = (0..bytes.len().saturating_sub(63))
            .filter(|&at| bytes[at..at + 64] == *hash.as_bytes())
            .collect();
        for &at in &places {
            bytes[at..at + 64].fill(b'0');
        }
        assert!(!places.is_empty(), "{file}");
        bytes
    };
    for file in [
        "manifest.json",
        "summary.parquet",
        "tornado.parquet",
        "draws.parquet",
    ] {
        let [with, without] =
            [("with", 0), ("without", 1)].map(|(name, place)| bytes(name, file, &hashes[place]));
        assert!(with == without, "{file}");
    }
}

/// Under designs the same variances come out, with the errors of the replicates.
#[test]
fn designs_hold() {
    let model = case("predictive");
    for design in [Design::LatinHypercube, Design::Sobol] {
        let settings = Settings::random(1 << 17, 1, 2).designed(design);
        let rows = spreads(&model, &run_predictive(&model, settings));
        let share = row(&rows, "quantity", Some("crisis"))
            .parameter_share
            .unwrap();
        // Student's t with 15 degrees of freedom: six standard errors are exceeded once in 40,000.
        assert!(share.standard_error > 0.0 && share.standard_error < 0.01);
        let off = (share.value - 13.018_774 / 18.486_659).abs() / share.standard_error;
        assert!(off < 6.0, "{design}: {share:?}");
    }
}

/// Break-even is linear in the effect only where chance does not depend on it.
#[test]
fn break_even_needs_chance_that_does_not_depend_on_it() {
    let written = text("tests/cases/predictive.toml") + "\n[break_even]\ninputs = [\"effect\"]\n";
    let effect = "[inputs.effect]\nunit = \"1\"\npoint = 1\nsource.ref = \"made_up\"\n";
    let written = written.replace("[derived.crisis]", &format!("{effect}[derived.crisis]"));
    let outside = written.replace("* crisis_cost\"", "* crisis_cost * effect\"");
    let inside = written
        .replace(
            "clients * share_crisis\"",
            "clients * share_crisis * effect\"",
        )
        .replace(
            "probability = \"share_crisis\"",
            "probability = \"share_crisis * effect\"",
        );
    for (text, has_break_even) in [(outside, true), (inside, false)] {
        let model = parse(&text);
        assert!(model.base().break_even_degree(&model) == Some(1));
        let plan = sroi::plan::compile(&model, &predictive(&model));
        let metric = Metric::Total(Total::BreakEven);
        assert_eq!(plan.operand(metric).is_some(), has_break_even);
    }
}

/// The share of variance and its error: merged in pieces, of equal columns, and over repetitions.
#[test]
fn the_share_of_variance_has_its_error() {
    let column = |name: &str| {
        let mut column = [0.0; 1024];
        Key::new(11, name).uniforms(0, &mut column);
        column
    };
    let (mut shares, mut squares) = (Moments::new(), 0.0);
    for run in 0..400 {
        let (a, b) = (column(&format!("a {run}")), column(&format!("b {run}")));
        // Skewed, with a mean far from 0.
        let x: Vec<f64> = a.iter().map(|u| 1e3 + u * u * u).collect();
        let y: Vec<f64> = x.iter().zip(&b).map(|(x, u)| x + u).collect();
        let mut whole = VarianceShare::new();
        whole.update(&x, &y);
        let mut pieces = VarianceShare::new();
        for part in [0..100, 100..101, 101..1024] {
            let mut piece = VarianceShare::new();
            piece.update(&x[part.clone()], &y[part]);
            pieces.merge(&piece);
        }
        let (one, many) = (whole.estimate(), pieces.estimate());
        assert!((one.value - many.value).abs() < 1e-9);
        assert!((one.standard_error / many.standard_error - 1.0).abs() < 1e-6);
        shares.update(&[one.value]);
        squares += one.standard_error * one.standard_error / 400.0;
        let mut same = VarianceShare::new();
        same.update(&x, &x);
        assert_eq!(same.estimate(), Estimate::exact(1.0));
    }
    // Var(u³) = 9/112, Var(u) = 1/12; a share of two estimates is biased by about 1/n.
    let known = (9.0 / 112.0) / (9.0 / 112.0 + 1.0 / 12.0);
    let mean = shares.mean();
    assert!(
        (mean.value - known).abs() < 4.0 * mean.standard_error + 1e-3,
        "{mean:?}"
    );
    // The spread of 400 estimates is known to 1/√800 = 3.5 %.
    let ratio = squares.sqrt() / shares.sd().value;
    assert!((ratio - 1.0).abs() < 0.18, "{ratio}");
    assert!(VarianceShare::new().estimate().value.is_nan());
}

/// From the command line: what is said, refused and recorded.
#[test]
fn predictive_from_the_command_line() {
    let folder = Folder::new();
    let case = root().join("tests/cases/predictive.toml");
    let case = case.to_str().unwrap();
    let small = folder.write("small.toml", SMALL);
    let (code, _, error) = run(
        folder.path(),
        &["run", small.to_str().unwrap(), "--predictive"],
    );
    assert_eq!(code, 2);
    assert!(
        error.contains(
            "does not say what differs between the next clients; add `[predictive.NAME]` tables"
        ),
        "{error}"
    );
    let arguments = [
        "run",
        case,
        "--predictive",
        "--draws",
        "10000",
        "--keep-draws",
    ];
    let (code, out, error) = run(folder.path(), &arguments);
    assert_eq!(code, 0, "{error}");
    for expected in [
        "PREDICTIVE: the next 100 clients. ",
        "exceed\ncosts for the next 100 clients",
        "\nWhere the spread comes from\n",
    ] {
        assert!(out.contains(expected), "{expected}: {out}");
    }
    let (_, block) = out.split_once("Where the spread comes from").unwrap();
    assert!(
        block.lines().all(|line| line.chars().count() <= 80),
        "{block}"
    );
    let there = folder.join("results/predictive-predictive");
    assert!(there.join("predictive.parquet").exists());
    let manifest = fs::read_to_string(there.join("manifest.json")).unwrap();
    assert!(manifest.contains("\"predictive\": true"), "{manifest}");
    assert!(
        manifest.contains("\"multinomial job, study, day, same\""),
        "{manifest}"
    );
    // Predictive and ordinary runs do not go on with each other.
    let there = there.to_str().unwrap();
    let more = ["run", case, "--more", "--draws", "20000", "--out"];
    let (code, _, error) = run(folder.path(), &[&more[..], &[there]].concat());
    assert_eq!(code, 2);
    assert!(
        error.contains("  predictive: true there, false here\n"),
        "{error}"
    );
    let (code, _, error) = run(
        folder.path(),
        &[&more[..], &[there, "--predictive"]].concat(),
    );
    assert_eq!(code, 0, "{error}");
    let ordinary = [
        "run",
        case,
        "--draws",
        "10000",
        "--keep-draws",
        "--out",
        "ordinary",
    ];
    let (code, out, _) = run(folder.path(), &ordinary);
    assert!(
        code == 0 && !out.contains("PREDICTIVE") && !out.contains("the next 100 clients"),
        "{out}"
    );
    assert!(!folder.join("ordinary/predictive.parquet").exists());
    let (code, _, error) = run(
        folder.path(),
        &[&more[..], &["ordinary", "--predictive"]].concat(),
    );
    assert_eq!(code, 2);
    assert!(
        error.contains("  predictive: false there, true here\n"),
        "{error}"
    );
    let goal = [
        "run",
        case,
        "--predictive",
        "--until",
        "net_benefit.mean ± 1%",
        "--out",
        "goal",
    ];
    assert_eq!(run(folder.path(), &goal).0, 0);
}

/// What a selection makes impossible, and what turns out in a draw.
#[test]
fn what_cannot_be_predicted_is_refused() {
    let folder = Folder::new();
    let written = text("tests/cases/predictive.toml");
    let drawn = written.replace(
        "point = 100\nkind = \"structure\"",
        "point = 100\nprior.gamma = { mean = 100, sd = 5 }",
    );
    folder.write("drawn.toml", &drawn);
    let normal = written.replace(
        "prior.beta = { alpha = 2.5, beta = 39.5 }",
        "prior.normal = { mean = 0.05952380952380952, sd = 0.05 }",
    );
    folder.write("normal.toml", &normal);
    let rounded = written.clone()
        + "\n[switches.people]\ndefault = \"exact\"\n[switches.people.alternatives.exact]\n\
           [switches.people.alternatives.whole]\nexpr = { crisis = \"round(clients * share_crisis)\" }\n";
    folder.write("rounded.toml", &rounded);
    for (arguments, code, expected) in [
        (
            &["drawn.toml"][..],
            2,
            "in this run, the number of trials is drawn, because `clients` is (`crisis`); the next so many are a fixed number: \
             run it with `--predictive --set clients=…`",
        ),
        (&["drawn.toml", "--set", "clients=50"], 0, ""),
        (
            &["drawn.toml", "--set", "clients=50.5"],
            2,
            "in this run, the number of trials is 50.5: it must be whole",
        ),
        (
            &["rounded.toml", "--switch", "people=whole"],
            2,
            "in this run, `crisis` is 6 at the points, and trials times probability is 5.95",
        ),
        (&["rounded.toml", "--switch", "people=exact"], 0, ""),
        (&["normal.toml"], 1, "`crisis` cannot be predicted in draw "),
    ] {
        let fixed = [
            "run",
            "--predictive",
            "--draws",
            "1000",
            "--quiet",
            "--force",
        ];
        let (found, _, error) = run(folder.path(), &[&fixed[..], arguments].concat());
        assert_eq!(found, code, "{arguments:?}: {error}");
        assert!(error.contains(expected), "{arguments:?}: {error}");
    }
}
