//! A small archive with one of everything: open, closed in each way that a thing can be closed, withdrawn, merged.

use std::{collections::HashMap, io, num::NonZeroU32, sync::Arc};

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode},
};
use bumba_access::{Access, Audience, narrowest};
use bumba_catalogue::{Catalogue, Put};
use bumba_index::{AuthorityEntry, Change, Facet, Index, ItemEntry, ItemText, Stream, Tantivy};
use bumba_model::{
    Ark, Authority, AuthorityKind, Canvas, Collection, Digests, Event, File, Item, Layer, LayerSource, Line,
    Name, Object, Outcome, Person, Placement, PlacementStatus, Range, Region, Rights, Role, Rule, Seconds,
    Span, Target, Technical, Text, Title, What, Who, Withdrawn,
};
use bumba_store::{Derived, LocalDerived, LocalStore, Message, Store, User};
use bumba_web::{Site, address::FileId};
use tower::ServiceExt;

/// Stands in everything that is not open, and nowhere else.
pub const SECRET: &str = "zzgeheim";

/// The day of the tests.
pub const TODAY: &str = "2026-11-24T12:00:00Z";

pub struct Archive {
    pub router: Router,
    pub reel: Ark,
    pub book: Ark,
    /// Closed by a rule of its own.
    pub staff: Ark,
    /// Closed by the collection it is in.
    pub inherited: Ark,
    /// Withdrawn, once open.
    pub withdrawn: Ark,
    /// An item whose every field tries to be markup.
    pub hostile: Ark,
    pub work: Ark,
    /// Merged into `work`.
    pub merged: Ark,
    pub songs: Ark,
    pub private: Ark,
    pub wav: Vec<u8>,
    _folder: tempfile::TempDir,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

struct Builder {
    catalogue: Arc<bumba_catalogue_sqlite::SqliteCatalogue>,
    index: Arc<Tantivy>,
    store: Arc<LocalStore>,
    derived: Arc<LocalDerived>,
    collections: HashMap<Ark, Object>,
    /// The index was fed when all was still open.
    stale: bool,
}

impl Archive {
    pub async fn new() -> Self {
        Self::made(false).await
    }

    /// With an index that does not know yet that anything was closed.
    pub async fn with_a_stale_index() -> Self {
        Self::made(true).await
    }

    async fn made(stale: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut builder = Builder {
            catalogue: Arc::new(
                bumba_catalogue_sqlite::SqliteCatalogue::open(folder.path().join("catalogue.db"))
                    .await
                    .unwrap(),
            ),
            index: Arc::new(Tantivy::create(folder.path().join("index")).unwrap()),
            store: Arc::new(LocalStore::init(folder.path().join("store")).unwrap()),
            derived: Arc::new(LocalDerived::new(folder.path().join("derived"))),
            collections: HashMap::new(),
            stale,
        };
        let ark = |n: u64| Ark::mint("99999", n * 1_000_003);
        let (songs, private, work, merged) = (ark(1), ark(2), ark(3), ark(4));
        builder.collection(&songs, "songs", "Songs of the steppe", vec![]).await;
        builder.collection(&private, "private", &format!("{SECRET} papers"), vec![staff(Target::All)]).await;
        builder
            .authority(&work, &[("Jangar", "en"), ("江格尔", "zh-Hans"), ("ᠵᠠᠩᠭᠠᠷ", "mn-Mong")], None)
            .await;
        builder.authority(&merged, &[("Djangar", "en")], Some(&work)).await;
        let wav = sound();
        let reel = builder.reel(ark(10), &songs, &work, &wav).await;
        let book = builder.book(ark(11), &songs).await;
        let staff_only = builder.plain(ark(12), SECRET, Some(&songs), vec![staff(Target::All)], None).await;
        let inherited = builder.plain(ark(13), SECRET, Some(&private), vec![], None).await;
        let tombstone = Withdrawn {
            at: "2026-10-01T00:00:00Z".into(),
            reason: "asked for by the family".into(),
            by: String::new(),
        };
        let withdrawn = builder.plain(ark(14), SECRET, Some(&songs), vec![], Some(tombstone)).await;
        let hostile = builder.hostile(ark(15)).await;
        builder.index.commit(1).unwrap();
        let mut site = Site::new(builder.catalogue, builder.index, builder.store, builder.derived, None);
        site.clock = Arc::new(|| TODAY.parse().unwrap());
        Self {
            router: bumba_web::router(Arc::new(site)),
            reel,
            book,
            staff: staff_only,
            inherited,
            withdrawn,
            hostile,
            work,
            merged,
            songs,
            private,
            wav,
            _folder: folder,
        }
    }

    pub async fn get(&self, address: &str) -> Answer {
        self.ask("GET", address, &[]).await
    }

    pub async fn ask(&self, method: &str, address: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().method(method).uri(address).header("host", "127.0.0.1:8080");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub fn file(&self, item: &Ark, n: u32) -> String {
        FileId::new(item, n).segment()
    }
}

pub fn staff(on: Target) -> Rule {
    Rule { on, who: Who::Staff, ..Rule::default() }
}

/// Two seconds, 8 kHz, rising and falling.
fn sound() -> Vec<u8> {
    let samples: Vec<i16> = (0..16_000i32).map(|n| ((n % 200 - 100) * (n % 4000) / 20) as i16).collect();
    let mut out = Vec::new();
    out.extend(b"RIFF");
    out.extend(u32::try_from(36 + samples.len() * 2).unwrap().to_le_bytes());
    out.extend(b"WAVEfmt ");
    out.extend(16u32.to_le_bytes());
    out.extend([1, 0, 1, 0]);
    out.extend(8000u32.to_le_bytes());
    out.extend(16_000u32.to_le_bytes());
    out.extend([2, 0, 16, 0]);
    out.extend(b"data");
    out.extend(u32::try_from(samples.len() * 2).unwrap().to_le_bytes());
    out.extend(samples.iter().flat_map(|sample| sample.to_le_bytes()));
    out
}

fn picture(width: u32, height: u32) -> Vec<u8> {
    let rgb: Vec<u8> = (0..width * height).flat_map(|n| [(n % 251) as u8, (n % 241) as u8, 200]).collect();
    bumba_imaging::encode_jpeg(&rgb, width, height, 90, None).unwrap()
}

fn master(n: u32, name: &str, technical: Technical) -> File {
    File { n, path: format!("masters/{name}"), role: Role::Master, technical, ..File::default() }
}

fn line(id: &str, layer: &str, canvas: &str, order: u32, text: &str) -> Line {
    Line {
        id: id.into(),
        layer: layer.into(),
        canvas: canvas.into(),
        order,
        text: text.into(),
        ..Line::default()
    }
}

fn shows(canvas: &str, file: u32) -> Placement {
    Placement { canvas: canvas.into(), file, status: PlacementStatus::Chosen, ..Placement::default() }
}

fn layer(id: &str, lang: &str, sources: &[(u32, &str)]) -> Layer {
    let sources = sources
        .iter()
        .map(|(file, canvas)| LayerSource { file: *file, canvas: (*canvas).into(), ..LayerSource::default() })
        .collect();
    Layer { id: id.into(), kind: "transcript".into(), lang: lang.into(), sources, ..Layer::default() }
}

impl Builder {
    async fn put(&self, object: Object, lines: Vec<Line>) {
        let event = |file: &str| Event {
            kind: "ingestion".into(),
            at: "2026-11-01T10:00:00Z".into(),
            by: "bumba".into(),
            file: file.into(),
            outcome: Outcome::Success,
            ..Event::default()
        };
        let files = object.item().map(|item| item.files.clone()).unwrap_or_default();
        let events = files.iter().map(|file| event(&file.path)).chain([event("")]).collect();
        let put =
            Put { object, version: 1, changed: "2026-11-01T10:00:00Z".into(), lines, events, ends: None };
        self.catalogue.put(put).await.unwrap();
    }

    async fn collection(&mut self, id: &Ark, slug: &str, title: &str, rules: Vec<Rule>) {
        let collection = Collection {
            slug: slug.into(),
            title: vec![Title::new(title, "en")],
            summary: vec![Text::new(title, "en")],
            rights: Rights { rules, ..Rights::default() },
            ..Collection::default()
        };
        let object = Object::new(id.clone(), What::Collection(collection));
        self.collections.insert(id.clone(), object.clone());
        self.put(object, vec![]).await;
    }

    async fn authority(&self, id: &Ark, names: &[(&str, &str)], merged_into: Option<&Ark>) {
        let names: Vec<Name> = names
            .iter()
            .map(|(text, lang)| Name { text: (*text).into(), lang: (*lang).into(), ..Name::default() })
            .collect();
        if merged_into.is_none() {
            let names = names.iter().map(|name| bumba_index::Text::new(&name.text, &name.lang)).collect();
            let entry = AuthorityEntry { id: id.to_string(), names, audience: bumba_index::Audience::Open };
            self.index.apply(Change::Authority(entry)).unwrap();
        }
        let authority = Authority {
            kind: AuthorityKind::Work,
            names,
            merged_into: merged_into.cloned(),
            ..Authority::default()
        };
        self.put(Object::new(id.clone(), What::Authority(authority)), vec![]).await;
    }

    /// Keeps, makes, puts and indexes an item, by its rules.
    async fn item(
        &mut self,
        id: Ark,
        mut item: Item,
        bytes: Vec<Vec<u8>>,
        lines: Vec<Line>,
        withdrawn: Option<Withdrawn>,
    ) -> Ark {
        let draft = self.store.begin(&id.to_string()).unwrap();
        for (file, bytes) in item.files.iter_mut().zip(&bytes) {
            let stored = draft.put(&file.path, bytes).unwrap();
            file.bytes = stored.bytes;
            file.digests = Digests { sha512: stored.sha512.to_string(), ..Digests::default() };
            let key = FileId::new(&id, file.n);
            if file.technical.media_type.starts_with("image/") {
                let mut out = self.derived.create(&key.pyramid(), &file.digests.sha512).unwrap();
                let options = bumba_imaging::PyramidOptions::default();
                bumba_imaging::write_pyramid(&mut io::Cursor::new(bytes), &mut out, &options).unwrap();
                out.finish().unwrap();
            }
            if file.technical.media_type.starts_with("audio/") {
                let spec = bumba_audio::PeakSpec {
                    samples_per_pixel: NonZeroU32::new(64).unwrap(),
                    ..bumba_audio::PeakSpec::default()
                };
                let mut out = self.derived.create(&key.peaks(), &file.digests.sha512).unwrap();
                bumba_audio::peaks(io::Cursor::new(bytes), spec).unwrap().value.write_dat(&mut out).unwrap();
                out.finish().unwrap();
            }
        }
        let user = User { name: "test".into(), address: None };
        draft.commit(Message { text: "in".into(), user, created: TODAY.parse().unwrap() }).unwrap();
        if withdrawn.is_none() {
            self.index.apply(Change::Item(Box::new(self.entry(&id, &item, &lines)))).unwrap();
        }
        let object = Object { id: id.clone(), withdrawn, what: What::Item(Box::new(item)) };
        self.put(object, lines).await;
        id
    }

    fn entry(&self, id: &Ark, item: &Item, lines: &[Line]) -> ItemEntry {
        let day = TODAY[..10].parse().unwrap();
        let above: Vec<&Object> = item.part_of.iter().filter_map(|id| self.collections.get(id)).collect();
        let access = Access::of_item(item, above, day);
        let to = |audience: Audience| match audience {
            _ if self.stale => bumba_index::Audience::Open,
            Audience::Open => bumba_index::Audience::Open,
            Audience::Staff => bumba_index::Audience::Staff,
        };
        let mut streams = Vec::new();
        for layer in &item.layers {
            for (n, canvas) in (1..).zip(&item.canvases) {
                let of = lines.iter().filter(|line| line.layer == layer.id && line.canvas == canvas.id);
                streams.push(Stream {
                    layer: layer.id.clone(),
                    kind: layer.kind.clone(),
                    lang: Some(layer.lang.clone()),
                    audience: to(access.lines(&layer.id, &canvas.id)),
                    lines: of
                        .map(|line| bumba_index::Line {
                            id: line.id.clone(),
                            canvas_n: n,
                            canvas_id: canvas.id.clone(),
                            canvas_label: canvas.label.clone(),
                            time: line.time.map(|[from, to]| (from.0, to.0)),
                            region: line.region.map(Into::into),
                            text: line.text.clone(),
                        })
                        .collect(),
                });
            }
        }
        let text = |title: &Title| bumba_index::Text::new(&title.text, &title.lang);
        let note = |text: &Text| ItemText {
            field: "note".into(),
            text: bumba_index::Text::new(&text.text, &text.lang),
        };
        let collections = item.part_of.iter().map(|id| (Facet::Collection, id.to_string()));
        ItemEntry {
            id: id.to_string(),
            kind: item.kind.clone(),
            titles: item.title.iter().map(text).collect(),
            fields: item.notes.iter().map(note).collect(),
            facets: collections
                .chain([(Facet::Kind, item.kind.clone())])
                .chain(item.languages.iter().map(|tag| (Facet::Language, tag.clone())))
                .collect(),
            authorities: item
                .works
                .iter()
                .filter_map(|work| Some(work.authority.as_ref()?.to_string()))
                .collect(),
            audience: to(access.item().min(narrowest([].iter(), day))),
            streams,
            year: None,
        }
    }

    /// Side A is open, side B is closed by a rule on its file; a deed is never open.
    async fn reel(&mut self, id: Ark, songs: &Ark, work: &Ark, wav: &[u8]) -> Ark {
        let sound = || Technical {
            media_type: "audio/wav".into(),
            seconds: Some(2.0),
            sample_rate: Some(8000),
            ..Technical::default()
        };
        let text = |n: u32, beside: u32, name: &str| File {
            n,
            path: format!("text/{name}"),
            role: Role::Text,
            beside: Some(beside),
            technical: Technical { media_type: "application/xml".into(), ..Technical::default() },
            ..File::default()
        };
        let deed = File {
            n: 5,
            path: format!("agreement/{SECRET}.pdf"),
            role: Role::Agreement,
            technical: Technical { media_type: "application/pdf".into(), ..Technical::default() },
            ..File::default()
        };
        let canvas = |id: &str, label: &str| Canvas {
            id: id.into(),
            label: label.into(),
            seconds: Some(2.0),
            ..Canvas::default()
        };
        let item = Item {
            kind: "reel".into(),
            local_id: "reel-1".into(),
            title: vec![Title::new("ᠳᠠᠭᠤᠤ", "mn-Mong"), Title::new("A steppe song", "en")],
            languages: vec!["mn-Mong".into()],
            people: vec![Person { role: "singer".into(), written: "Batu".into(), ..Person::default() }],
            works: vec![Person {
                authority: Some(work.clone()),
                written: "Jangar".into(),
                ..Person::default()
            }],
            part_of: Some(songs.clone()),
            files: vec![
                master(1, "reel-a.wav", sound()),
                master(2, &format!("{SECRET}-b.wav"), sound()),
                text(3, 1, "reel-a.eaf"),
                text(4, 2, &format!("{SECRET}-b.eaf")),
                deed,
            ],
            canvases: vec![canvas("c1", "Side A"), canvas("c2", "Side B")],
            placements: vec![shows("c1", 1), shows("c2", 2)],
            ranges: vec![Range {
                id: "r1".into(),
                label: vec![Text::new("First verse", "en")],
                spans: vec![Span {
                    canvas: "c1".into(),
                    time: Some([Seconds(0.0), Seconds(1.0)]),
                    ..Span::default()
                }],
                ..Range::default()
            }],
            layers: vec![
                layer("t1", "mn-Mong", &[(3, "c1"), (4, "c2")]),
                layer("t2", "en", &[(3, "c1"), (4, "c2")]),
            ],
            rights: Rights {
                uri: "https://creativecommons.org/licenses/by/4.0/".into(),
                written: "CC BY 4.0".into(),
                rules: vec![staff(Target::File(2))],
                ..Rights::default()
            },
            ..Item::default()
        };
        let timed =
            |line: Line, from: f64, to: f64| Line { time: Some([Seconds(from), Seconds(to)]), ..line };
        let lines = vec![
            timed(line("l1", "t1", "c1", 0, "ᠮᠣᠩᠭᠣᠯ ᠳᠠᠭᠤᠤ"), 0.25, 1.0),
            timed(line("l2", "t2", "c1", 0, "a song hanging there"), 0.25, 1.0),
            timed(line("l3", "t2", "c1", 1, "over the wide steppe"), 1.0, 1.75),
            timed(line("l4", "t2", "c2", 2, &format!("{SECRET} words of side B")), 0.5, 1.0),
        ];
        let bytes = vec![wav.to_vec(), wav.to_vec(), b"<eaf/>".to_vec(), SECRET.into(), SECRET.into()];
        self.item(id, item, bytes, lines, None).await
    }

    /// The first page is open; a span closes the second; the third has no file.
    async fn book(&mut self, id: Ark, songs: &Ark) -> Ark {
        let page = |w: u32, h: u32| Technical {
            media_type: "image/jpeg".into(),
            width: Some(w),
            height: Some(h),
            ..Technical::default()
        };
        let canvas = |id: &str, label: &str| Canvas {
            id: id.into(),
            label: label.into(),
            width: Some(600),
            height: Some(800),
            ..Canvas::default()
        };
        let closed =
            Target::Span { canvas: "c2".into(), time: None, region: Some(Region { x: 1, y: 1, w: 5, h: 5 }) };
        let item = Item {
            kind: "manuscript".into(),
            local_id: "book-1".into(),
            title: vec![Title::new("太宗實錄", "zh-Hant")],
            part_of: Some(songs.clone()),
            files: vec![
                master(1, "p1.jpg", page(600, 800)),
                master(2, &format!("{SECRET}.jpg"), page(600, 800)),
                File {
                    n: 3,
                    path: "text/p1.xml".into(),
                    role: Role::Text,
                    beside: Some(1),
                    ..File::default()
                },
            ],
            canvases: vec![
                canvas("c1", "1r"),
                canvas("c2", "1v"),
                Canvas { status: "missing".into(), ..canvas("c3", "2r") },
            ],
            placements: vec![shows("c1", 1), shows("c2", 2)],
            layers: vec![layer("t1", "zh-Hant", &[(3, "c1"), (3, "c2")])],
            rights: Rights { rules: vec![staff(closed)], ..Rights::default() },
            ..Item::default()
        };
        let region = Some(Region { x: 100, y: 120, w: 40, h: 500 });
        let lines = vec![
            Line { region, ..line("l1", "t1", "c1", 0, "唐太宗皇帝") },
            Line { region, ..line("l2", "t1", "c2", 1, &format!("太宗 {SECRET}")) },
        ];
        let bytes = vec![picture(600, 800), picture(600, 800), b"<alto/>".to_vec()];
        // The text's file writes on a closed page too, so all of it is closed by the narrowest rule; the first page's
        // lines come from a file of their own below.
        let mut item = item;
        item.files[2].path = "text/p1.xml".into();
        item.files.push(File {
            n: 4,
            path: "text/p2.xml".into(),
            role: Role::Text,
            beside: Some(2),
            ..File::default()
        });
        item.layers = vec![layer("t1", "zh-Hant", &[(3, "c1"), (4, "c2")])];
        let bytes = [bytes, vec![SECRET.into()]].concat();
        self.item(id, item, bytes, lines, None).await
    }

    async fn plain(
        &mut self,
        id: Ark,
        word: &str,
        part_of: Option<&Ark>,
        rules: Vec<Rule>,
        withdrawn: Option<Withdrawn>,
    ) -> Ark {
        let technical = Technical {
            media_type: "image/jpeg".into(),
            width: Some(300),
            height: Some(200),
            ..Technical::default()
        };
        let item = Item {
            kind: format!("{word}-kind"),
            local_id: format!("{word}-{}", id.name()),
            title: vec![Title::new(word, "en")],
            notes: vec![Text::new(format!("{word} song"), "en")],
            part_of: part_of.cloned(),
            files: vec![master(1, &format!("{word}.jpg"), technical)],
            canvases: vec![Canvas {
                id: "c1".into(),
                label: word.into(),
                width: Some(300),
                height: Some(200),
                ..Canvas::default()
            }],
            placements: vec![shows("c1", 1)],
            layers: vec![layer("t1", "en", &[(1, "c1")])],
            rights: Rights { rules, ..Rights::default() },
            ..Item::default()
        };
        let lines = vec![line("l1", "t1", "c1", 0, &format!("{word} song of the steppe"))];
        self.item(id, item, vec![picture(300, 200)], lines, withdrawn).await
    }

    async fn hostile(&mut self, id: Ark) -> Ark {
        let bad = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&amp;";
        let text = |lang: &str| Text::new(bad, lang);
        let item = Item {
            kind: bad.into(),
            local_id: bad.into(),
            title: vec![Title::new(bad, bad), Title::new(bad, "")],
            shelfmark: bad.into(),
            languages: vec![bad.into()],
            scripts: vec![bad.into()],
            subjects: vec![text(bad)],
            summary: vec![text("en")],
            notes: vec![text("en")],
            people: vec![Person {
                role: bad.into(),
                written: bad.into(),
                lang: bad.into(),
                ..Person::default()
            }],
            rights: Rights {
                written: bad.into(),
                uri: "javascript:alert(1)".into(),
                holder: bad.into(),
                note: bad.into(),
                labels: vec![bad.into()],
                ..Rights::default()
            },
            files: vec![File {
                original_name: bad.into(),
                technical: Technical {
                    media_type: "text/html".into(),
                    format: bad.into(),
                    ..Technical::default()
                },
                faults: vec![bumba_model::Fault { code: bad.into(), message: bad.into() }],
                ..master(1, "page.html", Technical::default())
            }],
            canvases: vec![Canvas {
                id: bad.into(),
                label: bad.into(),
                width: Some(10),
                height: Some(10),
                status: bad.into(),
                ..Canvas::default()
            }],
            placements: vec![shows(bad, 1)],
            ranges: vec![Range { id: bad.into(), label: vec![text(bad)], ..Range::default() }],
            layers: vec![Layer { label: bad.into(), ..layer(bad, bad, &[(1, bad)]) }],
            ..Item::default()
        };
        let lines = vec![Line { speaker: bad.into(), ..line(bad, bad, bad, 0, bad) }];
        self.item(id, item, vec![b"<script>alert(1)</script>".to_vec()], lines, None).await
    }
}
