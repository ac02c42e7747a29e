//! Words on what `show` and `ingest` say.

use std::collections::BTreeMap;

use serde_json::Value;

/// The codes of a list of problems, in order of the alphabet.
pub fn codes(problems: &Value) -> Vec<String> {
    let code = |problem: &Value| problem["code"].as_str().unwrap().to_owned();
    let mut codes: Vec<_> = problems.as_array().unwrap().iter().map(code).collect();
    codes.sort();
    codes
}

/// The places of an item's files.
pub fn paths(item: &Value) -> Vec<&str> {
    let mut paths: Vec<_> =
        item["files"].as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap()).collect();
    paths.sort_unstable();
    paths
}

/// The file at a place.
#[track_caller]
pub fn file<'a>(item: &'a Value, path: &str) -> &'a Value {
    let files = item["files"].as_array().unwrap();
    files.iter().find(|file| file["path"] == path).unwrap_or_else(|| panic!("no {path} in {:?}", paths(item)))
}

/// An object with every identifier replaced by its name here, and without the times at which things were done.
pub fn plain(object: &Value, names: &BTreeMap<String, String>) -> Value {
    match object {
        Value::Object(map) => {
            let kept = map.iter().filter(|(key, _)| !matches!(key.as_str(), "at" | "changed"));
            Value::Object(kept.map(|(key, value)| (key.clone(), plain(value, names))).collect())
        }
        Value::Array(list) => Value::Array(list.iter().map(|value| plain(value, names)).collect()),
        Value::String(text) => Value::String(names.get(text).unwrap_or(text).clone()),
        other => other.clone(),
    }
}
