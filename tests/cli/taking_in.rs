//! A folder becomes items.

use std::{fs, process::Command};

use serde_json::json;

use crate::support::{
    Archive, Batch, alto, bytes_of, codes, eaf, file, have, jpeg, paths, png, sha512, tiff, vtt, wav,
    wav_with_bext,
};

fn reel_and_book() -> Batch {
    Batch::of([
        ("reel-1/side-a.wav", wav_with_bext(16_000, 9, "a song from the steppe")),
        ("reel-1/side-b.wav", wav(8_000, 11)),
        ("reel-1/side-a.vtt", vtt(&["the first line", "ten white horses"])),
        ("reel-1/side-a.batu.eaf", eaf("words", &[(200, 900, "arban caghan mori")])),
        ("reel-1/carrier/box.jpg", jpeg(64, 48, 120)),
        ("book-1/p10.tif", tiff(90, 120, 200)),
        ("book-1/p2.jpg", jpeg(90, 120, 180)),
        ("book-1/p2.xml", alto(90, 120, "samovar")),
        ("book-1/p3.png", png(90, 120, 160)),
    ])
}

#[test]
fn each_folder_is_an_item_with_its_files_in_their_roles() {
    let (archive, batch) = (Archive::new(), reel_and_book());

    let said = archive.ingest(&batch, &[]).ends(0).json();

    assert_eq!(
        (&said["items_in"], &said["files_in"], &said["held_already"]),
        (&json!(2), &json!(9), &json!(0))
    );
    assert_eq!(said["bytes_in"], batch.bytes().values().map(Vec::len).sum::<usize>());
    assert_eq!(said["refused"], json!([]));
    let reel = archive.named("reel-1").unwrap();
    let expected = [
        "carrier/box.jpg",
        "masters/side-a.wav",
        "masters/side-b.wav",
        "text/side-a.batu.eaf",
        "text/side-a.vtt",
    ];
    assert_eq!(paths(&reel), expected);
    let master = file(&reel, "masters/side-a.wav");
    assert_eq!(master["digests"]["sha512"], sha512(&wav_with_bext(16_000, 9, "a song from the steppe")));
    assert_eq!(master["technical"]["seconds"], 2.0);
    assert!(master["technical"].to_string().contains("a song from the steppe"), "{}", master["technical"]);
    for text in ["text/side-a.batu.eaf", "text/side-a.vtt"] {
        assert_eq!(file(&reel, text)["beside"], master["n"], "{text}");
    }
    assert_eq!(file(&reel, "text/side-a.batu.eaf")["label"], "batu");
}

#[test]
fn pages_stand_in_the_natural_order_of_their_names() {
    let archive = Archive::new();
    archive.ingest(&reel_and_book(), &[]).ends(0);
    let book = archive.named("book-1").unwrap();
    let labels: Vec<_> = book["canvases"].as_array().unwrap().iter().map(|canvas| &canvas["label"]).collect();
    assert_eq!(labels, ["p2", "p3", "p10"]);
}

#[test]
fn a_line_is_found_with_its_time_and_a_word_with_its_place() {
    let archive = Archive::new();
    archive.ingest(&reel_and_book(), &[]).ends(0);

    let sung = archive.search("\"white horses\"");
    let passage = &sung["hits"][0]["passages"][0];
    assert_eq!((&passage["time"], &passage["canvas"]["n"]), (&json!([1.1, 1.9]), &json!(1)));
    assert_eq!(passage["highlights"], json!([[4, 16]]));
    assert_eq!(archive.search("caghan")["hits"][0]["passages"][0]["time"], json!([0.2, 0.9]));

    let written = archive.search("samovar");
    let passage = &written["hits"][0]["passages"][0];
    let region: Vec<_> = passage["region"].as_array().unwrap().iter().map(|n| n.as_f64().unwrap()).collect();
    assert_eq!((region, &passage["time"]), (vec![10.0, 20.0, 40.0, 12.0], &json!(null)));
}

#[test]
fn run_again_it_finds_all_of_it_held_and_doubles_nothing() {
    let (archive, batch) = (Archive::new(), reel_and_book());
    let first = archive.ingest(&batch, &[]).ends(0);
    let before = bytes_of(&archive.at().join("store"));

    let second = archive.ingest(&batch, &[]).ends(0);

    let said = second.json();
    assert_eq!((&said["items_in"], &said["files_in"], &said["bytes_in"]), (&json!(0), &json!(0), &json!(0)));
    assert_eq!(said["held_already"], 9);
    assert_eq!(second.ids(), first.ids());
    assert_eq!(archive.list().len(), 2);
    assert_eq!(bytes_of(&archive.at().join("store")), before);
}

#[test]
fn the_source_is_left_as_it_was() {
    let (archive, batch) = (Archive::new(), reel_and_book());
    let before = batch.bytes();
    archive.ingest(&batch, &[]).ends(0);
    assert_eq!(batch.bytes(), before);
}

#[test]
fn a_plan_says_all_of_it_and_writes_nothing() {
    let (archive, batch) = (Archive::new(), reel_and_book());
    batch.put("reel-1/empty.wav", "");
    let listed = |archive: &Archive| {
        let mut files = bytes_of(&archive.at());
        // A database that is opened tidies itself up.
        files.retain(|path, _| !path.to_str().unwrap().contains("catalogue.db"));
        files
    };
    archive.run(&["list"]).ends(0);
    let before = listed(&archive);

    let plan = archive.ingest(&batch, &["--plan"]);

    assert_eq!(listed(&archive), before);
    let said = plan.json();
    let items = said["items"].as_array().unwrap();
    let count = |n: usize| items[n]["files"].as_array().unwrap().len();
    assert_eq!((items.len(), count(0) + count(1)), (2, 9));
    assert_eq!(archive.list().len(), 0);
}

/// "Every problem is found here and shown before anything is written."
#[test]
fn a_plan_tells_the_problems_that_the_names_alone_do_not() {
    let archive = Archive::new();
    let batch = Batch::of([("r/empty.wav", Vec::new()), ("r/fine.wav", wav(800, 3))]);
    let said = archive.ingest(&batch, &["--plan"]).ends(1).json();
    assert_eq!(codes(&said["refused"]), ["empty-file"]);
}

#[test]
fn a_report_says_in_each_form_what_was_done() {
    let batch = Batch::of([("r/a.wav", wav(800, 3)), ("r/<b>&.wav", Vec::new())]);
    for form in ["html", "csv", "json"] {
        let archive = Archive::new();
        let path = archive.beside(&format!("r.{form}"));
        let said = archive.ingest(&batch, &["--report", path.to_str().unwrap()]).ends(1);
        let report = fs::read_to_string(&path).unwrap();
        let id = said.ids().remove(0);
        assert!(report.contains(&id) && report.contains("empty-file"), "{report}");
        match form {
            "html" => assert!(report.contains("&lt;b&gt;&amp;.wav") && !report.contains("<b>"), "{report}"),
            "csv" => assert!(report.starts_with("what,path,code,message\n"), "{report}"),
            _ => assert_eq!(serde_json::from_str::<serde_json::Value>(&report).unwrap()["items_in"], 1),
        }
    }
    let archive = Archive::new();
    archive.ingest(&batch, &["--report", "r.docx"]).ends(2);
    assert_eq!(archive.list().len(), 0);
}

#[test]
fn a_folder_of_files_alone_is_one_item() {
    let batch = Batch::of([("1.wav", wav(800, 3)), ("2.wav", wav(800, 4))]);
    let archive = Archive::new();
    archive.ingest(&batch, &[]).ends(0);
    assert_eq!(paths(&archive.named("batch").unwrap()), ["masters/1.wav", "masters/2.wav"]);
}

#[test]
fn checksums_beside_the_files_are_held_against_them() {
    let (a, b, c) = (wav(800, 3), wav(800, 4), wav(800, 5));
    let archive = Archive::new();
    let batch = Batch::of([("r/a.wav", a.clone()), ("r/b.wav", b.clone()), ("r/c.wav", c)]);
    use sha2::{Digest, Sha256};
    let right = hex::encode(Sha256::digest(&a));
    batch.put("r/SHA256SUMS", format!("{right}  a.wav\n{}  b.wav\n{right}  gone.wav\n", "0".repeat(64)));

    let said = archive.ingest(&batch, &[]).ends(1).json();

    assert_eq!(codes(&said["refused"]), ["checksum-mismatch"]);
    assert_eq!(said["refused"][0]["path"], "r/b.wav");
    assert!(said["refused"][0]["message"].as_str().unwrap().contains("SHA256SUMS"));
    assert_eq!(codes(&said["told"]), ["listed-missing"]);
    let item = archive.named("r").unwrap();
    assert_eq!(paths(&item), ["masters/a.wav", "masters/c.wav", "submission/SHA256SUMS"]);
    assert_eq!(file(&item, "masters/a.wav")["digests"]["sha256"], right);

    // Copied again, it goes in.
    batch.put("r/SHA256SUMS", format!("{right}  a.wav\n{}  b.wav\n", hex::encode(Sha256::digest(&b))));
    let said = archive.ingest(&batch, &[]).json();
    assert_eq!(codes(&said["refused"]), ["changed-source"], "the list of checksums itself is another");
    assert_eq!(said["files_in"], 1);
}

#[test]
fn sources_are_removed_only_when_their_copies_were_read_again() {
    let batch = Batch::of([("r/a.wav", wav(800, 3)), ("r/b.wav", Vec::new())]);
    let archive = Archive::new();
    archive.ingest(&batch, &["--move"]).ends(1);
    let left: Vec<_> = batch.bytes().into_keys().collect();
    assert_eq!(left, [batch.path().join("r/b.wav")], "what was refused stays");
    assert_eq!(paths(&archive.named("r").unwrap()), ["masters/a.wav"]);
    archive.run(&["verify"]).ends(0);
}

#[test]
fn sounds_of_every_kind_are_measured_to_their_length() {
    if !have("ffmpeg") {
        return;
    }
    let (archive, batch) = (Archive::new(), Batch::new());
    let wav = batch.put("r/a.wav", wav(16_000, 9));
    for kind in ["flac", "mp3", "ogg", "aiff"] {
        let codec: &[&str] = if kind == "ogg" { &["-c:a", "libvorbis"] } else { &[] };
        let mut command = Command::new("ffmpeg");
        command.args(["-v", "error", "-i"]).arg(&wav).args(codec);
        assert!(
            command.arg(batch.path().join(format!("r/{kind}.{kind}"))).status().unwrap().success(),
            "{kind}"
        );
    }
    archive.ingest(&batch, &[]).ends(0);
    let item = archive.named("r").unwrap();
    for kind in ["flac", "mp3", "ogg", "aiff"] {
        let seconds =
            file(&item, &format!("masters/{kind}.{kind}"))["technical"]["seconds"].as_f64().unwrap();
        assert!((seconds - 2.0).abs() < 0.1, "{kind}: {seconds} s");
    }
}
