//! Whether a form is what its template and the rules of the boxes demand.
//!
//! Nothing here refuses a form: a draft is wrong for most of its life. Who files it looks at the
//! problems; those that are only lacking say so ([`super::Reason::is_missing`]).

mod boxes;

use serde_json::{Map, Value};

pub use boxes::check_boxes;

use super::amount::text;
use super::problem::{Kind, Place, Problem, Reason, quoted};
use super::template::{TemplateBody, kind_of};
use super::{Form, amount};

/// From here on two names are taken for nearly the same: one letter in five may differ.
const NEARLY_THOUSANDTHS: u32 = 800;
/// Most problems that a check looks for: who has more does not read them, and looking for the
/// nearest name of a quarter of a million unknown ones would take hours.
pub const CHECK_PROBLEMS_MAX: usize = 1_000;
/// Longest code, in characters.
const CODE_CHARACTERS_MAX: usize = 50;

/// What is wrong: first by the template in the order of the form, then by the boxes. The first
/// [`CHECK_PROBLEMS_MAX`] of each.
pub fn check(form: &Form, template: &TemplateBody) -> Vec<Problem> {
    let mut problems = Vec::new();
    section(&mut problems, "", form.body(), template.body());
    problems.extend(check_boxes(form));
    problems
}

fn section(problems: &mut Vec<Problem>, path: &str, form: &Map<String, Value>, template: &Map<String, Value>) {
    for (name, value) in form {
        if problems.len() >= CHECK_PROBLEMS_MAX {
            return;
        }
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        match template.get(name) {
            Some(expected) => member(problems, &path, name, value, expected),
            None => {
                let reason = Reason::UnknownField { nearest: nearest(name, template.keys()) };
                problems.push(Problem::new(Place::form(path), Some(name), reason));
            }
        }
    }
}

/// A value against what the template has in its place: a list there is a sample of one.
fn member(problems: &mut Vec<Problem>, path: &str, name: &str, value: &Value, expected: &Value) {
    let repeated = expected.is_array();
    let expected = super::only(expected);
    let Value::Array(list) = value else { return one(problems, path, name, value, expected) };
    if !repeated && list.len() > 1 {
        problems.push(Problem::new(Place::form(path), Some(name), Reason::Repeated));
    }
    for (n, value) in list.iter().enumerate() {
        if problems.len() >= CHECK_PROBLEMS_MAX {
            return;
        }
        one(problems, &format!("{path}[{n}]"), name, value, expected);
    }
}

fn one(problems: &mut Vec<Problem>, path: &str, name: &str, value: &Value, expected: &Value) {
    let wrong = |expected: Kind, found: String| Problem::new(Place::form(path), Some(name), Reason::WrongKind { expected, found });
    match (value, expected) {
        (Value::Object(form), Value::Object(template)) => section(problems, path, form, template),
        // Nothing is written: an empty text may stand for an empty section.
        (Value::String(empty), _) if empty.trim().is_empty() => {}
        (leaf, Value::Object(_)) => problems.push(wrong(Kind::Section, text(leaf).map_or_else(|| "[…]".to_owned(), |text| quoted(&text)))),
        (Value::Object(_), _) => problems.push(wrong(kind_of(name), "{…}".to_owned())),
        (leaf, _) => {
            let kind = kind_of(name);
            match text(leaf) {
                Some(text) if is(kind, &text) => {}
                Some(text) => problems.push(wrong(kind, quoted(&text))),
                None => problems.push(wrong(kind, "[…]".to_owned())),
            }
        }
    }
}

/// Whether a text is of a kind. Codes are judged by their shape: which of them exist, the
/// reference data knows.
fn is(kind: Kind, text: &str) -> bool {
    let all = |test: fn(&u8) -> bool, length: usize| text.len() == length && text.as_bytes().iter().all(test);
    match kind {
        Kind::Text | Kind::Section => true,
        Kind::Code => text.chars().count() <= CODE_CHARACTERS_MAX && !text.chars().any(char::is_whitespace),
        Kind::Commodity => text.parse::<crate::code::CommodityCode>().is_ok(),
        // `EU` and `00` (unknown) are no countries, and stand in their place.
        Kind::Country => all(u8::is_ascii_uppercase, 2) || all(u8::is_ascii_digit, 3) || text == "00",
        Kind::Currency => all(u8::is_ascii_uppercase, 3) || all(u8::is_ascii_digit, 3),
        Kind::GoodsNumber => text.parse::<u16>().is_ok_and(|number| crate::code::GoodsNumber::try_from(number).is_ok()),
        Kind::Decimal => amount::decimal(text).is_some(),
        Kind::Whole => text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit()),
        Kind::Date => is_date(text),
        Kind::Flag => matches!(text, "true" | "false" | "0" | "1"),
    }
}

/// A day, with or without a time after it.
fn is_date(text: &str) -> bool {
    let (day, time) = text.split_once('T').map_or((text, None), |(day, time)| (day, Some(time)));
    let is_time = |time: &str| time.len() >= 5 && time.len() <= 32;
    day.len() == 10 && chrono::NaiveDate::parse_from_str(day, "%Y-%m-%d").is_ok() && time.is_none_or(is_time)
}

/// The known name that is nearest to one that is not, if it is near at all.
fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a String>) -> Option<String> {
    let likeness = |known: &String| thousandths(name, known);
    known
        .map(|known| (likeness(known), known))
        .filter(|(likeness, _)| *likeness >= NEARLY_THOUSANDTHS)
        .max()
        .map(|(_, known)| known.clone())
}

/// Likeness by the edit distance that counts swapped letters once, against the longer name.
fn thousandths(one: &str, other: &str) -> u32 {
    let longer = one.chars().count().max(other.chars().count());
    let distance = strsim::damerau_levenshtein(&one.to_lowercase(), &other.to_lowercase());
    let same = longer.saturating_sub(distance).saturating_mul(1000).checked_div(longer).unwrap_or(0);
    u32::try_from(same).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn template() -> TemplateBody {
        TemplateBody::from_value(json!({
            "CustomsProcedure": "Графа 1",
            "ESADout_CUGoodsShipment": {
                "TotalGoodsNumber": "Графа 5",
                "ESADout_CUConsignee": { "EqualIndicator": "Совпадает с декларантом" },
                "ESADout_CUConsigment": { "BorderCustomsOffice": { "Code": "Код" } },
                "ESADout_CUGoods": [{
                    "GoodsNumeric": "Графа 32", "GoodsDescription": ["Графа 31"], "InvoicedCost": "Графа 42", "GoodsTNVEDCode": "Графа 33",
                    "ESADout_CUPresentedDocument": [{ "PrDocumentDate": "Дата" }]
                }]
            }
        }))
        .unwrap()
    }

    fn told(form: Value) -> Vec<(String, Reason)> {
        let form = Form::from_value(form).unwrap();
        let mut problems = Vec::new();
        section(&mut problems, "", form.body(), template().body());
        problems.into_iter().map(|problem| (problem.place.to_string(), problem.reason)).collect()
    }

    #[test]
    fn what_the_template_has_is_no_problem() {
        let goods = json!([{ "GoodsNumeric": 1, "GoodsDescription": ["a", "b"], "InvoicedCost": 12.5, "GoodsTNVEDCode": "8471300000" }]);
        let shipment = json!({ "TotalGoodsNumber": "1", "ESADout_CUGoods": goods, "ESADout_CUConsignee": { "EqualIndicator": true } });
        assert_eq!(told(json!({ "CustomsProcedure": "ИМ", "ESADout_CUGoodsShipment": shipment })), []);
    }

    #[test]
    fn unknown_fields_are_told_with_the_nearest_name() {
        let found = told(json!({ "ESADout_CUGoodsShipment": { "ESADout_CUConsignment": {}, "TotalGodsNumber": "1", "Weather": "fine" } }));
        let nearest = |name: &str| Reason::UnknownField { nearest: Some(name.to_owned()) };
        let path = |name: &str| format!("ESADout_CUGoodsShipment.{name}");
        assert_eq!(
            found,
            [
                (path("ESADout_CUConsignment"), nearest("ESADout_CUConsigment")),
                (path("TotalGodsNumber"), nearest("TotalGoodsNumber")),
                (path("Weather"), Reason::UnknownField { nearest: None }),
            ]
        );
    }

    #[test]
    fn a_check_ends() {
        let body: Map<String, Value> = (0..100_000).map(|n| (format!("TotalGoodsNumbr{n}"), json!("x"))).collect();
        assert_eq!(told(json!({ "ESADout_CUGoodsShipment": body })).len(), CHECK_PROBLEMS_MAX);
    }

    #[test]
    fn wrong_kinds_are_told_with_what_is_expected() {
        let goods = json!([
            { "GoodsNumeric": "1000", "InvoicedCost": "12,5", "GoodsTNVEDCode": "8471" },
            { "GoodsNumeric": [1, 2], "ESADout_CUPresentedDocument": { "PrDocumentDate": "21.11.2026" } },
            "стол"
        ]);
        let shipment = json!({ "ESADout_CUGoods": goods, "TotalGoodsNumber": { "a": 1 }, "ESADout_CUConsignee": "мы" });
        let found = told(json!({ "CustomsProcedure": "", "ESADout_CUGoodsShipment": shipment }));
        let told = |(path, reason): &(String, Reason)| {
            let what = serde_json::to_value(reason).unwrap();
            let what = what.get("expected").or_else(|| what.get("code")).and_then(Value::as_str).unwrap().to_owned();
            format!("{} {what}", path.trim_start_matches("ESADout_CUGoodsShipment."))
        };
        let kinds: Vec<_> = found.iter().map(told).collect();
        assert_eq!(
            kinds,
            [
                "ESADout_CUConsignee section",
                "ESADout_CUGoods[0].GoodsNumeric goods_number",
                "ESADout_CUGoods[0].GoodsTNVEDCode commodity",
                "ESADout_CUGoods[0].InvoicedCost decimal",
                "ESADout_CUGoods[1].ESADout_CUPresentedDocument.PrDocumentDate date",
                "ESADout_CUGoods[1].GoodsNumeric repeated",
                "ESADout_CUGoods[2] section",
                "TotalGoodsNumber whole",
            ]
        );
    }
}
