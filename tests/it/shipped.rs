//! The page about the shipped cases under test: its table of results and its outputs are what the program prints, and what it
//! says of the publications is in the cases.

use std::fs;

use sroi::analysis::{Verdict, reproduce};

use crate::program::{Folder, root, run};
use crate::readme::{blocks, shipped_cases};
use crate::support::{parse, text};

fn page() -> String {
    text("priors/README.md")
}

/// A folder that looks like a clone.
fn clone() -> Folder {
    let folder = Folder::new();
    fs::create_dir(folder.join("priors")).unwrap();
    for name in shipped_cases() {
        fs::copy(root().join(&name), folder.join(&name)).unwrap();
    }
    folder
}

/// Cells of the row of the headline that begins so: all euros, their error, hard euros, theirs.
#[track_caller]
fn cells<'a>(printed: &'a str, label: &str) -> Vec<&'a str> {
    let row = printed.lines().find_map(|line| line.strip_prefix(label));
    let row = row.unwrap_or_else(|| panic!("no {label} in\n{printed}"));
    let cells = row.split("  ").map(str::trim);
    cells.filter(|cell| !cell.is_empty()).collect()
}

/// The row of the page that a run makes, after its first two cells.
fn row(printed: &str) -> [String; 5] {
    let (head, ratios) = printed.split_once("  B/C: median").unwrap();
    let interval = ["    2.5 % quantile", "    97.5 % quantile"].map(|q| cells(ratios, q)[0]);
    let p = cells(ratios, "  P(benefits > costs)");
    [
        cells(head, "  ROI = E[B]/E[C]")[0].to_owned(),
        interval.join(" to "),
        p[0].to_owned(),
        p[2].to_owned(),
        cells(ratios, "  break-even attribution")[0].to_owned(),
    ]
}

#[test]
fn results_are_what_the_program_prints() {
    let (page, folder) = (page(), clone());
    for path in shipped_cases() {
        let file = path.strip_prefix("priors/").unwrap();
        let name = file.strip_suffix(".toml").unwrap();
        let begin = format!("| [{name}]({file}) | ");
        let shown = page.lines().find_map(|line| line.strip_prefix(&begin));
        let shown = shown.unwrap_or_else(|| panic!("the page has no row for {name}"));
        let (published, shown) = shown.split_once(" | ").unwrap();
        let (code, printed, error) = run(folder.path(), &["run", &path]);
        assert_eq!(code, 0, "{error}");
        assert_eq!(shown, format!("{} |", row(&printed).join(" | ")), "{name}");
        let reproduction = reproduce(&parse(&text(&path)));
        if let Ok(published) = published.parse::<f64>() {
            let known = |cell: &sroi::analysis::Cell| {
                cell.published == published && cell.verdict == Verdict::Reproduced
            };
            assert!(reproduction.cells.iter().any(known), "{name}: {published}");
        }
    }
    let model = parse(&text("priors/netwerkzorg.toml"));
    let errata = reproduce(&model).count(Verdict::ErratumExplained);
    assert!(page.contains(&format!("{errata} errata")), "{errata}");
}

/// Each command is followed by what it prints.
#[test]
fn shown_output_is_true() {
    let (page, folder) = (page(), clone());
    let (commands, shown) = (blocks(&page, "sh"), blocks(&page, "text"));
    assert!(shown.len() >= 2 && commands.len() == shown.len());
    for (command, shown) in commands.iter().zip(shown) {
        let words: Vec<&str> = command.split_whitespace().collect();
        assert_eq!(words[0], "sroi");
        let (code, printed, error) = run(folder.path(), &words[1..]);
        assert_eq!(code, 0, "{error}");
        assert!(
            printed.contains(&shown),
            "shown:\n{shown}\nprinted:\n{printed}"
        );
    }
}

/// Every file of the folder is named, and every file that is named exists.
#[test]
fn every_file_is_named() {
    let page = page();
    let entries = fs::read_dir(root().join("priors")).unwrap();
    for entry in entries {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let named = page.contains(&format!("]({name})"));
        assert!(named || name == "README.md", "{name}");
    }
    for rest in page.split("](").skip(1) {
        let name = rest.split(')').next().unwrap();
        assert!(root().join("priors").join(name).exists(), "{name}");
    }
}

/// Scenarios and switches that the page names are in the cases.
#[test]
fn names_are_those_of_the_cases() {
    let cases: Vec<String> = shipped_cases().iter().map(|path| text(path)).collect();
    let page = page();
    let prose = page.split("```").step_by(2);
    let names = prose.flat_map(|text| text.split('`').skip(1).step_by(2));
    let names: Vec<&str> = names
        .filter(|name| !name.contains(' ') && *name != "basis")
        .collect();
    assert!(names.len() >= 6, "{names:?}");
    for name in names {
        let known = |case: &String| {
            let heads = ["scenarios", "switches"].map(|kind| format!("[{kind}.{name}]"));
            heads.iter().any(|head| case.contains(head))
        };
        assert!(cases.iter().any(known), "{name}");
    }
}
