//! Rows that many streams add to.

use std::collections::BTreeMap;

use kernel::view::WIDE_ROWS_MAX;
use kernel::{Addition, TenantId};

use super::generations::flip;
use super::*;

fn add(sort: &str, counters: &[(&str, i64)]) -> Change {
    let key = RowKey { partition: "sums".to_owned(), sort: sort.to_owned() };
    let counters = counters.iter().map(|(name, amount)| ((*name).to_owned(), *amount)).collect();
    Change::Add(Addition { key, data: json!({ "account": sort }), counters })
}

async fn sums(views: &dyn Views, tenant: &TenantId) -> BTreeMap<String, Vec<(String, i64)>> {
    let rows = views.page(tenant, &RowQuery::new(VIEW, "sums").wide()).await.expect("a page").rows;
    let sums = rows.into_iter().map(|row| {
        assert_eq!(row.data, json!({ "account": row.key.sort }));
        (row.key.sort, row.counters.into_iter().collect())
    });
    sums.collect()
}

fn expected(rows: &[(&str, &[(&str, i64)])]) -> BTreeMap<String, Vec<(String, i64)>> {
    let counters = |counters: &[(&str, i64)]| counters.iter().map(|(name, sum)| ((*name).to_owned(), *sum)).collect();
    rows.iter().map(|(sort, sums)| ((*sort).to_owned(), counters(sums))).collect()
}

pub(in super::super) async fn what_is_added_is_added_once(subject: &impl Subject) {
    let (views, one, two) = (subject.views(), stream("one"), stream("two"));
    let views = views.as_ref();
    let first = [at(1, vec![add("361", &[("debit", 500), ("entries", 1)]), add("702", &[("credit", 500)]), add("361", &[("debit", 7)])])];
    apply(views, &one, 0, &first).await.expect("apply");
    let again = apply(views, &one, 0, &first).await;
    assert!(matches!(again, Err(ProjectError::Moved)), "{again:?}");
    // Commits of one delivery are added up, with what puts other rows between them.
    let more = [
        at(1, vec![add("361", &[("credit", 30), ("entries", 1)])]),
        at(2, vec![add("361", &[("debit", -7)]), put(Row::new("p", "a", json!(1)))]),
        at(3, vec![add("311", &[("dash-and #", i64::MIN)])]),
    ];
    apply(views, &two, 0, &more).await.expect("apply");
    let whole: &[(&str, &[(&str, i64)])] =
        &[("311", &[("dash-and #", i64::MIN)]), ("361", &[("credit", 30), ("debit", 500), ("entries", 2)]), ("702", &[("credit", 500)])];
    assert_eq!(sums(views, &tenant()).await, expected(whole));
    assert!(sums(views, &other_tenant()).await.is_empty());
    assert!(page(views, &RowQuery::new(VIEW, "p")).await.rows[0].counters.is_empty(), "a row that is put has no sums");
    apply(views, &two, 3, &[at(4, vec![add("700", &[])])]).await.expect("a row without sums");
    assert_eq!(sums(views, &tenant()).await.get("700"), Some(&Vec::new()));
    for mixed in [vec![add("900", &[("debit", 1)]), put(Row::new("sums", "900", json!(1)))], vec![delete("sums", "900"), add("900", &[])]] {
        let refused = apply(views, &two, 4, &[at(5, mixed)]).await;
        assert!(matches!(&refused, Err(ProjectError::Fault(fault)) if !fault.is_retryable()), "{refused:?}");
    }
    assert_eq!(views.position(&tenant(), &PROJECTION, &two).await.expect("position"), 4);
}

/// Many streams, each delivered by several at once, all feeding the same two rows.
pub(in super::super) async fn what_is_added_at_once_is_added_once(subject: &impl Subject) {
    const STREAMS: i64 = 6;
    const COMMITS: Version = 5;
    let mut race = tokio::task::JoinSet::new();
    for n in 0..STREAMS {
        for _ in 0..3 {
            let (views, stream) = (subject.views(), stream(&format!("feeder-{n}")));
            race.spawn(async move {
                loop {
                    let from = views.position(&tenant(), &PROJECTION, &stream).await.expect("position");
                    if from == COMMITS {
                        return;
                    }
                    let next = from.saturating_add(1);
                    let changes = vec![add("hot", &[("debit", 100), ("entries", 1)]), add("own", &[("by", n)])];
                    match apply(views.as_ref(), &stream, from, &[at(next, changes)]).await {
                        Ok(()) | Err(ProjectError::Moved) => {}
                        Err(ProjectError::Fault(fault)) => panic!("{}", fault.chain()),
                    }
                }
            });
        }
    }
    race.join_all().await;
    let whole: &[(&str, &[(&str, i64)])] = &[("hot", &[("debit", 3_000), ("entries", 30)]), ("own", &[("by", 75)])];
    assert_eq!(sums(subject.views().as_ref(), &tenant()).await, expected(whole));
}

pub(in super::super) async fn generations_sum_for_themselves(subject: &impl Subject) {
    let (views, one, two) = (subject.views(), stream("one"), stream("two"));
    let views = views.as_ref();
    let changes = |amount: i64| [at(1, vec![add("361", &[("debit", amount)])])];
    let whole = expected(&[("361", &[("debit", 12)])]);
    for generation in [0, 1] {
        for (stream, amount) in [(&one, 5), (&two, 7)] {
            views.apply(&tenant(), &projection(generation), stream, 0, &changes(amount)).await.expect("apply");
        }
    }
    assert_eq!(sums(views, &tenant()).await, whole);
    flip(views).await;
    assert_eq!(sums(views, &tenant()).await, whole, "counted anew, the same");
    for stream in [&one, &two] {
        views.discard(&tenant(), &projection(0), stream, &["sums".to_owned()]).await.expect("discard");
    }
    assert_eq!(sums(views, &tenant()).await, whole, "only the old generation is gone");
    // Made from nothing once more, it does not find what was there before.
    for (stream, amount) in [(&one, 5), (&two, 7)] {
        views.apply(&tenant(), &projection(0), stream, 0, &changes(amount)).await.expect("apply");
    }
    let rows = subject.views().page(&tenant(), &RowQuery::new(VIEW, "sums")).await.expect("a page").rows;
    assert_eq!(rows[0].counters.get("debit"), Some(&12));
}

/// More rows than a person sees at a time, in one answer.
pub(in super::super) async fn a_wide_page_is_wide(subject: &impl Subject) {
    let views = subject.views();
    let views = views.as_ref();
    let rows = usize::try_from(WIDE_ROWS_MAX).expect("a small number").saturating_add(10);
    let commits: Vec<Projected> = (0..rows)
        .collect::<Vec<_>>()
        .chunks(90)
        .zip(1..)
        .map(|(chunk, version)| at(version, chunk.iter().map(|n| add(&format!("{n:05}"), &[("debit", 1)])).collect()))
        .collect();
    apply(views, &stream("wide"), 0, &commits).await.expect("apply");
    let page = page(views, &RowQuery::new(VIEW, "sums").wide()).await;
    assert_eq!((page.rows.len(), page.next_cursor.is_some()), (rows.saturating_sub(10), true));
    assert_eq!(follow(views, RowQuery::new(VIEW, "sums").wide()).await.0.len(), rows);
}
