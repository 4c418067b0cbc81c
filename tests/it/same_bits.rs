//! Whole result folders of the built program, byte for byte: every shipped case, instruction set and number of threads.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::program::{Folder, netwerkzorg, outcome, root, run, sroi};

/// Every case of `priors/`, so that a new one is covered by being there.
fn cases() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("priors")).unwrap().flatten();
    let is_case = |path: &PathBuf| {
        path.extension()
            .is_some_and(|extension| extension == "toml")
            && fs::read_to_string(path)
                .unwrap()
                .lines()
                .any(|line| line.trim() == "[case]")
    };
    let mut cases: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(is_case).collect();
    cases.sort();
    cases
}

/// What a run leaves behind, by name of the file; `None` when the machine lacks the instructions.
fn results(case: &Path, instructions: &str, rest: &[&str]) -> Option<BTreeMap<String, Vec<u8>>> {
    let folder = Folder::new();
    let out = folder.join("out");
    let output = sroi()
        .arg("run")
        .arg(case)
        .args(["--quiet", "--instructions", instructions, "--out"])
        .arg(&out)
        .args(rest)
        .output()
        .unwrap();
    let (code, _, error) = outcome(&output);
    if code == 2 && error.contains("this machine does not have") {
        return None;
    }
    assert_eq!(code, 0, "{} {rest:?}: {error}", case.display());
    let entries = fs::read_dir(&out).unwrap().flatten();
    let read = |path: PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, fs::read(&path).unwrap())
    };
    Some(entries.map(|entry| read(entry.path())).collect())
}

/// Compares all runs with the first, which uses the portable instructions and one thread.
fn assert_same(case: &Path, settings: &[&str], threads: &[&str]) {
    let mut first: Option<BTreeMap<String, Vec<u8>>> = None;
    for instructions in ["portable", "avx2", "avx512"] {
        for count in threads {
            let rest = [settings, &["--threads", count]].concat();
            let Some(found) = results(case, instructions, &rest) else {
                assert_ne!(instructions, "portable", "every machine has these");
                continue;
            };
            let first = first.get_or_insert_with(|| found.clone());
            let names =
                |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
            assert_eq!(names(first), names(&found));
            for (name, bytes) in &found {
                let what = format!(
                    "{}: {name}, {instructions}, {count} threads",
                    case.display()
                );
                assert!(*bytes == first[name], "{what} differs");
            }
        }
    }
    let files = first.unwrap();
    assert!(files.contains_key("manifest.json") && files.contains_key("summary.parquet"));
    assert_eq!(
        files.contains_key("draws.parquet"),
        settings.contains(&"--keep-draws")
    );
}

/// 20,000 draws are three blocks, the last one not full; quantiles are exact.
#[test]
fn draws_and_results_are_equal_byte_for_byte() {
    let cases = cases();
    assert!(cases.contains(&netwerkzorg()), "{cases:?}");
    for case in cases {
        assert_same(
            &case,
            &["--draws", "20000", "--keep-draws"],
            &["1", "2", "7"],
        );
    }
}

/// The comparison sees a difference where there is one.
#[test]
fn another_seed_gives_other_bytes() {
    let files = |seed| {
        let rest = ["--draws", "1000", "--keep-draws", "--seed", seed];
        results(&netwerkzorg(), "portable", &rest).unwrap()
    };
    let (one, two) = (files("1"), files("2"));
    for name in ["draws.parquet", "summary.parquet", "manifest.json"] {
        assert!(one[name] != two[name], "{name}");
    }
    assert!(one["case.toml"] == two["case.toml"]);
}

/// 140,000 draws are too many to be kept for quantiles: these come from sketches.
#[test]
fn sketched_results_are_equal_byte_for_byte() {
    for case in cases() {
        assert_same(&case, &["--draws", "140000"], &["1", "7"]);
    }
}

/// Counts, means and their comparison with the expected result, over threads and instruction sets.
#[test]
fn predictive_results_are_equal_byte_for_byte() {
    let case = root().join("tests/cases/predictive.toml");
    assert_same(
        &case,
        &["--predictive", "--draws", "20000", "--keep-draws"],
        &["1", "7"],
    );
    assert_same(
        &case,
        &["--predictive", "--design", "sobol", "--draws", "32768"],
        &["1", "2"],
    );
}

#[test]
fn unknown_instructions_are_refused_and_help_does_not_mention_them() {
    let folder = Folder::new();
    let (code, _, error) = run(folder.path(), &["schema", "--instructions", "mmx"]);
    assert_eq!(code, 2);
    assert!(
        error.contains("expected one of portable, avx2, avx512"),
        "{error}"
    );
    let (code, out, _) = run(folder.path(), &["run", "--help"]);
    assert!(code == 0 && !out.contains("--instructions"), "{out}");
}
