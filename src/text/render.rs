//! Diagnostics as text, in the manner of rustc.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Label, Severity, Source, Span};

/// The most diagnostics that are shown; a broken file of a megabyte has more, and nobody reads them.
const MAX_SHOWN: usize = 100;
/// The most letters of a remark; beyond that the file quotes a book at us.
const MAX_LETTERS: usize = 400;
/// The most letters that are underlined on a line, so that its excerpt fits a terminal.
const MAX_UNDERLINED: usize = 80;
const WIDTH: usize = 110;

/// Whether rendered text carries ANSI colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Plain text.
    Never,
    /// ANSI escapes.
    Always,
}

/// Renders diagnostics with excerpts of `source`, separated by blank lines.
///
/// Whatever the file holds, no control character of it is in the result.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], source: &Source, colour: Colour) -> String {
    let renderer = match colour {
        Colour::Never => Renderer::plain(),
        Colour::Always => Renderer::styled(),
    }
    .term_width(WIDTH);
    let lines = Lines::of(&source.text);
    let name = printable(&source.name);
    let mut parts: Vec<String> = diagnostics
        .iter()
        .take(MAX_SHOWN)
        .map(|diagnostic| {
            let excerpt = Excerpt::of(diagnostic, &source.text, &lines);
            renderer.render(&[group(diagnostic, excerpt.as_ref(), &name)])
        })
        .collect();
    if diagnostics.len() > MAX_SHOWN {
        parts.push(format!("… and {} more", diagnostics.len() - MAX_SHOWN));
    }
    parts.join("\n\n")
}

fn group<'a>(diagnostic: &'a Diagnostic, excerpt: Option<&'a Excerpt>, name: &'a str) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(printable(&diagnostic.message))
        .id(diagnostic.code);
    let mut group = Group::with_title(title);
    if let Some(excerpt) = excerpt {
        let mut snippet = Snippet::source(excerpt.text.as_str())
            .line_start(excerpt.first_line)
            .path(name);
        for (index, (span, label)) in excerpt.labels.iter().enumerate() {
            let kind = if index == 0 {
                AnnotationKind::Primary
            } else {
                AnnotationKind::Context
            };
            snippet = snippet.annotation(kind.span(span.clone()).label(label.as_str()));
        }
        group = group.element(snippet);
    } else {
        group = group.element(Origin::path(name));
    }
    for note in &diagnostic.notes {
        group = group.element(Level::NOTE.message(printable(note)));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(printable(help)));
    }
    group
}

/// Where the lines of a text begin.
struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    fn of(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1));
        Self {
            starts: starts.collect(),
        }
    }

    /// The line of a byte, counted from 0.
    fn at(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start <= byte) - 1
    }
}

/// The lines of a file that a diagnostic points into, fit to be shown.
struct Excerpt {
    text: String,
    /// Number of its first line, counted from 1.
    first_line: usize,
    /// Places in `text` and remarks, the primary one first.
    labels: Vec<(Range<usize>, String)>,
}

impl Excerpt {
    fn of(diagnostic: &Diagnostic, text: &str, lines: &Lines) -> Option<Self> {
        let primary = diagnostic.primary.as_ref()?;
        let labels: Vec<(Range<usize>, &Label)> = std::iter::once(primary)
            .chain(&diagnostic.secondary)
            .map(|label| (shown(label.span, text), label))
            .collect();
        let first = labels.iter().map(|(range, _)| range.start).min()?;
        let last = labels.iter().map(|(range, _)| range.end).max()?;
        let first_line = lines.at(first);
        let start = lines.starts[first_line];
        let end = lines.starts.get(lines.at(last) + 1).copied();
        let part = text.get(start..end.unwrap_or(text.len()))?;
        Some(Self {
            text: harmless(part),
            first_line: first_line + 1,
            labels: labels
                .into_iter()
                .map(|(range, label)| {
                    (
                        range.start - start..range.end - start,
                        printable(&label.text),
                    )
                })
                .collect(),
        })
    }
}

/// The part of a span that is underlined: within the text, on whole characters, not longer than a terminal is wide.
fn shown(span: Span, text: &str) -> Range<usize> {
    let floor = |at: usize| text.floor_char_boundary(at.min(text.len()));
    let start = floor(span.start);
    let end = floor(span.end).max(start);
    let within = &text[start..end];
    if within.contains('\n') {
        return start..end;
    }
    let cut = within.char_indices().nth(MAX_UNDERLINED);
    start..cut.map_or(end, |(at, _)| start + at)
}

/// Text from a case file in a sentence: nothing in it moves the cursor, reverses the text or begins a new line.
fn printable(text: &str) -> String {
    let mut result: String = text.chars().take(MAX_LETTERS).map(visible).collect();
    if text.chars().nth(MAX_LETTERS).is_some() {
        result.push('…');
    }
    result
}

/// The same for an excerpt, byte for byte, so that places stay where they are. The renderer itself replaces tabs and
/// the ASCII control characters.
fn harmless(text: &str) -> String {
    let replace = |c: char| {
        if c.is_ascii() || visible(c) == c {
            c
        } else if c.len_utf8() == 2 {
            '¤'
        } else {
            '\u{fffd}'
        }
    };
    text.chars().map(replace).collect()
}

/// The character itself, or one that shows that something else stood there.
fn visible(c: char) -> char {
    match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}' => '\u{fffd}',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_file_reaches_the_terminal_unescaped() {
        let evil = "a\u{1b}[31m\u{9b}2J\u{202e}\u{7}\u{200f}é\rb";
        let source = Source::new(format!("{evil}.toml"), format!("x = '{evil}'\n"));
        let diagnostic = Diagnostic::error("name", format!("unknown `{evil}\n`"))
            .at(Span { start: 4, end: 9 }, evil)
            .note(evil)
            .help(evil);
        let text = render(&[diagnostic], &source, Colour::Never);
        let bad = |c: &char| *c != '\n' && visible(*c) != *c;
        assert_eq!(text.chars().find(bad), None, "{text}");
        assert!(text.contains("␛[31m"), "{text}");
    }

    #[test]
    fn spans_outside_the_text_are_cut() {
        let source = Source::new("x.toml", "é = 1\nb = 2");
        for (start, end) in [(0, 1), (1, 99), (99, 200), (5, 2), (12, 12), (6, 6)] {
            let diagnostic = Diagnostic::error("x", "y").at(Span { start, end }, "");
            assert!(!render(&[diagnostic], &source, Colour::Never).is_empty());
        }
    }
}
