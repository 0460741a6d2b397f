//! A simulator of Telegram's Bot API: `sendMessage`, over chats of people who may block the bot.
//!
//! What the protocol does not have is under `/_simulator/`:
//!
//! | request | effect |
//! |---|---|
//! | `POST /_simulator/chat` | a [`Chat`]: somebody speaks to the bot, or blocks it |
//! | `GET /_simulator/state` | chats, messages, calls, faults |
//! | `POST`, `GET`, `DELETE /_simulator/faults` | faults ordered, listed, called off |
//! | `GET /` | a page for people |
//!
//! As ordered it is slow, throttles (for `delay_ms`, in whole seconds), fails with an answer or
//! without, refuses the token, and loses an answer after the message was sent.

mod api;
mod page;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::Router;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use simulator_support::fault::{self, FaultBox, FaultKind};
use simulator_support::lock;
use tokio::net::TcpListener;

/// The faults this simulator makes.
pub const FAULTS: &[FaultKind] =
    &[FaultKind::Slow, FaultKind::Http429, FaultKind::Http500, FaultKind::Cut, FaultKind::Auth, FaultKind::Garbage, FaultKind::AnswerLost];

/// How a simulator is set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The only token that is let in.
    pub token: String,
    /// Who has spoken to the bot.
    pub chats: Vec<i64>,
}

/// What somebody does with the bot.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chat {
    /// Their chat.
    pub chat_id: i64,
    /// They do not want to hear from it.
    #[serde(default)]
    pub blocked: bool,
}

/// A message that somebody got.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Message {
    /// Its number, in the order of sending.
    pub message_id: u64,
    /// To whom.
    pub chat_id: i64,
    /// What.
    pub text: String,
}

#[derive(Default)]
struct World {
    /// Whether the bot is blocked, by chat.
    chats: BTreeMap<i64, bool>,
    messages: Vec<Message>,
    calls: u64,
}

/// The simulated system; clones share one world.
#[derive(Clone)]
pub struct Simulator(Arc<Inner>);

struct Inner {
    token: String,
    world: Mutex<World>,
    faults: FaultBox,
}

impl Simulator {
    /// A bot that nobody was sent anything by yet.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let chats = settings.chats.into_iter().map(|chat| (chat, false)).collect();
        let world = Mutex::new(World { chats, ..World::default() });
        Self(Arc::new(Inner { token: settings.token, world, faults: FaultBox::default() }))
    }

    /// The Bot API, the side door and the page for people.
    pub fn router(&self) -> Router {
        api::routes(self.clone()).merge(page::routes(self.clone())).merge(fault::routes(self.0.faults.clone(), FAULTS))
    }

    /// Serves the router.
    ///
    /// # Errors
    /// What the listener fails with.
    pub async fn serve(self, listener: TcpListener) -> std::io::Result<()> {
        axum::serve(listener, self.router()).await
    }

    /// The faults still to come.
    #[must_use]
    pub fn faults(&self) -> &FaultBox {
        &self.0.faults
    }

    /// Somebody speaks to the bot, or blocks it.
    pub fn set_chat(&self, chat: &Chat) {
        self.world().chats.insert(chat.chat_id, chat.blocked);
    }

    /// What was sent, the oldest first.
    #[must_use]
    pub fn messages(&self) -> Vec<Message> {
        self.world().messages.clone()
    }

    /// Chats, messages, calls and faults.
    #[must_use]
    pub fn state(&self) -> Value {
        let world = self.world();
        let chats: Vec<Chat> = world.chats.iter().map(|(chat_id, blocked)| Chat { chat_id: *chat_id, blocked: *blocked }).collect();
        json!({ "chats": chats, "messages": world.messages, "calls": world.calls, "faults": self.0.faults.list() })
    }

    fn count(&self) {
        let mut world = self.world();
        world.calls = world.calls.saturating_add(1);
    }

    fn world(&self) -> MutexGuard<'_, World> {
        lock(&self.0.world)
    }
}
