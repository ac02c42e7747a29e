//! `kill -9` at any moment, and run again: all is in, once.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    process::{Child, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::support::{Archive, Batch, Said, bytes_of, jpeg, plain, sha512, vtt, wav};

const ITEMS: u16 = 10;

/// Some forty files, no two the same, with a table, a collection and an authority.
fn batch() -> Batch {
    let batch = Batch::new();
    let mut table = "item,title@en,people:singer,part_of\n".to_owned();
    for n in 0..ITEMS {
        table.push_str(&format!("item-{n},Item number {n},Somebody,epics\n"));
        batch.put(&format!("item-{n}/a.wav"), wav(20_000, 3 + n));
        batch.put(&format!("item-{n}/a.vtt"), vtt(&[&format!("song line{n}")]));
        batch.put(&format!("item-{n}/p1.jpg"), jpeg(200, 300, 100 + u8::try_from(n).unwrap()));
        batch.put(&format!("item-{n}/carrier/box.jpg"), jpeg(80, 60, 100 + u8::try_from(n).unwrap()));
    }
    batch.put("items.csv", table);
    batch.put("collections.csv", "slug,title@en\nepics,Epics\n");
    batch.put("authorities.csv", "id,kind,name@en\np1,person,Somebody\n");
    batch
}

fn start(archive: &Archive, batch: &Batch) -> Child {
    let mut command = archive.command(&["ingest", batch.path().to_str().unwrap()]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Every item without its identifiers and times, by its name.
fn without_identifiers(archive: &Archive) -> BTreeMap<String, Value> {
    let mut names = BTreeMap::new();
    let epics = archive.show("epics");
    names.insert(epics["id"].as_str().unwrap().to_owned(), "epics".to_owned());
    let items: Vec<_> =
        archive.list().iter().map(|item| archive.show(item["id"].as_str().unwrap())).collect();
    for item in &items {
        names.insert(item["id"].as_str().unwrap().to_owned(), item["local_id"].as_str().unwrap().to_owned());
        names.insert(item["people"][0]["authority"].as_str().unwrap().to_owned(), "somebody".to_owned());
    }
    let named = |item: &Value| (item["local_id"].as_str().unwrap().to_owned(), plain(item, &names));
    let mut all: BTreeMap<_, _> = items.iter().map(named).collect();
    all.insert("epics".to_owned(), plain(&epics, &names));
    all
}

/// All is in, once: what the batch holds, what is listed, found, derived, and what the store says of itself.
fn all_is_in_once(archive: &Archive, batch: &Batch, twin: &BTreeMap<String, Value>) {
    let list = archive.list();
    assert_eq!(list.len(), usize::from(ITEMS));
    let mut held = BTreeMap::<String, usize>::new();
    for item in &list {
        for file in archive.show(item["id"].as_str().unwrap())["files"].as_array().unwrap() {
            *held.entry(file["digests"]["sha512"].as_str().unwrap().to_owned()).or_default() += 1;
        }
    }
    for (path, bytes) in batch.bytes() {
        if path.extension().is_some_and(|end| end != "csv") {
            assert_eq!(held.get(&sha512(&bytes)), Some(&1), "{}", path.display());
        }
    }
    assert_eq!(held.len(), 4 * usize::from(ITEMS));
    let said = archive.run(&["verify"]).ends(0).json();
    assert_eq!(said["objects"], u64::from(ITEMS) + 2, "the items, a collection, an authority");
    assert!(!archive.at().join("store/extensions/bumba-staging").exists(), "no staging is left");
    for n in 0..ITEMS {
        assert_eq!(archive.total(&format!("line{n}")), 1, "line{n}");
    }
    let failed = archive.run(&["status"]).ends(0).json()["jobs"]["failed"].clone();
    assert_eq!(failed.as_array().unwrap().len(), 0, "{failed}");
    for (name, object) in without_identifiers(archive) {
        assert_eq!(object, twin[&name], "{name}");
    }
}

/// Nothing waits, and each sound has its peaks.
fn nothing_is_left_to_do(archive: &Archive) {
    let status = archive.run(&["status"]).ends(0).json();
    for state in ["waiting", "running", "failed"] {
        assert_eq!(status["jobs"][state].as_array().unwrap().len(), 0, "{state}: {status}");
    }
    let of_sounds = |path: &std::path::PathBuf| path.extension().is_some_and(|end| end == "dat");
    assert_eq!(
        bytes_of(&archive.at().join("derived")).keys().filter(|path| of_sounds(path)).count(),
        usize::from(ITEMS)
    );
}

#[test]
fn killed_at_any_moment_and_run_again_all_is_in_once() {
    const KILLS: usize = 30;
    let batch = batch();
    let twin = Archive::new();
    let began = Instant::now();
    let output = start(&twin, &batch).wait_with_output().unwrap();
    let whole = began.elapsed();
    Said::of(&output, &["ingest"]).ends(0);
    let expected = without_identifiers(&twin);
    all_is_in_once(&twin, &batch, &expected);

    let (mut kills, mut round) = (0, 0_u32);
    while kills < KILLS {
        round += 1;
        assert!(round < 40, "{kills} kills alone in so many rounds: it ends before it can be killed");
        let archive = Archive::new();
        let mut moments = BTreeSet::new();
        let mut n = 0;
        loop {
            n += 1;
            let mut child = start(&archive, &batch);
            // Every time a little later; each round begins with another offset.
            let delay = whole.mul_f64(0.01 * f64::from(round) + 0.012 * f64::from(n));
            thread::sleep(delay.max(Duration::from_millis(3)));
            if child.try_wait().unwrap().is_none() {
                child.kill().unwrap();
                child.wait().unwrap();
                kills += 1;
                moments.insert(delay);
                continue;
            }
            let said = Said::of(&child.wait_with_output().unwrap(), &["ingest"]);
            said.ends(0);
            break;
        }
        // And once more: a killed worker's lease may stand in the way of the last run's own work.
        Said::of(
            &archive.command(&["ingest", batch.path().to_str().unwrap(), "--wait"]).output().unwrap(),
            &["ingest", "--wait"],
        )
        .ends(0);
        all_is_in_once(&archive, &batch, &expected);
        println!("round {round}: killed after {moments:?}");
        drop(fs::remove_dir_all(archive.at()));
    }
}

#[test]
fn the_run_after_a_kill_derives_what_the_killed_one_had_begun() {
    let batch = batch();
    let twin = Archive::new();
    let began = Instant::now();
    Said::of(&start(&twin, &batch).wait_with_output().unwrap(), &["ingest"]).ends(0);
    let whole = began.elapsed();
    nothing_is_left_to_do(&twin);
    for n in 1..12 {
        let archive = Archive::new();
        let mut child = start(&archive, &batch);
        thread::sleep(whole.mul_f64(0.08 * f64::from(n)));
        child.kill().unwrap();
        child.wait().unwrap();
        archive.ingest(&batch, &["--wait"]).ends(0);
        nothing_is_left_to_do(&archive);
    }
}
