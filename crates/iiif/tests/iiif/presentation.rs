use std::{fs, path::PathBuf};

use bumba_iiif::presentation::{
    About, Agent, Annotation, AnnotationPage, Behavior, Body, Canvas, Collection, CollectionItem, ItemKind,
    LanguageMap, Link, Manifest, MetadataPair, Motivation, Range, RangeItem, Start, Thumbnail,
    ViewingDirection, collection_faults, faults, fragment,
    search::{Hit, SearchAnswer, SearchService},
};
use serde::Serialize;
use serde_json::{Value, json};

const BASE: &str = "https://example.org";

fn fixtures() -> PathBuf {
    std::env::var_os("BUMBA_FIXTURES").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/fixtures"),
        PathBuf::from,
    )
}

/// What the presentation validator's schema says; nothing where the schema is not on the machine.
fn schema_errors(document: &impl Serialize) -> Vec<String> {
    let Ok(schema) = fs::read_to_string(fixtures().join("iiif/iiif_3_0.json")) else { return Vec::new() };
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::draft7::new(&schema).unwrap();
    let document = serde_json::to_value(document).unwrap();
    validator.iter_errors(&document).map(|e| format!("{}: {e}", e.instance_path())).collect()
}

fn canvas_id(n: usize) -> String {
    format!("{BASE}/items/ark:99999/b1?canvas={n}")
}

fn book(pages: usize) -> Manifest {
    let label = LanguageMap::new("mn-Mong", "ᠵᠠᠩᠭᠠᠷ").with("zh-Hans", "江格尔").with("", "Jangar");
    let mut manifest = Manifest::new(format!("{BASE}/iiif/manifest/ark:99999/b1"), label)
        .part_of(format!("{BASE}/iiif/collection/jangar"), "Jangar");
    manifest.about = About {
        metadata: vec![MetadataPair::new("Date", "1771/1820"), MetadataPair::new("Script", "Mongolian")],
        summary: LanguageMap::new("en", "A book."),
        required_statement: Some(MetadataPair::new("Attribution", "The archive")),
        rights: Some("http://rightsstatements.org/vocab/NKC/1.0/".into()),
        provider: vec![Agent {
            id: BASE.into(),
            label: "The archive".into(),
            homepage: vec![Link::page(BASE, "The archive")],
        }],
        thumbnail: vec![Thumbnail {
            id: format!("{BASE}/iiif/image/99999-b1-f1/full/161,237/0/default.jpg"),
            format: "image/jpeg".into(),
            width: 161,
            height: 237,
            service: None,
        }],
        homepage: vec![Link::page(format!("{BASE}/items/ark:99999/b1"), "In the archive")],
        see_also: vec![
            Link::new("Dataset", format!("{BASE}/api/v1/items/b1"), "Record").format("application/json"),
        ],
        behavior: vec![Behavior::Paged],
        viewing_direction: Some(ViewingDirection::LeftToRight),
        nav_date: Some("1800-01-01T00:00:00Z".into()),
        start: Some(Start { canvas: canvas_id(1) }),
        ..manifest.about
    };
    manifest.service = vec![SearchService { id: format!("{BASE}/iiif/search/ark:99999/b1") }];
    for n in 1..=pages {
        let texts = format!("{}/text", canvas_id(n));
        let line = Annotation {
            id: format!("{texts}/1"),
            motivation: Motivation::Supplementing,
            body: Body::text("ᠵᠠᠩᠭᠠᠷ", "mn-Mong"),
            target: fragment(&canvas_id(n), None, Some([10, 20, 30, 400])),
        };
        let texts = AnnotationPage {
            id: texts,
            label: "Transcript".into(),
            items: Some(vec![line]),
            standalone: false,
        };
        let canvas = Canvas::page(canvas_id(n), format!("{n}r"), 2550, 3780)
            .paint(Body::image(&format!("{BASE}/iiif/image/99999-b1-f{n}"), 2550, 3780))
            .annotate(texts);
        manifest.items.push(canvas);
    }
    let chapter =
        Range::new(format!("{BASE}/range/1.1"), "First song", vec![RangeItem::Canvas(canvas_id(1))]);
    let whole = Range::new(format!("{BASE}/range/1"), "Contents", vec![RangeItem::Range(chapter.into())]);
    manifest.structures.push(whole);
    manifest
}

fn tape() -> Manifest {
    let mut manifest =
        Manifest::new(format!("{BASE}/iiif/manifest/ark:99999/t1"), LanguageMap::new("en", "Reel 12"));
    let side = format!("{BASE}/items/ark:99999/t1?canvas=1");
    let canvas = Canvas::sound(&side, "Side A", 1805.25)
        .paint(Body::Choice(vec![
            Body::sound(format!("{BASE}/media/99999-t1-f1/opus"), "audio/ogg", 1805.25),
            Body::sound(format!("{BASE}/media/99999-t1-f1"), "audio/wav", 1805.25),
        ]))
        .annotate(AnnotationPage {
            id: format!("{side}/vtt"),
            items: Some(vec![Annotation {
                id: format!("{side}/vtt/1"),
                motivation: Motivation::Supplementing,
                body: Body::Text {
                    id: format!("{BASE}/media/99999-t1-f2"),
                    format: "text/vtt".into(),
                    language: Some("xal".into()),
                    label: "Transcript".into(),
                },
                target: side.clone(),
            }]),
            ..AnnotationPage::default()
        });
    manifest.items.push(canvas);
    manifest.about.behavior = vec![Behavior::AutoAdvance];
    let song = RangeItem::Canvas(fragment(&side, Some((12.5, 600.0)), None));
    manifest.structures.push(Range::new(format!("{BASE}/range/t1"), "The song of Khongor", vec![song]));
    manifest
}

#[test]
fn a_book_and_a_tape_are_valid_by_the_schema_and_by_our_own_checks() {
    for manifest in [book(3), tape()] {
        assert_eq!(faults(&manifest), Vec::<String>::new());
        assert_eq!(schema_errors(&manifest), Vec::<String>::new());
    }
}

#[test]
fn a_book_of_eight_hundred_pages_is_valid_too() {
    let manifest = book(800);

    assert_eq!(faults(&manifest), Vec::<String>::new());
    assert_eq!(schema_errors(&manifest), Vec::<String>::new());
    assert_eq!(serde_json::to_value(&manifest).unwrap()["items"].as_array().unwrap().len(), 800);
}

#[test]
fn the_schema_sees_a_manifest_without_label_where_it_is() {
    let mut manifest = book(1);
    manifest.about.label = LanguageMap::default();
    let on_the_machine = fixtures().join("iiif/iiif_3_0.json").exists();

    assert_eq!(schema_errors(&manifest).is_empty(), !on_the_machine);
}

#[test]
fn a_page_of_a_manifest_is_in_the_specifications_form() {
    let mut manifest = Manifest::new(format!("{BASE}/m"), LanguageMap::new("bo", "བོད"));
    manifest.items.push(Canvas::page(format!("{BASE}/c"), "1v", 20, 30).paint(Body::image(
        &format!("{BASE}/i"),
        40,
        60,
    )));

    assert_eq!(
        serde_json::to_value(&manifest).unwrap(),
        json!({
            "@context": "http://iiif.io/api/presentation/3/context.json",
            "id": "https://example.org/m",
            "type": "Manifest",
            "label": {"bo": ["བོད"]},
            "items": [{
                "id": "https://example.org/c",
                "type": "Canvas",
                "label": {"none": ["1v"]},
                "width": 20,
                "height": 30,
                "items": [{
                    "id": "https://example.org/c/painting",
                    "type": "AnnotationPage",
                    "items": [{
                        "id": "https://example.org/c/painting/1",
                        "type": "Annotation",
                        "motivation": "painting",
                        "body": {
                            "id": "https://example.org/i/full/max/0/default.jpg",
                            "type": "Image",
                            "format": "image/jpeg",
                            "width": 40,
                            "height": 60,
                            "service": [{"id": "https://example.org/i", "type": "ImageService3", "profile": "level2"}],
                        },
                        "target": "https://example.org/c",
                    }],
                }],
            }],
        })
    );
    assert!(serde_json::to_string(&manifest).unwrap().starts_with("{\"@context\":"));
}

#[test]
fn a_collection_is_valid() {
    let mut collection = Collection::new(format!("{BASE}/iiif/collection/jangar"), "Jangar");
    for (kind, name) in [(ItemKind::Manifest, "b1"), (ItemKind::Collection, "tapes")] {
        let id = format!("{BASE}/iiif/{name}");
        collection.items.push(CollectionItem { kind, id, label: name.into(), thumbnail: None });
    }

    assert_eq!(collection_faults(&collection), Vec::<String>::new());
    assert_eq!(schema_errors(&collection), Vec::<String>::new());
    collection.about.behavior = vec![Behavior::MultiPart, Behavior::Together];
    assert_eq!(collection_faults(&collection), Vec::<String>::new());
}

#[test]
fn our_own_checks_see_what_the_schema_misses() {
    let told = |change: fn(&mut Manifest)| {
        let mut manifest = book(2);
        change(&mut manifest);
        faults(&manifest)
    };
    let one = |faults: Vec<String>, words: &str| {
        assert!(faults.len() == 1 && faults[0].contains(words), "{words}: {faults:?}");
    };

    one(told(|m| m.items[0].items[0].items.as_mut().unwrap()[0].target = canvas_id(2)), "has another target");
    one(told(|m| m.items[1].annotations[0].id = m.items[0].annotations[0].id.clone()), "is given twice");
    assert!(
        told(|m| m.items[1].id = m.items[0].id.clone()).iter().any(|f| f.contains("canvas=1 is given twice"))
    );
    one(told(|m| m.about.behavior.push(Behavior::Continuous)), "exclude each other");
    one(told(|m| m.about.behavior = vec![Behavior::FacingPages]), "does not belong there");
    one(told(|m| m.about.rights = Some("https://x.org".into())), "must begin with http://");
    one(told(|m| m.items[0].height = None), "only one of width and height");
    one(told(|m| (m.items[0].width, m.items[0].height) = (None, None)), "neither a size nor a duration");
    one(told(|m| m.structures[0].items.push(RangeItem::Canvas(canvas_id(9)))), "is not one of the canvases");
    one(told(|m| m.about.start = Some(Start { canvas: canvas_id(9) })), "is not one of its canvases");
    one(told(|m| m.about.label = LanguageMap::default()), "has no label");

    let mut tape = tape();
    let canvas = &mut tape.items[0];
    canvas.items[0].items.as_mut().unwrap()[0].target = fragment(&canvas.id, Some((0.0, 4000.0)), None);
    one(faults(&tape), "of a canvas of 1805.25 s");
}

#[test]
fn a_page_of_text_stands_alone_or_is_told_of() {
    let reference = AnnotationPage::reference(format!("{BASE}/texts/1"), "Transcript");
    let value = serde_json::to_value(&reference).unwrap();
    assert_eq!(
        value,
        json!({"id": "https://example.org/texts/1", "type": "AnnotationPage", "label": {"none": ["Transcript"]}})
    );

    let mut manifest = book(1);
    manifest.items[0].annotations = vec![reference];
    assert_eq!(schema_errors(&manifest), Vec::<String>::new());

    let document = AnnotationPage::document(format!("{BASE}/texts/1"), "Transcript", vec![]);
    assert!(serde_json::to_string(&document).unwrap().starts_with("{\"@context\":"));
}

#[test]
fn a_search_answer_tells_lines_and_hits() {
    let line = Annotation {
        id: format!("{BASE}/lines/1"),
        motivation: Motivation::Supplementing,
        body: Body::text("hanging there in the sun", "en"),
        target: fragment(&canvas_id(1), Some((1.0, 2.5)), None),
    };
    let hit = Hit {
        id: format!("{BASE}/hits/1"),
        annotation: line.id.clone(),
        prefix: String::new(),
        exact: "hanging there".into(),
        suffix: " in the sun".into(),
    };
    let answer =
        SearchAnswer { id: format!("{BASE}/iiif/search/b1?q=hanging"), items: vec![line], hits: vec![hit] };

    let value = serde_json::to_value(&answer).unwrap();
    assert_eq!(value["@context"], "http://iiif.io/api/search/2/context.json");
    assert_eq!(value["items"][0]["body"]["value"], "hanging there in the sun");
    let found = &value["annotations"][0]["items"][0];
    assert_eq!(found["motivation"], "contextualizing");
    assert_eq!(found["target"]["source"], "https://example.org/lines/1");
    assert_eq!(found["target"]["selector"][0]["exact"], "hanging there");
}
