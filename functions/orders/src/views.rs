//! Rows derived from commits, for reading: one projection a file.

pub mod activity_timeline;
pub mod client_list;
pub mod client_timeline;
pub mod company_list;
pub mod company_timeline;
pub mod credits;
pub mod feed_list;
pub mod integration_list;
pub mod integration_retry;
pub mod live_waybill;
pub mod match_index;
pub mod order_list;
pub mod order_search;
pub mod order_timeline;
pub mod order_waybill_retry;
pub mod payment_duplicates;
pub mod payment_list;
pub mod payment_received;
pub mod payment_status_history;
pub mod payment_timeline;
pub mod search;
pub mod status_history;
pub mod timeline;

#[cfg(test)]
pub(crate) mod tests {
    use kernel::view::{Order, Range, RowQuery};
    use kernel::{Aggregate, Change, Commit, Event, History, Id, Page, Row, RowKey, View};
    use testkit::context;

    /// The rows of some views, read as the store reads them.
    #[derive(Default)]
    pub(crate) struct Rows(Vec<(&'static str, Row)>);

    impl Rows {
        /// With what the rows hold changed.
        pub(crate) fn changed<T: serde::Serialize + serde::de::DeserializeOwned>(mut self, change: impl Fn(&mut T)) -> Self {
            for (_, row) in &mut self.0 {
                let mut item: T = serde_json::from_value(row.data.clone()).unwrap();
                change(&mut item);
                row.data = serde_json::to_value(item).unwrap();
            }
            self
        }

        pub(crate) fn and(mut self, more: Self) -> Self {
            self.0.extend(more.0);
            self
        }

        pub(crate) fn page(&self, query: &RowQuery) -> Page {
            let key = |row: &Row| -> Option<RowKey> {
                match query.order {
                    Order::Main => Some(row.key.clone()),
                    Order::Index1 => row.index1.clone(),
                    Order::Index2 => row.index2.clone(),
                }
            };
            let within = |sort: &str| match &query.range {
                Range::All => true,
                Range::Prefix(prefix) => sort.starts_with(prefix.as_str()),
                Range::UpTo(last) => sort <= last.as_str(),
                Range::Between(first, last) => (first.as_str()..=last.as_str()).contains(&sort),
            };
            let of_view = self.0.iter().filter(|(view, _)| *view == query.view).map(|(_, row)| row);
            let hits = of_view.filter_map(|row| Some((key(row)?, row)));
            let mut hits: Vec<_> = hits.filter(|(key, _)| key.partition == query.partition && within(&key.sort)).collect();
            hits.sort_by(|(one, _), (other, _)| one.cmp(other));
            if query.descending {
                hits.reverse();
            }
            let rows = hits.into_iter().take(query.limit as usize).map(|(_, row)| row.clone()).collect();
            Page { rows, next_cursor: None }
        }
    }

    /// The rows that a view has after some commits.
    pub(crate) fn rows<V: View>(id: Id<<V::Aggregate as Aggregate>::Kind>, commits: &[Vec<<V::Aggregate as Aggregate>::Event>]) -> Rows {
        let mut rows: Vec<(&'static str, Row)> = Vec::new();
        for change in project::<V>(id, commits).into_iter().flatten() {
            rows.retain(|(_, row)| row.key != *change.key());
            if let Change::Put(row) = change {
                rows.push((V::SPEC.view, row));
            }
        }
        Rows(rows)
    }

    /// What each commit of a history changes in a view.
    pub(crate) fn project<V: View>(
        id: Id<<V::Aggregate as Aggregate>::Kind>,
        commits: &[Vec<<V::Aggregate as Aggregate>::Event>],
    ) -> Vec<Vec<Change>> {
        let commit = |(version, events): (u64, &Vec<<V::Aggregate as Aggregate>::Event>)| {
            let events = events.iter().map(|event| event.write().unwrap()).collect();
            Commit { version, meta: context().meta("test"), key: None, events }
        };
        let history = History { snapshot: None, commits: (1..).zip(commits).map(commit).collect() };
        let projected = kernel::view::view::<V>().project(&context().tenant, &id.to_string(), 0, &history).unwrap();
        projected.into_iter().map(|projected| projected.changes).collect()
    }
}
