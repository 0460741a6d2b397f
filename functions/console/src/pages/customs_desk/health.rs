//! How the exchange with the vendor goes, and what waits for a person.

use serde_json::{Map, Value, json};

use super::{ADMINISTRATORS, DECLARANTS, EVERY_MS, KEEPERS, ROWS, SECTION, Tab, failure, tabs};
use crate::context::Cx;
use crate::frame::{Page, Reply};
use crate::model::Listed;
use crate::model::customs_desk::{ChangeFeed, WorkItem, text};
use crate::pages::kit::{Button, Cell, Column, FormView, Grid, Head, Refused, Sheet, at};
use crate::pages::list::Paging;
use crate::problem::Problem;
use crate::words::fill;

const PAGE: &str = "/console/customs/health";
/// Takes the place of a declaration in the address of what is done with the feed.
const FEED: &str = "feed";

/// Does what a form of the page asks.
pub(super) async fn act(cx: &Cx<'_>, id: &str, name: &str) -> Result<(), Problem> {
    let note = cx.form.get("reason");
    let docflow = cx.form.get("docflow");
    let (route, path, body): (&str, &[&str], Value) = match (id, name) {
        (FEED, "resume") => ("/customs/docflow-feed/resume", &[], json!({})),
        (_, "settle-alert") => {
            let index: u32 = cx.form.get("index").parse().map_err(|_| Problem::bad_form())?;
            ("/customs/declarations/{declaration_id}/settled-alerts", &[id], json!({ "index": index, "note": note }))
        }
        (_, "settle-orphan") => {
            ("/customs/declarations/{declaration_id}/orphans/{docflow}/settle", &[id, docflow], json!({ "note": note }))
        }
        (_, "resume") => ("/customs/declarations/{declaration_id}/submission/resume", &[id], Value::Object(Map::new())),
        (_, "give-up") => ("/customs/declarations/{declaration_id}/submission/give-up", &[id], json!({ "reason": note })),
        _ => return Err(Problem::no_page()),
    };
    cx.send("POST", route, path, body).await.map(drop)
}

/// How changes at the vendor are read.
fn feed(cx: &Cx<'_>, feed: &ChangeFeed, refused: Option<&Refused>) -> Sheet {
    let words = &cx.w.customs_health;
    let moment = |at: &Option<String>| Cell::text(at.as_deref().map(|at| cx.f.moment(at)).unwrap_or_default());
    let (state, tone) = match (feed.connected, feed.paused, feed.failures) {
        (false, _, _) => (words.not_connected, "plain"),
        (true, true, _) => (words.paused, "bad"),
        (true, false, 0) => (words.running, "ok"),
        (true, false, _) => (words.failing, "warn"),
    };
    let mut facts = vec![
        (cx.w.frame.status, Cell::badge(state, tone)),
        (words.watermark, moment(&feed.watermark)),
        (words.last_poll, moment(&feed.last_success)),
        (words.hinted, moment(&feed.hinted_at)),
        (words.unsettled, Cell::text(feed.unsettled.to_string())),
    ];
    if feed.failures > 0 {
        let last = feed.last_failure.as_deref().map(|at| cx.f.moment(at)).unwrap_or_default();
        facts.push((words.failures, Cell::text(feed.failures.to_string()).sub(last)));
    }
    if let Some(rejected) = &feed.rejected {
        facts.push((words.rejected, Cell::text(rejected.count.to_string()).sub(&rejected.first)));
    }
    let mut sheet = Sheet::new().facts(words.feed, &facts);
    if !feed.connected {
        sheet = sheet.text("muted", words.not_connected_do);
    }
    if let Some(error) = &feed.error {
        sheet = sheet.text("callout warn", &failure(cx, error));
    }
    if feed.paused {
        sheet = sheet.text("callout bad", words.paused_do);
        if cx.may(ADMINISTRATORS) {
            let resume = FormView::fold(cx.w, "resume", format!("{PAGE}/{FEED}/resume"), words.resume).hint(words.resume_hint).open(true);
            sheet = sheet.form(resume, refused, cx.form);
        }
    }
    sheet
}

/// What is to be done, in one sentence.
fn told(cx: &Cx<'_>, item: &WorkItem) -> Cell {
    let words = &cx.w.customs_health;
    let work = &item.work;
    match work.work.as_str() {
        "submission-failed" => {
            let step = work.step.as_ref().map(|step| cx.w.customs_step(text(step, &["step"]))).unwrap_or_default();
            let error = work.error.as_ref().map(|error| failure(cx, error)).unwrap_or_default();
            let more: Vec<&str> = [step, error.as_str()].into_iter().filter(|text| !text.is_empty()).collect();
            Cell::badge(words.submission_failed, "bad").sub(more.join(" · "))
        }
        "orphan" => Cell::badge(words.orphan, "warn").sub(fill(words.orphan_do, &[work.docflow.as_deref().unwrap_or_default()])),
        _ => {
            let alert = work.alert.as_ref();
            let code = alert.map(|alert| text(alert, &["alert"])).unwrap_or_default();
            let said = ["raw_text", "now", "text", "fact", "document"];
            let said = said.map(|name| alert.map(|alert| text(alert, &[name])).unwrap_or_default());
            let number = alert.and_then(|alert| alert.get("raw_code")).map(Value::to_string).unwrap_or_default();
            let said = std::iter::once(number.as_str()).chain(said).chain([cx.w.customs_alert_do(code)]);
            let said: Vec<&str> = said.filter(|text| !text.is_empty()).collect();
            Cell::badge(cx.w.customs_alert(code), "warn").sub(said.join(" · "))
        }
    }
}

fn buttons(cx: &Cx<'_>, item: &WorkItem) -> Cell {
    let words = &cx.w.customs_health;
    let button = |name: &str, label: &'static str, reason: &'static str, hidden: Vec<(&'static str, String)>| {
        let path = format!("{PAGE}/{}/{name}", crate::http::encoded(&item.declaration_id));
        Some(Button { path, label, hidden, reason, ..Button::default() })
    };
    match item.work.work.as_str() {
        "submission-failed" if cx.may(DECLARANTS) => Cell::empty().with(button("resume", words.try_again, "", Vec::new())).with(button(
            "give-up",
            words.give_up,
            cx.w.frame.reason,
            Vec::new(),
        )),
        "orphan" if cx.may(KEEPERS) => {
            let docflow = item.work.docflow.clone().unwrap_or_default();
            Cell::empty().with(button("settle-orphan", words.settle, words.what_was_done, vec![("docflow", docflow)]))
        }
        "alert" if cx.may(KEEPERS) => {
            let index = item.work.index.unwrap_or_default().to_string();
            Cell::empty().with(button("settle-alert", words.settle, words.what_was_done, vec![("index", index)]))
        }
        _ => Cell::empty(),
    }
}

fn row(cx: &Cx<'_>, item: &WorkItem) -> Vec<Cell> {
    vec![
        Cell::link(&item.name, at("customs/declarations", &item.declaration_id)).sub(item.owner.as_deref().unwrap_or_default()),
        told(cx, item),
        Cell::text(cx.f.short(&item.since)),
        buttons(cx, item),
    ]
}

/// The page.
pub(super) async fn page(cx: &Cx<'_>, refused: Option<Refused>) -> Result<Reply, Problem> {
    let words = &cx.w.customs_health;
    let state: ChangeFeed = cx.get("/customs/docflow-feed", &[], &[]).await?;
    let query = [("limit", ROWS), ("cursor", cx.asked.get("cursor"))];
    let work: Listed<WorkItem> = cx.get("/customs/work", &[], &query).await?;
    let columns = vec![Column::text(words.declaration), Column::text(words.what), Column::text(words.since), Column::text("")];
    let grid = Grid::part(cx.w, words.work, columns, (words.no_work, words.no_work_do)).rows(work.items.iter().map(|item| row(cx, item)));
    let paging = Paging::new(PAGE, cx.asked, &[], work.next_cursor.as_deref());
    let wide = Sheet::new().grid(&grid).paging(cx.w, &paging);
    let head = Head::new(cx.w, tabs(cx, Tab::Health), words.title).area(cx.w.customs.title).lead(words.lead);
    let live = Sheet::new().columns(wide, feed(cx, &state, refused.as_ref()));
    let page = Page::live(SECTION, words.title, head.html(), live.html());
    Ok(Page { every_ms: EVERY_MS, ..page }.with_maybe(Refused::problem(refused)).into())
}
