//! What can be made again from the store: a pyramid for each page, peaks for each sound.

use std::io;

use bumba_audio::PeakSpec;
use bumba_imaging::PyramidOptions;
use bumba_model::{Ark, File, Item, Role, What};
use bumba_store::{Derived, Reader};

use crate::{
    register::stored,
    rooms::{IngestError, Rooms},
};

/// The key of a page's pyramid.
#[must_use]
pub fn pyramid_key(id: &Ark, file: u32) -> String {
    format!("{}/f{file}.tif", id.segment())
}

/// The key of a sound's peaks.
#[must_use]
pub fn peaks_key(id: &Ark, file: u32) -> String {
    format!("{}/f{file}.dat", id.segment())
}

/// Makes what is missing of an item, or was made from other bytes.
///
/// # Errors
/// Where the store or the place for derivatives says no. A file that cannot be shown is passed over: its fault stands
/// in its record.
pub fn derive(rooms: &Rooms, id: &Ark) -> Result<(), IngestError> {
    let Some(stored) = stored(rooms.store.as_ref(), &id.to_string())? else { return Ok(()) };
    let What::Item(item) = stored.object.what else { return Ok(()) };
    for file in shown_files(&item) {
        if file.technical.width.is_some() {
            let key = pyramid_key(id, file.n);
            make(rooms, id, file, &key, |mut source, sink| {
                bumba_imaging::write_pyramid(&mut source, sink, &PyramidOptions::default())
                    .map(|_| ())
                    .map_err(io::Error::other)
            })?;
        } else if file.technical.seconds.is_some() {
            let key = peaks_key(id, file.n);
            make(rooms, id, file, &key, |source, sink| {
                let peaks = bumba_audio::peaks(source, PeakSpec::default()).map_err(io::Error::other)?;
                peaks.value.write_dat(&mut io::BufWriter::new(sink)).map_err(io::Error::other)
            })?;
        }
    }
    Ok(())
}

/// Keeps peaks that were measured while the file came in.
pub(crate) fn keep_peaks(derived: &dyn Derived, id: &Ark, file: &File, dat: &[u8]) -> io::Result<()> {
    let mut sink = derived.create(&peaks_key(id, file.n), &file.digests.sha512)?;
    io::Write::write_all(&mut sink, dat)?;
    sink.finish()
}

fn shown_files(item: &Item) -> impl Iterator<Item = &File> {
    let on_a_canvas = |file: &File| item.placements.iter().any(|placement| placement.file == file.n);
    item.files.iter().filter(move |file| on_a_canvas(file) || file.role == Role::Carrier)
}

fn make(
    rooms: &Rooms,
    id: &Ark,
    file: &File,
    key: &str,
    work: impl FnOnce(Reader, &mut dyn bumba_store::DerivedSink) -> io::Result<()>,
) -> Result<(), IngestError> {
    if rooms.derived.made_of(key)?.as_deref() == Some(file.digests.sha512.as_str()) {
        return Ok(());
    }
    let source = Reader::new(rooms.store.open(&id.to_string(), &file.path)?);
    let mut sink = rooms.derived.create(key, &file.digests.sha512)?;
    match work(source, &mut *sink) {
        Ok(()) => Ok(sink.finish()?),
        Err(error) if rooms.derived.is_full(&error) => Err(error.into()),
        Err(error) => {
            tracing::warn!("{id} {}: not made ready for the site: {error}", file.path);
            Ok(())
        }
    }
}
