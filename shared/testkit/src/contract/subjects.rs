//! Keys of subjects: one each, the same for everybody, and gone for good once destroyed.

use std::sync::Arc;

use kernel::SubjectKey;
use runtime::ports::SubjectKeys;

use super::{other_tenant, tenant};

/// Runs the whole contract of a keeper of subjects' keys, each case on a fresh one, in a world that lives as
/// long as the case.
///
/// # Panics
/// When a promise is broken.
pub async fn subject_keys_contract<W>(make: impl AsyncFn() -> (W, Arc<dyn SubjectKeys>)) {
    let (_world, keys) = make().await;
    a_subject_has_one_key(keys.as_ref()).await;
    let (_world, keys) = make().await;
    a_destroyed_key_does_not_come_back(keys.as_ref()).await;
    let (_world, keys) = make().await;
    keys_of_others_differ(keys.as_ref()).await;
    let (_world, keys) = make().await;
    of_those_who_race_all_get_the_same(keys).await;
}

/// Keys cannot be compared; what they make of a text can.
fn mark(key: Option<SubjectKey>) -> Option<String> {
    key.map(|key| key.seal(b"contract", "contract").expect("seal").to_string())
}

async fn a_subject_has_one_key(keys: &dyn SubjectKeys) {
    assert_eq!(mark(keys.get(&tenant(), "one").await.expect("get")), None);
    let made = mark(keys.get_or_create(&tenant(), "one").await.expect("create"));
    assert!(made.is_some());
    assert_eq!(mark(keys.get_or_create(&tenant(), "one").await.expect("create")), made);
    assert_eq!(mark(keys.get(&tenant(), "one").await.expect("get")), made);
}

async fn a_destroyed_key_does_not_come_back(keys: &dyn SubjectKeys) {
    keys.get_or_create(&tenant(), "one").await.expect("create");
    let other = mark(keys.get_or_create(&tenant(), "two").await.expect("create"));
    for subject in ["one", "one", "never was"] {
        keys.destroy(&tenant(), subject).await.expect("destroy");
        assert_eq!(mark(keys.get(&tenant(), subject).await.expect("get")), None);
        assert_eq!(mark(keys.get_or_create(&tenant(), subject).await.expect("create")), None);
    }
    assert_eq!(mark(keys.get(&tenant(), "two").await.expect("get")), other);
}

async fn keys_of_others_differ(keys: &dyn SubjectKeys) {
    let own = mark(keys.get_or_create(&tenant(), "one").await.expect("create"));
    for subject in ["two", "one#", "#one", "%23", "один", "UNIQUE#a"] {
        let other = mark(keys.get_or_create(&tenant(), subject).await.expect(subject));
        assert!(other.is_some() && other != own, "{subject}");
    }
    assert_eq!(mark(keys.get(&other_tenant(), "one").await.expect("get")), None);
    assert_ne!(mark(keys.get_or_create(&other_tenant(), "one").await.expect("create")), own);
    keys.destroy(&other_tenant(), "one").await.expect("destroy");
    assert_eq!(mark(keys.get(&tenant(), "one").await.expect("get")), own);
}

async fn of_those_who_race_all_get_the_same(keys: Arc<dyn SubjectKeys>) {
    let mut race = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let keys = Arc::clone(&keys);
        race.spawn(async move { mark(keys.get_or_create(&tenant(), "one").await.expect("create")) });
    }
    let mut marks = race.join_all().await;
    marks.dedup();
    assert!(marks.len() == 1 && marks[0].is_some(), "{marks:?}");
}
