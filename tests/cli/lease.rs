//! Who works: the one who holds the lease, and somebody else soon after that one died.

use std::{
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::support::{Archive, Batch, Server, vtt, wav};

fn batch() -> Batch {
    Batch::of([("r/a.wav", wav(16_000, 3)), ("r/a.vtt", vtt(&["the first line"]))])
}

/// Waits for a promise that has no time of its own.
fn in_time(what: &str, seconds: u64, mut is: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is() {
        assert!(began.elapsed() < Duration::from_secs(seconds), "{what}: not after {seconds} s");
        thread::sleep(Duration::from_millis(100));
    }
}

fn working(archive: &Archive) -> Value {
    archive.run(&["status"]).ends(0).json()["worker"].clone()
}

#[test]
fn where_a_server_works_an_ingest_hands_its_work_over_and_the_server_does_it() {
    let archive = Archive::new();
    let server = Server::of(&archive);
    in_time("the server takes the lease", 20, || working(&archive) == json!(true));

    let id = archive.ingest(&batch(), &[]).ends(0).ids().remove(0);

    in_time("the server indexes", 30, || archive.total("\"first line\"") == 1);
    let page = format!("/media/{}-f1/peaks.dat", id.trim_start_matches("ark:").replace('/', "-"));
    in_time("the server derives", 30, || server.get(&page).status == 200);
    assert_eq!(server.get(&format!("/items/{id}")).status, 200);
}

#[test]
fn who_waits_finds_all_of_it_searchable_at_the_end() {
    let archive = Archive::new();
    let _server = Server::of(&archive);
    in_time("the server takes the lease", 20, || working(&archive) == json!(true));
    archive.ingest(&batch(), &["--wait"]).ends(0);
    assert_eq!(archive.total("\"first line\""), 1);
    let jobs = archive.run(&["status"]).ends(0).json()["jobs"].clone();
    assert_eq!((&jobs["waiting"], &jobs["failed"]), (&json!([]), &json!([])));
}

#[test]
fn a_server_of_pages_alone_does_no_work() {
    let archive = Archive::new();
    let _server = Server::with(&archive, &["--role", "web"]);
    assert_eq!(working(&archive), json!(false));
    archive.ingest(&batch(), &[]).ends(0);
    assert_eq!(archive.total("\"first line\""), 1);
}

#[test]
fn after_a_killed_server_the_next_ingest_works_once_the_lease_has_run_out() {
    let archive = Archive::new();
    let server = Server::of(&archive);
    in_time("the server takes the lease", 20, || working(&archive) == json!(true));
    server.kill();

    archive.ingest(&batch(), &["--wait"]).ends(0);

    assert_eq!(archive.total("\"first line\""), 1);
    assert_eq!(working(&archive), json!(false), "and it is given back");
}

#[test]
fn nothing_is_rebuilt_while_a_server_works() {
    let archive = Archive::new();
    let _server = Server::of(&archive);
    in_time("the server takes the lease", 20, || working(&archive) == json!(true));
    let said = archive.run(&["rebuild", "all"]).ends(2);
    assert!(said.err.contains("server"), "{}", said.err);
}
