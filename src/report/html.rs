//! HTML that no text of a case can break out of.

use super::grid::Align;
use super::publication::{Cell, PublicationTable};

/// Text as HTML, also within a quoted attribute.
#[must_use]
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += "&quot;",
            '\'' => escaped += "&#39;",
            // Not allowed in HTML or XML.
            c if c.is_control() && !matches!(c, '\n' | '\t') => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

/// A table with its caption and notes, without style: numbers have the class `number` and all
/// their digits in `data-value`.
#[must_use]
pub(crate) fn table(table: &PublicationTable) -> String {
    let mut html = format!("<table>\n<caption>{}</caption>\n", escaped(&table.caption));
    let class = |align: Align| match align {
        Align::Left => "",
        Align::Right => " class=\"number\"",
    };
    html += "<thead><tr>";
    for column in &table.columns {
        let (class, title) = (class(column.align), escaped(&column.title));
        html += &format!("<th scope=\"col\"{class}>{title}</th>");
    }
    html += "</tr></thead>\n<tbody>\n";
    for row in &table.rows {
        html += "<tr>";
        for (place, (cell, column)) in row.iter().zip(&table.columns).enumerate() {
            let (class, text) = (class(column.align), escaped(cell.shown()));
            let value = match cell {
                Cell::Number { value, .. } => format!(" data-value=\"{value}\""),
                _ => String::new(),
            };
            html += &if place == 0 {
                format!("<th scope=\"row\"{class}{value}>{text}</th>")
            } else {
                format!("<td{class}{value}>{text}</td>")
            };
        }
        html += "</tr>\n";
    }
    html += "</tbody>\n</table>\n";
    for note in &table.notes {
        html += &format!("<p class=\"note\">{}</p>\n", escaped(note));
    }
    html
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_breaks_out() {
        assert_eq!(
            escaped("<b onx=\"a\">&\'\u{1}"),
            "&lt;b onx=&quot;a&quot;&gt;&amp;&#39;\u{fffd}"
        );
    }
}
