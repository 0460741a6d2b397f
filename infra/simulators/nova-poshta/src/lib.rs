//! A simulator of the Nova Poshta API 2.0: the carrier's own protocol over HTTP, with its oddities,
//! over invented branches and waybills that move by themselves.
//!
//! What the protocol does not have is under `/_simulator/`:
//!
//! | request | effect |
//! |---|---|
//! | `GET /_simulator/state` | waybills, calls by method, pushes, faults |
//! | `POST /_simulator/waybills/{number}/advance` | one step of the route |
//! | `POST /_simulator/waybills/{number}/route` | `{"codes":[…]}`, another route |
//! | `POST`, `GET`, `DELETE /_simulator/faults` | faults ordered, listed, called off |
//! | `GET /` | a page for people |
//!
//! The carrier itself has no webhooks. The simulator can push every change of status to an address
//! all the same, signed by Standard Webhooks, as a tracking service in between would.

mod address;
mod api;
mod codes;
mod control;
mod counterparty;
mod document;
mod draft;
mod page;
mod parties;
mod places;
mod seeded;
mod state;
mod tariff;
#[cfg(test)]
mod tests;
mod tracking;
mod waybill;
mod wire;

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub use crate::seeded::{SeededSender, seeded_sender};
use axum::Router;
use chrono::NaiveDateTime;
use serde::Serialize;
use serde_json::{Value, json};
use simulator_support::clock::kyiv_now;
use simulator_support::decimal::{self, MONEY_DIGITS};
use simulator_support::fault::{self, FaultBox, FaultKind};
use simulator_support::lock;
use simulator_support::push::Pusher;
use simulator_support::state_file::StateFile;
pub use simulator_support::webhook::Webhook;
use tokio::net::TcpListener;
use tokio::sync::broadcast;

use crate::state::State;
use crate::waybill::Waybill;
use crate::wire::{Call, Envelope};

/// The faults this simulator makes.
pub const FAULTS: &[FaultKind] = &[
    FaultKind::Slow,
    FaultKind::Http429,
    FaultKind::ToManyRequests,
    FaultKind::Http500,
    FaultKind::Cut,
    FaultKind::Auth,
    FaultKind::Garbage,
    FaultKind::DuplicatePush,
    FaultKind::ReorderPush,
    FaultKind::AnswerLost,
];
/// New waybills a slow subscriber may fall behind by.
const CREATED_BEHIND_MAX: usize = 256;
/// Bounds of the pause between two looks for waybills that are due to move.
const LOOK_MS: (u64, u64) = (10, 500);

/// How a simulator is set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The only key that is let in.
    pub api_key: String,
    /// Milliseconds between two steps of a waybill; zero leaves it standing until told.
    pub step_ms: u64,
    /// Where changes of status are pushed to.
    pub webhook: Option<Webhook>,
    /// Where waybills, counterparties and the next number are kept from one run to the next; nowhere
    /// when absent. What cannot be read is renamed to `*.corrupt`.
    pub state_file: Option<PathBuf>,
}

/// A waybill was saved: what a demonstration needs to let its recipient pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WaybillCreated {
    /// The waybill number, fourteen digits.
    pub number: String,
    /// The sender's own reference, where it gave one.
    pub own_reference: Option<String>,
    /// What is inside, in the sender's words.
    pub description: String,
    /// The declared value in hryvnias, with two digits after the point.
    pub declared_value: String,
    /// The recipient's phone, `380XXXXXXXXX`.
    pub recipient_phone: String,
    /// The recipient's name.
    pub recipient_name: String,
}

impl WaybillCreated {
    fn of(waybill: &Waybill) -> Self {
        let order = &waybill.order;
        Self {
            number: waybill.number.clone(),
            own_reference: order.own_reference.clone(),
            description: order.description.clone(),
            declared_value: decimal::format(order.declared_minor, MONEY_DIGITS),
            recipient_phone: order.recipient.phone.clone(),
            recipient_name: order.recipient.name.clone(),
        }
    }
}

/// The simulated carrier; clones share one world.
#[derive(Clone)]
pub struct Simulator(Arc<Inner>);

struct Inner {
    api_key: String,
    step_ms: u64,
    state: Mutex<State>,
    state_file: StateFile,
    faults: FaultBox,
    pusher: Pusher,
    created: broadcast::Sender<WaybillCreated>,
}

impl Simulator {
    /// A carrier with the waybills of its state file, or without any.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let faults = FaultBox::default();
        let state_file = StateFile::new(settings.state_file);
        Self(Arc::new(Inner {
            api_key: settings.api_key,
            step_ms: settings.step_ms,
            state: Mutex::new(state_file.load().unwrap_or_else(State::new)),
            state_file,
            pusher: Pusher::new(settings.webhook, faults.clone()),
            faults,
            created: broadcast::channel(CREATED_BEHIND_MAX).0,
        }))
    }

    /// The carrier's API, the side door and the page for people. Waybills move by themselves only
    /// while [`Simulator::serve`] or [`Simulator::walk`] runs.
    pub fn router(&self) -> Router {
        api::routes(self.clone()).merge(control::routes(self.clone())).merge(fault::routes(self.0.faults.clone(), FAULTS))
    }

    /// Serves the router and moves the waybills on.
    ///
    /// # Errors
    /// What the listener fails with.
    pub async fn serve(self, listener: TcpListener) -> std::io::Result<()> {
        self.0.pusher.start();
        tokio::select! {
            served = axum::serve(listener, self.router()) => served,
            () = self.walk() => Ok(()),
        }
    }

    /// Moves waybills on as they fall due; never returns.
    pub async fn walk(&self) {
        let step_ms = self.0.step_ms;
        if step_ms == 0 {
            return std::future::pending().await;
        }
        let pause = Duration::from_millis((step_ms / 4).clamp(LOOK_MS.0, LOOK_MS.1));
        loop {
            tokio::time::sleep(pause).await;
            if self.step(step_ms) {
                self.keep();
            }
        }
    }

    /// Moves on what is due; whether there was any.
    fn step(&self, step_ms: u64) -> bool {
        let mut state = lock(&self.0.state);
        let now = kyiv_now();
        let mut moved = false;
        for waybill in &mut state.waybills {
            if waybill.due(step_ms) && waybill.advance(now) {
                self.push(waybill);
                moved = true;
            }
        }
        moved
    }

    /// Keeps what has changed. Not while the state is locked.
    fn keep(&self) {
        self.0.state_file.save(&self.0.state);
    }

    /// The waybills saved from now on.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<WaybillCreated> {
        self.0.created.subscribe()
    }

    /// The faults still to come.
    #[must_use]
    pub fn faults(&self) -> &FaultBox {
        &self.0.faults
    }

    /// Turns pushing to another address, or off.
    pub fn set_webhook(&self, webhook: Option<Webhook>) {
        self.0.pusher.set_webhook(webhook);
    }

    /// Takes the next step of a waybill's route and answers its new status code; `None` at the end
    /// of the route, and for a number nobody has.
    pub fn advance(&self, number: &str) -> Option<u16> {
        let mut state = lock(&self.0.state);
        let waybill = state.by_number(number)?;
        if !waybill.advance(kyiv_now()) {
            return None;
        }
        self.push(waybill);
        let code = waybill.code();
        drop(state);
        self.keep();
        Some(code)
    }

    /// Gives a waybill another route of status codes; it goes on behind its current status, or from
    /// the start where the route lacks that. `false` for a number nobody has.
    pub fn set_route(&self, number: &str, codes: &[u16]) -> bool {
        let mut state = lock(&self.0.state);
        let Some(waybill) = state.by_number(number) else {
            return false;
        };
        waybill.reroute(codes);
        drop(state);
        self.keep();
        true
    }

    /// One waybill as the control endpoints show it.
    #[must_use]
    pub fn waybill(&self, number: &str) -> Option<Value> {
        let mut state = lock(&self.0.state);
        state.by_number(number).map(|waybill| waybill.summary())
    }

    /// Waybills, calls by method, pushes and faults.
    #[must_use]
    pub fn state(&self) -> Value {
        let mut dump = lock(&self.0.state).dump();
        dump["pushes"] = json!(self.0.pusher.pushes());
        dump["faults"] = json!(self.0.faults.list());
        dump
    }

    fn api_key(&self) -> &str {
        &self.0.api_key
    }

    fn count(&self, call: &str) {
        let mut state = lock(&self.0.state);
        *state.calls.entry(call.to_owned()).or_default() += 1;
    }

    fn perform(&self, call: &Call, now: NaiveDateTime) -> Envelope {
        let mut state = lock(&self.0.state);
        let (envelope, effects) = api::perform(&mut state, call, now);
        for waybill in &effects.moved {
            self.push(waybill);
        }
        drop(state);
        if effects.changed {
            self.keep();
        }
        if let Some(waybill) = &effects.created {
            // Nobody may be listening.
            let _ = self.0.created.send(WaybillCreated::of(waybill));
        }
        envelope
    }

    /// Pushes the row that `getStatusDocuments` gives to those who know the phone.
    fn push(&self, waybill: &Waybill) {
        self.0.pusher.push(&json!({
            "event": "tracking",
            "carrier": "nova-poshta",
            "document": tracking::row(waybill),
        }));
    }
}
