//! Lists the tables.

use kernel::{Answer, Context, Facts, Moment, Query, QuerySpec, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ListPage, MAY_LOOK};
use crate::reference::table::ReferenceTable;
use crate::reference::view::TableItem;
use crate::reference::{Table, TableRefusal, versions};

/// Lists the tables of codes: versions, counts, ages, failures, and what waits for a person.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListReferenceTables {}

/// A table and its age.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TableAge {
    /// The table.
    #[serde(flatten)]
    pub item: TableItem,
    /// Seconds since its source last answered for all of it, or since rows were given; absent
    /// when neither ever happened.
    pub age_seconds: Option<i64>,
}

impl Query for ListReferenceTables {
    type Answer = ListPage<TableAge>;
    type Refusal = TableRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "customs.list-reference-tables",
        route: Route::get("/customs/reference"),
        roles: MAY_LOOK,
        summary: "Lists the tables of codes with their versions and ages.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::Rows(versions())]
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<Self::Answer>, TableRefusal> {
        let known: ListPage<TableItem> = ListPage::read(facts.page(&versions()));
        let item = |table: Table| {
            let item = known.items.iter().find(|item| item.table == table).cloned();
            let item = item.unwrap_or_else(|| TableItem::of(&ReferenceTable::of(table)));
            TableAge { age_seconds: age(&item, context.now), item }
        };
        Ok(Answer::of(ListPage { items: Table::ALL.into_iter().map(item).collect(), next_cursor: None }))
    }
}

fn age(item: &TableItem, now: Moment) -> Option<i64> {
    let last = item.checked_at.max(item.completed_at)?;
    now.ms_since(last).checked_div(1_000)
}

#[cfg(test)]
mod tests {
    use testkit::context;

    use super::*;
    use crate::samples::reference::{Imports, offices};

    #[test]
    fn every_table_is_listed_with_its_version_counts_and_age() {
        let context = Context { now: testkit::moment("2026-11-21T09:00:00Z"), ..context() };
        let known = Imports::of(Table::CustomsOffices, &[offices(3), offices(2)]);
        let facts = known.facts(|facts| ListReferenceTables {}.wants(facts, &context));
        let items = ListReferenceTables {}.answer(&facts, &context).unwrap().body.items;
        assert_eq!(items.len(), Table::ALL.len());
        let shown = |table| items.iter().find(|item| item.item.table == table).unwrap();
        let offices = shown(Table::CustomsOffices);
        assert_eq!((offices.item.version, offices.age_seconds), (2, Some(1_800)));
        assert_eq!(offices.item.current.as_ref().map(|import| (import.open, import.closed)), Some((2, 1)));
        assert_eq!((shown(Table::Templates).item.version, shown(Table::Templates).age_seconds), (0, None));
    }
}
