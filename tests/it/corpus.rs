//! Mistakes in cases: one file per mistake with what is said about it, and files that nobody would write.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use sroi::case::{self, MAX_BYTES};
use sroi::model::{self, Model};
use sroi::text::{Colour, Diagnostic, Severity, Source, render};

/// Between a case and what is said about it.
const MARKER: &str = "# --- expected ---\n";

/// What is said about a file, in order, and the model if there is one.
fn checked(name: &str, bytes: &[u8]) -> (Vec<Diagnostic>, Source, Option<Model>) {
    let source = match case::decode(name, bytes.to_vec()) {
        Ok(source) => source,
        Err(diagnostic) => return (vec![*diagnostic], Source::new(name, ""), None),
    };
    let (case, mut diagnostics) = case::read(&source);
    let model = case.and_then(|case| model::check(&case, &mut diagnostics));
    (diagnostics.sorted(), source, model)
}

/// The same as text.
fn said(name: &str, bytes: &[u8]) -> String {
    let (diagnostics, source, _) = checked(name, bytes);
    render(&diagnostics, &source, Colour::Never)
}

fn messages(bytes: &[u8]) -> Vec<String> {
    let (diagnostics, _, _) = checked("case.toml", bytes);
    diagnostics.into_iter().map(|d| d.message).collect()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

fn updating() -> bool {
    std::env::var_os("SROI_UPDATE").is_some_and(|value| value == "1")
}

/// A case of 22 lines without mistakes or warnings; tests replace parts of it.
const SOUND: &str = include_str!("../corpus/sound.toml");

#[test]
fn every_mistake_is_said_as_expected() {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect();
    paths.sort();
    assert!(paths.len() >= 60, "only {} files", paths.len());
    let mut wrong = String::new();
    for path in paths {
        let name = path.file_name().unwrap().to_str().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let (case, expected) = text.split_once(MARKER).unwrap_or((&text, ""));
        let (diagnostics, source, model) = checked(name, case.as_bytes());
        let errors = diagnostics
            .iter()
            .filter(|d| d.severity == Severity::Error)
            .count();
        let one = diagnostics.len() == usize::from(name != "sound.toml");
        if !one || (errors == 0) != model.is_some() {
            writeln!(wrong, "{name}: {} diagnostics", diagnostics.len()).unwrap();
        }
        let found: String = render(&diagnostics, &source, Colour::Never)
            .lines()
            .map(|line| format!("# {line}").trim_end().to_owned() + "\n")
            .collect();
        if found == expected {
            continue;
        }
        if updating() {
            fs::write(&path, format!("{case}{MARKER}{found}")).unwrap();
        } else {
            writeln!(wrong, "{name}: expected\n{expected}found\n{found}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_file_without_text_is_refused() {
    for bytes in [&b""[..], b" \n\t\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n"] {
        assert_eq!(messages(bytes), ["the file is empty"], "{bytes:?}");
    }
    assert_eq!(messages(b"PAR1\x00\x01\x02"), ["the file is not a text"]);
    assert_eq!(messages(b"\xff\xfe[\x00c\x00"), ["the file is not a text"]);
    assert_eq!(
        messages(b"[case]\nname = \"caf\xe9\"\n"),
        ["line 2 of the file is not UTF-8 text"]
    );
    let text = said("case.toml", b"# a comment\n");
    assert!(text.starts_with("error[missing]: a case file needs `case`\n--> case.toml\n"));
}

#[test]
fn line_ends_and_byte_order_mark_change_no_place() {
    let wrong = SOUND.replace("clients * saving", "clients *\\t savng");
    let unix = said("case.toml", wrong.as_bytes());
    assert!(unix.contains("--> case.toml:28:23"), "{unix}");
    let windows = wrong.replace('\n', "\r\n");
    assert_eq!(said("case.toml", windows.as_bytes()), unix);
    let marked = format!("\u{feff}{wrong}");
    assert_eq!(said("case.toml", marked.as_bytes()), unix);
    let (diagnostics, _, model) = checked("case.toml", SOUND.replace('\n', "\r\n").as_bytes());
    assert!(model.is_some() && diagnostics.is_empty());
}

#[test]
fn all_mistakes_are_said_at_once_in_the_order_of_the_file() {
    let text = SOUND
        .replace("point = 100", "point = \"100\"")
        .replace("\"EUR/client\"", "\"EUR/cleint\"")
        .replace("\"20%\"", "\"120%\"")
        .replace("to = \"insurer\"", "to = \"municipality\"");
    let found = messages(text.as_bytes());
    assert_eq!(
        found,
        [
            "`point` must be a number",
            "unknown unit `cleint`",
            "unknown stakeholder `municipality`",
            "an element of an impact chain is between 0 and 1, found 1.2",
        ]
    );
}

#[test]
fn a_huge_file_is_refused_without_reading_it() {
    let over = vec![b'#'; MAX_BYTES + 1];
    assert_eq!(
        messages(&over),
        ["the file has 4 MB: a case file has at most 4 MB"]
    );
    let path = std::env::temp_dir().join(format!("sroi-huge-{}.toml", std::process::id()));
    fs::File::create(&path).unwrap().set_len(50 << 20).unwrap();
    let start = Instant::now();
    let output = Command::new(env!("CARGO_BIN_EXE_sroi"))
        .arg("check")
        .arg(&path)
        .output()
        .unwrap();
    fs::remove_file(&path).unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("50 MB"), "{said}");
    assert!(start.elapsed() < Duration::from_secs(5));
}

/// Runs on a thread with the 2 MB of stack that threads have by default.
fn on_a_small_stack<T: Send + 'static>(task: impl FnOnce() -> T + Send + 'static) -> T {
    std::thread::Builder::new()
        .stack_size(2 << 20)
        .spawn(task)
        .unwrap()
        .join()
        .unwrap()
}

fn with_amount(amount: &str) -> Vec<u8> {
    SOUND.replace("clients * saving", amount).into_bytes()
}

#[test]
fn deep_and_long_expressions_are_refused_quickly() {
    let nested = |open: &str, close: &str, n: usize| {
        format!("{}clients{} * saving", open.repeat(n), close.repeat(n))
    };
    let deep = "this expression is nested more than 100 levels deep";
    let long = "this expression has more than 2000 parts";
    let cases = [
        (nested("(", ")", 100_000), deep),
        (nested("-", "", 100_000), deep),
        (nested("abs(", ")", 100_000), deep),
        (
            format!("clients * saving * 2{}", "^2".repeat(100_000)),
            deep,
        ),
        (
            format!("clients * saving{}", " + clients * saving".repeat(100_000)),
            long,
        ),
        (
            format!("if({} clients > 0, 1, 0)", "not ".repeat(100_000)),
            deep,
        ),
        (
            format!("clients * saving * min(1{})", ", 1".repeat(100_000)),
            long,
        ),
    ];
    for (amount, message) in cases {
        let start = Instant::now();
        let text = on_a_small_stack(move || said("case.toml", &with_amount(&amount)));
        assert!(
            text.starts_with(&format!("error[syntax]: {message}\n")),
            "{text}"
        );
        assert!(text.len() < 2_000, "{}", text.len());
        assert!(start.elapsed() < Duration::from_secs(5));
    }
}

#[test]
fn the_longest_expressions_are_read_on_a_small_stack() {
    let deepest = format!("{}clients * saving{}", "(".repeat(98), ")".repeat(98));
    let longest = format!("clients * saving{}", " + clients * saving".repeat(499));
    let tallest = format!("clients * saving{}", " * 1".repeat(998));
    for amount in [deepest, longest, tallest] {
        let found = on_a_small_stack(move || {
            let (diagnostics, _, model) = checked("case.toml", &with_amount(&amount));
            let model = model.expect("a model");
            let total = sroi::plan::totals(
                &model,
                &model.base(),
                &model.base().points,
                [sroi::model::Total::Benefits],
            );
            (diagnostics.len(), total)
        });
        assert_eq!(found.0, 0);
    }
}

#[test]
fn deep_toml_is_refused() {
    for value in [
        "[".repeat(100_000),
        "{ a = ".repeat(100_000),
        format!("[{}]", "a.".repeat(100_000)),
    ] {
        let text = format!("{SOUND}\n[deep]\nx = {value}\n");
        let found = on_a_small_stack(move || messages(text.as_bytes()));
        assert_eq!(found.len(), 1, "{:?}", found.first());
    }
    let header = format!("{SOUND}\n[{}a]\n", "a.".repeat(100_000));
    assert_eq!(
        messages(header.as_bytes()),
        ["lists and tables are nested too deeply"]
    );
}

#[test]
fn ten_thousand_inputs_and_mistakes_take_no_time() {
    let mut sound = SOUND.to_owned();
    let mut wrong = SOUND.to_owned();
    let mut chained = format!("{SOUND}\n[derived.d0]\nexpr = \"clients\"\n");
    for i in 0..10_000 {
        writeln!(sound, "[inputs.x{i}]\nunit = \"1\"\npoint = {i}").unwrap();
        writeln!(wrong, "[inputs.x{i}]\nunit = \"clint\"\npoint = {i}").unwrap();
        writeln!(wrong, "[derived.y{i}]\nexpr = \"x{i}_ + {i}\"").unwrap();
        writeln!(chained, "[derived.d{}]\nexpr = \"d{i} + d{i}\"", i + 1).unwrap();
    }
    let circle = chained.replace("expr = \"clients\"", "expr = \"d10000\"");
    for (text, errors) in [
        (sound, false),
        (wrong, true),
        (chained, false),
        (circle, true),
    ] {
        let start = Instant::now();
        let (said, model) = on_a_small_stack(move || {
            let (diagnostics, source, model) = checked("case.toml", text.as_bytes());
            (
                render(&diagnostics, &source, Colour::Never),
                model.is_some(),
            )
        });
        assert_eq!(model, !errors);
        assert!(said.len() < 100_000, "{}", said.len());
        let seconds = start.elapsed().as_secs_f64();
        assert!(seconds < 5.0, "{seconds} s");
    }
}

/// Either a model or an error, and text that can be shown.
fn holds_up(bytes: &[u8]) {
    let (diagnostics, source, model) = checked("case.toml", bytes);
    let errors = diagnostics.iter().any(|d| d.severity == Severity::Error);
    assert_eq!(model.is_none(), errors);
    for diagnostic in &diagnostics {
        let message = &diagnostic.message;
        assert!(!message.is_empty() && !message.ends_with('.'), "{message}");
    }
    let text = render(&diagnostics, &source, Colour::Never);
    assert!(
        !text.chars().any(|c| c.is_control() && c != '\n'),
        "{text:?}"
    );
}

const NETWERKZORG: &[u8] = include_bytes!("../../priors/netwerkzorg.toml");

/// A change of one place of a text.
#[derive(Clone, Debug)]
enum Edit {
    Delete { at: usize, length: usize },
    Duplicate { at: usize, length: usize },
    Replace { at: usize, byte: u8 },
}

fn edit() -> impl Strategy<Value = Edit> {
    let at = 0..NETWERKZORG.len();
    prop_oneof![
        (at.clone(), 1..40_usize).prop_map(|(at, length)| Edit::Delete { at, length }),
        (at.clone(), 1..40_usize).prop_map(|(at, length)| Edit::Duplicate { at, length }),
        (at.clone(), any::<u8>()).prop_map(|(at, byte)| Edit::Replace { at, byte }),
        (at, 32..127_u8).prop_map(|(at, byte)| Edit::Replace { at, byte }),
    ]
}

fn edited(edits: &[Edit]) -> Vec<u8> {
    let mut bytes = NETWERKZORG.to_vec();
    for edit in edits {
        let range = |at: usize, length: usize| {
            let at = at.min(bytes.len());
            at..(at + length).min(bytes.len())
        };
        match *edit {
            Edit::Delete { at, length } => {
                let range = range(at, length);
                bytes.drain(range);
            }
            Edit::Duplicate { at, length } => {
                let range = range(at, length);
                let copy = bytes[range.clone()].to_vec();
                bytes.splice(range.end..range.end, copy);
            }
            Edit::Replace { at, byte } => {
                let range = range(at, 1);
                bytes[range].fill(byte);
            }
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_hold_up(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        holds_up(&bytes);
    }

    #[test]
    fn arbitrary_text_holds_up(text in "\\PC*") {
        holds_up(text.as_bytes());
    }

    #[test]
    fn arbitrary_expressions_hold_up(
        text in "([a-z(),+*/^<>=! %\\[\\]0-9.-]|clients|saving|min\\(|if\\(| and |not |\\\\u0063|€|[\\x00-\\x1f]){0,40}"
    ) {
        holds_up(&with_amount(&text));
    }

    #[test]
    fn a_damaged_case_holds_up(edits in prop::collection::vec(edit(), 1..4)) {
        holds_up(&edited(&edits));
    }
}
