//! Texts of a case as cells can hold them.

/// UTF-16 units that a cell holds.
pub(super) const CELL: usize = 32_767;
/// UTF-16 units that a note holds, with room for what the format adds.
pub(super) const NOTE: usize = 32_000;
/// UTF-16 units of a document property.
pub(super) const PROPERTY: usize = 255;

/// The text without control characters, cut with an ellipsis where it has more than so many UTF-16 units.
pub(super) fn clean(text: &str, most: usize) -> String {
    let kept = text.chars().filter_map(kept);
    let mut cleaned = String::new();
    let mut units = 0;
    // Where the text ends if an ellipsis has to follow.
    let mut end = 0;
    for c in kept {
        units += c.len_utf16();
        if units > most {
            cleaned.truncate(end);
            cleaned.push('…');
            return cleaned;
        }
        cleaned.push(c);
        if units < most {
            end = cleaned.len();
        }
    }
    cleaned
}

/// What becomes of a character: line breaks stay, other white space becomes a blank, control characters and what is no character
/// go.
fn kept(c: char) -> Option<char> {
    match c {
        '\n' => Some('\n'),
        '\t' | '\u{2028}' | '\u{2029}' => Some(' '),
        c if c.is_control() || is_hidden(c) => None,
        c => Some(c),
    }
}

/// Not characters, and marks that change the direction of what follows: a cell would not show what it holds.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{fffe}' | '\u{ffff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn control_characters_go() {
        assert_eq!(clean("a\u{1b}[31m\r\nb\u{0}\tc\u{202e}", 99), "a[31m\nb c");
        assert_eq!(clean("=1+1", 99), "=1+1");
        assert_eq!(clean("\u{ffff}", 99), "");
    }

    #[test]
    fn long_texts_end_in_an_ellipsis() {
        assert_eq!(clean("abcd", 4), "abcd");
        assert_eq!(clean("abcde", 4), "abc…");
        // A character outside the basic plane takes two units, and is never cut in half.
        assert_eq!(clean("a😀😀", 4), "a😀…");
        assert_eq!(clean("😀😀", 4), "😀😀");
        assert_eq!(
            clean(&"é".repeat(40_000), super::CELL).chars().count(),
            32_767
        );
    }
}
