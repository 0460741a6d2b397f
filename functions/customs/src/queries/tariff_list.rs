//! Lists rates of the tariff.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Day, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::tariff::{TariffRate, TariffRefusal};
use crate::views::tariff_list;

/// Lists rates of the tariff by the beginning of the code, past and future ones included.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListTariffRates {
    /// Only of codes that begin so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beginning: Option<String>,
    /// Only those that hold on this day, of this page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Day>,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// Some rates of the tariff.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TariffPage {
    /// By beginning, then by first day.
    pub items: Vec<TariffRate>,
    /// For the next page; absent on the last one.
    pub next_cursor: Option<String>,
}

impl ListTariffRates {
    fn rows(&self) -> RowQuery {
        tariff_list::beginning(self.beginning.as_deref()).limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for ListTariffRates {
    type Answer = TariffPage;
    type Refusal = TariffRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "customs.list-tariff-rates",
        route: Route::get("/customs/tariff/rates"),
        roles: &[Role::Declarant, Role::Manager, Role::TeamLead, Role::Accountant, Role::Administrator],
        summary: "Lists rates of duty by commodity code.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<TariffPage>, TariffRefusal> {
        let rows = self.rows();
        // A row of an older shape is left out until the view has been built again.
        let read = facts.rows(&rows).iter().filter_map(|row| serde_json::from_value::<TariffRate>(row.data.clone()).ok());
        let items = read.filter(|rate| self.on.is_none_or(|on| rate.covers(on))).collect();
        let next_cursor = facts.page(&rows).and_then(|page| page.next_cursor.clone());
        Ok(Answer::of(TariffPage { items, next_cursor }))
    }
}

#[cfg(test)]
mod tests {
    use kernel::aggregate::Commit;
    use kernel::{Change, Event, History, Page, View};
    use testkit::context;

    use super::*;
    use crate::samples::payments::tariff_events;
    use crate::tariff::{CodePrefix, TariffHeading};
    use crate::views::tariff_list::TariffListFromTariff;

    fn shown(query: &ListTariffRates) -> Vec<TariffRate> {
        let id = TariffHeading::id_of(&"0406".parse::<CodePrefix>().unwrap());
        let events = tariff_events().iter().map(|event| event.write().unwrap()).collect();
        let history = History { snapshot: None, commits: vec![Commit { version: 1, meta: context().meta("test"), key: None, events }] };
        let projected = kernel::view::view::<TariffListFromTariff>().project(&context().tenant, &id.to_string(), 0, &history).unwrap();
        let put = |change| if let Change::Put(row) = change { Some(row) } else { None };
        let rows = projected.into_iter().flat_map(|step| step.changes).filter_map(put).collect();
        let mut facts = Facts::default();
        let wants = query.wants(&facts, &context());
        facts.put_rows(&wants[0], Page { rows, next_cursor: None });
        assert_eq!(TariffListFromTariff::SPEC.view, tariff_list::VIEW);
        query.answer(&facts, &context()).unwrap().body.items
    }

    #[test]
    fn rates_are_listed_with_their_validity() {
        let all = shown(&ListTariffRates::default());
        assert_eq!(
            all.iter().map(|rate| (rate.prefix.as_str(), rate.to.map(|to| to.to_string()))).collect::<Vec<_>>(),
            [("0406", Some("2026-12-31".to_owned()))]
        );
        let on = |day: &str| shown(&ListTariffRates { on: Some(day.parse().unwrap()), ..ListTariffRates::default() }).len();
        assert_eq!((on("2026-12-31"), on("2027-01-01")), (1, 0));
    }
}
