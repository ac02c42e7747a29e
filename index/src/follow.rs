//! The index follows the catalogue's feed: what changed there is found here, and nothing that the catalogue does not have.

use std::{collections::BTreeSet, sync::Arc};

use bumba_access::{Access, Audience as Seen};
use bumba_catalogue::{Catalogue, CatalogueError, FeedEntry, Held, LineQuery, ListQuery, Seq, Summary};
use bumba_model::{Ark, Authority, Item, Object, Person, Rule, What, Years};
use jiff::civil;

use crate::{
    Audience, AuthorityEntry, Change, Facet, Index, IndexError, ItemEntry, ItemText, Line, Stream, Text,
};

/// Why the index cannot follow.
#[derive(Debug, thiserror::Error)]
pub enum FollowError {
    /// The catalogue cannot be read.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// The index cannot be written.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The work was cut off.
    #[error("the indexing was cut off: {0}. Run again: it goes on.")]
    CutOff(String),
}

/// Entries of the feed that become one commit.
const STEP: u32 = 256;
/// More decades than this say that nobody knows the date.
const DECADES: usize = 12;
/// The day on which access was last asked for all.
const DAY: &str = "index-day";

/// Brings the index to the end of the feed; on a new day also what a rule opens or closes by its date.
/// Gives the position it stands at.
///
/// # Errors
/// Where one of the two rooms says no. What was committed stands; the next call goes on from there.
pub async fn follow(
    catalogue: &dyn Catalogue,
    index: Arc<dyn Index>,
    day: civil::Date,
) -> Result<Seq, FollowError> {
    let mut at = Seq(i64::try_from(index.position()?).unwrap_or(i64::MAX));
    loop {
        let entries = catalogue.feed(at, STEP).await?;
        let Some(last) = entries.last() else { break };
        let until = last.seq;
        let touched = touched_by(catalogue, &entries).await?;
        apply(catalogue, &index, touched, until, day).await?;
        at = until;
    }
    if catalogue.setting(DAY).await?.as_deref() != Some(&day.to_string()) {
        let dated = dated_items(catalogue).await?;
        if !dated.is_empty() {
            apply(catalogue, &index, dated, at, day).await?;
        }
        catalogue.set_setting(DAY, &day.to_string()).await?;
    }
    Ok(at)
}

/// What an entry concerns: the object itself, the items of a collection, what is tied to an authority.
async fn touched_by(catalogue: &dyn Catalogue, entries: &[FeedEntry]) -> Result<BTreeSet<Ark>, FollowError> {
    let mut touched = BTreeSet::new();
    for entry in entries {
        touched.insert(entry.id.clone());
        match entry.sort.as_str() {
            "collection" | "item" => touched.extend(items_within(catalogue, &entry.id).await?),
            "authority" => {
                touched.extend(catalogue.tied_to(&entry.id).await?.into_iter().map(|summary| summary.id));
            }
            _ => {}
        }
    }
    Ok(touched)
}

async fn items_within(catalogue: &dyn Catalogue, id: &Ark) -> Result<Vec<Ark>, FollowError> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::from([id.clone()]);
    let mut within = vec![id.clone()];
    while let Some(part_of) = within.pop() {
        let query = ListQuery { part_of: Some(part_of), withdrawn: true, ..ListQuery::default() };
        for row in all(catalogue, query).await? {
            if seen.insert(row.id.clone()) {
                within.push(row.id.clone());
                found.push(row.id);
            }
        }
    }
    Ok(found)
}

async fn all(catalogue: &dyn Catalogue, mut query: ListQuery) -> Result<Vec<Summary>, FollowError> {
    let mut rows = Vec::new();
    query.limit = 500;
    loop {
        let page = catalogue.list(&query).await?;
        rows.extend(page.rows);
        match page.next {
            Some(next) => query.after = Some(next),
            None => return Ok(rows),
        }
    }
}

/// Items that a rule with a date is about, their own or of what they are in.
async fn dated_items(catalogue: &dyn Catalogue) -> Result<BTreeSet<Ark>, FollowError> {
    let is_dated = |rule: &Rule| !rule.from.is_empty() || !rule.until.is_empty();
    let mut dated = BTreeSet::new();
    for row in all(catalogue, ListQuery::default()).await? {
        if row.rules.iter().any(is_dated) {
            dated.extend(items_within(catalogue, &row.id).await?);
            dated.insert(row.id);
        }
    }
    Ok(dated)
}

async fn apply(
    catalogue: &dyn Catalogue,
    index: &Arc<dyn Index>,
    touched: BTreeSet<Ark>,
    until: Seq,
    day: civil::Date,
) -> Result<(), FollowError> {
    for id in touched {
        let Some(change) = change_of(catalogue, &id, day).await? else { continue };
        blocking(index, move |index| index.apply(change)).await?;
    }
    let position = u64::try_from(until.0).unwrap_or(0);
    blocking(index, move |index| index.commit(position)).await
}

async fn blocking(
    index: &Arc<dyn Index>,
    work: impl FnOnce(&dyn Index) -> Result<(), IndexError> + Send + 'static,
) -> Result<(), FollowError> {
    let index = index.clone();
    let done = tokio::task::spawn_blocking(move || work(index.as_ref())).await;
    Ok(done.map_err(|error| FollowError::CutOff(error.to_string()))??)
}

async fn change_of(
    catalogue: &dyn Catalogue,
    id: &Ark,
    day: civil::Date,
) -> Result<Option<Change>, FollowError> {
    let gone = Some(Change::Remove(id.to_string()));
    let Some(held) = catalogue.get(id).await? else { return Ok(gone) };
    if held.object.withdrawn.is_some() {
        return Ok(gone);
    }
    Ok(match &held.object.what {
        What::Item(item) => Some(Change::Item(Box::new(item_entry(catalogue, id, item, day).await?))),
        What::Authority(authority) if authority.merged_into.is_some() => gone,
        What::Authority(authority) => Some(Change::Authority(AuthorityEntry {
            id: id.to_string(),
            names: authority.names.iter().map(|name| text(&name.text, &name.lang)).collect(),
            audience: Audience::Open,
        })),
        What::Collection(_) | What::Performance(_) | What::Exhibit(_) => None,
    })
}

async fn item_entry(
    catalogue: &dyn Catalogue,
    id: &Ark,
    item: &Item,
    day: civil::Date,
) -> Result<ItemEntry, FollowError> {
    let above: Vec<Object> = catalogue.ancestors(id).await?.into_iter().map(|held| held.object).collect();
    let access = Access::of_item(item, &above, day);
    let named = authorities_of(catalogue, item).await?;
    let years: Vec<Years> = item.dates.iter().filter_map(bumba_model::Date::years).collect();
    let mut facets: Vec<(Facet, String)> = Vec::new();
    facets.extend(above.iter().map(|object| (Facet::Collection, object.id.to_string())));
    facets.extend((!item.kind.is_empty()).then(|| (Facet::Kind, item.kind.clone())));
    facets.extend(item.languages.iter().map(|lang| (Facet::Language, lang.clone())));
    facets.extend(item.scripts.iter().map(|script| (Facet::Script, script.clone())));
    facets.extend(
        item.places.iter().map(|place| (Facet::Place, named.shown(place.authority.as_ref(), &place.written))),
    );
    facets.extend(
        item.people
            .iter()
            .map(|person| (Facet::Person, named.shown(person.authority.as_ref(), &person.written))),
    );
    facets.extend(decades(&years).into_iter().map(|decade| (Facet::Date, decade.to_string())));
    facets.sort();
    facets.dedup();
    Ok(ItemEntry {
        id: id.to_string(),
        kind: item.kind.clone(),
        titles: item.title.iter().map(|title| text(&title.text, &title.lang)).collect(),
        fields: fields(item),
        facets,
        authorities: named.ids(),
        audience: audience(access.item()),
        streams: streams(catalogue, id, item, &access).await?,
        year: years.iter().map(|years| years.first).min(),
    })
}

/// Every decade that a date can mean; none where that is as good as nothing.
fn decades(years: &[Years]) -> BTreeSet<i32> {
    let of =
        |years: &Years| (years.first.div_euclid(10)..=years.last.div_euclid(10)).map(|decade| decade * 10);
    years.iter().filter(|years| (years.last - years.first) / 10 < DECADES as i32).flat_map(of).collect()
}

fn text(text: &str, lang: &str) -> Text {
    Text { text: text.to_owned(), lang: (!lang.is_empty()).then(|| lang.to_owned()) }
}

fn audience(seen: Seen) -> Audience {
    match seen {
        Seen::Open => Audience::Open,
        Seen::Staff => Audience::Staff,
    }
}

fn fields(item: &Item) -> Vec<ItemText> {
    let field = |field: &str, text: Text| ItemText { field: field.to_owned(), text };
    let person = |person: &Person| {
        let role = if person.role.is_empty() { "person" } else { &person.role };
        field(role, text(&person.written, &person.lang))
    };
    let mut fields: Vec<ItemText> = item.people.iter().map(person).collect();
    fields.extend(item.works.iter().map(|work| field("work", text(&work.written, &work.lang))));
    fields.extend(item.places.iter().map(|place| field("place", text(&place.written, &place.lang))));
    fields.extend(item.subjects.iter().map(|subject| field("subject", text(&subject.text, &subject.lang))));
    fields.extend(item.summary.iter().map(|summary| field("summary", text(&summary.text, &summary.lang))));
    fields.extend(item.notes.iter().map(|note| field("note", text(&note.text, &note.lang))));
    fields.extend(item.dates.iter().map(|date| field("date", text(&date.written, ""))));
    fields.extend(item.identifiers.iter().map(|identifier| field("identifier", text(&identifier.value, ""))));
    fields.push(field("shelfmark", text(&item.shelfmark, "")));
    fields.push(field("identifier", text(&item.local_id, "")));
    fields.retain(|field| !field.text.text.is_empty());
    fields
}

/// The authorities an item is tied to, those merged away followed to where they went.
struct Named(Vec<(Ark, Ark, Authority)>);

impl Named {
    /// The name to show for one, else what was written.
    fn shown(&self, id: Option<&Ark>, written: &str) -> String {
        let authority = id.and_then(|id| self.0.iter().find(|(asked, ..)| asked == id));
        let name = authority.and_then(|(_, _, authority)| authority.name_for("en"));
        name.map_or_else(|| written.to_owned(), |name| name.text.clone())
    }

    fn ids(&self) -> Vec<String> {
        let ids: BTreeSet<String> = self.0.iter().map(|(_, id, _)| id.to_string()).collect();
        ids.into_iter().collect()
    }
}

async fn authorities_of(catalogue: &dyn Catalogue, item: &Item) -> Result<Named, FollowError> {
    let people = item.people.iter().chain(&item.works).filter_map(|person| person.authority.as_ref());
    let asked: BTreeSet<&Ark> =
        people.chain(item.places.iter().filter_map(|place| place.authority.as_ref())).collect();
    let mut named = Vec::new();
    for ark in asked {
        let Some(id) = catalogue.resolve(&ark.to_string()).await? else { continue };
        if let Some(Held { object: Object { what: What::Authority(authority), .. }, .. }) =
            catalogue.get(&id).await?
        {
            named.push((ark.clone(), id, authority));
        }
    }
    Ok(Named(named))
}

/// The lines of each layer in order, cut where the audience or the speaker changes.
async fn streams(
    catalogue: &dyn Catalogue,
    id: &Ark,
    item: &Item,
    access: &Access<'_>,
) -> Result<Vec<Stream>, FollowError> {
    let mut streams = Vec::new();
    for layer in &item.layers {
        let query = LineQuery { layer: Some(layer.id.clone()), ..LineQuery::default() };
        let mut last: Option<(Audience, String)> = None;
        for line in catalogue.lines(id, &query).await? {
            let Some((canvas_n, canvas)) = item.canvas(&line.canvas) else { continue };
            let cut = (audience(access.lines(&layer.id, &line.canvas)), line.speaker.clone());
            if last.as_ref() != Some(&cut) {
                streams.push(Stream {
                    layer: layer.id.clone(),
                    kind: layer.kind.clone(),
                    lang: (!layer.lang.is_empty()).then(|| layer.lang.clone()),
                    audience: cut.0,
                    lines: Vec::new(),
                });
                last = Some(cut);
            }
            if let Some(stream) = streams.last_mut() {
                stream.lines.push(Line {
                    id: line.id,
                    canvas_n,
                    canvas_id: canvas.id.clone(),
                    canvas_label: canvas.label.clone(),
                    time: line.time.map(|[from, to]| (from.0, to.0)),
                    region: line.region.map(Into::into),
                    text: line.text,
                });
            }
        }
    }
    Ok(streams)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_that_nobody_knows_is_in_no_decade() {
        let of = |first, last| decades(&[Years { first, last }]).into_iter().collect::<Vec<_>>();
        assert_eq!(of(1370, 1380), [1370, 1380]);
        assert_eq!(of(-44, -44), [-50]);
        assert_eq!(of(0, 9999), [] as [i32; 0]);
        assert_eq!(of(1300, 1399).len(), 10);
    }
}
