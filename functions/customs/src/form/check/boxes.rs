//! Rules of the boxes that hold whatever the template says.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::Value;

use crate::code::GoodsNumber;
use crate::form::amount::{decimal, text};
use crate::form::check::CHECK_PROBLEMS_MAX;
use crate::form::problem::{Place, Problem, Reason};
use crate::form::{Form, GOODS, SHIPMENT, extract, good::Good, only, summary};

/// What every declaration of goods has, by its path from the root: boxes 1, 1 and 37, 22 and 22.
/// Parties are not here: the vendor puts them in from its directory.
const DEMANDED: &[&[&str]] = &[
    &["CustomsProcedure"],
    &["CustomsModeCode"],
    &[SHIPMENT, "ESADout_CUMainContractTerms", "ContractCurrencyCode"],
    &[SHIPMENT, "ESADout_CUMainContractTerms", "TotalInvoiceAmount"],
];

/// What all goods have: boxes 32, 31, 33, 34, 35, 38 and 42.
const DEMANDED_OF_GOODS: &[&str] = &[
    "GoodsNumeric",
    "GoodsDescription",
    "GoodsTNVEDCode",
    "OriginCountryCode",
    "GrossWeightQuantity",
    "NetWeightQuantity",
    "InvoicedCost",
];

/// Everything that is wrong by the rules of the boxes.
pub fn check_boxes(form: &Form) -> Vec<Problem> {
    let mut problems = Vec::new();
    let lacks = |path: &&&[&str]| form.at(path).map(only).and_then(text).is_none();
    for path in DEMANDED.iter().filter(lacks) {
        problems.push(Problem::new(Place::form(path.join(".")), path.last().copied(), Reason::Missing));
    }
    let list = extract::list(form);
    if list.is_empty() {
        problems.push(Problem::new(Place::form(format!("{SHIPMENT}.{GOODS}")), Some(GOODS), Reason::Missing));
        return problems;
    }
    for (n, goods) in list.iter().enumerate() {
        let path = goods_path(n);
        for name in DEMANDED_OF_GOODS.iter().filter(|name| extract::leaf(goods, &[name]).is_none()) {
            problems.push(Problem::new(Place::form(format!("{path}.{name}")), Some(name), Reason::Missing));
        }
        weights(&mut problems, &path, goods);
    }
    numbers(&mut problems, list);
    totals(&mut problems, form);
    problems.truncate(CHECK_PROBLEMS_MAX);
    problems
}

fn goods_path(n: usize) -> String {
    format!("{SHIPMENT}.{GOODS}[{n}]")
}

fn weights(problems: &mut Vec<Problem>, path: &str, goods: &Value) {
    let read = |name: &str| extract::leaf(goods, &[name]).as_deref().and_then(decimal);
    if let (Some(gross), Some(net)) = (read("GrossWeightQuantity"), read("NetWeightQuantity"))
        && net > gross
    {
        let reason = Reason::NetAboveGross { net: net.to_string(), gross: gross.to_string() };
        problems.push(Problem::new(Place::form(format!("{path}.NetWeightQuantity")), Some("NetWeightQuantity"), reason));
    }
}

/// Every number once, from 1 without a gap.
fn numbers(problems: &mut Vec<Problem>, list: &[Value]) {
    let mut seen: BTreeMap<GoodsNumber, usize> = BTreeMap::new();
    for (n, number) in list.iter().enumerate().filter_map(|(n, goods)| extract::number(goods).map(|number| (n, number))) {
        match seen.get(&number) {
            Some(first) => {
                let reason = Reason::DuplicateNumber { number: number.to_string(), first: goods_path(*first) };
                problems.push(Problem::new(Place::form(format!("{}.GoodsNumeric", goods_path(n))), Some("GoodsNumeric"), reason));
            }
            None => drop(seen.insert(number, n)),
        }
    }
    let last = seen.keys().last().map_or(0, |number| number.get());
    for number in (1..=last).filter_map(|number| GoodsNumber::try_from(number).ok()).filter(|number| !seen.contains_key(number)) {
        let place = Place::form(format!("{SHIPMENT}.{GOODS}"));
        problems.push(Problem::new(place, Some("GoodsNumeric"), Reason::NumberLeftOut { number: number.get() }));
    }
}

/// Boxes 5, 22 and 12 against the goods.
fn totals(problems: &mut Vec<Problem>, form: &Form) {
    let goods = form.goods();
    let mut compare = |path: &[&str], counted: Option<Decimal>| {
        let written = form.at(path).map(only).and_then(text);
        if let (Some(written), Some(counted)) = (written, counted)
            && decimal(&written).is_some_and(|written| written != counted)
        {
            let reason = Reason::TotalDiffers { written, counted: counted.normalize().to_string() };
            problems.push(Problem::new(Place::form(path.join(".")), path.last().copied(), reason));
        }
    };
    let sum = |part: fn(&Good) -> Option<Decimal>| summary::total(&goods, part);
    compare(&[SHIPMENT, "TotalGoodsNumber"], Some(Decimal::from(extract::list(form).len())));
    compare(&[SHIPMENT, "ESADout_CUMainContractTerms", "TotalInvoiceAmount"], sum(|good| good.invoiced));
    compare(&[SHIPMENT, "TotalCustCost"], sum(|good| good.customs_value));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(body: Value) -> Vec<String> {
        let problems = check_boxes(&Form::from_value(body).unwrap());
        let path =
            |problem: &Problem| problem.place.to_string().replace("ESADout_CUGoodsShipment.", "").replace("ESADout_CUGoods", "Goods");
        let code = |problem: &Problem| serde_json::to_value(&problem.reason).unwrap()["code"].as_str().unwrap().to_owned();
        problems.iter().map(|problem| format!("{} {}", path(problem), code(problem))).collect()
    }

    #[test]
    fn an_empty_form_lacks_what_every_declaration_has() {
        assert_eq!(
            told(json!({})),
            [
                "CustomsProcedure missing",
                "CustomsModeCode missing",
                "ESADout_CUMainContractTerms.ContractCurrencyCode missing",
                "ESADout_CUMainContractTerms.TotalInvoiceAmount missing",
                "Goods missing",
            ]
        );
    }

    #[test]
    fn numbers_weights_and_totals_must_agree() {
        let goods = |number: u16, net: &str| {
            json!({
                "GoodsNumeric": number, "GoodsDescription": "стол", "GoodsTNVEDCode": "9403300000", "OriginCountryCode": "CN",
                "GrossWeightQuantity": "10", "NetWeightQuantity": net, "InvoicedCost": "0.1", "CustomsCost": "7"
            })
        };
        let form = |list: Value, count: u16, total: &str| {
            json!({
                "CustomsProcedure": "ИМ", "CustomsModeCode": "40",
                "ESADout_CUGoodsShipment": {
                    "TotalGoodsNumber": count, "TotalCustCost": "21.00", "ESADout_CUGoods": list,
                    "ESADout_CUMainContractTerms": { "ContractCurrencyCode": "USD", "TotalInvoiceAmount": total }
                }
            })
        };
        let right = json!([goods(1, "9"), goods(2, "9"), goods(3, "10")]);
        assert_eq!(told(form(right, 3, "0.3")), Vec::<String>::new());
        let wrong = json!([goods(1, "9"), goods(1, "11"), goods(4, "9")]);
        assert_eq!(
            told(form(wrong, 2, "0.31")),
            [
                "Goods[1].NetWeightQuantity net-above-gross",
                "Goods[1].GoodsNumeric duplicate-number",
                "Goods number-left-out",
                "Goods number-left-out",
                "TotalGoodsNumber total-differs",
                "ESADout_CUMainContractTerms.TotalInvoiceAmount total-differs",
            ]
        );
    }
}
