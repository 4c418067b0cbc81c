//! Reads price indices, and settings with a price year.

use toml::de::DeValue;

use super::read::{family_of, prior, source_refs};
use super::sections::{PriceIndex, Setting, SettingValue};
use super::table::{Table, span_of};
use super::{PriorText, Spanned, keys};
use crate::dist::FAMILIES;
use crate::text::{Diagnostic, closest, listed};

type Toml<'a> = toml::Spanned<DeValue<'a>>;

/// `[price_index]`.
pub(super) fn price_index(root: Table<'_>) -> Option<PriceIndex> {
    let table = root.section("price_index", &keys::PRICE_INDEX)?;
    let sources = source_refs(table);
    let names = table.names("values")?;
    let values = names.entries().into_iter().filter_map(|(key, value)| {
        let number = names.number_of(&key.value, value);
        Some((year(names, &key)?, number?))
    });
    Some(PriceIndex {
        values: values.collect(),
        sources,
        span: table.span,
    })
}

/// A key that is a year.
fn year(table: Table<'_>, key: &Spanned<String>) -> Option<Spanned<i32>> {
    let year: Option<i32> = key.value.parse().ok();
    let year = year.filter(|year| (1900..=2200).contains(year));
    if year.is_none() {
        let message = format!("`{}` is not a year between 1900 and 2200", key.value);
        let error = Diagnostic::error("price-index", message).at(key.span, "");
        table.report(error.help("write for example `values = { 2017 = 100.0, 2018 = 101.7 }`"));
    }
    year.map(|year| Spanned::new(year, key.span))
}

/// What a scenario or an alternative makes of the input `key`: a number, a prior, or either with a price year.
pub(super) fn setting(names: Table<'_>, key: &str, value: &Toml<'_>) -> Option<Spanned<Setting>> {
    let plain = |value| Setting {
        value,
        price_year: None,
    };
    let setting = match value.get_ref() {
        DeValue::Table(table) if table.keys().any(|key| is_dated(key.get_ref())) => {
            dated(names.table_of(key, value)?)?
        }
        DeValue::Table(_) | DeValue::String(_) => plain(SettingValue::Prior(prior(names, value)?)),
        _ => plain(SettingValue::Number(names.number_of(key, value)?.value)),
    };
    Some(Spanned::new(setting, span_of(value)))
}

const VALUE: &str = "value";
const PRICE_YEAR: &str = "price_year";

/// Whether a key makes a table a setting with a price year rather than a prior.
fn is_dated(key: &str) -> bool {
    matches!(key, VALUE | PRICE_YEAR)
}

/// `{ value = 42.79, price_year = 2024 }`, or a family in place of `value`.
fn dated(table: Table<'_>) -> Option<Setting> {
    let families = || FAMILIES.iter().map(|family| family.name);
    let known = || [VALUE, PRICE_YEAR].into_iter().chain(families());
    let entries = table.entries();
    for (name, _) in &entries {
        if !known().any(|known| known == name.value) {
            let message = format!("a setting has no key `{}`", name.value);
            let near = closest(&name.value, known()).map(|near| format!("did you mean `{near}`?"));
            table.report(
                Diagnostic::error("key", message)
                    .at(name.span, "")
                    .note(format!("it may have {}", listed(known())))
                    .maybe_help(near),
            );
            return None;
        }
    }
    let price_year = match table.value(PRICE_YEAR) {
        Some(_) => Some(table.year(PRICE_YEAR)?),
        None => None,
    };
    let values: Vec<_> = entries
        .iter()
        .filter(|(name, _)| name.value != PRICE_YEAR)
        .collect();
    let [(name, value)] = values.as_slice() else {
        let message = format!(
            "a setting with a price year has one value or prior, found {}",
            values.len()
        );
        let help = "write for example `{ value = 42.79, price_year = 2024 }`";
        table.report(
            Diagnostic::error("value", message)
                .at(table.span, "")
                .help(help),
        );
        return None;
    };
    let value = if name.value == VALUE {
        SettingValue::Number(table.number(VALUE)?.value)
    } else {
        SettingValue::Prior(PriorText::from(family_of(table, name, value)?))
    };
    Some(Setting { value, price_year })
}
