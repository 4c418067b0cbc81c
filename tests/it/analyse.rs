//! `sroi analyse` from outside: tables read, refused, analysed and written.

use std::fs;
use std::path::Path;

use sroi::storage::{NumericTable, StoredTable};

use crate::program::{Folder, SMALL, run};

/// A small sample: two options, two inputs, a hundred draws, and nothing random about it.
fn sample(folder: &Folder) {
    let mut inputs = String::from("\"\",\"gain\",\"rr[1,2]\"\n");
    let mut effects = String::from("usual;new\r\n");
    let mut costs = String::from("\u{feff}new\tusual\n");
    for i in 0..100_u32 {
        let (x, y) = (
            f64::from(i * 37 % 100) / 100.0,
            f64::from(i * 61 % 100) / 100.0,
        );
        inputs += &format!("\"{}\",{x},{y}\n", i + 1);
        effects += &format!("1;{}\r\n", format!("{:.4}", 1.0 + x).replace('.', ","));
        costs += &format!("{}\t100\n", 600.0 + 100.0 * y);
    }
    folder.write("inputs.csv", &inputs);
    folder.write("effects.csv", &effects);
    folder.write("costs.csv", &(costs + "\n"));
}

const SAMPLE: [&str; 7] = [
    "analyse",
    "--inputs",
    "inputs.csv",
    "--effects",
    "effects.csv",
    "--costs",
    "costs.csv",
];

fn analysed(folder: &Path, more: &[&str]) -> (i32, String, String) {
    run(folder, &[&SAMPLE[..], more].concat())
}

fn numbers(folder: &Folder, table: &str, column: &str) -> Vec<f64> {
    let table = StoredTable::read(&folder.join(table)).unwrap();
    table.numbers(column).unwrap()
}

#[test]
fn a_sample_is_analysed() {
    let folder = Folder::new();
    sample(&folder);
    let more = ["--wtp", "0:2000:500", "--at", "1000,2000", "--out", "there"];
    let (code, out, error) = analysed(folder.path(), &more);
    assert_eq!(code, 0, "{error}");
    assert!(
        error.contains(
            "the first column of `inputs.csv` has no name and numbers the rows; it was left out"
        ),
        "{error}"
    );
    assert!(out.lines().all(|line| line.chars().count() <= 80), "{out}");
    assert!(
        out.contains("100 draws, 2 options, 2 inputs. Increments are against usual."),
        "{out}"
    );
    assert!(
        out.contains("CEAC: share of the draws in which an option has the highest net benefit"),
        "{out}"
    );
    let mut files: Vec<String> = fs::read_dir(folder.join("there"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    files.sort();
    let expected = [
        "ceac.parquet",
        "conditional_mean.parquet",
        "ellipses.parquet",
        "evpi.parquet",
        "evppi.parquet",
        "expected_loss.parquet",
        "icers.parquet",
        "manifest.json",
        "plane.parquet",
        "sensitivity.parquet",
    ];
    assert_eq!(files, expected);
    assert_eq!(
        numbers(&folder, "there/evpi.parquet", "wtp"),
        [0.0, 500.0, 1000.0, 1500.0, 2000.0]
    );
    assert_eq!(
        numbers(&folder, "there/ceac.parquet", "proportion").len(),
        10
    );
    assert_eq!(
        numbers(&folder, "there/evppi.parquet", "k"),
        [1000.0, 1000.0, 2000.0, 2000.0]
    );
    let names = StoredTable::read(&folder.join("there/evppi.parquet"))
        .unwrap()
        .texts("pars")
        .unwrap();
    assert_eq!(
        names[..2],
        [Some("gain".to_owned()), Some("rr[1,2]".to_owned())]
    );
    // The mean gain is 0.495, the mean extra cost 549.5.
    let icer = numbers(&folder, "there/icers.parquet", "icer");
    assert!(
        icer[0].is_nan() && (icer[1] - 549.5 / 0.495).abs() < 1e-9,
        "{icer:?}"
    );
    let manifest = fs::read_to_string(folder.join("there/manifest.json")).unwrap();
    for word in [
        "\"analyse\"",
        "\"inputs.csv\"",
        "\"sha256\"",
        "\"usual\"",
        "\"rr[1,2]\"",
    ] {
        assert!(manifest.contains(word), "{word}: {manifest}");
    }

    // The same again, the same bytes; in Dutch, the same tables.
    let again = [
        "--wtp",
        "0:2000:500",
        "--at",
        "1000,2000",
        "--out",
        "again",
        "--lang",
        "nl",
    ];
    let (code, out, _) = analysed(folder.path(), &again);
    assert_eq!(code, 0);
    assert!(
        out.contains("100 trekkingen, 2 opties, 2 invoerwaarden"),
        "{out}"
    );
    assert!(out.lines().all(|line| line.chars().count() <= 80), "{out}");
    for name in expected {
        let read = |folder_name: &str| fs::read(folder.join(folder_name).join(name)).unwrap();
        assert!(read("there") == read("again"), "{name}");
    }
}

/// At k = 1000 the new option gains 1000·x − 500 − 100·y: knowing both inputs is worth as much as perfect information.
#[test]
fn groups_are_named_on_the_command_line() {
    let folder = Folder::new();
    sample(&folder);
    let groups = [
        "--wtp",
        "1000",
        "--evppi",
        "gain,rr[1,2]",
        "--evppi",
        "rr[1,2]",
        "--out",
        "there",
    ];
    let (code, out, error) = analysed(folder.path(), &groups);
    assert_eq!(code, 0, "{error}");
    assert!(out.contains("gain + rr[1,2]"), "{out}");
    let evppi = numbers(&folder, "there/evppi.parquet", "evppi");
    let evpi = numbers(&folder, "there/evpi.parquet", "evpi")[0];
    assert!(
        (evppi[0] - evpi).abs() < 1e-3 * evpi && evppi[1] < evppi[0],
        "{evppi:?} {evpi}"
    );
    let (code, _, error) = analysed(folder.path(), &["--evppi", "gian"]);
    assert_eq!(code, 2);
    assert!(
        error.contains("there is no input `gian`, did you mean `gain`?"),
        "{error}"
    );
}

#[test]
fn net_benefits_and_draws_of_a_run_are_samples_too() {
    let folder = Folder::new();
    let case = folder.write("small.toml", SMALL);
    let arguments = [
        "run",
        case.to_str().unwrap(),
        "--draws",
        "2000",
        "--keep-draws",
        "--out",
        "small",
    ];
    assert_eq!(run(folder.path(), &arguments).0, 0);
    let arguments = [
        "analyse",
        "--draws",
        "small/draws.parquet",
        "--out",
        "there",
    ];
    let (code, out, error) = run(folder.path(), &arguments);
    assert_eq!(code, 0, "{error}");
    assert!(out.contains("gain") && out.contains("effort"), "{out}");
    // Perfect information on a normal gain and a gamma effort, net benefit some N(20, 12.8): EVPI about 0.4.
    let evpi = numbers(&folder, "there/evpi.parquet", "evpi")[0];
    let p = numbers(&folder, "small/summary.parquet", "mean");
    assert!(evpi > 0.2 && evpi < 0.8, "{evpi}");
    let best = numbers(&folder, "there/ceac.parquet", "proportion")[1];
    assert!(
        p.contains(&best),
        "P(NB > 0) is that of the run: {best} of {p:?}"
    );

    folder.write("nb.csv", "a,b\n1,2\n3,2\n5,2\n");
    let (code, out, error) = run(folder.path(), &["analyse", "--net-benefit", "nb.csv"]);
    assert_eq!(code, 0, "{error}");
    assert!(!out.contains("ICER"), "{out}");
    let (code, _, error) = run(folder.path(), &["analyse"]);
    assert_eq!(code, 2);
    assert!(error.contains("a sample is needed"), "{error}");
    let (code, _, error) = run(folder.path(), &["analyse", "--draws", "there/evpi.parquet"]);
    assert_eq!(code, 1);
    assert!(
        error.contains("holds str, not numbers") || error.contains("no column `net_benefit`"),
        "{error}"
    );
}

/// Each mistake with what is said of it.
#[test]
fn tables_with_mistakes_are_refused() {
    let folder = Folder::new();
    let cases = [
        ("", "`t.csv`: the file is empty"),
        (
            "a,b\n",
            "`t.csv`: there are no rows of numbers below the header",
        ),
        (
            "1,2\n3,4\n",
            "the first row holds numbers where names are expected; put a header row above it",
        ),
        (
            "a,b\n1,2\n1,x\n",
            "`t.csv`: line 3, column `b`: expected a finite number, found `x`; complete the draw",
        ),
        (
            "a,b\n1,2\n1,\n",
            "line 3, column `b`: expected a finite number, found nothing",
        ),
        (
            "a,b\n1,NA\n",
            "line 2, column `b`: expected a finite number, found `NA`",
        ),
        (
            "a,b\n1,inf\n",
            "line 2, column `b`: expected a finite number, found `inf`",
        ),
        (
            "a,b\n1,1e999\n",
            "line 2, column `b`: expected a finite number, found `1e999`",
        ),
        (
            "a,b\n1,\"2,5\"\n",
            "found `2,5`; write numbers with a decimal point and without thousands separators",
        ),
        (
            "a;b\n1;1.234,5\n",
            "found `1.234,5`; write numbers with a decimal point",
        ),
        (
            "a;b\n1,5;2\n1;2.5\n",
            "line 2, column `a`: `1,5` has a decimal comma, and other numbers of the file have a decimal point",
        ),
        (
            "a,b\n1,2,3\n",
            "line 2 has 3 cells and the header 2 names; if the first cell numbers the rows",
        ),
        (
            "a,b,c\n1,2\n",
            "line 2 has 2 cells and the header 3 names; names that hold the separator must stand in quotes",
        ),
        ("a,a\n1,2\n", "two columns are named `a`; rename one"),
        ("a,\n1,2\n", "column 2 has no name"),
        (",a,b\n7,1,2\n", "column 1 has no name"),
        (
            "a,\"b\n1,2\n",
            "line 1 has a quotation mark that is not closed",
        ),
        (
            "a,b\n1,2\n\n3,4\n",
            "line 3, column `a`: expected a finite number, found nothing",
        ),
        (
            "a\n1\n2\n",
            "net benefit has 1 option: a decision needs at least two columns",
        ),
        (
            "a,b\n1,2\n",
            "net benefit has 1 rows: at least 2 draws are needed (net benefit: `t.csv`)",
        ),
    ];
    for (text, said) in cases {
        folder.write("t.csv", text);
        let (code, _, error) = run(folder.path(), &["analyse", "--net-benefit", "t.csv"]);
        assert_eq!(code, 1, "{text:?}: {error}");
        assert!(error.contains(said), "{text:?}: {error}");
    }
    fs::write(folder.join("t.csv"), b"a,b\n1,\xff\n").unwrap();
    let (code, _, error) = run(folder.path(), &["analyse", "--net-benefit", "t.csv"]);
    assert_eq!(code, 1);
    assert!(error.contains("line 2 is not UTF-8"), "{error}");
    let (code, _, error) = run(folder.path(), &["analyse", "--net-benefit", "none.csv"]);
    assert_eq!(code, 1);
    assert!(error.contains("`none.csv`: cannot be read"), "{error}");
    let (_, _, error) = run(folder.path(), &["analyse", "--net-benefit", "."]);
    assert!(
        error.contains("`.`: cannot be read: it is a folder, not a file"),
        "{error}"
    );
}

#[test]
fn what_does_not_vary_is_named_with_the_way_out() {
    let folder = Folder::new();
    sample(&folder);
    let inputs = fs::read_to_string(folder.join("inputs.csv")).unwrap();
    let fixed: Vec<String> = inputs
        .lines()
        .enumerate()
        .map(|(line, text)| text.to_owned() + if line == 0 { ",price,\"d[1]\"" } else { ",7,0" })
        .collect();
    folder.write("inputs.csv", &fixed.join("\n"));
    let (code, _, error) = analysed(folder.path(), &[]);
    assert_eq!(code, 1);
    assert!(
        error.contains(
            "input `price` is 7 in every draw, input `d[1]` is 0 in every draw: nothing can be learned about what does not vary; \
             leave it out with `--omit 'price' --omit 'd[1]'` (inputs: `inputs.csv`, effects: `effects.csv`, costs: `costs.csv`)"
        ),
        "{error}"
    );
    let (code, _, error) = analysed(folder.path(), &["--omit", "price", "--omit", "d[1]"]);
    assert_eq!(code, 0, "{error}");
    let (code, _, error) = analysed(folder.path(), &["--omit", "pirce"]);
    assert_eq!(code, 2);
    assert!(
        error.contains("`--omit pirce`: there is no such input to leave out"),
        "{error}"
    );
}

#[test]
fn thresholds_are_checked() {
    let folder = Folder::new();
    sample(&folder);
    for (text, said) in [
        ("abc", "`abc` is not a number"),
        ("-5", "willingness to pay is a number from 0"),
        ("0:10", "a grid has three numbers"),
        (
            "10:0:1",
            "a grid is low:high:step with low ≤ high and step > 0",
        ),
        ("0:10:0", "a grid is low:high:step"),
        ("0:1e9:1", "at most 10,000 steps"),
    ] {
        let option = format!("--wtp={text}");
        let (code, _, error) = analysed(folder.path(), &[&option]);
        assert_eq!(code, 2, "{text}: {error}");
        assert!(error.contains(said), "{text}: {error}");
    }
    let (code, _, error) = analysed(folder.path(), &["--reference", "old"]);
    assert_eq!(code, 2);
    assert!(
        error.contains("there is no option `old`; expected `usual` or `new`"),
        "{error}"
    );
    let (code, out, _) = analysed(folder.path(), &["--reference", "new"]);
    assert_eq!(code, 0);
    assert!(out.contains("Increments are against new."), "{out}");
}

/// Numbers are read as they are written, in every dialect.
#[test]
fn dialects_of_csv() {
    let folder = Folder::new();
    let path = folder.write(
        "t.csv",
        "\u{feff}\"x \"\"y\"\"\"\t b \r\n\"1,5\"\t-2e3\r\n 3 \t+4\r\n\r\n",
    );
    let table = NumericTable::read(&path).unwrap();
    assert_eq!(table.names, ["x \"y\"", "b"]);
    assert_eq!(table.columns, [[1.5, 3.0], [-2000.0, 4.0]]);
    assert_eq!(table.rows(), 2);
    assert!(!table.index_left_out);
    // pandas counts from 0; a named index stays.
    let path = folder.write("t.csv", ",a\n0,5\n1,6\n");
    let table = NumericTable::read(&path).unwrap();
    assert!(table.index_left_out && table.columns == [[5.0, 6.0]]);
    let path = folder.write("t.csv", "draw,a\n1,5\n2,6\n");
    assert_eq!(NumericTable::read(&path).unwrap().names, ["draw", "a"]);
    // Thousands of rows go through more than one buffer.
    let rows = (0..30_000).fold(String::new(), |text, i| text + &format!("{i},{}\n", i * 2));
    let path = folder.write("t.csv", &format!("a,b\n{rows}"));
    let table = NumericTable::read(&path).unwrap();
    assert_eq!((table.rows(), table.columns[1][29_999]), (30_000, 59_998.0));
}

/// Results do not depend on the instruction set.
#[test]
fn every_instruction_set_gives_the_same_tables() {
    let folder = Folder::new();
    sample(&folder);
    let more = [
        "--wtp",
        "0:2000:100",
        "--at",
        "1000",
        "--evppi",
        "gain,rr[1,2]",
        "--evppi",
        "gain",
    ];
    assert_eq!(
        analysed(folder.path(), &[&more[..], &["--out", "widest"]].concat()).0,
        0
    );
    let portable = ["--instructions", "portable", "--out", "portable"];
    assert_eq!(
        analysed(folder.path(), &[&more[..], &portable].concat()).0,
        0
    );
    for entry in fs::read_dir(folder.join("widest")).unwrap().flatten() {
        let name = entry.file_name();
        let read = |set: &str| fs::read(folder.join(set).join(&name)).unwrap();
        assert!(read("widest") == read("portable"), "{}", name.display());
    }
}
