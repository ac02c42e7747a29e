//! Real files: transcripts and page texts that other programs wrote. Skipped where the fixtures are not.
#![allow(clippy::unwrap_used, reason = "in a test, unwrapping is how it fails")]

use std::{fs, path::PathBuf};

use bumba_transcript::{Kind, Reading, identify, read};

/// The folder of fixtures: `BUMBA_FIXTURES`, else beside the workspace.
fn fixture(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("BUMBA_FIXTURES").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/fixtures"),
        PathBuf::from,
    );
    let path = root.join(path);
    path.exists().then_some(path)
}

fn readings(folder: &str) -> Vec<(String, Reading)> {
    let Some(folder) = fixture(folder) else { return Vec::new() };
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "xml" || extension == "eaf"))
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let reading = read(&fs::read(&path).unwrap(), &name).unwrap();
            (name, reading)
        })
        .collect()
}

#[test]
fn a_phrase_of_the_fable_is_found_with_its_time() {
    for (_, reading) in readings("tapes/aesop") {
        let lines: Vec<_> =
            reading.tiers[0].lines.iter().filter(|line| line.text.contains("hanging there")).collect();
        assert_eq!(lines.len(), 2);
        let [from, to] = lines[0].time.unwrap();
        assert!(from > 30.0 && to > from && to < 180.0, "{from} {to}");
        assert_eq!(reading.faults, []);
        assert_eq!(reading.tiers.len(), 5);
        assert!(reading.lines().all(|line| line.time.is_some()));
    }
}

#[test]
fn all_tiers_of_a_field_recording_are_anchored() {
    for (_, reading) in readings("records/eaf") {
        assert_eq!(reading.tiers.len(), 21);
        assert!(reading.lines().count() > 100);
        assert!(reading.lines().all(|line| line.time.is_some()));
        assert_eq!(reading.faults, []);
    }
}

#[test]
fn the_lines_of_photographed_manuscripts_have_their_places() {
    for (name, reading) in readings("books/livre-de-l-enseignement") {
        assert_eq!(reading.kind, Kind::Alto);
        let expected = if name.ends_with("_f5.xml") { 15 } else { 60 };
        assert!(reading.lines().count() > expected, "{name}: {}", reading.lines().count());
        assert!(reading.lines().all(|line| line.region.is_some() && line.polygon.is_some()), "{name}");
        assert_eq!(reading.faults, [], "{name}");
    }
    for (name, reading) in readings("books/vie-de-saint-jerome") {
        assert_eq!(reading.lines().count() + reading.empty_lines, 161, "{name}");
        assert!(reading.page.is_some_and(|page| page.width == 5883.0));
    }
}

#[test]
fn a_name_on_a_woodblock_page_is_found_with_its_region() {
    let readings = readings("books/quan-tangshi");
    if readings.is_empty() {
        return;
    }
    let found: Vec<_> = readings
        .iter()
        .flat_map(|(_, reading)| reading.lines())
        .filter(|line| line.text.contains("太宗"))
        .collect();
    assert!(found.len() >= 2);
    assert!(
        found.iter().any(|line| line.text == "太宗皇帝"
            && line.region.map(<[u32; 4]>::from) == Some([1851, 916, 136, 519]))
    );
    assert!(readings.iter().all(|(name, _)| identify(name.as_bytes(), name).is_none()));
}
