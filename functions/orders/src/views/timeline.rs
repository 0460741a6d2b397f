//! The timeline of an order, a client and a company: what happened and what people did.

use kernel::view::RowQuery;
use kernel::{Aggregate, Change, Moment, Row, Step, Texts};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{ClientId, CompanyId, OrderId};

/// The view's name.
pub const VIEW: &str = "timeline";

/// What kind of entry (specification 8.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EntryType {
    /// Entrepot tells what happened.
    System,
    /// A telephone call.
    Call,
    /// A meeting.
    Meeting,
    /// A note.
    Note,
}

/// One entry, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TimelineEntry {
    /// What kind of entry.
    #[serde(rename = "type")]
    pub entry_type: EntryType,
    /// The event behind it, such as `waybill-created.v1`.
    pub kind: String,
    /// One sentence in every language.
    pub subject: Texts,
    /// More of it: words of a person or of the carrier, as they were written.
    pub description: Option<String>,
    /// Who caused it, by name.
    pub actor: String,
    /// When.
    pub at: Moment,
}

/// What an event tells on timelines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What kind of entry.
    pub entry_type: EntryType,
    /// One sentence in every language.
    pub subject: Texts,
    /// More of it.
    pub description: Option<String>,
    /// When, if not at the time of the commit.
    pub at: Option<Moment>,
}

impl Told {
    /// Entrepot tells what happened.
    pub const fn system(subject: Texts, description: Option<String>) -> Self {
        Self { entry_type: EntryType::System, subject, description, at: None }
    }
}

/// The timeline of an order.
pub fn of_order(id: OrderId) -> String {
    format!("order#{id}")
}

/// The timeline of a client.
pub fn of_client(id: ClientId) -> String {
    format!("client#{id}")
}

/// The timeline of a company.
pub fn of_company(id: CompanyId) -> String {
    format!("company#{id}")
}

/// One timeline, newest first.
pub fn query(partition: String) -> RowQuery {
    RowQuery::new(VIEW, partition).newest_first()
}

/// The rows of the `index`-th event of a commit, one a timeline that shows it.
pub fn entry<A: Aggregate>(step: &Step<'_, A>, index: usize, timelines: &[String], told: Told) -> Vec<Change> {
    use kernel::Event;
    let at = told.at.unwrap_or(step.meta.at);
    let entry = TimelineEntry {
        entry_type: told.entry_type,
        kind: step.events.get(index).map(Event::name).unwrap_or_default(),
        subject: told.subject,
        description: told.description,
        actor: step.meta.actor.name.clone(),
        at,
    };
    let data = serde_json::to_value(entry).unwrap_or_default();
    let sort = format!("{at}#{}#{:06}#{index:03}", step.id, step.version);
    timelines.iter().map(|timeline| Change::Put(Row::new(timeline, &sort, data.clone()))).collect()
}
