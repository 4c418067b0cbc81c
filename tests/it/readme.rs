//! The README under test: its commands run, its case runs, its list of columns is true.

use std::fs;
use std::path::Path;

use crate::program::{Folder, outcome, root, sroi};

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).unwrap()
}

/// The contents of the fenced blocks of a language.
pub(crate) fn blocks(text: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    text.split(&fence)
        .skip(1)
        .filter_map(|rest| rest.split("\n```").next())
        .map(str::to_owned)
        .collect()
}

/// What a shell makes of `priors/*.toml`.
pub(crate) fn shipped_cases() -> Vec<String> {
    let entries = fs::read_dir(root().join("priors")).unwrap().flatten();
    let names = entries.map(|entry| entry.path());
    let cases = names.filter(|path| path.extension().is_some_and(|e| e == "toml"));
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    let mut paths: Vec<String> = cases
        .map(|path| format!("priors/{}", name(&path)))
        .collect();
    paths.sort();
    paths
}

/// The sample of another program that the README speaks of: two options, one input.
fn write_sample(folder: &Folder) {
    let table = |header: &str, row: &dyn Fn(f64) -> String| {
        let rows = (0..200_u32).map(|i| row(f64::from(i * 77 % 200) / 200.0));
        rows.fold(format!("{header}\n"), |text, row| text + &row + "\n")
    };
    folder.write("inputs.csv", &table("gain", &|x| x.to_string()));
    folder.write(
        "effects.csv",
        &table("usual,new", &|x| format!("1,{}", 1.0 + x)),
    );
    folder.write(
        "costs.csv",
        &table("usual,new", &|_| "1000,9000".to_owned()),
    );
}

/// Every `sroi` command of the README, also as `cargo run --release -- …`, in one folder that looks like a clone.
#[test]
fn commands_run() {
    let folder = Folder::new();
    fs::create_dir(folder.join("priors")).unwrap();
    let shipped = shipped_cases();
    for name in &shipped {
        fs::copy(root().join(name), folder.join(name)).unwrap();
    }
    let case = &blocks(&readme(), "toml")[0];
    folder.write("my_case.toml", case);
    write_sample(&folder);
    let mut count = 0;
    for line in blocks(&readme(), "sh")
        .iter()
        .flat_map(|block| block.lines().collect::<Vec<_>>())
    {
        let command = line.split('#').next().unwrap().trim();
        let arguments = command
            .strip_prefix("cargo run --release -- ")
            .or_else(|| command.strip_prefix("sroi "));
        let Some(arguments) = arguments else { continue };
        let words: Vec<&str> = arguments
            .split_whitespace()
            .flat_map(|word| match word {
                "priors/*.toml" => shipped.iter().map(String::as_str).collect(),
                word => vec![word],
            })
            .collect();
        let output = sroi()
            .current_dir(folder.path())
            .args(&words)
            .output()
            .unwrap();
        let (code, _, error) = outcome(&output);
        assert_eq!(code, 0, "`{command}`: {error}");
        count += 1;
    }
    assert!(count >= 5, "the README shows commands: {count}");
}

/// What the README shows is what the program prints.
#[test]
fn shown_output_is_true() {
    let folder = Folder::new();
    let case = crate::program::netwerkzorg();
    let run = sroi()
        .current_dir(folder.path())
        .arg("run")
        .arg(case)
        .output()
        .unwrap();
    let (_, out, _) = outcome(&run);
    let amount = "participants * utility_gain * value_per_qaly";
    let example = &blocks(&readme(), "toml")[0];
    folder.write(
        "my_case.toml",
        &example.replace(amount, "utility_gain * value_per_qaly"),
    );
    let check = sroi()
        .current_dir(folder.path())
        .args(["check", "my_case.toml"])
        .output()
        .unwrap();
    let (_, _, error) = outcome(&check);
    let shown = blocks(&readme(), "text");
    assert_eq!(shown.len(), 3);
    for (block, printed) in shown.iter().zip([out.clone(), out, error]) {
        assert!(
            printed.contains(block.as_str()),
            "shown:\n{block}\nprinted:\n{printed}"
        );
    }
}

/// The test command of the README is the one that CI calls.
#[test]
fn ci_calls_the_test_command() {
    let ci = fs::read_to_string(root().join(".ci/run")).unwrap();
    for command in [
        "cargo test --release",
        "cargo run --release -- run priors/netwerkzorg.toml",
    ] {
        assert!(readme().contains(command), "README: {command}");
        assert!(ci.contains(command), ".ci/run: {command}");
    }
}

/// Every column that the reader of the result files expects is explained.
#[test]
fn columns_are_explained() {
    let reader = fs::read_to_string(root().join("tests/readers/read_results.py")).unwrap();
    let listing = reader
        .split("COLUMNS = {")
        .nth(1)
        .unwrap()
        .split('}')
        .next()
        .unwrap();
    let words = listing
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty());
    let readme = readme();
    for word in words {
        let word = word.trim_start_matches("hard_");
        let explained = readme.contains(&format!("`{word}`"));
        let pattern = word.starts_with("mcse_") || word.starts_with('q');
        assert!(explained || pattern, "the README does not explain `{word}`");
    }
}
