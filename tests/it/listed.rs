//! The priors of `tests/priors.txt`.

use sroi::dist::{Parameters, Prior, Value, build};

/// All of them, in order, each with its line.
pub(crate) fn listed() -> Vec<(&'static str, Prior)> {
    let lines = include_str!("../priors.txt").lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| (line, read(line))).collect()
}

fn read(line: &str) -> Prior {
    let mut words = line.split_whitespace();
    let family = words.next().unwrap_or_default();
    let parameters: Parameters = words
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let numbers: Vec<f64> = value.split(',').filter_map(|x| x.parse().ok()).collect();
            let value = match numbers[..] {
                [number] => Value::Number(number),
                _ => Value::List(numbers),
            };
            (key, value)
        })
        .collect();
    build(family, &parameters).unwrap_or_else(|error| panic!("{line}: {error}"))
}
