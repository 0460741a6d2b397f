//! Payments: money in the bank is first an advance, whatever it is for.

use posting::{Draft, DraftLine, Purpose};

use super::exchange::{self, ExchangeRate, NoValue};
use super::{Direction, EntryRef, Holder, Occasion, RuleName, entry_in, mirrored, original};
use crate::PartyId;
use crate::payment::{InBook, PaymentMethod, amount_in};

const CONFIRMED: RuleName = RuleName { name: "payment-confirmed", version: 1, n: 0 };
const REVERSED: RuleName = RuleName { name: "payment-reversed", version: 1, n: 1 };

/// Money that moved between two parties.
#[derive(Debug, Clone, Copy)]
pub struct Movement<'a> {
    /// Who paid.
    pub payer: PartyId,
    /// Who was paid.
    pub payee: PartyId,
    /// The payer's book, if it is an own company.
    pub paying: Option<Holder>,
    /// The payee's book, if it is an own company.
    pub receiving: Option<Holder>,
    /// How much.
    pub amount: kernel::Money,
    /// How.
    pub method: PaymentMethod,
    /// Between its currency and the books'.
    pub rates: &'a [ExchangeRate],
}

impl Movement<'_> {
    /// What the advance account of each own company holds once it is posted.
    ///
    /// # Errors
    /// When a rate is missing.
    pub fn advances(&self) -> Result<Vec<InBook>, NoValue> {
        let sides = [(self.receiving, Direction::Receivable), (self.paying, Direction::Payable)];
        let held = sides.into_iter().filter_map(|(holder, direction)| Some((holder?, direction)));
        let value = |(holder, direction): (Holder, Direction)| {
            let amount = exchange::value(self.amount, holder.currency, self.rates)?;
            Ok(InBook { book: holder.book, direction, amount })
        };
        held.map(value).collect()
    }

    /// Payee: Dr Bank or Cash / Cr AdvancesReceived. Payer: Dr AdvancesPaid / Cr Bank or Cash.
    pub fn confirmed(&self, advances: &[InBook], occasion: &Occasion) -> Vec<Draft> {
        let money = match self.method {
            PaymentMethod::BankTransfer => Purpose::Bank,
            PaymentMethod::Cash => Purpose::Cash,
            // Nothing moved: there is no cash account in it (decision K14).
            PaymentMethod::Offset => return Vec::new(),
        };
        let received = self.receiving.and_then(|holder| {
            let amount = amount_in(advances, holder.book, Direction::Receivable)?;
            let original = original(self.amount, holder.currency, self.rates);
            let advance = DraftLine::credit(Purpose::AdvancesReceived, amount).with_party(self.payer);
            let lines = vec![DraftLine::debit(money, amount), advance.with_partner(super::book(self.paying))];
            Some((holder, lines, original))
        });
        let paid = self.paying.and_then(|holder| {
            let amount = amount_in(advances, holder.book, Direction::Payable)?;
            let original = original(self.amount, holder.currency, self.rates);
            let advance = DraftLine::debit(Purpose::AdvancesPaid, amount).with_party(self.payee);
            let lines = vec![advance.with_partner(super::book(self.receiving)), DraftLine::credit(money, amount)];
            Some((holder, lines, original))
        });
        let draft = |(holder, lines, original): (Holder, Vec<DraftLine>, _)| {
            let lines = lines.into_iter().map(|line| line.with_original(original)).collect();
            occasion.draft(holder.book, &CONFIRMED, lines)
        };
        received.into_iter().chain(paid).map(draft).collect()
    }

    /// The confirmation mirrored, linked to the entries that it takes back.
    pub fn reversed(&self, advances: &[InBook], occasion: &Occasion, taken_back: &[EntryRef]) -> Vec<Draft> {
        let mirror = |draft: Draft| {
            let entry = entry_in(taken_back, draft.book);
            mirrored(draft, &REVERSED, entry)
        };
        self.confirmed(advances, occasion).into_iter().map(mirror).collect()
    }
}
