//! The heading of a declaration: written anew, or changed while it is a draft.

use serde_json::{Value, json};

use super::{DECLARANTS, PLACE, Tab, back, head, inside, tables, tabs};
use crate::context::Cx;
use crate::frame::{Reply, Section};
use crate::model::customs::{Declaration, Header, Named};
use crate::pages::kit::{Field, FormView, Head, Refused, Sheet, asked, form_page_of, is_saved, made, tried, typed};
use crate::pages::list::{self, Chip};
use crate::pages::order_form::insert;
use crate::problem::Problem;

const TYPES: &[&str] = &["IM", "EX", "TR"];

/// The type that is chosen: procedures and features are its.
fn type_of<'a>(cx: &Cx<'a>, known: Option<&'a Header>) -> &'a str {
    let chosen = [cx.form.get("declaration_type"), asked(cx, "type"), known.map_or("", |header| header.declaration_type.as_str())];
    chosen.into_iter().find(|code| TYPES.contains(code)).unwrap_or("IM")
}

/// The form with its fields, and what must be done before anything can be chosen.
async fn fields(cx: &Cx<'_>, form: FormView, kind: &str, known: Option<&Header>) -> Result<(FormView, Sheet), Problem> {
    let words = &cx.w.customs;
    let signers = tables::signers(cx).await?;
    let value = |of: fn(&Header) -> String| known.map(of).unwrap_or_default();
    let procedures = tables::procedures(cx, kind).await?;
    let singularities = tables::singularities(cx, kind).await?;
    let note = if signers.is_empty() || procedures.is_empty() { Sheet::new().text("callout warn", words.no_tables) } else { Sheet::new() };
    let signer = value(|header| format!("{}|{}", header.organization.id, header.employee.id));
    let procedure = Field::choice("procedure", words.procedure, procedures).value(value(|header| header.procedure.code()));
    let signers = Field::choice("signer", words.signer, signers).value(signer).hint(words.signer_hint).wide();
    let singularity = value(|header| header.singularity.as_ref().map(Named::code).unwrap_or_default());
    let office = Field::suggested("office", words.office, tables::offices(cx).await?).hint(words.office_hint);
    let shipment = value(|header| header.shipment.as_ref().map(|shipment| shipment.external.clone()).unwrap_or_default());
    let form = form
        .hidden("declaration_type", kind)
        .field(Field::text("name", words.name).value(value(|header| header.name.clone())).hint(words.name_hint).wide())
        .field(procedure)
        .field(Field::choice("singularity", words.singularity, singularities).value(singularity).optional())
        .field(office.value(value(|header| header.office.code())))
        .field(signers)
        .field(Field::text("shipment", words.shipment).value(shipment).optional());
    Ok((form, note))
}

async fn heading(cx: &Cx<'_>, kind: &str) -> Result<Value, Problem> {
    let (organization, employee) = cx.form.get("signer").split_once('|').unwrap_or_default();
    let office = tables::office(cx, cx.form.get("office")).await?;
    let mut heading = json!({
        "name": cx.form.get("name"), "declaration_type": kind, "procedure": cx.form.get("procedure"),
        "office": office, "organization": organization, "employee": employee,
    });
    let singularity = cx.form.get("singularity");
    if !singularity.is_empty() {
        let number: i32 = singularity.parse().map_err(|_| Problem::field(cx.w.customs.singularity, cx.w.problem.not_a_number))?;
        insert(&mut heading, "singularity", Some(Value::from(number)));
    }
    insert(&mut heading, "shipment", typed(cx, "shipment"));
    Ok(heading)
}

async fn created(cx: &Cx<'_>, kind: &str) -> Result<Reply, Problem> {
    let body = json!({ "heading": heading(cx, kind).await? });
    let answer = cx.send("POST", "/customs/declarations", &[], body).await?;
    Ok(back(made(&answer), &[], "declaration-begun"))
}

async fn revised(cx: &Cx<'_>, id: &str, kind: &str) -> Result<Reply, Problem> {
    let body = json!({ "heading": heading(cx, kind).await? });
    cx.send("PUT", "/customs/declarations/{declaration_id}", &[id], body).await?;
    Ok(back(id, &[], "saved"))
}

/// The types, to choose one.
fn types(cx: &Cx<'_>, path: &str, current: &str) -> Vec<Chip> {
    let named: Vec<(&str, &str)> = TYPES.iter().map(|code| (*code, cx.w.customs_code(code))).collect();
    let chips = list::chips(path, cx.asked, &[], "type", &named);
    chips.into_iter().zip(TYPES).map(|(chip, code)| Chip { current: *code == current, ..chip }).collect()
}

/// The form of a new declaration.
pub(super) async fn new(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.customs;
    if !cx.may(DECLARANTS) {
        return Err(Problem::no_page());
    }
    let kind = type_of(cx, None);
    let mut refused: Option<Refused> = None;
    if is_saved(cx) {
        match tried("declaration", created(cx, kind).await)? {
            Ok(reply) => return Ok(reply),
            Err(why) => refused = Some(why),
        }
    }
    let path = format!("/console/{PLACE}/new");
    let form = FormView::page(cx.w, "declaration", path.clone(), words.begin, super::LIST.to_owned()).hint(words.new_hint);
    let (form, note) = fields(cx, form, kind, None).await?;
    let head = Head::new(cx.w, tabs(cx, Tab::Declarations), words.new).area(words.title).chips(words.kind, types(cx, &path, kind));
    Ok(form_page_of(cx, Section::Customs, &head, note, form, refused))
}

/// The form of a heading that changes.
pub(super) async fn revise(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let words = &cx.w.customs;
    let declaration: Declaration = head::declaration(cx, id).await?;
    let kind = type_of(cx, Some(&declaration.header));
    let mut refused: Option<Refused> = None;
    if is_saved(cx) {
        match tried("declaration", revised(cx, id, kind).await)? {
            Ok(reply) => return Ok(reply),
            Err(why) => refused = Some(why),
        }
    }
    let path = inside(id, &["edit"]);
    let form = FormView::page(cx.w, "declaration", path.clone(), words.save_heading, inside(id, &[]));
    let form = form.hidden("_version", declaration.summary.version.to_string());
    let (form, note) = fields(cx, form, kind, Some(&declaration.header)).await?;
    let title = format!("{}: {}", words.heading, declaration.header.name);
    let head = Head::new(cx.w, tabs(cx, Tab::Declarations), title).area(words.title).chips(words.kind, types(cx, &path, kind));
    Ok(form_page_of(cx, Section::Customs, &head, note, form, refused))
}
