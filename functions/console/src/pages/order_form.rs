//! The forms of a new order and of changed goods.

use askama::Template;
use serde_json::{Value, json};

use super::goods::{Goods, currency_of};
use crate::context::Cx;
use crate::format::Format;
use crate::frame::{Page, Reply, Section, render};
use crate::http::encoded;
use crate::model::Listed;
use crate::model::order::{Client, Order};
use crate::problem::Problem;
use crate::words::Words;

/// Clients that a search in the form shows.
const FOUND: &str = "10";

#[derive(Template)]
#[template(path = "order_new.html")]
struct New {
    w: &'static Words,
    f: Format,
    client: Option<Client>,
    client_q: String,
    found: Option<Vec<Client>>,
    goods: Goods,
    note: String,
    draft: bool,
}

/// The client that the form has already, or that a link to it names.
async fn chosen(cx: &Cx<'_>, op: &str) -> Result<Option<Client>, Problem> {
    let picked = op.strip_prefix("client-").filter(|id| !id.is_empty());
    let kept = Some(cx.form.get("client_id")).filter(|id| !id.is_empty() && op != "change-client");
    let linked = Some(cx.asked.get("client")).filter(|id| !id.is_empty() && cx.form.get("op").is_empty());
    match picked.or(kept).or(linked) {
        Some(id) => cx.get("/clients/{client_id}", &[id], &[]).await.map(Some),
        None => Ok(None),
    }
}

/// The form, empty or as it was typed.
pub(crate) async fn new(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let op = cx.form.get("op");
    let mut goods = if op.is_empty() { Goods::fresh(cx.currency) } else { Goods::read(cx.form, cx.currency) };
    goods.operate(op);
    let client = chosen(cx, op).await?;
    let mut problem = None;
    if op == "save" {
        match save(cx, client.as_ref(), &goods).await {
            Ok(reply) => return Ok(reply),
            Err(found) if found.is_signed_out() => return Err(found),
            Err(found) => problem = Some(found),
        }
    }
    let found = match op {
        "find-client" => Some(find_clients(cx, cx.form.get("client_q")).await?),
        _ => None,
    };
    let form = New {
        w: cx.w,
        f: cx.f,
        client,
        client_q: cx.form.get("client_q").to_owned(),
        found,
        goods,
        note: cx.form.get("note").to_owned(),
        draft: !cx.form.get("draft").is_empty(),
    };
    Ok(Page::still(Section::Orders, cx.w.orders.new, render(&form)).with_maybe(problem).into())
}

/// Clients by a word.
pub(crate) async fn find_clients(cx: &Cx<'_>, q: &str) -> Result<Vec<Client>, Problem> {
    let found: Listed<Client> = cx.get("/clients", &[], &[("q", q), ("limit", FOUND)]).await?;
    Ok(found.items)
}

async fn save(cx: &Cx<'_>, client: Option<&Client>, goods: &Goods) -> Result<Reply, Problem> {
    let client = client.ok_or_else(|| Problem::field(cx.w.orders.client, cx.w.orders.client_missing))?;
    let mut body = json!({
        "client_id": client.client_id,
        "items": goods.items(cx.w)?,
        "draft": !cx.form.get("draft").is_empty(),
    });
    insert(&mut body, "discount", goods.discount(cx.w)?);
    insert(&mut body, "note", Some(cx.form.get("note")).filter(|note| !note.is_empty()).map(Value::from));
    let made = cx.send("POST", "/orders", &[], body).await?;
    let id = made.get("id").and_then(Value::as_str).unwrap_or_default();
    Ok(Reply::To(format!("/console/orders/{}?done=created", encoded(id))))
}

/// Adds a field that has a value.
pub(crate) fn insert(body: &mut Value, name: &str, value: Option<Value>) {
    if let (Some(object), Some(value)) = (body.as_object_mut(), value) {
        object.insert(name.to_owned(), value);
    }
}

#[derive(Template)]
#[template(path = "order_items.html")]
struct Items<'a> {
    w: &'static Words,
    f: Format,
    order_id: &'a str,
    number: String,
    version: String,
    goods: Goods,
    reason: String,
}

/// The goods of an order, to be changed.
pub(crate) async fn items(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let op = cx.form.get("op");
    let mut problem = None;
    let form = if op.is_empty() {
        let order: Order = cx.get("/orders/{order_id}", &[id], &[]).await?;
        let goods = Goods::of(&order.items, &order.discount, currency_of(&order.total, cx));
        let version = order.version.to_string();
        Items { w: cx.w, f: cx.f, order_id: id, number: order.number, version, goods, reason: String::new() }
    } else {
        let currency = serde_json::from_value(Value::from(cx.form.get("currency"))).unwrap_or(cx.currency);
        let mut goods = Goods::read(cx.form, currency);
        goods.operate(op);
        if op == "save" {
            match revise(cx, id, &goods).await {
                Ok(reply) => return Ok(reply),
                Err(found) if found.is_signed_out() => return Err(found),
                Err(found) => problem = Some(found),
            }
        }
        let typed = |name: &str| cx.form.get(name).to_owned();
        Items { w: cx.w, f: cx.f, order_id: id, number: typed("number"), version: typed("_version"), goods, reason: typed("reason") }
    };
    Ok(Page::still(Section::Orders, cx.w.order.revise, render(&form)).with_maybe(problem).into())
}

async fn revise(cx: &Cx<'_>, id: &str, goods: &Goods) -> Result<Reply, Problem> {
    let mut body = json!({ "items": goods.items(cx.w)? });
    insert(&mut body, "discount", goods.discount(cx.w)?);
    insert(&mut body, "reason", Some(cx.form.get("reason")).filter(|reason| !reason.is_empty()).map(Value::from));
    cx.send("PUT", "/orders/{order_id}/items", &[id], body).await?;
    Ok(Reply::To(format!("/console/orders/{}?done=revised", encoded(id))))
}
