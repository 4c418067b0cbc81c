//! Splits the text of an expression into tokens.

use std::ops::Range;

/// One token and its bytes in the text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) place: Range<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum TokenKind {
    Number(f64),
    Name(String),
    /// The text between brackets after a number.
    Unit(String),
    Symbol(&'static str),
    End,
}

/// A place and what is wrong there.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct LexError {
    pub(super) place: Range<usize>,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

/// Longest first, so that `<=` is not read as `<`.
const SYMBOLS: [&str; 16] = [
    "<=", ">=", "==", "!=", "+", "-", "*", "·", "/", "^", "(", ")", ",", "<", ">", "%",
];

/// All tokens of `text`, the last one `End`.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, LexError> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let token = next(text, at, c)?;
        at = token.place.end;
        tokens.push(token);
    }
    tokens.push(Token {
        kind: TokenKind::End,
        place: text.len()..text.len(),
    });
    Ok(tokens)
}

fn next(text: &str, at: usize, c: char) -> Result<Token, LexError> {
    let rest = &text[at..];
    if c.is_ascii_digit() || (c == '.' && rest[1..].starts_with(|d: char| d.is_ascii_digit())) {
        return number(rest, at);
    }
    if c.is_alphabetic() || c == '_' {
        let length = rest
            .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.'))
            .unwrap_or(rest.len());
        let name = rest[..length].trim_end_matches('.');
        return Ok(Token {
            kind: TokenKind::Name(name.to_owned()),
            place: at..at + name.len(),
        });
    }
    if c == '[' {
        let Some(length) = rest.find(']') else {
            return Err(LexError {
                place: at..text.len(),
                message: "expected `]` after the unit".to_owned(),
                help: None,
            });
        };
        let kind = TokenKind::Unit(rest[1..length].to_owned());
        return Ok(Token {
            kind,
            place: at..at + length + 1,
        });
    }
    if let Some(symbol) = SYMBOLS.into_iter().find(|symbol| rest.starts_with(symbol)) {
        let kind = TokenKind::Symbol(if symbol == "·" { "*" } else { symbol });
        return Ok(Token {
            kind,
            place: at..at + symbol.len(),
        });
    }
    let (message, help) = match c {
        '=' => ("a single `=` means nothing here".to_owned(), Some("`==`")),
        _ => (
            format!("`{c}` has no meaning in an expression"),
            match c {
                '&' => Some("`and`"),
                '|' => Some("`or`"),
                '!' => Some("`not`"),
                '×' => Some("`*`"),
                '÷' | ':' => Some("`/`"),
                '−' | '–' => Some("`-`"),
                '≤' => Some("`<=`"),
                '≥' => Some("`>=`"),
                '≠' => Some("`!=`"),
                _ => None,
            },
        ),
    };
    Err(LexError {
        place: at..at + c.len_utf8(),
        message,
        help: help.map(|write| format!("write {write}")),
    })
}

/// `12`, `1_000`, `0.5`, `1.5e-3`.
fn number(rest: &str, at: usize) -> Result<Token, LexError> {
    let bytes = rest.as_bytes();
    let mut length = 0;
    while length < bytes.len() {
        let exponent_sign = matches!(bytes[length], b'+' | b'-')
            && length > 0
            && matches!(bytes[length - 1], b'e' | b'E');
        if !(bytes[length].is_ascii_alphanumeric()
            || matches!(bytes[length], b'.' | b'_')
            || exponent_sign)
        {
            break;
        }
        length += 1;
    }
    let text = &rest[..length];
    let place = at..at + length;
    match text.replace('_', "").parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(Token {
            kind: TokenKind::Number(value),
            place,
        }),
        _ => Err(LexError {
            place,
            message: format!("`{text}` is not a number"),
            help: None,
        }),
    }
}
