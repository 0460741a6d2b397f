//! Samples of clients.

use super::{line, percent};
use crate::ClientId;
use crate::client::note::NoteClient;
use crate::client::{Client, ClientEvent, ClientFacts};

/// The client of the samples.
pub fn client_id() -> ClientId {
    Client::id_of("К-00417")
}

/// A strategic client that is allowed three points.
pub fn note() -> NoteClient {
    NoteClient {
        client_id: client_id(), name: line("ООО «Прокатный завод»"), strategic: Some(true), allowed_deviation: Some(percent(300))
    }
}

/// It was noted.
pub fn noted() -> ClientEvent {
    let NoteClient { client_id, name, .. } = note();
    ClientEvent::Noted { id: client_id, name, strategic: true, allowed_deviation: percent(300) }
}

/// What an approver must know of it.
pub fn facts() -> ClientFacts {
    ClientFacts { id: client_id(), name: note().name, strategic: true, allowed_deviation: percent(300) }
}
