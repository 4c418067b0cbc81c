//! Reads the sections of a case file.

use std::cell::RefCell;

use toml::de::{DeTable, DeValue};

use super::joint;
use super::keys;
use super::parties;
use super::predictive;
use super::prices;
use super::printed;
use super::sections::{
    Alternative, BreakEven, Case, Chain, ChainElement, Derived, Header, Input, Line, Memo,
    PriorText, Published, Scenario, SourceEntry, SourceRef, Switch,
};
use super::table::{Context, Table, span_of};
use super::{Expr, Spanned, Unread, toml_error};
use crate::dist::{FAMILIES, Family, Kind, Parameters, Value};
use crate::text::{Diagnostic, Diagnostics, Source, Span, closest, listed};

type Toml<'a> = toml::Spanned<DeValue<'a>>;

/// The largest case file that is read, in bytes. Published cases are below 100 kB; a file beyond this is data, not a case.
pub const MAX_BYTES: usize = 4 << 20;

/// Turns bytes of a file into a source.
///
/// # Errors
/// A diagnostic when the file is too large, empty or not UTF-8 text.
pub fn decode(name: &str, bytes: Vec<u8>) -> Result<Source, Box<Diagnostic>> {
    let refuse =
        |message: String, help: &str| Err(Box::new(Diagnostic::error("file", message).help(help)));
    if bytes.len() > MAX_BYTES {
        let message = format!(
            "the file has {} MB: a case file has at most {} MB",
            bytes.len() >> 20,
            MAX_BYTES >> 20
        );
        return refuse(message, "pass the case file, not its data or results");
    }
    if bytes.contains(&0) {
        let help = "pass the case file, a TOML text saved as UTF-8";
        return refuse("the file is not a text".to_owned(), help);
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let line = error.as_bytes()[..at].split(|byte| *byte == b'\n').count();
            let message = format!("line {line} of the file is not UTF-8 text");
            return refuse(message, "save the case file as UTF-8");
        }
    };
    // Some editors begin a text with a byte order mark; it says nothing.
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    if text.trim().is_empty() {
        let help = "`sroi new NAME` writes a case to start from";
        return refuse("the file is empty".to_owned(), help);
    }
    Ok(Source::new(name, text))
}

/// Reads a case. `None` when the text is not TOML or lacks what nothing can go on without; every mistake found is in
/// the diagnostics either way.
#[must_use]
pub fn read(source: &Source) -> (Option<Case>, Diagnostics) {
    let (tree, errors) = DeTable::parse_recoverable(&source.text);
    let context = Context {
        source,
        diagnostics: RefCell::default(),
        unread: RefCell::default(),
    };
    if let Some(error) = toml_error::first(&errors, tree.get_ref(), source) {
        context.report(error);
        return (None, context.diagnostics.into_inner());
    }
    let root = Table::checked(
        tree.get_ref(),
        Span::default(),
        &keys::CASE_FILE,
        "",
        &context,
    );
    let case = case(root);
    let unread = context.unread.into_inner();
    let case = case.map(|case| Case { unread, ..case });
    (case, context.diagnostics.into_inner())
}

fn case(root: Table<'_>) -> Option<Case> {
    Some(Case {
        sources: all(root, "sources", source_entry),
        price_index: prices::price_index(root),
        stakeholders: all(root, "stakeholders", parties::stakeholder),
        perspectives: all(root, "perspectives", parties::perspective),
        priors: prior_map(root, "priors"),
        inputs: all(root, "inputs", input),
        correlations: all(root, "correlations", joint::correlation),
        dirichlet: all(root, "dirichlet", joint::dirichlet),
        multivariate_normal: all(root, "multivariate_normal", joint::multivariate_normal),
        derived: all(root, "derived", derived),
        predictive: all(root, "predictive", predictive::predictive),
        chain: root
            .section("chain", &keys::CHAIN)
            .map(chain)
            .unwrap_or_default(),
        lines: all(root, "lines", line),
        memo: all(root, "memo", memo),
        break_even: break_even(root),
        scenarios: all(root, "scenarios", |name, table| Some(scenario(name, table))),
        switches: all(root, "switches", switch),
        published: root
            .list("published", section("published"))
            .into_iter()
            .flat_map(published)
            .collect(),
        tables: all(root, "tables", printed::table),
        header: header(root.section("case", &keys::HEADER)?),
        unread: Unread::default(),
    })
}

/// The tables of a section, each read by `read`; those that cannot be read are noted.
fn all<'a, T>(
    root: Table<'a>,
    key: &str,
    read: impl Fn(&Spanned<String>, Table<'a>) -> Option<T>,
) -> Vec<T> {
    let mut items = Vec::new();
    for (name, table) in root.named(key, section(key)) {
        match read(&name, table) {
            Some(item) => items.push(item),
            None => root.unread(key, &name.value),
        }
    }
    items
}

/// The section behind a key of the file.
fn section(key: &str) -> &'static keys::Section {
    section_of(&keys::CASE_FILE, key)
}

pub(super) fn section_of(parent: &'static keys::Section, key: &str) -> &'static keys::Section {
    let shape = parent.keys.iter().find(|k| k.name == key).map(|k| k.shape);
    match shape {
        Some(
            keys::Shape::Table(section)
            | keys::Shape::Named(section)
            | keys::Shape::List(section)
            | keys::Shape::OneOrMore(section),
        ) => section,
        _ => parent,
    }
}

fn header(table: Table<'_>) -> Header {
    table.choice("currency", &["EUR"]);
    let name = table.text("name");
    let (per, units) = (table.unit("per"), table.texts("units"));
    if per.is_none() && (table.value("per").is_some() || table.misspells("per")) {
        table.unread(keys::HEADER.what, "per");
    }
    if units.is_none() && (table.value("units").is_some() || table.misspells("units")) {
        table.unread(keys::HEADER.what, "units");
    }
    Header {
        name: name.unwrap_or_else(|| Spanned::new(String::new(), table.span)),
        title: table.label("title"),
        per,
        price_year: table.year("price_year").map(|year| year.value),
        reindex: table.flag("reindex"),
        units: units.unwrap_or_default(),
        scenario: table.text("scenario"),
        independence: table.plain_text("independence"),
        next: table.label("next"),
        note: table.plain_text("note"),
        span: table.span,
    }
}

fn source_entry(key: &Spanned<String>, table: Table<'_>) -> Option<SourceEntry> {
    let title = table.plain_text("title");
    Some(SourceEntry {
        key: key.clone(),
        author: table.plain_text("author"),
        year: table.year("year").map(|year| year.value),
        doi: table.plain_text("doi"),
        url: table.plain_text("url"),
        note: table.plain_text("note"),
        title: title?,
    })
}

fn input(name: &Spanned<String>, table: Table<'_>) -> Option<Input> {
    let (unit, point) = (table.unit("unit"), table.number("point"));
    Some(Input {
        name: name.clone(),
        label: table.label("label"),
        prior: table
            .value("prior")
            .map(|value| prior(table, value).unwrap_or(PriorText::Unread))
            .or_else(|| table.misspells("prior").then_some(PriorText::Unread)),
        kind: table.choice("kind", keys::KINDS),
        basis: table.choice("basis", keys::BASES),
        price_year: table.year("price_year"),
        range: table.interval("range"),
        sources: source_refs(table),
        note: table.plain_text("note"),
        unit: unit?,
        point: point?,
    })
}

pub(super) fn source_refs(table: Table<'_>) -> Vec<SourceRef> {
    let refs = table.list("source", section_of(&keys::INPUT, "source"));
    refs.into_iter()
        .filter_map(|inner| {
            Some(SourceRef {
                key: inner.text("ref")?,
                place: inner.plain_text("where"),
            })
        })
        .collect()
}

/// A prior: `"effect"` or a table with one family.
pub(super) fn prior(table: Table<'_>, value: &Toml<'_>) -> Option<PriorText> {
    if let DeValue::String(_) = value.get_ref() {
        return table.text_of("prior", value).map(PriorText::Shared);
    }
    family(table, "prior", value).map(PriorText::from)
}

/// A family with its parameters, and where each of them stands: those of nested priors as `of.mean`, `of[1].mean`.
pub(super) struct FamilyText {
    name: Spanned<String>,
    parameters: Parameters,
    places: Vec<(String, Span)>,
    span: Span,
}

impl From<FamilyText> for PriorText {
    fn from(family: FamilyText) -> Self {
        Self::Family {
            family: family.name,
            parameters: family.parameters,
            places: family.places,
            span: family.span,
        }
    }
}

/// A table with one family.
fn family(table: Table<'_>, key: &str, value: &Toml<'_>) -> Option<FamilyText> {
    let families = table.table_of(key, value)?;
    let entries = families.entries();
    let known = || FAMILIES.iter().map(|family| family.name);
    for (name, _) in &entries {
        if !known().any(|family| family == name.value) {
            let error = Diagnostic::error("prior", format!("unknown prior `{}`", name.value))
                .at(name.span, "");
            table.report(match closest(&name.value, known()) {
                Some(near) => error.help(format!("did you mean `{near}`?")),
                None => error.note(format!("a prior is {}", listed(known()))),
            });
            return None;
        }
    }
    let [(name, parameters)] = entries.as_slice() else {
        let message = format!("a prior is one family, found {}", entries.len());
        table.report(
            Diagnostic::error("prior", message)
                .at(span_of(value), "")
                .help(if key == "prior" {
                    "write for example `prior.normal = { mean = 1, sd = 0.2 }`"
                } else {
                    "write for example `{ normal = { mean = 1, sd = 0.2 } }`"
                }),
        );
        return None;
    };
    family_of(families, name, parameters)
}

/// The family `name`, which is known, with its parameters.
pub(super) fn family_of(
    families: Table<'_>,
    name: &Spanned<String>,
    parameters: &Toml<'_>,
) -> Option<FamilyText> {
    let span = span_of(parameters);
    let inner = families.table_of(&name.value, parameters)?;
    let known = FAMILIES.iter().find(|family| family.name == name.value)?;
    let (parameters, places) = prior_parameters(inner, known)?;
    Some(FamilyText {
        name: name.clone(),
        parameters,
        places,
        span,
    })
}

fn prior_parameters(
    table: Table<'_>,
    family: &Family,
) -> Option<(Parameters, Vec<(String, Span)>)> {
    let mut parameters = Parameters::default();
    let mut places = Vec::new();
    let mut whole = true;
    for (key, value) in table.entries() {
        places.push((key.value.clone(), key.span.to(span_of(value))));
        let read = match (family.kind(&key.value), value.get_ref()) {
            (Kind::Prior, _) => {
                nested(table, &key.value, &key.value, value, &mut places).map(Value::from)
            }
            (Kind::Priors, _) => nested_list(table, &key.value, value, &mut places),
            (_, DeValue::Array(_)) => table.numbers_of(&key.value, value).map(Value::List),
            _ => table
                .number_of(&key.value, value)
                .map(|number| Value::Number(number.value)),
        };
        match read {
            Some(read) => parameters.push(&key.value, read),
            None => whole = false,
        }
    }
    whole.then_some((parameters, places))
}

/// A prior inside another; its places are noted under `path`.
fn nested(
    table: Table<'_>,
    key: &str,
    path: &str,
    value: &Toml<'_>,
    places: &mut Vec<(String, Span)>,
) -> Option<(String, Parameters)> {
    let inner = family(table, key, value)?;
    places.push((path.to_owned(), inner.name.span.to(inner.span)));
    let within = inner.places.into_iter();
    places.extend(within.map(|(place, span)| (format!("{path}.{place}"), span)));
    Some((inner.name.value, inner.parameters))
}

fn nested_list(
    table: Table<'_>,
    key: &str,
    value: &Toml<'_>,
    places: &mut Vec<(String, Span)>,
) -> Option<Value> {
    let items = table.items_of(key, "a list of priors", value)?;
    let priors: Vec<_> = items
        .iter()
        .enumerate()
        .map(|(i, item)| nested(table, key, &format!("{key}[{i}]"), item, places))
        .collect();
    priors.into_iter().collect::<Option<_>>().map(Value::Priors)
}

fn prior_map(table: Table<'_>, key: &str) -> Vec<(Spanned<String>, PriorText)> {
    let Some(names) = table.names(key) else {
        return Vec::new();
    };
    let mut priors = Vec::new();
    for (name, value) in names.entries() {
        match prior(names, value) {
            Some(prior) => priors.push((name, prior)),
            None => table.unread(key, &name.value),
        }
    }
    priors
}

fn derived(name: &Spanned<String>, table: Table<'_>) -> Option<Derived> {
    let expr = table.expression("expr");
    Some(Derived {
        name: name.clone(),
        label: table.label("label"),
        unit: table.unit("unit"),
        expr: expr?,
    })
}

fn chain(table: Table<'_>) -> Chain {
    let element = |key: &str| chain_element(table, key);
    // A duration that could not be read was reported; it is there all the same.
    let duration = table.value("duration").map(|value| {
        let years = table.integer("duration");
        years.unwrap_or_else(|| Spanned::new(1, span_of(value)))
    });
    Chain {
        deadweight: element("deadweight"),
        attribution: element("attribution"),
        displacement: element("displacement"),
        drop_off: element("drop_off"),
        duration,
        discount_rate: element("discount_rate"),
        span: Some(table.span),
    }
}

fn chain_element(table: Table<'_>, key: &str) -> Option<ChainElement> {
    let value = table.value(key)?;
    if let DeValue::String(text) = value.get_ref()
        && text.as_ref() == "not assessed"
    {
        return Some(ChainElement::NotAssessed);
    }
    table.expression_of(key, value).map(ChainElement::Share)
}

fn line(name: &Spanned<String>, table: Table<'_>) -> Option<Line> {
    let (side, euro) = (
        table.choice("side", keys::SIDES),
        table.choice("euro", keys::EUROS),
    );
    let (amount, to) = (table.expression("amount"), table.text("to"));
    let chain = table.section("chain", &keys::CHAIN).map(chain);
    Some(Line {
        name: name.clone(),
        label: table.label("label"),
        side: side?.value,
        amount: amount?,
        to: to?,
        euro: euro?.value,
        chain,
    })
}

fn memo(name: &Spanned<String>, table: Table<'_>) -> Option<Memo> {
    let (side, sign) = (
        table.choice("side", keys::SIDES),
        table.choice("sign", keys::SIGNS),
    );
    Some(Memo {
        name: name.clone(),
        label: table.label("label"),
        side: side?.value,
        sign: sign?.value,
        to: table.text("to"),
        note: table.plain_text("note"),
    })
}

fn break_even(root: Table<'_>) -> Option<BreakEven> {
    let key = "break_even";
    let table = root.section(key, section(key));
    let read = table.and_then(|table| {
        Some(BreakEven {
            label: table.label("label"),
            inputs: table.texts("inputs")?,
            span: table.span,
        })
    });
    if read.is_none() && (root.value(key).is_some() || root.misspells(key)) {
        root.unread(keys::CASE_FILE.what, key);
    }
    read
}

fn scenario(name: &Spanned<String>, table: Table<'_>) -> Scenario {
    Scenario {
        name: name.clone(),
        label: table.label("label"),
        set: each(table, "set", prices::setting),
        priors: prior_map(table, "priors"),
        correlations: each(table, "correlations", |names, key, value| {
            names.number_of(key, value)
        }),
        dirichlet: table
            .named("dirichlet", section_of(section("scenarios"), "dirichlet"))
            .iter()
            .filter_map(|(name, numbers)| joint::dirichlet_change(name, *numbers))
            .collect(),
        switches: choices(table),
        reindex: table.flag("reindex"),
    }
}

pub(super) fn choices(table: Table<'_>) -> Vec<(Spanned<String>, Spanned<String>)> {
    each(table, "switches", |names, key, value| {
        names.text_of(key, value)
    })
}

/// The entries of the table behind `key`, each read by `reader`.
pub(super) fn each<T>(
    table: Table<'_>,
    key: &str,
    reader: impl Fn(Table<'_>, &str, &Toml<'_>) -> Option<T>,
) -> Vec<(Spanned<String>, T)> {
    let Some(names) = table.names(key) else {
        return Vec::new();
    };
    let entries = names.entries().into_iter();
    entries
        .filter_map(|(name, value)| reader(names, &name.value, value).map(|read| (name, read)))
        .collect()
}

fn switch(name: &Spanned<String>, table: Table<'_>) -> Option<Switch> {
    let default = table.text("default");
    let written = table.value("alternatives").is_some();
    let alternatives = table.named(
        "alternatives",
        section_of(section("switches"), "alternatives"),
    );
    let switch = Switch {
        name: name.clone(),
        label: table.label("label"),
        alternatives: alternatives.into_iter().map(alternative).collect(),
        default: default?,
    };
    written.then_some(switch)
}

fn alternative((name, table): (Spanned<String>, Table<'_>)) -> Alternative {
    Alternative {
        name,
        label: table.label("label"),
        set: each(table, "set", prices::setting),
        expr: each(table, "expr", |names, key, value| {
            names.expression_of(key, value)
        }),
        note: table.plain_text("note"),
    }
}

/// The cells of one `[[published]]` table: one, or one per scenario of a row.
fn published(table: Table<'_>) -> Vec<Published> {
    let quantity: Option<Expr> = table.expression("quantity");
    let (place, tolerance) = (table.plain_text("where"), table.number("tolerance"));
    let (label, note) = (table.plain_text("label"), table.plain_text("note"));
    let (scenario, switches) = (table.text("scenario"), choices(table));
    let corrected = table.number("corrected");
    // An erratum that could not be read is there all the same.
    let given = table.value("erratum").is_some() || table.misspells("erratum");
    let erratum = table.plain_text("erratum").or(given.then(String::new));
    let cells = cells(table, scenario);
    let (Some(quantity), Some(place), Some(tolerance)) = (quantity, place, tolerance) else {
        return Vec::new();
    };
    let quantity_text = match table.value("quantity").map(toml::Spanned::get_ref) {
        Some(DeValue::String(text)) => text.to_string(),
        _ => table.written(quantity.span),
    };
    cells
        .into_iter()
        .map(|(scenario, value)| Published {
            place: place.clone(),
            label: label.clone(),
            scenario,
            switches: switches.clone(),
            quantity: quantity.clone(),
            quantity_text: quantity_text.clone(),
            value,
            tolerance: tolerance.clone(),
            corrected: corrected.clone(),
            erratum: erratum.clone(),
            note: note.clone(),
            span: table.span,
        })
        .collect()
}

/// The figures of a `[[published]]` table and their scenarios.
fn cells(
    table: Table<'_>,
    scenario: Option<Spanned<String>>,
) -> Vec<(Option<Spanned<String>>, f64)> {
    let refuse = |error: Diagnostic| {
        table.report(error);
        Vec::new()
    };
    match (table.value("value"), table.value("values")) {
        (Some(_), None) => {
            let value = table.number("value").map(|value| value.value);
            value.map(|value| (scenario, value)).into_iter().collect()
        }
        (None, Some(_)) => {
            let one = ["scenario", "corrected"]
                .into_iter()
                .find(|key| table.value(key).is_some());
            if let Some(key) = one {
                let message = format!("a row with `values` has no `{key}`");
                return refuse(
                    Diagnostic::error("key", message)
                        .at(table.span, "")
                        .help("give that figure a table of its own, with `value`"),
                );
            }
            let row = each(table, "values", |names, key, value| {
                names.number_of(key, value)
            });
            row.into_iter()
                .map(|(scenario, value)| (Some(scenario), value.value))
                .collect()
        }
        (None, None) if table.has_unknown_key() => Vec::new(),
        (None, None) => refuse(
            Diagnostic::error("missing", "a published figure needs `value` or `values`")
                .at(table.span, "")
                .help("`value = 75486`, or `values = { low = 37743, high = 75486 }` for scenarios"),
        ),
        (Some(_), Some(_)) => refuse(
            Diagnostic::error(
                "key",
                "a published figure has `value` or `values`, not both",
            )
            .at(table.span, ""),
        ),
    }
}
