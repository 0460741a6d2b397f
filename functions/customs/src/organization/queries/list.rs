//! Lists organizations.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Facts, Query, QuerySpec, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::organization::views::listed::{self, OrganizationRow};
use crate::organization::views::words::Typed;
use crate::organization::{KindWord, OrganizationRefusal, READERS};
use crate::queries::ListPage;

/// Lists organizations by name: all, those of a kind, or those found by what was typed, which finds by the beginnings of
/// words of the names and of the numbers of the registers. A person is found by the label only.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListOrganizations {
    /// What was typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Of one kind only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<KindWord>,
    /// Those that are hidden, instead of those that are offered.
    #[serde(default, deserialize_with = "flag")]
    pub hidden: bool,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// A flag of a query string, where everything is a text, or of anything else.
fn flag<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Flag {
        Said(bool),
        Typed(String),
    }
    match Flag::deserialize(deserializer)? {
        Flag::Said(flag) => Ok(flag),
        Flag::Typed(text) => text.parse().map_err(|_| serde::de::Error::custom("expected true or false")),
    }
}

impl ListOrganizations {
    fn typed(&self) -> Option<Typed> {
        Typed::read(self.q.as_deref()?)
    }

    fn rows(&self) -> RowQuery {
        let rows = self.typed().map_or_else(|| listed::all(self.hidden, self.kind), |typed| typed.rows(listed::VIEW, self.hidden));
        rows.limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for ListOrganizations {
    type Answer = ListPage<OrganizationRow>;
    type Refusal = OrganizationRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "customs.list-organizations",
        route: Route::get("/customs/organizations"),
        roles: READERS,
        summary: "Lists organizations by name, or by words and numbers.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, OrganizationRefusal> {
        let mut page: ListPage<OrganizationRow> = ListPage::read(facts.page(&self.rows()));
        let typed = self.typed();
        page.items.retain(|row| self.kind.is_none_or(|kind| kind == row.kind));
        page.items.retain(|row| typed.as_ref().is_none_or(|typed| typed.fits(row.texts())));
        page.items.dedup_by(|row, before| row.organization_id == before.organization_id);
        Ok(Answer::of(page))
    }
}

#[cfg(test)]
mod tests {
    use kernel::Role;
    use testkit::person;

    use super::*;
    use crate::organization::OrganizationEvent;
    use crate::organization::queries::tests::{ask, rows_of};
    use crate::organization::views::listed::OrganizationListFromOrganization;
    use crate::samples::organizations::{created, foreign, legal_created};

    #[test]
    fn organizations_are_found_by_words_and_numbers() {
        let mut rows: Vec<_> = rows_of::<OrganizationListFromOrganization>(&[legal_created()]).into_values().collect();
        let mut abroad = created(foreign());
        if let OrganizationEvent::Created { id, .. } = &mut abroad {
            *id = crate::OrganizationId::derive(&["abroad"]);
        }
        rows.extend(rows_of::<OrganizationListFromOrganization>(&[abroad]).into_values());
        let found = |q: Option<&str>, hidden: bool| {
            let query = ListOrganizations { q: q.map(str::to_owned), hidden, ..ListOrganizations::default() };
            ask(&query, person("a", Role::Manager), &[], &rows).unwrap().body.items.len()
        };
        assert_eq!((found(None, false), found(None, true)), (2, 0));
        for q in ["ромаш", "9812345679", "981201001", "ооо ромашка"] {
            assert_eq!(found(Some(q), false), 1, "{q}");
        }
        assert_eq!((found(Some("ромашка нет"), false), found(Some("shang"), false)), (0, 1));
        let of_kind = |q: Option<&str>, kind: KindWord| {
            let query = ListOrganizations { q: q.map(str::to_owned), kind: Some(kind), ..ListOrganizations::default() };
            let items = ask(&query, person("a", Role::Manager), &[], &rows).unwrap().body.items;
            items.into_iter().map(|row| row.kind).collect::<Vec<_>>()
        };
        assert_eq!((of_kind(None, KindWord::Foreign), of_kind(None, KindWord::Person)), (vec![KindWord::Foreign], Vec::new()));
        assert_eq!((of_kind(Some("shang"), KindWord::Foreign).len(), of_kind(Some("shang"), KindWord::Legal).len()), (1, 0));
    }

    #[test]
    fn hidden_ones_are_found_among_the_hidden_alone() {
        let hidden = OrganizationEvent::Hidden { reason: crate::samples::organizations::line("ликвидирована") };
        let rows: Vec<_> = rows_of::<OrganizationListFromOrganization>(&[legal_created(), hidden]).into_values().collect();
        let found = |q: Option<&str>, hidden: bool, kind: Option<KindWord>| {
            let query = ListOrganizations { q: q.map(str::to_owned), hidden, kind, ..ListOrganizations::default() };
            ask(&query, person("a", Role::Manager), &[], &rows).unwrap().body.items.len()
        };
        assert_eq!((found(Some("ромаш"), true, None), found(Some("нет"), true, None), found(Some("ромаш"), false, None)), (1, 0, 0));
        assert_eq!((found(None, true, Some(KindWord::Legal)), found(None, true, Some(KindWord::Foreign))), (1, 0));
    }

    #[test]
    fn a_query_string_asks_for_hidden_ones_with_a_text() {
        let read = |value: serde_json::Value| serde_json::from_value::<ListOrganizations>(value).map(|query| query.hidden).ok();
        assert_eq!(read(serde_json::json!({ "hidden": "true" })), Some(true));
        assert_eq!((read(serde_json::json!({})), read(serde_json::json!({ "hidden": "x" }))), (Some(false), None));
    }
}
