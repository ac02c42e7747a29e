//! Any sequence of changes, against a map.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::{
    Depth, LocalStore, Store, StoreError, VersionNum,
    contract::{about, bytes},
};

const ID: &str = "ark:99999/b1model";
const PATHS: [&str; 7] = ["a", "a/b", "a/c d", "ж", "ж/x:y", "z", "Z"];

#[derive(Clone, Debug)]
enum Step {
    Put(usize, u8),
    Remove(usize),
    Commit,
    Drop,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..PATHS.len(), 0..4_u8).prop_map(|(path, fill)| Step::Put(path, fill)),
        2 => (0..PATHS.len()).prop_map(Step::Remove),
        3 => Just(Step::Commit),
        1 => Just(Step::Drop),
    ]
}

type Model = BTreeMap<String, Vec<u8>>;

fn blocked(model: &Model, path: &str) -> bool {
    let below =
        |folder: &str, file: &str| file.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    model.keys().any(|other| below(other, path) || below(path, other))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn every_version_reads_back_whatever_was_done(steps in prop::collection::vec(step(), 1..40)) {
        let folder = tempfile::tempdir().unwrap();
        let store = LocalStore::init(folder.path()).unwrap();
        let mut versions: Vec<Model> = Vec::new();
        let mut now = Model::new();
        let mut draft = Some(store.begin(ID).unwrap());
        for step in steps.into_iter().chain([Step::Commit]) {
            let open = draft.take().unwrap();
            match step {
                Step::Put(path, fill) => {
                    let content = vec![fill; usize::from(fill)];
                    let done = open.put(PATHS[path], &content);
                    prop_assert_eq!(done.is_err(), blocked(&now, PATHS[path]));
                    if done.is_ok() {
                        now.insert(PATHS[path].to_owned(), content);
                    }
                    draft = Some(open);
                }
                Step::Remove(path) => {
                    prop_assert_eq!(open.remove(PATHS[path]).is_ok(), now.remove(PATHS[path]).is_some());
                    draft = Some(open);
                }
                Step::Commit => {
                    match open.commit(about("step")) {
                        Ok(done) => {
                            prop_assert_eq!(done.changed, versions.last() != Some(&now));
                            if done.changed {
                                versions.push(now.clone());
                            }
                            prop_assert_eq!(done.version.get() as usize, versions.len());
                        }
                        Err(StoreError::Empty { .. }) => prop_assert!(now.is_empty() && versions.is_empty()),
                        Err(e) => return Err(TestCaseError::fail(e.to_string())),
                    }
                    draft = Some(store.begin(ID).unwrap());
                }
                Step::Drop => {
                    drop(open);
                    now = versions.last().cloned().unwrap_or_default();
                    draft = Some(store.begin(ID).unwrap());
                }
            }
        }
        drop(draft);

        for (number, model) in (1..).zip(&versions) {
            let number = VersionNum::new(number).unwrap();
            let files = store.version(ID, number).unwrap().files;
            prop_assert!(files.keys().eq(model.keys()));
            for (path, content) in model {
                prop_assert_eq!(&bytes(store.open_in_version(ID, number, path).unwrap()), content);
            }
        }
        if !versions.is_empty() {
            let report = store.verify(ID, Depth::Full).unwrap();
            prop_assert!(report.is_clean(), "{:?}", report);
        }
    }
}
