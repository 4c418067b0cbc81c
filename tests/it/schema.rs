//! The reference of the case language, its JSON Schema and the tables they come from say the same.

use std::collections::BTreeSet;
use std::fs;

use sroi::case::keys::{CASE_FILE, Section, Shape};
use sroi::case::{FUNCTIONS, schema};
use sroi::dist::{FAMILIES, Family, INTERVAL_KEY, Kind, QUANTILE_KEYS};
use sroi::model::Total;
use sroi::unit::BUILT_IN;
use toml::de::{DeTable, DeValue};

const LANGUAGE: &str = include_str!("../../priors/LANGUAGE.md");
const DISTRIBUTIONS: &str = include_str!("../../priors/DISTRIBUTIONS.md");

#[test]
fn the_shipped_schema_is_generated() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/priors/schema.json");
    let generated = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
    if std::env::var_os("SROI_UPDATE").is_some_and(|value| value == "1") {
        fs::write(path, &generated).unwrap();
    }
    let shipped = fs::read_to_string(path).unwrap();
    assert!(
        shipped == generated,
        "priors/schema.json is out of date: run with SROI_UPDATE=1"
    );
}

/// The TOML snippets of the reference.
fn snippets() -> Vec<&'static str> {
    let blocks = LANGUAGE.split("```");
    let snippets: Vec<&str> = blocks.filter_map(|b| b.strip_prefix("toml\n")).collect();
    assert!(snippets.len() > 10);
    snippets
}

/// The words in backticks of a text.
fn quoted(text: &str) -> BTreeSet<&str> {
    let outside_blocks = text.split("```").step_by(2);
    outside_blocks
        .flat_map(|part| part.split('`').skip(1).step_by(2))
        .collect()
}

/// The parameters that a family takes, without quantiles.
fn parameters(family: &Family) -> BTreeSet<&'static str> {
    let forms = family.forms.iter().flat_map(|form| form.iter());
    forms
        .chain(family.optional)
        .copied()
        .filter(|name| !["quantiles", "many_quantiles"].contains(name))
        .collect()
}

fn is_quantile(name: &str) -> bool {
    name == INTERVAL_KEY || QUANTILE_KEYS.iter().any(|(key, _)| *key == name)
}

/// What of the keys a snippet uses: kind of table and key.
type Seen = BTreeSet<(&'static str, &'static str)>;

fn walk(table: &DeTable<'_>, section: &'static Section, seen: &mut Seen) {
    for (name, value) in table {
        let name: &str = name.get_ref();
        let key = section.keys.iter().find(|key| key.name == name);
        let key = key.unwrap_or_else(|| panic!("{} has no key `{name}`", section.what));
        seen.insert((section.what, key.name));
        look(value.get_ref(), key.shape, seen);
    }
}

fn look(value: &DeValue<'_>, shape: Shape, seen: &mut Seen) {
    match (shape, value) {
        (Shape::Table(inner) | Shape::OneOrMore(inner), DeValue::Table(table)) => {
            walk(table, inner, seen);
        }
        (Shape::List(inner) | Shape::OneOrMore(inner), DeValue::Array(items)) => {
            for item in items {
                look(item.get_ref(), Shape::Table(inner), seen);
            }
        }
        (Shape::Named(inner), DeValue::Table(names)) => {
            for value in names.values() {
                look(value.get_ref(), Shape::Table(inner), seen);
            }
        }
        (Shape::Prior | Shape::Family, DeValue::Table(table)) => prior(table),
        (Shape::PriorMap, DeValue::Table(names)) => {
            for value in names.values() {
                look(value.get_ref(), Shape::Prior, seen);
            }
        }
        (Shape::Settings, DeValue::Table(names)) => {
            for value in names.values() {
                setting(value.get_ref());
            }
        }
        (Shape::Table(_) | Shape::Named(_) | Shape::List(_), other) => {
            panic!("expected a table, found {other:?}")
        }
        _ => {}
    }
}

/// A number, or a prior, with a price year or without.
fn setting(value: &DeValue<'_>) {
    if let DeValue::Table(table) = value {
        let dated = |name: &str| matches!(name, "value" | "price_year");
        let plain = table.iter().filter(|(name, _)| !dated(name.get_ref()));
        prior(&plain.map(|(k, v)| (k.clone(), v.clone())).collect());
    }
}

fn prior(table: &DeTable<'_>) {
    for (name, value) in table {
        let family = FAMILIES.iter().find(|family| family.name == name.get_ref());
        let family = family.unwrap_or_else(|| panic!("no family `{}`", name.get_ref()));
        let DeValue::Table(values) = value.get_ref() else {
            panic!("`{}` has no parameters", family.name)
        };
        for (name, value) in values {
            let name: &str = name.get_ref();
            let known = parameters(family).contains(name) || is_quantile(name);
            assert!(known, "`{}` has no parameter `{name}`", family.name);
            match (family.kind(name), value.get_ref()) {
                (Kind::Prior, DeValue::Table(inner)) => prior(inner),
                (Kind::Priors, DeValue::Array(items)) => {
                    for item in items {
                        look(item.get_ref(), Shape::Family, &mut Seen::new());
                    }
                }
                (Kind::Prior | Kind::Priors, _) => panic!("`{name}` of `{}`", family.name),
                _ => {}
            }
        }
    }
}

/// Calls `visit` on every kind of table of a case file.
fn sections(section: &'static Section, visit: &mut impl FnMut(&'static Section)) {
    visit(section);
    for key in section.keys {
        if let Shape::Table(inner)
        | Shape::Named(inner)
        | Shape::List(inner)
        | Shape::OneOrMore(inner) = key.shape
        {
            sections(inner, visit);
        }
    }
}

#[test]
fn every_key_is_documented_and_every_documented_key_exists() {
    let mut seen = Seen::new();
    for snippet in snippets() {
        let tree = DeTable::parse(snippet).unwrap_or_else(|error| panic!("{error}\n{snippet}"));
        walk(tree.get_ref(), &CASE_FILE, &mut seen);
    }
    let words = quoted(LANGUAGE);
    let headings: BTreeSet<&str> = words
        .iter()
        .map(|word| {
            word.trim_matches(['[', ']'])
                .split('.')
                .next()
                .unwrap_or("")
        })
        .collect();
    let mut missing = Vec::new();
    sections(&CASE_FILE, &mut |section| {
        for key in section.keys {
            let told = seen.contains(&(section.what, key.name))
                || LANGUAGE.contains(&format!("`{}`", key.name))
                || LANGUAGE.contains(&format!("`{} = ", key.name));
            let is_section = std::ptr::eq(section, &raw const CASE_FILE);
            if !(told || is_section && headings.contains(key.name)) {
                missing.push(format!("`{}` of {}", key.name, section.what));
            }
            if let Shape::Choice(choices) = key.shape {
                for word in choices.iter().filter(|word| !LANGUAGE.contains(**word)) {
                    missing.push(format!("`{word}` of `{}`", key.name));
                }
            }
        }
    });
    assert!(missing.is_empty(), "not documented: {missing:?}");
}

#[test]
fn the_table_of_priors_is_complete() {
    let rows = LANGUAGE.lines().filter(|line| line.starts_with("| `"));
    let rows: Vec<Vec<&str>> = rows
        .map(|line| line.trim_matches('|').split('|').collect())
        .collect();
    let named: Vec<&str> = rows
        .iter()
        .map(|row| row[0].trim_matches([' ', '`']))
        .collect();
    let families: Vec<&str> = FAMILIES.iter().map(|family| family.name).collect();
    assert_eq!(named, families);
    for (row, family) in rows.iter().zip(FAMILIES) {
        assert_eq!(quoted(row[1]), parameters(family), "{}", family.name);
        assert_eq!(
            row[1].contains("two quantiles"),
            family.takes_quantiles(),
            "{}",
            family.name
        );
        assert_eq!(
            row[1].contains("three to ten quantiles"),
            family.takes_many_quantiles(),
            "{}",
            family.name
        );
    }
    let keys: BTreeSet<&str> = QUANTILE_KEYS.iter().map(|(key, _)| *key).collect();
    let told = quoted(LANGUAGE);
    let told: BTreeSet<&str> = told
        .into_iter()
        .filter(|word| word.starts_with("q0") || word.starts_with("q1") || keys.contains(word))
        .collect();
    assert_eq!(told, keys);
    assert!(LANGUAGE.contains(&format!("`{INTERVAL_KEY} = ")));
}

/// The sections of a page: heading and text.
fn page_sections(page: &'static str) -> Vec<(&'static str, &'static str)> {
    let sections = page.split("\n## ").skip(1);
    sections
        .map(|section| section.split_once('\n').unwrap())
        .collect()
}

/// Every family has its section in the reference of the distributions, in the order of the registry, which names its
/// parameters and answers the same questions.
#[test]
fn every_family_has_its_page() {
    let sections = page_sections(DISTRIBUTIONS);
    let named: Vec<String> = FAMILIES.iter().map(|f| format!("`{}`", f.name)).collect();
    let headings: Vec<&str> = sections
        .iter()
        .map(|(heading, _)| *heading)
        .filter(|heading| heading.starts_with('`'))
        .collect();
    assert_eq!(headings, named);
    for family in FAMILIES {
        let heading = format!("`{}`", family.name);
        let (_, text) = sections.iter().find(|(h, _)| *h == heading).unwrap();
        let words = quoted(text);
        for parameter in parameters(family) {
            assert!(words.contains(parameter), "`{parameter}` of {heading}");
        }
        for (takes, told) in [
            (family.takes_quantiles(), "two quantiles"),
            (family.takes_many_quantiles(), "three to ten quantiles"),
        ] {
            assert_eq!(takes, text.contains(told), "{told} of {heading}");
        }
        for question in ["For ", "Parameters: ", "Moments: ", "Support: ", "Drawn "] {
            let answered = text.lines().any(|line| {
                let line = line.trim_start_matches("- ");
                line.starts_with(question)
            });
            assert!(answered, "{question}of {heading}");
        }
    }
}

#[test]
fn functions_results_and_units_are_documented() {
    let words = quoted(LANGUAGE);
    for row in FUNCTIONS {
        let call = format!("{}(", row.name);
        let told = words.contains(row.name) || words.iter().any(|word| word.starts_with(&call));
        assert!(told, "`{}`", row.name);
    }
    for (total, _) in Total::ALL {
        assert!(words.contains(total), "`{total}`");
    }
    for unit in BUILT_IN {
        assert!(words.contains(unit.name), "`{}`", unit.name);
    }
}
