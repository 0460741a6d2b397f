//! What can be seen: one query a file.

pub mod channel_get;
pub mod emergency_get;
pub mod emergency_list;
pub mod limit_list;
pub mod message_list;
pub mod process_get;
pub mod process_list;
pub mod queue_list;
pub mod roster_get;
pub mod workload_get;

use kernel::Page;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Some of a list, and where to continue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ListPage<T> {
    /// In the list's order.
    pub items: Vec<T>,
    /// For the next page; absent on the last one.
    pub next_cursor: Option<String>,
}

impl<T: DeserializeOwned> ListPage<T> {
    /// What a page of rows shows. A row of an older shape is left out until the view has
    /// been built again; no reader can do anything with it.
    pub fn read(page: Option<&Page>) -> Self {
        let rows = page.map_or(&[][..], |page| &page.rows);
        let items = rows.iter().filter_map(|row| serde_json::from_value(row.data.clone()).ok()).collect();
        Self { items, next_cursor: page.and_then(|page| page.next_cursor.clone()) }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::collections::BTreeMap;

    use kernel::aggregate::Commit;
    use kernel::{Actor, Aggregate, Answer, Context, Event, Facts, History, Id, Query, StreamKey, Want};
    use testkit::context;

    use crate::views::tests::Rows;

    /// What a query finds: rows of views, streams of one commit, owners of unique values.
    #[derive(Default)]
    pub(crate) struct World {
        rows: Rows,
        streams: BTreeMap<StreamKey, History>,
    }

    impl World {
        pub(crate) fn of(rows: Rows) -> Self {
            Self { rows, ..Self::default() }
        }

        pub(crate) fn with<A: Aggregate>(mut self, id: Id<A::Kind>, events: &[A::Event]) -> Self {
            let events = events.iter().map(|event| event.write().unwrap()).collect();
            let commit = Commit { version: 1, meta: context().meta("test"), key: None, events };
            self.streams.insert(A::stream(id), History { snapshot: None, commits: vec![commit] });
            self
        }

        fn look_up(&self, want: &Want, facts: &mut Facts) {
            match want {
                Want::Aggregate { stream, .. } => {
                    facts.put_aggregate(want, &self.streams.get(stream).cloned().unwrap_or_default()).unwrap();
                }
                Want::Guard { .. } => facts.put_guard(want, None),
                Want::Rows(rows) => facts.put_rows(want, self.rows.page(rows)),
                Want::Document { .. } => facts.put_document(want, None),
                Want::Content { .. } => facts.put_content(want, None),
                Want::SubjectKey { .. } => facts.put_subject_key(want, None),
                Want::UploadUrl { key, .. } | Want::DownloadUrl { key, .. } => facts.put_url(want, format!("https://documents.test/{key}")),
            }
        }
    }

    /// Somebody asks.
    pub(crate) fn ask_as<Q: Query>(actor: Actor, query: &Q, world: &World) -> Result<Answer<Q::Answer>, Q::Refusal> {
        let settings = std::sync::Arc::new(crate::samples::context_settings());
        let now = testkit::moment(crate::samples::MONDAY);
        let (context, mut facts) = (Context { actor, settings, now, ..context() }, Facts::default());
        for _ in 0..kernel::facts::ROUNDS_MAX {
            let wants: Vec<Want> = query.wants(&facts, &context).into_iter().filter(|want| !facts.has(want)).collect();
            for want in wants {
                world.look_up(&want, &mut facts);
            }
        }
        query.answer(&facts, &context)
    }

    /// An approver asks.
    pub(crate) fn ask<Q: Query>(query: &Q, world: &World) -> Result<Answer<Q::Answer>, Q::Refusal> {
        ask_as(testkit::decision::person("rbu-north", kernel::Role::Approver), query, world)
    }
}
