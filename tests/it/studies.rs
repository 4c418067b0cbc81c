//! `sroi tornado`, `break-even`, `sobol` and `voi`, as users call them.

use std::fs;
use std::path::Path;

use sroi::storage::StoredTable;

use crate::program::{Folder, SMALL, netwerkzorg, run};

/// The commands with options that keep them short, and the tables they write.
const STUDIES: &[(&str, &[&str], &[&str])] = &[
    (
        "tornado",
        &[
            "--draws",
            "2000",
            "--two-way",
            "response_gain,clients_per_team",
        ],
        &["conditional_mean", "sensitivity", "tornado", "two_way"],
    ),
    (
        "break-even",
        &["--draws", "2000"],
        &["break_even_grid", "break_even_values"],
    ),
    (
        "sobol",
        &[
            "--draws",
            "16384",
            "--pair",
            "response_gain,clients_per_team",
        ],
        &["sobol", "sobol_pairs"],
    ),
    (
        "voi",
        &[
            "--draws",
            "2000",
            "--nested",
            "128x64",
            "--evppi",
            "effects",
            "--evppi",
            "response_gain,meetings",
        ],
        &["evpi", "evppi"],
    ),
];

fn study<'a>(command: &'a str, case: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&[command, case], more].concat()
}

fn tables(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).unwrap().flatten();
    let names = files.map(|file| file.file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names
        .filter_map(|name| name.strip_suffix(".parquet").map(str::to_owned))
        .collect();
    names.sort();
    names
}

/// Every command writes its tables, may be repeated, fits 80 columns, and says the same on any number of threads.
#[test]
fn every_study_runs_and_repeats() {
    let folder = Folder::new();
    let case = netwerkzorg();
    let case = case.to_str().unwrap();
    for (command, options, expected) in STUDIES {
        let arguments = study(command, case, options);
        let (code, out, error) = run(folder.path(), &arguments);
        assert_eq!(code, 0, "{command}: {error}");
        let results = folder.join(&format!("results/netwerkzorg-{command}"));
        assert_eq!(tables(&results), *expected, "{command}");
        let wide: Vec<&str> = out
            .lines()
            .filter(|line| line.chars().count() > 80)
            .collect();
        assert!(wide.is_empty(), "{command} fits 80 columns: {wide:#?}");
        let again = [&arguments[..], &["--threads", "1"]].concat();
        let (code, _, error) = run(folder.path(), &again);
        assert_eq!(code, 2, "{command}: earlier results are kept");
        assert!(error.contains("--force"), "{error}");
        let first: Vec<Vec<u8>> = expected
            .iter()
            .map(|table| fs::read(results.join(format!("{table}.parquet"))).unwrap())
            .collect();
        let forced = [&again[..], &["--force"]].concat();
        let (code, same, error) = run(folder.path(), &forced);
        assert_eq!(
            (code, same.as_str()),
            (0, out.as_str()),
            "{command}: {error}"
        );
        for (table, bytes) in expected.iter().zip(&first) {
            let now = fs::read(results.join(format!("{table}.parquet"))).unwrap();
            assert!(now == *bytes, "{command}: {table} depends on the threads");
        }
        let manifest = fs::read_to_string(results.join("manifest.json")).unwrap();
        assert!(
            manifest.contains(&format!("\"command\": \"{command}\"")),
            "{manifest}"
        );
    }
}

/// What is chosen on the command line reaches every analysis.
#[test]
fn choices_reach_the_studies() {
    let folder = Folder::new();
    let case = netwerkzorg();
    let case = case.to_str().unwrap();
    for (command, options, _) in STUDIES {
        let chosen = [
            "--switch",
            "rg_weight=trial",
            "--set",
            "meetings=4",
            "--out",
            "there",
            "--force",
        ];
        let options: Vec<&str> = options
            .iter()
            .map(|option| match *option {
                "response_gain,meetings" => "response_gain",
                option => option,
            })
            .collect();
        let (code, out, error) = run(
            folder.path(),
            &[&study(command, case, &options)[..], &chosen].concat(),
        );
        assert_eq!(code, 0, "{command}: {error}");
        assert!(
            out.contains("switch rg_weight = trial") && out.contains("meetings fixed at 4"),
            "{out}"
        );
    }
}

#[test]
fn mistakes_have_a_way_out() {
    let folder = Folder::new();
    let case = folder.write("small.toml", SMALL);
    let case = case.to_str().unwrap();
    let mistakes: &[(&[&str], i32, &str)] = &[
        (
            &["tornado", "--outcome", "rio"],
            2,
            "there is no outcome `rio`, did you mean `roi`?",
        ),
        (
            &["tornado", "--two-way", "gain"],
            2,
            "expected two inputs and a comma",
        ),
        (
            &["tornado", "--two-way", "gain,gain"],
            2,
            "`gain` is given twice",
        ),
        (
            &["tornado", "--two-way", "gain,efort"],
            2,
            "did you mean `effort`?",
        ),
        (
            &["tornado", "--range", "99"],
            2,
            "possible values: 80, 90, 95",
        ),
        (
            &["tornado", "--draws", "10"],
            2,
            "10 draws are too few for a regression",
        ),
        (&["break-even", "--outcome", "roi"], 2, "take net_benefit"),
        (
            &["break-even", "--input", "gian"],
            2,
            "did you mean `gain`?",
        ),
        (
            &["break-even", "--input", "effect"],
            2,
            "no `[break_even]` inputs",
        ),
        (
            &["sobol", "--design", "random", "--draws", "1000"],
            2,
            "too few to tell the error",
        ),
        (
            &["sobol", "--draws", "1000"],
            2,
            "takes a multiple of 16384 draws",
        ),
        (
            &["sobol", "--outcome", "roi", "--outcome", "roi"],
            2,
            "`--outcome roi` is given twice",
        ),
        (
            &["sobol", "--pair", "gain,gain"],
            2,
            "`gain` is given twice",
        ),
        (
            &["sobol", "--pairs", "--pair", "gain,effort"],
            2,
            "cannot be used with",
        ),
        (&["voi", "--nested", "10x10"], 2, "multiples of 16"),
        (&["voi", "--nested", "many"], 2, "write OUTER×INNER"),
        (&["voi", "--units", "10"], 2, "--years"),
        (
            &["voi", "--units", "10", "--years", "3", "--discount", "3"],
            2,
            "write 3 % as 0.03",
        ),
        (
            &["voi", "--evppi", "price"],
            2,
            "the case has no input `price`",
        ),
        (&["voi", "--draws", "20"], 2, "20 draws are too few"),
    ];
    for (arguments, expected, text) in mistakes {
        let all = [&arguments[..1], &[case], &arguments[1..]].concat();
        let (code, _, error) = run(folder.path(), &all);
        assert_eq!(code, *expected, "{arguments:?}: {error}");
        assert!(error.contains(text), "{arguments:?}: {error}");
        let left = fs::read_dir(folder.join("results")).map_or(0, Iterator::count);
        assert_eq!(left, 0, "{arguments:?} left results");
    }
}

/// A case in which nothing is drawn has no bars, no indices, and nothing to learn.
#[test]
fn nothing_is_drawn() {
    let folder = Folder::new();
    let fixed = SMALL
        .replace("prior.normal = { mean = 100, sd = 10 }\n", "")
        .replace("prior.gamma = { mean = 80, cv = 0.1 }\n", "");
    let case = folder.write("fixed.toml", &fixed);
    let case = case.to_str().unwrap();
    for (command, text) in [
        ("tornado", "Nothing is drawn, so there are no bars."),
        ("sobol", "there is no variance to explain"),
        ("break-even", "Fixed inputs:"),
        ("voi", "worth ≈ 0 (EVPI)"),
    ] {
        let (code, out, error) = run(folder.path(), &[command, case]);
        assert_eq!(code, 0, "{command}: {error}");
        assert!(out.contains(text), "{command}: {out}");
    }
}

/// Costs that are not positive in some draw leave no ratio to explain.
#[test]
fn ratios_need_positive_costs() {
    let folder = Folder::new();
    let text = SMALL.replace(
        "prior.gamma = { mean = 80, cv = 0.1 }",
        "prior.normal = { mean = 80, sd = 60 }",
    );
    let case = folder.write("wild.toml", &text);
    let case = case.to_str().unwrap();
    for arguments in [
        ["sobol", case, "--outcome", "roi"],
        ["tornado", case, "--outcome", "roi"],
    ] {
        let (code, _, error) = run(folder.path(), &arguments);
        assert_eq!(code, 1, "{arguments:?}: {error}");
        assert!(
            error.contains("take the net benefit as the outcome"),
            "{error}"
        );
    }
}

/// The numbers of the terminal are those of the tables.
#[test]
fn population_is_scaled_only_when_told_how() {
    let folder = Folder::new();
    let case = folder.write("small.toml", SMALL);
    let case = case.to_str().unwrap();
    let plain = ["voi", case, "--nested", "none", "--out", "plain"];
    let (code, out, error) = run(folder.path(), &plain);
    assert_eq!(code, 0, "{error}");
    assert!(out.contains("All amounts are per year."), "{out}");
    let scaled = [
        "voi",
        case,
        "--nested",
        "none",
        "--units",
        "10",
        "--years",
        "3",
        "--discount",
        "0.04",
        "--out",
        "scaled",
    ];
    let (code, out, error) = run(folder.path(), &scaled);
    assert_eq!(code, 0, "{error}");
    assert!(out.contains("multiplied by 28.861"), "{out}");
    let evpi = |folder_name: &str, column: &str| {
        let table = folder.join(&format!("{folder_name}/evpi.parquet"));
        let table = StoredTable::read(&table).unwrap();
        table.numbers(column).unwrap()[0]
    };
    assert!(evpi("plain", "evpi_population").is_nan());
    let (one, all) = (evpi("scaled", "evpi"), evpi("scaled", "evpi_population"));
    assert!((all / one - 28.860_946_745_562_13).abs() < 1e-9);
    assert_eq!(one, evpi("plain", "evpi"));
}
