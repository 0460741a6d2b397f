//! The forms of what is known of a party: a new one, and one that changed.

use serde_json::{Value, json};

use super::parties::PATH;
use super::{Tab, tabs};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::commerce::{Identifier, Party};
use crate::pages::kit::form::Lines;
use crate::pages::kit::{Field, FormView, Head, Refused, Sheet, at, choices, done, form_page, is_saved, made, tried, typed};
use crate::pages::order_form::insert;
use crate::problem::Problem;

const KINDS: &[&str] = &["LEGAL_ENTITY", "ENTREPRENEUR", "PERSON", "FARM", "HOLDING", "MANAGEMENT_COMPANY", "BANK", "INSURER"];
const SCHEMES: &[&str] = &["UA_EDRPOU", "UA_RNOKPP", "RU_INN", "RU_KPP", "RU_OGRN", "RU_OGRNIP", "RU_OKPO", "BY_UNP", "KZ_BIN", "FOREIGN"];
const FOREIGN: &str = "FOREIGN";
/// Numbers of one party: at most one a register.
const IDENTIFIERS_MAX: usize = SCHEMES.len();

/// A number in a register as the API takes it.
fn identifier(scheme: &str, number: &str, country: &str) -> Value {
    let value = if scheme == FOREIGN { json!({ "country": country, "number": number }) } else { Value::from(number) };
    json!({ "scheme": scheme, "value": value })
}

/// The form of a new party.
pub(super) async fn new(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.parties;
    let mut refused = None;
    if !cx.form.get("name").is_empty() {
        match tried("register-party", register(cx).await)? {
            Ok(reply) => return Ok(reply),
            Err(why) => refused = Some(why),
        }
    }
    let form = FormView::page(cx.w, "register-party", format!("{PATH}/new"), words.new, PATH.to_owned())
        .field(Field::choice("kind", words.kind, choices(KINDS, |code| cx.w.trade(code))))
        .field(Field::text("jurisdiction", words.country).hint(words.country_hint).value("UA"))
        .field(Field::text("name", words.name).wide())
        .field(Field::text("legal_name", words.legal_name).optional().wide())
        .field(Field::choice("scheme", words.scheme, choices(SCHEMES, |code| cx.w.scheme(code))).optional())
        .field(Field::text("number", words.number).optional())
        .field(Field::text("phone", words.phone).optional())
        .field(Field::text("address", words.address).optional().wide())
        .refilled(refused.as_ref(), cx.form);
    let head = Head::new(cx.w, tabs(cx, Tab::Parties), words.new);
    let sheet = Sheet::new().raw(&head.html()).raw(&form.html());
    Ok(Page::still(Section::Commerce, words.new, sheet.html()).with_maybe(Refused::problem(refused)).into())
}

async fn register(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let mut body = json!({});
    for name in ["kind", "name", "legal_name", "jurisdiction", "address", "phone"] {
        insert(&mut body, name, typed(cx, name));
    }
    let (scheme, number) = (cx.form.get("scheme"), cx.form.get("number"));
    if !scheme.is_empty() && !number.is_empty() {
        insert(&mut body, "identifiers", Some(json!([identifier(scheme, number, cx.form.get("jurisdiction"))])));
    }
    let answer = cx.send("POST", "/commerce/parties", &[], body).await?;
    Ok(done(&at("commerce/parties", made(&answer)), "saved"))
}

/// The numbers of a party as lines: as typed, or as they are known.
fn lines(cx: &Cx<'_>, known: &[Identifier]) -> Lines {
    let words = &cx.w.parties;
    let columns = vec![
        Field::choice("scheme", words.scheme, choices(SCHEMES, |code| cx.w.scheme(code))),
        Field::text("number", words.number),
        Field::text("foreign_country", cx.w.party_desk.foreign_country),
    ];
    let mut lines = Lines::read(cx.w.party_desk.identifiers, columns, cx.form, 0, IDENTIFIERS_MAX);
    if cx.form.get("op").is_empty() {
        let row = |one: &Identifier| {
            let text = |name: &str| one.value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
            let number = one.value.as_str().map_or_else(|| text("number"), str::to_owned);
            vec![one.scheme.clone(), number, text("country")]
        };
        lines.rows = known.iter().map(row).collect();
        lines.grows = true;
    }
    lines
}

/// The form of what changed about a party.
pub(super) async fn revise(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let (words, desk) = (&cx.w.parties, &cx.w.party_desk);
    let party: Party = cx.get("/commerce/parties/{party_id}", &[id], &[]).await?;
    let lines = lines(cx, &party.profile.identifiers);
    let mut refused = None;
    if is_saved(cx) {
        match tried("revise-party", revised(cx, id, &lines).await)? {
            Ok(reply) => return Ok(reply),
            Err(why) => refused = Some(why),
        }
    }
    let profile = &party.profile;
    let known = |text: &Option<String>| text.clone().unwrap_or_default();
    let path = at("commerce/parties", id);
    let form = FormView::page(cx.w, "revise-party", format!("{path}/edit"), cx.w.kit.save, path)
        .field(Field::choice("kind", words.kind, choices(KINDS, |code| cx.w.trade(code))).value(&profile.kind))
        .field(Field::text("jurisdiction", words.country).hint(words.country_hint).value(&profile.jurisdiction))
        .field(Field::text("name", words.name).value(&profile.name).wide())
        .field(Field::text("legal_name", words.legal_name).value(known(&profile.legal_name)).optional().wide())
        .field(Field::text("phone", words.phone).value(known(&profile.phone)).optional())
        .field(Field::text("address", words.address).value(known(&profile.address)).optional().wide())
        .lines(lines);
    let head = Head::new(cx.w, tabs(cx, Tab::Parties), format!("{}: {}", desk.edit, profile.name));
    Ok(form_page(cx, &head, Sheet::new(), form, refused))
}

async fn revised(cx: &Cx<'_>, id: &str, lines: &Lines) -> Result<Reply, Problem> {
    let row = |(_, row): (usize, &[String])| {
        let cell = |index: usize| row.get(index).map(String::as_str).unwrap_or_default();
        // A line whose number was cleared is given up.
        (!cell(1).is_empty()).then(|| identifier(cell(0), cell(1), cell(2)))
    };
    let identifiers: Vec<Value> = lines.filled().filter_map(row).collect();
    let mut body = json!({ "identifiers": identifiers });
    for name in ["kind", "name", "legal_name", "jurisdiction", "address", "phone"] {
        insert(&mut body, name, typed(cx, name));
    }
    cx.send("PUT", "/commerce/parties/{party_id}", &[id], body).await?;
    Ok(done(&at("commerce/parties", id), "saved"))
}
