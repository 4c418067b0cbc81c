//! Typed access to a spanned TOML table, checked against a [`Section`].
//!
//! Every accessor reports what is wrong and returns what it can, so that one reading finds all mistakes.

use std::cell::RefCell;

use toml::de::{DeTable, DeValue};

use super::expr_parser;
use super::keys::{CASE_FILE, Key, Section};
use super::quoted::Place;
use super::{Expr, Localised, Spanned, Unread};
use crate::text::{Diagnostic, Diagnostics, Source, Span, closest, listed};

type Value<'a> = toml::Spanned<DeValue<'a>>;

/// What all tables of one file share.
pub(super) struct Context<'a> {
    pub(super) source: &'a Source,
    pub(super) diagnostics: RefCell<Diagnostics>,
    pub(super) unread: RefCell<Unread>,
}

impl Context<'_> {
    pub(super) fn report(&self, diagnostic: Diagnostic) {
        self.diagnostics.borrow_mut().push(diagnostic);
    }
}

/// A table of the file that is meant to be a [`Section`].
#[derive(Clone, Copy)]
pub(super) struct Table<'a> {
    entries: &'a DeTable<'a>,
    pub(super) span: Span,
    section: Option<&'static Section>,
    context: &'a Context<'a>,
}

pub(super) fn span_of<T>(spanned: &toml::Spanned<T>) -> Span {
    Span::new(spanned.span())
}

/// Reports a key that `section` does not have; the key that was probably meant.
fn unknown_key(
    key: &toml::Spanned<std::borrow::Cow<'_, str>>,
    table: &DeTable<'_>,
    section: &'static Section,
    context: &Context<'_>,
) -> Option<&'static str> {
    let names = || section.keys.iter().map(|key| key.name);
    let word: &str = key.get_ref();
    let near = closest(word, names());
    let mut error = Diagnostic::error("key", format!("{} has no key `{word}`", section.what))
        .at(span_of(key), "");
    error = match near {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.note(format!("it may have {}", listed(names()))),
    };
    context.report(error);
    let near = section.keys.iter().find(|k| Some(k.name) == near)?.name;
    let mut unread = context.unread.borrow_mut();
    if std::ptr::eq(section, &raw const CASE_FILE)
        && let Some(DeValue::Table(inner)) = table.get(word).map(toml::Spanned::get_ref)
    {
        for name in inner.keys() {
            unread.insert(near, name.get_ref());
        }
    }
    Some(near)
}

impl<'a> Table<'a> {
    /// Checks the keys of `table` against `section`: unknown ones and missing ones are reported.
    pub(super) fn checked(
        table: &'a DeTable<'a>,
        span: Span,
        section: &'static Section,
        name: &str,
        context: &'a Context<'a>,
    ) -> Self {
        let mut meant = Vec::new();
        for key in table.keys() {
            let known = section.keys.iter().any(|k| k.name == key.get_ref());
            if !known {
                meant.extend(unknown_key(key, table, section, context));
            }
        }
        let given = |key: &Key| table.keys().any(|k| k.get_ref() == key.name);
        for key in section.keys.iter().filter(|key| key.required) {
            if given(key) || meant.contains(&key.name) {
                continue;
            }
            let subject = if name.is_empty() {
                section.what.to_owned()
            } else {
                format!("`{name}`")
            };
            let mut error = Diagnostic::error("missing", format!("{subject} needs `{}`", key.name))
                .note(format!("`{}`: {}", key.name, key.help));
            // The file as a whole has no place of its own.
            if span != Span::default() {
                error = error.at(span, "");
            }
            context.report(error);
        }
        Self {
            entries: table,
            span,
            section: Some(section),
            context,
        }
    }

    /// A table whose keys are names the user chose.
    pub(super) fn of_names(table: &'a DeTable<'a>, span: Span, context: &'a Context<'a>) -> Self {
        Self {
            entries: table,
            span,
            section: None,
            context,
        }
    }

    fn get(&self, key: &str) -> Option<&'a Value<'a>> {
        self.entries
            .iter()
            .find(|(k, _)| k.get_ref() == key)
            .map(|(_, value)| value)
    }

    /// Whether `key` is not there as such, but another key was probably meant to be it; that was reported.
    pub(super) fn misspells(&self, key: &str) -> bool {
        let Some(section) = self.section.filter(|_| self.get(key).is_none()) else {
            return false;
        };
        let names = || section.keys.iter().map(|key| key.name);
        self.entries.keys().any(|k| {
            let word: &str = k.get_ref();
            !names().any(|name| name == word) && closest(word, names()) == Some(key)
        })
    }

    /// Whether it has a key that its section does not know.
    pub(super) fn has_unknown_key(&self) -> bool {
        self.section.is_some_and(|section| {
            let known = |word: &str| section.keys.iter().any(|key| key.name == word);
            !self.entries.keys().all(|key| known(key.get_ref()))
        })
    }

    /// Entries in the order of the file.
    pub(super) fn entries(&self) -> Vec<(Spanned<String>, &'a Value<'a>)> {
        let mut entries: Vec<_> = self
            .entries
            .iter()
            .map(|(key, value)| (Spanned::new(key.get_ref().to_string(), span_of(key)), value))
            .collect();
        entries.sort_by_key(|(key, _)| key.span);
        entries
    }

    pub(super) fn text(&self, key: &str) -> Option<Spanned<String>> {
        self.text_of(key, self.get(key)?)
    }

    pub(super) fn text_of(&self, key: &str, value: &Value<'a>) -> Option<Spanned<String>> {
        match value.get_ref() {
            DeValue::String(text) => Some(Spanned::new(text.to_string(), span_of(value))),
            other => self.mismatch(key, "a text in quotes", other, value),
        }
    }

    pub(super) fn plain_text(&self, key: &str) -> Option<String> {
        self.text(key).map(|text| text.value)
    }

    pub(super) fn choice(&self, key: &str, words: &[&str]) -> Option<Spanned<String>> {
        let found = self.text(key)?;
        if words.contains(&found.value.as_str()) {
            return Some(found);
        }
        let near = closest(&found.value, words.iter().copied());
        self.context.report(
            Diagnostic::error("value", format!("`{key}` cannot be `{}`", found.value))
                .at(
                    found.span,
                    format!("expected {}", listed(words.iter().copied())),
                )
                .maybe_help(near.map(|near| format!("did you mean `{near}`?"))),
        );
        None
    }

    pub(super) fn number(&self, key: &str) -> Option<Spanned<f64>> {
        self.number_of(key, self.get(key)?)
    }

    pub(super) fn number_of(&self, key: &str, value: &Value<'a>) -> Option<Spanned<f64>> {
        let number = match value.get_ref() {
            DeValue::Integer(digits) if digits.radix() == 10 => digits.as_str().parse().ok(),
            DeValue::Integer(digits) => i64::from_str_radix(digits.as_str(), digits.radix())
                .ok()
                .map(|whole| whole as f64),
            DeValue::Float(digits) => digits.as_str().parse::<f64>().ok(),
            other => return self.mismatch(key, "a number", other, value),
        };
        match number {
            Some(number) if number.is_finite() => Some(Spanned::new(number, span_of(value))),
            _ => {
                self.context.report(
                    Diagnostic::error("value", format!("`{key}` must be a finite number"))
                        .at(span_of(value), ""),
                );
                None
            }
        }
    }

    pub(super) fn integer(&self, key: &str) -> Option<Spanned<i64>> {
        let number = self.number(key)?;
        if number.value.fract() == 0.0 && number.value.abs() < 1e15 {
            return Some(Spanned::new(number.value as i64, number.span));
        }
        self.context.report(
            Diagnostic::error("value", format!("`{key}` must be a whole number"))
                .at(number.span, ""),
        );
        None
    }

    pub(super) fn flag(&self, key: &str) -> Option<Spanned<bool>> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::Boolean(flag) => Some(Spanned::new(*flag, span_of(value))),
            other => self.mismatch(key, "true or false", other, value),
        }
    }

    pub(super) fn year(&self, key: &str) -> Option<Spanned<i32>> {
        let year = self.integer(key)?;
        match i32::try_from(year.value) {
            Ok(value) if (1900..=2200).contains(&value) => Some(Spanned::new(value, year.span)),
            _ => {
                self.context.report(
                    Diagnostic::error(
                        "value",
                        format!("`{key}` must be a year between 1900 and 2200"),
                    )
                    .at(year.span, ""),
                );
                None
            }
        }
    }

    pub(super) fn interval(&self, key: &str) -> Option<Spanned<(f64, f64)>> {
        let value = self.get(key)?;
        let numbers = self.numbers_of(key, value)?;
        match numbers.as_slice() {
            [low, high] if low < high => Some(Spanned::new((*low, *high), span_of(value))),
            _ => {
                let message = format!("`{key}` must be two numbers, the lower one first");
                self.context
                    .report(Diagnostic::error("value", message).at(span_of(value), ""));
                None
            }
        }
    }

    /// The items of a list, called `expected` where it is none.
    pub(super) fn items_of<'v>(
        &self,
        key: &str,
        expected: &str,
        value: &'v Value<'a>,
    ) -> Option<&'v [Value<'a>]> {
        match value.get_ref() {
            DeValue::Array(items) => Some(items),
            other => self.mismatch(key, expected, other, value),
        }
    }

    pub(super) fn numbers_of(&self, key: &str, value: &Value<'a>) -> Option<Vec<f64>> {
        self.items_of(key, "a list of numbers", value)?
            .iter()
            .map(|item| self.number_of(key, item).map(|number| number.value))
            .collect()
    }

    /// A list of texts; `None` when it is absent or not all of it could be read.
    pub(super) fn texts(&self, key: &str) -> Option<Vec<Spanned<String>>> {
        let value = self.get(key)?;
        let DeValue::Array(items) = value.get_ref() else {
            return self.mismatch(key, "a list of texts", value.get_ref(), value);
        };
        let texts: Vec<_> = items.iter().map(|item| self.text_of(key, item)).collect();
        texts.into_iter().collect()
    }

    /// A unit. Its place is that of the text between the quotes, when it stands there as it is.
    pub(super) fn unit(&self, key: &str) -> Option<Spanned<String>> {
        let text = self.text(key)?;
        let inside = self.place(&text).span(&(0..text.value.len()));
        let as_it_is = inside.end - inside.start == text.value.len();
        let span = if as_it_is { inside } else { text.span };
        Some(Spanned::new(text.value, span))
    }

    pub(super) fn label(&self, key: &str) -> Localised {
        let Some(value) = self.get(key) else {
            return Localised::default();
        };
        let DeValue::Table(table) = value.get_ref() else {
            if let DeValue::String(_) = value.get_ref() {
                self.context.report(
                    Diagnostic::error("value", format!("`{key}` needs a language"))
                        .at(span_of(value), "")
                        .help(format!("write `{key}.en = …` or `{key}.nl = …`")),
                );
            } else {
                self.mismatch::<()>(key, "a table with `en` and `nl`", value.get_ref(), value);
            }
            return Localised::default();
        };
        let inner = Table::of_names(table, span_of(value), self.context);
        for (language, _) in inner.entries() {
            if !matches!(language.value.as_str(), "en" | "nl") {
                let message = format!("unknown language `{}`", language.value);
                self.context.report(
                    Diagnostic::error("key", message).at(language.span, "expected `en` or `nl`"),
                );
            }
        }
        Localised {
            en: inner.plain_text("en"),
            nl: inner.plain_text("nl"),
        }
    }

    pub(super) fn value(&self, key: &str) -> Option<&'a Value<'a>> {
        self.get(key)
    }

    /// The table behind `key`, unchecked.
    pub(super) fn names(&self, key: &str) -> Option<Table<'a>> {
        let value = self.get(key)?;
        self.table_of(key, value)
    }

    pub(super) fn table_of(&self, key: &str, value: &'a Value<'a>) -> Option<Table<'a>> {
        match value.get_ref() {
            DeValue::Table(table) => Some(Table::of_names(table, span_of(value), self.context)),
            other => self.mismatch(key, "a table", other, value),
        }
    }

    /// The table behind `key`, checked against `section`.
    pub(super) fn section(&self, key: &str, section: &'static Section) -> Option<Table<'a>> {
        let inner = self.names(key)?;
        Some(Table::checked(
            inner.entries,
            inner.span,
            section,
            "",
            self.context,
        ))
    }

    /// The named tables behind `key`, each checked against `section`, in the order of the file.
    pub(super) fn named(
        &self,
        key: &str,
        section: &'static Section,
    ) -> Vec<(Spanned<String>, Table<'a>)> {
        let Some(names) = self.names(key) else {
            if self.value(key).is_some() {
                self.context.unread.borrow_mut().insert_all(key);
            }
            return Vec::new();
        };
        let mut sections = Vec::new();
        for (name, value) in names.entries() {
            // A part of it stands under a misspelled section.
            if self.context.unread.borrow().contains(key, &name.value) {
                continue;
            }
            if let DeValue::Table(table) = value.get_ref() {
                let inner = Table::checked(table, name.span, section, &name.value, self.context);
                sections.push((name, inner));
            } else {
                self.unread(key, &name.value);
                self.mismatch::<()>(&name.value, "a table", value.get_ref(), value);
            }
        }
        sections
    }

    /// The tables of the list behind `key`, or the one table behind it.
    pub(super) fn list(&self, key: &str, section: &'static Section) -> Vec<Table<'a>> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let items: Vec<&'a Value<'a>> = match value.get_ref() {
            DeValue::Array(items) => items.iter().collect(),
            DeValue::Table(_) => vec![value],
            other => {
                self.mismatch::<()>(key, "a table or a list of tables", other, value);
                return Vec::new();
            }
        };
        let tables = items
            .into_iter()
            .filter_map(|item| self.table_of(key, item));
        tables
            .map(|inner| Table::checked(inner.entries, inner.span, section, "", self.context))
            .collect()
    }

    pub(super) fn expression(&self, key: &str) -> Option<Expr> {
        self.expression_of(key, self.get(key)?)
    }

    pub(super) fn expression_of(&self, key: &str, value: &Value<'a>) -> Option<Expr> {
        if let DeValue::Integer(_) | DeValue::Float(_) = value.get_ref() {
            let number = self.number_of(key, value)?;
            let kind = super::ExprKind::Number {
                value: number.value,
                unit: None,
            };
            return Some(Expr {
                kind,
                span: number.span,
            });
        }
        let text = self.text_of(key, value)?;
        match expr_parser::parse(&text.value, &self.place(&text)) {
            Ok(expr) => Some(expr),
            Err(diagnostic) => {
                self.context.report(*diagnostic);
                None
            }
        }
    }

    fn place(&self, text: &Spanned<String>) -> Place {
        Place::of(&text.value, text.span, &self.context.source.text)
    }

    /// What the file says at a place.
    pub(super) fn written(&self, span: Span) -> String {
        let text = self.context.source.text.get(span.range());
        text.unwrap_or_default().to_owned()
    }

    /// Notes that `name` of `section` could not be read.
    pub(super) fn unread(&self, section: &str, name: &str) {
        self.context.unread.borrow_mut().insert(section, name);
    }

    pub(super) fn report(&self, diagnostic: Diagnostic) {
        self.context.report(diagnostic);
    }

    fn mismatch<T>(
        &self,
        key: &str,
        expected: &str,
        found: &DeValue<'_>,
        value: &Value<'a>,
    ) -> Option<T> {
        let found = match found {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.context.report(
            Diagnostic::error("value", format!("`{key}` must be {expected}"))
                .at(span_of(value), format!("found {found}")),
        );
        None
    }
}
