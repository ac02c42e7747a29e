//! From the store alone comes the same archive.

use std::{collections::BTreeMap, fs, path::Path};

use serde_json::Value;

use crate::support::{Archive, Batch, alto, eaf, jpeg, png, vtt, wav};

/// Items, a collection in a collection, authorities, ranges, a second version, a merged name, a withdrawn item.
fn archive() -> Archive {
    let archive = Archive::new();
    let batch = Batch::of([
        (
            "items.csv",
            "item,title@en,title@zh-Hans,people:singer@xal,date,place,access,part_of\n\
             reel-1,First reel,江格尔,Ээлян Овла,1957,Elista,,epics\n\
             reel-2,Second reel,,Ээлян Овла,1958,,staff until 2999-01-01,epics\n\
             book-1,A book,,,,,,\n"
                .into(),
        ),
        ("collections.csv", "slug,title@en,part_of\noral,Oral literature,\nepics,Epics,oral\n".into()),
        (
            "authorities.csv",
            "id,kind,name@xal,name@en\np1,person,Ээлян Овла,Eelyan Ovla\np2,person,Овла,Ovla\nw1,work,Җаңһр,Jangar\n".into(),
        ),
        ("ranges.csv", "item,canvas,from,to,label@en\nreel-1,1,0:00.5,0:01,The opening\n".into()),
        ("reel-1/a.wav", wav(16_000, 3)),
        ("reel-1/a.vtt", vtt(&["the first line", "ten white horses"])),
        ("reel-1/a.batu.eaf", eaf("words", &[(200, 900, "arban caghan mori")])),
        ("reel-2/a.wav", wav(16_000, 4)[..9_000].to_vec()),
        ("reel-2/a.vtt", vtt(&["closed horses"])),
        ("book-1/p1.jpg", jpeg(90, 120, 180)),
        ("book-1/p1.xml", alto(90, 120, "samovar")),
        ("book-1/p10.png", png(90, 120, 160)),
        ("gone/a.wav", wav(800, 7)),
    ]);
    archive.ingest(&batch, &[]).ends(1);
    archive.ingest(&Batch::of([("gone/a.wav", wav(800, 7))]), &[]).ends(0);
    let book = archive.titled("A book");
    archive.ingest(&Batch::of([("p2.jpg", jpeg(90, 120, 70))]), &["--into", &book]).ends(0);
    archive
        .run(&["authority", "merge", &authority(&archive, "Ovla"), &authority(&archive, "Eelyan Ovla")])
        .ends(0);
    let gone = archive.named("gone").unwrap();
    archive.run(&["withdraw", gone["id"].as_str().unwrap(), "--reason", "a wish"]).ends(0);
    archive
}

/// The identifier of the authority with this name in English.
fn authority(archive: &Archive, name: &str) -> String {
    let is = |object: &Value| {
        object["object"] == "authority"
            && object["names"].as_array().is_some_and(|names| names.iter().any(|one| one["text"] == name))
    };
    let mut all = identifiers(&archive.at().join("store")).into_iter();
    all.find(|id| is(&archive.show(id))).unwrap_or_else(|| panic!("no authority is named {name}"))
}

/// What the inventories of a store are of.
fn identifiers(store: &Path) -> Vec<String> {
    let entries = walkdir::WalkDir::new(store).into_iter().map(Result::unwrap);
    let objects = entries.filter(|entry| entry.file_name() == "0=ocfl_object_1.1");
    let id = |path: &Path| {
        let inventory = fs::read(path.with_file_name("inventory.json")).unwrap();
        serde_json::from_slice::<Value>(&inventory).unwrap()["id"].as_str().unwrap().to_owned()
    };
    let mut ids: Vec<_> = objects.map(|entry| id(entry.path())).collect();
    ids.sort();
    ids
}

/// All that it says: of each object, of all, and to queries.
fn told(archive: &Archive) -> BTreeMap<String, String> {
    let mut told = BTreeMap::new();
    for id in identifiers(&archive.at().join("store")) {
        told.insert(format!("show {id}"), archive.run(&["show", &id]).ends(0).out);
    }
    told.insert("list".to_owned(), archive.run(&["list"]).ends(0).out);
    for query in [
        "",
        "horses",
        "\"first line\"",
        "江格尔",
        "Jangar",
        "Ээлян",
        "Eelyan Ovla",
        "samovar",
        "reel OR book",
        "-reel",
    ] {
        let mut found = archive.search(query);
        found.as_object_mut().unwrap().remove("took_ms");
        told.insert(format!("search {query}"), format!("{found:#}"));
    }
    told
}

#[track_caller]
fn same(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) {
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    for (asked, before) in before {
        assert_eq!(&after[asked], before, "{asked}");
    }
}

#[test]
fn with_all_but_the_store_deleted_every_object_and_every_search_is_the_same() {
    let archive = archive();
    let before = told(&archive);
    for entry in fs::read_dir(archive.at()).unwrap().map(Result::unwrap) {
        match entry.file_name().to_str().unwrap() {
            "store" | "bumba.toml" => {}
            _ if entry.file_type().unwrap().is_dir() => fs::remove_dir_all(entry.path()).unwrap(),
            _ => fs::remove_file(entry.path()).unwrap(),
        }
    }

    archive.run(&["rebuild", "all"]).ends(0);

    same(&before, &told(&archive));
}

#[test]
fn each_part_alone_can_be_made_again() {
    let archive = archive();
    let before = told(&archive);
    for part in ["catalogue", "index", "derived"] {
        archive.run(&["rebuild", part]).ends(0);
        same(&before, &told(&archive));
    }
    for _ in 0..2 {
        archive.run(&["rebuild", "all"]).ends(0);
        same(&before, &told(&archive));
    }
}

#[test]
fn what_was_derived_is_made_again_byte_for_byte() {
    let archive = archive();
    let derived = archive.at().join("derived");
    let before = crate::support::bytes_of(&derived);
    fs::remove_dir_all(&derived).unwrap();
    archive.run(&["rebuild", "derived"]).ends(0);
    let after = crate::support::bytes_of(&derived);
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    assert!(before == after);
}

#[test]
fn after_a_rebuild_a_batch_is_still_held() {
    let archive = Archive::new();
    let batch = Batch::of([
        ("items.csv", "item,title@en,part_of\nr,A reel,epics\n".into()),
        ("collections.csv", "slug,title@en\nepics,Epics\n".into()),
        ("authorities.csv", "id,kind,name@en\np1,person,Somebody\n".into()),
        ("r/a.wav", wav(800, 3)),
    ]);
    archive.ingest(&batch, &[]).ends(0);
    let before = identifiers(&archive.at().join("store"));
    archive.run(&["rebuild", "all"]).ends(0);
    assert_eq!(archive.ingest(&batch, &[]).ends(0).json()["held_already"], 1);
    assert_eq!(identifiers(&archive.at().join("store")), before);
}
