//! A record and what the tables hold of it.

use std::collections::BTreeSet;

use bumba_catalogue::{CatalogueError, Held, Seq};
use bumba_model::{Object, What};
use serde::Serialize;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

/// The row of an object, made before the transaction begins.
pub(crate) struct Record {
    pub json: String,
    pub name: String,
    pub merged_into: Option<String>,
    pub title: String,
    pub rules: String,
    pub files: i64,
    pub canvases: i64,
    pub bytes: i64,
    pub seconds: f64,
    /// Authority and role.
    pub ties: BTreeSet<(String, String)>,
}

impl Record {
    /// # Errors
    /// [`CatalogueError::Record`] for what could not be read back: a time that is not a number.
    pub(crate) fn of(object: &Object) -> Result<Self, CatalogueError> {
        let unreadable = |why: serde_json::Error| CatalogueError::Record {
            id: object.id.to_string(),
            why: why.to_string(),
        };
        let value = serde_json::to_value(object).map_err(unreadable)?;
        let mut ties = BTreeSet::new();
        collect_ties(&value, "", &mut ties);
        let json = sorted(value);
        serde_json::from_str::<Object>(&json).map_err(unreadable)?;

        let (files, canvases) = object
            .item()
            .map_or((&[][..], &[][..]), |item| (item.files.as_slice(), item.canvases.as_slice()));
        let bytes = files.iter().fold(0_u64, |sum, file| sum.saturating_add(file.bytes));
        Ok(Self {
            json,
            name: name(object).to_owned(),
            merged_into: match &object.what {
                What::Authority(authority) => authority.merged_into.as_ref().map(ToString::to_string),
                _ => None,
            },
            title: canonical(&object.titles()).map_err(unreadable)?,
            rules: canonical(&object.rights().map_or(&[][..], |rights| &rights.rules)).map_err(unreadable)?,
            files: count(files.len()),
            canvases: count(canvases.len()),
            bytes: i64::try_from(bytes).unwrap_or(i64::MAX),
            seconds: canvases.iter().filter_map(|canvas| canvas.seconds).filter(|s| s.is_finite()).sum(),
            ties,
        })
    }
}

/// The slug, or the name in a folder or table.
fn name(object: &Object) -> &str {
    match &object.what {
        What::Item(item) => &item.local_id,
        What::Collection(collection) => &collection.slug,
        What::Exhibit(exhibit) => &exhibit.slug,
        What::Authority(authority) => &authority.local_id,
        What::Performance(_) => "",
    }
}

/// Every `authority` and `work` in a record, with the role beside it, or the name of the field it stands in.
fn collect_ties(value: &Value, field: &str, ties: &mut BTreeSet<(String, String)>) {
    match value {
        Value::Array(values) => {
            for value in values {
                collect_ties(value, field, ties);
            }
        }
        Value::Object(fields) => {
            let role = fields.get("role").and_then(Value::as_str).filter(|role| !role.is_empty());
            for (name, value) in fields {
                match (name.as_str(), value) {
                    ("authority", Value::String(ark)) => {
                        ties.insert((ark.clone(), role.unwrap_or(field).to_owned()));
                    }
                    ("work", Value::String(ark)) => {
                        ties.insert((ark.clone(), name.clone()));
                    }
                    _ => collect_ties(value, name, ties),
                }
            }
        }
        _ => {}
    }
}

/// JSON whose keys stand in order, so that the same is the same bytes.
pub(crate) fn canonical(value: &impl Serialize) -> serde_json::Result<String> {
    serde_json::to_value(value).map(sorted)
}

fn sorted(mut value: Value) -> String {
    value.sort_all_objects();
    value.to_string()
}

/// A name as names are compared: NFC, lower case.
pub(crate) fn folded(name: &str) -> String {
    name.nfc().collect::<String>().to_lowercase().nfc().collect()
}

pub(crate) fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// A row that a record is read back from.
pub(crate) struct HeldRow {
    pub id: String,
    pub json: String,
    pub version: i64,
    pub changed: String,
    pub seq: i64,
}

impl HeldRow {
    pub(crate) fn held(self) -> Result<Held, CatalogueError> {
        let object = serde_json::from_str(&self.json)
            .map_err(|why| CatalogueError::Record { id: self.id, why: why.to_string() })?;
        let version = u32::try_from(self.version).unwrap_or(u32::MAX);
        Ok(Held { object, version, changed: self.changed, seq: Seq(self.seq) })
    }
}
