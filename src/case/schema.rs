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
    root["$defs"] = json!({ "family": families() });
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
    let map = |value: Value| json!({ "type": "object", "additionalProperties": value });
    let expression = || json!({ "type": ["string", "number"] });
    match shape {
        Shape::Text | Shape::Unit => text(),
        Shape::Label => json!({
            "type": "object",
            "properties": { "en": text(), "nl": text() },
            "additionalProperties": false
        }),
        Shape::Number => number(),
        Shape::Year => json!({ "type": "integer", "minimum": 1900, "maximum": 2200 }),
        Shape::Integer => json!({ "type": "integer" }),
        Shape::Expression | Shape::ChainElement => expression(),
        Shape::Choice(words) => json!({ "enum": words }),
        Shape::Texts => json!({ "type": "array", "items": text() }),
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
        Shape::Settings => map(json!({ "anyOf": [number(), text(), family_reference()] })),
        Shape::PriorMap => map(family_reference()),
        Shape::Numbers => map(number()),
        Shape::TextMap => map(text()),
        Shape::Expressions => map(expression()),
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
