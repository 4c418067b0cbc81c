//! The JSON Schema of a case file, generated from the tables of [`super::keys`] and the registry of priors.

use serde_json::{Map, Value, json};

use super::keys::{CASE_FILE, Key, Section, Shape};
use crate::dist::{FAMILIES, Family, INTERVAL_KEY, Kind, QUANTILE_KEYS};

/// The JSON Schema (2020-12) that editors complete and check case files with.
#[must_use]
pub fn schema() -> Value {
    let mut root = section(&CASE_FILE);
    root["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    root["title"] = json!("A case of sroi");
    root["$defs"] = json!({ "family": families(), "dated": dated() });
    root
}

fn section(section: &Section) -> Value {
    let properties: Map<String, Value> = section
        .keys
        .iter()
        .map(|key| (key.name.to_owned(), property(key)))
        .collect();
    let required: Vec<&str> = section
        .keys
        .iter()
        .filter(|key| key.required)
        .map(|key| key.name)
        .collect();
    let mut schema =
        json!({ "type": "object", "properties": properties, "additionalProperties": false });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

fn property(key: &Key) -> Value {
    let mut schema = shape(key.shape);
    schema["description"] = json!(key.help);
    schema
}

fn shape(shape: Shape) -> Value {
    let text = || json!({ "type": "string" });
    let number = || json!({ "type": "number" });
    let label = || {
        json!({
            "type": "object",
            "properties": { "en": text(), "nl": text() },
            "additionalProperties": false
        })
    };
    let map = |value: Value| json!({ "type": "object", "additionalProperties": value });
    let expression = || json!({ "type": ["string", "number"] });
    match shape {
        Shape::Text | Shape::Unit => text(),
        Shape::Label => label(),
        Shape::Labels => map(label()),
        Shape::Number => number(),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Year => year(),
        Shape::Integer => json!({ "type": "integer" }),
        Shape::Expression | Shape::ChainElement => expression(),
        Shape::Choice(words) => json!({ "enum": words }),
        Shape::Texts => json!({ "type": "array", "items": text() }),
        Shape::Members => json!({
            "anyOf": [{ "const": "all" }, { "type": "array", "items": text() }]
        }),
        Shape::Vector => json!({ "type": "array", "items": number() }),
        Shape::Matrix => {
            json!({ "type": "array", "items": { "type": "array", "items": number() } })
        }
        Shape::Interval => {
            json!({ "type": "array", "items": number(), "minItems": 2, "maxItems": 2 })
        }
        Shape::Table(inner) => section(inner),
        Shape::Named(inner) => map(section(inner)),
        Shape::List(inner) => json!({ "type": "array", "items": section(inner) }),
        Shape::OneOrMore(inner) => {
            json!({ "anyOf": [section(inner), { "type": "array", "items": section(inner) }] })
        }
        Shape::Family => family_reference(),
        Shape::Prior => json!({ "anyOf": [text(), family_reference()] }),
        Shape::Settings => {
            let dated = json!({ "$ref": "#/$defs/dated" });
            map(json!({ "anyOf": [number(), text(), family_reference(), dated] }))
        }
        Shape::PriorMap => map(family_reference()),
        Shape::Numbers => map(number()),
        Shape::Years => json!({
            "type": "object",
            "propertyNames": { "pattern": "^[0-9]{4}$" },
            "additionalProperties": { "type": "number", "exclusiveMinimum": 0 }
        }),
        Shape::TextMap => map(text()),
        Shape::Expressions => map(expression()),
        Shape::Cells => map(json!({
            "type": "array", "items": { "anyOf": [number(), { "const": "" }] }
        })),
        Shape::NamedTwice(inner) => map(map(section(inner))),
        Shape::ExpressionList => json!({ "type": "array", "items": expression() }),
        Shape::Correlation => json!({
            "anyOf": [number(), { "type": "array", "items": { "type": "array", "items": number() } }]
        }),
    }
}

fn family_reference() -> Value {
    json!({ "$ref": "#/$defs/family" })
}

fn families() -> Value {
    let properties: Map<String, Value> = FAMILIES
        .iter()
        .map(|family| (family.name.to_owned(), parameters(family)))
        .collect();
    json!({
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
        "minProperties": 1,
        "maxProperties": 1
    })
}

fn year() -> Value {
    json!({ "type": "integer", "minimum": 1900, "maximum": 2200 })
}

/// A value or a prior in prices of a year.
fn dated() -> Value {
    let family = |name: &str| json!({ "$ref": format!("#/$defs/family/properties/{name}") });
    let mut properties: Map<String, Value> = FAMILIES
        .iter()
        .map(|known| (known.name.to_owned(), family(known.name)))
        .collect();
    properties.insert("value".to_owned(), json!({ "type": "number" }));
    properties.insert("price_year".to_owned(), year());
    json!({
        "type": "object",
        "description": "a value or a prior, in euros of a year",
        "properties": properties,
        "additionalProperties": false,
        "minProperties": 1,
        "maxProperties": 2
    })
}

fn parameters(family: &Family) -> Value {
    let mut properties = Map::new();
    for name in family
        .forms
        .iter()
        .flat_map(|form| form.iter())
        .chain(family.optional)
    {
        if let "quantiles" | "many_quantiles" = *name {
            let interval = json!({ "type": "array", "items": { "type": "number" }, "minItems": 2, "maxItems": 2 });
            properties.insert(INTERVAL_KEY.to_owned(), interval);
            for (quantile, _) in QUANTILE_KEYS {
                properties.insert((*quantile).to_owned(), json!({ "type": "number" }));
            }
            continue;
        }
        let shape = match family.kind(name) {
            Kind::Number => json!({ "type": "number" }),
            Kind::Numbers => json!({ "type": "array", "items": { "type": "number" } }),
            Kind::Prior => family_reference(),
            Kind::Priors => json!({ "type": "array", "items": family_reference(), "minItems": 1 }),
        };
        properties.insert((*name).to_owned(), shape);
    }
    json!({
        "type": "object",
        "description": family.summary,
        "properties": properties,
        "additionalProperties": false
    })
}
