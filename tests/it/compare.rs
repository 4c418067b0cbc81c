//! Several cases side by side: ranking, pooled ratios, results read back.

use std::fs;

use sroi::analysis::{Compared, ComparedStakeholder, Rank, compare};
use sroi::case::Localised;
use sroi::stats::Estimate;

use crate::program::{Folder, SMALL, netwerkzorg, run};

/// A case with these benefits and costs, known without error unless `error` is given for the benefits.
fn known(case: &str, benefits: f64, costs: f64, error: f64) -> Compared {
    let benefit = Estimate::new(benefits, error);
    Compared {
        case: case.to_owned(),
        departures: Vec::new(),
        per: "programme·year".to_owned(),
        price_year: Some(2013),
        case_sha256: String::new(),
        seed: 1,
        draws: 1000,
        reach: 1.96,
        benefits: benefit,
        costs: Estimate::exact(costs),
        net_benefit: Estimate::new(benefits - costs, error),
        net_benefit_interval: [benefit; 2],
        ratio_of_means: (costs > 0.0).then(|| Estimate::new(benefits / costs, error / costs)),
        roi_interval: None,
        p_break_even: Estimate::exact(f64::from(u8::from(benefits > costs))),
        hard_ratio_of_means: None,
        hard_p_break_even: Estimate::exact(0.0),
        stakeholders: vec![ComparedStakeholder {
            name: "town".to_owned(),
            label: Localised::default(),
            is_payer: false,
            net_benefit: Estimate::exact(-costs),
            p_net_benefit: Estimate::exact(0.0),
        }],
    }
}

/// The four ratios that one publication prints: their mean is not the return on what was invested.
#[test]
fn the_pooled_ratio_is_not_the_mean_of_ratios() {
    let printed = [
        ("mentors", 81_145.0, 41_364.0),
        ("elderly", 759_975.0, 462_000.0),
        ("residents", 284_654.0, 96_000.0),
        ("households", 84_390.0, 45_760.0),
    ];
    let cases = printed.map(|(case, value, invested)| known(case, value, invested, 0.0));
    let comparison = compare(cases.to_vec(), Rank::Ratio);
    let pooled = comparison.pooled_ratio.unwrap();
    assert!((pooled.value - 1_210_164.0 / 645_124.0).abs() < 1e-12);
    let mean = comparison.mean_of_ratios.unwrap();
    assert!((mean.value - 2.104_01).abs() < 5e-6, "{mean:?}");
    let ratios: Vec<f64> = comparison
        .cases
        .iter()
        .map(|case| case.ratio_of_means.unwrap().value)
        .collect();
    assert!(
        ratios.windows(2).all(|pair| pair[0] >= pair[1]),
        "{ratios:?}"
    );
}

#[test]
fn errors_of_what_combines_cases_are_bounds() {
    let cases = vec![known("a", 200.0, 100.0, 3.0), known("b", 300.0, 300.0, 5.0)];
    let comparison = compare(cases, Rank::NetBenefit);
    let pooled = comparison.pooled_ratio.unwrap();
    assert!((pooled.value - 1.25).abs() < 1e-15);
    assert!((pooled.standard_error - (3.0 + 5.0) / 400.0).abs() < 1e-15);
    let mean = comparison.mean_of_ratios.unwrap();
    assert!((mean.standard_error - f64::midpoint(0.03, 5.0 / 300.0)).abs() < 1e-15);
    let per_euro = comparison.cases[0].per_euro(Estimate::new(50.0, 3.0));
    assert_eq!(per_euro, Some(Estimate::new(0.5, 0.03)));
}

#[test]
fn ranks_say_what_is_not_told_apart() {
    let cases = vec![
        known("low", 90.0, 100.0, 1.0),
        known("high", 200.0, 100.0, 1.0),
        known("also_high", 198.0, 100.0, 1.0),
        known("no_ratio", 50.0, 0.0, 0.0),
    ];
    let comparison = compare(cases, Rank::Ratio);
    let names: Vec<&str> = comparison.cases.iter().map(|c| c.case.as_str()).collect();
    assert_eq!(names, ["high", "also_high", "low", "no_ratio"]);
    assert_eq!(comparison.told_apart[..3], [true, false, true]);
    assert_eq!(comparison.pooled_ratio, None, "one of them has no ratio");
}

#[test]
fn different_price_years_are_not_added() {
    let mut later = known("later", 200.0, 100.0, 0.0);
    later.price_year = Some(2023);
    let comparison = compare(vec![known("a", 200.0, 100.0, 0.0), later], Rank::Ratio);
    assert_eq!(comparison.pooled_ratio, None);
    assert!(comparison.mean_of_ratios.is_some());
}

#[test]
fn one_case_twice_is_not_added() {
    let twice = vec![known("a", 200.0, 100.0, 0.0), known("a", 90.0, 100.0, 0.0)];
    assert_eq!(compare(twice, Rank::Ratio).pooled_ratio, None);
    let mut other = known("b", 200.0, 100.0, 0.0);
    other.per = "team·year".to_owned();
    let units = vec![known("a", 200.0, 100.0, 0.0), other];
    assert_eq!(
        compare(units, Rank::Ratio).pooled_ratio,
        None,
        "different units"
    );
}

#[test]
fn a_results_folder_compares_as_its_case_does() {
    let folder = Folder::new();
    let case = folder.write("small.toml", SMALL);
    let case = case.to_str().unwrap();
    let shipped = netwerkzorg();
    let shipped = shipped.to_str().unwrap();
    let ran = ["run", case, "--draws", "4000", "--quiet"];
    assert_eq!(run(folder.path(), &ran).0, 0);
    let arguments = |first: &str, out: &str| {
        let fixed = [
            "compare", first, shipped, "--draws", "4000", "--quiet", "--out", out,
        ];
        run(folder.path(), &fixed)
    };
    let (code, drawn, error) = arguments(case, "drawn");
    assert_eq!(code, 0, "{error}");
    let (code, read, error) = arguments("results/small", "read");
    assert_eq!(code, 0, "{error}");
    assert_eq!(
        drawn.replace("results: drawn", ""),
        read.replace("results: read", "")
    );
    for table in [
        "compare.parquet",
        "compare_stakeholders.parquet",
        "manifest.json",
    ] {
        let [a, b] = ["drawn", "read"].map(|out| fs::read(folder.join(out).join(table)).unwrap());
        assert!(a == b, "{table} differs");
    }
    assert!(drawn.contains("small"), "{drawn}");
    assert!(
        drawn.contains("Euros do not compare"),
        "different units: {drawn}"
    );
    assert!(
        drawn.lines().all(|line| line.chars().count() <= 80),
        "{drawn}"
    );
}

#[test]
fn departures_of_a_run_are_part_of_its_name() {
    let folder = Folder::new();
    let case = netwerkzorg();
    let case = case.to_str().unwrap();
    let ran = [
        "run",
        case,
        "--draws",
        "2000",
        "--quiet",
        "--scenario",
        "optimistic",
        "--switch",
        "rg_weight=trial",
        "--set",
        "meetings=2",
        "--out",
        "other",
    ];
    assert_eq!(run(folder.path(), &ran).0, 0);
    let (code, out, error) = run(
        folder.path(),
        &["compare", "other", case, "--draws", "2000", "--out", "both"],
    );
    assert_eq!(code, 0, "{error}");
    assert!(out.contains("netwerkzorg (optimistic"), "{out}");
    let manifest = fs::read_to_string(folder.join("both/manifest.json")).unwrap();
    for departure in ["optimistic", "rg_weight=trial", "meetings=2"] {
        assert!(manifest.contains(departure), "{manifest}");
    }
}

#[test]
fn folders_that_are_no_results_are_refused() {
    let folder = Folder::new();
    let case = folder.write("small.toml", SMALL);
    let case = case.to_str().unwrap();
    assert_eq!(
        run(folder.path(), &["compare", case]).0,
        2,
        "one case compares with nothing"
    );
    let refused = |name: &str| {
        let (code, out, error) = run(folder.path(), &["compare", case, name, "--draws", "1000"]);
        assert_eq!((code, out.as_str()), (1, ""), "{error}");
        error
    };
    fs::create_dir(folder.join("empty")).unwrap();
    let error = refused("empty");
    assert!(
        error.contains("`empty` is not a results folder of sroi"),
        "{error}"
    );
    let both = [
        "compare", case, case, "--draws", "1000", "--out", "compared",
    ];
    assert_eq!(run(folder.path(), &both).0, 0);
    let error = refused("compared");
    assert!(
        error.contains("were these results written by `sroi run`?"),
        "{error}"
    );
    assert_eq!(
        run(folder.path(), &["run", case, "--draws", "1000", "--quiet"]).0,
        0
    );
    let damaged = folder.join("results/small");
    fs::copy(
        damaged.join("roi.parquet"),
        damaged.join("stakeholders.parquet"),
    )
    .unwrap();
    let error = refused("results/small");
    assert!(
        error.contains("has no column `stakeholder`; it is damaged"),
        "{error}"
    );
    fs::write(damaged.join("summary.parquet"), "not Parquet").unwrap();
    let error = refused("results/small");
    assert!(
        error.contains("cannot read `results/small/summary.parquet`"),
        "{error}"
    );
}

#[test]
fn earlier_comparisons_are_untouched_without_force() {
    let folder = Folder::new();
    let case = folder.write("small.toml", SMALL);
    let case = case.to_str().unwrap();
    let first = ["compare", case, case, "--draws", "1000", "--out", "there"];
    assert_eq!(run(folder.path(), &first).0, 0);
    let (code, _, error) = run(folder.path(), &first);
    assert_eq!(code, 2);
    assert!(error.contains("`there` exists already"), "{error}");
    assert_eq!(
        run(folder.path(), &[&first[..], &["--force"]].concat()).0,
        0
    );
}
