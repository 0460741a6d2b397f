//! Everything the simulated carrier knows.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use simulator_support::clock::utc_now;

use crate::counterparty::Counterparties;
use crate::waybill::Waybill;

/// Waybill numbers are a prefix of four digits and ten more.
const NUMBER_TAIL: u64 = 10_000_000_000;

/// Serialized, it is what the carrier keeps from one run to the next.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct State {
    /// In the order they were created.
    pub(crate) waybills: Vec<Waybill>,
    pub(crate) counterparties: Counterparties,
    /// Calls by model and method, of this run.
    #[serde(skip)]
    pub(crate) calls: BTreeMap<String, u64>,
    next_number: u64,
}

impl State {
    /// A carrier without waybills. Numbers start from the clock, so that a simulator restarted
    /// without its state does not give a number that a client already keeps.
    pub(crate) fn new() -> Self {
        let start = u64::try_from(utc_now().timestamp_millis() / 10).unwrap_or(0);
        Self { waybills: Vec::new(), counterparties: Counterparties::seeded(), calls: BTreeMap::new(), next_number: start }
    }

    /// A number nobody has yet: both prefixes and both parities come in turn.
    pub(crate) fn new_number(&mut self) -> String {
        let tail = self.next_number % NUMBER_TAIL;
        self.next_number += 1;
        let prefix = if tail % 4 < 2 { "2045" } else { "2040" };
        format!("{prefix}{tail:010}")
    }

    pub(crate) fn by_number(&mut self, number: &str) -> Option<&mut Waybill> {
        self.waybills.iter_mut().find(|waybill| waybill.number == number)
    }

    pub(crate) fn by_reference(&mut self, reference: &str) -> Option<&mut Waybill> {
        self.waybills.iter_mut().find(|waybill| waybill.reference == reference)
    }

    /// The waybills and the calls, as `GET /_simulator/state` shows them.
    pub(crate) fn dump(&self) -> Value {
        json!({
            "waybills": self.waybills.iter().map(Waybill::summary).collect::<Vec<_>>(),
            "calls": self.calls,
        })
    }
}
