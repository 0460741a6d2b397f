//! The contract of every store and of every keeper of views: what the pipeline relies on,
//! run against each implementation.

mod connections;
mod guards;
mod snapshots;
mod streams;
mod subjects;
mod unchanged;
mod views;

pub use subjects::subject_keys_contract;

use std::sync::Arc;

use async_trait::async_trait;
use kernel::aggregate::{Commit, Meta, Version};
use kernel::command::Append;
use kernel::{Actor, Moment, StreamKey, TenantId};
use runtime::ports::{Store, Views};
use runtime::push::Connections;
use runtime::{AppendError, Batch};
use serde_json::{Value, json};
use uuid::Uuid;

/// What is put to the test, empty.
#[async_trait]
pub trait Subject: Send + Sync {
    /// The store.
    fn store(&self) -> Arc<dyn Store>;
    /// The views beside it.
    fn views(&self) -> Arc<dyn Views>;
    /// The open pages beside them.
    fn connections(&self) -> Arc<dyn Connections>;
    /// Destroys a commit behind the store's back.
    async fn lose(&self, tenant: &TenantId, stream: &StreamKey, version: Version);
}

/// Runs the whole contract of a store, each case on a fresh subject.
///
/// # Panics
/// When a promise is broken.
pub async fn store_contract<S: Subject>(make: impl AsyncFn() -> S) {
    streams::commits_come_back_as_written(&make().await).await;
    streams::of_writers_that_race_exactly_one_wins(&make().await).await;
    streams::a_batch_is_written_whole_or_not_at_all(&make().await).await;
    streams::a_repeated_append_is_recognised(&make().await).await;
    streams::tenants_do_not_see_each_other(&make().await).await;
    streams::a_long_history_is_not_cut(&make().await).await;
    streams::a_gap_is_noticed(&make().await).await;
    streams::a_large_commit_survives(&make().await).await;
    streams::a_commit_that_skips_a_version_is_refused(&make().await).await;
    streams::streams_are_listed_in_pages(&make().await).await;
    unchanged::a_batch_holds_only_while_what_it_saw_is_unchanged(&make().await).await;
    unchanged::what_is_written_may_be_named_as_seen(&make().await).await;
    unchanged::of_a_change_and_what_rests_on_it_one_wins(&make().await).await;
    snapshots::a_snapshot_and_its_tail_equal_the_whole(&make().await).await;
    snapshots::snapshots_of_another_schema_are_passed_over(&make().await).await;
    snapshots::a_history_reaches_back_as_far_as_asked(&make().await).await;
    snapshots::a_large_snapshot_survives(&make().await).await;
    guards::a_value_has_one_owner(&make().await).await;
    guards::only_its_owner_gives_a_value_back(&make().await).await;
    guards::a_value_changes_hands_in_one_batch(&make().await).await;
    guards::a_taken_value_stops_the_whole_batch(&make().await).await;
    guards::of_claims_that_race_exactly_one_wins(&make().await).await;
}

/// Runs the whole contract of views, each case on a fresh subject.
///
/// # Panics
/// When a promise is broken.
pub async fn views_contract<S: Subject>(make: impl AsyncFn() -> S) {
    views::changes_are_applied_once_and_in_order(&make().await).await;
    views::of_deliveries_that_race_exactly_one_wins(&make().await).await;
    views::many_commits_are_applied_in_parts(&make().await).await;
    views::what_is_added_is_added_once(&make().await).await;
    views::what_is_added_at_once_is_added_once(&make().await).await;
    views::generations_sum_for_themselves(&make().await).await;
    views::a_wide_page_is_wide(&make().await).await;
    views::pages_follow_each_other(&make().await).await;
    views::ranges_read_what_they_say(&make().await).await;
    views::indexes_give_other_orders(&make().await).await;
    views::a_foreign_cursor_is_refused(&make().await).await;
    views::rows_of_others_stay_hidden(&make().await).await;
    views::generations_are_changed_by_one(&make().await).await;
    views::generations_do_not_see_each_other(&make().await).await;
    views::a_cursor_survives_a_rebuild(&make().await).await;
    views::what_is_discarded_is_gone_and_nothing_else(&make().await).await;
}

/// Runs the whole contract of tickets and connections, each case on a fresh subject.
///
/// # Panics
/// When a promise is broken.
pub async fn connections_contract<S: Subject>(make: impl AsyncFn() -> S) {
    connections::a_ticket_is_taken_once(&make().await).await;
    connections::a_ticket_is_not_taken_late_or_elsewhere(&make().await).await;
    connections::connections_are_seen_by_their_tenant(&make().await).await;
    connections::a_connection_that_was_removed_is_gone(&make().await).await;
    connections::all_connections_are_read(&make().await).await;
}

fn tenant() -> TenantId {
    "acme".parse().expect("a tenant")
}

fn other_tenant() -> TenantId {
    "other".parse().expect("a tenant")
}

fn stream(id: &str) -> StreamKey {
    StreamKey { kind: "contract.thing".to_owned(), id: id.to_owned() }
}

/// A commit that adds `amount`; `writer` makes it different from another's.
fn adding(version: Version, amount: i64, writer: u64) -> Commit {
    commit(version, json!({ "amount": amount }), writer)
}

fn commit(version: Version, data: Value, writer: u64) -> Commit {
    let actor = Actor { id: "contract".to_owned(), name: "Contract".to_owned(), roles: Vec::new() };
    let meta = Meta {
        at: Moment::from_unix_ms(i64::try_from(version).expect("a small version")),
        actor,
        command: "contract.add".to_owned(),
        correlation: Uuid::from_u64_pair(version, writer),
        causation: None,
    };
    Commit { version, meta, key: None, events: vec![json!({ "type": "added.v1", "data": data })] }
}

/// One commit after the version before it.
fn append(stream: &StreamKey, commit: Commit) -> (Append, Commit) {
    let append = Append { stream: stream.clone(), expected: commit.version.saturating_sub(1), events: commit.events.clone() };
    (append, commit)
}

fn batch(appends: impl IntoIterator<Item = (Append, Commit)>) -> Batch {
    Batch { appends: appends.into_iter().collect(), claims: Vec::new(), releases: Vec::new(), unchanged: Vec::new() }
}

async fn write(store: &dyn Store, stream: &StreamKey, commit: Commit) -> Result<(), AppendError> {
    store.append(&tenant(), &batch([append(stream, commit)])).await
}

/// Writes commits `1 ..= last`, each adding its version.
async fn fill(store: &dyn Store, stream: &StreamKey, last: Version) {
    for version in 1..=last {
        let amount = i64::try_from(version).expect("a small version");
        write(store, stream, adding(version, amount, 0)).await.expect("append");
    }
}

/// A text that does not compress to much less than it is.
pub fn noise(chars: usize, seed: u64) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let letters = std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let letter = usize::try_from(state >> 58).unwrap_or_default();
        char::from(LETTERS[letter])
    });
    letters.take(chars).collect()
}
