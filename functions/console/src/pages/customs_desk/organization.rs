//! One organization: its fields and where they came from, what differs, and what is done with it.

use super::organization_fields::{address_line, addresses, is_individual, label, of_kind, value_line};
use super::{ADMINISTRATORS, EVERY_MS, KEEPERS, SECTION, Tab, failure, tabs};
use crate::context::Cx;
use crate::frame::{Page, Reply};
use crate::model::customs_desk::{Difference, Exchange, Organization, text};
use crate::pages::kit::deed::Deed;
use crate::pages::kit::{Button, Cell, Column, Field, FormView, Grid, Head, Refused, Sheet, at};
use crate::problem::Problem;
use crate::words::fill;

/// Does what a form of the page asks. Erasing wants to be said twice.
pub(super) async fn perform(cx: &Cx<'_>, deed: &Deed, id: &str) -> Result<(), Problem> {
    if deed.name == "erase" && cx.form.get("understood") != "true" {
        return Err(Problem::field("understood", cx.w.customs_parties.say_understood));
    }
    deed.perform(cx, id).await.map(drop)
}

/// The fields of the profile, each with where it came from.
fn profile(cx: &Cx<'_>, organization: &Organization) -> Vec<(&'static str, Cell)> {
    let fields = organization.fields();
    let origin = |name: &str| organization.provenance.get(name).map(|source| cx.w.customs_word(source)).unwrap_or_default();
    let kind = organization.kind();
    let own = of_kind(kind).filter(|one| one.place.first() == Some(&"profile"));
    let shown = own.map(|one| (one, text(&fields, one.place))).filter(|(_, text)| !text.is_empty());
    let mut facts: Vec<(&'static str, Cell)> =
        shown.map(|(one, text)| (label(cx, one.name), Cell::text(text).sub(origin(one.origin)))).collect();
    if !is_individual(kind) {
        for (name, place) in addresses(kind) {
            let line = fields.get(place[0]).and_then(|holder| holder.get(place[1])).map(address_line).unwrap_or_default();
            if !line.is_empty() {
                facts.push((label(cx, name), Cell::text(line).sub(origin(name))));
            }
        }
    }
    facts
}

/// Personal data, or why it is not shown.
fn personal(cx: &Cx<'_>, organization: &Organization) -> Sheet {
    let words = &cx.w.customs_parties;
    match organization.personal.state.as_str() {
        "none" => return Sheet::new(),
        "removed" => return Sheet::new().card(words.personal, Sheet::new().text("callout warn", words.removed)),
        "sealed" => return Sheet::new().card(words.personal, Sheet::new().text("muted", words.sealed)),
        "erased" => {
            let at = organization.personal.data.as_ref().map(|data| cx.f.moment(text(data, &["at"]))).unwrap_or_default();
            return Sheet::new().card(words.personal, Sheet::new().text("callout warn", &fill(words.erased_at, &[&at])));
        }
        _ => {}
    }
    let (fields, kind) = (organization.fields(), organization.kind());
    let own = of_kind(kind).filter(|one| one.place.first() == Some(&"personal"));
    let shown = own.map(|one| (one, text(&fields, one.place))).filter(|(_, text)| !text.is_empty());
    let day = |one: &super::organization_fields::FieldOf, text: &str| if one.is_day { cx.f.day(text) } else { text.to_owned() };
    let mut facts: Vec<(&'static str, Cell)> = shown.map(|(one, text)| (label(cx, one.name), Cell::text(day(one, text)))).collect();
    for (name, place) in addresses(kind).into_iter().filter(|_| is_individual(kind)) {
        let line = fields.get(place[0]).and_then(|holder| holder.get(place[1])).map(address_line).unwrap_or_default();
        if !line.is_empty() {
            facts.push((label(cx, name), Cell::text(line)));
        }
    }
    Sheet::new().facts(words.personal, &facts)
}

/// Where other records differ, with a decision each.
fn differences(cx: &Cx<'_>, organization: &Organization, path: &str) -> Grid {
    let words = &cx.w.customs_parties;
    let row = |one: &Difference| {
        let hidden = vec![("field", one.field.clone()), ("source", one.source.clone())];
        let button =
            |name: &str, label: &'static str| Button { path: format!("{path}/{name}"), label, hidden: hidden.clone(), ..Button::default() };
        let decide = Cell::empty().with(Some(button("accept", words.accept))).with(Some(button("dismiss", words.dismiss)));
        let origin = one.provenance.as_deref().map(|source| cx.w.customs_word(source)).unwrap_or_default();
        vec![
            Cell::text(label(cx, &one.field)),
            Cell::text(one.ours.as_ref().map(value_line).unwrap_or_default()).sub(origin),
            Cell::text(value_line(&one.theirs)).sub(cx.w.customs_word(&one.source)),
            if cx.may(KEEPERS) { decide } else { Cell::empty() },
        ]
    };
    let columns = vec![Column::text(words.field), Column::text(words.ours), Column::text(words.theirs), Column::text("")];
    Grid::part(cx.w, words.differences, columns, (words.none_differ_here, "")).rows(organization.differences.iter().map(row))
}

/// How an exchange with the vendor stands: what, when, and why not.
fn exchange(cx: &Cx<'_>, exchange: &Exchange) -> Cell {
    let tone = match exchange.status.as_str() {
        "done" => "ok",
        "held" | "stale" => "warn",
        "failed" => "bad",
        "requested" => "info",
        _ => "plain",
    };
    let words = &cx.w.customs_parties;
    let mut more: Vec<String> = exchange.at.iter().map(|at| cx.f.moment(at)).collect();
    match (&exchange.held, &exchange.error) {
        (Some(held), _) => more.push(match held.reason.as_str() {
            "another-name" => fill(words.held_another_name, &[held.theirs.as_deref().unwrap_or_default()]),
            "another-organization" => words.held_another.to_owned(),
            "person-known" => words.held_person.to_owned(),
            "personal-data-differs" => words.held_personal.to_owned(),
            _ => words.held_differs.to_owned(),
        }),
        (None, Some(error)) => more.push(failure(cx, error)),
        (None, None) if exchange.status == "failed" => more.push(words.not_in_registry.to_owned()),
        (None, None) => {}
    }
    Cell::badge(cx.w.customs_word(&exchange.status), tone).sub(more.join(" · "))
}

fn forms(cx: &Cx<'_>, organization: &Organization, path: &str, refused: Option<&Refused>) -> Sheet {
    let words = &cx.w.customs_parties;
    let fold = |name: &'static str, title: &'static str| FormView::fold(cx.w, name, format!("{path}/{name}"), title);
    let reason = || Field::text("reason", cx.w.frame.reason).wide();
    let erased = organization.personal.state == "erased";
    let mut sheet = Sheet::new();
    if cx.may(KEEPERS) && !(erased && is_individual(organization.kind())) {
        if matches!(organization.kind(), "LEGAL" | "ENTREPRENEUR") {
            sheet = sheet.form(fold("sync", words.sync).hint(words.sync_hint), refused, cx.form);
        }
        let push =
            fold("push", words.push).hint(words.push_hint).field(Field::tick("overwrite", words.overwrite).hint(words.overwrite_hint));
        sheet = sheet.form(push, refused, cx.form);
    }
    if cx.may(KEEPERS) {
        let hiding = match organization.hidden {
            Some(_) => fold("unhide", words.unhide),
            None => fold("hide", words.hide).hint(words.hide_hint).field(reason()),
        };
        sheet = sheet.form(hiding, refused, cx.form);
    }
    let has_personal = matches!(organization.personal.state.as_str(), "open" | "sealed" | "removed");
    if cx.may(ADMINISTRATORS) && has_personal {
        let erase = fold("erase", words.erase)
            .hint(words.erase_hint)
            .field(reason().hint(words.erase_reason_hint))
            .field(Field::tick("understood", words.understood))
            .danger()
            .asking(words.erase_ask);
        sheet = sheet.form(erase, refused, cx.form);
    }
    sheet
}

/// One organization.
pub(super) async fn page(cx: &Cx<'_>, id: &str, refused: Option<Refused>) -> Result<Reply, Problem> {
    let words = &cx.w.customs_parties;
    let organization: Organization = cx.get("/customs/organizations/{organization_id}", &[id], &[]).await?;
    let path = at("customs/organizations", id);
    let may_edit = cx.may(KEEPERS) && !(organization.personal.state == "erased" && is_individual(organization.kind()));
    let mut head = Head::new(cx.w, tabs(cx, Tab::Organizations), organization.name())
        .area(cx.w.customs.title)
        .badge(cx.w.customs_word(organization.kind()), "plain")
        .button(may_edit, format!("{path}/edit"), cx.w.frame.change);
    if let Some(reason) = &organization.hidden {
        head = head.badge(words.is_hidden, "warn").lead(fill(words.hidden_because, &[reason]));
    }
    let vendor_id = organization.vendor_id.as_ref().map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
    let standing = vec![
        (words.synced, exchange(cx, &organization.sync)),
        (words.pushed, exchange(cx, &organization.push)),
        (words.vendor_id, Cell::text(vendor_id.unwrap_or_default()).mono()),
        (words.known_since, Cell::text(cx.f.moment(&organization.created_at))),
    ];
    let wide = Sheet::new()
        .grid(&differences(cx, &organization, &path))
        .facts(words.fields, &profile(cx, &organization))
        .raw(&personal(cx, &organization).html());
    let narrow = Sheet::new().facts(words.at_vendor, &standing).card(cx.w.frame.actions, forms(cx, &organization, &path, refused.as_ref()));
    let page = Page::live(SECTION, organization.name(), head.html(), Sheet::new().columns(wide, narrow).html()).following(&[id]);
    Ok(Page { every_ms: EVERY_MS, ..page }.with_maybe(Refused::problem(refused)).into())
}
