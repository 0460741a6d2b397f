//! Allocation: an advance becomes the settlement of a claim, with the exchange difference
//! between the day the money came and the day the claim arose.

use kernel::Money;
use posting::{Draft, DraftLine, Purpose};

use super::exchange::ExchangeRate;
use super::{Direction, EntryRef, Holder, Occasion, RuleName, entry_in, mirrored, original};
use crate::PartyId;
use crate::payment::{InBook, amount_in};

const SETTLED: RuleName = RuleName { name: "claim-settled", version: 1, n: 2 };
const UNSETTLED: RuleName = RuleName { name: "claim-unsettled", version: 1, n: 3 };
const OFFSET: RuleName = RuleName { name: "claims-offset", version: 1, n: 4 };
const OFFSET_REVERSED: RuleName = RuleName { name: "claims-offset-reversed", version: 1, n: 5 };
const WRITTEN_OFF: RuleName = RuleName { name: "small-difference", version: 1, n: 6 };
const REMAINDER_WRITTEN_OFF: RuleName = RuleName { name: "small-remainder", version: 1, n: 7 };
const REMAINDER_RESTORED: RuleName = RuleName { name: "small-remainder-restored", version: 1, n: 8 };

/// A part of a payment that settles a part of a claim.
#[derive(Debug, Clone)]
pub struct Settlement<'a> {
    /// Who paid; not always the debtor.
    pub payer: PartyId,
    /// Who owes.
    pub debtor: PartyId,
    /// Who is owed, and was paid.
    pub creditor: PartyId,
    /// Their books, where they are own companies: payer, debtor, creditor.
    pub holders: [Option<Holder>; 3],
    /// How much, in the document's currency.
    pub amount: Money,
    /// What it takes out of the advance accounts.
    pub advances: &'a [InBook],
    /// What it takes out of the claims.
    pub claims: &'a [InBook],
    /// The payment's rates.
    pub payment_rates: &'a [ExchangeRate],
    /// The invoice's rates.
    pub invoice_rates: &'a [ExchangeRate],
}

/// A gain on the credit side or a loss on the debit side, so that the entry balances.
fn difference(debit: Money, credit: Money) -> Option<DraftLine> {
    let gain = debit.minus(credit).ok()?;
    if gain.is_negative() {
        Some(DraftLine::debit(Purpose::ExchangeLoss, credit.minus(debit).ok()?))
    } else {
        Some(DraftLine::credit(Purpose::ExchangeGain, gain))
    }
}

fn balanced(debit: DraftLine, credit: DraftLine) -> Vec<DraftLine> {
    let difference = difference(debit.amount, credit.amount);
    [debit, credit].into_iter().chain(difference).collect()
}

impl Settlement<'_> {
    /// Creditor: Dr AdvancesReceived / Cr Receivable. Debtor who paid: Dr Payable / Cr
    /// AdvancesPaid. Who paid for another: Dr Receivable from the debtor / Cr AdvancesPaid;
    /// the debtor: Dr Payable to the creditor / Cr Payable to who paid.
    pub fn settled(&self, occasion: &Occasion, n: u32) -> Vec<Draft> {
        let [payer, debtor, creditor] = self.holders;
        let for_another = self.payer != self.debtor;
        let received = creditor.and_then(|holder| Some((holder.book, self.received(holder)?)));
        let paid = payer.and_then(|holder| Some((holder.book, self.paid(holder, for_another)?)));
        let owed = debtor.filter(|_| for_another).and_then(|holder| Some((holder.book, self.owed(holder)?)));
        let books = received.into_iter().chain(paid).chain(owed);
        books.map(|(book, lines)| Draft { n, ..occasion.draft(book, &SETTLED, lines) }).collect()
    }

    /// The same mirrored, linked to the entries that it takes back.
    pub fn unsettled(&self, occasion: &Occasion, n: u32, taken_back: &[EntryRef]) -> Vec<Draft> {
        let mirror = |draft: Draft| {
            let entry = entry_in(taken_back, draft.book);
            Draft { n, ..mirrored(draft, &UNSETTLED, entry) }
        };
        self.settled(occasion, n).into_iter().map(mirror).collect()
    }

    fn at_payment(&self, holder: Holder, line: DraftLine) -> DraftLine {
        line.with_original(original(self.amount, holder.currency, self.payment_rates))
    }

    fn at_invoice(&self, holder: Holder, line: DraftLine) -> DraftLine {
        line.with_original(original(self.amount, holder.currency, self.invoice_rates))
    }

    fn received(&self, holder: Holder) -> Option<Vec<DraftLine>> {
        let [payer, debtor, _] = self.holders;
        let advance = amount_in(self.advances, holder.book, Direction::Receivable)?;
        let claim = amount_in(self.claims, holder.book, Direction::Receivable)?;
        let debit = DraftLine::debit(Purpose::AdvancesReceived, advance).with_party(self.payer).with_partner(super::book(payer));
        let credit = DraftLine::credit(Purpose::Receivable, claim).with_party(self.debtor).with_partner(super::book(debtor));
        Some(balanced(self.at_payment(holder, debit), self.at_invoice(holder, credit)))
    }

    fn paid(&self, holder: Holder, for_another: bool) -> Option<Vec<DraftLine>> {
        let [_, debtor, creditor] = self.holders;
        let advance = amount_in(self.advances, holder.book, Direction::Payable)?;
        let credit = DraftLine::credit(Purpose::AdvancesPaid, advance).with_party(self.creditor).with_partner(super::book(creditor));
        let credit = self.at_payment(holder, credit);
        if for_another {
            let debit = DraftLine::debit(Purpose::Receivable, advance).with_party(self.debtor).with_partner(super::book(debtor));
            return Some(vec![self.at_payment(holder, debit), credit]);
        }
        let claim = amount_in(self.claims, holder.book, Direction::Payable)?;
        let debit = DraftLine::debit(Purpose::Payable, claim).with_party(self.creditor).with_partner(super::book(creditor));
        Some(balanced(self.at_invoice(holder, debit), credit))
    }

    fn owed(&self, holder: Holder) -> Option<Vec<DraftLine>> {
        let [payer, _, creditor] = self.holders;
        let claim = amount_in(self.claims, holder.book, Direction::Payable)?;
        let debit = DraftLine::debit(Purpose::Payable, claim).with_party(self.creditor).with_partner(super::book(creditor));
        let credit = DraftLine::credit(Purpose::Payable, claim).with_party(self.payer).with_partner(super::book(payer));
        Some(vec![self.at_invoice(holder, debit), self.at_invoice(holder, credit)])
    }
}

/// Two claims of opposite direction between the same two parties.
#[derive(Debug, Clone)]
pub struct Offset<'a> {
    /// What both claims take out of the books.
    pub closes: [OffsetClaim<'a>; 2],
    /// How much of each, in the documents' currency.
    pub amount: Money,
}

/// One of the two claims.
#[derive(Debug, Clone)]
pub struct OffsetClaim<'a> {
    /// Who owes.
    pub debtor: PartyId,
    /// Its book, if it is an own company.
    pub holder: Option<Holder>,
    /// What it takes out of the claim's accounts.
    pub claims: &'a [InBook],
    /// The invoice's rates.
    pub rates: &'a [ExchangeRate],
}

impl Offset<'_> {
    /// In each own company's book: Dr Payable / Cr Receivable, and no cash account.
    pub fn made(&self, occasion: &Occasion) -> Vec<Draft> {
        let [first, second] = &self.closes;
        let own = |debt: &OffsetClaim<'_>, claim: &OffsetClaim<'_>| {
            let (holder, other) = (debt.holder?, claim.debtor);
            let partner = super::book(claim.holder);
            let payable = amount_in(debt.claims, holder.book, Direction::Payable)?;
            let receivable = amount_in(claim.claims, holder.book, Direction::Receivable)?;
            let debit = DraftLine::debit(Purpose::Payable, payable).with_party(other).with_partner(partner);
            let credit = DraftLine::credit(Purpose::Receivable, receivable).with_party(other).with_partner(partner);
            let debit = debit.with_original(original(self.amount, holder.currency, debt.rates));
            let credit = credit.with_original(original(self.amount, holder.currency, claim.rates));
            Some(occasion.draft(holder.book, &OFFSET, balanced(debit, credit)))
        };
        own(first, second).into_iter().chain(own(second, first)).collect()
    }

    /// The same mirrored, linked to the entries that it takes back.
    pub fn reversed(&self, occasion: &Occasion, taken_back: &[EntryRef]) -> Vec<Draft> {
        let mirror = |draft: Draft| {
            let entry = entry_in(taken_back, draft.book);
            mirrored(draft, &OFFSET_REVERSED, entry)
        };
        self.made(occasion).into_iter().map(mirror).collect()
    }
}

/// The rest of a claim that nobody will collect.
#[derive(Debug, Clone)]
pub struct WriteOff<'a> {
    /// Who owes.
    pub debtor: PartyId,
    /// Who is owed.
    pub creditor: PartyId,
    /// Their books, where they are own companies: debtor, creditor.
    pub holders: [Option<Holder>; 2],
    /// How much, in the document's currency.
    pub amount: Money,
    /// What it takes out of the claim's accounts.
    pub claims: &'a [InBook],
    /// The invoice's rates.
    pub rates: &'a [ExchangeRate],
}

impl WriteOff<'_> {
    /// Creditor: Dr SmallDifferenceLoss / Cr Receivable. Debtor: Dr Payable / Cr SmallDifferenceGain.
    pub fn drafts(&self, occasion: &Occasion) -> Vec<Draft> {
        let [debtor, creditor] = self.holders;
        let partner = |holder| super::book(holder);
        let lost = creditor.and_then(|holder| {
            let amount = amount_in(self.claims, holder.book, Direction::Receivable)?;
            let credit = DraftLine::credit(Purpose::Receivable, amount).with_party(self.debtor).with_partner(partner(debtor));
            Some((holder, vec![DraftLine::debit(Purpose::SmallDifferenceLoss, amount).with_partner(partner(debtor)), credit]))
        });
        let gained = debtor.and_then(|holder| {
            let amount = amount_in(self.claims, holder.book, Direction::Payable)?;
            let debit = DraftLine::debit(Purpose::Payable, amount).with_party(self.creditor).with_partner(partner(creditor));
            Some((holder, vec![debit, DraftLine::credit(Purpose::SmallDifferenceGain, amount).with_partner(partner(creditor))]))
        });
        let draft = |(holder, lines): (Holder, Vec<DraftLine>)| {
            let with_original = |line: DraftLine| line.with_original(original(self.amount, holder.currency, self.rates));
            occasion.draft(holder.book, &WRITTEN_OFF, lines.into_iter().map(with_original).collect())
        };
        lost.into_iter().chain(gained).map(draft).collect()
    }
}

/// The rest of a payment that nobody will bill or ask back.
#[derive(Debug, Clone)]
pub struct Remainder<'a> {
    /// Who paid too much.
    pub payer: PartyId,
    /// Who keeps it.
    pub payee: PartyId,
    /// Their books, where they are own companies: payer, payee.
    pub holders: [Option<Holder>; 2],
    /// How much, in the payment's currency.
    pub amount: Money,
    /// What it takes out of the advance accounts.
    pub advances: &'a [InBook],
    /// The payment's rates.
    pub rates: &'a [ExchangeRate],
}

impl Remainder<'_> {
    /// Payee: Dr AdvancesReceived / Cr SmallDifferenceGain. Payer: Dr SmallDifferenceLoss / Cr AdvancesPaid.
    pub fn written_off(&self, occasion: &Occasion) -> Vec<Draft> {
        let [payer, payee] = self.holders;
        let gained = payee.and_then(|holder| {
            let amount = amount_in(self.advances, holder.book, Direction::Receivable)?;
            let partner = super::book(payer);
            let debit = DraftLine::debit(Purpose::AdvancesReceived, amount).with_party(self.payer).with_partner(partner);
            Some((holder, vec![debit, DraftLine::credit(Purpose::SmallDifferenceGain, amount).with_partner(partner)]))
        });
        let lost = payer.and_then(|holder| {
            let amount = amount_in(self.advances, holder.book, Direction::Payable)?;
            let partner = super::book(payee);
            let credit = DraftLine::credit(Purpose::AdvancesPaid, amount).with_party(self.payee).with_partner(partner);
            Some((holder, vec![DraftLine::debit(Purpose::SmallDifferenceLoss, amount).with_partner(partner), credit]))
        });
        let draft = |(holder, lines): (Holder, Vec<DraftLine>)| {
            let with_original = |line: DraftLine| line.with_original(original(self.amount, holder.currency, self.rates));
            occasion.draft(holder.book, &REMAINDER_WRITTEN_OFF, lines.into_iter().map(with_original).collect())
        };
        gained.into_iter().chain(lost).map(draft).collect()
    }

    /// The same mirrored, linked to the entries that it takes back.
    pub fn restored(&self, occasion: &Occasion, taken_back: &[EntryRef]) -> Vec<Draft> {
        let mirror = |draft: Draft| {
            let entry = entry_in(taken_back, draft.book);
            mirrored(draft, &REMAINDER_RESTORED, entry)
        };
        self.written_off(occasion).into_iter().map(mirror).collect()
    }
}
