//! The bibliography. Addresses become links only where a browser would fetch a page from them.

use super::matter::Matter;
use crate::case::SourceEntry;
use crate::report::html::escaped;

/// The sources of the case.
pub(super) fn list(matter: &Matter<'_>) -> String {
    let sources = &matter.publication.model.sources;
    if sources.is_empty() {
        return String::new();
    }
    let entries: String = sources.iter().map(entry).collect();
    format!("<ol class=\"sources\">\n{entries}</ol>\n")
}

fn entry(source: &SourceEntry) -> String {
    let mut parts = Vec::new();
    parts.extend(source.author.as_deref().map(escaped));
    parts.extend(source.year.map(|year| year.to_string()));
    parts.push(format!("<cite>{}</cite>", escaped(&source.title)));
    parts.extend(source.doi.as_deref().map(doi));
    parts.extend(source.url.as_deref().map(|url| link(url, url)));
    let note = source.note.as_deref().map_or_else(String::new, |note| {
        format!(" <span class=\"note\">{}</span>", escaped(note))
    });
    let key = escaped(&source.key.value);
    format!("<li><code>{key}</code> {}.{note}</li>\n", parts.join(", "))
}

/// A link, if it is to a page of the web.
fn link(url: &str, text: &str) -> String {
    let (text, lower) = (escaped(text), url.to_ascii_lowercase());
    let of_the_web = ["http://", "https://"]
        .iter()
        .any(|scheme| lower.starts_with(scheme));
    if !of_the_web || url.contains(|c: char| c.is_control() || c.is_whitespace()) {
        return text;
    }
    format!(
        "<a href=\"{}\" rel=\"noopener noreferrer\">{text}</a>",
        escaped(url)
    )
}

fn doi(doi: &str) -> String {
    if doi.starts_with("10.") {
        link(&format!("https://doi.org/{doi}"), &format!("doi:{doi}"))
    } else {
        link(doi, doi)
    }
}

#[cfg(test)]
mod tests {
    use super::{doi, link};

    #[test]
    fn only_pages_of_the_web_are_links() {
        assert_eq!(
            link("https://a.nl/?b=1&c", "a"),
            "<a href=\"https://a.nl/?b=1&amp;c\" rel=\"noopener noreferrer\">a</a>"
        );
        for other in [
            "javascript:alert(1)",
            " javascript:alert(1)",
            "data:text/html,x",
            "file:///etc",
            "https://a b",
        ] {
            assert!(!link(other, other).contains("<a"), "{other}");
        }
        assert!(!link("https://\"><script>", "x").contains("<script>"));
        assert!(doi("10.1000/182").contains("https://doi.org/10.1000/182"));
        assert!(!doi("javascript:x").contains("<a"));
    }
}
