//! Everything but the store, made again from the store.

use bumba_model::Ark;

use crate::{
    register::register,
    rooms::{IngestError, Rooms},
    work::derive_job,
};

/// What a rebuild found.
#[derive(Debug, Default)]
pub struct Rebuilt {
    /// Objects that are in the catalogue again.
    pub objects: u64,
    /// What could not be read, in words. It stands in the store as it is.
    pub problems: Vec<String>,
}

/// Makes the catalogue again: the same records, whatever stood there.
///
/// # Errors
/// Where the catalogue cannot be written, or the store's root not be read.
pub async fn rebuild_catalogue(rooms: &Rooms) -> Result<Rebuilt, IngestError> {
    rooms.catalogue.forget_records().await?;
    let mut rebuilt = Rebuilt::default();
    for id in identifiers(rooms, &mut rebuilt).await? {
        match register(rooms, &id, None).await {
            Ok(_) => rebuilt.objects += 1,
            Err(IngestError::Catalogue(error)) => return Err(error.into()),
            Err(error) => rebuilt.problems.push(error.to_string()),
        }
    }
    Ok(rebuilt)
}

/// Forgets what was derived and asks for all of it again.
///
/// # Errors
/// Where the place for derivatives cannot be emptied, or the catalogue says no.
pub async fn rebuild_derived(rooms: &Rooms) -> Result<Rebuilt, IngestError> {
    rooms.derived.clear()?;
    let mut rebuilt = Rebuilt::default();
    for id in identifiers(rooms, &mut rebuilt).await? {
        rooms.catalogue.enqueue(derive_job(&id), (rooms.now)()).await?;
        rebuilt.objects += 1;
    }
    Ok(rebuilt)
}

/// Every identifier in the store, in order: a rebuild is the same each time.
async fn identifiers(rooms: &Rooms, rebuilt: &mut Rebuilt) -> Result<Vec<Ark>, IngestError> {
    let store = rooms.store.clone();
    let found = tokio::task::spawn_blocking(move || -> Result<_, IngestError> {
        Ok(store.ids()?.collect::<Vec<_>>())
    });
    let mut ids = Vec::new();
    for id in found.await.map_err(std::io::Error::other)?? {
        match id
            .map_err(|error| error.to_string())
            .and_then(|id| id.parse::<Ark>().map_err(|error| error.to_string()))
        {
            Ok(id) => ids.push(id),
            Err(problem) => rebuilt.problems.push(problem),
        }
    }
    ids.sort();
    Ok(ids)
}
