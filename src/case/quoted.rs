//! Where the characters of a TOML string stand in the file.
//!
//! Line ends, escapes and the backslash that joins lines make the text of a string differ from what is written
//! between its quotes; places in an expression must point at what is written.

use std::ops::Range;

use crate::text::Span;

/// Maps bytes of a string's text to bytes of the file.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The string in the file, quotes included.
    whole: Span,
    /// Where the text begins in the file.
    begin: usize,
    /// Where every byte of the text is written; empty when that is not known.
    bytes: Vec<Range<usize>>,
}

impl Place {
    /// The places of `value`, which stands in `source` at `whole`, quotes included.
    pub(super) fn of(value: &str, whole: Span, source: &str) -> Self {
        let written = source.get(whole.range()).unwrap_or("");
        let (begin, bytes) = written_bytes(value, written).unwrap_or_default();
        let shift = |range: &Range<usize>| range.start + whole.start..range.end + whole.start;
        Self {
            whole,
            begin: begin + whole.start,
            bytes: bytes.iter().map(shift).collect(),
        }
    }

    /// What is written of a range of the text; the whole string when that is not known.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        if self.bytes.is_empty() {
            return self.whole;
        }
        let end_before = |at: usize| {
            at.checked_sub(1)
                .and_then(|before| self.bytes.get(before))
                .map_or(self.begin, |byte| byte.end)
        };
        let start = match self.bytes.get(range.start) {
            Some(byte) if range.start < range.end => byte.start,
            _ => end_before(range.start),
        };
        Span {
            start,
            end: end_before(range.end).max(start),
        }
    }
}

/// Where the text begins and where each of its bytes is written, between quotes of any kind.
fn written_bytes(value: &str, written: &str) -> Option<(usize, Vec<Range<usize>>)> {
    let quote = written.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let triple = written.len() >= 6
        && written
            .bytes()
            .take(3)
            .all(|byte| char::from(byte) == quote);
    let width = if triple { 3 } else { 1 };
    let mut at = width;
    if triple {
        // A line end right after the opening quotes is not part of the text.
        at += ["\n", "\r\n"]
            .into_iter()
            .find(|line_end| written[at..].starts_with(line_end))
            .map_or(0, str::len);
    }
    let (begin, end) = (at, written.len().checked_sub(width)?);
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.chars().peekable();
    while at < end {
        let c = written[at..].chars().next()?;
        let next = written[at + c.len_utf8()..].chars().next();
        if c == '\\' && quote == '"' && next.is_some_and(char::is_whitespace) {
            let joined = &written[at + 1..];
            at += 1 + joined.len() - joined.trim_start().len();
            continue;
        }
        if c == '\r' && rest.peek() == Some(&'\n') {
            at += 1;
            continue;
        }
        let length = match (c, next) {
            ('\\', Some(escape)) if quote == '"' => match escape {
                'x' => 4,
                'u' => 6,
                'U' => 10,
                _ => 2,
            },
            (c, _) => c.len_utf8(),
        };
        let letter = rest.next().filter(|letter| length > 1 || *letter == c)?;
        bytes.extend((0..letter.len_utf8()).map(|_| at..at + length));
        at += length;
    }
    (rest.next().is_none() && at == end && bytes.len() == value.len()).then_some((begin, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: &str, written: &str, word: &str) -> String {
        let source = format!("x = {written}\n");
        let whole = Span {
            start: 4,
            end: 4 + written.len(),
        };
        let at = value.find(word).unwrap();
        let span = Place::of(value, whole, &source).span(&(at..at + word.len()));
        source[span.range()].to_owned()
    }

    #[test]
    fn points_at_what_is_written() {
        for (value, written) in [
            ("a * wage", r#""a * wage""#),
            ("a * wage", "'a * wage'"),
            ("a\t* wage", r#""a\t* wage""#),
            ("é * wage", r#""\u00e9 * wage""#),
            ("a\n* wage\n", "\"\"\"\na\n* wage\n\"\"\""),
            ("a\n* wage\n", "'''\r\na\r\n* wage\r\n'''"),
            ("a * wage", "\"\"\"\\\n   a * \\\r\n   wage\"\"\""),
            ("\na * wage", r#""\na * wage""#),
        ] {
            assert_eq!(shown(value, written, "wage"), "wage", "{written}");
        }
        assert_eq!(shown("a-b", r#""a\u002db""#, "-"), r"\u002d");
        assert_eq!(shown("other", r#""text""#, "the"), r#""text""#);
    }

    #[test]
    fn the_end_is_before_the_closing_quote() {
        let whole = Span { start: 0, end: 5 };
        let end = Place::of("a +", whole, "\"a +\"").span(&(3..3));
        assert_eq!(end, Span { start: 4, end: 4 });
    }
}
