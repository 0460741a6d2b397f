//! Documents of a docflow: what box 44 lists, each with a form of its own.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::answer::{Answer, Refused};
use crate::data::{DECLARATION, FREE_BINARY, FREE_TEXT, template};
use crate::docflow::{Docflow, Document};
use crate::form::{GOODS, SHIPMENT, goods_of, text_at};
use crate::wire::Call;
use crate::world::World;

/// `GET …/documents`.
pub(crate) fn list(world: &World, call: &Call<'_>) -> Result<Answer, Refused> {
    let docflow = world.docflow(call.id("docflowId")?)?;
    Ok(Answer::json(docflow.documents.iter().map(Document::row).collect()))
}

/// What is asked for of one document, whichever of the two shapes it comes in: the schema nests the
/// two codes under `documentType`, the prose has them beside the rest.
struct Wanted {
    asked: Value,
    name: Option<String>,
    number: Option<String>,
    date: Option<String>,
    grafa44: Option<String>,
    mode: String,
}

impl Wanted {
    fn read(asked: &Value) -> Option<Self> {
        let filled = |value: Option<&Value>| value.and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned);
        let own = |name: &str| filled(asked.get(name));
        let typed = |name: &str| filled(asked.get("documentType").and_then(|kind| kind.get(name)));
        Some(Self {
            asked: asked.clone(),
            name: own("name").or_else(|| typed("name")),
            number: own("number"),
            date: own("date"),
            grafa44: typed("grafa44Code").or_else(|| own("grafa44Code")),
            mode: typed("documentModeId").or_else(|| own("documentModeId"))?,
        })
    }

    fn flag(&self, name: &str) -> bool {
        self.asked.get(name).and_then(Value::as_bool).unwrap_or_default()
    }
}

/// `POST …/documents`: all of them or none. A repeated call makes them again, as there.
pub(crate) fn create(world: &mut World, call: &Call<'_>, now: DateTime<Utc>) -> Result<Answer, Refused> {
    let id = call.id("docflowId")?;
    world.docflow(id)?;
    let body = call.json().ok_or(Refused::Bad("Неверный запрос"))?;
    let asked = body.as_array().ok_or(Refused::Bad("Ожидается массив документов"))?;
    let wanted: Option<Vec<Wanted>> = asked.iter().map(Wanted::read).collect();
    let wanted = wanted.ok_or(Refused::Bad("Не указан documentModeId"))?;
    let mut rows = Vec::new();
    for wanted in wanted {
        let document = make(world, id, wanted)?;
        rows.push(shown(&document, world.knobs.documents_echo));
        world.change(id, now)?.documents.push(document);
    }
    Ok(Answer::json(Value::Array(rows)))
}

/// The row of a document, with all that was asked for beside it where the service echoes.
fn shown(document: &Document, echo: bool) -> Value {
    let mut row = document.row();
    if let (true, Some(row), Some(asked)) = (echo, row.as_object_mut(), document.asked.as_object()) {
        let new: Map<String, Value> =
            asked.iter().filter(|(name, _)| !row.contains_key(*name)).map(|(name, value)| (name.clone(), value.clone())).collect();
        row.extend(new);
    }
    row
}

fn make(world: &mut World, docflow: Uuid, wanted: Wanted) -> Result<Document, Refused> {
    let mut body = json!({});
    let is_named = matches!(wanted.mode.as_str(), FREE_BINARY | FREE_TEXT);
    if wanted.flag("copyIfExists")
        && let Some(earlier) = same_document(world, &wanted)
    {
        body = world.form(earlier)?.body.clone();
    } else if wanted.flag("copyDataFromDt") {
        body = data_of(world, docflow, &wanted.mode)?;
    } else if is_named {
        body = json!({ "DocumentName": wanted.name, "DocumentNumber": wanted.number, "DocumentDate": wanted.date });
    }
    let goods = if wanted.flag("belongsToAllGoods") { all_goods(world, docflow)? } else { BTreeSet::new() };
    let gf = template(&wanted.mode).and_then(|row| row.get("gf").and_then(Value::as_str).map(str::to_owned));
    let form = world.new_form(&wanted.mode, body);
    let Wanted { asked, name, number, date, grafa44, mode } = wanted;
    Ok(Document { id: Uuid::now_v7(), form, name, number, date, grafa44, mode, gf, is_core: false, goods, asked })
}

/// The form of a document with the same kind, number and date, of whatever docflow.
fn same_document(world: &World, wanted: &Wanted) -> Option<Uuid> {
    let documents = world.docflows().flat_map(|docflow| &docflow.documents);
    let is_same = |document: &&Document| {
        wanted.number.is_some() && document.mode == wanted.mode && document.number == wanted.number && document.date == wanted.date
    };
    documents.filter(is_same).map(|document| document.form).last()
}

fn declaration<'a>(world: &'a World, docflow: &Docflow) -> Result<&'a Value, Refused> {
    let core = docflow.core().ok_or(Refused::Missing)?;
    Ok(&world.form(core.form)?.body)
}

fn all_goods(world: &World, docflow: Uuid) -> Result<BTreeSet<u32>, Refused> {
    let count = goods_of(declaration(world, world.docflow(docflow)?)?).len();
    Ok((1..=u32::try_from(count).unwrap_or(u32::MAX)).collect())
}

/// `POST …/good/{goodNumbers}`: linked to the goods listed and to no other; `0` is to none.
pub(crate) fn link(world: &mut World, call: &Call<'_>, now: DateTime<Utc>) -> Result<Answer, Refused> {
    let (id, document) = (call.id("docflowId")?, call.id("documentId")?);
    let numbers: Result<BTreeSet<u32>, _> = call.path("goodNumbers").split(',').map(|number| number.trim().parse::<u32>()).collect();
    let mut numbers = numbers.map_err(|_| Refused::Bad("Неверные номера товаров"))?;
    if numbers.len() == 1 {
        numbers.remove(&0);
    }
    let known = all_goods(world, id)?;
    let at = world.docflow(id)?.documents.iter().position(|known| known.id == document).ok_or(Refused::Missing)?;
    if !numbers.is_subset(&known) {
        return Err(Refused::Bad("Товара с таким номером нет"));
    }
    if let Some(document) = world.change(id, now)?.documents.get_mut(at) {
        document.goods = numbers;
    }
    Ok(Answer::done())
}

/// `POST …/copyFromDt`: what the declaration says, put into the document.
pub(crate) fn copy_from_declaration(world: &mut World, call: &Call<'_>, now: DateTime<Utc>) -> Result<Answer, Refused> {
    let (id, document) = (call.id("docflowId")?, call.id("documentId")?);
    let known = world.docflow(id)?.documents.iter().find(|known| known.id == document);
    let document = known.ok_or(Refused::Bad("Документ не найден"))?.clone();
    if document.mode == DECLARATION {
        return Err(Refused::Bad("Документ и есть декларация"));
    }
    let data = data_of(world, id, &document.mode)?;
    crate::form::merge(&mut world.form_mut(document.form)?.body, &data);
    world.change(id, now)?;
    Ok(Answer::done())
}

/// What a document of this kind takes from the declaration; only an invoice takes anything here.
fn data_of(world: &World, docflow: Uuid, mode: &str) -> Result<Value, Refused> {
    let declaration = declaration(world, world.docflow(docflow)?)?;
    let goods = goods_of(declaration);
    if goods.is_empty() {
        return Err(Refused::Bad("В декларации не заполнены товары"));
    }
    if mode != "1002007E" {
        return Ok(json!({}));
    }
    let shipment = |path: &str| text_at(declaration, &format!("/{SHIPMENT}/{path}"));
    let rows = goods.iter().map(|good| {
        json!({
            "GoodsCode": text_at(good, "/GoodsTNVEDCode"),
            "GoodsDescription": text_at(good, "/GoodsDescription"),
            "GoodsQuantity": text_at(good, "/SupplementaryGoodsQuantity/0/GoodsQuantity"),
            "TotalCost": text_at(good, "/InvoicedCost"),
        })
    });
    Ok(json!({
        "CurrencyCode": shipment("ESADout_CUMainContractTerms/ContractCurrencyCode"),
        "TotalCost": shipment("ESADout_CUMainContractTerms/TotalInvoiceAmount"),
        "Seller": { "OrganizationName": shipment("ESADout_CUConsignor/OrganizationName") },
        "Buyer": { "OrganizationName": shipment("ESADout_CUConsignee/OrganizationName") },
        "InvoiceGoods": rows.collect::<Vec<_>>(),
    }))
}

/// The declaration's body as it is read: its goods list the documents linked to them.
pub(crate) fn with_documents(docflow: &Docflow, body: &Value) -> Value {
    let mut body = body.clone();
    let goods = body.get_mut(SHIPMENT).and_then(|shipment| shipment.get_mut(GOODS)).and_then(Value::as_array_mut);
    for (number, good) in (1_u32..).zip(goods.into_iter().flatten()) {
        let linked = docflow.documents.iter().filter(|document| document.goods.contains(&number));
        let rows: Vec<Value> = linked
            .map(|document| {
                json!({
                    "PrDocumentName": document.name,
                    "PrDocumentNumber": document.number,
                    "PrDocumentDate": document.date,
                    "PresentedDocumentModeCode": document.grafa44,
                })
            })
            .collect();
        let (Some(good), false) = (good.as_object_mut(), rows.is_empty()) else { continue };
        let listed = good.entry("ESADout_CUPresentedDocument").or_insert_with(|| json!([]));
        match listed.as_array_mut() {
            Some(known) => known.extend(rows),
            None => *listed = Value::Array(rows),
        }
    }
    body
}
