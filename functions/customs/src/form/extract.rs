//! Goods from a form, version [`super::EXTRACTOR_VERSION`].

use serde_json::Value;

use super::amount::{decimal, text};
use super::good::{Good, GoodDocument, GoodPayment, Supplementary};
use super::{Form, GOODS, SHIPMENT, each, only};
use crate::code::GoodsNumber;

/// The list of goods as it stands.
pub(super) fn list(form: &Form) -> &[Value] {
    each(form.at(&[SHIPMENT]).and_then(|shipment| only(shipment).get(GOODS)))
}

/// The goods, as far as they can be read. One without a readable number has the number of its
/// place in the list.
pub(super) fn goods(form: &Form) -> Vec<Good> {
    let numbered = |(n, value): (usize, &Value)| {
        let by_place = || u16::try_from(n.saturating_add(1)).ok().and_then(|number| GoodsNumber::try_from(number).ok());
        number(value).or_else(by_place).map(|number| good(number, value))
    };
    list(form).iter().enumerate().filter_map(numbered).collect()
}

/// The number of goods, when it is written and readable.
pub(super) fn number(goods: &Value) -> Option<GoodsNumber> {
    leaf(goods, &["GoodsNumeric"]).and_then(|text| text.parse::<u16>().ok()).and_then(|number| GoodsNumber::try_from(number).ok())
}

/// The text of a leaf below a value.
pub(super) fn leaf(value: &Value, path: &[&str]) -> Option<String> {
    path.iter().try_fold(only(value), |value, name| value.get(name).map(only)).and_then(text)
}

fn amount(value: &Value, path: &[&str]) -> Option<rust_decimal::Decimal> {
    leaf(value, path).as_deref().and_then(decimal)
}

/// One of the goods, under a number.
pub(super) fn good(number: GoodsNumber, value: &Value) -> Good {
    let code = |path: &[&str]| leaf(value, path);
    let in_group = |name: &str| leaf(value, &["GoodsGroupDescription", "GoodsGroupInformation", name]);
    Good {
        number,
        description: description(value),
        commodity: code(&["GoodsTNVEDCode"]).and_then(|text| text.parse().ok()),
        origin: code(&["OriginCountryCode"]).and_then(|text| text.parse().ok()),
        article: in_group("GoodsMarking"),
        gross_kilograms: amount(value, &["GrossWeightQuantity"]),
        net_kilograms: amount(value, &["NetWeightQuantity"]),
        invoiced: amount(value, &["InvoicedCost"]),
        customs_value: amount(value, &["CustomsCost"]),
        statistical_value: amount(value, &["StatisticalCost"]),
        supplementary: supplementary(value),
        valuation_method: code(&["CustomsCostCorrectMethod"]),
        payments: each(value.get("ESADout_CUCustomsPaymentCalculation")).iter().filter_map(payment).collect(),
        documents: each(value.get("ESADout_CUPresentedDocument")).iter().filter_map(document).collect(),
    }
}

/// A description in several pieces is one text: the album bounds a piece, not the description.
fn description(value: &Value) -> String {
    each(value.get("GoodsDescription")).iter().filter_map(text).collect::<Vec<_>>().join(" ")
}

fn supplementary(value: &Value) -> Option<Supplementary> {
    let quantity = amount(value, &["SupplementaryGoodsQuantity", "GoodsQuantity"])?;
    let unit_code = leaf(value, &["SupplementaryGoodsQuantity", "MeasureUnitQualifierCode"]);
    let unit_name = leaf(value, &["SupplementaryGoodsQuantity", "MeasureUnitQualifierName"]);
    Some(Supplementary { quantity, unit_code, unit_name })
}

fn payment(value: &Value) -> Option<GoodPayment> {
    Some(GoodPayment {
        mode: leaf(value, &["PaymentModeCode"])?,
        base: amount(value, &["TaxBase"]),
        rate: amount(value, &["Rate"]),
        amount: amount(value, &["PaymentAmount"]),
        currency: leaf(value, &["PaymentCurrencyCode"]),
    })
}

fn document(value: &Value) -> Option<GoodDocument> {
    let document = GoodDocument {
        kind: leaf(value, &["PresentedDocumentModeCode"]).and_then(|text| text.parse().ok()),
        name: leaf(value, &["PrDocumentName"]),
        number: leaf(value, &["PrDocumentNumber"]),
        date: leaf(value, &["PrDocumentDate"]),
    };
    (document.kind.is_some() || document.name.is_some() || document.number.is_some()).then_some(document)
}
