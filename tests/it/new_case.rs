//! `sroi new` and the template it writes.

use std::fs;

use crate::program::{Folder, root, run};
use crate::support::{parse, path, text};

#[test]
fn a_new_case_is_checked_reproduced_and_run() {
    let folder = Folder::new();
    let (code, out, _) = run(folder.path(), &["new", "reading_club"]);
    assert_eq!(code, 0);
    assert!(out.contains("\n  sroi check reading_club.toml\n"), "{out}");
    let written = fs::read_to_string(folder.join("reading_club.toml")).unwrap();
    assert!(written.contains("\nname = \"reading_club\" "), "{written}");
    assert!(written.contains("#   sroi run reading_club.toml "));
    assert!(
        !written.contains("template"),
        "the name of the template is left"
    );
    let (code, out, _) = run(folder.path(), &["check", "reading_club.toml"]);
    assert_eq!(code, 0);
    assert!(out.ends_with("\nno warnings\n"), "{out}");
    let (code, out, _) = run(folder.path(), &["reproduce", "reading_club.toml"]);
    assert_eq!(code, 0);
    assert!(out.contains("3 reproduced, 1 erratum explained"), "{out}");
    let (code, _, _) = run(
        folder.path(),
        &["run", "reading_club.toml", "--draws", "2000"],
    );
    assert_eq!(code, 0);
    assert!(
        folder
            .join("results/reading_club/summary.parquet")
            .is_file()
    );
}

#[test]
fn what_exists_is_never_overwritten() {
    let folder = Folder::new();
    folder.write("mine.toml", "my work");
    let (code, _, error) = run(folder.path(), &["new", "mine"]);
    assert_eq!(code, 2);
    assert!(
        error.contains("`mine.toml` exists and is left as it is"),
        "{error}"
    );
    let (code, _, _) = run(folder.path(), &["new", "other", "--out", "mine.toml"]);
    assert_eq!(code, 2);
    assert_eq!(
        fs::read_to_string(folder.join("mine.toml")).unwrap(),
        "my work"
    );
    assert!(!folder.join("other.toml").exists());
}

#[test]
fn the_file_may_be_called_otherwise() {
    let folder = Folder::new();
    let (code, _, _) = run(folder.path(), &["new", "club", "--out", "draft 1.toml"]);
    assert_eq!(code, 0);
    let written = fs::read_to_string(folder.join("draft 1.toml")).unwrap();
    assert!(
        written.contains("#   sroi check draft 1.toml "),
        "{written}"
    );
    assert_eq!(parse(&written).name, "club");
    // A line end in a path must not end the comment that shows it.
    let (code, _, _) = run(folder.path(), &["new", "club", "--out", "a\nb.toml"]);
    assert_eq!(code, 0);
    let written = fs::read_to_string(folder.join("a\nb.toml")).unwrap();
    assert_eq!(parse(&written).name, "club");
    let (code, _, error) = run(folder.path(), &["new", "club", "--out", "absent/club.toml"]);
    assert_eq!(code, 1);
    assert!(error.contains("cannot write `absent/club.toml`"), "{error}");
}

#[test]
fn names_that_cannot_be_are_refused() {
    let folder = Folder::new();
    for name in [
        "",
        "Club",
        "reading club",
        "../club",
        "1club",
        "club-2",
        "é",
        "a\"b",
        "a\nb",
    ] {
        let (code, _, error) = run(folder.path(), &["new", name]);
        assert_eq!(code, 2, "{name}");
        assert!(
            error.contains("cannot be the name of a case; names begin"),
            "{error}"
        );
    }
    let (code, _, error) = run(folder.path(), &["new", "club.toml"]);
    assert_eq!(code, 2);
    assert!(error.contains("`sroi new club`"), "{error}");
    let (code, _, error) = run(folder.path(), &["new", &"a".repeat(61)]);
    assert_eq!(code, 2);
    assert!(
        error.contains("at most 60 letters, this one has 61"),
        "{error}"
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

/// A switched-off example of the template, switched on.
fn switched_on(line: &str) -> &str {
    match line.strip_prefix('#') {
        Some(example) if !example.starts_with(' ') => example,
        _ => line,
    }
}

/// Every example that the template has in comments works.
#[test]
fn switched_off_examples_work() {
    let template = text("priors/template.toml");
    let lines: Vec<&str> = template.lines().map(switched_on).collect();
    assert!(
        lines
            .iter()
            .zip(template.lines())
            .filter(|(a, b)| *a != b)
            .count()
            > 25
    );
    let model = parse(&lines.join("\n"));
    assert!(model.reindex);
    assert_eq!(model.price_index.years(), "2019, 2023–2024");
    assert_eq!((model.correlations.len(), model.compositions.len()), (1, 1));
    let scenario = crate::support::scenario(&model, "newer_price");
    let price = model
        .inputs
        .iter()
        .position(|i| i.name == "visit_price")
        .unwrap();
    crate::support::assert_close(scenario.points[price], 62.5 * 118.9 / 122.8, 1e-14, "price");
}

/// What the README and the guide say of the shipped cases: all of them reproduce their publications.
#[test]
fn all_shipped_cases_reproduce() {
    let shipped = fs::read_dir(path("priors")).unwrap();
    let shipped = shipped.map(|entry| entry.unwrap().path());
    let mut shipped: Vec<String> = shipped
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .map(|path| path.to_str().unwrap().to_owned())
        .collect();
    shipped.sort();
    assert!(shipped.len() >= 2);
    let mut arguments = vec!["reproduce"];
    arguments.extend(shipped.iter().map(String::as_str));
    let (code, _, error) = run(root(), &arguments);
    assert_eq!(code, 0, "{error}");
}
