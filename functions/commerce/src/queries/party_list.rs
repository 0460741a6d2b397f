//! Lists parties.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Day, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ListPage;
use crate::graph::{self, PartyGraph, graph_id};
use crate::party::{self, PartyRefusal, identifier};
use crate::views::party_list::{self, PartyRow};
use crate::views::search::Typed;

/// Lists parties by name: all, the one with an identifier, or those found by what was typed,
/// which finds by the beginnings of words of the names and of identifiers and telephone.
/// Whether a party is an own company is said for one day.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListParties {
    /// What was typed to find parties.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Scheme and number, `RU_INN:7707083893`; counts more than what was typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// On which day; today, if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// One party in a list, on a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PartyListItem {
    /// What a list shows of it.
    pub party: PartyRow,
    /// Whether it was an own company on that day.
    pub own: bool,
}

impl ListParties {
    fn typed(&self) -> Option<Typed> {
        Typed::read(self.q.as_deref()?)
    }

    fn rows(&self) -> RowQuery {
        let rows = self.typed().map_or_else(party_list::all, |typed| typed.rows(party_list::VIEW));
        rows.limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }

    fn found(&self, facts: &Facts) -> ListPage<PartyRow> {
        let Some(value) = &self.identifier else {
            let mut page: ListPage<PartyRow> = ListPage::read(facts.page(&self.rows()));
            let typed = self.typed();
            page.items.retain(|row| typed.as_ref().is_none_or(|typed| typed.fits(row.texts())));
            page.items.dedup_by(|row, before| row.party_id == before.party_id);
            return page;
        };
        let owner = identifier::owner(facts, value).and_then(|owner| party::survivor(facts, owner));
        ListPage { items: owner.map(|loaded| PartyRow::of(&loaded.state)).into_iter().collect(), next_cursor: None }
    }
}

impl Query for ListParties {
    type Answer = ListPage<PartyListItem>;
    type Refusal = PartyRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "commerce.list-parties",
        route: Route::get("/commerce/parties"),
        roles: Role::FOR_PEOPLE,
        summary: "Lists parties by name, by identifier, or by words.",
    };

    fn wants(&self, facts: &Facts, _: &Context) -> Vec<Want> {
        let graph = Want::aggregate::<PartyGraph>(graph_id());
        let Some(value) = &self.identifier else { return vec![Want::Rows(self.rows()), graph] };
        let owner = identifier::owner(facts, value);
        let owner = owner.into_iter().flat_map(|owner| party::want_survivor(facts, owner));
        [Want::guard(identifier::SCOPE, value), graph].into_iter().chain(owner).collect()
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<Self::Answer>, PartyRefusal> {
        let own = graph::of(facts).host_parties(super::as_of(self.as_of, context));
        let ListPage { items, next_cursor } = self.found(facts);
        let items = items.into_iter().map(|party| PartyListItem { own: own.contains(&party.party_id), party }).collect();
        Ok(Answer::of(ListPage { items, next_cursor }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queries::tests::{World, ask};
    use crate::samples::parties::{self, buyer_id, lessor_id, seller_id};
    use crate::views::party_list::PartyListFromParty;
    use crate::views::tests::rows;

    fn world() -> World {
        let listed = |id, event| rows::<PartyListFromParty>(id, &[vec![event]]);
        let rows = listed(seller_id(), parties::seller_registered()).and(listed(buyer_id(), parties::buyer_registered()));
        World::of(rows).with::<PartyGraph>(graph_id(), &parties::own_companies())
    }

    fn names(query: ListParties, world: &World) -> Vec<(String, bool)> {
        let items = ask(&query, world).unwrap().body.items;
        items.into_iter().map(|item| (item.party.name.to_string(), item.own)).collect()
    }

    #[test]
    fn parties_are_found_by_words_and_told_from_own_companies_on_a_day() {
        let found = |q: Option<&str>, as_of: &str| {
            let query = ListParties { q: q.map(str::to_owned), as_of: Some(crate::samples::day(as_of)), ..ListParties::default() };
            names(query, &world())
        };
        let (seller, buyer) = ("ТОВ «Верхів’я Трейд»".to_owned(), "ТОВ «Степовий Млин»".to_owned());
        assert_eq!(found(None, "2026-01-01"), [(seller.clone(), true), (buyer.clone(), false)]);
        assert_eq!(found(None, "2024-12-31"), [(seller, false), (buyer.clone(), false)]);
        for q in ["степ млин", "32855961", "380 56 777", "обмеженою відпов"] {
            assert_eq!(found(Some(q), "2026-01-01"), [(buyer.clone(), false)], "{q}");
        }
        assert_eq!(found(Some("нема"), "2026-01-01"), []);
    }

    #[test]
    fn k48_an_identifier_of_a_duplicate_finds_its_survivor() {
        let merged = [parties::buyer_registered(), party::PartyEvent::MergedInto { survivor: lessor_id() }];
        let world = World::default()
            .taken(identifier::SCOPE, "UA_EDRPOU:32855961", &buyer_id().to_string())
            .with::<party::Party>(buyer_id(), &merged)
            .with::<party::Party>(lessor_id(), &[parties::lessor_registered()]);
        let by = |value: &str| ListParties { identifier: Some(value.to_owned()), ..ListParties::default() };
        assert_eq!(names(by("UA_EDRPOU:32855961"), &world), [("ТОВ «Верхів’я Лізинг»".to_owned(), false)]);
        assert_eq!(names(by("UA_EDRPOU:14360570"), &world), []);
    }
}
