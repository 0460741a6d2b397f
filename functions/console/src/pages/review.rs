//! The queue of payments that a person must look at.

use askama::Template;

use super::list::{self, Chip, Paging};
use super::refill::Refill;
use crate::context::Cx;
use crate::format::Format;
use crate::frame::{Page, Reply, Section, render};
use crate::model::Listed;
use crate::model::payment::{Payment, PaymentRow};
use crate::problem::Problem;
use crate::words::Words;

/// Payments on one page; each is asked for with its candidates.
const CARDS: &str = "10";
/// How often this page looks for news, in milliseconds: it asks more than others.
const EVERY_MS: u32 = 5_000;
const PATH: &str = "/console/review";

#[derive(Template)]
#[template(path = "review.html")]
struct Before {
    w: &'static Words,
    reasons: Vec<Chip>,
}

#[derive(Template)]
#[template(path = "review_live.html")]
struct Live {
    w: &'static Words,
    cards: Vec<String>,
    paging: Paging,
}

#[derive(Template)]
#[template(path = "review_card.html")]
struct Card {
    w: &'static Words,
    f: Format,
    refill: Refill<'static>,
    from: &'static str,
    subject: String,
    payment: Payment,
}

/// The reasons to filter by, in short words.
fn reasons(cx: &Cx<'_>) -> Vec<Chip> {
    let short = &cx.w.review;
    let named = [
        ("", cx.w.frame.all),
        ("SUGGESTED", short.short_suggested),
        ("AMBIGUOUS", short.short_ambiguous),
        ("CONTRADICTION", short.short_contradiction),
        ("UNKNOWN", short.short_unknown),
        ("MANUAL", short.short_manual),
        ("DUPLICATE_SUSPECTED", short.short_duplicate),
    ];
    list::chips(PATH, cx.asked, &["reason"], "reason", &named)
}

/// Payments under review, each with its candidates.
pub(crate) async fn queue(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let reason = cx.asked.get("reason");
    let status = if reason.is_empty() { "NEEDS_REVIEW" } else { "" };
    let query = [("status", status), ("reason", reason), ("cursor", cx.asked.get("cursor")), ("limit", CARDS)];
    let listed: Listed<PaymentRow> = cx.get("/payments", &[], &query).await?;
    let mut cards = Vec::with_capacity(listed.items.len());
    for row in &listed.items {
        let payment: Payment = cx.get("/payments/{payment_id}", &[&row.payment_id], &[]).await?;
        // The list follows the payment; who has just decided does not want to see it again.
        if payment.is_open() {
            let subject = cx.session.subject.clone();
            cards.push(render(&Card { w: cx.w, f: cx.f, refill: Refill::NONE, from: "review", subject, payment }));
        }
    }
    let paging = Paging::new(PATH, cx.asked, &["reason"], listed.next_cursor.as_deref());
    let before = Before { w: cx.w, reasons: reasons(cx) };
    let live = Live { w: cx.w, cards, paging };
    let page = Page::live(Section::Review, cx.w.review.title, render(&before), render(&live));
    Ok(Page { every_ms: EVERY_MS, ..page }.into())
}
