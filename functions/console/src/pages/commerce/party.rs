//! One party: what is known of it, where money for it goes, how it is taxed, who owns it.

use serde_json::json;

use super::{RELATERS, SENIORS, Tab, WRITERS, relation, span_text, tabs, take};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::commerce::{BankAccount, Inherited, Party, Registration, Relation, Relations};
use crate::pages::kit::form::currencies;
use crate::pages::kit::picker::Picked;
use crate::pages::kit::{Button, Cell, Column, Field, FormView, Grid, Head, Refused, Sheet, at, done};
use crate::pages::ledger::READERS;
use crate::pages::order_form::insert;
use crate::problem::Problem;
use crate::words::fill;

/// Who may name the root, and who may thaw, as the commands say.
const ROOT_NAMERS: &[kernel::Role] = &[kernel::Role::TeamLead, kernel::Role::Administrator];
const THAWERS: &[kernel::Role] = &[kernel::Role::TeamLead];

fn registrations(cx: &Cx<'_>, party: &Party) -> Grid {
    let (words, desk) = (&cx.w.parties, &cx.w.party_desk);
    let path = at("commerce/parties", &party.party_id);
    let row = |registration: &Registration, current: bool| {
        let state = if current { Cell::badge(words.current, "ok") } else { Cell::empty() };
        let hidden = vec![("jurisdiction", registration.jurisdiction.clone()), ("from", registration.valid.from.clone())];
        let close = Button {
            path: format!("{path}/close-tax"),
            label: desk.close_tax,
            hidden: hidden.clone(),
            day: Some(("until", desk.first_day_without, cx.f.today())),
            ..Button::default()
        };
        let withdraw = Button {
            path: format!("{path}/withdraw-tax"),
            label: desk.withdraw_tax,
            hidden,
            reason: cx.w.frame.reason,
            ..Button::default()
        };
        let may = cx.may(SENIORS);
        vec![
            Cell::text(format!("{} {}", registration.jurisdiction, registration.regime)),
            Cell::text(registration.certificate.as_deref().unwrap_or_default()).mono(),
            Cell::text(span_text(cx, &registration.valid)),
            state.with(Some(close).filter(|_| may && registration.valid.until.is_none())).with(Some(withdraw).filter(|_| may)),
        ]
    };
    let rows = party.registrations.iter().map(|one| row(one, true));
    let rows = rows.chain(party.other_registrations.iter().map(|one| row(one, false)));
    let columns =
        vec![Column::text(words.regime), Column::text(words.certificate), Column::text(words.valid), Column::text(cx.w.frame.status)];
    Grid::part(cx.w, words.registrations, columns, (words.no_registrations, words.no_registrations_do)).rows(rows)
}

fn accounts(cx: &Cx<'_>, party: &Party) -> Grid {
    let desk = &cx.w.party_desk;
    let row = |account: &BankAccount| {
        let number = account.number();
        let remove = Button {
            path: format!("{}/remove-account", at("commerce/parties", &party.party_id)),
            label: desk.remove_account,
            hidden: vec![("number", account.number.to_string())],
            confirm: fill(desk.remove_account_sure, &[&number]),
            ..Button::default()
        };
        vec![
            Cell::text(number).mono(),
            Cell::text(account.bank.as_deref().unwrap_or_default()),
            Cell::text(account.currency.as_deref().unwrap_or_default()),
            Cell::empty().with(Some(remove).filter(|_| cx.may(SENIORS))),
        ]
    };
    let columns = vec![Column::text(cx.w.parties.number), Column::text(desk.bank), Column::text(cx.w.kit.currency), Column::text("")];
    Grid::part(cx.w, cx.w.parties.accounts, columns, (desk.no_accounts, desk.no_accounts_do)).rows(party.accounts.iter().map(row))
}

fn relations(cx: &Cx<'_>, id: &str, relations: &Relations) -> Grid {
    let words = &cx.w.parties;
    let row = |relation: &Relation| {
        let change = format!("{}?party={}", at("commerce/relations", &relation.relation_id), crate::http::encoded(id));
        let change = if cx.may(RELATERS) { vec![(change, cx.w.party_desk.change_relation.to_owned())] } else { Vec::new() };
        vec![
            Cell::link(relation.other_name.as_deref().unwrap_or(&relation.other_id), at("commerce/parties", &relation.other_id))
                .sub(relation::how(cx, relation)),
            Cell::text(cx.w.trade(&relation.link.kind)),
            Cell::text(span_text(cx, &relation.valid)),
            Cell::links(change),
        ]
    };
    let columns = vec![Column::text(cx.w.party_desk.other), Column::text(words.kind), Column::text(words.valid), Column::text("")];
    Grid::part(cx.w, words.relations, columns, (words.no_relations, words.no_relations_do)).rows(relations.relations.iter().map(row))
}

/// Numbers of merged duplicates: they may be given up, so that somebody else can have them.
fn inherited(cx: &Cx<'_>, party: &Party) -> Option<Grid> {
    let desk = &cx.w.party_desk;
    if party.inherited.is_empty() {
        return None;
    }
    let row = |one: &Inherited| {
        let give_up = Button {
            path: format!("{}/give-up", at("commerce/duplicates", &one.held_by)),
            label: desk.give_up,
            hidden: vec![("identifier", json!(one.identifier).to_string()), ("at", format!("parties/{}", party.party_id))],
            reason: cx.w.frame.reason,
            ..Button::default()
        };
        vec![Cell::text(one.identifier.text(cx.w)).mono(), Cell::empty().with(Some(give_up).filter(|_| cx.may(SENIORS)))]
    };
    let columns = vec![Column::text(cx.w.parties.number), Column::text("")];
    Some(Grid::part(cx.w, desk.inherited, columns, (desk.none_inherited, "")).rows(party.inherited.iter().map(row)))
}

fn facts(cx: &Cx<'_>, party: &Party) -> Vec<(&'static str, Cell)> {
    let words = &cx.w.parties;
    let profile = &party.profile;
    let text = |text: &Option<String>| Cell::text(text.as_deref().unwrap_or_default());
    let identifiers: Vec<String> = profile.identifiers.iter().map(|identifier| identifier.text(cx.w)).collect();
    vec![
        (words.kind, Cell::text(cx.w.trade(&profile.kind))),
        (words.legal_name, text(&profile.legal_name)),
        (words.country, Cell::text(&profile.jurisdiction)),
        (words.identifiers, Cell::text(identifiers.join(", ")).mono()),
        (words.address, text(&profile.address)),
        (words.phone, text(&profile.phone).mono()),
        (
            words.contracts,
            Cell::links(vec![(format!("/console/commerce/contracts?party_id={}", party.party_id), cx.w.kit.contracts.to_owned())]),
        ),
    ]
}

/// The forms of money and taxes.
fn money_forms(cx: &Cx<'_>, party: &Party, refused: Option<&Refused>) -> Sheet {
    let (words, desk) = (&cx.w.parties, &cx.w.party_desk);
    if !cx.may(SENIORS) {
        return Sheet::new();
    }
    let path = at("commerce/parties", &party.party_id);
    let account = FormView::fold(cx.w, "add-account", format!("{path}/add-account"), desk.add_account)
        .field(Field::text("account", desk.account_number).wide())
        .field(Field::text("bic", desk.bic).hint(desk.bic_hint).optional())
        .field(Field::choice("currency", cx.w.kit.currency, currencies()).optional())
        .field(Field::text("bank", desk.bank).optional());
    let tax = FormView::fold(cx.w, "register-tax", format!("{path}/register-tax"), words.add_registration)
        .field(Field::text("jurisdiction", words.country).hint(words.country_hint).value(&party.profile.jurisdiction))
        .field(Field::text("regime", words.regime).hint(words.regime_hint))
        .field(Field::text("certificate", words.certificate).optional())
        .field(Field::day("valid_from", cx.w.kit.from))
        .field(Field::day("valid_until", cx.w.contracts.valid_until).optional());
    Sheet::new().form(account, refused, cx.form).form(tax, refused, cx.form)
}

/// The form of a relation.
async fn relate_form(cx: &Cx<'_>, path: &str) -> Result<FormView, Problem> {
    let (words, desk) = (&cx.w.parties, &cx.w.party_desk);
    let directions = vec![("other".to_owned(), desk.other_acts.to_owned()), ("this".to_owned(), desk.this_acts.to_owned())];
    let form = FormView::fold(cx.w, "relate", format!("{path}/relate"), words.relate)
        .picker(Picked::read(cx, "other_id", desk.other).await?)
        .field(Field::choice("direction", desk.direction, directions).wide());
    let form = relation::link_fields(cx, form, None)
        .field(Field::day("valid_from", cx.w.kit.from))
        .field(Field::day("valid_until", cx.w.contracts.valid_until).optional());
    Ok(relation::basis_fields(cx, form, None).kept(cx.form))
}

/// The forms of standing: merged, frozen, the root.
async fn standing_forms(cx: &Cx<'_>, party: &Party, refused: Option<&Refused>) -> Result<Sheet, Problem> {
    let (words, desk) = (&cx.w.parties, &cx.w.party_desk);
    let path = at("commerce/parties", &party.party_id);
    let mut sheet = Sheet::new();
    if cx.may(SENIORS) {
        let merge = FormView::fold(cx.w, "merge", format!("{path}/merge"), desk.merge)
            .hint(desk.merge_hint)
            .picker(Picked::read(cx, "duplicate_id", desk.duplicate).await?)
            .field(Field::text("reason", cx.w.frame.reason))
            .danger();
        sheet = sheet.form(merge.kept(cx.form), refused, cx.form);
    }
    if !party.host_root && cx.may(ROOT_NAMERS) {
        let root = FormView::fold(cx.w, "name-root", format!("{path}/name-root"), words.name_root)
            .hint(words.name_root_hint)
            .field(Field::decimal("control_over", desk.control_over).hint(desk.control_over_hint).optional())
            .danger();
        sheet = sheet.form(root, refused, cx.form);
    }
    if party.frozen.is_none() && cx.may(SENIORS) {
        let freeze =
            FormView::fold(cx.w, "freeze", format!("{path}/freeze"), words.freeze).field(Field::text("reason", cx.w.frame.reason)).danger();
        sheet = sheet.form(freeze, refused, cx.form);
    }
    if party.frozen.is_some() && cx.may(THAWERS) {
        let unfreeze =
            FormView::fold(cx.w, "unfreeze", format!("{path}/unfreeze"), words.unfreeze).field(Field::text("reason", cx.w.frame.reason));
        sheet = sheet.form(unfreeze, refused, cx.form);
    }
    Ok(sheet)
}

async fn forms(cx: &Cx<'_>, party: &Party, refused: Option<&Refused>) -> Result<Sheet, Problem> {
    let mut sheet = money_forms(cx, party, refused);
    if cx.may(RELATERS) {
        let form = relate_form(cx, &at("commerce/parties", &party.party_id)).await?;
        sheet = sheet.form(form, refused, cx.form);
    }
    Ok(sheet.raw(&standing_forms(cx, party, refused).await?.html()))
}

/// One party.
pub(super) async fn page(cx: &Cx<'_>, id: &str, refused: Option<Refused>) -> Result<Reply, Problem> {
    let words = &cx.w.parties;
    let party: Party = cx.get("/commerce/parties/{party_id}", &[id], &[]).await?;
    let related: Relations = cx.get("/commerce/parties/{party_id}/relations", &[id], &[]).await?;
    let mut wide = Sheet::new();
    if party.redirected_from.is_some() {
        wide = wide.text("callout", words.redirected);
    }
    if let Some(reason) = &party.frozen {
        wide = wide.text("callout warn", &fill(words.frozen_because, &[reason]));
    }
    wide = wide.grid(&relations(cx, &party.party_id, &related)).grid(&registrations(cx, &party)).grid(&accounts(cx, &party));
    if let Some(grid) = inherited(cx, &party) {
        wide = wide.grid(&grid);
    }
    let narrow = Sheet::new().facts("", &facts(cx, &party)).card(cx.w.frame.actions, forms(cx, &party, refused.as_ref()).await?);
    let path = at("commerce/parties", &party.party_id);
    let mut head = Head::new(cx.w, tabs(cx, Tab::Parties), &party.profile.name)
        .button(cx.may(WRITERS), format!("{path}/edit"), cx.w.party_desk.edit)
        .button(cx.may(READERS), format!("{path}/statement"), cx.w.party_desk.statement);
    if party.host_root {
        head = head.badge(words.root, "info");
    } else if party.own {
        head = head.badge(words.own, "info");
    }
    let page = Page::live(Section::Commerce, &party.profile.name, head.html(), Sheet::new().columns(wide, narrow).html());
    Ok(page.with_maybe(Refused::problem(refused)).into())
}

async fn related(cx: &Cx<'_>, id: &str) -> Result<(), Problem> {
    let other = Picked::read(cx, "other_id", cx.w.party_desk.other).await?;
    let (source, target) = if cx.form.get("direction") == "this" { (id, other.wanted(cx)?) } else { (other.wanted(cx)?, id) };
    let mut body = json!({ "source_id": source, "target_id": target });
    for (name, value) in [("link", take::link(cx)?), ("valid", take::span(cx, "valid")), ("basis", take::basis(cx)?)] {
        insert(&mut body, name, value);
    }
    cx.send("POST", "/commerce/relations", &[], body).await?;
    Ok(())
}

/// Relates a party to another, or searches for the other.
pub(super) async fn relate(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    if cx.form.get("op") != "save" {
        return page(cx, id, None).await;
    }
    match related(cx, id).await {
        Ok(()) => Ok(done(&at("commerce/parties", id), "saved")),
        Err(problem) if problem.is_signed_out() => Err(problem),
        Err(problem) => page(cx, id, Some(Refused::of("relate", problem))).await,
    }
}
