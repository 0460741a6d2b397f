//! The obligation: what one party owes another under a contract.

pub mod breach;
pub mod cancel;
pub mod event;
pub mod line;
pub mod refusal;
pub mod undertake;
pub mod waive;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::{Day, Line, Money, Percentage, Quantity};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{ContractId, FactId, InvoiceId, ObligationId, PartyId};
pub use event::{ObligationEvent, SettledBy, Undertaken};
pub use line::{Article, ObligationLine, Portion, StockUnit, Unit};
pub use refusal::ObligationRefusal;

/// Most lines of one obligation: the largest delivery note in use, and one commit of its history.
pub const LINES_MAX: usize = 1_000;
/// Largest over-delivery that a tolerance allows, in hundredths of a percent: a doubled quantity is another deal.
pub const TOLERANCE_HUNDREDTHS_MAX: i64 = 10_000;

/// What one party owes another.
///
/// How far it is fulfilled follows from facts, never from what somebody types (decision K18).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Obligation {
    /// Its own id.
    pub id: ObligationId,
    /// The contract that it arises from; absent for what an own company owes itself (decision K20).
    pub contract: Option<ContractId>,
    /// Who owes.
    pub from: PartyId,
    /// Whom it is owed to.
    pub to: PartyId,
    /// What is owed.
    pub duty: Duty,
    /// The day by which it is owed.
    pub due: Day,
    /// How much more than promised may be delivered.
    pub tolerance: Percentage,
    /// The annex that it comes from: the estimate, the specification (decision X22).
    pub annex: Option<Line>,
    /// What facts have fulfilled, by line number; a line without an entry is untouched.
    pub fulfilled: BTreeMap<u16, Decimal>,
    /// What ended it other than fulfilment.
    pub standing: Standing,
}

/// What is owed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Duty {
    /// To hand over goods, render services, let something be used.
    Deliver(Goods),
    /// To do something that is agreed, priced by line where it has a price.
    Perform(Goods),
    /// To do something within one own company; it is one deed, done or not.
    Internal {
        /// What.
        text: Line,
    },
    /// To pay; made by an invoice and closed by allocations, never billed (decision K19).
    Pay(Debt),
}

/// Lines that are promised at prices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Goods {
    /// The lines, in order of their numbers.
    pub lines: Vec<ObligationLine>,
    /// Whether the prices include tax.
    pub price_includes_tax: bool,
}

/// Money that is owed for an invoice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Debt {
    /// The invoice.
    pub invoice: InvoiceId,
    /// What it demands.
    pub amount: Money,
    /// What has been settled of it.
    pub settled: Money,
}

/// What ended an obligation other than its fulfilment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "standing", rename_all = "kebab-case")]
pub enum Standing {
    /// Nothing did.
    Live,
    /// Whom it is owed to does without it.
    Waived {
        /// Why.
        reason: Line,
    },
    /// Both sides drop it.
    Cancelled {
        /// Why.
        reason: Line,
    },
    /// It was not kept.
    Breached {
        /// What happened.
        reason: Line,
        /// From which day.
        on: Day,
    },
}

/// The three types of the specification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ObligationKind {
    /// To deliver goods, a service or the use of something.
    Deliver,
    /// To pay.
    Pay,
    /// To do what was agreed.
    Perform,
}

impl ObligationStatus {
    /// All of them.
    pub const ALL: &[Self] = &[Self::Open, Self::Partial, Self::Fulfilled, Self::Waived, Self::Cancelled, Self::Breached];

    /// The name in the API and in keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "OPEN",
            Self::Partial => "PARTIAL",
            Self::Fulfilled => "FULFILLED",
            Self::Waived => "WAIVED",
            Self::Cancelled => "CANCELLED",
            Self::Breached => "BREACHED",
        }
    }
}

impl std::fmt::Display for ObligationStatus {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// How far an obligation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ObligationStatus {
    /// Nothing happened yet.
    Open,
    /// Some of it is fulfilled.
    Partial,
    /// All of it is.
    Fulfilled,
    /// Whom it is owed to does without the rest.
    Waived,
    /// Both sides dropped the rest.
    Cancelled,
    /// It was not kept.
    Breached,
}

impl Obligation {
    /// The obligation to pay an invoice: one an invoice.
    pub fn id_of_debt(invoice: InvoiceId) -> ObligationId {
        ObligationId::derive(&["debt", &invoice.to_string()])
    }

    /// The internal obligation that a fact inside an own company fulfils: one a fact.
    pub fn id_of_internal(fact: FactId) -> ObligationId {
        ObligationId::derive(&["internal", &fact.to_string()])
    }

    /// The event by which an invoice makes the debtor owe its amount.
    pub fn owed(
        invoice: InvoiceId,
        contract: Option<ContractId>,
        debtor: PartyId,
        creditor: PartyId,
        amount: Money,
        due: Day,
    ) -> ObligationEvent {
        ObligationEvent::Undertaken(Undertaken {
            id: Self::id_of_debt(invoice),
            contract,
            from: debtor,
            to: creditor,
            duty: Duty::Pay(Debt { invoice, amount, settled: Money::zero(amount.currency()) }),
            due,
            tolerance: Percentage::from_hundredths(0),
            annex: None,
        })
    }

    /// Its type.
    pub const fn kind(&self) -> ObligationKind {
        match self.duty {
            Duty::Deliver(_) => ObligationKind::Deliver,
            Duty::Perform(_) | Duty::Internal { .. } => ObligationKind::Perform,
            Duty::Pay(_) => ObligationKind::Pay,
        }
    }

    /// What is promised at prices, unless it is a debt or a deed inside a company.
    pub const fn goods(&self) -> Option<&Goods> {
        match &self.duty {
            Duty::Deliver(goods) | Duty::Perform(goods) => Some(goods),
            Duty::Internal { .. } | Duty::Pay(_) => None,
        }
    }

    /// The debt, if it is one.
    pub const fn debt(&self) -> Option<&Debt> {
        match &self.duty {
            Duty::Pay(debt) => Some(debt),
            Duty::Deliver(_) | Duty::Perform(_) | Duty::Internal { .. } => None,
        }
    }

    /// One line of what is promised.
    pub fn line(&self, n: u16) -> Option<&ObligationLine> {
        self.goods()?.lines.iter().find(|line| line.n == n)
    }

    /// What facts have fulfilled of a line.
    pub fn fulfilled(&self, n: u16) -> Decimal {
        self.fulfilled.get(&n).copied().unwrap_or_default()
    }

    /// The most that facts may fulfil of a line: what was promised, and the tolerance.
    pub fn most(&self, promised: Quantity) -> Decimal {
        let hundredths = Decimal::from(10_000_i64.saturating_add(self.tolerance.hundredths()));
        // A quantity has at most 18 digits and the factor 5: within the 28 of a decimal.
        promised
            .decimal()
            .checked_mul(hundredths)
            .and_then(|scaled| scaled.checked_div(Decimal::from(10_000)))
            .unwrap_or(promised.decimal())
    }

    /// Where it stands.
    pub fn status(&self) -> ObligationStatus {
        if self.is_fulfilled() {
            return ObligationStatus::Fulfilled;
        }
        match &self.standing {
            Standing::Waived { .. } => ObligationStatus::Waived,
            Standing::Cancelled { .. } => ObligationStatus::Cancelled,
            Standing::Breached { .. } => ObligationStatus::Breached,
            Standing::Live if self.is_begun() => ObligationStatus::Partial,
            Standing::Live => ObligationStatus::Open,
        }
    }

    /// Whether something is still owed: neither fulfilled nor ended otherwise. A breached
    /// obligation is still owed.
    pub fn is_open(&self) -> bool {
        match self.status() {
            ObligationStatus::Open | ObligationStatus::Partial | ObligationStatus::Breached => true,
            ObligationStatus::Fulfilled | ObligationStatus::Waived | ObligationStatus::Cancelled => false,
        }
    }

    /// Whether it is still owed after the day by which it was.
    pub fn is_overdue(&self, today: Day) -> bool {
        self.is_open() && today > self.due
    }

    /// Its worth in its own prices; `None` for a deed inside a company, or sums beyond what money holds.
    pub fn amount(&self) -> Option<Money> {
        match &self.duty {
            Duty::Pay(debt) => Some(debt.amount),
            Duty::Internal { .. } => None,
            Duty::Deliver(goods) | Duty::Perform(goods) => goods.amount(),
        }
    }

    /// Refuses what is not owed any more, and what follows its own document.
    fn check_open_by_hand(&self) -> Result<(), ObligationRefusal> {
        if self.goods().is_none() {
            return Err(ObligationRefusal::FollowsItsDocument);
        }
        if self.is_open() { Ok(()) } else { Err(ObligationRefusal::NotInStatus { is: self.status() }) }
    }

    /// What is left of a debt.
    pub fn open_debt(&self) -> Option<Money> {
        self.debt().and_then(|debt| debt.amount.minus(debt.settled).ok())
    }

    fn is_fulfilled(&self) -> bool {
        match &self.duty {
            Duty::Deliver(goods) | Duty::Perform(goods) => goods.lines.iter().all(|line| self.fulfilled(line.n) >= line.quantity.decimal()),
            Duty::Internal { .. } => self.fulfilled(INTERNAL_LINE) >= Decimal::ONE,
            Duty::Pay(debt) => debt.settled == debt.amount,
        }
    }

    fn is_begun(&self) -> bool {
        self.debt().map_or_else(|| self.fulfilled.values().any(|done| !done.is_zero()), |debt| !debt.settled.is_zero())
    }
}

/// The number of the one deed of an internal obligation.
pub const INTERNAL_LINE: u16 = 1;

impl Goods {
    /// The worth of all lines in their own prices.
    pub fn amount(&self) -> Option<Money> {
        let currency = self.lines.first()?.price.currency();
        let amounts = self.lines.iter().map(ObligationLine::agreed).collect::<Option<Vec<_>>>()?;
        Money::sum(amounts, currency).ok()
    }
}

impl Aggregate for Obligation {
    type Kind = kernel::id::kinds::Obligation;
    type Event = ObligationEvent;
    const NAME: &'static str = "commerce.obligation";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, event: &ObligationEvent, _: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (None, ObligationEvent::Undertaken(undertaken)) => Ok(Self::undertaken(undertaken)),
            (Some(mut obligation), event) => {
                obligation.change(event)?;
                Ok(obligation)
            }
            (state, event) => Err(Impossible::after(&state, event)),
        }
    }
}

impl Obligation {
    fn undertaken(undertaken: &Undertaken) -> Self {
        Self {
            id: undertaken.id,
            contract: undertaken.contract,
            from: undertaken.from,
            to: undertaken.to,
            duty: undertaken.duty.clone(),
            due: undertaken.due,
            tolerance: undertaken.tolerance,
            annex: undertaken.annex.clone(),
            fulfilled: BTreeMap::new(),
            standing: Standing::Live,
        }
    }

    fn change(&mut self, event: &ObligationEvent) -> Result<(), Impossible> {
        let done = match event {
            ObligationEvent::Fulfilled { portions, .. } => self.move_by(portions, Decimal::ONE),
            ObligationEvent::Unfulfilled { portions, .. } => self.move_by(portions, Decimal::NEGATIVE_ONE),
            ObligationEvent::Settled { amount, .. } => self.settle_by(Money::plus, *amount),
            ObligationEvent::Unsettled { amount, .. } => self.settle_by(Money::minus, *amount),
            ObligationEvent::Waived { reason } => self.end(Standing::Waived { reason: reason.clone() }),
            ObligationEvent::Cancelled { reason } => self.end(Standing::Cancelled { reason: reason.clone() }),
            ObligationEvent::Breached { reason, on } => self.end(Standing::Breached { reason: reason.clone(), on: *on }),
            ObligationEvent::Undertaken(_) => None,
        };
        done.ok_or_else(|| Impossible::after(&Some(&*self), event))
    }

    fn promised(&self, n: u16) -> Option<Quantity> {
        match &self.duty {
            Duty::Internal { .. } => (n == INTERNAL_LINE).then_some(Quantity::ONE),
            Duty::Deliver(_) | Duty::Perform(_) => self.line(n).map(|line| line.quantity),
            Duty::Pay(_) => None,
        }
    }

    /// Checked on the way in as well as when it is decided: never more than promised, never less than nothing.
    fn move_by(&mut self, portions: &[Portion], sign: Decimal) -> Option<()> {
        for portion in portions {
            let most = self.most(self.promised(portion.line)?);
            let now = portion.quantity.decimal().checked_mul(sign)?.checked_add(self.fulfilled(portion.line))?;
            if now.is_sign_negative() && !now.is_zero() || now > most {
                return None;
            }
            self.fulfilled.insert(portion.line, now.normalize());
        }
        Some(())
    }

    fn settle_by(&mut self, combine: impl Fn(Money, Money) -> Result<Money, kernel::money::MoneyError>, amount: Money) -> Option<()> {
        match &mut self.duty {
            Duty::Pay(debt) => {
                let settled = combine(debt.settled, amount).ok()?;
                if settled.is_negative() || settled.minor() > debt.amount.minor() || !amount.is_positive() {
                    return None;
                }
                debt.settled = settled;
                Some(())
            }
            Duty::Deliver(_) | Duty::Perform(_) | Duty::Internal { .. } => None,
        }
    }

    fn end(&mut self, standing: Standing) -> Option<()> {
        let may = matches!(self.standing, Standing::Live | Standing::Breached { .. });
        may.then(|| self.standing = standing)
    }
}
