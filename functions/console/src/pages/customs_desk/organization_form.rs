//! A new organization, typed or looked up by its taxpayer number, and changing one.

use serde_json::{Value, json};

use super::organization_fields::{ADDRESS_PARTS, FieldOf, KINDS, addresses, is_individual, label, of_kind, pruned, put};
use super::{KEEPERS, SECTION, Tab, tabs};
use crate::context::Cx;
use crate::frame::Reply;
use crate::model::customs_desk::{Found, Organization, fields, text};
use crate::pages::kit::form::Lines;
use crate::pages::kit::{Field, FormView, Head, Refused, Sheet, at, done, form_page_of, is_saved, made, tried};
use crate::pages::list::Chip;
use crate::problem::Problem;
use crate::words::fill;

const NEW: &str = "/console/customs/organizations/new";
/// The form's name.
const FORM: &str = "organization";

/// The fields of a kind, filled.
fn view(cx: &Cx<'_>, kind: &str, known: &Value, path: String, back: String) -> FormView {
    let words = &cx.w.customs_parties;
    let mut form = FormView::page(cx.w, FORM, path, cx.w.frame.save, back);
    for one in of_kind(kind) {
        let mut field = if one.is_day { Field::day(one.name, label(cx, one.name)) } else { Field::text(one.name, label(cx, one.name)) };
        field = match one.name {
            "label" => field.hint(words.label_hint),
            "country" => field.hint(words.country_hint),
            _ => field,
        };
        form = form.field(if one.required { field } else { field.optional() }.value(text(known, one.place)));
    }
    form.lines(lines(cx, kind, known))
}

/// One line an address.
fn lines(cx: &Cx<'_>, kind: &str, known: &Value) -> Lines {
    let named = addresses(kind).iter().map(|(name, _)| ((*name).to_owned(), label(cx, name).to_owned())).collect();
    let part = |name: &&'static str| Field::text(name, label(cx, name)).optional();
    let which = Field::choice("address", cx.w.customs_fields.address, named);
    let columns: Vec<Field> = std::iter::once(which).chain(ADDRESS_PARTS.iter().map(part)).collect();
    let mut lines = Lines::read(cx.w.customs_fields.addresses, columns, cx.form, 0, addresses(kind).len());
    if lines.rows.is_empty() {
        let row = |(name, place): &(&'static str, [&'static str; 2])| {
            let part = |part: &&'static str| text(known, &[place[0], place[1], part]).to_owned();
            std::iter::once((*name).to_owned()).chain(ADDRESS_PARTS.iter().map(part)).collect()
        };
        lines.rows = addresses(kind).iter().map(row).collect();
    }
    lines.grows = false;
    lines
}

/// What was typed, on top of what was known: parts that the form does not show stay.
fn typed(cx: &Cx<'_>, kind: &str, known: &Value) -> Value {
    let mut value = known.clone();
    put(&mut value, &["profile", "kind", "type"], kind);
    for one in of_kind(kind) {
        put(&mut value, one.place, cx.form.get(one.name));
    }
    for row in lines(cx, kind, known).rows {
        let Some((name, parts)) = row.split_first() else { continue };
        let Some((_, place)) = addresses(kind).into_iter().find(|(known, _)| known == name) else { continue };
        for (part, text) in ADDRESS_PARTS.iter().zip(parts) {
            put(&mut value, &[place[0], place[1], part], text);
        }
        // The name of the country is not typed: it goes with its code, and with the whole address.
        let code = [place[0], place[1], "country_code"];
        if text(&value, &code) != text(known, &code) || parts.iter().all(String::is_empty) {
            put(&mut value, &[place[0], place[1], "country_name"], "");
        }
    }
    if kind == "PERSON" {
        // It is not encrypted, and the form has the label alone.
        put(&mut value, &["profile", "short_name"], "");
    }
    pruned(value)
}

/// The same problem with fields named as the form names them.
fn renamed(kind: &str, mut problem: Problem) -> Problem {
    for (path, _) in &mut problem.errors {
        let is = |one: &&'static FieldOf| one.place.join(".") == *path;
        if let Some(one) = of_kind(kind).find(is) {
            one.name.clone_into(path);
        }
    }
    problem
}

/// Refuses what the reader cannot save anyway, before anything is typed.
fn keeper(cx: &Cx<'_>) -> Result<(), Problem> {
    if cx.may(KEEPERS) { Ok(()) } else { Err(Problem::no_page()) }
}

/// Asks the register, when a number was typed there.
async fn look_up(cx: &Cx<'_>) -> Result<Option<Found>, Problem> {
    let inn = cx.asked.get("q");
    if inn.is_empty() || !cx.form.get("op").is_empty() {
        return Ok(None);
    }
    cx.get("/customs/organizations/by-inn", &[], &[("inn", inn)]).await.map(Some)
}

fn kind_chips(cx: &Cx<'_>, current: &str) -> Vec<Chip> {
    let chip = |kind: &&'static str| Chip {
        href: format!("{NEW}?kind={kind}"),
        label: cx.w.customs_word(kind).to_owned(),
        current: *kind == current,
    };
    KINDS.iter().map(chip).collect()
}

/// What was looked up, kept in the form: whether it was changed decides where fields came from.
struct Origin {
    fields: Value,
    vendor_id: Value,
}

impl Origin {
    fn of_form(cx: &Cx<'_>) -> Self {
        let read = |name| serde_json::from_str(cx.form.get(name)).unwrap_or(Value::Null);
        Self { fields: read("found"), vendor_id: read("vendor_id") }
    }
}

async fn create(cx: &Cx<'_>, kind: &str) -> Result<Reply, Problem> {
    let origin = Origin::of_form(cx);
    let known = if text(&origin.fields, &["profile", "kind", "type"]) == kind { origin.fields.clone() } else { Value::Null };
    let mut body = typed(cx, kind, &known);
    let same = body == pruned(known);
    if same {
        put_value(&mut body, "from_registry", Value::from(true));
    }
    let numbers = |value: &Value| ["type", "inn", "kpp"].map(|name| text(value, &["profile", "kind", name]).to_owned());
    // With other numbers it is not what was found.
    if !origin.vendor_id.is_null() && numbers(&body) == numbers(&origin.fields) {
        put_value(&mut body, "vendor_id", origin.vendor_id);
    }
    let answer = cx.send("POST", "/customs/organizations", &[], body).await?;
    Ok(done(&at("customs/organizations", made(&answer)), "saved"))
}

fn put_value(body: &mut Value, name: &str, value: Value) {
    if let Some(members) = body.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
}

/// The form for a new one: of the kind that was chosen, or of what was found.
pub(super) async fn new(cx: &Cx<'_>) -> Result<Reply, Problem> {
    keeper(cx)?;
    let words = &cx.w.customs_parties;
    let (mut found, mut problem) = (None, None);
    match look_up(cx).await {
        Ok(answer) => found = answer,
        Err(refused) if refused.is_signed_out() => return Err(refused),
        Err(refused) => problem = Some(refused),
    }
    let profile = found.as_ref().and_then(|found| found.profile.clone());
    let asked = [cx.form.get("kind"), profile.as_ref().map(|profile| text(profile, &["kind", "type"])).unwrap_or_default()];
    let chosen = asked.into_iter().chain([cx.asked.get("kind")]).find(|kind| KINDS.contains(kind));
    let kind = chosen.unwrap_or("LEGAL").to_owned();
    let mut refused = None;
    if is_saved(cx) {
        match tried(FORM, create(cx, &kind).await.map_err(|problem| renamed(&kind, problem)))? {
            Ok(reply) => return Ok(reply),
            Err(error) => refused = Some(error),
        }
    }
    let known = match (&found, profile) {
        (Some(found), Some(profile)) => pruned(fields(profile, found.personal.clone())),
        _ => Origin::of_form(cx).fields,
    };
    let vendor_id = found.as_ref().and_then(|found| found.vendor_id.clone()).unwrap_or_else(|| Origin::of_form(cx).vendor_id);
    let form = view(cx, &kind, &known, NEW.to_owned(), "/console/customs/organizations".to_owned())
        .hidden("kind", kind.clone())
        .hidden("found", if known.is_null() { String::new() } else { known.to_string() })
        .hidden("vendor_id", if vendor_id.is_null() { String::new() } else { vendor_id.to_string() });
    let head = Head::new(cx.w, tabs(cx, Tab::Organizations), words.new)
        .area(cx.w.customs.title)
        .search(NEW, cx.asked.get("q"), words.look_up_hint)
        .chips(words.kind, kind_chips(cx, &kind))
        .lead(if is_individual(&kind) { words.sealed_lead } else { words.look_up_lead });
    let refused = refused.or_else(|| problem.map(|problem| Refused::of("look-up", problem)));
    Ok(form_page_of(cx, SECTION, &head, told(cx, found.as_ref()), form, refused))
}

/// What the register said, above the form.
fn told(cx: &Cx<'_>, found: Option<&Found>) -> Sheet {
    let words = &cx.w.customs_parties;
    let Some(found) = found else { return Sheet::new() };
    let mut note = Sheet::new();
    match &found.problem {
        Some(problem) => note = note.text("callout warn", &fill(words.found_unusable, &[problem])),
        None => note = note.text("callout", words.found),
    }
    if !found.unreadable.is_empty() {
        let named: Vec<&str> = found.unreadable.iter().map(|field| label(cx, field)).collect();
        note = note.text("callout warn", &fill(words.found_unreadable, &[&named.join(", ")]));
    }
    note
}

async fn save(cx: &Cx<'_>, id: &str, organization: &Organization) -> Result<Reply, Problem> {
    let known = organization.fields();
    let mut body = typed(cx, organization.kind(), &known);
    if organization.personal.state == "open" && body.get("personal").is_none() {
        put_value(&mut body, "personal", json!({}));
    }
    cx.send("PUT", "/customs/organizations/{organization_id}", &[id], body).await?;
    Ok(done(&at("customs/organizations", id), "saved"))
}

/// The form that changes one.
pub(super) async fn revise(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    keeper(cx)?;
    let words = &cx.w.customs_parties;
    let organization: Organization = cx.get("/customs/organizations/{organization_id}", &[id], &[]).await?;
    let kind = organization.kind().to_owned();
    let mut refused = None;
    if is_saved(cx) {
        match tried(FORM, save(cx, id, &organization).await.map_err(|problem| renamed(&kind, problem)))? {
            Ok(reply) => return Ok(reply),
            Err(error) => refused = Some(error),
        }
    }
    let path = at("customs/organizations", id);
    let form = view(cx, &kind, &organization.fields(), format!("{path}/edit"), path).hidden("_version", organization.version.to_string());
    let head = Head::new(cx.w, tabs(cx, Tab::Organizations), fill(words.edit_of, &[organization.name()])).area(cx.w.customs.title);
    Ok(form_page_of(cx, SECTION, &head, Sheet::new(), form, refused))
}
