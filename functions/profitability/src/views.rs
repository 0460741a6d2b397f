//! Rows derived from commits, for reading: one projection a file.

pub mod allowance_list;
pub mod calculation_list;
pub mod current_cost;
pub mod estimate_list;
pub mod message_list;
pub mod price_list;
pub mod rate_list;
pub mod shipment_list;

#[cfg(test)]
pub(crate) mod tests {
    use kernel::view::{Order, Range, RowQuery};
    use kernel::{Aggregate, Change, Commit, Event, History, Id, Page, Row, RowKey, View};
    use testkit::context;

    /// The rows of some views, read as the store reads them.
    #[derive(Default)]
    pub(crate) struct Rows(Vec<(&'static str, Row)>);

    impl Rows {
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

        fn change(&mut self, view: &'static str, change: Change) {
            let place = self.0.iter().position(|(of, row)| *of == view && row.key == *change.key());
            if let Some(place) = place {
                self.0.remove(place);
            }
            if let Change::Put(row) = change {
                self.0.push((view, row));
            }
        }
    }

    /// The rows that a view has after some commits.
    pub(crate) fn rows<V: View>(id: Id<<V::Aggregate as Aggregate>::Kind>, commits: &[Vec<<V::Aggregate as Aggregate>::Event>]) -> Rows {
        let commit = |(version, events): (u64, &Vec<<V::Aggregate as Aggregate>::Event>)| {
            let events = events.iter().map(|event| event.write().unwrap()).collect();
            Commit { version, meta: context().meta("test"), key: None, events }
        };
        let history = History { snapshot: None, commits: (1..).zip(commits).map(commit).collect() };
        let projected = kernel::view::view::<V>().project(&context().tenant, &id.to_string(), 0, &history).unwrap();
        let mut rows = Rows::default();
        for change in projected.into_iter().flat_map(|projected| projected.changes) {
            rows.change(V::SPEC.view, change);
        }
        rows
    }
}
