//! Facts: revenue and cost of the supplier, stock or expense of the receiver, goods used up.

use kernel::Money;
use posting::{BookId, Draft, DraftLine, EntryId, Purpose};

use super::exchange::{ExchangeRate, NoValue, value};
use super::{Holder, Occasion, RuleName, book, mirrored, original};
use crate::fact::{Commercial, FactKind, FinanceAdjustment, Logistics, Production};

const SUPPLIED: RuleName = RuleName { name: "supply-recognised", version: 1, n: 1 };
const RECEIVED: RuleName = RuleName { name: "supply-received", version: 1, n: 2 };
const SUPPLIED_BACK: RuleName = RuleName { name: "supply-taken-back", version: 1, n: 3 };
const RECEIVED_BACK: RuleName = RuleName { name: "supply-given-back", version: 1, n: 4 };
const USED_UP: RuleName = RuleName { name: "goods-used-up", version: 1, n: 5 };
const USED_UP_BACK: RuleName = RuleName { name: "goods-not-used-up", version: 1, n: 6 };
const COST_VARIANCE: RuleName = RuleName { name: "cost-variance", version: 1, n: 7 };

/// An amount that counts, between two parties.
#[derive(Debug, Clone, Copy)]
pub struct Supply<'a> {
    /// What sort of fact.
    pub kind: FactKind,
    /// The supplier's book, if it is an own company.
    pub seller: Option<Holder>,
    /// The receiver's book, if it is an own company.
    pub buyer: Option<Holder>,
    /// Without tax, in the document's currency.
    pub amount: Money,
    /// What it had cost, in the supplier's book's currency.
    pub cost: Option<Money>,
    /// The document's rates.
    pub rates: &'a [ExchangeRate],
}

/// What the receiver gets: goods go to stock, everything else is an expense.
const fn received_as(kind: FactKind) -> Purpose {
    match kind {
        FactKind::Commercial(Commercial::GoodsShipment) => Purpose::Inventory,
        FactKind::Commercial(Commercial::ServiceAct | Commercial::LeaseUsage)
        | FactKind::Production(Production::MaterialConsumption | Production::Harvest)
        | FactKind::Logistics(Logistics::InternalTransfer | Logistics::Arrival)
        | FactKind::FinanceAdjustment(FinanceAdjustment::WriteOff) => Purpose::Expense,
    }
}

impl Supply<'_> {
    /// Supplier: Dr SalesSettlement / Cr Revenue, and Dr CostOfSales / Cr Inventory at cost.
    /// Receiver: Dr Inventory for goods, else Dr Expense / Cr PurchaseSettlement.
    ///
    /// Between own companies every line names the other's book, so that consolidation drops both entries.
    ///
    /// # Errors
    /// When a book has another currency and there is no rate.
    pub fn recognised(&self, occasion: &Occasion) -> Result<Vec<Draft>, NoValue> {
        let supplied = self.seller.map(|holder| self.supplied(holder, occasion)).transpose()?;
        let received = self.buyer.map(|holder| self.received(holder, occasion)).transpose()?;
        Ok(supplied.into_iter().chain(received).collect())
    }

    /// The same mirrored: some of it was taken back. `entries` are those that it takes back whole.
    ///
    /// # Errors
    /// As [`Supply::recognised`].
    pub fn taken_back(&self, occasion: &Occasion, entry: impl Fn(BookId) -> Option<EntryId>) -> Result<Vec<Draft>, NoValue> {
        let mirror = |draft: Draft| {
            let rule = if Some(draft.book) == book(self.seller) { &SUPPLIED_BACK } else { &RECEIVED_BACK };
            let reverses = entry(draft.book);
            mirrored(draft, rule, reverses)
        };
        Ok(self.recognised(occasion)?.into_iter().map(mirror).collect())
    }

    fn supplied(&self, holder: Holder, occasion: &Occasion) -> Result<Draft, NoValue> {
        let (settled, revenue) = (Purpose::SalesSettlement, Purpose::Revenue);
        let mut lines = self.pair(holder, settled, revenue, book(self.buyer))?;
        if let Some(cost) = self.cost {
            let cost = [DraftLine::debit(Purpose::CostOfSales, cost), DraftLine::credit(Purpose::Inventory, cost)];
            lines.extend(cost.map(|line| line.with_partner(book(self.buyer))));
        }
        Ok(occasion.draft(holder.book, &SUPPLIED, lines))
    }

    fn received(&self, holder: Holder, occasion: &Occasion) -> Result<Draft, NoValue> {
        let lines = self.pair(holder, received_as(self.kind), Purpose::PurchaseSettlement, book(self.seller))?;
        Ok(occasion.draft(holder.book, &RECEIVED, lines))
    }

    fn pair(&self, holder: Holder, debit: Purpose, credit: Purpose, partner: Option<BookId>) -> Result<Vec<DraftLine>, NoValue> {
        let amount = value(self.amount, holder.currency, self.rates)?;
        let original = original(self.amount, holder.currency, self.rates);
        let lines = [DraftLine::debit(debit, amount), DraftLine::credit(credit, amount)];
        Ok(lines.map(|line| line.with_original(original).with_partner(partner)).to_vec())
    }
}

/// Goods used up or written off: Dr Expense / Cr Inventory at cost. What is moved posts nothing.
pub fn used_up(holder: Holder, kind: FactKind, cost: Money, occasion: &Occasion) -> Option<Draft> {
    let lines = vec![DraftLine::debit(Purpose::Expense, cost), DraftLine::credit(Purpose::Inventory, cost)];
    uses_up(kind).then(|| occasion.draft(holder.book, &USED_UP, lines))
}

/// The same mirrored.
pub fn not_used_up(holder: Holder, kind: FactKind, cost: Money, occasion: &Occasion, reverses: Option<EntryId>) -> Option<Draft> {
    used_up(holder, kind, cost, occasion).map(|draft| mirrored(draft, &USED_UP_BACK, reverses))
}

const fn uses_up(kind: FactKind) -> bool {
    match kind {
        FactKind::Production(Production::MaterialConsumption) | FactKind::FinanceAdjustment(FinanceAdjustment::WriteOff) => true,
        FactKind::Commercial(_) | FactKind::Production(Production::Harvest) | FactKind::Logistics(_) => false,
    }
}

/// What something cost became known better: the difference goes where the cost went.
pub fn cost_variance(holder: Holder, kind: FactKind, before: Money, after: Money, partner: Option<BookId>, occasion: &Occasion) -> Option<Draft> {
    let cost_account = if kind.is_commercial() { Purpose::CostOfSales } else { Purpose::Expense };
    let (debit, credit, amount) = if after.minor() >= before.minor() {
        (cost_account, Purpose::Inventory, after.minus(before).ok()?)
    } else {
        (Purpose::Inventory, cost_account, before.minus(after).ok()?)
    };
    let lines = [DraftLine::debit(debit, amount), DraftLine::credit(credit, amount)].map(|line| line.with_partner(partner)).to_vec();
    Some(occasion.draft(holder.book, &COST_VARIANCE, lines))
}
