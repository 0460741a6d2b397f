//! What API Gateway tells of its sockets: that one is to be opened, or has ended.

use std::collections::HashMap;

use runtime::push::ConnectionId;
use runtime::push::socket::{Closed, Handshake, close, open};
use runtime::{Engine, Fault};
use serde::Deserialize;
use serde_json::{Value, json};

/// The parameter of the socket's address that holds the ticket.
pub const TICKET: &str = "ticket";

/// A message of a WebSocket API.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Told {
    request_context: About,
    #[serde(default)]
    headers: HashMap<String, String>,
    /// Null when there are none.
    #[serde(default)]
    query_string_parameters: Option<HashMap<String, String>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct About {
    event_type: EventType,
    connection_id: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum EventType {
    Connect,
    Disconnect,
}

impl Told {
    fn read(payload: Value) -> Result<Self, Fault> {
        serde_json::from_value(payload).map_err(|error| Fault::lasting("read the gateway's message").because(error))
    }

    fn ticket(&self) -> &str {
        self.query_string_parameters.as_ref().and_then(|all| all.get(TICKET)).map(String::as_str).unwrap_or_default()
    }

    fn origin(&self) -> Option<&str> {
        self.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("origin")).map(|(_, origin)| origin.as_str())
    }
}

/// Answers with the status that the handshake gets.
pub(super) async fn answer(engine: &Engine, payload: Value) -> Result<Value, Fault> {
    let told = Told::read(payload)?;
    let id = ConnectionId::new(told.request_context.connection_id.as_str()).ok_or_else(|| Fault::lasting("read the connection's name"))?;
    let connections = engine.ports.connections.as_ref();
    let status = match told.request_context.event_type {
        EventType::Connect => {
            let handshake = Handshake { connection: id, ticket: told.ticket(), origin: told.origin() };
            match open(connections, engine.ports.clock.as_ref(), handshake).await {
                Ok(()) => 200,
                Err(Closed::Fault(fault)) => return Err(fault),
                Err(refused @ (Closed::Ticket | Closed::Origin | Closed::TooMany)) => {
                    tracing::info!(function = super::SOCKET, reason = %refused, "socket refused");
                    refused.status()
                }
            }
        }
        EventType::Disconnect => {
            close(connections, &id).await?;
            200
        }
    };
    Ok(json!({ "statusCode": status }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context(event_type: &str) -> Value {
        json!({
            "routeKey": "$connect", "eventType": event_type, "connectionId": "L0SM9cOFvHcCIhw=", "stage": "live",
            "connectedAt": 1_763_743_500_000_i64, "identity": { "sourceIp": "192.0.2.1" }, "apiId": "abc",
        })
    }

    #[test]
    fn reads_the_handshake() {
        let told = Told::read(json!({
            "headers": { "Host": "abc.execute-api.eu-central-1.amazonaws.com", "Origin": "https://console.example" },
            "multiValueHeaders": { "Origin": ["https://console.example"] },
            "queryStringParameters": { "ticket": "acme.secret" },
            "multiValueQueryStringParameters": { "ticket": ["acme.secret"] },
            "requestContext": context("CONNECT"),
            "isBase64Encoded": false,
        }));
        let told = told.unwrap();
        assert_eq!((told.ticket(), told.origin()), ("acme.secret", Some("https://console.example")));
        let bare = Told::read(json!({ "headers": {}, "queryStringParameters": null, "requestContext": context("CONNECT") })).unwrap();
        assert_eq!((bare.ticket(), bare.origin()), ("", None));
    }

    #[test]
    fn reads_the_end_and_nothing_that_a_page_says() {
        let told = Told::read(json!({ "requestContext": context("DISCONNECT"), "body": "" })).unwrap();
        assert!(matches!(told.request_context.event_type, EventType::Disconnect));
        assert!(Told::read(json!({ "requestContext": context("MESSAGE"), "body": "here" })).is_err());
    }
}
