//! Which items of CHEERS 2022 and the further standards a run reports by itself.

mod cheers;
mod further;

use super::{Cell, Column, Publication, PublicationTable};
use crate::text::Lang;

/// Whether an item is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    /// The program fills it in.
    Filled,
    /// The author has to write it.
    NotReported,
    /// There is nothing of the kind.
    NotApplicable,
}

/// An item of a checklist.
struct Item {
    standard: &'static str,
    number: String,
    topic: &'static str,
    asks: &'static str,
    status: Status,
    /// What the program knows.
    text: String,
}

impl Status {
    fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Filled => lang.pick("Filled in", "Ingevuld"),
            Self::NotReported => lang.pick("Not Reported", "Niet gerapporteerd"),
            Self::NotApplicable => lang.pick("Not Applicable", "Niet van toepassing"),
        }
    }
}

/// Filled in where there is something to say, and not applicable where there is not.
fn where_any(text: String) -> (Status, String) {
    let status = if text.is_empty() {
        Status::NotApplicable
    } else {
        Status::Filled
    };
    (status, text)
}

/// Texts that say something, one after the other.
fn joined(texts: &[String]) -> String {
    let kept = texts.iter().filter(|text| !text.is_empty());
    kept.map(String::as_str).collect::<Vec<&str>>().join(" ")
}

/// The checklist of a publication.
#[must_use]
pub fn checklist(publication: &Publication<'_>) -> PublicationTable {
    let lang = publication.lang;
    let mut items = cheers::items(publication);
    items.extend(further::items(publication));
    let rows = items.into_iter().map(|item| {
        vec![
            Cell::text(item.standard),
            Cell::text(item.number),
            Cell::text(item.topic),
            Cell::text(item.asks),
            Cell::text(item.status.name(lang)),
            if item.text.is_empty() {
                Cell::Empty
            } else {
                Cell::text(item.text)
            },
        ]
    });
    PublicationTable {
        name: "checklist",
        caption: lang
            .pick(
                "Reporting checklist: what the program fills in, and what the author has to write",
                "Rapportagechecklist: wat het programma invult, en wat de auteur moet schrijven",
            )
            .to_owned(),
        columns: vec![
            Column::left(lang.pick("Standard", "Standaard")),
            Column::left("Item"),
            Column::left(lang.pick("Topic", "Onderwerp")),
            Column::left(lang.pick("What is asked", "Wat gevraagd wordt")),
            Column::left("Status"),
            Column::left(lang.pick("What the program knows", "Wat het programma weet")),
        ],
        rows: rows.collect(),
        notes: vec![
            lang.pick(
                "Items are described in words of this program; the published wording of CHEERS 2022 (Husereau et al.) decides. An item that is Not Reported remains so until the author has written it, also where the program knows a part.",
                "De items zijn in eigen woorden omschreven; de gepubliceerde tekst van CHEERS 2022 (Husereau e.a.) is beslissend. Een item dat niet gerapporteerd is, blijft dat tot de auteur het heeft geschreven, ook waar het programma een deel weet.",
            )
            .to_owned(),
        ],
    }
}
