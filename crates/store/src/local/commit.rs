//! From a draft to a version: staged whole, made durable, renamed in.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
    sync::atomic::Ordering,
};

use super::{
    draft::{Shared, State},
    durable,
    file::{failed, make_folder},
    object::{DECLARATION, DECLARED, Object},
    recovery,
};
use crate::{
    digest::Fixity,
    error::StoreError,
    inventory::{self, Inventory, UserBlock, VersionBlock},
    path,
    store::{Committed, Message},
};

/// How often to make the folders above a new object again when another process takes them away as empty.
const TRIES: usize = 100;

pub(super) fn commit(shared: &Shared, about: &Message) -> Result<Committed, StoreError> {
    let open = shared.sinks.load(Ordering::Acquire);
    if open > 0 {
        return Err(StoreError::Unfinished { id: shared.id.clone(), open });
    }
    let mut state = shared.state();
    match &shared.base {
        Some(object) if unchanged(object, &state) => {
            return Ok(Committed { version: object.inventory.head, changed: false });
        }
        None if state.files.is_empty() => return Err(StoreError::Empty { id: shared.id.clone() }),
        _ => {}
    }
    let now = Object::load(&shared.root, &shared.id)?.map(|object| object.digest);
    if now != shared.base.as_ref().map(|object| object.digest) {
        return Err(StoreError::Overtaken { id: shared.id.clone() });
    }
    stage(shared, &mut state, about)?;
    let staging = &shared.claim.folder;
    durable::tree(staging, shared.claim.witness())?;
    // The staging must be found again after a power cut: its own name too is on the disk before the object is touched.
    durable::folder(&shared.root.staging())?;
    durable::folder(&shared.root.extensions())?;
    shared.at(Point::Staged)?;
    shared.claim.commit_begins();
    match &shared.base {
        None => bring_object_in(shared)?,
        Some(object) => bring_version_in(shared, object)?,
    }
    shared.claim.commit_ends();
    shared.at(Point::Done)?;
    Ok(Committed { version: shared.version, changed: true })
}

/// Where a test can stop a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Point {
    /// The staging is whole and durable.
    Staged,
    /// The folders above a new object are made.
    Parents,
    /// A new object is in its place.
    ObjectIn,
    /// The version's folder is in the object.
    VersionIn,
    /// The object's inventory is the new one, its digest file is not.
    InventoryIn,
    /// Both are.
    SidecarIn,
    /// All is durable, the staging is still there.
    Done,
}

impl Shared {
    #[cfg(not(test))]
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "tests stop here")]
    fn at(&self, _: Point) -> Result<(), StoreError> {
        Ok(())
    }

    #[cfg(test)]
    fn at(&self, point: Point) -> Result<(), StoreError> {
        if *self.root.stop.lock().unwrap() == Some(point) {
            self.claim.abandoned.store(true, Ordering::Relaxed);
            return Err(StoreError::Stopped);
        }
        Ok(())
    }
}

fn unchanged(object: &Object, state: &State) -> bool {
    let now = state.files.iter().map(|(path, &digest)| (path.as_str(), digest));
    object.inventory.state(object.inventory.head).is_some_and(|before| before.into_iter().eq(now))
}

/// Lays the version's folder out in the staging, as `object/vN`, with all that goes beside it.
fn stage(shared: &Shared, state: &mut State, about: &Message) -> Result<(), StoreError> {
    let staging = &shared.claim.folder;
    let object = staging.join("object");
    let version = object.join(shared.version.to_string());
    make(&version)?;
    let mut next = match &shared.base {
        Some(object) => object.inventory.clone(),
        None => Inventory::new(&shared.id),
    };
    next.head = shared.version;
    place_files(shared, state, &object, &mut next)?;
    add_fixity(state, &mut next);
    next.versions.insert(shared.version, block(state, about));

    let bytes = next.to_bytes();
    let sidecar = inventory::sidecar(&bytes);
    // For a new object its own copy is staged in it; for the next version beside it, to be renamed over the old one.
    let beside = if shared.base.is_none() { &object } else { staging };
    for folder in [&version, beside] {
        put(&folder.join(inventory::NAME), &bytes)?;
        put(&folder.join(inventory::SIDECAR), sidecar.as_bytes())?;
    }
    if shared.base.is_none() {
        put(&object.join(DECLARATION), DECLARED.as_bytes())?;
    }
    Ok(())
}

/// Moves what was written, and is not held already, below `content/`; the rest is removed.
fn place_files(
    shared: &Shared,
    state: &mut State,
    object: &Path,
    next: &mut Inventory,
) -> Result<(), StoreError> {
    let content = format!("{}/{}", shared.version, next.content_directory());
    let mut folders = BTreeSet::new();
    for (logical, staged) in std::mem::take(&mut state.staged) {
        if next.manifest.contains_key(&staged.stored.sha512) {
            continue;
        }
        let wanted = format!("{content}/{}", path::content_path(&logical));
        let (path, target) = free(object, &wanted);
        if let Some(folder) = target.parent().filter(|folder| !folders.contains(*folder)) {
            make(folder)?;
            folders.insert(folder.to_owned());
        }
        fs::rename(&staged.place, &target).map_err(failed(&target, "moving the staged file"))?;
        next.manifest.insert(staged.stored.sha512, vec![path]);
    }
    let rest = shared.claim.folder.join("files");
    fs::remove_dir_all(&rest).map_err(failed(&rest, "emptying the staging folder"))
}

/// The content path, with a number where a disk that knows no upper and lower case has it taken.
fn free(object: &Path, wanted: &str) -> (String, PathBuf) {
    let mut path = wanted.to_owned();
    let mut number = 2;
    loop {
        let target = object.join(&path);
        if target.symlink_metadata().is_err() {
            return (path, target);
        }
        path = format!("{wanted}~{number}");
        number += 1;
    }
}

fn add_fixity(state: &State, next: &mut Inventory) {
    for kind in Fixity::ALL {
        let of_kind = state.fixity.iter().filter(|((_, of), _)| *of == kind);
        let new: BTreeMap<String, &String> = of_kind
            .filter_map(|((logical, _), digest)| {
                let content = next.content(*state.files.get(logical)?)?;
                Some((content.to_owned(), digest))
            })
            .collect();
        if new.is_empty() {
            continue;
        }
        let digests = next.fixity.entry(kind.name().to_owned()).or_default();
        // One file has one digest of a kind.
        digests.retain(|_, paths| {
            paths.retain(|path| !new.contains_key(path));
            !paths.is_empty()
        });
        for (content, digest) in new {
            digests.entry(digest.clone()).or_default().push(content);
        }
    }
}

fn block(state: &State, about: &Message) -> VersionBlock {
    let mut block = VersionBlock {
        created: about.created.to_string(),
        message: Some(about.text.clone()),
        state: BTreeMap::new(),
        user: Some(UserBlock { name: about.user.name.clone(), address: about.user.address.clone() }),
    };
    for (path, &digest) in &state.files {
        block.state.entry(digest).or_default().push(path.clone());
    }
    block
}

fn bring_object_in(shared: &Shared) -> Result<(), StoreError> {
    let staged = shared.claim.folder.join("object");
    let object = shared.root.object_folder(&shared.id);
    let parents: Vec<_> = object
        .ancestors()
        .skip(1)
        .take_while(|folder| *folder != shared.root.folder)
        .map(Path::to_owned)
        .collect();
    for _ in 0..TRIES {
        // Another process takes folders away as empty, left by a dead one, in the moment before ours is in them.
        if let Some(parent) = parents.first()
            && !make_folder(parent)?
        {
            continue;
        }
        shared.at(Point::Parents)?;
        match fs::rename(&staged, &object) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => continue,
            done => done.map_err(failed(&object, "putting the object in place"))?,
        }
        shared.at(Point::ObjectIn)?;
        // From the object upwards, and the root last: it names the first of them.
        return parents
            .iter()
            .try_for_each(|folder| durable::folder(folder))
            .and_then(|()| durable::folder(&shared.root.folder));
    }
    recovery::remove_empty_parents(&shared.root, &object);
    let gone = io::Error::from(io::ErrorKind::NotFound);
    Err(failed(&object, "putting the object in place")(gone))
}

fn bring_version_in(shared: &Shared, object: &Object) -> Result<(), StoreError> {
    let staging = &shared.claim.folder;
    let name = shared.version.to_string();
    let place = object.folder.join(&name);
    fs::rename(staging.join("object").join(&name), &place)
        .map_err(failed(&place, "putting the version in place"))?;
    shared.at(Point::VersionIn)?;
    // An inventory must never name a version that is not there: the folder is on the disk before it is.
    durable::folder(&object.folder)?;
    for (name, point) in [(inventory::NAME, Point::InventoryIn), (inventory::SIDECAR, Point::SidecarIn)] {
        let place = object.folder.join(name);
        fs::rename(staging.join(name), &place).map_err(failed(&place, "putting the inventory in place"))?;
        shared.at(point)?;
    }
    durable::folder(&object.folder)
}

fn make(folder: &Path) -> Result<(), StoreError> {
    fs::create_dir_all(folder).map_err(failed(folder, "making the folder"))
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    fs::write(path, bytes).map_err(failed(path, "writing"))
}
