//! From the store to the catalogue: the one way, at ingest and at rebuild alike.

use std::io::Read;

use bumba_catalogue::{JobId, Put, Seq};
use bumba_model::{Ark, Event, Line, Object, What};
use bumba_store::{Reader, Store};

use crate::{
    lines::lines_of,
    rooms::{IngestError, Rooms},
};

/// The file that an object's events stand in.
pub(crate) const EVENTS: &str = "events.jsonl";

/// An object as it stands in the store.
pub struct Stored {
    /// What is said of it.
    pub object: Object,
    /// Its version.
    pub version: u32,
    /// When that was made, RFC 3339.
    pub changed: String,
    /// Its events.
    pub events: Vec<Event>,
}

/// Reads an object's description and events; none where the store has no such object.
///
/// # Errors
/// Where the store has it and it cannot be read.
pub fn stored(store: &dyn Store, id: &str) -> Result<Option<Stored>, IngestError> {
    let Some(head) = store.head(id)? else { return Ok(None) };
    let path = ["item.json", "collection.json", "performance.json", "authority.json", "exhibit.json"]
        .into_iter()
        .find(|path| head.files.contains_key(*path));
    let unreadable =
        |path: &str, why: String| IngestError::Description { id: id.to_owned(), path: path.to_owned(), why };
    let Some(path) = path else { return Err(unreadable("description", "there is none".to_owned())) };
    let object: Object = serde_json::from_slice(&read(store, id, path)?)
        .map_err(|error| unreadable(path, error.to_string()))?;
    if object.id.to_string() != id {
        return Err(unreadable(path, format!("it is that of {}", object.id)));
    }
    let events = if head.files.contains_key(EVENTS) { read(store, id, EVENTS)? } else { Vec::new() };
    let events = events
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).map_err(|error| unreadable(EVENTS, error.to_string())))
        .collect::<Result<_, _>>()?;
    Ok(Some(Stored { object, version: head.version.get(), changed: head.created.to_string(), events }))
}

pub(crate) fn read(store: &dyn Store, id: &str, path: &str) -> Result<Vec<u8>, IngestError> {
    let mut bytes = Vec::new();
    Reader::new(store.open(id, path)?).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Puts an object into the catalogue as it stands in the store, and ends the job that asked for it.
///
/// # Errors
/// Where the store or the catalogue says no.
pub async fn register(rooms: &Rooms, id: &Ark, ends: Option<JobId>) -> Result<Option<Seq>, IngestError> {
    let store = rooms.store.clone();
    let name = id.to_string();
    let read = tokio::task::spawn_blocking(move || -> Result<Option<(Stored, Vec<Line>)>, IngestError> {
        let Some(stored) = stored(store.as_ref(), &name)? else { return Ok(None) };
        let lines = match &stored.object.what {
            What::Item(item) => lines_of(store.as_ref(), &name, item)?,
            _ => Vec::new(),
        };
        Ok(Some((stored, lines)))
    });
    let Some((stored, lines)) = read.await.map_err(std::io::Error::other)?? else { return Ok(None) };
    let Stored { object, version, changed, events } = stored;
    Ok(Some(rooms.catalogue.put(Put { object, version, changed, lines, events, ends }).await?))
}
