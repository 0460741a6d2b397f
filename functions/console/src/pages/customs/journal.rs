//! What is known of customs: facts and messages, the newest first.

use askama::Template;

use super::head::{self, Part};
use super::{ROWS, inside, tone};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section, render};
use crate::model::Listed;
use crate::model::customs::{Address, Declaration, FactItem, Message};
use crate::pages::kit::{Sheet, asked};
use crate::pages::list::Paging;
use crate::problem::Problem;

struct Item {
    at: String,
    shown_at: String,
    title: String,
    tone: &'static str,
    sub: String,
    href: Option<String>,
}

#[derive(Template)]
#[template(path = "customs_timeline.html")]
struct Timeline {
    open: &'static str,
    items: Vec<Item>,
}

fn fact(cx: &Cx<'_>, item: &FactItem) -> Item {
    Item {
        at: item.first_at.clone(),
        shown_at: cx.f.moment(&item.first_at),
        title: cx.w.customs_code(&item.fact).to_owned(),
        tone: tone(&item.fact),
        sub: if item.inferred { cx.w.customs.inferred.to_owned() } else { String::new() },
        href: None,
    }
}

fn message(cx: &Cx<'_>, id: &str, message: &Message) -> Item {
    let kind = if message.kind == "mark" { cx.w.customs.mark } else { cx.w.customs.message };
    let text = message.description.as_deref().or(message.message_type.as_deref()).unwrap_or(kind);
    let sub: Vec<&str> =
        [kind, message.message_type.as_deref().unwrap_or_default()].into_iter().filter(|sub| !sub.is_empty() && *sub != text).collect();
    let href = |key: &String| format!("{}?{}", inside(id, &["message"]), crate::api::query(&[("key", key)]));
    Item {
        at: message.at().to_owned(),
        shown_at: cx.f.moment(message.at()),
        title: text.to_owned(),
        tone: "",
        sub: sub.join(" · "),
        href: message.key.as_ref().map(href),
    }
}

/// Facts and messages, the newest first.
pub(super) fn timeline(cx: &Cx<'_>, declaration: &Declaration, messages: &[Message]) -> Sheet {
    let id = &declaration.summary.declaration_id;
    let facts = declaration.facts.iter().map(|item| fact(cx, item));
    let mut items: Vec<Item> = facts.chain(messages.iter().map(|one| message(cx, id, one))).collect();
    // Moments are written so that their texts have their order.
    items.sort_by(|one, other| other.at.cmp(&one.at));
    if items.is_empty() {
        return Sheet::new().text("muted", cx.w.customs.journal_empty);
    }
    Sheet::new().raw(&render(&Timeline { open: cx.w.customs.message_open, items }))
}

/// All that customs wrote.
pub(super) async fn page(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let words = &cx.w.customs;
    let mut declaration = head::declaration(cx, id).await?;
    let query = [("limit", ROWS), ("cursor", asked(cx, "cursor"))];
    let messages: Listed<Message> = cx.get("/customs/declarations/{declaration_id}/messages", &[id], &query).await?;
    let head = head::head(cx, &declaration, Part::Journal);
    // Facts stand with the newest messages only.
    if !asked(cx, "cursor").is_empty() {
        declaration.facts.clear();
    }
    let paging = Paging::new(&inside(id, &["journal"]), cx.asked, &[], messages.next_cursor.as_deref());
    let live = Sheet::new().card(words.journal, timeline(cx, &declaration, &messages.items)).paging(cx.w, &paging);
    let page = Page::live(Section::Customs, head.title(), head.html(), live.html());
    Ok(page.following(&[id]).into())
}

/// To the whole text of a message.
pub(super) async fn download(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let query = [("key", asked(cx, "key"))];
    let address: Address = cx.get("/customs/declarations/{declaration_id}/message", &[id], &query).await?;
    Ok(Reply::To(address.url))
}
