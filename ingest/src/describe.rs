//! From what was planned and measured to `item.json`.

use std::collections::BTreeMap;

use bumba_model::{
    Canvas, File, Item, Layer, LayerSource, Placement, PlacementStatus, Role, Rule, Seconds, Target,
};

use crate::{
    measure::{Measured, TierSeen},
    name::{self, natural},
    plan::{PlannedFile, master_of},
};

/// A file that was taken in.
pub struct NewFile<'a> {
    /// As it was planned.
    pub planned: &'a PlannedFile,
    /// As it was measured.
    pub measured: Measured,
}

/// Lays a description over an item: what it says takes the place of what stood there, all else stays.
pub fn overlay(item: &mut Item, said: &Item) {
    let value = |item: &Item| match serde_json::to_value(item) {
        Ok(serde_json::Value::Object(map)) => map,
        _ => serde_json::Map::new(),
    };
    let mut merged = value(item);
    for (key, said) in value(said) {
        match (merged.get_mut(&key), said) {
            (Some(serde_json::Value::Object(there)), serde_json::Value::Object(said)) => there.extend(said),
            (_, said) => {
                merged.insert(key, said);
            }
        }
    }
    if let Ok(all) = serde_json::from_value(serde_json::Value::Object(merged)) {
        *item = all;
    }
}

/// Puts new and changed files into an item: their records, canvases, placements and layers.
pub fn add_files(item: &mut Item, files: Vec<NewFile<'_>>) {
    let mut order: Vec<usize> = (0..files.len()).collect();
    // Masters first, so that what stands beside them finds them.
    order.sort_by(|&a, &b| {
        let key = |at: usize| files[at].planned.role != Role::Master;
        key(a).cmp(&key(b)).then_with(|| natural(&files[a].planned.path, &files[b].planned.path))
    });
    let mut new_masters = Vec::new();
    for &at in &order {
        let new = &files[at];
        let (beside, label) = beside_of(item, new.planned);
        let known = item.files.iter().position(|file| file.path == new.planned.path);
        let n = known.map_or_else(|| item.next_file(), |known| item.files[known].n);
        let record = record_of(n, new, beside, label);
        match known {
            Some(known) => item.files[known] = record,
            None => item.files.push(record),
        }
        if new.planned.role == Role::Master && known.is_none() {
            new_masters.push(n);
        }
        if !new.measured.tiers.is_empty() {
            for layer in &mut item.layers {
                layer.sources.retain(|source| source.file != n);
            }
        }
    }
    for n in new_masters {
        add_canvas(item, n);
    }
    label_canvases(item);
    for &at in &order {
        let new = &files[at];
        if let Some(n) = number_of(item, &new.planned.path) {
            let label = item.file(n).map(|file| file.label.clone()).unwrap_or_default();
            add_layers(item, n, &new.measured.tiers, &label);
            let rules = new.planned.rules.iter().cloned();
            item.rights.rules.retain(|rule| rule.on != Target::File(n) || new.planned.rules.is_empty());
            item.rights.rules.extend(rules.map(|rule| Rule { on: Target::File(n), ..rule }));
        }
    }
    item.layers.retain(|layer| !layer.sources.is_empty());
    let rank: BTreeMap<String, usize> =
        item.canvases.iter().enumerate().map(|(at, c)| (c.id.clone(), at)).collect();
    for layer in &mut item.layers {
        layer.sources.sort_by_key(|source| (rank.get(&source.canvas).copied(), source.file));
    }
}

fn number_of(item: &Item, path: &str) -> Option<u32> {
    item.files.iter().find(|file| file.path == path).map(|file| file.n)
}

/// The master that a text stands beside, and its label: in this batch, else among those that the item holds.
fn beside_of(item: &Item, planned: &PlannedFile) -> (Option<u32>, String) {
    if let Some(n) = planned.beside.as_deref().and_then(|path| number_of(item, path)) {
        return (Some(n), planned.label.clone());
    }
    if planned.role != Role::Text {
        return (None, String::new());
    }
    let masters = item.files.iter().filter(|file| file.role == Role::Master).map(|file| file.path.as_str());
    match master_of(&planned.path, masters) {
        Some((master, label)) => (number_of(item, master), label),
        None => (None, String::new()),
    }
}

fn record_of(n: u32, new: &NewFile<'_>, beside: Option<u32>, label: String) -> File {
    let shown = new.planned.shown.rsplit('/').next().unwrap_or_default();
    let end = new.planned.path.rsplit('/').next().unwrap_or_default();
    let mut record = File {
        n,
        path: new.planned.path.clone(),
        role: new.planned.role.clone(),
        original_name: if shown == end { String::new() } else { shown.to_owned() },
        bytes: new.measured.bytes,
        digests: new.measured.digests.clone(),
        beside,
        label,
        technical: new.measured.technical.clone(),
        faults: new.measured.faults.clone(),
        ..File::default()
    };
    if let Some(bytes) = &new.planned.name_bytes {
        record.other.insert("original_name_bytes".to_owned(), hex::encode(bytes).into());
    }
    record
}

/// A canvas for a master that can be seen or heard, at its place in the natural order of the masters' paths.
fn add_canvas(item: &mut Item, n: u32) {
    let Some(file) = item.file(n).cloned() else { return };
    let technical = &file.technical;
    let canvas = match (technical.width, technical.height, technical.seconds) {
        (Some(width), Some(height), _) => {
            Canvas { width: Some(width), height: Some(height), ..Canvas::default() }
        }
        (_, _, Some(seconds)) => Canvas { seconds: Some(seconds), ..Canvas::default() },
        _ => return,
    };
    let highest =
        item.canvases.iter().filter_map(|canvas| canvas.id.strip_prefix('c')?.parse::<u32>().ok()).max();
    let id = format!("c{}", highest.unwrap_or(0) + 1);
    let span = canvas.seconds.map(|seconds| [Seconds(0.0), Seconds(seconds)]);
    let after = item.canvases.iter().position(|other| {
        item.shown_on(&other.id).is_some_and(|shown| natural(&shown.path, &file.path).is_gt())
    });
    let at = after.unwrap_or(item.canvases.len());
    item.canvases.insert(at, Canvas { id: id.clone(), ..canvas });
    item.placements.push(Placement {
        canvas: id,
        file: n,
        file_span: span,
        span,
        status: PlacementStatus::Chosen,
        ..Placement::default()
    });
}

/// Names the canvases that have no name by what tells their files apart: `f10` of `btv1b84473026_f10.jpg`.
fn label_canvases(item: &mut Item) {
    let stems: Vec<Option<String>> = item
        .canvases
        .iter()
        .map(|canvas| item.shown_on(&canvas.id).map(|file| name::parts(&file.path).1.to_owned()))
        .collect();
    let known: Vec<&str> = stems.iter().flatten().map(String::as_str).collect();
    let shared = shared_prefix(&known);
    for (canvas, stem) in item.canvases.iter_mut().zip(&stems) {
        let (true, Some(stem)) = (canvas.label.is_empty(), stem) else { continue };
        let own = stem.get(shared..).filter(|own| !own.is_empty()).unwrap_or(stem);
        let one_letter = own.len() == 1 && own.starts_with(|c: char| c.is_ascii_alphabetic());
        canvas.label = match canvas.seconds {
            Some(_) if one_letter => format!("Side {}", own.to_uppercase()),
            _ => own.to_owned(),
        };
    }
}

/// Bytes that all stems begin with, up to the last sign between words.
fn shared_prefix(stems: &[&str]) -> usize {
    let [first, rest @ ..] = stems else { return 0 };
    if rest.is_empty() {
        return 0;
    }
    let same =
        |other: &&str| first.char_indices().zip(other.chars()).take_while(|((_, a), b)| a == b).count();
    let shared = rest.iter().map(same).min().unwrap_or(0);
    let prefix: String = first.chars().take(shared).collect();
    prefix
        .rfind(|c: char| !c.is_alphanumeric())
        .map_or(0, |at| at + prefix[at..].chars().next().map_or(0, char::len_utf8))
}

/// The tiers of a text file become sources of layers: the same kind, language, name and label is the same layer.
fn add_layers(item: &mut Item, n: u32, tiers: &[TierSeen], label: &str) {
    let Some(beside) = item.file(n).and_then(|file| file.beside) else { return };
    let canvas = item
        .placements
        .iter()
        .find(|placement| placement.file == beside && placement.status == PlacementStatus::Chosen)
        .map(|placement| placement.canvas.clone());
    let Some(canvas) = canvas else { return };
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    for tier in tiers {
        let name =
            [label, &tier.name].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" / ");
        let lang = if tier.lang.is_empty() { only(&item.languages) } else { tier.lang.clone() };
        let source = LayerSource {
            file: n,
            canvas: canvas.clone(),
            tier: tier.name.clone(),
            ..LayerSource::default()
        };
        let same = |layer: &&mut Layer| layer.kind == tier.kind && layer.lang == lang && layer.label == name;
        if let Some(layer) = item.layers.iter_mut().find(same) {
            ids.insert(tier.name.clone(), layer.id.clone());
            layer.sources.push(source);
            continue;
        }
        let highest =
            item.layers.iter().filter_map(|layer| layer.id.strip_prefix('t')?.parse::<u32>().ok()).max();
        let id = format!("t{}", highest.unwrap_or(0) + 1);
        ids.insert(tier.name.clone(), id.clone());
        item.layers.push(Layer {
            id,
            kind: tier.kind.clone(),
            label: name,
            lang,
            by: tier.by.clone(),
            based_on: tier.parent.as_ref().and_then(|parent| ids.get(parent).cloned()),
            sources: vec![source],
            ..Layer::default()
        });
    }
}

/// The one language, where there is one.
fn only(languages: &[String]) -> String {
    match languages {
        [one] if one != "und" => one.clone(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use bumba_model::Title;

    use super::*;

    #[test]
    fn what_is_said_takes_its_place_and_all_else_stays() {
        let mut item = Item { kind: "reel".into(), shelfmark: "R 12".into(), ..Item::default() };
        item.rights.written = "CC0".into();
        let mut said = Item {
            shelfmark: "R 13".into(),
            title: vec![Title::new("江格尔", "zh-Hans")],
            ..Item::default()
        };
        said.rights.holder = "the singer".into();
        overlay(&mut item, &said);
        assert_eq!((item.kind.as_str(), item.shelfmark.as_str(), item.title.len()), ("reel", "R 13", 1));
        assert_eq!((item.rights.written.as_str(), item.rights.holder.as_str()), ("CC0", "the singer"));
    }

    #[test]
    fn pages_are_named_by_what_tells_them_apart() {
        assert_eq!(shared_prefix(&["btv1b_f10", "btv1b_f8"]), 6);
        assert_eq!(shared_prefix(&["page"]), 0);
        assert_eq!(shared_prefix(&["p1", "p2"]), 0);
        assert_eq!(shared_prefix(&["页-一", "页-二"]), 4);
    }
}
