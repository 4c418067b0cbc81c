//! Reads the sections of a case file.

use std::cell::RefCell;

use toml::de::{DeTable, DeValue};

use super::keys;
use super::sections::{
    Alternative, BreakEven, Case, Chain, ChainElement, Correlation, CorrelationValue, Derived,
    Header, Input, Line, Memo, PriorText, Published, Scenario, Setting, SourceEntry, SourceRef,
    Stakeholder, Switch,
};
use super::table::{Context, Table, span_of};
use super::{Expr, Spanned};
use crate::dist::{FAMILIES, Parameters, Value};
use crate::text::{Diagnostic, Diagnostics, Source, Span, closest, listed};

type Toml<'a> = toml::Spanned<DeValue<'a>>;

/// The largest case file that is read, in bytes. Published cases are below 100 kB; a file beyond this is data, not a case.
pub const MAX_BYTES: usize = 4 << 20;

/// Turns bytes of a file into a source.
///
/// # Errors
/// A diagnostic when the file is too large, empty or not UTF-8 text.
pub fn decode(name: &str, bytes: Vec<u8>) -> Result<Source, (Source, Diagnostic)> {
    let empty = || Source::new(name, "");
    if bytes.len() > MAX_BYTES {
        let message = format!(
            "the file has {} MB: a case file has at most {} MB",
            bytes.len() >> 20,
            MAX_BYTES >> 20
        );
        return Err((
            empty(),
            Diagnostic::error("file", message).help("pass the case file, not its data or results"),
        ));
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let line = error.as_bytes()[..at]
                .iter()
                .filter(|byte| **byte == b'\n')
                .count()
                + 1;
            let message = format!("the file is not UTF-8 text: line {line}, byte {at} of the file");
            let help = "a case file is a TOML text; save it as UTF-8";
            return Err((empty(), Diagnostic::error("file", message).help(help)));
        }
    };
    if text.trim().is_empty() {
        let help = "start from a shipped case such as `priors/netwerkzorg.toml`";
        return Err((
            empty(),
            Diagnostic::error("file", "the file is empty").help(help),
        ));
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
    };
    if !errors.is_empty() {
        for error in errors {
            let mut diagnostic = Diagnostic::error("toml", error.message().to_owned());
            if let Some(range) = error.span() {
                diagnostic = diagnostic.at(Span::new(range), "");
            }
            context.report(diagnostic);
        }
        return (None, context.diagnostics.into_inner());
    }
    let root = Table::checked(
        tree.get_ref(),
        Span::new(0..0),
        &keys::CASE_FILE,
        "",
        &context,
    );
    let case = case(root);
    (case, context.diagnostics.into_inner())
}

fn case(root: Table<'_>) -> Option<Case> {
    Some(Case {
        sources: root
            .named("sources", section("sources"))
            .into_iter()
            .filter_map(source_entry)
            .collect(),
        stakeholders: root
            .named("stakeholders", section("stakeholders"))
            .into_iter()
            .map(|(name, table)| Stakeholder {
                name,
                label: table.label("label"),
            })
            .collect(),
        priors: prior_map(root, "priors"),
        inputs: root
            .named("inputs", section("inputs"))
            .into_iter()
            .filter_map(input)
            .collect(),
        correlations: root
            .named("correlations", section("correlations"))
            .into_iter()
            .map(correlation)
            .collect(),
        derived: root
            .named("derived", section("derived"))
            .into_iter()
            .filter_map(derived)
            .collect(),
        chain: root
            .section("chain", &keys::CHAIN)
            .map(chain)
            .unwrap_or_default(),
        lines: root
            .named("lines", section("lines"))
            .into_iter()
            .filter_map(line)
            .collect(),
        memo: root
            .named("memo", section("memo"))
            .into_iter()
            .filter_map(memo)
            .collect(),
        break_even: root
            .section("break_even", section("break_even"))
            .map(break_even),
        scenarios: root
            .named("scenarios", section("scenarios"))
            .into_iter()
            .map(scenario)
            .collect(),
        switches: root
            .named("switches", section("switches"))
            .into_iter()
            .filter_map(switch)
            .collect(),
        published: root
            .list("published", section("published"))
            .into_iter()
            .flat_map(published)
            .collect(),
        header: header(root.section("case", section("case"))?)?,
    })
}

/// The section behind a key of the file.
fn section(key: &str) -> &'static keys::Section {
    section_of(&keys::CASE_FILE, key)
}

fn section_of(parent: &'static keys::Section, key: &str) -> &'static keys::Section {
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

fn header(table: Table<'_>) -> Option<Header> {
    table.choice("currency", &["EUR"]);
    Some(Header {
        name: table.text("name")?,
        title: table.label("title"),
        per: table.text("per"),
        price_year: table.year("price_year").map(|year| year.value),
        units: table.texts("units"),
        scenario: table.text("scenario"),
        independence: table.plain_text("independence"),
        note: table.plain_text("note"),
        span: table.span,
    })
}

fn source_entry((key, table): (Spanned<String>, Table<'_>)) -> Option<SourceEntry> {
    Some(SourceEntry {
        key,
        title: table.plain_text("title")?,
        author: table.plain_text("author"),
        year: table.year("year").map(|year| year.value),
        doi: table.plain_text("doi"),
        url: table.plain_text("url"),
        note: table.plain_text("note"),
    })
}

fn input((name, table): (Spanned<String>, Table<'_>)) -> Option<Input> {
    Some(Input {
        label: table.label("label"),
        prior: table.value("prior").and_then(|value| prior(table, value)),
        kind: table.choice("kind", keys::KINDS),
        basis: table.choice("basis", keys::BASES),
        price_year: table.year("price_year"),
        range: table.interval("range"),
        sources: source_refs(table),
        note: table.plain_text("note"),
        unit: table
            .text("unit")
            .unwrap_or_else(|| Spanned::new("1".to_owned(), name.span)),
        point: table.number("point")?,
        name,
    })
}

fn source_refs(table: Table<'_>) -> Vec<SourceRef> {
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
fn prior(table: Table<'_>, value: &Toml<'_>) -> Option<PriorText> {
    if let DeValue::String(_) = value.get_ref() {
        return table.text_of("prior", value).map(PriorText::Shared);
    }
    let families = table.table_of("prior", value)?;
    let entries = families.entries();
    let known = || FAMILIES.iter().map(|family| family.name);
    for (name, _) in &entries {
        if !known().any(|family| family == name.value) {
            let near = closest(&name.value, known());
            table.report(
                Diagnostic::error("prior", format!("unknown prior `{}`", name.value))
                    .at(name.span, "")
                    .note(format!("the priors are {}", listed(known())))
                    .maybe_help(near.map(|near| format!("did you mean `{near}`?"))),
            );
            return None;
        }
    }
    let [(family, parameters)] = entries.as_slice() else {
        let message = format!("a prior is one family, found {}", entries.len());
        table.report(
            Diagnostic::error("prior", message)
                .at(span_of(value), "")
                .help("write for example `prior.normal = { mean = 1, sd = 0.2 }`"),
        );
        return None;
    };
    let span = span_of(parameters);
    let inner = families.table_of(&family.value, parameters)?;
    let (parameters, places) = prior_parameters(inner)?;
    Some(PriorText::Family {
        family: family.clone(),
        parameters,
        places,
        span,
    })
}

fn prior_parameters(table: Table<'_>) -> Option<(Parameters, Vec<(String, Span)>)> {
    let mut parameters = Parameters::default();
    let mut places = Vec::new();
    let mut whole = true;
    for (key, value) in table.entries() {
        let read = match value.get_ref() {
            DeValue::Array(_) => table.numbers_of(&key.value, value).map(Value::List),
            _ => table
                .number_of(&key.value, value)
                .map(|number| Value::Number(number.value)),
        };
        places.push((key.value.clone(), key.span.to(span_of(value))));
        match read {
            Some(read) => parameters.push(&key.value, read),
            None => whole = false,
        }
    }
    whole.then_some((parameters, places))
}

fn prior_map(table: Table<'_>, key: &str) -> Vec<(Spanned<String>, PriorText)> {
    let Some(names) = table.names(key) else {
        return Vec::new();
    };
    names
        .entries()
        .into_iter()
        .filter_map(|(name, value)| Some((name, prior(names, value)?)))
        .collect()
}

fn correlation((name, table): (Spanned<String>, Table<'_>)) -> Correlation {
    Correlation {
        name,
        inputs: table.texts("inputs"),
        rank: correlation_value(table, "rank"),
        normal_score: correlation_value(table, "normal_score"),
    }
}

fn correlation_value(table: Table<'_>, key: &str) -> Option<Spanned<CorrelationValue>> {
    let value = table.value(key)?;
    let DeValue::Array(rows) = value.get_ref() else {
        let number = table.number(key)?;
        return Some(Spanned::new(
            CorrelationValue::Common(number.value),
            number.span,
        ));
    };
    let matrix: Option<Vec<Vec<f64>>> = rows.iter().map(|row| table.numbers_of(key, row)).collect();
    Some(Spanned::new(
        CorrelationValue::Matrix(matrix?),
        span_of(value),
    ))
}

fn derived((name, table): (Spanned<String>, Table<'_>)) -> Option<Derived> {
    Some(Derived {
        name,
        label: table.label("label"),
        expr: table.expression("expr")?,
        unit: table.text("unit"),
    })
}

fn chain(table: Table<'_>) -> Chain {
    let element = |key: &str| chain_element(table, key);
    Chain {
        deadweight: element("deadweight"),
        attribution: element("attribution"),
        displacement: element("displacement"),
        drop_off: element("drop_off"),
        duration: table.integer("duration"),
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

fn line((name, table): (Spanned<String>, Table<'_>)) -> Option<Line> {
    let (side, euro) = (
        table.choice("side", keys::SIDES),
        table.choice("euro", keys::EUROS),
    );
    let (amount, to) = (table.expression("amount"), table.text("to"));
    let chain = table.section("chain", &keys::CHAIN).map(chain);
    Some(Line {
        name,
        label: table.label("label"),
        side: side?.value,
        amount: amount?,
        to: to?,
        euro: euro?.value,
        chain,
    })
}

fn memo((name, table): (Spanned<String>, Table<'_>)) -> Option<Memo> {
    let (side, sign) = (
        table.choice("side", keys::SIDES),
        table.choice("sign", keys::SIGNS),
    );
    Some(Memo {
        name,
        label: table.label("label"),
        side: side?.value,
        sign: sign?.value,
        to: table.text("to"),
        note: table.plain_text("note"),
    })
}

fn break_even(table: Table<'_>) -> BreakEven {
    BreakEven {
        inputs: table.texts("inputs"),
        label: table.label("label"),
        span: table.span,
    }
}

fn scenario((name, table): (Spanned<String>, Table<'_>)) -> Scenario {
    Scenario {
        name,
        label: table.label("label"),
        set: settings(table),
        priors: prior_map(table, "priors"),
        correlations: each(table, "correlations", |names, key, value| {
            names.number_of(key, value)
        }),
        switches: choices(table),
    }
}

fn settings(table: Table<'_>) -> Vec<(Spanned<String>, Spanned<Setting>)> {
    each(table, "set", |names, key, value| {
        let setting = match value.get_ref() {
            DeValue::Table(_) | DeValue::String(_) => Setting::Prior(prior(names, value)?),
            _ => Setting::Number(names.number_of(key, value)?.value),
        };
        Some(Spanned::new(setting, span_of(value)))
    })
}

fn choices(table: Table<'_>) -> Vec<(Spanned<String>, Spanned<String>)> {
    each(table, "switches", |names, key, value| {
        names.text_of(key, value)
    })
}

/// The entries of the table behind `key`, each read by `reader`.
fn each<T>(
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

fn switch((name, table): (Spanned<String>, Table<'_>)) -> Option<Switch> {
    let alternatives = table.named(
        "alternatives",
        section_of(section("switches"), "alternatives"),
    );
    Some(Switch {
        name,
        label: table.label("label"),
        alternatives: alternatives.into_iter().map(alternative).collect(),
        default: table.text("default")?,
    })
}

fn alternative((name, table): (Spanned<String>, Table<'_>)) -> Alternative {
    Alternative {
        name,
        label: table.label("label"),
        set: settings(table),
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
    let (Some(quantity), Some(place), Some(tolerance)) = (quantity, place, tolerance) else {
        return Vec::new();
    };
    let cell = |scenario: Option<Spanned<String>>, value: f64| Published {
        place: place.clone(),
        label: table.plain_text("label"),
        scenario,
        switches: choices(table),
        quantity: quantity.clone(),
        quantity_text: table.plain_text("quantity").unwrap_or_default(),
        value,
        tolerance: tolerance.clone(),
        corrected: table.number("corrected"),
        erratum: table.plain_text("erratum"),
        note: table.plain_text("note"),
        span: table.span,
    };
    let row = each(table, "values", |names, key, value| {
        names.number_of(key, value)
    });
    match (
        table.value("value").is_some(),
        table.value("values").is_some(),
    ) {
        (true, false) => table
            .number("value")
            .map(|value| cell(table.text("scenario"), value.value))
            .into_iter()
            .collect(),
        (false, true)
            if table.value("scenario").is_none() && table.value("corrected").is_none() =>
        {
            row.into_iter()
                .map(|(scenario, value)| cell(Some(scenario), value.value))
                .collect()
        }
        (false, true) => {
            let message = "a row with `values` has neither `scenario` nor `corrected`";
            table.report(
                Diagnostic::error("key", message)
                    .at(table.span, "")
                    .help("give such a cell a table of its own"),
            );
            Vec::new()
        }
        _ => {
            let message = "a published figure has either `value` or `values`";
            table.report(Diagnostic::error("missing", message).at(table.span, ""));
            Vec::new()
        }
    }
}
