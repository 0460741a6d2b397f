//! Shows one fact.

use kernel::{Answer, Context, Facts, Money, Query, QuerySpec, Role, Route, Want};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::contract::{ProfileCode, RecognitionPolicy};
use crate::fact::{Artifact, Fact, FactLine, FactRefusal, LineStanding, Proof, Recognised};
use crate::graph::Evidence;
use crate::rules::EntryRef;
use crate::rules::exchange::ExchangeRate;
use crate::views::fact_feed::{FactItem, item};
use crate::{FactId, Interval, InvoiceId};

/// Shows one fact: its lines and what became of them, its documents, artifacts and entries.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetFact {
    /// Which fact.
    pub fact_id: FactId,
}

/// One fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FactPage {
    /// As the feed shows it.
    pub summary: FactItem,
    /// The days that it covers.
    pub period: Option<Interval>,
    /// What its documents must contain.
    pub profile: Option<ProfileCode>,
    /// When its revenue counts.
    pub recognition: RecognitionPolicy,
    /// What its currency was worth in the books.
    pub rates: Vec<ExchangeRate>,
    /// Its lines.
    pub lines: Vec<LinePage>,
    /// When how much of it counted.
    pub recognised: Vec<Recognised>,
    /// Facts that take some of it back.
    pub reversals: Vec<FactId>,
    /// Why seller and buyer belong to one group.
    pub intercompany: Option<Evidence>,
    /// Documents that prove it.
    pub proofs: Vec<Proof>,
    /// What regulators know it by.
    pub artifacts: Vec<Artifact>,
    /// What it posted.
    pub entries: Vec<EntryRef>,
}

/// A line, and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LinePage {
    /// The line.
    pub line: FactLine,
    /// How much invoices bill.
    #[schemars(with = "String")]
    pub billed: Decimal,
    /// How much was taken back.
    #[schemars(with = "String")]
    pub taken_back: Decimal,
    /// How much is neither.
    #[schemars(with = "String")]
    pub open: Decimal,
    /// Its amount without tax, less what was taken back.
    pub amount: Option<Money>,
    /// The invoices that bill it.
    pub invoices: Vec<InvoiceId>,
}

impl LinePage {
    fn of(standing: &LineStanding) -> Self {
        Self {
            line: standing.line.clone(),
            billed: standing.billed(),
            taken_back: standing.taken_back.quantity,
            open: standing.open(),
            amount: standing.kept_amount(),
            invoices: standing.bills.iter().map(|bill| bill.invoice).collect(),
        }
    }
}

impl Query for GetFact {
    type Answer = FactPage;
    type Refusal = FactRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "commerce.get-fact",
        route: Route::get("/commerce/facts/{fact_id}"),
        roles: Role::FOR_PEOPLE,
        summary: "Shows one fact and what became of its lines.",
    };

    fn wants(&self, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<Fact>(self.fact_id)]
    }

    fn answer(&self, facts: &Facts, _: &Context) -> Result<Answer<FactPage>, FactRefusal> {
        let loaded = facts.aggregate::<Fact>(self.fact_id).ok_or(FactRefusal::NotFound)?;
        let fact = &loaded.state;
        let page = FactPage {
            summary: item(fact, loaded.version),
            period: fact.period,
            profile: fact.profile.clone(),
            recognition: fact.recognition,
            rates: fact.rates.clone(),
            lines: fact.lines.iter().map(LinePage::of).collect(),
            recognised: fact.recognised.clone(),
            reversals: fact.reversals.clone(),
            intercompany: fact.intercompany.clone(),
            proofs: fact.proofs.clone(),
            artifacts: fact.artifacts.clone(),
            entries: fact.entries.clone(),
        };
        Ok(Answer::at(loaded.version, page))
    }
}
