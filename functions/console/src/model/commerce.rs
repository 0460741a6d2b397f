//! Parties, contracts, fulfilment.

use serde::Deserialize;
use serde_json::Value;

use crate::format::Amount;
use crate::words::Words;

/// A number in a register.
#[derive(Debug, Clone, Deserialize)]
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
    number: Value,
    #[serde(default)]
    pub(crate) currency: Option<String>,
}

impl BankAccount {
    /// Its number, whatever the country.
    pub(crate) fn number(&self) -> &str {
        let text = |name: &str| self.number.get(name).and_then(Value::as_str);
        text("iban").or_else(|| text("account")).unwrap_or_default()
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
}

/// What one does to the other.
#[derive(Debug, Deserialize)]
pub(crate) struct Link {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) share: Option<String>,
}

/// An asset in a list.
#[derive(Debug, Deserialize)]
pub(crate) struct AssetItem {
    pub(crate) asset_id: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) inventory_number: Option<String>,
}

/// A contract in a list.
#[derive(Debug, Deserialize)]
pub(crate) struct ContractItem {
    pub(crate) contract_id: String,
    pub(crate) number: String,
    pub(crate) contract_type: String,
    pub(crate) currency: String,
    pub(crate) status: String,
    pub(crate) valid_from: String,
    #[serde(default)]
    pub(crate) valid_until: Option<String>,
    #[serde(default)]
    pub(crate) roles: Vec<RoleOf>,
}

/// A party in a role.
#[derive(Debug, Deserialize)]
pub(crate) struct RoleOf {
    pub(crate) party: String,
    pub(crate) role: String,
    #[serde(default)]
    pub(crate) primary: bool,
}

/// One contract.
#[derive(Debug, Deserialize)]
pub(crate) struct Contract {
    pub(crate) contract_id: String,
    pub(crate) number: String,
    pub(crate) contract_type: String,
    pub(crate) currency: String,
    pub(crate) status: String,
    pub(crate) valid: Interval,
    #[serde(default)]
    pub(crate) roles: Vec<RoleCell>,
    #[serde(default)]
    pub(crate) asset_id: Option<String>,
    #[serde(default)]
    pub(crate) terms: Option<Value>,
    #[serde(default)]
    pub(crate) versions: Vec<ContractVersion>,
    #[serde(default)]
    pub(crate) standing: Value,
    #[serde(default)]
    pub(crate) obligations: Vec<Obligation>,
}

impl Contract {
    /// A term as text.
    pub(crate) fn term(&self, name: &str) -> String {
        match self.terms.as_ref().and_then(|terms| terms.get(name)) {
            Some(Value::String(text)) => text.clone(),
            Some(value) => value.to_string(),
            None => String::new(),
        }
    }
}

/// A party in a role of a contract.
#[derive(Debug, Deserialize)]
pub(crate) struct RoleCell {
    pub(crate) party_id: String,
    #[serde(default)]
    pub(crate) party_name: Option<String>,
    pub(crate) role: String,
    #[serde(default)]
    pub(crate) primary: bool,
    pub(crate) valid: Interval,
    #[serde(default)]
    pub(crate) current: bool,
}

/// A version of a contract's terms.
#[derive(Debug, Deserialize)]
pub(crate) struct ContractVersion {
    pub(crate) n: u32,
    pub(crate) from: String,
    #[serde(default)]
    pub(crate) changed: Vec<String>,
    #[serde(default)]
    pub(crate) reason: Option<String>,
}

/// What somebody owes.
#[derive(Debug, Deserialize)]
pub(crate) struct Obligation {
    pub(crate) obligation_id: String,
    pub(crate) kind: String,
    pub(crate) from: String,
    pub(crate) to: String,
    #[serde(default)]
    pub(crate) subject: Option<String>,
    #[serde(default)]
    pub(crate) amount: Option<Amount>,
    pub(crate) due: String,
    pub(crate) status: String,
    #[serde(default)]
    pub(crate) open: bool,
    #[serde(default)]
    pub(crate) overdue: bool,
}

/// A fact in the feed.
#[derive(Debug, Deserialize)]
pub(crate) struct FactItem {
    pub(crate) fact_id: String,
    pub(crate) kind: FactKind,
    #[serde(default)]
    pub(crate) contract_id: Option<String>,
    pub(crate) seller: String,
    pub(crate) buyer: String,
    #[serde(default)]
    pub(crate) intercompany: bool,
    pub(crate) occurred: String,
    #[serde(default)]
    pub(crate) posted_on: String,
    #[serde(default)]
    pub(crate) late: bool,
    #[serde(default)]
    pub(crate) document: Option<String>,
    #[serde(default)]
    pub(crate) subject: Option<String>,
    #[serde(default)]
    pub(crate) amount: Option<Amount>,
    #[serde(default)]
    pub(crate) recognised: Option<Amount>,
    #[serde(default)]
    pub(crate) unbilled: bool,
    #[serde(default)]
    pub(crate) reverses: Option<String>,
    #[serde(default)]
    pub(crate) reversed: bool,
}

/// What happened.
#[derive(Debug, Deserialize)]
pub(crate) struct FactKind {
    #[serde(rename = "type")]
    pub(crate) kind: String,
}

/// One fact.
#[derive(Debug, Deserialize)]
pub(crate) struct Fact {
    pub(crate) summary: FactItem,
    #[serde(default)]
    pub(crate) lines: Vec<FactLine>,
    #[serde(default)]
    pub(crate) proofs: Vec<Proof>,
    #[serde(default)]
    pub(crate) entries: Vec<EntryRef>,
}

/// A line of a fact, and what was billed of it.
#[derive(Debug, Deserialize)]
pub(crate) struct FactLine {
    pub(crate) line: FactLineContent,
    pub(crate) billed: String,
    pub(crate) open: String,
    #[serde(default)]
    pub(crate) amount: Option<Amount>,
}

/// What was done.
#[derive(Debug, Deserialize)]
pub(crate) struct FactLineContent {
    pub(crate) n: u16,
    pub(crate) article: Article,
    pub(crate) quantity: String,
    pub(crate) unit: String,
}

/// What is traded.
#[derive(Debug, Deserialize)]
pub(crate) struct Article {
    pub(crate) code: String,
    pub(crate) name: String,
}

/// A paper that proves a fact.
#[derive(Debug, Deserialize)]
pub(crate) struct Proof {
    pub(crate) name: String,
    pub(crate) sha256: String,
}

/// An entry that a document posted.
#[derive(Debug, Deserialize)]
pub(crate) struct EntryRef {
    pub(crate) entry: String,
}

/// One obligation.
#[derive(Debug, Deserialize)]
pub(crate) struct ObligationPage {
    pub(crate) summary: Obligation,
    #[serde(default)]
    pub(crate) lines: Vec<PromisedLine>,
}

/// A line of it, and how much is fulfilled.
#[derive(Debug, Deserialize)]
pub(crate) struct PromisedLine {
    pub(crate) line: PromisedContent,
    pub(crate) fulfilled: String,
}

/// What is promised.
#[derive(Debug, Deserialize)]
pub(crate) struct PromisedContent {
    pub(crate) n: u16,
    pub(crate) article: Article,
    pub(crate) quantity: String,
    pub(crate) unit: String,
}
