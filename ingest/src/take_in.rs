//! One item's files into a draft of the store: each source read once.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use bumba_model::{Digests, Item};
use bumba_store::{Draft, Fixity, StoreError};

use crate::{
    measure::{self, Measured},
    pass::{PassError, Passed, keeps, pass},
    plan::{PlannedFile, PlannedItem, empty},
    problem::{Problem, unreadable},
    progress::Progress,
    rooms::IngestError,
    source::Sources,
    tables::Action,
};

/// What became of one file.
#[derive(Debug)]
pub enum Taken {
    /// It is in the draft.
    In(Box<Measured>),
    /// The same bytes stand in the object already.
    Held,
    /// It stays outside.
    Refused(Problem),
}

/// Takes the files of an item into a draft, several at once. In the order of the plan: what became of each.
///
/// # Errors
/// Where the draft cannot be written (a full disk), or work is to stop. The draft is then to be dropped.
pub fn take_in(
    planned: &PlannedItem,
    held: Option<&Item>,
    draft: &dyn Draft,
    sources: &dyn Sources,
    progress: &dyn Progress,
) -> Result<Vec<Taken>, IngestError> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<Option<Result<Taken, IngestError>>>> =
        Mutex::new((0..planned.files.len()).map(|_| None).collect());
    let workers =
        thread::available_parallelism().map_or(2, usize::from).clamp(1, 8).min(planned.files.len().max(1));
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(file) = planned.files.get(at) else { return };
                    let taken = take_one(file, planned.action, held, draft, sources, progress);
                    let stop = taken.is_err();
                    done.lock().unwrap_or_else(std::sync::PoisonError::into_inner)[at] = Some(taken);
                    if stop {
                        next.store(planned.files.len(), Ordering::Relaxed);
                        return;
                    }
                    progress.file();
                }
            });
        }
    });
    let done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    // A file that nobody came to stands after the error that stopped the others.
    let mut taken = Vec::with_capacity(done.len());
    let mut unreached = false;
    for one in done {
        match one {
            Some(Ok(one)) => taken.push(one),
            Some(Err(error)) => return Err(error),
            None => unreached = true,
        }
    }
    if unreached { Err(IngestError::Interrupted) } else { Ok(taken) }
}

fn take_one(
    file: &PlannedFile,
    action: Action,
    held: Option<&Item>,
    draft: &dyn Draft,
    sources: &dyn Sources,
    progress: &dyn Progress,
) -> Result<Taken, IngestError> {
    let known = held.and_then(|item| item.files.iter().find(|known| known.path == file.path));
    let compare_only = known.is_some() && action != Action::Replace;
    let mut source = match sources.open(&file.source) {
        Ok(source) => source,
        Err(error) => return Ok(Taken::Refused(unreadable(&file.shown, &error))),
    };
    let mut sink = if compare_only { None } else { Some(draft.create(&file.path)?) };
    let into = sink.as_mut().map(|sink| sink as &mut (dyn std::io::Write + Send));
    let passed = match pass(source.as_mut(), into, &file.expected, !compare_only, progress) {
        Ok(passed) => passed,
        Err(PassError::Read(error)) => return Ok(Taken::Refused(unreadable(&file.shown, &error))),
        Err(PassError::Write(error)) => {
            return Err(not_written(file, StoreError::from_io(&file.path, "writing to the draft", error)));
        }
        Err(PassError::Stopped) => return Err(IngestError::Interrupted),
    };
    if passed.bytes == 0 {
        return Ok(Taken::Refused(empty(&file.shown)));
    }
    let sha512 = passed.sha512.clone().unwrap_or_default();
    if let Some(sink) = sink {
        return kept(file, passed, sink, draft, known.map(|known| known.digests.sha512.as_str()));
    }
    if let Some(refused) = broken_promise(file, &passed) {
        return Ok(Taken::Refused(refused));
    }
    let same = known.is_some_and(|known| known.digests.sha512 == sha512);
    Ok(if same { Taken::Held } else { Taken::Refused(changed_source(file)) })
}

/// The copy could not be made: the batch stops, and says at which file.
fn not_written(file: &PlannedFile, why: StoreError) -> IngestError {
    IngestError::NotWritten { file: file.shown.clone(), why }
}

/// What a file would be, with nothing written: held already, changed, or not as its checksum promises.
///
/// # Errors
/// Where work is to stop.
pub(crate) fn rehearse(
    file: &PlannedFile,
    action: Action,
    held: Option<&Item>,
    sources: &dyn Sources,
    progress: &dyn Progress,
) -> Result<Rehearsed, IngestError> {
    let known = held.and_then(|item| item.files.iter().find(|known| known.path == file.path));
    if known.is_none() && file.expected.is_empty() {
        // Nothing to compare it with: it is not read twice.
        return Ok(Rehearsed::New);
    }
    let mut source = match sources.open(&file.source) {
        Ok(source) => source,
        Err(error) => return Ok(Rehearsed::Refused(unreadable(&file.shown, &error))),
    };
    let passed = match pass(source.as_mut(), None, &file.expected, false, progress) {
        Ok(passed) => passed,
        Err(PassError::Read(error) | PassError::Write(error)) => {
            return Ok(Rehearsed::Refused(unreadable(&file.shown, &error)));
        }
        Err(PassError::Stopped) => return Err(IngestError::Interrupted),
    };
    let sha512 = passed.sha512.clone().unwrap_or_default();
    Ok(match (broken_promise(file, &passed), known) {
        (Some(refused), _) => Rehearsed::Refused(refused),
        (None, None) => Rehearsed::New,
        (None, Some(known)) if known.digests.sha512 == sha512 => Rehearsed::Held,
        (None, Some(_)) if action == Action::Replace => Rehearsed::Replaces,
        (None, Some(_)) => Rehearsed::Refused(changed_source(file)),
    })
}

/// What would become of a file.
pub(crate) enum Rehearsed {
    New,
    Held,
    Replaces,
    Refused(Problem),
}

fn changed_source(file: &PlannedFile) -> Problem {
    let why = "is not the file that is held under this name. If it is meant to take its place, use --into or action=replace: \
               it becomes a new version, and the old one stays.";
    Problem::refused(&file.shown, "changed-source", why)
}

fn kept(
    file: &PlannedFile,
    passed: Passed,
    sink: Box<dyn bumba_store::Sink>,
    draft: &dyn Draft,
    known: Option<&str>,
) -> Result<Taken, IngestError> {
    // A sink that is not finished leaves nothing, and what is held under this name stays.
    if let Some(refused) = broken_promise(file, &passed) {
        return Ok(Taken::Refused(refused));
    }
    let stored = sink.finish().map_err(|error| not_written(file, error))?;
    let sha512 = stored.sha512.to_string();
    if known == Some(sha512.as_str()) {
        return Ok(Taken::Held);
    }
    let digests = Digests {
        sha512,
        sha256: passed.sha256.clone().unwrap_or_default(),
        md5: passed.md5.clone().unwrap_or_default(),
        ..Digests::default()
    };
    for (kind, digest) in [(Fixity::Sha256, &digests.sha256), (Fixity::Md5, &digests.md5)] {
        if !digest.is_empty() {
            draft.fixity(&file.path, kind, digest)?;
        }
    }
    let measured = measure::measure(file, passed, digests, draft)?;
    Ok(Taken::In(Box::new(measured)))
}

/// The refusal, where a checksum beside the file is not that of its bytes.
fn broken_promise(file: &PlannedFile, passed: &Passed) -> Option<Problem> {
    let broken = file.expected.iter().find(|one| !keeps(one, passed))?;
    let why = format!(
        "does not have the checksum that {} promises ({}). It was changed or damaged on its way: copy it again from where it came.",
        broken.listed_in, broken.hex
    );
    Some(Problem::refused(&file.shown, "checksum-mismatch", why))
}
