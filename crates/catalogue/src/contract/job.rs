//! Jobs are done, once, whoever dies over them.

use std::collections::BTreeSet;

use serde_json::json;

use super::sample::{Any, at};
use crate::{Catalogue, CatalogueError, JobId, JobState, NewJob, Result};

fn job(kind: &str, key: &str) -> NewJob {
    NewJob { kind: kind.to_owned(), key: key.to_owned(), payload: json!({"of": key, "n": [1, 2.5]}) }
}

fn lost<T: std::fmt::Debug>(result: Result<T>, job: JobId) {
    assert!(matches!(result, Err(CatalogueError::Lost(id)) if id == job.0), "{result:?}");
}

async fn states(c: &dyn Catalogue) -> [Vec<JobId>; 4] {
    let mut all = [const { Vec::new() }; 4];
    for (at, state) in
        [JobState::Waiting, JobState::Running, JobState::Done, JobState::Failed].into_iter().enumerate()
    {
        let jobs = c.jobs(state, 100).await.unwrap();
        assert!(jobs.iter().all(|job| job.state == state));
        all[at] = jobs.into_iter().map(|job| job.id).collect();
    }
    all
}

pub(super) async fn the_oldest_job_of_the_kinds_asked_for_is_handed_out(c: Any) {
    assert_eq!(c.claim(&["derive"], "w", at(0), at(0)).await.unwrap(), None);
    let first = c.enqueue(job("derive", "a"), at(0)).await.unwrap();
    let second = c.enqueue(job("take in", "b"), at(1)).await.unwrap();
    let third = c.enqueue(job("derive", "c"), at(2)).await.unwrap();
    assert_eq!(states(&*c).await, [vec![first, second, third], vec![], vec![], vec![]]);
    assert_eq!(c.jobs(JobState::Waiting, 2).await.unwrap().len(), 2);

    let got = c.claim(&["take in", "derive"], "w", at(5), at(0)).await.unwrap().unwrap();
    assert_eq!((got.id, got.kind.as_str(), got.key.as_str(), got.tries), (first, "derive", "a", 1));
    assert_eq!((got.payload, got.state, got.why), (job("derive", "a").payload, JobState::Running, None));
    assert_eq!(c.claim(&["derive"], "w", at(5), at(0)).await.unwrap().unwrap().id, third);
    assert_eq!(c.claim(&["derive"], "w", at(5), at(0)).await.unwrap(), None);
    assert_eq!(c.claim(&[], "w", at(5), at(0)).await.unwrap(), None);

    assert_eq!(c.unfinished(&["derive"]).await.unwrap(), 2);
    assert_eq!(c.unfinished(&["derive", "take in"]).await.unwrap(), 3);
    assert_eq!(c.unfinished(&[]).await.unwrap(), 3);
    c.done(first, "w", at(6)).await.unwrap();
    c.done(first, "w", at(7)).await.unwrap();
    assert_eq!(c.unfinished(&["derive"]).await.unwrap(), 1);
    assert_eq!(states(&*c).await, [vec![second], vec![third], vec![first], vec![]]);
    lost(c.done(JobId(9_999), "w", at(7)).await, JobId(9_999));
}

pub(super) async fn the_same_key_is_the_same_job_until_it_ends(c: Any) {
    let first = c.enqueue(job("derive", "a"), at(0)).await.unwrap();
    assert_eq!(c.enqueue(job("derive", "a"), at(1)).await.unwrap(), first);
    c.claim(&["derive"], "w", at(2), at(0)).await.unwrap().unwrap();
    assert_eq!(c.enqueue(job("derive", "a"), at(3)).await.unwrap(), first, "while it runs as well");
    c.failed(first, "w", "no room", Some(at(10)), at(4)).await.unwrap();
    assert_eq!(
        c.enqueue(job("derive", "a"), at(5)).await.unwrap(),
        first,
        "while it waits for its second try"
    );
    assert_eq!(c.claim(&["derive"], "w", at(6), at(0)).await.unwrap(), None, "which is not brought nearer");
    c.claim(&["derive"], "w", at(10), at(0)).await.unwrap().unwrap();
    c.done(first, "w", at(11)).await.unwrap();

    let second = c.enqueue(job("derive", "a"), at(12)).await.unwrap();
    assert!(second > first);
    c.claim(&["derive"], "w", at(13), at(0)).await.unwrap().unwrap();
    c.failed(second, "w", "no", None, at(14)).await.unwrap();
    let third = c.enqueue(job("derive", "a"), at(15)).await.unwrap();
    assert!(third > second);

    let asked: Vec<_> = (0..8)
        .map(|_| {
            let c = c.clone();
            tokio::spawn(async move { c.enqueue(job("derive", "at once"), at(16)).await.unwrap() })
        })
        .collect();
    let mut ids = BTreeSet::new();
    for one in asked {
        ids.insert(one.await.unwrap());
    }
    assert_eq!(ids.len(), 1, "asked for at once by many it is one");
}

pub(super) async fn a_killed_job_is_handed_out_again_and_its_first_worker_has_lost_it(c: Any) {
    let id = c.enqueue(job("derive", "a"), at(0)).await.unwrap();
    c.claim(&["derive"], "first", at(100), at(0)).await.unwrap().unwrap();
    assert_eq!(
        c.claim(&["derive"], "second", at(110), at(100)).await.unwrap(),
        None,
        "it was heard of at 100"
    );
    assert_eq!(c.claim(&["other"], "second", at(110), at(101)).await.unwrap(), None);

    let again = c.claim(&["derive"], "second", at(110), at(101)).await.unwrap().unwrap();
    assert_eq!((again.id, again.tries), (id, 2));

    lost(c.still_working(id, "first", at(111)).await, id);
    lost(c.done(id, "first", at(111)).await, id);
    lost(c.failed(id, "first", "why", None, at(111)).await, id);
    lost(c.failed(id, "first", "why", Some(at(200)), at(111)).await, id);
    assert_eq!(states(&*c).await, [vec![], vec![id], vec![], vec![]]);
    c.done(id, "second", at(112)).await.unwrap();
    lost(c.done(id, "first", at(113)).await, id);
    assert_eq!(states(&*c).await, [vec![], vec![], vec![id], vec![]]);
}

pub(super) async fn who_is_heard_of_keeps_the_job(c: Any) {
    let id = c.enqueue(job("derive", "a"), at(0)).await.unwrap();
    c.claim(&["derive"], "first", at(100), at(0)).await.unwrap().unwrap();
    c.still_working(id, "first", at(200)).await.unwrap();
    assert_eq!(c.claim(&["derive"], "second", at(210), at(150)).await.unwrap(), None);
    assert_eq!(c.claim(&["derive"], "second", at(310), at(201)).await.unwrap().unwrap().id, id);
}

pub(super) async fn a_failed_job_waits_until_its_time_or_has_failed_for_good(c: Any) {
    let id = c.enqueue(job("derive", "a"), at(0)).await.unwrap();
    let later = c.enqueue(job("derive", "b"), at(1)).await.unwrap();
    c.claim(&["derive"], "w", at(2), at(0)).await.unwrap().unwrap();
    c.failed(id, "w", "the disk is full", Some(at(50)), at(3)).await.unwrap();
    lost(c.still_working(id, "w", at(4)).await, id);
    assert_eq!(c.unfinished(&[]).await.unwrap(), 2);

    // Meanwhile the next is handed out, and this one when its time has come.
    assert_eq!(c.claim(&["derive"], "w", at(49), at(0)).await.unwrap().unwrap().id, later);
    assert_eq!(c.claim(&["derive"], "w", at(49), at(0)).await.unwrap(), None);
    let again = c.claim(&["derive"], "w", at(50), at(0)).await.unwrap().unwrap();
    assert_eq!((again.id, again.tries, again.why.as_deref()), (id, 2, Some("the disk is full")));

    c.failed(id, "w", "given up", None, at(51)).await.unwrap();
    let failed = c.jobs(JobState::Failed, 10).await.unwrap();
    assert_eq!((failed[0].id, failed[0].why.as_deref(), failed[0].tries), (id, Some("given up"), 2));
    assert_eq!(c.claim(&["derive"], "w", at(900), at(49)).await.unwrap(), None);
    assert_eq!(c.unfinished(&[]).await.unwrap(), 1);
}

pub(super) async fn a_job_is_handed_to_one_of_many_workers(c: Any) {
    for n in 0..40 {
        c.enqueue(job("derive", &n.to_string()), at(0)).await.unwrap();
    }
    let workers: Vec<_> = (0..8)
        .map(|worker| {
            let c = c.clone();
            tokio::spawn(async move {
                let worker = format!("w{worker}");
                let mut done = Vec::new();
                while let Some(job) = c.claim(&["derive"], &worker, at(1), at(0)).await.unwrap() {
                    c.done(job.id, &worker, at(2)).await.unwrap();
                    done.push((job.id, job.tries));
                }
                done
            })
        })
        .collect();
    let mut done = Vec::new();
    for worker in workers {
        done.extend(worker.await.unwrap());
    }
    assert!(done.iter().all(|(_, tries)| *tries == 1));
    assert_eq!(done.len(), 40);
    assert_eq!(done.into_iter().collect::<BTreeSet<_>>().len(), 40);
}
