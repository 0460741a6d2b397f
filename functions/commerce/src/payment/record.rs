//! Records a payment.

use kernel::{Aggregate, Command, CommandSpec, Context, Day, Decision, Facts, Line, Money, Role, Route, Want};
use posting::Draft;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::confirm::confirmation;
use super::{ExternalReference, Payment, PaymentEvent, PaymentMethod, PaymentRefusal, REFERENCE_SCOPE, Recorded};
use crate::contract::Contract;
use crate::party::{self, Party};
use crate::rules::cash;
use crate::rules::exchange::ExchangeRate;
use crate::rules::{self, Holder};
use crate::{ContractId, PartyId, PaymentId};

/// How money moves; an offset has a command of its own, because no money moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MoneyMethod {
    /// Over bank accounts.
    BankTransfer,
    /// Notes and coins.
    Cash,
}

impl From<MoneyMethod> for PaymentMethod {
    fn from(method: MoneyMethod) -> Self {
        match method {
            MoneyMethod::BankTransfer => Self::BankTransfer,
            MoneyMethod::Cash => Self::Cash,
        }
    }
}

/// Records a payment, and puts it into the books at once when asked to.
///
/// With the reference of the outside system that reported it, it is recorded once however often
/// it is reported. When it names a contract, open invoices of the contract take it, the oldest first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordPayment {
    /// Its id; a fresh one when absent.
    #[serde(default)]
    pub payment_id: Option<PaymentId>,
    /// Who paid.
    pub payer: PartyId,
    /// Who was paid.
    pub payee: PartyId,
    /// How much.
    pub amount: Money,
    /// How.
    pub method: MoneyMethod,
    /// When: the bank's day, or the day of the receipt.
    pub day: Day,
    /// What an outside system calls it.
    #[serde(default)]
    pub external: Option<ExternalReference>,
    /// The contract that it says it pays for.
    #[serde(default)]
    pub contract_id: Option<ContractId>,
    /// The own company's bank account.
    #[serde(default)]
    pub account: Option<Line>,
    /// What the payer wrote.
    #[serde(default)]
    pub purpose: Option<Line>,
    /// Puts it into the books at once.
    #[serde(default)]
    pub confirm: bool,
    /// Between its currency and the books', where they differ; for the confirmation.
    #[serde(default)]
    pub rates: Vec<ExchangeRate>,
}

impl RecordPayment {
    /// The payment as it would be; a duplicate among the parties is replaced by who it is.
    fn recorded(&self, facts: &Facts, context: &Context) -> Option<Recorded> {
        let survivor = |id: PartyId| party::survivor(facts, id).map(|party| party.state.id);
        let (payer, payee) = (survivor(self.payer)?, survivor(self.payee)?);
        Some(Recorded {
            id: self.target(context),
            payer,
            payee,
            amount: self.amount,
            method: self.method.into(),
            day: self.day,
            external: self.external.clone(),
            contract: self.contract_id,
            account: self.account.clone(),
            purpose: self.purpose.clone(),
            names: party::names(facts, [payer, payee]),
        })
    }

    fn confirmed(
        &self,
        facts: &Facts,
        recorded: &Recorded,
        context: &Context,
    ) -> Result<Option<(PaymentEvent, Vec<Draft>)>, PaymentRefusal> {
        if !self.confirm {
            return Ok(None);
        }
        let today = context.now.day_in(context.settings.time_zone);
        confirmation(facts, &Payment::recorded(recorded), &self.rates, today).map(Some)
    }

    fn check(&self, recorded: &Recorded, facts: &Facts, context: &Context) -> Result<(), PaymentRefusal> {
        if recorded.payer == recorded.payee {
            return Err(PaymentRefusal::SameParty);
        }
        if !self.amount.is_positive() {
            return Err(PaymentRefusal::AmountNotPositive);
        }
        if self.day > context.now.day_in(context.settings.time_zone) {
            return Err(PaymentRefusal::InFuture);
        }
        let no_contract = self.contract_id.is_some_and(|id| facts.aggregate::<Contract>(id).is_none());
        if no_contract {
            return Err(PaymentRefusal::NoSuchContract);
        }
        let known = self.external.as_ref().and_then(|external| facts.owner(REFERENCE_SCOPE, &external.unique()));
        if known.is_some() {
            return Err(PaymentRefusal::DuplicateReference);
        }
        if Holder::of(facts, recorded.payer).is_none() && Holder::of(facts, recorded.payee).is_none() {
            return Err(PaymentRefusal::NobodyOwn);
        }
        self.check_cash(recorded, facts)
    }

    fn check_cash(&self, recorded: &Recorded, facts: &Facts) -> Result<(), PaymentRefusal> {
        if self.method != MoneyMethod::Cash {
            return Ok(());
        }
        let side = |id: PartyId| facts.aggregate::<Party>(id).map(|party| &party.state.profile);
        let sides = [recorded.payer, recorded.payee].map(side).into_iter().flatten();
        let sides: Vec<_> = sides.map(|profile| (profile.jurisdiction.as_str(), profile.kind)).collect();
        match cash::limit(&sides, self.day, self.amount.currency()).filter(|limit| self.amount.minor() > limit.minor()) {
            Some(limit) => Err(PaymentRefusal::CashLimit { limit }),
            None => Ok(()),
        }
    }
}

impl Command for RecordPayment {
    type Aggregate = Payment;
    type Refusal = PaymentRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.record-payment",
        route: Some(Route::post("/commerce/payments")),
        roles: &[Role::Accountant, Role::System],
        also_writes: &[posting::JournalEntry::NAME],
        reads: &[posting::Book::NAME, posting::PeriodGate::NAME],
        summary: "Records a payment, and puts it into the books when asked to.",
    };

    fn target(&self, context: &Context) -> PaymentId {
        self.payment_id.unwrap_or_else(|| context.fresh_id(0))
    }

    fn wants(&self, _: Option<&Payment>, facts: &Facts, context: &Context) -> Vec<Want> {
        let mut wants: Vec<Want> = [self.payer, self.payee].into_iter().flat_map(|id| party::want_survivor(facts, id)).collect();
        wants.extend(self.contract_id.map(Want::aggregate::<Contract>));
        wants.extend(self.external.iter().map(|external| Want::guard(REFERENCE_SCOPE, &external.unique())));
        let Some(recorded) = self.recorded(facts, context) else { return wants };
        wants.extend([Holder::want(recorded.payer), Holder::want(recorded.payee)]);
        if let Ok(Some((_, drafts))) = self.confirmed(facts, &recorded, context) {
            wants.extend(rules::wants(&drafts));
        }
        wants
    }

    fn decide(&self, payment: Option<&Payment>, facts: &Facts, context: &Context) -> Result<Decision<Payment>, PaymentRefusal> {
        if payment.is_some() {
            return Err(PaymentRefusal::Exists);
        }
        let recorded = self.recorded(facts, context).ok_or(PaymentRefusal::NoSuchParty)?;
        self.check(&recorded, facts, context)?;
        let confirmed = self.confirmed(facts, &recorded, context)?;
        let unique = self.external.as_ref().map(ExternalReference::unique);
        let (event, drafts) = confirmed.map_or((None, Vec::new()), |(event, drafts)| (Some(event), drafts));
        let mut decision = Decision::of(std::iter::once(PaymentEvent::Recorded(recorded)).chain(event));
        if let Some(unique) = unique {
            decision = decision.claim(REFERENCE_SCOPE, unique);
        }
        Ok(rules::post(decision, facts, &drafts)?)
    }

    fn example() -> Self {
        let sample = crate::samples::payments::recorded();
        Self {
            payment_id: None,
            payer: sample.payer,
            payee: sample.payee,
            amount: sample.amount,
            method: MoneyMethod::BankTransfer,
            day: sample.day,
            external: sample.external,
            contract_id: sample.contract,
            account: sample.account,
            purpose: sample.purpose,
            confirm: true,
            rates: Vec::new(),
        }
    }
}
