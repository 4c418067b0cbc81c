//! Reads who gains and pays: stakeholders, whose money theirs is, and perspectives.

use toml::de::DeValue;

use super::joint::written;
use super::table::{Table, span_of};
use super::{Expr, Members, Perspective, Spanned, Stakeholder};
use crate::text::{Diagnostic, closest};

pub(super) fn stakeholder(name: &Spanned<String>, table: Table<'_>) -> Option<Stakeholder> {
    let label = table.label("label");
    let paid_by = written(table, "paid_by", shares(table, "paid_by"));
    Some(Stakeholder {
        name: name.clone(),
        label,
        paid_by: paid_by?,
    })
}

pub(super) fn perspective(name: &Spanned<String>, table: Table<'_>) -> Option<Perspective> {
    let label = table.label("label");
    let stakeholders = written(table, "stakeholders", members(table, "stakeholders"));
    let shares = written(table, "shares", shares(table, "shares"));
    Some(Perspective {
        name: name.clone(),
        label,
        stakeholders: stakeholders?,
        shares: shares?,
    })
}

/// Named shares; `None` when the table is absent or not all of it could be read.
fn shares(table: Table<'_>, key: &str) -> Option<Vec<(Spanned<String>, Expr)>> {
    let names = table.names(key)?;
    let read: Vec<_> = names
        .entries()
        .into_iter()
        .map(|(name, value)| {
            let share = names.expression_of(&name.value, value)?;
            Some((name, share))
        })
        .collect();
    read.into_iter().collect()
}

/// A list of names, or the word `all`.
fn members(table: Table<'_>, key: &str) -> Option<Members> {
    let value = table.value(key)?;
    let DeValue::String(word) = value.get_ref() else {
        let listed = table.texts(key)?;
        return Some(Members::Listed(Spanned::new(listed, span_of(value))));
    };
    if word.as_ref() == "all" {
        return Some(Members::All);
    }
    let near = closest(word, ["all"]).map(|near| format!("did you mean `\"{near}\"`?"));
    let message = format!("`{key}` is a list of names or `\"all\"`, found a text");
    table.report(
        Diagnostic::error("value", message)
            .at(span_of(value), "")
            .help(near.unwrap_or_else(|| format!("write `{key} = [\"{word}\"]`"))),
    );
    None
}
