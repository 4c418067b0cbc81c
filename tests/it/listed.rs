//! The priors of `tests/priors.txt`.

use sroi::dist::{Parameters, Prior, Value, build};

/// All of them, in order, each with its line.
pub(crate) fn listed() -> Vec<(&'static str, Prior)> {
    let lines = include_str!("../priors.txt").lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| (line, read(line))).collect()
}

fn read(line: &str) -> Prior {
    let (family, parameters) = parts(line);
    build(&family, &parameters).unwrap_or_else(|error| panic!("{line}: {error}"))
}

/// A family and its parameters.
fn parts(text: &str) -> (String, Parameters) {
    let (family, mut rest) = text.split_once(' ').unwrap_or((text, ""));
    let mut parameters = Parameters::new();
    while let Some((key, after)) = rest.split_once('=') {
        let end = end_of_value(after);
        parameters.push(key.trim(), value(family, &after[..end]));
        rest = &after[end..];
    }
    (family.to_owned(), parameters)
}

/// Where a value ends: at the first space outside braces.
fn end_of_value(text: &str) -> usize {
    let mut depth = 0;
    for (place, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ' ' if depth == 0 => return place,
            _ => {}
        }
    }
    text.len()
}

fn value(family: &str, text: &str) -> Value {
    let inside = text
        .strip_prefix('{')
        .and_then(|text| text.strip_suffix('}'));
    let Some(inside) = inside else {
        let numbers: Vec<f64> = text.split(',').filter_map(|x| x.parse().ok()).collect();
        return match numbers[..] {
            [number] => Value::Number(number),
            _ => Value::List(numbers),
        };
    };
    let mut priors: Vec<(String, Parameters)> = inside.split("}{").map(parts).collect();
    if family == "mixture" {
        Value::Priors(priors)
    } else {
        Value::from(priors.remove(0))
    }
}
