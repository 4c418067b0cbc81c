//! The notation of priors and correlations in the languages of readers.
//!
//! Priors write themselves as a parameter table in English does, `Gamma(shape 16, scale 1932)`, and a case states its
//! correlations in English, as in manifests. The vocabulary is small and closed, so Dutch is made from it word by word,
//! with decimal commas and therefore semicolons between parameters: `Gamma(vorm 16; schaal 1932)`.

use crate::text::Lang;

/// English and Dutch, longer phrases before their beginnings. Words that are the same in Dutch are not listed.
const WORDS: &[(&str, &str)] = &[
    (
        "correlation of normal scores",
        "correlatie van normale scores",
    ),
    ("multivariate normal", "multivariaat normaal"),
    ("rank correlation", "rangcorrelatie"),
    ("truncated to", "afgeknot tot"),
    ("pseudo-count", "pseudotelling"),
    ("a matrix", "een matrix"),
    ("correlation", "correlatie"),
    ("counts", "aantallen"),
    ("observations", "waarnemingen"),
    ("observation", "waarneming"),
    ("shape", "vorm"),
    ("scale", "schaal"),
    ("mean", "gemiddelde"),
    ("to", "tot"),
    ("Beta-binomial", "Bèta-binomiaal"),
    ("Beta", "Bèta"),
    ("Binomial", "Binomiaal"),
    ("Discrete", "Discreet"),
    ("Empirical", "Empirisch"),
    ("Fixed", "Vast"),
    ("Log-logistic", "Log-logistisch"),
    ("Lognormal", "Lognormaal"),
    ("Mixture", "Mengsel"),
    ("Normal", "Normaal"),
    ("Student t", "Student-t"),
    ("Triangular", "Driehoek"),
];

/// A prior or a statement about several, as the language writes it.
///
/// ```
/// use sroi::report::notation;
/// use sroi::text::Lang;
///
/// let prior = "Lognormal(mean log 9.248, sd log 0.3399)";
/// assert_eq!(notation(Lang::En, prior), prior);
/// assert_eq!(notation(Lang::Nl, prior), "Lognormaal(gemiddelde log 9,248; sd log 0,3399)");
/// ```
#[must_use]
pub fn notation(lang: Lang, english: &str) -> String {
    match lang {
        Lang::En => english.to_owned(),
        Lang::Nl => dutch(english),
    }
}

fn dutch(english: &str) -> String {
    let mut text = String::new();
    let mut rest = english;
    let mut depth = 0;
    while let Some(c) = rest.chars().next() {
        let after_digit = text.ends_with(|c: char| c.is_ascii_digit());
        let length = if c.is_alphabetic() {
            let (length, word) = word(rest);
            text += word;
            length
        } else {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            text.push(match c {
                '.' if after_digit => ',',
                ',' if depth > 0 || after_digit => ';',
                '-' if !after_digit => '−',
                _ => c,
            });
            c.len_utf8()
        };
        rest = &rest[length..];
    }
    text
}

/// The length of the phrase at the beginning of a text, and what it becomes.
fn word(text: &str) -> (usize, &str) {
    let inside = |c: char| c.is_alphabetic() || c == '-';
    let whole = |phrase: &str| {
        let after = text.strip_prefix(phrase);
        after.is_some_and(|after| !after.starts_with(inside))
    };
    let known = WORDS.iter().find(|(english, _)| whole(english));
    known.map_or_else(
        || {
            let end = text.find(|c| !inside(c)).unwrap_or(text.len());
            (end, &text[..end])
        },
        |(english, dutch)| (english.len(), *dutch),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(english: &str, dutch: &str) {
        assert_eq!(notation(Lang::Nl, english), dutch);
        assert_eq!(notation(Lang::En, english), english);
    }

    #[test]
    fn numbers_have_commas_and_lists_semicolons() {
        check("Beta(4.789, 19.85)", "Bèta(4,789; 19,85)");
        check("100 × Beta(26.5, 16)", "100 × Bèta(26,5; 16)");
        check("Poisson(1.2e-5)", "Poisson(1,2e-5)");
        check(
            "Mixture(0.5: PERT(0, 0.1, 0.3), 0.5: Uniform(-1, 2))",
            "Mengsel(0,5: PERT(0; 0,1; 0,3); 0,5: Uniform(−1; 2))",
        );
        check(
            "Student t(0.1, se 0.05, df 12) truncated to ≥ 0",
            "Student-t(0,1; se 0,05; df 12) afgeknot tot ≥ 0",
        );
        check("Histogram(1.5 to 8.5: 1)", "Histogram(1,5 tot 8,5: 1)");
    }

    #[test]
    fn statements_are_translated() {
        check("rank correlation 0.6", "rangcorrelatie 0,6");
        check("rank correlation: a matrix", "rangcorrelatie: een matrix");
        check(
            "multivariate normal, correlation -0.5",
            "multivariaat normaal, correlatie −0,5",
        );
        check(
            "Dirichlet(6.5, 1.5): counts 6, 1, pseudo-count 0.5",
            "Dirichlet(6,5; 1,5): aantallen 6; 1; pseudotelling 0,5",
        );
    }
}
