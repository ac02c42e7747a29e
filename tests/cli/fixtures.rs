//! Real books and tapes, where they are: `BUMBA_FIXTURES`, else `../shared/fixtures` beside the project.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use serde_json::json;

use crate::support::{Archive, Said};

fn fixtures() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/fixtures");
    let folder = env::var_os("BUMBA_FIXTURES").map_or_else(beside, PathBuf::from);
    if !folder.is_dir() {
        return None;
    }
    Some(folder)
}

#[test]
fn real_books_and_tapes_are_taken_in_and_their_lines_are_found() {
    let Some(folder) = fixtures() else { return };
    let archive = Archive::new();
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let ingest = |archive: &Archive| -> Said {
        archive.run(&["ingest", &path("tapes"), &path("books"), "--report", "r.html"])
    };

    let first = ingest(&archive);

    assert!([0, 1].contains(&first.status), "{first:?}");
    assert_eq!(first.json()["refused"], json!([]));
    assert_eq!(archive.list().len(), 5);
    let spoken = archive.search("\"hanging there\"");
    let time = &spoken["hits"][0]["passages"][0]["time"];
    assert!(time[0].as_f64().unwrap() > 60.0 && time[1].as_f64() > time[0].as_f64(), "{time}");
    let printed = archive.search("太宗");
    assert_eq!(printed["hits"][0]["passages"][0]["region"].as_array().unwrap().len(), 4);
    assert!(archive.total("enseignement") >= 1 && archive.total("roy") >= 1);
    let again = ingest(&archive).json();
    assert_eq!((&again["items_in"], &again["files_in"]), (&json!(0), &json!(0)));
    archive.run(&["verify"]).ends(0);
}

#[test]
fn peaks_are_those_of_audiowaveform() {
    let Some(folder) = fixtures() else { return };
    let archive = Archive::absent();
    let mut compared = 0;
    let tapes =
        walkdir::WalkDir::new(folder.join("tapes")).into_iter().map(|entry| entry.unwrap().into_path());
    for sound in tapes.filter(|path| path.extension().is_some_and(|end| end == "wav" || end == "WAV")) {
        let stem = sound.file_stem().unwrap().to_str().unwrap();
        for (name, more) in [
            ("z256.b8", &["-z", "256", "-b", "8"][..]),
            ("z512.b16.split", &["-z", "512", "-b", "16", "--split-channels"]),
        ] {
            let Ok(theirs) = fs::read(folder.join(format!("peaks/{stem}.{name}.dat"))) else { continue };
            let out = archive.beside("x.dat");
            let arguments =
                [&["peaks", sound.to_str().unwrap(), "-o", out.to_str().unwrap()][..], more].concat();
            // 1: some of their headers are wrong, and are told.
            assert!([0, 1].contains(&archive.run(&arguments).status), "{stem}");
            assert!(fs::read(&out).unwrap() == theirs, "{stem}.{name}");
            compared += 1;
        }
    }
    assert!(compared > 10, "{compared} compared alone");
}
