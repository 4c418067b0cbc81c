//! Joint priors: shares that sum to one (Dirichlet) and multivariate normals, from the file to the draws.
//!
//! Moments are held to four of their standard errors, computed from the draws (false alarms 6e-5 per number); distributions to
//! Kolmogorov–Smirnov, √n·D < 2.8 (3.1e-7 each). All seeds are fixed.

use sroi::analysis::{HIGH, LOW, tornado};
use sroi::dist::{Dirichlet, Gamma, Prior, Probability};
use sroi::model::{Kind, Model, Selection, Total, Uncertainty};
use sroi::plan::compile;
use sroi::report::check_text;
use sroi::sim::{Settings, Silent, simulate};
use sroi::simd::{self, Instructions};
use sroi::stats::Estimate;
use sroi::stream::Key;
use sroi::text::{Diagnostic, Source};
use statrs::distribution::{Beta, ContinuousCDF, Normal};

use crate::program::{Folder, outcome, root, sroi};
use crate::support::{
    Draws, MANY, assert_close, assert_within, case, draws, draws_of, line, parse, run, scenario,
    settings, text,
};

/// Table 5 of a business case: exclusive outcomes of 41 clients, counts 6, 1, 6 and 28 with Jeffreys' pseudo-count.
const TABLE_5: [f64; 4] = [6.5, 1.5, 6.5, 28.5];
/// What a client of each category is worth, in euros.
const WORTH: [f64; 4] = [12_000.0, -5_000.0, 8_000.0, 0.0];

fn list(numbers: &[f64]) -> String {
    let numbers: Vec<String> = numbers.iter().map(f64::to_string).collect();
    numbers.join(", ")
}

/// A case whose one line is Σ worth · share, with shares s0, s1 … in per cent. Shares of worth 0 are in no line.
fn weighted(alpha: &[f64], worth: &[f64]) -> String {
    let sum: f64 = alpha.iter().sum();
    let names: Vec<String> = (0..alpha.len()).map(|i| format!("\"s{i}\"")).collect();
    let mut text = String::from("[case]\nname = \"weighted\"\n\n[stakeholders.all]\n\n");
    for (i, a) in alpha.iter().enumerate() {
        let point = 100.0 * a / sum;
        text += &format!("[inputs.s{i}]\nunit = \"%\"\npoint = {point}\n\n");
    }
    text += &format!(
        "[dirichlet.table]\ninputs = [{}]\nalpha = [{}]\n\n",
        names.join(", "),
        list(alpha)
    );
    let used = worth.iter().enumerate().filter(|(_, w)| **w != 0.0);
    let terms: Vec<String> = used.map(|(i, w)| format!("{w}[EUR] * s{i}")).collect();
    text + &format!(
        "[lines.value]\nside = \"benefit\"\namount = \"{}\"\nto = \"all\"\neuro = \"hard\"\n",
        terms.join(" + ")
    )
}

fn shares(alpha: &[f64], count: u64, seed: u64) -> Vec<Vec<f64>> {
    let model = parse(&weighted(alpha, &vec![1.0; alpha.len()]));
    let all = draws(&model, &model.base(), count, seed);
    let column = |i: usize| all.column(&format!("s{i}")).to_vec();
    (0..alpha.len()).map(column).collect()
}

/// The mean of a column with its standard error.
fn mean_of(values: impl Iterator<Item = f64> + Clone) -> Estimate {
    let n = values.clone().count() as f64;
    let mean = values.clone().sum::<f64>() / n;
    let variance = values.map(|x| (x - mean) * (x - mean)).sum::<f64>() / n;
    Estimate::new(mean, (variance / n).sqrt())
}

/// √n times the largest distance between the empirical distribution of a column and `cdf`, below 1 − 1e-9: next to 1 doubles lie
/// so far apart that many draws of a small alpha are 1.
fn kolmogorov(mut column: Vec<f64>, cdf: impl Fn(f64) -> f64) -> f64 {
    column.sort_unstable_by(f64::total_cmp);
    let n = column.len() as f64;
    column.retain(|x| !(1.0 - 1e-9..=1.0).contains(x));
    let gap = |(i, &x): (usize, &f64)| {
        let p = cdf(x);
        (p - i as f64 / n).max((i + 1) as f64 / n - p)
    };
    n.sqrt() * column.iter().enumerate().map(gap).fold(0.0, f64::max)
}

#[test]
fn moments_and_covariances_of_shares() {
    for alpha in [&TABLE_5[..], &[0.3, 0.05, 2.0], &[400.0, 100.0]] {
        let sum: f64 = alpha.iter().sum();
        let mean = |i: usize| alpha[i] / sum;
        let columns = shares(alpha, MANY, 1);
        for i in 0..alpha.len() {
            let found = mean_of(columns[i].iter().copied());
            assert_within(found, mean(i), &format!("mean of share {i} of {alpha:?}"));
            for j in 0..=i {
                let expected = if i == j {
                    alpha[i] * (sum - alpha[i]) / (sum * sum * (sum + 1.0))
                } else {
                    -alpha[i] * alpha[j] / (sum * sum * (sum + 1.0))
                };
                let pairs = columns[i].iter().zip(&columns[j]);
                let found = mean_of(pairs.map(|(x, y)| (x - mean(i)) * (y - mean(j))));
                assert_within(found, expected, &format!("covariance {i} {j} of {alpha:?}"));
            }
        }
    }
}

#[test]
fn each_share_alone_is_a_beta() {
    for alpha in [
        &TABLE_5[..],
        &[0.3, 0.05, 2.0],
        &[0.05, 0.05],
        &[26.5, 11.5, 4.5],
    ] {
        let sum: f64 = alpha.iter().sum();
        for (i, column) in shares(alpha, 200_000, 2).into_iter().enumerate() {
            let beta = Beta::new(alpha[i], sum - alpha[i]).unwrap();
            let statistic = kolmogorov(column, |x| beta.cdf(x));
            assert!(statistic < 2.8, "share {i} of {alpha:?}: {statistic}");
        }
    }
}

#[test]
fn shares_of_a_draw_sum_to_one() {
    for alpha in [
        &TABLE_5[..],
        &[0.05, 0.05],
        &[0.02, 0.03, 0.05],
        &[5e9, 4e9],
    ] {
        let columns = shares(alpha, 100_000, 3);
        for draw in 0..columns[0].len() {
            let sum: f64 = columns.iter().map(|column| column[draw]).sum();
            assert!((sum - 1.0).abs() < 1e-15, "{alpha:?}, draw {draw}: {sum}");
            let within = |column: &Vec<f64>| (0.0..=1.0).contains(&column[draw]);
            assert!(columns.iter().all(within), "{alpha:?}, draw {draw}");
        }
    }
}

/// Every share is its own gamma quantile at its own address, divided by the sum.
#[test]
fn shares_are_gammas_drawn_by_inversion_over_their_sum() {
    let columns = shares(&TABLE_5, 9_001, 7);
    for draw in [0, 1, 15, 16, 1_023, 1_024, 8_191, 8_192, 9_000] {
        let gamma = |(i, &alpha): (usize, &f64)| {
            let u = Key::new(7, &format!("s{i}")).uniform(draw);
            Gamma::new(alpha, 1.0)
                .unwrap()
                .quantile(Probability::new(u))
        };
        let gammas: Vec<f64> = TABLE_5.iter().enumerate().map(gamma).collect();
        let sum: f64 = gammas.iter().sum();
        for (i, gamma) in gammas.iter().enumerate() {
            assert_close(columns[i][draw as usize], gamma / sum, 1e-8, "a share");
        }
    }
}

/// Mean Σ w α/α₀ and variance Σᵢ Σⱼ wᵢ wⱼ covᵢⱼ. The last share is in no line, and is drawn all the same.
#[test]
fn value_of_weighted_shares() {
    let model = parse(&weighted(&TABLE_5, &WORTH));
    let simulation = run(&model, &model.base(), MANY);
    let sum: f64 = TABLE_5.iter().sum();
    let pairs = || WORTH.iter().zip(&TABLE_5);
    let mean: f64 = pairs().map(|(w, a)| w * a / sum).sum();
    let square: f64 = pairs().map(|(w, a)| w * w * a / sum).sum();
    let variance = (square - mean * mean) / (sum + 1.0);
    let value = line(&model, &simulation, "value");
    assert_within(value.mean(), mean, "the mean");
    assert_within(value.sd(), variance.sqrt(), "the sd");
    // Separate betas with the same margins would have another spread.
    let apart: f64 = pairs()
        .map(|(w, a)| w * w * a * (sum - a) / (sum * sum * (sum + 1.0)))
        .sum();
    assert!((apart.sqrt() - value.sd().value).abs() > 10.0 * value.sd().standard_error);
    let all = draws(&model, &model.base(), 100, 1);
    assert_eq!(all.column("s3").len(), 100);
}

#[test]
fn covariances_of_a_dirichlet() {
    let law = Dirichlet::new(&TABLE_5).unwrap();
    for (row, marginal) in law.covariance().iter().zip(law.marginals()) {
        // A share and all shares together: one is constant.
        assert!(row.iter().sum::<f64>().abs() < 1e-17);
        assert!(
            row.iter()
                .any(|c| (c - marginal.sd() * marginal.sd()).abs() < 1e-17)
        );
    }
    assert_eq!(law.to_string(), "Dirichlet(6.5, 1.5, 6.5, 28.5)");
    assert_eq!(
        Dirichlet::from_counts(&[6.0, 1.0, 6.0, 28.0], 0.5).unwrap(),
        law
    );
}

fn everything(model: &Model, threads: usize) -> (String, Draws) {
    let settings = Settings::random(20_000, 5, threads);
    let plan = compile(model, &model.base());
    let simulation = simulate(&plan, settings, &Silent).unwrap();
    let (columns, _) = draws_of(model, &model.base(), settings, &Silent);
    (format!("{simulation:?}"), columns)
}

#[test]
fn the_same_bits_on_any_number_of_threads_and_any_instructions() {
    let model = case("response");
    let one = everything(&model, 1);
    assert!(one == everything(&model, 2), "2 threads");
    assert!(one == everything(&model, 7), "7 threads");
    for (_, instructions) in Instructions::ALL {
        simd::limit(instructions);
        assert!(one == everything(&model, 2), "{instructions:?}");
    }
}

const SHARES: [&str; 3] = ["share_improved", "share_same", "share_worse"];
const OTHERS: [&str; 3] = ["visits_base", "visits_improved", "course_cost"];

#[track_caller]
fn assert_same(a: &Draws, b: &Draws, names: &[&str]) {
    for name in names {
        assert!(a.bits(name).unwrap() == b.bits(name).unwrap(), "{name}");
    }
}

#[test]
fn draws_depend_on_names_alone() {
    let written = text("tests/cases/response.toml");
    let model = parse(&written);
    let before = draws(&model, &model.base(), 3_000, 1);
    let more = "\n[inputs.aaa]\nunit = \"EUR/course\"\npoint = 5\nprior.gamma = { mean = 5, cv = 1 }\n\n\
                [lines.aaa]\nside = \"benefit\"\namount = \"aaa\"\nto = \"insurer\"\neuro = \"soft\"\n";
    let larger = parse(&(written.clone() + more));
    let after = draws(&larger, &larger.base(), 3_000, 1);
    assert!(after.bits("aaa").is_some());
    assert_same(&before, &after, &SHARES);
    assert_same(&before, &after, &OTHERS);
    // Another order of the shares rounds their sum otherwise, and that is all.
    let reordered = written
        .replace(
            "inputs = [\"share_improved\", \"share_same\", \"share_worse\"]",
            "inputs = [\"share_worse\", \"share_same\", \"share_improved\"]",
        )
        .replace("counts = [26, 11, 4]", "counts = [4, 11, 26]");
    assert_ne!(reordered, written);
    let other = parse(&reordered);
    let other = draws(&other, &other.base(), 3_000, 1);
    for name in SHARES {
        for (x, y) in before.column(name).iter().zip(other.column(name)) {
            assert_close(*x, *y, 1e-15, name);
        }
    }
}

#[test]
fn scenarios_share_draws() {
    let written = text("tests/cases/response.toml")
        + "\n[scenarios.cheap]\nset = { course_cost = 5000, gain_improved = 1000 }\n\
           \n[scenarios.regression]\nset = { visits_base = 1 }\n";
    let model = parse(&written);
    let base = draws(&model, &model.base(), 2_000, 1);
    let cheap = draws(&model, &scenario(&model, "cheap"), 2_000, 1);
    assert_same(&base, &cheap, &SHARES);
    assert_same(&base, &cheap, &OTHERS[..2]);
    let printed = draws(&model, &scenario(&model, "trial_shares"), 2_000, 1);
    assert!(
        SHARES.iter().all(|name| printed.bits(name).is_none()),
        "fixed"
    );
    assert_same(&base, &printed, &OTHERS);
    let regression = draws(&model, &scenario(&model, "regression"), 2_000, 1);
    assert!(regression.bits("visits_base").is_none(), "fixed");
    assert_same(&base, &regression, &OTHERS[1..]);
    assert_same(&base, &regression, &SHARES);
}

#[test]
fn inputs_have_their_marginal_priors() {
    let model = case("response");
    let input = |name: &str| model.inputs.iter().find(|i| i.name == name).unwrap();
    let improved = input("share_improved");
    assert!(improved.is_drawn() && improved.kind == Kind::Parameter);
    let prior = improved.prior.as_ref().unwrap();
    assert_close(prior.mean(), 26.5 / 42.5, 1e-15, "mean");
    let quantile = Beta::new(26.5, 16.0).unwrap().inverse_cdf(0.025);
    assert_close(
        prior.quantile(Probability::new(0.025)),
        quantile,
        1e-9,
        "quantile",
    );
    let later = input("visits_improved").prior.as_ref().unwrap();
    assert_eq!(later.to_string(), "Normal(1.9, sd 0.3)");
    let shown = check_text(&model);
    for part in [
        "share_improved   100 × Beta(26.5, 16)           63  62.35  47.49 to 76.12",
        "visits: multivariate normal, correlation -0.5 between visits_base, visits_improved\n",
        "response: share_improved, share_same, share_worse sum to one, Dirichlet(26.5, 11.5, 4.5)",
    ] {
        assert!(shown.contains(part), "{part}\n{shown}");
    }
}

/// The other shares keep their proportions: each is its mean times (1 − x)/(1 − mean of x).
#[test]
fn tornado_moves_the_other_shares_in_proportion() {
    let model = parse(&weighted(&TABLE_5, &WORTH));
    let tornado = tornado(&model, &model.base());
    let mean = TABLE_5.map(|a| a / TABLE_5.iter().sum::<f64>());
    assert_eq!(tornado.bars.len(), 4);
    for (i, x) in mean.iter().enumerate() {
        let bar = tornado.bars.iter().find(|bar| bar.name == format!("s{i}"));
        let bar = bar.unwrap();
        assert_eq!(bar.members, [i]);
        assert!(bar.label.contains("other shares in proportion"));
        let prior = model.inputs[i].prior.as_ref().unwrap();
        for (end, p) in [(&bar.low, LOW), (&bar.high, HIGH)] {
            let own = prior.quantile(Probability::new(p));
            assert_close(end.value.unwrap(), 100.0 * own, 1e-12, "the share");
            let rest = (1.0 - own) / (1.0 - x);
            let value = |j: usize| if i == j { own } else { mean[j] * rest };
            let expected: f64 = (0..4).map(|j| WORTH[j] * value(j)).sum();
            assert_close(end.outcomes[0], expected, 1e-12, &bar.name);
        }
    }
    // All shares together are one, whichever moves.
    let model = parse(&weighted(&TABLE_5, &[1.0; 4]));
    for bar in sroi::analysis::tornado(&model, &model.base()).bars {
        assert!(bar.swing(0) < 1e-15, "{}", bar.name);
    }
}

fn refused(model: &Model, set: &[(&str, f64)]) -> String {
    let selection = Selection {
        set: set.iter().map(|(n, v)| ((*n).to_owned(), *v)).collect(),
        ..Selection::default()
    };
    let error = model.variant(&selection).unwrap_err();
    assert!(!error.message.ends_with('.'));
    error.message + "; " + &error.help.unwrap_or_default()
}

#[test]
fn shares_are_fixed_together_or_not_at_all() {
    let model = case("response");
    let alone = refused(&model, &[("share_improved", 60.0)]);
    let expected = "`share_improved` is fixed without `share_same` and `share_worse`, but the shares of `response` sum \
                    to one; fix all of them, or none";
    assert_eq!(alone, expected);
    let all = |a, b, c| [("share_improved", a), ("share_same", b), ("share_worse", c)];
    let more = refused(&model, &all(60.0, 30.0, 20.0));
    assert!(
        more.starts_with("the shares of `response` are fixed at values that sum to 110 %"),
        "{more}"
    );
    let negative = refused(&model, &all(60.0, 50.0, -10.0));
    assert!(negative.contains("`share_worse` is -10 %"), "{negative}");
    // What is set is meant as it is: rounding, which explains 62 + 27 + 10 = 99 among points, explains nothing here.
    for (set, fine) in [
        (all(60.0, 30.0, 10.0), true),
        (all(62.0, 27.0, 10.0), false),
        (all(62.3, 27.1, 10.6), true),
        (all(62.3, 27.1, 10.5), false),
        (all(0.62, 0.27, 0.11), false),
    ] {
        let selection = Selection {
            set: set.iter().map(|(n, v)| ((*n).to_owned(), *v)).collect(),
            ..Selection::default()
        };
        let variant = model.variant(&selection);
        assert_eq!(variant.is_ok(), fine, "{set:?}");
        if let Ok(variant) = variant {
            let drawn = |u: &&Uncertainty| matches!(u, Uncertainty::Drawn(_));
            assert_eq!(variant.uncertainties.iter().filter(drawn).count(), 3);
        }
    }
}

/// What is said about a case.
fn said(text: &str) -> Vec<Diagnostic> {
    let source = Source::new("case", text);
    let (case, mut diagnostics) = sroi::case::read(&source);
    let model = case.and_then(|case| sroi::model::check(&case, &mut diagnostics));
    assert!(model.is_some(), "{diagnostics:#?}");
    diagnostics.sorted()
}

#[test]
fn points_may_be_rounded() {
    let written = text("tests/cases/response.toml");
    // Points, what is said of their sum, and how many means differ from them by more than a thousandth.
    for (points, sums, means) in [
        ([62.35, 27.06, 10.59], false, 0),
        ([62.0, 27.0, 10.0], false, 3),
        ([62.4, 27.1, 10.6], false, 2),
        ([62.35, 27.06, 11.59], true, 1),
    ] {
        let [a, b, c] = points.map(|point| format!("point = {point}\n"));
        let other = written
            .replace("point = 63\n", &a)
            .replace("point = 27\n", &b)
            .replace("point = 10\n", &c);
        let found = said(&other);
        assert_eq!(found.len(), usize::from(means > 0), "{points:?}");
        let Some(warning) = found.first() else {
            continue;
        };
        assert_eq!(
            warning.message.contains("not to 100 %"),
            sums,
            "{}",
            warning.message
        );
        let shown = warning.notes.iter().filter(|note| note.contains(": mean "));
        assert_eq!(shown.count(), means, "{:?}", warning.notes);
    }
}

/// Cases with a few bytes missing anywhere: a model or an error, and no panic.
#[test]
fn damaged_cases_hold_up() {
    let written = text("tests/cases/response.toml");
    let from = written.find("[inputs.share_improved]").unwrap();
    let mut models = 0;
    for (i, _) in written.char_indices().filter(|(i, _)| *i >= from) {
        let end = (i + 1 + i % 7).min(written.len());
        let Some(rest) = written.get(end..) else {
            continue;
        };
        let source = Source::new("case", written[..i].to_owned() + rest);
        let (case, mut diagnostics) = sroi::case::read(&source);
        let model = case.and_then(|case| sroi::model::check(&case, &mut diagnostics));
        assert_eq!(model.is_none(), diagnostics.has_errors(), "byte {i}");
        models += usize::from(model.is_some());
    }
    assert!((100..3_000).contains(&models), "{models}");
}

/// One joint prior and nothing else that is drawn: independence of others needs no reason. With a second input it does.
#[test]
fn one_joint_prior_needs_no_statement_of_independence() {
    let codes = |text: &str| -> Vec<&str> { said(text).iter().map(|d| d.code).collect() };
    let one = weighted(&TABLE_5, &WORTH);
    assert!(!codes(&one).contains(&"independence"));
    let two = one.clone()
        + "[inputs.more]\nunit = \"EUR\"\npoint = 1\nprior.gamma = { mean = 1, cv = 1 }\n\n\
           [lines.more]\nside = \"cost\"\namount = \"more\"\nto = \"all\"\neuro = \"hard\"\n";
    assert!(codes(&two).contains(&"independence"));
    // A share that no line uses is no mistake as long as another one is used.
    assert!(!codes(&one).contains(&"unused"));
}

#[test]
fn manifest_and_summary_name_the_joint_priors() {
    let folder = Folder::new();
    let run = |arguments: &[&str]| {
        let output = sroi()
            .current_dir(folder.path())
            .arg("run")
            .arg(root().join("tests/cases/response.toml"))
            .args(["--draws", "2000", "--force"])
            .args(arguments)
            .output()
            .unwrap();
        outcome(&output)
    };
    let (code, out, error) = run(&["--out", "base", "--keep-draws"]);
    assert_eq!(code, 0, "{error}");
    let statement = "response: Dirichlet(26.5, 11.5, 4.5): counts 26, 11, 4, pseudo-count 0.5\n";
    assert!(out.contains(statement), "{out}");
    assert!(
        out.contains("visits: multivariate normal, correlation -0.5\n"),
        "{out}"
    );
    let manifest = |name: &str| -> serde_json::Value {
        let path = folder.join(name).join("manifest.json");
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    };
    let base = manifest("base");
    assert_eq!(base["dirichlet"][0][0], "response");
    assert_eq!(base["correlations"][0][0], "visits");
    assert_eq!(base["drawn_inputs"].as_array().unwrap().len(), 6);
    let (code, _, _) = run(&["--out", "printed", "--scenario", "trial_shares"]);
    assert_eq!(code, 0);
    assert_eq!(manifest("printed")["dirichlet"], serde_json::json!([]));
    let (code, _, error) = run(&["--out", "alone", "--set", "share_worse=5"]);
    assert_eq!(code, 2);
    assert!(error.contains("fixed without"), "{error}");
}

/// Two coefficients in different units, per cent among them, as a covariance and as standard deviations with a correlation.
fn regression(spread: &str) -> String {
    format!(
        "[case]\nname = \"regression\"\n\n[stakeholders.all]\n\n\
         [inputs.b1]\nunit = \"%\"\npoint = 12\n\n[inputs.b2]\nunit = \"kEUR\"\npoint = 3.4\nprice_year = 2023\n\n\
         [inputs.b3]\nunit = \"EUR\"\npoint = -50\nprice_year = 2023\n\n\
         [multivariate_normal.model]\ninputs = [\"b1\", \"b2\", \"b3\"]\nmean = [12, 3.4, -50]\n{spread}\n\n\
         [lines.sum]\nside = \"benefit\"\namount = \"2000[EUR] * b1 + b2 - 3 * b3\"\nto = \"all\"\neuro = \"hard\"\n"
    )
}

const COVARIANCE: &str = "covariance = [[4, 0.2, -30], [0.2, 0.25, 5], [-30, 5, 900]]";

#[test]
fn multivariate_normal_moments() {
    let model = parse(&regression(COVARIANCE));
    let all = draws(&model, &model.base(), MANY, 1);
    let names = ["b1", "b2", "b3"];
    let (mean, sd) = ([0.12, 3400.0, -50.0], [0.02, 500.0, 30.0]);
    let correlation = [
        [1.0, 0.2, -0.5],
        [0.2, 1.0, 1.0 / 3.0],
        [-0.5, 1.0 / 3.0, 1.0],
    ];
    let standard = |i: usize| {
        let column = all.column(names[i]).iter();
        column.map(move |x| (x - mean[i]) / sd[i])
    };
    for i in 0..3 {
        assert_within(mean_of(standard(i)), 0.0, names[i]);
        for j in 0..=i {
            let products = standard(i).zip(standard(j)).map(|(x, y)| x * y);
            let what = format!("correlation of {} and {}", names[i], names[j]);
            assert_within(mean_of(products), correlation[i][j], &what);
        }
        let statistic = kolmogorov(all.column(names[i])[..200_000].to_vec(), |x| {
            Normal::new(mean[i], sd[i]).unwrap().cdf(x)
        });
        assert!(statistic < 2.8, "{}: {statistic}", names[i]);
    }
}

/// 2000 b1 + b2 − 3 b3 is normal: mean 240 + 3400 + 150, variance by the covariances in base units.
#[test]
fn a_linear_combination_of_normals_is_normal() {
    let weights = [2000.0, 1.0, -3.0];
    let covariance = [
        [0.0004, 2.0, -0.3],
        [2.0, 250_000.0, 5_000.0],
        [-0.3, 5_000.0, 900.0],
    ];
    let pairs = (0..3).flat_map(|i| (0..3).map(move |j| (i, j)));
    let variance: f64 = pairs
        .map(|(i, j)| weights[i] * weights[j] * covariance[i][j])
        .sum();
    let exact = Normal::new(3790.0, variance.sqrt()).unwrap();
    let model = parse(&regression(COVARIANCE));
    let simulation = run(&model, &model.base(), MANY);
    let sum = line(&model, &simulation, "sum");
    assert_within(sum.mean(), 3790.0, "mean");
    assert_within(sum.sd(), variance.sqrt(), "sd");
    for p in [0.001, 0.025, 0.25, 0.5, 0.75, 0.975, 0.999] {
        let what = format!("{p} quantile");
        assert_within(sum.quantile(p), exact.inverse_cdf(p), &what);
    }
    let net = simulation.total(Total::NetBenefit).unwrap();
    assert_eq!(net.mean(), sum.mean());
}

#[test]
fn spread_as_covariance_or_as_sd_and_correlation() {
    let a = parse(&regression(COVARIANCE));
    let b = parse(&regression(
        "sd = [2, 0.5, 30]\ncorrelation = [[1, 0.2, -0.5], [0.2, 1, 0.3333333333333333], [-0.5, 0.3333333333333333, 1]]",
    ));
    let (a, b) = (&a.correlations[0], &b.correlations[0]);
    assert_eq!(a.members, b.members);
    for (x, y) in a.scores.iter().flatten().zip(b.scores.iter().flatten()) {
        assert_close(*x, *y, 1e-15, "a correlation");
    }
    let common = parse(&regression("sd = [2, 0.5, 30]\ncorrelation = 0.25"));
    assert_eq!(common.correlations[0].scores[2], [0.25, 0.25, 1.0]);
    let prior = common.inputs[1].prior.as_ref().unwrap();
    let Prior::Normal(normal) = prior else {
        panic!("{prior}")
    };
    assert_eq!([normal.mean(), normal.sd()], [3400.0, 500.0]);
    // The columns of a run under its settings, as a check that what is stated is what is drawn.
    let model = parse(&regression("sd = [2, 0.5, 30]\ncorrelation = 0.25"));
    let (all, _) = draws_of(&model, &model.base(), settings(1_000, 1), &Silent);
    assert_eq!(all.column("b3").len(), 1_000);
}

/// Scenarios that change a Dirichlet: the means of the shares follow in closed form, and every share keeps its uniforms.
#[test]
fn scenarios_change_a_dirichlet() {
    let counts = [6.0, 1.0, 6.0, 28.0];
    let text = weighted(&counts, &WORTH).replace(
        "alpha = [6, 1, 6, 28]",
        "counts = [6, 1, 6, 28]\npseudo_count = 0",
    ) + "\n[scenarios.jeffreys]\ndirichlet = { table = { pseudo_count = 0.5 } }\n\
           [scenarios.recount]\ndirichlet = { table = { counts = [7, 2, 8, 24], pseudo_count = 1 } }\n\
           [scenarios.recount_alone]\ndirichlet = { table = { counts = [7, 2, 8, 24] } }\n\
           [scenarios.weighted]\ndirichlet = { table = { alpha = [6.3, 1.4, 7.7, 25.6] } }\n\
           [scenarios.same]\ndirichlet = { table = { pseudo_count = 0 } }\n";
    let model = parse(&text);
    for (name, alpha) in [
        ("jeffreys", TABLE_5),
        ("recount", [8.0, 3.0, 9.0, 25.0]),
        ("recount_alone", [7.0, 2.0, 8.0, 24.0]),
        ("weighted", [6.3, 1.4, 7.7, 25.6]),
    ] {
        let variant = scenario(&model, name);
        let sum: f64 = alpha.iter().sum();
        let value: f64 = (0..4).map(|i| WORTH[i] * alpha[i] / sum).sum();
        let simulation = run(&model, &variant, MANY);
        assert_within(line(&model, &simulation, "value").mean(), value, name);
        // So does the manifest say.
        let (law, statement) = &variant.compositions[0];
        assert_eq!(law.alpha(), alpha, "{name}");
        assert!(statement.starts_with(&law.to_string()), "{statement}");
    }
    // Nothing changed: the same bits. Something changed: each share goes up and down with its own uniform.
    let base = draws(&model, &model.base(), 2_000, 1);
    let same = draws(&model, &scenario(&model, "same"), 2_000, 1);
    let jeffreys = draws(&model, &scenario(&model, "jeffreys"), 2_000, 1);
    for share in ["s0", "s1", "s2", "s3"] {
        assert!(base.bits(share) == same.bits(share), "{share}");
        let centred = |column: &[f64]| {
            let mean = mean_of(column.iter().copied()).value;
            column.iter().map(|x| x - mean).collect::<Vec<f64>>()
        };
        let (x, y) = (centred(base.column(share)), centred(jeffreys.column(share)));
        let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let r = product(&x, &y) / (product(&x, &x) * product(&y, &y)).sqrt();
        assert!(r > 0.97, "{share}: {r}");
    }
}
