//! Changing an object by its description alone: a new version in the store, then its record.

use bumba_catalogue::JobId;
use bumba_model::{Ark, Event, Object, Outcome};

use crate::{
    batch::announce,
    register::{EVENTS, read, register, stored},
    rooms::{IngestError, Rooms},
};

/// Writes an object's description as a new version, with the event that says why.
///
/// # Errors
/// Where the store or the catalogue says no.
pub async fn write(rooms: &Rooms, object: &Object, kind: &str, note: &str) -> Result<(), IngestError> {
    let (rooms_there, object_there) = (rooms.clone(), object.clone());
    let (kind, note) = (kind.to_owned(), note.to_owned());
    let job = tokio::task::spawn_blocking(move || commit(&rooms_there, &object_there, &kind, &note))
        .await
        .map_err(std::io::Error::other)??;
    register(rooms, &object.id, job).await?;
    Ok(())
}

fn commit(rooms: &Rooms, object: &Object, kind: &str, note: &str) -> Result<Option<JobId>, IngestError> {
    let id = object.id.to_string();
    let draft = rooms.store.begin(&id)?;
    let json = describe(object);
    let there = draft.files().contains_key(&object.description_path());
    if there && read(rooms.store.as_ref(), &id, &object.description_path())? == json {
        return Ok(None);
    }
    draft.put(&object.description_path(), &json)?;
    let event = Event {
        kind: kind.to_owned(),
        at: (rooms.now)().to_string(),
        by: rooms.by.clone(),
        outcome: Outcome::Success,
        note: note.to_owned(),
        ..Event::default()
    };
    let mut events = if draft.files().contains_key(EVENTS) {
        read(rooms.store.as_ref(), &id, EVENTS)?
    } else {
        Vec::new()
    };
    append(&mut events, &event);
    draft.put(EVENTS, &events)?;
    let job = announce(rooms, &object.id)?;
    draft.commit(rooms.message(note))?;
    Ok(Some(job))
}

/// A description as it is written: a person reads it in any editor.
pub(crate) fn describe(object: &Object) -> Vec<u8> {
    let value = serde_json::to_value(object).unwrap_or_default();
    let mut json = serde_json::to_vec_pretty(&value).unwrap_or_default();
    json.push(b'\n');
    json
}

/// Adds an event as one line.
pub(crate) fn append(events: &mut Vec<u8>, event: &Event) {
    let value = serde_json::to_value(event).unwrap_or_default();
    events.extend(value.to_string().into_bytes());
    events.push(b'\n');
}

/// The object, as the store has it.
///
/// # Errors
/// Where nothing has this identifier.
pub fn object(rooms: &Rooms, id: &Ark) -> Result<Object, IngestError> {
    let stored = stored(rooms.store.as_ref(), &id.to_string())?;
    Ok(stored.ok_or_else(|| IngestError::NotThere(id.to_string()))?.object)
}
