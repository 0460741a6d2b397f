//! The way to a socket, for the script: it has no token of its own.

use serde::Deserialize;
use serde_json::json;

use crate::context::Cx;
use crate::follow;
use crate::frame::{Download, Reply};
use crate::problem::Problem;

#[derive(Deserialize)]
struct Ticket {
    ticket: String,
}

/// Gets a ticket for the user, and tells the address that shows it.
pub(crate) async fn ticket(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let socket = cx.socket.ok_or_else(Problem::no_page)?;
    let body = json!({ "follow": follow::asked(&cx.form.all("follow")), "origin": socket.origin });
    let issued = cx.send("POST", "/push/tickets", &[], body).await?;
    let issued: Ticket = serde_json::from_value(issued).map_err(|_| Problem::unreadable())?;
    let query = crate::api::query(&[("ticket", &issued.ticket)]);
    let body = json!({ "url": format!("{}?{query}", socket.url) }).to_string().into_bytes();
    Ok(Reply::File(Download { name: "socket.json".to_owned(), media_type: "application/json", body }))
}
