//! Several builds of one view.

use kernel::Moment;
use runtime::ports::{Generations, Rebuild, Stage};
use uuid::Uuid;

use super::*;

fn rebuilding(serving: Generation, stage: Stage, runner: u128, until: i64) -> Generations {
    let rebuild = Rebuild { stage, walked: None, runner: Uuid::from_u128(runner), until: Moment::from_unix_ms(until) };
    Generations { serving, rebuild: Some(rebuild) }
}

fn resting(serving: Generation) -> Generations {
    Generations { serving, rebuild: None }
}

async fn change(views: &dyn Views, from: &Generations, to: &Generations) -> bool {
    views.change_generations(&tenant(), VIEW, from, to).await.expect("change generations")
}

/// From the serving generation to the next, as a rebuild does.
pub(super) async fn flip(views: &dyn Views) {
    let serving = views.generations(&tenant(), VIEW).await.expect("generations").serving;
    let building = rebuilding(serving, Stage::Building, 1, 1);
    assert!(change(views, &resting(serving), &building).await);
    assert!(change(views, &building, &resting(serving + 1)).await);
}

pub(in super::super) async fn generations_are_changed_by_one(subject: &impl Subject) {
    let views = subject.views();
    let views = views.as_ref();
    let found = async || views.generations(&tenant(), VIEW).await.expect("generations");
    assert_eq!(found().await, resting(0));
    let mut walked = rebuilding(0, Stage::Building, 1, 20);
    if let Some(rebuild) = &mut walked.rebuild {
        rebuild.walked = Some(stream("with # and %"));
    }
    let steps = [
        resting(0),
        rebuilding(0, Stage::Building, 1, 10),
        walked,
        rebuilding(0, Stage::Building, 2, 30),
        rebuilding(1, Stage::Retiring, 2, 40),
        resting(1),
        rebuilding(1, Stage::Building, 3, 50),
    ];
    for (n, pair) in steps.windows(2).enumerate() {
        let [from, to] = pair else { continue };
        let others = steps.iter().enumerate().filter(|(other, _)| *other != n && *other != n + 1);
        for (_, other) in others {
            let refused = rebuilding(7, Stage::Building, 9, 99);
            assert!(!change(views, other, &refused).await, "{from:?} is stored, not {other:?}");
        }
        assert!(change(views, from, to).await, "{from:?} -> {to:?}");
        assert!(change(views, from, to).await, "the same attempt again, whose answer got lost");
        assert_eq!(found().await, *to);
    }
    assert_eq!(views.generations(&other_tenant(), VIEW).await.expect("generations"), resting(0));
    assert_eq!(views.generations(&tenant(), "contract.other").await.expect("generations"), resting(0));
}

pub(in super::super) async fn generations_do_not_see_each_other(subject: &impl Subject) {
    let (views, stream) = (subject.views(), stream("one"));
    let views = views.as_ref();
    for generation in [0, 1, 2] {
        let row = Row::new("p", "a", json!(generation)).with_index1("i", "x").with_index2("j", "x");
        let key = projection(generation);
        assert_eq!(views.position(&tenant(), &key, &stream).await.expect("position"), 0);
        views.apply(&tenant(), &key, &stream, 0, &[at(1, vec![put(row)])]).await.expect("apply");
        assert_eq!(views.position(&tenant(), &key, &stream).await.expect("position"), 1);
    }
    let main = RowQuery::new(VIEW, "p");
    let orders = [main.clone(), RowQuery::new(VIEW, "i").by(Order::Index1), RowQuery::new(VIEW, "j").by(Order::Index2)];
    for generation in [0, 1, 2] {
        for query in &orders {
            let rows = page(views, query).await.rows;
            assert_eq!(rows.iter().map(|row| row.data.clone()).collect::<Vec<_>>(), [json!(generation)], "{query:?}");
        }
        // Seen at once by whoever flips, and by those who look for the first time.
        flip(views).await;
    }
    let gone = page(views, &main).await;
    assert_eq!(gone, Page::default(), "the fourth generation has no rows");
    assert_eq!(page(subject.views().as_ref(), &main).await, gone);
}

pub(in super::super) async fn a_cursor_survives_a_rebuild(subject: &impl Subject) {
    let views = subject.views();
    let views = views.as_ref();
    fill(views, "p").await;
    let even = |n: u32| put(Row::new("p", format!("{n:02}"), json!(n)).with_index1("by-rest", format!("{}-{n:02}", n % 3)));
    // The row that the page ends with is not there any more.
    let rows = (1..=25).filter(|n| *n != 5).map(even).collect();
    views.apply(&tenant(), &projection(1), &stream("p"), 0, &[at(1, rows)]).await.expect("apply");
    let main = RowQuery::new(VIEW, "p").limit(5);
    let index = RowQuery::new(VIEW, "by-rest").by(Order::Index1).limit(5);
    let before = (page(views, &main).await.next_cursor, page(views, &index).await.next_cursor);
    flip(views).await;
    let first = async |query: RowQuery, cursor| page(views, &query.after(cursor)).await.rows.first().map(|row| row.data.clone());
    assert_eq!(first(main, before.0).await, Some(json!(6)));
    assert_eq!(first(index, before.1).await, Some(json!(18)));
}

pub(in super::super) async fn what_is_discarded_is_gone_and_nothing_else(subject: &impl Subject) {
    let (views, one, two) = (subject.views(), stream("one"), stream("two"));
    let views = views.as_ref();
    let rows = |partition: &'static str| (0..60).map(move |n| put(Row::new(partition, format!("{n:02}"), json!(n)).with_index1("i", "x")));
    for generation in [0, 1] {
        for (stream, partition) in [(&one, "p"), (&one, "q"), (&two, "p"), (&two, "r")] {
            let key = ProjectionKey { name: partition, ..projection(generation) };
            views.apply(&tenant(), &key, stream, 0, &[at(1, rows(partition).collect())]).await.expect("apply");
        }
    }
    let partitions = ["p".to_owned(), "q".to_owned(), "nothing".to_owned()];
    for _ in 0..2 {
        views.discard(&tenant(), &ProjectionKey { name: "p", ..PROJECTION }, &one, &partitions).await.expect("discard");
    }
    for (partition, left) in [("p", 0), ("q", 0), ("r", 60)] {
        let (data, _) = follow(views, RowQuery::new(VIEW, partition)).await;
        assert_eq!(data.len(), left, "{partition}");
    }
    let (indexed, _) = follow(views, RowQuery::new(VIEW, "i").by(Order::Index1)).await;
    assert_eq!(indexed.len(), 60);
    for (stream, name, position) in [(&one, "p", 0), (&one, "q", 1), (&two, "p", 1)] {
        let key = ProjectionKey { name, ..PROJECTION };
        assert_eq!(views.position(&tenant(), &key, stream).await.expect("position"), position, "{name}");
    }
    flip(views).await;
    for partition in ["p", "q", "r"] {
        let (data, _) = follow(views, RowQuery::new(VIEW, partition)).await;
        assert_eq!(data.len(), 60, "another generation is not touched");
    }
}
