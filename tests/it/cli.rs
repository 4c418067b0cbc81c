//! The program from outside: exit codes, messages, files.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::program::{Folder, SMALL, netwerkzorg, outcome, run, sroi};

/// Names in a folder, sorted.
fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().flatten();
    let mut names: Vec<String> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn run_writes_the_documented_files() {
    let folder = Folder::new();
    let case = netwerkzorg();
    let (code, out, _) = run(
        folder.path(),
        &["run", case.to_str().unwrap(), "--draws", "2000"],
    );
    assert_eq!(code, 0);
    assert!(out.contains("Each euro is expected to return"), "{out}");
    assert!(
        out.lines().all(|line| line.chars().count() <= 80),
        "the summary fits 80 columns:\n{out}"
    );
    let expected = [
        "acceptability.parquet",
        "break_even.parquet",
        "case.toml",
        "convergence.parquet",
        "exact.parquet",
        "manifest.json",
        "perspectives.parquet",
        "roi.parquet",
        "stakeholders.parquet",
        "summary.parquet",
        "tornado.parquet",
    ];
    assert_eq!(files(&folder.join("results/netwerkzorg")), expected);
    assert_eq!(
        files(&folder.join("results")),
        ["netwerkzorg"],
        "nothing is left beside the results"
    );
}

#[test]
fn earlier_results_are_untouched_without_force() {
    let folder = Folder::new();
    let case = folder.write("small.toml", SMALL);
    let case = case.to_str().unwrap();
    let arguments = ["run", case, "--draws", "1000", "--out", "there"];
    assert_eq!(run(folder.path(), &arguments).0, 0);
    let manifest = fs::read(folder.join("there/manifest.json")).unwrap();
    let second = [
        "run", case, "--draws", "1000", "--out", "there", "--seed", "2",
    ];
    let (code, _, error) = run(folder.path(), &second);
    assert_eq!(code, 2);
    assert!(
        error.contains("`there` exists already; nothing was changed"),
        "{error}"
    );
    assert!(error.contains("--force"), "the way out: {error}");
    assert_eq!(
        fs::read(folder.join("there/manifest.json")).unwrap(),
        manifest
    );
    let forced = [&second[..], &["--force"]].concat();
    assert_eq!(run(folder.path(), &forced).0, 0);
    assert_ne!(
        fs::read(folder.join("there/manifest.json")).unwrap(),
        manifest
    );
    assert_eq!(files(folder.path()), ["small.toml", "there"]);
}

#[test]
fn a_folder_of_something_else_is_never_replaced() {
    let folder = Folder::new();
    let case = folder.write("small.toml", SMALL);
    fs::create_dir(folder.join("photos")).unwrap();
    folder.write("photos/cat.jpg", "meow");
    let arguments = ["run", case.to_str().unwrap(), "--out", "photos", "--force"];
    let (code, _, error) = run(folder.path(), &arguments);
    assert_eq!(code, 2);
    assert!(error.contains("is not a results folder"), "{error}");
    assert_eq!(
        fs::read_to_string(folder.join("photos/cat.jpg")).unwrap(),
        "meow"
    );
}

#[test]
fn an_unwritable_place_is_said() {
    let folder = Folder::new();
    let case = folder.write("small.toml", SMALL);
    let (code, _, error) = run(
        folder.path(),
        &["run", case.to_str().unwrap(), "--out", "small.toml/results"],
    );
    assert_eq!(code, 1);
    assert!(
        error.contains("cannot write `small.toml/results`"),
        "{error}"
    );
}

/// A limit on the size of files stands for a full disk: writing fails half-way.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_nothing_behind() {
    let folder = Folder::new();
    let case = folder.write("small.toml", SMALL);
    let script = "trap '' XFSZ; ulimit -f 64; exec \"$0\" \"$@\"";
    let program = sroi().get_program().to_owned();
    let output = std::process::Command::new("sh")
        .current_dir(folder.path())
        .args(["-c", script])
        .arg(program)
        .args([
            "run",
            case.to_str().unwrap(),
            "--draws",
            "200000",
            "--keep-draws",
            "--out",
            "full",
        ])
        .output()
        .unwrap();
    let (code, _, error) = outcome(&output);
    assert_eq!(code, 1, "{error}");
    assert!(error.contains("cannot write results to `full`"), "{error}");
    assert_eq!(
        files(folder.path()),
        ["small.toml"],
        "no half-written file, no partial folder"
    );
}

/// Waits until the program has begun to write its draws.
fn begun(folder: &Path) -> bool {
    let deadline = Instant::now() + Duration::from_secs(30);
    while Instant::now() < deadline {
        if files(folder)
            .iter()
            .any(|name| name.starts_with(".long.partial-"))
        {
            std::thread::sleep(Duration::from_millis(100));
            return true;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    false
}

#[test]
fn a_killed_run_leaves_nothing_under_the_final_name() {
    let folder = Folder::new();
    let case = folder.write("small.toml", SMALL);
    let arguments = ["run", case.to_str().unwrap(), "--out", "long", "--draws"];
    let mut child = sroi()
        .current_dir(folder.path())
        .args(arguments)
        .args(["1e12", "--quiet"])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    assert!(begun(folder.path()));
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!folder.join("long").exists());
    let (code, _, error) = run(folder.path(), &[&arguments[..], &["1000"]].concat());
    assert_eq!(code, 0);
    assert!(
        error.contains("was killed"),
        "the leftover is mentioned: {error}"
    );
    assert!(folder.join("long/manifest.json").exists());
}

#[cfg(unix)]
#[test]
fn ctrl_c_keeps_the_draws_done() {
    let folder = Folder::new();
    let case = folder.write("small.toml", SMALL);
    let child = sroi()
        .current_dir(folder.path())
        .args([
            "run",
            case.to_str().unwrap(),
            "--out",
            "long",
            "--draws",
            "1e12",
            "--keep-draws",
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    assert!(begun(folder.path()));
    std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    let (code, out, error) = outcome(&child.wait_with_output().unwrap());
    assert_eq!(code, 130, "{error}");
    assert!(out.contains("INTERRUPTED"), "{out}");
    assert!(
        error.contains("of 1,000,000,000,000 draws were done"),
        "{error}"
    );
    let manifest = fs::read_to_string(folder.join("long/manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    assert_eq!(manifest["interrupted"], true);
    let draws = manifest["draws"].as_u64().unwrap();
    assert!(
        draws > 0 && draws.is_multiple_of(8192),
        "whole blocks: {draws}"
    );
}

#[test]
fn wrong_usage_is_exit_2() {
    let folder = Folder::new();
    let case = folder.write("small.toml", SMALL);
    let case = case.to_str().unwrap();
    for (arguments, expected) in [
        (vec!["run", "absent.toml"], "cannot read `absent.toml`"),
        (vec!["run", "."], "is a folder"),
        (vec!["run", case, "--draws", "0"], "at least one draw"),
        (
            vec!["run", case, "--draws", "many"],
            "expected a whole number of draws",
        ),
        (vec!["run", case, "--set", "gain"], "expected NAME=VALUE"),
        (
            vec!["run", case, "--set", "gain=lots"],
            "not a finite number",
        ),
        (vec!["run", case, "--set", "gian=3"], "did you mean `gain`?"),
        (
            vec!["run", case, "--scenario", "rosy"],
            "the case has no scenario `rosy`",
        ),
        (
            vec!["run", case, "--switch", "a=b"],
            "the case has no switch `a`",
        ),
        (vec!["run", case, "--threads", "0"], "0 is not in 1..=1024"),
        (vec!["dance"], "unrecognized subcommand"),
        (vec![], "Usage: sroi"),
    ] {
        let (code, _, error) = run(folder.path(), &arguments);
        assert_eq!(code, 2, "{arguments:?}: {error}");
        assert!(error.contains(expected), "{arguments:?}: {error}");
    }
    assert_eq!(files(folder.path()), ["small.toml"], "nothing was written");
    assert_eq!(run(folder.path(), &["--version"]).0, 0);
    assert_eq!(run(folder.path(), &["run", "--help"]).0, 0);
}

#[test]
fn a_wrong_case_is_exit_1_with_all_mistakes() {
    let folder = Folder::new();
    let text = SMALL
        .replace("amount = \"gain\"", "amount = \"gian\"")
        .replace("cv = 0.1", "cv = -1");
    let case = folder.write("wrong.toml", &text);
    for command in ["run", "check", "reproduce"] {
        let (code, _, error) = run(folder.path(), &[command, case.to_str().unwrap()]);
        assert_eq!(code, 1);
        assert!(error.contains("did you mean `gain`?"), "{error}");
        assert!(error.contains("2 mistakes in"), "{error}");
        assert!(!error.contains('\u{1b}'), "no colours into a pipe");
    }
    assert_eq!(files(folder.path()), ["wrong.toml"]);
}

#[test]
fn a_line_that_is_no_number_is_named() {
    let folder = Folder::new();
    let text = SMALL.replace(
        "amount = \"gain\"",
        "amount = \"gain * ln(gain / 100[EUR/year] - 1)\"",
    );
    let case = folder.write("broken.toml", &text);
    let (code, _, error) = run(
        folder.path(),
        &["run", case.to_str().unwrap(), "--out", "out"],
    );
    assert_eq!(code, 1);
    assert!(
        error.contains("the line `gain` (gain) is not a finite number in draw"),
        "{error}"
    );
    assert_eq!(files(folder.path()), ["broken.toml"]);
}

#[test]
fn unreproduced_figures_stop_a_run() {
    let folder = Folder::new();
    let cell = "\n[[published]]\nwhere = \"Table 1\"\nquantity = \"roi\"\nvalue = 1.3\ntolerance = 0.005\n";
    let case = folder.write("off.toml", &format!("{SMALL}{cell}"));
    let case = case.to_str().unwrap();
    let (code, out, error) = run(folder.path(), &["reproduce", case]);
    assert_eq!(code, 1);
    assert!(out.contains("NOT REPRODUCED"), "{out}");
    assert!(
        error.contains("neither reproduced nor explained"),
        "{error}"
    );
    let (code, _, error) = run(folder.path(), &["run", case]);
    assert_eq!(code, 1);
    assert!(error.contains("--allow-unreproduced"), "{error}");
    assert_eq!(
        run(
            folder.path(),
            &["run", case, "--allow-unreproduced", "--draws", "1000"]
        )
        .0,
        0
    );
}

#[test]
fn an_erratum_must_be_true() {
    let folder = Folder::new();
    let cell = "\n[[published]]\nwhere = \"T\"\nquantity = \"roi\"\nvalue = 1.25\ntolerance = 0.005\nerratum = \"no\"\n";
    let case = folder.write("unfounded.toml", &format!("{SMALL}{cell}"));
    let (code, out, _) = run(folder.path(), &["reproduce", case.to_str().unwrap()]);
    assert_eq!(code, 1);
    assert!(out.contains("ERRATUM UNFOUNDED"), "{out}");
    let corrected = cell.replace("value = 1.25", "value = 1.52\ncorrected = 1.25");
    let case = folder.write("founded.toml", &format!("{SMALL}{corrected}"));
    assert_eq!(
        run(folder.path(), &["reproduce", case.to_str().unwrap()]).0,
        0
    );
}

#[test]
fn check_shows_what_was_understood() {
    let folder = Folder::new();
    let case = folder.write("small.toml", SMALL);
    let (code, out, _) = run(folder.path(), &["check", case.to_str().unwrap()]);
    assert_eq!(code, 0);
    for expected in [
        "Normal(100, sd 10)",
        "80.4 to 119.6",
        "made_up",
        "EUR/year",
        "no warnings",
    ] {
        assert!(out.contains(expected), "{expected}: {out}");
    }
}

/// `sroi … | head` closes the pipe early.
#[cfg(unix)]
#[test]
fn a_reader_that_leaves_is_no_error() {
    let program = sroi().get_program().to_owned();
    let output = std::process::Command::new("bash")
        .args(["-c", "set -o pipefail; \"$0\" check \"$1\" | head -1"])
        .arg(program)
        .arg(netwerkzorg())
        .output()
        .unwrap();
    let (code, _, error) = outcome(&output);
    assert_eq!((code, error.as_str()), (0, ""));
}

/// A share of an impact chain that `--set` moves out of 0 to 1 is refused, whatever the case itself says.
#[test]
fn a_share_that_is_none_stops_a_run() {
    let folder = Folder::new();
    let input = "[inputs.drop]\nunit = \"1\"\npoint = 0.2\nsource = { ref = \"made_up\" }\n[chain]";
    let line = "side = \"benefit\"\nchain = { drop_off = \"drop\", duration = 3 }";
    let text = SMALL
        .replace("[chain]", input)
        .replace("side = \"benefit\"", line);
    let case = folder.write("share.toml", &text);
    let arguments = ["run", case.to_str().unwrap(), "--draws", "1000", "--set"];
    let (code, _, error) = run(folder.path(), &[&arguments[..], &["drop=25"]].concat());
    assert_eq!(code, 1);
    assert!(
        error.contains("`drop_off` of the line `gain` is 25 in this run"),
        "{error}"
    );
    assert_eq!(
        run(folder.path(), &[&arguments[..], &["drop=0.25"]].concat()).0,
        0
    );
}

/// Derived quantities may build on each other as often as the file is long.
#[test]
fn a_long_chain_of_derived_quantities_runs() {
    let folder = Folder::new();
    let mut text = SMALL.replace("amount = \"gain\"", "amount = \"step_9999\"");
    text += "[derived.step_0]\nexpr = \"gain\"\n";
    for i in 1..10_000 {
        text += &format!("[derived.step_{i}]\nexpr = \"step_{} * 1.0001\"\n", i - 1);
    }
    let case = folder.write("long.toml", &text);
    let (code, _, error) = run(
        folder.path(),
        &["run", case.to_str().unwrap(), "--draws", "100"],
    );
    assert_eq!(code, 0, "{error}");
}

/// Earlier results that a killed run had set aside come back.
#[cfg(target_os = "linux")]
#[test]
fn results_set_aside_by_a_killed_run_come_back() {
    let folder = Folder::new();
    let case = folder.write("small.toml", SMALL);
    let arguments = [
        "run",
        case.to_str().unwrap(),
        "--draws",
        "1000",
        "--out",
        "there",
    ];
    assert_eq!(run(folder.path(), &arguments).0, 0);
    fs::rename(folder.join("there"), folder.join(".there.old-4194305")).unwrap();
    let own = folder.join(".there.old-notes");
    fs::create_dir(&own).unwrap();
    let (code, _, error) = run(folder.path(), &arguments);
    assert_eq!(code, 2, "{error}");
    assert!(error.contains("put back the results"), "{error}");
    assert!(folder.join("there/manifest.json").exists());
    fs::remove_dir(own).expect("a folder that no run has made stays");
    assert_eq!(
        run(folder.path(), &[&arguments[..], &["--force"]].concat()).0,
        0
    );
    assert_eq!(files(folder.path()), ["small.toml", "there"]);
}

#[test]
fn bench_prints_a_table() {
    let folder = Folder::new();
    let case = folder.write("small.toml", SMALL);
    let arguments = ["bench", case.to_str().unwrap(), "--draws", "10000"];
    let (code, out, _) = run(folder.path(), &arguments);
    assert_eq!(code, 0);
    assert!(out.contains("2 inputs drawn, 10,000 draws"), "{out}");
    assert!(out.contains("| threads | draws per second |"), "{out}");
    assert!(
        out.lines().filter(|line| line.starts_with("| 1 |")).count() == 1,
        "{out}"
    );
}

#[test]
fn quiet_says_nothing() {
    let folder = Folder::new();
    let case = folder.write("small.toml", SMALL);
    let (code, out, error) = run(
        folder.path(),
        &["run", case.to_str().unwrap(), "--quiet", "--draws", "1000"],
    );
    assert_eq!((code, out.as_str(), error.as_str()), (0, "", ""));
}

/// Designs and goals from the command line: what is refused, what is said, what is recorded.
#[test]
fn designs_and_goals() {
    let folder = Folder::new();
    let case = folder.write("small.toml", SMALL);
    let run = |arguments: &[&str]| {
        let all = [&["run", case.to_str().unwrap(), "--force"], arguments].concat();
        run(folder.path(), &all)
    };
    for (arguments, expected) in [
        (
            &["--design", "sobol", "--draws", "100000"][..],
            "takes a multiple of 16384 draws, not 100000; take 98304 or 114688",
        ),
        (
            &["--design", "halton"],
            "possible values: random, lhs, sobol",
        ),
        (
            &["--replicates", "4"],
            "random draws need 1 replicate, not 4",
        ),
        (
            &["--design", "lhs", "--until", "p_break_even ± 0.01"],
            "a Latin hypercube exists for one number of draws only",
        ),
        (
            &["--until", "roi ± 1"],
            "`roi` is not a result with a Monte Carlo error",
        ),
        (
            &["--until", "costs.mean ± 1", "--set", "effort=80"],
            "`costs.mean` has no Monte Carlo error: repetitions of the run would give the same; nothing was written",
        ),
        (
            &["--until", "p_break_even ± 1", "--draws", "100"],
            "cannot be used with",
        ),
        (&["--draws-max", "100"], "--until"),
        (
            &[
                "--design",
                "sobol",
                "--until",
                "p_break_even ± 0.01",
                "--draws-max",
                "1000",
            ],
            "`--draws-max` 1000 is less than the 32768 draws",
        ),
    ] {
        let (code, _, error) = run(arguments);
        assert_eq!(code, 2, "{arguments:?}: {error}");
        assert!(error.contains(expected), "{arguments:?}: {error}");
        assert!(
            !folder.join("results").join("small").exists(),
            "{arguments:?}"
        );
    }
    let (code, text, error) = run(&["--design", "sobol", "--replicates", "8"]);
    assert_eq!(code, 0, "{error}");
    assert!(
        text.contains("131,072 draws in 8 scrambled Sobol' sequences"),
        "{text}"
    );
    let (code, text, _) = run(&["--until", "p_break_even +- 0.01"]);
    assert_eq!(code, 0);
    assert!(
        text.contains("`p_break_even ± 0.01` reached with 65,536 draws: ± 0.00"),
        "{text}"
    );
    let (code, _, error) = run(&["--until", "p_break_even ± 1e-9", "--draws-max", "100000"]);
    assert_eq!(code, 1);
    assert!(
        error.contains("`p_break_even ± 1e-9` not reached with 100,000 draws"),
        "{error}"
    );
    let manifest = fs::read_to_string(folder.join("results/small/manifest.json")).unwrap();
    assert!(manifest.contains("\"reached\": false"), "{manifest}");
}

/// A run in pieces gives the files of one long run, byte for byte.
#[test]
fn a_kept_run_goes_on() {
    let folder = Folder::new();
    let case = folder.write("small.toml", SMALL);
    let run = |arguments: &[&str]| {
        let all = [&["run", case.to_str().unwrap(), "--quiet"], arguments].concat();
        run(folder.path(), &all)
    };
    let files = |name: &str| {
        let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(folder.join(name))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|path| {
                (
                    path.file_name().unwrap().to_string_lossy().into_owned(),
                    fs::read(path).unwrap(),
                )
            })
            .collect();
        files.sort();
        files
    };
    for design in [
        &["--design", "random"][..],
        &["--design", "sobol", "--replicates", "4"],
    ] {
        // Within a row group, to the end of one, and beyond what is kept in memory.
        let stages = ["20480", "131072", "204800"];
        let pieces = |stage: &str, how: &str, out: &str| {
            run(&[
                design,
                &["--draws", stage, how, "--out", out, "--threads", "2"],
            ]
            .concat())
        };
        assert_eq!(pieces(stages[0], "--keep-draws", "pieces").0, 0);
        for stage in &stages[1..] {
            let (code, _, error) = pieces(stage, "--more", "pieces");
            assert_eq!(code, 0, "{error}");
            assert_eq!(
                run(&[
                    design,
                    &["--draws", stage, "--keep-draws", "--out", "long", "--force"]
                ]
                .concat())
                .0,
                0
            );
            assert!(files("pieces") == files("long"), "{design:?} {stage}");
        }
        fs::remove_dir_all(folder.join("pieces")).unwrap();
        fs::remove_dir_all(folder.join("long")).unwrap();
    }
}

#[test]
fn a_run_goes_on_with_its_own_results_only() {
    let folder = Folder::new();
    let case = folder.write("small.toml", SMALL);
    let run = |arguments: &[&str]| {
        let all = [
            &["run", case.to_str().unwrap(), "--quiet", "--out", "there"],
            arguments,
        ]
        .concat();
        run(folder.path(), &all)
    };
    let refusal = |arguments: &[&str], expected: &str| {
        let before = fs::read(folder.join("there/summary.parquet")).ok();
        let (code, _, error) = run(arguments);
        assert_ne!(code, 0);
        assert!(error.contains(expected), "{arguments:?}: {error}");
        assert_eq!(fs::read(folder.join("there/summary.parquet")).ok(), before);
    };
    refusal(
        &["--more"],
        "cannot go on with the results in `there`: there are none",
    );
    assert_eq!(run(&["--draws", "10000"]).0, 0);
    refusal(&["--draws", "20000", "--more"], "their draws were not kept");
    assert_eq!(run(&["--draws", "10000", "--keep-draws", "--force"]).0, 0);
    refusal(
        &["--draws", "10000", "--more"],
        "they have 10000 draws already; ask for more than that with `--draws`",
    );
    refusal(
        &["--draws", "20000", "--more", "--seed", "2"],
        "they are of another run\n  seed: 1 there, 2 here\n",
    );
    refusal(
        &["--draws", "20000", "--more", "--set", "gain=3"],
        "they are of another run\n  set: none there, gain = 3 here\n",
    );
    refusal(
        &[
            "--draws",
            "20000",
            "--more",
            "--seed",
            "2",
            "--set",
            "gain=2.5",
            "--set",
            "effort=80",
        ],
        "they are of another run\n  set: none there, gain = 2.5, effort = 80 here\n  seed: 1 there, 2 here\n",
    );
    refusal(
        &["--draws", "20000", "--more", "--design", "lhs"],
        "a Latin hypercube exists for one number of draws only",
    );
    refusal(
        &["--draws", "20000", "--more", "--force"],
        "cannot be used with",
    );
    let commented = format!("# A remark.\n{SMALL}");
    folder.write("small.toml", &commented);
    refusal(
        &["--draws", "20000", "--more"],
        "the case file has changed since",
    );
    folder.write("small.toml", SMALL);
    let kept = folder.join("there/draws.parquet");
    let bytes = fs::read(&kept).unwrap();
    fs::write(&kept, &bytes[..bytes.len() / 2]).unwrap();
    refusal(
        &["--draws", "200000", "--more"],
        "cannot go on with the draws in `there`: the earlier draws are not a complete Parquet file",
    );
    fs::write(&kept, bytes).unwrap();
    assert_eq!(run(&["--draws", "20000", "--more"]).0, 0);
}
