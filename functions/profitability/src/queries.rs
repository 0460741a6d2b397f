//! What can be seen: one query a file.

pub mod calculation_get;
pub mod calculation_list;
pub mod client_get;
pub mod dashboard;
pub mod estimate_get;
pub mod estimate_list;
pub mod message_get;
pub mod message_list;
pub mod price_get;
pub mod price_list;
pub mod rate_list;
pub mod shipment_get;
pub mod shipment_list;
pub mod what_if;

use kernel::{Context, Line, Page, Role};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Who may look at estimates, orders, judgements, clients and prices. An approver is among them:
/// they decide on one screen, and the numbers behind it are here.
pub const READERS: &[Role] = &[Role::Manager, Role::TeamLead, Role::Accountant, Role::Approver, Role::Administrator];

/// Who sees everybody's orders. Whoever has no other role than a manager's sees their own: those
/// that they initiate.
const SEE_ALL: &[Role] = &[Role::TeamLead, Role::Accountant, Role::Approver, Role::Administrator, Role::System];

/// Whether the caller sees the orders that they initiate and no others.
fn sees_own_only(context: &Context) -> bool {
    !context.actor.has_any(SEE_ALL)
}

/// Whether the caller may see an order of this manager.
fn may_see(context: &Context, manager: &Line) -> bool {
    !sees_own_only(context) || context.actor.id == manager.as_str()
}

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

/// Hundredths of a percent as a query parameter: a text with digits, `150` is 1.50.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HundredthsParameter(i64);

impl HundredthsParameter {
    /// As a percentage.
    pub const fn percentage(self) -> kernel::Percentage {
        kernel::Percentage::from_hundredths(self.0)
    }
}

impl TryFrom<String> for HundredthsParameter {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, &'static str> {
        text.parse().map(Self).map_err(|_| "expected whole hundredths of a percent")
    }
}

impl From<HundredthsParameter> for String {
    fn from(parameter: HundredthsParameter) -> Self {
        parameter.0.to_string()
    }
}

impl JsonSchema for HundredthsParameter {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "HundredthsParameter".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "integer" })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::collections::BTreeMap;

    use kernel::{Actor, Aggregate, Answer, Context, Facts, History, Id, Query, Role, StreamKey, Want};
    use testkit::{context, person};

    use crate::CATALOGUE;
    use crate::samples::shipments::history;
    use crate::views::tests::Rows;

    /// What a query finds: rows of views, streams of one commit.
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
            self.streams.insert(A::stream(id), history(events));
            self
        }
    }

    /// A manager asks who initiates what the samples are of.
    pub(crate) fn ask<Q: Query>(query: &Q, world: &World) -> Result<Answer<Q::Answer>, Q::Refusal> {
        ask_as(person("manager", Role::Manager), query, world)
    }

    /// Somebody asks.
    pub(crate) fn ask_as<Q: Query>(actor: Actor, query: &Q, world: &World) -> Result<Answer<Q::Answer>, Q::Refusal> {
        let (context, mut facts) = (Context { actor, ..context() }, Facts::default());
        for _ in 0..kernel::facts::ROUNDS_MAX {
            let wants: Vec<Want> = query.wants(&facts, &context).into_iter().filter(|want| !facts.has(want)).collect();
            for want in wants {
                match &want {
                    Want::Aggregate { stream, .. } => {
                        facts.put_aggregate(&want, &world.streams.get(stream).cloned().unwrap_or_default()).unwrap();
                    }
                    Want::Rows(rows) => facts.put_rows(&want, world.rows.page(rows)),
                    Want::Guard { .. }
                    | Want::Document { .. }
                    | Want::Content { .. }
                    | Want::SubjectKey { .. }
                    | Want::UploadUrl { .. }
                    | Want::DownloadUrl { .. } => unreachable!(),
                }
            }
        }
        query.answer(&facts, &context)
    }

    /// Whether whoever asks finds anything: another manager, and one of each role that sees all.
    pub(crate) fn seen_by<Q: Query>(query: &Q, world: &World, found: impl Fn(&Q::Answer) -> bool) -> (bool, Vec<bool>) {
        let ask = |actor| ask_as(actor, query, world).is_ok_and(|answer| found(&answer.body));
        let others = super::READERS.iter().filter(|role| **role != Role::Manager);
        (ask(person("manager-2", Role::Manager)), others.map(|role| ask(person("somebody", *role))).collect())
    }

    #[test]
    fn an_approver_reads_what_a_decision_rests_on_and_repairs_nothing() {
        let may =
            |name: &str| CATALOGUE.queries.iter().find(|query| query.spec().name == name).unwrap().spec().roles.contains(&Role::Approver);
        for name in ["list-estimates", "get-estimate", "what-if", "list-shipments", "get-shipment", "list-calculations", "get-calculation"]
        {
            assert!(may(&format!("profitability.{name}")), "{name}");
        }
        assert!(may("profitability.list-prices") && may("profitability.get-price") && may("profitability.get-client"));
        assert!(!may("profitability.list-messages") && !may("profitability.get-message"));
    }
}
