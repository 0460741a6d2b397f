//! The end of the conversation that takes letters.

use std::io;
use std::net::IpAddr;

use mail_parser::MessageParser;
use mailin_embedded::{Handler, Response, Server, SslConfig, response};
use tokio::net::TcpListener;

use crate::{Letter, Simulator};

/// Longest letter, in bytes: none here carries anything but a short text.
const LETTER_BYTES_MAX: usize = 256 * 1_024;
/// Conversations at the same time.
const CONVERSATIONS: u32 = 4;

pub(crate) fn start(simulator: Simulator, listener: TcpListener) -> io::Result<()> {
    let listener = listener.into_std()?;
    // The library waits on its own threads.
    listener.set_nonblocking(false)?;
    let mut server = Server::new(Conversation::new(simulator));
    server.with_name("localhost").with_num_threads(CONVERSATIONS).with_tcp_listener(listener);
    server.with_ssl(SslConfig::None).map_err(|error| io::Error::other(error.to_string()))?;
    // It serves until its listener fails: then nobody connects any more, which callers see.
    let serve = move || drop(server.serve());
    std::thread::Builder::new().name("mail-simulator".to_owned()).spawn(serve).map(|_| ())
}

/// One conversation; the library clones a fresh one for each.
#[derive(Clone)]
struct Conversation {
    simulator: Simulator,
    from: String,
    to: Vec<String>,
    raw: Vec<u8>,
}

impl Conversation {
    const fn new(simulator: Simulator) -> Self {
        Self { simulator, from: String::new(), to: Vec::new(), raw: Vec::new() }
    }
}

impl Handler for Conversation {
    fn mail(&mut self, _: IpAddr, _: &str, from: &str) -> Response {
        from.clone_into(&mut self.from);
        self.to.clear();
        self.raw.clear();
        response::OK
    }

    fn rcpt(&mut self, _: &str) -> Response {
        response::OK
    }

    fn data_start(&mut self, _: &str, _: &str, _: bool, to: &[String]) -> Response {
        self.to = to.to_vec();
        response::OK
    }

    fn data(&mut self, bytes: &[u8]) -> io::Result<()> {
        // One byte more than is taken says that there was more.
        let room = LETTER_BYTES_MAX.saturating_add(1).saturating_sub(self.raw.len());
        self.raw.extend(bytes.iter().take(room));
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        if self.raw.len() > LETTER_BYTES_MAX {
            return response::NO_STORAGE;
        }
        let Some(read) = MessageParser::default().parse(&self.raw) else { return response::TRANSACTION_FAILED };
        self.simulator.keep(Letter {
            number: 0,
            from: self.from.clone(),
            to: self.to.clone(),
            subject: read.subject().unwrap_or_default().to_owned(),
            text: read.body_text(0).unwrap_or_default().trim().replace("\r\n", "\n"),
            message_id: read.message_id().unwrap_or_default().to_owned(),
        });
        response::OK
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_that_is_too_long_is_not_taken() {
        let mut conversation = Conversation::new(Simulator::new());
        conversation.data(b"Subject: a\r\n\r\n").unwrap();
        conversation.data(&vec![b'b'; LETTER_BYTES_MAX]).unwrap();
        assert_eq!(conversation.data_end(), response::NO_STORAGE);
        assert!(conversation.simulator.letters().is_empty());
    }
}
