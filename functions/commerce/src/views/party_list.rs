//! Parties as a list shows them, and by the words that somebody may type to find them.

use kernel::identifier::{Country, Phone};
use kernel::view::RowQuery;
use kernel::{Change, Line, Row, Step, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::search;
use crate::PartyId;
use crate::party::{Identifier, Party, PartyKind};

/// The view's name.
pub const VIEW: &str = "party-list";

/// Parties by name; also by words of their names, identifiers and telephone. Duplicates are
/// not in it.
pub struct PartyListFromParty;

/// One party in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PartyRow {
    /// The party.
    pub party_id: PartyId,
    /// What kind.
    pub kind: PartyKind,
    /// Its name.
    pub name: Line,
    /// Its full name in the register.
    pub legal_name: Option<Line>,
    /// Where it is established.
    pub jurisdiction: Country,
    /// Its numbers in registers.
    pub identifiers: Vec<Identifier>,
    /// Its telephone.
    pub phone: Option<Phone>,
    /// Whether nothing new may be agreed with it.
    pub frozen: bool,
}

/// All parties by name.
pub fn all() -> RowQuery {
    RowQuery::new(VIEW, "all")
}

impl View for PartyListFromParty {
    type Aggregate = Party;
    const SPEC: ViewSpec = ViewSpec { name: "commerce.party-list-from-party", view: VIEW, summary: "Parties as a list shows them." };

    fn project(step: &Step<'_, Party>) -> Vec<Change> {
        search::replace_changed(step, rows)
    }
}

impl PartyRow {
    /// A party as a list shows it.
    pub fn of(party: &Party) -> Self {
        let profile = &party.profile;
        Self {
            party_id: party.id,
            kind: profile.kind,
            name: profile.name.clone(),
            legal_name: profile.legal_name.clone(),
            jurisdiction: profile.jurisdiction,
            identifiers: profile.identifiers.clone(),
            phone: profile.phone.clone(),
            frozen: party.frozen.is_some(),
        }
    }

    /// What it is found by.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let names = [Some(self.name.as_str()), self.legal_name.as_ref().map(Line::as_str)];
        let phone = self.phone.as_ref().map(|phone| phone.as_str().trim_start_matches('+'));
        names.into_iter().chain([phone]).flatten().chain(self.identifiers.iter().map(Identifier::number))
    }
}

fn rows(party: &Party) -> Vec<Row> {
    if party.merged_into.is_some() {
        return Vec::new();
    }
    let row = PartyRow::of(party);
    let data = serde_json::to_value(&row).unwrap_or_default();
    let sort = format!("{}#{}", search::sort_key(row.name.as_str()), row.party_id);
    let found = search::rows(row.texts(), &sort, &data);
    std::iter::once(Row::new("all", sort, data)).chain(found).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::party::PartyEvent;
    use crate::samples::parties::{self, buyer_id, seller_id};
    use crate::views::tests::project;

    #[test]
    fn a_party_is_listed_by_name_and_found_by_its_code_until_it_is_merged() {
        let history = [vec![parties::buyer_registered()], vec![PartyEvent::MergedInto { survivor: seller_id() }]];
        let steps = project::<PartyListFromParty>(buyer_id(), &history);
        assert_eq!(steps[0][0].key().sort, format!("тов степовий млин#{}", buyer_id()));
        assert!(steps[0].iter().any(|change| change.key().partition == "word#32" && change.key().sort.starts_with("32855961#")));
        assert_eq!(steps[1].len(), steps[0].len());
        assert!(steps[1].iter().all(|change| matches!(change, Change::Delete(_))));
    }

    #[test]
    fn what_is_not_shown_writes_nothing() {
        let added = PartyEvent::AccountAdded { account: parties::account() };
        let steps = project::<PartyListFromParty>(buyer_id(), &[vec![parties::buyer_registered()], vec![added]]);
        assert_eq!(steps[1], []);
    }
}
