//! Clients as a list shows them, and by the words that somebody may type to find them.

use kernel::identifier::Phone;
use kernel::view::RowQuery;
use kernel::{Change, Moment, Row, Step, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::search;
use crate::client::Client;
use crate::client::email::Email;
use crate::{ClientId, CompanyId};

/// The view's name.
pub const VIEW: &str = "client-list";

/// Clients by name; also by words of name and company, and by telephone.
pub struct ClientListFromClient;

/// One client in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClientListItem {
    /// The client.
    pub client_id: ClientId,
    /// Their name.
    pub name: String,
    /// Their telephone.
    pub phone: Option<Phone>,
    /// Their electronic mail.
    pub email: Option<Email>,
    /// Their company.
    pub company_id: Option<CompanyId>,
    /// Its name when the client was last changed.
    pub company_name: Option<String>,
    /// When they were registered.
    pub created_at: Moment,
}

/// All clients by name.
pub fn all() -> RowQuery {
    RowQuery::new(VIEW, "all")
}

impl View for ClientListFromClient {
    type Aggregate = Client;
    const SPEC: ViewSpec = ViewSpec { name: "orders.client-list-from-client", view: VIEW, summary: "Clients as a list shows them." };

    fn project(step: &Step<'_, Client>) -> Vec<Change> {
        search::replace_changed(step, rows)
    }
}

/// A client as a list shows them.
pub fn item(client: &Client) -> ClientListItem {
    let profile = &client.profile;
    ClientListItem {
        client_id: client.id,
        name: profile.name.to_string(),
        phone: profile.phone.clone(),
        email: profile.email.clone(),
        company_id: profile.company,
        company_name: profile.company_name.as_ref().map(ToString::to_string),
        created_at: client.created_at,
    }
}

fn rows(client: &Client) -> Vec<Row> {
    let item = item(client);
    let data = serde_json::to_value(&item).unwrap_or_default();
    let phone = item.phone.as_ref().map(|phone| phone.as_str().trim_start_matches('+'));
    let national = phone.and_then(|phone| phone.strip_prefix("38"));
    let texts = [Some(item.name.as_str()), item.company_name.as_deref(), phone, national];
    let sort = format!("{}#{}", search::words(&item.name).join(" "), client.id);
    let words = search::keys(texts.into_iter().flatten());
    let found = words.into_iter().map(|word| Row::new(search::partition(&word), format!("{word}#{sort}"), data.clone()));
    std::iter::once(Row::new("all", sort.clone(), data.clone())).chain(found).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::ClientEvent;
    use crate::samples;
    use crate::views::tests::project;

    #[test]
    fn a_client_is_listed_by_name_and_found_by_words() {
        let renamed = crate::client::ClientProfile { name: samples::line("Відділ збуту"), ..samples::client_profile() };
        let history = [vec![samples::client_registered()], vec![ClientEvent::Revised { profile: renamed }]];
        let steps = project::<ClientListFromClient>(samples::client_id(), &history);
        let id = samples::client_id();
        assert_eq!(steps[0][0].key().sort, format!("відділ постачання#{id}"));
        assert_eq!(steps[0].len(), 8);
        let deleted = steps[1].iter().filter(|change| matches!(change, Change::Delete(_))).count();
        assert_eq!(deleted, 8, "every row sorts by the name");
    }
}
