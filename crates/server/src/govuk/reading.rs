//! Reads component options from JSON the way the design system's own examples write them.
//! For the conformance test only: it knows that a missing part may be `null`, `false` or an empty string,
//! and that a number may stand where text is meant. No page reads its components from JSON.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

fn is_falsy(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(flag) => !flag,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(_) | Value::Object(_) => false,
    }
}

/// Text, or a number or flag written as text.
pub(super) fn scalar<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::Null => None,
        Value::String(text) => Some(text),
        other => Some(other.to_string()),
    })
}

/// As [`scalar`], but zero, false and nothing are all nothing.
pub(super) fn truthy_scalar<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<String>, D::Error> {
    let value = Value::deserialize(from)?;
    if is_falsy(&value) {
        return Ok(None);
    }
    scalar(value).map_err(serde::de::Error::custom)
}

/// A part that may be switched off with a falsy value.
pub(super) fn truthy<'de, D, T>(from: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let value = Value::deserialize(from)?;
    if is_falsy(&value) {
        return Ok(None);
    }
    serde_json::from_value(value)
        .map(Some)
        .map_err(serde::de::Error::custom)
}

/// A list in which falsy members keep their place (ids count them) but show nothing.
pub(super) fn items<'de, D, T>(from: D) -> Result<Vec<Option<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    Vec::<Value>::deserialize(from)?
        .into_iter()
        .map(|value| truthy(value).map_err(serde::de::Error::custom))
        .collect()
}

/// A list of scalars.
pub(super) fn scalars<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let values = Vec::<Value>::deserialize(from)?;
    let mut texts = Vec::with_capacity(values.len());
    for value in values {
        if let Some(text) = scalar(value).map_err(serde::de::Error::custom)? {
            texts.push(text);
        }
    }
    Ok(texts)
}
