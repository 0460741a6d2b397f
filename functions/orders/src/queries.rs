//! What can be seen: one query a file.

pub mod client_get;
pub mod client_list;
pub mod company_get;
pub mod company_list;
pub mod credits;
pub mod feed_list;
pub mod integration_get;
pub mod integration_list;
pub mod lookup_cities;
pub mod lookup_price;
pub mod lookup_warehouses;
pub mod order_get;
pub mod order_list;
pub mod order_page;
pub mod order_status_history;
pub mod payment_get;
pub mod payment_history;
pub mod payment_list;
pub mod payment_page;
pub mod timeline_of;

use kernel::{Malformed, Page};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

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

/// What a connector is asked, as it travels.
fn request_of(request: &impl Serialize) -> Result<Value, Malformed> {
    serde_json::to_value(request).map_err(|error| Malformed::new("request", error.to_string()))
}

/// The connector answered something else than was asked.
fn another_answer() -> Malformed {
    Malformed::new("answer", "an answer to another question")
}

#[cfg(test)]
pub(crate) mod tests {
    use kernel::aggregate::Commit;
    use kernel::{Aggregate, Answer, Event, Facts, History, Id, Query, StreamKey, Want};
    use testkit::context;

    use crate::views::tests::Rows;

    /// A stream with one commit.
    pub(crate) fn stored<A: Aggregate>(id: Id<A::Kind>, events: &[A::Event]) -> (StreamKey, History) {
        let events = events.iter().map(|event| event.write().unwrap()).collect();
        let commit = Commit { version: 1, meta: context().meta("test"), key: None, events };
        (A::stream(id), History { snapshot: None, commits: vec![commit] })
    }

    /// A manager asks.
    pub(crate) fn ask<Q: Query>(query: &Q, view: &Rows, streams: &[(StreamKey, History)]) -> Result<Answer<Q::Answer>, Q::Refusal> {
        let (context, mut facts) = (context(), Facts::default());
        for _ in 0..kernel::facts::ROUNDS_MAX {
            let wants: Vec<Want> = query.wants(&facts, &context).into_iter().filter(|want| !facts.has(want)).collect();
            for want in wants {
                match &want {
                    Want::Aggregate { stream, .. } => {
                        let found = streams.iter().find(|(key, _)| key == stream).map(|(_, history)| history.clone());
                        facts.put_aggregate(&want, &found.unwrap_or_default()).unwrap();
                    }
                    Want::Guard { .. } => facts.put_guard(&want, None),
                    Want::Rows(rows) => facts.put_rows(&want, view.page(rows)),
                    Want::Document { .. }
                    | Want::Content { .. }
                    | Want::SubjectKey { .. }
                    | Want::UploadUrl { .. }
                    | Want::DownloadUrl { .. } => panic!("no query here asks for documents"),
                }
            }
        }
        query.answer(&facts, &context)
    }
}
