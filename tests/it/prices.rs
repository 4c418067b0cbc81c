//! Price years: the index against its printed factors, and conversions against what they should be by hand.

use sroi::dist::Prior;
use sroi::model::{Model, PriceIndex, Selection, Uncertainty, Variant};
use sroi::plan::totals;
use sroi::text::Source;

use crate::program::{Folder, SMALL, run};
use crate::support::{assert_close, draws, netwerkzorg, parse, scenario, text};

/// The yearly factors from 2018 to 2024, and what they make together.
const CHAIN: [f64; 6] = [1.026, 1.013, 1.027, 1.100, 1.038, 1.033];

/// The rows of the data file: years, factor and source.
fn rows() -> Vec<(i32, i32, f64, String)> {
    let text = text("priors/cpi.csv");
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("from,to,factor,source"));
    lines
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            assert_eq!(cells.len(), 4, "{line}");
            let year = |i: usize| cells[i].parse().unwrap();
            (
                year(0),
                year(1),
                cells[2].parse().unwrap(),
                cells[3].to_owned(),
            )
        })
        .collect()
}

#[test]
fn the_index_is_what_the_file_prints() {
    let index = PriceIndex::dutch();
    assert_eq!(index.years(), "2009–2024");
    let rows = rows();
    assert_eq!(rows.len(), 17);
    for (from, to, factor, source) in rows {
        assert!(source.contains("CBS"), "{from} to {to} has no source");
        // Factors are rounded to a thousandth, yearly ones and those over ten years alike.
        let rounding = if to - from == 1 { 1e-12 } else { 1e-3 };
        assert_close(index.factor(from, to).unwrap(), factor, rounding, &source);
    }
}

#[test]
fn factors_by_hand() {
    let index = PriceIndex::dutch();
    let five: f64 = CHAIN[..5].iter().product();
    assert_close(
        index.factor(2018, 2023).unwrap(),
        five,
        1e-12,
        "2018 to 2023",
    );
    assert_close(index.factor(2023, 2018).unwrap(), 1.0 / five, 1e-12, "back");
    assert_close(
        index.factor(2017, 2018).unwrap(),
        1.017,
        1e-12,
        "2017 to 2018",
    );
    assert_eq!(index.factor(2020, 2020), Some(1.0));
    assert_eq!(index.factor(2008, 2020), None);
    assert_eq!(index.factor(2020, 2025), None);
}

/// A wide factor bridges years without yearly ones, and never overrules those.
#[test]
fn wide_factors_bridge() {
    let chain = "2018,2019,1.026\n2019,2020,1.013\n2020,2021,1.027\n2021,2022,1.100\n2022,2023,1.038\n2023,2024,1.033\n";
    let wide = "2014,2024,1.311\n2018,2024,1.260\n";
    // Nothing connects 2013 with the other years.
    let index = PriceIndex::from_factors(&format!("2012,2013,1.025\n{wide}{chain}"));
    assert_eq!(index.years(), "2014, 2018–2024");
    let product: f64 = CHAIN.iter().product();
    let bridged = index.factor(2014, 2018).unwrap();
    assert_close(bridged, 1.311 / product, 1e-12, "2014 to 2018");
    let whole = index.factor(2018, 2024).unwrap();
    assert_close(whole, product, 1e-12, "the printed 1.260 is not used");
}

/// A case with every way in which euros enter; the case is at prices of 2023.
const EUROS: &str = r#"
[case]
name = "euros"
per = "year"
price_year = 2023
units = ["client"]
independence = "made up"
[sources.made_up]
title = "Made up for a test"
[stakeholders.town]
[priors.cost]
lognormal = { mean = 100, cv = 0.4 }
[inputs.clients]
unit = "client/year"
point = 10
prior.normal = { mean = 10, sd = 1 }
[inputs.old]
unit = "kEUR/client"
point = 0.1
prior.gamma = { mean = 0.1, cv = 0.3 }
price_year = 2018
[inputs.shared]
unit = "EUR/client"
point = 100
prior = "cost"
price_year = 2021
[inputs.per_euro]
unit = "client/EUR"
point = 0.01
prior.normal = { mean = 0.01, sd = 0.001 }
price_year = 2021
[inputs.undated]
unit = "EUR/client"
point = 7
[inputs.same]
unit = "EUR/client"
point = 5
price_year = 2023
[inputs.b1]
unit = "EUR/client"
point = 3
price_year = 2022
[inputs.b2]
unit = "EUR/client"
point = 4
price_year = 2021
[multivariate_normal.b]
inputs = ["b1", "b2"]
mean = [3, 4]
covariance = [[0.25, 0.1], [0.1, 0.16]]
[lines.gain]
side = "benefit"
amount = "clients * (1000 * 0.001 * old + shared + undated + same + b1 + b2)"
to = "town"
euro = "hard"
[lines.spent]
side = "cost"
amount = "clients * clients / per_euro * 1[year/client]"
to = "town"
euro = "hard"
[scenarios.one_year]
reindex = true
[scenarios.dear]
reindex = true
set = { same = { value = 6, price_year = 2022 }, old = 0.2, shared = { normal = { mean = 50, sd = 5 }, price_year = 2024 } }
[scenarios.as_printed]
reindex = false
[switches.wage]
default = "old"
alternatives.old = {}
alternatives.new = { set = { undated = { value = 9, price_year = 2022 } } }
"#;

fn index(model: &Model, name: &str) -> usize {
    model.inputs.iter().position(|i| i.name == name).unwrap()
}

fn point(model: &Model, variant: &Variant, name: &str) -> f64 {
    variant.points[index(model, name)]
}

fn drawn<'a>(model: &Model, variant: &'a Variant, name: &str) -> &'a Prior {
    match &variant.uncertainties[index(model, name)] {
        Uncertainty::Drawn(prior) => prior,
        Uncertainty::Fixed(value) => panic!("`{name}` is fixed at {value}"),
    }
}

#[test]
fn points_and_priors_are_multiplied() {
    let model = parse(EUROS);
    let (base, one) = (model.base(), scenario(&model, "one_year"));
    let since_2018: f64 = CHAIN[..5].iter().product();
    let since_2021 = 1.100 * 1.038;
    for (name, factor) in [
        ("clients", 1.0),
        ("old", since_2018),
        ("shared", since_2021),
        ("per_euro", 1.0 / since_2021),
        ("undated", 1.0),
        ("same", 1.0),
        ("b1", 1.038),
        ("b2", since_2021),
    ] {
        let expected = point(&model, &base, name) * factor;
        assert_close(point(&model, &one, name), expected, 1e-14, name);
        if model.inputs[index(&model, name)].is_drawn() {
            let (before, after) = (drawn(&model, &base, name), drawn(&model, &one, name));
            assert_close(after.mean(), before.mean() * factor, 1e-12, name);
            let (cv, same) = (after.sd() / after.mean(), before.sd() / before.mean());
            assert_close(cv, same, 1e-12, "coefficient of variation");
        }
    }
    let reindexing = one.reindexing.unwrap();
    assert_eq!(reindexing.inputs.len(), 5);
    assert_eq!(reindexing.undated, [index(&model, "undated")]);
    assert!(base.reindexing.is_none());
}

/// A lognormal times a factor has the same standard deviation of its logarithm: the closed form of its quantiles.
#[test]
fn a_lognormal_keeps_its_shape() {
    let model = parse(EUROS);
    let one = scenario(&model, "one_year");
    let prior = drawn(&model, &one, "shared");
    let factor: f64 = 1.100 * 1.038;
    let sdlog = (1.0_f64 + 0.4 * 0.4).ln().sqrt();
    let median = 100.0 * factor / (1.0_f64 + 0.4 * 0.4).sqrt();
    let high = prior.quantile(sroi::dist::Probability::new(0.975));
    let expected = median * (1.959_963_984_540_054 * sdlog).exp();
    assert_close(high, expected, 1e-9, "97.5 % quantile");
}

/// Draws are those of the mixed case times the factors, so covariances are multiplied by both factors.
#[test]
fn draws_are_multiplied_one_by_one() {
    let model = parse(EUROS);
    let one = scenario(&model, "one_year");
    let before = draws(&model, &model.base(), 2_048, 1);
    let after = draws(&model, &one, 2_048, 1);
    let since_2021 = 1.100 * 1.038;
    for (name, factor) in [
        ("clients", 1.0),
        ("shared", since_2021),
        ("b1", 1.038),
        ("b2", since_2021),
    ] {
        let place = before.names.iter().position(|n| n == name).unwrap();
        for (a, b) in before.columns[place].iter().zip(&after.columns[place]) {
            assert_close(*b, a * factor, 1e-12, name);
        }
    }
}

#[test]
fn settings_have_the_year_of_the_input_or_their_own() {
    let model = parse(EUROS);
    let dear = scenario(&model, "dear");
    let since_2018: f64 = CHAIN[..5].iter().product();
    assert_close(point(&model, &dear, "same"), 6.0 * 1.038, 1e-14, "own year");
    // Thousands of euros are held as euros.
    assert_close(
        point(&model, &dear, "old"),
        200.0 * since_2018,
        1e-14,
        "the input's year",
    );
    let prior = drawn(&model, &dear, "shared");
    assert_close(prior.mean(), 50.0 / 1.033, 1e-12, "a prior of 2024");
    // The point is not that of the prior, and has the year of the input.
    let expected = 100.0 * 1.100 * 1.038;
    assert_close(
        point(&model, &dear, "shared"),
        expected,
        1e-14,
        "point beside a prior",
    );

    let selection = Selection {
        scenario: Some("one_year".to_owned()),
        switches: vec![("wage".to_owned(), "new".to_owned())],
        set: vec![("old".to_owned(), 0.3)],
        reindex: false,
        ..Selection::default()
    };
    let chosen = model.variant(&selection).unwrap();
    assert_close(
        point(&model, &chosen, "undated"),
        9.0 * 1.038,
        1e-14,
        "alternative",
    );
    assert_close(
        point(&model, &chosen, "old"),
        300.0 * since_2018,
        1e-14,
        "--set",
    );
    assert!(chosen.reindexing.unwrap().undated.is_empty());

    // Without conversion all are taken as they are.
    let mixed = Selection {
        scenario: None,
        ..selection
    };
    let mixed = model.variant(&mixed).unwrap();
    assert_close(point(&model, &mixed, "undated"), 9.0, 0.0, "alternative");
    assert_close(point(&model, &mixed, "old"), 300.0, 1e-15, "--set");
}

#[test]
fn a_scenario_overrules_the_case_and_a_run_overrules_both() {
    let always = EUROS.replace(
        "price_year = 2023\nunits",
        "price_year = 2023\nreindex = true\nunits",
    );
    let (model, plain) = (parse(&always), parse(EUROS));
    assert_eq!(model.base().points, scenario(&plain, "one_year").points);
    assert_eq!(scenario(&model, "as_printed").points, plain.base().points);
    let asked = Selection {
        scenario: Some("as_printed".to_owned()),
        reindex: true,
        ..Selection::default()
    };
    assert_eq!(model.variant(&asked).unwrap().points, model.base().points);
}

#[test]
fn a_case_may_bring_its_own_index() {
    let own = format!(
        "{EUROS}[price_index]\nvalues = {{ 2018 = 50, 2021 = 80.0, 2022 = 90, 2023 = 100, 2024 = 110 }}\n"
    );
    let model = parse(&own);
    let one = scenario(&model, "one_year");
    assert_close(point(&model, &one, "old"), 200.0, 1e-14, "doubled");
    assert_close(point(&model, &one, "shared"), 125.0, 1e-14, "100 / 80");
    assert_eq!(model.price_index.name(), "price index of the case");
}

#[test]
fn a_run_cannot_convert_what_the_index_lacks() {
    let asked = Selection {
        reindex: true,
        ..Selection::default()
    };
    let ancient = parse(
        &EUROS
            .replace("price_year = 2018", "price_year = 1995")
            .replace("reindex = true", ""),
    );
    let error = ancient.variant(&asked).unwrap_err();
    assert_eq!(
        error.message,
        "no price index for 1995: the Dutch consumer price index (CBS) has 2009–2024"
    );
    assert!(error.help.unwrap().contains("`[price_index]`"));
    let undated = parse(
        &EUROS
            .replace("price_year = 2023\nunits", "units")
            .replace("reindex = true", ""),
    );
    let error = undated.variant(&asked).unwrap_err();
    assert_eq!(error.message, "the case has no price year");
}

/// Of the shipped case: admissions and relatives' time move by their factors, by hand from the published lines.
#[test]
fn netwerkzorg_at_one_price_year() {
    let model = netwerkzorg();
    let (base, one) = (model.base(), scenario(&model, "one_price_year"));
    let costs = |variant: &Variant| {
        totals(
            &model,
            variant,
            &variant.points,
            [sroi::model::Total::Costs],
        )[0]
    };
    let tariff = 1.013 * 1.027 * 1.100 * 1.038;
    let expected = costs(&base) + 19_595.0 * (tariff - 1.0);
    // The published line is rounded to a euro.
    assert!((costs(&one) - expected).abs() < 0.2, "{}", costs(&one));
    // The reference price of 2023, which the Dutch manual lists, is 19.51; 14.86 is not indexed to it.
    assert_close(
        point(&model, &one, "relatives_tariff"),
        14.86 * tariff,
        1e-14,
        "tariff",
    );
}

#[test]
fn a_converted_run_says_so() {
    let folder = Folder::new();
    let case = SMALL.replacen(
        "cv = 0.1 }\nprice_year = 2023",
        "cv = 0.1 }\nprice_year = 2021",
        1,
    );
    assert_ne!(case, SMALL);
    folder.write("case.toml", &case);
    let few = ["run", "case.toml", "--draws", "2000", "--keep-draws"];
    let with = |more: &[&'static str]| -> (i32, String, String) {
        let all: Vec<&str> = few.iter().chain(more).copied().collect();
        run(folder.path(), &all)
    };
    let (code, out, _) = with(&["--reindex"]);
    assert_eq!(code, 0);
    assert!(
        out.contains("converted to euros of 2023: effort (2021) × 1.142\n"),
        "{out}"
    );
    assert!(out.contains("results: results/small-reindexed"), "{out}");
    let manifest = std::fs::read_to_string(folder.join("results/small-reindexed/manifest.json"));
    let manifest: serde_json::Value = serde_json::from_str(&manifest.unwrap()).unwrap();
    let converted = &manifest["reindexing"]["inputs"][0];
    assert_eq!(converted[0], "effort");
    assert_eq!(converted[1], 2021);
    assert_close(
        converted[2].as_f64().unwrap(),
        1.100 * 1.038,
        1e-12,
        "factor",
    );

    let (code, out, _) = with(&[]);
    assert_eq!(code, 0);
    assert!(!out.contains("converted"), "{out}");
    let manifest = std::fs::read_to_string(folder.join("results/small/manifest.json")).unwrap();
    assert!(!manifest.contains("reindexing"), "{manifest}");

    // A run goes on with its own kind only.
    let (code, _, error) = with(&["--more", "--out", "results/small-reindexed"]);
    assert_eq!(code, 2);
    assert!(error.contains("  reindexing: "), "{error}");
    let (code, _, error) = with(&["--more", "--reindex", "--out", "results/small"]);
    assert_eq!(code, 2);
    assert!(error.contains("  reindexing: "), "{error}");

    let (code, out, _) = run(folder.path(), &["check", "case.toml"]);
    assert_eq!(code, 0);
    assert!(
        out.contains("not converted; `reindex = true` or `sroi run --reindex` converts"),
        "{out}"
    );
}

/// Settings that are not what they should be are said at their places, all at once.
#[test]
fn mistakes_in_settings_do_not_hide_each_other() {
    let wrong = EUROS
        .replace("same = { value = 6,", "same = { vlaue = 6,")
        .replace("old = 0.2", "old = { value = 1, price_year = 12 }");
    let source = Source::new("case", wrong.as_str());
    let (case, mut diagnostics) = sroi::case::read(&source);
    let model = case.and_then(|case| sroi::model::check(&case, &mut diagnostics));
    assert!(model.is_none());
    let said: Vec<String> = diagnostics
        .sorted()
        .into_iter()
        .map(|d| d.message)
        .collect();
    assert_eq!(
        said,
        [
            "a setting has no key `vlaue`",
            "`price_year` must be a year between 1900 and 2200"
        ]
    );
}
