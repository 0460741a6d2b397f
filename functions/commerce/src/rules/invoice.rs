//! Invoices: what was supplied becomes a claim, with its taxes. One document, one entry in
//! each own company's book.

use kernel::Money;
use posting::{Draft, DraftLine, Purpose};
use tax::TaxResult;

use super::exchange::{self, ExchangeRate, NoValue};
use super::{Direction, Holder, Occasion, RuleName, mirrored, original};
use crate::PartyId;
use crate::payment::InBook;

const POSTED: RuleName = RuleName { name: "invoice-posted", version: 1, n: 0 };
const CREDITED: RuleName = RuleName { name: "credit-note", version: 1, n: 0 };
const DEDUCTED: RuleName = RuleName { name: "tax-invoice", version: 1, n: 0 };
const DEDUCTED_LESS: RuleName = RuleName { name: "tax-invoice-corrected", version: 1, n: 1 };

/// A demand over facts, or a part of one that is taken back.
#[derive(Debug, Clone, Copy)]
pub struct Demand<'a> {
    /// Who supplies.
    pub seller: PartyId,
    /// Who is supplied.
    pub buyer: PartyId,
    /// Who is owed; the seller, unless a beneficiary stands for it.
    pub creditor: PartyId,
    /// Who owes; the buyer, unless a payer stands for it.
    pub debtor: PartyId,
    /// Their books, where they are own companies: seller, buyer, creditor, debtor.
    pub holders: [Option<Holder>; 4],
    /// The amounts.
    pub tax: &'a TaxResult,
    /// Between the document's currency and the books'.
    pub rates: &'a [ExchangeRate],
}

/// A demand's amounts in a book's currency. What is paid and the taxes are valued, the net
/// amount is the difference, so that the entry balances.
struct Valued {
    payable: Money,
    net: Money,
    charged: Money,
    withheld: Money,
    self_assessed: Money,
    input: Money,
}

impl Demand<'_> {
    fn valued(&self, holder: Holder) -> Result<Valued, NoValue> {
        let value = |amount| exchange::value(amount, holder.currency, self.rates);
        let (payable, charged) = (value(self.tax.payable)?, value(self.tax.charged)?);
        let (withheld, self_assessed) = (value(self.tax.withheld)?, value(self.tax.self_assessed)?);
        let net = payable.minus(charged).map_err(|_| NoValue::Unusable)?;
        let input = charged.plus(withheld).and_then(|sum| sum.plus(self_assessed)).map_err(|_| NoValue::Unusable)?;
        Ok(Valued { payable, net, charged, withheld, self_assessed, input })
    }

    /// What the receivable and payable accounts hold of it once it is posted.
    ///
    /// # Errors
    /// When a rate is missing.
    pub fn claims(&self) -> Result<Vec<InBook>, NoValue> {
        let [_, _, creditor, debtor] = self.holders;
        let sides = [(creditor, Direction::Receivable), (debtor, Direction::Payable)];
        let held = sides.into_iter().filter_map(|(holder, direction)| Some((holder?, direction)));
        let claim =
            |(holder, direction): (Holder, Direction)| Ok(InBook { book: holder.book, direction, amount: self.valued(holder)?.payable });
        held.map(claim).collect()
    }

    /// Seller: Dr Receivable / Cr SalesSettlement net, Cr OutputTax. Buyer: Dr PurchaseSettlement
    /// net, Dr InputTax (Expense where it is not deductible) / Cr Payable, Cr TaxWithheld, Cr
    /// OutputTax for a reverse charge. Who stands for the seller or the buyer takes the claim or
    /// the debt over: Dr Receivable / Cr Payable.
    ///
    /// # Errors
    /// When a rate is missing.
    pub fn posted(&self, occasion: &Occasion) -> Result<Vec<Draft>, NoValue> {
        let [seller, buyer, creditor, debtor] = self.holders;
        let mut books: Vec<(Holder, Vec<DraftLine>)> = Vec::new();
        if let Some(holder) = seller {
            books.push((holder, self.sold(&self.valued(holder)?)));
        }
        if let Some(holder) = buyer {
            books.push((holder, self.bought(&self.valued(holder)?)));
        }
        if let Some(holder) = creditor.filter(|_| self.creditor != self.seller) {
            books.push((holder, self.taken_over(&self.valued(holder)?, self.debtor, self.seller)));
        }
        if let Some(holder) = debtor.filter(|_| self.debtor != self.buyer) {
            books.push((holder, self.taken_over(&self.valued(holder)?, self.buyer, self.creditor)));
        }
        let draft = |(holder, lines): (Holder, Vec<DraftLine>)| occasion.draft(holder.book, &POSTED, lines);
        Ok(books.into_iter().map(draft).collect())
    }

    fn holder_of(&self, party: PartyId) -> Option<Holder> {
        self.holders.into_iter().flatten().find(|holder| holder.party == party)
    }

    /// A line that says with whom; between own companies it names the other book.
    fn with(&self, line: DraftLine, party: PartyId, document: Money) -> DraftLine {
        let line = line.with_party(party).with_partner(super::book(self.holder_of(party)));
        self.at_rate(line, document)
    }

    fn at_rate(&self, line: DraftLine, document: Money) -> DraftLine {
        let original = original(document, line.amount.currency(), self.rates);
        line.with_original(original)
    }

    fn sold(&self, valued: &Valued) -> Vec<DraftLine> {
        let owing = if self.creditor == self.seller { self.debtor } else { self.creditor };
        vec![
            self.with(DraftLine::debit(Purpose::Receivable, valued.payable), owing, self.tax.payable),
            self.with(DraftLine::credit(Purpose::SalesSettlement, valued.net), self.buyer, self.tax.net),
            self.at_rate(DraftLine::credit(Purpose::OutputTax, valued.charged), self.tax.charged),
        ]
    }

    fn bought(&self, valued: &Valued) -> Vec<DraftLine> {
        let owed = if self.debtor == self.buyer { self.creditor } else { self.debtor };
        // Tax that nobody gives back is a part of what was bought.
        let tax = if self.tax.buyer_deducts { Purpose::InputTax } else { Purpose::Expense };
        vec![
            self.with(DraftLine::debit(Purpose::PurchaseSettlement, valued.net), self.seller, self.tax.net),
            self.at_rate(DraftLine::debit(tax, valued.input), self.tax.tax),
            self.with(DraftLine::credit(Purpose::Payable, valued.payable), owed, self.tax.payable),
            self.at_rate(DraftLine::credit(Purpose::TaxWithheld, valued.withheld), self.tax.withheld),
            self.at_rate(DraftLine::credit(Purpose::OutputTax, valued.self_assessed), self.tax.self_assessed),
        ]
    }

    fn taken_over(&self, valued: &Valued, from: PartyId, to: PartyId) -> Vec<DraftLine> {
        vec![
            self.with(DraftLine::debit(Purpose::Receivable, valued.payable), from, self.tax.payable),
            self.with(DraftLine::credit(Purpose::Payable, valued.payable), to, self.tax.payable),
        ]
    }

    /// The posting of the demand mirrored for the part that is taken back. `claims` is what the
    /// part takes out of the claims' accounts: where earlier parts were settled at other
    /// roundings, the difference is one of exchange.
    ///
    /// # Errors
    /// When a rate is missing.
    pub fn credited(&self, claims: &[InBook], occasion: &Occasion) -> Result<Vec<Draft>, NoValue> {
        let drafts = self.posted(occasion)?.into_iter();
        Ok(drafts.map(|draft| mirrored(relieved(draft, claims), &CREDITED, None)).collect())
    }

    /// Buyer: Dr OutputTax / Cr InputTax: what it was charged becomes deductible with the tax invoice.
    ///
    /// # Errors
    /// When a rate is missing.
    pub fn deducted(&self, occasion: &Occasion) -> Result<Vec<Draft>, NoValue> {
        let [_, buyer, ..] = self.holders;
        let Some(holder) = buyer.filter(|_| self.tax.buyer_deducts) else { return Ok(Vec::new()) };
        let valued = self.valued(holder)?;
        let line = |line: DraftLine| self.at_rate(line, self.tax.charged);
        let lines =
            vec![line(DraftLine::debit(Purpose::OutputTax, valued.charged)), line(DraftLine::credit(Purpose::InputTax, valued.charged))];
        Ok(vec![occasion.draft(holder.book, &DEDUCTED, lines)])
    }

    /// Buyer: Dr InputTax / Cr OutputTax: with a correcting tax invoice less is deductible.
    ///
    /// # Errors
    /// When a rate is missing.
    pub fn deducted_less(&self, occasion: &Occasion) -> Result<Vec<Draft>, NoValue> {
        Ok(self.deducted(occasion)?.into_iter().map(|draft| mirrored(draft, &DEDUCTED_LESS, None)).collect())
    }
}

/// Replaces the claim's amount by what is taken out of it; the difference is one of exchange.
fn relieved(mut draft: Draft, claims: &[InBook]) -> Draft {
    for (purpose, direction) in [(Purpose::Receivable, Direction::Receivable), (Purpose::Payable, Direction::Payable)] {
        let Some(amount) = crate::payment::amount_in(claims, draft.book, direction) else { continue };
        let Some(line) = draft.lines.iter_mut().find(|line| line.purpose == purpose) else { continue };
        let (before, side) = (line.amount, line.side);
        line.amount = amount;
        let (Ok(less), Ok(more)) = (before.minus(amount), amount.minus(before)) else { continue };
        // The entry is mirrored afterwards: a debit here is a credit there, so a loss is a gain here.
        let (gap, side) = if less.is_negative() { (more, side.opposite()) } else { (less, side) };
        let purpose = match side {
            posting::Side::Debit => Purpose::ExchangeGain,
            posting::Side::Credit => Purpose::ExchangeLoss,
        };
        draft.lines.push(super::line(side, purpose, gap));
    }
    draft
}
