//! Drives the house: step by step, whatever chance says.

use std::collections::BTreeMap;

use commerce::budget::Budget;
use commerce::contract::Contract;
use commerce::fact::Fact;
use commerce::invoice::Invoice;
use commerce::obligation::Obligation;
use commerce::payment::Payment;
use commerce::{BudgetId, ContractId, FactId, InvoiceId, ObligationId, PaymentId};
use kernel::id::Kind;
use kernel::{Aggregate, Currency, Id, StreamKey};
use posting::{EntryId, JournalEntry, PartyId};
use testkit::Tenant;

use crate::acts::{self, Wish};
use crate::founding::{self, House, Own};
use crate::luck::Luck;
use crate::{Failed, laws};

/// Longest time between two steps: 2,000 steps take most of a year.
const PAUSE_MINUTES_MAX: i64 = 420;
const MINUTE_MS: i64 = 60_000;

/// How often a command was accepted, and why it was refused.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Times that it was carried out.
    pub accepted: u64,
    /// Times that it was refused, by code.
    pub refused: BTreeMap<&'static str, u64>,
}

/// A house and what happened in it.
pub struct Driver {
    /// The house's data.
    pub tenant: Tenant,
    /// Own companies.
    pub own: Vec<Own>,
    /// What was tried, by command.
    pub tally: BTreeMap<&'static str, Tally>,
    pub(crate) others: Vec<PartyId>,
    abroad: Vec<PartyId>,
    pub(crate) luck: Luck,
    pub(crate) contracts: Vec<ContractId>,
    pub(crate) obligations: Vec<ObligationId>,
    pub(crate) facts: Vec<FactId>,
    pub(crate) invoices: Vec<InvoiceId>,
    pub(crate) payments: Vec<PaymentId>,
    pub(crate) budgets: Vec<BudgetId>,
    pub(crate) entries: Vec<EntryId>,
    steps: u64,
}

impl Driver {
    /// A newly founded house.
    ///
    /// # Errors
    /// When its founding is refused.
    pub fn new(seed: u64) -> Result<Self, Failed> {
        let House { tenant, own, others, abroad } = founding::house()?;
        Ok(Self {
            tenant,
            own,
            tally: BTreeMap::new(),
            others,
            abroad,
            luck: Luck::new(seed),
            contracts: Vec::new(),
            obligations: Vec::new(),
            facts: Vec::new(),
            invoices: Vec::new(),
            payments: Vec::new(),
            budgets: Vec::new(),
            entries: Vec::new(),
            steps: 0,
        })
    }

    /// So many steps, and the laws of each.
    ///
    /// # Errors
    /// What law is broken, by which command.
    pub fn drive(&mut self, steps: u64) -> Result<(), Failed> {
        for _ in 0..steps {
            self.step()?;
        }
        laws::of_all(&self.tenant, &self.own)
    }

    fn step(&mut self) -> Result<(), Failed> {
        self.steps = self.steps.saturating_add(1);
        let minutes = self.luck.number(1, PAUSE_MINUTES_MAX);
        self.tenant.wait_ms(minutes.saturating_mul(MINUTE_MS));
        let Some((command, body)) = self.wish() else { return Ok(()) };
        let told = body.to_string();
        let tally = self.tally.entry(command).or_default();
        match self.tenant.send(command, body) {
            Ok(streams) => {
                tally.accepted = tally.accepted.saturating_add(1);
                streams.iter().for_each(|stream| self.remember(stream));
                laws::of_streams(&self.tenant, &streams)
                    .map_err(|broken| Failed::new(format!("step {}: after {command} {told}:\n{broken}", self.steps)))
            }
            Err(refused) => {
                let count = tally.refused.entry(refused.code).or_default();
                *count = count.saturating_add(1);
                Ok(())
            }
        }
    }

    fn wish(&mut self) -> Option<Wish> {
        let act = self.luck.weighted(acts::ACTS)?;
        act(self)
    }

    /// A number that no other thing has.
    pub(crate) const fn n(&self) -> u64 {
        self.steps
    }

    /// A new id.
    pub(crate) fn fresh<K: Kind>(&self) -> Id<K> {
        Id::derive(&["books", &self.steps.to_string()])
    }

    /// The own company that a party is.
    pub(crate) fn own_of(&self, party: PartyId) -> Option<Own> {
        self.own.iter().copied().find(|own| own.party == party)
    }

    /// Whether a party is in another country.
    pub(crate) fn is_abroad(&self, party: PartyId) -> bool {
        self.abroad.contains(&party)
    }

    /// The currencies of the books of some parties.
    pub(crate) fn books_of(&self, parties: &[PartyId]) -> Vec<Currency> {
        parties.iter().filter_map(|party| self.own_of(*party)).map(|own| own.currency).collect()
    }

    fn remember(&mut self, stream: &StreamKey) {
        match stream.kind.as_str() {
            Contract::NAME => add(&mut self.contracts, stream),
            Obligation::NAME => add(&mut self.obligations, stream),
            Fact::NAME => add(&mut self.facts, stream),
            Invoice::NAME => add(&mut self.invoices, stream),
            Payment::NAME => add(&mut self.payments, stream),
            Budget::NAME => add(&mut self.budgets, stream),
            JournalEntry::NAME => add(&mut self.entries, stream),
            _ => {}
        }
    }
}

fn add<K: Kind>(known: &mut Vec<Id<K>>, stream: &StreamKey) {
    if let Ok(id) = stream.id.parse()
        && !known.contains(&id)
    {
        known.push(id);
    }
}
