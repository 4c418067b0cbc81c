//! `sroi report`: the page, what it is made from, and what it refuses.

use std::fs;
use std::path::{Path, PathBuf};

use sroi::report::digits;
use sroi::stats::Estimate;
use sroi::text::Lang;

use crate::program::{Folder, SMALL, netwerkzorg, root, run};

/// Results of a small case, with what more is asked of the run.
fn results(folder: &Folder, text: &str, more: &[&str]) -> PathBuf {
    let case = folder.write("small.toml", text);
    let case = case.to_str().unwrap();
    let mut arguments = vec!["run", case, "--draws", "2000", "--out", "results/small"];
    arguments.extend(more);
    let (code, _, error) = run(folder.path(), &arguments);
    assert_eq!(code, 0, "{error}");
    folder.join("results/small")
}

/// The page of the results at `results/small`.
fn page(folder: &Folder, more: &[&str]) -> String {
    let mut arguments = vec!["report", "results/small", "--force"];
    arguments.extend(more);
    let (code, out, error) = run(folder.path(), &arguments);
    assert_eq!(code, 0, "{error}");
    assert!(out.contains("results/small.html"), "{out}");
    fs::read_to_string(folder.join("results/small.html")).unwrap()
}

/// What `sroi report` says when it refuses, of which nothing is left.
#[track_caller]
fn refused(folder: &Folder, arguments: &[&str], code: i32) -> String {
    let mut all = vec!["report"];
    all.extend(arguments);
    let (found, out, error) = run(folder.path(), &all);
    assert_eq!((found, out.as_str()), (code, ""), "{error}");
    error
}

/// The JSON that travels in a page.
fn data(page: &str) -> serde_json::Value {
    let start = page.find("id=\"data\">").unwrap() + "id=\"data\">".len();
    let end = start + page[start..].find("</script>").unwrap();
    serde_json::from_str(&page[start..end]).unwrap()
}

#[test]
fn the_page_stands_beside_its_results() {
    let folder = Folder::new();
    results(&folder, SMALL, &[]);
    let (code, out, _) = run(folder.path(), &["report", "results/small"]);
    assert_eq!((code, out.as_str()), (0, "written to results/small.html\n"));
    let page = fs::read_to_string(folder.join("results/small.html")).unwrap();
    assert!(page.starts_with("<!doctype html>\n<html lang=\"en\">"));
    assert!(page.contains("default-src 'none'"));
    let mut names: Vec<String> = fs::read_dir(folder.join("results"))
        .unwrap()
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names, ["small", "small.html"], "nothing is left beside it");
    let (code, out, error) = run(
        folder.path(),
        &["report", "results/small", "--quiet", "--force"],
    );
    assert_eq!((code, out.as_str(), error.as_str()), (0, "", ""));
}

#[test]
fn what_is_there_is_kept() {
    let folder = Folder::new();
    results(&folder, SMALL, &[]);
    folder.write("results/small.html", "mine");
    let error = refused(&folder, &["results/small"], 2);
    assert!(
        error.contains("exists already") && error.contains("--force"),
        "{error}"
    );
    assert_eq!(
        fs::read_to_string(folder.join("results/small.html")).unwrap(),
        "mine"
    );
    fs::create_dir(folder.join("a_folder")).unwrap();
    let error = refused(
        &folder,
        &["results/small", "--out", "a_folder", "--force"],
        1,
    );
    assert!(error.contains("a_folder"), "{error}");
    let (code, _, error) = run(
        folder.path(),
        &["report", "results/small", "--out", "new/folders/page.html"],
    );
    assert_eq!(code, 0, "{error}");
    assert!(folder.join("new/folders/page.html").is_file());
}

#[test]
fn what_is_no_run_is_refused() {
    let folder = Folder::new();
    let small = results(&folder, SMALL, &[]);
    let error = refused(&folder, &["nowhere"], 1);
    assert!(error.contains("there is no folder `nowhere`"), "{error}");
    fs::create_dir(folder.join("foreign")).unwrap();
    let error = refused(&folder, &["foreign"], 1);
    assert!(error.contains("not a results folder"), "{error}");
    let error = refused(&folder, &["small.toml"], 1);
    assert!(error.contains("not a results folder"), "{error}");
    fs::write(small.join("manifest.json"), "{\"program\": ").unwrap();
    let error = refused(&folder, &["results/small"], 1);
    assert!(error.contains("manifest.json"), "{error}");
    assert!(!folder.join("results/small.html").exists());
}

/// Changes a file of fresh results and returns what is said of it.
fn changed(name: &str, change: impl Fn(&Path)) -> String {
    let folder = Folder::new();
    let small = results(&folder, SMALL, &[]);
    change(&small.join(name));
    let error = refused(&folder, &["results/small"], 1);
    assert!(!folder.join("results/small.html").exists());
    error
}

#[test]
fn changed_results_are_refused() {
    let edited = |from: &'static str, to: &'static str| {
        move |path: &Path| {
            let text = fs::read_to_string(path).unwrap();
            assert!(text.contains(from));
            fs::write(path, text.replace(from, to)).unwrap();
        }
    };
    let error = changed("case.toml", edited("mean = 100", "mean = 101"));
    assert!(error.contains("is not the case that was run"), "{error}");
    let error = changed("manifest.json", edited("\"seed\": 1", "\"seed\": 2"));
    assert!(
        error.contains("is not what its case and settings give"),
        "{error}"
    );
    let version = env!("CARGO_PKG_VERSION");
    let error = changed("manifest.json", |path| {
        let text = fs::read_to_string(path).unwrap();
        let other = text.replace(
            &format!("\"version\": \"{version}\""),
            "\"version\": \"0.0.7\"",
        );
        assert_ne!(text, other);
        fs::write(path, other).unwrap();
    });
    assert!(error.contains("was written by sroi 0.0.7"), "{error}");
    let error = changed("summary.parquet", |path| fs::remove_file(path).unwrap());
    assert!(
        error.contains("summary.parquet") && error.contains("run the case again"),
        "{error}"
    );
    let error = changed("summary.parquet", |path| {
        let mut bytes = fs::read(path).unwrap();
        bytes.truncate(bytes.len() / 2);
        fs::write(path, bytes).unwrap();
    });
    assert!(error.contains("summary.parquet"), "{error}");
}

#[test]
fn results_of_other_commands_are_refused() {
    let folder = Folder::new();
    results(&folder, SMALL, &["--keep-draws"]);
    folder.write("other.toml", &SMALL.replace("\"small\"", "\"other\""));
    let draws = "results/small/draws.parquet";
    let shipped = netwerkzorg();
    for arguments in [
        vec!["scenarios", shipped.to_str().unwrap(), "--draws", "1000"],
        vec!["compare", "small.toml", "other.toml", "--draws", "1000"],
        vec!["analyse", "--draws", draws],
        vec!["tornado", "small.toml"],
    ] {
        let command = arguments[0];
        let mut all = arguments.clone();
        all.extend(["--out", command]);
        let (code, _, error) = run(folder.path(), &all);
        assert_eq!(code, 0, "{error}");
        let error = refused(&folder, &[command], 1);
        let named = error.contains(&format!("sroi {command}"));
        assert!(named || error.contains("written by `sroi run`"), "{error}");
    }
}

/// A case of costs alone has a page, with numbers for what there are.
#[test]
fn a_case_without_benefits_has_a_page() {
    let folder = Folder::new();
    let start = SMALL.find("[lines.gain]").unwrap();
    let end = SMALL.find("[lines.effort]").unwrap();
    let text = format!("{}{}", &SMALL[..start], &SMALL[end..]);
    results(&folder, &text, &[]);
    let page = page(&folder, &[]);
    assert!(page.contains("id=\"sentence\""));
    assert!(!page.contains("NaN</"), "no number is none");
    assert_eq!(data(&page)["lines"].as_array().unwrap().len(), 1);
}

/// A ratio means nothing where costs are not positive in every draw; the page says so and asks for no other.
#[test]
fn a_case_without_ratio_has_a_page() {
    let folder = Folder::new();
    let text = SMALL.replace(
        "prior.gamma = { mean = 80, cv = 0.1 }",
        "prior.normal = { mean = 80, sd = 60 }",
    );
    results(&folder, &text, &[]);
    let page = page(&folder, &[]);
    assert_eq!(data(&page)["ratio"], false);
    assert!(!page.contains("data-name=\"ratio\""));
    assert!(page.contains("a ratio means nothing here"));
}

/// Text of a case stays text, wherever the page has it.
#[test]
fn no_text_of_a_case_gets_out() {
    let folder = Folder::new();
    let hostile = [
        "</script><script>alert(1)</script>",
        "\\\"><img src=x onerror=alert(2)>",
        "]]><svg onload=alert(3)>",
        "<!--<script>",
    ];
    let text = SMALL
        .replace(
            "name = \"small\"\n",
            &format!("name = \"small\"\ntitle.en = \"{}\"\n", hostile.join(" ")),
        )
        .replace(
            "title = \"Made up for a test\"",
            &format!(
                "title = \"{}\"\nauthor = \"{}\"\nurl = \"javascript:alert(4)\"\nnote = \"{}\"",
                hostile[0], hostile[1], hostile[2]
            ),
        )
        .replace(
            "[stakeholders.town]",
            &format!("[stakeholders.town]\nlabel.en = \"{}\"", hostile.join(" ")),
        )
        .replace(
            "side = \"benefit\"",
            &format!("side = \"benefit\"\nlabel.en = \"{}\"", hostile.join(" ")),
        )
        .replace(
            "[inputs.gain]",
            &format!(
                "[inputs.gain]\nlabel.en = \"{}\"\nnote = \"{}\"",
                hostile.join(" "),
                hostile[3]
            ),
        );
    results(&folder, &text, &[]);
    let page = page(&folder, &[]);
    let lower = page.to_lowercase();
    for tag in [
        "<script>alert",
        "<img",
        "<svg onload",
        "<!--",
        "href=\"javascript:",
    ] {
        assert!(!lower.contains(tag), "{tag}");
    }
    assert!(page.contains("javascript:alert(4)"), "it is shown, as text");
    // The data and the program, and no more.
    assert_eq!(lower.matches("<script").count(), 2);
    assert_eq!(lower.matches("</script").count(), 2);
    let label = data(&page)["lines"][0]["label"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(
        label.starts_with(hostile[0]),
        "the data hold the text itself: {label}"
    );
}

#[test]
fn the_same_bytes_on_any_number_of_threads() {
    let folder = Folder::new();
    let small = results(&folder, SMALL, &[]);
    let one = page(&folder, &["--threads", "1"]);
    let two = page(&folder, &["--threads", "2"]);
    assert!(one == two, "the page depends on the number of threads");
    for place in [small, folder.path().to_owned(), root().to_owned()] {
        let place = place.to_string_lossy().into_owned();
        assert!(!one.contains(&place), "the page names {place}");
    }
}

#[test]
fn both_languages() {
    let folder = Folder::new();
    results(&folder, SMALL, &[]);
    let english = page(&folder, &[]);
    let (code, out, error) = run(
        folder.path(),
        &[
            "report",
            "results/small",
            "--lang",
            "nl",
            "--out",
            "nl.html",
        ],
    );
    assert_eq!(
        (code, out.as_str()),
        (0, "geschreven naar nl.html\n"),
        "{error}"
    );
    let dutch = fs::read_to_string(folder.join("nl.html")).unwrap();
    assert!(dutch.contains("<html lang=\"nl\">") && english.contains("<html lang=\"en\">"));
    assert!(dutch.contains("Kans op kostendekking") && !dutch.contains("Chance of break-even"));
    assert_eq!(
        data(&dutch)["lines"][0]["amounts"],
        data(&english)["lines"][0]["amounts"]
    );
    for (tag, text) in [("id=\"what-if\"", &dutch), ("id=\"what-if\"", &english)] {
        assert!(text.contains(tag));
    }
}

/// A predictive run has nothing to turn, and says why.
#[test]
fn a_predictive_run_has_no_panel() {
    let folder = Folder::new();
    let text = fs::read_to_string(root().join("tests/cases/predictive.toml")).unwrap();
    results(&folder, &text, &["--predictive", "--allow-unreproduced"]);
    let page = page(&folder, &[]);
    assert!(page.contains("This is a predictive run"));
    for part in ["id=\"panel\"", "id=\"data\"", "id=\"bar\""] {
        assert!(!page.contains(part), "{part}");
    }
}

/// A page is made of the draws that travel with it: those of the run, and not more than fit.
#[test]
fn the_shipped_case_fits() {
    let folder = Folder::new();
    let case = netwerkzorg();
    let arguments = [
        "run",
        case.to_str().unwrap(),
        "--draws",
        "12000",
        "--out",
        "results/small",
    ];
    let (code, _, error) = run(folder.path(), &arguments);
    assert_eq!(code, 0, "{error}");
    let page = page(&folder, &[]);
    assert!(page.len() < 5_000_000, "{} bytes", page.len());
    let data = data(&page);
    assert_eq!(
        (data["draws"].as_u64(), data["of"].as_u64()),
        (Some(10_000), Some(12_000))
    );
    assert_eq!(data["dials"].as_array().unwrap().len(), 1);
    let fetched = [
        "src=\"http",
        "href=\"http://",
        "url(http",
        "@import",
        "<link rel=\"style",
    ];
    for address in fetched {
        assert!(!page.contains(address), "{address}");
    }
}

/// What the script of the page prints, the program prints: `tests/browser/read_report.py` holds the script to the same list.
#[test]
fn digits_of_the_script_are_those_of_the_program() {
    let text = fs::read_to_string(root().join("tests/browser/digits.json")).unwrap();
    let all: serde_json::Value = serde_json::from_str(&text).unwrap();
    let all = all.as_array().unwrap();
    assert!(all.len() > 100);
    for printed in all {
        let text = |key: &str| printed[key].as_str().unwrap();
        let number = |key: &str| match text(key) {
            "Infinity" => f64::INFINITY,
            other => other.parse().unwrap(),
        };
        let lang: Lang = text("lang").parse().unwrap();
        let estimate = Estimate::new(number("value"), number("error"));
        let made = match text("kind") {
            "euro" => digits::euro(lang, estimate),
            "percent" => digits::percent(lang, estimate),
            _ => digits::number(lang, estimate),
        };
        assert_eq!(made, text("text"), "{printed}");
    }
}

/// A run is done again from its manifest alone, whatever was asked of it: the folder is taken, so every table came out the same.
#[test]
fn every_kind_of_run_is_done_again() {
    let case = netwerkzorg();
    let asked: [&[&str]; 7] = [
        &["--draws", "3200", "--design", "lhs"],
        &["--draws", "8192", "--design", "sobol", "--replicates", "8"],
        &["--until", "p_break_even±0.02", "--design", "sobol"],
        &[
            "--draws",
            "3000",
            "--scenario",
            "optimistic",
            "--switch",
            "qaly_value=high",
        ],
        &[
            "--draws",
            "3000",
            "--set",
            "meetings=4",
            "--set",
            "wage=20.5",
            "--seed",
            "7",
        ],
        &["--draws", "3000", "--reindex"],
        &[
            "--draws",
            "3000",
            "--scenario",
            "one_price_year",
            "--allow-unreproduced",
        ],
    ];
    let folder = Folder::new();
    for (number, options) in asked.into_iter().enumerate() {
        let results = format!("results/{number}");
        let mut arguments = vec!["run", case.to_str().unwrap(), "--quiet", "--out", &results];
        arguments.extend(options);
        let (code, _, error) = run(folder.path(), &arguments);
        assert_eq!(code, 0, "{options:?}: {error}");
        let (code, _, error) = run(folder.path(), &["export", "--tables", &results]);
        assert_eq!(code, 0, "{options:?}: {error}");
        let methods = folder.join(&format!("{results}-publication/methods.md"));
        assert!(fs::read_to_string(methods).unwrap().contains("Monte Carlo"));
    }
}

/// With all draws carried, lines as functions of the effect give the curve of the run, draw by draw.
#[test]
fn carried_lines_give_the_break_even_curve() {
    let model = crate::support::netwerkzorg();
    let settings = crate::support::settings(5_000, 1);
    let simulation = crate::support::run(&model, &model.base(), settings.draws);
    let carried = sroi::analysis::carried(&model, &model.base(), settings).unwrap();
    assert_eq!(carried.draws, settings.draws);
    let effect = carried.effect.as_ref().unwrap();
    let net_benefit_at = |value: f64, draw: usize| {
        let amount = |(index, line): (usize, &sroi::model::Line)| {
            let moved = effect.iter().find(|moved| moved.line == index);
            let amount = moved.map_or(carried.lines[index][draw], |moved| {
                moved.at_zero[draw] + moved.slope[draw] * value
            });
            if line.side == sroi::model::Side::Benefit {
                amount
            } else {
                -amount
            }
        };
        model.lines.iter().enumerate().map(amount).sum::<f64>()
    };
    let curve = sroi::analysis::break_even_curve(&model, &simulation);
    let all: Vec<_> = curve
        .iter()
        .filter(|point| !point.hard)
        .step_by(20)
        .collect();
    assert!(all.len() > 5);
    for point in all {
        let draws = 0..settings.draws as usize;
        let hits = draws
            .filter(|&draw| net_benefit_at(point.value, draw) > 0.0)
            .count();
        let share = hits as f64 / settings.draws as f64;
        assert!(
            (share - point.p_break_even.value).abs() < 3e-4,
            "{point:?}: {share}"
        );
    }
}
