//! Facts as a feed shows them: newest first; all, of a contract, and those not billed yet.

use kernel::view::{Order as By, RowQuery};
use kernel::{Change, Day, Line, Moment, Money, Row, Step, Version, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::fact::{Fact, FactKind, LineStanding};
use crate::{AssetId, ContractId, FactId, PartyId};

/// The view's name.
pub const VIEW: &str = "fact-feed";
/// The partition of all facts.
const ALL: &str = "all";
/// The partition of those that an invoice may still bill.
const UNBILLED: &str = "unbilled";
/// The partition of contracts' facts begins with this.
const OF_NONE: &str = "contract#none";

/// Facts, newest first.
pub struct FactFeedFromFact;

/// One fact in the feed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FactItem {
    /// The fact.
    pub fact_id: FactId,
    /// What happened.
    pub kind: FactKind,
    /// Under which contract.
    pub contract_id: Option<ContractId>,
    /// Who supplied.
    pub seller: PartyId,
    /// What the supplier was called when it was recorded.
    #[serde(default)]
    pub seller_name: Option<Line>,
    /// Who received.
    pub buyer: PartyId,
    /// What the receiver was called when it was recorded.
    #[serde(default)]
    pub buyer_name: Option<Line>,
    /// Whether both belong to one group.
    pub intercompany: bool,
    /// When it happened.
    pub occurred: Day,
    /// When it was recorded.
    pub recorded: Moment,
    /// The day that it counts for in the books.
    pub posted_on: Day,
    /// Whether it was posted on another day than it happened.
    pub late: bool,
    /// The number of the primary document.
    pub document: Option<Line>,
    /// The first article.
    pub subject: Option<Line>,
    /// How many lines it has.
    pub lines: usize,
    /// Without tax, less what was taken back.
    pub amount: Option<Money>,
    /// What has counted as revenue.
    pub recognised: Option<Money>,
    /// Whether an invoice may still bill some of it.
    pub unbilled: bool,
    /// What was leased.
    pub asset_id: Option<AssetId>,
    /// The fact that it takes back.
    pub reverses: Option<FactId>,
    /// Whether some of it was taken back.
    pub reversed: bool,
    /// How many documents prove it.
    pub proofs: usize,
    /// The version that this shows.
    pub version: Version,
}

/// All facts.
pub fn all() -> RowQuery {
    RowQuery::new(VIEW, ALL).newest_first()
}

/// Facts of a contract.
pub fn of_contract(contract: ContractId) -> RowQuery {
    RowQuery::new(VIEW, format!("contract#{contract}")).by(By::Index1).newest_first()
}

/// Facts of which some can be billed.
pub fn unbilled() -> RowQuery {
    RowQuery::new(VIEW, UNBILLED).by(By::Index2).newest_first()
}

impl View for FactFeedFromFact {
    type Aggregate = Fact;
    const SPEC: ViewSpec = ViewSpec { name: "commerce.fact-feed-from-fact", view: VIEW, summary: "Facts as a feed shows them." };

    fn project(step: &Step<'_, Fact>) -> Vec<Change> {
        step.replace(|fact| vec![row(fact, step.version)])
    }
}

fn row(fact: &Fact, version: Version) -> Row {
    let item = item(fact, version);
    let sort = format!("{}#{}", item.recorded, item.fact_id);
    let contract = item.contract_id.map_or_else(|| OF_NONE.to_owned(), |contract| of_contract(contract).partition);
    let row = Row::new(ALL, &sort, serde_json::to_value(&item).unwrap_or_default()).with_index1(contract, &sort);
    if item.unbilled { row.with_index2(UNBILLED, sort) } else { row }
}

/// A fact as the feed shows it.
pub fn item(fact: &Fact, version: Version) -> FactItem {
    FactItem {
        fact_id: fact.id,
        kind: fact.kind,
        contract_id: fact.contract,
        seller: fact.seller,
        seller_name: fact.names.get(&fact.seller).cloned(),
        buyer: fact.buyer,
        buyer_name: fact.names.get(&fact.buyer).cloned(),
        intercompany: fact.intercompany.is_some(),
        occurred: fact.occurred,
        recorded: fact.recorded,
        posted_on: fact.posted_on,
        late: fact.posted_on != fact.occurred,
        document: fact.document.clone(),
        subject: fact.lines.first().map(|standing: &LineStanding| standing.line.article.name.clone()),
        lines: fact.lines.len(),
        amount: fact.amount(),
        recognised: fact.recognised_amount(),
        unbilled: fact.is_unbilled(),
        asset_id: fact.asset,
        reverses: fact.reverses,
        reversed: !fact.reversals.is_empty(),
        proofs: fact.proofs.len(),
        version,
    }
}
