//! A process that writes is killed with `kill -9`; all that it was told stands there.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests, and what they share")]

use std::{
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
};

use bumba_catalogue::{Catalogue, Held, LineQuery, NewJob, Put, Seq};
use bumba_catalogue_sqlite::SqliteCatalogue;
use bumba_model::{Ark, Line, Object, What};
use jiff::Timestamp;

const FILE: &str = "BUMBA_TEST_CATALOGUE";

/// An item of the number, and the job that made it.
async fn put(catalogue: &SqliteCatalogue, n: u64) -> Seq {
    let job = NewJob { kind: "take in".into(), key: n.to_string(), payload: n.into() };
    let job = catalogue.enqueue(job, Timestamp::UNIX_EPOCH).await.unwrap();
    let put = Put {
        object: Object::new(Ark::mint("99999", n), What::Item(Box::default())),
        version: 1,
        changed: "2026-01-01T00:00:00Z".to_owned(),
        lines: (0..50).map(|order| Line { order, text: format!("{n}"), ..Line::default() }).collect(),
        events: Vec::new(),
        ends: Some(job),
    };
    catalogue.put(put).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "the other test starts it, and kills it"]
async fn writes_until_it_is_killed() {
    let catalogue = SqliteCatalogue::open(std::env::var_os(FILE).unwrap()).await.unwrap();
    for n in catalogue.newest().await.unwrap().0 + 1.. {
        let n = u64::try_from(n).unwrap();
        println!("told {n} {}", put(&catalogue, n).await.0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_was_told_before_a_kill_stands_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("catalogue.db");
    let mut last = 0;
    for round in 1..=4 {
        let mut writer = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "writes_until_it_is_killed", "--ignored", "--nocapture"])
            .env(FILE, &path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut told = 0;
        for line in BufReader::new(writer.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            if let Some(n) = line.strip_prefix("told ").and_then(|rest| rest.split(' ').next()) {
                last = n.parse::<u64>().unwrap();
                told += 1;
            }
            if told == 5 * round {
                writer.kill().unwrap();
            }
        }
        writer.wait().unwrap();

        let catalogue = SqliteCatalogue::open(&path).await.unwrap();
        let feed = catalogue.feed(Seq(0), 10_000).await.unwrap();
        assert!(told >= 5 * round && feed.len() as u64 >= last, "{} entries, {last} were told", feed.len());
        for (n, entry) in (1..).zip(&feed) {
            let Held { object, seq, .. } = catalogue.get(&Ark::mint("99999", n)).await.unwrap().unwrap();
            assert_eq!((&object.id, seq, seq.0), (&entry.id, entry.seq, i64::try_from(n).unwrap()));
            assert_eq!(catalogue.lines(&object.id, &LineQuery::default()).await.unwrap().len(), 50);
        }
        assert!(catalogue.unfinished(&[]).await.unwrap() <= 1, "a put and the end of its job are one");
        catalogue.close().await;
    }
}
