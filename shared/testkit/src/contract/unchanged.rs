//! Streams that a batch rests on without writing to them.

use kernel::StreamKey;
use kernel::aggregate::Version;
use kernel::command::Unchanged;
use runtime::ports::Store;
use runtime::{AppendError, Batch};

use super::{Subject, adding, append, batch, fill, other_tenant, stream, tenant, write};

fn seen(stream: &StreamKey, version: Version) -> Unchanged {
    Unchanged { stream: stream.clone(), version }
}

/// One commit of a stream that rests on others.
fn resting(own: &StreamKey, version: Version, writer: u64, seen: impl IntoIterator<Item = Unchanged>) -> Batch {
    Batch { unchanged: seen.into_iter().collect(), ..batch([append(own, adding(version, 1, writer))]) }
}

async fn version(store: &dyn Store, stream: &StreamKey) -> Version {
    store.load(&tenant(), stream, 1).await.expect("load").version()
}

fn conflict(result: &Result<(), AppendError>, stream: &StreamKey) -> bool {
    matches!(result, Err(AppendError::Conflict(key)) if key == stream)
}

pub(super) async fn a_batch_holds_only_while_what_it_saw_is_unchanged(subject: &impl Subject) {
    let store = subject.store();
    let (own, door, nobody) = (stream("own"), stream("door"), stream("nobody"));
    fill(store.as_ref(), &door, 3).await;
    let both = resting(&own, 1, 0, [seen(&door, 3), seen(&nobody, 0)]);
    store.append(&tenant(), &both).await.expect("as it was seen");
    store.append(&tenant(), &both).await.expect("the same attempt, recognised");
    for stale in [seen(&door, 2), seen(&door, 0), seen(&own, 0)] {
        let stream = stale.stream.clone();
        let refused = store.append(&tenant(), &resting(&own, 2, 1, [seen(&nobody, 0), stale])).await;
        assert!(conflict(&refused, &stream), "{refused:?}");
    }
    write(store.as_ref(), &nobody, adding(1, 1, 0)).await.expect("append");
    let refused = store.append(&tenant(), &resting(&own, 2, 2, [seen(&door, 3), seen(&nobody, 0)])).await;
    assert!(conflict(&refused, &nobody), "what did not exist does now: {refused:?}");
    let found = (version(store.as_ref(), &own).await, version(store.as_ref(), &door).await, version(store.as_ref(), &nobody).await);
    assert_eq!(found, (1, 3, 1), "nothing of what was refused is there, and what was seen was not written");
    let theirs = Batch { unchanged: vec![seen(&door, 0)], ..batch([append(&own, adding(1, 1, 0))]) };
    store.append(&other_tenant(), &theirs).await.expect("another tenant has no such stream");
}

pub(super) async fn what_is_written_may_be_named_as_seen(subject: &impl Subject) {
    let (store, own, other) = (subject.store(), stream("own"), stream("other"));
    fill(store.as_ref(), &own, 2).await;
    store.append(&tenant(), &resting(&own, 3, 0, [seen(&own, 2), seen(&other, 0), seen(&other, 0)])).await.expect("the same thing twice");
    let refused = store.append(&tenant(), &resting(&own, 4, 0, [seen(&own, 2)])).await;
    assert!(conflict(&refused, &own), "looked at twice, and changed between: {refused:?}");
    let refused = store.append(&tenant(), &resting(&own, 4, 0, [seen(&other, 0), seen(&other, 1)])).await;
    assert!(conflict(&refused, &other), "{refused:?}");
    assert_eq!(version(store.as_ref(), &own).await, 3);
}

/// Writers of a door, and writers that may only write while the door is as they saw it: no
/// commit exists that rests on a version which was over.
pub(super) async fn of_a_change_and_what_rests_on_it_one_wins(subject: &impl Subject) {
    let door = stream("door");
    for round in 1..=5_u64 {
        let (store, shut) = (subject.store(), adding(round, 1, 0));
        let (key, closing) = (door.clone(), subject.store());
        let closer = tokio::spawn(async move {
            // Those who rest on it may hold it for a moment.
            loop {
                match write(closing.as_ref(), &key, shut.clone()).await {
                    Ok(()) => return,
                    Err(AppendError::Conflict(_)) => tokio::task::yield_now().await,
                    Err(AppendError::Taken(_) | AppendError::Fault(_)) => panic!("the door cannot be shut"),
                }
            }
        });
        let mut race = tokio::task::JoinSet::new();
        for writer in 0..6 {
            let (store, own) = (subject.store(), stream(&format!("writer-{round}-{writer}")));
            let wanting = resting(&own, 1, writer, [seen(&door, round.saturating_sub(1))]);
            race.spawn(async move { (own, store.append(&tenant(), &wanting).await) });
        }
        let results = race.join_all().await;
        closer.await.expect("the door is shut");
        for (own, result) in results {
            let expected = match result {
                Ok(()) => 1,
                Err(AppendError::Conflict(key)) if key == door || key == own => 0,
                Err(other) => panic!("{other:?}"),
            };
            assert_eq!(version(store.as_ref(), &own).await, expected);
        }
        let late = stream(&format!("late-{round}"));
        let refused = store.append(&tenant(), &resting(&late, 1, 0, [seen(&door, round.saturating_sub(1))])).await;
        assert!(conflict(&refused, &door), "{refused:?}");
    }
}
