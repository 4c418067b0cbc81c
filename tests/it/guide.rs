//! The guide under test: its pieces make one case, every step of which the program understands, and what it shows is true.

use crate::program::{Folder, outcome, run, sroi};
use crate::readme::blocks;
use crate::support::{parse, text};

fn guide() -> String {
    text("priors/GUIDE.md")
}

/// The case that a reader has typed at the end.
fn case() -> String {
    blocks(&guide(), "toml").join("\n\n") + "\n"
}

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("mentor.toml", &case());
    folder
}

#[test]
fn every_step_is_a_case() {
    let pieces = blocks(&guide(), "toml");
    assert!(pieces.len() >= 8, "{}", pieces.len());
    let lines = pieces.iter().position(|piece| piece.contains("[lines."));
    let lines = lines.expect("the guide has lines");
    for end in lines + 1..=pieces.len() {
        parse(&pieces[..end].join("\n"));
    }
}

#[test]
fn the_case_is_checked_reproduced_and_run() {
    let folder = folder();
    let (code, out, _) = run(folder.path(), &["check", "mentor.toml"]);
    assert_eq!(code, 0);
    assert!(out.ends_with("\nno warnings\n"), "{out}");
    let (code, out, _) = run(folder.path(), &["reproduce", "mentor.toml"]);
    assert_eq!(code, 0);
    assert!(out.contains("17 reproduced, 2 errata explained"), "{out}");
}

#[test]
fn commands_run() {
    let folder = folder();
    let shell = blocks(&guide(), "sh").join("\n");
    let mut count = 0;
    for line in shell.lines() {
        let command = line.split('#').next().unwrap().trim();
        let words: Vec<&str> = command.split_whitespace().collect();
        assert_eq!(words[0], "sroi", "{line}");
        let output = sroi().current_dir(folder.path()).args(&words[1..]).output();
        let (code, _, error) = outcome(&output.unwrap());
        assert_eq!(code, 0, "`{command}`: {error}");
        count += 1;
    }
    assert!(count >= 4, "{count}");
}

/// Before the errata are in, two cells are not reproduced; and what the run prints.
#[test]
fn shown_output_is_true() {
    let folder = folder();
    let pieces = blocks(&guide(), "toml");
    let errata = |piece: &&String| piece.starts_with("[tables.value.errata]");
    assert_eq!(pieces.iter().filter(errata).count(), 1);
    let without: Vec<&str> = pieces
        .iter()
        .filter(|piece| !errata(piece))
        .map(String::as_str)
        .collect();
    folder.write("unexplained.toml", &without.join("\n\n"));
    let (code, reproduced, _) = run(folder.path(), &["reproduce", "unexplained.toml"]);
    assert_eq!(code, 1);
    let (code, _, error) = run(folder.path(), &["run", "unexplained.toml"]);
    assert_eq!(code, 1);
    assert!(error.contains("2 of 19 published figures"), "{error}");
    let (code, ran, _) = run(folder.path(), &["run", "mentor.toml"]);
    assert_eq!(code, 0);
    let shown = blocks(&guide(), "text");
    assert_eq!(shown.len(), 2);
    for (block, printed) in shown.iter().zip([reproduced, ran]) {
        assert!(
            printed.contains(block.as_str()),
            "shown:\n{block}\nprinted:\n{printed}"
        );
    }
}
