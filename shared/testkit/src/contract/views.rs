//! Rows of views.

mod generations;
mod sums;

pub(super) use generations::*;
use kernel::aggregate::Version;
use kernel::view::{Change, Order, Page, Projected, Range, Row, RowKey, RowQuery};
use kernel::{StreamKey, TenantId};
use runtime::ports::{Generation, PageError, ProjectError, ProjectionKey, Views};
use serde_json::{Value, json};
pub(super) use sums::*;

use super::{Subject, noise, other_tenant, stream, tenant};

const VIEW: &str = "contract.list";
const PROJECTION: ProjectionKey<'static> = projection(0);

const fn projection(generation: Generation) -> ProjectionKey<'static> {
    ProjectionKey { name: "contract.list-from-thing", view: VIEW, generation }
}

fn put(row: Row) -> Change {
    Change::Put(row)
}

fn delete(partition: &str, sort: &str) -> Change {
    Change::Delete(RowKey { partition: partition.to_owned(), sort: sort.to_owned() })
}

fn at(version: Version, changes: Vec<Change>) -> Projected {
    Projected { version, changes }
}

async fn apply(views: &dyn Views, stream: &StreamKey, from: Version, projected: &[Projected]) -> Result<(), ProjectError> {
    views.apply(&tenant(), &PROJECTION, stream, from, projected).await
}

async fn page(views: &dyn Views, query: &RowQuery) -> Page {
    views.page(&tenant(), query).await.expect("a page")
}

/// All data of a partition, in order.
async fn all(views: &dyn Views, partition: &str) -> Vec<Value> {
    page(views, &RowQuery::new(VIEW, partition)).await.rows.into_iter().map(|row| row.data).collect()
}

/// Follows the cursors to the end; the data of all rows, and how many pages there were.
async fn follow(views: &dyn Views, query: RowQuery) -> (Vec<Value>, usize) {
    let (mut data, mut pages, mut query) = (Vec::new(), 0, query);
    loop {
        let page = page(views, &query).await;
        pages += 1;
        data.extend(page.rows.into_iter().map(|row| row.data));
        match page.next_cursor {
            Some(cursor) => query = query.after(Some(cursor)),
            None => return (data, pages),
        }
    }
}

pub(super) async fn changes_are_applied_once_and_in_order(subject: &impl Subject) {
    let (views, stream) = (subject.views(), stream("one"));
    let views = views.as_ref();
    let position = async || views.position(&tenant(), &PROJECTION, &stream).await.expect("position");
    assert_eq!(position().await, 0);
    let first = [at(1, vec![put(Row::new("p", "a", json!(1))), put(Row::new("p", "b", json!(2)))])];
    apply(views, &stream, 0, &first).await.expect("apply");
    assert_eq!((position().await, all(views, "p").await), (1, vec![json!(1), json!(2)]));
    let again = apply(views, &stream, 0, &first).await;
    assert!(matches!(again, Err(ProjectError::Moved)), "{again:?}");
    let ahead = apply(views, &stream, 2, &[at(3, vec![delete("p", "a")])]).await;
    assert!(matches!(ahead, Err(ProjectError::Moved)), "{ahead:?}");
    assert_eq!((position().await, all(views, "p").await.len()), (1, 2), "nothing of it was written");
    // Three commits at once: the last change of each row counts.
    let more = [
        at(2, vec![delete("p", "a"), put(Row::new("p", "c", json!("old")))]),
        at(3, Vec::new()),
        at(4, vec![put(Row::new("p", "c", json!(noise(20_000, 1)))), put(Row::new("p", "", json!("first")))]),
    ];
    apply(views, &stream, 1, &more).await.expect("apply");
    assert_eq!(all(views, "p").await, [json!("first"), json!(2), json!(noise(20_000, 1))]);
    apply(views, &stream, 4, &[at(5, Vec::new())]).await.expect("a commit without changes");
    let again = apply(views, &stream, 4, &[at(5, Vec::new())]).await;
    assert!(matches!(again, Err(ProjectError::Moved)), "{again:?}");
    assert_eq!(position().await, 5);
    let gap = apply(views, &stream, 5, &[at(7, Vec::new())]).await;
    assert!(matches!(gap, Err(ProjectError::Fault(_))), "{gap:?}");
}

pub(super) async fn of_deliveries_that_race_exactly_one_wins(subject: &impl Subject) {
    let mut race = tokio::task::JoinSet::new();
    for delivery in 0..8 {
        let (views, stream) = (subject.views(), stream("one"));
        let changes = [at(1, vec![put(Row::new("p", format!("{delivery}"), json!(delivery)))])];
        race.spawn(async move { apply(views.as_ref(), &stream, 0, &changes).await });
    }
    let results = race.join_all().await;
    let won = results.iter().filter(|result| result.is_ok()).count();
    let moved = results.iter().filter(|result| matches!(result, Err(ProjectError::Moved))).count();
    assert_eq!((won, moved), (1, 7), "{results:?}");
    assert_eq!(all(subject.views().as_ref(), "p").await.len(), 1);
}

/// More rows than fit into one transaction, and more bytes.
pub(super) async fn many_commits_are_applied_in_parts(subject: &impl Subject) {
    let views = subject.views();
    let rows = |version: Version| (0..60).map(move |n| put(Row::new("p", format!("{version}-{n:02}"), json!(version))));
    let many: Vec<Projected> = (1..=5).map(|version| at(version, rows(version).collect())).collect();
    apply(views.as_ref(), &stream("many"), 0, &many).await.expect("apply");
    assert_eq!(views.position(&tenant(), &PROJECTION, &stream("many")).await.expect("position"), 5);
    assert_eq!(follow(views.as_ref(), RowQuery::new(VIEW, "p").limit(100)).await.0.len(), 300);
    let large = |version: Version| put(Row::new("q", format!("{version:02}"), json!(noise(300_000, version))));
    let large: Vec<Projected> = (1..=20).map(|version| at(version, vec![large(version)])).collect();
    apply(views.as_ref(), &stream("large"), 0, &large).await.expect("apply");
    let (data, _) = follow(views.as_ref(), RowQuery::new(VIEW, "q").limit(20)).await;
    assert_eq!(data.len(), 20, "a page of more than 1 MB is not cut");
    let too_many = (0..150).map(|n| put(Row::new("r", format!("{n:03}"), json!(n)))).collect();
    let refused = apply(views.as_ref(), &stream("too-many"), 0, &[at(1, too_many)]).await;
    assert!(matches!(refused, Err(ProjectError::Fault(_))), "one commit is not cut: {refused:?}");
}

/// Twenty-five rows, their data their place.
async fn fill(views: &dyn Views, partition: &str) {
    let row = |n: u32| Row::new(partition, format!("{n:02}"), json!(n)).with_index1("by-rest", format!("{}-{n:02}", n % 3));
    let rows = (1..=25).map(|n| put(row(n))).collect();
    apply(views, &stream(partition), 0, &[at(1, rows)]).await.expect("apply");
}

pub(super) async fn pages_follow_each_other(subject: &impl Subject) {
    let views = subject.views();
    fill(views.as_ref(), "p").await;
    let expected: Vec<Value> = (1..=25).map(Value::from).collect();
    let backwards: Vec<Value> = expected.iter().rev().cloned().collect();
    for (limit, pages) in [(1, 25), (5, 5), (7, 4), (24, 2), (25, 1), (100, 1)] {
        let query = RowQuery::new(VIEW, "p").limit(limit);
        assert_eq!(follow(views.as_ref(), query.clone()).await, (expected.clone(), pages), "limit {limit}");
        assert_eq!(follow(views.as_ref(), query.newest_first()).await, (backwards.clone(), pages), "limit {limit}");
    }
    let none = page(views.as_ref(), &RowQuery::new(VIEW, "nobody")).await;
    assert_eq!(none, Page::default());
}

pub(super) async fn ranges_read_what_they_say(subject: &impl Subject) {
    let views = subject.views();
    fill(views.as_ref(), "p").await;
    let text = str::to_owned;
    let cases = [
        (Range::All, (1..=25).collect::<Vec<i64>>()),
        (Range::Prefix(text("0")), (1..=9).collect()),
        (Range::Prefix(text("")), (1..=25).collect()),
        (Range::Prefix(text("9")), Vec::new()),
        (Range::UpTo(text("03")), (1..=3).collect()),
        (Range::UpTo(text("")), Vec::new()),
        (Range::Between(text("03"), text("05")), (3..=5).collect()),
        (Range::Between(text(""), text("02")), (1..=2).collect()),
        (Range::Between(text("05"), text("03")), Vec::new()),
    ];
    for (range, expected) in cases {
        let query = RowQuery::new(VIEW, "p").within(range.clone()).limit(2);
        let (data, _) = follow(views.as_ref(), query).await;
        assert_eq!(data, expected.into_iter().map(Value::from).collect::<Vec<_>>(), "{range:?}");
    }
}

pub(super) async fn indexes_give_other_orders(subject: &impl Subject) {
    let views = subject.views();
    let views = views.as_ref();
    fill(views, "p").await;
    let by_rest = RowQuery::new(VIEW, "by-rest").by(Order::Index1);
    let mut expected: Vec<u32> = (1..=25).collect();
    expected.sort_by_key(|n| (n % 3, *n));
    let expected: Vec<Value> = expected.into_iter().map(Value::from).collect();
    for limit in [4, 25] {
        assert_eq!(follow(views, by_rest.clone().limit(limit)).await.0, expected);
    }
    let some = by_rest.clone().within(Range::Prefix("1-".to_owned())).newest_first().limit(3);
    assert_eq!(follow(views, some).await.0.len(), 9);
    // A row that leaves one index and enters the other; rows come back whole.
    let row = Row::new("p", "01", json!("moved")).with_index2("second", "x");
    apply(views, &stream("p"), 1, &[at(2, vec![put(row.clone())])]).await.expect("apply");
    assert_eq!(follow(views, by_rest).await.0.len(), 24);
    let second = page(views, &RowQuery::new(VIEW, "second").by(Order::Index2)).await;
    assert_eq!(second.rows, std::slice::from_ref(&row));
    apply(views, &stream("p"), 2, &[at(3, vec![put(row.clone().with_index1("first", ""))])]).await.expect("apply");
    let first = page(views, &RowQuery::new(VIEW, "first").by(Order::Index1)).await;
    assert_eq!(first.rows, [row.with_index1("first", "")]);
    apply(views, &stream("p"), 3, &[at(4, vec![delete("p", "01")])]).await.expect("apply");
    assert_eq!(page(views, &RowQuery::new(VIEW, "second").by(Order::Index2)).await, Page::default());
}

pub(super) async fn a_foreign_cursor_is_refused(subject: &impl Subject) {
    let views = subject.views();
    fill(views.as_ref(), "p").await;
    let query = RowQuery::new(VIEW, "p").limit(5);
    let cursor = page(views.as_ref(), &query).await.next_cursor.expect("more rows");
    let refused = async |tenant: &TenantId, query: RowQuery, cursor: &str| {
        let refused = views.page(tenant, &query.after(Some(cursor.to_owned()))).await;
        assert!(matches!(refused, Err(PageError::BadCursor)), "{refused:?}");
    };
    for damaged in ["", "x", "!!", "bm8", &cursor[1..], &noise(100_000, 1)] {
        refused(&tenant(), query.clone(), damaged).await;
    }
    refused(&other_tenant(), query.clone(), &cursor).await;
    refused(&tenant(), RowQuery::new(VIEW, "q"), &cursor).await;
    refused(&tenant(), RowQuery::new("contract.other", "p"), &cursor).await;
    refused(&tenant(), query.clone().newest_first(), &cursor).await;
    refused(&tenant(), query.clone().by(Order::Index1), &cursor).await;
    refused(&tenant(), query.clone().within(Range::UpTo("03".to_owned())), &cursor).await;
    let next = page(views.as_ref(), &query.limit(6).after(Some(cursor))).await;
    assert_eq!(next.rows.first().map(|row| row.data.clone()), Some(json!(6)), "another limit is another page of the same");
}

pub(super) async fn rows_of_others_stay_hidden(subject: &impl Subject) {
    let views = subject.views();
    fill(views.as_ref(), "p").await;
    for query in [RowQuery::new(VIEW, "p"), RowQuery::new(VIEW, "by-rest").by(Order::Index1)] {
        assert_eq!(views.page(&other_tenant(), &query).await.expect("a page"), Page::default());
        assert_eq!(page(views.as_ref(), &RowQuery { view: "contract.other", ..query }).await, Page::default());
    }
    assert_eq!(views.position(&other_tenant(), &PROJECTION, &stream("p")).await.expect("position"), 0);
    let another = ProjectionKey { name: "contract.another", ..PROJECTION };
    assert_eq!(views.position(&tenant(), &another, &stream("p")).await.expect("position"), 0);
}
