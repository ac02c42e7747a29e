//! Leases and settings.

use super::sample::{Any, at};

pub(super) async fn a_lease_excludes_is_renewed_expires_and_is_given_back(c: Any) {
    assert_eq!(c.lease_holder("worker", at(0)).await.unwrap(), None);
    assert!(c.hold_lease("worker", "one", at(0), at(10)).await.unwrap());
    assert!(!c.hold_lease("worker", "other", at(9), at(19)).await.unwrap());
    assert_eq!(c.lease_holder("worker", at(9)).await.unwrap().as_deref(), Some("one"));
    assert!(c.hold_lease("index", "other", at(9), at(19)).await.unwrap(), "another lease is another's");

    assert!(c.hold_lease("worker", "one", at(9), at(30)).await.unwrap(), "its holder keeps it");
    assert!(!c.hold_lease("worker", "other", at(29), at(39)).await.unwrap());

    assert_eq!(c.lease_holder("worker", at(30)).await.unwrap(), None, "it has expired");
    assert!(c.hold_lease("worker", "other", at(30), at(40)).await.unwrap());
    assert!(!c.hold_lease("worker", "one", at(31), at(41)).await.unwrap());

    c.release_lease("worker", "one").await.unwrap();
    assert_eq!(c.lease_holder("worker", at(31)).await.unwrap().as_deref(), Some("other"));
    c.release_lease("worker", "other").await.unwrap();
    assert_eq!(c.lease_holder("worker", at(31)).await.unwrap(), None);
    assert!(c.hold_lease("worker", "one", at(32), at(42)).await.unwrap());
    c.release_lease("nobody's", "one").await.unwrap();
}

pub(super) async fn a_lease_is_one_holders_of_many_at_once(c: Any) {
    let holders: Vec<_> = (0..8)
        .map(|holder| {
            let c = c.clone();
            tokio::spawn(
                async move { c.hold_lease("worker", &format!("h{holder}"), at(0), at(9)).await.unwrap() },
            )
        })
        .collect();
    let mut held = 0;
    for holder in holders {
        held += u32::from(holder.await.unwrap());
    }
    assert_eq!(held, 1);
}

pub(super) async fn a_setting_is_read_back_as_last_written(c: Any) {
    assert_eq!(c.setting("language").await.unwrap(), None);
    c.set_setting("language", "mn").await.unwrap();
    c.set_setting("Language", "").await.unwrap();
    c.set_setting("language", "zh 中文 '\"").await.unwrap();
    assert_eq!(c.setting("language").await.unwrap().as_deref(), Some("zh 中文 '\""));
    assert_eq!(c.setting("Language").await.unwrap().as_deref(), Some(""));
}
