//! Messages of the accounting system: those that wait for a person first.

use super::{EVERY_MS, ROWS, Tab, tabs, tone};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::Listed;
use crate::model::cost::{AccountingMessage, AccountingMessagePage};
use crate::pages::kit::{Button, Cell, Column, Field, FormView, Grid, Head, Refused, Sheet, asked, at};
use crate::pages::list::{self, Paging};
use crate::problem::Problem;
use crate::words::fill;

const PATH: &str = "/console/profitability/messages";
const STATES: &[&str] = &["parked", "failed", "waiting", "applied", "superseded", "given-up"];

/// Why a message waits, or what became of it.
fn told(cx: &Cx<'_>, message: &AccountingMessage) -> String {
    let words = &cx.w.margin;
    let why = ["code", "problem", "reason"].into_iter().map(|name| message.told(name)).find(|text| !text.is_empty()).unwrap_or_default();
    match message.told("retry_at") {
        "" => why.to_owned(),
        at => format!("{why} · {}", fill(words.retried_at, &[&cx.f.due(at)])),
    }
}

/// Whether a person may do something about it.
fn waits(message: &AccountingMessage) -> bool {
    matches!(message.state.as_str(), "parked" | "failed")
}

/// The list.
pub(super) async fn list(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.margin;
    let query = [("state", asked(cx, "state")), ("cursor", asked(cx, "cursor")), ("limit", ROWS)];
    let listed: Listed<AccountingMessage> = cx.get("/profitability/messages", &[], &query).await?;
    let row = |message: &AccountingMessage| {
        let path = at("profitability/messages", &message.message);
        let retry = Button { path: format!("{path}/retry"), label: cx.w.approval.retry, ..Button::default() };
        vec![
            Cell::link(&message.kind, path).sub(&message.message_id),
            Cell::badge(cx.w.margin_code(&message.state), tone(&message.state)).sub(told(cx, message)),
            Cell::text(message.tries.to_string()),
            Cell::text(cx.f.short(&message.received_at)),
            Cell::empty().with(Some(retry).filter(|_| waits(message))),
        ]
    };
    let columns = vec![
        Column::text(words.message),
        Column::text(cx.w.frame.status),
        Column::number(cx.w.approval.tries),
        Column::text(cx.w.frame.when),
        Column::text(""),
    ];
    let states: Vec<(&str, &str)> =
        std::iter::once(("", cx.w.frame.all)).chain(STATES.iter().map(|code| (*code, cx.w.margin_code(code)))).collect();
    let head = Head::new(cx.w, tabs(cx, Tab::Messages), words.messages)
        .area(words.title)
        .lead(words.messages_hint)
        .chips(cx.w.frame.status, list::chips(PATH, cx.asked, &["state"], "state", &states));
    let paging = Paging::new(PATH, cx.asked, &["state"], listed.next_cursor.as_deref());
    let grid = Grid::page(cx.w, columns, (words.messages_empty, words.messages_empty_do)).rows(listed.items.iter().map(row));
    let live = Sheet::new().grid(&grid).paging(cx.w, &paging);
    Ok(Page { every_ms: EVERY_MS, ..Page::live(Section::Profitability, words.messages, head.html(), live.html()) }.into())
}

/// One message as it came.
pub(super) async fn page(cx: &Cx<'_>, id: &str, refused: Option<Refused>) -> Result<Reply, Problem> {
    let words = &cx.w.margin;
    let page: AccountingMessagePage = cx.get("/profitability/messages/{message}", &[id], &[]).await?;
    let message = &page.summary;
    let path = at("profitability/messages", id);
    let facts = [
        (words.message, Cell::text(&message.message_id).mono()),
        (words.why, Cell::text(told(cx, message))),
        (cx.w.approval.tries, Cell::text(message.tries.to_string())),
        (cx.w.frame.when, Cell::text(cx.f.moment(&message.received_at))),
    ];
    let mut narrow = Sheet::new();
    if waits(message) {
        let fold = |name: &'static str, title: &'static str| FormView::fold(cx.w, name, format!("{path}/{name}"), title);
        let give_up = fold("give-up", cx.w.approval.give_up).field(Field::text("reason", cx.w.frame.reason).wide()).danger();
        let forms = Sheet::new().form(fold("retry", cx.w.approval.retry), refused.as_ref(), cx.form);
        narrow = narrow.card(cx.w.frame.actions, forms.form(give_up, refused.as_ref(), cx.form));
    }
    let data = serde_json::to_string_pretty(&page.data).unwrap_or_default();
    let head = Head::new(cx.w, tabs(cx, Tab::Messages), &message.kind)
        .area(words.title)
        .badge(cx.w.margin_code(&message.state), tone(&message.state));
    let wide = Sheet::new().facts("", &facts).card(words.as_it_came, Sheet::new().text("mono pre", &data));
    let live = Sheet::new().columns(wide, narrow);
    let page = Page::live(Section::Profitability, &message.kind, head.html(), live.html());
    Ok(Page { every_ms: EVERY_MS, ..page }.with_maybe(Refused::problem(refused)).into())
}
