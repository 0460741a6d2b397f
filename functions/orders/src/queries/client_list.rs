//! Lists clients.

use kernel::view::{PageLimit, RowQuery};
use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ListPage;
use crate::client::ClientRefusal;
use crate::views::client_list::{self, ClientListItem};
use crate::views::search::Typed;

/// Lists clients by name: all, or those found by what was typed, which finds by the
/// beginnings of words of name, company and telephone.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListClients {
    /// What was typed to find clients.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl ListClients {
    fn typed(&self) -> Option<Typed> {
        Typed::read(self.q.as_deref()?)
    }

    fn rows(&self) -> RowQuery {
        let rows = self.typed().map_or_else(client_list::all, |typed| typed.rows(client_list::VIEW));
        rows.limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for ListClients {
    type Answer = ListPage<ClientListItem>;
    type Refusal = ClientRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "orders.list-clients",
        route: Route::get("/clients"),
        roles: Role::FOR_PEOPLE,
        summary: "Lists clients by name, or by words.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows())]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<Self::Answer>, ClientRefusal> {
        let mut page: Self::Answer = ListPage::read(facts.page(&self.rows()));
        let typed = self.typed();
        page.items.retain(|item| typed.as_ref().is_none_or(|typed| typed.fits(texts(item))));
        page.items.dedup_by(|item, before| item.client_id == before.client_id);
        Ok(Answer::of(page))
    }
}

fn texts(item: &ClientListItem) -> impl Iterator<Item = &str> {
    let phone = item.phone.as_ref().map(|phone| phone.as_str());
    [Some(item.name.as_str()), item.company_name.as_deref(), phone].into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queries::tests::ask;
    use crate::samples;
    use crate::views::client_list::ClientListFromClient;
    use crate::views::tests::rows;

    #[test]
    fn clients_are_listed_and_found_by_words() {
        let view = rows::<ClientListFromClient>(samples::client_id(), &[vec![samples::client_registered()]]);
        let count = |q: Option<&str>| {
            let query = ListClients { q: q.map(str::to_owned), ..ListClients::default() };
            ask(&query, &view, &[]).unwrap().body.items.len()
        };
        for (q, found) in [(None, 1), (Some("млин"), 1), (Some("степ млин"), 1), (Some("млин інша"), 0), (Some("нема"), 0)]
        {
            assert_eq!(count(q), found, "{q:?}");
        }
    }
}
