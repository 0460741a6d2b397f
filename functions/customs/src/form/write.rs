//! Goods into a form.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::good::{Good, GoodDocument, GoodPayment};
use super::problem::FormProblem;
use super::{Form, GOODS, SHIPMENT, extract};
use crate::code::GoodsNumber;

/// What becomes of the goods that a form has already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GoodsChoice {
    /// The rows take the place of all goods. Where a row has the number of goods that were
    /// there, their commodity code, and their article or description, what rows do not tell
    /// (packages, preferences, documents) stays.
    Replace,
    /// The rows come after the goods, with the numbers that follow.
    Append,
}

/// The form with the rows as goods, and their number in box 5.
pub(super) fn with_goods(form: &Form, rows: &[Good], choice: GoodsChoice) -> Result<Form, FormProblem> {
    let before = extract::list(form);
    let before_kept = if choice == GoodsChoice::Append { before.len() } else { 0 };
    let after = match choice {
        GoodsChoice::Replace => {
            let old = |row: &Good| {
                let known = before.iter().find(|value| extract::number(value) == Some(row.number))?;
                is_same(&extract::good(row.number, known), row).then(|| known.as_object())?
            };
            rows.iter().map(|row| write(old(row), row, row.number.get())).collect::<Result<Vec<_>, _>>()?
        }
        GoodsChoice::Append => {
            let numbered = before.iter().filter_map(extract::number).map(GoodsNumber::get).max().map_or(0, usize::from);
            let last = numbered.max(before.len());
            let next = |n: usize| u16::try_from(last.saturating_add(n).saturating_add(1)).unwrap_or(u16::MAX);
            let added = rows.iter().enumerate().map(|(n, row)| write(None, row, next(n)));
            before.iter().cloned().map(Ok).chain(added).collect::<Result<Vec<_>, _>>()?
        }
    };
    let count = after.len();
    let beyond = |value: &Value| extract::leaf(value, &["GoodsNumeric"]).is_some() && extract::number(value).is_none();
    if count > usize::from(GoodsNumber::MAX) || after.iter().skip(before_kept).any(beyond) {
        return Err(FormProblem::TooManyGoods { count });
    }
    let mut body = form.body.clone();
    let shipment = object(body.entry(SHIPMENT).or_insert(Value::Null))?;
    shipment.insert("TotalGoodsNumber".to_owned(), Value::from(count.to_string()));
    shipment.insert(GOODS.to_owned(), Value::Array(after));
    Form::from_value(Value::Object(body))
}

/// The object at a place, the only one of a list, or a new one where nothing is. Several are
/// left alone: which of them is meant cannot be told.
fn object(value: &mut Value) -> Result<&mut Map<String, Value>, FormProblem> {
    if value.is_null() {
        *value = Value::Object(Map::new());
    }
    if let Value::Array(list) = value
        && let [one] = list.as_mut_slice()
    {
        *value = one.take();
    }
    value.as_object_mut().ok_or(FormProblem::NotAnObject)
}

/// Whether a row tells of the goods that have its number. Rows move when one is deleted: other
/// goods must not inherit certificates and payments.
fn is_same(was: &Good, row: &Good) -> bool {
    let article = was.article.is_none() || row.article.is_none() || was.article == row.article;
    (article || was.description == row.description) && (was.commodity.is_none() || was.commodity == row.commodity)
}

/// What a row tells replaces what was there; what it does not tell stays. Payments of another
/// value do not.
fn write(old: Option<&Map<String, Value>>, row: &Good, number: u16) -> Result<Value, FormProblem> {
    let mut goods = old.cloned().unwrap_or_default();
    let was = extract::good(row.number, &Value::Object(goods.clone()));
    let mut set = |name: &str, is_new: bool, value: Option<String>| {
        if let (true, Some(value)) = (is_new, value) {
            goods.insert(name.to_owned(), Value::from(value));
        }
    };
    let decimal = |value: Option<Decimal>| value.map(|value| value.normalize().to_string());
    set("GoodsNumeric", true, Some(number.to_string()));
    set("GoodsDescription", was.description != row.description, Some(row.description.clone()).filter(|text| !text.is_empty()));
    set("GoodsTNVEDCode", true, row.commodity.as_ref().map(ToString::to_string));
    set("OriginCountryCode", true, row.origin.map(|country| country.as_str().to_owned()));
    set("GrossWeightQuantity", was.gross_kilograms != row.gross_kilograms, decimal(row.gross_kilograms));
    set("NetWeightQuantity", was.net_kilograms != row.net_kilograms, decimal(row.net_kilograms));
    set("InvoicedCost", was.invoiced != row.invoiced, decimal(row.invoiced));
    set("CustomsCost", was.customs_value != row.customs_value, decimal(row.customs_value));
    set("StatisticalCost", was.statistical_value != row.statistical_value, decimal(row.statistical_value));
    set("CustomsCostCorrectMethod", true, row.valuation_method.clone());
    if let (true, Some(article)) = (was.article != row.article, &row.article) {
        let group = object(goods.entry("GoodsGroupDescription").or_insert(Value::Null))?;
        let information = object(group.entry("GoodsGroupInformation").or_insert(Value::Null))?;
        information.insert("GoodsMarking".to_owned(), Value::from(article.as_str()));
    }
    if let (true, Some(quantity)) = (was.supplementary != row.supplementary, &row.supplementary) {
        let written = leaves(&[
            ("GoodsQuantity", decimal(Some(quantity.quantity))),
            ("MeasureUnitQualifierName", quantity.unit_name.clone()),
            ("MeasureUnitQualifierCode", quantity.unit_code.clone()),
        ]);
        goods.insert("SupplementaryGoodsQuantity".to_owned(), written);
    }
    if row.payments.is_empty() && row.customs_value.is_some() && was.customs_value != row.customs_value {
        goods.remove("ESADout_CUCustomsPaymentCalculation");
    }
    if !row.payments.is_empty() && was.payments != row.payments {
        goods.insert("ESADout_CUCustomsPaymentCalculation".to_owned(), row.payments.iter().map(payment).collect());
    }
    if !row.documents.is_empty() && was.documents != row.documents {
        goods.insert("ESADout_CUPresentedDocument".to_owned(), row.documents.iter().map(document).collect());
    }
    Ok(Value::Object(goods))
}

fn leaves(fields: &[(&str, Option<String>)]) -> Value {
    let written = |(name, value): &(&str, Option<String>)| value.clone().map(|value| ((*name).to_owned(), Value::from(value)));
    Value::Object(fields.iter().filter_map(written).collect())
}

fn payment(payment: &GoodPayment) -> Value {
    let decimal = |value: Option<Decimal>| value.map(|value| value.normalize().to_string());
    leaves(&[
        ("PaymentModeCode", Some(payment.mode.clone())),
        ("PaymentAmount", decimal(payment.amount)),
        ("PaymentCurrencyCode", payment.currency.clone()),
        ("TaxBase", decimal(payment.base)),
        ("Rate", decimal(payment.rate)),
    ])
}

fn document(document: &GoodDocument) -> Value {
    leaves(&[
        ("PrDocumentName", document.name.clone()),
        ("PrDocumentNumber", document.number.clone()),
        ("PrDocumentDate", document.date.clone()),
        ("PresentedDocumentModeCode", document.kind.as_ref().map(ToString::to_string)),
    ])
}
