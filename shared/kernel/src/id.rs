//! Typed ids: a UUID that knows what it names, printed with a prefix that says so.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What an id names. Implemented only by the markers in [`kinds`].
pub trait Kind: Copy + Eq + Ord + Send + Sync + 'static {
    /// Printed before the UUID: `ord` in `ord_0192…`.
    const PREFIX: &'static str;
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {
        /// Everything that has an id, in alphabetical order. Append-only: a prefix that was
        /// printed once never gets another meaning.
        pub mod kinds {
            $(
                $(#[$doc])*
                #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
                pub enum $name {}
                impl super::Kind for $name {
                    const PREFIX: &'static str = $prefix;
                }
            )*
            /// All prefixes, for the test that no two kinds share one.
            pub const PREFIXES: &[&str] = &[$($prefix),*];
        }
    };
}

kinds! {
    /// The way that tasks take to approvers outside (context `approvals`).
    ApprovalChannel = "chan";
    /// What an outside system says of an approval, recorded before any work (context `approvals`).
    ApprovalMessage = "amsg";
    /// One submission of a client's order and who decides upon it (context `approvals`).
    ApprovalProcess = "apr";
    /// Who may approve what, and who stands in (context `approvals`).
    ApproverRoster = "rost";
    /// Something that can be leased, lent or insured (context `commerce`).
    Asset = "ast";
    /// The books of one own company (context `ledger`).
    Book = "book";
    /// Money that may be spent on something (context `commerce`).
    Budget = "bud";
    /// A call, meeting or note on a timeline (context `orders`).
    Activity = "act";
    /// A release by customs, as the books see it (context `commerce`).
    Clearance = "clr";
    /// A person at a customer (context `orders`).
    Client = "cli";
    /// A customer organisation (context `orders`).
    Company = "com";
    /// An organisation or a person as customs knows it (context `customs`).
    CommonOrganization = "corg";
    /// Money that moved between parties, as the books see it (context `commerce`).
    CommercePayment = "cpay";
    /// A frame between parties (context `commerce`).
    Contract = "con";
    /// One request or event travelling through the system, from its first request to its last view.
    Correlation = "cor";
    /// What may be approved without a person on one day (context `approvals`).
    DailyLimit = "dlim";
    /// Goods declared to customs (context `customs`).
    CustomsDeclaration = "decl";
    /// A delivery that failed on every try (context `platform`).
    DeadLetter = "dead";
    /// A document that goes with a declaration (context `customs`).
    DeclarationDocument = "cdoc";
    /// How far the changes of declarations at the vendor were read (context `customs`).
    DocflowFeed = "dffd";
    /// An approval that was got outside the system (context `approvals`).
    EmergencyApproval = "emrg";
    /// How often somebody has made use of emergencies (context `approvals`).
    EmergencyStanding = "estd";
    /// Something that was delivered, used up or done (context `commerce`).
    Fact = "fact";
    /// A message of an outside system, recorded before any work (context `orders`).
    IntegrationEvent = "int";
    /// A demand for money (context `commerce`).
    Invoice = "inv";
    /// A message of the accounting system, kept until it was applied (context `profitability`).
    InboundMessage = "inmsg";
    /// A balanced journal entry (context `ledger`).
    JournalEntry = "jrn";
    /// A frozen price list with a planned profitability (context `profitability`).
    LocalEstimate = "est";
    /// Something that one person is told, once (context `notices`).
    Notice = "notc";
    /// Something of another context that people are told about (context `notices`).
    NoticeMatter = "nmat";
    /// Where and when somebody can be told something (context `notices`).
    NoticeSubscriber = "nsub";
    /// What a party owes another under a contract (context `commerce`).
    Obligation = "obl";
    /// A series of gapless document numbers (context `commerce`).
    NumberSeries = "num";
    /// A printed document (context `papers`).
    Paper = "paper";
    /// An organisation or a person that trades (context `commerce`).
    Party = "pty";
    /// Who owns, runs and represents whom (context `commerce`).
    PartyGraph = "graph";
    /// One sixteenth of the door of an accounting period (context `ledger`).
    PeriodGate = "gate";
    /// When money is due (context `commerce`).
    PaymentSchedule = "sched";
    /// The planned cost of one product (context `profitability`).
    PriceSheet = "price";
    /// A client as the control of profitability knows it (context `profitability`).
    ProfitClient = "pcli";
    /// One judgement of an order's profitability (context `profitability`).
    ProfitabilityCalculation = "pcalc";
    /// How far a currency has moved (context `profitability`).
    RateWatch = "rate";
    /// An order of `orders` on its way into contract, fact, invoice and payment (context `commerce`).
    Sale = "sale";
    /// The chain of hashes over a book's entries (context `ledger`).
    Seal = "seal";
    /// One table of codes that customs uses (context `customs`).
    ReferenceTable = "reft";
    /// A client's order under an estimate (context `profitability`).
    Shipment = "ship";
    /// One bank account whose statement is read (context `orders`).
    StatementFeed = "feed";
    /// How the vendor's directory of organizations was read (context `customs`).
    OrganizationDirectory = "odir";
    /// Rates of duty of the codes of one heading (context `customs`).
    TariffHeading = "tarf";
    /// A sales order (context `orders`).
    Order = "ord";
    /// Money that arrived (context `orders`).
    Payment = "pay";
}

/// An id of something of kind `K`.
///
/// New ids are version 7 UUIDs. Ids that must come out the same on a retry are derived
/// from what the retry repeats ([`Id::derive`]), as version 8.
pub struct Id<K> {
    uuid: Uuid,
    kind: PhantomData<fn() -> K>,
}

impl<K: Kind> Id<K> {
    /// Wraps a UUID that was made for this kind.
    pub const fn new(uuid: Uuid) -> Self {
        Self { uuid, kind: PhantomData }
    }

    /// The same parts always give the same id; parts are length-prefixed, so `["ab","c"]`
    /// and `["a","bc"]` differ.
    pub fn derive(parts: &[&str]) -> Self {
        Self::new(derive_uuid(K::PREFIX, parts))
    }

    /// The UUID without its kind.
    pub const fn uuid(self) -> Uuid {
        self.uuid
    }
}

/// A version 8 UUID from a hash over a namespace and parts.
pub fn derive_uuid(namespace: &str, parts: &[&str]) -> Uuid {
    let mut hash = Sha256::new();
    hash.update(namespace.as_bytes());
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let digest = hash.finalize();
    let mut bytes = [0u8; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// Why a text is not an id of the expected kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected an id of the form {prefix}_ and 32 hexadecimal digits")]
pub struct NotAnId {
    prefix: &'static str,
}

impl<K: Kind> FromStr for Id<K> {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let refuse = || NotAnId { prefix: K::PREFIX };
        let rest = text.strip_prefix(K::PREFIX).and_then(|rest| rest.strip_prefix('_')).ok_or_else(refuse)?;
        // One spelling only: ids are keys, and two spellings would be two streams.
        if rest.len() != 32 || rest.bytes().any(|byte| !matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
            return Err(refuse());
        }
        Uuid::try_parse(rest).map(Self::new).map_err(|_| refuse())
    }
}

impl<K: Kind> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", K::PREFIX, self.uuid.simple())
    }
}

impl<K: Kind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.uuid == other.uuid
    }
}
impl<K> Eq for Id<K> {}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.uuid.cmp(&other.uuid)
    }
}
impl<K> std::hash::Hash for Id<K> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.uuid.hash(state);
    }
}

impl<K: Kind> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, K: Kind> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl<K: Kind> schemars::JsonSchema for Id<K> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Id_{}", K::PREFIX).into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": format!("^{}_[0-9a-f]{{32}}$", K::PREFIX),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_and_parses() {
        let id = Id::<kinds::Order>::derive(&["tenant", "key"]);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(id.uuid().get_version_num(), 8);
    }

    #[test]
    fn refuses_another_kind_and_another_spelling() {
        let order = Id::<kinds::Order>::derive(&["a"]).to_string();
        assert!(order.parse::<Id<kinds::Payment>>().is_err());
        assert!(order.to_uppercase().replace("ORD", "ord").parse::<Id<kinds::Order>>().is_err());
        assert!("ord_".parse::<Id<kinds::Order>>().is_err());
    }

    #[test]
    fn derived_parts_do_not_run_together() {
        assert_ne!(Id::<kinds::Order>::derive(&["ab", "c"]), Id::<kinds::Order>::derive(&["a", "bc"]));
    }

    #[test]
    fn prefixes_are_unique() {
        let mut prefixes = kinds::PREFIXES.to_vec();
        prefixes.sort_unstable();
        prefixes.dedup();
        assert_eq!(prefixes.len(), kinds::PREFIXES.len());
    }
}
