//! The register of emergency approvals: got outside of the system, recorded and checked after.

use super::{APPROVERS, EVERY_MS, ROWS, Tab, tabs, tone};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::Listed;
use crate::model::approval::Emergency;
use crate::pages::figures;
use crate::pages::kit::{Cell, Column, Field, FormView, Grid, Head, Refused, Sheet, asked, at};
use crate::pages::list::{self, Paging};
use crate::problem::Problem;
use crate::words::fill;

const PATH: &str = "/console/approvals/emergencies";

/// How far it is: consent, confirmation, violation, incident.
fn state(cx: &Cx<'_>, emergency: &Emergency) -> (String, &'static str) {
    let words = &cx.w.approval;
    match (&emergency.confirmation, emergency.incident, emergency.violation) {
        (_, true, _) => (words.incident.to_owned(), "bad"),
        (_, false, true) => (words.violation.to_owned(), "bad"),
        (Some(said), false, false) if said.confirmed => (fill(words.confirmed_by, &[&said.by.name]), "ok"),
        (Some(said), false, false) => (fill(words.refused_by, &[&said.by.name]), "bad"),
        (None, false, false) => (fill(words.confirm_by, &[&cx.f.due(&emergency.recorded.violation_at)]), "warn"),
    }
}

/// The register.
pub(super) async fn list(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let (words, margin) = (&cx.w.approval, &cx.w.margin);
    let names = &["incidents", "manager"];
    let query =
        [("incidents", asked(cx, "incidents")), ("manager", asked(cx, "manager")), ("cursor", asked(cx, "cursor")), ("limit", ROWS)];
    let listed: Listed<Emergency> = cx.get("/approvals/emergencies", &[], &query).await?;
    let row = |emergency: &Emergency| {
        let recorded = &emergency.recorded;
        let (text, tone_of) = state(cx, emergency);
        let consent = emergency.consent.as_deref().map_or(words.consent_waits, |code| cx.w.margin_code(code));
        vec![
            Cell::link(&recorded.number, at("approvals/emergencies", &recorded.id)).sub(cx.w.margin_code(&recorded.ground)),
            Cell::text(&recorded.client.name).sub(&recorded.manager),
            Cell::text(&recorded.authorised.name).sub(format!("{} · {}", cx.w.margin_code(&recorded.channel), consent)),
            figures::deviation(cx, recorded.deviation),
            Cell::money(cx.f, &recorded.total),
            Cell::badge(text, tone_of),
            Cell::text(cx.f.short(&recorded.recorded_at)),
        ]
    };
    let columns = vec![
        Column::text(margin.number),
        Column::text(margin.client),
        Column::text(words.who_allowed),
        Column::number(margin.deviation),
        Column::number(margin.total),
        Column::text(cx.w.frame.status),
        Column::text(words.recorded),
    ];
    let shows = [("", cx.w.frame.all), ("open", words.incidents)];
    let head = Head::new(cx.w, tabs(cx, Tab::Emergencies), words.emergencies)
        .area(words.title)
        .chips(cx.w.frame.status, list::chips(PATH, cx.asked, names, "incidents", &shows));
    let paging = Paging::new(PATH, cx.asked, names, listed.next_cursor.as_deref());
    let grid = Grid::page(cx.w, columns, (words.emergencies_empty, words.emergencies_empty_do)).rows(listed.items.iter().map(row));
    let live = Sheet::new().grid(&grid).paging(cx.w, &paging);
    Ok(Page { every_ms: EVERY_MS, ..Page::live(Section::Approvals, words.emergencies, head.html(), live.html()) }.into())
}

fn forms(cx: &Cx<'_>, emergency: &Emergency, refused: Option<&Refused>) -> Sheet {
    let words = &cx.w.approval;
    let path = at("approvals/emergencies", &emergency.recorded.id);
    let fold = |name: &'static str, title: &'static str| FormView::fold(cx.w, name, format!("{path}/{name}"), title);
    let mut sheet = Sheet::new();
    if emergency.consent.is_none() && emergency.recorded.authorised.id == cx.session.subject {
        let answers = vec![("true".to_owned(), words.consented.to_owned()), ("false".to_owned(), words.not_consented.to_owned())];
        let form = fold("consent", words.consent).field(Field::choice("given", words.answer, answers)).open(true);
        sheet = sheet.form(form, refused, cx.form);
    }
    if !cx.may(APPROVERS) {
        return sheet;
    }
    if emergency.confirmation.is_none() {
        let refuse = fold("refuse", words.refuse).key("r").field(Field::area("refusal", cx.w.frame.reason)).danger();
        sheet = sheet.form(fold("confirm", words.confirm).key("a"), refused, cx.form).form(refuse, refused, cx.form);
    }
    if emergency.incident {
        let close = fold("close-incident", words.close_incident).field(Field::area("conclusion", words.conclusion));
        sheet = sheet.form(close, refused, cx.form);
    }
    sheet
}

/// One emergency approval.
pub(super) async fn page(cx: &Cx<'_>, id: &str, refused: Option<Refused>) -> Result<Reply, Problem> {
    let (words, margin) = (&cx.w.approval, &cx.w.margin);
    let emergency: Emergency = cx.get("/approvals/emergencies/{emergency_id}", &[id], &[]).await?;
    let recorded = &emergency.recorded;
    let consent = match &emergency.consent {
        Some(code) => Cell::badge(cx.w.margin_code(code), tone(code)),
        None => Cell::text(fill(words.answer_by, &[&cx.f.due(&recorded.consent_by)])),
    };
    let confirmed = emergency.confirmation.as_ref().map(|said| cx.f.moment(&said.at)).unwrap_or_default();
    let about = vec![
        (margin.order, Cell::link(&recorded.number, at("approvals/processes", &recorded.process))),
        (margin.client, Cell::text(&recorded.client.name)),
        (margin.manager, Cell::text(&recorded.manager)),
        (margin.total, Cell::money(cx.f, &recorded.total)),
        (margin.deviation, figures::deviation(cx, recorded.deviation)),
        (margin.shortfall, Cell::money(cx.f, &recorded.shortfall)),
        (words.level, Cell::text(cx.w.margin_code(&recorded.level))),
        (words.who_allowed, Cell::text(&recorded.authorised.name).sub(cx.w.margin_code(&recorded.channel))),
        (words.ground, Cell::text(cx.w.margin_code(&recorded.ground))),
        (words.proof, Cell::text(&recorded.proof)),
        (words.obtained, Cell::text(cx.f.moment(&recorded.obtained_at))),
        (words.recorded, Cell::text(cx.f.moment(&recorded.recorded_at))),
        (words.consent, consent),
        (words.confirmed_at, Cell::text(confirmed)),
    ];
    let (text, tone_of) = state(cx, &emergency);
    let title = fill(words.emergency_of, &[&recorded.number]);
    let head = Head::new(cx.w, tabs(cx, Tab::Emergencies), &title).area(words.title).badge(text, tone_of);
    let narrow = Sheet::new().card(cx.w.frame.actions, forms(cx, &emergency, refused.as_ref()));
    let live = Sheet::new().columns(Sheet::new().facts("", &about), narrow);
    let page = Page::live(Section::Approvals, &title, head.html(), live.html());
    Ok(Page { every_ms: EVERY_MS, ..page }.with_maybe(Refused::problem(refused)).into())
}
