//! Says what is wrong with a file that is not TOML, in the words of someone who writes cases.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::text::{Diagnostic, Source, Span};

/// The first mistake. What follows a missing quote or bracket is read wrongly and would only be noise.
pub(super) fn first(
    errors: &[toml::de::Error],
    tree: &DeTable<'_>,
    source: &Source,
) -> Option<Diagnostic> {
    let place = |error: &toml::de::Error| error.span().unwrap_or_default();
    let error = errors.iter().min_by_key(|error| place(error).start)?;
    let text = source.text.as_str();
    let place = place(error);
    let start = text.floor_char_boundary(place.start.min(text.len()));
    let end = text.ceil_char_boundary(place.end.clamp(start, text.len()));
    Some(explain(error.message(), &(start..end), tree, text))
}

fn explain(message: &str, place: &Range<usize>, tree: &DeTable<'_>, text: &str) -> Diagnostic {
    let found = &text[place.clone()];
    let at = |message: String| Diagnostic::error("toml", message).at(Span::new(place.clone()), "");
    if let Some(number) = decimal_comma(text, place.start) {
        return Diagnostic::error("toml", "a number has a comma")
            .at(Span::new(number), "")
            .help("decimals follow a point, thousands are not separated: `1234.5`");
    }
    if message.starts_with("duplicate key") {
        return twice(found, place.clone(), tree, text);
    }
    if message.starts_with("string values must be quoted") {
        return not_a_value(found, at);
    }
    if message.contains("escape") || message.contains("unicode value") {
        return at("a backslash begins an escape that TOML does not know".to_owned())
            .help(r"write `\\` for a backslash, or put the text in single quotes");
    }
    if message.contains("basic string") || message.contains("literal string") {
        return no_text(place.start, text, at);
    }
    let plain = match message.split(',').next().unwrap_or(message) {
        "unexpected key or value" => "expected the end of the line",
        "key with no value" => "expected `=` after the key",
        "unexpected leading zero" => "a number cannot begin with 0",
        "invalid mantissa" => "a number needs a digit before its point",
        "cannot recurse further; max recursion depth met" | "recursion limit" => {
            "lists and tables are nested too deeply"
        }
        "missing comma between array elements" | "unclosed array" => "expected `,` or `]`",
        "missing comma between key-value pairs"
        | "missing key for inline table element"
        | "extra assignment between key-value pairs"
        | "unclosed inline table" => "expected `,` or `}`",
        "unclosed table" => "expected `]`",
        "unclosed array table" => "expected `]]`",
        _ => message,
    };
    let error = at(plain.to_owned());
    match opener(&text[..place.start]) {
        Some(open) if plain.starts_with("expected `,`") => error.and(
            Span {
                start: open,
                end: open + 1,
            },
            "opened here",
        ),
        _ => error,
    }
}

/// `sd = 0,5`: the number before `at` on its line.
fn decimal_comma(text: &str, at: usize) -> Option<Range<usize>> {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[start..].find('\n').map_or(text.len(), |n| start + n);
    let line = &text[start..end];
    line.match_indices('=').find_map(|(equals, _)| {
        let rest = &line[equals + 1..];
        let number = rest.trim_start();
        let begin = start + equals + 1 + rest.len() - number.len();
        let digit = |c: char| c.is_ascii_digit();
        let length = number
            .find(|c: char| !(digit(c) || matches!(c, '+' | '-' | '.' | '_')))
            .filter(|length| *length > 0 && number[..*length].contains(digit))?;
        let decimals = number[length..].strip_prefix(',')?;
        let tail = decimals.find(|c: char| !digit(c)).unwrap_or(decimals.len());
        (tail > 0).then_some(begin..begin + length + 1 + tail)
    })
}

fn twice(key: &str, place: Range<usize>, tree: &DeTable<'_>, text: &str) -> Diagnostic {
    let line = text[..place.start].rfind('\n').map_or(0, |end| end + 1);
    let header = text[line..].trim_start();
    if header.starts_with('[') {
        let header = header.lines().next().unwrap_or(header);
        let header = header.find(']').map_or(header, |end| &header[..=end]);
        let error = Diagnostic::error("toml", format!("the table `{header}` is there twice"))
            .at(Span::new(place), "again");
        return match table_header(&text[..line], header) {
            Some(first) => error.and(first, "first here"),
            None => error,
        };
    }
    let error = Diagnostic::error("toml", format!("the key `{key}` is there twice"))
        .at(Span::new(place.clone()), "again");
    match last_before(tree, key.trim_matches(['"', '\'']), place.start) {
        Some(first) if first.end <= place.start => error.and(Span::new(first), "first here"),
        _ => error,
    }
}

/// The first line of `text` that is that table header.
fn table_header(text: &str, header: &str) -> Option<Span> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start().len();
        if line.trim_start().starts_with(header) {
            let start = start + indent;
            return Some(Span {
                start,
                end: start + header.len(),
            });
        }
        start += line.len();
    }
    None
}

/// The last key of that name that begins before `end`, in any table: the table that is being read is the last one.
fn last_before(table: &DeTable<'_>, name: &str, end: usize) -> Option<Range<usize>> {
    table
        .iter()
        .filter_map(|(key, value)| {
            let own = Some(key.span()).filter(|span| key.get_ref() == name && span.start < end);
            let inner = match value.get_ref() {
                DeValue::Table(inner) => last_before(inner, name, end),
                DeValue::Array(items) => items
                    .iter()
                    .filter_map(|item| match item.get_ref() {
                        DeValue::Table(inner) => last_before(inner, name, end),
                        _ => None,
                    })
                    .max_by_key(|span| span.start),
                _ => None,
            };
            own.into_iter().chain(inner).max_by_key(|span| span.start)
        })
        .max_by_key(|span| span.start)
}

fn not_a_value(found: &str, at: impl Fn(String) -> Diagnostic) -> Diagnostic {
    let found = found.trim_end();
    if let Some((first, _)) = found.split_once(char::is_whitespace)
        && first.parse::<f64>().is_ok()
    {
        return at(format!(
            "expected `,` or the end of the line after `{first}`"
        ));
    }
    if let Some(number) = found.strip_suffix('%') {
        return at(format!("`{found}` is not a number")).help(format!(
            "write `{}`; the unit may be `%`",
            number.trim_end()
        ));
    }
    if found.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | '€')) {
        return at(format!("`{found}` is not a number"));
    }
    let error = at(format!("`{found}` must stand in quotes"));
    if found.starts_with(['“', '”', '„', '‘', '’']) {
        return error.help("use straight quotes: `\"`");
    }
    error
}

fn no_text(place: usize, text: &str, at: impl Fn(String) -> Diagnostic) -> Diagnostic {
    let next = text[place..].chars().next();
    if let Some(c) = next.filter(|c| c.is_control() && !matches!(c, '\n' | '\r')) {
        return at(format!(
            "a text cannot hold the control character U+{:04X}",
            u32::from(c)
        ))
        .help("leave it out");
    }
    let line = text[..place].rfind('\n').map_or(0, |end| end + 1);
    let open = if next.is_none() {
        text.rfind("\"\"\"").or_else(|| text.rfind("'''"))
    } else {
        None
    };
    let open = open.or_else(|| text[line..place].rfind(['"', '\'']).map(|n| line + n));
    let error = at("this text has no closing quote".to_owned());
    match open {
        Some(open) => error.and(
            Span {
                start: open,
                end: open + 1,
            },
            "it begins here",
        ),
        None => error,
    }
}

/// The last bracket or brace that is still open at the end of `text`.
fn opener(text: &str) -> Option<usize> {
    let mut open = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        at += match c {
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '"' | '\'' => quoted_length(rest, c),
            '[' | '{' => {
                open.push(at);
                1
            }
            ']' | '}' => {
                open.pop();
                1
            }
            _ => c.len_utf8(),
        };
    }
    open.pop()
}

/// The length of the string at the beginning of `rest`.
fn quoted_length(rest: &str, quote: char) -> usize {
    let triple = [quote; 3].iter().collect::<String>();
    let delimiter = if rest.starts_with(&triple) {
        triple.as_str()
    } else {
        &triple[..1]
    };
    let mut at = delimiter.len();
    while at < rest.len() {
        if rest[at..].starts_with(delimiter) {
            return at + delimiter.len();
        }
        let c = rest[at..].chars().next().unwrap_or(quote);
        at += c.len_utf8();
        if c == '\\' && quote == '"' {
            at += rest[at..].chars().next().map_or(0, char::len_utf8);
        }
    }
    rest.len()
}
