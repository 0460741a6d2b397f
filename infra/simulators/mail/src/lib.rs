//! A mail server that delivers nothing: it takes every letter by SMTP and shows it.
//!
//! | request | effect |
//! |---|---|
//! | SMTP on a port of its own | a [`Letter`] is kept |
//! | `GET /messages` | the letters, the oldest first |
//! | `GET /` | a page for people |
//!
//! It speaks plain SMTP without passwords and is for the own machine only. The last
//! [`LETTERS_MAX`] letters are kept, in memory.

mod page;
mod receiver;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex};

use axum::Router;
use serde::Serialize;
use simulator_support::lock;
use tokio::net::TcpListener;

/// Most letters that are kept: what a day of the demonstration sends, and a page still shows.
pub const LETTERS_MAX: usize = 200;

/// A letter as its recipient reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Letter {
    /// Its number, in the order of arrival, from 1.
    pub number: u64,
    /// Who sent it: the address of the envelope.
    pub from: String,
    /// To whom: the addresses of the envelope.
    pub to: Vec<String>,
    /// The subject, decoded.
    pub subject: String,
    /// The text, decoded.
    pub text: String,
    /// By which mail systems know it again; without its brackets.
    pub message_id: String,
}

#[derive(Default)]
struct Mailbox {
    received: u64,
    letters: VecDeque<Letter>,
}

/// The simulated system; clones share one mailbox.
#[derive(Clone, Default)]
pub struct Simulator(Arc<Mutex<Mailbox>>);

impl Simulator {
    /// A server that got no letter yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The letters and the page for people.
    pub fn router(&self) -> Router {
        page::routes(self.clone())
    }

    /// Serves the router.
    ///
    /// # Errors
    /// What the listener fails with.
    pub async fn serve(self, listener: TcpListener) -> io::Result<()> {
        axum::serve(listener, self.router()).await
    }

    /// Takes letters on a listener, on a thread of its own, as long as the process lives.
    ///
    /// # Errors
    /// When the listener cannot be used.
    pub fn receive(&self, listener: TcpListener) -> io::Result<()> {
        receiver::start(self.clone(), listener)
    }

    /// What arrived, the oldest first.
    #[must_use]
    pub fn letters(&self) -> Vec<Letter> {
        lock(&self.0).letters.iter().cloned().collect()
    }

    fn keep(&self, letter: Letter) {
        let mut mailbox = lock(&self.0);
        mailbox.received = mailbox.received.saturating_add(1);
        let number = mailbox.received;
        mailbox.letters.push_back(Letter { number, ..letter });
        if mailbox.letters.len() > LETTERS_MAX {
            mailbox.letters.pop_front();
        }
    }
}
