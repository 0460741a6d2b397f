//! One declaration: where it stands, what comes next, what happened, what can be done.

use super::head::{self, Part};
use super::{DECLARANTS, PLACE, SETTLERS, inside, journal, submission};
use crate::context::Cx;
use crate::format::Amount;
use crate::frame::{Page, Reply, Section};
use crate::model::Listed;
use crate::model::customs::{AlertItem, Declaration, Estimated, Message, Submission};
use crate::pages::kit::{Button, Cell, Column, Field, FormView, Grid, Refused, Sheet, at};
use crate::problem::Problem;
use crate::words::fill;

/// Messages on the page; all of them are on a page of their own.
const MESSAGES: &str = "10";

/// What somebody should do now, or what is waited for.
fn next(cx: &Cx<'_>, declaration: &Declaration) -> &'static str {
    let words = &cx.w.customs;
    match declaration.summary.status.as_str() {
        "draft" if declaration.form.is_none() => words.next_form,
        "draft" if declaration.summary.goods_count == 0 => words.next_goods,
        "draft" if declaration.parties.is_empty() => words.next_parties,
        "draft" => words.next_submit,
        "submitting" => words.next_submitting,
        "submission-failed" => words.next_failed,
        "awaiting-filing" => words.next_filing,
        "sent" => words.next_sent,
        "registered" => words.next_registered,
        "correction-requested" => words.next_correction,
        "released" => words.next_released,
        "rejected" | "release-refused" | "withdrawn" | "cancelled" => words.next_refused,
        _ => words.next_deleted,
    }
}

/// How urgent that is.
fn next_class(status: &str) -> &'static str {
    match status {
        "submission-failed" | "rejected" | "release-refused" => "callout bad",
        "awaiting-filing" | "correction-requested" => "callout warn",
        _ => "callout",
    }
}

fn about(cx: &Cx<'_>, declaration: &Declaration) -> Vec<(&'static str, Cell)> {
    let (words, header, summary) = (&cx.w.customs, &declaration.header, &declaration.summary);
    let origin = declaration.origin.of.as_ref().map(|of| Cell::link(words.origin_open, at(PLACE, of)));
    let inn = header.organization.inn.clone().unwrap_or_default();
    let shipment = header.shipment.as_ref().map(|shipment| shipment.external.clone()).unwrap_or_default();
    vec![
        (words.registration_number, Cell::text(summary.registration_number.clone().unwrap_or_default()).strong()),
        (words.vendor_says, Cell::text(summary.vendor_text.clone().unwrap_or_default())),
        (words.kind, Cell::text(cx.w.customs_code(&header.declaration_type))),
        (words.procedure, Cell::text(header.procedure.text())),
        (words.singularity, Cell::text(header.singularity.as_ref().map(|feature| feature.name.clone()).unwrap_or_default())),
        (words.office, Cell::text(header.office.text())),
        (words.declarant, Cell::text(&header.organization.name).sub(inn)),
        (words.employee, Cell::text(&header.employee.name)),
        (words.shipment, Cell::text(shipment)),
        (words.origin, origin.unwrap_or_default()),
        (words.docflow, Cell::text(declaration.docflow.clone().unwrap_or_default()).mono()),
        (words.begun, Cell::text(cx.f.moment(&summary.created_at)).sub(summary.author.clone().unwrap_or_default())),
        (words.changed, Cell::text(cx.f.moment(&declaration.changed_at))),
    ]
}

/// Weight as people say it, of grams.
pub(super) fn kilograms(cx: &Cx<'_>, grams: Option<u64>) -> String {
    let text = |grams: u64| {
        let whole = format!("{}.{:03}", grams / 1_000, grams % 1_000);
        let short = whole.trim_end_matches('0').trim_end_matches('.');
        fill(cx.w.customs.kilograms, &[&cx.f.quantity(short)])
    };
    grams.map(text).unwrap_or_default()
}

fn goods(cx: &Cx<'_>, declaration: &Declaration) -> Vec<(&'static str, Cell)> {
    let words = &cx.w.customs;
    let Some(form) = &declaration.form else { return Vec::new() };
    let money = |amount: &Option<Amount>| amount.as_ref().map_or_else(Cell::empty, |amount| Cell::money(cx.f, amount));
    let path = inside(&declaration.summary.declaration_id, &["goods"]);
    vec![
        (words.goods_count, Cell::link(form.goods.count.to_string(), path)),
        (words.gross, Cell::text(kilograms(cx, form.goods.gross_grams))),
        (words.net, Cell::text(kilograms(cx, form.goods.net_grams))),
        (words.invoiced, money(&form.goods.invoiced)),
        (words.customs_value, money(&form.goods.customs_value)),
        (words.form_size, Cell::text(super::size(cx, form.size_bytes))),
    ]
}

fn estimate(cx: &Cx<'_>, estimated: &Estimated) -> Vec<(&'static str, Cell)> {
    let (words, totals) = (&cx.w.customs, &estimated.totals);
    let total = Amount::sum([&totals.duty, &totals.vat, &totals.fee].into_iter());
    vec![
        (words.duty, Cell::money(cx.f, &totals.duty)),
        (words.vat, Cell::money(cx.f, &totals.vat)),
        (words.fee, Cell::money(cx.f, &totals.fee)),
        (cx.w.kit.total, total.map_or_else(Cell::empty, |total| Cell::money(cx.f, &total).strong())),
        (words.rules_of, Cell::text(cx.f.day(&estimated.on))),
        (words.certainty, super::estimate::certainty(cx, &estimated.status)),
    ]
}

/// What does not fit, and what somebody did about it.
fn alerts(cx: &Cx<'_>, declaration: &Declaration) -> Sheet {
    let words = &cx.w.customs;
    let path = at(PLACE, &declaration.summary.declaration_id);
    let button = |name: &str, hidden: Vec<(&'static str, String)>| Button {
        path: format!("{path}/{name}"),
        label: words.settle,
        hidden,
        reason: words.settle_note,
        ..Button::default()
    };
    let alert = |item: &AlertItem| {
        let settle = button("settle-alert", vec![("index", item.index.to_string())]);
        let fact = item.alert.fact.as_deref().map(|fact| cx.w.customs_code(fact)).unwrap_or_default();
        let said = [item.alert.said(), fact.to_owned(), cx.w.customs_alert_do(&item.alert.alert).to_owned()];
        let said: Vec<String> = said.into_iter().filter(|text| !text.is_empty()).collect();
        let what = Cell::text(cx.w.customs_alert(&item.alert.alert)).sub(said.join(" · "));
        let state = match &item.settled {
            Some(note) => Cell::badge(words.settled, "ok").sub(note),
            None => Cell::badge(words.attention, "warn").with(Some(settle).filter(|_| cx.may(SETTLERS))),
        };
        vec![what, Cell::text(cx.f.short(&item.at)), state]
    };
    let orphan = |docflow: &String| {
        let settle = button("settle-orphan", vec![("docflow", docflow.clone())]);
        let state = Cell::badge(words.attention, "warn").with(Some(settle).filter(|_| cx.may(SETTLERS)));
        vec![Cell::text(words.orphan).sub(docflow), Cell::empty(), state]
    };
    if declaration.alerts.is_empty() && declaration.orphans.is_empty() {
        return Sheet::new();
    }
    let columns = vec![Column::text(words.what_differs), Column::text(cx.w.frame.when), Column::text(cx.w.frame.status)];
    let rows = declaration.alerts.iter().map(alert).chain(declaration.orphans.iter().map(orphan));
    Sheet::new().grid(&Grid::part(cx.w, words.alerts, columns, (words.no_alerts, "")).rows(rows))
}

/// What can be done.
fn forms(cx: &Cx<'_>, declaration: &Declaration, sent: &Submission, refused: Option<&Refused>) -> Sheet {
    let (words, summary) = (&cx.w.customs, &declaration.summary);
    if !cx.may(DECLARANTS) {
        return Sheet::new();
    }
    let path = at(PLACE, &summary.declaration_id);
    let fold = |name: &'static str, title: &'static str| FormView::fold(cx.w, name, format!("{path}/{name}"), title);
    let mut sheet = Sheet::new();
    let mut offer = |offered: bool, form: FormView| {
        if offered {
            sheet = std::mem::take(&mut sheet).form(form, refused, cx.form);
        }
    };
    let status = summary.status.as_str();
    let submit = fold("submit", words.submit).hint(words.submit_hint).key("s").hidden("_version", summary.version.to_string());
    offer(declaration.editable, submit.open(summary.goods_count > 0));
    let is_refused = matches!(status, "rejected" | "release-refused" | "withdrawn" | "cancelled");
    let is_final = is_refused || status == "released";
    let is_amending = sent.is_amendment() && sent.is_open();
    let is_open = sent.is_open() && !is_final && !matches!(status, "draft" | "deleted");
    let may_amend = status == "correction-requested" && !sent.is_open() && declaration.documents.iter().any(|one| !one.whole);
    offer(may_amend, fold("amend", words.amend).hint(words.amend_hint).open(true));
    let is_stuck = is_open || matches!(status, "submitting" | "submission-failed");
    let is_failed = sent.steps.iter().any(|item| item.state == "failed");
    offer(is_stuck, fold("resume", words.resume).hint(words.resume_hint).open(is_failed));
    let reason = || Field::text("reason", cx.w.frame.reason);
    let give_up_hint = if is_amending { words.give_up_amendment_hint } else { words.give_up_hint };
    offer(is_stuck, fold("give-up", words.give_up).hint(give_up_hint).field(reason()).danger());
    offer(is_refused, fold("revision", words.revision).hint(words.revision_hint).open(true));
    let name = Field::text("name", words.copy_name).value(fill(words.copy_of, &[&summary.name]));
    offer(true, fold("copy", words.copy).hint(words.copy_hint).field(name));
    offer(is_final && !summary.archived, fold("archive", words.put_away));
    offer(summary.archived, fold("unarchive", words.take_back));
    offer(declaration.editable, fold("delete", words.delete).hint(words.delete_hint).field(reason()).danger());
    sheet
}

/// One declaration.
pub(super) async fn page(cx: &Cx<'_>, id: &str, refused: Option<Refused>) -> Result<Reply, Problem> {
    let words = &cx.w.customs;
    let declaration = head::declaration(cx, id).await?;
    let messages: Listed<Message> = cx.get("/customs/declarations/{declaration_id}/messages", &[id], &[("limit", MESSAGES)]).await?;
    let sent: Submission = match declaration.summary.status.as_str() {
        // Nothing was sent yet, or it is not known any more.
        "draft" if declaration.docflow.is_none() => Submission::default(),
        _ => cx.get("/customs/declarations/{declaration_id}/submission", &[id], &[]).await?,
    };
    let status = &declaration.summary.status;
    let wide = Sheet::new()
        .text(next_class(status), next(cx, &declaration))
        .raw(&alerts(cx, &declaration).html())
        .raw(&submission::steps(cx, &declaration, &sent).html())
        .card(words.journal, journal::timeline(cx, &declaration, &messages.items));
    let narrow =
        Sheet::new().card(cx.w.frame.actions, forms(cx, &declaration, &sent, refused.as_ref())).facts("", &about(cx, &declaration));
    let narrow = if declaration.form.is_some() { narrow.facts(words.goods, &goods(cx, &declaration)) } else { narrow };
    let narrow = match &declaration.estimate {
        Some(estimated) => narrow.facts(words.estimate, &estimate(cx, estimated)),
        None => narrow,
    };
    let head = head::head(cx, &declaration, Part::Overview);
    let head = if declaration.deleted { head.badge(cx.w.customs_code("deleted"), "plain") } else { head };
    // The heading says where the declaration stands, so it follows too.
    let live = Sheet::new().raw(&head.html()).columns(wide, narrow);
    let page = Page::live(Section::Customs, head.title(), String::new(), live.html());
    Ok(page.following(&[id]).with_maybe(Refused::problem(refused)).into())
}
