//! Text as LaTeX that compiles with pdfLaTeX, whatever is in it.

/// Marks after which a line may end.
pub(super) const BREAKS: [char; 3] = ['_', '/', '·'];

/// Letters beyond ASCII that the encoding T1 has, apart from those of Latin-1.
const LETTERS: &str = "ĂăĄąĆćČčĎďĐđĘęĚěĞğİıĹĺĽľŁłŃńŇňŊŋŐőŔŕŘřŚśŞşŠšŢţŤťŮůŰűŸŹźŻżŽžŒœĲĳ";

/// Characters and what prints them.
const SYMBOLS: &[(char, &str)] = &[
    ('\\', "\\textbackslash{}"),
    ('{', "\\{"),
    ('}', "\\}"),
    ('$', "\\$"),
    ('&', "\\&"),
    ('#', "\\#"),
    ('^', "\\textasciicircum{}"),
    ('_', "\\_\\allowbreak{}"),
    ('~', "\\textasciitilde{}"),
    ('%', "\\%"),
    ('<', "\\textless{}"),
    ('>', "\\textgreater{}"),
    ('|', "\\textbar{}"),
    ('"', "{\\char34}"),
    ('`', "\\textasciigrave{}"),
    // At the beginning of a line of a table these are options.
    ('[', "{[}"),
    (']', "{]}"),
    ('*', "{*}"),
    ('/', "/\\allowbreak{}"),
    ('\u{a0}', "~"),
    ('\u{ad}', "\\-"),
    ('\u{2002}', " "),
    ('\u{2009}', "\\,"),
    ('\u{202f}', "\\,"),
    ('¡', "\\textexclamdown{}"),
    ('¢', "\\textcent{}"),
    ('£', "\\textsterling{}"),
    ('¥', "\\textyen{}"),
    ('§', "\\textsection{}"),
    ('©', "\\textcopyright{}"),
    ('ª', "\\textordfeminine{}"),
    ('«', "\\guillemotleft{}"),
    ('¬', "$\\lnot$"),
    ('®', "\\textregistered{}"),
    ('°', "\\textdegree{}"),
    ('±', "$\\pm$"),
    ('²', "\\textsuperscript{2}"),
    ('³', "\\textsuperscript{3}"),
    ('´', "\\textasciiacute{}"),
    ('µ', "\\textmu{}"),
    ('¶', "\\textparagraph{}"),
    ('·', "\\textperiodcentered\\allowbreak{}"),
    ('¹', "\\textsuperscript{1}"),
    ('º', "\\textordmasculine{}"),
    ('»', "\\guillemotright{}"),
    ('¼', "\\textonequarter{}"),
    ('½', "\\textonehalf{}"),
    ('¾', "\\textthreequarters{}"),
    ('¿', "\\textquestiondown{}"),
    ('×', "$\\times$"),
    ('÷', "$\\div$"),
    ('–', "--"),
    ('—', "---"),
    ('‐', "-"),
    ('‑', "\\mbox{-}"),
    ('‘', "\\textquoteleft{}"),
    ('’', "\\textquoteright{}"),
    ('‚', "\\quotesinglbase{}"),
    ('“', "\\textquotedblleft{}"),
    ('”', "\\textquotedblright{}"),
    ('„', "\\quotedblbase{}"),
    ('†', "\\textdagger{}"),
    ('‡', "\\textdaggerdbl{}"),
    ('•', "\\textbullet{}"),
    ('…', "\\ldots{}"),
    ('‰', "\\textperthousand{}"),
    ('€', "\\texteuro{}"),
    ('™', "\\texttrademark{}"),
    ('⁻', "\\textsuperscript{$-$}"),
    ('⁰', "\\textsuperscript{0}"),
    ('⁴', "\\textsuperscript{4}"),
    ('⁵', "\\textsuperscript{5}"),
    ('⁶', "\\textsuperscript{6}"),
    ('⁷', "\\textsuperscript{7}"),
    ('⁸', "\\textsuperscript{8}"),
    ('⁹', "\\textsuperscript{9}"),
    ('₀', "$_{0}$"),
    ('₁', "$_{1}$"),
    ('₂', "$_{2}$"),
    ('₃', "$_{3}$"),
    ('₄', "$_{4}$"),
    ('₅', "$_{5}$"),
    ('₆', "$_{6}$"),
    ('₇', "$_{7}$"),
    ('₈', "$_{8}$"),
    ('₉', "$_{9}$"),
    ('←', "$\\leftarrow$"),
    ('→', "$\\rightarrow$"),
    ('↔', "$\\leftrightarrow$"),
    ('⇒', "$\\Rightarrow$"),
    ('−', "$-$"),
    ('∂', "$\\partial$"),
    ('∆', "$\\Delta$"),
    ('∈', "$\\in$"),
    ('∏', "$\\prod$"),
    ('∑', "$\\sum$"),
    ('√', "$\\surd$"),
    ('∞', "$\\infty$"),
    ('∩', "$\\cap$"),
    ('∪', "$\\cup$"),
    ('≈', "$\\approx$"),
    ('≠', "$\\neq$"),
    ('≤', "$\\leq$"),
    ('≥', "$\\geq$"),
    ('Γ', "$\\Gamma$"),
    ('Δ', "$\\Delta$"),
    ('Θ', "$\\Theta$"),
    ('Λ', "$\\Lambda$"),
    ('Σ', "$\\Sigma$"),
    ('Φ', "$\\Phi$"),
    ('Ω', "$\\Omega$"),
    ('α', "$\\alpha$"),
    ('β', "$\\beta$"),
    ('γ', "$\\gamma$"),
    ('δ', "$\\delta$"),
    ('ε', "$\\varepsilon$"),
    ('η', "$\\eta$"),
    ('θ', "$\\theta$"),
    ('κ', "$\\kappa$"),
    ('λ', "$\\lambda$"),
    ('μ', "$\\mu$"),
    ('ν', "$\\nu$"),
    ('π', "$\\pi$"),
    ('ρ', "$\\rho$"),
    ('σ', "$\\sigma$"),
    ('τ', "$\\tau$"),
    ('φ', "$\\varphi$"),
    ('χ', "$\\chi$"),
    ('ψ', "$\\psi$"),
    ('ω', "$\\omega$"),
];

/// Plain text: nothing in it is a command, and what cannot be printed is a question mark.
pub(super) fn text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (place, word) in words(text).iter().enumerate() {
        if place > 0 {
            escaped.push(' ');
        }
        let mut before = ' ';
        for c in word.chars() {
            // Two of these together would be a dash or a quotation mark.
            if c == before && matches!(c, '-' | ',' | '\'') {
                escaped.push_str("{}");
            }
            push(&mut escaped, c);
            before = c;
        }
    }
    escaped
}

/// The words of a text, between which a line may end: "6 %", "€ 3" and "B > C" are one each.
pub(super) fn words(text: &str) -> Vec<String> {
    let is_operator = |word: &str| matches!(word, "<" | ">" | "−" | "=" | "≈");
    let mut words: Vec<String> = Vec::new();
    for word in text.split_ascii_whitespace() {
        let tied = word.starts_with('%') || is_operator(word);
        match words.last_mut() {
            Some(last) if tied || last.ends_with(['€', '\u{a0}']) => {
                if !last.ends_with('\u{a0}') {
                    last.push('\u{a0}');
                }
                last.push_str(word);
            }
            _ => words.push(word.to_owned()),
        }
        if is_operator(word)
            && let Some(last) = words.last_mut()
        {
            last.push('\u{a0}');
        }
    }
    words
        .iter()
        .map(|word| word.trim_end_matches('\u{a0}').to_owned())
        .collect()
}

/// A number with its unit on one line.
pub(super) fn number(shown: &str) -> String {
    text(shown).replace(' ', "~")
}

fn push(escaped: &mut String, c: char) {
    let symbol = SYMBOLS.iter().find(|(known, _)| *known == c);
    if let Some((_, command)) = symbol {
        escaped.push_str(command);
    } else if c == ' ' || c.is_ascii_graphic() || is_letter(c) {
        escaped.push(c);
    } else {
        escaped.push('?');
    }
}

/// Whether T1 has it.
fn is_letter(c: char) -> bool {
    matches!(c, 'À'..='ÿ') || LETTERS.contains(c)
}

#[cfg(test)]
mod tests {
    use super::{SYMBOLS, number, text};

    #[test]
    fn nothing_is_a_command() {
        assert_eq!(
            text("\\input{/etc/passwd}"),
            "\\textbackslash{}input\\{/\\allowbreak{}etc/\\allowbreak{}passwd\\}"
        );
        assert_eq!(
            text("$x_1$ & 5 % ^^41"),
            "\\$x\\_\\allowbreak{}1\\$ \\& 5~\\% \\textasciicircum{}\\textasciicircum{}41"
        );
        assert_eq!(text("a\n\n\\\\b"), "a \\textbackslash{}\\textbackslash{}b");
        assert_eq!(text("--- ''"), "-{}-{}- '{}'");
        assert_eq!(text("[a] *"), "{[}a{]} {*}");
        assert_eq!(text("P(B > C) − 1"), "P(B~\\textgreater{}~C)~$-$~1");
        assert_eq!(text("64 % of € 3"), "64~\\% of \\texteuro{}~3");
    }

    #[test]
    fn what_cannot_be_printed_is_a_question_mark() {
        assert_eq!(text("één 😀\u{202e} ж"), "één ?? ?");
        assert_eq!(number("−€ 305,000"), "$-$\\texteuro{}~305,000");
    }

    #[test]
    fn symbols_stand_once() {
        for (place, (c, _)) in SYMBOLS.iter().enumerate() {
            assert!(SYMBOLS[..place].iter().all(|(other, _)| other != c), "{c}");
        }
    }
}
