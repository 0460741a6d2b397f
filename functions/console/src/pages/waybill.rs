//! The form of a waybill: city and branch from the carrier's lists, or as typed.

use askama::Template;
use serde::Deserialize;
use serde_json::{Value, json};

use super::goods::{currency_of, typed_money};
use super::order_form::insert;
use crate::context::Cx;
use crate::format::{Amount, Format, typed_thousandths};
use crate::frame::{Page, Reply, Section, render};
use crate::http::encoded;
use crate::model::Listed;
use crate::model::order::Order;
use crate::problem::Problem;
use crate::words::{Words, fill};

const CITIES: &str = "/carriers/nova-poshta/cities";
const WAREHOUSES: &str = "/carriers/nova-poshta/warehouses";
const PRICE: &str = "/carriers/nova-poshta/price";
/// Millimetres in a centimetre, which people measure in.
const MM_PER_CM: u32 = 10;

/// A settlement of the carrier.
#[derive(Debug, Deserialize)]
struct City {
    city_ref: String,
    name: String,
    #[serde(default)]
    area: String,
    #[serde(default)]
    present: String,
}

/// A branch or postomat.
#[derive(Debug, Deserialize)]
struct Warehouse {
    warehouse_ref: String,
    #[serde(default)]
    number: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    kind: String,
}

#[derive(Debug, Deserialize)]
struct Price {
    delivery: Amount,
    #[serde(default)]
    redelivery: Option<Amount>,
}

/// The parcel as typed.
#[derive(Debug, Clone, Default)]
struct Parcel {
    recipient_name: String,
    recipient_phone: String,
    city: String,
    area: String,
    city_ref: String,
    warehouse: String,
    warehouse_ref: String,
    warehouse_kind: String,
    weight: String,
    seats: String,
    description: String,
    declared: String,
    cash: String,
    payer: String,
    length: String,
    width: String,
    height: String,
}

#[derive(Template)]
#[template(path = "waybill.html")]
struct Waybill {
    w: &'static Words,
    f: Format,
    number: String,
    currency: String,
    back: String,
    p: Parcel,
    cities: Option<Vec<City>>,
    branches: Option<Vec<Warehouse>>,
    price: Option<Price>,
}

impl Parcel {
    /// What the order suggests.
    fn of(order: &Order) -> Self {
        Self {
            recipient_name: order.client.name.clone(),
            recipient_phone: order.client.phone.clone().unwrap_or_default(),
            seats: "1".to_owned(),
            description: order.items.first().map(|item| item.name.clone()).unwrap_or_default(),
            declared: order.total.plain().to_owned(),
            payer: "recipient".to_owned(),
            ..Self::default()
        }
    }

    fn read(cx: &Cx<'_>) -> Self {
        let field = |name| cx.form.get(name).to_owned();
        Self {
            recipient_name: field("recipient_name"),
            recipient_phone: field("recipient_phone"),
            city: field("city"),
            area: field("area"),
            city_ref: field("city_ref"),
            warehouse: field("warehouse"),
            warehouse_ref: field("warehouse_ref"),
            warehouse_kind: field("warehouse_kind"),
            weight: field("weight"),
            seats: field("seats"),
            description: field("description"),
            declared: field("declared"),
            cash: field("cash"),
            payer: field("payer"),
            length: field("length"),
            width: field("width"),
            height: field("height"),
        }
    }

    /// Does what a button asks: a choice from a list, or a choice taken back.
    fn operate(&mut self, op: &str) {
        let parts: Vec<&str> = op.splitn(4, '|').collect();
        match parts.as_slice() {
            ["city", city_ref, name, area] => {
                [self.city_ref, self.city, self.area] = [city_ref, name, area].map(|text| (*text).to_owned());
            }
            ["branch", warehouse_ref, kind, number] => {
                [self.warehouse_ref, self.warehouse_kind, self.warehouse] = [warehouse_ref, kind, number].map(|text| (*text).to_owned());
            }
            ["other-city"] => [self.city_ref, self.warehouse_ref, self.warehouse] = Default::default(),
            ["other-branch"] => self.warehouse_ref = String::new(),
            _ => {}
        }
    }

    fn sides(&self, words: &'static Words) -> [(&'static str, &'static str, &str); 3] {
        let w = &words.waybill;
        [("length", w.length, &self.length), ("width", w.width, &self.width), ("height", w.height, &self.height)]
    }

    fn weight_grams(&self, words: &Words) -> Result<u32, Problem> {
        typed_thousandths(&self.weight).ok_or_else(|| Problem::field(words.waybill.weight, words.problem.not_a_weight))
    }

    fn seats(&self, words: &Words) -> Result<u16, Problem> {
        let seats = if self.seats.is_empty() { "1" } else { &self.seats };
        seats.parse().map_err(|_| Problem::field(words.waybill.seats, words.problem.not_a_number))
    }

    fn size(&self, words: &Words) -> Result<Option<Value>, Problem> {
        let sides = [&self.length, &self.width, &self.height];
        if sides.iter().all(|side| side.is_empty()) {
            return Ok(None);
        }
        let mm = |side: &String| side.parse::<u32>().ok().and_then(|cm| cm.checked_mul(MM_PER_CM));
        match sides.map(mm) {
            [Some(length), Some(width), Some(height)] => Ok(Some(json!({ "length_mm": length, "width_mm": width, "height_mm": height }))),
            _ => Err(Problem::field(words.waybill.size, words.problem.not_a_number)),
        }
    }

    fn body(&self, cx: &Cx<'_>, currency: &str) -> Result<Value, Problem> {
        let words = cx.w;
        let currency = currency_of(&Amount { amount: String::new(), currency: currency.to_owned() }, cx);
        let mut body = json!({
            "carrier": "nova-poshta",
            "city": self.city,
            "warehouse": self.warehouse,
            "weight_grams": self.weight_grams(words)?,
            "seats": self.seats(words)?,
        });
        let texts = [
            ("recipient_name", &self.recipient_name),
            ("recipient_phone", &self.recipient_phone),
            ("area", &self.area),
            ("description", &self.description),
            ("payer", &self.payer),
        ];
        for (name, text) in texts {
            insert(&mut body, name, Some(text.as_str()).filter(|text| !text.is_empty()).map(Value::from));
        }
        insert(&mut body, "size", self.size(words)?);
        insert(&mut body, "declared_value", typed_money(&self.declared, currency, words.waybill.declared, words)?);
        insert(&mut body, "cash_on_delivery", typed_money(&self.cash, currency, words.waybill.cash, words)?);
        if !self.city_ref.is_empty() && !self.warehouse_ref.is_empty() {
            let kind = if self.warehouse_kind.is_empty() { "branch" } else { &self.warehouse_kind };
            insert(&mut body, "chosen", Some(json!({ "city_ref": self.city_ref, "warehouse_ref": self.warehouse_ref, "kind": kind })));
        }
        Ok(body)
    }
}

/// What the lists of the carrier gave.
#[derive(Default)]
struct Found {
    cities: Option<Vec<City>>,
    branches: Option<Vec<Warehouse>>,
    price: Option<Price>,
}

async fn look_up(cx: &Cx<'_>, op: &str, parcel: &Parcel) -> Result<Found, Problem> {
    let mut found = Found::default();
    match op {
        "find-city" => {
            let listed: Listed<City> = cx.get(CITIES, &[], &[("q", &parcel.city)]).await?;
            found.cities = Some(listed.items);
        }
        "find-branch" => {
            let asked = [("city_ref", parcel.city_ref.as_str()), ("q", &parcel.warehouse)];
            let listed: Listed<Warehouse> = cx.get(WAREHOUSES, &[], &asked).await?;
            found.branches = Some(listed.items);
        }
        "price" if parcel.city_ref.is_empty() => {
            return Err(Problem::field(cx.w.waybill.city, cx.w.waybill.price_needs_city));
        }
        "price" => {
            let (weight, seats) = (parcel.weight_grams(cx.w)?.to_string(), parcel.seats(cx.w)?.to_string());
            let declared = crate::format::typed_decimal(&parcel.declared);
            let cash = crate::format::typed_decimal(&parcel.cash);
            let asked = [
                ("city_ref", parcel.city_ref.as_str()),
                ("weight_grams", &weight),
                ("seats", &seats),
                ("declared_value", &declared),
                ("cash_on_delivery", &cash),
            ];
            found.price = Some(cx.get(PRICE, &[], &asked).await?);
        }
        _ => {}
    }
    Ok(found)
}

/// The form, as the order suggests it or as it was typed.
pub(crate) async fn page(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let op = cx.form.get("op");
    let (number, currency, mut parcel) = if op.is_empty() {
        let order: Order = cx.get("/orders/{order_id}", &[id], &[]).await?;
        let parcel = Parcel::of(&order);
        (order.number, order.total.currency, parcel)
    } else {
        (cx.form.get("number").to_owned(), cx.form.get("currency").to_owned(), Parcel::read(cx))
    };
    parcel.operate(op);
    let mut problem = None;
    if op == "save" {
        match save(cx, id, &parcel, &currency).await {
            Ok(reply) => return Ok(reply),
            Err(refused) => problem = Some(refused),
        }
    }
    let found = look_up(cx, op, &parcel).await.unwrap_or_else(|refused| {
        problem = Some(refused);
        Found::default()
    });
    if let Some(signed_out) = problem.take_if(|problem| problem.is_signed_out()) {
        return Err(signed_out);
    }
    let title = fill(cx.w.waybill.make_for, &[&number]);
    let form = Waybill {
        w: cx.w,
        f: cx.f,
        number,
        currency,
        back: format!("/console/orders/{}", encoded(id)),
        p: parcel,
        cities: found.cities,
        branches: found.branches,
        price: found.price,
    };
    Ok(Page::still(Section::Orders, title, render(&form)).with_maybe(problem).into())
}

async fn save(cx: &Cx<'_>, id: &str, parcel: &Parcel, currency: &str) -> Result<Reply, Problem> {
    let body = parcel.body(cx, currency)?;
    cx.send("POST", "/orders/{order_id}/waybill", &[id], body).await?;
    Ok(Reply::To(format!("/console/orders/{}?done=requested#waybill", encoded(id))))
}
