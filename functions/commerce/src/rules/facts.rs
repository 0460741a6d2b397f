//! Facts: revenue and cost of the supplier, stock or expense of the receiver, goods used up.

use kernel::Money;
use posting::{BookId, Draft, DraftLine, EntryId, Purpose};

use super::exchange::{ExchangeRate, NoValue, value};
use super::{Holder, Occasion, RuleName, book, mirrored, original};
use crate::PartyId;
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
    /// Who supplies and who receives.
    pub parties: [PartyId; 2],
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
        let [_, buyer] = self.parties;
        let mut lines = self.pair(holder, Purpose::SalesSettlement, Purpose::Revenue, book(self.buyer))?;
        name(&mut lines, Purpose::SalesSettlement, buyer);
        if let Some(cost) = self.cost {
            let cost = [DraftLine::debit(Purpose::CostOfSales, cost), DraftLine::credit(Purpose::Inventory, cost)];
            lines.extend(cost.map(|line| line.with_partner(book(self.buyer))));
        }
        Ok(occasion.draft(holder.book, &SUPPLIED, lines))
    }

    fn received(&self, holder: Holder, occasion: &Occasion) -> Result<Draft, NoValue> {
        let [seller, _] = self.parties;
        let mut lines = self.pair(holder, received_as(self.kind), Purpose::PurchaseSettlement, book(self.seller))?;
        name(&mut lines, Purpose::PurchaseSettlement, seller);
        Ok(occasion.draft(holder.book, &RECEIVED, lines))
    }

    fn pair(&self, holder: Holder, debit: Purpose, credit: Purpose, partner: Option<BookId>) -> Result<Vec<DraftLine>, NoValue> {
        let amount = value(self.amount, holder.currency, self.rates)?;
        let original = original(self.amount, holder.currency, self.rates);
        let lines = [DraftLine::debit(debit, amount), DraftLine::credit(credit, amount)];
        Ok(lines.map(|line| line.with_original(original).with_partner(partner)).to_vec())
    }
}

/// Says with whom something is settled.
fn name(lines: &mut [DraftLine], purpose: Purpose, party: PartyId) {
    for line in lines.iter_mut().filter(|line| line.purpose == purpose) {
        line.party = Some(party);
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
pub fn cost_variance(
    holder: Holder,
    kind: FactKind,
    before: Money,
    after: Money,
    partner: Option<BookId>,
    occasion: &Occasion,
) -> Option<Draft> {
    let cost_account = if kind.is_commercial() { Purpose::CostOfSales } else { Purpose::Expense };
    let (debit, credit, amount) = if after.minor() >= before.minor() {
        (cost_account, Purpose::Inventory, after.minus(before).ok()?)
    } else {
        (Purpose::Inventory, cost_account, before.minus(after).ok()?)
    };
    let lines = [DraftLine::debit(debit, amount), DraftLine::credit(credit, amount)].map(|line| line.with_partner(partner)).to_vec();
    Some(occasion.draft(holder.book, &COST_VARIANCE, lines))
}

#[cfg(test)]
mod tests {
    use kernel::Currency;
    use posting::{Side, Source};

    use super::*;
    use crate::samples::{day, line, money};

    const GOODS: FactKind = FactKind::Commercial(Commercial::GoodsShipment);

    fn party(name: &str) -> PartyId {
        PartyId::derive(&["golden", name])
    }

    fn holder(name: &str) -> Option<Holder> {
        let own = ["own", "sister"].contains(&name);
        own.then(|| Holder { party: party(name), book: posting::book_of(party(name)), currency: Currency::UAH })
    }

    fn uah(amount: &str) -> Money {
        money(amount, Currency::UAH)
    }

    fn occasion() -> Occasion {
        let source = Source { kind: "commerce.fulfillment-event".to_owned(), id: "golden".to_owned(), version: 1, sha256: None };
        Occasion { source, day: day("2026-11-20"), text: line("Golden") }
    }

    fn supply<'a>(kind: FactKind, seller: &str, buyer: &str, cost: Option<&str>, rates: &'a [ExchangeRate]) -> Supply<'a> {
        let currency = if rates.is_empty() { Currency::UAH } else { Currency::USD };
        Supply {
            kind,
            parties: [party(seller), party(buyer)],
            seller: holder(seller),
            buyer: holder(buyer),
            amount: money("100.00", currency),
            cost: cost.map(uah),
            rates,
        }
    }

    /// One text a draft, one a line of it.
    fn printed(drafts: &[Draft]) -> Vec<String> {
        let mut texts = Vec::new();
        for draft in drafts {
            texts.push(format!("{}/{}", draft.rule.name, draft.rule.version));
            for one in &draft.lines {
                let side = if one.side == Side::Debit { "Dr" } else { "Cr" };
                let with = if one.party.is_some() { " with party" } else { "" };
                let partner = if one.partner.is_some() { " (eliminated)" } else { "" };
                let original = one.original.map(|of| format!(" = {} at {}", of.amount, of.rate)).unwrap_or_default();
                texts.push(format!("{side} {:?} {}{with}{partner}{original}", one.purpose, one.amount.amount()));
            }
        }
        texts
    }

    #[test]
    fn k44_supply_to_an_outside_party() {
        let drafts = supply(GOODS, "own", "outsider", Some("60.00"), &[]).recognised(&occasion()).unwrap();
        let expected = [
            "supply-recognised/1",
            "Dr SalesSettlement 100.00 with party",
            "Cr Revenue 100.00",
            "Dr CostOfSales 60.00",
            "Cr Inventory 60.00",
        ];
        assert_eq!(printed(&drafts), expected);
    }

    #[test]
    fn k44_supply_from_an_outside_party() {
        let goods = supply(GOODS, "outsider", "own", None, &[]).recognised(&occasion()).unwrap();
        assert_eq!(printed(&goods), ["supply-received/1", "Dr Inventory 100.00", "Cr PurchaseSettlement 100.00 with party"]);
        let act = FactKind::Commercial(Commercial::ServiceAct);
        let service = supply(act, "outsider", "own", None, &[]).recognised(&occasion()).unwrap();
        assert_eq!(printed(&service), ["supply-received/1", "Dr Expense 100.00", "Cr PurchaseSettlement 100.00 with party"]);
    }

    #[test]
    fn k44_supply_between_own_companies_eliminates_itself() {
        let drafts = supply(GOODS, "own", "sister", Some("60.00"), &[]).recognised(&occasion()).unwrap();
        let expected = [
            "supply-recognised/1",
            "Dr SalesSettlement 100.00 with party (eliminated)",
            "Cr Revenue 100.00 (eliminated)",
            "Dr CostOfSales 60.00 (eliminated)",
            "Cr Inventory 60.00 (eliminated)",
            "supply-received/1",
            "Dr Inventory 100.00 (eliminated)",
            "Cr PurchaseSettlement 100.00 with party (eliminated)",
        ];
        assert_eq!(printed(&drafts), expected);
    }

    #[test]
    fn k44_supply_in_another_currency_keeps_its_original() {
        let rate = ExchangeRate {
            from: Currency::USD,
            to: Currency::UAH,
            rate: "41.25".parse().unwrap(),
            source: line("НБУ"),
            day: day("2026-11-20"),
        };
        let drafts = supply(GOODS, "own", "outsider", None, std::slice::from_ref(&rate)).recognised(&occasion()).unwrap();
        let expected = [
            "supply-recognised/1",
            "Dr SalesSettlement 4125.00 with party = 100.00 USD at 41.25",
            "Cr Revenue 4125.00 = 100.00 USD at 41.25",
        ];
        assert_eq!(printed(&drafts), expected);
    }

    #[test]
    fn k21_what_is_taken_back_is_mirrored() {
        let entry = EntryId::derive(&["golden"]);
        let drafts = supply(GOODS, "own", "outsider", Some("60.00"), &[]).taken_back(&occasion(), |_| Some(entry)).unwrap();
        let expected = [
            "supply-taken-back/1",
            "Cr SalesSettlement 100.00 with party",
            "Dr Revenue 100.00",
            "Cr CostOfSales 60.00",
            "Dr Inventory 60.00",
        ];
        assert_eq!((printed(&drafts), drafts[0].reverses), (expected.map(str::to_owned).to_vec(), Some(entry)));
    }

    #[test]
    fn k44_goods_used_up_and_cost_known_better() {
        let own = holder("own").unwrap();
        let used = FactKind::Production(Production::MaterialConsumption);
        let drafts: Vec<Draft> = used_up(own, used, uah("60.00"), &occasion()).into_iter().collect();
        assert_eq!(printed(&drafts), ["goods-used-up/1", "Dr Expense 60.00", "Cr Inventory 60.00"]);
        assert_eq!(used_up(own, FactKind::Logistics(Logistics::InternalTransfer), uah("60.00"), &occasion()), None);
        let variance = |after: &str| cost_variance(own, GOODS, uah("60.00"), uah(after), None, &occasion()).into_iter().collect::<Vec<_>>();
        assert_eq!(printed(&variance("65.00")), ["cost-variance/1", "Dr CostOfSales 5.00", "Cr Inventory 5.00"]);
        assert_eq!(printed(&variance("52.00")), ["cost-variance/1", "Dr Inventory 8.00", "Cr CostOfSales 8.00"]);
    }
}
