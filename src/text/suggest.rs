//! "Did you mean": suggestions that stay silent unless they are likely.

/// The candidate closest to `word`, if it is close: at most a third of the letters differ (Damerau–Levenshtein),
/// and no other candidate is as close.
#[must_use]
pub fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut scored: Vec<(usize, &str)> = candidates
        .into_iter()
        .map(|c| (strsim::damerau_levenshtein(word, c), c))
        .collect();
    scored.sort_unstable();
    scored.dedup();
    let (distance, best) = *scored.first()?;
    let limit = (word.chars().count().max(best.chars().count()) / 3).clamp(1, 3);
    let tie = scored.get(1).is_some_and(|&(second, _)| second == distance);
    (distance <= limit && !tie).then_some(best)
}

/// Names in backticks, separated by commas: "`a`, `b` or `c`".
#[must_use]
pub fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [head @ .., last] => format!("{} or {last}", head.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn suggests_only_when_sure() {
        assert_eq!(
            closest("utilty_gain", ["utility_gain", "wage"]),
            Some("utility_gain")
        );
        assert_eq!(
            closest("effect_x", ["effect_a", "effect_b"]),
            None,
            "a tie is not a suggestion"
        );
        assert_eq!(closest("wage", ["meetings"]), None);
        assert_eq!(closest("sd", []), None);
    }
}
