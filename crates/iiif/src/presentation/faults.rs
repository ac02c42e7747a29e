use std::collections::HashSet;

use super::{About, Behavior, Body, Canvas, Collection, Manifest, Motivation, Range, RangeItem};

/// What is wrong with a manifest that its JSON Schema does not see; each a sentence. Empty for a right one.
///
/// An annotation that paints another canvas, an id that comes twice, behaviors that exclude each other or do not belong
/// there, a range or start that names no canvas, a canvas with half a size or none, times past its end.
#[must_use]
pub fn faults(manifest: &Manifest) -> Vec<String> {
    let mut found = Found::default();
    found.about("The manifest", &manifest.about, Place::Manifest);
    if manifest.about.label.is_empty() {
        found.say("The manifest has no label.".into());
    }
    if manifest.items.is_empty() {
        found.say("The manifest has no canvas.".into());
    }
    found.id(&manifest.id);
    for canvas in &manifest.items {
        found.canvas(canvas);
    }
    let canvases: HashSet<&str> = manifest.items.iter().map(|c| c.id.as_str()).collect();
    for range in &manifest.structures {
        found.range(range, &canvases);
    }
    if let Some(start) = &manifest.about.start
        && !canvases.contains(without_fragment(&start.canvas))
    {
        found.say(format!("It starts at {}, which is not one of its canvases.", start.canvas));
    }
    found.said
}

/// The same for a collection.
#[must_use]
pub fn collection_faults(collection: &Collection) -> Vec<String> {
    let mut found = Found::default();
    found.about("The collection", &collection.about, Place::Collection);
    if collection.about.label.is_empty() {
        found.say("The collection has no label.".into());
    }
    found.id(&collection.id);
    for item in &collection.items {
        found.id(&item.id);
        if item.label.is_empty() {
            found.say(format!("{} has no label.", item.id));
        }
    }
    found.said
}

#[derive(Clone, Copy, PartialEq)]
enum Place {
    Collection,
    Manifest,
    Canvas,
    Range,
}

/// Behaviors of which one at most may be given (§3.2).
const EXCLUSIVE: [&[Behavior]; 4] = [
    &[Behavior::AutoAdvance, Behavior::NoAutoAdvance],
    &[Behavior::Repeat, Behavior::NoRepeat],
    &[Behavior::Unordered, Behavior::Individuals, Behavior::Continuous, Behavior::Paged],
    &[Behavior::Sequence, Behavior::ThumbnailNav, Behavior::NoNav],
];

/// Whether a behavior may be given there (§3.2).
fn belongs(behavior: Behavior, place: Place) -> bool {
    use Behavior as B;
    match behavior {
        B::AutoAdvance | B::NoAutoAdvance => true,
        B::Repeat | B::NoRepeat => matches!(place, Place::Collection | Place::Manifest),
        B::Unordered | B::Individuals | B::Continuous | B::Paged => place != Place::Canvas,
        B::FacingPages | B::NonPaged => place == Place::Canvas,
        B::MultiPart | B::Together => place == Place::Collection,
        B::Sequence | B::ThumbnailNav | B::NoNav => place == Place::Range,
        // On annotation collections, pages and annotations alone.
        B::Hidden => false,
    }
}

fn without_fragment(id: &str) -> &str {
    id.split_once('#').map_or(id, |(id, _)| id)
}

/// The seconds after `t=` of a fragment.
fn times(target: &str) -> Option<(f64, f64)> {
    let (_, fragment) = target.split_once('#')?;
    let time = fragment.split('&').find_map(|part| part.strip_prefix("t="))?;
    let (from, to) = time.split_once(',')?;
    Some((if from.is_empty() { 0.0 } else { from.parse().ok()? }, to.parse().ok()?))
}

#[derive(Default)]
struct Found {
    said: Vec<String>,
    ids: HashSet<String>,
}

impl Found {
    fn say(&mut self, sentence: String) {
        self.said.push(sentence);
    }

    fn id(&mut self, id: &str) {
        if id.is_empty() {
            self.say("An id is empty.".into());
        } else if !self.ids.insert(id.to_owned()) {
            self.say(format!("The id {id} is given twice."));
        }
    }

    fn about(&mut self, who: &str, about: &About, place: Place) {
        for group in EXCLUSIVE {
            let given: Vec<_> = group.iter().filter(|b| about.behavior.contains(b)).collect();
            if given.len() > 1 {
                self.say(format!("{who} has behaviors that exclude each other: {given:?}."));
            }
        }
        for behavior in about.behavior.iter().filter(|b| !belongs(**b, place)) {
            self.say(format!("{who} has the behavior {behavior:?}, which does not belong there."));
        }
        if let Some(rights) = about.rights.as_deref().filter(|r| !r.starts_with("http://")) {
            self.say(format!("{who} has the rights {rights:?}; the URI must begin with http://."));
        }
    }

    fn canvas(&mut self, canvas: &Canvas) {
        let who = format!("The canvas {}", canvas.id);
        self.id(&canvas.id);
        if canvas.id.contains('#') {
            self.say(format!("{who} has a fragment in its id."));
        }
        self.about(&who, &canvas.about, Place::Canvas);
        match (canvas.width, canvas.height, canvas.duration) {
            (Some(0), ..) | (_, Some(0), _) => self.say(format!("{who} has a side of 0.")),
            (Some(_), None, _) | (None, Some(_), _) => {
                self.say(format!("{who} has only one of width and height."));
            }
            (None, None, None) => self.say(format!("{who} has neither a size nor a duration.")),
            _ => {}
        }
        if canvas.duration.is_some_and(|d| !(d.is_finite() && d > 0.0)) {
            self.say(format!("{who} has no duration above 0."));
        }
        for page in canvas.items.iter().chain(&canvas.annotations) {
            self.id(&page.id);
        }
        let (painted, other) = (canvas.items.iter(), canvas.annotations.iter());
        for (page, paints) in painted.map(|p| (p, true)).chain(other.map(|p| (p, false))) {
            for annotation in page.items.iter().flatten() {
                self.id(&annotation.id);
                let which = format!("The annotation {}", annotation.id);
                if without_fragment(&annotation.target) != canvas.id {
                    self.say(format!(
                        "{which} of the canvas {} has another target: {}.",
                        canvas.id, annotation.target
                    ));
                }
                if (annotation.motivation == Motivation::Painting) != paints {
                    self.say(format!("{which} is in the wrong list for {:?}.", annotation.motivation));
                }
                if let (Some((from, to)), Some(end)) = (times(&annotation.target), canvas.duration)
                    && !(from < to && to <= end + 1e-3)
                {
                    self.say(format!("{which} is from {from} to {to} s of a canvas of {end} s."));
                }
                if matches!(&annotation.body, Body::Choice(items) if items.is_empty()) {
                    self.say(format!("{which} has nothing to choose."));
                }
            }
        }
    }

    fn range(&mut self, range: &Range, canvases: &HashSet<&str>) {
        let who = format!("The range {}", range.id);
        self.id(&range.id);
        self.about(&who, &range.about, Place::Range);
        if range.items.is_empty() {
            self.say(format!("{who} is empty."));
        }
        for item in &range.items {
            match item {
                RangeItem::Range(inner) => self.range(inner, canvases),
                RangeItem::Canvas(id) => {
                    if !canvases.contains(without_fragment(id)) {
                        self.say(format!("{who} names {id}, which is not one of the canvases."));
                    }
                }
            }
        }
    }
}
