//! The arrows of the tree point down only: reads the `use` lines and paths of every source file.

use std::fs;
use std::path::{Path, PathBuf};

/// The layers, lowest first; modules of one layer do not know each other.
const LAYERS: &[&[&str]] = &[
    &["math", "simd", "chunk", "text"],
    &["unit", "dist", "stats", "stream", "storage"],
    &["case"],
    &["model"],
    &["plan"],
    &["sim"],
    &["analysis"],
    &["report"],
    &["cli"],
];

/// What has one address: a crate and the only places that may name it.
const ADDRESSES: &[(&str, &[&str])] = &[
    ("polars", &["storage"]),
    ("polars_parquet", &["storage"]),
    ("zstd", &["storage"]),
    ("libm", &["math"]),
    ("pulp", &["simd"]),
    ("annotate_snippets", &["text"]),
    ("strsim", &["text"]),
    ("toml", &["case"]),
    ("sha2", &["stream", "report", "cli"]),
    ("sobol", &["stream"]),
    ("rayon", &["sim"]),
    ("base64", &["report"]),
    ("comfy_table", &["report"]),
    ("resvg", &["report"]),
    ("krilla", &["report"]),
    ("krilla_svg", &["report"]),
    ("ttf_parser", &["report"]),
    ("rust_xlsxwriter", &["report"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("indicatif", &["cli"]),
    ("ctrlc", &["cli"]),
    ("anstream", &["cli"]),
    ("anstyle", &["cli"]),
];

/// Lines at which a file is no longer one concept.
const LINES_MAX: usize = 900;

fn sources() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let relative = path.strip_prefix(&root).unwrap();
                let first = relative.components().next().unwrap().as_os_str();
                let module = first.to_string_lossy().trim_end_matches(".rs").to_owned();
                let text = fs::read_to_string(&path).unwrap();
                found.push((module, path, text));
            }
        }
    }
    found
}

fn level(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// Code without comments, so that documentation may point anywhere.
fn code(text: &str) -> String {
    let keep = |line: &&str| !line.trim_start().starts_with("//");
    text.lines().filter(keep).collect::<Vec<_>>().join("\n")
}

/// Words that follow `crate::`.
fn crate_paths(code: &str) -> impl Iterator<Item = &str> {
    code.split("crate::").skip(1).flat_map(|rest| {
        let group = rest
            .strip_prefix('{')
            .map(|rest| rest.split('}').next().unwrap_or(""));
        let words = group.unwrap_or(rest);
        let count = if group.is_some() { usize::MAX } else { 1 };
        words.split(',').take(count).map(|word| {
            let word = word.trim_start();
            let end = word
                .find(|c: char| !(c.is_alphanumeric() || c == '_'))
                .unwrap_or(word.len());
            &word[..end]
        })
    })
}

#[test]
fn arrows_point_down() {
    let mut seen = 0;
    for (module, path, text) in sources() {
        let Some(own) = level(&module) else {
            assert!(
                ["lib", "main"].contains(&module.as_str()),
                "{module} has no layer"
            );
            continue;
        };
        for target in crate_paths(&code(&text)) {
            let Some(other) = level(target) else { continue };
            seen += 1;
            let inside = target == module;
            assert!(
                inside || other < own,
                "{}: `{module}` must not use `{target}`",
                path.display()
            );
        }
    }
    assert!(seen > 100, "the test reads the `use` lines: {seen}");
}

#[test]
fn dependencies_have_one_address() {
    for (module, path, text) in sources() {
        let code = code(&text);
        for (name, addresses) in ADDRESSES {
            let forms = [
                format!("{name}::"),
                format!("use {name};"),
                format!("use {name} as"),
            ];
            let named = forms.iter().any(|form| code.contains(form));
            let allowed = addresses.contains(&module.as_str());
            assert!(
                !named || allowed,
                "{}: `{name}` belongs to {addresses:?}",
                path.display()
            );
        }
    }
}

#[test]
fn files_are_one_concept_long() {
    for (module, path, text) in sources() {
        let lines = text.lines().count();
        assert!(lines <= LINES_MAX, "{} has {lines} lines", path.display());
        if module == "main" {
            assert!(lines <= 40, "main only dispatches");
        }
    }
}

/// Every dependency has its sentence in ARCHITECTURE.md.
#[test]
fn dependencies_are_explained() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    let architecture = fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap();
    let section = manifest.split("[dependencies]").nth(1).unwrap();
    let section = section.split("[lints").next().unwrap();
    let names: Vec<&str> = section
        .lines()
        .filter_map(|line| line.split_once(" = ").map(|(name, _)| name))
        .collect();
    assert!(names.len() > 10);
    for name in names {
        assert!(
            architecture.contains(&format!("`{name}`")),
            "`{name}` has no sentence"
        );
    }
}
