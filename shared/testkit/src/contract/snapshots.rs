//! Snapshots beside commits.

use kernel::StreamKey;
use kernel::aggregate::{History, KeyStamp, Snapshot, Version};
use runtime::ports::Store;
use serde_json::{Value, json};

use super::{Subject, fill, noise, stream, tenant};

const SCHEMA: u32 = 3;

/// The fold of these histories: the sum of all amounts.
fn fold(history: &History) -> i64 {
    let start = history.snapshot.as_ref().map_or(0, |snapshot| snapshot.state["sum"].as_i64().expect("a sum"));
    let amounts =
        history.commits.iter().flat_map(|commit| &commit.events).map(|event| event["data"]["amount"].as_i64().expect("an amount"));
    start + amounts.sum::<i64>()
}

fn snapshot(version: Version, schema: u32, state: Value) -> Snapshot {
    let keys = vec![KeyStamp { key: "first".to_owned(), hash: "hash".to_owned(), version: 1 }];
    Snapshot { version, schema, state, keys }
}

/// The snapshot that a folded history of `version` commits leads to.
fn right(version: Version, schema: u32) -> Snapshot {
    let sum: u64 = (1..=version).sum();
    snapshot(version, schema, json!({ "sum": sum }))
}

async fn put(store: &dyn Store, stream: &StreamKey, snapshot: &Snapshot) {
    store.put_snapshot(&tenant(), stream, snapshot).await.expect("put a snapshot");
}

pub(super) async fn a_snapshot_and_its_tail_equal_the_whole(subject: &impl Subject) {
    const COMMITS: Version = 90;
    let (store, stream) = (subject.store(), stream("one"));
    fill(store.as_ref(), &stream, COMMITS).await;
    let whole = store.load(&tenant(), &stream, SCHEMA).await.expect("load");
    assert_eq!(whole.commits.len(), 90);
    for version in [1, 20, 64, 89, 90] {
        put(store.as_ref(), &stream, &right(version, SCHEMA)).await;
        let history = store.load(&tenant(), &stream, SCHEMA).await.expect("load");
        assert_eq!(history.snapshot, Some(right(version, SCHEMA)), "the newest one, complete");
        assert_eq!(history.commits.first().map(|commit| commit.version), (version < COMMITS).then_some(version + 1));
        assert_eq!((history.version(), fold(&history)), (COMMITS, fold(&whole)));
    }
    put(store.as_ref(), &stream, &snapshot(90, SCHEMA, json!({ "sum": -1 }))).await;
    let history = store.load(&tenant(), &stream, SCHEMA).await.expect("load");
    assert_eq!(fold(&history), fold(&whole), "one that exists is left alone");
}

pub(super) async fn snapshots_of_another_schema_are_passed_over(subject: &impl Subject) {
    let (store, stream) = (subject.store(), stream("one"));
    fill(store.as_ref(), &stream, 70).await;
    put(store.as_ref(), &stream, &right(2, SCHEMA)).await;
    for version in [3, 69, 70] {
        put(store.as_ref(), &stream, &snapshot(version, SCHEMA - 1, json!("another shape"))).await;
    }
    put(store.as_ref(), &stream, &snapshot(68, SCHEMA + 1, json!("a later shape"))).await;
    let history = store.load(&tenant(), &stream, SCHEMA).await.expect("load");
    assert_eq!(history.snapshot, Some(right(2, SCHEMA)));
    assert_eq!((history.commits.len(), history.version()), (68, 70));
    let none = store.load(&tenant(), &stream, SCHEMA + 2).await.expect("load");
    assert_eq!((none.snapshot, none.commits.len()), (None, 70), "from the start when there is none");
    put(store.as_ref(), &stream, &right(70, SCHEMA)).await;
    let history = store.load(&tenant(), &stream, SCHEMA).await.expect("load");
    assert_eq!(history.snapshot, Some(right(70, SCHEMA)), "takes the place of one that is out of date");
}

pub(super) async fn a_history_reaches_back_as_far_as_asked(subject: &impl Subject) {
    let (store, stream) = (subject.store(), stream("one"));
    fill(store.as_ref(), &stream, 75).await;
    for version in [5, 40, 70] {
        put(store.as_ref(), &stream, &right(version, SCHEMA)).await;
    }
    for (from, expected) in
        [(0, None), (4, None), (5, Some(5)), (39, Some(5)), (40, Some(40)), (69, Some(40)), (74, Some(70)), (75, Some(70))]
    {
        let history = store.load_from(&tenant(), &stream, SCHEMA, from).await.expect("load");
        assert_eq!(history.snapshot.as_ref().map(|snapshot| snapshot.version), expected, "from {from}");
        assert_eq!((history.version(), fold(&history)), (75, (1..=75).sum()), "from {from}");
    }
}

pub(super) async fn a_large_snapshot_survives(subject: &impl Subject) {
    let (store, stream) = (subject.store(), stream("large"));
    fill(store.as_ref(), &stream, 2).await;
    for (version, bytes) in [(1, 10_000), (2, 1_500_000)] {
        let large = snapshot(version, SCHEMA, json!({ "sum": 1, "noise": noise(bytes, 1) }));
        put(store.as_ref(), &stream, &large).await;
        let history = store.load(&tenant(), &stream, SCHEMA).await.expect("load");
        assert_eq!(history.snapshot, Some(large));
    }
}
