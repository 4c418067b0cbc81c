//! `--format json`: one document on standard output, with what the files hold.

use std::fs;
use std::path::Path;

use serde_json::Value;
use sroi::storage::StoredTable;

use crate::program::{Folder, SMALL, netwerkzorg, outcome, run, sroi};

/// Runs with `--format json` and returns the document, which must be all there is.
#[track_caller]
fn document(folder: &Path, arguments: &[&str]) -> Value {
    let (code, out, error) = run(folder, &[arguments, &["--format", "json"]].concat());
    assert_eq!(code, 0, "{arguments:?}: {error}");
    assert_eq!(out.matches('\n').count(), 1, "one line: {out}");
    serde_json::from_str(&out).unwrap()
}

/// Every table of a document beside its file, and every file beside its table.
#[track_caller]
fn assert_like_files(document: &Value, folder: &Path) {
    let manifest = fs::read_to_string(folder.join("manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    assert_eq!(document["manifest"], manifest);
    let tables = document["tables"].as_object().unwrap();
    let files = fs::read_dir(folder).unwrap().flatten();
    let files = files.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut files: Vec<String> = files
        .filter_map(|name| Some(name.strip_suffix(".parquet")?.to_owned()))
        .filter(|name| name != "draws")
        .collect();
    let mut names: Vec<String> = tables.keys().cloned().collect();
    files.sort();
    names.sort();
    assert_eq!(names, files);
    for (name, rows) in tables {
        let stored = StoredTable::read(&folder.join(format!("{name}.parquet"))).unwrap();
        assert_like_table(name, rows.as_array().unwrap(), &stored);
    }
}

#[track_caller]
fn assert_like_table(table: &str, rows: &[Value], stored: &StoredTable) {
    let Some(first) = rows.first() else { return };
    for name in first.as_object().unwrap().keys() {
        let cells: Vec<&Value> = rows.iter().map(|row| &row[name]).collect();
        let texts = stored.texts(name);
        let numbers = stored.numbers(name).unwrap();
        assert_eq!(numbers.len(), cells.len(), "rows of {table}");
        for (row, (cell, number)) in cells.into_iter().zip(numbers).enumerate() {
            let text = texts.as_ref().and_then(|texts| texts[row].as_deref());
            let same = match cell {
                Value::Null => text.is_none() && number.is_nan(),
                Value::Bool(truth) => number == f64::from(u8::from(*truth)),
                // The parser of the test may be off by the last bit, the text is not.
                Value::Number(value) => {
                    let value = value.as_f64().unwrap();
                    (value - number).abs() <= 2.5e-16 * number.abs()
                }
                Value::String(value) => match text {
                    Some(text) => text == value,
                    None => number.is_infinite() && number.to_string() == short(value),
                },
                _ => false,
            };
            assert!(
                same,
                "{table}.{name}, row {row}: {cell} and {number} {text:?}"
            );
        }
    }
}

/// `inf`, as Rust writes `Infinity`.
fn short(infinity: &str) -> String {
    infinity.replace("Infinity", "inf")
}

/// Commands that write tables, with options that keep them quick.
const COMMANDS: &[&[&str]] = &[
    &["run", "--draws", "2000", "--keep-draws"],
    &[
        "run",
        "--draws",
        "2000",
        "--scenario",
        "optimistic",
        "--set",
        "meetings=4",
    ],
    &["scenarios", "--draws", "1000"],
    &["tornado", "--draws", "2000"],
    &[
        "break-even",
        "--draws",
        "2000",
        "--input",
        "effect",
        "--input",
        "meetings",
    ],
    &["sobol", "--draws", "16384"],
    &["voi", "--draws", "2000", "--nested", "none"],
];

#[test]
fn documents_hold_what_the_files_hold() {
    let folder = Folder::new();
    let case = netwerkzorg();
    for arguments in COMMANDS {
        let all = [
            arguments,
            &[case.to_str().unwrap(), "--force", "--out", "out"][..],
        ]
        .concat();
        let document = document(folder.path(), &all);
        assert_eq!(document["results"], "out");
        assert_like_files(&document, &folder.join("out"));
    }
}

/// Draws without break-even are infinite, which JSON has no number for.
#[test]
fn infinities_and_nulls_are_told_apart() {
    let folder = Folder::new();
    let case = crate::program::root().join("tests/cases/infinite.toml");
    let arguments = [
        "run",
        case.to_str().unwrap(),
        "--draws",
        "2000",
        "--out",
        "out",
    ];
    let found = document(folder.path(), &arguments);
    assert_like_files(&found, &folder.join("out"));
    let rows = found["tables"]["summary"].as_array().unwrap();
    let of = |metric: &str| rows.iter().find(|row| row["metric"] == metric).unwrap();
    assert_eq!(of("break_even")["q975"], "Infinity", "{}", of("break_even"));
    assert_eq!(of("p_break_even")["q975"], Value::Null);
    assert!(of("net_benefit")["q975"].is_f64());
}

#[test]
fn comparisons_and_samples_need_no_folder() {
    let folder = Folder::new();
    let case = folder.write("small.toml", SMALL);
    let other = folder.write("other.toml", &SMALL.replace("\"small\"", "\"other\""));
    let (case, other) = (case.to_str().unwrap(), other.to_str().unwrap());
    let kept = [
        "run",
        case,
        "--draws",
        "2000",
        "--keep-draws",
        "--out",
        "kept",
    ];
    document(folder.path(), &kept);
    let compare = ["compare", case, other, "--draws", "2000"];
    let analyse = ["analyse", "--draws", "kept/draws.parquet"];
    for command in [&compare[..], &analyse[..]] {
        let without = document(folder.path(), command);
        assert_eq!(without["results"], Value::Null);
        let out = [command, &["--out", "out", "--force"]].concat();
        let with = document(folder.path(), &out);
        assert_eq!(with["tables"], without["tables"]);
        assert_eq!(with["results"], "out");
        assert_like_files(&with, &folder.join("out"));
    }
}

#[test]
fn documents_do_not_depend_on_the_language() {
    let folder = Folder::new();
    let case = netwerkzorg();
    let case = case.to_str().unwrap();
    for command in ["run", "tornado"] {
        let [english, dutch] = ["en", "nl"].map(|lang| {
            let draws = ["--draws", "2000", "--out", "out", "--force"];
            let json = ["--format", "json", "--lang", lang];
            run(
                folder.path(),
                &[&[command, case], &draws[..], &json].concat(),
            )
            .1
        });
        assert!(english == dutch && english.len() > 10_000, "{command}");
    }
}

/// Nothing else is on standard output, whatever else there is to say; `--quiet` leaves the rest out.
#[test]
fn remarks_stay_beside_the_document() {
    let folder = Folder::new();
    let case = netwerkzorg();
    let arguments = [
        "run",
        case.to_str().unwrap(),
        "--draws",
        "2000",
        "--force",
        "--format",
        "json",
    ];
    let (_, loud, remarks) = run(folder.path(), &arguments);
    assert!(remarks.contains("warnings about the case"), "{remarks}");
    let (code, out, remarks) = run(folder.path(), &[&arguments[..], &["--quiet"]].concat());
    assert_eq!((code, remarks.as_str()), (0, ""));
    assert_eq!(out, loud);
    let forced = sroi()
        .current_dir(folder.path())
        .env("CLICOLOR_FORCE", "1")
        .args(arguments)
        .output();
    assert_eq!(
        outcome(&forced.unwrap()).1,
        loud,
        "no colours in a document"
    );
}

/// Where nothing came of it, there is no document.
#[test]
fn failures_leave_standard_output_empty() {
    let folder = Folder::new();
    let wrong = folder.write("wrong.toml", "nothing = 1");
    let arguments = ["run", wrong.to_str().unwrap(), "--format", "json"];
    let (code, out, error) = run(folder.path(), &arguments);
    assert_eq!((code, out.as_str()), (1, ""), "{error}");
    for command in ["check", "reproduce", "bench", "schema", "new", "man"] {
        let (code, out, error) = run(folder.path(), &[command, "--format", "json"]);
        assert_eq!((code, out.as_str()), (2, ""), "{command}: {error}");
        assert!(error.contains("--format"), "{command}: {error}");
    }
}
