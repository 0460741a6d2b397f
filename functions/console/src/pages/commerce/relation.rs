//! One relation of two parties: it ends, its share changes, it was recorded wrongly.

use super::{RELATERS, Tab, span_text, tabs};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::commerce::{Basis, Link, Party, Relation, Relations};
use crate::pages::kit::{Cell, Field, FormView, Head, Refused, Sheet, asked, at, choices};
use crate::problem::Problem;

const LINKS: &[&str] =
    &["SUBSIDIARY_OF", "HOST_SUBSIDIARY", "BENEFICIAL_OWNER_OF", "MANAGES", "AGENT_OF", "ATTORNEY_OF", "GUARANTOR_OF", "INSURER_OF"];

/// Which end does what to the other, in words, with its share.
pub(super) fn how(cx: &Cx<'_>, relation: &Relation) -> String {
    let words = &cx.w.parties;
    let how = match (relation.side.as_str(), relation.link.share.is_some()) {
        ("SOURCE", true) => words.owns,
        ("SOURCE", false) => words.acts_for,
        (_, true) => words.owned_by,
        (_, false) => words.acted_by,
    };
    let share = relation.link.share.as_deref().map(|share| format!(" {} %", cx.f.quantity(share))).unwrap_or_default();
    format!("{how}{share}")
}

/// The fields of what one does to the other; of a relation that is corrected the type stays.
pub(super) fn link_fields(cx: &Cx<'_>, form: FormView, known: Option<&Link>) -> FormView {
    let (words, desk) = (&cx.w.parties, &cx.w.party_desk);
    let share = known.and_then(|link| link.share.clone()).unwrap_or_default();
    let level = known.and_then(|link| link.level.clone()).unwrap_or_default();
    let levels = ["OPERATOR", "ADMIN", "SIGNATORY"];
    let form = match known {
        Some(link) => form.hidden("link", &link.kind),
        None => form.field(Field::choice("link", words.kind, choices(LINKS, |code| cx.w.trade(code)))),
    };
    let manages = known.is_none_or(|link| link.kind == "MANAGES");
    let owns = known.is_none_or(|link| link.share.is_some() || link.kind == "BENEFICIAL_OWNER_OF");
    let form = if owns { form.field(Field::decimal("share", words.share).hint(desk.share_hint).value(share).optional()) } else { form };
    let level = Field::choice("level", desk.level, choices(&levels, |code| cx.w.desk_code(code))).hint(desk.level_hint).value(level);
    if manages { form.field(level.optional()) } else { form }
}

/// The fields of the document that it rests on.
pub(super) fn basis_fields(cx: &Cx<'_>, form: FormView, known: Option<&Basis>) -> FormView {
    let desk = &cx.w.party_desk;
    let of = |text: fn(&Basis) -> &str| known.map(text).unwrap_or_default().to_owned();
    form.field(Field::text("basis_number", desk.basis_number).hint(desk.basis).value(of(|basis| &basis.number)).optional())
        .field(Field::text("basis_kind", desk.basis_kind).hint(desk.basis_kind_hint).value(of(|basis| &basis.kind)).optional())
        .field(Field::day("basis_day", desk.basis_day).value(of(|basis| &basis.day)).optional())
        .field(Field::text("basis_country", desk.basis_country).value(of(|basis| &basis.jurisdiction)).optional())
        .field(
            Field::text("basis_foreign", desk.basis_foreign)
                .value(of(|basis| basis.foreign_law_reason.as_deref().unwrap_or_default()))
                .optional(),
        )
}

fn forms(cx: &Cx<'_>, party: &str, relation: &Relation, refused: Option<&Refused>) -> Sheet {
    let (words, desk) = (&cx.w.parties, &cx.w.party_desk);
    let path = at("commerce/relations", &relation.relation_id);
    let fold = |name: &'static str, title: &'static str| {
        FormView::fold(cx.w, name, format!("{path}/{name}"), title).hidden("at", format!("parties/{party}"))
    };
    let reason = || Field::text("reason", cx.w.frame.reason).wide();
    let end = fold("terminate", desk.end_relation).field(Field::day("on", desk.first_day_without).value(cx.f.today())).field(reason());
    let mut sheet = Sheet::new().form(end, refused, cx.form);
    if relation.link.share.is_some() {
        let share = fold("share", desk.change_share)
            .hint(desk.change_share_hint)
            .field(Field::day("from", desk.first_day).value(cx.f.today()))
            .field(Field::decimal("share", words.share));
        sheet = sheet.form(basis_fields(cx, share, None), refused, cx.form);
    }
    let correct = link_fields(cx, fold("correct", desk.correct), Some(&relation.link))
        .field(Field::day("valid_from", cx.w.kit.from).value(&relation.valid.from))
        .field(Field::day("valid_until", cx.w.contracts.valid_until).value(relation.valid.until.clone().unwrap_or_default()).optional());
    let correct = basis_fields(cx, correct, relation.basis.as_ref()).field(reason());
    sheet.form(correct, refused, cx.form).form(fold("void", desk.void).field(reason()).danger(), refused, cx.form)
}

/// The party from whose page it was opened.
fn seen_from<'a>(cx: &Cx<'a>) -> &'a str {
    match cx.form.get("at").split_once('/') {
        Some(("parties", id)) => id,
        _ => asked(cx, "party"),
    }
}

/// One relation, seen from one of its ends.
pub(super) async fn page(cx: &Cx<'_>, id: &str, refused: Option<Refused>) -> Result<Reply, Problem> {
    let (words, desk) = (&cx.w.parties, &cx.w.party_desk);
    let party_id = seen_from(cx);
    if party_id.is_empty() {
        return Err(Problem::no_page());
    }
    let party: Party = cx.get("/commerce/parties/{party_id}", &[party_id], &[]).await?;
    let related: Relations = cx.get("/commerce/parties/{party_id}/relations", &[party_id], &[]).await?;
    let back = at("commerce/parties", &party.party_id);
    let head = Head::new(cx.w, tabs(cx, Tab::Parties), format!("{}: {}", desk.relation, party.profile.name));
    let head = head.link(back, cx.w.frame.back.to_owned());
    let Some(relation) = related.relations.iter().find(|relation| relation.relation_id == id) else {
        let sheet = Sheet::new().raw(&head.html()).text("callout warn", desk.relation_gone);
        return Ok(Page::still(Section::Commerce, desk.relation, sheet.html()).with_maybe(Refused::problem(refused)).into());
    };
    let other = relation.other_name.as_deref().unwrap_or(&relation.other_id);
    let basis = relation.basis.as_ref().map(|basis| format!("{} {}, {}", basis.kind, basis.number, cx.f.day(&basis.day)));
    let about = vec![
        (words.kind, Cell::text(cx.w.trade(&relation.link.kind)).sub(how(cx, relation))),
        (desk.other, Cell::links(vec![(at("commerce/parties", &relation.other_id), other.to_owned())])),
        (words.valid, Cell::text(span_text(cx, &relation.valid))),
        (desk.basis, Cell::text(basis.unwrap_or_default())),
    ];
    let mut sheet = Sheet::new().raw(&head.html()).facts("", &about);
    if cx.may(RELATERS) {
        sheet = sheet.card(cx.w.frame.actions, forms(cx, &party.party_id, relation, refused.as_ref()));
    }
    Ok(Page::still(Section::Commerce, desk.relation, sheet.html()).with_maybe(Refused::problem(refused)).into())
}
