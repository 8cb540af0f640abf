//! The format as JSON Schema, for editors and for programs that write packs or read answers.
//!
//! The schema of what is read is made from what the reader asks for, so the two cannot differ. The written schemas stand
//! in the folder `schema` of this crate; a test compares them with what is made here. What a schema cannot say (that a
//! rule names a fact there is, that caution is kept) is for [`check_pack`](crate::check_pack).

mod says;

use serde_json::{Map, Value, json};

use crate::item::Part;
use crate::read::{
    Ask, DUE_UNITS, DUE_WORDS, FORMS, Shape, Takes, limits, shape_of_facts, shape_of_wording,
    shapes_of_pack_files,
};

/// The dialect that editors of TOML understand.
const DIALECT: &str = "http://json-schema.org/draft-07/schema#";
const ID: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";

/// The schema of each file of a pack, by the file's name; that of every file in the folder `rules` under `rules.toml`.
#[must_use]
pub fn of_pack_files() -> Vec<(&'static str, Value)> {
    shapes_of_pack_files()
        .into_iter()
        .map(|(name, shape)| {
            let path = name.trim_end_matches(".toml");
            let title = match name {
                "rules.toml" => "A file in the folder rules of a guidance pack".to_owned(),
                name => format!("{name} of a guidance pack"),
            };
            (name, document(&title, path, &shape))
        })
        .collect()
}

/// The schema of a file of facts: what [`Facts::read`](crate::Facts::read) takes, in TOML or JSON, and what
/// [`Facts::to_canonical_json`](crate::Facts::to_canonical_json) writes.
#[must_use]
pub fn of_facts() -> Value {
    let mut schema = document(
        "What is known of a situation",
        "situation",
        &shape_of_facts(),
    );
    // JSON says that there is no day with null; TOML has no null.
    if let Some(on) = schema.pointer_mut("/properties/on")
        && let Some(on) = on.as_object_mut()
    {
        on.insert("type".to_owned(), json!(["string", "null"]));
    }
    schema
}

/// The schema of `wording.toml`: what [`Wording::read`](crate::Wording::read) takes.
#[must_use]
pub fn of_wording() -> Value {
    document(
        "An adviser's wording of a guidance pack",
        "wording",
        &shape_of_wording(),
    )
}

/// The schema of [`Assessment`](crate::Assessment) as it is written in JSON, word for word as the file
/// `schema/assessment.schema.json`.
pub const OF_ASSESSMENT: &str = include_str!("../schema/assessment.schema.json");

fn document(title: &str, path: &str, shape: &Shape) -> Value {
    let mut schema = table(path, shape);
    schema.insert("$schema".to_owned(), DIALECT.into());
    schema.insert("title".to_owned(), title.into());
    let text = Value::Object(schema.clone()).to_string();
    let mut definitions = Map::new();
    for (name, definition) in [
        ("answer", answer()),
        ("answers", answers()),
        ("condition", condition()),
        ("due", due()),
    ] {
        let used = format!("#/definitions/{name}\"");
        if text.contains(&used) || (name == "answer" && text.contains("#/definitions/answers\"")) {
            definitions.insert(name.to_owned(), definition);
        }
    }
    if !definitions.is_empty() {
        schema.insert("definitions".to_owned(), definitions.into());
    }
    Value::Object(schema)
}

/// The schema of the table at a path.
fn table(path: &str, shape: &Shape) -> Map<String, Value> {
    let mut properties = Map::new();
    let mut required: Vec<&str> = Vec::new();
    let mut others = json!(false);
    for ask in shape.0.get(path).map_or(&[] as &[Ask], Vec::as_slice) {
        let mut of = value(path, ask, shape);
        if ask.key == Shape::OTHERS {
            others = of.into();
            continue;
        }
        if let Some(says) = says::says(path, ask.key) {
            of.insert("description".to_owned(), says.into());
        }
        if ask.required {
            required.push(ask.key);
        }
        properties.insert(ask.key.to_owned(), of.into());
    }
    let mut schema = Map::new();
    schema.insert("type".to_owned(), "object".into());
    schema.insert("properties".to_owned(), properties.into());
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
    schema.insert("additionalProperties".to_owned(), others);
    schema
}

/// The schema of what stands behind a key.
fn value(path: &str, ask: &Ask, shape: &Shape) -> Map<String, Value> {
    let within = format!("{path}.{}", ask.key);
    let of = match &ask.takes {
        Takes::Any => json!({}),
        Takes::Format => json!({ "const": 1 }),
        Takes::Text if ask.required => {
            json!({ "type": "string", "pattern": "\\S", "maxLength": limits::TEXT })
        }
        Takes::Text => json!({ "type": "string", "maxLength": limits::TEXT }),
        Takes::Id => json!({ "type": "string", "pattern": ID, "maxLength": limits::ID }),
        Takes::Texts => list(json!({ "type": "string", "maxLength": limits::TEXT })),
        Takes::Ids => list(json!({ "type": "string", "pattern": ID, "maxLength": limits::ID })),
        Takes::YesNo => json!({ "type": "boolean" }),
        Takes::Date => json!({ "type": "string", "format": "date" }),
        Takes::Word(words) => json!({ "enum": words }),
        Takes::Words(words) => list(json!({ "enum": words })),
        Takes::Shown(kinds) => list(json!({
            "type": "string", "pattern": format!("^({}):[a-z0-9]+(-[a-z0-9]+)*$", kinds.join("|")),
        })),
        Takes::Due => json!({ "$ref": "#/definitions/due" }),
        Takes::Condition => json!({ "$ref": "#/definitions/condition" }),
        Takes::Answer => json!({ "$ref": "#/definitions/answer" }),
        Takes::Answers => json!({ "$ref": "#/definitions/answers" }),
        Takes::Table => Value::Object(table(&within, shape)),
        Takes::Tables => list(Value::Object(table(&within, shape))),
    };
    match of {
        // Editors that keep to the letter of this dialect read nothing beside a `$ref`.
        Value::Object(of) if of.contains_key("$ref") => {
            Map::from_iter([("allOf".to_owned(), json!([of]))])
        }
        Value::Object(of) => of,
        _ => Map::new(),
    }
}

fn list(of: Value) -> Value {
    json!({ "type": "array", "items": of, "maxItems": limits::ITEMS })
}

fn answer() -> Value {
    json!({
        "description": "\"yes\", \"no\", \"not-known\", or one of the fact's named choices.",
        "type": "string", "pattern": "^\\s*[a-z0-9]+(-[a-z0-9]+)*\\s*$",
    })
}

fn answers() -> Value {
    json!({
        "description": "Answers, by the id of the fact.",
        "type": "object", "additionalProperties": { "$ref": "#/definitions/answer" },
    })
}

fn due() -> Value {
    let number = json!({ "type": "integer", "minimum": 1, "maximum": u16::MAX });
    let units: Map<String, Value> = DUE_UNITS
        .iter()
        .map(|unit| ((*unit).to_owned(), number.clone()))
        .collect();
    json!({
        "description": "By when.",
        "oneOf": [
            { "enum": DUE_WORDS },
            { "type": "object", "properties": units, "additionalProperties": false,
              "minProperties": 1, "maxProperties": 1 },
        ],
    })
}

fn condition() -> Value {
    let within = json!({ "$ref": "#/definitions/condition" });
    let several =
        json!({ "type": "array", "items": within, "minItems": 1, "maxItems": limits::CONDITIONS });
    let known = Part::WORDS.iter().filter(|word| **word != "not-known");
    let text = json!({ "type": "string", "pattern": ID, "not": { "const": "not-known" } });
    let form = |keys: &[(&str, Value)], says: &str| {
        let properties: Map<String, Value> = keys
            .iter()
            .map(|(key, of)| ((*key).to_owned(), of.clone()))
            .collect();
        let required: Vec<&str> = keys.iter().map(|(key, _)| *key).collect();
        json!({ "type": "object", "description": says, "properties": properties,
            "required": required, "additionalProperties": false })
    };
    let mut forms = vec![json!({ "const": "always", "description": "Met in every situation." })];
    for name in FORMS {
        forms.push(match name {
            "fact" => form(
                &[
                    ("fact", json!({ "type": "string", "pattern": ID })),
                    ("is", json!({ "oneOf": [text, { "type": "array", "items": text, "minItems": 1 }] })),
                ],
                "The fact has this answer, or one of these.",
            ),
            "part" => form(
                &[("part", json!({ "enum": known.clone().collect::<Vec<_>>() }))],
                "The child has this part. Only inside any-child or every-child.",
            ),
            "not" => form(&[("not", within.clone())], "It is not met."),
            "all" => form(&[("all", several.clone())], "All of them are met."),
            "any" => form(&[("any", several.clone())], "At least one of them is met."),
            "at-least" => form(
                &[
                    ("at-least", json!({ "type": "integer", "minimum": 1 })),
                    ("of", several.clone()),
                ],
                "At least so many of them are met.",
            ),
            "any-child" => form(
                &[("any-child", within.clone())],
                "Met for at least one child involved.",
            ),
            "every-child" => form(
                &[("every-child", within.clone())],
                "Met for every child involved.",
            ),
            // `is` stands with `fact`.
            _ => continue,
        });
    }
    json!({ "description": "When the rule is met.", "oneOf": forms })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;
    use std::path::Path;

    fn pretty(schema: &Value) -> String {
        let mut text = serde_json::to_string_pretty(schema).unwrap();
        text.push('\n');
        text
    }

    fn of_assessment() -> Value {
        let settings = schemars::generate::SchemaSettings::draft07().for_serialize();
        let schema = settings
            .into_generator()
            .into_root_schema_for::<crate::Assessment>();
        schema.to_value()
    }

    /// Every written schema, by its file's name.
    fn all() -> Vec<(String, Value)> {
        let mut all: Vec<(String, Value)> = of_pack_files()
            .into_iter()
            .map(|(name, schema)| {
                let name = name.trim_end_matches(".toml");
                (format!("pack-{name}.schema.json"), schema)
            })
            .collect();
        all.push(("wording.schema.json".to_owned(), of_wording()));
        all.push(("situation.schema.json".to_owned(), of_facts()));
        all.push(("assessment.schema.json".to_owned(), of_assessment()));
        all
    }

    #[test]
    fn the_written_schemas_are_what_the_code_says() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema");
        if option_env!("LEEWARD_BLESS").is_some() {
            for (name, schema) in all() {
                std::fs::write(folder.join(name), pretty(&schema)).unwrap();
            }
        }
        let mut written: Vec<String> = std::fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        written.sort();
        let mut made: Vec<String> = all().into_iter().map(|(name, _)| name).collect();
        made.sort();
        assert_eq!(written, made);
        for (name, schema) in all() {
            let text = std::fs::read_to_string(folder.join(&name)).unwrap();
            assert!(
                text == pretty(&schema),
                "{name} is not what the code says; write it again with LEEWARD_BLESS=1 cargo test -p guidance"
            );
        }
    }

    #[test]
    fn every_condition_form_the_reader_knows_is_in_the_schema() {
        let text = condition().to_string();
        for form in FORMS {
            assert!(text.contains(&format!("\"{form}\":")), "{form}");
        }
    }
}
