//! What waits for approvers, the most urgent first.

use super::{EVERY_MS, ROWS, Tab, several, tabs, time_tone};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::Listed;
use crate::model::approval::QueueItem;
use crate::pages::figures;
use crate::pages::kit::{Cell, Column, Grid, Head, Sheet, asked, at};
use crate::pages::list::{self, Paging};
use crate::problem::Problem;
use crate::words::fill;

const PATH: &str = "/console/approvals/queue";
/// Levels that people decide at.
const LEVELS: &[&str] = &["rbu", "drp", "dp", "gd"];

fn who(cx: &Cx<'_>, item: &QueueItem) -> Cell {
    let words = &cx.w.approval;
    let name = item.approver.as_ref().map_or(words.nobody, |person| person.name.as_str());
    let stands = item.stands_in_for.as_deref().map(|other| fill(words.stands_in, &[other])).unwrap_or_default();
    let sub = if item.overloaded { words.overloaded.to_owned() } else { stands };
    Cell::text(name).sub(sub)
}

fn time(cx: &Cx<'_>, item: &QueueItem) -> Cell {
    let text = if item.paused { cx.w.approval.paused.to_owned() } else { cx.f.due(&item.due_at) };
    let told = if item.told == "nothing" { String::new() } else { cx.w.margin_code(&item.told).to_owned() };
    Cell::badge(text, time_tone(&item.told, item.paused)).sub(told)
}

fn table(cx: &Cx<'_>, items: &[QueueItem]) -> Grid {
    let (words, margin) = (&cx.w.approval, &cx.w.margin);
    let decides = cx.may(super::APPROVERS);
    let row = |item: &QueueItem| {
        let round = item.round.map(|round| fill(words.round, &[&round.to_string()])).unwrap_or_default();
        let about = [item.units.join(", "), round].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
        let mut row = vec![
            Cell::link(&item.number, at("approvals/processes", &item.process_id)).sub(about),
            time(cx, item),
            Cell::text(&item.client).sub(&item.manager),
            figures::deviation(cx, item.deviation),
            Cell::money(cx.f, &item.shortfall).sub(cx.f.money(&item.total)),
            Cell::text(cx.w.margin_code(&item.level)).sub(cx.w.margin_code(&item.priority)),
            who(cx, item),
        ];
        let mark = || if item.round.is_none() { several::mark(cx, item) } else { Cell::empty() };
        row.extend(decides.then(mark));
        row
    };
    let mut columns = vec![
        Column::text(margin.number),
        Column::text(words.due),
        Column::text(margin.client),
        Column::number(margin.deviation),
        Column::number(words.lost_of),
        Column::text(words.level),
        Column::text(words.approver),
    ];
    columns.extend(decides.then(|| Column::text(words.mark)));
    Grid::page(cx.w, columns, (words.queue_empty, words.queue_empty_do)).rows(items.iter().map(row))
}

/// The queue: of whoever looks, of one level, of one approver, or all.
pub(super) async fn list(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.approval;
    // An approver comes to decide: their own tasks first.
    let chosen = ["approver", "level", "all"].iter().any(|name| !asked(cx, name).is_empty());
    let approver = if chosen || !cx.may(super::APPROVERS) { asked(cx, "approver") } else { "me" };
    let query = [("approver", approver), ("level", asked(cx, "level")), ("cursor", asked(cx, "cursor")), ("limit", ROWS)];
    let listed: Listed<QueueItem> = cx.get("/approvals/queue", &[], &query).await?;
    let current = |name: &str| if approver == "me" { name == "me" } else { name == asked(cx, "level") && approver.is_empty() };
    let chip = |(name, href, label): (&str, String, &str)| list::Chip { href, label: label.to_owned(), current: current(name) };
    let mine = cx.may(super::APPROVERS).then(|| ("me", format!("{PATH}?approver=me"), words.mine));
    let levels = LEVELS.iter().map(|level| (*level, format!("{PATH}?level={level}"), cx.w.margin_code(level)));
    let chips = mine.into_iter().chain([("", format!("{PATH}?all=1"), cx.w.frame.all)]).chain(levels).map(chip).collect();
    let head = Head::new(cx.w, tabs(cx, Tab::Queue), words.queue).area(words.title).chips(words.level, chips);
    let paging = Paging::new(PATH, cx.asked, &["approver", "level", "all"], listed.next_cursor.as_deref());
    let overdue = listed.items.iter().filter(|item| item.told == "breached").count();
    let urgent = listed.items.iter().filter(|item| item.priority == "P1").count();
    let counts = fill(words.counts, &[&listed.items.len().to_string(), &urgent.to_string(), &overdue.to_string()]);
    let mut live = Sheet::new();
    if !listed.items.is_empty() {
        live = live.text("muted", &counts);
    }
    live = live.grid(&table(cx, &listed.items)).paging(cx.w, &paging);
    if cx.may(super::APPROVERS) && !listed.items.is_empty() {
        live = live.raw(&several::form(cx));
    }
    Ok(Page { every_ms: EVERY_MS, ..Page::live(Section::Approvals, words.queue, head.html(), live.html()) }.into())
}
