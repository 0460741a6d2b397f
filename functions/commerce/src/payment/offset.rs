//! Lets two claims of opposite direction close each other.

use kernel::{Aggregate, Command, CommandSpec, Context, Day, Decision, Facts, Line, Money, Role, Route, Want};
use posting::Draft;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::settle::{self, AllocationRefusal, with_debt};
use super::{Allocation, InBook, OffsetMade, Payment, PaymentEvent, PaymentRefusal};
use crate::invoice::{Invoice, InvoiceEvent, Settled};
use crate::obligation::{Obligation, ObligationEvent, SettledBy};
use crate::party;
use crate::rules::allocation::{Offset, OffsetClaim};
use crate::rules::exchange::relieve;
use crate::rules::{self, Holder, Occasion};
use crate::{InvoiceId, PaymentId};

/// Lets two posted invoices of opposite direction between the same two parties close each other
/// by the same amount. No money moves and no cash account is touched (decision K14).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OffsetInvoices {
    /// Its id; a fresh one when absent.
    #[serde(default)]
    pub payment_id: Option<PaymentId>,
    /// One invoice.
    pub first: InvoiceId,
    /// The other, owed the other way.
    pub second: InvoiceId,
    /// How much of each; as much as possible when absent.
    #[serde(default)]
    pub amount: Option<Money>,
    /// When; today when absent.
    #[serde(default)]
    pub day: Option<Day>,
    /// The document that both parties signed.
    #[serde(default)]
    pub basis: Option<Line>,
}

/// What an offset writes.
struct Plan {
    made: OffsetMade,
    settled: [Settled; 2],
    drafts: Vec<Draft>,
}

fn claim<'a>(facts: &Facts, invoice: &'a Invoice, claims: &'a [InBook]) -> Option<OffsetClaim<'a>> {
    let (debtor, _) = invoice.owed_between()?;
    Some(OffsetClaim { debtor, holder: Holder::of(facts, debtor), claims, rates: invoice.rates() })
}

/// The mirrored entries of an offset that is taken back.
pub(super) fn taken_back(payment: &Payment, facts: &Facts, occasion: &Occasion) -> Vec<Draft> {
    let closed = |allocation: &Allocation| {
        let invoice = &facts.aggregate::<Invoice>(allocation.invoice)?.state;
        Some((invoice, invoice.settlement(payment.id, allocation.n)?))
    };
    let closed: Vec<(&Invoice, &Settled)> = payment.allocations.iter().filter_map(closed).collect();
    let claims: Vec<OffsetClaim<'_>> = closed.into_iter().filter_map(|(invoice, settled)| claim(facts, invoice, &settled.claims)).collect();
    match <[OffsetClaim<'_>; 2]>::try_from(claims) {
        Ok(closes) => Offset { closes, amount: payment.amount }.reversed(occasion, &payment.entries),
        Err(_) => Vec::new(),
    }
}

impl OffsetInvoices {
    fn day(&self, context: &Context) -> Day {
        self.day.unwrap_or_else(|| context.now.day_in(context.settings.time_zone))
    }

    fn plan(&self, facts: &Facts, context: &Context) -> Result<Plan, PaymentRefusal> {
        let (first, second) = (&settle::invoice(facts, self.first)?.state, &settle::invoice(facts, self.second)?.state);
        let (id, day) = (self.target(context), self.day(context));
        let [(debtor, creditor), other] = [owed(first)?, owed(second)?];
        if other != (creditor, debtor) {
            return Err(AllocationRefusal::NotOpposite.into());
        }
        if first.currency != second.currency {
            return Err(AllocationRefusal::Currency.into());
        }
        let early = [first, second].into_iter().any(|invoice| invoice.posted.as_ref().is_none_or(|posted| posted.day > day));
        if early {
            return Err(AllocationRefusal::TooEarly.into());
        }
        let amount = self.amount_of(first, second)?;
        let closing = |n: u32, invoice: &Invoice, payer| {
            let taken = |held: &InBook| InBook { amount: relieve(held.amount, amount, invoice.open()), ..*held };
            let claims: Vec<InBook> = invoice.claims.iter().map(taken).collect();
            Settled { payment: id, n, payer, amount, day, offset: true, advances: Vec::new(), claims, rates: Vec::new() }
        };
        let settled = [closing(1, first, debtor), closing(2, second, creditor)];
        let occasion = Occasion::of::<Payment>(facts, id, day, settle::text(first));
        let claims = [first, second].into_iter().zip(&settled).filter_map(|(invoice, settled)| claim(facts, invoice, &settled.claims));
        let closes = <[OffsetClaim<'_>; 2]>::try_from(claims.collect::<Vec<_>>()).map_err(|_| AllocationRefusal::NotOpposite)?;
        let drafts = Offset { closes, amount }.made(&occasion);
        let entries = rules::entries(&drafts);
        let allocation = |n: u32, invoice: &Invoice| Allocation {
            n,
            invoice: invoice.id,
            amount,
            day,
            advances: Vec::new(),
            assignment: None,
            entries: Vec::new(),
        };
        let closes = [allocation(1, first), allocation(2, second)];
        let names = party::names_of(&first.draft.names, [debtor, creditor]);
        let made = OffsetMade { id, payer: debtor, payee: creditor, amount, day, closes, entries, basis: self.basis.clone(), names };
        Ok(Plan { made, settled, drafts })
    }

    fn amount_of(&self, first: &Invoice, second: &Invoice) -> Result<Money, AllocationRefusal> {
        let (one, other) = (first.open(), second.open());
        let most = if one.minor() < other.minor() { one } else { other };
        let amount = self.amount.unwrap_or(most);
        if amount.currency() != most.currency() {
            return Err(AllocationRefusal::Currency);
        }
        if amount.minor() > most.minor() {
            return Err(AllocationRefusal::OverInvoice { open: most });
        }
        if amount.is_positive() { Ok(amount) } else { Err(AllocationRefusal::NotPositive) }
    }
}

/// Who owes whom by a posted demand.
fn owed(invoice: &Invoice) -> Result<(crate::PartyId, crate::PartyId), AllocationRefusal> {
    if !invoice.is_demand() {
        return Err(AllocationRefusal::NotADemand);
    }
    let payable = invoice.is_posted() && invoice.is_payable();
    invoice.owed_between().filter(|_| payable).ok_or(AllocationRefusal::InvoiceNotPayable { is: invoice.status() })
}

impl Command for OffsetInvoices {
    type Aggregate = Payment;
    type Refusal = PaymentRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.offset-invoices",
        route: Some(Route::post("/commerce/offsets")),
        roles: &[Role::Accountant],
        also_writes: &[Invoice::NAME, Obligation::NAME, posting::JournalEntry::NAME],
        reads: &[posting::Book::NAME, posting::PeriodGate::NAME],
        summary: "Lets two invoices of opposite direction close each other; no money moves.",
    };

    fn target(&self, context: &Context) -> PaymentId {
        self.payment_id.unwrap_or_else(|| context.fresh_id(0))
    }

    fn wants(&self, _: Option<&Payment>, facts: &Facts, context: &Context) -> Vec<Want> {
        let mut wants = Vec::new();
        for id in [self.first, self.second] {
            wants.extend([Want::aggregate::<Invoice>(id), Want::aggregate::<Obligation>(Obligation::id_of_debt(id))]);
            let parties = settle::invoice(facts, id).ok().and_then(|invoice| invoice.state.owed_between());
            wants.extend(parties.into_iter().flat_map(|(debtor, creditor)| [Holder::want(debtor), Holder::want(creditor)]));
        }
        wants.extend(self.plan(facts, context).map(|plan| rules::wants(&plan.drafts)).unwrap_or_default());
        wants
    }

    fn decide(&self, payment: Option<&Payment>, facts: &Facts, context: &Context) -> Result<Decision<Payment>, PaymentRefusal> {
        if payment.is_some() {
            return Err(PaymentRefusal::Exists);
        }
        if self.first == self.second {
            return Err(AllocationRefusal::NotOpposite.into());
        }
        if self.day(context) > context.now.day_in(context.settings.time_zone) {
            return Err(PaymentRefusal::InFuture);
        }
        let Plan { made, settled, drafts } = self.plan(facts, context)?;
        let (id, amount) = (made.id, made.amount);
        let mut decision = Decision::of([PaymentEvent::OffsetMade(made)]);
        for (invoice, settled) in [self.first, self.second].into_iter().zip(settled) {
            decision = decision.and::<Invoice>(invoice, facts.version::<Invoice>(invoice), [InvoiceEvent::Settled(settled)]);
            let event = ObligationEvent::Settled { by: SettledBy::Payment { payment: id }, amount };
            decision = with_debt(decision, facts, invoice, [event]);
        }
        Ok(rules::post(decision, facts, &drafts)?)
    }

    fn example() -> Self {
        Self {
            payment_id: None,
            first: crate::samples::invoices::invoice_id(),
            second: InvoiceId::derive(&["sample", "other"]),
            amount: None,
            day: None,
            basis: Some(crate::samples::line("Акт заліку № 3")),
        }
    }
}
