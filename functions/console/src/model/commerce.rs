//! Parties: what is known of them, and how they are related.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::format::Amount;
use crate::words::Words;

/// A number in a register.
#[derive(Debug, Clone, Deserialize, Serialize)]
pub(crate) struct Identifier {
    pub(crate) scheme: String,
    pub(crate) value: Value,
}

impl Identifier {
    /// The number without its scheme; a foreign one with its country.
    pub(crate) fn number(&self) -> String {
        let text = |name: &str| self.value.get(name).and_then(Value::as_str).unwrap_or_default();
        match self.value.as_str() {
            Some(number) => number.to_owned(),
            None => format!("{} {}", text("country"), text("number")),
        }
    }

    /// Scheme and number, as people read them.
    pub(crate) fn text(&self, words: &Words) -> String {
        format!("{} {}", words.scheme(&self.scheme), self.number())
    }
}

/// From one day to another, not included.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Interval {
    pub(crate) from: String,
    #[serde(default)]
    pub(crate) until: Option<String>,
}

/// A party in a list.
#[derive(Debug, Deserialize)]
pub(crate) struct PartyItem {
    pub(crate) party: PartyRow,
    #[serde(default)]
    pub(crate) own: bool,
}

/// What a list shows of a party.
#[derive(Debug, Deserialize)]
pub(crate) struct PartyRow {
    pub(crate) party_id: String,
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) jurisdiction: String,
    #[serde(default)]
    pub(crate) identifiers: Vec<Identifier>,
    #[serde(default)]
    pub(crate) frozen: bool,
}

/// One party.
#[derive(Debug, Deserialize)]
pub(crate) struct Party {
    pub(crate) party_id: String,
    #[serde(default)]
    pub(crate) redirected_from: Option<String>,
    pub(crate) profile: Profile,
    #[serde(default)]
    pub(crate) registrations: Vec<Registration>,
    #[serde(default)]
    pub(crate) other_registrations: Vec<Registration>,
    #[serde(default)]
    pub(crate) accounts: Vec<BankAccount>,
    #[serde(default)]
    pub(crate) frozen: Option<String>,
    #[serde(default)]
    pub(crate) own: bool,
    #[serde(default)]
    pub(crate) host_root: bool,
    /// Numbers that came with duplicates.
    #[serde(default)]
    pub(crate) inherited: Vec<Inherited>,
}

/// A number that a duplicate holds.
#[derive(Debug, Deserialize)]
pub(crate) struct Inherited {
    pub(crate) identifier: Identifier,
    pub(crate) held_by: String,
}

/// What is known of a party.
#[derive(Debug, Deserialize)]
pub(crate) struct Profile {
    pub(crate) kind: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) legal_name: Option<String>,
    pub(crate) jurisdiction: String,
    #[serde(default)]
    pub(crate) identifiers: Vec<Identifier>,
    #[serde(default)]
    pub(crate) address: Option<String>,
    #[serde(default)]
    pub(crate) phone: Option<String>,
}

/// How a party pays taxes.
#[derive(Debug, Deserialize)]
pub(crate) struct Registration {
    pub(crate) jurisdiction: String,
    pub(crate) regime: String,
    #[serde(default)]
    pub(crate) certificate: Option<String>,
    pub(crate) valid: Interval,
}

/// Where money goes.
#[derive(Debug, Deserialize)]
pub(crate) struct BankAccount {
    /// As a command names it.
    pub(crate) number: Value,
    #[serde(default)]
    pub(crate) currency: Option<String>,
    #[serde(default)]
    pub(crate) bank: Option<String>,
}

impl BankAccount {
    /// Its number, whatever the country; a Russian one with its bank.
    pub(crate) fn number(&self) -> String {
        let text = |name: &str| self.number.get(name).and_then(Value::as_str).unwrap_or_default();
        match text("iban") {
            "" => format!("{} {}", text("account"), text("bic")).trim().to_owned(),
            iban => iban.to_owned(),
        }
    }
}

/// The own companies.
#[derive(Debug, Deserialize)]
pub(crate) struct OwnCompanies {
    pub(crate) companies: Vec<OwnCompany>,
}

/// One own company.
#[derive(Debug, Deserialize)]
pub(crate) struct OwnCompany {
    pub(crate) party_id: String,
    #[serde(default)]
    pub(crate) party: Option<PartyRow>,
    #[serde(default)]
    pub(crate) control: Option<Control>,
}

impl OwnCompany {
    /// Its name; its id where it is not described.
    pub(crate) fn name(&self) -> &str {
        self.party.as_ref().map_or(&self.party_id, |party| &party.name)
    }
}

/// By what a company is controlled.
#[derive(Debug, Deserialize)]
pub(crate) struct Control {
    pub(crate) share: String,
}

/// The relations of a party.
#[derive(Debug, Deserialize)]
pub(crate) struct Relations {
    pub(crate) relations: Vec<Relation>,
}

/// One relation, seen from one end.
#[derive(Debug, Deserialize)]
pub(crate) struct Relation {
    pub(crate) relation_id: String,
    pub(crate) link: Link,
    /// `SOURCE` acts, `TARGET` is acted upon.
    pub(crate) side: String,
    pub(crate) other_id: String,
    #[serde(default)]
    pub(crate) other_name: Option<String>,
    pub(crate) valid: Interval,
    #[serde(default)]
    pub(crate) basis: Option<Basis>,
}

/// The document that a relation or a role rests on.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Basis {
    pub(crate) kind: String,
    pub(crate) number: String,
    pub(crate) day: String,
    pub(crate) jurisdiction: String,
    #[serde(default)]
    pub(crate) foreign_law_reason: Option<String>,
}

/// What one does to the other.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Link {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) share: Option<String>,
    #[serde(default)]
    pub(crate) level: Option<String>,
}

/// What happened between two parties.
#[derive(Debug, Deserialize)]
pub(crate) struct PartyAccount {
    pub(crate) until: String,
    #[serde(default)]
    pub(crate) opening: Vec<Amount>,
    pub(crate) lines: Vec<AccountLine>,
    pub(crate) closing: Vec<Amount>,
    #[serde(default)]
    pub(crate) complete: bool,
}

/// One document of it; above zero when the other owes more.
#[derive(Debug, Deserialize)]
pub(crate) struct AccountLine {
    pub(crate) day: String,
    pub(crate) kind: String,
    pub(crate) document: String,
    #[serde(default)]
    pub(crate) text: Option<String>,
    pub(crate) amount: Amount,
}

/// An entry that a document posted.
#[derive(Debug, Deserialize)]
pub(crate) struct EntryRef {
    pub(crate) entry: String,
}
