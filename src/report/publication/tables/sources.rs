//! The bibliography, and how it is cited.

use crate::case::SourceEntry;
use crate::model::Model;
use crate::report::publication::{Cell, Column, Publication, PublicationTable};

/// Letters of initials at most.
const INITIALS: usize = 4;

pub(super) fn sources(publication: &Publication<'_>) -> PublicationTable {
    let lang = publication.lang;
    let text = |text: &Option<String>| text.as_ref().map_or(Cell::Empty, Cell::text);
    let rows = publication.model.sources.iter().map(|source| {
        vec![
            Cell::text(&source.key.value),
            text(&source.author),
            Cell::text(&source.title),
            source
                .year
                .map_or(Cell::Empty, |year| Cell::text(year.to_string())),
            Cell::text(identifiers(source)),
            text(&source.note),
        ]
    });
    PublicationTable {
        name: "sources",
        caption: lang.pick("Sources", "Bronnen").to_owned(),
        columns: vec![
            Column::left(lang.pick("Key", "Sleutel")),
            Column::left(lang.pick("Author", "Auteur")),
            Column::left(lang.pick("Title", "Titel")),
            Column::left(lang.pick("Year", "Jaar")),
            Column::left("DOI, URL"),
            Column::left(lang.pick("Remark", "Opmerking")),
        ],
        rows: rows.collect(),
        notes: Vec::new(),
    }
}

fn identifiers(source: &SourceEntry) -> String {
    let doi = source.doi.as_ref().map(|doi| format!("doi:{doi}"));
    let all: Vec<String> = doi.into_iter().chain(source.url.clone()).collect();
    all.join(", ")
}

/// Keys with who and when, and the place in them: "trial (Tjaden et al. 2021), table 2; mbc (2025)".
pub(in crate::report::publication) fn cited(
    model: &Model,
    sources: &[(String, Option<String>)],
) -> String {
    let one = |(key, place): &(String, Option<String>)| {
        let entry = model.sources.iter().find(|source| source.key.value == *key);
        let who = entry.map_or_else(String::new, author_and_year);
        let place = place
            .as_ref()
            .map_or_else(String::new, |place| format!(", {place}"));
        format!("{key}{who}{place}")
    };
    let all: Vec<String> = sources.iter().map(one).collect();
    all.join("; ")
}

/// " (Tjaden et al. 2021)"; nothing where neither is known.
fn author_and_year(source: &SourceEntry) -> String {
    let author = source.author.as_deref().map(first_author);
    let year = source.year.map(|year| year.to_string());
    let parts: Vec<String> = author.into_iter().chain(year).collect();
    if parts.is_empty() {
        String::new()
    } else {
        format!(" ({})", parts.join(" "))
    }
}

/// The first author without initials.
fn first_author(authors: &str) -> String {
    let (first, others) = authors
        .split_once(',')
        .map_or((authors, false), |(first, rest)| {
            (first, !rest.trim().is_empty())
        });
    let is_initials =
        |word: &str| word.chars().count() <= INITIALS && word.chars().all(char::is_uppercase);
    let name = match first.rsplit_once(' ') {
        Some((name, last)) if is_initials(last) => name,
        _ => first,
    };
    if others {
        format!("{name} et al.")
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::first_author;

    #[test]
    fn authors_are_cited_by_name() {
        assert_eq!(first_author("Tjaden C, Mulder CL, et al."), "Tjaden et al.");
        assert_eq!(first_author("de Graaf R"), "de Graaf");
        assert_eq!(
            first_author("Zorginstituut Nederland"),
            "Zorginstituut Nederland"
        );
        assert_eq!(first_author(""), "");
    }
}
