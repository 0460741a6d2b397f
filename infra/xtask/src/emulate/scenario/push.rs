//! An open page hears that something of its own tenant has changed, through the gateway's sockets.

use std::time::Duration;

use entrepot_local::personas::{RUSSIAN, UKRAINIAN};
use futures_util::StreamExt as _;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use super::caller::{Caller, PATIENCE, created, expect, text};
use crate::Failed;

/// How long nothing must come to somebody else.
const SILENCE: Duration = Duration::from_secs(3);

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

impl Caller<'_> {
    /// Two tenants listen, one changes something.
    pub async fn hears_of_its_own_changes(&self) -> Result<(), Failed> {
        let ticket = self.ticket(UKRAINIAN).await?;
        let mut own = self.socket(&ticket).await?;
        if self.socket(&ticket).await.is_ok() {
            return Err(Failed::new("a ticket opened two sockets"));
        }
        let mut foreign = self.socket(&self.ticket(RUSSIAN).await?).await?;
        self.transcript.say("two tenants have a socket open each; a used ticket opens none");
        let body = json!({ "name": "Майстерня", "phone": "+380507654321" });
        let client = created(self.manager(Method::POST, "/clients", Some(body)).await?)?;
        let frame = next(&mut own, PATIENCE).await?.ok_or_else(|| Failed::new("the page heard nothing"))?;
        if text(&frame, "/hints/0/subject")? != client || text(&frame, "/hints/0/kind")? != "orders.client" {
            return Err(Failed::new(format!("the page heard of something else: {frame:#}")));
        }
        if let Some(frame) = next(&mut foreign, SILENCE).await? {
            return Err(Failed::new(format!("another tenant heard of it: {frame:#}")));
        }
        self.transcript.say(&format!("the page hears {frame}; the other tenant's hears nothing"));
        Ok(())
    }

    async fn ticket(&self, tenant: &str) -> Result<String, Failed> {
        let body = json!({ "follow": ["orders.client"] });
        let answer = self.call((tenant, "manager"), Method::POST, "/push/tickets", Some(body)).await?;
        expect("a ticket", answer.status, 201)?;
        text(&answer.body, "/ticket")
    }

    async fn socket(&self, ticket: &str) -> Result<Socket, Failed> {
        let address = format!("{}?ticket={ticket}", self.deployment.sockets()?);
        connect_async(address).await.map(|(socket, _)| socket).map_err(Failed::to("open a socket"))
    }
}

async fn next(socket: &mut Socket, wait: Duration) -> Result<Option<Value>, Failed> {
    let Ok(message) = tokio::time::timeout(wait, socket.next()).await else { return Ok(None) };
    let message = message.ok_or_else(|| Failed::new("the socket was closed"))?.map_err(Failed::to("read a frame"))?;
    let frame = message.to_text().map_err(Failed::to("read a frame"))?;
    serde_json::from_str(frame).map(Some).map_err(Failed::to("read a frame"))
}
