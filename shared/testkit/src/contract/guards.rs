//! Values that only one stream of a tenant may own.

use kernel::StreamKey;
use kernel::command::Claim;
use runtime::ports::Store;
use runtime::{AppendError, Batch};

use super::{Subject, adding, append, batch, other_tenant, stream, tenant};

fn claim(value: &str) -> Claim {
    Claim { scope: "contract-number".to_owned(), value: value.to_owned() }
}

/// Guards without commits.
fn guards(claims: &[(&str, &StreamKey)], releases: &[(&str, &StreamKey)]) -> Batch {
    let list = |list: &[(&str, &StreamKey)]| list.iter().map(|(value, stream)| (claim(value), (*stream).clone())).collect();
    Batch { appends: Vec::new(), claims: list(claims), releases: list(releases), unchanged: Vec::new() }
}

async fn owner(store: &dyn Store, value: &str) -> Option<StreamKey> {
    store.owner(&tenant(), &claim(value)).await.expect("owner")
}

fn taken(result: &Result<(), AppendError>, value: &str) -> bool {
    matches!(result, Err(AppendError::Taken(other)) if *other == claim(value))
}

pub(super) async fn a_value_has_one_owner(subject: &impl Subject) {
    let store = subject.store();
    let (one, two) = (stream("one"), stream("two"));
    assert_eq!(owner(store.as_ref(), "7").await, None);
    let first = Batch { claims: vec![(claim("7"), one.clone())], ..batch([append(&one, adding(1, 1, 0))]) };
    store.append(&tenant(), &first).await.expect("free");
    assert_eq!(owner(store.as_ref(), "7").await.as_ref(), Some(&one));
    store.append(&tenant(), &guards(&[("7", &one)], &[])).await.expect("its own already");
    let refused = store.append(&tenant(), &guards(&[("7", &two)], &[])).await;
    assert!(taken(&refused, "7"), "{refused:?}");
    // Values may contain anything; others are other values.
    for value in ["7#", "#7", "7%23", "сім", "7 "] {
        store.append(&tenant(), &guards(&[(value, &two)], &[])).await.expect(value);
        assert_eq!(owner(store.as_ref(), value).await.as_ref(), Some(&two));
    }
    assert_eq!(store.owner(&other_tenant(), &claim("7")).await.expect("owner"), None);
    let elsewhere = Claim { scope: "contract-other".to_owned(), value: "7".to_owned() };
    assert_eq!(store.owner(&tenant(), &elsewhere).await.expect("owner"), None);
}

pub(super) async fn only_its_owner_gives_a_value_back(subject: &impl Subject) {
    let store = subject.store();
    let (one, two) = (stream("one"), stream("two"));
    // Twice the same round: a token of the first must not answer for the second.
    for _ in 0..2 {
        store.append(&tenant(), &guards(&[("7", &one)], &[])).await.expect("free");
        let refused = store.append(&tenant(), &guards(&[], &[("7", &two)])).await;
        assert!(taken(&refused, "7"), "{refused:?}");
        assert_eq!(owner(store.as_ref(), "7").await.as_ref(), Some(&one));
        store.append(&tenant(), &guards(&[], &[("7", &one)])).await.expect("its own");
        assert_eq!(owner(store.as_ref(), "7").await, None);
        store.append(&tenant(), &guards(&[], &[("7", &one)])).await.expect("free already");
    }
    store.append(&tenant(), &guards(&[("7", &two)], &[])).await.expect("free again");
}

pub(super) async fn a_value_changes_hands_in_one_batch(subject: &impl Subject) {
    let store = subject.store();
    let (one, two, three) = (stream("one"), stream("two"), stream("three"));
    store.append(&tenant(), &guards(&[("7", &one), ("7", &one)], &[])).await.expect("free, and asked for twice");
    let wrong = store.append(&tenant(), &guards(&[("7", &two)], &[("7", &three)])).await;
    assert!(taken(&wrong, "7"), "{wrong:?}");
    store.append(&tenant(), &guards(&[("7", &two)], &[("7", &one)])).await.expect("from one to two");
    assert_eq!(owner(store.as_ref(), "7").await.as_ref(), Some(&two));
    let both = store.append(&tenant(), &guards(&[("8", &one), ("8", &two)], &[])).await;
    assert!(taken(&both, "8"), "{both:?}");
}

pub(super) async fn a_taken_value_stops_the_whole_batch(subject: &impl Subject) {
    let store = subject.store();
    let (one, two) = (stream("one"), stream("two"));
    store.append(&tenant(), &guards(&[("7", &one)], &[])).await.expect("free");
    let claims = vec![(claim("6"), two.clone()), (claim("7"), two.clone())];
    let wanting = Batch { claims, ..batch([append(&two, adding(1, 1, 0))]) };
    let refused = store.append(&tenant(), &wanting).await;
    assert!(taken(&refused, "7"), "{refused:?}");
    assert_eq!(owner(store.as_ref(), "6").await, None);
    assert_eq!(store.load(&tenant(), &two, 1).await.expect("load").version(), 0);
}

pub(super) async fn of_claims_that_race_exactly_one_wins(subject: &impl Subject) {
    let mut race = tokio::task::JoinSet::new();
    for n in 0..8 {
        let (store, stream) = (subject.store(), stream(&format!("racer-{n}")));
        let wanting = Batch { claims: vec![(claim("7"), stream.clone())], ..batch([append(&stream, adding(1, 1, 0))]) };
        race.spawn(async move { store.append(&tenant(), &wanting).await });
    }
    let results = race.join_all().await;
    let won = results.iter().filter(|result| result.is_ok()).count();
    // One that met the winner's transaction is told to look again, and then finds the value taken.
    let lost = results.iter().filter(|result| taken(result, "7") || matches!(result, Err(AppendError::Conflict(_)))).count();
    assert_eq!((won, lost), (1, 7), "{results:?}");
}
