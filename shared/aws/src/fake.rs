//! A service that answers what it was told to: for what no embedded engine does.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use crate::config::{Clients, Endpoints};

/// Answers requests in turn, each on a connection of its own.
pub(crate) struct Fake {
    endpoint: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Fake {
    /// Answers with these statuses and bodies.
    pub(crate) fn start(answers: Vec<(u16, String)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        std::thread::spawn(move || {
            for (status, body) in answers {
                let (mut connection, _) = listener.accept().unwrap();
                let request = read(&mut BufReader::new(&connection));
                seen.lock().unwrap().push(request);
                let head = format!("HTTP/1.1 {status} X\r\ncontent-type: application/x-amz-json-1.1\r\nconnection: close\r\n");
                write!(connection, "{head}content-length: {}\r\n\r\n{body}", body.len()).unwrap();
            }
        });
        Self { endpoint, requests }
    }

    /// Clients that reach it.
    pub(crate) fn clients(&self) -> Clients {
        Clients::local(Endpoints { all: Some(self.endpoint.clone()), ..Endpoints::default() }, "key", "secret")
    }

    /// The bodies that came so far.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

fn read(connection: &mut impl BufRead) -> String {
    let mut length = 0;
    let mut line = String::new();
    while connection.read_line(&mut line).unwrap() > 2 {
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        line.clear();
    }
    let mut body = String::new();
    connection.take(length).read_to_string(&mut body).unwrap();
    body
}
