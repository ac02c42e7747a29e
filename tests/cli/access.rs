//! What the public gets over HTTP: what is open, and nothing of what is closed.

use serde_json::{Value, json};

use crate::support::{Archive, Batch, Server, alto, jpeg, vtt, wav};

struct House {
    archive: Archive,
    server: Server,
}

/// Open, closed, closed until long ago, closed until far ahead, closed by a slip; each with a sound, a page and their texts.
fn house() -> House {
    let archive = Archive::new();
    let batch = Batch::new();
    let mut table = "item,title@en,access,place\n".to_owned();
    for (name, access) in [
        ("open", ""),
        ("closed", "staff"),
        ("past", "staff until 2001-01-01"),
        ("future", "staff until 2999-01-01"),
        ("slip", "stff"),
    ] {
        table.push_str(&format!("{name},Title of {name},{access},Placeof{name}\n"));
        batch.put(&format!("{name}/a.wav"), wav(16_000, 3));
        batch.put(&format!("{name}/a.vtt"), vtt(&[&format!("horses sung {name}")]));
        batch.put(&format!("{name}/p1.jpg"), jpeg(300, 400, 100));
        batch.put(&format!("{name}/p1.xml"), alto(300, 400, &format!("written{name}")));
    }
    batch.put("open/agreement/deed.txt", "the singer's consent");
    batch.put("items.csv", table);
    archive.ingest(&batch, &[]).ends(0);
    let server = Server::of(&archive);
    House { archive, server }
}

impl House {
    fn id(&self, name: &str) -> String {
        self.archive.titled(&format!("Title of {name}"))
    }

    /// The segment that an address has for a file of an item.
    fn file(&self, name: &str, path: &str) -> String {
        let item = self.archive.show(&self.id(name));
        let n = &crate::support::file(&item, path)["n"];
        format!("{}-f{n}", self.id(name).trim_start_matches("ark:").replace('/', "-"))
    }

    /// Every way to what an item holds.
    fn ways(&self, name: &str) -> Vec<String> {
        let id = self.id(name);
        let (sound, page, words) = (
            self.file(name, "masters/a.wav"),
            self.file(name, "masters/p1.jpg"),
            self.file(name, "text/a.vtt"),
        );
        let mut ways = vec![
            format!("/items/{id}"),
            format!("/iiif/manifest/{id}"),
            format!("/media/{sound}"),
            format!("/media/{sound}/peaks.dat"),
            format!("/media/{words}"),
            format!("/media/{page}"),
            format!("/iiif/image/{page}/info.json"),
            format!("/iiif/image/{page}/full/max/0/default.jpg"),
            format!("/iiif/image/{page}/0,0,256,256/256,/0/default.jpg"),
        ];
        let item = self.archive.show(&id);
        for layer in item["layers"].as_array().unwrap() {
            let (layer, source) = (layer["id"].as_str().unwrap(), &layer["sources"][0]);
            ways.push(format!(
                "/iiif/annotations/{id}/{}/{layer}",
                source["canvas"].as_str().unwrap().trim_start_matches('c')
            ));
            ways.push(format!("/media/{sound}/text.vtt?layer={layer}"));
        }
        ways
    }
}

#[test]
fn every_way_to_what_is_open_is_open_and_to_what_is_closed_is_closed() {
    let house = house();
    for (name, open) in
        [("open", true), ("past", true), ("closed", false), ("future", false), ("slip", false)]
    {
        for way in house.ways(name) {
            let answer = house.server.get(&way);
            if open {
                // Subtitles of a page's layer are none.
                assert!(
                    answer.status == 200 || (way.contains("text.vtt?") && answer.status == 404),
                    "{name} {way}: {}",
                    answer.status
                );
            } else {
                assert!([403, 404].contains(&answer.status), "{name} {way}: {}", answer.status);
                let text = answer.text();
                for word in ["Title of", "horses", "written", "Placeof"] {
                    assert!(!text.contains(word), "{name} {way} says {word}");
                }
            }
        }
        assert_eq!(
            house.server.get(&format!("/items/{}", house.id(name))).status,
            if open { 200 } else { 403 }
        );
    }
}

#[test]
fn a_deed_of_consent_is_for_staff_alone() {
    let house = house();
    let deed = house.file("open", "agreements/deed.txt");
    let answer = house.server.get(&format!("/media/{deed}"));
    assert!([403, 404].contains(&answer.status), "{}", answer.status);
    let manifest = house.server.get(&format!("/iiif/manifest/{}", house.id("open"))).text();
    assert!(!manifest.contains(&deed) && !manifest.contains("deed.txt"));
}

#[test]
fn search_counts_snippets_and_facets_say_nothing_of_what_is_closed() {
    let house = house();
    let found = |query: &str| house.server.get(&format!("/search?q={query}")).text();
    for query in ["", "horses", "written*", "title"] {
        let page = found(query);
        for name in ["closed", "future", "slip"] {
            for word in [
                format!("Title of {name}"),
                format!("sung {name}"),
                format!("written{name}"),
                format!("Placeof{name}"),
                house.id(name),
            ] {
                assert!(!page.contains(&word), "{query:?} tells the public {word}");
            }
        }
    }
    assert!(found("horses").contains(&house.id("open")) && found("horses").contains(&house.id("past")));
    assert!(!found("writtenclosed").contains(&house.id("closed")));
    // Who sits at the archive's own machine finds all of it.
    assert_eq!(house.archive.total("horses"), 5);
}

#[test]
fn home_lists_and_collections_say_nothing_of_what_is_closed() {
    let house = house();
    for path in ["/", "/collections/", "/authorities/", "/search"] {
        let answer = house.server.get(path);
        assert_eq!(answer.status, 200, "{path}");
        for name in ["closed", "future", "slip"] {
            assert!(!answer.text().contains(&format!("Title of {name}")), "{path} names {name}");
        }
    }
}

/// Rows of one file each: what a row says of access holds for its file.
#[test]
fn access_in_a_files_row_closes_that_file() {
    let archive = Archive::new();
    let batch = Batch::of([
        ("items.csv", "item,file,title@en,access\nr,a.wav,A reel,\nr,b.wav,,staff\n".into()),
        ("a.wav", wav(800, 3)),
        ("b.wav", wav(800, 4)),
    ]);
    let id = archive.ingest(&batch, &[]).ends(0).ids().remove(0);
    let segment = id.trim_start_matches("ark:").replace('/', "-");
    let server = Server::of(&archive);
    assert_eq!(server.get(&format!("/media/{segment}-f2")).status, 403);
}

#[test]
fn what_is_withdrawn_is_gone_with_its_reason_and_out_of_every_list() {
    let house = house();
    let id = house.id("open");
    let ways = house.ways("open");
    house.archive.run(&["withdraw", &id, "--reason", "the family's wish"]).ends(0);
    for way in ways.into_iter().filter(|way| !way.contains("text.vtt?")) {
        let answer = house.server.get(&way);
        assert_eq!(answer.status, 410, "{way}");
        assert!(!answer.text().contains("horses"), "{way}");
    }
    assert!(house.server.get(&format!("/items/{id}")).text().contains("family"));
    assert!(!house.server.get("/search?q=horses").text().contains(&id));
    assert_eq!(house.archive.run(&["verify"]).ends(0).json()["damaged"], json!([]), "nothing is erased");
    house.archive.run(&["withdraw", &id, "--reason", "again"]).ends(2);
}

#[test]
fn ranges_of_a_sound_are_its_bytes() {
    let house = house();
    let (way, whole) = (format!("/media/{}", house.file("open", "masters/a.wav")), wav(16_000, 3));
    let all = house.server.get(&way);
    assert_eq!((all.status, all.header("accept-ranges")), (200, Some("bytes")));
    assert!(all.body == whole);
    for (range, from, to) in [
        ("bytes=0-99", 0, 100),
        ("bytes=1000-", 1_000, whole.len()),
        ("bytes=-44", whole.len() - 44, whole.len()),
    ] {
        let answer = house.server.range(&way, range);
        assert_eq!(answer.status, 206, "{range}");
        assert!(answer.body == whole[from..to], "{range}");
        let says = format!("bytes {from}-{}/{}", to - 1, whole.len());
        assert_eq!(answer.header("content-range"), Some(says.as_str()));
    }
    let beyond = house.server.range(&way, "bytes=99999999-");
    assert_eq!(
        (beyond.status, beyond.header("content-range")),
        (416, Some(format!("bytes */{}", whole.len()).as_str()))
    );
    assert_eq!(house.server.range(&way, "lines=1-2").status, 200, "what is not understood is left out");
    let head = house.server.ask("HEAD", &way, &[]);
    assert_eq!(
        (head.status, head.body.len(), head.header("content-length")),
        (200, 0, Some(whole.len().to_string().as_str()))
    );
    let closed = format!("/media/{}", house.file("closed", "masters/a.wav"));
    assert_eq!(house.server.range(&closed, "bytes=0-99").status, 403);
}

#[test]
fn the_old_form_of_an_identifier_leads_on_and_a_slip_is_told() {
    let house = house();
    let id = house.id("open");
    for kind in ["items", "iiif/manifest"] {
        let old = house.server.get(&format!("/{kind}/{}", id.replace("ark:", "ark:/")));
        assert!([301, 308].contains(&old.status), "{}", old.status);
        assert!(old.header("location").unwrap().ends_with(&format!("/{kind}/{id}")));
    }
    let (start, last) = id.split_at(id.len() - 1);
    let slip = format!("{start}{}", if last == "z" { "x" } else { "z" });
    let answer = house.server.ask("GET", &format!("/items/{slip}"), &[("Accept", "application/json")]);
    assert_eq!(answer.status, 404);
    let problem: Value = serde_json::from_slice(&answer.body).unwrap();
    let words = problem.to_string().to_lowercase();
    assert!(["slip", "typ", "check"].iter().any(|word| words.contains(word)), "{problem}");
}

#[test]
fn what_is_not_there_is_404_and_what_changes_things_is_405() {
    let house = house();
    for path in [
        "/nowhere",
        "/media/nothing",
        "/iiif/image/99999-x-f1/info.json",
        "/iiif/manifest/ark:99999/x",
        "/items/../../etc/passwd",
        "/assets/..%2f..%2fbumba.toml",
    ] {
        assert!(
            [400, 404].contains(&house.server.get(path).status),
            "{path}: {}",
            house.server.get(path).status
        );
    }
    for method in ["POST", "PUT", "DELETE"] {
        assert_eq!(house.server.ask(method, "/", &[]).status, 405, "{method}");
    }
    for path in ["/healthz", "/readyz"] {
        assert_eq!(house.server.get(path).status, 200, "{path}");
    }
}

#[test]
fn a_manifest_counts_what_the_public_may_see() {
    let house = house();
    let manifest = house.server.json(&format!("/iiif/manifest/{}", house.id("open")));
    assert_eq!((&manifest["type"], manifest["items"].as_array().unwrap().len()), (&json!("Manifest"), 2));
    let info = house.server.json(&format!("/iiif/image/{}/info.json", house.file("open", "masters/p1.jpg")));
    assert_eq!((&info["width"], &info["height"]), (&json!(300), &json!(400)));
}
