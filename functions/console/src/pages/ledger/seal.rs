//! The seal over a book's entries, verified; and the journal as a file.

use super::{book, book_head, days};
use crate::context::Cx;
use crate::frame::{Download, Page, Reply, Section};
use crate::model::ledger::{Exported, Verification};
use crate::pages::kit::{Cell, Sheet, asked, at};
use crate::problem::Problem;
use crate::words::fill;

/// Answers of one page of verification: 50 links each, so a click looks at 500 entries.
const ROUNDS_MAX: usize = 10;
/// Answers of one exported file: 100 entries each, so a file has at most 5,000 and stays
/// below what an API gateway lets through.
const PARTS_MAX: usize = 50;

/// Verifies on from where the address says; tells how far it is good.
pub(super) async fn verify(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let (words, book) = (&cx.w.periods, book(cx, id).await?);
    let path = format!("{}/seal", at("ledger/books", id));
    let mut from = asked(cx, "from").to_owned();
    let mut found = None;
    for _ in 0..ROUNDS_MAX {
        let one: Verification = cx.get("/ledger/books/{book_id}/seal", &[id], &[("from_sequence", &from)]).await?;
        from = one.next.map(|next| next.to_string()).unwrap_or_default();
        found = Some(one);
        if from.is_empty() {
            break;
        }
    }
    let found = found.ok_or_else(Problem::unreadable)?;
    let (last, good) = (found.last.to_string(), found.good_through.to_string());
    let mut sheet = Sheet::new();
    if let Some(broken) = &found.broken {
        let text = fill(words.broken, &[&broken.sequence.to_string(), cx.w.breach(&broken.how)]);
        sheet = sheet.text("callout bad", &text).text("muted", words.broken_do);
        if let Some(entry) = &broken.entry_id {
            sheet = sheet.facts("", &[(cx.w.kit.entries, Cell::links(vec![(at("ledger/entries", entry), entry.clone())]))]);
        }
    } else if found.last == 0 {
        sheet = sheet.text("strong", words.nothing_sealed).text("muted", words.nothing_sealed_do);
    } else if found.good_through >= found.last {
        sheet = sheet.state(&fill(words.all_good, &[&last]), "ok", "");
    }
    if found.last > 0 {
        sheet = sheet.progress(&fill(words.good, &[&good, &last]), found.good_through, found.last);
    }
    let hash = found.hash.as_deref().unwrap_or_default();
    let sheet = Sheet::new().card("", sheet).facts("", &[(words.last_hash, Cell::text(hash).mono().sub(words.last_hash_do))]);
    let title = fill(words.seal_title, &[&book.name]);
    let mut before = book_head(cx, id, "/seal", title.clone()).lead(words.seal_lead);
    if !from.is_empty() {
        before = before.link(format!("{path}?from={from}"), fill(words.go_on, &[&from]));
    }
    let before = before.button(true, path, words.verify);
    Ok(Page::still(Section::Commerce, title, Sheet::new().raw(&before.html()).raw(&sheet.html()).html()).into())
}

/// The form of an export, or the file itself.
pub(super) async fn export(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let (words, book) = (&cx.w.periods, book(cx, id).await?);
    let format = asked(cx, "format");
    let mut problem = None;
    if !format.is_empty() {
        match file(cx, id, format).await {
            Ok(text) => {
                let extension = if format == "beancount" { "beancount" } else { "journal" };
                let name = format!("ledger-{}.{extension}", cx.f.today());
                return Ok(Reply::File(Download { name, media_type: "text/plain; charset=utf-8", body: text.into_bytes() }));
            }
            Err(refused) if refused.is_signed_out() => return Err(refused),
            Err(refused) => problem = Some(refused),
        }
    }
    let path = format!("{}/export", at("ledger/books", id));
    let (from, to) = (asked(cx, "from"), asked(cx, "to"));
    let from = if from.is_empty() { book.opened_from.clone() } else { from.to_owned() };
    let to = if to.is_empty() { cx.f.today() } else { to.to_owned() };
    let link = |format: &str| format!("{path}?format={format}&from={from}&to={to}");
    let title = fill(words.export_title, &[&book.name]);
    let before = book_head(cx, id, "/export", title.clone())
        .lead(words.export_lead)
        .button(true, link("hledger"), words.for_hledger)
        .button(true, link("beancount"), words.for_beancount)
        .filter(&path, days(cx, &from, ("to", cx.w.kit.to, &to)));
    Ok(Page::still(Section::Commerce, title, before.html()).with_maybe(problem).into())
}

async fn file(cx: &Cx<'_>, id: &str, format: &str) -> Result<String, Problem> {
    let mut text = String::new();
    let mut cursor = String::new();
    for _ in 0..PARTS_MAX {
        let query = [("format", format), ("from", asked(cx, "from")), ("to", asked(cx, "to")), ("cursor", &cursor)];
        let part: Exported = cx.get("/ledger/books/{book_id}/export", &[id], &query).await?;
        text.push_str(&part.text);
        match part.next_cursor {
            Some(next) => cursor = next,
            None => return Ok(text),
        }
    }
    // Half a journal would look like a whole one.
    Err(Problem::field(cx.w.periods.export_days, cx.w.periods.export_long))
}
