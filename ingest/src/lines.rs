//! The lines of an item: read from its text files, with their places on its canvases.

use std::{
    collections::{BTreeMap, HashMap, HashSet, hash_map::Entry},
    io::Read,
};

use bumba_model::{Canvas, File, Item, LayerSource, Line, Placement, PlacementStatus, Seconds};
use bumba_store::{Reader, Store};
use bumba_transcript::{Reading, SourceLine};

use crate::{measure::LONGEST_TEXT, rooms::IngestError};

/// All lines of all layers, in the order of layer, canvas and source.
///
/// A file that does not read gives no lines: its fault stands in its record.
pub(crate) fn lines_of(store: &dyn Store, id: &str, item: &Item) -> Result<Vec<Line>, IngestError> {
    let mut readings: HashMap<u32, Option<Reading>> = HashMap::new();
    let mut lines = Vec::new();
    for layer in &item.layers {
        let mut order = 0;
        let mut ids = HashSet::new();
        for source in &layer.sources {
            let Some(file) = item.file(source.file) else { continue };
            let reading = match readings.entry(source.file) {
                Entry::Occupied(there) => there.into_mut(),
                Entry::Vacant(place) => place.insert(read(store, id, item, file, source)?),
            };
            let Some(reading) = reading else { continue };
            let Some(tier) = reading.tiers.iter().find(|tier| tier.name == source.tier) else { continue };
            let fit = Fit::of(item, source, file);
            for line in &tier.lines {
                let base = format!("{}-{}-{}", layer.id, source.canvas, line.id);
                let mut own = base.clone();
                let mut again = 2;
                while !ids.insert(own.clone()) {
                    own = format!("{base}~{again}");
                    again += 1;
                }
                lines.push(fit.line(own, layer.id.clone(), source, order, line));
                order += 1;
            }
        }
    }
    name_parents(item, &mut lines);
    Ok(lines)
}

fn read(
    store: &dyn Store,
    id: &str,
    item: &Item,
    file: &File,
    source: &LayerSource,
) -> Result<Option<Reading>, IngestError> {
    let mut blob = Reader::new(store.open(id, &file.path)?);
    if blob.len() > LONGEST_TEXT {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    blob.read_to_end(&mut bytes)?;
    let Ok(reading) = bumba_transcript::read(&bytes, &file.path) else { return Ok(None) };
    Ok(Some(match item.canvas(&source.canvas) {
        Some((_, Canvas { width: Some(width), height: Some(height), .. })) => {
            reading.scaled_to(*width, *height)
        }
        _ => reading,
    }))
}

/// How the seconds of a file lie on its canvas.
struct Fit {
    placement: Option<Placement>,
}

impl Fit {
    fn of(item: &Item, source: &LayerSource, file: &File) -> Self {
        let fills = |placement: &&Placement| {
            placement.canvas == source.canvas
                && Some(placement.file) == file.beside
                && placement.status == PlacementStatus::Chosen
        };
        Self { placement: item.placements.iter().find(fills).cloned() }
    }

    fn time(&self, time: [f64; 2]) -> [Seconds; 2] {
        let Some(placement) = &self.placement else { return time.map(Seconds) };
        let from = placement.file_span.map_or(0.0, |span| span[0].0);
        let to = placement.span.map_or(0.0, |span| span[0].0);
        let speed = placement.transform.speed.filter(|speed| *speed > 0.0).unwrap_or(1.0);
        time.map(|at| Seconds((at - from) / speed + to))
    }

    fn line(&self, id: String, layer: String, source: &LayerSource, order: u32, line: &SourceLine) -> Line {
        Line {
            id,
            layer,
            canvas: source.canvas.clone(),
            order,
            time: line.time.map(|time| self.time(time)),
            region: line.region,
            parent: line.parent.clone(),
            speaker: line.speaker.clone(),
            text: line.text.clone(),
        }
    }
}

/// Parents come as identifiers of the source; they leave as identifiers of lines.
fn name_parents(item: &Item, lines: &mut [Line]) {
    let mut by_source: BTreeMap<(String, String), String> = BTreeMap::new();
    for line in lines.iter() {
        let own = line.id.splitn(3, '-').nth(2).unwrap_or_default().to_owned();
        by_source.entry((line.canvas.clone(), own)).or_insert_with(|| line.id.clone());
    }
    let based: BTreeMap<&str, &str> = item
        .layers
        .iter()
        .filter_map(|layer| Some((layer.id.as_str(), layer.based_on.as_deref()?)))
        .collect();
    for line in lines.iter_mut() {
        let Some(parent) = line.parent.take() else { continue };
        let direct = based.get(line.layer.as_str()).map(|layer| format!("{layer}-{}-{parent}", line.canvas));
        let known = by_source.get(&(line.canvas.clone(), parent));
        line.parent = match (direct, known) {
            (Some(direct), Some(known)) if direct == *known => Some(direct),
            (_, known) => known.cloned(),
        };
    }
}
