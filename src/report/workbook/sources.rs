//! The bibliography.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::names::Name;
use super::sheet::Sheet;
use super::table::{Column, Table};
use super::value::Value;
use crate::case::SourceEntry;
use crate::report::publication::Publication;

/// None where the case has no sources.
pub(super) fn sources(publication: &Publication<'_>) -> Result<Option<Worksheet>, XlsxError> {
    let (lang, entries) = (publication.lang, &publication.model.sources);
    if entries.is_empty() {
        return Ok(None);
    }
    let maybe = |text: &Option<String>| text.as_ref().map_or(Value::Empty, Value::text);
    let row = |entry: &SourceEntry| {
        vec![
            Value::text(&entry.key.value),
            maybe(&entry.author),
            entry.year.map_or(Value::Empty, Value::year),
            Value::text(&entry.title),
            maybe(&entry.doi),
            maybe(&entry.url),
            maybe(&entry.note),
        ]
    };
    let columns = vec![
        Column::label(lang.pick("key", "sleutel"), 22.0),
        Column::prose(lang.pick("author", "auteur"), 34.0),
        Column::label(lang.pick("year", "jaar"), 8.0),
        Column::prose(lang.pick("title", "titel"), 52.0),
        Column::prose("DOI", 26.0),
        Column::prose("URL", 40.0),
        Column::prose(lang.pick("note", "toelichting"), 40.0),
    ];
    let table = Table::new(columns).with(entries.iter().map(row));
    let name = Name::Sources;
    let mut sheet = Sheet::new(name.of(lang), name.of(lang), &table.columns)?;
    sheet.caption(name.about(lang))?;
    sheet.skip();
    sheet.main_table(&table, 1)?;
    Ok(Some(sheet.done()?))
}

/// A source in one sentence: author (year). Title. DOI or address.
pub(super) fn reference(entry: &SourceEntry) -> String {
    let mut text = entry.author.clone().unwrap_or_default();
    if let Some(year) = entry.year {
        text += &format!(" ({year})");
    }
    let text = text.trim();
    let mut text = if text.is_empty() {
        String::new()
    } else {
        format!("{text}. ")
    };
    text += &entry.title;
    for address in [&entry.doi, &entry.url].into_iter().flatten() {
        text += &format!(". {address}");
    }
    text
}
