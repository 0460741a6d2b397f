//! Rows derived from commits, for reading.

pub mod notice_due;
pub mod notice_list;

#[cfg(test)]
pub(crate) mod tests {
    use kernel::view::{Order, Range, RowQuery};
    use kernel::{Aggregate, Change, Commit, Event, History, Id, Page, Row, View};
    use testkit::context;

    /// The rows of one view, read as the store reads them.
    pub(crate) struct Rows(Vec<Row>);

    impl Rows {
        pub(crate) fn page(&self, query: &RowQuery) -> Page {
            let within = |sort: &str| match &query.range {
                Range::All => true,
                Range::Prefix(prefix) => sort.starts_with(prefix.as_str()),
                Range::UpTo(last) => sort <= last.as_str(),
                Range::Between(first, last) => (first.as_str()..=last.as_str()).contains(&sort),
            };
            let key = |row: &Row| match query.order {
                Order::Main => Some(row.key.clone()),
                Order::Index1 => row.index1.clone(),
                Order::Index2 => row.index2.clone(),
            };
            let stands = |row: &&Row| key(row).is_some_and(|key| key.partition == query.partition && within(&key.sort));
            let mut rows: Vec<Row> = self.0.iter().filter(stands).cloned().collect();
            rows.sort_by_key(&key);
            if query.descending {
                rows.reverse();
            }
            rows.truncate(query.limit as usize);
            Page { rows, next_cursor: None }
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
        let mut rows: Vec<Row> = Vec::new();
        for change in projected.into_iter().flat_map(|projected| projected.changes) {
            rows.retain(|row| row.key != *change.key());
            if let Change::Put(row) = change {
                rows.push(row);
            }
        }
        Rows(rows)
    }
}
