//! A real process, really killed.

use std::{
    env, fs,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use crate::{Depth, LocalStore, Store, contract};

const FOLDER: &str = "BUMBA_STORE_KILL_TEST";
const OBJECTS: u32 = 3;

fn id(n: u32) -> String {
    format!("ark:99999/b1kill{n}")
}

/// What the other test kills: commits until then, and says of each version that it is in.
#[test]
#[ignore = "the process that the test of the kill starts"]
fn the_process_that_is_killed() {
    let folder = env::var(FOLDER).expect("started by the other test");
    let folder = Path::new(&folder);
    let store = LocalStore::open(folder.join("root")).unwrap();
    for round in 0_u32.. {
        for n in 0..OBJECTS {
            let content = format!("{n} {round} {}", std::process::id());
            let done = contract::commit(&store, &id(n), &[("a", content.as_bytes()), ("b", &[7; 3000])]);
            fs::write(folder.join(format!("told.{n}.new")), done.version.get().to_string()).unwrap();
            fs::rename(folder.join(format!("told.{n}.new")), folder.join(format!("told.{n}"))).unwrap();
        }
    }
}

#[test]
fn a_process_killed_at_any_moment_loses_nothing_that_it_said_was_in() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("root");
    LocalStore::init(&root).unwrap();
    for round in 0..10_u64 {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "local::tests::kill::the_process_that_is_killed", "--ignored"])
            .env(FOLDER, folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // It is at work; then an uneven while, so that it is met at another place each time.
        let told = || fs::read(folder.path().join("told.0")).unwrap_or_default();
        let before = told();
        while told() == before {
            assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
            thread::sleep(Duration::from_millis(1));
        }
        thread::sleep(Duration::from_micros(round * 1700));
        child.kill().unwrap();
        child.wait().unwrap();

        let store = LocalStore::open(&root).unwrap();
        assert!(!root.join("extensions/bumba-staging").exists());
        for found in store.ids().unwrap() {
            let report = store.verify(&found.unwrap(), Depth::Full).unwrap();
            assert!(report.is_clean(), "{report:?}");
        }
        for n in 0..OBJECTS {
            let told = fs::read_to_string(folder.path().join(format!("told.{n}"))).unwrap_or("0".to_owned());
            let head = store.head(&id(n)).unwrap().map_or(0, |head| head.version.get());
            assert!(head >= told.parse().unwrap(), "{n}: v{told} was said to be in, the head is v{head}");
        }
    }
}
