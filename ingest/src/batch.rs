//! A whole batch: from the plan to items that are in, one after the other.

use std::collections::HashMap;

use bumba_catalogue::{Held, JobId};
use bumba_metadata::CollectionRow;
use bumba_model::{Ark, Authority, Collection, Event, Item, Object, Outcome, What};
use bumba_store::Draft;
use serde::Serialize;

use crate::{
    derive::keep_peaks,
    describe::{NewFile, add_files, overlay},
    objects::{self, append},
    plan::{Plan, PlannedItem},
    problem::{Problem, Weight},
    progress::Progress,
    ranges,
    register::{EVENTS, read, register},
    rooms::{IngestError, Rooms},
    source::Sources,
    tables::Action,
    take_in::{self, Taken, take_in},
    work::{derive_job, register_job},
};

/// What a batch did.
#[derive(Debug, Default, Serialize)]
pub struct Outcomes {
    /// Items that are new or have a new version.
    pub items_in: u64,
    /// Files that went in.
    pub files_in: u64,
    /// Their bytes.
    pub bytes_in: u64,
    /// Files whose bytes were held already.
    pub held_already: u64,
    /// What stayed outside.
    pub refused: Vec<Problem>,
    /// What is kept and marked.
    pub damaged: Vec<Problem>,
    /// What else was noticed.
    pub told: Vec<Problem>,
    /// The items of the batch, in order: new ones, changed ones, and those that were held already.
    pub items: Vec<Ark>,
}

impl Outcomes {
    /// Notes problems by what comes of them.
    pub fn note(&mut self, problems: impl IntoIterator<Item = Problem>) {
        for problem in problems {
            match problem.weight {
                Weight::Refused => self.refused.push(problem),
                Weight::Damaged => self.damaged.push(problem),
                Weight::Told => self.told.push(problem),
            }
        }
    }
}

/// Does what a plan says. Called again, it goes on.
///
/// # Errors
/// Where the store or the catalogue cannot be written: what was committed before stands, and the same call goes on.
pub async fn run(
    rooms: &Rooms,
    plan: Plan,
    sources: std::sync::Arc<dyn Sources>,
    progress: std::sync::Arc<dyn Progress>,
) -> Result<Outcomes, IngestError> {
    let mut outcomes = Outcomes::default();
    outcomes.note(plan.problems);
    let files = || plan.items.iter().flat_map(|item| &item.files);
    progress.begin(files().count() as u64, files().map(|file| file.bytes).sum());
    let mut slugs = HashMap::new();
    for row in plan.collections {
        put_collection(rooms, row, &mut slugs, &mut outcomes).await?;
    }
    for row in plan.authorities {
        put_authority(rooms, row).await?;
    }
    let mut batch = HashMap::new();
    for planned in plan.items {
        if progress.stop() {
            return Err(IngestError::Interrupted);
        }
        let name = planned.name.clone();
        if let Some(ark) =
            one_item(rooms, planned, &slugs, &batch, &sources, &progress, &mut outcomes).await?
        {
            batch.insert(name, ark.clone());
            if !outcomes.items.contains(&ark) {
                outcomes.items.push(ark);
            }
        }
    }
    Ok(outcomes)
}

/// What a plan would do to each file, by its name in the batch. Nothing is written. What is held under the same name, or
/// came with a checksum, is read and compared.
///
/// # Errors
/// Where the catalogue cannot be read, or work is to stop.
pub async fn rehearse(
    rooms: &Rooms,
    plan: &Plan,
    sources: std::sync::Arc<dyn Sources>,
    progress: std::sync::Arc<dyn Progress>,
) -> Result<Rehearsal, IngestError> {
    let mut rehearsal = Rehearsal::default();
    let slugs: HashMap<String, Ark> = HashMap::new();
    let to_come = |name: &String| {
        plan.collections.iter().any(|row| row.collection.slug == *name)
            || plan.items.iter().any(|item| item.name == *name)
    };
    for item in &plan.items {
        let mut item = item.clone();
        if item.part_of.as_ref().is_some_and(to_come)
            && rooms.catalogue.resolve(item.part_of.as_deref().unwrap_or_default()).await?.is_none()
        {
            // It is made by this very batch: nothing can be held in it.
            item.part_of = None;
        }
        let held = match place(rooms, &item, &slugs, &slugs).await? {
            Ok(place) => place.held,
            Err(problem) => {
                rehearsal.problems.push(problem);
                continue;
            }
        };
        let (sources, progress) = (sources.clone(), progress.clone());
        let files =
            tokio::task::spawn_blocking(move || -> Result<Vec<(String, take_in::Rehearsed)>, IngestError> {
                let before = held.as_ref().and_then(|held| held.object.item());
                let one = |file: &crate::plan::PlannedFile| {
                    let would =
                        take_in::rehearse(file, item.action, before, sources.as_ref(), progress.as_ref())?;
                    Ok((file.shown.clone(), would))
                };
                item.files.iter().map(one).collect()
            });
        for (file, would) in files.await.map_err(std::io::Error::other)?? {
            let word = match would {
                take_in::Rehearsed::New => "new",
                take_in::Rehearsed::Held => "held",
                take_in::Rehearsed::Replaces => "replaces",
                take_in::Rehearsed::Refused(problem) => {
                    rehearsal.problems.push(problem);
                    "refused"
                }
            };
            rehearsal.files.insert(file, word);
        }
    }
    Ok(rehearsal)
}

/// What a plan would do.
#[derive(Debug, Default)]
pub struct Rehearsal {
    /// new, held, replaces or refused, by the file's name in the batch.
    pub files: HashMap<String, &'static str>,
    /// What would be refused.
    pub problems: Vec<Problem>,
}

async fn put_collection(
    rooms: &Rooms,
    row: CollectionRow,
    slugs: &mut HashMap<String, Ark>,
    outcomes: &mut Outcomes,
) -> Result<(), IngestError> {
    let known = rooms.catalogue.resolve(&row.collection.slug).await?;
    let part_of = match (row.part_of.as_str(), slugs.get(&row.part_of)) {
        ("", _) => None,
        (_, Some(ark)) => Some(ark.clone()),
        (name, None) => rooms.catalogue.resolve(name).await?,
    };
    if !row.part_of.is_empty() && part_of.is_none() {
        let why = "is no collection here: what is part of it stands at the top";
        outcomes.note([Problem::told(&row.part_of, "no-such-collection", why)]);
    }
    let slug = row.collection.slug.clone();
    let ark = match known {
        Some(ark) => ark,
        None => {
            let ark = rooms.mint().await?;
            let collection = Collection { part_of, ..row.collection };
            let object = Object::new(ark.clone(), What::Collection(collection));
            objects::write(rooms, &object, "creation", "made from a table").await?;
            ark
        }
    };
    slugs.insert(slug, ark);
    Ok(())
}

async fn put_authority(rooms: &Rooms, authority: Authority) -> Result<(), IngestError> {
    match rooms.catalogue.authority_of_table(&authority.local_id).await? {
        Some(ark) => {
            let Some(Held { object, .. }) = rooms.catalogue.get(&ark).await? else { return Ok(()) };
            let (What::Authority(there), id) = (&object.what, object.id.clone()) else { return Ok(()) };
            let mut merged = there.clone();
            merged.names = authority.names.clone();
            merged.names.extend(
                there
                    .names
                    .iter()
                    .filter(|name| {
                        !authority.names.iter().any(|new| new.text == name.text && new.lang == name.lang)
                    })
                    .cloned(),
            );
            if merged != *there {
                let object = Object::new(id, What::Authority(merged));
                objects::write(rooms, &object, "metadata modification", "names from a table").await?;
            }
        }
        None => {
            let object = Object::new(rooms.mint().await?, What::Authority(authority));
            objects::write(rooms, &object, "creation", "made from a table").await?;
        }
    }
    Ok(())
}

/// Asks for the record of a version that is about to be committed, while its draft is still held: whoever finds the job
/// and can take the object's draft knows that the one who asked is gone. Called on a thread that may block.
pub(crate) fn announce(rooms: &Rooms, id: &Ark) -> Result<JobId, IngestError> {
    let asked = rooms.catalogue.enqueue(register_job(id), (rooms.now)());
    Ok(tokio::runtime::Handle::current().block_on(asked)?)
}

/// Where an item goes.
struct Place {
    ark: Ark,
    part_of: Option<Ark>,
    held: Option<Held>,
}

async fn place(
    rooms: &Rooms,
    planned: &PlannedItem,
    slugs: &HashMap<String, Ark>,
    batch: &HashMap<String, Ark>,
) -> Result<Result<Place, Problem>, IngestError> {
    let refused = |code: &str, why: String| Ok(Err(Problem::refused(&planned.name, code, why)));
    if let Some(ark) = &planned.into {
        return match rooms.catalogue.get(ark).await? {
            Some(held) if held.object.item().is_some() => {
                Ok(Ok(Place { ark: ark.clone(), part_of: held.object.part_of().cloned(), held: Some(held) }))
            }
            _ => refused("no-such-item", format!("{ark} is no item here. Look at the identifier once more.")),
        };
    }
    let part_of = match &planned.part_of {
        None => None,
        Some(name) => match slugs.get(name).or_else(|| batch.get(name)) {
            Some(ark) => Some(ark.clone()),
            None => match rooms.catalogue.resolve(name).await {
                Ok(Some(ark)) => Some(ark),
                Ok(None) => {
                    let why = format!(
                        "{name} is no collection here. Make it: bumba collection add {name} --title@en …"
                    );
                    return refused("no-such-collection", why);
                }
                Err(bumba_catalogue::CatalogueError::Name(error)) => {
                    return refused("no-such-collection", error.to_string());
                }
                Err(error) => return Err(error.into()),
            },
        },
    };
    let known = rooms.catalogue.item_named(part_of.as_ref(), &planned.name).await?;
    let held = match &known {
        Some(ark) => rooms.catalogue.get(ark).await?,
        None => None,
    };
    if known.is_none() && planned.action == Action::Describe {
        return refused("no-such-item", "is to be described and is not held. Ingest it first.".to_owned());
    }
    let ark = match known {
        Some(ark) => ark,
        None => rooms.mint().await?,
    };
    Ok(Ok(Place { ark, part_of, held }))
}

async fn one_item(
    rooms: &Rooms,
    planned: PlannedItem,
    slugs: &HashMap<String, Ark>,
    batch: &HashMap<String, Ark>,
    sources: &std::sync::Arc<dyn Sources>,
    progress: &std::sync::Arc<dyn Progress>,
    outcomes: &mut Outcomes,
) -> Result<Option<Ark>, IngestError> {
    let place = match place(rooms, &planned, slugs, batch).await? {
        Ok(place) => place,
        Err(problem) => {
            outcomes.note([problem]);
            return Ok(None);
        }
    };
    if place.held.as_ref().is_some_and(|held| held.object.withdrawn.is_some()) {
        let why = "was withdrawn. Nothing is added to it.";
        outcomes.note([Problem::refused(&planned.name, "withdrawn", why)]);
        return Ok(None);
    }
    let mut described = planned.described.clone();
    if let Some(described) = &mut described {
        link_authorities(rooms, described).await?;
    }
    let ark = place.ark.clone();
    let work = Work {
        rooms: rooms.clone(),
        planned,
        described,
        place,
        sources: sources.clone(),
        progress: progress.clone(),
    };
    let done = tokio::task::spawn_blocking(move || work.run()).await.map_err(std::io::Error::other)??;
    outcomes.files_in += done.files;
    outcomes.bytes_in += done.bytes;
    outcomes.held_already += done.held;
    outcomes.note(done.problems);
    if done.changed {
        outcomes.items_in += 1;
        rooms.catalogue.enqueue(derive_job(&ark), (rooms.now)()).await?;
    }
    if register(rooms, &ark, done.job).await?.is_none() {
        return Ok(None);
    }
    Ok(Some(ark))
}

/// Names that are an authority's become that authority.
async fn link_authorities(rooms: &Rooms, item: &mut Item) -> Result<(), IngestError> {
    for person in item.people.iter_mut().chain(&mut item.works) {
        if person.authority.is_none() {
            person.authority = only(rooms.catalogue.authorities_named(&person.written).await?);
        }
    }
    for place in &mut item.places {
        if place.authority.is_none() {
            place.authority = only(rooms.catalogue.authorities_named(&place.written).await?);
        }
    }
    Ok(())
}

/// A name that two have says nothing.
fn only(mut named: Vec<Ark>) -> Option<Ark> {
    (named.len() == 1).then(|| named.remove(0))
}

struct Work {
    rooms: Rooms,
    planned: PlannedItem,
    described: Option<Item>,
    place: Place,
    sources: std::sync::Arc<dyn Sources>,
    progress: std::sync::Arc<dyn Progress>,
}

#[derive(Default)]
struct Done {
    changed: bool,
    files: u64,
    bytes: u64,
    held: u64,
    problems: Vec<Problem>,
    job: Option<JobId>,
}

/// The file that a table's row is kept in.
const ROW: &str = "submission/row.csv";

impl Work {
    fn run(self) -> Result<Done, IngestError> {
        let id = self.place.ark.to_string();
        let before = self.place.held.as_ref().and_then(|held| held.object.item());
        let draft = self.rooms.store.begin(&id)?;
        let taken =
            take_in(&self.planned, before, draft.as_ref(), self.sources.as_ref(), self.progress.as_ref())?;
        let mut done = Done::default();
        let mut new = Vec::new();
        for (planned, taken) in self.planned.files.iter().zip(taken) {
            match taken {
                Taken::In(measured) => {
                    done.files += 1;
                    done.bytes += measured.bytes;
                    done.problems
                        .extend(measured.faults.iter().map(|fault| Problem::of_fault(&planned.shown, fault)));
                    new.push(NewFile { planned, measured: *measured });
                }
                Taken::Held => done.held += 1,
                Taken::Refused(problem) => done.problems.push(problem),
            }
        }
        let row_changed = self.keep_row(&id, draft.as_ref())?;
        let mut item = before.cloned().unwrap_or_default();
        if before.is_none() {
            item.local_id = self.planned.name.clone();
            item.part_of = self.place.part_of.clone();
        }
        if let (Some(said), true) = (&self.described, before.is_none() || row_changed) {
            overlay(&mut item, said);
        }
        if new.is_empty() && before.is_none() && self.described.is_none() {
            // Every file was refused: there is nothing to keep.
            return Ok(done);
        }
        let peaks: Vec<(String, Vec<u8>)> = new
            .iter_mut()
            .filter_map(|file| Some((file.planned.path.clone(), file.measured.peaks.take()?)))
            .collect();
        let events = self.events(&new, before.is_none());
        add_files(&mut item, new);
        ranges::add(&mut item, &self.planned.ranges);
        if before == Some(&item) {
            return Ok(done);
        }
        let object =
            Object { withdrawn: None, ..Object::new(self.place.ark.clone(), What::Item(Box::new(item))) };
        draft.put(&object.description_path(), &objects::describe(&object))?;
        let mut log = if draft.files().contains_key(EVENTS) {
            read(self.rooms.store.as_ref(), &id, EVENTS)?
        } else {
            Vec::new()
        };
        for event in &events {
            append(&mut log, event);
        }
        draft.put(EVENTS, &log)?;
        let what = if before.is_none() { "taken in" } else { "added to" };
        done.job = Some(announce(&self.rooms, &self.place.ark)?);
        let version = draft.commit(self.rooms.message(format!("{what}: {} files", done.files)))?;
        done.changed = version.changed;
        let item = object.item();
        for (path, dat) in peaks {
            if let Some(file) = item.and_then(|item| item.files.iter().find(|file| file.path == path))
                && let Err(error) = keep_peaks(self.rooms.derived.as_ref(), &self.place.ark, file, &dat)
            {
                tracing::warn!("{path}: its peaks will be made again: {error}");
            }
        }
        Ok(done)
    }

    /// Keeps the table's row in the object; whether it says something else than the one that was kept.
    fn keep_row(&self, id: &str, draft: &dyn Draft) -> Result<bool, IngestError> {
        let Some(row) = &self.planned.row else { return Ok(self.described.is_some()) };
        let there = draft.files().contains_key(ROW);
        if there && read(self.rooms.store.as_ref(), id, ROW)? == row.raw {
            return Ok(false);
        }
        draft.put(ROW, &row.raw)?;
        Ok(true)
    }

    fn events(&self, new: &[NewFile<'_>], first: bool) -> Vec<Event> {
        let at = (self.rooms.now)().to_string();
        let event = |kind: &str, file: &str, outcome, note: String| Event {
            kind: kind.to_owned(),
            at: at.clone(),
            by: self.rooms.by.clone(),
            file: file.to_owned(),
            outcome,
            note,
            ..Event::default()
        };
        let mut events = Vec::new();
        if first || !new.is_empty() {
            let note = format!("{} files from {}", new.len(), self.planned.name);
            events.push(event("ingestion", "", Outcome::Success, note));
        } else {
            events.push(event(
                "metadata modification",
                "",
                Outcome::Success,
                "the table's row changed".to_owned(),
            ));
        }
        for file in new {
            for expected in &file.planned.expected {
                let note = format!("{} is as {} promised", expected.algorithm.as_str(), expected.listed_in);
                events.push(event("fixity check", &file.planned.path, Outcome::Success, note));
            }
            for fault in &file.measured.faults {
                let note = format!("{}: {}", fault.code, fault.message);
                events.push(event("validation", &file.planned.path, Outcome::Warning, note));
            }
        }
        events
    }
}
