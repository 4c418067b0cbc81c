//! Tables and paragraphs as Markdown that renders as plain text, whatever a case says.

use crate::report::Align;
use crate::report::publication::PublicationTable;

/// A table with its caption above and its notes below.
#[must_use]
pub fn markdown(table: &PublicationTable) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut text = format!("**{}**\n\n", inline(&table.caption));
    let titles = table.columns.iter().map(|column| inline(&column.title));
    text += &line(titles.collect());
    let rules = table.columns.iter().map(|column| match column.align {
        Align::Left => ":---",
        Align::Right => "---:",
    });
    text += &line(rules.map(str::to_owned).collect());
    for row in &table.rows {
        text += &line(row.iter().map(|cell| inline(cell.shown())).collect());
    }
    for note in &table.notes {
        text += &format!("\n{}\n", paragraph(note));
    }
    text
}

/// A paragraph of plain text: nothing at its beginning makes a heading, a list or a rule of it.
#[must_use]
pub(in crate::report::publication) fn paragraph(text: &str) -> String {
    let text = inline(text);
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let after = text[digits..].chars().next();
    match after {
        Some('.' | ')') if digits > 0 => format!("{}\\{}", &text[..digits], &text[digits..]),
        Some('-' | '+' | '=' | ':') if digits == 0 => format!("\\{text}"),
        _ => text,
    }
}

/// Plain text within a line: no markup, no HTML, no mathematics, and no new line.
fn inline(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !escaped.is_empty() {
            escaped.push(' ');
        }
        word.chars().for_each(|c| push(&mut escaped, c));
    }
    escaped
}

fn push(escaped: &mut String, c: char) {
    match c {
        '&' => escaped.push_str("&amp;"),
        '<' => escaped.push_str("&lt;"),
        '>' => escaped.push_str("&gt;"),
        // Mathematics in some dialects, whether or not a backslash is before it.
        '$' => escaped.push_str("&#36;"),
        '\\' | '|' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '!' | '~' | '^' => {
            escaped.push('\\');
            escaped.push(c);
        }
        c if is_hidden(c) => escaped.push('\u{fffd}'),
        c => escaped.push(c),
    }
}

/// Characters that nobody sees and that change what is around them: controls, and marks that turn the direction of writing.
pub(super) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::paragraph;

    #[test]
    fn text_stays_text() {
        let of = |text| paragraph(text);
        assert_eq!(of("a | <b>\n\n# c"), "a \\| &lt;b&gt; \\# c");
        assert_eq!(of("- $x$"), "\\- &#36;x&#36;");
        assert_eq!(of("2024. A year"), "2024\\. A year");
        assert_eq!(of("1.23 is a number"), "1\\.23 is a number");
        assert_eq!(of("a\u{202e}b"), "a\u{fffd}b");
    }
}
