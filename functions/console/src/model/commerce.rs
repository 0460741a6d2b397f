//! Parties, contracts, fulfilment.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

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

/// An asset in a list.
#[derive(Debug, Deserialize)]
pub(crate) struct AssetItem {
    pub(crate) asset_id: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) inventory_number: Option<String>,
    #[serde(default)]
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) reserved: Option<Reservation>,
    #[serde(default)]
    pub(crate) next: Vec<Reservation>,
}

impl AssetItem {
    /// Its name with the number on its plate.
    pub(crate) fn full_name(&self) -> String {
        let number = self.inventory_number.as_ref().map(|number| format!(" ({number})")).unwrap_or_default();
        format!("{}{number}", self.name)
    }
}

/// Days in which an asset is taken.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Reservation {
    pub(crate) id: Value,
    pub(crate) purpose: Purpose,
    pub(crate) valid: Interval,
}

/// What for.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Purpose {
    #[serde(default)]
    pub(crate) contract: Option<String>,
    #[serde(default)]
    pub(crate) note: Option<String>,
}

/// One asset.
#[derive(Debug, Deserialize)]
pub(crate) struct Asset {
    pub(crate) asset_id: String,
    pub(crate) profile: AssetProfile,
    #[serde(default)]
    pub(crate) roles: Vec<AssetRole>,
    #[serde(default)]
    pub(crate) other_roles: Vec<AssetRole>,
    #[serde(default)]
    pub(crate) reservations: Vec<Reservation>,
}

/// What is known of it.
#[derive(Debug, Deserialize)]
pub(crate) struct AssetProfile {
    pub(crate) name: String,
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) inventory_number: Option<String>,
}

/// Who has which role in it.
#[derive(Debug, Deserialize)]
pub(crate) struct AssetRole {
    pub(crate) role: AssetRoleOf,
    pub(crate) party_id: String,
    #[serde(default)]
    pub(crate) party_name: Option<String>,
}

/// The role itself.
#[derive(Debug, Deserialize)]
pub(crate) struct AssetRoleOf {
    pub(crate) id: Value,
    pub(crate) kind: Link,
    pub(crate) valid: Interval,
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
    #[serde(default)]
    pub(crate) party_name: Option<String>,
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
    #[serde(default)]
    pub(crate) schedule_id: Option<String>,
}

impl Contract {
    /// Why it ended.
    pub(crate) fn ended_because(&self) -> &str {
        self.standing.get("reason").and_then(Value::as_str).unwrap_or_default()
    }

    /// An amount among the terms.
    pub(crate) fn term_amount(&self, name: &str) -> Option<Amount> {
        serde_json::from_value(self.terms.as_ref()?.get(name)?.clone()).ok()
    }

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

impl RoleCell {
    /// As a command takes it.
    pub(crate) fn as_sent(&self) -> Value {
        self.within(&self.valid)
    }

    /// The same over other days.
    pub(crate) fn within(&self, valid: &Interval) -> Value {
        json!({ "party": self.party_id, "role": self.role, "primary": self.primary, "valid": { "from": valid.from, "until": valid.until } })
    }
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
    #[serde(default)]
    pub(crate) contract_id: Option<String>,
    pub(crate) kind: String,
    pub(crate) from: String,
    pub(crate) to: String,
    #[serde(default)]
    pub(crate) from_name: Option<String>,
    #[serde(default)]
    pub(crate) to_name: Option<String>,
    #[serde(default)]
    pub(crate) open_debt: Option<Amount>,
    #[serde(default)]
    pub(crate) annex: Option<String>,
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
    pub(crate) seller_name: Option<String>,
    #[serde(default)]
    pub(crate) buyer_name: Option<String>,
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
    /// How revenue is recognised.
    #[serde(default)]
    pub(crate) recognition: String,
    #[serde(default)]
    pub(crate) recognised: Vec<Recognised>,
    #[serde(default)]
    pub(crate) artifacts: Vec<Artifact>,
    #[serde(default)]
    pub(crate) entries: Vec<EntryRef>,
}

/// Revenue that was recognised.
#[derive(Debug, Deserialize)]
pub(crate) struct Recognised {
    pub(crate) on: String,
    pub(crate) amount: Amount,
    #[serde(default)]
    pub(crate) cost: Option<Amount>,
}

/// What identifies goods in a regulator's system.
#[derive(Debug, Deserialize)]
pub(crate) struct Artifact {
    pub(crate) payload: Value,
    pub(crate) status: String,
}

impl Artifact {
    /// One field of it.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.payload.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// By which that system knows it.
    pub(crate) fn key(&self) -> String {
        match self.kind() {
            "CHESTNY_ZNAK" => format!("01{}21{}", self.text("gtin"), self.text("serial")),
            "MERCURY_VSD" => self.text("uuid").to_owned(),
            _ => self.text("sdiz").to_owned(),
        }
    }

    /// The system that it belongs to.
    pub(crate) fn kind(&self) -> &str {
        self.text("artifact_type")
    }
}

/// A line of a fact, and what was billed of it.
#[derive(Debug, Deserialize)]
pub(crate) struct FactLine {
    pub(crate) line: FactLineContent,
    pub(crate) billed: String,
    pub(crate) open: String,
    #[serde(default)]
    pub(crate) amount: Option<Amount>,
    #[serde(default)]
    pub(crate) invoices: Vec<String>,
}

/// What was done.
#[derive(Debug, Deserialize)]
pub(crate) struct FactLineContent {
    pub(crate) n: u16,
    pub(crate) article: Article,
    pub(crate) quantity: String,
    pub(crate) unit: String,
    #[serde(default)]
    pub(crate) batch: Option<Batch>,
    #[serde(default)]
    pub(crate) unit_cost: Option<Amount>,
}

/// A lot of goods.
#[derive(Debug, Deserialize)]
pub(crate) struct Batch {
    pub(crate) number: String,
    #[serde(default)]
    pub(crate) expires: Option<String>,
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
    pub(crate) kind: String,
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
    /// What ended it, with why.
    #[serde(default)]
    pub(crate) standing: Value,
}

/// When something is paid, part by part.
#[derive(Debug, Deserialize)]
pub(crate) struct Schedule {
    pub(crate) schedule_id: String,
    pub(crate) base: Amount,
    pub(crate) rows: Vec<ScheduleRow>,
    #[serde(default)]
    pub(crate) cancelled: bool,
}

/// One part.
#[derive(Debug, Deserialize)]
pub(crate) struct ScheduleRow {
    pub(crate) due: String,
    pub(crate) amount: Amount,
}

/// A line of it, and how much is fulfilled.
#[derive(Debug, Deserialize)]
pub(crate) struct PromisedLine {
    pub(crate) line: PromisedContent,
    pub(crate) fulfilled: String,
    #[serde(default)]
    pub(crate) most: String,
}

/// What is promised.
#[derive(Debug, Deserialize)]
pub(crate) struct PromisedContent {
    pub(crate) n: u16,
    pub(crate) article: Article,
    pub(crate) quantity: String,
    pub(crate) unit: String,
    #[serde(default)]
    pub(crate) price: Option<Amount>,
}
