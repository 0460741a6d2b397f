//! Parties: the list, the own companies, one party with its owners, and the form of a new one.

use serde_json::{Value, json};

use super::{ROWS, Tab, WRITERS, span_text, tabs};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::Listed;
use crate::model::commerce::{OwnCompanies, OwnCompany, Party, PartyItem, Registration, Relation, Relations};
use crate::pages::kit::picker::Picked;
use crate::pages::kit::{Button, Cell, Column, Field, FormView, Grid, Head, Refused, Sheet, asked, at, done, made};
use crate::pages::list::Paging;
use crate::pages::order_form::insert;
use crate::problem::Problem;
use crate::words::fill;

const PATH: &str = "/console/commerce/parties";
const KINDS: &[&str] = &["LEGAL_ENTITY", "ENTREPRENEUR", "PERSON", "FARM", "HOLDING", "MANAGEMENT_COMPANY", "BANK", "INSURER"];
const SCHEMES: &[&str] = &["UA_EDRPOU", "UA_RNOKPP", "RU_INN", "RU_KPP", "RU_OGRN", "RU_OGRNIP", "RU_OKPO", "BY_UNP", "KZ_BIN", "FOREIGN"];
const LINKS: &[&str] =
    &["SUBSIDIARY_OF", "HOST_SUBSIDIARY", "BENEFICIAL_OWNER_OF", "MANAGES", "AGENT_OF", "ATTORNEY_OF", "GUARANTOR_OF", "INSURER_OF"];

/// Parties by name or by what was typed.
pub(super) async fn list(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.parties;
    let query = [("q", asked(cx, "q")), ("cursor", asked(cx, "cursor")), ("limit", ROWS)];
    let listed: Listed<PartyItem> = cx.get("/commerce/parties", &[], &query).await?;
    let columns = vec![
        Column::text(words.name),
        Column::text(words.kind),
        Column::text(words.country),
        Column::text(words.identifiers),
        Column::text(cx.w.frame.status),
    ];
    let row = |item: &PartyItem| {
        let party = &item.party;
        let identifiers: Vec<String> = party.identifiers.iter().map(|identifier| identifier.text(cx.w)).collect();
        let state = match (party.frozen, item.own) {
            (true, _) => Cell::badge(words.frozen, "warn"),
            (false, true) => Cell::badge(words.own, "info"),
            (false, false) => Cell::empty(),
        };
        vec![
            Cell::link(&party.name, at("commerce/parties", &party.party_id)),
            Cell::text(cx.w.trade(&party.kind)),
            Cell::text(&party.jurisdiction),
            Cell::text(identifiers.join(", ")).mono(),
            state,
        ]
    };
    let grid = Grid::page(cx.w, columns, (words.empty, words.empty_do)).rows(listed.items.iter().map(row));
    let paging = Paging::new(PATH, cx.asked, &["q"], listed.next_cursor.as_deref());
    let head = Head::new(cx.w, tabs(cx, Tab::Parties), cx.w.kit.parties)
        .search(PATH, asked(cx, "q"), words.search_hint)
        .button(cx.may(WRITERS), format!("{PATH}/new"), words.new)
        .button(true, format!("{PATH}/own"), words.own_companies);
    let live = Sheet::new().grid(&grid).paging(cx.w, &paging);
    Ok(Page::live(Section::Commerce, cx.w.kit.parties, head.html(), live.html()).into())
}

/// The own companies, owners before what they own.
pub(super) async fn own(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.parties;
    let own: OwnCompanies = cx.get("/commerce/own-companies", &[], &[]).await?;
    let row = |company: &OwnCompany| {
        let share = match &company.control {
            Some(control) => Cell::text(fill(words.controlled, &[&control.share])),
            None => Cell::badge(words.root, "info"),
        };
        vec![Cell::link(company.name(), at("commerce/parties", &company.party_id)), share]
    };
    let columns = vec![Column::text(words.name), Column::text(words.share)];
    let grid = Grid::page(cx.w, columns, (words.no_root, "")).rows(own.companies.iter().map(row));
    let head = Head::new(cx.w, tabs(cx, Tab::Parties), words.own_companies).button(true, PATH, cx.w.kit.parties);
    Ok(Page::live(Section::Commerce, words.own_companies, head.html(), Sheet::new().grid(&grid).html()).into())
}

fn choices(cx: &Cx<'_>, codes: &[&str]) -> Vec<(String, String)> {
    codes.iter().map(|code| ((*code).to_owned(), cx.w.trade(code).to_owned())).collect()
}

/// The form of a new party.
pub(super) async fn new(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.parties;
    let mut refused = None;
    if !cx.form.get("name").is_empty() {
        match register(cx).await {
            Ok(reply) => return Ok(reply),
            Err(problem) if problem.is_signed_out() => return Err(problem),
            Err(problem) => refused = Some(Refused::of("register-party", problem)),
        }
    }
    let schemes = SCHEMES.iter().map(|code| ((*code).to_owned(), cx.w.scheme(code).to_owned())).collect();
    let form = FormView::page(cx.w, "register-party", format!("{PATH}/new"), words.new, PATH.to_owned())
        .field(Field::choice("kind", words.kind, choices(cx, KINDS)))
        .field(Field::text("jurisdiction", words.country).hint(words.country_hint).value("UA"))
        .field(Field::text("name", words.name).wide())
        .field(Field::text("legal_name", words.legal_name).optional().wide())
        .field(Field::choice("scheme", words.scheme, schemes).optional())
        .field(Field::text("number", words.number).optional())
        .field(Field::text("phone", words.phone).optional())
        .field(Field::text("address", words.address).optional().wide())
        .refilled(refused.as_ref(), cx.form);
    let head = Head::new(cx.w, tabs(cx, Tab::Parties), words.new);
    let sheet = Sheet::new().raw(&head.html()).raw(&form.html());
    Ok(Page::still(Section::Commerce, words.new, sheet.html()).with_maybe(Refused::problem(refused)).into())
}

async fn register(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let field = |name: &str| Some(cx.form.get(name)).filter(|text| !text.is_empty()).map(Value::from);
    let mut body = json!({});
    for name in ["kind", "name", "legal_name", "jurisdiction", "address", "phone"] {
        insert(&mut body, name, field(name));
    }
    if let (Some(scheme), Some(number)) = (field("scheme"), field("number")) {
        let foreign = cx.form.get("scheme") == "FOREIGN";
        let value = if foreign { json!({ "country": cx.form.get("jurisdiction"), "number": number }) } else { number };
        insert(&mut body, "identifiers", Some(json!([{ "scheme": scheme, "value": value }])));
    }
    let answer = cx.send("POST", "/commerce/parties", &[], body).await?;
    Ok(done(&at("commerce/parties", made(&answer)), "saved"))
}

fn registrations(cx: &Cx<'_>, party: &Party) -> Grid {
    let words = &cx.w.parties;
    let row = |registration: &Registration, current: bool| {
        let state = if current { Cell::badge(words.current, "ok") } else { Cell::empty() };
        vec![
            Cell::text(format!("{} {}", registration.jurisdiction, registration.regime)),
            Cell::text(registration.certificate.as_deref().unwrap_or_default()).mono(),
            Cell::text(span_text(cx, &registration.valid)),
            state,
        ]
    };
    let rows = party.registrations.iter().map(|one| row(one, true));
    let rows = rows.chain(party.other_registrations.iter().map(|one| row(one, false)));
    let columns =
        vec![Column::text(words.regime), Column::text(words.certificate), Column::text(words.valid), Column::text(cx.w.frame.status)];
    Grid::part(cx.w, words.registrations, columns, (words.no_registrations, words.no_registrations_do)).rows(rows)
}

fn relations(cx: &Cx<'_>, id: &str, relations: &Relations) -> Grid {
    let words = &cx.w.parties;
    let row = |relation: &Relation| {
        let owns = relation.link.share.is_some();
        let how = match (relation.side.as_str(), owns) {
            ("SOURCE", true) => words.owns,
            ("SOURCE", false) => words.acts_for,
            (_, true) => words.owned_by,
            (_, false) => words.acted_by,
        };
        let share = relation.link.share.as_deref().map(|share| format!(" {share} %")).unwrap_or_default();
        let end = Button {
            path: format!("{}/terminate", at("commerce/relations", &relation.relation_id)),
            label: words.end,
            hidden: vec![("on", cx.f.today()), ("party", id.to_owned())],
            reason: cx.w.frame.reason,
            ..Button::default()
        };
        vec![
            Cell::link(relation.other_name.as_deref().unwrap_or(&relation.other_id), at("commerce/parties", &relation.other_id))
                .sub(format!("{how}{share}")),
            Cell::text(cx.w.trade(&relation.link.kind)),
            Cell::text(span_text(cx, &relation.valid)),
            Cell::empty().with(Some(end).filter(|_| cx.may(WRITERS))),
        ]
    };
    let columns = vec![Column::text(words.other), Column::text(words.kind), Column::text(words.valid), Column::text("")];
    Grid::part(cx.w, words.relations, columns, (words.no_relations, words.no_relations_do)).rows(relations.relations.iter().map(row))
}

fn facts(cx: &Cx<'_>, party: &Party) -> Vec<(&'static str, Cell)> {
    let words = &cx.w.parties;
    let profile = &party.profile;
    let text = |text: &Option<String>| Cell::text(text.as_deref().unwrap_or_default());
    let identifiers: Vec<String> = profile.identifiers.iter().map(|identifier| identifier.text(cx.w)).collect();
    let account =
        |account: &crate::model::commerce::BankAccount| [account.number(), account.currency.as_deref().unwrap_or_default()].join(" ");
    let accounts: Vec<String> = party.accounts.iter().map(account).collect();
    vec![
        (words.kind, Cell::text(cx.w.trade(&profile.kind))),
        (words.legal_name, text(&profile.legal_name)),
        (words.country, Cell::text(&profile.jurisdiction)),
        (words.identifiers, Cell::text(identifiers.join(", ")).mono()),
        (words.address, text(&profile.address)),
        (words.phone, text(&profile.phone).mono()),
        (words.accounts, Cell::text(accounts.join(", ")).mono()),
        (
            words.contracts,
            Cell::links(vec![(format!("/console/commerce/contracts?party_id={}", party.party_id), cx.w.kit.contracts.to_owned())]),
        ),
    ]
}

async fn forms(cx: &Cx<'_>, party: &Party, refused: Option<&Refused>) -> Result<Sheet, Problem> {
    let words = &cx.w.parties;
    if !cx.may(WRITERS) {
        return Ok(Sheet::new());
    }
    let path = at("commerce/parties", &party.party_id);
    let tax = FormView::fold(cx.w, "register-tax", format!("{path}/register-tax"), words.add_registration)
        .field(Field::text("jurisdiction", words.country).hint(words.country_hint).value(&party.profile.jurisdiction))
        .field(Field::text("regime", words.regime).hint(words.regime_hint))
        .field(Field::text("certificate", words.certificate).optional())
        .field(Field::day("valid_from", cx.w.kit.from))
        .field(Field::day("valid_until", cx.w.contracts.valid_until).optional())
        .refilled(refused, cx.form);
    let other = Picked::read(cx, "source_id", words.other).await?;
    let relate = FormView::fold(cx.w, "relate", format!("{path}/relate"), words.relate)
        .picker(other)
        .field(Field::choice("link", words.kind, choices(cx, LINKS)))
        .field(Field::decimal("share", words.share).optional())
        .field(Field::day("valid_from", cx.w.kit.from))
        .field(Field::day("valid_until", cx.w.contracts.valid_until).optional());
    let relate = if cx.form.get("op").is_empty() { relate } else { relate.typed(cx.form) };
    let freeze = if party.frozen.is_some() {
        FormView::fold(cx.w, "unfreeze", format!("{path}/unfreeze"), words.unfreeze)
    } else {
        FormView::fold(cx.w, "freeze", format!("{path}/freeze"), words.freeze).field(Field::text("reason", cx.w.frame.reason)).danger()
    };
    let sheet = Sheet::new().raw(&tax.html()).raw(&relate.refilled(refused, cx.form).html());
    let sheet = if party.host_root {
        sheet
    } else {
        let root = FormView::fold(cx.w, "name-root", format!("{path}/name-root"), words.name_root).hint(words.name_root_hint).danger();
        sheet.raw(&root.refilled(refused, cx.form).html())
    };
    Ok(sheet.raw(&freeze.refilled(refused, cx.form).html()))
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
    let wide = wide.grid(&relations(cx, &party.party_id, &related)).grid(&registrations(cx, &party));
    let narrow = Sheet::new().facts("", &facts(cx, &party)).card(cx.w.frame.actions, forms(cx, &party, refused.as_ref()).await?);
    let mut head = Head::new(cx.w, tabs(cx, Tab::Parties), &party.profile.name);
    if party.host_root {
        head = head.badge(words.root, "info");
    } else if party.own {
        head = head.badge(words.own, "info");
    }
    let page = Page::live(Section::Commerce, &party.profile.name, head.html(), Sheet::new().columns(wide, narrow).html());
    Ok(page.with_maybe(Refused::problem(refused)).into())
}

async fn related(cx: &Cx<'_>, id: &str) -> Result<(), Problem> {
    let source = Picked::read(cx, "source_id", cx.w.parties.other).await?;
    let mut link = json!({ "type": cx.form.get("link") });
    let share = crate::format::typed_decimal(cx.form.get("share"));
    insert(&mut link, "share", Some(share).filter(|share| !share.is_empty()).map(Value::from));
    let mut body = json!({ "source_id": source.wanted(cx)?, "target_id": id, "link": link });
    insert(&mut body, "valid", super::deed::span(cx, "valid"));
    cx.send("POST", "/commerce/relations", &[], body).await?;
    Ok(())
}

/// Relates a party to its owner, or searches for the owner.
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
