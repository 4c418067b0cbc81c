//! The files of a publication: every table in the formats that papers are written in.

mod csv;
mod latex;
mod markdown;
mod word;

pub use csv::csv;
pub use latex::{latex, latex_document};
pub use markdown::markdown;
pub use word::word;

pub(super) use markdown::paragraph;

use super::{Publication, PublicationTable, checklist, methods, publication_tables};
use crate::text::Lang;

/// All files of a publication, by their paths in its folder: each table as Markdown, LaTeX, CSV and HTML for a word processor, a
/// LaTeX document that has them all, the sentences, and the checklist.
#[must_use]
pub fn table_files(publication: &Publication<'_>) -> Vec<(String, Vec<u8>)> {
    let lang = publication.lang;
    let tables = publication_tables(publication);
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for table in &tables {
        files.extend(in_all_formats(
            lang,
            &format!("tables/{}", table.name),
            table,
        ));
    }
    let names: Vec<&str> = tables.iter().map(|table| table.name).collect();
    let document = latex_document(lang, &names);
    files.push(("tables/tables.tex".to_owned(), document.into_bytes()));
    files.push(("methods.md".to_owned(), methods(publication).into_bytes()));
    files.extend(in_all_formats(lang, "checklist", &checklist(publication)));
    files
}

fn in_all_formats(lang: Lang, path: &str, table: &PublicationTable) -> [(String, Vec<u8>); 4] {
    [
        ("md", markdown(table)),
        ("tex", latex(lang, table)),
        ("csv", csv(lang, table)),
        ("html", word(lang, table)),
    ]
    .map(|(extension, text)| (format!("{path}.{extension}"), text.into_bytes()))
}
