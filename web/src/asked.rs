//! The one seam through which every page, tile, sound, snippet and manifest comes to what it shows: who asks, for what, and may they.

use std::collections::HashMap;

use bumba_access::{Access, Audience, Viewer, narrowest, of_object};
use bumba_catalogue::{Held, Summary};
use bumba_model::{Ark, Authority, Collection, File, Item, Line, Object, Target, What};
use jiff::civil;

use crate::{address::FileId, problem::Problem, site::Site};

/// What was found under a name, or where it went.
pub enum Asked<T> {
    /// It is here, and may be shown.
    Here(T),
    /// It was merged into another: send the reader on.
    Moved(Ark),
}

/// An item that may be shown, with all that says who may see what of it.
pub struct AskedItem {
    held: Held,
    above: Vec<Held>,
    viewer: Viewer,
    day: civil::Date,
    // `held` is one: kept apart so that nobody asks twice.
    item: Box<Item>,
}

impl AskedItem {
    /// Its identifier.
    #[must_use]
    pub fn id(&self) -> &Ark {
        &self.held.object.id
    }

    /// The record.
    #[must_use]
    pub fn item(&self) -> &Item {
        &self.item
    }

    /// The record as it is held: version, day of change.
    #[must_use]
    pub fn held(&self) -> &Held {
        &self.held
    }

    /// The collections it is in, from the nearest.
    #[must_use]
    pub fn above(&self) -> &[Held] {
        &self.above
    }

    fn access(&self) -> Access<'_> {
        Access::of_item(&self.item, self.above.iter().map(|held| &held.object), self.day)
    }

    /// Whether a file, and all that is made of it, may be shown.
    #[must_use]
    pub fn may_file(&self, n: u32) -> bool {
        self.viewer.may_see(self.access().file(n))
    }

    /// Whether a canvas may be shown.
    #[must_use]
    pub fn may_canvas(&self, id: &str) -> bool {
        self.viewer.may_see(self.access().canvas(id))
    }

    /// Whether the lines of a layer on a canvas may be read.
    #[must_use]
    pub fn may_lines(&self, layer: &str, canvas: &str) -> bool {
        self.viewer.may_see(self.access().lines(layer, canvas))
    }

    /// The file that is shown on a canvas, where there is one and it may be.
    #[must_use]
    pub fn shown_on(&self, canvas: &str) -> Option<&File> {
        self.item.shown_on(canvas).filter(|file| self.may_canvas(canvas) && self.may_file(file.n))
    }

    /// The lines on a canvas that may be read, in the order of layer and line; at most `limit`, and whether there are more.
    ///
    /// # Errors
    /// What the catalogue says.
    pub async fn lines(&self, site: &Site, canvas: &str, limit: u32) -> Result<(Vec<Line>, bool), Problem> {
        let open: HashMap<&str, bool> = self
            .item
            .layers
            .iter()
            .map(|layer| (layer.id.as_str(), self.may_lines(&layer.id, canvas)))
            .collect();
        if !open.values().any(|open| *open) {
            return Ok((Vec::new(), false));
        }
        let query = bumba_catalogue::LineQuery {
            canvas: Some(canvas.to_owned()),
            limit: Some(limit.saturating_add(1)),
            ..Default::default()
        };
        let mut lines = site.catalogue.lines(self.id(), &query).await?;
        let more = lines.len() > limit as usize;
        lines.truncate(limit as usize);
        lines.retain(|line| open.get(line.layer.as_str()).copied().unwrap_or(false));
        Ok((lines, more))
    }
}

/// A file that may be shown.
pub struct AskedFile {
    /// The item it is of.
    pub of: AskedItem,
    /// Its address.
    pub id: FileId,
}

impl AskedFile {
    /// The file.
    ///
    /// # Errors
    /// 404 where the item has no file of this number: [`file`] has looked.
    pub fn file(&self) -> Result<&File, Problem> {
        self.of.item().file(self.id.n).ok_or_else(|| Problem::nothing("The item has no such file."))
    }
}

/// A collection that may be shown.
pub struct AskedCollection {
    /// As it is held.
    pub held: Held,
    /// The collections it is in, from the nearest.
    pub above: Vec<Held>,
    /// Its record.
    pub collection: Collection,
}

/// An item, by its ARK.
///
/// # Errors
/// 404 for a slip and for what is not there or no item, 403 for what a rule closes, 410 for what was withdrawn.
pub async fn item(site: &Site, viewer: Viewer, name: &str) -> Result<Asked<AskedItem>, Problem> {
    let (held, above) = match object(site, viewer, name).await? {
        Asked::Here(found) => found,
        Asked::Moved(to) => return Ok(Asked::Moved(to)),
    };
    let What::Item(item) = &held.object.what else {
        return Err(Problem::nothing(format!("{name} is a name of something else, not of an item.")));
    };
    let item = item.clone();
    let asked = AskedItem { held, above, viewer, day: site.today(), item };
    if !viewer.may_see(asked.access().item()) {
        return Err(Problem::closed("This item"));
    }
    not_withdrawn(&asked.held.object)?;
    Ok(Asked::Here(asked))
}

/// A file, by its segment `NAAN-NAME-fN`.
///
/// # Errors
/// As [`item`], and 403 for a file that a rule closes.
pub async fn file(site: &Site, viewer: Viewer, segment: &str) -> Result<AskedFile, Problem> {
    let id = FileId::parse(segment)?;
    let Asked::Here(of) = item(site, viewer, &id.item.to_string()).await? else {
        return Err(Problem::nothing("No item has this file."));
    };
    if of.item().file(id.n).is_none() {
        return Err(Problem::nothing(format!("{} has no file {}.", of.id(), id.n)));
    }
    if !of.may_file(id.n) {
        return Err(Problem::closed("This file"));
    }
    Ok(AskedFile { of, id })
}

/// A collection, by its ARK or slug.
///
/// # Errors
/// As [`item`].
pub async fn collection(site: &Site, viewer: Viewer, name: &str) -> Result<Asked<AskedCollection>, Problem> {
    let (held, above) = match object(site, viewer, name).await? {
        Asked::Here(found) => found,
        Asked::Moved(to) => return Ok(Asked::Moved(to)),
    };
    let What::Collection(collection) = &held.object.what else {
        return Err(Problem::nothing(format!("{name} is a name of something else, not of a collection.")));
    };
    let collection = collection.clone();
    if !viewer.may_see(of_group(&held, &above, site.today())) {
        return Err(Problem::closed("This collection"));
    }
    not_withdrawn(&held.object)?;
    Ok(Asked::Here(AskedCollection { held, above, collection }))
}

/// An authority, by its ARK. Names are open to all.
///
/// # Errors
/// As [`item`].
pub async fn authority(site: &Site, viewer: Viewer, name: &str) -> Result<Asked<(Held, Authority)>, Problem> {
    let held = match object(site, viewer, name).await? {
        Asked::Here((held, _)) => held,
        Asked::Moved(to) => return Ok(Asked::Moved(to)),
    };
    let What::Authority(authority) = &held.object.what else {
        return Err(Problem::nothing(format!("{name} is a name of something else, not of an authority.")));
    };
    let authority = authority.clone();
    not_withdrawn(&held.object)?;
    Ok(Asked::Here((held, authority)))
}

/// Whatever has this name: what sort it is, without a word of what is in it.
///
/// # Errors
/// 404 where nothing has it.
pub async fn sort(site: &Site, name: &str) -> Result<(Ark, &'static str), Problem> {
    let id = site.catalogue.resolve(name).await?.ok_or_else(|| nothing(name))?;
    let held = site.catalogue.get(&id).await?.ok_or_else(|| nothing(name))?;
    Ok((id, held.object.sort()))
}

async fn object(site: &Site, _: Viewer, name: &str) -> Result<Asked<(Held, Vec<Held>)>, Problem> {
    let asked_for = if name.starts_with("ark:") { Some(name.parse::<Ark>()?) } else { None };
    let id = site.catalogue.resolve(name).await?.ok_or_else(|| nothing(name))?;
    if asked_for.is_some_and(|asked_for| asked_for != id) {
        return Ok(Asked::Moved(id));
    }
    let held = site.catalogue.get(&id).await?.ok_or_else(|| nothing(name))?;
    let above = site.catalogue.ancestors(&id).await?;
    Ok(Asked::Here((held, above)))
}

fn nothing(name: &str) -> Problem {
    Problem::nothing(format!("Nothing here is called {name}."))
}

fn not_withdrawn(object: &Object) -> Result<(), Problem> {
    object.withdrawn.as_ref().map_or(Ok(()), |withdrawn| Err(Problem::withdrawn(withdrawn)))
}

fn of_group(held: &Held, above: &[Held], day: civil::Date) -> Audience {
    above.iter().chain([held]).map(|held| of_object(&held.object, day)).min().unwrap_or(Audience::Staff)
}

/// Those of a list that may be shown: none that is withdrawn, and none that it or what it is in closes.
///
/// # Errors
/// What the catalogue says.
pub async fn visible(site: &Site, viewer: Viewer, rows: Vec<Summary>) -> Result<Vec<Summary>, Problem> {
    let day = site.today();
    let mut of_groups: HashMap<Ark, Audience> = HashMap::new();
    let mut out = Vec::with_capacity(rows.len());
    for row in rows {
        if row.withdrawn {
            continue;
        }
        let own = narrowest(row.rules.iter().filter(|rule| rule.on == Target::All), day);
        let inherited = match &row.part_of {
            None => Audience::Open,
            Some(group) => match of_groups.get(group) {
                Some(known) => *known,
                None => {
                    let held = site.catalogue.get(group).await?;
                    let above = site.catalogue.ancestors(group).await?;
                    let known = held.map_or(Audience::Open, |held| of_group(&held, &above, day));
                    of_groups.insert(group.clone(), known);
                    known
                }
            },
        };
        if viewer.may_see(own.min(inherited)) {
            out.push(row);
        }
    }
    Ok(out)
}

/// Those of several items that may be shown, in the order asked for.
///
/// # Errors
/// What the catalogue says.
pub async fn items(site: &Site, viewer: Viewer, ids: &[Ark]) -> Result<Vec<AskedItem>, Problem> {
    let day = site.today();
    let mut out = Vec::with_capacity(ids.len());
    for held in site.catalogue.get_many(ids).await? {
        if held.object.withdrawn.is_some() {
            continue;
        }
        let What::Item(item) = &held.object.what else { continue };
        let item = item.clone();
        let above = site.catalogue.ancestors(&held.object.id).await?;
        let asked = AskedItem { held, above, viewer, day, item };
        if viewer.may_see(asked.access().item()) {
            out.push(asked);
        }
    }
    Ok(out)
}
