//! Who may approve what, who is away, and who may be asked in an emergency.

use super::{ADMINISTRATORS, ROSTERERS, Tab, tabs};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::approval::{Approver, Authorised, Roster};
use crate::pages::kit::{Button, Cell, Column, Field, FormView, Grid, Head, Refused, Sheet, choices};
use crate::problem::Problem;
use crate::words::fill;

/// What somebody can be appointed to.
const POSTS: &[&str] = &["rbu", "drp", "dp", "gd", "fd", "deputy"];
/// Up to which level somebody may be asked in an emergency.
const LEVELS: &[&str] = &["drp", "dp", "gd"];

fn path(person: &str, name: &str) -> String {
    format!("/console/approvals/roster/{}/{name}", crate::http::encoded(person))
}

fn approvers(cx: &Cx<'_>, roster: &Roster) -> Grid {
    let words = &cx.w.approval;
    let row = |approver: &Approver| {
        let id = &approver.person.id;
        let dismiss = Button { path: path(id, "dismiss"), label: words.dismiss, reason: cx.w.frame.reason, ..Button::default() };
        let mut away = Cell::text(
            approver
                .absences
                .iter()
                .map(|absence| fill(cx.w.parties.until_on, &[&cx.f.moment(&absence.from), &cx.f.moment(&absence.until)]))
                .collect::<Vec<_>>()
                .join("; "),
        );
        for absence in approver.absences.iter().filter(|_| cx.may(ROSTERERS)) {
            let back = Button {
                path: path(id, "end-absence"),
                label: words.end_absence,
                hidden: vec![("from", absence.from.clone())],
                ..Button::default()
            };
            away = away.with(Some(back));
        }
        vec![
            Cell::text(&approver.person.name).sub(id),
            Cell::text(cx.w.margin_code(&approver.post.post)).sub(approver.post.units.join(", ")),
            Cell::text(approver.deputy.as_deref().unwrap_or_default()),
            away,
            Cell::empty().with(Some(dismiss).filter(|_| cx.may(ADMINISTRATORS))),
        ]
    };
    let columns = vec![
        Column::text(words.approver),
        Column::text(words.post),
        Column::text(words.deputy),
        Column::text(words.away),
        Column::text(""),
    ];
    Grid::part(cx.w, words.roster, columns, (words.nobody_appointed, words.nobody_appointed_do)).rows(roster.approvers.iter().map(row))
}

fn authorised(cx: &Cx<'_>, roster: &Roster) -> Grid {
    let words = &cx.w.approval;
    let row = |one: &Authorised| {
        let end =
            Button { path: path(&one.person.id, "end-authorisation"), label: words.end, reason: cx.w.frame.reason, ..Button::default() };
        let days = match &one.to {
            Some(to) => fill(cx.w.parties.until_on, &[&cx.f.day(&one.from), &cx.f.day(to)]),
            None => fill(cx.w.parties.from_on, &[&cx.f.day(&one.from)]),
        };
        vec![
            Cell::text(&one.person.name).sub(&one.person.id),
            Cell::text(cx.w.margin_code(&one.level)),
            Cell::text(days),
            Cell::empty().with(Some(end).filter(|_| cx.may(ROSTERERS))),
        ]
    };
    let columns = vec![Column::text(words.who_allowed), Column::text(words.level), Column::text(cx.w.parties.valid), Column::text("")];
    Grid::part(cx.w, words.authorised, columns, (words.no_authorised, "")).rows(roster.authorised.iter().map(row))
}

fn forms(cx: &Cx<'_>, roster: &Roster, refused: Option<&Refused>) -> Sheet {
    let words = &cx.w.approval;
    let fold = |name: &'static str, title: &'static str| FormView::fold(cx.w, name, path("new", name), title);
    let people: Vec<(String, String)> =
        roster.approvers.iter().map(|approver| (approver.person.id.clone(), approver.person.name.clone())).collect();
    let mut sheet = Sheet::new();
    if cx.may(ROSTERERS) {
        let absence = fold("absence", words.note_absence)
            .field(Field::choice("approver", words.approver, people).value(&cx.session.subject))
            .field(Field::time("from", cx.w.kit.from))
            .field(Field::time("until", cx.w.kit.to))
            .field(Field::text("reason", cx.w.frame.reason).wide());
        let authorise = fold("authorise", words.authorise)
            .field(Field::text("person", words.account))
            .field(Field::text("name", words.name))
            .field(Field::choice("level", words.level, choices(LEVELS, |code| cx.w.margin_code(code))))
            .field(Field::day("from", cx.w.kit.from).value(cx.f.today()))
            .field(Field::day("to", words.last_day).optional());
        sheet = sheet.form(absence, refused, cx.form).form(authorise, refused, cx.form);
    }
    if cx.may(ADMINISTRATORS) {
        let appoint = fold("appoint", words.appoint)
            .field(Field::text("approver", words.account))
            .field(Field::text("name", words.name))
            .field(Field::choice("post", words.post, choices(POSTS, |code| cx.w.margin_code(code))))
            .field(Field::text("units", words.units).optional().hint(words.units_hint))
            .field(Field::text("deputy", words.deputy).optional())
            .field(Field::text("elma_user", words.task_account).optional());
        sheet = sheet.form(appoint, refused, cx.form);
    }
    sheet
}

/// The roster.
pub(super) async fn page(cx: &Cx<'_>, refused: Option<Refused>) -> Result<Reply, Problem> {
    let words = &cx.w.approval;
    let roster: Roster = cx.get("/approvals/roster", &[], &[]).await?;
    let head = Head::new(cx.w, tabs(cx, Tab::Roster), words.roster).area(words.title);
    let wide = Sheet::new().grid(&approvers(cx, &roster)).grid(&authorised(cx, &roster));
    let narrow = Sheet::new().card(cx.w.frame.actions, forms(cx, &roster, refused.as_ref()));
    let live = Sheet::new().columns(wide, narrow);
    Ok(Page::live(Section::Approvals, words.roster, head.html(), live.html()).with_maybe(Refused::problem(refused)).into())
}
