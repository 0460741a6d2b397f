//! `POST …/import`: rows of goods into a declaration, with values put in order.
//!
//! The vendor's sample of a row is not public. Rows are taken by the field names of the form and by
//! captions such as spreadsheets have; other columns are ignored.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use crate::answer::{Answer, Refused};
use crate::data::{DECLARATION, OPTIONS, shape};
use crate::form::{GOODS, SHIPMENT, goods_of, merge, of_call};
use crate::wire::Call;
use crate::world::World;

/// Captions in lower case, and where their values go.
const CAPTIONS: [(&str, &str); 18] = [
    ("наименование", "GoodsDescription"),
    ("наименование товара", "GoodsDescription"),
    ("описание", "GoodsDescription"),
    ("описание товара", "GoodsDescription"),
    ("код тн вэд", "GoodsTNVEDCode"),
    ("код тнвэд", "GoodsTNVEDCode"),
    ("тн вэд", "GoodsTNVEDCode"),
    ("страна", COUNTRY),
    ("страна происхождения", COUNTRY),
    ("вес брутто", "GrossWeightQuantity"),
    ("брутто", "GrossWeightQuantity"),
    ("вес нетто", "NetWeightQuantity"),
    ("нетто", "NetWeightQuantity"),
    ("стоимость", "InvoicedCost"),
    ("цена товара", "InvoicedCost"),
    ("количество", QUANTITY),
    ("количество мест", PACKAGES),
    ("метод определения таможенной стоимости", "CustomsCostCorrectMethod"),
];
/// A country by its code or its name.
const COUNTRY: &str = "OriginCountry";
const QUANTITY: &str = "GoodsQuantity";
const PACKAGES: &str = "PakageQuantity";

/// `POST …/import`.
pub(crate) fn import(world: &mut World, call: &Call<'_>, now: DateTime<Utc>) -> Result<Answer, Refused> {
    let (docflow, form) = of_call(world, call).map(|(docflow, _, form)| (docflow.id, form.id))?;
    if world.form(form)?.mode != DECLARATION {
        return Err(Refused::Bad("В форме нет товарной части"));
    }
    let rows = call.json().ok_or(Refused::Bad("Неверный запрос"))?;
    let rows: Option<Vec<&Map<String, Value>>> = rows.as_array().and_then(|rows| rows.iter().map(Value::as_object).collect());
    let rows = rows.ok_or(Refused::Bad("Ожидается массив товаров"))?;
    let known = shape(DECLARATION).body;
    let fields = known.pointer(&format!("/{SHIPMENT}/{GOODS}/0")).cloned().unwrap_or_default();
    let clear = call.flag("clearBeforeUpload").unwrap_or(false);
    let preserve = call.flag("preserveAttachedGoods").unwrap_or(true);
    let body = &mut world.form_mut(form)?.body;
    let mut goods = if clear { Vec::new() } else { goods_of(body).to_vec() };
    goods.extend(rows.into_iter().map(|row| good(row, &fields)));
    for (number, good) in (1_u32..).zip(&mut goods) {
        merge(good, &json!({ "GoodsNumeric": number.to_string() }));
    }
    let count = goods.len();
    merge(body, &json!({ SHIPMENT: { "TotalGoodsNumber": count.to_string() } }));
    body[SHIPMENT][GOODS] = Value::Array(goods);
    let docflow = world.change(docflow, now)?;
    for document in &mut docflow.documents {
        if !preserve {
            document.goods.clear();
        }
        document.goods.retain(|number| usize::try_from(*number).is_ok_and(|number| number <= count));
    }
    Ok(Answer::done())
}

fn good(row: &Map<String, Value>, fields: &Value) -> Value {
    let mut good = json!({});
    for (caption, value) in row {
        let caption = caption.trim();
        let lower = caption.to_lowercase();
        let field = CAPTIONS.iter().find(|row| row.0 == lower).map_or(caption, |row| row.1);
        match field {
            COUNTRY | "OriginCountryCode" | "OriginCountryName" => merge(&mut good, &country(&plain(value))),
            QUANTITY => merge(&mut good, &json!({ "SupplementaryGoodsQuantity": [{ "GoodsQuantity": number(value) }] })),
            PACKAGES => merge(&mut good, &json!({ "ESADGoodsPackaging": { "PakageQuantity": number(value) } })),
            "GoodsTNVEDCode" => {
                let digits: String = plain(value).chars().filter(char::is_ascii_digit).collect();
                good[field] = json!(digits);
            }
            "GrossWeightQuantity" | "NetWeightQuantity" | "InvoicedCost" => good[field] = json!(number(value)),
            _ if fields.get(field).is_some_and(|known| !known.is_string()) && !(value.is_string() || value.is_number()) => {
                merge(&mut good, &json!({ field: value }));
            }
            _ if fields.get(field).is_some_and(Value::is_string) => good[field] = json!(plain(value)),
            _ => {}
        }
    }
    good
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| if value.is_null() { String::new() } else { value.to_string() }, |text| text.trim().to_owned())
}

/// A number as forms write it: no spaces, a point.
fn number(value: &Value) -> String {
    plain(value).chars().filter(|letter| !letter.is_whitespace()).map(|letter| if letter == ',' { '.' } else { letter }).collect()
}

/// Both fields of a country, given either; a country nobody knows stays as it is written.
fn country(text: &str) -> Value {
    let upper = text.to_uppercase();
    let known = OPTIONS.countries.iter().find(|country| country.code == upper || country.name == upper);
    match known {
        Some(country) => json!({ "OriginCountryCode": country.code, "OriginCountryName": country.name }),
        None => json!({ "OriginCountryName": upper }),
    }
}
