//! Rows derived from commits, for reading: one projection a file.

pub mod client_list;
pub mod client_timeline;
pub mod company_list;
pub mod company_timeline;
pub mod live_waybill;
pub mod match_index;
pub mod order_list;
pub mod order_search;
pub mod order_timeline;
pub mod order_waybill_retry;
pub mod payment_duplicates;
pub mod search;
pub mod status_history;
pub mod timeline;

#[cfg(test)]
mod tests {
    use kernel::{Aggregate, Change, Commit, Event, History, Id, View};
    use testkit::context;

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
