//! "Did you mean": suggestions that stay silent unless they are likely.

/// Longer words are not compared: the work grows with the product of the lengths.
const MAX_LETTERS: usize = 60;
/// No more letters than this differ in a suggestion.
const MAX_DISTANCE: usize = 3;
/// A case with more names than this gets no suggestions, so that thousands of mistakes stay cheap.
const MAX_CANDIDATES: usize = 1_000;

/// The candidate closest to `word`, if it is close: at most a third of the letters differ (Damerau–Levenshtein),
/// at most three of them, and no other candidate is as close. Capital letters count as small ones.
#[must_use]
pub fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    if length > MAX_LETTERS {
        return None;
    }
    let candidates: Vec<&str> = candidates.into_iter().take(MAX_CANDIDATES + 1).collect();
    if candidates.len() > MAX_CANDIDATES {
        return None;
    }
    let small = word.to_lowercase();
    let mut scored: Vec<(usize, &str)> = candidates
        .into_iter()
        .filter(|c| {
            let letters = c.chars().take(MAX_LETTERS + 1).count();
            letters <= MAX_LETTERS && letters.abs_diff(length) <= MAX_DISTANCE
        })
        .map(|c| (strsim::damerau_levenshtein(&small, &c.to_lowercase()), c))
        .collect();
    scored.sort_unstable();
    scored.dedup();
    let (distance, best) = *scored.first()?;
    let limit = (length.max(best.chars().count()) / 3).clamp(1, MAX_DISTANCE);
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
        assert_eq!(closest("Clients", ["clients", "cliënt"]), Some("clients"));
        assert_eq!(closest(&"a".repeat(100), [&*"a".repeat(101)]), None);
    }
}
