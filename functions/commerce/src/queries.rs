//! What can be seen: one query a file.

pub mod account_statement;
pub mod asset_get;
pub mod asset_list;
pub mod budget_get;
pub mod budget_list;
pub mod cash_flow;
pub mod claim_ageing;
pub mod clearance_list;
pub mod contract_get;
pub mod contract_list;
pub mod fact_get;
pub mod fact_list;
pub mod intercompany;
pub mod invoice_get;
pub mod invoice_list;
pub mod obligation_get;
pub mod obligation_list;
pub mod own_companies;
pub mod party_get;
pub mod party_list;
pub mod party_relations;
pub mod payment_get;
pub mod payment_list;
pub mod proof_download;
pub mod proof_upload;
pub mod revenue_due;
pub mod sale_list;
pub mod schedule_get;
pub mod series_get;
pub mod stock_balances;
pub mod stock_moves;

use kernel::{Context, Day, Page};
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

/// The day that was asked for; today, where the tenant is, when none was.
pub fn as_of(asked: Option<Day>, context: &Context) -> Day {
    asked.unwrap_or_else(|| context.now.day_in(context.settings.time_zone))
}

#[cfg(test)]
pub(crate) mod tests {
    use std::collections::BTreeMap;

    use kernel::aggregate::Commit;
    use kernel::{Aggregate, Answer, Event, Facts, History, Id, Query, StreamKey, Want};
    use testkit::context;

    use crate::views::tests::Rows;

    /// What a query finds: rows of views, streams of one commit, owners of unique values.
    #[derive(Default)]
    pub(crate) struct World {
        rows: Rows,
        streams: BTreeMap<StreamKey, History>,
        owners: BTreeMap<String, String>,
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

        pub(crate) fn taken(mut self, scope: &str, value: &str, owner: &str) -> Self {
            self.owners.insert(Want::guard(scope, value).key(), owner.to_owned());
            self
        }

        pub(crate) fn look_up(&self, want: &Want, facts: &mut Facts) {
            match want {
                Want::Aggregate { stream, .. } => {
                    facts.put_aggregate(want, &self.streams.get(stream).cloned().unwrap_or_default()).unwrap();
                }
                Want::Guard { .. } => facts.put_guard(want, self.owners.get(&want.key()).cloned()),
                Want::Rows(rows) => facts.put_rows(want, self.rows.page(rows)),
                Want::Document { .. } => facts.put_document(want, None),
                Want::Content { .. } => facts.put_content(want, None),
                Want::SubjectKey { .. } => facts.put_subject_key(want, None),
                Want::UploadUrl { key, .. } | Want::DownloadUrl { key, .. } => facts.put_url(want, format!("https://documents.test/{key}")),
            }
        }
    }

    /// A manager asks.
    pub(crate) fn ask<Q: Query>(query: &Q, world: &World) -> Result<Answer<Q::Answer>, Q::Refusal> {
        let (context, mut facts) = (context(), Facts::default());
        for _ in 0..kernel::facts::ROUNDS_MAX {
            let wants: Vec<Want> = query.wants(&facts, &context).into_iter().filter(|want| !facts.has(want)).collect();
            for want in wants {
                world.look_up(&want, &mut facts);
            }
        }
        query.answer(&facts, &context)
    }
}
