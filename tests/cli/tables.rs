//! Tables say which files make which item, and what is said of it.

use serde_json::json;

use crate::support::{Archive, Batch, codes, paths, wav, xlsx};

const ITEMS: &str = "item,title@en,title@mn-Mong,title@zh-Hans,people:singer@xal,date,place,colour,part_of\n\
                     reel-1,First reel,ᠵᠠᠩᠭᠠᠷ,江格尔,Ээлян Овла,1957,Elista,red,epics\n";

fn tables() -> Batch {
    Batch::of([
        ("items.csv", ITEMS.into()),
        ("collections.csv", "slug,title@en,part_of\noral,Oral literature,\nepics,Epics,oral\n".into()),
        ("authorities.csv", "id,kind,name@xal,name@en\np1,person,Ээлян Овла,Eelyan Ovla\n".into()),
        ("ranges.csv", "item,canvas,from,to,label@en\nreel-1,1,0:00.5,0:01,The opening\n".into()),
        ("reel-1/a.wav", wav(16_000, 9)),
    ])
}

#[test]
fn titles_people_collections_authorities_and_ranges_come_from_their_tables() {
    let archive = Archive::new();

    let said = archive.ingest(&tables(), &[]).ends(0).json();

    assert_eq!(codes(&said["told"]), ["unknown-column"]);
    let reel = archive.named("reel-1").unwrap();
    let titles: Vec<_> = reel["title"].as_array().unwrap().iter().map(|title| &title["lang"]).collect();
    assert_eq!(titles, ["en", "mn-Mong", "zh-Hans"]);
    let singer = &reel["people"][0];
    assert_eq!((&singer["written"], &singer["role"]), (&json!("Ээлян Овла"), &json!("singer")));
    assert!(reel.to_string().contains("\"colour\":\"red\""), "what is not known is kept: {reel}");
    assert_eq!(reel["ranges"][0]["label"][0]["text"], "The opening");
    assert_eq!(reel["ranges"][0]["spans"][0]["time"], json!([0.5, 1.0]));

    let epics = archive.show("epics");
    assert_eq!(reel["part_of"], epics["id"]);
    assert_eq!(epics["part_of"], archive.show("oral")["id"]);
    let ark = singer["authority"].as_str().expect("the name is an authority's");
    assert!(archive.show(ark).to_string().contains("Eelyan Ovla"));
}

#[test]
fn an_item_is_found_by_each_name_of_its_singer() {
    let archive = Archive::new();
    archive.ingest(&tables(), &[]).ends(0);
    for query in ["Ээлян", "Eelyan Ovla", "江格尔", "ᠵᠠᠩᠭᠠᠷ", "\"first reel\""] {
        assert_eq!(archive.total(query), 1, "{query}");
    }
}

#[test]
fn items_are_listed_and_counted_by_collection() {
    let archive = Archive::new();
    archive.ingest(&tables(), &[]).ends(0);
    assert_eq!(archive.run(&["list", "--collection", "epics"]).ends(0).lines().len(), 1);
    archive.run(&["list", "--collection", "nowhere"]).ends(5);
}

#[test]
fn a_workbook_says_the_same_with_its_sheets() {
    let rows: Vec<Vec<&str>> = ITEMS.lines().map(|line| line.split(',').collect()).collect();
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    let workbook = xlsx(&[
        ("items", &rows),
        ("collections", &[&["slug", "title@en"], &["epics", "Epics"]]),
        ("authorities", &[&["id", "kind", "name@xal"], &["p1", "person", "Ээлян Овла"]]),
    ]);
    let batch = Batch::of([("items.xlsx", workbook), ("reel-1/a.wav", wav(800, 9))]);
    let archive = Archive::new();

    archive.ingest(&batch, &[]).ends(0);

    let reel = archive.named("reel-1").unwrap();
    assert_eq!(
        (&reel["title"][2]["text"], &reel["part_of"]),
        (&json!("江格尔"), &archive.show("epics")["id"])
    );
    assert!(reel["people"][0]["authority"].is_string());
}

#[test]
fn a_row_a_file_makes_an_item_of_what_it_names() {
    let batch = Batch::of([
        ("items.csv", "item,file,title@en\nr,one/a.wav,A reel\nr,two/b.wav,\n".into()),
        ("one/a.wav", wav(800, 3)),
        ("two/b.wav", wav(800, 4)),
    ]);
    let archive = Archive::new();
    archive.ingest(&batch, &[]).ends(0);
    assert_eq!(archive.list().len(), 1);
    assert_eq!(paths(&archive.named("r").unwrap()).len(), 2);
}

#[test]
fn a_table_elsewhere_is_used_when_it_is_named() {
    let batch = Batch::of([("reel-1/a.wav", wav(800, 9))]);
    let archive = Archive::new();
    let table = archive.beside("other.csv");
    std::fs::write(&table, "item,title@en\nreel-1,From elsewhere\n").unwrap();
    archive.ingest(&batch, &["--table", table.to_str().unwrap()]).ends(0);
    archive.titled("From elsewhere");
}

#[test]
fn the_collection_on_the_command_line_is_that_of_what_names_none() {
    let archive = Archive::new();
    archive.run(&["collection", "add", "epics", "--title@en", "Epics", "--title@zh-Hans", "史诗"]).ends(0);
    let batch = Batch::of([("r/a.wav", wav(800, 3))]);
    archive.ingest(&batch, &["--collection", "nowhere"]).ends(5);
    archive.ingest(&batch, &["--collection", "epics"]).ends(0);
    assert_eq!(archive.named("r").unwrap()["part_of"], archive.show("epics")["id"]);
    let facet = &archive.search("")["facets"]["collection"];
    assert_eq!(facet[0]["count"], 1, "{facet}");
}

#[test]
fn the_same_name_in_another_collection_is_another_item() {
    let archive = Archive::new();
    for slug in ["one", "two"] {
        archive.run(&["collection", "add", slug, "--title@en", slug]).ends(0);
        archive.ingest(&Batch::of([("r/a.wav", wav(800, 3))]), &["--collection", slug]).ends(0);
    }
    assert_eq!(archive.list().len(), 2);
}

#[test]
fn a_changed_row_is_a_new_version_of_the_description() {
    let archive = Archive::new();
    let batch = Batch::of([("items.csv", "item,title@en\nr,First\n".into()), ("r/a.wav", wav(800, 3))]);
    archive.ingest(&batch, &[]).ends(0);
    batch.put("items.csv", "item,title@en\nr,Second\n");
    let said = archive.ingest(&batch, &[]).ends(0).json();
    assert_eq!((&said["items_in"], &said["files_in"]), (&json!(1), &json!(0)));
    assert_eq!(archive.named("r").unwrap()["version"], 2);
    assert_eq!((archive.total("second"), archive.total("first")), (1, 0));
}

#[test]
fn what_is_only_to_be_described_is_refused_where_it_is_not_held() {
    let archive = Archive::new();
    let batch = Batch::of([("items.csv", "item,action,title@en\nr,describe,First\n".into())]);
    assert_eq!(codes(&archive.ingest(&batch, &[]).ends(1).json()["refused"]), ["no-such-item"]);
}
