//! Commits in streams.

use kernel::History;
use kernel::aggregate::KeyStamp;
use runtime::AppendError;
use serde_json::json;

use super::{Subject, adding, append, batch, commit, fill, noise, other_tenant, stream, tenant, write};

/// Snapshots of this schema are wanted; there are none in these cases.
const SCHEMA: u32 = 1;

pub(super) async fn commits_come_back_as_written(subject: &impl Subject) {
    let (store, stream) = (subject.store(), stream("one"));
    assert_eq!(store.load(&tenant(), &stream, SCHEMA).await.expect("load"), History::default(), "nothing happened yet");
    let mut first = commit(1, json!({ "text": "Ґанок, 漢字 \u{1F69A} \"quoted\" #", "decimal": "1.10" }), 0);
    first.key = Some(KeyStamp { key: "key-1".to_owned(), hash: "hash".to_owned(), version: 1 });
    first.events.push(json!({ "type": "second.v1" }));
    let mut second = adding(2, 2, 0);
    second.meta.causation = Some("contract.thing/one/1/0".to_owned());
    for commit in [&first, &second] {
        write(store.as_ref(), &stream, commit.clone()).await.expect("append");
    }
    let history = store.load(&tenant(), &stream, SCHEMA).await.expect("load");
    assert_eq!(history, History { snapshot: None, commits: vec![first.clone(), second] });
    assert_eq!(store.commit(&tenant(), &stream, 1).await.expect("a commit"), Some(first));
    assert_eq!(store.commit(&tenant(), &stream, 3).await.expect("no commit"), None);
    assert_eq!(store.commit(&other_tenant(), &stream, 1).await.expect("no commit"), None);
}

pub(super) async fn of_writers_that_race_exactly_one_wins(subject: &impl Subject) {
    let stream = stream("contended");
    for version in 1..=5 {
        let mut race = tokio::task::JoinSet::new();
        for writer in 0..8 {
            let (store, stream) = (subject.store(), stream.clone());
            race.spawn(async move { write(store.as_ref(), &stream, adding(version, 1, writer)).await });
        }
        let results = race.join_all().await;
        let won = results.iter().filter(|result| result.is_ok()).count();
        let lost = results.iter().filter(|result| matches!(result, Err(AppendError::Conflict(key)) if *key == stream)).count();
        assert_eq!((won, lost), (1, 7), "version {version}: {results:?}");
    }
    let history = subject.store().load(&tenant(), &stream, SCHEMA).await.expect("load");
    assert_eq!(history.version(), 5);
}

pub(super) async fn a_batch_is_written_whole_or_not_at_all(subject: &impl Subject) {
    let store = subject.store();
    let (one, two) = (stream("one"), stream("two"));
    let both = |first: u64, second: u64| batch([append(&one, adding(first, 1, 1)), append(&two, adding(second, 1, 1))]);
    store.append(&tenant(), &both(1, 1)).await.expect("both are new");
    write(store.as_ref(), &two, adding(2, 1, 2)).await.expect("append");
    let refused = store.append(&tenant(), &both(2, 2)).await;
    assert!(matches!(&refused, Err(AppendError::Conflict(key)) if *key == two), "{refused:?}");
    let version = async |stream| store.load(&tenant(), stream, SCHEMA).await.expect("load").version();
    assert_eq!((version(&one).await, version(&two).await), (1, 2), "nothing of the refused batch is there");
    store.append(&tenant(), &both(2, 3)).await.expect("both follow");
    assert_eq!((version(&one).await, version(&two).await), (2, 3));
    store.append(&tenant(), &batch([])).await.expect("nothing is nothing");
}

/// An answer got lost and the same attempt is made again: it has succeeded, once.
pub(super) async fn a_repeated_append_is_recognised(subject: &impl Subject) {
    let store = subject.store();
    let (one, two) = (stream("one"), stream("two"));
    let single = batch([append(&one, adding(1, 1, 1))]);
    let double = batch([append(&one, adding(2, 1, 1)), append(&two, adding(1, 1, 1))]);
    for batch in [&single, &single, &double, &double] {
        store.append(&tenant(), batch).await.expect("append, or recognise");
    }
    for (stream, version) in [(&one, 2), (&two, 1)] {
        assert_eq!(store.load(&tenant(), stream, SCHEMA).await.expect("load").version(), version);
    }
    let another = write(store.as_ref(), &one, adding(1, 1, 2)).await;
    assert!(matches!(another, Err(AppendError::Conflict(_))), "another's commit is a conflict: {another:?}");
}

pub(super) async fn tenants_do_not_see_each_other(subject: &impl Subject) {
    let (store, stream) = (subject.store(), stream("same"));
    fill(store.as_ref(), &stream, 2).await;
    let theirs = store.load(&other_tenant(), &stream, SCHEMA).await.expect("load");
    assert_eq!(theirs, History::default());
    store.append(&other_tenant(), &batch([append(&stream, adding(1, 7, 7))])).await.expect("their own first commit");
    assert_eq!(store.load(&tenant(), &stream, SCHEMA).await.expect("load").version(), 2);
    assert_eq!(store.streams(&other_tenant(), &stream.kind, None).await.expect("list"), ["same"]);
}

/// More than fits into one answer of the engine, which is 1 MB.
pub(super) async fn a_long_history_is_not_cut(subject: &impl Subject) {
    const COMMITS: u64 = 150;
    const BYTES_EACH: usize = 20_000;
    let (store, stream) = (subject.store(), stream("long"));
    for version in 1..=COMMITS {
        let data = json!({ "amount": 1, "noise": noise(BYTES_EACH, version) });
        write(store.as_ref(), &stream, commit(version, data, 0)).await.expect("append");
    }
    let history = store.load(&tenant(), &stream, SCHEMA).await.expect("load");
    let versions: Vec<u64> = history.commits.iter().map(|commit| commit.version).collect();
    assert_eq!(versions, (1..=COMMITS).collect::<Vec<_>>());
    assert_eq!(history.commits[0].events[0]["data"]["noise"], noise(BYTES_EACH, 1));
}

pub(super) async fn a_gap_is_noticed(subject: &impl Subject) {
    let store = subject.store();
    for (id, lost) in [("inside", 3), ("at-the-start", 1)] {
        let stream = stream(id);
        fill(store.as_ref(), &stream, 5).await;
        subject.lose(&tenant(), &stream, lost).await;
        let fault = store.load(&tenant(), &stream, SCHEMA).await.expect_err("a gap");
        assert!(!fault.is_retryable());
        let text = fault.chain();
        assert!(text.contains(&stream.kind) && text.contains(id) && text.contains(&lost.to_string()), "{text}");
    }
}

pub(super) async fn a_large_commit_survives(subject: &impl Subject) {
    const LARGE: usize = 1_500_000;
    let (store, stream) = (subject.store(), stream("large"));
    let large = commit(1, json!({ "noise": noise(LARGE, 1) }), 0);
    write(store.as_ref(), &stream, large.clone()).await.expect("append");
    write(store.as_ref(), &stream, large.clone()).await.expect("recognised");
    // Compresses well: stays with its item.
    let even = commit(2, json!({ "text": "x".repeat(LARGE) }), 0);
    write(store.as_ref(), &stream, even.clone()).await.expect("append");
    let history = store.load(&tenant(), &stream, SCHEMA).await.expect("load");
    assert_eq!(history.commits, [large.clone(), even]);
    // Several of them in one transaction.
    let many = (0..20).map(|n| super::stream(&format!("large-{n}")));
    let many: Vec<_> = many.map(|stream| append(&stream, commit(1, json!({ "noise": noise(250_000, 2) }), 0))).collect();
    store.append(&tenant(), &batch(many.clone())).await.expect("append");
    for (append, commit) in many {
        let history = store.load(&tenant(), &append.stream, SCHEMA).await.expect("load");
        assert_eq!(history.commits, [commit]);
    }
    let enormous = commit(3, json!({ "text": "x".repeat(17 * 1024 * 1024) }), 0);
    let refused = write(store.as_ref(), &stream, enormous).await;
    assert!(matches!(&refused, Err(AppendError::Fault(fault)) if !fault.is_retryable()), "{:?}", refused.is_ok());
}

pub(super) async fn a_commit_that_skips_a_version_is_refused(subject: &impl Subject) {
    let (store, stream) = (subject.store(), stream("skipping"));
    let (mut wrong, commit) = append(&stream, adding(3, 1, 0));
    wrong.expected = 1;
    let refused = store.append(&tenant(), &batch([(wrong, commit)])).await;
    assert!(matches!(refused, Err(AppendError::Fault(_))), "{refused:?}");
    let twice = batch([append(&stream, adding(1, 1, 0)), append(&stream, adding(2, 1, 0))]);
    assert!(matches!(store.append(&tenant(), &twice).await, Err(AppendError::Fault(_))), "one stream twice in a batch");
}

pub(super) async fn streams_are_listed_in_pages(subject: &impl Subject) {
    const STREAMS: usize = 230;
    let store = subject.store();
    let mut expected: Vec<String> = (0..STREAMS).map(|n| format!("id_{n:04}")).collect();
    for id in &expected {
        write(store.as_ref(), &stream(id), adding(1, 1, 0)).await.expect("append");
    }
    write(store.as_ref(), &stream("id_0000"), adding(2, 1, 0)).await.expect("append");
    let mut another = stream("elsewhere");
    another.kind.push('x');
    write(store.as_ref(), &another, adding(1, 1, 0)).await.expect("append");
    let mut listed: Vec<String> = Vec::new();
    loop {
        let page = store.streams(&tenant(), "contract.thing", listed.last().map(String::as_str)).await.expect("list");
        if page.is_empty() {
            break;
        }
        assert!(page.len() < STREAMS, "a page has an end");
        listed.extend(page);
    }
    listed.sort();
    expected.sort();
    assert_eq!(listed, expected, "each stream once");
}
