//! Writes off a rest that is too small to be asked for.

use kernel::{Aggregate, Command, CommandSpec, Context, Day, Decision, Facts, Money, Role, Route, Want};
use posting::Draft;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::post::{text, want_holders};
use super::{Invoice, InvoiceEvent, InvoiceRefusal};
use crate::InvoiceId;
use crate::contract::Contract;
use crate::obligation::{Obligation, ObligationEvent, SettledBy};
use crate::payment::InBook;
use crate::payment::settle::with_debt;
use crate::rules::allocation::WriteOff;
use crate::rules::{self, Holder, Occasion};

/// Writes off what is open of an invoice, as far as the contract calls it small.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WriteOffDifference {
    /// Which invoice.
    pub invoice_id: InvoiceId,
    /// When; today when absent.
    #[serde(default)]
    pub day: Option<Day>,
}

impl WriteOffDifference {
    fn day(&self, context: &Context) -> Day {
        self.day.unwrap_or_else(|| context.now.day_in(context.settings.time_zone))
    }

    fn drafts(&self, invoice: &Invoice, facts: &Facts, context: &Context) -> Vec<Draft> {
        let Some(issued) = &invoice.issued else { return Vec::new() };
        let occasion = Occasion::of::<Invoice>(facts, invoice.id, self.day(context), text("Difference of", issued));
        let write_off = WriteOff {
            debtor: issued.debtor,
            creditor: issued.creditor,
            holders: [Holder::of(facts, issued.debtor), Holder::of(facts, issued.creditor)],
            amount: invoice.open(),
            claims: &invoice.claims,
            rates: &issued.rates,
        };
        write_off.drafts(&occasion)
    }
}

impl Command for WriteOffDifference {
    type Aggregate = Invoice;
    type Refusal = InvoiceRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.write-off-difference",
        route: Some(Route::post("/commerce/invoices/{invoice_id}/write-off")),
        roles: &[Role::Accountant],
        also_writes: &[Obligation::NAME, posting::JournalEntry::NAME],
        reads: &[posting::Book::NAME, posting::PeriodGate::NAME],
        summary: "Writes off what is open of an invoice, as far as the contract calls it small.",
    };

    fn target(&self, _: &Context) -> InvoiceId {
        self.invoice_id
    }

    fn wants(&self, invoice: Option<&Invoice>, facts: &Facts, context: &Context) -> Vec<Want> {
        let Some((invoice, issued)) = invoice.and_then(|invoice| Some((invoice, invoice.issued.as_ref()?))) else { return Vec::new() };
        let mut wants = vec![Want::aggregate::<Invoice>(invoice.id), Want::aggregate::<Contract>(invoice.contract)];
        wants.push(Want::aggregate::<Obligation>(Obligation::id_of_debt(invoice.id)));
        wants.extend(want_holders(issued));
        wants.extend(rules::wants(&self.drafts(invoice, facts, context)));
        wants
    }

    fn decide(&self, invoice: Option<&Invoice>, facts: &Facts, context: &Context) -> Result<Decision<Invoice>, InvoiceRefusal> {
        let invoice = invoice.ok_or(InvoiceRefusal::NotFound)?;
        let posted = invoice.posted.as_ref().filter(|_| invoice.is_payable());
        let posted = posted.ok_or(InvoiceRefusal::NotInStatus { is: invoice.status() })?;
        let day = self.day(context);
        if day < posted.day {
            return Err(InvoiceRefusal::DaysOutOfOrder);
        }
        let terms = facts.aggregate::<Contract>(invoice.contract).and_then(|contract| contract.state.terms(day)?.small_difference);
        let most = terms.unwrap_or(Money::zero(invoice.currency));
        let open = invoice.open();
        if most.currency() != open.currency() || open.minor() > most.minor() {
            return Err(InvoiceRefusal::DifferenceTooLarge { most });
        }
        let drafts = self.drafts(invoice, facts, context);
        let claims: Vec<InBook> = invoice.claims.clone();
        let event = InvoiceEvent::DifferenceWrittenOff { amount: open, day, claims, entries: rules::entries(&drafts) };
        let settled = ObligationEvent::Settled { by: SettledBy::SmallDifference, amount: open };
        let decision = with_debt(Decision::of([event]), facts, invoice.id, [settled]);
        Ok(rules::post(decision, facts, &drafts)?)
    }

    fn example() -> Self {
        Self { invoice_id: crate::samples::invoices::invoice_id(), day: None }
    }
}
