//! `/items/ARK?canvas=N&t=FROM,TO&xywh=X,Y,W,H&q=…`: a page, a moment, a place of one item.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, RawQuery, State},
    response::Response,
};
use bumba_access::Viewer;
use bumba_index::{Passage, Request};
use bumba_model::{Canvas, Region};

use super::{
    collection::{Crumb, crumbs},
    html, moved,
};
use crate::{
    address::{self, FileId, Place},
    asked::{self, Asked, AskedItem},
    base::Base,
    head::Head,
    params::Params,
    problem::Problem,
    said::{Said, clock},
    site::{Site, blocking},
    view::{
        card::{extent, wave},
        cite::Cite,
        description::Description,
        files::Files,
        page_image::PageImage,
        page_text::{Marks, PageText},
        passage::PassageView,
        rights::RightsView,
        titles::Titles,
        transcript::{Heard, Transcript},
        waveform::Waveform,
    },
};

/// Lines of one canvas that a page shows.
const LINES: u32 = 3000;
/// Places of what was looked for that a page lists.
const HITS: usize = 500;

#[derive(Template)]
#[template(path = "item.html")]
struct ItemPage {
    head: Head,
    titles: Titles,
    kind: String,
    extent: String,
    crumbs: Vec<Crumb>,
    back: Option<String>,
    canvases: Vec<CanvasLink>,
    ranges: Vec<RangeLink>,
    n: u32,
    status: String,
    label: String,
    closed: bool,
    page: Option<PageImage>,
    text: PageText,
    tape: Option<Tape>,
    transcript: Transcript,
    previous: Option<String>,
    next: Option<String>,
    hits: Option<Hits>,
    here: String,
    q: String,
    description: Description,
    rights: RightsView,
    files: Files,
    cite: Cite,
}

/// A canvas in the list of all.
struct CanvasLink {
    n: u32,
    href: String,
    label: String,
    current: bool,
    picture: Option<String>,
    time: String,
    status: String,
}

struct RangeLink {
    href: Option<String>,
    said: Said,
}

struct Tape {
    peaks: Option<String>,
    seconds: String,
    from: String,
    to: String,
    src: String,
    wave: Option<Waveform>,
    span: Option<(String, String)>,
    hits: Vec<(String, String)>,
    tracks: Vec<Track>,
    room: Option<u32>,
    length: String,
    download: String,
}

struct Track {
    src: String,
    lang: String,
    label: String,
}

/// The places of what was looked for in this item.
struct Hits {
    q: String,
    count: usize,
    more: bool,
    passages: Vec<HitLink>,
}

struct HitLink {
    view: PassageView,
    here: bool,
}

/// Answers.
pub async fn page(
    State(site): State<Arc<Site>>,
    Path((naan, name)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    params: Params,
    base: Base,
) -> Result<Response, Problem> {
    let viewer = Viewer::Public;
    let asked = match asked::item(&site, viewer, &format!("ark:{naan}/{name}")).await? {
        Asked::Here(asked) => asked,
        Asked::Moved(to) => return Ok(moved(address::item(&to), query.as_deref())),
    };
    let place = params.place()?;
    let (id, item) = (asked.id(), asked.item());
    let passages = passages(&site, &asked, &place.q).await?;
    // Without a page in the address: where the first hit is, else the first.
    let first = passages.as_ref().and_then(|found| found.first()).map_or(1, |passage| passage.canvas.n);
    let n = place.canvas.unwrap_or(if place.time.is_some() || place.region.is_some() { 1 } else { first });
    let canvas = item.canvases.get(n as usize - 1);
    if canvas.is_none() && place.canvas.is_some() {
        return Err(Problem::nothing(format!("canvas={n}: this item has {} of them.", item.canvases.len())));
    }
    let here: Vec<&Passage> = passages.iter().flatten().filter(|passage| passage.canvas.n == n).collect();
    let shown = shown(&site, &asked, n, canvas, &place, &here).await?;
    let events = site.catalogue.events(id).await?;
    let titles = Titles::of(&item.title, &item.local_id);
    let mut head = Head::new(&site, "item", &titles.first.text);
    head.q.clone_from(&place.q);
    head.canonical = Some(base.of(&address::item(id)));
    head.manifest = Some(base.of(&address::manifest(id)));
    let at = |n: u32| address::place(id, &Place { canvas: Some(n), q: place.q.clone(), ..Place::default() });
    let link = base.of(&address::place(id, &Place { q: String::new(), ..place.clone() }));
    let page = ItemPage {
        kind: asked.held().object.kind().to_owned(),
        extent: extent(item),
        crumbs: crumbs(asked.above()),
        back: (!place.q.is_empty()).then(|| address::search_for(&place.q)),
        canvases: canvases(&asked, n, &place.q),
        ranges: ranges(&asked),
        n,
        status: canvas.map(|canvas| canvas.status.clone()).unwrap_or_default(),
        label: canvas.map(|canvas| label(n, canvas)).unwrap_or_default(),
        previous: (n > 1).then(|| at(n - 1)),
        next: ((n as usize) < item.canvases.len()).then(|| at(n + 1)),
        hits: hits(&asked, passages.as_deref(), n, &place),
        here: address::item(id),
        description: Description::of(item),
        rights: RightsView::new(&item.rights),
        files: Files::of(&asked, &events),
        cite: Cite::new(&asked, &place, &site.name, link, base.of(&address::manifest(id))),
        q: place.q.clone(),
        closed: shown.closed,
        page: shown.page,
        text: shown.text,
        tape: shown.tape,
        transcript: shown.transcript,
        titles,
        head,
    };
    html(&page)
}

/// What stands on the canvas that is asked for.
#[derive(Default)]
struct Shown {
    closed: bool,
    page: Option<PageImage>,
    text: PageText,
    tape: Option<Tape>,
    transcript: Transcript,
}

async fn shown(
    site: &Site,
    asked: &AskedItem,
    n: u32,
    canvas: Option<&Canvas>,
    place: &Place,
    hits: &[&Passage],
) -> Result<Shown, Problem> {
    let Some(canvas) = canvas else { return Ok(Shown::default()) };
    if !asked.may_canvas(&canvas.id) {
        return Ok(Shown { closed: true, ..Shown::default() });
    }
    let mut marks = Marks::new();
    for passage in hits {
        let of_line = marks.entry(passage.line.clone()).or_default();
        of_line.extend(passage.highlights.iter().map(|(from, to)| [*from, *to]));
    }
    let (lines, more) = asked.lines(site, &canvas.id, LINES).await?;
    let file = asked.shown_on(&canvas.id).map(|file| FileId::new(asked.id(), file.n));
    let Some(seconds) = canvas.seconds.filter(|seconds| *seconds > 0.0) else {
        let regions: Vec<Region> =
            hits.iter().filter_map(|passage| passage.region.map(Region::from)).collect();
        let page =
            file.and_then(|id| PageImage::new(&id, n, canvas, label(n, canvas), regions, place.region));
        let text = PageText::new(asked.id(), asked.item(), n, &lines, &marks, &place.q);
        return Ok(Shown { page, text, ..Shown::default() });
    };
    let heard =
        Heard { id: asked.id(), item: asked.item(), n, seconds, lines: &lines, marks: &marks, asked: place };
    let transcript = Transcript::new(&heard, more);
    let tape = match file {
        Some(id) => Some(tape(site, asked, &id, &heard, &transcript, hits).await?),
        None => None,
    };
    Ok(Shown { tape, transcript, ..Shown::default() })
}

async fn tape(
    site: &Site,
    asked: &AskedItem,
    id: &FileId,
    heard: &Heard<'_>,
    transcript: &Transcript,
    hits: &[&Passage],
) -> Result<Tape, Problem> {
    let wave = wave(site, id, 900, "6rem").await?;
    let share = |from: f64, to: f64| {
        let percent = |seconds: f64| format!("{:.3}%", (seconds / heard.seconds * 100.0).clamp(0.0, 100.0));
        (percent(from), percent((to - from).max(heard.seconds / 500.0)))
    };
    let time = heard.asked.time;
    let cue = time.map(|(from, to)| {
        let to = to.map(|to| format!(",{}", address::seconds(to))).unwrap_or_default();
        format!("#t={}{to}", address::seconds(from))
    });
    let media = address::media(id);
    let tracks = transcript.tiers.iter().map(|tier| Track {
        src: address::subtitles(id, &tier.id),
        lang: asked
            .item()
            .layers
            .iter()
            .find(|layer| layer.id == tier.id)
            .map(|layer| layer.lang.clone())
            .unwrap_or_default(),
        label: format!("{}, {}", tier.label, tier.language),
    });
    Ok(Tape {
        peaks: wave.as_ref().map(|_| address::peaks(id)),
        seconds: address::seconds(heard.seconds),
        from: time.map(|(from, _)| address::seconds(from)).unwrap_or_default(),
        to: time.and_then(|(_, to)| to).map(address::seconds).unwrap_or_default(),
        src: format!("{media}{}", cue.unwrap_or_default()),
        wave,
        span: time.map(|(from, to)| share(from, to.unwrap_or(from))),
        hits: hits.iter().filter_map(|passage| passage.time).map(|(from, to)| share(from, to)).collect(),
        tracks: tracks.collect(),
        room: transcript.room(heard.seconds),
        length: clock(heard.seconds),
        download: media,
    })
}

/// All places of the words in this item that may be read. None where nothing was asked; an empty list where the query does not parse.
async fn passages(site: &Site, asked: &AskedItem, q: &str) -> Result<Option<Vec<Passage>>, Problem> {
    if q.is_empty() {
        return Ok(None);
    }
    let request = Request {
        query: q.to_owned(),
        limit: 1,
        within: Some(asked.id().to_string()),
        passages_per_item: HITS,
        facet_values: 0,
        ..Request::default()
    };
    let index = site.index.clone();
    let found = match blocking(move || index.search(&request)).await? {
        Ok(found) => found,
        Err(error) => {
            tracing::debug!(%error, "nothing is marked on this page");
            return Ok(Some(Vec::new()));
        }
    };
    let mut passages = found.hits.into_iter().next().map(|hit| hit.passages).unwrap_or_default();
    passages.retain(|passage| asked.may_lines(&passage.layer, &passage.canvas.id));
    Ok(Some(passages))
}

fn hits(asked: &AskedItem, passages: Option<&[Passage]>, n: u32, place: &Place) -> Option<Hits> {
    let passages = passages?;
    let is_here = |passage: &Passage| {
        let time = place
            .time
            .is_some_and(|(from, _)| passage.time.is_some_and(|(start, _)| (start - from).abs() < 0.001));
        let region = place.region.is_some() && passage.region.map(Region::from) == place.region;
        passage.canvas.n == n && (time || region)
    };
    Some(Hits {
        q: place.q.clone(),
        count: passages.len(),
        more: passages.len() >= HITS,
        passages: passages
            .iter()
            .take(100)
            .map(|passage| HitLink {
                view: PassageView::new(asked.id(), passage, &place.q),
                here: is_here(passage),
            })
            .collect(),
    })
}

fn label(n: u32, canvas: &Canvas) -> String {
    if canvas.label.is_empty() { n.to_string() } else { canvas.label.clone() }
}

fn canvases(asked: &AskedItem, current: u32, q: &str) -> Vec<CanvasLink> {
    (1..)
        .zip(&asked.item().canvases)
        .map(|(n, canvas)| {
            let picture = asked
                .shown_on(&canvas.id)
                .filter(|_| canvas.seconds.is_none())
                .map(|file| address::image_within(&FileId::new(asked.id(), file.n), 120, 160));
            let place = Place { canvas: Some(n), q: q.to_owned(), ..Place::default() };
            CanvasLink {
                n,
                href: address::place(asked.id(), &place),
                label: label(n, canvas),
                current: n == current,
                picture,
                time: canvas.seconds.map(clock).unwrap_or_default(),
                status: canvas.status.clone(),
            }
        })
        .collect()
}

fn ranges(asked: &AskedItem) -> Vec<RangeLink> {
    let item = asked.item();
    item.ranges
        .iter()
        .map(|range| {
            let href = range.spans.first().and_then(|span| {
                let (n, _) = item.canvas(&span.canvas)?;
                let time = span.time.map(|[from, to]| (from.0, Some(to.0).filter(|to| *to > from.0)));
                let place = Place { canvas: Some(n), time, region: span.region, q: String::new() };
                Some(address::place(asked.id(), &place))
            });
            let said =
                range.label.iter().find(|text| text.lang.starts_with("en")).or_else(|| range.label.first());
            RangeLink { href, said: said.map_or_else(|| Said::new(&range.id, ""), Said::from) }
        })
        .collect()
}
