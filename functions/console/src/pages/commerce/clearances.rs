//! Releases by customs: on which delivery each is, and which wait for a person.

use super::overview::stopped;
use super::{ROWS, SENIORS, Tab, tabs, tone};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::Listed;
use crate::model::fact::{ClearanceItem, FactItem};
use crate::pages::kit::{Button, Cell, Column, Field, FormView, Grid, Head, Refused, Sheet, asked, at};
use crate::pages::list::{self, Paging};
use crate::problem::Problem;

const PLACE: &str = "commerce/clearances";
pub(super) const PATH: &str = "/console/commerce/clearances";
const STAGES: &[&str] = &["", "unlinked", "unnumbered", "stalled", "linked"];
/// Releases among which one is looked for, and deliveries that are suggested: as many as a page of
/// the API has.
const LOOKED_THROUGH: &str = "100";

fn row(cx: &Cx<'_>, item: &ClearanceItem) -> Vec<Cell> {
    let words = &cx.w.clearances;
    let resume = Button {
        path: format!("{}/resume", at(PLACE, &item.clearance_id)),
        label: cx.w.overview.resume,
        reason: cx.w.overview.resume_note,
        ..Button::default()
    };
    let may_act = cx.may(SENIORS);
    let number = item.number.clone().unwrap_or_else(|| words.no_number.to_owned());
    let delivery = match &item.fact_id {
        Some(fact) => Cell::link(words.delivery, at("commerce/facts", fact)),
        None if may_act => Cell::link(words.say_which, at(PLACE, &item.clearance_id)),
        None => Cell::empty(),
    };
    vec![
        Cell::text(cx.f.day(&item.released_on)),
        Cell::text(number).whole(),
        Cell::text(item.shipment.clone().unwrap_or_default()),
        Cell::badge(cx.w.clearance_stage(&item.stage), tone(&item.stage)).sub(stopped(cx, item.stalled.as_ref())),
        delivery.with(Some(resume).filter(|_| item.stage == "stalled" && may_act)),
    ]
}

/// What customs released, the newest first.
pub(super) async fn list(cx: &Cx<'_>, refused: Option<Refused>) -> Result<Reply, Problem> {
    let words = &cx.w.clearances;
    let query = [("stage", asked(cx, "stage")), ("cursor", asked(cx, "cursor")), ("limit", ROWS)];
    let listed: Listed<ClearanceItem> = cx.get("/commerce/clearances", &[], &query).await?;
    let columns = vec![
        Column::text(words.released),
        Column::text(words.number),
        Column::text(words.shipment),
        Column::text(cx.w.frame.status),
        Column::text(words.delivery),
    ];
    let grid = Grid::page(cx.w, columns, (words.empty, words.empty_do)).rows(listed.items.iter().map(|item| row(cx, item)));
    let named = |code: &&'static str| (*code, if code.is_empty() { cx.w.frame.all } else { cx.w.clearance_stage(code) });
    let stages: Vec<(&str, &str)> = STAGES.iter().map(named).collect();
    let head = Head::new(cx.w, tabs(cx, Tab::Clearances), words.title)
        .lead(words.lead)
        .chips(cx.w.frame.status, list::chips(PATH, cx.asked, &["stage"], "stage", &stages));
    let paging = Paging::new(PATH, cx.asked, &["stage"], listed.next_cursor.as_deref());
    let live = Sheet::new().grid(&grid).paging(cx.w, &paging);
    let page = Page::live(Section::Commerce, words.title, head.html(), live.html()).following(&["commerce.clearance"]);
    Ok(page.with_maybe(Refused::problem(refused)).into())
}

/// One release, of which a person says which delivery it was.
pub(super) async fn page(cx: &Cx<'_>, id: &str, refused: Option<Refused>) -> Result<Reply, Problem> {
    let words = &cx.w.clearances;
    let listed: Listed<ClearanceItem> = cx.get("/commerce/clearances", &[], &[("limit", LOOKED_THROUGH)]).await?;
    let item = listed.items.into_iter().find(|item| item.clearance_id == id).ok_or_else(Problem::no_page)?;
    let facts: Listed<FactItem> = cx.get("/commerce/facts", &[], &[("limit", LOOKED_THROUGH)]).await?;
    let label = |fact: &FactItem| {
        let about = [fact.document.as_deref(), fact.subject.as_deref(), fact.seller_name.as_deref()];
        let about = about.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        (fact.fact_id.clone(), format!("{} · {} · {about}", cx.f.day(&fact.occurred), cx.w.trade(&fact.kind.kind)))
    };
    let about = [
        (words.released, Cell::text(cx.f.day(&item.released_on))),
        (words.number, Cell::text(item.number.clone().unwrap_or_else(|| words.no_number.to_owned()))),
        (words.shipment, Cell::text(item.shipment.clone().unwrap_or_default())),
        (cx.w.frame.status, Cell::badge(cx.w.clearance_stage(&item.stage), tone(&item.stage)).sub(stopped(cx, item.stalled.as_ref()))),
    ];
    let head = Head::new(cx.w, tabs(cx, Tab::Clearances), words.title).lead(words.lead);
    let mut sheet = Sheet::new().raw(&head.html()).facts(words.title, &about);
    if item.fact_id.is_none() && cx.may(SENIORS) {
        let choices = facts.items.iter().map(label).collect();
        let form = FormView::page(cx.w, "link", format!("{}/link", at(PLACE, id)), words.say_which, PATH.to_owned())
            .hint(words.say_which_hint)
            .field(Field::suggested("fact_id", words.delivery, choices).wide());
        sheet = sheet.form(form, refused.as_ref(), cx.form);
    }
    let page = Page::still(Section::Commerce, words.title, sheet.html());
    Ok(page.with_maybe(Refused::problem(refused)).into())
}
