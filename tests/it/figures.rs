//! Figures under test: what is drawn is what was found, every text is inside, and every format has its size and its fonts.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use resvg::usvg::{self, Node, Options, Tree, fontdb::Database};

use crate::program::{Folder, SMALL, root, run};
use crate::readme::shipped_cases;

/// Draws of the runs: figures do not get better with more.
const DRAWS: &str = "4000";

/// Runs a case and draws its figures.
#[track_caller]
fn figures(folder: &Folder, case: &str, name: &str, options: &[&str]) {
    let out = folder.join(name);
    let results = folder.join(&format!("{name}-results"));
    let [out, results] = [&out, &results].map(|path| path.to_str().unwrap());
    let (code, _, error) = run(
        folder.path(),
        &["run", case, "--draws", DRAWS, "--quiet", "--out", results],
    );
    assert_eq!(code, 0, "{error}");
    let mut arguments = vec!["export", "--figures", results, "--out", out, "--dpi", "72"];
    arguments.extend(options);
    let (code, _, error) = run(folder.path(), &arguments);
    assert_eq!(code, 0, "{error}");
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder.join("figures")).unwrap().flatten();
    let stems = entries.map(|entry| {
        entry
            .path()
            .file_stem()
            .unwrap()
            .to_string_lossy()
            .into_owned()
    });
    stems.collect()
}

fn svg(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(format!("figures/{name}.svg"))).unwrap()
}

fn tree(text: &str) -> Tree {
    let mut fonts = Database::new();
    for weight in ["Regular", "SemiBold"] {
        let path = format!("src/report/figure/fonts/Inter-{weight}.ttf");
        fonts.load_font_data(fs::read(root().join(path)).unwrap());
    }
    let options = Options {
        dpi: 96.0,
        fontdb: Arc::new(fonts),
        ..Options::default()
    };
    Tree::from_str(text, &options).unwrap()
}

/// The boxes of all texts.
fn texts(group: &usvg::Group, found: &mut Vec<(String, usvg::Rect)>) {
    for node in group.children() {
        match node {
            Node::Group(inner) => texts(inner, found),
            Node::Text(text) => {
                let written = text.chunks().iter().map(usvg::TextChunk::text).collect();
                found.push((written, text.abs_bounding_box()));
            }
            _ => {}
        }
    }
}

/// No label is cut off by the edge, whatever the width and the language.
#[test]
fn texts_are_inside_the_figure() {
    let folder = Folder::new();
    for case in shipped_cases() {
        let case = root().join(case);
        for (width, lang) in [("60", "nl"), ("85", "en"), ("175", "nl")] {
            let name = format!("{}-{width}", case.file_stem().unwrap().to_string_lossy());
            let options = ["--width", width, "--lang", lang];
            figures(&folder, case.to_str().unwrap(), &name, &options);
            let out = folder.join(&name);
            let drawn = names(&out);
            assert!(drawn.len() >= 8, "{drawn:?}");
            for figure in drawn {
                let tree = tree(&svg(&out, &figure));
                let size = tree.size();
                let mut found = Vec::new();
                texts(tree.root(), &mut found);
                assert!(found.len() > 3, "{name} {figure}");
                for (text, at) in found {
                    let inside = at.left() >= -1.0
                        && at.right() <= size.width() + 1.0
                        && at.top() >= -1.0
                        && at.bottom() <= size.height() + 1.0;
                    assert!(inside, "{name}/{figure}: `{text}` at {at:?} of {size:?}");
                }
            }
        }
    }
}

/// A millimetre is a millimetre in every format, and PDF files carry the fonts.
#[test]
fn formats_have_their_size_and_fonts() {
    let folder = Folder::new();
    let case = root().join("priors/samenoud.toml");
    figures(&folder, case.to_str().unwrap(), "out", &["--width", "85"]);
    let out = folder.join("out");
    for name in names(&out) {
        let text = svg(&out, &name);
        assert!(text.contains("width=\"85mm\""), "{name}");
        assert!(text.contains("@font-face") && text.contains("font/woff2"));
        let pdf = fs::read(out.join(format!("figures/{name}.pdf"))).unwrap();
        let pdf = String::from_utf8_lossy(&pdf);
        assert!(
            pdf.starts_with("%PDF") && pdf.contains("/FontFile2"),
            "{name}"
        );
        let page = pdf.split("/MediaBox").nth(1).unwrap();
        let page = page.split(['[', ']']).nth(1).unwrap();
        let wide: f64 = page.split_whitespace().nth(2).unwrap().parse().unwrap();
        assert!((wide - 85.0 * 72.0 / 25.4).abs() < 0.01, "{name}: {wide}");
        let png = fs::read(out.join(format!("figures/{name}.png"))).unwrap();
        let wide = u32::from_be_bytes(png[16..20].try_into().unwrap());
        assert_eq!(wide, 241, "{name}: 85 mm at 72 dots per inch");
    }
}

/// Attributes of the elements of a kind that have this fill.
fn filled<'a>(svg: &'a str, fill: &str) -> Vec<Vec<(&'a str, f64)>> {
    let wanted = format!("fill=\"{fill}\"");
    let rects = svg
        .lines()
        .filter(|line| line.starts_with("<rect") && line.contains(&wanted));
    rects
        .map(|line| {
            let attributes = line.split(' ').filter_map(|part| part.split_once('='));
            let number = |text: &str| text.split('"').nth(1)?.parse::<f64>().ok();
            attributes
                .filter_map(|(key, text)| Some((key, number(text)?)))
                .collect()
        })
        .collect()
}

fn of(attributes: &[(&str, f64)], key: &str) -> f64 {
    attributes.iter().find(|(name, _)| *name == key).unwrap().1
}

/// Heights of bars are shares of draws: what falls short of break-even is as large a part of the area as the probability says.
#[test]
fn bars_of_the_distribution_add_up() {
    let folder = Folder::new();
    let case = root().join("priors/netwerkzorg.toml");
    figures(&folder, case.to_str().unwrap(), "out", &[]);
    let text = svg(&folder.join("out"), "density");
    let area = |fill: &str| -> f64 {
        filled(&text, fill)
            .iter()
            .map(|bar| of(bar, "height"))
            .sum()
    };
    let (short, beyond) = (area("#D55E00"), area("#A6D3EE"));
    let document = run(
        folder.path(),
        &[
            "run",
            case.to_str().unwrap(),
            "--draws",
            DRAWS,
            "--format",
            "json",
            "--out",
            "again",
        ],
    );
    let document: serde_json::Value = serde_json::from_str(&document.1).unwrap();
    let rows = document["tables"]["summary"].as_array().unwrap();
    let p = rows
        .iter()
        .find(|row| row["metric"] == "p_break_even")
        .unwrap();
    let p = p["mean"].as_f64().unwrap();
    // At most 0.5 % of the draws at either end are beyond the bars.
    let drawn = beyond / (short + beyond);
    assert!((drawn - p).abs() < 0.006, "{drawn} {p}");
}

/// Ends of the bars of the tornado are at the outcomes of the table, on one linear axis.
#[test]
fn bars_of_the_tornado_are_where_the_table_says() {
    let folder = Folder::new();
    let case = root().join("priors/netwerkzorg.toml");
    figures(&folder, case.to_str().unwrap(), "out", &["--width", "175"]);
    let text = svg(&folder.join("out"), "tornado");
    let (code, document, error) = run(
        folder.path(),
        &[
            "run",
            case.to_str().unwrap(),
            "--draws",
            DRAWS,
            "--format",
            "json",
            "--out",
            "again",
        ],
    );
    assert_eq!(code, 0, "{error}");
    let document: serde_json::Value = serde_json::from_str(&document).unwrap();
    let rows = document["tables"]["tornado"].as_array().unwrap();
    let of_net_benefit = |row: &&serde_json::Value| {
        row["outcome"] == "net_benefit"
            && row["panel"].as_str().is_none_or(|panel| panel == "inputs")
    };
    let rows: Vec<&serde_json::Value> = rows.iter().filter(of_net_benefit).collect();
    let number = |row: &serde_json::Value, key: &str| row[key].as_f64().unwrap();
    let wide = |fill: &str| -> Vec<f64> {
        // The first is the key.
        filled(&text, fill)[1..]
            .iter()
            .map(|bar| of(bar, "width"))
            .collect()
    };
    let (low, high) = (wide("#F2C79B"), wide("#0072B2"));
    assert!(low.len() == 12 && high.len() == 12, "{low:?} {high:?}");
    let scale = high[0] / (number(rows[0], "out_hi") - number(rows[0], "base")).abs();
    for (place, row) in rows.iter().take(12).enumerate() {
        for (end, wide) in [("out_lo", low[place]), ("out_hi", high[place])] {
            let expected = scale * (number(row, end) - number(row, "base")).abs();
            assert!(
                (wide - expected).abs() < 0.02,
                "{row} {end}: {wide} {expected}"
            );
        }
    }
}

/// Texts of a case are texts of the drawing, and nothing else.
#[test]
fn a_case_cannot_draw() {
    let hostile = r#"</text><script>alert(1)</script><text x=\"0"#;
    let text = SMALL
        .replace(
            "[stakeholders.town]",
            &format!("[stakeholders.town]\nlabel.en = \"{hostile}\""),
        )
        .replace(
            "[lines.gain]",
            &format!("[lines.gain]\nlabel.en = \"{hostile}\""),
        )
        .replace(
            "[inputs.gain]",
            &format!("[inputs.gain]\nlabel.en = \"{hostile}\""),
        );
    let folder = Folder::new();
    let case = folder.write("case.toml", &text);
    figures(&folder, case.to_str().unwrap(), "out", &["--width", "175"]);
    for name in names(&folder.join("out")) {
        let text = svg(&folder.join("out"), &name);
        assert!(!text.contains("<script"), "{name}");
        tree(&text);
    }
    let lines = svg(&folder.join("out"), "lines");
    assert!(lines.contains("&lt;/text&gt;"), "{lines}");
}

/// What there is nothing to draw of is left out; the rest is drawn.
#[test]
fn cases_without_much_have_the_figures_that_remain() {
    let (before, lines) = SMALL.split_once("[lines.gain]").unwrap();
    let (_, effort) = lines.split_once("[lines.effort]").unwrap();
    let costs = format!("{before}[lines.effort]{effort}");
    let unpriored = |text: &str| -> String {
        let kept = text.lines().filter(|line| !line.starts_with("prior"));
        kept.collect::<Vec<_>>().join("\n")
    };
    let negative = fs::read_to_string(root().join("tests/cases/negative_costs.toml")).unwrap();
    let cases = [
        (
            "costs",
            costs.clone(),
            vec!["lines", "plane", "stakeholders", "tornado"],
        ),
        ("fixed", unpriored(SMALL), vec!["lines", "stakeholders"]),
        (
            "fixed_costs",
            unpriored(&costs),
            vec!["lines", "stakeholders"],
        ),
        (
            "negative",
            negative,
            vec!["density", "lines", "plane", "stakeholders", "tornado"],
        ),
    ];
    let folder = Folder::new();
    for (name, text, expected) in cases {
        let case = folder.write(&format!("{name}.toml"), &text);
        figures(&folder, case.to_str().unwrap(), name, &[]);
        let drawn = names(&folder.join(name));
        let research: BTreeSet<String> = ["research".to_owned()].into();
        let drawn: Vec<&String> = drawn.difference(&research).collect();
        assert_eq!(drawn, expected, "{name}");
    }
}

/// The same results give the same files, on any number of threads.
#[test]
fn figures_are_the_same_every_time() {
    let folder = Folder::new();
    let case = root().join("priors/mentorproject.toml");
    for (name, threads) in [("one", "1"), ("two", "2")] {
        figures(
            &folder,
            case.to_str().unwrap(),
            name,
            &["--threads", threads],
        );
    }
    for name in names(&folder.join("one")) {
        for extension in ["svg", "pdf", "png"] {
            let file = format!("figures/{name}.{extension}");
            let [one, two] =
                ["one", "two"].map(|out| fs::read(folder.join(out).join(&file)).unwrap());
            assert!(one == two, "{file}");
        }
    }
}
