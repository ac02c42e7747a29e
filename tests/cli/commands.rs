//! Each command keeps to the contract: its JSON and nothing else on stdout, its exit status.

use std::{fs, process::Command};

use serde_json::{Value, json};

use crate::support::{Archive, Batch, bin, jpeg, png, vtt, wav};

fn small() -> Archive {
    let archive = Archive::new();
    let batch = Batch::of([
        ("items.csv", "item,title@en\nr,A reel\n".into()),
        ("r/a.wav", wav(16_000, 3)),
        ("r/a.vtt", vtt(&["ten white horses"])),
    ]);
    archive.ingest(&batch, &[]).ends(0);
    archive
}

#[track_caller]
fn has(value: &Value, keys: &[&str]) {
    for key in keys {
        assert!(value.get(key).is_some(), "{key} is not in {value:#}");
    }
}

/// Keys as they stand are sorted, level by level.
#[track_caller]
fn sorted(text: &str) {
    let value: Value = serde_json::from_str(text).unwrap();
    assert_eq!(
        text.trim(),
        if text.trim().contains('\n') { format!("{value:#}") } else { value.to_string() }
    );
}

#[test]
fn an_archive_is_made_once() {
    let archive = Archive::absent();
    let said = archive.run(&["init", "--naan", "12345"]).ends(0);
    has(&said.json(), &["archive", "naan"]);
    let before = fs::read(archive.at().join("bumba.toml")).unwrap();
    assert!(archive.run(&["init"]).ends(2).err.contains("already"));
    assert_eq!(fs::read(archive.at().join("bumba.toml")).unwrap(), before);
    assert!(
        archive.run(&["collection", "add", "x", "--title@en", "X"]).ends(0).json()["id"]
            .as_str()
            .unwrap()
            .starts_with("ark:12345/")
    );
}

#[test]
fn an_archive_is_not_made_where_other_things_are() {
    let archive = Archive::absent();
    fs::create_dir(archive.at()).unwrap();
    fs::write(archive.at().join("letter.txt"), "x").unwrap();
    archive.run(&["init"]).ends(2);
    assert_eq!(fs::read_dir(archive.at()).unwrap().count(), 1);
}

#[test]
fn where_there_is_no_archive_each_command_says_so_with_three() {
    let archive = Archive::absent();
    for arguments in [
        &["list"][..],
        &["show", "x"],
        &["search", "x"],
        &["verify"],
        &["rebuild", "all"],
        &["status"],
        &["ingest", "."],
        &["withdraw", "x", "--reason", "y"],
        &["serve", "--listen", "127.0.0.1:0"],
        &["collection", "add", "x", "--title@en", "X"],
    ] {
        let said = archive.run(arguments).ends(3);
        assert!(said.out.is_empty() && said.err.contains("bumba init"), "{arguments:?}: {said:?}");
        assert!(!archive.at().exists(), "{arguments:?} made something");
    }
}

#[test]
fn a_setting_with_a_slip_is_told_with_three() {
    let archive = Archive::new();
    fs::write(archive.at().join("bumba.toml"), "nane = \"x\"\n").unwrap();
    assert!(archive.run(&["list"]).ends(3).err.contains("nane"));
}

#[test]
fn a_wrong_call_is_two_and_help_is_none() {
    let archive = Archive::new();
    for arguments in [&["lst"][..], &["list", "--colour"], &["search"], &["rebuild", "house"], &[]] {
        archive.run(arguments).ends(2);
    }
    for arguments in [&["--help"][..], &["ingest", "--help"], &["--version"]] {
        assert!(!archive.run(arguments).ends(0).out.is_empty());
    }
}

#[test]
fn what_is_named_and_not_there_is_five() {
    let archive = small();
    for arguments in [
        &["show", "nothing"][..],
        &["withdraw", "nothing", "--reason", "x"],
        &["verify", "nothing"],
        &["list", "--collection", "nothing"],
        &["authority", "merge", "nothing", "else"],
    ] {
        let said = archive.run(arguments).ends(5);
        assert!(said.err.contains("nothing") && said.out.is_empty(), "{arguments:?}: {said:?}");
    }
}

#[test]
fn an_identifier_with_a_slip_of_the_hand_is_told_as_one() {
    let archive = small();
    let id = archive.titled("A reel");
    let (start, last) = id.split_at(id.len() - 1);
    let said = archive.run(&["show", &format!("{start}{}", if last == "z" { "x" } else { "z" })]);
    assert!([2, 5].contains(&said.status), "{said:?}");
    assert!(
        ["slip", "typ", "check"].iter().any(|word| said.err.to_lowercase().contains(word)),
        "{}",
        said.err
    );
}

#[test]
fn an_item_is_shown_under_each_form_of_its_identifier() {
    let archive = small();
    let id = archive.titled("A reel");
    let item = archive.show(&id);
    assert_eq!(archive.show(&id.replace("ark:", "ark:/")), item);
    let (naan, name) = id.split_once('/').unwrap();
    assert_eq!(archive.show(&format!("{naan}/{}-{}", &name[..4], &name[4..])), item);
}

#[test]
fn a_query_that_does_not_parse_is_two_with_its_place() {
    let archive = small();
    for query in ["\"horses", "horses AND", "(horses", "NOT"] {
        let said = archive.run(&["search", query]);
        if said.status != 0 {
            let said = said.ends(2);
            assert!(said.err.contains("character") && said.out.is_empty(), "{query}: {said:?}");
        }
    }
    assert!(archive.run(&["search", "\"horses"]).ends(2).err.contains("character 1"));
    archive.run(&["search", "x", "--filter", "colour=red"]).ends(2);
}

#[test]
fn a_search_says_what_the_contract_says() {
    let archive = small();
    let said = archive.run(&["search", "horses", "--limit", "1"]).ends(0);
    sorted(&said.out);
    let found = said.json();
    has(&found, &["query", "total", "took_ms", "facets", "hits"]);
    has(&found["facets"], &["collection", "kind", "language", "script", "place", "person", "date"]);
    let hit = &found["hits"][0];
    has(hit, &["id", "title", "score", "places", "passages"]);
    has(&hit["passages"][0], &["canvas", "time", "region", "text", "lang", "layer", "tier", "highlights"]);
    has(&hit["passages"][0]["canvas"], &["n", "id", "label"]);
    has(&hit["title"][0], &["text", "lang"]);
    let beyond = archive.run(&["search", "horses", "--offset", "1"]).ends(0).json();
    assert_eq!((&beyond["total"], &beyond["hits"]), (&json!(1), &json!([])));
}

#[test]
fn a_list_is_a_line_an_item() {
    let archive = small();
    let said = archive.run(&["list"]).ends(0);
    let lines = said.lines();
    assert_eq!(lines.len(), 1);
    has(&lines[0], &["id", "kind", "title", "part_of", "canvases", "files", "access"]);
    sorted(said.out.lines().next().unwrap());
}

#[test]
fn an_item_is_shown_whole_with_sorted_keys_and_utc_times() {
    let archive = small();
    let said = archive.run(&["show", &archive.titled("A reel")]).ends(0);
    sorted(&said.out);
    let item = said.json();
    has(&item, &["id", "title", "canvases", "files", "events"]);
    has(&item["files"][0], &["path", "role", "bytes", "digests", "technical"]);
    has(&item["events"][0], &["kind", "at", "by", "outcome"]);
    assert!(item["events"][0]["at"].as_str().unwrap().ends_with('Z'));
}

#[test]
fn the_others_say_one_document_each() {
    let archive = small();
    let keys: [(&[&str], &[&str]); 5] = [
        (&["status"], &["jobs", "feed", "index"]),
        (&["verify"], &["objects", "files", "bytes", "damaged"]),
        (&["rebuild", "all"], &["objects"]),
        (&["doctor"], &["advice"]),
        (&["fold", "Җаңһр", "--lang", "xal"], &["text", "lang", "tokens"]),
    ];
    for (arguments, keys) in keys {
        let said = archive.run(arguments).ends(0);
        has(&said.json(), keys);
        sorted(&said.out);
    }
}

#[test]
fn the_json_flag_may_stand_last() {
    let archive = small();
    for arguments in
        [&["collection", "add", "epics", "--title@en", "Epics", "--json"][..], &["list", "--json"]]
    {
        let output = Command::new(bin()).arg("--archive").arg(archive.at()).args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice::<Value>(&output.stdout).unwrap();
    }
}

#[test]
fn words_for_people_have_no_bar_where_nobody_looks() {
    let archive = Archive::new();
    let batch = Batch::of([("r/a.wav", wav(800, 3))]);
    let mut command = Command::new(bin());
    let output = command.arg("--archive").arg(archive.at()).arg("ingest").arg(batch.path()).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && !told.contains('\r') && !told.contains('\u{1b}'), "{told:?}");
}

#[test]
fn names_of_people_are_imported_found_and_merged() {
    let archive = small();
    let table = archive.beside("names.csv");
    fs::write(
        &table,
        "id,kind,name@en,name@zh-Hans\nw1,work,Jangar,江格尔\nw2,work,Djangar,\np1,person,Somebody,\n",
    )
    .unwrap();
    let said = archive.run(&["authority", "import", table.to_str().unwrap()]).ends(0).json();
    assert_eq!(said["authorities"], 3);
    archive.run(&["authority", "import", table.to_str().unwrap()]).ends(0);
    assert_eq!(archive.run(&["status"]).ends(0).json()["counts"]["authorities"], 3, "nothing is doubled");
    archive.run(&["authority", "import", "/nowhere.csv"]).ends(2);
}

#[test]
fn texts_are_folded_line_by_line() {
    let archive = Archive::absent();
    let mut command = archive.command(&["fold", "-"]);
    command.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    std::io::Write::write_all(
        child.stdin.as_mut().unwrap(),
        "zh-Hant\t國\nzh-Hans\t国\nmn\tМонгол\n".as_bytes(),
    )
    .unwrap();
    let output = child.wait_with_output().unwrap();
    let lines: Vec<Value> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 3);
    let terms = |n: usize| lines[n]["tokens"][0]["terms"].to_string();
    let shared = |a: &Value, b: &Value| {
        let terms = |v: &Value| -> Vec<String> {
            v["tokens"][0]["terms"].as_array().unwrap().iter().map(|term| term["term"].to_string()).collect()
        };
        terms(a).iter().any(|term| terms(b).contains(term))
    };
    assert!(shared(&lines[0], &lines[1]), "{} and {}", terms(0), terms(1));
}

#[test]
fn files_are_identified_with_their_faults() {
    let archive = Archive::absent();
    let batch = Batch::of([
        ("a.wav", wav(16_000, 3)),
        ("cut.wav", wav(16_000, 3)[..9_000].to_vec()),
        ("p.png", png(30, 40, 9)),
        ("x.bin", b"nothing that is known".to_vec()),
    ]);
    let path = |name: &str| batch.path().join(name).to_str().unwrap().to_owned();
    let lines = archive.run(&["identify", &path("a.wav"), &path("cut.wav"), &path("p.png")]).lines();
    assert_eq!(lines.len(), 3);
    assert!(lines[0]["technical"]["pronom"].as_str().unwrap().starts_with("fmt/"), "{}", lines[0]);
    assert_eq!((&lines[0]["faults"], lines[1]["faults"].as_array().unwrap().is_empty()), (&json!([]), false));
    assert_eq!(lines[2]["technical"]["media_type"], "image/png");
    let unknown = archive.run(&["identify", &path("x.bin"), &path("gone.wav")]);
    assert_ne!(unknown.status, 0, "{unknown:?}");
}

#[test]
fn a_pyramid_is_a_tiff() {
    let archive = Archive::absent();
    let batch = Batch::of([("p.jpg", jpeg(700, 900, 90)), ("p.txt", b"no page".to_vec())]);
    let (page, text) = (batch.path().join("p.jpg"), batch.path().join("p.txt"));
    let out = archive.beside("p.tif");
    archive.run(&["pyramid", page.to_str().unwrap(), "-o", out.to_str().unwrap()]).ends(0);
    assert!(fs::read(&out).unwrap().starts_with(b"II"));
    let none = archive.beside("none.tif");
    assert_ne!(archive.run(&["pyramid", text.to_str().unwrap(), "-o", none.to_str().unwrap()]).status, 0);
}

#[test]
fn peaks_are_written_in_both_forms() {
    let archive = Archive::absent();
    let batch = Batch::of([("a.wav", wav(1_000, 3))]);
    let sound = batch.path().join("a.wav");
    let (dat, text) = (archive.beside("a.dat"), archive.beside("a.json"));
    for out in [&dat, &text] {
        archive
            .run(&["peaks", sound.to_str().unwrap(), "-o", out.to_str().unwrap(), "-z", "256", "-b", "8"])
            .ends(0);
    }
    let bytes = fs::read(&dat).unwrap();
    let word = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
    // One channel is written as version 1, as audiowaveform does: version, flags (8 bit), rate, samples per pixel, length.
    assert_eq!([word(0), word(4), word(8), word(12), word(16)], [1, 1, 8_000, 256, 4]);
    assert_eq!(bytes.len(), 20 + 4 * 2);
    let json: Value = serde_json::from_slice(&fs::read(&text).unwrap()).unwrap();
    let numbers: Vec<i64> = json["data"].as_array().unwrap().iter().map(|n| n.as_i64().unwrap()).collect();
    assert_eq!(numbers, bytes[20..].iter().map(|byte| i64::from(byte.cast_signed())).collect::<Vec<_>>());
    archive.run(&["peaks", "/nowhere.wav", "-o", "x.dat"]).status.checked_sub(1).expect("it is refused");
}

#[test]
fn the_demo_is_made_once_and_found_again() {
    let archive = Archive::absent();
    let first = archive.run(&["demo", "--no-serve"]).ends(0).json();
    has(&first, &["archive", "items"]);
    let before = archive.list();
    assert!(before.len() >= 2);
    let second = archive.run(&["demo", "--no-serve"]).ends(0);
    assert_eq!((second.json(), archive.list()), (first, before));
    assert!(second.err.is_empty() || !second.err.contains("taken in"), "{}", second.err);
    for name in ["Jangar", "江格尔", "Җаңһр", "ᠵᠠᠩᠭᠠᠷ"] {
        assert!(archive.total(name) >= 1, "{name}");
    }
    archive.run(&["verify"]).ends(0);
}

#[test]
fn a_pyramid_that_cannot_be_made_leaves_nothing() {
    let archive = Archive::absent();
    let batch = Batch::of([("p.txt", b"no page".to_vec())]);
    let none = archive.beside("none.tif");
    let text = batch.path().join("p.txt");
    assert_ne!(archive.run(&["pyramid", text.to_str().unwrap(), "-o", none.to_str().unwrap()]).status, 0);
    assert!(!none.exists());
}
