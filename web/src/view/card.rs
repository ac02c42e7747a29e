//! An item in a list: one link, in the order kind, title, contributor, date, reference, "part of".

use askama::Template;
use bumba_model::{Item, What};

use super::{
    passage::{FieldView, PassageView},
    titles::Titles,
    waveform::{self, Waveform},
};
use crate::{
    address::{self, FileId, Place},
    asked::AskedItem,
    problem::Problem,
    said::{Said, clock},
    site::{Site, blocking},
};

/// Columns of the strip of a waveform.
const STRIP: u32 = 160;

/// A card.
#[derive(Clone, Debug, Template)]
#[template(path = "card.html")]
pub struct Card {
    /// Where it leads.
    pub href: String,
    /// Its kind.
    pub kind: String,
    /// Its titles.
    pub titles: Titles,
    /// Who made or sang it.
    pub contributors: Vec<Said>,
    /// When.
    pub date: String,
    /// Its shelfmark, or its name in its folder.
    pub reference: String,
    /// The collection or set it is in.
    pub part_of: Option<Said>,
    /// How much there is: "6 pages", "2 sides, 2:05".
    pub extent: String,
    /// The address of a small picture.
    pub picture: Option<String>,
    /// A strip of its sound.
    pub strip: Option<Waveform>,
    /// Lines that were found.
    pub passages: Vec<PassageView>,
    /// What was found in its description.
    pub fields: Vec<FieldView>,
    /// "and 12 more places", with where they are.
    pub more: Option<(u64, String)>,
}

/// The card of an item, for the words that led there.
///
/// # Errors
/// Where the machine cannot start a thread.
pub async fn card(site: &Site, asked: &AskedItem, q: &str) -> Result<Card, Problem> {
    let item = asked.item();
    let shown = item.canvases.iter().find_map(|canvas| Some((canvas, asked.shown_on(&canvas.id)?)));
    let picture = shown
        .filter(|(_, file)| file.technical.media_type.starts_with("image/"))
        .map(|(_, file)| address::image_within(&FileId::new(asked.id(), file.n), 240, 320));
    let sound =
        shown.filter(|(canvas, _)| canvas.seconds.is_some()).map(|(_, file)| FileId::new(asked.id(), file.n));
    let strip = match sound {
        Some(id) => wave(site, &id, STRIP, "100%").await?,
        None => None,
    };
    let to = Place { q: q.to_owned(), ..Place::default() };
    Ok(Card {
        href: address::place(asked.id(), &to),
        kind: asked.held().object.kind().to_owned(),
        titles: Titles::of(&item.title, &item.local_id),
        contributors: item
            .people
            .iter()
            .filter(|person| !person.written.is_empty())
            .take(3)
            .map(|person| Said::new(&person.written, &person.lang))
            .collect(),
        date: item.dates.first().map(|date| date.written.clone()).unwrap_or_default(),
        reference: if item.shelfmark.is_empty() { item.local_id.clone() } else { item.shelfmark.clone() },
        part_of: asked.above().first().map(|held| match &held.object.what {
            What::Collection(collection) => Titles::of(&collection.title, &collection.slug).first,
            _ => Titles::of(&held.object.titles(), "").first,
        }),
        extent: extent(item),
        picture,
        strip,
        passages: Vec::new(),
        fields: Vec::new(),
        more: None,
    })
}

/// The waveform of a file that may be heard: the caller has asked.
///
/// # Errors
/// Where the machine cannot start a thread. What cannot be read is told in the log and not drawn.
pub async fn wave(
    site: &Site,
    id: &FileId,
    columns: u32,
    height: &'static str,
) -> Result<Option<Waveform>, Problem> {
    let (derived, key) = (site.derived.clone(), id.peaks());
    let drawn = blocking(move || match derived.open(&key)? {
        Some(peaks) => waveform::draw(&*peaks, columns, height),
        None => Ok(None),
    })
    .await?;
    Ok(drawn.unwrap_or_else(|error| {
        tracing::warn!(%error, key = id.peaks(), "peaks cannot be read");
        None
    }))
}

/// How much there is of an item.
#[must_use]
pub fn extent(item: &Item) -> String {
    let seconds: f64 = item.canvases.iter().filter_map(|canvas| canvas.seconds).sum();
    let sides = item.canvases.iter().filter(|canvas| canvas.seconds.is_some()).count();
    let pages = item.canvases.len() - sides;
    let many = |n: usize, one: &str, more: &str| format!("{n} {}", if n == 1 { one } else { more });
    match (pages, sides) {
        (0, 0) => String::new(),
        (pages, 0) => many(pages, "page", "pages"),
        (0, sides) => format!("{}, {}", many(sides, "side", "sides"), clock(seconds)),
        (pages, sides) => {
            format!("{}, {}, {}", many(sides, "side", "sides"), clock(seconds), many(pages, "page", "pages"))
        }
    }
}
